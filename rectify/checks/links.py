"""Every link of the pages leads to a page, and every fragment to a place on it (G-22)."""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import unquote

from rectify.field import addresses
from rectify.ground.diagnostics import Diagnostic, Span
from rectify.source.drafts import HeldBack

_MARKS = re.compile(rb' (?:(?:href|src)="([^"]*)|id="([^"]*))"')
_ID = re.compile(rb' id="([^"]*)"')
_DRAFT = "指到的是草稿，还没有公开"
_REMEDIES = {_DRAFT: "先去掉这个链接，或者把它指到的问题也公开（python3 build.py approve）"}
_NO_PAGE = "没有对应的页面"
_NO_PLACE = "没有对应的位置"
_ATTACH = "附件写进 attachments，不用自己写链接，见 python3 build.py docs photos"
_FILE = re.compile(r"\.(?!html\b)[a-z]{2,4}\Z", re.IGNORECASE)
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)
_Goal = tuple[str | None, str]
"""The file that a link asks for (none if it leaves the site), and the place in it."""


class PageLinks(NamedTuple):
    """What a page has to do with links: where its own lead, its ids as `ids_on` gives them, and those that it lacks itself."""

    targets: frozenset[str]
    ids: bytes
    lacking: frozenset[bytes]


def ids_on(data: bytes) -> bytes:
    """The ids on the finished page *data*, each between quotes, which no id has."""
    return _quote(_ID.findall(data))


def _quote(ids: Iterable[bytes]) -> bytes:
    return b'"%b"' % b'"'.join(ids)


def links_on(data: bytes) -> PageLinks:
    """The links and ids on the finished page *data*. Our own templates quote every attribute, so a pattern reads them exactly."""
    marks = set(_MARKS.findall(data))
    ids = {name for _, name in marks if name}
    here = {target[1:] for target, _ in marks if target[:1] == b"#"}
    targets = frozenset(html.unescape(target.decode()) for target, name in marks if not name and target[:1] != b"#")
    return PageLinks(targets, _quote(ids), frozenset(here - ids - {b""}))


@dataclass(slots=True)
class LinkCheck:
    """Collects the links of pages one by one, as they are made, and gives in the end those that lead nowhere.

    *planned* are the paths of all files of the site, *base_path* is its folder on its server, *held* are
    the drafts, which nobody may lead to from what is public, also where they are shown (`serve`).
    """

    planned: Collection[str]
    base_path: str
    held: tuple[HeldBack, ...] = ()
    _goals: dict[tuple[str, str], _Goal | None] = field(default_factory=dict)
    """Where links lead, by the folder of their page and the target as it is written; None for other sites."""
    _right: dict[str, set[str]] = field(default_factory=dict)
    """Targets that lead somewhere and need not be followed from another page, by the folder of their page."""
    _faults: dict[tuple[str, str], list[tuple[str, str]]] = field(default_factory=dict)
    """Pages and targets by the address that they mean and what is wrong with it."""
    _places: dict[_Goal, tuple[str, str]] = field(default_factory=dict)
    """Places in pages that have yet to be looked for, each with the first page and target that means it."""

    def add_page(self, path: str, data: bytes) -> None:
        """Check the links in *data*, the finished page at *path*."""
        self.add_links(path, links_on(data))

    def add_links(self, path: str, links: PageLinks) -> None:
        """Check the *links* on the page at *path*."""
        folder = posixpath.dirname(path)
        right = self._right.setdefault(folder, set())
        right.update(target for target in links.targets - right if self._follow(path, folder, target))
        for place in links.lacking:
            self._note_fault(path, f"#{place.decode()}", _NO_PLACE)

    def add_written(self, path: str, links: tuple[str, ...]) -> None:
        """Check *links* that people wrote into the texts of the page at *path*, whether it is made or kept."""
        for target in links:
            if target.startswith("#"):
                self._places.setdefault((path, unquote(target[1:])), (path, target))
            else:
                self._follow(path, posixpath.dirname(path), target, is_written=True)

    def diagnostics(self, ids_of: Callable[[str], bytes], span_of: Callable[[str], Span]) -> Iterator[Diagnostic]:
        """Every wrong target once. `ids_of(path)` gives those of a page as `ids_on` does, `span_of(path)` the place in its source file."""
        ids: dict[str, bytes] = {}
        for (goal, place), (path, target) in self._places.items():
            if goal is not None and goal not in ids:
                ids[goal] = ids_of(goal)
            if goal is not None and _quote([place.encode()]) not in ids[goal]:
                self._note_fault(path, target, _NO_PLACE)
        for (_, fault), pages in sorted(self._faults.items()):
            path, target = min(pages)
            count = len({page for page, _ in pages})
            others = f"（另有 {count - 1} 页也是）" if count > 1 else ""
            message = f"页面 {path} 的链接 {target} {fault}{others}"
            remedy = _ATTACH if _FILE.search(target) and fault == _NO_PAGE else "改正链接，或者补上它要去的地方"
            yield Diagnostic(span_of(path), "L001", message, _REMEDIES.get(fault, remedy))

    def with_faults(self, pages: set[str]) -> set[str]:
        """Those of *pages* that `diagnostics`, read before, had faults of, and that have to be looked at again.

        All if a place is missing: of the pages that lead to it only the first is known.
        """
        if any(fault == _NO_PLACE for _, fault in self._faults):
            return pages
        return {page for those in self._faults.values() for page, _ in those if page in pages}

    def _follow(self, path: str, folder: str, target: str, *, is_written: bool = False) -> bool:
        """Whether *target* leads somewhere, as far as can be seen without the page that it leads to."""
        key = (folder, target)
        if key not in self._goals:
            self._goals[key] = None if _ELSEWHERE.match(target) else self._goal(folder, target)
        goal = self._goals[key]
        if goal is None:
            return True
        if goal[0] is None:
            self._note_fault(path, target, "指到了本站以外")
        elif goal[0] not in self.planned:
            self._note_fault(path, target, _DRAFT if self._is_draft(goal[0]) else _NO_PAGE)
        elif is_written and self._is_draft(goal[0]) and not self._is_draft(path):
            self._note_fault(path, target, _DRAFT)
        else:
            if goal[1] and addresses.is_page(goal[0]):
                self._places.setdefault(goal, (path, target))
            return True
        return False

    def _is_draft(self, path: str) -> bool:
        return any(one.covers(path) for one in self.held)

    def _goal(self, folder: str, target: str) -> _Goal:
        address, _, fragment = target.partition("#")
        address = unquote(address.partition("?")[0])
        if address.startswith("/"):
            inside = address.startswith(self.base_path)
            return (address.removeprefix(self.base_path) or addresses.HOME) if inside else None, unquote(fragment)
        return posixpath.normpath(posixpath.join(folder, address)), unquote(fragment)

    def _note_fault(self, path: str, target: str, fault: str) -> None:
        goal = self._goals.get((posixpath.dirname(path), target))
        self._faults.setdefault((f"{goal[0]}#{goal[1]}" if goal else target, fault), []).append((path, target))
