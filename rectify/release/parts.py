"""What belongs to issues beside their texts, held against the public record: older texts, photographs, attachments."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from rectify.field import addresses, canonical
from rectify.release import growth
from rectify.release.changes import Change, ChangeKind
from rectify.release.growth import Place
from rectify.release.record import OldText, Public, Text


class Sides(NamedTuple):
    """What was public and the site as it is *now*, side by side; the issue at the page `purged` may lose what is older."""

    before: Public
    now: Public
    purged: str
    corrected: str
    old_text: OldText
    issue_goals: Mapping[Place, Place]
    """The issues that moved, by where they were."""

    def of_files(self, came: Mapping[str, str]) -> Iterator[Change]:
        """New pages, and photographs, attachments and older texts that are new or others.

        *came* are the addresses where the texts stood that have moved.
        """
        before, now = self.before, self.now
        origins: dict[str, list[str]] = defaultdict(list)
        for page, source in (*came.items(), *((there, old) for old, there in before.moved.items())):
            origins[now.moved.get(page, page)].append(source)
        for address in sorted(now.addresses - before.addresses - now.texts.keys()):
            file = Text(now.files[address], "", 0, self.form_of(address)) if address in now.files else None
            if file is not None and file.digest in before.purged:
                yield Change(ChangeKind.PURGED_TEXT, address, None, file)
                continue
            seen = before.undone.get(address)
            if seen and address in seen.texts and (goal := now.moved.get(address, "")) in now.texts:
                yield Change(ChangeKind.MOVED, address, seen.texts[address], note=goal)  # public until a rollback
                continue
            is_forged = file is not None and self.is_forged(address, file.digest, origins)
            yield Change(ChangeKind.FORGED_OLDER_TEXT if is_forged else ChangeKind.NEW_ADDRESS, address, None, file)
        for address in sorted(now.files.keys() & before.addresses):
            digest, file = before.files.get(address), Text(now.files[address], "", 0, self.form_of(address))
            if digest == file.digest:
                continue
            if digest is None:
                is_forged = bool(file.form) and self.is_forged(address, file.digest, origins)
                yield Change(ChangeKind.FORGED_OLDER_TEXT if is_forged else ChangeKind.OTHER_FORM, address, None, file)
            elif file.digest in before.purged:
                yield Change(ChangeKind.PURGED_TEXT, address, None, file)
            elif not file.form or (self.is_kept(address) and not self.is_explained(address, digest)):
                yield Change(ChangeKind.OTHER_FILE, address)
            else:
                yield Change(ChangeKind.EXPLAINED, address, None, file)

    def is_kept(self, address: str) -> bool:
        """Whether the older text at *address* is none of the issue that is purged now."""
        return addresses.issue_of_older(address) != self.purged

    def form_of(self, address: str) -> int:
        """The form of the digest of what is at *address*: a file is no text."""
        return canonical.FORM if addresses.issue_of_older(address) else 0

    def is_forged(self, address: str, digest: str, origins: Mapping[str, Sequence[str]]) -> bool:
        """Whether the older text at *address* never was public, though its issue is; *origins* are where issues stood."""
        page = addresses.issue_of_older(address)
        places = (page, *origins.get(page, ()))
        issue = next((one for one in places if self.known_texts(one)), "")
        ever = {*self.before.ever.get(issue, ()), *self.before.seen.get(issue, ())}
        if not issue or ever.intersection((digest, *self.now.former.get(address, ()))):
            return False
        for one in places:
            older = addresses.moved_part(address, one)
            if older in self.before.files and older != address:
                return not self.is_explained(address, self.before.files[older], older, renumbered=True)
        is_moved, known = page != issue, {*ever, *(one.digest for one in self.known_texts(issue))} - self.before.purged
        return self.is_kept(address) and not any(
            self.is_explained(address, one, issue, renumbered=is_moved) for one in sorted(known)
        )

    def known_texts(self, page: str) -> Sequence[Text]:
        """The text that is public at *page*, or was before it was withdrawn, and the one that a rollback took back."""
        seen = self.before.undone.get(page)
        texts = (self.before.texts.get(page) or self.before.last.get(page), seen and seen.texts.get(page))
        return [one for one in texts if one]

    def is_explained(self, address: str, digest: str, source: str = "", *, renumbered: bool = False) -> bool:
        """Whether nothing but a renamed category, or the number of a moved issue, is not as it was public with this *digest*."""
        copy = self.old_text(source or address, digest)
        if copy is None:
            return False
        free = {growth.CATEGORY, growth.NUMBER} if renumbered else {growth.CATEGORY}
        then, tree = canonical.read(copy), canonical.read(self.now.open(address))
        return not any(then.get(name) != tree.get(name) for name in (then.keys() | tree.keys()) - free)

    def missing_addresses(self) -> Iterator[Change]:
        """Addresses that are not there any more; files of an issue may go with its text."""
        before, now = self.before, self.now
        withdrawn = {page for page in now.addresses if page not in now.texts or now.texts[page].is_withdrawn}
        issues = {page for page in withdrawn if addresses.issue_at(page)}
        for address in sorted(before.addresses - now.addresses):
            page = addresses.page_of_part(address)
            page = now.moved.get(page, page)
            meant = page and (page == self.purged or (address in before.files and page in issues))
            kind = ChangeKind.PURGED_ADDRESS if meant else ChangeKind.LOST_ADDRESS
            yield Change(kind, address, before.texts.get(address))
        for address in sorted((before.files.keys() & now.addresses) - now.files.keys() - now.moved.keys()):
            if addresses.page_of_part(address) not in issues:  # a page that says anything else
                yield Change(ChangeKind.LOST_ADDRESS, address)
