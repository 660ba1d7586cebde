"""The desk in a browser, for the tests of all that is done there."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import reuse as lives
from bureau import Bureau
from served import Served, install, serving, until
from support import ISSUE, lay_project

AXE = """() => axe.run(document, { iframes: false, preload: false, runOnly: [
  "wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] })
  .then(told => told.violations.flatMap(one => one.nodes.map(node => `${one.id}: ${node.target} ${node.failureSummary}`)))"""
KEPT = "document.querySelector('[data-saved]').textContent.includes('已经记下')"


@contextlib.contextmanager
def desk_over(root: Path, *, is_publishable: bool = False) -> Iterator[Served]:
    """A desk over a site of five issues, made in the folder *root*; if it may be public, with a folder `www` beside it."""
    lives.start(root)
    install(root)
    if is_publishable:
        lives.rewrite(root / "site.yaml", "www.example.gov.cn", "www.shilishi.gov.cn")
        (root.parent / "www").mkdir()
    with serving(root, name="desk") as served:
        yield served


@contextlib.contextmanager
def desk_over_public(folder: Path, names: Sequence[str]) -> Iterator[Served]:
    """A desk over as many issues as *names* of files, numbered from 1 and public; project and `www` lie in *folder*."""
    issues = {name: ISSUE.replace("number: 1", f"number: {number}") for number, name in enumerate(names, 1)}
    root = lay_project(folder / "project", issues)
    assert Bureau(root, folder / "www").publish() == 0
    install(root)
    with serving(root, name="desk") as served:
        yield served


@contextlib.contextmanager
def opened_list(chrome: Any, served: Served) -> Iterator[Any]:
    """The desk with its list, just opened by the address that the terminal gave."""
    with opened(chrome, served.entry) as page:
        page.wait_for_selector("[data-rounds] table")
        yield page


@contextlib.contextmanager
def opened(chrome: Any, entry: str) -> Iterator[Any]:
    """The desk at the address that the terminal gave; at the end nobody may have complained."""
    with chrome.new_context(locale="zh-CN", viewport={"width": 1280, "height": 900}) as context:
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.complaints = []
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on("console", lambda said: page.complaints.append(said.text) if said.type == "error" else None)
        page.on("dialog", lambda dialog: dialog.accept())
        page.goto(entry)
        yield page
        told_on_the_page = ("404", "409", "415", "422")
        assert [one for one in page.complaints if not any(status in one for status in told_on_the_page)] == []


def go(page: Any, name: str) -> None:
    """Open the form of a file."""
    page.evaluate(f"location.hash = '#/{name}'")
    page.wait_for_selector("form.editor")


def field(page: Any, label: str, kind: str = "input") -> Any:
    """The first control with this label."""
    return page.locator(f"div.field:has(> label:has-text('{label}')) {kind}").first


def saved(page: Any) -> None:
    """Wait until it says that all is saved."""
    until(lambda: page.evaluate("document.querySelector('[data-saved]').textContent.includes('已保存')"))


@cache
def _axe() -> str:
    return Path(__import__("axe_playwright_python").__file__).with_name("axe.min.js").read_text("utf-8")


def check(page: Any) -> list[str]:
    """What axe says, and whether one has to scroll sideways."""
    page.evaluate(_axe())
    wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    return [*page.evaluate(AXE), *(["it is wider than the window"] if wide else [])]
