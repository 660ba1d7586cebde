"""What a built site must be, whatever its words are: read with real parsers, not with patterns of ours."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from html.parser import HTMLParser
from pathlib import PurePosixPath
from typing import Final
from xml.parsers import expat

from benchmarks.fuzz.pieces import MARK

Files = Mapping[PurePosixPath, bytes]
Vocabulary = frozenset[tuple[str, str]]
"""Every pair of element and attribute that templates and Markdown make; the attribute is empty for the element itself."""

_ADDRESSES: Final = ("href", "src", "action", "formaction", "data", "poster", "srcset", "xlink:href")
_SCHEME: Final = re.compile(r"\s*([A-Za-z][A-Za-z0-9+.-]*):")
_SAFE: Final = ("http", "https", "mailto", "tel")
_COMPUTED: Final = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
_ACTS: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]"
)
_RIS: Final = re.compile(r"(?:[A-Z][A-Z0-9]  - .*|)")
_BIB: Final = re.compile(r"@online\{[a-z0-9-]+,|  [a-z]+ = \{.*\},?|\}|")


class _Page(HTMLParser):
    """Collects what a page is made of."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pairs: set[tuple[str, str]] = set()
        self.faults: list[str] = []
        self.data_block = ""
        self._is_data = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.pairs |= {(tag, ""), *((tag, name) for name in given)}
        self._is_data = tag == "script" and given.get("type") == "application/ld+json"
        if tag == "script" and not self._is_data and "src" not in given:
            self.faults.append("a script without an address")
        for name in _ADDRESSES:
            value = given.get(name) or ""
            scheme = _SCHEME.match(value)
            if scheme and scheme[1].lower() not in _SAFE:
                self.faults.append(f"{name} leads to {value[:60]!r}")
            if value.startswith(("//", "\\")) or (name == "src" and scheme):
                self.faults.append(f"{name} leads away: {value[:60]!r}")

    def handle_endtag(self, tag: str) -> None:
        self._is_data = self._is_data and tag != "script"

    def handle_data(self, data: str) -> None:
        if self._is_data:
            self.data_block += data

    def handle_comment(self, data: str) -> None:
        if MARK in data:
            self.faults.append(f"a comment: {data[:60]!r}")

    def unknown_decl(self, data: str) -> None:
        self.faults.append(f"a declaration: {data[:60]!r}")

    def handle_pi(self, data: str) -> None:
        self.faults.append(f"an instruction: {data[:60]!r}")


def _read(data: bytes) -> _Page:
    page = _Page()
    page.feed(data.decode())
    page.close()
    return page


def vocabulary(files: Files) -> Vocabulary:
    """What the pages of a harmless site are made of."""
    return frozenset(pair for path, data in files.items() if path.suffix == ".html" for pair in _read(data).pairs)


def faults(files: Files, known: Vocabulary) -> Iterator[str]:
    """What in *files* somebody's words have become besides words."""
    for path, data in files.items():
        yield from (f"{path}: {fault}" for fault in _of_its_kind(path, data, known))
        if path.suffix != ".xlsx" and (bad := _ACTS.search(data.decode().removeprefix("\ufeff"))):
            yield f"{path}: the character {bad[0]!r}"


def _of_its_kind(path: PurePosixPath, data: bytes, known: Vocabulary) -> Iterator[str]:
    if path.suffix == ".js" and path.parts[0] == "search":
        return call_faults(data)
    if path.name == ".htaccess":
        return iter(["somebody's words in .htaccess"] if MARK.encode() in data else [])
    readers: Mapping[str, Callable[[bytes], Iterator[str]]] = {
        ".html": lambda page: html_faults(page, known),
        **dict.fromkeys((".atom", ".xml", ".svg", ".config"), xml_faults),
        ".json": lambda one: json_faults([one]),
        ".jsonl": lambda lines: json_faults(lines.splitlines()),
        ".csv": csv_faults,
        ".xlsx": sheet_faults,
        ".ris": lambda lines: line_faults(lines, _RIS),
        ".bib": lambda lines: line_faults(lines, _BIB),
    }
    return readers[path.suffix](data) if path.suffix in readers else iter(())


def html_faults(data: bytes, known: Vocabulary) -> Iterator[str]:
    """Elements, attributes and addresses that no template makes; data for machines that is none."""
    page = _read(data)
    yield from page.faults
    yield from (f"<{tag} {name}>" for tag, name in sorted(page.pairs - known))
    if page.data_block:
        yield from json_faults([page.data_block.encode()])


def xml_faults(data: bytes) -> Iterator[str]:
    """XML that is not well formed, or has names that come from words."""
    names: list[str] = []
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda name, attributes: names.extend((name, *attributes))
    parser.StartDoctypeDeclHandler = lambda *_: names.append(f"doctype {MARK}")
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        yield f"no XML: {error}"
    yield from (f"an XML name: {name}" for name in names if MARK in name)


def json_faults(texts: Iterable[bytes]) -> Iterator[str]:
    """Which of *texts* are no JSON."""
    for one in texts:
        with _told() as told:
            json.loads(one)
        yield from told


@contextlib.contextmanager
def _told() -> Iterator[list[str]]:
    """Collect what a parser says instead of raising it."""
    faults: list[str] = []
    try:
        yield faults
    except ValueError as error:
        faults.append(f"no JSON: {error}")


def csv_faults(data: bytes) -> Iterator[str]:
    """Rows of another width, cells that a spreadsheet would compute."""
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    if len({len(row) for row in rows}) > 1:
        yield "rows of different widths"
    yield from (f"a formula: {cell[:40]!r}" for row in rows for cell in row if cell.startswith(_COMPUTED) and not _is_number(cell))  # fmt: skip


def _is_number(cell: str) -> bool:
    return re.fullmatch(r"-?\d+(?:\.\d+)?", cell) is not None


def sheet_faults(data: bytes) -> Iterator[str]:
    """Formulas in a workbook, parts that are no XML, and what openpyxl would not open."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            part = archive.read(name)
            yield from (f"{name}: {fault}" for fault in xml_faults(part))
            if b"<f>" in part or b"<f " in part:
                yield f"{name}: a formula"


def call_faults(data: bytes) -> Iterator[str]:
    """A script of data that is more than one call with values."""
    text = data.decode().strip()
    if not (text.startswith("R(") and text.endswith(")")):
        yield "no call"
    else:
        yield from json_faults([f"[{text[2:-1]}]".encode()])


def line_faults(data: bytes, form: re.Pattern[str]) -> Iterator[str]:
    """Lines of a list of references that are none."""
    for line in data.decode().replace("\r\n", "\n").split("\n"):
        if not form.fullmatch(line):
            yield f"a line of its own: {line[:60]!r}"
