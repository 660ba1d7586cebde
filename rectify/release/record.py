"""Compares the site with the public record: which changes may be published, and what the record says of them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Final, NamedTuple

from rectify.field import addresses, canonical
from rectify.ground.diagnostics import Diagnostic, Span
from rectify.release import growth
from rectify.release.clock import last_correction
from rectify.release.growth import Growth
from rectify.release.journal import JOURNAL, Entry, Kind

_NOTHING: Final[Mapping[str, str]] = MappingProxyType({})
_NONE: Final[Mapping[str, Sequence[str]]] = MappingProxyType({})


class Text(NamedTuple):
    """What is public of an issue, a round, the site or the glossary.

    The digest of its text, the time of publication that it gives, its number of revisions and updates, the form of
    the text (0 for form 1), and whether the issue is withdrawn.
    """

    digest: str
    published: str
    revisions: int
    form: int = 0
    is_withdrawn: bool = False


OldText = Callable[[str, str], "str | None"]
"""Opens the text that was public at an address and has this digest; None where no copy is left."""

NewText = Callable[[str], str]
"""Opens the canonical text that the site has now for the page at an address."""


def no_copy(_address: str, _digest: str) -> str | None:
    """An `OldText` without any copies."""
    return None


def no_text(address: str) -> str:
    """A `NewText` of a site without texts; raises KeyError."""
    raise KeyError(address)


class Public(NamedTuple):
    """What is public: every text by the address of its page, and every address that must not vanish.

    `moved` are those addresses that only lead on, and to where. `former` are, by the address of a text, the digests
    that the same words had in form 1. `files` are the SHA-256 of photographs and attachments, and the digests of older
    texts, by their addresses. `open` opens the texts of a site; a record has the digests alone, and beside them `last`,
    the last texts of issues that were withdrawn with their texts, and `ever`, all digests that a page ever had.
    """

    texts: Mapping[str, Text]
    addresses: frozenset[str]
    moved: Mapping[str, str] = _NOTHING
    former: Mapping[str, Sequence[str]] = _NONE
    files: Mapping[str, str] = _NOTHING
    open: NewText = no_text
    last: Mapping[str, Text] = MappingProxyType({})
    ever: Mapping[str, frozenset[str]] = MappingProxyType({})


class ChangeKind(Enum):
    """The kinds of differences between the site and the record."""

    NEW_TEXT = "new text"
    REVISED = "revised"
    UPDATED = "updated"
    SUPPLEMENTED = "supplemented"
    EXPLAINED = "explained"
    OTHER_FORM = "other form"
    WITHDRAWN = "withdrawn"
    RETURNED = "returned"
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
    LOST_ENTRY = "lost entry"
    UNTOLD_SUPPLEMENT = "untold supplement"
    OTHER_WITHDRAWAL = "other withdrawal"
    UNTOLD_RETURN = "untold return"
    NO_COPY = "no copy"
    FORGED_OLDER_TEXT = "forged older text"


class Change(NamedTuple):
    """A difference at one address: `before` is what the record says, `now` what the site says.

    `note` is where the address leads now, if the page moved; else what was added, lost or changed.
    """

    kind: ChangeKind
    address: str
    before: Text | None = None
    now: Text | None = None
    note: str = ""


_RECORDED: Final = {
    ChangeKind.NEW_TEXT: Kind.PUBLISHED,
    ChangeKind.REVISED: Kind.REVISED,
    ChangeKind.UPDATED: Kind.UPDATED,
    ChangeKind.SUPPLEMENTED: Kind.SUPPLEMENTED,
    ChangeKind.EXPLAINED: Kind.REWRITTEN,
    ChangeKind.OTHER_FORM: Kind.REWRITTEN,
    ChangeKind.CORRECTED_DATE: Kind.REVISED,
    ChangeKind.WITHDRAWN: Kind.WITHDRAWN,
    ChangeKind.RETURNED: Kind.RETURNED,
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
    state = _State()
    for entry in _standing(record):
        state.add(entry)
    return Public(
        state.texts,
        frozenset(page for page in state.public if not addresses.is_passing(page)),
        files=state.files,
        last=state.last,
        ever={address: frozenset(digests) for address, digests in state.ever.items()},
    )


def all_addresses(record: Sequence[Entry], address: str) -> frozenset[str]:
    """Every address at which the text that stands at *address* ever stood, this one too."""
    found = {address}
    for entry in reversed(_standing(record)):
        if entry.kind is Kind.MOVED and entry.note in found:
            found.add(entry.address)
    return frozenset(found)


def address_now(record: Sequence[Entry], address: str) -> str:
    """Where the text that once stood at *address* stands now."""
    for entry in _standing(record):
        if entry.kind is Kind.MOVED and entry.address == address:
            address = entry.note
    return address


@dataclass(slots=True)
class _State:
    """What is public after each entry of a record, one after the other."""

    texts: dict[str, Text] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    public: set[str] = field(default_factory=set)
    last: dict[str, Text] = field(default_factory=dict)
    withdrawn: set[str] = field(default_factory=set)
    ever: dict[str, set[str]] = field(default_factory=dict)

    def add(self, entry: Entry) -> None:
        address = entry.address
        if entry.kind is Kind.PURGED:
            self._purge(address)
            return
        if not address:
            return
        self.public.add(address)
        if entry.kind is Kind.MOVED:
            self._move(address, entry.note)
        elif entry.kind is Kind.WITHDRAWN:
            self._withdraw(address, _text_of(entry))
        elif entry.text and (entry.kind is Kind.ADDRESS or addresses.issue_of_older(address)):
            self.files[address] = entry.text
        elif entry.text:
            if entry.kind in (Kind.PUBLISHED, Kind.RETURNED):
                self.last.pop(address, None)
                self.withdrawn.discard(address)
            self.texts[address] = _text_of(entry)._replace(is_withdrawn=address in self.withdrawn)
        if entry.text:
            self.ever.setdefault(address, set()).add(entry.text)

    def _purge(self, address: str) -> None:
        """What an issue had said, or one of its older texts or files, is gone."""
        if _page_beside(address):
            self.public.discard(address)
            self.files.pop(address, None)
        else:
            self.public |= {address} - {""}
            self.last.pop(address, None)

    def _move(self, address: str, goal: str) -> None:
        """A page leads to *goal* from now on."""
        self.texts.pop(address, None)
        if address in self.last:
            self.last[goal] = self.last.pop(address)
        if address in self.withdrawn:
            self.withdrawn.add(goal)
        self.ever.setdefault(goal, set()).update(self.ever.get(address, ()))

    def _withdraw(self, address: str, text: Text) -> None:
        """An issue was withdrawn; one withdrawn already had its text shown or hidden."""
        was = self.texts.pop(address, None)
        if was and not was.is_withdrawn:
            self.last[address] = was
        self.withdrawn.add(address)
        if text.digest:
            self.texts[address] = text._replace(is_withdrawn=True)


def _text_of(entry: Entry) -> Text:
    return Text(entry.text, entry.published, entry.revisions, entry.form)


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


def changes_since(
    record: Sequence[Entry], now: Public, purged: str = "", old_text: OldText = no_copy
) -> tuple[Change, ...]:
    """The differences from what the *record* says is public to the site *now*; with an empty record all is new.

    Older texts and files of the issue or round at the address *purged* may vanish. *old_text* opens what was public.
    """
    return tuple(_Comparison(state_of(record), now, purged, last_correction(record), old_text).changes())


class _Comparison(NamedTuple):
    """What was public and the site as it is now, side by side."""

    before: Public
    now: Public
    purged: str
    corrected: str
    old_text: OldText

    def changes(self) -> Iterator[Change]:
        yield from self.gone()
        came: dict[str, str] = {}
        before, now = self.before, self.now
        for address in sorted((before.texts.keys() & now.addresses) - now.texts.keys()):
            was, goal = before.texts[address], now.moved.get(address, "")
            if not goal:
                if not was.is_withdrawn:
                    yield Change(ChangeKind.WITHDRAWN, address, was)
            elif goal in before.texts or goal in came or goal not in now.texts:
                yield Change(ChangeKind.LED_AWAY, address, was, note=goal)
            else:
                came[goal] = address
                yield Change(ChangeKind.MOVED, address, was, note=goal)
        for address, text in sorted(now.texts.items()):
            yield from self.of_text(address, text, came.get(address, address))
        yield from self.of_files()

    def of_text(self, address: str, text: Text, source: str) -> Iterator[Change]:
        """What happened to the *text* at an address; before that it stood at the address *source*."""
        known, last = self.before.texts.get(source), self.before.last.get(source)
        if known is None and text.is_withdrawn:
            known_page = last is not None or address in self.before.addresses
            yield Change(ChangeKind.OTHER_FORM if known_page else ChangeKind.WITHDRAWN, address, last, text)
        elif known is None and last is not None:
            yield from self.of_return(address, last, text, source)
        elif known is None:
            yield Change(ChangeKind.NEW_TEXT, address, None, text)
        elif known.is_withdrawn and not text.is_withdrawn:
            yield from self.of_return(address, known, text, source)
        elif known[:3] == text[:3] and known.is_withdrawn == text.is_withdrawn:
            if address != source:
                yield Change(ChangeKind.WITHDRAWN if text.is_withdrawn else ChangeKind.NEW_TEXT, address, None, text)
        elif text.is_withdrawn:
            yield from self.of_withdrawal(address, known, text, source)
        elif known.form < canonical.FORM:
            yield from self.of_former_form(address, known, text)
        else:
            yield from self.of_dates(address, known, text)
            if known.digest != text.digest:
                is_dated = known.published != text.published
                yield from self.of_growth(address, known, text, source, ChangeKind.CORRECTED_DATE if is_dated else None)

    def of_dates(self, address: str, before: Text, now: Text) -> Iterator[Change]:
        """Whether the time of publication is another; one that had not come when the clock was corrected may be."""
        is_corrected = "" < self.corrected < before.published
        if now.published != before.published and not is_corrected:
            yield Change(ChangeKind.MOVED_DATE, address, before, now)
        elif now.published != before.published and now.digest == before.digest:
            yield Change(ChangeKind.CORRECTED_DATE, address, before, now)

    def of_former_form(self, address: str, before: Text, now: Text) -> Iterator[Change]:
        """What is different about a text that was recorded in form 1: only counts and digests were kept of it."""
        yield from self.of_dates(address, before, now)
        if now.revisions < before.revisions:
            yield Change(ChangeKind.LOST_REVISIONS, address, before, now)
        elif now.revisions > before.revisions:
            yield Change(ChangeKind.REVISED, address, before, now)
        elif before.digest in self.now.former.get(address, ()):
            yield Change(ChangeKind.OTHER_FORM, address, before, now)
        elif now.digest != before.digest:
            yield Change(ChangeKind.SILENT_EDIT, address, before, now)

    def of_growth(
        self, address: str, before: Text, now: Text, source: str, expected: ChangeKind | None = None
    ) -> Iterator[Change]:
        """By which entries a text grew since it was public at *source*; an *expected* kind of change needs no entry."""
        grown = self.growth(address, before, source)
        if grown is None:
            yield Change(ChangeKind.NO_COPY, address, before, now)
            return
        yield from (
            Change(ChangeKind.LOST_ENTRY, address, before, now, f"{one.history}：{one.said}") for one in grown.lost
        )
        for was_empty, kind in ((False, ChangeKind.SILENT_EDIT), (True, ChangeKind.UNTOLD_SUPPLEMENT)):
            if names := [one.name for one in grown.edits if one.was_empty == was_empty]:
                yield Change(kind, address, before, now, "、".join(names))
        if grown.is_legitimate:
            yield Change(expected or _kind_of(grown), address, before, now, "、".join(grown.added))

    def growth(self, address: str, before: Text, source: str) -> Growth | None:
        """How the text that was public at *source* became the one at *address*; None if no copy of it is left."""
        copy = self.old_text(source, before.digest)
        if copy is None:
            return None
        free = {growth.NUMBER} if address != source else set()
        if "" < self.corrected < before.published:
            free.add(growth.PUBLISHED)
        tree, then = canonical.read(self.now.open(address)), canonical.read(copy)
        if source.endswith(f"/{addresses.HOME}"):
            then = growth.with_category_ids(then, self.category_goals(source))
        is_renamed = then.get(growth.CATEGORY) != tree.get(growth.CATEGORY) and addresses.issue_at(source)
        return growth.growth(then, tree, free, self.renamed(address, source) if is_renamed else _NOTHING)

    def renamed(self, address: str, source: str) -> Mapping[str, str]:
        """The titles of categories that became others in the round of the issue at *address*, which stood at *source*."""
        old, new = (addresses.round_page(page.partition("/")[0]) for page in (source, address))
        was = self.before.texts.get(old)
        copy = self.old_text(old, was.digest) if was else None
        if copy is None or new not in self.now.texts:
            return _NOTHING
        then = growth.with_category_ids(canonical.read(copy), self.category_goals(source))
        return growth.renamed_categories(then, canonical.read(self.now.open(new)))

    def category_goals(self, source: str) -> Mapping[str, str]:
        """The ids of categories whose lists lead on now, with the new ids, in the round whose page is *source*."""
        lists = {
            address: goal
            for address, goal in self.now.moved.items()
            if address.startswith(f"{source.partition('/')[0]}/")
        }
        found = {addresses.category_of(address): addresses.category_of(goal) for address, goal in lists.items()}
        return {one: goal for one, goal in found.items() if one and goal}

    def of_withdrawal(self, address: str, before: Text, now: Text, source: str) -> Iterator[Change]:
        """What is different about an issue that is withdrawn now."""
        copy, tree = self.old_text(source, before.digest), canonical.read(self.now.open(address))
        if before.form < canonical.FORM or (not before.is_withdrawn and not _has_text(tree)):
            yield Change(ChangeKind.WITHDRAWN, address, before, now)
        elif copy is None:
            yield Change(ChangeKind.NO_COPY, address, before, now)
        elif before.is_withdrawn and growth.withdrawal_of(canonical.read(copy)) != growth.withdrawal_of(tree):
            yield Change(ChangeKind.OTHER_WITHDRAWAL, address, before, now)
        elif not _has_text(tree):
            yield Change(ChangeKind.WITHDRAWN, address, before, now)
        else:
            is_shown = _has_text(canonical.read(copy))
            shown = before if is_shown else self.before.last.get(source)
            if shown is None:  # its text never was public
                yield Change(ChangeKind.WITHDRAWN, address, before, now)
            else:
                expected = None if before.is_withdrawn and is_shown else ChangeKind.WITHDRAWN
                yield from self.of_growth(address, shown, now, source, expected)

    def of_return(self, address: str, before: Text, now: Text, source: str) -> Iterator[Change]:
        """What is different about an issue that was withdrawn and is shown again: that needs a revision."""
        if before.is_withdrawn:
            copy = self.old_text(source, before.digest)
            if copy is None or not _has_text(canonical.read(copy)):
                before = self.before.last.get(source, before)
        yield from self.of_dates(address, before, now)
        if now.revisions <= before.revisions:
            yield Change(ChangeKind.UNTOLD_RETURN, address, before, now)
        elif before.form < canonical.FORM:
            yield Change(ChangeKind.RETURNED, address, before, now)
        else:
            yield from self.of_growth(address, before, now, source, ChangeKind.RETURNED)

    def of_files(self) -> Iterator[Change]:
        """New pages, and photographs, attachments and older texts that are new or others."""
        before, now = self.before, self.now
        for address in sorted(now.addresses - before.addresses - now.texts.keys()):
            file = Text(now.files[address], "", 0, self.form_of(address)) if address in now.files else None
            is_forged = file is not None and self.is_forged(address, file.digest)
            yield Change(ChangeKind.FORGED_OLDER_TEXT if is_forged else ChangeKind.NEW_ADDRESS, address, None, file)
        for address in sorted(now.files.keys() & before.addresses):
            digest, file = before.files.get(address), Text(now.files[address], "", 0, self.form_of(address))
            if digest == file.digest:
                continue
            if digest is None:
                yield Change(ChangeKind.OTHER_FORM, address, None, file)
            elif not file.form or not self.is_explained(address, digest):
                yield Change(ChangeKind.OTHER_FILE, address)
            else:
                yield Change(ChangeKind.EXPLAINED, address, None, file)

    def form_of(self, address: str) -> int:
        """The form of the digest of what is at *address*: a file is no text."""
        return canonical.FORM if addresses.issue_of_older(address) else 0

    def is_forged(self, address: str, digest: str) -> bool:
        """Whether the older text at *address* never was public, though its issue is."""
        issue = addresses.issue_of_older(address)
        known = self.before.texts.get(issue) or self.before.last.get(issue)
        if (
            known is None
            or issue == self.purged
            or self.before.ever.get(issue, frozenset()).intersection((digest, *self.now.former.get(address, ())))
        ):
            return False
        return not self.is_explained(address, known.digest, issue)

    def is_explained(self, address: str, digest: str, source: str = "") -> bool:
        """Whether nothing but a renamed category is different from what was public with this *digest*."""
        copy = self.old_text(source or address, digest)
        if copy is None:
            return False
        then, tree = canonical.read(copy), canonical.read(self.now.open(address))
        return {**then, growth.CATEGORY: ""} == {**tree, growth.CATEGORY: ""}

    def gone(self) -> Iterator[Change]:
        """Addresses that are not there any more; files of an issue may go with its text."""
        before, now = self.before, self.now
        withdrawn = {page for page in now.addresses if page not in now.texts or now.texts[page].is_withdrawn}
        issues = {page for page in withdrawn if addresses.issue_at(page)}
        for address in sorted(before.addresses - now.addresses):
            page = _page_beside(address)
            meant = page and (page == self.purged or (address in before.files and page in issues))
            kind = ChangeKind.PURGED_ADDRESS if meant else ChangeKind.LOST_ADDRESS
            yield Change(kind, address, before.texts.get(address))


def _has_text(tree: canonical.Tree) -> bool:
    """Whether the text of an issue is more than a note that it was withdrawn."""
    return growth.PROBLEM in tree


def _kind_of(grown: Growth) -> ChangeKind:
    """What a text that grew is recorded as."""
    if growth.REVISIONS in grown.added:
        return ChangeKind.REVISED
    if growth.SUPPLEMENTS in grown.added:
        return ChangeKind.SUPPLEMENTED
    return ChangeKind.UPDATED if grown.added else ChangeKind.EXPLAINED


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
        message = f"{address} 上公开过一个问题，现在只转到 {change.note}，那里不是这个问题的新网址"
        remedy = "问题换了网址，redirects 里就写它自己的新网址；撤下或并入别的问题，留着文件，写 withdrawn"
        return Diagnostic(Span(_written_in(address)), "A003", message, remedy)
    if change.kind is ChangeKind.OTHER_FILE:
        message = f"{address} 公开过，内容和现在的不同：别人引用的是原来的"
        remedy = "换上去的文件另起一个名字；不是有意换的，放回原来的文件"
        if addresses.issue_of_older(address):
            remedy = "versions 里的旧文字公开过，不能再改：从版本库里取回原来的；误公开了什么，清除（python3 build.py docs publish 清除误公开的文字）"
        return Diagnostic(Span(PurePosixPath("content", address)), "A008", message, remedy)
    if change.kind is ChangeKind.FORGED_OLDER_TEXT:
        message = f"{address} 要公开一个旧版本，它的文字却从来没有这样公开过"
        remedy = "versions 里只放公开过的文字：从版本库里取回那时的文件，或者删去这个旧版本"
        return Diagnostic(Span(_written_in(addresses.issue_of_older(address))), "A009", message, remedy)
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
    if change.kind is ChangeKind.MOVED_DATE:
        message = f"公开时写的发布时间是 {before.published}，现在变成了 {now.published}"
        return Diagnostic(span, "A005", message, "改回原来的 published；内容有变化的，写进 revisions")
    if change.kind is ChangeKind.LOST_REVISIONS:
        message = f"修订记录已经公开了 {before.revisions} 条，现在只剩 {now.revisions} 条"
        return Diagnostic(span, "A006", message, "把删去的修订记录找回来，版本库里可以找到")
    code, message, remedy = _TOLD[change.kind]
    return Diagnostic(span, code, message.format(f"（{change.note}）" if change.note else ""), remedy)


_TOLD: Final = {
    ChangeKind.SILENT_EDIT: (
        "A004",
        "已经公开的文字改了{}，修订记录却没有增加",
        "在 revisions 里添一条，写明日期和改了什么；不是有意改的，就改回去",
    ),
    ChangeKind.UNTOLD_SUPPLEMENT: (
        "A004",
        "公开以后填上了原来空着的项目{}，却没有记下来",
        "问题里的，运行 python3 build.py revise --all 添上补充记录；别的，在 revisions 里添一条",
    ),
    ChangeKind.LOST_ENTRY: (
        "A006",
        "公开过的一条记录不见了，或者改过了{}",
        "原样放回去，版本库里可以找到：公开过的记录只能往后添，写错了的，另添一条说明",
    ),
    ChangeKind.OTHER_WITHDRAWAL: (
        "A006",
        "撤下的日期、原因或去向公开过，现在改了{}",
        "改回原来的；要补充说明的，写进并入的那个问题",
    ),
    ChangeKind.UNTOLD_RETURN: (
        "A004",
        "这个问题撤下过，现在又公开，修订记录却没有说明{}",
        "在 revisions 里添一条，写明日期和为什么恢复公开；不是有意恢复的，把 withdrawn 放回去",
    ),
    ChangeKind.NO_COPY: (
        "A010",
        "这里和公开的不一样了，公开的那一份文字却找不到，没有办法对照{}",
        "从版本库取回 record 文件夹；或者把文件改回公开的样子，运行一次 publish，程序会从公开的网站取回",
    ),
}
"""What is refused where a text is not as it was: rule, message, remedy."""


def _written_in(address: str) -> PurePosixPath:
    """The path that the file of the issue at *address* has or had."""
    return PurePosixPath("content", address).with_suffix(".yaml")


def entries_of(changes: Iterable[Change], time: str) -> tuple[Entry, ...]:
    """The entries of the record for *changes* published at *time*; raises KeyError for one that `refusals` refuses."""
    return tuple(_entry_of(change, time) for change in changes)


def _entry_of(change: Change, time: str) -> Entry:
    text = change.now or Text("", "", 0)
    is_rewritten = change.kind is ChangeKind.OTHER_FORM and change.before is not None
    return Entry(
        time,
        _RECORDED[change.kind],
        change.address,
        text.digest,
        text.published,
        text.revisions,
        change.note,
        form=text.form,
        former=change.before.digest if is_rewritten and change.before else "",
    )
