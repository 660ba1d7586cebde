"""`verify` asks every witness: a forged site is told for what it is, however many of its files were altered together."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest

from bureau import PAGE, Bureau
from rectify.ground.files import sha256
from rectify.release import journal
from rectify.release.journal import JOURNAL
from rectify.release.sums import SUMS, read_sums, sha256_of, sums_text
from test_publish_command import REVISED

TEXT = "record/2025-xuncha/001.txt"
Forge = Callable[[Path], None]


@pytest.fixture(scope="module")
def published(published_once: Bureau, tmp_path_factory: pytest.TempPathFactory) -> Bureau:
    """A bureau that has published twice."""
    made = published_once.copied(tmp_path_factory.mktemp("witnesses"))
    made.edit(REVISED)
    assert made.publish() == 0
    made.minutes = 9
    return made


@pytest.fixture
def bureau(published: Bureau, tmp_path: Path) -> Bureau:
    """A bureau that has published twice."""
    return published.copied(tmp_path)


def rewrite(path: Path, old: str, new: str) -> None:
    """Put other words into a file, which stands alone from now on."""
    text = path.read_text("utf-8")
    assert old in text
    path.unlink()
    path.write_text(text.replace(old, new), "utf-8")


def page(release: Path) -> None:
    """The page alone."""
    rewrite(release / PAGE, "公务用车制度没有建立", "公务用车制度早已建立")


def with_list(release: Path) -> None:
    """The page, its compressed copies, and the list of digests."""
    page(release)
    for copy in release.glob(f"{PAGE}.*"):
        copy.unlink()
    (release / f"{PAGE}.gz").write_bytes(gzip.compress((release / PAGE).read_bytes()))
    listed(release)


def listed(release: Path) -> None:
    """Make the list of digests fit."""
    there = {one.relative_to(release).as_posix(): one for one in release.rglob("*") if one.is_file()}
    sums = {path: sha256_of(one) for path, one in there.items() if path != SUMS}
    (release / SUMS).unlink()
    (release / SUMS).write_bytes(sums_text(sums))


def with_name(release: Path) -> None:
    """All of these, and a release's name that fits."""
    with_list(release)
    signed(release)


def signed(release: Path) -> None:
    """Make the list of digests fit, and the release's name."""
    for gone in (one for one in release.rglob("*") if one.suffix in (".gz", ".br") and "record" in one.parts):
        gone.unlink()
    listed(release)
    name = f"{release.name[:-8]}{sha256_of(release / SUMS)[:8]}"
    release.rename(release.with_name(name))
    current = release.parents[1] / "current"
    current.unlink()
    current.symlink_to(Path("releases", name))


def with_record(release: Path) -> None:
    """The text and the record, sealed anew."""
    rewrite(release / TEXT, "公务用车制度没有建立", "公务用车制度早已建立")
    forged = [
        one._replace(text=sha256_of(release / TEXT)) if one.address == PAGE else one for one in journal.read(release)
    ]
    (release / JOURNAL).unlink()
    (release / JOURNAL).write_bytes(journal.write_journal(forged))
    with_list(release)


def text(release: Path) -> None:
    """A text, and the list."""
    rewrite(release / TEXT, "公务用车制度没有建立", "公务用车制度早已建立")
    listed(release)


def script(release: Path) -> None:
    """What the page checks itself with."""
    rewrite(release / "record/published.2025-xuncha.0.js", '"核对文本 2', '"核对文本 3')
    listed(release)


def stamp(release: Path) -> None:
    """The checkpoint that goes into receipts."""
    rewrite(release / "record/checkpoint.js", "www.example", "www.other")
    listed(release)


def totals(release: Path) -> None:
    """How many issues there were on a day."""
    rewrite(release / "record/published.2025-12-25.csv", "问题,1", "问题,2")
    listed(release)


def shown_totals(release: Path) -> None:
    """The same on the page of that day."""
    place = release / "record/published.2025-12-25.html"
    rewrite(place, 'table__number">1<', 'table__number">2<')
    signed(release)


def checkpoint(release: Path) -> None:
    """An old checkpoint, which somebody may keep."""
    first = min((release / "record").glob("checkpoint.*.txt"), key=lambda path: int(path.name.split(".")[1]))
    rewrite(first, "+08:00", "+09:00")
    signed(release)


def planted(release: Path) -> None:
    """A page under a name that only the record's own files have."""
    (release / "record/published.2024-01-01.html").write_text("<title>Other</title>", "utf-8")
    signed(release)


def pointer(release: Path) -> None:
    """The pointer leads to the release before, which is whole."""
    current, first = release.parents[1] / "current", min(release.parent.iterdir())
    current.unlink()
    current.symlink_to(Path("releases", first.name))


def copy(release: Path) -> None:
    """What servers send in the place of the page."""
    (release / f"{PAGE}.gz").unlink()
    (release / f"{PAGE}.gz").write_bytes(gzip.compress(b"<!DOCTYPE html><title>Other</title>"))
    listed(release)


def older(release: Path) -> None:
    """A text in the release before."""
    first = min(path for path in release.parent.iterdir() if path != release)
    rewrite(first / TEXT, "没有建立公务用车制度", "早已建立公务用车制度")


def lost(release: Path) -> None:
    """The project's record is gone."""
    (release.parents[2] / "project" / JOURNAL).unlink()


def closed(release: Path) -> None:
    """Nobody may read the page."""
    (release / PAGE).chmod(0o600)


@pytest.mark.parametrize(
    ("forge", "sentence"),
    [
        (page, f"{PAGE} 被改过"),
        (with_list, "SHA256SUMS 和这个版本的名字对不上"),
        (with_name, "和公开记录里这一次公开的校验码对不上"),
        (with_record, "起和本机的公开记录对不上"),
        (text, f"{TEXT} 不是公开记录里 {PAGE} 的文字"),
        (script, "record/published.2025-xuncha.0.js 不是从公开记录做出来的"),
        (stamp, "record/checkpoint.js 不是从公开记录做出来的"),
        (totals, "record/published.2025-12-25.csv 不是从公开记录做出来的"),
        (shown_totals, "record/published.2025-12-25.html 上面写的和公开记录里的不一样"),
        (checkpoint, ".txt 不是公开记录那时的检查点"),
        (planted, "record/published.2024-01-01.html 是多出来的"),
        (pointer, "不是最后一次公开的"),
        (copy, f"{PAGE}.gz 里面不是 001.html 的内容"),
        (older, f"{TEXT} 不是公开记录里 {PAGE} 的文字"),
        (lost, "本机的公开记录却没有：它丢了，不是还没有公开"),
        (closed, f"{PAGE} 的权限是 600"),
    ],
)
def test_a_forgery_is_told(bureau: Bureau, forge: Forge, sentence: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Each in a sentence of its own, with what to do."""
    assert bureau.verify() == 0
    capsys.readouterr()
    forge((bureau.www / "current").resolve())
    code, said = bureau.verify(), capsys.readouterr().out

    assert (code, sentence in said, "\n→ " in said) == (1, True, True)


@pytest.mark.parametrize("forge", [page, with_list, with_record, text, copy])
def test_nobody_goes_back_to_a_forged_release(bureau: Bureau, forge: Forge, capsys: pytest.CaptureFixture[str]) -> None:
    """It is refused, and the public site stands."""
    current = (bureau.www / "current").resolve()
    first = min(path for path in current.parent.iterdir() if path != current)
    for path in (first / PAGE, first / TEXT):
        rewrite(path, "没有建立公务用车制度", "公务用车制度没有建立")
    forge(first)

    code, said = bureau.rollback(), capsys.readouterr().out

    assert code == 1
    assert "不能退回到它" in said or "不完整" in said
    assert (bureau.www / "current").resolve() == current


def test_all_files_of_a_release_are_in_its_record(bureau: Bureau) -> None:
    """The digest of the list is recorded, so that no file can change without the record."""
    release = (bureau.www / "current").resolve()
    others = {
        path: digest
        for path, digest in read_sums(release).items()
        if not path.startswith(("record/published.", "record/checkpoint."))
    }
    entry = next(one for one in reversed(bureau.record) if one.kind is journal.Kind.RELEASED)

    assert entry.text == sha256(sums_text(others))


def test_which_part_of_a_text_was_forged_is_told(bureau: Bureau, capsys: pytest.CaptureFixture[str]) -> None:
    """The project keeps a copy of what was published: the old words stand beside the forged ones."""
    rewrite(bureau.www / "current" / TEXT, "公务用车制度没有建立", "公务用车制度早已建立")

    assert bureau.verify() == 1
    assert (
        f"不是公开记录里 {PAGE} 的文字：问题：“公务用车制度没有建立。”改成“公务用车制度早已建立。”"
        in capsys.readouterr().out
    )
