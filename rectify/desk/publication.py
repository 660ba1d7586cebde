"""公开: what would change, the publication itself, what is public then, the way back; each is a command, run as a job."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

from rectify.desk.acts import End, Run
from rectify.desk.desk import Desk
from rectify.desk.exchange import RefusedError
from rectify.desk.jobs import Jobs, Listen, Stage
from rectify.desk.names import name_of_page
from rectify.engine.stamps import PREVIEW, TARGET, Stamps, stamps_of
from rectify.ground.files import write_atomically
from rectify.live import FOLLOWED


class Publication:
    """What can be done at the *desk* with the public site, by commands that *run* runs and *jobs* follow."""

    asked: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "target": (),
        "rehearse": ("folder", "sure"),
        "publish": ("folder", "sure"),
        "rollback": ("folder", "sure"),
        "verify": ("folder",),
    }
    is_quick: ClassVar[bool] = True

    def __init__(self, desk: Desk, run: Run, jobs: Jobs) -> None:
        self._desk = desk
        self._run = run
        self._jobs = jobs
        self._sure: list[str] = []
        """The option that answers an unusual question, if a person has read it and agreed."""

        self._shown: tuple[str, Stamps] | None = None
        """The folder for which was shown what would change, and the content that it was shown of."""

    def target(self) -> dict[str, Any]:
        """The folder to which the site was published last, empty if there is none."""
        return {"folder": target_of(self._desk.root)}

    def rehearse(self, folder: object, sure: object) -> dict[str, Any]:
        """Begin to find out what would change for readers; nothing is published. The answer has `isReady` if it may be.

        *sure* is True once somebody has read an unusual question, and agreed.
        """
        if not self._desk.turns.is_taken:  # what is not saved may be about to be
            self._desk.check_all_saved()
        to = _folder(folder)
        self._sure = ["--sure"] if sure is True else []
        return self._jobs.begin("rehearse", to, lambda listen: self._rehearsed(to, listen))

    def publish(self, folder: object, sure: object) -> dict[str, Any]:
        """Begin to make public in *folder* what was shown, and to check what is public then; *sure* as in `rehearse`."""
        self._desk.check_all_saved()
        to = _folder(folder)
        self._sure = ["--sure"] if sure is True else self._sure
        self._check_shown(to)
        return self._jobs.begin("publish", to, lambda listen: self._published(to, listen))

    def rollback(self, folder: object, sure: object) -> dict[str, Any]:
        """Begin to make the release before public again; *sure* as in `rehearse`."""
        to = _folder(folder)
        self._sure = ["--sure"] if sure is True else []
        return self._jobs.begin("rollback", to, lambda listen: self._rolled_back(to, listen))

    def verify(self, folder: object) -> dict[str, Any]:
        """Begin to check what is public."""
        to = _folder(folder)
        return self._jobs.begin("verify", to, lambda listen: self._verified(to, "", listen))

    def _check_shown(self, to: str) -> None:
        """RefusedError unless the content is the one of which was shown what would change in the folder *to*."""
        if self._shown != (to, self._content()):
            raise RefusedError(409, "内容和给您看的不一样了，也许刚才又有人改过。再按一次“看会改动什么”。")

    def _rehearsed(self, to: str, listen: Listen) -> dict[str, Any]:
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
            "words": ran.words,
            "isReady": preview is not None,
            "isSame": ran.end is End.FINE and preview is None,
            "preview": preview and _with_files(preview),
        }

    def _published(self, to: str, listen: Listen) -> dict[str, Any]:
        with self._desk.turns.job():
            self._check_shown(to)
            done = self._done(["publish", "--to", to, "--yes", *self._sure], listen)
        write_atomically(self._desk.root / TARGET, to.encode())
        return self._verified(to, done, listen)

    def _rolled_back(self, to: str, listen: Listen) -> dict[str, Any]:
        with self._desk.turns.job():
            done = self._done(["rollback", "--to", to, *self._sure], listen)
        return self._verified(to, done, listen)

    def _verified(self, to: str, words: str, listen: Listen) -> dict[str, Any]:
        """What was done in *words*, and whether what is public is sound."""
        self._shown = None
        listen(Stage("核对公开的网站", 0, 1))
        ran = self._run(["verify", "--to", to], listen)
        return {"folder": to, "words": words, "verified": ran.words, "isSound": ran.end is End.FINE}

    def _done(self, arguments: list[str], listen: Listen) -> str:
        """Run a command; its words. RefusedError with them if it refuses."""
        ran = self._run(arguments, listen)
        if ran.end is not End.FINE:
            raise RefusedError(409, ran.words)
        return ran.words

    def _content(self) -> Stamps:
        return stamps_of(str(self._desk.root), FOLLOWED)


def target_of(root: Path) -> str:
    """The folder to which the site of the project *root* was published last; empty if nobody remembers."""
    try:
        return (root / TARGET).read_text("utf-8")
    except (OSError, ValueError):
        return ""


def _with_files(preview: Mapping[str, Any]) -> dict[str, Any]:
    """The preview with the source file of each page that has one, so that the desk can lead to its form."""
    return {
        **preview,
        "pages": [{**one, "file": name_of_page(one["address"])} for one in preview["pages"]],
        "record": [{**one, "file": name_of_page(one["address"])} for one in preview["record"]],
    }


def _folder(word: object) -> str:
    """A folder that is there already, as an absolute path, so that it can be no option."""
    if isinstance(word, str) and "\0" not in word and Path(word.strip()).is_absolute() and Path(word.strip()).is_dir():
        return str(Path(word.strip()))
    raise RefusedError(
        400, "写网站公开在哪个文件夹，要写完整的路径，而且已经建好，例如 /srv/www/xczg 或 D:\\www\\xczg。"
    )
