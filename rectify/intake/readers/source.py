"""Any office file → lines: what it is is read off its content first, and off its name second."""

from __future__ import annotations

import re
import stat
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from rectify.ground.diagnostics import SourceError
from rectify.ground.system_errors import reason_of
from rectify.intake.readers import office
from rectify.intake.readers.html import page_in, read_html
from rectify.intake.readers.kinds import READ_BY_OFFICE, OfficeKind, kind_of
from rectify.intake.readers.lines import NO_TEXT, SourceText, refusal
from rectify.intake.readers.ofd import read_ofd
from rectify.intake.readers.old_sheet import read_old_sheet
from rectify.intake.readers.open_sheet import read_open_sheet
from rectify.intake.readers.open_text import read_open_text
from rectify.intake.readers.pdf import read_pdf
from rectify.intake.readers.sheet import read_sheet
from rectify.intake.readers.text import read_text
from rectify.intake.readers.word import read_word

MAX_PACKAGE: Final = 200 * 1024 * 1024  # mostly pictures, which are not read
MAX_TEXT: Final = 8 * 1024 * 1024
MAX_PAGE: Final = 3 * 1024 * 1024  # without pictures in its text; a long notice has a sixth of it
MAX_TAGS: Final = 80_000  # each costs as much as fifty letters; the longest notices have a tenth of that
MAX_ARCHIVED_PAGE: Final = 50 * 1024 * 1024  # with its pictures
MAX_LINES: Final = 50_000
_MEGABYTE: Final = 1024 * 1024
_OPENING: Final = re.compile(rb"<[A-Za-z]")
_PICTURE: Final = re.compile(rb"data:image/[^\"'\s)>]+")
_READERS: Final[Mapping[str, Callable[[bytes, str], SourceText]]] = {
    "docx": read_word,
    "xlsx": read_sheet,
    "odt": read_open_text,
    "ods": read_open_sheet,
    "xls": read_old_sheet,
    "pdf": read_pdf,
    "ofd": read_ofd,
}
_REFUSED: Final = {
    "locked": ("I005", "文件加了密码，读不了", "用 Word、Excel 或 WPS 打开，取消密码，另存后再导入"),
    "picture": ("I004", "这是图片，里面的字读不出来", "请用原来的文字稿，或者先用文字识别软件转成文字，核对以后再导入"),
    "slides": ("I004", "这是幻灯片", "把要导入的文字复制到 Word 文档里，另存为 docx 后再导入"),
    "archive": (
        "I004",
        "这是压缩包，或者不认识的格式",
        "是压缩包的先解压；能导入的格式见 python3 build.py docs import",
    ),
}
_STRANGE: Final = (
    ("\ufffd", "有 {} 个字在原文件里已经坏了，显示为“\ufffd”；对照纸质件补上"),
    ("[\ue000-\uf8ff\U000f0000-\U0010ffff]", "有 {} 个字用的是特殊字体里的自造字，别的电脑显示不出；换成通用的字"),
    ("[\x00-\x08\x0e-\x1f\x7f-\x9f]", "有 {} 个看不见的控制字符；在原文件里删去"),
    (
        "(?:单击|点击)(?:或点击)?(?:此处|这里)(?:输入|添加)文字",
        "有 {} 处填空没有填，留着提示语；在原文件里填上或者删去",
    ),
    ("锟斤拷|烫烫烫|屯屯屯", "有 {} 处像是编码转换时留下的乱码；对照原文改正"),
)


def read_source(path: Path, called: str = "") -> SourceText:
    """The lines of the office file at *path*, which people know as *called*, or by the name that it has.

    Raises SourceError (I001-I009) with what to do instead.
    """
    name = called or path.name
    try:
        found = path.stat()
        if not (stat.S_ISREG(found.st_mode) or stat.S_ISDIR(found.st_mode)):
            raise refusal(name, "I001", "这不是普通的文件，是管道或者设备", "写出文件本身的名字")
        size = found.st_size
        data = path.read_bytes() if size <= MAX_PACKAGE else b""
    except FileNotFoundError:
        raise refusal(
            name, "I001", "找不到这个文件", "核对文件名和它所在的文件夹；文件名里有空格的，整个加引号"
        ) from None
    except IsADirectoryError:
        raise refusal(name, "I001", "这是一个文件夹，不是文件", "写出里面的文件名；几个文件可以一次写上") from None
    except OSError as error:
        raise refusal(
            name, "I001", f"打不开文件（{reason_of(error)}）", "在 Word 或 WPS 里打开着的先关上，再核对有没有权限读它"
        ) from error
    if size > MAX_PACKAGE:
        raise _too_big(name, size, MAX_PACKAGE)
    return read_data(data, name)


def read_data(data: bytes, name: str) -> SourceText:
    """The lines of a file with this content and *name*, with every strange character told."""
    source = _read(data, name)
    if len(source.lines) > MAX_LINES:
        raise refusal(name, "I002", f"文件有 {len(source.lines)} 行，多得不正常", "只留下通报或者台账本身，再导入")
    if not any(line.text.strip() for line in source.lines):
        raise refusal(
            name,
            "I009",
            "文件里没有文字" + ("，只有图片" if any("图片" in doubt for _, doubt in source.doubts) else ""),
            NO_TEXT,
        )
    found = []
    for line in source.lines:
        for pattern, sentence in _STRANGE:
            if count := len(re.findall(pattern, line.text)):
                found.append((line.number, sentence.format(count)))
    return source._replace(doubts=(*source.doubts, *found))


def _read(data: bytes, name: str) -> SourceText:
    if not data:
        raise refusal(name, "I003", "文件是空的", "核对是不是选错了文件，或者还没有下载完")
    kind = kind_of(data, name)
    if kind in _REFUSED:
        raise refusal(name, *_REFUSED[kind])
    if kind in READ_BY_OFFICE:
        return _through_office(data, name, READ_BY_OFFICE[kind])
    if kind in ("html", "mht"):
        return _page(data, name, kind)
    if kind == "text":
        if len(data) > MAX_TEXT:
            raise _too_big(name, len(data), MAX_TEXT)
        return read_text(data, name)
    return _READERS[kind](data, name)


def _through_office(data: bytes, name: str, way: OfficeKind) -> SourceText:
    """The lines of a format that only office software reads, by LibreOffice, where it is installed."""
    made = office.convert(data, name, way.suffix, way.target) if office.program() else b""
    if not made.startswith(b"PK"):
        first = "LibreOffice 也打不开它：" if office.program() else ""
        remedy = f"{first}用 Word 或 WPS 打开，点“文件”里的“另存为”，类型选 {way.target}，再导入它"
        raise refusal(name, "I004", f"读不了{way.words}文件", remedy)
    source = (read_word if way.target == "docx" else read_sheet)(made, name)
    told = f"这是{way.words}文件，由 LibreOffice 转成 {way.target} 以后读的；核对编号和表格有没有走样"
    return source._replace(doubts=((0, told), *source.doubts))


def _page(data: bytes, name: str, kind: str) -> SourceText:
    if kind == "mht" and len(data) > MAX_ARCHIVED_PAGE:
        raise _too_big(name, len(data), MAX_ARCHIVED_PAGE)
    data, charset = page_in(data, name) if kind == "mht" else (data, "")
    page = _PICTURE.sub(b"data:", data)
    if len(page) > MAX_PAGE:
        raise _too_big(name, len(page), MAX_PAGE)
    if len(_OPENING.findall(page)) > MAX_TAGS:
        raise refusal(name, "I002", "网页的标签多得不正常", "把正文复制到新建的 Word 文档里，另存为 docx 后再导入")
    return read_html(page, name, charset)


def _too_big(name: str, size: int, limit: int) -> SourceError:
    return refusal(
        name,
        "I002",
        f"文件有 {size // _MEGABYTE} MB，太大了（最多 {limit // _MEGABYTE} MB）",
        "通报的文字不会这么大：删去图片和附件，或者把正文复制到新文件里，再导入",
    )
