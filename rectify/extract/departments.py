"""Departments that a text names, each by its id, whatever name it has there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from rectify.extract.sentences import Place, inside, titles_in
from rectify.ground.text import HAN

Names = tuple[tuple[str, str], ...]
"""Every name of every department, with the department's id."""

_BEFORE: Final = rf"(?<![{HAN}](?<![由和与及或向对经给在到原是让按从把被将请局])"
_AFTER: Final = "(?!用房|用地|面积|装修|设备|家具|电脑|大楼|楼|里|内)"
"""办公室用房 names rooms, no department; in 市委办公室 it is part of another one's name."""


class NamedDepartment(NamedTuple):
    """A department where a text names it."""

    id: str
    place: Place


def departments_in(text: str, names: Names) -> Iterator[NamedDepartment]:
    """Every mention of a department, in order; not those in titles, nor where the name is a part of a longer word."""
    titles = titles_in(text)
    for match in _pattern(names).finditer(text) if names else ():
        if not inside(titles, match.start()):
            yield NamedDepartment(_ids(names)[match[0]], Place(*match.span()))


@lru_cache(maxsize=64)
def _pattern(names: Names) -> re.Pattern[str]:
    longest_first = sorted((name for name, _ in names), key=lambda name: (-len(name), name))
    return re.compile(f"{_BEFORE})(?:{'|'.join(map(re.escape, longest_first))}){_AFTER}")


@lru_cache(maxsize=64)
def _ids(names: Names) -> dict[str, str]:
    return dict(names)
