"""Every link of the made pages leads to a made page, and every fragment to a place on it."""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from urllib.parse import unquote

from rectify.ground.diagnostics import Diagnostic, Span

_TARGET = re.compile(rb'<(?!meta\b)[^<>]*?\s(?:href|src)="([^"]*)"')
_ID = re.compile(rb'\sid="([^"]*)"')
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)


def check_links(
    files: Mapping[PurePosixPath, bytes], base_path: str, sources: Mapping[PurePosixPath, PurePosixPath]
) -> Iterator[Diagnostic]:
    """Links of the finished *files* that lead nowhere (G-22), each wrong target told once.

    Our own templates quote every attribute, so a pattern reads them exactly; *base_path* is the
    site's folder on its server, *sources* the file that each page was written from.
    """
    ids = {path: set(_ID.findall(data)) for path, data in files.items() if path.suffix == ".html"}
    faults: dict[tuple[str, str], list[tuple[PurePosixPath, str]]] = {}
    for path in ids:
        for raw in dict.fromkeys(_TARGET.findall(files[path])):
            target = html.unescape(raw.decode())
            if _ELSEWHERE.match(target):
                continue
            goal, fragment = _goal(path, target, base_path)
            if fault := _fault(goal, fragment, files, ids):
                faults.setdefault((f"{goal}#{fragment}", fault), []).append((path, target))
    for (_, fault), places in faults.items():
        path, target = places[0]
        others = f"（另有 {len(places) - 1} 页也是）" if len(places) > 1 else ""
        yield Diagnostic(
            Span(sources.get(path, path)),
            "L001",
            f"页面 {path} 的链接 {target} {fault}{others}",
            "改正链接，或者补上它要去的地方",
        )


def _goal(path: PurePosixPath, target: str, base_path: str) -> tuple[PurePosixPath | None, str]:
    """The file that a link of *path* asks for, and the place in it; no file if it leaves the site."""
    address, _, fragment = target.partition("#")
    address = unquote(address.partition("?")[0])
    if address.startswith("/"):
        inside = address.startswith(base_path)
        return (PurePosixPath(address.removeprefix(base_path) or "index.html") if inside else None), unquote(fragment)
    if address:
        return PurePosixPath(posixpath.normpath(posixpath.join(path.parent.as_posix(), address))), unquote(fragment)
    return path, unquote(fragment)


def _fault(
    goal: PurePosixPath | None,
    fragment: str,
    files: Mapping[PurePosixPath, bytes],
    ids: Mapping[PurePosixPath, set[bytes]],
) -> str:
    if goal is None:
        return "指到了本站以外"
    if goal not in files:
        return "没有对应的页面"
    if fragment and goal in ids and fragment.encode() not in ids[goal]:
        return "没有对应的位置"
    return ""
