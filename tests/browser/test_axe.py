"""Every rule that axe has, AAA and good practice and what it is still trying out, over every kind of page (A-01 ... A-14)."""

from __future__ import annotations

from typing import Any

import pytest

from browser.kinds import KINDS, SAMPLE, chosen

# Rules that are not asked, each with its reason.
WITHOUT: dict[str, str] = {}
THEMES = ("dark", "contrast", "yellow")


def faults(page: Any) -> str:
    """What axe says against the page."""
    return "\n".join(page.evaluate("without => probes.accessibility(undefined, without)", list(WITHOUT)))


@pytest.fixture(scope="module", params=KINDS, ids=str)
def visit(sight: Any, request: pytest.FixtureRequest) -> Any:
    """Each kind of page."""
    return sight.open(KINDS[request.param])


@pytest.fixture(scope="module", params=SAMPLE, ids=str)
def sample(sight: Any, request: pytest.FixtureRequest) -> Any:
    """Pages with every component."""
    return sight.open(chosen(SAMPLE)[request.param])


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (1280, "light"), (1280, "dark")])
def test_axe_finds_nothing(visit: Any, width: int, scheme: str) -> None:
    """As the page comes, on a telephone and a desk, by day and by night."""
    assert faults(visit.look(width=width, scheme=scheme)) == ""


@pytest.mark.parametrize("theme", THEMES)
def test_axe_finds_nothing_in_any_theme(sample: Any, theme: str) -> None:
    """With a theme that the reader chose, against what the device prefers, letters at their largest."""
    assert faults(sample.look(width=320, scheme="light", theme=theme, size="huge")) == ""


def test_a_reader_may_choose_light_at_night(sample: Any) -> None:
    """The light theme stays whole on a device that prefers dark."""
    assert faults(sample.look(scheme="dark", theme="light")) == ""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_device_may_want_more_contrast(sample: Any, scheme: str) -> None:
    """What the system's own switch for contrast brings is whole, too."""
    assert faults(sample.look(scheme=scheme, contrast="more")) == ""
