"""What a device is set to is what its reader gets: colours of the system, more contrast, no motion (E-02)."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from browser.kinds import KINDS, SAMPLE, chosen

HERE = Path(__file__).parent
# Everything that is drawn rather than written, and everything to press.
DRAWN = "main svg, header svg, footer svg, button, input, select, summary, progress, meter"
LOOKS = {
    "forced light": {"forced_colors": "active"},
    "forced dark": {"forced_colors": "active", "scheme": "dark"},
    "more contrast": {"contrast": "more"},
    "dark": {"theme": "dark"},
    "contrast": {"theme": "contrast"},
    "yellow": {"theme": "yellow"},
}


@pytest.fixture(scope="module", params=[*SAMPLE, "timeline", "rich-issue"], ids=str)
def sample(sight: Any, request: pytest.FixtureRequest) -> Any:
    """Pages with every component."""
    return sight.open(chosen([request.param])[request.param])


@pytest.fixture(scope="module")
def eye(browser: Any) -> Iterator[Any]:
    """A page that looks at pictures."""
    with browser.playwright.new_context() as context:
        page = context.new_page()
        page.goto(browser.address + "404.html")
        page.evaluate((HERE / "pixels.js").read_text("utf-8"))
        yield page


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_marks_and_controls_are_seen(sample: Any, eye: Any, look: str) -> None:
    """Every shape and every control, one of each look, has parts of 3 to 1 to its ground (1.4.11)."""
    page = sample.look(**LOOKS[look])
    faults = []
    for place, name in page.evaluate("selector => probes.looks(selector)", DRAWN):
        picture = base64.b64encode(page.locator(DRAWN).nth(place).screenshot()).decode()
        if eye.evaluate("picture => pixels.marked(picture, 3)", picture) < 12:
            faults.append(name)

    assert faults == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_are_seen_in_the_colours_of_the_system(sample: Any, scheme: str) -> None:
    """No text has the colour of its ground when the system paints everything."""
    page = sample.look(forced_colors="active", scheme=scheme)

    assert page.evaluate("probes.unseen(4.5)") == []


@pytest.mark.parametrize("theme", ["contrast", "yellow"])
def test_the_strongest_themes_have_two_colours(sample: Any, theme: str) -> None:
    """White or yellow on black, and nothing between: 7 to 1 everywhere, whatever stands on what."""
    page = sample.look(theme=theme)

    assert page.evaluate("probes.unseen(7)") == []


@pytest.mark.parametrize("name", KINDS)
def test_nothing_moves_for_who_does_not_want_it(sight: Any, name: str) -> None:
    """With reduced motion nothing is animated, fades or scrolls smoothly (2.3.3)."""
    page = sight.open(KINDS[name]).page

    assert page.evaluate("matchMedia('(prefers-reduced-motion: reduce)').matches")
    assert page.evaluate("probes.moving()") == []


@pytest.mark.parametrize("name", SAMPLE)
def test_nothing_moves_by_itself(browser: Any, name: str) -> None:
    """No page starts a motion that nobody asked for (2.2.2, E-05)."""
    kind = KINDS[name]
    with browser.playwright.new_context(locale="zh-CN", reduced_motion="no-preference") as context:
        page = context.new_page()
        page.goto(browser.addresses[kind.site] + kind.path, wait_until="networkidle")

        assert page.evaluate("document.getAnimations().length") == 0
        assert page.locator("marquee, blink, video, audio, [autoplay], meta[http-equiv=refresh]").count() == 0
