"""The first step at a desk in an empty folder: what `init` asks, asked in a form, and the project made in that folder."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Final

from rectify.desk.desk import Desk
from rectify.desk.exchange import RefusedError
from rectify.desk.uploads import Uploads
from rectify.ground.diagnostics import SourceError
from rectify.ground.system_errors import failure_in_words
from rectify.intake.intake import read_files
from rectify.intake.recognise.draft import Draft
from rectify.project.bureau import findings_in, other_name, undiallable
from rectify.project.creation import NewProject, create_here
from rectify.project.questions import QUESTIONS, fault_in, unanswered_fields
from rectify.source.sources import SITE_FILE

_LONGEST: Final = 300


class FirstStep:
    """Makes the project of the *desk*, whose notice may be among the *uploads*."""

    asked: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "start": (),
        "findings": ("files",),
        "create": ("answers", "files", "departments"),
    }
    is_quick: ClassVar[bool] = False

    def __init__(self, desk: Desk, uploads: Uploads) -> None:
        self._desk = desk
        self._uploads = uploads
        self._read: tuple[list[str], Draft] | None = None

    def start(self) -> dict[str, Any]:
        """Whether there is no project yet, and what is asked before there is one: field, question, hint."""
        questions = [[name, *words.partition("，")[::2]] for name, words in QUESTIONS.items()]
        return {"isNew": not (self._desk.root / SITE_FILE).exists(), "questions": questions}

    def findings(self, files: object) -> dict[str, Any]:
        """What the notice says of the bureau: value and words by field; its departments; phones that lack an area code."""
        draft = self._draft(files)
        found = {name: [one.value, one.evidence] for name, one in findings_in(draft).items()}
        return {
            "found": found,
            "departments": [name for _, name in draft.departments],
            "undiallable": undiallable(draft),
        }

    def create(self, answers: object, files: object, departments: object) -> dict[str, Any]:
        """Make the project from the *answers* by field, and with the *departments* of the notice if they are right."""
        known = _answers(answers)
        if not known.get("organiser.name"):
            raise RefusedError(422, "写上单位全称。", field="organiser.name")
        draft = self._draft(files) if files else None
        alias = other_name(draft, known["organiser.name"]) if draft else ""
        project = NewProject(
            known=known,
            wanted=unanswered_fields(known),
            departments=tuple(draft.departments) if draft and departments is True else (),
            aliases=(alias,) if alias else (),
        )
        try:
            self._desk.write(lambda root: create_here(root, project))
        except FileExistsError:
            raise RefusedError(409, "这里已经有网站了，没有动它。重新打开这一页。") from None
        except OSError as error:
            raise RefusedError(507, failure_in_words(error, "写不进", self._desk.root)) from error
        self._desk.follow([str(SITE_FILE), "content"])
        return {"words": "已建好。"}

    def _draft(self, files: object) -> Draft:
        uploads = self._uploads.uploads(files)
        tokens = [str(one.path) for one in uploads]
        if self._read is None or self._read[0] != tokens:
            try:
                called = [one.name for one in uploads]
                imported = read_files([one.path for one in uploads], self._desk.root, called=called)
            except SourceError as error:
                raise RefusedError(422, str(error)) from None
            self._read = tokens, imported.draft
        return self._read[1]


def _answers(sent: object) -> dict[str, str]:
    """What was filled in, by field; RefusedError with the first field whose answer has a wrong form."""
    if not isinstance(sent, Mapping) or not all(
        name in QUESTIONS and isinstance(one, str) for name, one in sent.items()
    ):
        raise RefusedError(400, "请求的内容不对，请重新打开这一页。")
    answers = {str(name): " ".join(one.split())[:_LONGEST] for name, one in sent.items() if one.strip()}
    for name, answer in answers.items():
        if fault := fault_in(name, answer):
            raise RefusedError(422, f"{QUESTIONS[name].partition('，')[0]}：{fault}。", field=name)
    return answers
