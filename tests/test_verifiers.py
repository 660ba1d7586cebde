"""Three verifiers that share no code say the same: the program, the page that checks the record, and the second reader."""

from __future__ import annotations

import hashlib
import json
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

import second_reader
from outside import node
from rectify.ground.diagnostics import SourceError
from rectify.ground.files import sha256
from rectify.release import checkpoints, journal
from rectify.release.checkpoints import checkpoint_of, kept_in, parse, rewritten
from rectify.release.errors import PublishError
from rectify.release.journal import Entry, Kind, Totals
from support import ROOT

TIME = "2025-12-02T09:30:00+08:00"
ORIGIN = "https://www.example.gov.cn/xczg/"
PAGE = "2025-xuncha/001.html"
TEXT = "核对文本 2：问题\n序号：1\n标题：制度不健全\n"


def entries(count: int) -> list[Entry]:
    """A record of *count* publications: the first of a text, the others of other pages."""
    first = Entry(TIME, Kind.PUBLISHED, PAGE, sha256(TEXT.encode()), "2025-12-02 09:30", form=2)
    made = [Entry(TIME, Kind.RELEASED, text="0" * 64, totals=(Totals("a", "甲", (("问题", 1),)),)), first]
    for number in range(1, count):
        made.append(Entry(TIME, Kind.RELEASED, text=f"{number:064}"))
        made.append(Entry(TIME, Kind.ADDRESS, f"2025-xuncha/{number}.html"))
    return made


def receipt(told: Sequence[Entry]) -> dict[str, Any]:
    """The receipt that the page gives after the publications *told*."""
    lines = journal.write_journal(told).decode().splitlines()
    return {
        "凭证": 1,
        "网址": PAGE,
        "文本": sha256(TEXT.encode()),
        "核对文本": TEXT,
        "记录": [lines[1]],
        "检查点": checkpoint_of(ORIGIN, told).data.decode(),
        "签名和时间戳": {},
    }


def page_says(folder: Path, today: bytes, *kept: bytes) -> list[dict[str, Any]]:
    """What the script of the page finds of *today*'s record, given what somebody *kept*."""
    files = []
    for number, data in enumerate((today, *kept)):
        files.append(folder / f"{number}")
        files[-1].write_bytes(data)
    command = [node(), ROOT / "tests/js/verify.js", *files]
    return json.loads(subprocess.run(command, capture_output=True, check=True, encoding="utf-8").stdout)


def program_says(today: bytes, kept: bytes) -> bool:
    """Whether the program finds that the record goes on from a checkpoint."""
    try:
        return not rewritten(parse(kept), journal.parse_journal(today))
    except SourceError:
        return False


def second_says(today: bytes, kept: bytes) -> bool:
    """The same of the second reader."""
    try:
        return second_reader.continues(today, kept.decode())
    except (ValueError, KeyError):
        return False


def edited(told: list[Entry]) -> list[Entry]:
    """A record whose second entry is another, with all digests made anew."""
    return [told[0], told[1]._replace(text=sha256(b"other")), *told[2:]]


FORGERIES: dict[str, Callable[[list[Entry]], bytes]] = {
    "none": journal.write_journal,
    "grown": lambda told: journal.write_journal([*told, told[-1]]),
    "edited": lambda told: journal.write_journal(edited(told)),
    "removed": lambda told: journal.write_journal(told[:1] + told[2:] + told[2:]),
    "cut": lambda told: journal.write_journal(told[:5]),
    "totals": lambda told: journal.write_journal([told[0]._replace(totals=()), *told[1:]]),
    "a byte": lambda told: journal.write_journal(told).replace(b"001.html", b"002.html", 1),
    "the seal": lambda told: journal.write_journal(told).replace('"共": 8'.encode(), '"共": 9'.encode()),
}


@pytest.mark.parametrize("name", FORGERIES)
def test_three_verifiers_agree(name: str, tmp_path: Path) -> None:
    """A record that only grew holds for all three, any other for none."""
    told = entries(4)
    kept, today = checkpoint_of(ORIGIN, told[:6]).data, FORGERIES[name](told)
    page = all(one["isSound"] for one in page_says(tmp_path, today, kept))

    assert [page, program_says(today, kept), second_says(today, kept)] == [name in ("none", "grown")] * 3


@pytest.mark.parametrize("name", FORGERIES)
def test_a_receipt_holds_fifty_publications_later(name: str, tmp_path: Path) -> None:
    """All three say that it holds on a site that only grew, exactly fifty publications later, and on no other."""
    told = entries(54)
    data = json.dumps(receipt(told[:8]), ensure_ascii=False).encode()
    today = FORGERIES[name](told)
    if name in ("cut", "the seal"):
        today = journal.write_journal(told[:5])
    page = all(one["isSound"] for one in page_says(tmp_path, today, data))
    point, lines = kept_in(data)
    are_there = set(lines) <= set(today.decode().splitlines())
    others = [says(today, point.data) and are_there for says in (program_says, second_says)]

    assert len([one for one in told[8:] if one.kind is Kind.RELEASED]) == 50
    assert [page, *others] == [name in ("none", "grown")] * 3


@pytest.mark.parametrize("field", ["核对文本", "文本", "记录", "检查点"])
def test_a_receipt_that_was_altered_is_told(field: str, tmp_path: Path) -> None:
    """It contradicts itself, whatever of it was changed."""
    told = entries(3)
    altered = receipt(told)
    altered[field] = [line.replace("公布", "修订") for line in altered[field]] if field == "记录" else "别的\n"
    found = page_says(tmp_path, journal.write_journal(told), json.dumps(altered).encode())

    assert [one["isSound"] for one in found] == [True, False]


def test_an_old_record_shows_where_it_was_rewritten(tmp_path: Path) -> None:
    """The first line that differs is told with both versions; one that grew is told with what was added."""
    told = entries(4)
    old = journal.write_journal(told[:6])
    grown, forged = (page_says(tmp_path, journal.write_journal(one), old)[1] for one in (told, edited(told)))

    assert (grown["isSound"], grown["more"][0]) == (True, "那以后添了 2 条：")
    assert (forged["isSound"], forged["said"]) == (False, "被改写过：从第 2 条起，和您留着的那一份不一样。")


def test_older_checkpoints_say_from_where_on(tmp_path: Path) -> None:
    """Those that still fit bound the place, for the page as for the program."""
    told = entries(4)
    kept = [checkpoint_of(ORIGIN, told[:count]) for count in (2, 4, 8)]
    forged = [*told[:4], told[4]._replace(text="f" * 64), *told[5:]]
    found = page_says(tmp_path, journal.write_journal(forged), *(one.data for one in kept))

    assert [one["isSound"] for one in found] == [True, True, True, False]
    assert "从第 5 条到第 8 条" in found[3]["more"][0]
    assert "第 5 条到第 8 条" in rewritten(kept[2], forged, kept)


@pytest.mark.parametrize("text", ["", "abc", "核对" * 33, "x" * 55, "x" * 56, "x" * 64, "𠮷\n" * 500])
def test_the_digest_of_the_scripts_is_sha256(text: str, tmp_path: Path) -> None:
    """At every length around the bounds of a block."""
    (tmp_path / "text").write_text(text, "utf-8", newline="")
    command = [node(), ROOT / "tests/js/verify.js", tmp_path / "text"]
    made = json.loads(subprocess.run(command, capture_output=True, check=True, encoding="utf-8").stdout)

    assert hashlib.sha256(text.encode()).hexdigest() == made


@pytest.mark.parametrize("data", [b"{", b'{"\xe8": 1}', b'{"a": 1}', b"[]", "{}".encode("utf-16")])
def test_anything_else_is_no_receipt(data: bytes) -> None:
    """It is told, not raised as something else."""
    with pytest.raises(PublishError):
        kept_in(data)


def test_a_receipt_serves_as_a_checkpoint() -> None:
    """`verify --since` reads both."""
    told = entries(2)
    data = json.dumps(receipt(told), ensure_ascii=False, indent=1).replace("\n", "\r\n").encode("utf-8-sig")

    assert kept_in(data)[0] == checkpoint_of(ORIGIN, told)
    assert checkpoints.fits(kept_in(data)[0], told)
