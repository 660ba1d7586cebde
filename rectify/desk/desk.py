"""What can be done at the desk, as plain functions of names and values: the server passes requests on, and nothing more.

Answers are plain JSON. What is refused raises RefusedError with words for the person who asked.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Collection, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, ClassVar, Final, NamedTuple, TypeVar

from rectify.desk.differences import Sides, differences, join
from rectify.desk.editing import NotWritableError, current, edit
from rectify.desk.exchange import RefusedError, file_of, plain_values, values_of
from rectify.desk.forms import choices_in, form_of
from rectify.desk.knowledge import Knowledge
from rectify.desk.names import NOT_WRITTEN_YET, DeskFile, settings_files
from rectify.desk.overview import overview
from rectify.desk.turns import Turns
from rectify.desk.unsaved import Keeper, KeptText
from rectify.desk.values import Value
from rectify.field.config import SiteConfig
from rectify.ground.diagnostics import SourceError
from rectify.ground.files import digest, read_file, write_atomically
from rectify.ground.system_errors import failure_in_words
from rectify.live import Live
from rectify.source.sources import SITE_FILE
from rectify.source.yamltree import MAX_BYTES

Made = TypeVar("Made")
_AT_ONCE: Final = 0.03
"""Seconds for which doubts are counted in one go: a form, or what is typed, waits no longer."""


class Tools(NamedTuple):
    """What the desk is given from outside: the project's lock, held while it writes, whom to tell of edits, a clock in seconds."""

    lock: Callable[[], AbstractContextManager[None]]
    follow: Callable[[Collection[str]], None]
    seconds: Callable[[], float]


class Desk:
    """The desk over the project *root*, whose site *live* shows."""

    asked: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "place": (),
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
        self._unsaved = {path for path, _ in self._keeper.all()}
        self.knowledge = Knowledge(root, live, self._unsaved)
        for path, kept in self._keeper.all():
            if not any(fault.is_error for fault in self.knowledge.faults(kept.data, path)):
                live.unsaved_texts[path] = kept.data

    def place(self) -> dict[str, Any]:
        """What is open: the name of the unit, empty where there is no project yet, and the folder, short and whole."""
        name = ""
        with contextlib.suppress(SourceError, OSError):
            values = current(read_file(self.root, SITE_FILE, MAX_BYTES), SITE_FILE, SiteConfig)
            name = str(values.get("name") or "")
        folder = self.root.resolve()
        return {"name": name, "folder": folder.name or str(folder), "path": str(folder)}

    def overview(self) -> dict[str, Any]:
        """Rounds and issues, and what is to be done next."""
        return overview(self.knowledge.site())

    def look(self) -> dict[str, Any]:
        """Count the mistakes and doubts of some more issues for the overview: whether there were any, and whether there are `more`."""
        until = self._tools.seconds() + _AT_ONCE
        counted, more = self.knowledge.count_more(lambda: self._tools.seconds() > until)
        return {"isNew": counted > 0, "more": more}

    def settings(self) -> dict[str, Any]:
        """The files that all rounds share."""
        return {"files": [str(one.path) for one in settings_files()]}

    def form(self, name: object) -> dict[str, Any]:
        """The form of a file: its groups of fields, what they say, what is wrong with it, where its page is."""
        file = file_of(name)
        kept, now = self._keeper.read(file.path), self._read(file)
        data = kept.data if kept else now
        surroundings, state = self.knowledge.surroundings(file), self.knowledge.state(file, data)
        if kept and self._live.unsaved_texts.get(file.path) != data:  # what was wrong may have been mended elsewhere
            self._show_if_right(file, data, data)
        return {
            "name": str(file.path),
            "groups": form_of(file.kind),
            "choices": choices_in(surroundings),
            "notes": self.knowledge.notes(file, state["values"]),
            "page": file.page,
            "hasPage": file.page in self._live,
            "state": self.knowledge.public_state(file),
            "isPublic": self.knowledge.is_public(file),
            "isUnsaved": kept is not None,
            "isOtherwise": kept is not None and digest(kept.base) != digest(now),
            **state,
        }

    def keep(self, name: object, version: object, values: object) -> dict[str, Any]:
        """Keep what a form holds, beside the file, and have the page follow; *version* is the text that it came from."""
        file = file_of(name)
        kept, now = self._keeper.read(file.path), self._read(file)
        before = kept or KeptText(now, now)
        wanted = values_of(values)
        try:
            if version != digest(before.data):
                raise self._stale(file, wanted)
            data = edit(before.data, file.path, file.kind, wanted)
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
        state = self.knowledge.state(file, text.data)
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
            return self._write(file, self._merge(file, kept, self._read(file), chosen, other))

    def write_text(self, file: DeskFile, data: bytes) -> dict[str, Any]:
        """Write *data* into a file, and keep nothing for it any more."""
        with self._tools.lock():
            return self._write(file, data)

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

    def save_with(self, file: DeskFile, more: Callable[[Mapping[str, Value]], Mapping[str, Value]]) -> dict[str, Any]:
        """Save what is kept into a file that a command may have changed, with what *more* makes of its values then."""
        kept, now = self._keeper.read(file.path), self._read(file)
        with self._tools.lock():
            data = kept.data if kept else now
            if kept and kept.base != now:
                data = join(Sides(kept.base, kept.data, now), file.path, file.kind, chosen={})
            values = current(data, file.path, file.kind)
            return self._write(file, edit(data, file.path, file.kind, more(values)))

    def _write(self, file: DeskFile, data: bytes) -> dict[str, Any]:
        """Write *data* into a file under the lock that is held; its state then."""
        try:
            write_atomically(self.root / file.path, data, durable=True)
        except OSError as error:
            raise RefusedError(
                507, f"{failure_in_words(error, '写不进', str(file.path))}填的内容还留着，没有丢。"
            ) from error
        self._forget(file)
        return {**self.knowledge.state(file, data), "isUnsaved": False}

    def _merge(self, file: DeskFile, kept: KeptText, now: bytes, chosen: object, other: object) -> bytes:
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
            return join(sides, file.path, file.kind, chosen=choices)
        except (SourceError, NotWritableError):
            words = "这个文件刚才被别人改过，而且改得有错误，合不到一起。先改正文件里的错误，再保存；填的内容还留着。"
            raise RefusedError(409, words) from None

    def begin_file(self, file: DeskFile, values: Mapping[str, Any]) -> None:
        """Write the first *values* into a file that was just made."""
        with self._tools.lock():
            data = edit(self._read(file), file.path, file.kind, values)
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
        if not any(fault.is_error for fault in self.knowledge.faults(text, file.path)):
            self._show(file, data)

    def _show(self, file: DeskFile, data: bytes | None) -> None:
        """Have the site show *data* in the place of the file; None shows the file."""
        if data is None:
            self._live.unsaved_texts.pop(file.path, None)
        else:
            self._live.unsaved_texts[file.path] = data
        self._tools.follow([str(file.path)])
