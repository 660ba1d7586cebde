"""`docs`: the pages for webmasters, which come with the program, so that a message can name one wherever the program runs."""

from __future__ import annotations

import re
from argparse import Namespace
from pathlib import Path
from typing import Final

from rectify.engine.look import PROGRAM
from rectify.ground.text import nearest
from rectify.project.wheel import PAGES
from rectify.terminal.exit_codes import FINE, WRONG_USAGE

_FIRST: Final = "README"
_PAGE_LINK: Final = re.compile(r"\[([^\]]+)\]\(([\w-]+)\.md(?:#([^)\s]+))?\)")
_PICTURE: Final = re.compile(r"^!\[[^\]]*\]\([^)]*\)\n\n?", re.MULTILINE)
_OTHER_LINK: Final = re.compile(r"\[([^\]]+)\]\((?!https?:)[^)]*\)")
_HEADING: Final = re.compile(r"^(#{1,6}) (.+)$", re.MULTILINE)


def run(_root: Path, options: Namespace) -> int:
    """Print a page, or one section of it; without a name the list of all."""
    pages = {path.stem: path for path in sorted((PROGRAM / PAGES).glob("*.md"))}
    titles = {title_of(path): name for name, path in pages.items()}
    name = (options.page or _FIRST).removesuffix(".md")
    name = titles.get(name, name)
    if name not in pages:
        names = [one for one in pages if one != _FIRST]
        suggestion = nearest(name, names)
        print(f"没有 {name} 这一页。{f'是不是 {suggestion}？' if suggestion else ''}有：")
        print("\n".join(f"  {one}　{title}" for title, one in titles.items() if one in names))
        return WRONG_USAGE
    text = pages[name].read_text("utf-8")
    if options.section:
        part = section(text, options.section)
        if part is None:
            headings = "、".join(match[2] for match in _HEADING.finditer(text))
            print(f"{name} 里没有“{options.section}”这一节。有：{headings}")
            return WRONG_USAGE
        text = part
    print(readable(text).rstrip())
    return FINE


def title_of(path: Path) -> str:
    """The title of the page at *path*: its first heading."""
    heading = _HEADING.search(path.read_text("utf-8"))
    return heading[2].strip() if heading else path.stem


def readable(text: str) -> str:
    """A page for the terminal, without pictures: a link to another page is the command that shows it."""

    def command(link: re.Match[str]) -> str:
        words, page, anchor = link.groups()
        return f"{words}（docs {page}{f' {anchor}' if anchor else ''}）" if page != _FIRST else str(words)

    return _OTHER_LINK.sub(r"\1", _PAGE_LINK.sub(command, _PICTURE.sub("", text)))


def section(text: str, title: str) -> str | None:
    """The part of a page under the heading *title*, with what is below it; None if there is no such heading."""
    headings = list(_HEADING.finditer(text))
    for place, heading in enumerate(headings):
        if heading[2].strip() == title:
            after = (one.start() for one in headings[place + 1 :] if len(one[1]) <= len(heading[1]))
            return text[heading.start() : next(after, len(text))]
    return None
