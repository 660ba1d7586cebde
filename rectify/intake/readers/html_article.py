"""Where in a page the article stands, what surrounds it, and which tables only lay out: guesses by names and text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from bs4.element import CData, NavigableString, PageElement, Tag

_HAN: Final = re.compile("[\u3400-\u9fff\uf900-\ufaff]")
_EDITORS: Final = re.compile(r"trs_editor|ucapcontent|zoom|vsb_content|editor", re.IGNORECASE)
_BODIES: Final = re.compile(
    r"trs_|ucapcontent|zoom|article|content|detail|editor|maintext|newstext|\bmain\b|vsb_", re.IGNORECASE
)
_CONTAINERS: Final = frozenset(
    ("html", "body", "div", "section", "article", "main", "form", "center", "table", "tbody", "tr", "td")
)
_SURROUNDS: Final = re.compile(
    r"(?:^|[-_\s])(?:site|page|top|main)?(?:header|footer|foot|bottom|nav|navbar|menu|breadcrumbs?|crumbs?|location|"
    r"position|share|toolbar|related|recommend|sidebar|copyright|pager|pagination|prevnext|search|login|friendlinks?)"
    r"(?:$|[-_\s0-9])",
    re.IGNORECASE,
)
_OUTER: Final = frozenset(("nav", "header", "footer", "aside", "select", "button", "textarea"))
UNSEEN: Final = frozenset(
    ("script", "style", "noscript", "template", "head", "title", "svg", "iframe", "object", "rt", "rp")
)
_BLOCKS: Final = frozenset(
    ("p", "div", "td", "th", "li", "section", "article", "main", "dd", "body", "center", "table")
)
_NEARLY_ALL: Final = 0.9
_HALF: Final = 0.5
_PROSE: Final = 80
_FEW_ROWS: Final = 3


class Step(NamedTuple):
    """One step through a page: a tag that begins or ends, or a piece of text."""

    node: PageElement
    ends: bool


def steps(root: Tag) -> Iterator[Step]:
    """All of the page in reading order, however deep badly closed tags nest."""
    stack: list[tuple[Tag, Iterator[PageElement]]] = [(root, iter(root.contents))]
    yield Step(root, ends=False)
    while stack:
        tag, children = stack[-1]
        child = next(children, None)
        if child is None:
            stack.pop()
            yield Step(tag, ends=True)
        elif isinstance(child, Tag):
            stack.append((child, iter(child.contents)))
            yield Step(child, ends=False)
        elif type(child) in (NavigableString, CData):
            yield Step(child, ends=False)


def surrounds(tag: Tag) -> bool:
    """Whether the *tag* says of itself that it is no part of an article."""
    return tag.name in _OUTER or (tag.name not in ("html", "body") and bool(_SURROUNDS.search(_names(tag))))


def article_of(root: Tag) -> Tag:
    """The innermost element that still holds all prose of the page."""
    weights = _weights(root)
    node = root
    while not _EDITORS.search(_names(node)):
        inner = max(
            (child for child in node.contents if isinstance(child, Tag) and child.name in _CONTAINERS),
            key=lambda child: weights[id(child)].all,
            default=None,
        )
        if inner is None or not weights[id(inner)].all or not _holds_all(inner, node, weights):
            break
        node = inner
    return node


def _holds_all(inner: Tag, node: Tag, weights: Mapping[int, _Weight]) -> bool:
    """Whether what *node* has besides *inner* is no part of the article."""
    named = inner.name in ("article", "main") or bool(_BODIES.search(_names(inner)))
    if weights[id(inner)].all < weights[id(node)].all * (_HALF if named else _NEARLY_ALL):
        return False
    for other in node.contents:
        if isinstance(other, Tag):
            found = weights[id(other)]
            if other is not inner and (found.longest >= _PROSE or (other.name == "p" and found.all)):
                return False
        elif type(other) is NavigableString and _HAN.search(other):
            return False
    return True


class _Weight(NamedTuple):
    all: int  # Han outside links and surroundings
    longest: int  # of them, the most in one block


def _weights(root: Tag) -> Mapping[int, _Weight]:
    """The weight of each element, by its id()."""
    weights: dict[int, _Weight] = {}
    stack: list[list[int]] = []  # [weight, longest block, own run]
    silent = 0
    for node, ends in steps(root):
        if isinstance(node, Tag):
            still = node.name == "a" or node.name in UNSEEN or surrounds(node)
            if not ends:
                silent += still
                stack.append([0, 0, 0])
                continue
            silent -= still
            weight, longest, run = stack.pop()
            longest = max(longest, run)
            weights[id(node)] = _Weight(weight, longest)
            if stack:
                stack[-1][0] += weight
                stack[-1][1] = max(stack[-1][1], longest)
                if node.name not in _BLOCKS:
                    stack[-1][2] += run
        elif not silent and isinstance(node, str):
            count = len(_HAN.findall(node))
            stack[-1][0] += count
            stack[-1][2] += count
    return weights


def _names(tag: Tag) -> str:
    return " ".join([str(tag.get("id") or ""), *map(str, tag.get_attribute_list("class")), str(tag.get("role") or "")])


def layouts_in(root: Tag) -> frozenset[int]:
    """The tables of a page that only put its parts in their places, by their id()."""
    found: set[int] = set()
    open_tables: list[list[int]] = []  # rows, cells of the row, most cells of a row, tables within
    for node, ends in steps(root):
        if not isinstance(node, Tag):
            continue
        if node.name == "table" and not ends:
            open_tables.append([0, 0, 0, 0])
        elif node.name == "table":
            rows, _, widest, nested = open_tables.pop()
            if open_tables:
                open_tables[-1][3] = 1
            if widest <= 1 or (nested and rows <= _FEW_ROWS) or node.get("role") in ("presentation", "none"):
                found.add(id(node))
        elif node.name == "tr" and open_tables and not ends:
            open_tables[-1][:2] = open_tables[-1][0] + 1, 0
        elif node.name in ("td", "th") and open_tables and not ends:
            open_tables[-1][1] += 1
            open_tables[-1][2] = max(open_tables[-1][1:3])
    return frozenset(found)
