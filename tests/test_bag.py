"""`bag`: the whole site in one file that opens from a stick, and whose every byte can be checked."""

from __future__ import annotations

import hashlib
import io
import re
import shutil
import subprocess
import zipfile
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

import pytest

from rectify.terminal import packing
from rectify.terminal.exit_codes import FAILED, WRONG_USAGE
from support import ISSUE, SITE, tree

Make = Callable[..., Path]


def packed(root: Path, name: str = "网站.zip") -> dict[str, bytes]:
    """The files of the bag of a project, by their names in it."""
    assert packing.bag(root, Namespace(file=str(root / name))) == 0
    with zipfile.ZipFile(root / name) as archive:
        assert archive.testzip() is None
        return {one: archive.read(one) for one in archive.namelist()}


def test_it_holds_the_site_and_nothing_else(project: Make, capsys: pytest.CaptureFixture[str]) -> None:
    """Byte for byte; the digest of the whole file is told, for whoever gets it."""
    root = project()
    files = packed(root)
    out = capsys.readouterr().out
    payload = {name.removeprefix("网站/data/"): data for name, data in files.items() if name.startswith("网站/data/")}

    assert payload == {str(path): data for path, data in tree(root / "output").items()}
    assert sorted(files.keys() - {f"网站/data/{path}" for path in payload}) == [
        "网站/bag-info.txt",
        "网站/bagit.txt",
        "网站/manifest-sha256.txt",
        "网站/tagmanifest-sha256.txt",
        "网站/先读我.txt",
    ]
    assert hashlib.sha256((root / "网站.zip").read_bytes()).hexdigest() in out


def test_sha256sum_checks_it_and_finds_a_change(project: Make, tmp_path: Path) -> None:
    """By the two lists, as the guide says; a changed page, and a changed guide, are named."""
    if shutil.which("sha256sum") is None:
        pytest.skip("no sha256sum on this computer")
    root = project()
    packed(root)
    with zipfile.ZipFile(root / "网站.zip") as archive:
        archive.extractall(tmp_path / "stick")
    bag = tmp_path / "stick/网站"
    command = re.search(r"^ +(sha256sum .+)$", (bag / "先读我.txt").read_text("utf-8-sig"), re.MULTILINE)
    assert command is not None

    def check(words: str) -> str:
        done = subprocess.run(words.split(), cwd=bag, capture_output=True, text=True, check=False)
        return done.stdout

    tags = command[1].strip().replace("manifest-", "tagmanifest-")
    assert (check(command[1]), check(tags)) == ("", "")
    (bag / "data/index.html").write_bytes(b"other\n")
    (bag / "先读我.txt").write_bytes(b"other\n")
    assert "data/index.html" in check(command[1])
    assert check(tags).count("\n") == 1


def test_every_file_is_in_a_list_and_the_head_counts_them(project: Make) -> None:
    """BagIt: whoever takes it over sees at once whether something is missing."""
    files = packed(project())
    listed = re.findall(r"^[0-9a-f]{64}  (.+)$", files["网站/manifest-sha256.txt"].decode(), re.MULTILINE)
    info = dict(line.split(": ", 1) for line in files["网站/bag-info.txt"].decode().splitlines())
    payload = {name: data for name, data in files.items() if "/data/" in name and "manifest" not in name}

    assert files["网站/bagit.txt"] == b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
    assert sorted(f"网站/{name}" for name in listed) == sorted(payload)
    assert info["Payload-Oxum"] == f"{sum(map(len, payload.values()))}.{len(payload)}"
    assert info["External-Identifier"] == "https://www.example.gov.cn/xczg/"


def test_the_same_site_gives_the_same_bytes(project: Make) -> None:
    """Also another day: no clock is in it."""
    root = project()
    packed(root)
    packed(root, "第二次.zip")
    first, second = (io.BytesIO((root / name).read_bytes()) for name in ("网站.zip", "第二次.zip"))
    with zipfile.ZipFile(first) as one, zipfile.ZipFile(second) as other:
        same = [(a.CRC, a.date_time) for a in one.infolist()] == [(b.CRC, b.date_time) for b in other.infolist()]

    assert same


def test_nothing_is_written_over_and_nothing_of_a_site_with_mistakes(
    project: Make, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file that is there stays; a site that cannot be built is not packed."""
    root = project()
    (root / "网站.zip").write_bytes(b"mine")
    assert packing.bag(root, Namespace(file=str(root / "网站.zip"))) == WRONG_USAGE
    assert (root / "网站.zip").read_bytes() == b"mine"
    (root / "site.yaml").write_text(SITE.replace("title:", "titel:"), "utf-8")
    assert packing.bag(root, Namespace(file=str(root / "另一个.zip"))) == FAILED

    assert not (root / "另一个.zip").exists()
    assert "没有动它" in capsys.readouterr().out


def test_drafts_are_not_in_it(project: Make) -> None:
    """What is not public is given to nobody."""
    draft = ISSUE.replace("number: 1", "number: 2").replace("制度不健全", "还没审好") + "draft: true\n"
    files = packed(project({"content/2025-xuncha/002.yaml": draft}))

    assert [name for name, data in files.items() if "还没审好".encode() in data] == []
