"""Compares the site with the public record: which changes may be published, and what the record says of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from enum import Enum
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Final, NamedTuple

from rectify.field import addresses
from rectify.ground.diagnostics import Diagnostic, Span
from rectify.release.clock import last_correction
from rectify.release.journal import JOURNAL, Entry, Kind

_NOTHING: Final[Mapping[str, str]] = MappingProxyType({})
_NONE: Final[Mapping[str, Sequence[str]]] = MappingProxyType({})


class Text(NamedTuple):
    """What is public of an issue: the digest of its public text, its time of publication, its number of revisions."""

    digest: str
    published: str
    revisions: int


class Public(NamedTuple):
    """What is public: every issue's text by its address, and every address that must not vanish.

    `moved` are those addresses that only lead on, and to where. `former` are, by the address of an issue,
    the digests that the same words had before. `files` are the SHA-256 of photographs and attachments by their
    addresses.
    """

    texts: Mapping[str, Text]
    addresses: frozenset[str]
    moved: Mapping[str, str] = _NOTHING
    former: Mapping[str, Sequence[str]] = _NONE
    files: Mapping[str, str] = _NOTHING


class ChangeKind(Enum):
    """The kinds of differences between the site and the record."""

    NEW_TEXT = "new text"
    REVISED = "revised"
    OTHER_FORM = "other form"
    WITHDRAWN = "withdrawn"
    MOVED = "moved"
    NEW_ADDRESS = "new address"
    LOST_ADDRESS = "lost address"
    LED_AWAY = "led away"
    PURGED_ADDRESS = "purged address"
    SILENT_EDIT = "silent edit"
    MOVED_DATE = "moved date"
    CORRECTED_DATE = "corrected date"
    LOST_REVISIONS = "lost revisions"
    OTHER_FILE = "other file"


class Change(NamedTuple):
    """A difference at one address: `before` is what the record says, `now` what the site says.

    `goal` is where the address leads now, if the page moved.
    """

    kind: ChangeKind
    address: str
    before: Text | None = None
    now: Text | None = None
    goal: str = ""


_RECORDED: Final = {
    ChangeKind.NEW_TEXT: Kind.PUBLISHED,
    ChangeKind.REVISED: Kind.REVISED,
    ChangeKind.OTHER_FORM: Kind.REVISED,
    ChangeKind.CORRECTED_DATE: Kind.REVISED,
    ChangeKind.WITHDRAWN: Kind.WITHDRAWN,
    ChangeKind.MOVED: Kind.MOVED,
    ChangeKind.NEW_ADDRESS: Kind.ADDRESS,
    ChangeKind.PURGED_ADDRESS: Kind.PURGED,
}


def promised(paths: Iterable[str], lists: Collection[str] = ()) -> frozenset[str]:
    """Those of *paths* that are pages which may be cited, and so must not vanish (C-01).

    *lists* are the first pages of lists by category and department.
    """
    return frozenset(path for path in paths if addresses.is_promised(path, lists))


def state_of(record: Sequence[Entry]) -> Public:
    """The texts and addresses that are public after the last entry of the *record*."""
    texts: dict[str, Text] = {}
    files: dict[str, str] = {}
    public: set[str] = set()
    for entry in _standing(record):
        if entry.kind is Kind.PURGED and _page_beside(entry.address):
            public.discard(entry.address)
            files.pop(entry.address, None)
            continue
        if entry.kind is Kind.ADDRESS and entry.text:
            files[entry.address] = entry.text
        public |= {entry.address} - {""}
        if entry.kind in (Kind.PUBLISHED, Kind.REVISED):
            texts[entry.address] = Text(entry.text, entry.published, entry.revisions)
        elif entry.kind in (Kind.WITHDRAWN, Kind.MOVED):
            texts.pop(entry.address, None)
    return Public(texts, frozenset(page for page in public if not addresses.is_passing(page)), files=files)


def _page_beside(address: str) -> str:
    """The page of the issue or round if an older text or a file of it is at *address*, which a purge may take away."""
    return addresses.issue_of_older(address) or addresses.page_of_attached(address)


def _standing(record: Sequence[Entry]) -> Sequence[Entry]:
    """The entries that are still valid: a rollback undoes those after the release that it went back to."""
    standing: list[Entry] = []
    place = len(record)
    while place:
        place -= 1
        if record[place].kind is Kind.ROLLED_BACK:
            place = max(min(record[place].length, place), 0)
        else:
            standing.append(record[place])
    return standing[::-1]


def changes_since(record: Sequence[Entry], now: Public, purged: str = "") -> tuple[Change, ...]:
    """The differences from what the *record* says is public to the site *now*; with an empty record all is new.

    Older texts and files of the issue or round at the address *purged* may vanish.
    """
    return tuple(_changes(state_of(record), now, purged, last_correction(record)))


def _changes(before: Public, now: Public, purged: str, corrected: str) -> Iterator[Change]:
    yield from _gone(before, now, purged)
    came: dict[str, Text] = {}
    for address in sorted((before.texts.keys() & now.addresses) - now.texts.keys()):
        was, goal = before.texts[address], now.moved.get(address, "")
        if not goal:
            yield Change(ChangeKind.WITHDRAWN, address, was)
        elif goal in before.texts or goal not in now.texts:
            yield Change(ChangeKind.LED_AWAY, address, was, goal=goal)
        else:
            came.setdefault(goal, was)
            yield Change(ChangeKind.MOVED, address, was, goal=goal)
    for address, text in sorted(now.texts.items()):
        known = before.texts.get(address) or came.get(address)
        if known is None or (known == text and address in came):
            yield Change(ChangeKind.NEW_TEXT, address, None, text)
        elif known != text:
            yield from _text_changes(address, known, text, now.former.get(address, ()), corrected)
    for address in sorted(now.addresses - before.addresses - now.texts.keys()):
        file = Text(now.files[address], "", 0) if address in now.files else None
        yield Change(ChangeKind.NEW_ADDRESS, address, None, file)
    others = (one for one in now.files.keys() & before.files.keys() if now.files[one] != before.files[one])
    yield from (Change(ChangeKind.OTHER_FILE, address) for address in sorted(others))


def _gone(before: Public, now: Public, purged: str) -> Iterator[Change]:
    """Addresses that are not there any more; files of an issue may go with its text."""
    withdrawn = {page for page in now.addresses - now.texts.keys() if addresses.issue_at(page)}
    for address in sorted(before.addresses - now.addresses):
        page = _page_beside(address)
        meant = page and (page == purged or (address in before.files and page in withdrawn))
        kind = ChangeKind.PURGED_ADDRESS if meant else ChangeKind.LOST_ADDRESS
        yield Change(kind, address, before.texts.get(address))


def _text_changes(address: str, before: Text, now: Text, former: Sequence[str], corrected: str) -> Iterator[Change]:
    """What is different about a text; a time of publication that had not come when the clock was *corrected* may be."""
    is_moved = now.published != before.published
    is_corrected = is_moved and "" < corrected < before.published
    if is_moved and not is_corrected:
        yield Change(ChangeKind.MOVED_DATE, address, before, now)
    if now.revisions < before.revisions:
        yield Change(ChangeKind.LOST_REVISIONS, address, before, now)
    elif now.revisions > before.revisions:
        yield Change(ChangeKind.REVISED, address, before, now)
    elif before.digest in former:
        yield Change(ChangeKind.OTHER_FORM, address, before, now)
    elif now.digest != before.digest:
        yield Change(ChangeKind.SILENT_EDIT, address, before, now)
    elif is_corrected:
        yield Change(ChangeKind.CORRECTED_DATE, address, before, now)


def refusals(
    changes: Iterable[Change], sources: Mapping[str, PurePosixPath], drafts: Collection[str] = ()
) -> tuple[Diagnostic, ...]:
    """Which *changes* must not be made, and what to do.

    *sources* are the files behind addresses, *drafts* the addresses of issues that are drafts: lists that are
    lost with one of them are not told.
    """
    refused = [change for change in changes if change.kind not in _RECORDED]
    lost = [one for one in refused if one.kind is ChangeKind.LOST_ADDRESS and one.address in drafts and one.before]
    if lost:
        refused = [
            one for one in refused if one.kind is not ChangeKind.LOST_ADDRESS or (one.before and one not in lost)
        ]
    return tuple(sorted([*map(_draft_refusal, lost), *(_refusal(change, sources) for change in refused)]))


def _draft_refusal(change: Change) -> Diagnostic:
    message = "这个问题已经公开过，不能再改成草稿"
    remedy = (
        "删去 draft: true（这一轮的也算），review.state 改回 done；"
        "不该再公开的，写 withdrawn 撤下（python3 build.py docs publish 撤下和改名）"
    )
    return Diagnostic(Span(_written_in(change.address)), "A003", message, remedy)


def _refusal(change: Change, sources: Mapping[str, PurePosixPath]) -> Diagnostic:
    address, before, now = change.address, change.before, change.now
    if change.kind is ChangeKind.LED_AWAY:
        message = f"{address} 上公开过一个问题，现在只转到 {change.goal}，那里不是这个问题的新网址"
        remedy = "问题换了网址，redirects 里就写它自己的新网址；撤下或并入别的问题，留着文件，写 withdrawn"
        return Diagnostic(Span(_written_in(address)), "A003", message, remedy)
    if change.kind is ChangeKind.OTHER_FILE:
        message = f"{address} 公开过，内容和现在的不同：别人引用的是原来的"
        remedy = "换上去的文件另起一个名字；不是有意换的，放回原来的文件"
        return Diagnostic(Span(PurePosixPath("content", address)), "A008", message, remedy)
    if before is None or now is None:
        at, what = (_written_in(address), "问题") if before else (JOURNAL, "网页")
        message = f"这个{what}已经公开过，网址 {address} 不能就这样消失：别人可能引用了它"
        remedy = (
            "把文件放回去；要撤下问题，在文件里写 withdrawn，不要删；"
            "换了网址，在 site.yaml 的 redirects 里写明新的（python3 build.py docs publish 撤下和改名）"
        )
        if addresses.issue_of_older(address):
            remedy = (
                "把 versions 文件夹里的旧文件放回去；旧文字里有误公开的，"
                "改掉那几个字，或者运行 publish --purge 一起清除（python3 build.py docs publish 清除误公开的文字）"
            )
        if addresses.page_of_attached(address):
            at = PurePosixPath("content", address)
            message = f"这个文件已经公开过，网址 {address} 不能就这样消失：别人可能引用了它"
            remedy = (
                "把文件和写着它的那一项放回去；换了照片的，旧的留给旧版本；"
                "误公开的，运行 publish --purge 一起清除（python3 build.py docs publish 清除误公开的文字）"
            )
        return Diagnostic(Span(at), "A003", message, remedy)
    span = Span(sources.get(address, _written_in(address)))
    if change.kind is ChangeKind.SILENT_EDIT:
        message = "已经公开的文字改了，修订记录却没有增加"
        remedy = "在 revisions 里添一条，写明日期和改了什么；不是有意改的，就改回去"
        return Diagnostic(span, "A004", message, remedy)
    if change.kind is ChangeKind.MOVED_DATE:
        message = f"公开时写的发布时间是 {before.published}，现在变成了 {now.published}"
        return Diagnostic(span, "A005", message, "改回原来的 published；内容有变化的，写进 revisions")
    message = f"修订记录已经公开了 {before.revisions} 条，现在只剩 {now.revisions} 条"
    return Diagnostic(span, "A006", message, "把删去的修订记录找回来，版本库里可以找到")


def _written_in(address: str) -> PurePosixPath:
    """The path that the file of the issue at *address* has or had."""
    return PurePosixPath("content", address).with_suffix(".yaml")


def entries_of(changes: Iterable[Change], time: str) -> tuple[Entry, ...]:
    """The entries of the record for *changes* published at *time*; raises KeyError for one that `refusals` refuses."""
    return tuple(
        Entry(time, _RECORDED[change.kind], change.address, *(change.now or ("", "", 0)), note=change.goal)
        for change in changes
    )
