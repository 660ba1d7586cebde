"""Files at the desk: handed over piece by piece, put beside an issue, corrected as text; no name of theirs becomes a path."""

from __future__ import annotations

import base64
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from rectify.desk.attaching import Attaching
from rectify.desk.exchange import RefusedError
from rectify.desk.raw import RawTexts
from rectify.desk.unsaved import Keeper
from rectify.desk.uploads import Uploads
from rectify.ground.files import digest
from support import ISSUE, ROOT, tree
from test_desk import ONE, Bench

PHONE = (ROOT / "tests/sites/bureau/project/content/2025-xuncha/001/qian.jpg").read_bytes()
BROKEN = ISSUE.replace("title: 制度不健全", 'title: "制度不健全')
HOSTILE = [
    "../../site.yaml",
    "..\\..\\site.yaml",
    "/etc/passwd",
    "C:\\x\\1.jpg",
    "1.jpg",
    "con.jpg",
    "a\x00b.jpg",
    "",
    ".",
]


class Handed:
    """A desk to which files are handed over."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        self.uploads = Uploads(bench.live.folder.with_name("files"))
        self.attaching = Attaching(bench.desk, self.uploads)

    def hand(self, data: bytes, name: Any = "a.jpg", piece: int = 10_000) -> str:
        """Hand *data* over in pieces; the token."""
        token = None
        for start in range(0, max(len(data), 1), piece):
            sent = base64.b64encode(data[start : start + piece]).decode()
            token = self.uploads.receive(token, name, start, sent)["token"]
        return str(token)

    def attach(self, data: bytes, name: Any = "a.jpg", field: str = "photos") -> dict[str, Any]:
        """Put a file beside the first issue."""
        return self.attaching.attach(ONE, field, self.hand(data, name))


@pytest.fixture
def handed(project: Callable[..., Path], tmp_path: Path) -> Handed:
    return Handed(Bench(project(), tmp_path / "site"))


def test_a_photograph_is_put_beside_its_issue_without_its_position(handed: Handed) -> None:
    """Under a number of ours; it can be shown at once, and nothing on the disk says where it was taken."""
    answer = handed.attach(PHONE, "IMG_2025.JPG")
    bench = handed.bench
    photos = [{"value": {"file": answer["file"], "alt": "院墙"}, "origin": None}]
    state = bench.type(bench.open()["version"], photos=photos)

    assert answer == {"file": "1.jpg", "title": "IMG_2025"}
    assert b"39.9042N" in PHONE
    assert [path for path, data in tree(bench.root).items() if b"39.9042" in data] == []
    assert [one for one in state["faults"] if one["isError"]] == []
    assert "001/1.jpg" in bench.page()
    assert list(bench.live.folder.with_name("files").iterdir()) == []


def test_a_file_that_was_just_put_there_is_never_called_missing(handed: Handed) -> None:
    """Also while the site has not followed yet."""
    bench = handed.bench
    bench.is_slow = True
    answer = handed.attach(PHONE)
    state = bench.type(
        bench.open()["version"], photos=[{"value": {"file": answer["file"], "alt": "院墙"}, "origin": None}]
    )

    assert [one["message"] for one in state["faults"] if one["isError"]] == []


@pytest.mark.parametrize("name", HOSTILE)
def test_no_name_of_a_browser_becomes_a_path(handed: Handed, name: str) -> None:
    """Whatever it says, one file appears, under our number, and nothing else is touched."""
    root = handed.bench.root
    before = {path for path in tree(root) if path.parts[0] != ".rectify"}
    assert handed.attach(PHONE, name)["file"] == "1.jpg"
    after = {path for path in tree(root) if path.parts[0] != ".rectify"}

    assert {str(one) for one in after - before} == {"content/2025-xuncha/001/1.jpg"}
    assert before <= after


def test_a_second_file_overwrites_nothing(handed: Handed) -> None:
    """Of the same name, and also where a person put one under the number that would be next."""
    folder = handed.bench.root / "content/2025-xuncha/001"
    folder.mkdir()
    (folder / "1.png").write_bytes(b"of a person")
    names = [handed.attach(PHONE)["file"] for _ in range(2)]

    assert names == ["2.jpg", "3.jpg"]
    assert (folder / "1.png").read_bytes() == b"of a person"


@pytest.mark.parametrize(
    ("data", "name", "field", "words"),
    [
        (b"", "a.jpg", "photos", "文件是空的"),
        (b"GIF89a....", "a.gif", "photos", "不能公开 .gif 文件"),
        (PHONE[:300], "a.jpg", "photos", "照片不完整"),
        (b"\0\0\0\x18ftypheic....", "a.heic", "photos", "HEIC"),
        (b"%PDF-1.7", "a.pdf", "photos", "不是照片"),
        (b"MZ\x90\0", "a.exe", "attachments", "不能公开 .exe 文件"),
        (b"<html>", "a.pdf", "attachments", "内容却是网页"),
    ],
)
def test_what_cannot_be_published_is_refused(handed: Handed, data: bytes, name: str, field: str, words: str) -> None:
    """In the words that `check` has for such a file; nothing is written."""
    with pytest.raises(RefusedError) as refused:
        handed.attach(data, name, field)

    assert words in refused.value.words
    assert not (handed.bench.root / "content/2025-xuncha/001").exists()


def test_an_attachment_keeps_its_bytes_and_gives_its_name_as_title(handed: Handed) -> None:
    """A document is published as it is."""
    answer = handed.attach(b"%PDF-1.7 x", "整改方案.pdf", "attachments")

    assert answer == {"file": "1.pdf", "title": "整改方案"}
    assert (handed.bench.root / "content/2025-xuncha/001/1.pdf").read_bytes() == b"%PDF-1.7 x"


def test_a_photograph_larger_than_may_be_is_refused(handed: Handed, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the limits of the program."""
    monkeypatch.setattr("rectify.source.attached_files.MAX_PHOTO", 100)
    with pytest.raises(RefusedError, match="照片有"):
        handed.attach(PHONE)
    monkeypatch.setattr("rectify.desk.attaching.MAX_ATTACHMENT", 5)
    with pytest.raises(RefusedError, match="超过"):
        handed.attach(b"%PDF-1.7", "a.pdf", "attachments")


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_link_out_of_the_project_is_not_followed(handed: Handed, tmp_path: Path) -> None:
    """Photographs are put into folders alone."""
    (tmp_path / "outside").mkdir()
    (handed.bench.root / "content/2025-xuncha/001").symlink_to(tmp_path / "outside")

    with pytest.raises(RefusedError, match="链接"):
        handed.attach(PHONE)
    assert list((tmp_path / "outside").iterdir()) == []


@pytest.mark.parametrize(
    ("token", "start", "data"),
    [(None, 5, "YQ=="), ("x", 0, "YQ=="), (7, 0, "YQ=="), (None, 0, "no base 64"), (None, "0", "YQ=="), (["a"], 0, "")],
)
def test_pieces_that_do_not_fit_are_refused(handed: Handed, token: Any, start: Any, data: Any) -> None:
    """Nothing can be written anywhere but behind what came before."""
    with pytest.raises(RefusedError):
        handed.uploads.receive(token, "a", start, data)


def test_a_file_that_is_too_large_is_refused_as_it_comes(handed: Handed, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not after the disk is full."""
    monkeypatch.setattr("rectify.desk.uploads.MAX_PACKAGE", 25_000)

    with pytest.raises(RefusedError, match="太大了"):
        handed.hand(b"x" * 40_000)


def test_a_text_that_cannot_be_read_is_mended_as_text(project: Callable[..., Path], tmp_path: Path) -> None:
    """Its mistake stands at its line; saved whole, its form opens again; line ends and comments are as they were."""
    broken = BROKEN.replace("\n", "\r\n") + "# 同事的话\r\n"
    bench = Bench(project({ONE: broken.encode()}), tmp_path / "site")
    raw = RawTexts(bench.desk)
    shown = raw.text(ONE)
    assert bench.open()["values"] is None
    assert (shown["isReadable"], shown["faults"][0]["line"] > 1) == (False, True)
    kept = raw.keeptext(ONE, shown["version"], shown["text"].replace("\r\n", "\n").replace('title: "', "title: "))
    assert (bench.root / ONE).read_bytes() == broken.encode()
    saved = raw.savetext(ONE, kept["version"], None, None)

    assert saved["isReadable"]
    assert (bench.root / ONE).read_bytes() == broken.replace('title: "', "title: ").encode()
    assert bench.open()["values"]["title"] == "制度不健全"


def test_what_cannot_be_read_is_saved_only_if_that_is_wanted(bench_of_text: tuple[Bench, RawTexts]) -> None:
    """What was typed is kept meanwhile, also by the next desk."""
    bench, raw = bench_of_text
    kept = raw.keeptext(ONE, raw.text(ONE)["version"], BROKEN)
    with pytest.raises(RefusedError) as refused:
        raw.savetext(ONE, kept["version"], None, None)
    assert refused.value.more == {"isUnreadable": True}
    assert bench.text() == ISSUE
    assert raw.text(ONE)["text"] == BROKEN
    raw.savetext(ONE, kept["version"], None, True)

    assert bench.text() == BROKEN


def test_another_persons_edit_is_shown_before_a_text_takes_its_place(bench_of_text: tuple[Bench, RawTexts]) -> None:
    """And shown again if there is a still newer one."""
    bench, raw = bench_of_text
    kept = raw.keeptext(ONE, raw.text(ONE)["version"], ISSUE.replace("制度不健全", "我的"))
    for theirs in (ISSUE.replace("制度不健全", "别人的"), ISSUE.replace("制度不健全", "更新的")):
        (bench.root / ONE).write_text(theirs, "utf-8")
        with pytest.raises(RefusedError) as refused:
            raw.savetext(ONE, kept["version"], digest(ISSUE.encode()), None)
        assert refused.value.more["theirs"] == theirs
    raw.savetext(ONE, kept["version"], refused.value.more["other"], None)

    assert "我的" in bench.text()


def test_a_text_that_was_replaced_while_it_was_open_is_not_lost(bench_of_text: tuple[Bench, RawTexts]) -> None:
    """Nor does it take the other's place unasked."""
    bench, raw = bench_of_text
    version = raw.text(ONE)["version"]
    (bench.root / ONE).write_text(ISSUE.replace("制度不健全", "别人的"), "utf-8")
    kept = raw.keeptext(ONE, version, ISSUE.replace("制度不健全", "我的"))

    with pytest.raises(RefusedError) as refused:
        raw.savetext(ONE, kept["version"], None, None)
    assert "别人的" in refused.value.more["theirs"]
    assert "我的" in raw.text(ONE)["text"]


def test_a_text_in_the_older_code_becomes_utf_8(project: Callable[..., Path], tmp_path: Path) -> None:
    """What Notepad saved as GBK is read, kept, and saved so that the program reads it; before, not a byte is lost."""
    bench = Bench(project({ONE: ISSUE.encode("gb18030")}), tmp_path / "site")
    raw = RawTexts(bench.desk)
    shown = raw.text(ONE)
    assert (shown["text"], shown["isReadable"]) == (ISSUE, False)
    kept = raw.keeptext(ONE, shown["version"], ISSUE + "note: 又一句。\n")
    [(_, text)] = Keeper(bench.root).all()
    assert text.base == ISSUE.encode("gb18030")
    raw.savetext(ONE, kept["version"], None, None)

    assert bench.text() == ISSUE + "note: 又一句。\n"


@pytest.fixture
def bench_of_text(project: Callable[..., Path], tmp_path: Path) -> tuple[Bench, RawTexts]:
    bench = Bench(project(), tmp_path / "site")
    return bench, RawTexts(bench.desk)
