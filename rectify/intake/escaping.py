"""Text that people wrote → the small Markdown of text fields, so that it shows exactly as they wrote it."""

from __future__ import annotations

import re
from typing import Final

_ALWAYS: Final = re.compile(
    r"\\(?=[\\`*_{}\[\]()>#+.!|-])|[*`]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|\[(?=[^\]]*\][(\[:])|(?<=\])(?=\()"
)
_TAG: Final = re.compile(r"<(?=[A-Za-z/!?])")
_ENTITY: Final = re.compile(r"&(?=#?\w+;)")
_FIRST: Final = re.compile(r"(?P<list>[-+](?= |$))|(?P<number>\d+)(?P<dot>[.)](?= |$))|(?P<quote>>)|(?P<hash>#)")
_ESCAPED: Final = re.compile(r"\\([\\`*_{}\[\]()>#+.!|-])|&(lt|amp);")


def escaped(text: str) -> str:
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


def unescaped(text: str) -> str:
    """The text that *escaped* made harmless."""
    return _ESCAPED.sub(lambda found: found[1] or {"lt": "<", "amp": "&"}[found[2]], text)
