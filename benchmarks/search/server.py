"""A static server on the loopback that compresses, counts and can be slow: `with Server(folder) as server:`."""

from __future__ import annotations

import gzip
import http.server
import threading
import time
import urllib.parse
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

STRICT: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
)
_TYPES: Final = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".json": "application/json",
    ".txt": "text/plain; charset=utf-8",
    ".svg": "image/svg+xml",
}
_COMPRESSED: Final = frozenset(_TYPES)
"""What servers commonly compress; anything else goes out as it is on the disk."""


@dataclass(frozen=True)
class Sent:
    """One answer: bytes of its body as sent, and without compression."""

    path: str
    size: int
    raw: int
    found: bool

    @property
    def part(self) -> str:
        """`page` (HTML), `look` (styles, pictures), or `search`: scripts and data."""
        suffix = Path(self.path).suffix
        return {".html": "page", ".css": "look", ".svg": "look", ".ico": "look"}.get(suffix, "search")


def total(sent: Iterable[Sent], *parts: str, raw: bool = False) -> int:
    """Bytes of the answers of some parts."""
    return sum(one.raw if raw else one.size for one in sent if one.part in parts)


class Server:
    """Serves *folder* on a free port, with *policy* as its CSP, until the block ends."""

    def __init__(self, folder: Path, policy: str = "", blank: bytes = b"") -> None:
        self.folder = folder.resolve()
        self.policy = policy
        self.blank = blank
        """What `/blank.html` is, if it is anything."""
        self.delay = 0.0
        self.last = 0.0
        self._sent: list[Sent] = []
        self._packed: dict[Path, tuple[bytes, int]] = {}
        self._http = http.server.ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._http.daemon_threads = True
        self.address = f"http://127.0.0.1:{self._http.server_address[1]}/"

    def __enter__(self) -> Server:  # noqa: PYI034 - typing.Self is not in Python 3.10
        threading.Thread(target=self._http.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._http.shutdown()
        self._http.server_close()

    def taken(self) -> list[Sent]:
        """What was sent since the last call."""
        sent, self._sent = self._sent, []
        return sent

    def is_quiet(self, seconds: float) -> bool:
        """Whether nothing was asked for during the last *seconds*."""
        return time.monotonic() - self.last > seconds

    def body(self, path: str) -> tuple[bytes, int] | None:
        """The body of an answer as sent and its size without compression; None if there is no such file."""
        if path == "blank.html" and self.blank:
            return gzip.compress(self.blank), len(self.blank)
        file = (self.folder / path).resolve()
        if not file.is_relative_to(self.folder) or not file.is_file():
            return None
        if file not in self._packed:
            data = file.read_bytes()
            packed = gzip.compress(data, 6, mtime=0) if file.suffix in _COMPRESSED else data
            self._packed[file] = packed, len(data)
        return self._packed[file]

    def note(self, sent: Sent) -> None:
        """Remember an answer."""
        self._sent.append(sent)

    def _handler(self) -> type[http.server.BaseHTTPRequestHandler]:
        server = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True
            wbufsize = 1 << 16

            def do_GET(self) -> None:
                server.last = time.monotonic()
                path = urllib.parse.unquote(urllib.parse.urlsplit(self.path).path).lstrip("/") or "index.html"
                if server.delay:
                    time.sleep(server.delay)
                found = server.body(path)
                body, raw = found or (b"", 0)
                server.note(Sent(path, len(body), raw, found is not None))
                self.send_response(200 if found else 404)
                self.send_header("Content-Type", _TYPES.get(Path(path).suffix, "application/octet-stream"))
                self.send_header("Content-Length", str(len(body)))
                self.send_header("Cache-Control", "max-age=600")
                if found and Path(path).suffix in _COMPRESSED:
                    self.send_header("Content-Encoding", "gzip")
                if server.policy:
                    self.send_header("Content-Security-Policy", server.policy)
                self.end_headers()
                self.wfile.write(body)
                server.last = time.monotonic()

            def log_message(self, *_: Any) -> None:
                """Say nothing."""

        return Handler
