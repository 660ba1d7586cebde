"""Whether a public site is as it was published: every witness is asked, and each forgery is told for what it is.

Files bear witness to each other: the list of digests to each file, the release's name to the list, the record to the
texts and to all files of the release, each page to its compressed copies, older releases and the project's own record
to the record. Who forges some of them is told by the others.
"""

from __future__ import annotations

import contextlib
import html
import re
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import Final, NamedTuple

from rectify.field import addresses, canonical
from rectify.ground.diagnostics import SourceError
from rectify.ground.files import sha256
from rectify.outputs.compressed import ENDINGS, is_sibling, unpacks_to
from rectify.release import checkpoints, journal
from rectify.release.checkpoints import with_newest
from rectify.release.growth import Edit, is_part
from rectify.release.journal import JOURNAL, Entry, Kind
from rectify.release.kept_texts import public_file
from rectify.release.ownership import RELEASE_NAME
from rectify.release.publications import ENTRIES, day_files, entry_words, page_numbers
from rectify.release.record import OldText, no_copy, state_of
from rectify.release.record_scripts import checkpoint_script, issue_scripts
from rectify.release.release_files import content_digest, is_of_record
from rectify.release.sums import SUMS, Watch, read_sums, wrong_files

_DIGITS: Final = 8
"""Of the digest of the list of digests, so many stand in a release's name."""


class Testimony(NamedTuple):
    """What is wrong: where, a sentence that says what, and what to do about it."""

    path: str
    what: str
    remedy: str


_AGAIN: Final = "重新公开一次；不是您自己动的，查一查谁能写服务器上的文件夹"
_MADE_AGAIN: Final = "重新公开一次，刚升级过程序的这样就好；不是的，查一查谁能写服务器上的文件夹"
_FORGED: Final = (
    "有人改过公开的网站，连核对用的也一起改了：留下这个版本作证，重新公开一次，查一查谁能写服务器上的文件夹"
)


def wrong_in(
    release: Path, record: Sequence[Entry], old_text: OldText = no_copy, watch: Watch = iter
) -> Iterator[Testimony]:
    """What is wrong with a *release*; *record* is the project's own, empty if it has none; *old_text* opens its copies.

    *watch* passes the paths of its files on as they are read.
    """
    for path, what in wrong_files(release, watch):
        yield Testimony(path, what, _AGAIN)
    yield from _wrong_copies(release)
    yield from _wrong_scripts(release)
    yield from wrong_in_older(release, record, old_text)


def wrong_in_older(release: Path, record: Sequence[Entry], old_text: OldText = no_copy) -> Iterator[Testimony]:
    """The same of a release that is not public, without reading all of its files."""
    yield from _wrong_name(release)
    try:
        own = journal.read(release)
    except SourceError as error:
        yield from (Testimony(str(JOURNAL), one.message, _FORGED) for one in error.diagnostics)
        return
    if not own:
        yield Testimony(str(JOURNAL), "没有：这个版本少了公开记录", _FORGED)
        return
    if record and not journal.is_start_of(own, record):
        yield other_record(own, record)
    yield from _wrong_texts(release, own, old_text)
    yield from _wrong_content(release, own)


def other_record(own: Sequence[Entry], record: Sequence[Entry]) -> Testimony:
    """That the record of a release is not the beginning of the project's."""
    if journal.is_start_of(record, own):
        what = f"比本机的公开记录多 {len(own) - len(record)} 条"
        return Testimony(
            str(JOURNAL), what, "运行一次 publish，程序会从公开的网站补上；本机的被截短过的，从备份（或者版本库）里取回"
        )
    different = (number for number, (one, other) in enumerate(zip(own, record, strict=False), 1) if one != other)
    what = f"从第 {next(different)} 条起和本机的公开记录对不上"
    return Testimony(
        str(JOURNAL), what, "两份里有一份被改过：从备份（或者版本库）里取回原来的 record 文件夹，再核对一次"
    )


def _wrong_name(release: Path) -> Iterator[Testimony]:
    """The name of a release ends in the beginning of the digest of its list."""
    listing = (release / SUMS).read_bytes() if (release / SUMS).is_file() else b""
    if RELEASE_NAME.match(release.name) and listing and not release.name.endswith(f"-{sha256(listing)[:_DIGITS]}"):
        yield Testimony(SUMS, "和这个版本的名字对不上：它在公开以后换过", _FORGED)


def _wrong_copies(release: Path) -> Iterator[Testimony]:
    """A compressed copy is sent in the place of its file, and must hold the same."""
    for path in sorted(filter(is_sibling, read_sums(release))):
        plain = release / path.removesuffix(PurePosixPath(path).suffix)
        if plain.is_file() and (release / path).is_file():
            if not unpacks_to(PurePosixPath(path).suffix, (release / path).read_bytes(), plain.read_bytes()):
                yield Testimony(path, f"里面不是 {plain.name} 的内容：读者看到的和网页文件不一样", _FORGED)
        elif (release / path).is_file() and path.endswith(ENDINGS):
            yield Testimony(path, "旁边没有它压的那个文件", _AGAIN)


def _wrong_scripts(release: Path) -> Iterator[Testimony]:
    """What lies beside the record, for pages that check themselves and for people, says what the record does, and nothing else."""

    def text_at(path: str) -> str | None:
        place = release / path
        return place.read_text("utf-8", "surrogatepass") if place.is_file() else None

    with contextlib.suppress(SourceError):  # an unsound record is told by itself
        own, kept = journal.read(release), checkpoints.files_in(release)
        made = {**issue_scripts(own, text_at), **day_files(own), **checkpoint_script(kept), **with_newest(kept)}
        for path, data in made.items():
            if (release / path).is_file() and (release / path).read_bytes() != data:
                yield Testimony(path, "不是从公开记录做出来的：读者拿它核对时会被骗", _MADE_AGAIN)
        for path in checkpoints.misfits(kept, own):
            yield Testimony(path, "不是公开记录那时的检查点：别人存下它，以后核对会说公开记录改过", _FORGED)
        pages, done = page_numbers(own), entry_words(own)
        for path, numbers in pages.items():
            page = text_at(path) or ""
            wanted = (*(done.get(path, ()) if ENTRIES in page else ()), *numbers)
            if page and not is_part(wanted, _shown_words(page)):
                yield Testimony(path, "上面写的和公开记录里的不一样", _FORGED)
        for path in sorted(filter(is_of_record, read_sums(release))):
            plain = path.removesuffix(PurePosixPath(path).suffix) if path.endswith(ENDINGS) else path
            if plain not in {*made, *pages, str(JOURNAL)}:
                yield Testimony(path, "是多出来的：它不是从公开记录做出来的", _MADE_AGAIN)


_TAG: Final = re.compile(r"<[^>]*>")


def _shown_words(page: str) -> list[str]:
    """The words and numbers that a page shows, in its order."""
    return html.unescape(_TAG.sub(" ", page)).split()


def _wrong_texts(release: Path, own: Sequence[Entry], old_text: OldText) -> Iterator[Testimony]:
    """Every text is the one in the record."""
    state = state_of(own)
    for address, text in sorted(state.texts.items()):
        if text.form:
            path = str(public_file(address))
            place = release / path
            data = place.read_bytes() if place.is_file() else b""
            if sha256(data) != text.digest:
                which = _differences(old_text(address, text.digest), data)
                yield Testimony(path, f"不是公开记录里 {address} 的文字{which}", _FORGED)
    for address, digest in sorted(state.files.items()):
        path = str(public_file(address)) if addresses.is_page(address) else address
        place = release / path
        if place.is_file() and sha256(place.read_bytes()) != digest:
            yield Testimony(path, "和公开记录里的校验码不一样", _FORGED)


def _differences(published: str | None, data: bytes) -> str:
    """Which parts of the text that was *published* are others in the *data*, in words; empty where that cannot be said."""
    try:
        before, now = canonical.read(published or ""), canonical.read(data.decode())
    except ValueError:
        return ""
    changed = [name for name in dict.fromkeys((*before, *now)) if before.get(name) != now.get(name)]
    return "：" + "；".join(Edit(name, False, before.get(name, ""), now.get(name, "")).in_words for name in changed)


def _wrong_content(release: Path, own: Sequence[Entry]) -> Iterator[Testimony]:
    """The record says what all files together were when the release was made."""
    if (made := last_content(own)) and made != content_digest(read_sums(release)):
        yield Testimony(SUMS, "和公开记录里这一次公开的校验码对不上：网页、SHA256SUMS 一起换过", _FORGED)


def last_content(record: Sequence[Entry]) -> str:
    """What all files together are that are public after *record*; empty if it does not say."""
    standing = (record[place] for place in reversed(journal.standing(record)))
    return next((entry.text for entry in standing if entry.kind is Kind.RELEASED), "")
