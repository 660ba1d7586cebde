"""Rounds and issues as plain values for JSON: what their pages show, and where (D-03)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from typing import Any, Final, NamedTuple

from rectify.field import addresses, attached
from rectify.field.config import SiteConfig
from rectify.field.life import Deadline, Evidence
from rectify.field.model import FINISHED, Attachment, Photo
from rectify.field.particulars import particulars
from rectify.field.shape import fields_of, is_record
from rectify.ground import richtext
from rectify.ground.dates import Moment, PartialDate
from rectify.site.issue_text import IssueText, TextParagraph
from rectify.site.model import OtherIssue, RoundFace, Site, SiteFace, SiteFile, SiteIssue, SiteRound
from rectify.site.page_parts import missing_of
from rectify.site.promise import Promise
from rectify.site.relations import Relation
from rectify.source.attached_files import FileFacts
from rectify.source.summary import documents_of, withdrawal_of

SCHEMA_VERSION: Final = "2.0"
"""Grows in its first part when a reader written for the old form would fail."""

SCHEMA_FILE: Final = addresses.data_file("schema.json")
Record = dict[str, Any]
_ENCODER: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


class Names(NamedTuple):
    """What ids stand for in a round: categories by id, departments by every name that texts use."""

    categories: Mapping[str, Record]
    departments: Mapping[str, Record]


_NO_NAMES: Final = Names({}, {})


def names_of(config: SiteConfig, round_: RoundFace) -> Names:
    """The names of a round."""
    categories: dict[str, Record] = {c.id: {"id": c.id, "title": c.title} for c in round_.round.categories}
    named = config.departments_by_name.items()
    return Names(categories, {name: {"id": one.id, "name": one.name} for name, one in named})


def issue_record(
    site: SiteFace,
    round_: RoundFace,
    names: Names,
    entry: SiteIssue,
    text: IssueText,
    *,
    related: Iterable[Relation],
    mentioned: Iterable[str] = (),
) -> Record:
    """An issue: its texts by paragraph with their anchors, days as ISO 8601 writes them, full addresses."""
    issue = text.issue
    return {
        "round": round_.id,
        "number": issue.number,
        "id": issue.id,
        "url": site.config.absolute(entry.path),
        "title": issue.title,
        "category": names.categories.get(issue.category),
        "status": issue.status.value,
        "finished": issue.status in FINISHED,
        **{
            one.field: _value(names, getattr(issue, one.field))
            for one in particulars(_kind(issue))
            if not one.has_departments
        },
        "verdict": issue.accepted.verdict.value if issue.accepted and issue.accepted.verdict else None,
        "promise": _promise(entry.promise),
        "earlier": [_other(site.config, one) for one in entry.earlier],
        "later": [_other(site.config, one) for one in entry.later],
        "evidence": [_evidence(site.config, one, entry.files) for one in issue.evidence],
        **{
            section.field: [_paragraph(site.config, names, entry, one) for one in section.paragraphs]
            for section in text.sections
        },
        "result": issue.result,
        "lead": _departments(names, issue.lead),
        "responsible": _departments(names, issue.responsible),
        "mentioned": _departments(names, mentioned),
        "documents": [{"title": one.title, "number": one.number} for one in documents_of(issue)],
        "figures": [{"value": one.value, "unit": one.unit, "label": one.label} for one in issue.figures],
        **_files(site.config, issue, entry.files),
        "note": list(richtext.visible_blocks(issue.note)) if issue.note else [],
        "published": (issue.published or round_.round.published).iso,
        "updated": entry.summary.changed or None,
        "revisions": [
            {"date": one.date.iso, "note": one.note, "reason": one.reason}
            for one in sorted(issue.revisions, key=lambda revision: revision.date)
        ],
        "supplements": [
            {"date": one.date.iso, "note": one.note} for one in sorted(issue.supplements, key=lambda one: one.date)
        ],
        "related": [{"number": one.number, "reason": one.reason} for one in related],
    }


def _files(config: SiteConfig, record: Any, files: Iterable[SiteFile]) -> Record:
    return {name: [_attachment(config, one, files) for one in getattr(record, name)] for name in attached.FIELDS}


def _attachment(config: SiteConfig, one: Photo | Attachment, files: Iterable[SiteFile]) -> Record:
    """A photograph or an attachment: where it is, what it is, and what its record says of it."""
    file = next((file for file in files if file.name == one.file), None)
    facts = file.facts if file else FileFacts()
    size = {"width": facts.width, "height": facts.height} if isinstance(one, Photo) else {}
    record = {
        name: _value(_NO_NAMES, getattr(one, name)) for name in fields_of(_kind(one)) if name not in attached.PRIVATE
    }
    url = config.absolute(file.path) if file else None
    return {"url": url, "bytes": facts.size, "sha256": facts.sha256, **size, **record}


def _promise(promise: Promise | None) -> Record | None:
    return {**promise._asdict(), "day": promise.day or None, "reached": promise.reached or None} if promise else None


def _other(config: SiteConfig, one: OtherIssue) -> Record:
    return {"url": config.absolute(one.path), "title": str(one)}


def _evidence(config: SiteConfig, one: Evidence, files: Iterable[SiteFile]) -> Record:
    """What shows the rectification; of an attachment its address and the digest of its bytes."""
    record: Record = _value(_NO_NAMES, one)
    file = next((file for file in files if file.name == one.file), None) if one.file else None
    return {**record, "url": config.absolute(file.path), "sha256": file.facts.sha256} if file else record


def relations_of(round_: SiteRound, entry: SiteIssue) -> tuple[Relation, ...]:
    """The issues that the page of *entry* names beside it."""
    return round_.related.get(entry.summary.number, ())


def round_record(config: SiteConfig, round_: RoundFace) -> Record:
    """A round: what its notice says of itself."""
    record, days = round_.round, round_.round.inspection
    return {
        "id": round_.id,
        "url": config.absolute(addresses.round_page(round_.id)),
        "title": record.title,
        "short_title": record.short_title,
        "kind": record.kind.value,
        "level": record.level.value if record.level else None,
        "inspected_body": record.inspected_body,
        "inspection_team": record.inspection_team,
        "inspection": {"start": days.start.iso, "end": _iso(days.end)} if days else None,
        "feedback": _iso(record.feedback),
        "written": record.written.iso,
        "published": record.published.iso,
        "source": record.source,
        "author": record.author,
        "original_url": record.original_url,
        "wording": record.wording.value,
        "archived": _iso(record.archived),
        "as_of": _iso(record.as_of),
        "accepted": _value(_NO_NAMES, record.accepted),
        "withheld": [_value(_NO_NAMES, one) for one in record.withheld],
        **_files(config, record, round_.files),
    }


def counts_record(round_: SiteRound) -> Record:
    """How many issues a round has, and at which status: the numbers of its pages (D-04)."""
    return {
        "round": round_.id,
        "total": len(round_.issues),
        "unfinished": round_.unfinished_count,
        "statuses": [{"status": status.value, "count": count} for status, count in round_.counts],
        "verdicts": [{"verdict": verdict, "count": count} for verdict, count in round_.verdicts],
        "promises": [{"kept": kept, "count": count} for kept, count in round_.keeping],
        "withheld": round_.round.withheld_count,
        "missing": missing_of(round_),
    }


def withdrawn_records(config: SiteConfig, round_: SiteRound) -> list[Record]:
    """The issues that were withdrawn: their addresses say no more than this."""
    withdrawals = ((entry, withdrawal_of(entry.summary)) for entry in round_.withdrawn)
    return [
        {
            "round": round_.id,
            "number": entry.summary.number,
            "url": config.absolute(entry.path),
            "date": withdrawal.date,
            "reason": withdrawal.reason,
            "into": withdrawal.into,
        }
        for entry, withdrawal in withdrawals
        if withdrawal
    ]


def last_modified(round_: SiteRound) -> str:
    """The last day on which anything of a round was published, changed or withdrawn, ISO."""
    withdrawal = filter(None, (withdrawal_of(entry.summary) for entry in round_.withdrawn))
    return max(
        (
            round_.round.published.date.iso,
            *(entry.summary.changed or entry.summary.published[:10] for entry in round_.issues),
            *(one.date for one in withdrawal),
        )
    )


def line_of(record: Record) -> bytes:
    """A record as one line of JSON."""
    return _ENCODER.encode(record).encode()


def collection_opening(site: Site, rounds: Iterable[SiteRound]) -> bytes:
    """The beginning of the file of some *rounds*, up to the issues: an object that is not yet closed."""
    rounds = tuple(rounds)
    whole = {
        "title": site.config.title,
        "publisher": site.config.organiser.name,
        "url": site.config.absolute(addresses.DATA),
        "modified": max(map(last_modified, rounds)),
        "rounds": [round_record(site.config, round_.face) for round_ in rounds],
        "counts": [counts_record(round_) for round_ in rounds],
        "withdrawn": [one for round_ in rounds for one in withdrawn_records(site.config, round_)],
    }
    return _open_object(site.config, whole)


def collection(opening: bytes, issues: Iterable[bytes]) -> Iterator[bytes]:
    """The file of some rounds, piece by piece: it begins with *opening* and holds *issues*, which are lines of JSON already."""
    yield b'%b,"issues":[\n' % opening
    for place, issue in enumerate(issues):
        yield b",\n%b" % issue if place else issue
    yield b"\n]}\n"


def single(config: SiteConfig, round_: RoundFace, issue: bytes) -> bytes:
    """The file of one *issue*, a line of JSON already."""
    return b'%b,"issue":%b}\n' % (_open_object(config, {"round": round_record(config, round_)}), issue)


def _open_object(config: SiteConfig, record: Record) -> bytes:
    """An object that is not yet closed, so that more can follow."""
    meta = {"$schema": config.absolute(SCHEMA_FILE), "schema_version": SCHEMA_VERSION}
    return line_of({**meta, **record})[:-1]


def _departments(names: Names, written: Iterable[str]) -> list[Record]:
    """The departments called so, each once: an office under two names is one."""
    return list({one["id"]: one for one in map(names.departments.__getitem__, written)}.values())


def _paragraph(config: SiteConfig, names: Names, issue: SiteIssue, paragraph: TextParagraph) -> Record:
    """A paragraph with its anchor, and what else its entry in the model says."""
    values: Record = {"anchor": paragraph.anchor, "text": paragraph.text}
    record = paragraph.record
    if record is None:
        return values
    others = (name for name in fields_of(_kind(record)) if name not in ("text", *attached.FIELDS))
    own = {name: _value(names, getattr(record, name)) for name in others}
    return {**values, **own, **_files(config, record, issue.files)}


def _kind(record: Any) -> Any:
    return type(record)


def _value(names: Names, value: Any) -> Any:
    """A field's value in JSON; names in a list are those of departments."""
    if isinstance(value, tuple):
        return [names.departments[one] if isinstance(one, str) else _value(names, one) for one in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Deadline):
        return {"text": value.text, "date": _iso(value.day)}
    if is_record(_kind(value)):
        return {name: _value(names, getattr(value, own.name)) for name, own in fields_of(_kind(value)).items()}
    return value.iso if isinstance(value, (PartialDate, Moment)) else value


def _iso(date: PartialDate | None) -> str | None:
    return date.iso if date else None
