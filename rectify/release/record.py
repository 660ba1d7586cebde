"""What the public record says is public: every text, and every address that must not vanish."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, NamedTuple

from rectify.field import addresses
from rectify.release import journal
from rectify.release.journal import Entry, Kind

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
    texts, by their addresses. `open` opens the texts of a site; a record has the digests alone, `moved` of the pages
    that issues left, and `last`, the last texts of issues that were withdrawn with their texts, `ever`, all digests that
    a page ever had, `purged`, those of what must not be public again, `cleared`, the pages where older texts were
    that were purged. Of what rollbacks took back, `undone` is what was public at an address, if nothing came there since,
    and `seen` are all digests that a page had.
    """

    texts: Mapping[str, Text]
    addresses: frozenset[str]
    moved: Mapping[str, str] = _NOTHING
    former: Mapping[str, Sequence[str]] = _NONE
    files: Mapping[str, str] = _NOTHING
    open: NewText = no_text
    last: Mapping[str, Text] = MappingProxyType({})
    ever: Mapping[str, frozenset[str]] = MappingProxyType({})
    purged: frozenset[str] = frozenset()
    cleared: frozenset[str] = frozenset()
    undone: Mapping[str, Public] = MappingProxyType({})
    seen: Mapping[str, frozenset[str]] = MappingProxyType({})


def citable_pages(paths: Iterable[str]) -> frozenset[str]:
    """Those of *paths* that are pages which may be cited, and so must not vanish (C-01)."""
    return frozenset(filter(addresses.is_promised, paths))


def state_of(record: Sequence[Entry]) -> Public:
    """The texts and addresses that are public after the last entry of the *record*."""
    state = _standing_state(record)
    if not any(entry.kind is Kind.ROLLED_BACK for entry in record):
        return state
    undone, states = _undone(record)
    seen = {
        page: frozenset().union(*(one.ever.get(page, ()) for _, one in states))
        for _, one in states
        for page in one.ever
    }
    purged = (
        _purged_of_undone(record, states) - {text.digest for text in state.texts.values()} - {*state.files.values()}
    )
    return state._replace(
        undone=undone, seen=seen, purged=state.purged.union(purged, *(one.purged for _, one in states))
    )


def _purged_of_undone(record: Sequence[Entry], states: Iterable[tuple[int, Public]]) -> frozenset[str]:
    """The digests of what stood at pages until a rollback and was purged after it; *states* with their places in the record."""
    purged: set[str] = set()
    for place in journal.standing(record):
        if record[place].kind is Kind.PURGED:
            pages = all_addresses(record, record[place].address)
            texts = [one.ever for before, one in states if before < place]
            parts = [(page, ever) for ever in texts for page in ever if {page, addresses.page_of_part(page)} & pages]
            purged.update(digest for page, ever in parts for digest in ever[page])
    return frozenset(purged)


def _standing_state(record: Sequence[Entry]) -> Public:
    """The same without what rollbacks took back."""
    state = _State()
    for entry in _standing(record):
        state.add(entry)
    return Public(
        state.texts,
        frozenset(page for page in state.public if not addresses.is_verification(page)),
        state.goals(),
        files=state.files,
        last=state.last,
        ever={address: frozenset(digests) for address, digests in state.ever.items()},
        purged=frozenset(state.purged),
        cleared=frozenset(filter(addresses.is_page, state.cleared)),
    )


def _undone(record: Sequence[Entry]) -> tuple[dict[str, Public], Sequence[tuple[int, Public]]]:
    """What was public at pages until a rollback, unless something was published there since; and before each rollback."""
    found: dict[str, Public] = {}
    states = []
    for place, entry in enumerate(record):
        if entry.kind is not Kind.ROLLED_BACK:
            found.pop(entry.address, None)
            continue
        undone = {record[one].address for one in journal.standing(record[:place]) if one >= entry.length} - {""}
        if undone:
            states.append((place, _standing_state(record[:place])))
            found = dict.fromkeys(citable_pages(sorted(undone)), states[-1][1]) | found  # what came last was said last
    return found, states


def all_addresses(record: Sequence[Entry], address: str) -> frozenset[str]:
    """Every address at which the text that stands at *address* ever stood, this one too."""
    places = {address}
    for entry in reversed(_standing(record)):
        if entry.kind is Kind.MOVED and entry.note in places:
            places.add(entry.address)
    return frozenset(places)


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
    moved: dict[str, str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    public: set[str] = field(default_factory=set)
    last: dict[str, Text] = field(default_factory=dict)
    withdrawn: set[str] = field(default_factory=set)
    ever: dict[str, set[str]] = field(default_factory=dict)
    purged: set[str] = field(default_factory=set)
    cleared: set[str] = field(default_factory=set)

    def add(self, entry: Entry) -> None:
        address = entry.address
        if entry.kind is Kind.PURGED:
            self._purge(address)
            return
        if not address:
            return
        self.public.add(address)
        self.cleared.discard(address)
        if entry.kind is Kind.MOVED:
            self._move(address, entry.note)
        elif entry.kind is Kind.WITHDRAWN:
            self._withdraw(address, _text_of(entry))
        elif entry.text and (entry.kind is Kind.ADDRESS or addresses.issue_of_older(address)):
            self.files[address] = entry.text
        elif entry.text:
            self.moved.pop(address, None)
            if entry.kind in (Kind.PUBLISHED, Kind.RETURNED):
                self.last.pop(address, None)
                self.withdrawn.discard(address)
            self.texts[address] = _text_of(entry)._replace(is_withdrawn=address in self.withdrawn)
        if entry.text:
            self.ever.setdefault(address, set()).add(entry.text)

    def goals(self) -> dict[str, str]:
        """Where each page that an issue left leads in the end."""
        found = {}
        for address in self.moved:
            seen = [address]
            while (goal := self.moved.get(seen[-1])) and goal not in seen:
                seen.append(goal)
            found[address] = seen[-1]
        return found

    def _purge(self, address: str) -> None:
        """What an issue had said, or one of its older texts or files, is gone."""
        if addresses.page_of_part(address):
            self.public.discard(address)
            self.cleared.add(address)
            self.files.pop(address, None)
        else:
            self.public |= {address} - {""}
            self.last.pop(address, None)
            self.purged |= self._former_digests(address)

    def _former_digests(self, page: str) -> set[str]:
        """Of all that was public of the issue or round at *page*, at any address, what is not public there any more."""
        pages = {page, *(old for old, there in self.goals().items() if there == page)}
        parts = {address for address in self.ever if {address, addresses.page_of_part(address)} & pages}
        left = {self.files.get(address, "") for address in parts if addresses.page_of_part(address) == page}
        left |= {self.texts[page].digest} if page in self.texts else set()
        return {digest for address in parts for digest in self.ever[address]} - left

    def _move(self, address: str, goal: str) -> None:
        """A page leads to *goal* from now on."""
        self.texts.pop(address, None)
        self.moved[address] = goal
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


def _standing(record: Sequence[Entry]) -> Sequence[Entry]:
    """The entries that are still valid: a rollback undoes those after the release that it went back to."""
    return [record[place] for place in journal.standing(record)]
