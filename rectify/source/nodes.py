"""A YAML document as a tree whose nodes keep their spelling and their place."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

_JOINED: Final = (
    "\u0600-\u08ff\u0900-\u0dff\u1000-\u109f\u1780-\u18af\ua840-\ua87f\u2600-\u27bf\ufe0f\U0001f000-\U0001faff"
)
"""Scripts whose letters the joiners shape (Mongolian, Uyghur, Tibetan's neighbours), and emoji."""

UNPRINTABLE: Final = re.compile(
    "[^\t\n\r\x20-\x7e\xa0-\xac\xae-\u034e\u0350-\u061b\u061d-\u115e\u1161-\u17b3\u17b6-\u200a\u200c\u200d"
    "\u2010-\u2027\u202f-\u205f\u2070-\u3163\u3165-\ud7ff\ue000-\ufdcf\ufdf0-\ufefe\uff00-\uff9f\uffa1-\ufff8"
    "\ufffc\ufffd\U00010000-\U0001d172\U0001d17b-\U0001fffd\U00020000-\U000dffff\U000e0100-\U000e01ef"
    "\U000f0000-\U0010fffd]"
    f"|(?<![{_JOINED}])[\u200c\u200d]"
    "|(?<![\u1800-\u18af])[\u180b-\u180f]"
    "|(?<![^\0-\x7f\ufe00-\ufe0f\U000e0100-\U000e01ef])[\ufe00-\ufe0f\U000e0100-\U000e01ef]"
)
"""Characters that no source file may hold, since they are invisible or change how others look.

Joiners and variation selectors may stand where they belong. Between digits they would hide a telephone
number from the checks; direction marks and fillers can show one text and be another.
"""


@dataclass(slots=True)
class Scalar:
    """A value as it was typed; `plain` is true if it was written without quotes."""

    text: str
    plain: bool
    line: int
    column: int


@dataclass(slots=True)
class Sequence:
    """A list."""

    line: int
    column: int
    items: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class Mapping:
    """Keys and values, in the order written, repeated keys included."""

    line: int
    column: int
    pairs: list[tuple[Node, Node]] = field(default_factory=list)


Node = Scalar | Sequence | Mapping
