"""A site with a file of every kind, published as it will be, and the servers that show it."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from outside import missing
from rectify import pipeline
from rectify.outputs.server_config.facts import ServerFacts, server_facts
from servers.running import Running, put_out, serving
from support import MINIMAL, ROOT, SITE, lay, tree

LINE = "编号,标题,状态\n"
EXTRA: dict[str, str | bytes | None] = {
    "static/root/data/a.json": '{"标题": "制度不健全"}\n' * 60,
    "static/root/data/a.csv": LINE * 60,
    "static/root/data/a.yaml": "标题: 制度不健全\n" * 60,
    "static/root/data/a.txt": LINE * 60,
    "static/root/data/a.xlsx": bytes(range(256)) * 8,
    "static/root/data/a.docx": bytes(range(256)) * 8,
    "static/root/data/a.odd": b"?" * 2000,
    "static/root/data/late.csv": LINE * 60,
    "static/root/data/late.html": "<!doctype html><title>a</title>" + "巡察整改\n" * 200,
    "static/root/data/small.txt": "短\n",
    "static/root/data/a.js": "void 0;\n" * 200,
    "static/root/data/a.atom": '<feed xmlns="http://www.w3.org/2005/Atom"/>\n' * 40,
    "static/root/sitemap.xml": "<urlset/>\n" * 200,
    "static/root/SUMS": "0123456789abcdef  index.html\n" * 50,
    "static/root/data/a.txt.bak": "旧的\n",
    "static/root/data/a.txt~": "旧的\n",
    "static/root/.hidden/a.txt": "不公开\n",
    "static/root/.secret.txt": "不公开\n",
    "static/root/.well-known/security.txt": "Contact: tel:+86-100-5550000\n",
}
REDIRECTS = """\
redirects:
  - {from: old/003.html, to: 2025-xuncha/001.html}
  - {from: old/index.html, to: 2025-xuncha/}
  - {from: old/place.html, to: "2025-xuncha/001.html#jinzhan"}
  - {from: 2024-xuncha/, to: 2025-xuncha/}
  - {from: 2024-xuncha/999.html, to: 2025-xuncha/001.html}
"""
BASES = {"/xczg/": SITE + REDIRECTS, "/": SITE.replace("gov.cn/xczg/", "gov.cn/") + REDIRECTS}


@pytest.fixture(scope="session")
def readable() -> Iterator[Path]:
    """A folder that a server under another name may read, as pytest's own is not."""
    with tempfile.TemporaryDirectory(prefix="rectify-servers-") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.fixture(scope="session")
def published(readable: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], tuple[Path, ServerFacts]]:
    """The site built for a base path, its compressed siblings beside its files, and its facts."""
    if os.name == "nt":
        missing("servers are tried where folders have links")

    def make(base: str) -> tuple[Path, ServerFacts]:
        root = tmp_path_factory.mktemp("project")
        lay(root, {**MINIMAL, **EXTRA, "site.yaml": BASES[base]})
        for name in ("templates", "static"):
            shutil.copytree(ROOT / name, root / name, dirs_exist_ok=True)
        folder = Path(tempfile.mkdtemp(dir=readable))
        folder.chmod(0o755)
        built = pipeline.build(root, folder / "site")
        put_out(folder, tree(folder / "site"))
        for ending in (".gz", ".br"):
            (folder / f"current/data/late.csv{ending}").unlink(missing_ok=True)
            (folder / f"current/data/late.html{ending}").unlink(missing_ok=True)
        return folder, server_facts(built.site.config, built.paths)

    return make


@pytest.fixture(scope="session")
def start(published: Callable[[str], tuple[Path, ServerFacts]]) -> Iterator[Callable[..., Running]]:
    """Run a server of a kind for a base path until the end; the same one for the same words."""
    with contextlib.ExitStack() as until_the_end:
        known: dict[tuple[object, ...], Running] = {}

        def run(kind: str, base: str, change: tuple[str, str] = ("", "")) -> Running:
            key = (kind, base, change)
            if key not in known:
                folder, facts = published(base)
                known[key] = until_the_end.enter_context(serving(kind, facts, folder, change))
            return known[key]

        yield run


@pytest.fixture(params=["nginx", "apache"])
def kind(request: pytest.FixtureRequest) -> str:
    """One kind of server, then the other."""
    return str(request.param)


@pytest.fixture(params=list(BASES), ids=["folder", "root"])
def server(request: pytest.FixtureRequest, kind: str, start: Callable[..., Running]) -> Running:
    """Each kind of server, for a site in a folder and for one that has a host to itself."""
    return start(kind, request.param)


@pytest.fixture
def asset_of() -> Callable[[Running], str]:
    """Finds the style sheet's path from the site's root."""
    return lambda server: (
        server.of_site("index.html").body.decode().partition('stylesheet" href="')[2].partition('"')[0]
    )


@pytest.fixture
def asset(server: Running, asset_of: Callable[[Running], str]) -> str:
    """The style sheet's path from the site's root."""
    return asset_of(server)
