"""Formats that only office software reads (doc, wps, rtf …) → docx or xlsx, where LibreOffice is installed."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from rectify.intake.readers.lines import refusal

_SECONDS: Final = 120
_PLACES: Final = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.com",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.com",
)
_FILTERS: Final = {
    ".doc": "MS Word 97",
    ".rtf": "Rich Text Format",
    ".fodt": "OpenDocument Text Flat XML",
    ".fods": "OpenDocument Spreadsheet Flat XML",
}
"""Named, so that what is damaged is not read as if it were plain text."""
_SETTINGS: Final = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
</oor:items>
"""
"""No macro runs, nothing that the document links to is fetched."""


def program() -> str:
    """LibreOffice's program on this computer; empty where it is not installed."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return found or next((place for place in _PLACES if Path(place).is_file()), "")


def convert(data: bytes, name: str, suffix: str, target: str) -> bytes:
    """The document *data*, of the kind that *suffix* names, as a *target* file (docx, xlsx); empty where that fails.

    LibreOffice runs with a profile of its own, which is deleted afterwards, and is ended if it takes too long.
    Raises SourceError (I004) then.
    """
    with tempfile.TemporaryDirectory(prefix="rectify-") as folder:
        profile, source = Path(folder, "profile"), Path(folder, f"source{suffix}")
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS, "utf-8")
        source.write_bytes(data)
        command = [program(), f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore"]
        if suffix in _FILTERS:
            command.append(f"--infilter={_FILTERS[suffix]}")
        command += ["--convert-to", target, "--outdir", str(Path(folder, "made")), str(source)]
        if not _run(command, folder):
            remedy = f"用 Word 或 WPS 打开，另存为 {target}，再导入"
            raise refusal(name, "I004", f"LibreOffice 用了 {_SECONDS} 秒还没有打开这个文件", remedy)
        made = Path(folder, "made", f"source.{target}")
        return made.read_bytes() if made.is_file() else b""


def _run(command: list[str], folder: str) -> bool:
    """Run to its end, or to the time limit; whatever it started is ended with it."""
    with subprocess.Popen(  # noqa: S603 - the program that the system has under this name
        command,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        try:
            process.wait(_SECONDS)
        except subprocess.TimeoutExpired:
            return False
        finally:
            _end(process)
    return True


def _end(process: subprocess.Popen[bytes]) -> None:
    if sys.platform == "win32":
        process.kill()
        return
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
