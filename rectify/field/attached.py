"""The files that records name: photographs and attachments, with the places where a record names them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from rectify.field.model import Attachment, Issue, Measure, Photo, Progress, Round, Update

PHOTOS_ANCHOR: Final = "zhaopian"
ATTACHMENTS_ANCHOR: Final = "fujian"
"""Where a page shows those of the issue or round itself; those of an entry stand in its paragraph."""

PHOTOS: Final = "photos"
FIELDS: Final = (PHOTOS, "attachments")
_ENTRIES: Final = ("measures", "progress", "updates")

PRIVATE: Final = ("checked",)
"""Fields of these records that are the bureau's own, and in nothing that is public."""

Place = tuple[str | int, ...]
"""A field's path in its file: `("photos", 0)`."""


def attached_to(record: Issue | Round | Measure | Progress | Update | None) -> Iterator[Photo | Attachment]:
    """The photographs and attachments of *record* itself, without those of its entries; None has none."""
    return (one for name in FIELDS for one in getattr(record, name, ()))


def attached_in(record: Issue | Round) -> Iterator[tuple[Place, Photo | Attachment]]:
    """Every photograph and attachment of *record*, those of entries first, each with its place in the file."""
    entries = (((name, n), entry) for name in _ENTRIES for n, entry in enumerate(getattr(record, name, ())))
    for at, one in (*entries, ((), record)):
        yield from (((*at, name, n), file) for name in FIELDS for n, file in enumerate(getattr(one, name)))


def files_of(record: Issue | Round) -> tuple[str, ...]:
    """The names of the files that *record* shows, each once."""
    return tuple(dict.fromkeys(str(one.file) for _, one in attached_in(record)))


def undescribed_in(record: Issue | Round) -> tuple[Place, ...]:
    """The places of photographs that do not say what they show."""
    return tuple(place for place, one in attached_in(record) if isinstance(one, Photo) and not one.alt)


def unchecked_in(record: Issue | Round) -> tuple[Place, ...]:
    """The places of described photographs of which nobody says that they were looked at for faces and number plates."""
    photos = ((place, one) for place, one in attached_in(record) if isinstance(one, Photo))
    return tuple(place for place, one in photos if one.alt and not one.checked)


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


def line_of(one: Photo | Attachment, *, file: bool = False) -> str:
    """The same after a word for what it is: `照片：…`."""
    return f"{'照片' if isinstance(one, Photo) else '附件'}：{in_words(one, file=file)}"
