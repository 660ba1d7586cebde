"""Says in Chinese what the operating system refused; Linux itself says it in English.

One table for every place that shows such an error, so that a full disk is called the same everywhere.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple


class _Words(NamedTuple):
    """What happened, and what to do about it before the next try; nothing if nothing is known to help."""

    reason: str
    remedy: str = ""


_CONNECTION: Final = "检查网络，重新连上"
_TABLE: Final[Mapping[int, _Words]] = MappingProxyType(
    {
        errno.EACCES: _Words("没有权限", "请管理员给您读写这里的权限，关掉正打开着它的程序"),
        errno.EPERM: _Words("系统不允许", "检查权限"),
        errno.EROFS: _Words("这里只能读，不能写", "请管理员改成可以写的"),
        errno.ENOSPC: _Words("磁盘满了", "腾出空间"),
        errno.EDQUOT: _Words("超过了磁盘配额", "腾出空间，或者请管理员放宽"),
        errno.EFBIG: _Words("文件太大，这个磁盘存不下", "换一个磁盘"),
        errno.ENOENT: _Words("找不到这个文件或者文件夹", "核对名字；在共享文件夹里的，也许断开了，重新连上"),
        errno.EEXIST: _Words("已经有了同名的文件或者文件夹", "把它移走"),
        errno.ENOTDIR: _Words("路径中间有一处是文件，不是文件夹", "把那个文件移走"),
        errno.EISDIR: _Words("这是文件夹，不是文件", "换一个名字，或者把文件夹移走"),
        errno.ENOTEMPTY: _Words("文件夹里还有东西", "关掉打开着它的窗口和程序"),
        errno.ENAMETOOLONG: _Words("名字或者路径太长", "换短一些的名字，或者把项目放到浅一些的文件夹里"),
        errno.EILSEQ: _Words("名字里有这个磁盘不认的字", "换一个名字"),
        errno.EINVAL: _Words("系统不接受这个名字或者做法", "换一个名字，或者换一个磁盘"),
        errno.ELOOP: _Words("链接绕成了圈", "删去绕圈的链接"),
        errno.EXDEV: _Words("不在同一个磁盘上", "把两处放到同一个磁盘上"),
        errno.EBUSY: _Words("正被别的程序占用", "关掉正在用它的程序"),
        errno.EAGAIN: _Words("正被别的程序占用", "关掉正在用它的程序"),
        errno.EMFILE: _Words("打开的文件太多", "关掉一些程序"),
        errno.ENFILE: _Words("打开的文件太多", "关掉一些程序"),
        errno.ENOMEM: _Words("内存不够", "关掉一些程序"),
        errno.EOPNOTSUPP: _Words("这个磁盘不支持这种做法", "换一个磁盘"),
        errno.EIO: _Words("读写出错", "检查磁盘和网络"),
        errno.EPIPE: _Words("接收的程序已经关了"),
        errno.ESTALE: _Words("共享文件夹断开了", "重新连上"),
        errno.ENOTCONN: _Words("共享文件夹断开了", "重新连上"),
        errno.EHOSTDOWN: _Words("服务器没有回应", _CONNECTION),
        errno.EHOSTUNREACH: _Words("连不上服务器", _CONNECTION),
        errno.ENETDOWN: _Words("网络断了", _CONNECTION),
        errno.ENETUNREACH: _Words("网络不通", _CONNECTION),
        errno.ETIMEDOUT: _Words("服务器没有回应", _CONNECTION),
        errno.ECONNREFUSED: _Words("对方不接受连接", _CONNECTION),
        errno.ECONNRESET: _Words("连接断了", _CONNECTION),
        errno.EADDRINUSE: _Words("已经被占用"),
        errno.EADDRNOTAVAIL: _Words("这台电脑没有这个地址"),
    }
)


_IN_USE: Final = (32, 33, 1224)
"""What Windows says of a file that another program keeps open, such as Excel; Python makes EACCES of it."""


def is_known(error: OSError) -> bool:
    """Whether the system refused something for a reason that lies with the computer, not with this program."""
    return error.errno in _TABLE


def reason_of(error: OSError) -> str:
    """What went wrong, as a short clause: 磁盘满了. An unknown error is given by its number, which can be looked up."""
    words = _words_for(error)
    if words:
        return words.reason
    return f"系统报告了错误 {errno.errorcode.get(error.errno, error.errno)}" if error.errno else "系统没有说明原因"


def remedy_of(error: OSError) -> str:
    """What to do before trying again: 腾出空间."""
    words = _words_for(error)
    return (words.remedy if words else "") or "检查磁盘空间和文件夹的权限"


def _words_for(error: OSError) -> _Words | None:
    return _TABLE.get(errno.EBUSY if getattr(error, "winerror", None) in _IN_USE else error.errno or 0)


def failure_in_words(error: OSError, doing: str, place: object) -> str:
    """A whole sentence, such as `写不进 output：磁盘满了。腾出空间，再运行一次。`.

    *doing* is what could not be done (写不进, 读不了), *place* where, unless the *error* itself says where.
    """
    name = error.filename if isinstance(error.filename, str | bytes) else None
    return f"{doing} {os.fsdecode(name) if name else place}：{reason_of(error)}。{remedy_of(error)}，再运行一次。"
