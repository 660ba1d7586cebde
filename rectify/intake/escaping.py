"""Text and tables that people wrote → the small Markdown of text fields, so that they show exactly as they wrote them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

_ALWAYS: Final = re.compile(
    r"\\(?=[\\`*_{}\[\]()>#+.!|-])|[*`]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|\[(?=[^\]]*\][(\[:])|(?<=\])(?=\()"
)
_TAG: Final = re.compile(r"<(?=[A-Za-z/!?])")
_ENTITY: Final = re.compile(r"&(?=#?\w+;)")
_FIRST: Final = re.compile(r"(?P<list>[-+](?= |$))|(?P<number>\d+)(?P<dot>[.)](?= |$))|(?P<quote>>)|(?P<hash>#)")


def escape(text: str) -> str:
    """One paragraph of *text* with whatever Markdown would take for a sign made harmless."""
    made = _ENTITY.sub("&amp;", text)
    made = _ALWAYS.sub(lambda found: "\\" + found[0] if found[0] else "\\", made)
    made = _TAG.sub("&lt;", made)
    first = _FIRST.match(made)
    if first is None:
        return made
    if first["number"]:
        return f"{first['number']}\\{made[first.start('dot') :]}"
    return "\\" + made


def as_table(rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table of *rows*, all of one length; the first is its head."""
    lines = [f"| {' | '.join(escape(cell).replace('|', chr(92) + '|') for cell in row)} |" for row in rows]
    return "\n".join([lines[0], "|" + " --- |" * len(rows[0]), *lines[1:]])
