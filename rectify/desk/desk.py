"""What can be done at the desk, as plain functions of names and values: the server passes requests on, and nothing more.

Answers are plain JSON. What is refused raises RefusedError with words for the person who asked.
"""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import AbstractContextManager
from functools import partial
from itertools import count, repeat
from pathlib import Path, PurePosixPath
from typing import Any, ClassVar, Final, NamedTuple, TypeVar

from rectify.checks.wordlist import Lexicon, lexicon, read_wordlist
from rectify.desk.differences import Sides, differences, joined
from rectify.desk.editing import NotWritableError, current, edited
from rectify.desk.exchange import RefusedError, file_of, plain_fault, plain_values, values_of
from rectify.desk.faults import Fault, faults_of, placed
from rectify.desk.forms import choices_in, form_of
from rectify.desk.names import NOT_WRITTEN_YET, DeskFile, file_called, files_in, settings_files
from rectify.desk.overview import Site, overview, state_of_file
from rectify.desk.states import Content, SavedContents, State, content_of, is_public
from rectify.desk.turns import Turns
from rectify.desk.unsaved import Keeper, KeptText
from rectify.desk.values import Entry
from rectify.field import addresses
from rectify.field.config import SiteConfig
from rectify.field.model import ReviewState, Round
from rectify.ground.diagnostics import Diagnostic, Severity, SourceError, errors
from rectify.ground.files import digest, read_file, write_atomically
from rectify.ground.system_errors import failure_in_words
from rectify.live import Live
from rectify.release import journal
from rectify.release.record import Public, state_of
from rectify.source.attached_files import FileRules, file_reader
from rectify.source.decode import decode
from rectify.source.load import NOT_OURS
from rectify.source.sources import ROUND_FILE, SITE_FILE, RoundSource, Surroundings, surroundings_of
from rectify.source.yamltree import MAX_BYTES, decode_text

Made = TypeVar("Made")
_AT_ONCE: Final = 0.03
"""Seconds for which doubts are counted in one go: a form, or what is typed, waits no longer."""

_READ_AT_ONCE: Final = 200
"""Issues that no site was made of yet, and that are read for one list."""


class Tools(NamedTuple):
    """What the desk is given from outside: the project's lock, held while it writes, whom to tell of edits, a clock in seconds."""

    lock: Callable[[], AbstractContextManager[None]]
    follow: Callable[[Collection[str]], None]
    seconds: Callable[[], float]


class Desk:
    """The desk over the project *root*, whose site *live* shows."""

    asked: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "overview": (),
        "look": (),
        "settings": (),
        "form": ("name",),
        "keep": ("name", "version", "values"),
        "save": ("name", "version", "chosen", "other"),
        "discard": ("name",),
    }
    is_quick: ClassVar[bool] = True

    def __init__(self, root: Path, live: Live, tools: Tools) -> None:
        self.root = root
        self.turns = Turns()
        self._live = live
        self._tools = tools
        self._keeper = Keeper(root)
        self._words: Lexicon | None = None
        self._saved = SavedContents(root)
        self._placed: dict[PurePosixPath, list[Fault]] = {}
        self._faults_known: dict[PurePosixPath, tuple[str, str, list[Fault]]] = {}
        self._around: dict[str, tuple[str, Surroundings | None]] = {}
        self._round_titles: dict[PurePosixPath, tuple[str, tuple[str, bool]]] = {}
        self._record: tuple[int, tuple[journal.Entry, ...]] | None = None
        self._public = state_of(())
        self._wrong_in: tuple[object, set[PurePosixPath]] = None, set()
        self._unsaved = {path for path, _ in self._keeper.all()}
        for path, kept in self._keeper.all():
            if not any(fault.is_error for fault in self._faults(kept.data, path)):
                live.unsaved[path] = kept.data

    def overview(self) -> dict[str, Any]:
        """Rounds and issues, and what is to be done next."""
        return overview(self._site())

    def _site(self) -> Site:
        rounds = {one.parent.name: one for one in self.root.glob(f"content/*/{ROUND_FILE}")}
        return Site(
            self.root,
            {name: self._round(path) for name, path in rounds.items()},
            partial(self._content, count(1)),
            self._counts(),
            self._unsaved,
            self.record(),
            self.public(),
        )

    def _round(self, place: Path) -> tuple[str, bool]:
        """The short title of the round in the file *place* as it is saved, and whether it says that it is a draft."""
        path = PurePosixPath(place.relative_to(self.root).as_posix())
        try:
            data = read_file(self.root, path, MAX_BYTES)
            if self._round_titles.get(path, ("",))[0] != (now := digest(data)):
                said = current(data, path, Round)
                titles = (one for one in (said.get("short_title"), said.get("title")) if isinstance(one, str))
                self._round_titles[path] = now, (next(titles, ""), said.get("draft") == "true")
        except (SourceError, OSError):
            return "", False
        return self._round_titles[path][1]

    def _content(self, reads: Iterator[int], file: DeskFile) -> Content | State | None:
        """What the file of an issue says as it is saved; *reads* counts files that have to be read for that."""
        found = self._live.issue(file.path)
        if found and file.path not in self._unsaved and file.path not in self._wrong():
            return content_of(found.summary)
        if not self._saved.is_known(file.path) and next(reads) > _READ_AT_ONCE:
            return State.UNSEEN
        return self._saved.of(file.path, self.surroundings(file))

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
        for path, (_, _, faults) in self._faults_known.items():
            mistakes = sum(one.is_error for one in faults)
            others = counts.get(path, (0, 0))
            counts[path] = max(mistakes, others[0]), max(len(faults) - mistakes, others[1])
        return counts

    def record(self) -> tuple[journal.Entry, ...]:
        """The public record; empty where it is unsound, which `verify` tells."""
        place = self.root / journal.JOURNAL
        stamp = place.stat().st_mtime_ns if place.is_file() else 0
        if self._record is None or self._record[0] != stamp:
            try:
                record = journal.read(self.root)
            except SourceError:
                record = ()
            self._record, self._public = (stamp, record), state_of(record)
        return self._record[1]

    def public(self) -> Public:
        """What is public after the last entry of the record."""
        self.record()
        return self._public

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

    def _public_state(self, file: DeskFile) -> str | None:
        """How far an issue is on its way to readers; None for a round's own file."""
        if file.number is None:
            return None  # a round's own file, or one that all share
        return state_of_file(self._site(), file).words

    def look(self) -> dict[str, Any]:
        """Count the mistakes and doubts of some more issues for the overview; `more` if there are others."""
        others = (one for one in self._readable() if not self._is_counted(one))
        until = self._tools.seconds() + _AT_ONCE
        for path in others:
            data = b""
            with contextlib.suppress(SourceError, OSError):
                data = read_file(self.root, path, MAX_BYTES)
            self._faults(data, path)
            file = file_called(str(path))
            if file and file.number is not None:
                self._content(repeat(1), file)
            if self._tools.seconds() > until:
                break
        return {"more": next(others, None) is not None}

    def _readable(self) -> Iterator[PurePosixPath]:
        """The files of rounds and issues as they were last read; those that there are, where they were never right."""
        sources = self._live.sources
        if sources is None:
            yield from (file.path for file in files_in(self.root))
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

    def settings(self) -> dict[str, Any]:
        """The files that all rounds share."""
        return {"files": [str(one.path) for one in settings_files()]}

    def form(self, name: object) -> dict[str, Any]:
        """The form of a file: its groups of fields, what they say, what is wrong with it, where its page is."""
        file = file_of(name)
        kept, now = self._keeper.read(file.path), self._read(file)
        data = kept.data if kept else now
        surroundings, state = self.surroundings(file), self._state(file, data)
        if kept and self._live.unsaved.get(file.path) != data:  # what was wrong may have been mended elsewhere
            self._show_if_right(file, data, data)
        return {
            "name": str(file.path),
            "groups": form_of(file.kind),
            "choices": choices_in(surroundings),
            "notes": self._notes(file, state["values"]),
            "page": file.page,
            "hasPage": file.page in self._live,
            "state": self._public_state(file),
            "isPublic": file.number is not None
            and is_public(self.public(), addresses.issue_page(file.round_id, file.number)),
            "isUnsaved": kept is not None,
            "isOtherwise": kept is not None and digest(kept.base) != digest(now),
            **state,
        }

    def _notes(self, file: DeskFile, values: Mapping[str, Any] | None) -> dict[str, str]:
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

    def keep(self, name: object, version: object, values: object) -> dict[str, Any]:
        """Keep what a form holds, beside the file, and have the page follow; *version* is the text that it came from."""
        file = file_of(name)
        kept, now = self._keeper.read(file.path), self._read(file)
        before = kept or KeptText(now, now)
        wanted = values_of(values)
        try:
            if version != digest(before.data):
                raise self._stale(file, wanted)
            data = edited(before.data, file.path, file.kind, wanted)
        except NotWritableError:
            self._keep_form(file, values)
            raise RefusedError(
                422, "这个文件的写法特别，程序改不了这一处。填的内容另存在 .rectify/desk/ 里，请用编辑器改。"
            ) from None
        except SourceError as error:
            raise RefusedError(422, str(error)) from None
        return self.keep_text(file, KeptText(before.base, data), now)

    def texts(self, file: DeskFile) -> tuple[KeptText | None, bytes]:
        """What is kept for a file, if anything is, and the file as it stands."""
        return self._keeper.read(file.path), self._read(file)

    def keep_text(self, file: DeskFile, text: KeptText, now: bytes) -> dict[str, Any]:
        """Keep a *text* for a file that holds *now*, and have the page show it unless it has mistakes."""
        if text.data == text.base == now:
            self._forget(file)
        elif self._keeper.read(file.path) != text:
            self._keep(file, text)
        state = self._state(file, text.data)
        self._show_if_right(file, text.data, text.data if text.data != now else None)
        return {**state, "isUnsaved": text.data != now}

    def save(self, name: object, version: object, chosen: object = None, other: object = None) -> dict[str, Any]:
        """Write what is kept into its file.

        Where somebody else has changed the file meanwhile, the differences are shown first; *chosen* says for each field
        whose text is right, *other* which text of the other person was shown.
        """
        file = file_of(name)
        kept = self._keeper.read(file.path)
        if kept is None or version != digest(kept.data):
            raise RefusedError(409, "页面上的内容和存着的不一样，请再等一秒，等它记下来。")
        with self._tools.lock():
            return self._written(file, self._merged(file, kept, self._read(file), chosen, other))

    def write_text(self, file: DeskFile, data: bytes) -> dict[str, Any]:
        """Write *data* into a file, and keep nothing for it any more."""
        with self._tools.lock():
            return self._written(file, data)

    def write(self, do: Callable[[Path], Made]) -> Made:
        """What *do* makes below the root, while nothing else is written there."""
        with self._tools.lock():
            return do(self.root)

    def discard(self, name: object) -> dict[str, Any]:
        """Give up what was not saved; the form of the file as it is."""
        file = file_of(name)
        self._forget(file)
        return self.form(name)

    def follow(self, names: Collection[str]) -> None:
        """Have the site follow edits of the files or folders *names* that commands have made."""
        self._tools.follow(names)

    def check_saved(self, file: DeskFile) -> None:
        """RefusedError if something of *file* is not saved."""
        if file.path in self._unsaved:
            raise RefusedError(409, "这个问题还有没保存的改动，先保存。")

    def check_all_saved(self) -> None:
        """RefusedError if something is not saved: what is not saved is not published."""
        if self._unsaved:
            names = "、".join(map(str, sorted(self._unsaved)))
            raise RefusedError(409, f"还有没保存的改动：{names}。先保存，或者放弃，再公开。")

    def check_savable(self, file: DeskFile) -> None:
        """RefusedError if somebody else has changed *file* since it was edited here."""
        kept = self._keeper.read(file.path)
        if kept and kept.base != self._read(file):
            raise RefusedError(409, "这个文件在别处改过了：先保存，选好用哪一份。")

    def save_revised(self, file: DeskFile, *, note: str, reason: str) -> dict[str, Any]:
        """Save what is kept into a file to which `revise` has added an entry, and fill that in."""
        kept, now = self._keeper.read(file.path), self._read(file)
        with self._tools.lock():
            sides = Sides(kept.base, kept.data, now) if kept else None
            data = joined(sides, file.path, file.kind, chosen={}) if sides else now
            entries = list(current(data, file.path, file.kind).get("revisions") or [])
            filled = {"note": note, "reason": reason or None}
            kept_entries = [Entry({}, place) for place in range(len(entries) - 1)]
            revisions = [*kept_entries, Entry(filled, len(entries) - 1)]
            data = edited(data, file.path, file.kind, {"revisions": revisions})
            return self._written(file, data)

    def _written(self, file: DeskFile, data: bytes) -> dict[str, Any]:
        """Write *data* into a file under the lock that is held; its state then."""
        try:
            write_atomically(self.root / file.path, data, durable=True)
        except OSError as error:
            raise RefusedError(
                507, f"{failure_in_words(error, '写不进', str(file.path))}填的内容还留着，没有丢。"
            ) from error
        self._forget(file)
        return {**self._state(file, data), "isUnsaved": False}

    def _merged(self, file: DeskFile, kept: KeptText, now: bytes, chosen: object, other: object) -> bytes:
        """What is to be written: what is kept, and what somebody else wrote meanwhile."""
        if now == kept.base:
            return kept.data
        sides = Sides(kept.base, kept.data, now)
        try:
            both = differences(sides, file.path, file.kind)
            if chosen is None or other != digest(now):
                words = "这个文件刚才被别人改过。" + (
                    "有几项两边都改了，请选用哪一份。" if both else "两边改的地方不同，可以合在一起。"
                )
                raise RefusedError(409, words, differences=[one._asdict() for one in both], other=digest(now))
            choices = {str(name): str(one) for name, one in chosen.items()} if isinstance(chosen, Mapping) else {}
            return joined(sides, file.path, file.kind, chosen=choices)
        except (SourceError, NotWritableError):
            words = "这个文件刚才被别人改过，而且改得有错误，合不到一起。先改正文件里的错误，再保存；填的内容还留着。"
            raise RefusedError(409, words) from None

    def _state(self, file: DeskFile, data: bytes) -> dict[str, Any]:
        """What a file says, which text that is, and what is wrong with it."""
        own = (*self._faults(data, file.path), *self._found_by_site(data, file.path))
        faults = [plain_fault(one, file.kind) for one in own]
        try:
            values = plain_values(current(data, file.path, file.kind))
        except SourceError:
            return {"values": None, "version": digest(data), "faults": faults}
        return {"values": values, "version": digest(data), "faults": faults}

    def _faults(self, data: bytes, path: PurePosixPath) -> list[Fault]:
        file = file_called(str(path))
        if file is None:
            return []
        if self._words is None:
            self._words = lexicon(read_wordlist(self.root)[0])
        around = self.surroundings(file)
        is_draft = file.number is None and self._is_draft(file.round_id)
        key = digest(data), (around.digest if around else "") + "draft" * is_draft
        if self._faults_known.get(path, ())[:2] != key:
            found = faults_of(data, path, file.kind, around, self._words, is_draft=is_draft)
            self._faults_known[path] = *key, found
        return self._faults_known[path][2]

    def _is_draft(self, round_id: str) -> bool:
        """Whether nothing of a round is public yet, or, without a name, nothing of any round."""
        rounds = [one for one in self.rounds() if round_id in ("", one.id)]
        if rounds and not self._wrong():
            return all(one.is_draft for one in rounds)
        files = [one for one in files_in(self.root) if one.number is not None and round_id in ("", one.round_id)]
        contents = (self._content(count(1), one) for one in files[:_READ_AT_ONCE])
        return bool(files) and all(isinstance(one, Content) and one.is_draft for one in contents)

    def _found_by_site(self, data: bytes, path: PurePosixPath) -> list[Fault]:
        """What the site as a whole found wrong in a file, at its fields: as it was found last, while newer text is followed."""
        with contextlib.suppress(SourceError, OSError):
            followed = self._live.unsaved.get(path) or read_file(self.root, path, MAX_BYTES)
            if self._live.settled and followed == data:
                own = {(one.code, one.message) for one in self._faults(data, path)}
                found = [one for one in self._live.diagnostics if one.span.path == path]
                self._placed[path] = [one for one in placed(found, data, path) if (one.code, one.message) not in own]
        return self._placed.get(path, [])

    def surroundings(self, file: DeskFile) -> Surroundings | None:
        """What an issue is read against; where it was never right, as far as the files around it can be read.

        Files that were put beside it are known at once, before the site has followed.
        """
        around = self._live.surroundings(file.path) or self._read_surroundings(file)
        folder = self.root / file.path.with_suffix("")
        there = folder.iterdir() if folder.is_dir() else ()
        names = {one.name for one in there if not (NOT_OURS.match(one.name) or one.is_dir())}
        if around is None or names == around.files.keys():
            return around
        read, place = file_reader(self.root), file.path.with_suffix("")
        files = {name: around.files.get(name) or read(place / name, FileRules())[0] for name in sorted(names)}
        return surroundings_of(around.config, around.round, around.digest).beside(files)

    def _read_surroundings(self, file: DeskFile) -> Surroundings | None:
        if not file.round_id:
            return None
        path = file.path.parent / ROUND_FILE
        try:
            texts = [read_file(self.root, one, MAX_BYTES) for one in (SITE_FILE, path)]
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

    def begin_file(self, file: DeskFile, values: Mapping[str, Any]) -> None:
        """Write the first *values* into a file that was just made."""
        with self._tools.lock():
            data = edited(self._read(file), file.path, file.kind, values)
            write_atomically(self.root / file.path, data, durable=True)

    def _stale(self, file: DeskFile, wanted: Mapping[str, Any]) -> RefusedError:
        """That the form came from another text: another window has changed the file."""
        self._keep_form(file, plain_values(wanted))
        return RefusedError(
            409, "这个问题在另一个窗口里也在改。这里填的另存在 .rectify/desk/ 里；重新打开就看到那边的内容。"
        )

    def _read(self, file: DeskFile) -> bytes:
        try:
            return read_file(self.root, file.path, MAX_BYTES)
        except FileNotFoundError:
            if file.path in NOT_WRITTEN_YET:
                return NOT_WRITTEN_YET[file.path]
            raise RefusedError(404, f"没有 {file.path} 这个文件，也许刚被删去或者改了名。") from None
        except SourceError as error:
            raise RefusedError(422, str(error)) from None

    def _keep(self, file: DeskFile, text: KeptText) -> None:
        try:
            self._keeper.keep(file.path, text)
        except OSError as error:
            raise RefusedError(507, failure_in_words(error, "写不进", ".rectify/desk")) from error
        self._unsaved.add(file.path)

    def _keep_form(self, file: DeskFile, values: Any) -> None:
        try:
            self._keeper.keep_values(file.path, values)
        except OSError as error:
            raise RefusedError(507, failure_in_words(error, "写不进", ".rectify/desk")) from error

    def _forget(self, file: DeskFile) -> None:
        self._keeper.forget(file.path)
        self._unsaved.discard(file.path)
        self._show(file, None)

    def _show_if_right(self, file: DeskFile, text: bytes, data: bytes | None) -> None:
        """Have the site show *data*, unless the *text* has mistakes: then the page stays as it was when it was last right."""
        if not any(fault.is_error for fault in self._faults(text, file.path)):
            self._show(file, data)

    def _show(self, file: DeskFile, data: bytes | None) -> None:
        """Have the site show *data* in the place of the file; None shows the file."""
        if data is None:
            self._live.unsaved.pop(file.path, None)
        else:
            self._live.unsaved[file.path] = data
        self._tools.follow([str(file.path)])
