"""Compares the texts of the site with what was public: by which entries each grew, moved or was withdrawn."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from rectify.field import addresses, canonical
from rectify.release import growth
from rectify.release.changes import Change, ChangeKind
from rectify.release.growth import Growth
from rectify.release.parts import Sides
from rectify.release.record import Text

_NOTHING: Final[Mapping[str, str]] = MappingProxyType({})


class Comparison(Sides):
    """What was public beside the site of now, with the texts of both."""

    def changes(self) -> Iterator[Change]:
        """Every difference between the two."""
        yield from self.missing_addresses()
        came: dict[str, str] = {}
        before, now = self.before, self.now
        for address, there in before.moved.items():
            goal = now.moved.get(address, "")
            if goal and goal != now.moved.get(there, there):
                yield Change(ChangeKind.LED_AWAY, address, before.texts.get(there), note=goal)
        for address in sorted((before.texts.keys() & now.addresses) - now.texts.keys()):
            was, goal = before.texts[address], now.moved.get(address, "")
            if not goal:  # a page that says anything else
                yield Change(ChangeKind.LOST_ADDRESS, address, was)
            elif goal in before.texts or goal in before.last or goal in came or not self.is_of_kind(address, goal):
                yield Change(ChangeKind.LED_AWAY, address, was, note=goal)
            else:
                came[goal] = address
                yield Change(ChangeKind.MOVED, address, was, note=goal)
        for address, text in sorted(now.texts.items()):
            known = before.texts.get(came.get(address, address))
            if text.digest in before.purged and (known is None or known.digest != text.digest):
                yield Change(ChangeKind.PURGED_TEXT, address, known, text)
            elif known is None and address in before.moved and addresses.issue_at(address):
                yield Change(ChangeKind.REUSED_ADDRESS, address, None, text)
            else:
                yield from self.of_text(address, text, came.get(address, address))
        yield from self.of_files(came)

    def is_of_kind(self, address: str, goal: str) -> bool:
        """Whether there is a text at *goal*, and it is an issue's if there was an issue's at *address*."""
        return goal in self.now.texts and bool(addresses.issue_at(goal)) == bool(addresses.issue_at(address))

    def of_text(self, address: str, text: Text, source: str) -> Iterator[Change]:
        """What happened to the *text* at an address; before that it stood at the address *source*."""
        known, last = self.before.texts.get(source), self.before.last.get(source)
        if known is None and text.is_withdrawn:
            known_page = last is not None or address in self.before.addresses
            yield Change(ChangeKind.OTHER_FORM if known_page else ChangeKind.WITHDRAWN, address, last, text)
        elif known is None and last is not None:
            yield from self.of_return(address, last, text, source)
        elif known is None:
            is_reused = addresses.issue_at(address) and address in self.before.addresses
            yield Change(ChangeKind.REUSED_ADDRESS if is_reused else ChangeKind.NEW_TEXT, address, None, text)
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
            if edits := [one for one in grown.edits if one.was_empty == was_empty]:
                said = (one.name if was_empty else one.in_words for one in edits)
                yield Change(kind, address, before, now, ("、" if was_empty else "；").join(said))
        if grown.is_legitimate:
            yield Change(expected or _kind_of(grown), address, before, now, "、".join(grown.added))

    def growth(self, address: str, before: Text, source: str) -> Growth | None:
        """How the text that was public at *source* became the one at *address*; None if no copy of it is left."""
        copy = self.old_text(source, before.digest)
        if copy is None:
            return None
        is_former = before != self.before.texts.get(
            source
        )  # the text before a withdrawal: what moved meanwhile is free
        free = {growth.NUMBER} if address != source or is_former else set()
        if "" < self.corrected < before.published:
            free.add(growth.PUBLISHED)
        tree, then = canonical.read(self.now.open(address)), self.read_moved(source, copy)
        if not addresses.issue_at(source):
            then = growth.with_new_ids(then, tree, self.category_goals(source))
        if is_former and then.get(growth.CATEGORY) not in self.category_titles(address):
            free.add(growth.CATEGORY)
        is_renamed = then.get(growth.CATEGORY) != tree.get(growth.CATEGORY) and addresses.issue_at(source)
        return growth.growth(then, tree, free, self.renamed_categories(address, source) if is_renamed else _NOTHING)

    def read_moved(self, source: str, text: str) -> canonical.Tree:
        """The *text* that was public at *source*, with the numbers that other issues have now."""
        tree = canonical.read(text)
        place = addresses.issue_at(source)
        return growth.with_moved_issues(tree, place[0], self.issue_goals) if place else tree

    def renamed_categories(self, address: str, source: str) -> Mapping[str, str]:
        """The titles of categories that became others in the round of the issue at *address*, which stood at *source*."""
        old, new = (addresses.round_page(page.partition("/")[0]) for page in (source, address))
        was = self.before.texts.get(old)
        copy = self.old_text(old, was.digest) if was else None
        is_same_round = self.now.moved.get(old, old) == new
        if copy is None or new not in self.now.texts or not is_same_round:
            return _NOTHING
        tree = canonical.read(self.now.open(new))
        return growth.renamed_categories(
            growth.with_new_ids(canonical.read(copy), tree, self.category_goals(source)), tree
        )

    def category_titles(self, address: str) -> Collection[str]:
        """The titles that categories have now in the round of the issue at *address*."""
        page = addresses.round_page(address.partition("/")[0])
        return growth.category_titles(canonical.read(self.now.open(page))) if page in self.now.texts else ()

    def category_goals(self, source: str) -> Mapping[str, str]:
        """The ids of categories whose lists lead on now, with the new ids, in the round whose page is *source*."""
        lists = {
            address: goal
            for address, goal in self.now.moved.items()
            if address.startswith(f"{source.partition('/')[0]}/")
        }
        goals = {addresses.category_of(address): addresses.category_of(goal) for address, goal in lists.items()}
        return {one: goal for one, goal in goals.items() if one and goal}

    def of_withdrawal(self, address: str, before: Text, now: Text, source: str) -> Iterator[Change]:
        """What is different about an issue that is withdrawn now."""
        copy, tree = self.old_text(source, before.digest), canonical.read(self.now.open(address))
        titles = self.titles(source)
        title = tree.get(growth.TITLE, "")  # none of one that is hidden
        if title and titles and not has_text(tree) and address != self.purged and title not in titles:
            edit = growth.Edit(growth.TITLE, False, titles[0], title)
            yield Change(ChangeKind.SILENT_EDIT, address, before, now, edit.in_words)
        elif before.form < canonical.FORM or (not before.is_withdrawn and not has_text(tree)):
            place = addresses.issue_at(source)
            there = {**tree, growth.NUMBER: str(place[1])} if place else tree
            is_old = canonical.digest_of(canonical.write_tree(there)) in self.before.ever.get(source, ())
            yield Change(ChangeKind.REPEATED_WITHDRAWAL if is_old else ChangeKind.WITHDRAWN, address, before, now)
        elif copy is None:
            yield Change(ChangeKind.NO_COPY, address, before, now)
        elif self.is_withdrawn(source) and growth.withdrawal_of(self.read_moved(source, copy)) != growth.withdrawal_of(
            tree
        ):
            yield Change(ChangeKind.OTHER_WITHDRAWAL, address, before, now)
        elif not has_text(tree):
            yield Change(ChangeKind.WITHDRAWN, address, before, now)
        else:
            is_shown = has_text(canonical.read(copy))
            shown = before if is_shown else self.before.last.get(source)
            if shown is None:  # its text never was public
                yield Change(ChangeKind.WITHDRAWN, address, before, now)
            else:
                expected = None if before.is_withdrawn and is_shown else ChangeKind.WITHDRAWN
                yield from self.of_growth(address, shown, now, source, expected)

    def is_withdrawn(self, source: str) -> bool:
        """Whether the issue at *source* is withdrawn, and was so until a rollback if there was one."""
        return all(one.is_withdrawn for one in self.known_texts(source))

    def titles(self, source: str) -> Sequence[str]:
        """The titles of the issue at *source* as it was public last, before they were hidden, and as it was until a rollback."""
        hidden = [self.before.last[source]] if source in self.before.last else []
        copies = (self.old_text(source, one.digest) for one in (*self.known_texts(source), *hidden) if one.form)
        trees = (canonical.read(copy) for copy in copies if copy is not None)
        return [tree[growth.TITLE] for tree in trees if growth.TITLE in tree]

    def of_return(self, address: str, before: Text, now: Text, source: str) -> Iterator[Change]:
        """What is different about an issue that was withdrawn and is shown again: that needs a revision."""
        told, day = before.revisions, ""
        if before.is_withdrawn:
            copy = self.old_text(source, before.digest)
            withdrawn = canonical.read(copy) if copy is not None else {}
            day = growth.day_of_withdrawal(withdrawn)
            if not has_text(withdrawn):
                before = self.before.last.get(source, before)
        yield from self.of_dates(address, before, now)
        if not self.is_return_told(address, now, before, source, max(told, before.revisions), day):
            yield Change(ChangeKind.UNTOLD_RETURN, address, before, now)
        elif before.form < canonical.FORM:
            yield Change(ChangeKind.RETURNED, address, before, now)
        else:
            yield from self.of_growth(address, before, now, source, ChangeKind.RETURNED)

    def is_return_told(self, address: str, now: Text, before: Text, source: str, told: int, day: str) -> bool:  # noqa: PLR0917
        """Whether a revision speaks of the return; updates tell nothing.

        There are more revisions than when the issue was withdrawn, of whose revisions and updates *told* is the sum. Updates
        that a rollback took back are in that sum and not in the text before: then a new revision has to be dated after the
        *day* of the withdrawal.
        """
        copy = self.old_text(source, before.digest) if before.form else None
        if copy is None:
            return now.revisions > told
        was, tree = canonical.read(copy), canonical.read(self.now.open(address))
        revisions, known = tree.get(growth.REVISIONS, ()), was.get(growth.REVISIONS, ())
        is_later = bool(day) and any(one not in known and growth.day_of(one) > day for one in revisions)
        return (is_later and now.revisions > told) or len(revisions) > told - len(was.get(growth.UPDATES, ()))


def has_text(tree: canonical.Tree) -> bool:
    """Whether the text of an issue is more than a note that it was withdrawn."""
    return growth.PROBLEM in tree


def _kind_of(grown: Growth) -> ChangeKind:
    """What a text that grew is recorded as."""
    if growth.REVISIONS in grown.added:
        return ChangeKind.REVISED
    if growth.SUPPLEMENTS in grown.added:
        return ChangeKind.SUPPLEMENTED
    if grown.added == (growth.DUE_CHANGES,):
        return ChangeKind.DUE_MOVED
    return ChangeKind.UPDATED if grown.added else ChangeKind.EXPLAINED
