"""Photographs and attachments as pages show them, and the page with all attachments of a round."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from rectify.engine.output import Texts
from rectify.field import addresses
from rectify.field.attached import ATTACHMENTS_ANCHOR, attached_in
from rectify.field.model import Attachment, Photo, PhotoTime
from rectify.site.chrome import Link, PageMeta, page_meta
from rectify.site.data_view import in_words as size_in_words
from rectify.site.model import RoundFace, SiteFace, SiteFile, SiteIssue, SiteRound, SmallPhoto


class ShownPhoto(NamedTuple):
    """A photograph on a page: its address (empty while it is missing), its size in pixels, and what is said of it.

    `sizes` are all in which it is published, smallest first; none if there is but one.
    """

    path: str
    width: int
    height: int
    alt: str
    caption: str
    about: str
    sizes: tuple[SmallPhoto, ...] = ()


class PhotoGroup(NamedTuple):
    """The photographs of before, of after, or of neither; then without a title."""

    title: str
    photos: tuple[ShownPhoto, ...]


class ShownAttachment(NamedTuple):
    """An attachment on a page: `about` is its kind, number and day, `form` its format and size, `digest` its SHA-256."""

    path: str
    title: str
    about: str
    form: str
    digest: str


class AttachmentGroup(NamedTuple):
    """The attachments of the round itself or of an issue, to which `link` leads."""

    id: str
    link: Link
    attachments: tuple[ShownAttachment, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachmentsView:
    """All attachments of a round."""

    meta: PageMeta
    count: int
    groups: tuple[AttachmentGroup, ...]


def photo_groups(photos: Iterable[Photo], files: Iterable[SiteFile]) -> tuple[PhotoGroup, ...]:
    """The *photos* as before, after and others, as far as there are any, with their *files*."""
    files_by_name = {file.name: file for file in files}
    photographs = [(one.when, _photo(one, files_by_name.get(one.file))) for one in photos]
    groups = ((when, tuple(photo for own, photo in photographs if own is when)) for when in (*PhotoTime, None))
    return tuple(PhotoGroup(when.words if when else "", own) for when, own in groups if own)


def _photo(photo: Photo, file: SiteFile | None) -> ShownPhoto:
    words = (f"{photo.date}摄" if photo.date else "", f"{photo.source}提供" if photo.source else "")
    about = "，".join(filter(None, words))
    if file is None:
        return ShownPhoto("", 0, 0, photo.alt, photo.caption, about)
    width, height = file.facts.width, file.facts.height
    sizes = (*file.smaller, SmallPhoto(width, file.path)) if file.smaller else ()
    return ShownPhoto(file.path, width, height, photo.alt, photo.caption, about, sizes)


def shown_attachments(attachments: Iterable[Attachment], files: Iterable[SiteFile]) -> tuple[ShownAttachment, ...]:
    """The *attachments* with their *files*."""
    files_by_name = {file.name: file for file in files}
    return tuple(_attachment(one, files_by_name.get(one.file)) for one in attachments)


def _attachment(one: Attachment, file: SiteFile | None) -> ShownAttachment:
    about = "，".join(filter(None, (one.kind, one.number, str(one.date or ""))))
    if file is None:
        return ShownAttachment("", one.title, about, "", "")
    form = f"{file.facts.ending.upper()}，{size_in_words(file.facts.size)}"
    return ShownAttachment(file.path, one.title, about, form, file.facts.sha256)


def attachments_link(round_: SiteRound) -> tuple[Link, ...]:
    """The link to the page of all attachments of a round, if it has any."""
    has_any = round_.round.attachments or any(entry.summary.attachments for entry in round_.issues)
    return (Link("附件", addresses.round_page(round_.id, addresses.ATTACHMENTS)),) if has_any else ()


class AttachmentsInputs(NamedTuple):
    """All that the page of attachments is made of beside the texts: the round's own `files`, the `issues` that have any."""

    site: SiteFace
    round_: RoundFace
    files: tuple[SiteFile, ...]
    issues: tuple[SiteIssue, ...]


def attachments_inputs(site: SiteFace, round_: SiteRound) -> AttachmentsInputs:
    """The inputs of the page of all attachments of a round."""
    issues = tuple(entry for entry in round_.issues if entry.summary.attachments)
    return AttachmentsInputs(site, round_.face, round_.files, issues)


def attachments_view(inputs: AttachmentsInputs, texts: Texts) -> AttachmentsView:
    """The page of all attachments of a round: its own first, then those of its issues."""
    site, round_, files, issues = inputs
    groups = tuple(_groups(round_, files, issues, texts))
    return AttachmentsView(
        meta=page_meta(
            site,
            addresses.round_page(round_.id, addresses.ATTACHMENTS),
            "附件",
            description=f"{round_.round.title}和各个问题的附件，可以打开或者下载。",
            round_=round_,
        ),
        count=sum(len(group.attachments) for group in groups),
        groups=groups,
    )


def _groups(
    round_: RoundFace, files: tuple[SiteFile, ...], issues: tuple[SiteIssue, ...], texts: Texts
) -> Iterator[AttachmentGroup]:
    if own := shown_attachments(round_.round.attachments, files):
        link = Link(round_.round.title, addresses.round_page(round_.id))
        yield AttachmentGroup(ATTACHMENTS_ANCHOR, link, own)
    for entry in issues:
        number, title = entry.summary.number, entry.summary.title
        everywhere = (one for _, one in attached_in(texts[entry.text].issue) if isinstance(one, Attachment))
        own = shown_attachments(everywhere, entry.files)
        yield AttachmentGroup(f"di-{number}", Link(f"第{number}号：{title}", entry.path), own)
