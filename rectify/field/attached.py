"""The files that records name: photographs and attachments, with the places where a record names them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from rectify.field.model import Attachment, Issue, Photo, Round

ROUND_FOLDER: Final = "round"
"""The folder beside round.yaml in which the files of the round lie; those of issue 13 lie in `013`."""

PHOTOS_ANCHOR: Final = "zhaopian"
ATTACHMENTS_ANCHOR: Final = "fujian"
"""Where a page shows them."""

Place = tuple[str | int, ...]
"""A field's path in its file: `("photos", 0)`."""


def attached_in(record: Issue | Round) -> Iterator[tuple[Place, Photo | Attachment]]:
    """Every photograph and attachment of *record*, in the order of its pages, with its place in the file."""
    for name in ("photos", "attachments"):
        yield from (((name, number), one) for number, one in enumerate(getattr(record, name)))


def files_of(record: Issue | Round) -> tuple[str, ...]:
    """The names of the files that *record* shows, each once."""
    return tuple(dict.fromkeys(str(one.file) for _, one in attached_in(record)))


def undescribed_in(record: Issue | Round) -> tuple[Place, ...]:
    """The places of photographs that do not say what they show."""
    return tuple(place for place, one in attached_in(record) if isinstance(one, Photo) and not one.alt)


def in_words(one: Photo | Attachment, *, file: bool = False) -> str:
    """What readers see of a photograph or an attachment, in one line; with its *file* for those who compare."""
    if isinstance(one, Photo):
        title = str(one.caption or one.alt)
        said = (one.alt if one.caption else "", str(one.date or ""), f"来源：{one.source}" if one.source else "")
        title = f"{one.when.words}：{title}" if one.when else title
    else:
        title, said = one.title, (one.kind, one.number, str(one.date or ""))
    more = "；".join(filter(None, (*said, f"文件：{one.file}" if file else "")))
    return f"{title}（{more}）" if more else title
