"""What the tests share: projects made from text, the real site built once, goldens."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bureau import Bureau
from golden import Golden
from rectify import pipeline
from remembered import remember
from support import ROOT, BuiltSite, Files, lay_project, tree

remember()
os.fsync = lambda _descriptor: None  # no test cuts the power, and waiting for the disk is half of a publication


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="rewrite the expected files")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with a browser come first: they take longest, and one that comes last keeps the other cores waiting."""
    items.sort(key=lambda item: "browser" not in item.path.parts)


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """Compares with expected files, or rewrites them if the command says so."""
    return Golden(update=bool(request.config.getoption("--update-golden")))


@pytest.fixture
def project(tmp_path: Path) -> Callable[..., Path]:
    """Make a project folder: the minimal site, with files changed, added, or (None) left out."""

    def make(changes: Files | None = None, *, folder: str = "project") -> Path:
        return lay_project(tmp_path / folder, changes)

    return make


@pytest.fixture(scope="session")
def published_once(tmp_path_factory: pytest.TempPathFactory) -> Bureau:
    """A bureau that has published once; tests take copies of it."""
    folder = tmp_path_factory.mktemp("published")
    made = Bureau(lay_project(folder / "project"), folder / "www")
    assert made.publish() == 0
    return made


@pytest.fixture
def bureau(published_once: Bureau, tmp_path: Path) -> Bureau:
    """A bureau that has published once."""
    return published_once.copied(tmp_path)


@pytest.fixture
def at_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody can be asked."""
    monkeypatch.setattr(sys, "stdin", type("Terminal", (), {"isatty": lambda _self: True})())


@pytest.fixture(scope="session")
def real_site(tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    """The site of this repository."""
    folder = tmp_path_factory.mktemp("real") / "site"
    made = pipeline.build(ROOT, folder)
    return BuiltSite(made.site, folder, tree(folder))


@pytest.fixture(scope="session")
def real_folder(real_site: BuiltSite) -> Path:
    """The site of this repository on disk, in a folder of its own."""
    return real_site.folder
