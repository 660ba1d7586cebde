"""Incremental equals clean, always; and what need not be made is not made."""

from __future__ import annotations

import json
import os
import shutil
import time
from pathlib import Path

import pytest

import reuse
from rectify import pipeline
from rectify.making.reuse import Memory, already_current, fingerprint
from support import tree


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project of two rounds, built once, long enough ago for its stamps to count."""
    folder = tmp_path / "project"
    reuse.start(folder)
    time.sleep(0.02)
    reuse.build(folder)
    return folder


def rebuild(root: Path) -> list[str]:
    """Build again; the paths that were made."""
    memory = Memory(root)
    standing = {path: path.stat().st_mtime_ns for path in (root / "output").rglob("*.html")}
    time.sleep(0.02)
    pipeline.build(root, root / "output", memory)
    memory.save("again")
    return sorted(
        path.relative_to(root / "output").as_posix()
        for path in (root / "output").rglob("*.html")
        if standing.get(path) != path.stat().st_mtime_ns
    )


@pytest.mark.parametrize("seed", range(8))  # hundreds: benchmarks/build/lives.py
def test_incremental_equals_clean(tmp_path: Path, seed: int) -> None:
    """After any sequence of changes the output is what a clean build makes, byte for byte."""
    reuse.live(tmp_path, seed, steps=8)


@pytest.mark.parametrize("seed", range(100, 102))
def test_incremental_equals_clean_with_an_index(tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same of a large site, whose search is an index in pieces."""
    monkeypatch.setattr("rectify.site.derive.MOST_SCANNED", 1)
    monkeypatch.setattr("rectify.outputs.search.blocks.DOCUMENTS", 2)

    reuse.live(tmp_path, seed, steps=8)


def test_a_build_without_changes_stops_at_once(root: Path) -> None:
    """Nothing is read but names, sizes and times, and the last message is repeated."""
    assert already_current(root) == "built"


def test_a_changed_text_makes_what_shows_it(root: Path) -> None:
    """Lists do not show the texts, so they stay; the whole notice and the sizes of the data files change."""
    reuse.rewrite(root / "content/2025-xuncha/003.yaml", "problem: ", "problem: 又，")

    assert rebuild(root) == ["2025-xuncha/003.html", "2025-xuncha/quanwen.html", "data.html"]


def test_a_changed_title_makes_what_shows_it(root: Path) -> None:
    """The issue, its neighbours, its relations and its lists; nothing of the other round."""
    reuse.rewrite(root / "content/2025-xuncha/003.yaml", "title: ", "title: 新")
    made = rebuild(root)

    assert {"2025-xuncha/002.html", "2025-xuncha/003.html", "2025-xuncha/004.html", "2025-xuncha/issues.html"} <= set(
        made
    )
    assert not [path for path in made if path.startswith("2023-xuncha")]
    assert "2025-xuncha/statuses/index.html" not in made


def test_a_deleted_source_takes_its_page_along(root: Path) -> None:
    """A withdrawn page that stays public is the worst fault there is."""
    (root / "content/2025-xuncha/005.yaml").unlink()
    rebuild(root)

    assert not (root / "output/2025-xuncha/005.html").exists()


def test_a_link_to_a_deleted_page_is_told(root: Path) -> None:
    """Also where the page with the link need not be made."""
    reuse.rewrite(root / "content/2025-xuncha/002.yaml", "problem: ", "problem: 见[第五号](005.html#wenti-1)，")
    rebuild(root)
    (root / "content/2025-xuncha/005.yaml").unlink()

    with pytest.raises(pipeline.SourceError, match=r"002\.yaml:1:1 L001 .*005\.html"):
        rebuild(root)
    assert (root / "output/2025-xuncha/005.html").exists()


def test_a_touched_file_is_not_made_again(root: Path) -> None:
    """A new time with the old content changes no page and no page's time."""
    (root / "content/2025-xuncha/003.yaml").touch()

    assert already_current(root) is None
    assert rebuild(root) == []


def test_an_edit_in_the_same_tick_is_seen(root: Path) -> None:
    """A file as new as the build may change once more without a new time: it is read again."""
    path = root / "content/2025-xuncha/003.yaml"
    reuse.rewrite(path, "没有", "未曾")
    reuse.build(root)
    stamp = path.stat().st_mtime_ns
    reuse.rewrite(path, "未曾", "从未")
    os.utime(path, ns=(stamp, stamp))
    reuse.build(root)

    assert "从未" in (root / "output/2025-xuncha/003.html").read_text("utf-8")


def test_a_changed_library_makes_everything(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another Jinja may render otherwise."""
    monkeypatch.setattr("rectify.making.reuse.libraries", lambda: "another version")

    assert already_current(root) is None
    memory = Memory(root)
    made = pipeline.build(root, root / "output", memory)
    assert made.made == len(made.paths)


@pytest.mark.parametrize("damage", ["", "[]", "{}", "[1,2,3]", '["x",{},{"index.html":[]}]', "null", "["])
def test_a_damaged_record_is_no_obstacle(root: Path, damage: str) -> None:
    """The record is a cache and nothing more."""
    for name in ("record.json", "current.json"):
        (root / ".rectify" / name).write_text(damage, encoding="utf-8")
    reuse.build(root)

    assert (root / "output/index.html").exists()


def test_the_record_is_no_pickle(root: Path) -> None:
    """Reading a record can run nothing."""
    assert isinstance(json.loads((root / ".rectify/record.json").read_text("utf-8").partition("\n")[2]), list)


def test_fingerprints_follow_the_inputs() -> None:
    """Equal inputs, equal fingerprint; any other value, another one."""
    one = fingerprint(("a", 1, None, ("b", "c")))

    assert fingerprint(["a", 1, None, ["b", "c"]]) == one
    assert len({one, fingerprint(("a", 1, None, ("b", "d"))), fingerprint(("a", "1", None, ("b", "c")))}) == 3


def test_check_looks_at_the_last_build_and_leaves_it(root: Path) -> None:
    """It says what a check says that makes all pages anew, of old pages and of edited ones, and changes nothing of the site."""
    template = root / "templates/pages/help.html"
    template.write_text(template.read_text("utf-8").replace("<p>", '<p style="color:red">', 1), "utf-8")
    rebuild(root)
    issue = next((root / "content").glob("*/001.yaml"))
    issue.write_text(issue.read_text("utf-8").replace("problem: ", "problem: 再改一次。", 1), "utf-8")
    before = tree(root / "output"), (root / ".rectify/record.json").read_bytes()
    told = pipeline.check(root)
    after = tree(root / "output"), (root / ".rectify/record.json").read_bytes()
    shutil.rmtree(root / ".rectify")

    assert [str(d.span.path) for d in told if d.code == "H030"] == ["help.html"]
    assert told == pipeline.check(root)
    assert before == after
