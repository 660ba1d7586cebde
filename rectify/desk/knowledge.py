"""What the desk knows of the files: what they say, what is wrong with them, and how far they are on their way to readers."""

from __future__ import annotations

import contextlib
from collections import Counter, deque
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import partial
from itertools import count, repeat
from pathlib import Path, PurePosixPath
from typing import Any, Final

from rectify.checks.wordlist import Lexicon, lexicon, read_wordlist
from rectify.desk.editing import current
from rectify.desk.exchange import plain_fault, plain_values
from rectify.desk.faults import Fault, faults_of, place_diagnostics, without_drafts
from rectify.desk.names import DeskFile, file_called, files_in
from rectify.desk.overview import Site
from rectify.desk.states import Content, SavedContents, State, content_of, is_public, state_of
from rectify.field import addresses
from rectify.field.config import SiteConfig
from rectify.field.model import ReviewState, Round, Synonyms
from rectify.ground.diagnostics import Diagnostic, Severity, SourceError, errors
from rectify.ground.files import digest, read_file
from rectify.live import Live
from rectify.release import journal
from rectify.release.record import Public
from rectify.release.record import state_of as public_after
from rectify.source.attached_files import FileRules, file_reader
from rectify.source.decode import decode
from rectify.source.load import NOT_OURS
from rectify.source.sources import ROUND_FILE, SITE_FILE, RoundSource, Surroundings, surroundings_of
from rectify.source.yamltree import MAX_BYTES, decode_text

_READ_AT_ONCE: Final = 200
"""Issues that no site was made of yet, and that are read for one list."""


class Knowledge:
    """What is known of the files of the project *root*, whose site *live* shows; *unsaved* are those with unsaved words."""

    def __init__(self, root: Path, live: Live, unsaved: Collection[PurePosixPath]) -> None:
        self._root = root
        self._live = live
        self._unsaved = unsaved
        self._words: Lexicon | None = None
        self._saved = SavedContents(root)
        self._placed: dict[PurePosixPath, list[Fault]] = {}
        self._faults_known: dict[PurePosixPath, tuple[str, str, list[Fault]]] = {}
        self._around: dict[str, tuple[str, Surroundings | None]] = {}
        self._round_titles: dict[PurePosixPath, tuple[str, tuple[str, bool]]] = {}
        self._counted_state: tuple[object, object] = None, None
        self._uncounted: deque[PurePosixPath] = deque()
        self._record: tuple[int, tuple[journal.Entry, ...]] | None = None
        self._public = public_after(())
        self._wrong_in: tuple[object, set[PurePosixPath]] = None, set()

    def site(self) -> Site:
        """All that the overview is made of."""
        rounds = {one.parent.name: one for one in self._root.glob(f"content/*/{ROUND_FILE}")}
        return Site(
            self._root,
            {name: self._round(path) for name, path in rounds.items()},
            partial(self._content, count(1)),
            self._counts(),
            self._unsaved,
            self.record(),
            self.public(),
        )

    def record(self) -> tuple[journal.Entry, ...]:
        """The public record; empty where it is unsound, which `verify` tells."""
        place = self._root / journal.JOURNAL
        stamp = place.stat().st_mtime_ns if place.is_file() else 0
        if self._record is None or self._record[0] != stamp:
            try:
                record = journal.read(self._root)
            except SourceError:
                record = ()
            self._record, self._public = (stamp, record), public_after(record)
        return self._record[1]

    def public(self) -> Public:
        """What is public after the last entry of the record."""
        self.record()
        return self._public

    def is_public(self, file: DeskFile) -> bool:
        """Whether readers have what *file* says."""
        return file.kind is not Synonyms and is_public(self.public(), file.page)

    def titles(self) -> dict[str, str]:
        """What rounds and issues are called, by the addresses of their pages."""
        rounds = self.rounds()
        issues = {addresses.issue_page(r.id, one.summary.number): one.summary.title for r in rounds for one in r.issues}
        return issues | {addresses.round_page(r.id): r.round.short_title for r in rounds}

    def rounds(self) -> tuple[RoundSource, ...]:
        """The rounds as they were last read without a fault."""
        return self._live.sources.rounds if self._live.sources else ()

    def diagnostics(self) -> Collection[Diagnostic]:
        """What was wrong or lacking when the site last followed an edit."""
        return self._live.diagnostics

    def public_state(self, file: DeskFile) -> str | None:
        """How far an issue is on its way to readers; None for a round's own file."""
        if file.number is None:
            return None  # a round's own file, or one that all share
        _, whole = self._round(self._root / file.path.parent / ROUND_FILE)
        return state_of(self._content(count(1), file), file, self.public(), whole=whole).words

    def count_more(self, is_enough: Callable[[], bool]) -> tuple[int, bool]:
        """Count the mistakes and doubts of some more files, until *is_enough* says so; of how many, and whether there are others."""
        state = self._live.sources, self._live.diagnostics
        if any(one is not other for one, other in zip(state, self._counted_state, strict=True)):
            self._counted_state = state
            self._uncounted = deque(one for one in self._readable() if not self._is_counted(one))
        before = len(self._uncounted)
        while self._uncounted:
            path, data = self._uncounted.popleft(), b""
            with contextlib.suppress(SourceError, OSError):
                data = read_file(self._root, path, MAX_BYTES)
            self.faults(data, path)
            file = file_called(str(path))
            if file and file.number is not None:
                self._content(repeat(1), file)
            if is_enough():
                break
        return before - len(self._uncounted), bool(self._uncounted)

    def state(self, file: DeskFile, data: bytes) -> dict[str, Any]:
        """What a file says, which text that is, and what is wrong with it."""
        own = [*self.faults(data, file.path), *self.site_faults(data, file.path)]
        if file.number is not None and self.is_public(file):
            own = [without_drafts(one) for one in own]
        said = {
            "values": None,
            "version": digest(data),
            "faults": [plain_fault(one, file.kind) for one in own],
            "isBehind": self._is_behind(file, data),
        }
        with contextlib.suppress(SourceError):
            said["values"] = plain_values(current(data, file.path, file.kind))
        return said

    def _is_behind(self, file: DeskFile, data: bytes) -> bool:
        """Whether mistakes keep the page of a file that holds *data* as it was before they were made."""
        if file.number is None and file.path not in self._unsaved:
            return bool(self._wrong())
        shown = self._live.issue(file.path)
        is_shown = shown is not None and shown.digest == digest(data)
        return not is_shown and any(one.is_error for one in self.faults(data, file.path))

    def faults(self, data: bytes, path: PurePosixPath) -> list[Fault]:
        """What is wrong or doubtful in a file that holds *data*, by itself and against what is around it."""
        file = file_called(str(path))
        if file is None:
            return []
        if self._words is None:
            self._words = lexicon(read_wordlist(self._root)[0])
        around = self.surroundings(file)
        is_draft = file.number is None and self._is_draft(file.round_id)
        key = digest(data), (around.digest if around else "") + "draft" * is_draft
        if self._faults_known.get(path, ())[:2] != key:
            found = faults_of(data, path, file.kind, around, self._words, is_draft=is_draft)
            self._faults_known[path] = *key, found
        return self._faults_known[path][2]

    def site_faults(self, data: bytes, path: PurePosixPath) -> list[Fault]:
        """What the site as a whole found wrong in a file, at its fields: as it was found last, while newer text is followed."""
        with contextlib.suppress(SourceError, OSError):
            followed = self._live.unsaved_texts.get(path) or read_file(self._root, path, MAX_BYTES)
            if self._live.settled and followed == data:
                own = {(one.code, one.message) for one in self.faults(data, path)}
                found = [one for one in self._live.diagnostics if one.span.path == path]
                self._placed[path] = [
                    one for one in place_diagnostics(found, data, path) if (one.code, one.message) not in own
                ]
        return self._placed.get(path, [])

    def notes(self, file: DeskFile, values: Mapping[str, Any] | None) -> dict[str, str]:
        """What else decides over a field than what stands in it, by its name."""
        own = next((one for one in self.rounds() if one.id == file.round_id), None)
        review = (values or {}).get("review")
        if file.number is None:
            return (
                {"draft": "问题都还是草稿，这一轮也就还不公开"} if own and own.is_draft and not own.round.draft else {}
            )
        if own and own.round.draft:
            return {"draft": "这一轮整个是草稿，所以还不公开"}
        pending = isinstance(review, Mapping) and review.get("state") == ReviewState.PENDING.value
        return {"draft": "下面“审核”的状态是“待审”，所以现在也是草稿"} if pending else {}

    def surroundings(self, file: DeskFile) -> Surroundings | None:
        """What an issue is read against; where it was never right, as far as the files around it can be read.

        Files that were put beside it are known at once, before the site has followed.
        """
        around = self._live.surroundings(file.path) or self._read_surroundings(file)
        folder = self._root / file.path.with_suffix("")
        there = folder.iterdir() if folder.is_dir() else ()
        names = {one.name for one in there if not (NOT_OURS.match(one.name) or one.is_dir())}
        if around is None or names == around.files.keys():
            return around
        read, place = file_reader(self._root), file.path.with_suffix("")
        files = {name: around.files.get(name) or read(place / name, FileRules())[0] for name in sorted(names)}
        return surroundings_of(around.config, around.round, around.digest).with_files(files)

    def _read_surroundings(self, file: DeskFile) -> Surroundings | None:
        if not file.round_id:
            return None
        path = file.path.parent / ROUND_FILE
        try:
            texts = [read_file(self._root, one, MAX_BYTES) for one in (SITE_FILE, path)]
        except (SourceError, OSError):
            return None
        now = digest(b"\0".join(texts))
        if self._around.get(file.round_id, ("",))[0] != now:
            around = None
            with contextlib.suppress(SourceError):
                site = decode(decode_text(texts[0], SITE_FILE), SITE_FILE, SiteConfig, blanks=[])
                around = surroundings_of(site, decode(decode_text(texts[1], path), path, Round, blanks=[]), now)
            self._around[file.round_id] = now, around
        return self._around[file.round_id][1]

    def _content(self, reads: Iterator[int], file: DeskFile) -> Content | State | None:
        """What the file of an issue says as it is saved; *reads* counts files that have to be read for that."""
        found = self._live.issue(file.path)
        if found and file.path not in self._unsaved and file.path not in self._wrong():
            return content_of(found.summary)
        if not self._saved.is_known(file.path) and next(reads) > _READ_AT_ONCE:
            return State.UNSEEN
        return self._saved.content_of(file.path, self.surroundings(file))

    def _round(self, place: Path) -> tuple[str, bool]:
        """The short title of the round in the file *place* as it is saved, and whether it says that it is a draft."""
        path = PurePosixPath(place.relative_to(self._root).as_posix())
        try:
            data = read_file(self._root, path, MAX_BYTES)
            if self._round_titles.get(path, ("",))[0] != (now := digest(data)):
                said = current(data, path, Round)
                titles = (one for one in (said.get("short_title"), said.get("title")) if isinstance(one, str))
                self._round_titles[path] = now, (next(titles, ""), said.get("draft") == "true")
        except (SourceError, OSError):
            return "", False
        return self._round_titles[path][1]

    def _wrong(self) -> Collection[PurePosixPath]:
        """The files in which the site, when it last followed an edit, found mistakes."""
        diagnostics = self._live.diagnostics
        if self._wrong_in[0] is not diagnostics:
            self._wrong_in = diagnostics, {one.span.path for one in errors(diagnostics)}
        return self._wrong_in[1]

    def _counts(self) -> Mapping[PurePosixPath, tuple[int, int]]:
        """Mistakes and doubts of each file, whoever found them: the site as a whole, or the form of that file."""
        found = Counter((one.span.path, one.severity) for one in self._live.diagnostics)
        counts = {
            path: (found[path, Severity.ERROR], found[path, Severity.WARNING]) for path in {path for path, _ in found}
        }
        wrong_forms = ((path, faults) for path, (_, _, faults) in self._faults_known.items() if faults)
        for path, faults in wrong_forms:
            mistakes = sum(one.is_error for one in faults)
            others = counts.get(path, (0, 0))
            counts[path] = max(mistakes, others[0]), max(len(faults) - mistakes, others[1])
        return counts

    def _readable(self) -> Iterator[PurePosixPath]:
        """The files of rounds and issues as they were last read; those that there are, where they were never right."""
        sources = self._live.sources
        if sources is None:
            yield from (file.path for file in files_in(self._root))
            return
        for round_ in sources.rounds:
            yield round_.path
            yield from (one.path for one in round_.issues)

    def _is_counted(self, path: PurePosixPath) -> bool:
        """Whether the faults of a file as it is now are known; where there were none, what is around it brings none."""
        if (known := self._faults_known.get(path)) is None:
            return False
        now, around = self._live.issue(path), self._live.surroundings(path)
        if now is None or path in self._unsaved or path in self._wrong():
            return True
        return known[0] == now.digest and (not known[2] or known[1] == (around.digest if around else ""))

    def _is_draft(self, round_id: str) -> bool:
        """Whether nothing of a round is public yet, or, without a name, nothing of any round."""
        rounds = [one for one in self.rounds() if round_id in ("", one.id)]
        if rounds and not self._wrong():
            return all(one.is_draft for one in rounds)
        files = [one for one in files_in(self._root) if one.number is not None and round_id in ("", one.round_id)]
        contents = (self._content(count(1), one) for one in files[:_READ_AT_ONCE])
        return bool(files) and all(isinstance(one, Content) and one.is_draft for one in contents)
