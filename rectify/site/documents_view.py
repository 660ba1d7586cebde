"""The pages with the index of documents: those issued, those followed, and others that the texts name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final, NamedTuple

from rectify.field import addresses
from rectify.field.config import SiteConfig
from rectify.field.model import DocumentRole
from rectify.site.chrome import Link, PageMeta, page_meta
from rectify.site.document_facts import (
    DOCUMENTS_ANCHOR,
    NamedDocument,
    documents_together,
    most_telling,
    openings_of,
    with_openings,
)
from rectify.site.fact_pages import ISSUE_COLUMNS, PLACE_COLUMNS, Column, Place, in_parts, place_of
from rectify.site.model import Site, SiteFile, SiteRound
from rectify.site.page_parts import BarRow

MAX_DOCUMENTS: Final = 150
_SHOWN: Final = 12
_MADE: Final = DocumentRole.MADE.value
_GROUPS: Final = {
    DocumentRole.MADE.value: ("zhiding", "整改中制定、印发、报送的文件"),
    DocumentRole.REVISED.value: ("xiuding", "整改中修订的文件"),
    DocumentRole.FOLLOWED.value: ("yiju", "整改依据、执行的文件"),
    DocumentRole.NAMED.value: ("tidao", "其他提到的文件"),
}


COLUMNS: Final = (
    Column("文件", "string", "文件的标题；原文只写文号的空着"),
    Column("文号", "string", "发文字号；没有写的空着"),
    Column("与整改的关系", "string", "写到它的这个问题里，是整改中制定的、依据的，还是提到的"),
    *ISSUE_COLUMNS,
    *PLACE_COLUMNS,
)
"""The table to take away, a row for each issue that names a document; a reader's program may count on the places."""


class Citing(NamedTuple):
    """An issue that names a document, the role that it gives to it, and the paragraph."""

    place: Place
    role: str


class IndexedDocument(NamedTuple):
    """A document and every issue that names it; `link` has its name, and where it can be with_openings, if it can."""

    link: Link
    issues: tuple[Citing, ...]


class DocumentGroup(NamedTuple):
    """Documents with the same role."""

    id: str
    title: str
    documents: tuple[IndexedDocument, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentsView:
    """The documents of a round, or a page of them."""

    meta: PageMeta
    count: int
    groups: tuple[DocumentGroup, ...]
    most: tuple[BarRow, ...]
    """The issues whose rectification made most documents."""
    csv_path: str
    pages: tuple[Link, ...]


def documents_views(site: Site, round_: SiteRound) -> Iterator[DocumentsView]:
    """The pages of the documents that a round's texts name; none if they name none."""
    documents = _documents(round_)
    most = tuple(_most(round_, documents))
    for part, own in in_parts(round_, addresses.DOCUMENTS, documents, MAX_DOCUMENTS):
        yield DocumentsView(
            meta=page_meta(
                site.face,
                part.path,
                f"提到的文件{part.ordinal}",
                description=f"{round_.round.short_title}：各项整改制定的、依据的和提到的{len(documents)}份文件，"
                "每一份都可以打开写到它的那一段。",
                round_=round_.face,
            ),
            count=len(documents),
            groups=tuple(_groups(round_, own)),
            most=most if part.number == 1 else (),
            csv_path=addresses.fact_table(round_.id, addresses.DOCUMENTS),
            pages=part.pages,
        )


def _most(round_: SiteRound, documents: Sequence[NamedDocument]) -> Iterator[BarRow]:
    """At most so many issues that made at least two documents, those with most of them first."""
    made = (place for one in documents for place in {n for n, fact in one.mentions if fact.role == _MADE})
    counts = sorted(Counter(made).items(), key=lambda one: (-one[1], one[0]))[:_SHOWN]
    for place, count in counts if len(counts) > 1 else ():
        summary = round_.issues[place].summary
        if count > 1:
            title, length = f"第{summary.number}号：{summary.title}", 100 * count / counts[0][1]
            yield BarRow(title, f"{round_.issues[place].path}#{DOCUMENTS_ANCHOR}", f"{count}份", f"{length:.2f}")


def csv_rows(config: SiteConfig, round_: SiteRound) -> Iterator[tuple[str | int, ...]]:
    """The documents in the order of the pages, each with the issues that name it, with the cells of COLUMNS."""
    for one in _documents(round_):
        for place, role in _citing(round_, one):
            yield one.title, one.number, role, place.number, place.title, place.section, config.absolute(place.path)


def _documents(round_: SiteRound) -> list[NamedDocument]:
    """By role, those that most issues name first."""
    order = list(_GROUPS)
    return sorted(
        _documents_with_places(round_),
        key=lambda one: (order.index(one.role), -len({place for place, _ in one.mentions})),
    )


def _documents_with_places(round_: SiteRound) -> tuple[NamedDocument, ...]:
    """The documents that a round's texts name, with the places where readers can open them."""
    documents = documents_together([facts.documents for facts in round_.facts])
    openings = [(-1, one, path_among(round_.files, one.file)) for one in openings_of(round_.round)]
    for place, (entry, facts) in enumerate(zip(round_.issues, round_.facts, strict=bool(round_.facts))):
        openings += [(place, one, path_among(entry.files, one.file)) for one in facts.openings]
    return tuple(with_openings(documents, openings))


def path_among(files: Iterable[SiteFile], name: str) -> str:
    """The address of the file called *name*; empty if it is not among *files*."""
    return next((file.path for file in files if name and file.name == name), "")


def link_to(document: NamedDocument) -> Link:
    """The name of a document, as a link where it can be with_openings."""
    return Link(document.name, document.path or None, document.url or None)


def _groups(round_: SiteRound, documents: Sequence[NamedDocument]) -> Iterator[DocumentGroup]:
    for role, own in groupby(documents, key=lambda one: one.role):
        listed = (IndexedDocument(link_to(one), tuple(_citing(round_, one))) for one in own)
        yield DocumentGroup(*_GROUPS[role], tuple(listed))


def _citing(round_: SiteRound, document: NamedDocument) -> Iterator[Citing]:
    """Each issue that names the document once, with the paragraph that says most about it."""
    for place, mentions in groupby(document.mentions, key=lambda mention: mention[0]):
        fact = most_telling([fact for _, fact in mentions])
        yield Citing(place_of(round_.issues[place], fact.anchor), fact.role)
