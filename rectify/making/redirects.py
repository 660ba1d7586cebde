"""Plans what stays at addresses that were public: pages that lead on, lists that are empty now; checks `redirects` (C-01, W-13)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import NamedTuple

from rectify.engine.output import Document, Page, TextRef, Texts, the_inputs
from rectify.field import addresses
from rectify.field.config import Redirect
from rectify.ground.text import nearest
from rectify.making.config_faults import ConfigFault
from rectify.site.empty_view import cleared_views, empty_views
from rectify.site.model import Site
from rectify.site.moved_view import moved_view, titles_of
from rectify.source.sources import SITE_FILE


class Moves(NamedTuple):
    """The pages and files at old addresses, and the faults of redirects that are wrong."""

    pages: tuple[Page, ...] = ()
    faults: tuple[ConfigFault, ...] = ()
    files: tuple[Document, ...] = ()


class _Standing(NamedTuple):
    """The addresses of a site: files by their address in lower case, folders in lower case, and pages."""

    files: Mapping[str, str]
    folders: frozenset[str]
    pages: frozenset[str]

    def files_in(self, folder: str) -> Iterator[str]:
        """The files in a *folder*, in any letter case."""
        key = folder.casefold()
        return (path for name, path in self.files.items() if name.startswith(key))


def kept_pages(site: Site, paths: Collection[str], public: Collection[str]) -> tuple[Page, ...]:
    """Pages at those *public* addresses of lists that have no page any more; *paths* are those of all files there are."""
    planned, redirects = frozenset(paths), site.config.redirects
    left = {redirect.from_ for redirect in redirects}
    folders = tuple(one for one in left if one.endswith("/"))
    gone = {page for page in public if page not in planned and page not in left and not page.startswith(folders)}
    return tuple(
        Page(path=view.meta.path, template="pages/empty.html", make=the_inputs, inputs=view)
        for view in empty_views(site, gone, planned)
    )


def cleared_pages(site: Site, paths: Collection[str], cleared: Collection[str]) -> tuple[Page, ...]:
    """Pages where older texts were that were purged: *cleared* are their addresses, *paths* those of all files there are."""
    planned = frozenset(paths)
    return tuple(
        Page(path=view.meta.path, template="pages/empty.html", make=the_inputs, inputs=view)
        for view in cleared_views(site, sorted(path for path in cleared if path not in planned))
    )


def moves_of(site: Site, paths: Sequence[str], public: Collection[str] = ()) -> Moves:
    """The pages, files and faults that follow from `redirects`.

    *paths* are the addresses of all other files of the site, *public* those that were public before.
    """
    redirects = site.config.redirects
    if not redirects:
        return Moves()
    standing = _Standing(
        {path.casefold(): path for path in paths},
        frozenset(str(above).casefold() for path in paths for above in PurePosixPath(path).parents),
        frozenset(path for path in paths if addresses.is_page(path)),
    )
    faults = tuple(_faults(redirects, standing))
    wrong = {fault.where[1] for fault in faults}
    sound = [(n, redirect) for n, redirect in enumerate(redirects) if n not in wrong]
    left: dict[str, list[str]] = defaultdict(list)
    for address in sorted(one for one in public if one.casefold() not in standing.files):
        left[addresses.page_of_part(address)].append(address)
    return Moves(tuple(_pages(site, sound, standing, left)), faults, tuple(_files(site, sound, left)))


_Left = Mapping[str, Sequence[str]]
"""Addresses that were public and where nothing is now, by the page of their issue; those of no issue under the empty one."""


def _pages(site: Site, sound: list[tuple[int, Redirect]], standing: _Standing, left: _Left) -> Iterator[Page]:
    """A page for each old address, by the most exact redirect: a single address before its folder, inner folders first."""
    titles, planned = titles_of(site), set()
    for place, redirect in sorted(
        sound, key=lambda numbered: (numbered[1].from_.endswith("/"), -len(numbered[1].from_))
    ):
        for old, new in (*_pairs(redirect, standing), *_pairs_left(redirect, standing, left)):
            if old.casefold() not in planned:
                planned.add(old.casefold())
                yield _page(site, old, new, (place, redirect), titles)


def _pairs(redirect: Redirect, standing: _Standing) -> Iterator[tuple[str, str]]:
    """The old and the new address of each page that a redirect covers."""
    old, new = redirect.from_, redirect.to
    if old.endswith("/"):
        yield from ((old + path.removeprefix(new), path) for path in sorted(standing.pages) if path.startswith(new))
    else:
        yield old, addresses.page_at(new)


def _pairs_left(redirect: Redirect, standing: _Standing, left: _Left) -> Iterator[tuple[str, str]]:
    """The same of pages that were public and that the redirect takes along: parts of an issue, and lists of a folder.

    What is not there at the new address any more leads to the issue itself, or to the contents of the folder.
    """
    if redirect.from_.endswith("/"):
        contents = redirect.to + addresses.HOME
        lists = (old for old in left.get("", ()) if old.startswith(redirect.from_) and not addresses.issue_at(old))
        yield from ((old, contents) for old in lists if contents in standing.pages)
    elif addresses.issue_at(redirect.to):
        for old in filter(addresses.is_page, left.get(redirect.from_, ())):
            new = addresses.moved_part(old, redirect.to)
            yield old, new if new in standing.pages else redirect.to


def _files(site: Site, sound: list[tuple[int, Redirect]], left: _Left) -> Iterator[Document]:
    """Photographs and attachments of issues that moved, at their old addresses too, where these were public."""
    there = {file.path: file.ref for round_ in site.rounds for file in round_.all_files}
    goals: dict[str, str] = {one.from_: one.to for _, one in sound}
    for page, parts in left.items():
        folder = f"{page.partition('/')[0]}/"
        for old in parts if page in goals or folder in goals else ():
            new = addresses.moved_part(old, goals[page]) if page in goals else goals[folder] + old.removeprefix(folder)
            if ref := there.get(new):
                yield Document(path=old, make=copy_file, inputs=ref, texts=(ref,))


def copy_file(ref: TextRef, texts: Texts) -> bytes:
    """Make a file whose bytes are those of another."""
    data: bytes = texts[ref]
    return data


def _page(site: Site, old: str, new: str, numbered: tuple[int, Redirect], titles: Mapping[str, str]) -> Page:
    place, redirect = numbered
    view = moved_view(site, old, new, redirect, titles)
    return Page(
        path=old,
        template="pages/moved.html",
        make=the_inputs,
        inputs=view,
        source=SITE_FILE,
        links=(view.meta.root + new,),
        goal=new.partition("#")[0],
        where=("redirects", place, "to"),
    )


def _faults(redirects: tuple[Redirect, ...], standing: _Standing) -> Iterator[ConfigFault]:
    sources = {redirect.from_.casefold(): redirect for redirect in reversed(redirects)}
    valid = {key: redirect for key, redirect in sources.items() if not _old_fault(redirect.from_, standing)}
    for n, redirect in enumerate(redirects):
        first = sources[redirect.from_.casefold()]
        fault = _twice(redirect, first) if first is not redirect else _old_fault(redirect.from_, standing)
        if fault:
            yield ConfigFault(("redirects", n, "from"), "C004", *fault)
        if fault := _new_fault(redirect, standing, valid):
            yield ConfigFault(("redirects", n, "to"), "C005", *fault)


def _twice(redirect: Redirect, first: Redirect) -> tuple[str, str]:
    how = "写了两次" if first.from_ == redirect.from_ else f"与 {first.from_} 只差大小写，有的服务器分不开"
    return f"原网址 {redirect.from_} {how}", "只留一条"


def _old_fault(old: str, standing: _Standing) -> tuple[str, str] | None:
    """Message and remedy if an old address cannot be redirected; None if it can."""
    if addresses.is_reserved(old):
        return f"{old} 用了另有用处的名字，不会是公开过的网页", "核对原网址；数据文件、样式和脚本不能这样改名"
    if old.endswith("/"):
        inside = next(standing.files_in(old), None)
        remedy = "里面还有网页的文件夹，要逐页写，例如 from: 2023-xuncha/013.html"
        return (f"{old} 里现在就有 {inside}", remedy) if inside else None
    present = standing.files.get(old.casefold())
    if present:
        case = "" if present == old else f"（{present}，只差大小写）"
        return f"现在就有 {old} 这一页{case}", "原网址要写现在已经没有的；还有这一页，就删去这一条"
    parents = [str(above).casefold() for above in PurePosixPath(old).parents]
    if old.casefold() in standing.folders or any(above in standing.files for above in parents):
        return f"{old} 与现在的文件或文件夹重名", "核对原网址"
    return None


def _new_fault(redirect: Redirect, standing: _Standing, redirects: Mapping[str, Redirect]) -> tuple[str, str] | None:
    """Message and remedy if there is no page at the new address; None if there is."""
    old, new = redirect.from_, redirect.to
    if old.endswith("/") and not new.endswith("/"):
        return f"{old} 是整个文件夹，{new} 却是一页", f"写成文件夹，例如 {new.rpartition('/')[0] or '2024-xuncha'}/"
    is_folder = old.endswith("/")
    goal = new if is_folder else addresses.page_at(new).partition("#")[0]
    is_there = any(page.startswith(new) for page in standing.pages) if is_folder else goal in standing.pages
    if is_there:
        return None
    last = _last(redirect, redirects)
    if last is None:
        return f"从 {old} 走到 {new}，最后又绕回来了", "写现在的网址"
    if last is not redirect:
        return f"新网址 {new} 自己也改了名", f"直接写现在的网址：{last.to}"
    folders = {f"{above}/" for page in standing.pages for above in PurePosixPath(page).parents[:-1]}
    suggestion = nearest(goal, sorted(folders if is_folder else standing.pages))
    return (
        f"没有 {new} 这{'个文件夹' if is_folder else '一页'}",
        f"是不是 {suggestion}？" if suggestion else "写现在的网址",
    )


def _last(redirect: Redirect, redirects: Mapping[str, Redirect]) -> Redirect | None:
    """The last of the redirects that follow one another from *redirect* on; None if they form a circle.

    *redirects* are the redirects by their old addresses.
    """
    chain = [redirect]
    while following := redirects.get(chain[-1].to.partition("#")[0].casefold()):
        if following in chain:
            return None
        chain.append(following)
    return chain[-1]
