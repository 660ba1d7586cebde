"""What readers have to be told of a change: the words of a file that were public and are others in its form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar, Final, NamedTuple

from rectify.desk.desk import Desk
from rectify.desk.exchange import file_of
from rectify.desk.names import DeskFile
from rectify.desk.values import Entry, Value
from rectify.field import canonical
from rectify.field.model import Glossary, Issue, Round, Term
from rectify.field.shape import fields_of
from rectify.ground.diagnostics import SourceError
from rectify.release import growth, kept_texts
from rectify.source.decode import decode
from rectify.source.sources import RoundSource, context_of
from rectify.source.yamltree import decode_text

_TERMS: Final = str(fields_of(Glossary)["terms"].metadata["name"])
_ID: Final = str(fields_of(Term)["id"].metadata["name"])


class ChangedWords(NamedTuple):
    """What has to be told: old words beside new ones, and the ids of the terms, where it is a glossary that says them."""

    words: str = ""
    terms: tuple[str, ...] = ()


class OwedWords:
    """Tells of a form at the *desk* whether saving it makes a revision due, by the rule that publish follows."""

    asked: ClassVar[Mapping[str, tuple[str, ...]]] = {"changes": ("name",)}
    is_quick: ClassVar[bool] = True

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def changes(self, name: object) -> dict[str, Any]:
        """The public words that are others in what was typed and not in the file: old ones beside new ones, or nothing."""
        file = file_of(name)
        kept, now = self._desk.texts(file)
        words = owed_in(self._desk, file, kept.data).words if kept else ""
        return {"words": words if words and not owed_in(self._desk, file, now).words else ""}


def owed_in(desk: Desk, file: DeskFile, data: bytes) -> ChangedWords:
    """What has to be told of the text *data* of *file*; of one with mistakes nothing: they are told at its fields."""
    public = desk.knowledge.public().texts.get(file.page) if desk.knowledge.is_public(file) else None
    if public is None or public.form < canonical.FORM:
        return ChangedWords()
    copy = kept_texts.text_opener(desk.root)(file.page, public.digest)
    try:
        record = decode(decode_text(data, file.path), file.path, file.kind, {}, [])
    except SourceError:
        return ChangedWords()
    if copy is None or (isinstance(record, Issue) and record.withdrawn):
        return ChangedWords()
    then, now = canonical.read(copy), canonical.read(canonical.canonical_text(record, _context(desk, file)))
    if file.number is None:
        then = growth.with_new_ids(then, now, {})
    edits = growth.growth(then, now).edits
    told = [one for one in edits if file.number is None or not one.was_empty]
    return ChangedWords("；".join(one.in_words for one in told), tuple(_changed_terms(then, now)))


def with_revision(
    file: DeskFile, values: Mapping[str, Value], said: Mapping[str, str | None], owed: ChangedWords
) -> dict[str, Value]:
    """The fields of a round, the site or the glossary, which holds *values*, with one entry of `revisions` more: what was *said*.

    In a glossary each term has its own revisions: the entry goes to those that are *owed*, or else to the first.
    """
    if file.kind is not Glossary:
        return {"revisions": _with_entry(values, said)}
    terms: list[Any] = list(values.get("terms") or [])
    wanted = owed.terms or tuple(one.value.get("id") for one in terms[:1])
    return {
        "terms": [
            Entry({"revisions": _with_entry(one.value, said)} if one.value.get("id") in wanted else {}, place)
            for place, one in enumerate(terms)
        ]
    }


def _with_entry(values: Mapping[str, Any], said: Mapping[str, str | None]) -> list[Entry]:
    there = values.get("revisions") or []
    return [*(Entry({}, place) for place in range(len(there))), Entry(said)]


def _context(desk: Desk, file: DeskFile) -> canonical.Context:
    """What stands beside the text of *file*."""
    own: RoundSource | None = next((one for one in desk.knowledge.rounds() if one.id == file.round_id), None)
    if own is None:
        return canonical.ALONE
    files = own.files.get(file.path.stem, {})
    if file.kind is Round:
        return canonical.Context(files={name: one.facts.sha256 for name, one in files.items()})
    return context_of(own.round, files)


def _changed_terms(then: canonical.Tree, now: canonical.Tree) -> Iterator[str]:
    """The ids of terms that are others now than they were *then*, without an entry that says so."""
    was = {one[_ID]: one for one in then.get(_TERMS, ())}
    for one in now.get(_TERMS, ()):
        if one[_ID] in was and growth.growth(was[one[_ID]], one).edits:
            yield one[_ID]
