"""What lies compressed beside the published files says what they say, always; a stale one would be a mixed page."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from rectify.outputs.compressed import AT_LEAST
from rectify.release import releases
from rectify.release.pointer import LINK
from rectify.release.release_files import pack
from rectify.release.releases import Target
from rectify.release.sums import SUMS, Difference, read_sums, sums_text, wrong_files
from rectify.terminal.publishing import change_lines
from support import lay, tree

STYLE = "assets/00000000000000aa/site.css"
OTHER_STYLE = "assets/00000000000000bb/site.css"
LONG = b"old words " * AT_LEAST
OLD = {
    "index.html": b'<link href="assets/00000000000000aa/site.css">' + LONG,
    "2025-xuncha/001.html": LONG,
    "2025-xuncha/002.html": b"the same " * AT_LEAST,
    "2025-xuncha/003.html": b"long at first " * AT_LEAST,
    "data/a.xlsx": b"workbook " * AT_LEAST,
    STYLE: b"style " * AT_LEAST,
}
NEW = {
    **OLD,
    "index.html": b'<link href="assets/00000000000000bb/site.css">' + b"new words " * AT_LEAST,
    "2025-xuncha/001.html": b"new words " * AT_LEAST,
    "2025-xuncha/003.html": b"short now",
    OTHER_STYLE: b"other style " * AT_LEAST,
}
del NEW[STYLE]


@pytest.fixture
def target(tmp_path: Path) -> Target:
    """A folder on which the old site is public."""
    (tmp_path / "www").mkdir()
    made = Target(tmp_path / "www", LINK)
    publish(made, OLD, 1)
    return made


def publish(target: Target, site: dict[str, bytes], day: int) -> Path:
    """Publish *site* on a day of December; the folder of its release."""
    lay(target.folder.parent / f"site-{day}", site)
    sources = {path: target.folder.parent / f"site-{day}" / path for path in site}
    return target.release(releases.publish(target, pack(sources, target.current), f"202512{day:02}-093000"))


def packed(release: Path) -> dict[str, bytes]:
    """What readers who read gzip see at each address that has a sibling."""
    return {str(path)[:-3]: gzip.decompress(data) for path, data in tree(release).items() if path.suffix == ".gz"}


def test_every_sibling_says_what_its_file_says(target: Target) -> None:
    """After a change, too: none is stale, none is left beside a file that became too small, and the list has all."""
    release = publish(target, NEW, 2)
    plain = {str(path): data for path, data in tree(release).items()}
    siblings = packed(release)

    assert set(siblings) == {
        "index.html", "2025-xuncha/001.html", "2025-xuncha/002.html", STYLE, OTHER_STYLE,
    }  # fmt: skip
    assert siblings == {path: plain[path] for path in siblings}
    assert list(wrong_files(release)) == []
    assert set(read_sums(release)) == set(plain) - {SUMS}


def test_brotli_beside_it_says_the_same(target: Target) -> None:
    """Where the package is installed."""
    brotli = pytest.importorskip("brotli")
    files = tree(publish(target, NEW, 2))
    siblings = [path for path in files if path.suffix == ".br"]

    assert len(siblings) == len(packed(target.folder / "current"))
    assert [path for path in siblings if brotli.decompress(files[path]) != files[path.with_name(path.stem)]] == []


def test_unchanged_siblings_are_the_same_files(target: Target) -> None:
    """Ten releases hold them once."""
    before, after = target.folder / "current", publish(target, NEW, 2)
    first = target.release(releases.names(target)[0])

    assert before.exists()
    assert (first / "2025-xuncha/002.html.gz").samefile(after / "2025-xuncha/002.html.gz")
    assert (first / f"{STYLE}.gz").samefile(after / f"{STYLE}.gz")


def test_a_sibling_edited_on_the_server_is_not_used_again(target: Target) -> None:
    """Even if the list of digests was made to fit: it is unpacked and compared with the page."""
    release = target.current
    assert release is not None
    page = "2025-xuncha/002.html"
    (release / f"{page}.gz").unlink()
    (release / f"{page}.gz").write_bytes(gzip.compress(b"hacked"))
    hacked = pack({f"{page}.x": release / f"{page}.gz"}, None).sums[f"{page}.x"]
    (release / SUMS).write_bytes(sums_text({**read_sums(release), f"{page}.gz": hacked}))
    assert list(wrong_files(release)) == []
    release_files = pack(dict(OLD), release)

    assert releases.differs(target, release_files.sums).changed == (f"{page}.gz",)
    assert packed(publish(target, OLD, 2))[page] == OLD[page]


def test_what_is_shown_are_pages() -> None:
    """Siblings go with their files; only where nothing else changes they are told of."""
    with_page = Difference(("a.html", "a.html.gz", "a.html.br", "b.csv", "b.csv.gz"), (), ("old.html", "old.html.gz"))
    alone = Difference(("a.html.br",), (), ())

    assert change_lines(with_page) == "新增 1 个网页、1 个其他文件\n    a.html\n删去 1 个网页\n    old.html"
    assert change_lines(alone) == "网页没有变化，只有压好的副本（.gz、.br）要更新"
