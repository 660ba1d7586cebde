"""Names of public bodies: the bureau whose party organisation a text names."""

from __future__ import annotations

import re
from typing import Final

_PARTY: Final = re.compile(
    r"\A(?:中国共产党|中共)|(?:机关)?(?:分?党组|党委|党工委|(?:党总支|总支部|党支部|支部)(?:委员会)?)(?:领导班子|班子)?(?:成员)?\Z"
)
_OF_BUREAU: Final = re.compile(r"(?<=[局院心司室学校团厅部处行厂馆会])委员会\Z")
"""The committee of the party in a body: a name such as 发展和改革委员会 has no such word before it."""


def bureau_name(words: str) -> str:
    """The name of the body whose party organisation *words* may name: 中共青河县水务局党组 is 青河县水务局."""
    bare = re.sub(r"\s", "", words)
    while (shorter := _OF_BUREAU.sub("", _PARTY.sub("", bare))) != bare:
        bare = shorter
    return bare
