"""公开: what would change, the publication itself, what is public then, the way back; each is a command, run as a job."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Final

from rectify.desk.acts import End, Run
from rectify.desk.buttons import with_buttons
from rectify.desk.desk import Desk
from rectify.desk.exchange import RefusedError
from rectify.desk.jobs import Jobs, Listen, Stage
from rectify.desk.names import name_of_page
from rectify.desk.problems import refusal, split_output
from rectify.desk.targets import ask_first, existing_folder, made_folder, place_of
from rectify.engine.stamps import PREVIEW, TARGET, Stamps, stamps_of
from rectify.ground.files import write_atomically
from rectify.live import FOLLOWED

_DONE: Final = ("已经公开", "已经退回")
"""How the line begins after which a command says what remains to be done."""


class Publication:
    """What can be done at the *desk* with the public site, by commands that *run* runs and *jobs* follow."""

    asked: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "target": (),
        "makefolder": ("folder",),
        "rehearse": ("folder", "sure"),
        "publish": ("folder", "sure"),
        "rollback": ("folder", "sure"),
        "verify": ("folder",),
    }
    is_quick: ClassVar[bool] = True

    def __init__(self, desk: Desk, run: Run, jobs: Jobs, now: Callable[[], str]) -> None:
        """*now* gives the time of this computer, ISO 8601 with its zone."""
        self._desk = desk
        self._run = run
        self._jobs = jobs
        self._now = now
        self._sure: list[str] = []
        """The option that answers an unusual question, if a person has read it and agreed."""

        self._shown: tuple[str, Stamps] | None = None
        """The folder for which was shown what would change, and the content that it was shown of."""

    def target(self) -> dict[str, Any]:
        """Where the site was published last, whether it is public there, and what a rollback leads to."""
        return place_of(self._desk.root)

    def makefolder(self, folder: object) -> dict[str, Any]:
        """Make the folder in which the site is to be public."""
        return {"folder": made_folder(self._desk.root, folder)}

    def rehearse(self, folder: object, sure: object) -> dict[str, Any]:
        """Begin to find out what would change for readers; nothing is published. The answer has `isReady` if it may be.

        *sure* is True once somebody has read an unusual question, and agreed.
        """
        if not self._desk.turns.is_taken:  # what is not saved may be about to be
            self._desk.check_all_saved()
        to = existing_folder(folder)
        if sure is not True:
            ask_first(self._desk, to, self._now(), is_new=True)
        self._sure = ["--sure"] if sure is True else []
        return self._jobs.begin("rehearse", to, lambda listen: self._rehearse(to, listen))

    def publish(self, folder: object, sure: object) -> dict[str, Any]:
        """Begin to make public in *folder* what was shown, and to check what is public then; *sure* as in `rehearse`."""
        self._desk.check_all_saved()
        to = existing_folder(folder)
        self._sure = ["--sure"] if sure is True else self._sure
        self._check_shown(to)
        return self._jobs.begin("publish", to, lambda listen: self._publish(to, listen))

    def rollback(self, folder: object, sure: object) -> dict[str, Any]:
        """Begin to make the release before public again; *sure* as in `rehearse`."""
        to = existing_folder(folder)
        if sure is not True:
            ask_first(self._desk, to, self._now(), is_new=False)
        self._sure = ["--sure", "--restore-withdrawn"] if sure is True else []
        return self._jobs.begin("rollback", to, lambda listen: self._rolled_back(to, listen))

    def verify(self, folder: object) -> dict[str, Any]:
        """Begin to check what is public."""
        to = existing_folder(folder)
        return self._jobs.begin("verify", to, lambda listen: self._verify(to, "", listen))

    def _check_shown(self, to: str) -> None:
        """RefusedError unless the content is the one of which was shown what would change in the folder *to*."""
        if self._shown != (to, self._content()):
            raise RefusedError(409, "内容和给您看的不一样了，也许刚才又有人改过。再按一次“看会改动什么”。")

    def _rehearse(self, to: str, listen: Listen) -> dict[str, Any]:
        place = self._desk.root / PREVIEW
        with self._desk.turns.job():
            self._desk.check_all_saved()
            place.unlink(missing_ok=True)
            content = self._content()
            ran = self._run(["publish", "--to", to, "--preview", str(place), *self._sure], listen)
        preview = json.loads(place.read_text("utf-8")) if ran.end is End.FINE and place.is_file() else None
        self._shown = (to, content) if preview else None
        return {
            "folder": to,
            **split_output(self._desk, ran.words)._asdict(),
            "isReady": preview is not None,
            "isSame": ran.end is End.FINE and preview is None,
            "preview": preview and _with_files(preview),
        }

    def _publish(self, to: str, listen: Listen) -> dict[str, Any]:
        with self._desk.turns.job():
            self._check_shown(to)
            done = self._run_command(["publish", "--to", to, "--yes", *self._sure], listen)
        write_atomically(self._desk.root / TARGET, to.encode())
        return self._verify(to, done, listen)

    def _rolled_back(self, to: str, listen: Listen) -> dict[str, Any]:
        with self._desk.turns.job():
            done = self._run_command(["rollback", "--to", to, *self._sure], listen)
        return self._verify(to, done, listen)

    def _verify(self, to: str, words: str, listen: Listen) -> dict[str, Any]:
        """What was done in *words*, and whether what is public is sound."""
        self._shown = None
        listen(Stage("核对公开的网站", 0, 1))
        ran = self._run(["verify", "--to", to], listen)
        lines = words.splitlines()
        done = next((place for place, line in enumerate(lines) if line.startswith(_DONE)), 0)
        return {
            "folder": to,
            "next": lines[done:],
            "words": words,
            "verified": with_buttons(ran.words),
            "isSound": ran.end is End.FINE,
        }

    def _run_command(self, arguments: list[str], listen: Listen) -> str:
        """Run a command; its words. RefusedError with them if it refuses."""
        ran = self._run(arguments, listen)
        if ran.end is not End.FINE:
            raise refusal(self._desk, ran.words)
        return with_buttons(ran.words)

    def _content(self) -> Stamps:
        return stamps_of(str(self._desk.root), FOLLOWED)


def _with_files(preview: Mapping[str, Any]) -> dict[str, Any]:
    """The preview with the source file of each page that has one, so that the desk can lead to its form."""
    return {
        **preview,
        "pages": [{**one, "file": name_of_page(one["address"])} for one in preview["pages"]],
        "record": [{**one, "file": name_of_page(one["address"])} for one in preview["record"]],
    }
