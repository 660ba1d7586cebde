"""The files that can be edited at the desk, by the names that a browser may send.

A name is looked up, never followed: what does not have exactly one of these forms is no file.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Any, Final, NamedTuple

from rectify.field import addresses
from rectify.field.config import SiteConfig
from rectify.field.model import Glossary, Issue, Round, Synonyms
from rectify.field.words import SLUG
from rectify.source.sources import GLOSSARY_FILE, ROUND_FILE, SITE_FILE, SYNONYMS_FILE

_NAME: Final = re.compile(r"content/([a-z0-9-]{1,60})/(?:(round)|([0-9]{3,6}))\.yaml\Z", re.ASCII)
_ISSUE: Final = re.compile(r"[0-9]{3,6}\.yaml", re.ASCII)
_SETTINGS: Final = {
    str(SITE_FILE): (SiteConfig, addresses.HOME),
    str(GLOSSARY_FILE): (Glossary, addresses.GLOSSARY),
    str(SYNONYMS_FILE): (Synonyms, addresses.HOME),
}
"""The files that all rounds share, each with the class of its record and the page that shows it best."""

NOT_WRITTEN_YET: Final = {GLOSSARY_FILE: b"terms: []\n", SYNONYMS_FILE: b"synonyms: []\n"}
"""What files say that a project need not have, until they are written."""


class DeskFile(NamedTuple):
    """A source file: its path from the project's root, its round, the number of its issue (None for the round itself).

    A file that all rounds share has no round.
    """

    path: PurePosixPath
    round_id: str
    number: int | None

    @property
    def kind(self) -> Any:
        """The class of its record."""
        if not self.round_id:
            return _SETTINGS[str(self.path)][0]
        return Round if self.number is None else Issue

    @property
    def page(self) -> str:
        """The address of the page that shows it, from the site's root."""
        if not self.round_id:
            return _SETTINGS[str(self.path)][1]
        if self.number is None:
            return addresses.round_page(self.round_id)
        return addresses.issue_page(self.round_id, self.number)


def file_called(name: object) -> DeskFile | None:
    """The file that a browser calls *name*; None if there can be no such file."""
    return _file_called(name) if isinstance(name, str) else None


@lru_cache(maxsize=1 << 14)  # a list asks for all issues, and making their paths would be most of what it costs
def _file_called(name: str) -> DeskFile | None:
    if name in _SETTINGS:
        return DeskFile(PurePosixPath(name), "", None)
    match = _NAME.match(name)
    if match is None or not SLUG.match(match[1]) or addresses.is_reserved_name(match[1]):
        return None
    number = int(match[3]) if match[3] else None
    if number is not None and match[3] != f"{number:03}":
        return None
    file = ROUND_FILE if number is None else f"{number:03}.yaml"
    return DeskFile(PurePosixPath("content", match[1], file), match[1], number)


def name_of_page(address: str) -> str | None:
    """The name of the file that the page at *address* is made from alone; None for lists and the like."""
    if issue := addresses.issue_at(address):
        return f"content/{issue[0]}/{issue[1]:03}.yaml"
    round_id = address.partition("/")[0]
    if "/" in address and address == addresses.round_page(round_id):
        return f"content/{round_id}/{ROUND_FILE}"
    return next((name for name, (_, page) in _SETTINGS.items() if page == address), None)


def settings_files() -> Iterator[DeskFile]:
    """The files that all rounds share, there or not."""
    return (DeskFile(PurePosixPath(name), "", None) for name in _SETTINGS)


def files_in(root: Path) -> Iterator[DeskFile]:
    """The files of all rounds below *root*, each round before its issues, which come by their numbers."""
    for round_file in sorted(root.glob(f"content/*/{ROUND_FILE}"), reverse=True):
        folder = round_file.parent
        names = filter(_ISSUE.fullmatch, os.listdir(folder))  # noqa: PTH208 - ten thousand paths are not made for their names
        own = (ROUND_FILE, *sorted(names, key=lambda name: (len(name), name)))
        yield from (one for name in own if (one := file_called(f"content/{folder.name}/{name}")))
