"""Whoever changes an expected file sees what changed, and no more than can be read."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest

from golden import MAX_FILES, MAX_LINES, Golden, differences
from support import lay

A, B = PurePosixPath("a.html"), PurePosixPath("b/c.json")


def test_the_lines_that_differ_are_shown() -> None:
    """A unified diff; a long line without breaks is taken apart."""
    long = '{"number":1,"title":"' + "制度" * 80 + '",'
    shown = list(
        differences({A: b"<p>\n1\n</p>\n", B: f"{long}2}}".encode()}, {A: b"<p>\n2\n</p>\n", B: f"{long}3}}".encode()})
    )

    assert shown[:2] == ["different: a.html", "different: b/c.json"]
    assert {"--- expected/a.html", "+++ made/a.html", "-1", "+2", " </p>", "-2}", "+3}"} <= set(shown)


@pytest.mark.parametrize(("wanted", "made"), [(b"a\n", b"a"), (b"a\n", b"a\r\n"), (b"\xff", b"\xfe"), (b"", b"\n")])
def test_any_byte_that_differs_is_shown(wanted: bytes, made: bytes) -> None:
    """Ends of lines and bytes that are no text too."""
    assert len(list(differences({A: wanted}, {A: made}))) > 1


def test_missing_and_new_files_are_named() -> None:
    """They have no lines to compare."""
    assert list(differences({A: b"1"}, {B: b"1"})) == ["missing: a.html", "new: b/c.json"]


def test_a_great_difference_is_cut() -> None:
    """A site that is made otherwise throughout does not flood the terminal."""
    lines, names = b"".join(b"%d\n" % n for n in range(500)), [PurePosixPath(f"{n}.txt") for n in range(30)]
    shown = list(differences(dict.fromkeys(names, b""), dict.fromkeys(names, lines)))

    assert len(shown) == len(names) + MAX_FILES * (MAX_LINES + 1)
    assert "... 444 more lines of difference in 0.txt" in shown


def test_a_difference_fails_and_an_update_is_written(tmp_path: Path) -> None:
    """A folder is held file by file; `--update-golden` makes it what was made."""
    lay(tmp_path, {"expected/a.html": "1\n", "expected/old.html": "1\n", "made/a.html": "2\n"})
    with pytest.raises(pytest.fail.Exception, match=r"missing: old\.html\ndifferent: a\.html\n"):
        Golden(update=False).folder(tmp_path / "expected", tmp_path / "made")
    Golden(update=True).folder(tmp_path / "expected", tmp_path / "made")

    Golden(update=False).folder(tmp_path / "expected", tmp_path / "made")
    with pytest.raises(pytest.fail.Exception, match="-2\n\\+3"):
        Golden(update=False).file(tmp_path / "expected/a.html", "3\n")
    with pytest.raises(pytest.fail.Exception, match=r"new: b\.html"):
        Golden(update=False).file(tmp_path / "expected/b.html", "3\n")
