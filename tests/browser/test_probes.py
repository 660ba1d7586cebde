"""The probes see what they look for: without this, a probe that never finds anything would look fine."""

from __future__ import annotations

from typing import Any

import pytest

BAD = """
<style>
  body { margin: 0; background: #222; color: #999; font-size: 16px; }
  nav a { display: block; width: 20px; height: 20px; outline: none; }
  .prose p { width: 1000px; }
  .cut { height: 10px; overflow: hidden; }
  dl, th { width: 40px; }
  .own { display: inline-block; width: 100%%; }
</style>
<nav class="site-header__nav"><a href="#a">一</a><a href="#b">二</a></nav>
<main><div class="prose"><p>%s</p></div><div class="cut">三<br>四</div><img src="data:,"><dl><dd>2024年8月30日</dd></dl><p><a class="own">五</a>、六</p><table><tr><th style="width: 1em">七八九十</th></tr></table></main>
""" % ("字" * 100)


@pytest.fixture
def bad(sight: Any) -> Any:
    """A page on which everything is wrong."""
    sight.go("index.html")
    sight.page.set_content(BAD)
    return sight


@pytest.mark.parametrize(
    ("question", "faults"),
    [
        ("sideways()", ["scrollWidth 1000 > 320", "prose > p"]),
        ("smallTargets(24)", ["20x20", "20x20"]),
        ("longLines(40.5)", ["column of 62.5 letters", "line of 62.0 letters"]),
        ("clipped()", ["div.cut"]),
        ("brokenLines()", ["2024年8月30日 comes apart", "、 begins a line", "4 lines"]),
    ],
)
def test_faults_are_found(bad: Any, question: str, faults: list[str]) -> None:
    """Each fault of the page is named."""
    faults_found = bad.look(width=320).evaluate(f"probes.{question}")

    assert len(faults_found) == len(faults)
    assert [said for said, fault in zip(faults_found, faults, strict=True) if fault not in said] == []


def test_faults_of_paper_are_found(bad: Any) -> None:
    """Navigation, dark background, pale ink and a lost address."""
    faults_found = "\n".join(bad.look(media="print").evaluate("probes.paper()"))

    for fault in ("printed: nav", "not printed: the address", "background rgb(34, 34, 34)", "pale ink"):
        assert fault in faults_found


def test_faults_of_focus_are_found(bad: Any) -> None:
    """A stop without an outline."""
    bad.page.keyboard.press("Tab")

    assert bad.page.evaluate("probes.focus()")["outline"] == 0


def test_faults_of_access_are_found(bad: Any) -> None:
    """A rule of level A, one of AAA that is off by default, one of good practice."""
    tags = ["wcag2a", "wcag2aaa", "best-practice"]
    faults_found = "\n".join(bad.page.evaluate("tags => probes.accessibility(tags)", tags))

    for rule in ("image-alt", "color-contrast-enhanced", "page-has-heading-one"):
        assert f"{rule}: " in faults_found


def test_faults_of_loading_are_found(sight: Any) -> None:
    """A request elsewhere, and an error of a script."""
    sight.go("index.html")
    sight.page.set_content("<img src='http://example.invalid/a.png'><script>throw Error('oh')</script>")
    sight.page.wait_for_load_state()

    assert "http://example.invalid/a.png" in sight.requests
    assert [said for said in sight.complaints if "oh" in said] != []


def test_faults_of_motion_and_colour_are_found(sight: Any) -> None:
    """A colour that fades, a scroll that glides, words nearly as dark as their ground."""
    sight.go("index.html")
    sight.page.set_content(
        "<style>html { scroll-behavior: smooth } p { transition: color 1s; color: #333; background: #222 }</style><p>a"
    )

    assert [said.partition(":")[0] for said in sight.page.evaluate("probes.moving()")] == ["scrolls smoothly", "fades"]
    assert sight.page.evaluate("probes.unseen(4.5)") == ['body > p "a"']
