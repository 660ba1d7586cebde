"""Addresses: each is recognised as what it was made for."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from rectify.field import addresses

ROOT = Path(__file__).resolve().parents[1]
ROUND = "2024-xuncha"
FLOORS = frozenset(
    {"field", "source", "site", "outputs", "making", "checks", "release", "terminal", "pipeline.py", "live.py"}
)
NOT_ADDRESSES = frozenset({"addresses.py", "examples.py", "patterns.py"})
"""Beside addresses themselves: names of templates, and pages of the local server alone."""


@pytest.mark.parametrize(
    ("page", "form"),
    [
        ("index.html", ""),
        ("2024-xuncha/index.html", "2024-xuncha/"),
        ("2024-xuncha/categories/my-index.html", "2024-xuncha/categories/my-index.html"),
        ("2024-xuncha/013.html", "2024-xuncha/013.html"),
    ],
)
def test_only_a_folder_s_own_page_is_reached_by_its_folder(page: str, form: str) -> None:
    """A list whose id ends in “index” keeps its whole address; a folder leads to its own page and back."""
    assert addresses.shortest(page) == form
    assert addresses.page_at(form) == page


def test_older_texts_and_comparisons_are_recognised_as_those_of_their_issue() -> None:
    """Purging an issue's older texts finds their pages by their addresses, and no other page."""
    older = addresses.older_text_page(ROUND, 13, 1), addresses.comparison_page(ROUND, 13, 1, 2)

    assert [addresses.issue_of_older(page) for page in older] == [addresses.issue_page(ROUND, 13)] * 2
    assert addresses.issue_of_older(addresses.issue_page(ROUND, 13)) == ""


def test_what_may_be_cited_must_not_vanish() -> None:
    """Every page but that for 404 and those by which search engines verify the owner."""
    lists = [addresses.round_page(ROUND, name) for name in (addresses.ISSUES, addresses.DOCUMENTS)]
    stay = {
        addresses.HOME,
        *(page for first in lists for page in addresses.list_pages(first, 3)),
        addresses.issue_page(ROUND, 13),
        addresses.older_text_page(ROUND, 13, 1),
        addresses.group_page(ROUND, addresses.STATUSES, "done"),
        addresses.group_page(ROUND, addresses.TOPICS, "parking"),
        addresses.group_page(ROUND, addresses.DEPARTMENTS, "brigade-2"),
    }
    go = {addresses.NOT_FOUND, addresses.JSON_FEED, "google0123456789abcdef.html"}

    assert set(filter(addresses.is_promised, stay | go)) == stay


def test_parts_of_an_issue_move_with_it() -> None:
    """Older texts, comparisons and files have the same names beside the new number."""
    new = addresses.issue_page("2025-xuncha", 60)
    old = addresses.comparison_page(ROUND, 13, 1, 2), addresses.attached_file(ROUND, "013", "a-1.jpg")

    assert [addresses.moved_part(one, new) for one in old] == [
        addresses.comparison_page("2025-xuncha", 60, 1, 2),
        addresses.attached_file("2025-xuncha", "060", "a-1.jpg"),
    ]


def test_a_later_page_never_stands_where_a_list_does() -> None:
    """An id that ends in a number is nobody's second page, and no promised address changes for it."""
    brigade, second = (addresses.group_page(ROUND, addresses.DEPARTMENTS, name) for name in ("brigade", "brigade-2"))

    assert addresses.list_pages(brigade, 3) == (brigade, second, second.replace("-2.", "-3."))
    assert addresses.list_pages(brigade, 3, {second}) == (
        brigade,
        second.replace("-2.", "_2."),
        second.replace("-2.", "-3."),
    )


def test_addresses_are_spelled_in_one_module() -> None:
    """An address that another module puts together or takes apart would be forgotten when its form changes."""
    spelled = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in sorted((ROOT / "rectify").rglob("*.py"))
        if path.relative_to(ROOT / "rectify").parts[0] in FLOORS and path.name not in NOT_ADDRESSES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if spells_a_page(node)
    ]

    assert spelled == []


def spells_a_page(node: ast.AST) -> bool:
    """Whether *node* ends a string with `.html`, or takes that ending off, or asks for it; templates are no pages."""
    if isinstance(node, ast.JoinedStr):
        first, last = node.values[0], node.values[-1]
        is_template = isinstance(first, ast.Constant) and str(first.value).startswith(("pages/", "components/"))
        return isinstance(last, ast.Constant) and str(last.value).endswith(".html") and not is_template
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
        given = node.args[0]
        is_pattern = node.func.attr == "compile"
        ending = "\\.html" if is_pattern else ".html"
        asked = is_pattern or node.func.attr in ("endswith", "removesuffix", "partition", "replace")
        return asked and any(ending in str(n.value) for n in ast.walk(given) if isinstance(n, ast.Constant))
    return False
