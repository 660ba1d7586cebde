"""Types of text that fields hold, and `named_field`, which gives a field its Chinese name."""

from __future__ import annotations

import re
from dataclasses import MISSING, field
from typing import Any, Final, NewType

Line = NewType("Line", str)
"""One line of plain text."""

Rich = NewType("Rich", str)
"""Small Markdown: paragraphs, lists, emphasis, links, tables."""

Article = NewType("Article", str)
"""Small Markdown with headings of two levels, `## …` and `### …`: the text of a page."""

Slug = NewType("Slug", str)
"""Part of an address: lower-case ASCII letters, digits and hyphens."""

Url = NewType("Url", str)
"""An absolute web address, http or https."""

PagePath = NewType("PagePath", str)
"""The address of a page from the site's root, `2024-xuncha/013.html`, or of a folder, which ends in `/`."""

PagePlace = NewType("PagePlace", str)
"""The same, or a place on a page: `2024-xuncha/013.html#jinzhan`."""

MenuGoal = NewType("MenuGoal", str)
"""Where an entry of the menu leads: one of `config.Destination`, a place on a page of the site, or an absolute address."""

Colour = NewType("Colour", str)
"""A colour as `#1a4f8b`."""

Email = NewType("Email", str)
Phone = NewType("Phone", str)
"""A telephone number that can be dialled from anywhere: with its area code."""

SLUG: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
URL: Final = re.compile(r"https?://[^\s/$.?#][^\s<>\"'\\]*\Z")
COLOUR: Final = re.compile(r"#[0-9A-Fa-f]{6}\Z")
EMAIL: Final = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+\Z")
PHONE: Final = re.compile(r"(?:0\d{2,3}-?\d{7,8}(?:-\d{1,5})?|1\d{10}|1\d{4}|400-?\d{3}-?\d{4})\Z")


NEEDED_IN_PUBLIC: Final = "公开前"
"""Said of a field that may be missing in a draft, and in nothing that is public."""

NEEDED_OF_INSPECTIONS: Final = "巡察、巡视"
"""Said of a field of a round that only these kinds of inspection must fill in."""

NEEDED_OF_ENDED: Final = "终止、情况变化"
"""Said of a field of an issue that only these statuses must fill in."""

MAX_LINE: Final = 300
"""Characters of a line, unless its field says otherwise."""


def named_field(
    name: str,
    hint: str = "",
    *,
    form: str | None = None,
    default: Any = MISSING,
    needed: str = "",
    particular: str = "",
    longest: int = MAX_LINE,
) -> Any:
    """A dataclass field that knows its Chinese *name* and says in *hint* what belongs in it.

    *form* says the same to somebody who fills in a form, where *hint* speaks of files, of words that stand for a
    choice, or of commands.

    Where it has a default, *needed* says when it must be filled in nevertheless. A line has at most *longest* characters.
    Error texts, the skeleton of a new file, the documentation and the JSON Schema read these.
    A field of an issue with the name *particular* stands under it in one line on the issue's page and
    wherever else an issue is shown or given away (`field/particulars.py`).
    """
    metadata = {
        "name": name,
        "hint": hint,
        "form": hint if form is None else form,
        "needed": needed,
        "particular": particular,
        "longest": longest,
    }
    return field(default=default, metadata=metadata)
