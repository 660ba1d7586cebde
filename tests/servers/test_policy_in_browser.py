"""The security policy in a real browser: everything of the site works under it, everything else is stopped."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from outside import missing
from servers.running import Running

PAGES = ["", "2025-xuncha/index.html", "2025-xuncha/001.html", "2025-xuncha/issues.html", "search.html", "help.html"]


@pytest.fixture(scope="module")
def chromium(start: Callable[..., Running]) -> Iterator[tuple[Any, Running]]:
    """A browser for which the site's host is nginx on this computer, and no other host exists."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        missing("Playwright is not installed: it has no package for this processor")
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if program is None:
        missing("no Chromium on this computer (Debian: apt-get install chromium)")
    server = start("nginx", "/xczg/")
    here = f"--host-resolver-rules=MAP {server.facts.host}:443 127.0.0.1:{server.https_port}, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    with (
        sync_playwright() as playwright,
        playwright.chromium.launch(
            executable_path=program, args=["--disable-gpu", "--no-proxy-server", here], chromium_sandbox=not is_root
        ) as browser,
    ):
        yield browser, server


@pytest.fixture
def visit(chromium: tuple[Any, Running]) -> Iterator[tuple[Any, str, list[str]]]:
    """A page, the site's address, and what the browser complains of."""
    browser, server = chromium
    complaints: list[str] = []
    with browser.new_context(ignore_https_errors=True) as context:
        page = context.new_page()
        page.on("console", lambda said: complaints.append(said.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        yield page, f"https://{server.facts.host}{server.facts.base_path}", complaints


@pytest.mark.parametrize("path", PAGES)
def test_every_page_works_under_the_policy(visit: tuple[Any, str, list[str]], path: str) -> None:
    """Nothing that a page needs is stopped: its style, its script, its icon."""
    page, site, complaints = visit
    page.goto(site + path, wait_until="networkidle")

    assert complaints == []
    assert page.evaluate("typeof Rectify.readingTools") == "function"
    assert page.evaluate("document.styleSheets.length") == 1


def test_search_works_under_the_policy(visit: tuple[Any, str, list[str]]) -> None:
    """The form sends, the search's data are loaded, the result is there."""
    page, site, complaints = visit
    page.goto(site)
    page.fill("input[name=q]", "制度")
    page.press("input[name=q]", "Enter")
    page.wait_for_selector(".search-result__link")

    assert page.url.startswith(f"{site}search.html?q=")
    assert complaints == []


@pytest.mark.parametrize(
    ("script", "directive"),
    [
        ("document.body.appendChild(document.createElement('script')).text = 'document.title = 1'", "script-src"),
        ("document.body.innerHTML = '<p style=color:red>'", "style-src"),
        ("fetch('https://example.com/').catch(() => 0)", "connect-src"),
        ("document.body.appendChild(document.createElement('iframe')).src = 'https://example.com/'", "default-src"),
        ("document.head.appendChild(document.createElement('base')).href = 'https://example.com/'", "base-uri"),
        (
            "document.body.innerHTML = '<form action=https://example.com/></form>'; document.forms[0].submit()",
            "form-action",
        ),
    ],
)
def test_everything_else_is_stopped(visit: tuple[Any, str, list[str]], script: str, directive: str) -> None:
    """What somebody might smuggle into a page does not run and goes nowhere."""
    page, site, complaints = visit
    page.goto(site)
    page.evaluate(f"() => {{ {script} }}")
    page.wait_for_timeout(200)

    assert [said for said in complaints if f"{directive} " in said] != []
    assert (page.url, page.title() == "1") == (site, False)
