"""Files compressed beforehand: the same bytes anywhere, never larger, only where it helps."""

from __future__ import annotations

import gzip as standard
from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rectify.outputs.compressed import AT_LEAST, compressed_siblings, gzip

LETTERS = "巡察整改公开\n".encode() * 200
NOISE = bytes(range(256)) * 3


def endings(name: str, data: bytes) -> list[str]:
    """What is made beside a file, by its last ending."""
    return [path.suffix for path, _ in compressed_siblings(PurePosixPath("data", name), data)]


@given(st.binary(max_size=5000))
def test_what_goes_in_comes_out(data: bytes) -> None:
    """Any gzip gives the file back."""
    assert data == standard.decompress(gzip(data))


def test_nothing_of_the_day_or_the_computer_is_in_it() -> None:
    """No time, no name, no system: two builds are equal (G-20, W-15)."""
    assert gzip(LETTERS)[:10] == bytes.fromhex("1f8b 0800 0000 0000 02ff")
    assert gzip(LETTERS) == gzip(LETTERS)


def test_siblings_stand_beside_their_file() -> None:
    """`a.html.gz` in the same folder."""
    path, data = compressed_siblings(PurePosixPath("2025/a.html"), LETTERS)[0]

    assert path == PurePosixPath("2025/a.html.gz")
    assert standard.decompress(data) == LETTERS


@pytest.mark.parametrize("name", ["a.html", "a.JS", "a.csv", "a.svg", "a.atom", "SHA256SUMS"])
def test_letters_are_compressed(name: str) -> None:
    """Every kind of text, also without an ending."""
    assert ".gz" in endings(name, LETTERS)


@pytest.mark.parametrize("name", ["a.xlsx", "a.docx", "a.png", "a.gz", "a.woff2", "a.odd", ".htaccess"])
def test_what_is_compressed_already_is_left(name: str) -> None:
    """Workbooks and pictures would only grow; settings are shown to nobody."""
    assert endings(name, LETTERS) == []


def test_small_files_are_left() -> None:
    """What fits into one packet is sent as it is."""
    assert endings("a.html", b"a" * (AT_LEAST - 1)) == []
    assert endings("a.html", b"a" * AT_LEAST) != []


def test_nothing_is_made_larger() -> None:
    """A sibling is smaller than its file, or there is none."""
    import random

    noise = random.Random(1).randbytes(2000)

    assert endings("a.txt", noise) == []


@pytest.mark.parametrize("ending", [".gz", ".br"])
def test_an_older_sibling_is_used_again_only_if_it_says_the_same(ending: str) -> None:
    """One that was made of it, by whatever program; not a stale one, not one with more, not what is none at all."""
    packages = {".gz": standard, ".br": pytest.importorskip("brotli")}
    pack, unpack = packages[ending].compress, packages[ending].decompress

    def made(older: bytes) -> bytes:
        return {p.suffix: d for p, d in compressed_siblings(PurePosixPath("a.html"), LETTERS, lambda _: older)}[ending]

    good, bad = pack(LETTERS), (pack(LETTERS + b"!"), pack(LETTERS) + pack(b"!"), pack(LETTERS)[:-9], b"none", b"")

    assert made(good) == good
    assert [made(one) for one in bad] == [made(b"")] * len(bad)
    assert unpack(made(b"")) == LETTERS


def test_brotli_is_made_where_it_is_installed() -> None:
    """And says the same."""
    brotli = pytest.importorskip("brotli")
    siblings = {path.suffix: data for path, data in compressed_siblings(PurePosixPath("a.html"), LETTERS)}

    assert brotli.decompress(siblings[".br"]) == LETTERS
