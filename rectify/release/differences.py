"""The differences between the site and the public record, what a rollback took back included.

A rollback makes an older release public again, and the site may stay as it is there. Yet what came after it was public,
too: where the site says anything else now, it goes on from there or tells why not in a revision, and every page answers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from rectify.field import addresses, canonical
from rectify.release import growth
from rectify.release.changes import Change, ChangeKind
from rectify.release.clock import last_correction
from rectify.release.comparison import Comparison, has_text
from rectify.release.journal import Entry
from rectify.release.record import OldText, Public, Text, no_copy, state_of


def changes_since(
    record: Sequence[Entry], now: Public, purged: str = "", old_text: OldText = no_copy
) -> tuple[Change, ...]:
    """The differences from what the *record* says is public to the site *now*; with an empty record all is new.

    Older texts and files of the issue or round at the address *purged* may vanish. *old_text* opens what was public.
    """
    before = state_of(record)
    places = {addresses.issue_at(address): addresses.issue_at(goal) for address, goal in now.moved.items()}
    issues = {one: goal for one, goal in places.items() if one and goal}
    own = Comparison(before, now, purged, last_correction(record), old_text, issues)
    changes = tuple(own.changes())
    refused = {one.address for one in changes if not one.is_allowed}
    return (*changes, *(one for one in _against_undone(own) if one.address not in refused))


def _against_undone(own: Comparison) -> Iterator[Change]:
    """What must not be published since it rewrites or takes away what was public until a rollback."""
    now, origins = own.now, defaultdict(list)
    for address in own.before.texts:
        origins[now.moved.get(address, address)].append(address)
    for address, seen in sorted(own.before.undone.items()):
        was, goal = seen.texts.get(address), address if address in now.texts else now.moved.get(address, "")
        if addresses.page_of_part(address):  # goes with the issue's text
            continue
        if address not in now.addresses:
            yield Change(ChangeKind.LOST_ADDRESS, address, was)
        elif was and not all(_is_same(own.before, origin, seen, address) for origin in origins[goal]):
            yield Change(ChangeKind.REUSED_ADDRESS if goal == address else ChangeKind.LED_AWAY, address, was, note=goal)
        elif was and goal not in now.texts:
            yield Change(ChangeKind.LED_AWAY, address, was, note=goal)
        elif was and now.texts[goal].digest not in (was.digest, _digest_at(own.before, goal)):
            yield from _rewritten(own._replace(before=seen), address, was, goal)


def _is_same(before: Public, origin: str, seen: Public, address: str) -> bool:
    """Whether the issue at *origin* is the one that stood at *address* until a rollback: some page leads to both."""
    pages = {origin, *(page for page, goal in before.moved.items() if goal == origin)}
    return any(seen.moved.get(page, page) == address for page in pages)


def _digest_at(state: Public, address: str) -> str:
    return state.texts[address].digest if address in state.texts else ""


def _rewritten(then: Comparison, address: str, was: Text, goal: str) -> Iterator[Change]:
    """How the text that *was* at an address until a rollback is another at *goal* now, without an entry that says so."""
    now, copy = then.now.texts[goal], then.old_text(address, was.digest)
    if copy is None:
        yield Change(ChangeKind.NO_COPY, goal, was, now)
        return
    tree, old = canonical.read(then.now.open(goal)), then.read_moved(address, copy)
    if was.is_withdrawn and now.is_withdrawn and growth.withdrawal_of(old) != growth.withdrawal_of(tree):
        yield Change(ChangeKind.OTHER_WITHDRAWAL, goal, was, now)
    elif has_text(old) == has_text(tree):
        grown = then.growth(goal, was, address)
        is_told = addresses.issue_at(goal) and grown and growth.REVISIONS in grown.added
        if not grown or not is_told or any(one.history == growth.REVISIONS for one in grown.lost):
            yield from (one for one in then.of_growth(goal, was, now, address) if not one.is_allowed)
