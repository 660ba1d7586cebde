"""What the tests share: projects made from text, the real site built once, goldens."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from golden import Golden
from rectify import pipeline
from support import MINIMAL, ROOT, BuiltSite, Files, lay, tree


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="rewrite the expected files")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """Compares with expected files, or rewrites them if the command says so."""
    return Golden(update=bool(request.config.getoption("--update-golden")))


@pytest.fixture
def project(tmp_path: Path) -> Callable[..., Path]:
    """Make a project folder: the minimal site, with files changed, added, or (None) left out."""

    def make(changes: Files | None = None, *, folder: str = "project") -> Path:
        root = tmp_path / folder
        lay(root, {**MINIMAL, **(changes or {})})
        for name in ("templates", "static"):
            shutil.copytree(ROOT / name, root / name, dirs_exist_ok=True)
        return root

    return make


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
