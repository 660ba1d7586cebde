"""The documents that an issue names, each mention with its paragraph; mentions of one document joined, and opened."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from rectify.extract.documents import FoundDocument, Role, documents_in, is_common_name, is_hidden
from rectify.field.attached import attached_in
from rectify.field.model import Attachment, DocumentReference, DocumentRole, Issue, Round
from rectify.site.issue_text import TextParagraph

DOCUMENTS_ANCHOR: Final = "wenjian"
"""The part of an issue's page that lists its documents, also those that no paragraph names."""
_REVISED: Final = re.compile(r"(?:修订|修改|修编|完善)(?:完善)?(?:[后并、]{0,2}(?:印发|下发|发布|公布|颁布|出台))?\Z")
_ROLES: Final = {Role.MADE: DocumentRole.MADE, Role.FOLLOWED: DocumentRole.FOLLOWED, None: DocumentRole.NAMED}
_BY_WEIGHT: Final = [role.value for role in DocumentRole]


class DocumentFact(NamedTuple):
    """One mention of a document: `role` is a word of DocumentRole. Title or number may be empty, not both."""

    title: str
    number: str
    role: str
    anchor: str


class Opening(NamedTuple):
    """A document that readers can open: its title or 文号, and the *file* of the record that it is, or its address."""

    title: str
    number: str
    file: str
    url: str = ""


def openings_of(record: Issue | Round) -> Iterator[Opening]:
    """The documents that are attachments of *record* or evidence that lies elsewhere, by whatever names it gives them."""
    for _, one in attached_in(record):
        if isinstance(one, Attachment):
            yield _opening(one.title, one.number, one.file, "")
    for shown in record.evidence if isinstance(record, Issue) else ():
        yield _opening(shown.title, "", shown.file, shown.url or "")


def _opening(title: str, number: str, file: str, url: str) -> Opening:
    """The document called *title*, which may hold its 文号, too: 《用车办法》（示局发〔2025〕7号）."""
    named, numbered = next(iter(documents_in(title)), None), next(iter(documents_in(number)), None)
    normal = numbered.normal_number if numbered else number
    if named:
        return Opening(named.title or title, normal or named.normal_number, file, url)
    return Opening(title.strip(), normal, file, url)


def documents_of(issue: Issue, paragraphs: Sequence[TextParagraph]) -> Iterator[DocumentFact]:
    """The documents that the *paragraphs* of an issue name, mention by mention; then those that only its file gives."""
    documents = [
        (mention, paragraph)
        for paragraph in paragraphs
        if "》" in paragraph.text or "号" in paragraph.text
        for mention in documents_in(paragraph.text)
        if not is_hidden(paragraph.text, mention, issue.hide_facts)
    ]
    spoken_of = set()
    for mention, paragraph in documents:
        numbers = {other.normal_number for other, _ in documents if other.title == mention.title} - {""}
        own = _given_for(mention, issue.documents, numbers)
        spoken_of.add(own)
        yield DocumentFact(
            mention.title,
            (own.number if own else "") or mention.normal_number,
            (own.role if own and own.role else _role(paragraph.text, mention)).value,
            paragraph.anchor,
        )
    for document in issue.documents:
        if document not in spoken_of:
            role = document.role or DocumentRole.NAMED
            yield DocumentFact(document.title, document.number, role.value, DOCUMENTS_ANCHOR)


def _role(text: str, mention: FoundDocument) -> DocumentRole:
    """What *text* says of a document: one that is 修订 or 修订后印发 is not made anew."""
    if mention.role is Role.MADE and mention.evidence and _REVISED.search(text, 0, mention.evidence.end):
        return DocumentRole.REVISED
    return _ROLES[mention.role]


def _given_for(
    mention: FoundDocument, given: Sequence[DocumentReference], numbers: Collection[str]
) -> DocumentReference | None:
    """What an issue's file says of the document of a *mention*; *numbers* are those that the texts give to its title.

    Where several documents have the title, an entry with another 文号 does not speak of this one.
    """
    same = [one for one in given if one.title == mention.title]
    exact = [one for one in same if one.number in ("", mention.normal_number, mention.number)]
    only = same if len(same) == 1 and (len(numbers) < 2 or not mention.number) else ()  # noqa: PLR2004 - one or none
    return next(iter((*exact, *only)), None)


class NamedDocument(NamedTuple):
    """A document of one or more mentions, each with the place among the *several* that it came from."""

    title: str
    number: str
    mentions: tuple[tuple[int, DocumentFact], ...]
    path: str = ""
    """Where it can be opened: a file of the site, from its root."""
    url: str = ""
    """The same elsewhere."""

    @property
    def name(self) -> str:
        """`《…》（…号）`, or only its 文号."""
        if not self.title:
            return self.number
        return f"《{self.title}》" + (f"（{self.number}）" if self.number else "")

    @property
    def role(self) -> str:
        """What its mentions say, the most telling of all."""
        return telling(fact.role for _, fact in self.mentions)

    @property
    def anchor(self) -> str:
        """The paragraph that says most of it."""
        return most_telling([fact for _, fact in self.mentions]).anchor


def most_telling(facts: Sequence[DocumentFact]) -> DocumentFact:
    """The first of some mentions that says as much of the document as any."""
    role = telling(fact.role for fact in facts)
    return next(fact for fact in facts if fact.role == role)


def telling(roles: Iterator[str] | Sequence[str]) -> str:
    """The role that says most."""
    return min(roles, key=_BY_WEIGHT.index)


def documents_together(several: Sequence[Sequence[DocumentFact]]) -> tuple[NamedDocument, ...]:
    """Mentions of the same document joined, in the order of their first.

    A mention without 文号 is of the document with this title, if there is only one; a 文号 alone is of the document
    that has it. Where a title names only a form (《督办通知书》), this holds for the mentions of one issue.
    """
    facts = [(place, fact) for place, own in enumerate(several) for fact in own]
    titles = {fact.number: fact.title for _, fact in facts if fact.number and fact.title}
    numbers: dict[tuple[str, int], set[str]] = {}
    for place, fact in facts:
        if fact.title and fact.number:
            numbers.setdefault((fact.title, _issue_of(fact.title, place)), set()).add(fact.number)
    joined: dict[tuple[str, str, int], list[tuple[int, DocumentFact]]] = {}
    for place, fact in facts:
        title = fact.title or titles.get(fact.number, "")
        issue = _issue_of(title, place)
        only = numbers.get((title, issue), ())
        number = fact.number or (next(iter(only)) if len(only) == 1 else "")
        joined.setdefault((title, number, issue), []).append((place, fact))
    return tuple(NamedDocument(title, number, tuple(mentions)) for (title, number, _), mentions in joined.items())


def with_openings(
    documents: Iterable[NamedDocument], openings: Sequence[tuple[int, Opening, str]]
) -> Iterator[NamedDocument]:
    """The *documents* with the places where readers can open them.

    *openings* are what issues and their round offer: the place of the issue among the several (-1 for the round), the
    document, and the path of its file. The 文号 decides where both have one, else the title.
    """
    named: dict[str, list[tuple[int, Opening, str]]] = {}
    for opening in openings:
        for name in {opening[1].title, opening[1].number} - {""} if opening[2] or opening[1].url else ():
            named.setdefault(name, []).append(opening)
    for document in documents:
        places = {place for place, _ in document.mentions}
        for place, one, path in (*named.get(document.number, ()), *named.get(document.title, ())):
            is_other = document.number and one.number and document.number != one.number
            if not is_other and (place in places or not is_common_name(document.title)):
                yield document._replace(path=path, url=one.url)
                break
        else:
            yield document


def _issue_of(title: str, place: int) -> int:
    """The place of the only issue in which a title means the same document, or -1 if it does so in all."""
    return place if is_common_name(title) else -1
