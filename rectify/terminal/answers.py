"""What counts as a yes, in whatever way it is typed."""

from __future__ import annotations

import unicodedata
from typing import Final

_YES: Final = ("y", "yes", "是", "对", "好")


def is_yes(answer: str, *, by_default: bool = False) -> bool:
    """Whether an *answer* agrees; one without a word does so *by_default*. Full-width letters are letters, too."""
    word = unicodedata.normalize("NFKC", answer).strip().lower()
    return word in _YES if word else by_default
