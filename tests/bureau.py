"""A bureau that publishes, as tests drive it: its project, its server's folder, its clock."""

from __future__ import annotations

import datetime as dt
import shutil
from argparse import Namespace
from pathlib import Path

from rectify.release import journal
from rectify.terminal import publishing
from support import lay

BEIJING = dt.timezone(dt.timedelta(hours=8))
FILE = "content/2025-xuncha/001.yaml"
PAGE = "2025-xuncha/001.html"


class Bureau:
    """A project, a server's folder, and a clock that goes on by a minute with each command."""

    def __init__(self, root: Path, www: Path) -> None:
        self.root = root
        self.www = www
        self.start = dt.datetime(2025, 12, 25, 9, 0, tzinfo=BEIJING)
        self.minutes = 0
        self.disk_ahead = 0.0
        self.answers = "n"
        self.asked: list[str] = []
        www.mkdir(exist_ok=True)

    def copied(self, folder: Path) -> Bureau:
        """The same bureau in *folder*, its clock where it stands."""
        for name, path in (("project", self.root), ("www", self.www)):
            shutil.copytree(path, folder / name, symlinks=True)
        made = Bureau(folder / "project", folder / "www")
        made.minutes = self.minutes
        return made

    def clock(self) -> dt.datetime:
        """The time, a minute after the last."""
        self.minutes += 1
        return self.start + dt.timedelta(minutes=self.minutes)

    @property
    def clocks(self) -> publishing.Clocks:
        """The computer's clock and the disk's, which is ahead by `disk_ahead` seconds."""

        def disk(_folder: Path) -> float:
            return (self.start + dt.timedelta(minutes=self.minutes)).timestamp() + self.disk_ahead

        return publishing.Clocks(self.clock, disk)

    def answer(self, question: str) -> str:
        """Note a question, and give the answer to all."""
        self.asked.append(question.partition("输入")[0])
        return self.answers

    def publish(self, **given: object) -> int:
        """Type `publish`."""
        usual = {"to": str(self.www), "yes": True, "new": False, "purge": None, "reason": "", "pointer": None}
        usual |= {"sign": None, "timestamp": None, "preview": "", "sure": False}
        return publishing.publish(self.root, Namespace(**{**usual, **given}), self.answer, self.clocks)

    def rollback(self, to_release: str | None = None, pointer: str | None = None, *, restore: bool = False) -> int:
        """Type `rollback`."""
        options = Namespace(
            to=str(self.www), to_release=to_release, pointer=pointer, sure=False, restore_withdrawn=restore
        )
        return publishing.rollback(self.root, options, self.answer, self.clocks)

    def verify(self, *, there: bool = True, since: Path | None = None) -> int:
        """Type `verify`."""
        given = Namespace(to=str(self.www) if there else None, pointer=None, since=since and str(since))
        return publishing.verify(self.root, given)

    def edit(self, text: str) -> None:
        """Write the issue's file."""
        lay(self.root, {FILE: text})

    def public(self, path: str = PAGE) -> str:
        """A file of the public site."""
        return (self.www / "current" / path).read_text("utf-8")

    @property
    def record(self) -> tuple[journal.Entry, ...]:
        """The bureau's record."""
        return journal.read(self.root)

    @property
    def releases(self) -> list[str]:
        """The names of the releases on the server."""
        return sorted(path.name for path in (self.www / "releases").iterdir())
