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
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u200b\u200e\u200f\u2028-\u202e"
    "\u2060-\u206f\u3164\ud800-\udfff\ufdd0-\ufdef\ufeff\uffa0\ufff9-\ufffb\ufffe\uffff\U0001d173-\U0001d17a\U0001fffe"
    "\U0001ffff\U000e0000-\U000e00ff\U000e01f0-\U000effff\U0010fffe\U0010ffff]"
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
