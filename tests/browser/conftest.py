"""One browser for each module of tests, looking at the real site and a made one on servers of this computer.

Not one for the whole session: while Playwright runs, no other test of this thread can start an
event loop. A browser starts in half a second.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from browser.kinds import Kind, bureau_project, full_project
from outside import missing, serving
from rectify import pipeline

BASE_PATH = "/xczg/"
PROBES = Path(__file__).with_name("probes.js")
ARGUMENTS = [
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-proxy-server",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # nothing leaves this computer
]
CHOICES = ("theme", "size", "spacing", "pointer")  # attributes of <html>, see static/css/tokens.css


@dataclass
class Browser:
    """A running browser, the address of the real site, and those of both sites by their names."""

    playwright: Any
    address: str
    addresses: dict[str, str]
    program: str


@dataclass
class Visit:
    """A page being looked at, and what happened while it was loaded."""

    page: Any
    path: str
    address: str
    addresses: dict[str, str]
    requests: list[str] = field(default_factory=list)
    answers: list[tuple[int, str]] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def open(self, kind: Kind, *, width: int = 1280) -> Visit:
        """Load the page of this *kind* anew."""
        self.address = self.addresses[kind.site]
        self.go(kind.path, width=width)
        return self

    def go(self, path: str, *, width: int = 1280) -> None:
        """Load the page at *path* anew in a window of this *width*, forgetting what happened before."""
        self.page.goto("about:blank")
        for kept in (self.requests, self.answers, self.complaints):
            kept.clear()
        self.path = path
        self.look(width=width)
        self.page.goto(self.address + path)

    def look(
        self,
        *,
        width: int = 1280,
        scheme: str = "light",
        media: str = "screen",
        contrast: str = "no-preference",
        forced_colors: str = "none",
        **choices: str,
    ) -> Any:
        """The page in a window of this *width*, as the device's owner wishes, with a reader's *choices*."""
        self.page.set_viewport_size({"width": width, "height": 900})
        self.page.emulate_media(media=media, color_scheme=scheme, contrast=contrast, forced_colors=forced_colors)
        self.page.evaluate("choices => globalThis.probes?.choose(choices)", {**dict.fromkeys(CHOICES, ""), **choices})
        return self.page


def chromium() -> str:
    """The browser on this computer."""
    names = ("chromium", "chromium-browser", "google-chrome")
    program = next((path for path in map(shutil.which, names) if path), None)
    return program or missing("no Chromium on this computer (Debian: apt-get install chromium)")


def _axe() -> Path:
    try:
        import axe_playwright_python
    except ImportError:
        missing("axe-playwright-python is not installed: it has no package for this processor")
    return Path(axe_playwright_python.__file__).with_name("axe.min.js")


@pytest.fixture(scope="session")
def full_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The made site with every kind of page, on disk."""
    root = tmp_path_factory.mktemp("full")
    pipeline.build(full_project(root / "project"), root / "site")
    return root / "site"


@pytest.fixture(scope="session")
def bureau_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The made site of a bureau with its own look, pages and bodies, on disk."""
    root = tmp_path_factory.mktemp("bureau")
    pipeline.build(bureau_project(root / "project"), root / "site")
    return root / "site"


@pytest.fixture(scope="module")
def chrome() -> Iterator[Any]:
    """A browser of its own: the sites that the others look at are not needed here."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        missing("Playwright is not installed: it has no package for this processor")
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    with (
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS, chromium_sandbox=not is_root) as running,
    ):
        yield running


@pytest.fixture(scope="module")
def browser(real_folder: Path, full_folder: Path, bureau_folder: Path) -> Iterator[Browser]:
    """Chromium, and the sites served at their base paths."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        missing("Playwright is not installed: it has no package for this processor")
    program = chromium()
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    with (
        serving(real_folder, BASE_PATH) as address,
        serving(full_folder, "/") as other,
        serving(bureau_folder, "/xczg/") as bureau,
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=program, args=ARGUMENTS, chromium_sandbox=not is_root) as running,
    ):
        yield Browser(running, address, {"real": address, "full": other, "bureau": bureau}, program)


@pytest.fixture(scope="module")
def sight(browser: Browser) -> Iterator[Visit]:
    """One page with our probes and axe in it, going wherever a test wants."""
    with browser.playwright.new_context(locale="zh-CN", reduced_motion="reduce") as context:
        context.add_init_script(path=_axe())
        context.add_init_script(path=PROBES)
        page = context.new_page()
        visit = Visit(page, "", browser.address, browser.addresses)
        page.on("request", lambda request: visit.requests.append(request.url))
        page.on("response", lambda response: visit.answers.append((response.status, response.url)))
        page.on("pageerror", lambda error: visit.complaints.append(f"script: {error}"))
        page.on("console", lambda said: visit.complaints.append(f"{said.type}: {said.text} ({said.location['url']})"))
        yield visit
