"""Reads `content/pages/`: pages that a bureau writes itself, and blocks for pages that the site has anyway."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import Any, Final, NamedTuple

from rectify.field import addresses
from rectify.field.own_page import BLOCKS, OwnPage
from rectify.field.words import SLUG
from rectify.source.yamltree import PAGE

FOLDER: Final = PurePosixPath("content/pages")
_NOT_OURS: Final = re.compile(r"\.|~|Thumbs\.db|desktop\.ini", re.IGNORECASE)
_RULE: Final = "S014"

Read = Callable[[PurePosixPath, Any], Any]
"""Gives the record of a kind in a file, or None after noting what is wrong."""

Fail = Callable[[PurePosixPath, str, str, str], None]


class OwnPageSource(NamedTuple):
    """A page, its file, and its name: `liucheng` for `content/pages/liucheng.md`."""

    name: str
    path: PurePosixPath
    page: OwnPage

    @property
    def is_block(self) -> bool:
        """Whether the text stands on a page that the site has anyway."""
        return self.name in BLOCKS

    @property
    def address(self) -> str:
        """Where the page stands: `liucheng.html`."""
        return addresses.page(self.name)


def read_own_pages(root: Path, read: Read, fail: Fail) -> tuple[OwnPageSource, ...]:
    """The pages in `content/pages` of the project *root*, in the order of the menu; none if there is no such folder."""
    folder = root / FOLDER
    if not folder.is_dir():
        return ()
    files = sorted(os.scandir(folder), key=lambda entry: entry.name)
    sources = (_source(file, read, fail) for file in files if not _NOT_OURS.match(file.name))
    return tuple(sorted(filter(None, sources), key=lambda one: (one.page.order, one.name)))


def _source(file: os.DirEntry[str], read: Read, fail: Fail) -> OwnPageSource | None:
    path, name = FOLDER / file.name, file.name.removesuffix(PAGE)
    if faults := list(_name_faults(file, name)):
        fail(path, _RULE, *faults[0])
        return None
    page = read(path, OwnPage)
    if page and page.menu and name in BLOCKS:
        fail(
            path,
            _RULE,
            f"{file.name} 是添在现有页面上的一段，不能放进菜单",
            "删去 menu 这一行；要单独一页就换一个文件名",
        )
        return None
    return OwnPageSource(name, path, page) if page else None


def _name_faults(file: os.DirEntry[str], name: str) -> Iterator[tuple[str, str]]:
    """What is wrong with the name of a file, and the remedy."""
    if file.is_symlink() or not file.is_file() or not file.name.endswith(PAGE):
        yield "这里只能放自己写的页面", f"页面的文件名以 {PAGE} 结尾，例如 liucheng{PAGE}；别的文件移到别处"
    elif addresses.is_site_page(name):
        yield f"页面不能叫 {name}，网站自己有这一页", f"换一个名字，例如 liucheng{PAGE}"
    elif not SLUG.match(name) or addresses.NOT_A_FILE.match(name):
        yield "页面的文件名要用在网址里", f"只用英文小写字母、数字和连字符，例如 liucheng{PAGE}"
