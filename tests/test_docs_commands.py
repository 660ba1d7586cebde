"""Every command in what webmasters read is run."""

from __future__ import annotations

import datetime as dt
import re
import shlex
import shutil
import subprocess
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from office_files import as_word
from outside import missing
from rectify.intake.readers.source import read_source
from rectify.project.program import own_launcher
from rectify.project.wheel import program_wheel, zip_archive
from rectify.terminal import cli, menu, packing, publishing, server
from support import ISSUE, ROOT, ROUND, lay, lay_project
from test_project_moves import newer

PAGES = (ROOT / "README.zh-CN.md", *sorted((ROOT / "docs").glob("*.md")))
SERVER_FOLDER = "/srv/www/xczg"
NOTICE = ROOT / "tests/notices/running-numbers/source.txt"
REVISION = "revisions: [{date: 2025-12-30, note: 删去一句}]\n"
_CODE = re.compile(r"^```\w*\n(.*?)^```|`([^`\n]+)`|^    (.+)$", re.MULTILINE | re.DOTALL)
_COMMAND = re.compile(r"(?:python3?|py) build\.py(?: [^`\n#]*)?")
_BEGIN = dt.datetime(2026, 1, 5, 9, 0, tzinfo=dt.timezone(dt.timedelta(hours=8)))


@cache
def documented() -> tuple[str, ...]:
    """What the pages tell people to type after `build.py`, each once; but `test` would run this test."""
    found = {
        " ".join(command.partition("build.py")[2].split())
        for page in PAGES
        for code in _CODE.finditer(page.read_text("utf-8"))
        for command in _COMMAND.findall(next(filter(None, code.groups())))
    }
    return tuple(sorted(found - {"test"}))


class Desk:
    """A webmaster's folder with notices, beside the project and the server's folder."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.root = lay_project(folder / "project", _content())
        self.www = folder / "www"
        self.www.mkdir()
        notice = as_word(read_source(NOTICE))
        (folder / "desk").mkdir()
        for name in ("通报.docx", "整改 通报.docx", "附件.docx"):
            (folder / "desk" / name).write_bytes(notice)
        monkeypatch.chdir(folder / "desk")
        self.minutes = 0
        lay_project(folder / "desk/旧文件夹")
        monkeypatch.setattr("builtins.input", lambda question: "y" if "y 是换" in question else "")
        monkeypatch.setattr(packing, "bundle_zip", lambda _targets, _enter: b"zip")  # it asks the network
        monkeypatch.setattr(server, "listen", lambda _port: [])
        monkeypatch.setattr(server, "serve", lambda *_, **__: None)
        monkeypatch.setattr("rectify.terminal.desk.serve", lambda *_, **__: None)

    def _answer(self, question: str) -> str:
        if "输入数字" in question:
            raise EOFError
        return "y"

    def type(self, command: str) -> int:
        """The exit code of a *command*, typed in this folder."""
        words = [str(self.www) if word == SERVER_FOLDER else word for word in shlex.split(command)]
        try:
            options = cli.parse(words)
        except SystemExit as end:
            return int(end.code or 0)
        if options.command == "menu":
            return menu.run(self.root, options, self._answer)
        if options.command in ("publish", "rollback"):
            run = getattr(publishing, options.command)
            return int(run(self.root, options, self._answer, publishing.Clocks(self._time, lambda _: None)))
        return int(cli.function_of(options.command)(self.root, options))

    def _time(self) -> dt.datetime:
        self.minutes += 1
        return _BEGIN + dt.timedelta(minutes=self.minutes)


def _content() -> dict[str, str | bytes | None]:
    """A round of thirteen issues."""
    issues = {
        f"content/2024-xuncha/{number:03}.yaml": ISSUE.replace("number: 1", f"number: {number}")
        for number in range(1, 14)
    }
    before = {"content/2025-xuncha/round.yaml": None, "content/2025-xuncha/001.yaml": None}
    return {"content/2024-xuncha/round.yaml": ROUND, **issues, **before}


def before_rollback(desk: Desk) -> None:
    """There are two releases."""
    desk.type(f"publish --to {SERVER_FOLDER} --yes")
    issue = desk.root / "content/2024-xuncha/013.yaml"
    issue.write_text(issue.read_text("utf-8").replace("没有建立", "没有") + REVISION, "utf-8")
    desk.type(f"publish --to {SERVER_FOLDER} --yes")


def before_import(desk: Desk) -> None:
    """Nothing of the notice's round is there."""
    shutil.rmtree(desk.root / "content/2024-xuncha")


def before_approval(desk: Desk) -> None:
    """The first eight issues are drafts."""
    for number in range(1, 9):
        with (desk.root / f"content/2024-xuncha/{number:03}.yaml").open("a", encoding="utf-8") as file:
            file.write("draft: true\n")


def before_upgrade(desk: Desk) -> None:
    """The project is a bureau's own, and a newer program has come in a bundle."""
    lay(desk.root, {"build.py": own_launcher(program_wheel()), f"program/{program_wheel().name}": program_wheel().data})
    newest = newer(Path(), {})
    Path("rectify.zip").write_bytes(zip_archive({f"rectify/program/{newest.name}": newest.read_bytes()}))


def before_return(desk: Desk) -> None:
    """It runs that newer program now."""
    before_upgrade(desk)
    desk.type("upgrade --from rectify.zip")


def before_signing(desk: Desk) -> None:
    """The bureau has a key, or a command that asks for a stamp."""
    keys = shutil.which("ssh-keygen") or missing("no ssh-keygen on this computer (Debian: openssh-client)")
    subprocess.run([keys, "-q", "-t", "ed25519", "-N", "", "-f", str(desk.root / "钥匙")], check=True)
    (desk.root / "timestamp.sh").write_text('echo stamp > "$1.tsr"\n', "utf-8")


def before_verifying(desk: Desk) -> None:
    """There are two releases, and somebody kept the checkpoint of the first."""
    desk.type(f"publish --to {SERVER_FOLDER} --yes")
    (first,) = (desk.root / "record").glob("checkpoint.*.txt")
    Path("留着的检查点.txt").write_bytes(first.read_bytes())
    before_rollback(desk)


BEFORE: dict[str, Callable[[Desk], None]] = {
    "approve": before_approval,
    "import": before_import,
    "export": lambda _: Path("通报.docx").unlink(),
    "publish --to /srv/www/xczg --purge": before_rollback,
    "publish --to /srv/www/xczg --sign": before_signing,
    "publish --to /srv/www/xczg --timestamp": before_signing,
    "rollback": before_rollback,
    "upgrade --from": before_upgrade,
    "upgrade --undo": before_return,
    "verify": before_verifying,
}
DONE_WITH_DOUBTS = 4


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at_a_terminal: None) -> Desk:  # noqa: ARG001
    """A webmaster's folder."""
    return Desk(tmp_path, monkeypatch)


@pytest.mark.parametrize("command", documented())
def test_what_the_pages_say_to_type_works(command: str, desk: Desk) -> None:
    """Each command does what it is there for in a project where it is needed."""
    for begin, prepare in BEFORE.items():
        if command.startswith(begin):
            prepare(desk)

    assert desk.type(command) in ((0, DONE_WITH_DOUBTS) if command.startswith("import") else (0,))


def test_the_pages_have_commands() -> None:
    """The pattern finds them, in blocks and in lines."""
    assert {"", "serve", "check --explain C010", "verify"} <= set(documented())
