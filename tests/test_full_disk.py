"""A disk that fills up: what a command writes is there whole, or not at all, and the command says why."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path, PurePosixPath

import pytest

import typed
from served import install
from support import lay, lay_project, tree

resource = pytest.importorskip("resource", reason="files are kept small by the system's own limit")

NOTICE = """\
关于巡察整改进展情况的通报
2025年3月1日至4月30日，市委第一巡察组对我局党组进行了巡察。5月20日反馈了意见。
一、落实决策部署方面
1.关于制度不健全的问题。
整改情况：已建立制度。已完成整改。
2.关于台账不完整的问题。
整改情况：已补登台账。已完成整改。
"""


@pytest.fixture(scope="module")
def built_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project folder with the program in it and a notice to import, built; tests take copies of it."""
    root = lay_project(tmp_path_factory.mktemp("built") / "project", {"通报.txt": NOTICE})
    install(root)
    assert run(root, "build").returncode == 0
    return root


@pytest.fixture
def checkout(built_once: Path, tmp_path: Path) -> Path:
    """Such a folder."""
    return Path(shutil.copytree(built_once, tmp_path / "project"))


def run(root: Path, *arguments: str, room: int | None = None) -> subprocess.CompletedProcess[str]:
    """Type a command; with *room* no file may become larger: the system takes a part of it, then refuses, as a full disk does."""

    def limit() -> None:
        if room is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))

    return typed.run(root, *arguments, before=limit)


def what_people_wrote(root: Path) -> dict[PurePosixPath, bytes]:
    """Every file of the project but caches and the program."""
    ours = ("rectify", ".rectify", "templates", "static")
    return {path: data for path, data in tree(root).items() if path.parts[0] not in ours}


@pytest.mark.parametrize(
    "arguments",
    [("new",), ("revise", "1"), ("export", "台账.xlsx"), ("export", "通报.docx"), ("import", "通报.txt")],
    ids=lambda arguments: arguments[0],
)
def test_nothing_half_is_left(checkout: Path, arguments: tuple[str, ...]) -> None:
    """Neither the file nor a temporary one beside it, and the answer is a sentence; with room enough it goes through."""
    before = what_people_wrote(checkout)
    for room in (0, 100, 250):
        done = run(checkout, *arguments, room=room)

        assert (room, done.returncode) == (room, 1)
        assert "写不" in done.stdout
        assert what_people_wrote(checkout) == before
    assert run(checkout, *arguments).returncode in (0, 4)


def test_the_older_text_is_not_kept_without_the_revision(checkout: Path) -> None:
    """The copy fits on the disk, the issue with one revision more does not: both or neither."""
    before = what_people_wrote(checkout)
    done = run(checkout, "revise", "1", room=(checkout / "content/2025-xuncha/001.yaml").stat().st_size)

    assert done.returncode == 1
    assert [path for path in what_people_wrote(checkout) if path not in before] == []


def test_an_import_is_there_whole_or_not_at_all(checkout: Path) -> None:
    """The issues fit, what stands for the whole round does not: none of them stays."""
    before = what_people_wrote(checkout)
    fit = set()
    for room in range(300, 2000, 200):
        run(checkout, "import", "通报.txt", "--round", "2025-neibu", room=room)
        content = {path: data for path, data in what_people_wrote(checkout).items() if path.parts[0] == "content"}
        if content == {path: data for path, data in before.items() if path.parts[0] == "content"}:
            fit.add(False)
            continue
        fit.add(True)
        names = {path.name for path in content if "2025-neibu" in path.parts}
        assert {"round.yaml", "001.yaml", "002.yaml"} <= names
        shutil.rmtree(checkout / "content/2025-neibu")

    assert fit == {False, True}


def test_a_report_that_does_not_fit_does_not_hide_what_was_imported(checkout: Path) -> None:
    """The content is written and the sentence says so."""
    done = run(checkout, "import", "通报.txt", "--round", "2025-neibu", room=3000)

    assert done.returncode == 1
    assert "只是校样没有写成" in done.stdout
    assert (checkout / "content/2025-neibu/round.yaml").exists()
    assert not list(checkout.glob("*import-report*"))


def test_a_build_leaves_the_old_site(checkout: Path) -> None:
    """A page of which the disk took only a part is not taken for a page."""
    before = tree(checkout / "output")
    issue = checkout / "content/2025-xuncha/001.yaml"
    lay(checkout, {"content/2025-xuncha/001.yaml": issue.read_text("utf-8").replace("建立制度", "建立健全制度")})
    for room in (0, 3000, 20000):
        done = run(checkout, room=room)

        assert (room, done.returncode) == (room, 1)
        assert "写不进" in done.stdout
        assert tree(checkout / "output") == before
        assert not list(checkout.glob(".output-*"))
    assert run(checkout).returncode == 0
