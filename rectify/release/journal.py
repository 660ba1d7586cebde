"""The public record: a journal that can only grow, each line holding the digest of the line before.

`record/published.jsonl` has one JSON object a line, its words in Chinese, since citizens read it. A
line's digest is that of its bytes with the line feed, so `sed -n 5p … | sha256sum` gives what line 6
must hold. The last line is a seal: how many lines stand above it, and the digest of the last. Each
addition writes it anew.

Any edit, deletion, insertion or exchange of lines shows, and so does a cut, as long as the seal was
not made to fit. Someone who computes all digests anew from some line on leaves a journal that is
sound in itself; it shows beside an older copy: that of the public site, or of the repository.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Sequence
from enum import Enum
from pathlib import Path, PurePosixPath
from typing import Any, Final, NamedTuple

from rectify.ground.diagnostics import Diagnostic, SourceError, Span
from rectify.ground.files import read_file, write_atomically
from rectify.source.nodes import UNPRINTABLE

JOURNAL: Final = PurePosixPath("record/published.jsonl")
NOTHING_BEFORE: Final = "0" * 64
_NUMBER: Final = "序号"
_BEFORE: Final = "上一条"
_TOTAL: Final = "共"
_LAST: Final = "末条"
_REMEDY: Final = "这个文件只由程序往后添加，不能手改：从备份、版本库或者已公开的网站里取回原来的"


class Kind(Enum):
    """What was done to the public site."""

    RELEASED = "发布"
    PUBLISHED = "公布"
    REVISED = "修订"
    UPDATED = "进展"
    DUE_MOVED = "改时限"
    SUPPLEMENTED = "补充"
    RETURNED = "恢复公开"
    REWRITTEN = "换写法"
    WITHDRAWN = "撤下"
    ADDRESS = "新网址"
    MOVED = "改网址"
    PURGED = "清除"
    ROLLED_BACK = "退回"
    CLOCK_CORRECTED = "校正时间"


class Totals(NamedTuple):
    """The totals of a round: its id, its title, and how many issues there are of what, the sum first."""

    round_id: str
    title: str
    counts: tuple[tuple[str, int], ...]


class Entry(NamedTuple):
    """One line of the journal, without its number and the digest of the line before."""

    time: str
    """When, ISO 8601 with seconds and +08:00."""
    kind: Kind
    address: str = ""
    """Of a page or an attached file, from the site's root; empty for what is about the whole site."""
    text: str = ""
    """Digest of the canonical text of an issue, a round, the site or the glossary, of a file, or of all files of a release."""
    published: str = ""
    """The publication time that the page gives: `2024-12-30 12:23`."""
    revisions: int = 0
    note: str = ""
    """Why a text was purged; which release the site was rolled back to; where a page moved to; what was added to a text."""
    length: int = 0
    """How many lines the journal in that release has."""
    form: int = 0
    """The form of the text (`field.canonical`); 0 for form 1 and for files."""
    former: str = ""
    """Digest that the same words had in the form before, where only the form is another."""
    totals: tuple[Totals, ...] = ()
    """Those of each round when the whole site was published."""


_NAMES: Final = {
    "time": "时间",
    "kind": "事项",
    "address": "网址",
    "text": "文本",
    "published": "发布时间",
    "revisions": "修订",
    "note": "说明",
    "length": "条数",
    "form": "写法",
    "former": "原文本",
    "totals": "总数",
}
_TITLE: Final = "名称"
_COUNTED: Final = "数目"
_COUNTS: Final = ("revisions", "length", "form")
_FIELDS: Final = {chinese: english for english, chinese in _NAMES.items()}


def write_journal(entries: Iterable[Entry]) -> bytes:
    """The journal that holds *entries*."""
    lines, before = [], NOTHING_BEFORE
    for number, entry in enumerate(entries, start=1):
        lines.append(_line(_plain(entry, number, before)))
        before = _digest(lines[-1])
    return b"".join([*lines, _line({_TOTAL: len(lines), _LAST: before})])


def head(entries: Iterable[Entry]) -> str:
    """The digest of the last line of the journal that holds *entries*."""
    last = NOTHING_BEFORE
    for number, entry in enumerate(entries, start=1):
        last = _digest(_line(_plain(entry, number, last)))
    return last


def read(root: Path, path: PurePosixPath = JOURNAL) -> tuple[Entry, ...]:
    """The journal of the project or release *root*, empty if there is none at *path*; SourceError if it is unsound."""
    try:
        data = read_file(root, path)
    except FileNotFoundError:
        return ()
    return parse_journal(data)


def parse_journal(data: bytes) -> tuple[Entry, ...]:
    """The entries of a journal; raises SourceError with the lines where it was edited or cut."""
    entries, problems = _examine(data)
    if problems:
        raise SourceError(problems)
    return entries


def verify(root: Path) -> tuple[Diagnostic, ...]:
    """Where the journal of the project *root* was edited or cut."""
    try:
        read(root)
    except SourceError as error:
        return error.diagnostics
    return ()


def append(root: Path, entries: Sequence[Entry]) -> None:
    """Add *entries* to the journal of the project *root*; OSError leaves it as it was."""
    if entries:
        write_atomically(root / JOURNAL, write_journal((*read(root), *entries)), durable=True)


def is_start_of(shorter: Sequence[Entry], longer: Sequence[Entry]) -> bool:
    """Whether *longer* says first what *shorter* says: an older copy of the same journal."""
    return tuple(longer[: len(shorter)]) == tuple(shorter)


def standing(entries: Sequence[Entry]) -> Sequence[int]:
    """The places of the entries that are still valid: a rollback undoes those after the release that it went back to."""
    found: list[int] = []
    place = len(entries)
    while place:
        place -= 1
        if entries[place].kind is Kind.ROLLED_BACK:
            place = max(min(entries[place].length, place), 0)
        else:
            found.append(place)
    return found[::-1]


def _examine(data: bytes) -> tuple[tuple[Entry, ...], list[Diagnostic]]:
    """The entries up to the first fault, and the faults; each broken place is reported once."""
    *lines, rest = data.split(b"\n")
    if rest or not lines:
        return (), [_fault(len(lines) + 1, "公开记录在这里断了，最后一行不完整")]
    entries: list[Entry] = []
    before = NOTHING_BEFORE
    for number, line in enumerate(lines[:-1], start=1):
        entry = _entry(line + b"\n", number, before)
        if isinstance(entry, str):
            return tuple(entries), [_fault(number, f"公开记录第 {number} 条{entry}")]
        entries.append(entry)
        before = _digest(line + b"\n")
    if lines[-1] + b"\n" != _line({_TOTAL: len(entries), _LAST: before}):
        message = f"公开记录第 {len(entries)} 条或最后一行被改过，或者后面的记录被删了"
        return tuple(entries), [_fault(len(lines), message)]
    return tuple(entries), []


def _entry(line: bytes, number: int, before: str) -> Entry | str:
    """The entry in a line, or what is wrong with the line."""
    try:
        plain = json.loads(line)
        values = {_FIELDS[name]: value for name, value in plain.items() if name not in (_NUMBER, _BEFORE)}
        totals = _totals(values.pop("totals", {}))
        entry = Entry(**{**values, "kind": Kind(values["kind"]), "totals": totals})
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return "不是一条记录"
    if any(type(value) is not (int if name in _COUNTS else str) for name, value in values.items()):
        return "不是一条记录"
    if entry.address and not _is_address(entry.address):
        return "的网址不是网页的网址"
    if not _is_time(entry.time):
        return "的时间不是时间"
    if plain.get(_NUMBER) != number:
        return f"的序号是 {plain.get(_NUMBER)}：前面有记录被删去、插入或调换"
    if plain.get(_BEFORE) != before:
        return f"与第 {number - 1} 条接不上：两条之一被改过" if number > 1 else "前面少了记录"
    if line != _line(_plain(entry, number, before)):
        return "的写法被改过"
    return entry


def _totals(plain: dict[str, dict[str, Any]]) -> tuple[Totals, ...]:
    """The totals in JSON; ValueError, or what comes of reading something else as JSON of this shape."""
    found = tuple(Totals(name, one[_TITLE], tuple(one[_COUNTED].items())) for name, one in plain.items())
    if not all(type(one.title) is str and all(type(count) is int for _, count in one.counts) for one in found):
        raise ValueError(plain)
    return found


def _is_time(time: str) -> bool:
    """Whether it is a time as `Entry.time` has it."""
    try:
        return dt.datetime.fromisoformat(time).isoformat(timespec="seconds") == time and time.endswith("+08:00")
    except ValueError:
        return False


def _is_address(address: str) -> bool:
    """Whether it is the address of a page below the site's root, without anything that a person would not see."""
    path = PurePosixPath(address)
    plain = str(path) == address and not path.is_absolute() and ".." not in path.parts
    return plain and bool(path.suffix) and not UNPRINTABLE.search(address)


def _plain(entry: Entry, number: int, before: str) -> dict[str, Any]:
    """An entry as JSON holds it: what is empty is left out, but the revisions of an issue."""
    totals = {one.round_id: {_TITLE: one.title, _COUNTED: dict(one.counts)} for one in entry.totals}
    fields = {
        _NAMES[name]: value.value if isinstance(value, Kind) else value
        for name, value in {**entry._asdict(), "totals": totals}.items()
        if value or (name == "revisions" and entry.published)
    }
    return {_NUMBER: number, **fields, _BEFORE: before}


def _line(plain: dict[str, Any]) -> bytes:
    return json.dumps(plain, ensure_ascii=False).encode("utf-8", "surrogatepass") + b"\n"


def _digest(line: bytes) -> str:
    return hashlib.sha256(line).hexdigest()


def _fault(line: int, message: str) -> Diagnostic:
    return Diagnostic(Span(JOURNAL, line), "A001", message, _REMEDY)
