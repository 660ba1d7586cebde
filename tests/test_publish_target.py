"""The folder into which a site is published: never one that a build deletes, nothing of others touched, readable by the server."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from rectify.release import modes, ownership
from rectify.terminal import publishing
from support import lay, tree
from test_publish_command import REVISED, Bureau

Make = Callable[..., Path]
NAME = "20251202-093000-1f2e3d4c"
posix = pytest.mark.skipif(os.name != "posix", reason="permissions of a POSIX system")


@pytest.fixture
def bureau(project: Make, tmp_path: Path) -> Bureau:
    """A bureau that has not published yet."""
    return Bureau(project(), tmp_path / "www")


@pytest.mark.parametrize(
    "to",
    [
        "output",
        "content",
        "content/2025-xuncha",
        "record",
        "static/root",
        "templates",
        "rectify",
        ".rectify",
        ".",
        "..",
    ],
)
def test_a_folder_of_the_project_is_refused(bureau: Bureau, capsys: pytest.CaptureFixture[str], to: str) -> None:
    """The next build would delete the public site with all its releases."""
    (bureau.root / to).mkdir(parents=True, exist_ok=True)
    before = tree(bureau.root)
    code = bureau.publish(to=str(bureau.root / to))

    assert code == publishing.SITE_HAS_ERRORS
    assert "另建一个空文件夹" in capsys.readouterr().out
    assert tree(bureau.root) == before


def test_a_link_to_a_folder_of_the_project_is_refused(bureau: Bureau, capsys: pytest.CaptureFixture[str]) -> None:
    """However it is written: by a link, by a way around."""
    (bureau.root / "output").mkdir()
    (bureau.root.parent / "site").symlink_to(bureau.root / "output", target_is_directory=True)
    codes = [bureau.publish(to=str(bureau.root.parent / to)) for to in ("site", "www/../project/output")]

    assert codes == [publishing.SITE_HAS_ERRORS] * 2
    assert capsys.readouterr().out.count("项目自己用的文件夹") == 2


def test_another_folder_in_the_project_is_fine(bureau: Bureau) -> None:
    """`public`, from which rsync carries the site on."""
    (bureau.root / "public").mkdir()

    assert bureau.publish(to=str(bureau.root / "public")) == 0


OTHERS: dict[str, str | bytes | None] = {
    "index.html": "mine",
    "releases/.git/HEAD": "ref: refs/heads/main",
    "releases/.incoming-mine": "mine",
    "releases/v1.0/a.html": "mine",
    ".current-mine": "mine",
    ".git/HEAD": "ref: refs/heads/main",
}


@pytest.mark.usefixtures("at_a_terminal")
def test_files_of_others_are_asked_about_and_never_touched(bureau: Bureau, capsys: pytest.CaptureFixture[str]) -> None:
    """They are named; a no leaves all as it was; after a yes nobody asks again, and all of them are still there."""
    lay(bureau.www, OTHERS)
    before = tree(bureau.www)
    unasked = bureau.publish()
    refused = bureau.publish(yes=False)
    said, untouched = capsys.readouterr().out, tree(bureau.www)
    bureau.answers = "y"
    agreed = bureau.publish(yes=False)
    bureau.edit(REVISED)
    again = bureau.publish()

    assert (unasked, refused, agreed, again) == (2, 2, 0, 0)
    for name in (".current-mine", ".git", "index.html", "releases/.git", "releases/.incoming-mine", "releases/v1.0"):
        assert name in said
    assert untouched == before
    assert bureau.asked == ["公开到这里吗？", "公开到这里吗？", "要公开吗？"]
    assert {path: data for path, data in tree(bureau.www).items() if path in before} == before


def test_only_what_publish_left_half_done_is_cleared(bureau: Bureau) -> None:
    """By the names that it gives, in a folder that is its own."""
    bureau.publish()
    half = (f".current-{NAME}", f"releases/.incoming-{NAME}/a.html", f"releases/.outgoing-{NAME}/a.html")
    lay(bureau.www, {**OTHERS, **dict.fromkeys(half, "half")})
    bureau.publish()

    assert [name for name in OTHERS if not (bureau.www / name).exists()] == []
    assert [name for name in half if (bureau.www / name).exists()] == []


def test_nothing_is_half_done_where_nothing_was_published(tmp_path: Path) -> None:
    """The same names in a folder of somebody else are his."""
    lay(tmp_path, {f"releases/.incoming-{NAME}/a.html": "mine"})
    unknown = ownership.half_done(tmp_path)
    ownership.claim(tmp_path)

    assert unknown == ()
    assert [path.name for path in ownership.half_done(tmp_path)] == [f".incoming-{NAME}"]


def test_a_folder_published_into_before_there_were_markers_is_known(bureau: Bureau) -> None:
    """Nobody is asked about a site of their own."""
    bureau.publish()
    (bureau.www / ownership.MARKER).unlink()
    bureau.edit(REVISED)

    assert bureau.publish() == 0
    assert (bureau.www / ownership.MARKER).exists()


def permissions(folder: Path) -> set[tuple[str, str]]:
    """Kinds and modes of everything in *folder*."""
    modes = {
        ("folder" if path.is_dir() else "file", f"{stat.S_IMODE(path.stat().st_mode):o}") for path in folder.rglob("*")
    }
    return modes | {("folder", f"{stat.S_IMODE(folder.stat().st_mode):o}")}


@posix
@pytest.mark.parametrize(
    ("umask", "www", "folder", "file"),
    [
        (0o077, 0o755, "755", "644"),
        (0o027, 0o755, "755", "644"),
        (0o022, 0o750, "750", "640"),
        (0o077, 0o2775, "775", "664"),
        (0o000, 0o777, "775", "664"),
        (0o077, 0o700, "755", "644"),
    ],
)
def test_the_server_can_read_what_is_published(bureau: Bureau, umask: int, www: int, folder: str, file: str) -> None:
    """Whatever the umask; or as the folder says that somebody made for it. Nobody else may write."""
    bureau.www.chmod(www)
    before = os.umask(umask)
    try:
        code = bureau.publish()
    finally:
        os.umask(before)
    modes = {(kind, mode[-3:]) for kind, mode in permissions(bureau.www / "releases")}

    assert code == 0
    assert modes == {("folder", folder), ("file", file)}
    assert bureau.verify() == 0


@posix
def test_wrong_permissions_are_seen_and_healed(bureau: Bureau, capsys: pytest.CaptureFixture[str]) -> None:
    """`verify` names what a server cannot read; the next publication mends it, with or without changes."""
    bureau.publish()
    page, folder = bureau.www / "current/index.html", bureau.www / "current/2025-xuncha"
    page.chmod(0o600)
    folder.chmod(0o700)
    seen, said = bureau.verify(), capsys.readouterr().out
    healed = bureau.publish(), capsys.readouterr().out
    page.chmod(0o600)
    bureau.edit(REVISED)
    changed = bureau.publish()

    assert seen == publishing.SITE_HAS_ERRORS
    assert "index.html 的权限是 600，应当是 644" in said
    assert "2025-xuncha 的权限是 700，应当是 755" in said
    assert healed[0] == changed == 0
    assert "有 2 个文件和文件夹服务器也许读不到，权限已经改好" in healed[1]
    assert permissions(bureau.www / "current") == {("folder", "755"), ("file", "644")}
    assert bureau.verify() == 0


@posix
def test_a_folder_that_only_its_owner_enters_is_told(bureau: Bureau, capsys: pytest.CaptureFixture[str]) -> None:
    """The release is readable, the way to it is not: only a person knows who runs the server."""
    bureau.www.chmod(0o700)
    bureau.publish()
    published = capsys.readouterr().out
    bureau.verify()

    assert f"运行 chmod 755 {bureau.www} 就好" in published
    assert f"运行 chmod 755 {bureau.www} 就好" in capsys.readouterr().out


@posix
def test_a_file_of_a_colleague_is_written_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is the same file as in the last release and its mode cannot be changed by us."""
    lay(tmp_path, {"site/a.html": "a"})
    (tmp_path / "site/a.html").chmod(0o600)
    (tmp_path / "older.html").hardlink_to(tmp_path / "site/a.html")
    usual = Path.chmod

    def denied(path: Path, mode: int) -> None:
        if path.name == "a.html":
            raise PermissionError(1, "", str(path))
        usual(path, mode)

    monkeypatch.setattr(Path, "chmod", denied)
    modes.set_modes(tmp_path / "site", modes.Modes(0o755, 0o644))

    assert stat.S_IMODE((tmp_path / "site/a.html").stat().st_mode) == 0o644
    assert stat.S_IMODE((tmp_path / "older.html").stat().st_mode) == 0o600
    assert (tmp_path / "site/a.html").read_text("utf-8") == "a"
