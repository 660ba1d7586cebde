"""What changes more than one file: each is a command of the terminal, run with the words that were chosen at the desk.

No rule stands here. What a command refuses is told in its own words.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from pathlib import PurePosixPath
from typing import Any, ClassVar, Final, NamedTuple, Protocol

from rectify.desk.desk import Desk
from rectify.desk.exchange import RefusedError, file_of
from rectify.desk.jobs import Listen
from rectify.desk.names import DeskFile, files_in
from rectify.desk.owed import owed_in, with_revision
from rectify.desk.problems import problems_of, refusal, split_output
from rectify.desk.targets import target_of
from rectify.desk.values import Entry
from rectify.field.words import SLUG
from rectify.ground.diagnostics import Diagnostic, Severity, Span

_LONGEST: Final = 300
NEW_ISSUE: Final = {"draft": "true", "problem": None, "measures": None, "progress": None}
"""A new issue is a draft without empty items, so that the site can be built while it is filled in."""


class End(Enum):
    """How a command ended, whatever its exit code for that is."""

    FINE = "fine"
    DECLINED = "declined"
    """Nobody has agreed, or something about the question was wrong."""

    DOUBTFUL = "doubtful"
    """It is done, and a person has to look at it."""

    FAILED = "failed"


class CommandResult(NamedTuple):
    """How a command ended, and all it said."""

    end: End
    words: str


class Run(Protocol):
    """Runs a command line of the project, with nobody there to answer questions; *listen* hears its stages."""

    def __call__(self, arguments: Sequence[str], listen: Listen | None = None, /) -> CommandResult:
        """How the command ended."""


class Acts:
    """What can be done at the *desk* by commands, which *run* runs; *now* gives the time, ISO 8601."""

    asked: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "approve": ("name",),
        "issue": ("round_id",),
        "begin": ("round_id", "title"),
        "revise": ("name", "note", "reason"),
        "supplement": (),
        "check": (),
    }
    is_quick: ClassVar[bool] = False

    def __init__(self, desk: Desk, run: Run, now: Callable[[], str]) -> None:
        self._desk = desk
        self._run = run
        self._now = now

    def approve(self, name: object) -> dict[str, Any]:
        """Take the mark of a draft away from an issue; what is not saved has to be saved first."""
        file = file_of(name)
        if file.number is None:
            raise RefusedError(400, "整轮的草稿，在一览里一个一个审。")
        self._desk.check_saved(file)
        return self._run_command(["approve", file.round_id, str(file.number)])

    def issue(self, round_id: object) -> dict[str, Any]:
        """Make the file of a new issue in a round, a draft; its name."""
        return self._create(["new", "--round", slug(round_id)], "")

    def begin(self, round_id: object, title: object) -> dict[str, Any]:
        """Begin a new round called *title* with its first issue, a draft; the name of the round's file."""
        short_title = _line(title)
        if not short_title:
            raise RefusedError(422, "写上新一轮的名称，例如 2026年巡察整改。", field="title")
        name = slug(round_id, 422)  # somebody typed it
        if (self._desk.root / "content" / name).exists():
            raise RefusedError(409, f"已经有一轮的网址是 {name}，换一个。", field="round_id")
        return self._create(["new", "--round", name, "--begin"], short_title)

    def revise(self, name: object, note: object, reason: object) -> dict[str, Any]:
        """Save what was changed, and say what that was and why; the public text of an issue is kept as an older version."""
        file = file_of(name)
        said = {"note": _line(note), "reason": _line(reason) or None}
        if not said["note"]:
            raise RefusedError(400, "用一句话写明改了什么。")
        self._desk.check_savable(file)
        with self._desk.turns.act():
            if file.number is None:
                return self._revise(file, {"date": self._now()[:10], **said})
            folder = target_of(self._desk.root)  # where a copy of the public text is, should the record lack it
            place = ["--to", folder] if folder else []
            ran = self._run(["revise", str(file.number), "--round", file.round_id, *place])
            if ran.end is not End.FINE:
                raise refusal(self._desk, ran.words)
            return self._desk.save_with(file, lambda values: {"revisions": _fill(values, said)})

    def _revise(self, file: DeskFile, said: Mapping[str, str | None]) -> dict[str, Any]:
        """Save what was changed in a file that is no issue, with an entry of its revisions: of these no older text is shown."""
        kept, now = self._desk.texts(file)
        owed = owed_in(self._desk, file, kept.data if kept else now)
        return self._desk.save_with(file, lambda values: with_revision(file, values, said, owed))

    def supplement(self) -> dict[str, Any]:
        """Say in every public issue of which empty fields were filled that they were."""
        self._desk.check_all_saved()
        with self._desk.turns.act():
            ran = self._run(["revise", "--all"])
        self._desk.follow(["content"])
        return {**split_output(self._desk, ran.words)._asdict(), "isDone": ran.end is End.FINE}

    def check(self) -> dict[str, Any]:
        """What `check` finds, by its weight, each with the way to where it is mended."""
        ran = self._run(["check", "--format", "json"])
        try:
            report = json.loads(ran.words)
            found = report["findings"]
        except (ValueError, KeyError, TypeError):
            raise refusal(self._desk, ran.words) from None
        weights = dict.fromkeys(("error", "warning", *(one["severity"] for one in found)))
        by_weight = {weight: [_diagnostic(one) for one in found if one["severity"] == weight] for weight in weights}
        return {
            "found": {weight: problems_of(self._desk, some) for weight, some in by_weight.items()},
            "partial": report.get("partial", ""),
        }

    def _create(self, arguments: list[str], title: str) -> dict[str, Any]:
        """Run a command that makes files, issues as drafts, a round with its short *title*; the name of the first of them."""
        before = {one.path for one in files_in(self._desk.root)}
        done = self._run_command(arguments)
        made = [one for one in files_in(self._desk.root) if one.path not in before]
        for file in made:
            self._desk.begin_file(file, {"short_title": title} if file.number is None else NEW_ISSUE)
        return {**done, "name": str(made[0].path) if made else None}

    def _run_command(self, arguments: list[str]) -> dict[str, Any]:
        with self._desk.turns.act():
            ran = self._run(arguments)
        if ran.end is not End.FINE:
            raise refusal(self._desk, ran.words)
        return {"words": split_output(self._desk, ran.words).words}


def _fill(values: Mapping[str, Any], said: Mapping[str, str | None]) -> list[Entry]:
    """The revisions of an issue to which `revise` has added an entry, with what was *said* in it."""
    last = len(values.get("revisions") or []) - 1
    return [*(Entry({}, place) for place in range(last)), Entry(said, max(last, 0))]


def _diagnostic(found: Mapping[str, Any]) -> Diagnostic:
    """What `check` found, from its JSON."""
    span = Span(PurePosixPath(found["path"]), found.get("line") or 1, found.get("column") or 1)
    severity = Severity.ERROR if found["severity"] == "error" else Severity.WARNING
    return Diagnostic(span, found["code"], found["message"], found.get("remedy") or "", severity)


def slug(word: object, status: int = 400) -> str:
    """The name of a round; RefusedError with this *status* if it can be none."""
    if isinstance(word, str) and SLUG.match(word):
        return word
    raise RefusedError(status, "网址里的名字只用英文小写字母、数字和连字符，例如 2026-xuncha。", field="round_id")


def _line(word: object) -> str:
    return " ".join(word.split())[:_LONGEST] if isinstance(word, str) else ""
