"""Folders of this computer at the desk: only names of folders, below known places, nothing followed or made elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from rectify.desk.exchange import RefusedError
from rectify.desk.folders import Folders


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folders:
    """The folders of a person whose home has two, a file, a link that leads out, and what is hidden."""
    home = tmp_path / "home"
    for name in ("www/xczg", "资料", ".ssh", "project"):
        (home / name).mkdir(parents=True)
    (tmp_path / "elsewhere/secret").mkdir(parents=True)
    (home / "名单.txt").write_text("x", "utf-8")
    (home / "link").symlink_to(tmp_path / "elsewhere")
    monkeypatch.setattr(Path, "home", lambda: home)
    return Folders(home / "project")


def test_one_begins_at_known_places_and_goes_from_folder_to_folder(folders: Folders, tmp_path: Path) -> None:
    """Neither files nor what is hidden nor what leads elsewhere is told; above a place there is nothing but the places."""
    home = tmp_path / "home"
    start = folders.folders(None)["folders"]
    assert {"name": "我的文件夹", "folder": str(home)} in start
    inside = folders.folders(str(home))
    assert [one["name"] for one in inside["folders"]] == ["project", "www", "资料"]
    assert inside["above"] == ""

    assert folders.folders(str(home / "www"))["above"] == str(home)


@pytest.mark.parametrize(
    "name", ["../elsewhere", "link/secret", "..", "/etc", "nowhere", "www/../../elsewhere", "\0", 7, "", "名单.txt"]
)
def test_what_is_not_below_a_place_is_no_folder(folders: Folders, tmp_path: Path, name: Any) -> None:
    """Whatever a browser sends."""
    word = f"{tmp_path}/home/{name}" if isinstance(name, str) and not name.startswith("/") and name else name

    for ask in (lambda: folders.folders(word), lambda: folders.newfolder(word, "new")):
        with pytest.raises(RefusedError) as refused:
            ask()
        assert refused.value.status == 404
    assert not (tmp_path / "elsewhere/new").exists()


@pytest.mark.parametrize(
    "name", ["", " ", ".", "..", "a/b", "a\\b", "con", "NUL.txt", "x.", ".x", "a:b", "x" * 80, None]
)
def test_a_new_folder_has_a_name_that_can_be_one(folders: Folders, tmp_path: Path, name: Any) -> None:
    """Of one part, on every system."""
    before = sorted((tmp_path / "home/www").iterdir())
    with pytest.raises(RefusedError):
        folders.newfolder(str(tmp_path / "home/www"), name)

    assert before == sorted((tmp_path / "home/www").iterdir())


def test_a_new_folder_is_made_and_shown(folders: Folders, tmp_path: Path) -> None:
    """One that is there is not made again."""
    www = tmp_path / "home/www"
    assert folders.newfolder(str(www), "整改公开")["folder"] == str(www / "整改公开")
    assert (www / "整改公开").is_dir()
    with pytest.raises(RefusedError, match="已经有"):
        folders.newfolder(str(www), "整改公开")
