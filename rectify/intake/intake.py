"""Files of a bureau → files of `content/`: what would be written, and writing it all at once."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain, repeat
from pathlib import Path, PurePosixPath
from typing import Final, NamedTuple

from rectify.field.addresses import issue_number
from rectify.field.config import SiteConfig
from rectify.field.model import Issue, Round
from rectify.field.shape import fields_of
from rectify.ground.diagnostics import SourceError
from rectify.ground.folders import write_into_folder
from rectify.intake.export.read_back import ExportContent, read_exported
from rectify.intake.pictures import renumbered_pictures, with_pictures, with_unsaved, without_told
from rectify.intake.readers.source import read_source
from rectify.intake.recognise.draft import Draft, DraftIssue, DraftRound, Fact
from rectify.intake.recognise.round_facts import round_id as proposed_id
from rectify.intake.recognise.schemes import EXPORT
from rectify.intake.recognise.sensitive import with_privacy_doubts
from rectify.intake.recognise.whole import recognise
from rectify.intake.update.assignment import Assignment, assign, number_of
from rectify.intake.update.differences import (
    MEMORY,
    Change,
    File,
    Remembered,
    as_memory,
    digests,
    file_of,
    merge,
    remembered_digests,
)
from rectify.intake.yaml_writing import record_yaml, texts_of
from rectify.release.journal import read as read_journal
from rectify.source.changes import FOLDER as VERSIONS
from rectify.source.changes import version_of
from rectify.source.decode import decode
from rectify.source.sources import ROUND_FILE, SITE_FILE
from rectify.source.yamltree import decode_text

READING: Final = "读文件"
RECOGNISING: Final = "认出问题"
LOOKING: Final = "查个人信息"
_SAME: Final = ("inspection", "feedback", "title")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What an import would write into a round's folder."""

    draft: Draft
    folder: Path
    existed: bool
    files: Mapping[str, str]
    """New files, and old ones as they would be after an update."""
    changes: Mapping[str, tuple[Change, ...]]
    """By file, how the existing files differ from this import."""
    added: tuple[str, ...]
    gone: tuple[str, ...]
    """Files of an earlier import whose issue is not in the source any more."""
    moved: Mapping[str, str]
    """The new names of files by their old ones: those of issues that are not public follow the source's numbers."""
    memory: Remembered
    pictures: Mapping[str, bytes]
    """Pictures of issues whose files are new, by their places in the folder."""
    approved: frozenset[int]
    """The numbers of issues whose files are no drafts any more: `approve` refuses these."""

    @property
    def differs(self) -> bool:
        """Whether the source has anything that the existing files have not."""
        return bool(self.added or self.gone or self.moved) or any(
            one.kind != "kept" for many in self.changes.values() for one in many
        )

    @property
    def conflicts(self) -> tuple[tuple[str, Change], ...]:
        """Fields that both the source and a person changed, and their files."""
        return tuple((name, one) for name, many in self.changes.items() for one in many if one.kind == "conflict")


class ImportPlan(NamedTuple):
    """What the sources say, and the files that say it in `content/`."""

    draft: Draft
    texts: Mapping[str, str]
    records: Mapping[str, Issue | Round]
    """The records themselves, where the source is an export."""
    pictures: Mapping[str, bytes] = {}
    """Pictures by their places beside the files of their issues: 013/1.png."""


def _no_step(_name: str) -> None:
    """Nobody watches."""


def read_files(
    paths: Iterable[Path],
    root: Path,
    round_id: str = "",
    enter: Callable[[str], None] = _no_step,
    called: Iterable[str] = (),
) -> ImportPlan:
    """What the files at *paths* give, looked at with what the site *root* knows; *called* says what people call them.

    *enter* is called with the name of each of the steps READING, RECOGNISING, LOOKING as it begins. Raises SourceError with everything that could not be read.
    """
    enter(READING)
    named = zip(paths, chain(called, repeat("")), strict=False)
    sources = [without_told(read_source(path, name)) for path, name in named]
    if len(sources) == 1 and (exported := read_exported(sources[0])) is not None:
        return _plan_of_export(exported, round_id)
    config = _config(root)
    departments = {name: str(one.id) for name, one in config.departments_by_name.items()} if config else {}
    organiser = config.organiser.name if config else ""
    published = [str(value) for value in _contacts(config)]
    enter(RECOGNISING)
    draft = recognise(sources, departments=departments, organiser=organiser, given_id=round_id)
    enter(LOOKING)
    draft, pictures = with_pictures(with_privacy_doubts(draft, published), sources)
    return ImportPlan(draft, texts_of(draft), {}, pictures)


def _plan_of_export(exported: ExportContent, round_id: str) -> ImportPlan:
    """An export that comes back: its records as they are, nothing to be made out."""
    record, titles = exported.round, {one.id: one.title for one in exported.round.categories}
    facts = {"title": Fact(record.title), "short_title": Fact(record.short_title), "kind": Fact(record.kind.value)} | (
        {"inspection.start": Fact(record.inspection.start.iso)} if record.inspection else {}
    )
    issues = tuple(
        DraftIssue(
            number=one.number,
            said=str(one.number),
            title=one.title,
            category=titles.get(one.category, one.category),
            status=one.status,
            basis="导出的文件",
            timeframe=one.timeframe,
            fields={},
        )
        for one in exported.issues
    )
    own = DraftRound(
        id=round_id or proposed_id(facts),
        facts=facts,
        categories=tuple((one.id, one.title) for one in record.categories),
        introduction=(),
        closing=(),
    )
    draft = Draft(lines=(), scheme=EXPORT, round=own, issues=issues, used=(), doubts=())
    records: dict[str, Issue | Round] = {ROUND_FILE: record} | {f"{one.id}.yaml": one for one in exported.issues}
    return ImportPlan(draft, {name: record_yaml(one) for name, one in records.items()}, records)


def _config(root: Path) -> SiteConfig | None:
    try:
        return decode(decode_text((root / SITE_FILE).read_bytes(), SITE_FILE), SITE_FILE, SiteConfig)
    except (OSError, SourceError):
        return None


def _contacts(config: SiteConfig | None) -> Iterator[str]:
    if config is not None:
        for one in (config.feedback, config.organiser):
            yield from filter(None, (one.phone, one.address, getattr(one, "email", None)))


def plan(imported: ImportPlan, content: Path, *, given_id: bool) -> Plan:
    """What importing into the folder *content* would write; SourceError if a file there cannot be read.

    A proposed folder that holds another round is left alone: the next free name is taken.
    """
    draft = imported.draft
    folder = content / (draft.round.id if given_id else _free(content, draft.round.id, imported.texts[ROUND_FILE]))
    path = PurePosixPath("content", folder.name)
    data = {one.name: one.read_bytes() for one in sorted(folder.glob("*.yaml")) if one.is_file()}
    files = {name: file_of(found, path / name) for name, found in data.items()}
    known = remembered_digests((folder / MEMORY).read_bytes() if (folder / MEMORY).is_file() else None)
    draft = replace(draft, round=replace(draft.round, id=folder.name))
    if imported.records:
        found = Assignment(
            draft, imported.texts, files, known, {}, tuple(sorted({*known} & {*files} - {*imported.texts}))
        )
    else:
        found = assign(draft, imported.texts, files, known, _numbers_in_use(content, folder))
    same = {name for name, one in imported.records.items() if name in data and _holds(data[name], path / name, one)}
    added = {name: file_of(text, path / name) for name, text in found.texts.items() if name not in found.files}
    merged = {
        name: merge(
            found.files[name],
            file_of(text, path / name),
            found.memory.get(name),
            _comparable_fields(name, returned=bool(imported.records)),
        )
        for name, text in found.texts.items()
        if name in found.files and name not in same
    }
    moved = {*found.moved.values()}
    gone = {name: found.files[name].text for name in found.gone if name in moved}
    draft, pictures = renumbered_pictures(imported.draft, found.draft, imported.pictures)
    new = {name: picture for name, picture in pictures.items() if f"{name.split('/')[0]}.yaml" in added}
    saved = {name for name, picture in pictures.items() if name in new or _is_saved(folder / name, picture)}
    draft = with_unsaved(draft, pictures, saved)
    return Plan(
        draft=draft,
        folder=folder,
        existed=bool(data),
        files={name: one.text for name, one in added.items()}
        | {name: one.text for name, one in merged.items() if name in moved or any(c.kind == "new" for c in one.changes)}
        | gone,
        changes={name: one.changes for name, one in merged.items() if one.changes},
        added=tuple(added),
        gone=found.gone,
        moved=found.moved,
        memory={name: digests(one.values) for name, one in added.items()}
        | {name: one.remembered for name, one in merged.items()}
        | {name: known.get(name, {}) for name in same},
        pictures=new,
        approved=frozenset(
            number_of(name)
            for name, file in {**found.files, **added}.items()
            if number_of(name) and not _is_draft(file)
        ),
    )


def _comparable_fields(name: str, *, returned: bool) -> tuple[str, ...]:
    """The fields in which the file *name* may follow its source: all if an export *returned*.

    Pictures of a document are saved only beside new files, so that an old one must not come to name them.
    """
    fields = fields_of(Round if name == ROUND_FILE else Issue)
    return tuple(one for one in fields if returned or one != "photos")


def _numbers_in_use(content: Path, folder: Path) -> set[int]:
    """The numbers of a round's issues that the public record names, or that older texts and other folders have.

    SourceError if the record is unsound.
    """
    pages = {entry.address for entry in read_journal(content.parent)}
    beside = folder / VERSIONS
    kept = [version_of(one.name) or (0, 0) for one in beside.iterdir()] if beside.is_dir() else []
    folders = [int(one.name) for one in folder.glob("[0-9]*") if one.is_dir() and one.name.isdecimal()]
    return {number for page in pages if (number := issue_number(page, folder.name))} | {n for n, _ in kept} | {*folders}


def _is_saved(path: Path, picture: bytes) -> bool:
    try:
        return path.read_bytes() == picture
    except OSError:
        return False


def _is_draft(file: File) -> bool:
    """Whether an issue's file is marked as a draft: by itself or by a review that is pending."""
    review = file.values.get("review")
    return file.values.get("draft") == "true" or (isinstance(review, dict) and review.get("state") == "pending")


def _holds(data: bytes, path: PurePosixPath, record: Issue | Round) -> bool:
    """Whether a file already means *record*, however it is written."""
    try:
        return decode(decode_text(data, path), path, type(record)) == record
    except SourceError:
        return False


def write(planned: Plan) -> None:
    """Write the plan's files, all or none; what else is in the folder stays. OSError leaves the folder as it was."""
    new = {name: text.encode() for name, text in planned.files.items()} | {MEMORY: as_memory(planned.memory)}
    new |= planned.pictures
    old = {name: planned.folder / name for name in new}
    same = all(old[name].is_file() and old[name].read_bytes() == data for name, data in new.items())
    if same and not planned.moved:
        return
    write_into_folder(planned.folder, new, planned.moved)


def _free(content: Path, proposed: str, text: str) -> str:
    """The proposed folder, if it is free or holds this round; else the next name."""
    name, count = proposed, 1
    while name and (content / name / ROUND_FILE).is_file() and not _is_same(content / name / ROUND_FILE, text):
        count += 1
        name = f"{proposed}-{count}"
    return name


def _is_same(path: Path, text: str) -> bool:
    """Whether the round in the file *path* is the one in *text*: inspected or reported on the same days."""
    try:
        old = file_of(path.read_bytes(), PurePosixPath(path.name)).values
    except SourceError:
        return True
    new = file_of(text, PurePosixPath(path.name)).values
    both = [name for name in _SAME if old.get(name) and new.get(name)]
    return not both or any(old[name] == new[name] for name in both)


def difference(change: Change) -> str:
    """How a field differs, its lines with - and +."""
    lines = list(difflib.ndiff(change.before.split("\n"), change.after.split("\n")))
    return "\n".join(line for line in lines if not line.startswith(("  ", "? ")))
