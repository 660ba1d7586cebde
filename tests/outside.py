"""What tests need from outside Python: programs that may be missing, and a server on this computer."""

from __future__ import annotations

import contextlib
import http.server
import os
import shutil
import threading
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import NoReturn
from urllib.parse import urlsplit

import pytest

from support import ROOT


def missing(what: str) -> NoReturn:
    """Skip the test because *what* it needs is missing; in CI, where everything is installed, fail."""
    if os.environ.get("RECTIFY_CI"):
        pytest.fail(f"CI must have it: {what}", pytrace=False)
    pytest.skip(what)


def npm(package: str, path: str) -> Path:
    """A file of an npm *package*: in the folder that `.ci/run` fills, or in node_modules here."""
    file = Path(os.environ.get("RECTIFY_NODE_MODULES") or ROOT / "node_modules") / package / path
    return file if file.exists() else missing(f"no {package} (npm ci in .ci/npm, and RECTIFY_NODE_MODULES names it)")


def node() -> str:
    """The program that runs what npm brings."""
    return shutil.which("node") or missing("no Node.js on this computer (Debian: apt-get install nodejs)")


def ending_with_us(command: Sequence[str | Path]) -> list[str | Path]:
    """A *command* that the system ends when the process that started it is gone, killed or not (Linux)."""
    setpriv = shutil.which("setpriv")
    return [*([setpriv, "--pdeathsig", "TERM"] if setpriv else []), *command]


class _Handler(http.server.SimpleHTTPRequestHandler):
    """A folder below a prefix, its `404.html` for what is not there, no listings, no log."""

    def __init__(self, *arguments: object, prefix: str, **named: object) -> None:
        self.prefix = prefix
        super().__init__(*arguments, **named)

    def translate_path(self, path: str) -> str:
        address = urlsplit(path).path
        if not address.startswith(self.prefix):
            return str(Path(self.directory, "no", "such", "file"))
        return super().translate_path("/" + address.removeprefix(self.prefix))

    def list_directory(self, path: str | os.PathLike[str]) -> None:
        self.send_error(404, f"no index in {path}")

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = Path(self.directory, "404.html")
        if code != http.HTTPStatus.NOT_FOUND or not page.is_file():
            super().send_error(code, message, explain)
            return
        data = page.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, *_arguments: object) -> None:
        """Tests are quiet."""


@contextlib.contextmanager
def serving(folder: Path, prefix: str) -> Iterator[str]:
    """Serve *folder* on loopback below *prefix* (`/`, `/xczg/`); gives its whole address."""
    handler = partial(_Handler, directory=str(folder), prefix=prefix)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}{prefix}"
        finally:
            server.shutdown()
            thread.join()
