"""What a scheme makes of a notice: headings, entries with their labelled texts, and what stands outside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from rectify.intake.recognise.draft import NoticeLine
from rectify.intake.recognise.labels import Label
from rectify.intake.recognise.tokens import Token

LABELLED: Final = "标签"
"""The scheme of notices without numbers: each label that says what was wrong begins an issue."""


class Heading(NamedTuple):
    """A heading above issues: its mark's series and value, and the tokens of its line."""

    series: str
    value: int
    tokens: tuple[Token, ...]


def heading_text(lines: Sequence[NoticeLine], heading: Heading) -> str:
    """The words of a heading, without its number."""
    return "".join(lines[t.line].text[t.start : t.end] for t in heading.tokens if t.kind == "text").strip()


class Text(NamedTuple):
    """A text of an issue: the label it stands under, if any, the label's token, and its tokens."""

    label: Label | None
    announced: Token | None
    tokens: list[Token]


@dataclass(slots=True)
class Entry:
    """An issue as it stands in the source."""

    path: tuple[Heading, ...]
    mark: Token | None
    texts: list[Text] = field(default_factory=list)

    kinds: set[Label] = field(default_factory=set)

    def labels(self) -> set[Label]:
        """The labels that it has."""
        return self.kinds

    def announce(self, label: Label, token: Token) -> None:
        """Begin a text under a label."""
        self.kinds.add(label)
        self.texts.append(Text(label, token, []))


class Outside(NamedTuple):
    """A token that belongs to no issue, and how many issues stand before it."""

    token: Token
    before: int
    path: tuple[Heading, ...]


@dataclass(slots=True)
class ParsedNotice:
    """What a scheme makes of a notice."""

    scheme: str
    entries: list[Entry] = field(default_factory=list)
    outside: list[Outside] = field(default_factory=list)
    odd: list[Token] = field(default_factory=list)
    """Marks that begin an issue although they do not count on."""
