"""Every field of the model is known wherever a list must know it, or excused with a reason.

A list is asked by changing one field of a record at a time: what it gives must change with it. So a
field that is added to the model fails here in each list that forgot it, and an excuse that no longer
holds fails, too.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import pytest
import yaml
from markupsafe import Markup

import records
from imported import NOTICES
from rectify import pipeline
from rectify.engine.output import TextRef
from rectify.field.attached import FIELDS
from rectify.field.canonical import canonical_text
from rectify.field.config import SiteConfig
from rectify.field.model import Category, Issue, Round
from rectify.field.public_text import public_text
from rectify.field.reference import reference_text
from rectify.field.schema import schema_text
from rectify.field.shape import hints, is_record, item_of
from rectify.field.skeleton import issue_skeleton
from rectify.field.words import Line, named_field
from rectify.intake.export.fields import issue_texts, round_texts
from rectify.intake.intake import plan, read_files, write
from rectify.intake.yaml_writing import record_yaml
from rectify.outputs.dataset.columns import row_of
from rectify.outputs.dataset.records import issue_record, names_of, round_record, withdrawn_records
from rectify.outputs.dataset.schema import schema
from rectify.search.documents import facets_by_key, search_document, search_entry
from rectify.site.comparison import compared_sections
from rectify.site.derive import derive
from rectify.site.issue_text import issue_text
from rectify.site.issue_view import issue_inputs, issue_view
from rectify.site.model import Site, SiteIssue, SiteRound
from rectify.site.round_views import about_view, round_view
from rectify.site.version_views import VersionInputs, version_view
from rectify.site.whole_view import WholePartInputs, whole_part
from rectify.source.sources import IssueSource, Sources
from rectify.source.summary import summary_of
from support import MINIMAL, lay

WHOLE = ("withdrawn", "review", "waivers", "categories")
"""Records that a list knows as a whole; each of their fields has its column in an export."""

BASE = replace(records.record_of(Issue), withdrawn=None)
TITLES = {category.id: category.title for category in records.record_of(Round).categories}
OLDER = TextRef("older.yaml", "")


class Place(NamedTuple):
    """An issue in a site of its own."""

    site: Site
    round_: SiteRound
    entry: SiteIssue
    texts: Any


class FieldList(NamedTuple):
    """A list of fields: what it gives of a record, and the fields that it has a reason to leave out."""

    gives: Callable[[Sources, Any], Any]
    excused: Mapping[str, str]


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Sources:
    """The minimal site, read."""
    root = tmp_path_factory.mktemp("fields")
    lay(root, MINIMAL)
    made = pipeline.read(root)[0]
    departments = records.value_of(SiteConfig, "departments", 0)
    return replace(made, config=replace(made.config, departments=departments))


def placed(sources: Sources, issue: Issue, record: Round | None = None) -> Place | SiteRound:
    """The site with *issue* alone; only its round if it is withdrawn."""
    path = sources.rounds[0].issues[0].path
    own = replace(
        sources.rounds[0],
        round=record or records.record_of(Round),
        issues=(IssueSource(path, "", summary_of(issue)),),
    )
    site = derive(replace(sources, rounds=(own,)))
    round_ = site.rounds[0]
    if not round_.issues:
        return round_
    entry = round_.issues[0]
    return Place(site, round_, entry, {entry.text: issue_text(issue)})


# Lists of an issue.


def page(sources: Sources, issue: Issue) -> Any:
    """The issue's own page, without what it says to machines."""
    place = placed(sources, issue)
    if isinstance(place, SiteRound):
        return None
    inputs = issue_inputs(place.site, place.round_, 0)
    view = issue_view(inputs._replace(entry=place.entry), place.texts)
    meta = view.meta._replace(linked_data=Markup(""), article=None)
    return view._replace(meta=meta, history=tuple(one._replace(digest="") for one in view.history))


def whole(sources: Sources, issue: Issue) -> Any:
    """The issue as a part of the whole notice."""
    place = placed(sources, issue)
    if isinstance(place, SiteRound):
        return None
    return whole_part(WholePartInputs(place.site.face, place.round_.face, place.entry), place.texts)


def older(sources: Sources, issue: Issue) -> Any:
    """The page of the text when it is an older one."""
    place = placed(sources, BASE)
    assert isinstance(place, Place)
    entry = place.entry._replace(text=place.entry.text._replace(older=(OLDER,)), versions=(1,))
    texts: Any = {entry.text: issue_text(BASE), OLDER: issue_text(issue)}
    view = version_view(VersionInputs(place.site.face, place.round_.face, entry, 1), texts)
    return view.meta.heading, view.facts, view.text


def compared(_sources: Sources, issue: Issue) -> Any:
    """What changed since another text."""
    return compared_sections(BASE, issue, TITLES)


def data_record(sources: Sources, issue: Issue) -> Any:
    """The JSON of the issue, or of its withdrawal."""
    place = placed(sources, issue)
    if isinstance(place, SiteRound):
        return withdrawn_records(sources.config, place)
    face = place.round_.face
    names = names_of(sources.config, face)
    return issue_record(place.site.face, face, names, place.entry, place.texts[place.entry.text], related=())


def table_row(sources: Sources, issue: Issue) -> Any:
    """The row that CSV and XLSX share."""
    place = placed(sources, issue)
    if isinstance(place, SiteRound):
        return None
    return row_of(round_record(sources.config, place.round_.face), data_record(sources, issue))


def search(sources: Sources, issue: Issue) -> Any:
    """What search knows."""
    place = placed(sources, issue)
    if isinstance(place, SiteRound):
        return None
    document = search_document(place.round_, place.entry)
    return search_entry(document, place.texts[place.entry.text]), facets_by_key(document)


def names_only(paths: Callable[[], set[records.Path]]) -> Callable[[Sources, Any], Any]:
    """A list that has names and no values: it changes with a field if it has the field's name."""
    known = cache(paths)

    def values(_sources: Sources, record: Any) -> Any:
        names, fields = known(), records.paths_in(type(record), whole=WHOLE)
        return {path: records.value_at(record, path) for path in fields if path in names}

    return values


def in_editor_schema(kind: str) -> set[records.Path]:
    """The names that an editor offers."""
    return set(_names_in(json.loads(schema_text(kind))))


def in_data_schema(part: str) -> set[records.Path]:
    """The names that the published schema explains."""
    parts = json.loads(schema(records.record_of(SiteConfig)))["$defs"]
    return set(_names_in(parts[part], parts))


def _names_in(shape: Any, parts: Mapping[str, Any] = MappingProxyType({})) -> Iterator[records.Path]:
    """The names in a JSON Schema, the names inside lists, choices and *parts* with them."""
    shape = parts[shape["$ref"].rpartition("/")[2]] if "$ref" in shape else shape
    for name, inner in shape.get("properties", {}).items():
        yield (name,)
        yield from ((name, *path) for path in _names_in(inner, parts))
    for inner in (*shape.get("anyOf", ()), *([shape["items"]] if "items" in shape else [])):
        yield from _names_in(inner, parts)


def in_reference(kind: Any, title: str) -> set[records.Path]:
    """The names that docs/fields.md explains: a table for the file, and one for each record inside, in order."""
    own = reference_text().split(f"## {title}")[1].split("\n## ")[0]
    return set(_explained(kind, (), iter(own.split("\n### "))))


def _explained(kind: Any, at: records.Path, tables: Iterator[str]) -> Iterator[records.Path]:
    yield from ((*at, name) for name in _rows(next(tables)))
    for name, hint in hints(kind).items():
        if is_record(inner := item_of(hint) or hint):
            yield from _explained(inner, (*at, name), tables)


def _rows(table: str) -> list[str]:
    return [line.split("`")[1] for line in table.split("\n") if line.startswith("| `")]


def in_skeleton() -> set[records.Path]:
    """The names that a new file offers to fill in; what is below them stands in its remarks."""
    lines = issue_skeleton(1, (Category(id="a", title="甲"),)).split("\n")
    names = {line.removeprefix("# ").partition(":")[0] for line in lines if ":" in line}
    return {path for path in records.paths_in(Issue, whole=WHOLE) if path[0] in names}


def in_imports() -> set[records.Path]:
    """The names that importing the invented notices writes into the files of issues."""
    paths: set[records.Path] = set()
    with tempfile.TemporaryDirectory(prefix="rectify-") as folder:
        for source in sorted(NOTICES.glob("*/source.*")):
            planned = plan(read_files([source], Path(folder)), Path(folder, source.parent.name), given_id=False)
            write(planned)
            for path in planned.folder.glob("[0-9]*.yaml"):
                paths |= set(_written(yaml.safe_load(path.read_text("utf-8"))))
    return paths


def _written(value: Any) -> Iterator[records.Path]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield (name,)
            yield from ((name, *path) for path in _written(inner))
    elif isinstance(value, list):
        for inner in value:
            yield from ((("text",),) if isinstance(inner, str) else _written(inner))


_DRAFT = "a draft is not public, so that no reader can meet the word"
_INTERNAL = "who reviewed and looked, and what was let stand, is no part of what is disclosed"
_PUBLICATION = "said of the publication, not of the issue; the history of the page tells it"
_HISTORY = "the history that stands beside it tells it"
_OF_TOPICS = "it leads readers to the issue, may be mended at any time, and is no word of the notice"
_NEVER_LISTED = "it says what not to list, and is seen in what is listed"
_OF_FACTS = "it corrects what the pages of facts list, and is no word of the notice"
_OF_PAIRS = "it is seen beside the other issue: tests/test_found_pages.py"
_BY_HAND = {"events": _OF_FACTS, "figures.kind": _OF_FACTS, "related": _OF_PAIRS}
_LATER = "no notice can say it: it is written after publication"
_NOT_IN_NOTICES = "notices do not say it in a form that could be read off"
_ROLE_OF_DOCUMENT = "how a text uses a document is shown where documents are listed by it"
_OWN_COLUMN = "the status of today has its own place"
_FILE = "readers see its address, title and picture; its name in the folder is the webmaster's"
_FILES = {f"{at}{name}.file": _FILE for at in ("", "measures.", "progress.", "updates.") for name in FIELDS}
_CHECKED = {f"{at}photos.checked": _INTERNAL for at in ("", "measures.", "progress.", "updates.")}
_UNSEEN = {**_CHECKED, "review": _INTERNAL, "draft": _DRAFT, "waivers": _INTERNAL}
_SILENT = {"topics": _OF_TOPICS, **_UNSEEN}
"""What no list for readers says beside the page."""
_UNSHOWN = "the page does not show it, so what repeats the page cannot"

ISSUE_LISTS: dict[str, FieldList] = {
    "page": FieldList(
        page,
        {
            **_CHECKED,
            "related": _OF_PAIRS,
            "measures.lead": "departments stand at the head of the page, those of single measures in the data",
            "evidence.file": _FILE,
            **_FILES,
            "draft": _DRAFT,
            "waivers": _INTERNAL,
        },
    ),
    "whole notice": FieldList(
        whole,
        {
            **_SILENT,
            **_BY_HAND,
            "category": "issues stand below the heading of their category",
            **_FILES,
            "documents": "the pages of documents list them",
            "evidence.file": _FILE,
            "evidence.url": "each issue's page has the link",
            "hide_facts": _NEVER_LISTED,
            "measures.lead": _UNSHOWN,
            "published": "the notice has one day of publication, and each issue's page its own",
            "revisions.note": _HISTORY,
            "revisions.reason": _HISTORY,
            "supplements.note": _HISTORY,
        },
    ),
    "older text's page": FieldList(
        older,
        {
            **_SILENT,
            "events": _OF_FACTS,
            "related": _OF_PAIRS,
            "documents.role": _ROLE_OF_DOCUMENT,
            "measures.lead": _UNSHOWN,
            "number": "it never changes; that of today is in the heading",
            "published": _PUBLICATION,
            "revisions": _HISTORY,
            "supplements": _HISTORY,
            "updated": _PUBLICATION,
            "withdrawn": "a withdrawn issue shows no older texts",
        },
    ),
    "comparison": FieldList(
        compared,
        {
            **_SILENT,
            **_BY_HAND,
            "documents.role": _ROLE_OF_DOCUMENT,
            "hide_facts": _NEVER_LISTED,
            "number": "it never changes",
            "published": _PUBLICATION,
            "revisions": _HISTORY,
            "supplements": _HISTORY,
            "updated": _PUBLICATION,
            "withdrawn": "a withdrawn issue shows no comparison",
        },
    ),
    "public text": FieldList(
        lambda _sources, issue: public_text(issue),
        {
            **_SILENT,
            **_BY_HAND,
            "documents.role": "its form was fixed without it, and must not change",
            "hide_facts": _NEVER_LISTED,
            "published": _PUBLICATION,
            "revisions": _PUBLICATION,
            "supplements": _PUBLICATION,
            "updated": _PUBLICATION,
            "withdrawn": _PUBLICATION,
        },
    ),
    "canonical text": FieldList(
        lambda _sources, issue: canonical_text(issue),
        {
            **_SILENT,
        },
    ),
    "JSON": FieldList(
        data_record,
        {
            **_SILENT,
            **_BY_HAND,
            "documents.role": _ROLE_OF_DOCUMENT,
        },
    ),
    "JSON schema": FieldList(
        names_only(lambda: in_data_schema("issue")),
        {
            **_SILENT,
            **_BY_HAND,
            "documents.role": _ROLE_OF_DOCUMENT,
            "hide_facts": _NEVER_LISTED,
            "withdrawn": "withdrawals have their own part of the schema",
        },
    ),
    "CSV and XLSX": FieldList(
        table_row,
        {
            **_SILENT,
            **_BY_HAND,
            "documents.role": _ROLE_OF_DOCUMENT,
            "revisions.note": _PUBLICATION,
            "revisions.reason": _PUBLICATION,
            "supplements.note": _PUBLICATION,
            "updates.status": _OWN_COLUMN,
        },
    ),
    "search": FieldList(
        search,
        {
            **_UNSEEN,
            **_BY_HAND,
            **_FILES,
            "documents": "the index of documents is the way to them",
            "hide_facts": _NEVER_LISTED,
            "published": _PUBLICATION,
            "revisions": _PUBLICATION,
            "supplements": _PUBLICATION,
            "timeframe": "one of three words: each would find a third of all issues",
            "updates.status": _OWN_COLUMN,
        },
    ),
    "import": FieldList(
        names_only(in_imports),
        {
            "topics": "a person decides it",
            "draft": "an import does not decide it",
            "events": "read off the texts in every build",
            "related": "a person decides it",
            "accepted.note": _NOT_IN_NOTICES,
            "brief": "a person says it in words of the street; the title stands in for it",
            **dict.fromkeys(("evidence.url", "evidence.day", "evidence.sha256"), _NOT_IN_NOTICES),
            "reexamined": _LATER,
            "returns": "a person decides which issue of an earlier round is the same",
            "status_reason": "notices say why in a text, which stays one",
            "attachments": "a person decides which documents are public",
            "photos": "the invented notices have no pictures; tests/test_intake_pictures.py has",
            **{
                f"{at}.{name}": "a person decides to which entry a file belongs"
                for at in ("measures", "progress")
                for name in FIELDS
            },
            "documents": "read off the texts in every build",
            "figures": "read off the texts in every build",
            "hide_facts": "a person decides it",
            "measures.due": _NOT_IN_NOTICES,
            "measures.lead": _NOT_IN_NOTICES,
            "progress.until": _NOT_IN_NOTICES,
            "published": _LATER,
            "revisions": _LATER,
            "supplements": _LATER,
            "updated": _LATER,
            "updates": _LATER,
            "waivers": _LATER,
            "withdrawn": _LATER,
        },
    ),
    "export": FieldList(lambda _sources, issue: issue_texts(issue, records.record_of(Round).categories), {}),
    "export as files": FieldList(lambda _sources, issue: record_yaml(issue), {}),
    "editor schema": FieldList(names_only(lambda: in_editor_schema("issue")), {}),
    "reference": FieldList(names_only(lambda: in_reference(Issue, "一个问题")), {}),
    "skeleton": FieldList(names_only(in_skeleton), {}),
}


def unnamed(sources: Sources, one: FieldList, base: Any, whole: tuple[str, ...] = WHOLE) -> set[str]:
    """The fields whose change a list does not give away."""
    before = one.gives(sources, base)
    return {
        ".".join(path)
        for path in records.paths_in(type(base), whole=whole)
        if one.gives(sources, records.changed(base, path)) == before
    }


def reasons(one: FieldList, missing: set[str]) -> dict[str, str]:
    """The excuses that some *missing* field needs."""
    return {name: why for name, why in one.excused.items() if any(_covers(name, path) for path in missing)}


def unexcused(one: FieldList, missing: set[str]) -> set[str]:
    """The *missing* fields without an excuse."""
    return {path for path in missing if not any(_covers(name, path) for name in one.excused)}


def _covers(name: str, path: str) -> bool:
    return path == name or path.startswith(f"{name}.")


# Lists of a round and of the site.


def round_pages(sources: Sources, record: Round) -> Any:
    """The contents of a round, and what is told about it."""
    place = placed(sources, BASE, record)
    assert isinstance(place, Place)
    contents = round_view(place.site, place.round_, lambda html: html)
    return about_view(place.site, place.round_), contents._replace(citation=(), qr=None)  # type: ignore[arg-type]


def round_json(sources: Sources, record: Round) -> Any:
    """The JSON of a round."""
    place = placed(sources, BASE, record)
    assert isinstance(place, Place)
    return round_record(sources.config, place.round_.face)


_NOTICE_TEXT = "running text of the notice; the data are its issues"
_DOCUMENT = "particulars of the notice as a document, which its own page tells"
_BODY = "it decides on the contacts and departments of pages and files, not on a text of its own"
_IN_DATA = {
    "photos.checked": _INTERNAL,
    "body": _BODY,
    "draft": _DRAFT,
    "categories": "each issue names its own",
    "claims": "counts are given of what is on record",
    "closing": _NOTICE_TEXT,
    "disclosure": _DOCUMENT,
    "introduction": _NOTICE_TEXT,
    "revisions": "the page about the notice tells how its words changed",
    "summary": _NOTICE_TEXT,
    "topics": _OF_TOPICS,
    "waivers": _INTERNAL,
}
ROUND_LISTS: dict[str, FieldList] = {
    "pages": FieldList(
        round_pages,
        {
            "attachments.file": _FILE,
            "photos.file": _FILE,
            "photos.checked": _INTERNAL,
            "waivers": _INTERNAL,
            "body": _BODY,
            "topics": "home and their own lists show them",
        },
    ),
    "canonical text": FieldList(
        lambda _sources, record: canonical_text(record),
        {"draft": _DRAFT, "waivers": _INTERNAL, "topics": _OF_TOPICS, "photos.checked": _INTERNAL},
    ),
    "JSON": FieldList(round_json, _IN_DATA),
    "JSON schema": FieldList(names_only(lambda: in_data_schema("round")), _IN_DATA),
    "export": FieldList(
        lambda _sources, record: round_texts(record), {"categories": "they have a sheet or headings of their own"}
    ),
    "export as files": FieldList(lambda _sources, record: record_yaml(record), {}),
    "editor schema": FieldList(names_only(lambda: in_editor_schema("round")), {}),
    "reference": FieldList(names_only(lambda: in_reference(Round, "一轮检查")), {}),
}
_SETTING = "how the site is made and shown; it says nothing of what was inspected"
SITE_LISTS: dict[str, FieldList] = {
    "canonical text": FieldList(
        lambda _sources, config: canonical_text(config),
        {
            "base_url": "the record names pages by their place on the site",
            "bodies.departments.aliases": _SETTING,
            "bodies.organiser.aliases": _SETTING,
            "colour": _SETTING,
            "column_type": _SETTING,
            "departments": "the two that differ here differ in other spellings alone, which shape links",
            "keywords": _SETTING,
            "logo": _SETTING,
            "navigation": _SETTING,
            "organiser.aliases": _SETTING,
            "redirects": "the record has each move as an entry",
            "review_required": _SETTING,
            "review_shown": _SETTING,
            "server": _SETTING,
            "waivers": _INTERNAL,
        },
    ),
    "editor schema": FieldList(names_only(lambda: in_editor_schema("site")), {}),
    "reference": FieldList(names_only(lambda: in_reference(SiteConfig, "整个网站")), {}),
}
RECORDS: dict[str, tuple[Any, dict[str, FieldList]]] = {
    "issue": (BASE, ISSUE_LISTS),
    "round": (records.record_of(Round), ROUND_LISTS),
    "site": (records.record_of(SiteConfig), SITE_LISTS),
}


@pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind, (_, lists) in RECORDS.items() for name in lists])
def test_a_list_names_every_field_or_excuses_it(sources: Sources, kind: str, name: str) -> None:
    """A field that a list forgot is seen here, not by a reader who misses it; excuses that do not hold go."""
    base, lists = RECORDS[kind]
    missing = unnamed(sources, lists[name], base)

    assert unexcused(lists[name], missing) == set()
    assert reasons(lists[name], missing) == lists[name].excused


@dataclass(frozen=True, slots=True, kw_only=True)
class _Grown(Issue):
    """An issue with a field that no list was told of."""

    made_up: Line = named_field("编的一项", default=Line(""))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Marked(Issue):
    """An issue with a field that the model marks as a line to be shown."""

    made_up: Line = named_field("编的一项", default=Line(""), particular="编的一项")


def forgetful(sources: Sources, kind: Any) -> set[str]:
    """The lists of an issue that do not name the field `made_up`."""
    base = replace(records.record_of(kind), withdrawn=None)
    return {name for name, one in ISSUE_LISTS.items() if "made_up" in unexcused(one, unnamed(sources, one, base))}


def test_a_forgotten_field_fails_in_every_list(sources: Sources) -> None:
    """Only what reads the fields of the record that it is given cannot forget any."""
    assert forgetful(sources, _Grown) == ISSUE_LISTS.keys() - {"export as files", "canonical text"}


def test_a_marked_field_is_shown_everywhere(sources: Sources) -> None:
    """Where a list depends on the class Issue itself, the field has to be in it; import is by hand."""
    by_class = {"JSON schema", "CSV and XLSX", "export", "editor schema", "reference", "skeleton"}

    assert forgetful(sources, _Marked) == {"import", *by_class}
