"""`output/` is replaced whole: what is not the program's is never lost with it, and what cannot be replaced is refused first."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path, PurePosixPath

import pytest

from rectify import pipeline
from rectify.engine.memory import Memory
from rectify.engine.quick import unchanged_message
from rectify.ground import output_folder
from rectify.ground.diagnostics import SourceError
from support import ISSUE, MINIMAL, lay, tree

Make = Callable[..., Path]


def build(root: Path) -> list[str]:
    """Build as the command does; what it says."""
    memory = Memory(root)
    made = pipeline.build(root, root / "output", memory)
    made.remember(memory, "")
    return [str(one) for one in made.diagnostics]


def refusal(root: Path) -> str:
    """What stops the build."""
    with pytest.raises(SourceError) as raised:
        build(root)
    return str(raised.value)


def link(root: Path) -> None:
    (root / "elsewhere").mkdir()
    (root / "elsewhere/mine.txt").write_text("mine", "utf-8")
    (root / "output").symlink_to(root / "elsewhere", target_is_directory=True)


def dangling_link(root: Path) -> None:
    (root / "output").symlink_to(root / "nowhere", target_is_directory=True)


def file(root: Path) -> None:
    (root / "output").write_text("mine", "utf-8")


def repository(root: Path) -> None:
    lay(root, {"output/.git/HEAD": "ref: refs/heads/gh-pages\n", "output/index.html": "mine"})


def repository_elsewhere(root: Path) -> None:
    lay(root, {"output/.git": "gitdir: ../../site.git\n"})


@pytest.mark.parametrize(
    ("prepare", "words"),
    [
        (link, "这是一个链接"),
        (dangling_link, "这是一个链接"),
        (file, "却是一个文件"),
        (repository, "版本库（.git）"),
        (repository_elsewhere, "版本库（.git）"),
    ],
)
def test_what_cannot_be_replaced_is_refused_before_anything_is_made(
    project: Make, prepare: Callable[[Path], None], words: str
) -> None:
    """With the remedy, and nothing is touched."""
    root = project()
    prepare(root)
    before = tree(root)
    said = refusal(root)

    assert said.startswith("output:1:1 S011 ")
    assert words in said
    assert " → " in said
    assert {path for path in set(tree(root)) ^ set(before) if path.parts[0] != ".rectify"} == set()
    assert not list(root.glob(".output-*"))


def test_a_mount_point_is_refused(project: Make, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Also a folder of the same disk mounted there, which only the system's list of mounts tells."""
    root = project()
    (root / "output").mkdir()
    place = os.path.realpath(root / "output").replace("/", "/").replace(" ", "\\040")
    (tmp_path / "mounts").write_text(f"36 35 98:0 /a {place} rw,noatime - ext4 /dev/a rw\n", "utf-8")
    monkeypatch.setattr(output_folder, "_MOUNTS", tmp_path / "mounts")
    bound = refusal(root)
    monkeypatch.setattr(output_folder, "_MOUNTS", tmp_path / "none")
    unbound = build(root)
    monkeypatch.setattr(output_folder.os.path, "ismount", lambda _folder: True)

    assert "挂载着另一个磁盘" in bound
    assert unbound == []
    assert "挂载着另一个磁盘" in refusal(root)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root may mount")
@pytest.mark.parametrize("kind", ["tmpfs", "bind"])
def test_a_real_mount_is_refused(project: Make, kind: str) -> None:
    """As a container's volume is."""
    root = project()
    lay(root, {"output/x": "x", "volume/x": "x"})
    how = ["-t", "tmpfs", "tmpfs"] if kind == "tmpfs" else ["--bind", str(root / "volume")]
    if subprocess.run(["mount", *how, str(root / "output")], check=False, capture_output=True).returncode:
        pytest.skip("this system does not let root mount")
    try:
        assert "挂载着另一个磁盘" in refusal(root)
    finally:
        subprocess.run(["umount", str(root / "output")], check=True)


def test_files_of_others_stay_and_are_named(project: Make) -> None:
    """At each build, until they are a part of the site or gone."""
    root = project()
    build(root)
    others = {f"output/{n}.txt": f"{n}" for n in range(4)}
    lay(root, {"output/CNAME": "www.example.gov.cn", "output/sub/deep/.hidden": "x", **others})
    (root / "output/link").symlink_to("CNAME")
    said, again = build(root), build(root)
    lay(root, {"output/sub/deep/.hidden": None, **dict.fromkeys(others)})
    (root / "output/link").unlink()
    lay(root, {"static/root/CNAME": "www.example.gov.cn"})
    left = build(root)

    assert said == again
    assert len(said) == 1
    assert "output/0.txt:1:1 S012 （提醒）" in said[0]
    assert "0.txt、1.txt、2.txt、3.txt、CNAME 等 7 个文件" in said[0]
    assert "static/root/" in said[0]
    assert left == []
    assert (root / "output/CNAME").read_text("utf-8") == "www.example.gov.cn"


def test_files_of_others_do_not_keep_a_build_from_answering_at_once(project: Make) -> None:
    """They are named in that answer, too; one that is changed or gone is looked at again."""
    root = project({"output/CNAME": "www.example.gov.cn"})
    answers = []
    for text in ("www.example.gov.cn", "example.gov.cn", None):
        lay(root, {"output/CNAME": text})
        before = unchanged_message(str(root))
        time.sleep(0.02)
        memory = Memory(root)
        made = pipeline.build(root, root / "output", memory)
        made.remember(memory, f"{len(made.diagnostics)} doubts")
        answers.append((before, unchanged_message(str(root))))

    assert answers == [(None, "1 doubts"), (None, "1 doubts"), (None, "0 doubts")]


def test_files_of_others_stay_as_they_are_through_many_builds(project: Make) -> None:
    """The tree before last is used again: what somebody put there, changed or deleted since must not come back."""
    issue = MINIMAL["content/2025-xuncha/001.yaml"]
    assert isinstance(issue, str)
    root = project()
    build(root)
    seen = []
    for turn, text in enumerate(["a", "a", "b", None, None, "c", None]):
        lay(
            root,
            {
                "output/CNAME": text,
                "content/2025-xuncha/001.yaml": issue.replace("建立制度", f"建立制度{'甲乙'[turn % 2]}"),
            },
        )
        build(root)
        path = root / "output/CNAME"
        seen.append(path.read_text("utf-8") if path.exists() else None)

    assert seen == ["a", "a", "b", None, None, "c", None]


def test_pages_that_are_no_more_are_not_taken_for_files_of_others(project: Make) -> None:
    """What the last build made and this one does not goes, whatever changed in between."""
    root = project({"content/2025-xuncha/002.yaml": ISSUE.replace("number: 1", "number: 2")})
    build(root)
    lay(root, {"content/2025-xuncha/002.yaml": None})
    base = root / "static/css/base.css"
    base.write_text(base.read_text("utf-8") + "\n.x { order: 2; }\n", "utf-8")

    assert [one for one in build(root) if "S012" in one] == []
    assert not (root / "output/2025-xuncha/002.html").exists()
    assert len(list((root / "output/assets").iterdir())) == 1


@pytest.mark.parametrize("remembers", [True, False])
def test_a_page_that_somebody_removed_does_not_come_back_when_its_issue_is_withheld(
    project: Make, *, remembers: bool
) -> None:
    """The folder of the build before last, which the next one takes up, still has it."""
    second = "content/2025-xuncha/002.yaml"
    issue = ISSUE.replace("number: 1", "number: 2")
    root = project({second: issue})
    build(root)
    lay(root, {"content/2025-xuncha/001.yaml": MINIMAL["content/2025-xuncha/001.yaml"] + "note: 说明。\n"})
    build(root)
    is_spare_there = (root / ".output-spare/2025-xuncha/002.html").exists()
    (root / "output/2025-xuncha/002.html").unlink()
    lay(root, {second: f"draft: true\n{issue}"})
    if remembers:
        build(root)
    else:
        pipeline.build(root, root / "output")

    assert is_spare_there
    assert not list((root / "output").rglob("002*"))


def test_a_copied_file_that_is_deleted_goes(project: Make) -> None:
    """With it everything is made anew, and still it is known whose it was."""
    root = project({"static/root/verify.txt": "1"})
    build(root)
    lay(root, {"static/root/verify.txt": None})

    assert build(root) == []
    assert not (root / "output/verify.txt").exists()


def test_without_memory_only_files_at_the_top_are_taken_for_those_of_others(project: Make) -> None:
    """The memory is a cache: where it is lost, pages that are no more must not come back as somebody's files."""
    root = project({"content/2025-xuncha/002.yaml": ISSUE.replace("number: 1", "number: 2")})
    build(root)
    lay(root, {"content/2025-xuncha/002.yaml": None, "output/CNAME": "www.example.gov.cn"})
    shutil.rmtree(root / ".rectify")
    said = build(root)

    assert "CNAME；" in said[-1]
    assert not (root / "output/2025-xuncha/002.html").exists()
    assert (root / "output/CNAME").exists()


def test_leftovers_of_any_kind_are_cleared(project: Make) -> None:
    """Trees half made, trees put aside, files of temporary names."""
    root = project()
    build(root)
    lay(root, {".output-incoming/a/b": "x", ".output-outgoing/a": "x", ".output-new-1234/a": "x", ".output-note": "x"})
    build(root)

    left = [path.name for path in root.iterdir() if path.name.startswith(".output")]
    assert [name for name in left if name not in (".output-spare", ".output-spare.json")] == []


def test_a_site_put_aside_by_a_killed_build_comes_back(project: Make) -> None:
    """Where folders cannot change places in one step, a kill in between leaves no output at all."""
    root = project()
    build(root)
    before = tree(root / "output")
    (root / "output").rename(root / ".output-outgoing")
    lay(root, {"content/2025-xuncha/001.yaml": "number: 1\ntitel: x\n"})
    refusal(root)

    assert tree(root / "output") == before


def test_a_round_put_aside_by_a_killed_import_comes_back(project: Make) -> None:
    """Before the next command, whichever it is, could take it for a round that is gone."""
    from rectify.terminal import locking

    root = project()
    (root / "content/2025-xuncha").rename(root / "content/.2025-xuncha-outgoing")
    with locking.project(root, "build"):
        names = [path.name for path in (root / "content").iterdir()]

    assert names == ["2025-xuncha"]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("SHA256SUMS", "留给公开时用"),
        ("sha256sums", "留给公开时用"),
        ("record/published.jsonl", "公开记录"),
        ("index.html.gz", "会被服务器当作 index.html 压好的副本"),
        ("mine.txt.br", "会被服务器当作 mine.txt 压好的副本"),
    ],
)
def test_names_that_a_publication_needs_are_refused_at_build(project: Make, name: str, words: str) -> None:
    """Not only when the site is to go out."""
    said = refusal(project({f"static/root/{name}": "mine", "static/root/mine.txt": "mine"}))

    assert f"{PurePosixPath('static/root', name)}:1:1 S013" in said
    assert words in said


def test_other_compressed_files_are_fine(project: Make) -> None:
    """An archive that nobody could take for a page."""
    assert build(project({"static/root/files/all.tar.gz": "mine"})) == []
