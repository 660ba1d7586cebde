"""Links of the finished site, followed the way browsers do: on two servers, and from the disk."""

from __future__ import annotations

import http.client
import re
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urldefrag, urljoin, urlsplit
from urllib.request import url2pathname

import pytest
from bs4 import BeautifulSoup

from outside import serving

BASE_PATH = "/xczg/"
Fetch = Callable[[str], "bytes | None"]


class Page(NamedTuple):
    """What a page leads to, other sites and programs left out, and the places on it."""

    links: tuple[str, ...]
    places: frozenset[str]


@cache
def parsed(data: bytes) -> Page:
    """The page that these bytes are, read once for all places where it is found."""
    page = BeautifulSoup(data, "html.parser")
    return Page(tuple(dict.fromkeys(_links(page))), frozenset(str(place["id"]) for place in page.select("[id]")))


def _links(page: BeautifulSoup) -> Iterator[str]:
    for element in page.select("[href], [src], [action], [poster]"):
        for name in ("href", "src", "action", "poster"):
            target = element.get(name)
            if isinstance(target, str) and not re.match(r"[a-z][a-z0-9+.-]*:|//", target, re.IGNORECASE):
                yield target


def pages(folder: Path, *, with_404: bool) -> list[str]:
    """The addresses of all pages below *folder*, relative to it."""
    pages = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.html"))
    return [path for path in pages if with_404 or path != "404.html"]


def broken(start: str, paths: list[str], fetch: Fetch) -> list[str]:
    """Links of the pages at *paths*, and of what they load, that lead nowhere or to no place on their page."""
    seen: dict[str, bytes | None] = {}

    def read(address: str) -> bytes | None:
        if address not in seen:
            seen[address] = fetch(address)
        return seen[address]

    def has_place(data: bytes, name: str) -> bool:
        return data.lstrip()[:9].lower() == b"<!doctype" and name in parsed(data).places

    faults = []
    for path in paths:
        own = urljoin(start, path)
        content = read(own)
        for target in parsed(content).links if content else ("",):
            address, fragment = urldefrag(urljoin(own, target))
            goal = read(address)
            if goal is None or (fragment and not has_place(goal, unquote(fragment))):
                faults.append(f"{path}: {target}")
    for address, content in list(seen.items()):
        if content and address.endswith(".css"):
            named = re.findall(rb"url\(\s*[\"']?([^\"')]+)", content)
            faults += [
                f"{address}: {n.decode()}"
                for n in named
                if not n.startswith(b"data:") and read(urljoin(address, n.decode())) is None
            ]
    return faults


def from_server(address: str) -> bytes | None:
    """What a server answers, if it has it and sends nobody elsewhere."""
    parts = urlsplit(address)
    with closing(http.client.HTTPConnection(str(parts.hostname), parts.port, timeout=10)) as connection:
        connection.request("GET", parts.path)
        answer = connection.getresponse()
        data = answer.read()
        return data if answer.status == http.HTTPStatus.OK else None


def from_disk(address: str) -> bytes | None:
    """What a `file:` address names, if it is a file: a folder shows no page there."""
    path = Path(url2pathname(urlsplit(address).path))
    return path.read_bytes() if path.is_file() else None


@pytest.mark.parametrize("prefix", [BASE_PATH, "/"])
def test_links_hold_on_a_server(real_folder: Path, prefix: str) -> None:
    """At its own address, and as the root of another; only the 404 page must know where it lives."""
    paths = pages(real_folder, with_404=prefix == BASE_PATH)

    with serving(real_folder, prefix) as start:
        assert broken(start, paths, from_server) == []


def test_links_hold_on_the_disk(real_folder: Path) -> None:
    """A double click on index.html is enough to read the whole site."""
    assert broken(real_folder.as_uri() + "/", pages(real_folder, with_404=False), from_disk) == []


def test_broken_links_are_found(tmp_path: Path) -> None:
    """The tests above would see a lost page, a lost place, a lost image, a folder and a way out of the site."""
    page = "<!doctype html><a href='#no'></a><a href='b.html#no'></a><a href='c.html'></a><img src='d.png'>"
    (tmp_path / "e").mkdir()
    (tmp_path / "a.html").write_text(page + "<a href='/f.html'></a><a href='e/'></a><a href='b.html#yes'></a>")
    (tmp_path / "b.html").write_text("<!doctype html><p id='yes'></p>")
    expected = [f"a.html: {to}" for to in ("#no", "b.html#no", "c.html", "d.png", "/f.html", "e/")]

    assert broken(tmp_path.as_uri() + "/", ["a.html", "b.html"], from_disk) == expected
    with serving(tmp_path, BASE_PATH) as start:
        assert broken(start, ["a.html", "b.html"], from_server) == expected
