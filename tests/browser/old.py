"""A browser of February 2020, Chromium 80, spoken to as it was then: younger libraries do not know it any more."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from outside import missing, npm

ARGUMENTS = (
    "--headless",
    "--no-sandbox",  # it shows our own pages, from this computer
    "--no-zygote",
    "--single-process",
    "--disable-gpu",
    "--no-first-run",
    "--hide-scrollbars",
    "--no-proxy-server",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--remote-debugging-pipe",
)


class OldPage:
    """The one page of the running browser."""

    def __init__(self, out: Any, into: Any) -> None:
        self._out, self._into, self._count, self._session = out, into, 0, {}
        self.complaints: list[str] = []
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        self._session = {"sessionId": self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]}
        for domain in ("Page", "Runtime", "Log"):
            self.ask(f"{domain}.enable")

    def ask(self, method: str, **parameters: Any) -> Any:
        """Give one command and wait for its answer."""
        self._count += 1
        said = {"id": self._count, "method": method, "params": parameters, **self._session}
        self._into.write(json.dumps(said).encode() + b"\0")
        self._into.flush()
        while (heard := self._hear()).get("id") != self._count:
            pass
        assert "error" not in heard, heard
        return heard["result"]

    def go(self, address: str, width: int) -> None:
        """Load a page in a window of this width, to its end."""
        self.ask("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=False)
        self.ask("Page.navigate", url="about:blank")
        self._wait("Page.loadEventFired")
        self.complaints.clear()
        self.ask("Page.navigate", url=address)
        self._wait("Page.loadEventFired")

    def evaluate(self, script: str) -> Any:
        """The value of *script* in the page, a promise's when it is kept."""
        given = self.ask("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in given, given
        return given["result"].get("value")

    def _wait(self, event: str) -> None:
        while self._hear().get("method") != event:
            pass

    def _hear(self) -> dict[str, Any]:
        heard = bytearray()
        while (one := self._out.read(1)) != b"\0":
            assert one, "the old browser is gone"
            heard += one
        said: dict[str, Any] = json.loads(heard)
        if said.get("method") == "Runtime.exceptionThrown":
            self.complaints.append(str(said["params"]["exceptionDetails"]))
        if said.get("method") == "Log.entryAdded" and said["params"]["entry"]["level"] == "error":
            self.complaints.append(said["params"]["entry"]["text"])
        return said


def _on_three_and_four(hears: int, says: int) -> None:
    """Put the ends of the pipes where the browser looks for them."""
    high = [fcntl.fcntl(one, fcntl.F_DUPFD, 10) for one in (hears, says)]
    for number, one in zip((3, 4), high, strict=True):
        os.dup2(one, number)


@contextlib.contextmanager
def old_browser() -> Iterator[OldPage]:
    """Unpack and run it until the end of the block."""
    if sys.platform != "linux" or platform.machine() != "x86_64":
        missing("the old browser runs on Linux on x86-64")
    try:
        import brotli
    except ImportError:
        missing("brotli is not installed: it has no package for this Python")
    packed = npm("chrome-aws-lambda", "bin/chromium.br")
    with tempfile.TemporaryDirectory(prefix="rectify-old-") as folder:
        program = Path(folder, "chromium")
        program.write_bytes(brotli.decompress(packed.read_bytes()))
        program.chmod(0o755)
        hears, commands = os.pipe()
        answers, says = os.pipe()
        with subprocess.Popen(
            [str(program), *ARGUMENTS],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            pass_fds=(3, 4),
            preexec_fn=lambda: _on_three_and_four(hears, says),  # noqa: PLW1509 - no other way to these numbers
        ) as process:
            os.close(hears)
            os.close(says)
            with os.fdopen(answers, "rb") as out, os.fdopen(commands, "wb") as into:
                try:
                    yield OldPage(out, into)
                finally:
                    process.kill()
