"""Addresses: each is recognised as what it was made for."""

from __future__ import annotations

import pytest

from rectify.field import addresses

ROUND = "2024-xuncha"


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
    """Lists by status and later pages of lists come and go; all other pages stay."""
    categories = addresses.group_page(ROUND, addresses.CATEGORIES, "named")
    stay = {
        addresses.HOME,
        addresses.round_page(ROUND, addresses.ISSUES),
        addresses.issue_page(ROUND, 13),
        addresses.older_text_page(ROUND, 13, 1),
        addresses.group_page(ROUND, addresses.STATUSES),
        categories,
    }
    go = {
        addresses.NOT_FOUND,
        addresses.JSON_FEED,
        addresses.group_page(ROUND, addresses.STATUSES, "done"),
        addresses.list_page(addresses.round_page(ROUND, addresses.ISSUES), 1),
        addresses.list_page(categories, 1),
        "google0123456789abcdef.html",
    }

    assert {page for page in stay | go if addresses.is_promised(page)} == stay
