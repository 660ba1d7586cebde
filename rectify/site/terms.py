"""Links from a page's words to their explanation, each at its first use on the page (A-12)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from markupsafe import Markup, escape

from rectify.field import addresses

Terms = tuple[tuple[str, str], ...]
"""Each spelling of each explained word, with the word's id on the glossary page."""


def linker(terms: Terms, root: str, texts: Iterable[str]) -> Callable[[Markup], Markup]:
    """A function for one page, called on its *texts* in reading order, which links *terms*; *root* leads to `/`."""
    used: set[str] = set()
    whole = "\n".join(texts)
    on_page = {str(escape(spelling)): place for spelling, place in terms if spelling in whole}

    def link(html: Markup) -> Markup:
        present = [spelling for spelling, place in on_page.items() if spelling in html and place not in used]
        if not present:
            return html
        pattern = "|".join(map(re.escape, sorted(present, key=len, reverse=True)))
        return Markup(re.sub(rf"<a\b(?s:.*?)</a>|<[^>]+>|《[^》]*》|({pattern})|&#?\w+;", insert, html))  # noqa: S704

    def insert(match: re.Match[str]) -> str:
        place = on_page.get(match[1]) if match[1] else None
        if place is None or place in used:
            return match[0]
        used.add(place)
        return f'<a class="term" href="{root}{addresses.GLOSSARY}#{place}">{match[0]}</a>'

    return link
