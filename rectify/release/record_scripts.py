"""Plain scripts beside the record, from which pages check themselves: they load from a folder, too, where nothing can be fetched.

`record/published.2024-xuncha.0.js` holds, for each issue with a number below 256, its canonical text and its lines of
the record; `.1.js` the next 256, and so on. Of running text it holds no words but the first eight digits of each
paragraph's SHA-256: the page itself has the words, and the digest is made of what it shows. `record/checkpoint.js`
holds the newest checkpoint with its signatures and stamps, for receipts.
"""

from __future__ import annotations

import base64
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any, Final

from rectify.field import addresses
from rectify.field.canonical import FORM
from rectify.ground.files import sha256
from rectify.release import checkpoints, journal
from rectify.release.journal import JOURNAL, Entry, Kind
from rectify.release.record import state_of

BLOCK: Final = 256
"""Numbers of issues in one script."""

_DIGITS: Final = 8
_PARAGRAPH: Final = re.compile(r"^( *\| )(?![-*+|>#]|[0-9]+[.)]\s)((?:(?!://).)+)$", re.MULTILINE)
"""Running text that a page shows in one element; items of lists, tables and addresses look different there."""

_CHECKPOINT: Final = checkpoints.FOLDER / "checkpoint.js"


def issue_scripts(record: Sequence[Entry], text_at: Callable[[str], str | None]) -> dict[str, bytes]:
    """The scripts of all issues that are public after *record*, by their paths.

    *text_at* opens the canonical text in the file at a path, or gives None where there is none.
    """
    lines = _lines_by_page(record)
    blocks: dict[str, dict[str, Any]] = defaultdict(dict)
    for page, text in sorted(state_of(record).texts.items()):
        place = addresses.issue_at(page)
        form = text_at(addresses.public_text_file(page)) if place and text.form == FORM else None
        if place and form is not None:
            blocks[_path(place[0], place[1] // BLOCK)][page] = _without_paragraphs(form), lines[page]
    return {path: script_of(issues) for path, issues in blocks.items()}


def checkpoint_script(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The script with the newest checkpoint among *files*, and with what lies beside it, by its path; none without one."""
    for newest in checkpoints.checkpoints_in(files)[-1:]:
        beside = {PurePosixPath(path).name: data for path, data in files.items() if path.startswith(f"{newest.path}.")}
        stamps = {name: base64.b64encode(data).decode() for name, data in sorted(beside.items())}
        return {str(_CHECKPOINT): script_of({"检查点": newest.data.decode(), "附件": stamps})}
    return {}


def script_of(value: Any) -> bytes:
    """A script that hands *value* to the page that loads it, from a folder, too."""
    plain = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return _bytes(f"Rectify.record.receive({plain})\n")


def _path(round_id: str, block: int) -> str:
    return str(JOURNAL.with_suffix(f".{round_id}.{block}.js"))


def _without_paragraphs(text: str) -> str:
    return _PARAGRAPH.sub(lambda line: f"{line[1]}#{sha256(_bytes(line[2]))[:_DIGITS]}", text)


def _lines_by_page(record: Sequence[Entry]) -> Mapping[str, Sequence[str]]:
    """The lines of the record that still stand, by the page that they are about and by where it moved."""
    lines: dict[str, list[str]] = defaultdict(list)
    for place, line in _standing_lines(record):
        entry = record[place]
        lines[entry.address].append(line)
        if entry.kind is Kind.MOVED:
            lines[entry.note] += lines[entry.address]
    return lines


def _standing_lines(record: Sequence[Entry]) -> Iterator[tuple[int, str]]:
    lines = journal.write_journal(record).decode("utf-8", "surrogatepass").splitlines()
    return ((place, lines[place]) for place in journal.standing(record))


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
