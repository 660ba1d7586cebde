"""Incremental equals clean, always; and what need not be made is not made."""

from __future__ import annotations

import hashlib
import os
import random
import re
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import partial
from pathlib import Path, PurePosixPath

import pytest

import reuse
from rectify import pipeline
from rectify.engine.fingerprint import Fingerprints
from rectify.engine.memory import Memory
from rectify.engine.output import BytesRef, Document, ForbiddenTextError, TextRef, Texts
from rectify.engine.parts import NoStore, Parts
from rectify.engine.quick import unchanged_message
from rectify.engine.stamps import content_of
from rectify.engine.tree import NewTree
from rectify.page_examination import examine_pages
from support import ROOT, tree
from typed import environment


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
    pipeline.build(root, root / "output", memory).remember(memory, "again")
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
    monkeypatch.setattr("rectify.site.model.MAX_SCANNED", 1)
    monkeypatch.setattr("rectify.search.blocks.DOCUMENTS", 2)

    reuse.live(tmp_path, seed, steps=8)


def test_a_build_without_changes_stops_at_once(root: Path) -> None:
    """Nothing is read but names, sizes and times, and the last message is repeated."""
    assert unchanged_message(str(root)) == "built"


def test_a_changed_text_makes_what_shows_it(root: Path) -> None:
    """Lists do not show the texts, so they stay; the whole notice and the sizes of the data files change."""
    reuse.rewrite(root / "content/2025-xuncha/003.yaml", "problem: ", "problem: 又，")

    assert rebuild(root) == ["2025-xuncha/003.html", "2025-xuncha/quanwen.html", "data.html"]


def test_a_newer_day_makes_no_list_without_its_issue(root: Path) -> None:
    """Else each publication of a large site would send all its lists."""
    issue, other = (root / f"content/2025-xuncha/00{number}.yaml" for number in (1, 2))
    other.write_text(other.read_text("utf-8").replace("category: decisions", "category: conduct"), "utf-8")
    rebuild(root)
    issue.write_text(issue.read_text("utf-8") + "updates: [{date: 2026-06-01, text: 又核对了一次。}]\n", "utf-8")
    lists = [path for path in rebuild(root) if path.count("/") == 2]

    assert lists == [
        f"2025-xuncha/{name}.html" for name in ("categories/decisions", "departments/office", "statuses/done")
    ]


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

    assert unchanged_message(str(root)) is None
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


def test_contents_of_the_program_are_read_only_after_a_change(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An edit of an issue reads no template; a template of the same size and time of change is read, and makes its pages."""
    path = root / "templates/components/feedback.html"
    rebuild(root)
    opened: list[str] = []

    def content(path: str) -> str:
        opened.append(path)
        return content_of(path)

    monkeypatch.setattr("rectify.engine.memory.content_of", content)
    reuse.rewrite(root / "content/2025-xuncha/003.yaml", "没有", "未曾")
    rebuild(root)
    by_issue = tuple(one for one in opened if one.endswith(".html"))
    stamp = path.stat().st_mtime_ns
    reuse.rewrite(path, "对整改有意见", "对整改有主张")
    os.utime(path, ns=(stamp, stamp))

    assert by_issue == ()
    assert "index.html" in rebuild(root)
    assert "对整改有主张" in (root / "output/2025-xuncha/003.html").read_text("utf-8")


def test_a_changed_library_makes_everything(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another Jinja may render otherwise."""
    library = root / "library.py"
    library.write_text("one version", "utf-8")
    monkeypatch.setattr("rectify.engine.memory.programs", lambda: [str(library)])
    time.sleep(0.02)
    rebuild(root)
    assert unchanged_message(str(root)) == "again"

    library.write_text("another version", "utf-8")

    assert unchanged_message(str(root)) is None
    made = pipeline.build(root, root / "output", Memory(root))
    assert made.made == len(made.paths)


@pytest.mark.parametrize("damage", [b"", b"[]", b"SQLite format 3\x00 but not really", b"\x00" * 5000])
def test_a_damaged_store_is_no_obstacle(root: Path, damage: bytes) -> None:
    """The store is a cache and nothing more."""
    for name in ("store.sqlite", "current"):
        (root / ".rectify" / name).write_bytes(damage)
    before = tree(root / "output")
    reuse.build(root)

    assert before == tree(root / "output")
    assert rebuild(root) == [], "what was made anew is remembered again"


@pytest.mark.parametrize("seed", range(12))
def test_flipped_bytes_of_the_store_make_no_wrong_page(root: Path, seed: int) -> None:
    """What is read from the store is checked, so damage costs time only."""
    chance = random.Random(seed)
    path = root / ".rectify/store.sqlite"
    data = bytearray(path.read_bytes())
    for _ in range(20):
        data[chance.randrange(100, len(data))] ^= 1 << chance.randrange(8)
    path.write_bytes(data)
    reuse.rewrite(root / "content/2025-xuncha/003.yaml", "title: ", "title: 新")
    rebuild(root)
    pipeline.build(root, root / "clean")

    assert tree(root / "output") == tree(root / "clean")


def test_a_store_that_cannot_be_used_costs_time_and_says_so(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without sqlite, or where its file cannot be locked, everything is made anew, and it is right."""
    other = sqlite3.connect(root / ".rectify/store.sqlite", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    reuse.rewrite(root / "content/2025-xuncha/003.yaml", "title: ", "title: 新")
    locked = Memory(root)
    made = pipeline.build(root, root / "output", locked)
    made.remember(locked, "locked")
    other.close()
    monkeypatch.setattr("rectify.engine.store.sqlite3", None)
    without = Memory(root)
    pipeline.build(root, root / "output", without).remember(without, "without")
    pipeline.build(root, root / "clean")

    assert (locked.store.is_working, without.store.is_working) == (False, False)
    assert made.made == len(made.paths)
    assert tree(root / "output") == tree(root / "clean")


def test_fingerprints_follow_the_inputs() -> None:
    """Equal inputs, equal fingerprint; any other value, another one."""
    of = Fingerprints().digest
    one = of(("a", 1, None, ("b", "c")))

    assert of(("a", 1, None, ("b", "c"))) == one
    assert len({one, of(("a", 1, None, ("b", "d"))), of(("a", "1", None, ("b", "c"))), of((b"a", 1, None))}) == 4


def test_an_output_depends_on_plain_data_alone() -> None:
    """What has no digest that decides it, such as a function or an open file, is no input."""
    with pytest.raises(TypeError, match="no plain data"):
        Fingerprints().digest((lambda: None,))


def _made_of_both(inputs: tuple[TextRef, TextRef], texts: Texts) -> bytes:
    own, other = inputs
    return str((texts[own], texts[other])).encode()


def test_a_maker_cannot_open_a_text_that_its_output_does_not_name() -> None:
    """A forgotten dependency would leave a stale page; it is an error on the first build instead."""
    own, other = TextRef("001.yaml", "a"), TextRef("002.yaml", "b")
    parts = Parts(NoStore(), Fingerprints(), lambda ref: ref.path)
    forgetful = Document(path="a.txt", make=_made_of_both, inputs=(own, other), texts=(own,))
    honest = Document(path="a.txt", make=_made_of_both, inputs=(own, other), texts=(own, other))

    assert parts.make(honest) == b"('001.yaml', '002.yaml')"
    with pytest.raises(ForbiddenTextError, match=r"002\.yaml"):
        parts.make(forgetful)


def _made_in_pieces(inputs: tuple[BytesRef, ...], texts: Texts) -> Iterator[bytes]:
    for ref in inputs:
        yield texts[ref]


def test_bytes_made_while_planning_are_read_only_by_outputs_that_name_them() -> None:
    """The same law as for texts; equal bytes have equal references, so that what did not change stands."""
    parts = Parts(NoStore(), Fingerprints(), lambda _: None)
    refs = tuple(map(parts.keep, (b"one", b"two", b"one")))
    honest = Document(path="a.txt", make=_made_in_pieces, inputs=refs, texts=refs)
    forgetful = Document(path="b.txt", make=_made_in_pieces, inputs=refs, texts=refs[:1])

    assert refs[0] == refs[2]
    assert parts.measure_of(honest) == (9, hashlib.sha256(b"onetwoone").hexdigest())
    assert parts.make(honest) == b"onetwoone"
    with pytest.raises(ForbiddenTextError):
        parts.make(forgetful)


def test_a_file_that_comes_in_pieces_is_written_whole_and_stands_if_it_is_the_same(tmp_path: Path) -> None:
    """First anew, then equal to the old one, then changed; nothing else is left in the folder."""
    folder = tmp_path / "site"
    seen: list[set[str]] = []
    for pieces in ((b"a" * 10, b"b"), (b"a" * 10, b"b"), (b"c",)):
        new = NewTree(folder, {"a.csv"}, ["a.csv"] if folder.exists() else [])
        new.write_pieces("a.csv", pieces)
        seen.append(set(new.written))
        new.commit()
        new.discard()

        assert tree(folder) == {PurePosixPath("a.csv"): b"".join(pieces)}
    assert seen == [{"a.csv"}, set(), {"a.csv"}]


def test_a_maker_that_reaches_too_far_is_no_output() -> None:
    """A closure, bound arguments or a method could hold the whole site."""
    site = object()

    def closure(_inputs: object, _texts: Texts) -> bytes:
        return str(site).encode()

    for make in (closure, partial(_made_of_both), site.__str__):
        with pytest.raises(TypeError, match="no plain function"):
            Document(path="a.txt", make=make, inputs=())


def test_a_field_that_pages_begin_to_show_is_followed(tmp_path: Path) -> None:
    """Lines of lists get a field, the link to the next issue shows it: an edit there makes this page anew."""
    root, clean = tmp_path / "project", tmp_path / "clean"
    reuse.start(root)
    for name in ("rectify", "build.py"):
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, root / name)
    reuse.rewrite(root / "rectify/site/issue_row.py", "    date: str\n", "    date: str\n    length: int\n")
    reuse.rewrite(
        root / "rectify/site/issue_row.py",
        "[Status(summary.status)], date,",
        "[Status(summary.status)], date, summary.length,",
    )
    following = "{{ page.following.title }}"
    reuse.rewrite(root / "templates/pages/issue.html", following, f"{following}，{{{{ page.following.length }}}}字")
    page, text = "output/2025-xuncha/003.html", root / "content/2025-xuncha/004.yaml"
    build_as_typed(root)
    before = (root / page).read_text("utf-8")
    reuse.rewrite(text, "problem: ", "problem: 又，")
    build_as_typed(root)
    shutil.copytree(root, clean, ignore=shutil.ignore_patterns("output", ".rectify"))
    build_as_typed(clean)

    assert re.findall(r"，(\d+)字</span></a>", before) == ["42"]
    assert (root / page).read_text("utf-8") == before.replace("，42字</span></a>", "，44字</span></a>")
    assert tree(root / "output") == tree(clean / "output")


def build_as_typed(root: Path) -> None:
    """Build with the project's own copy of the program."""
    subprocess.run([sys.executable, "build.py", "build", "--quiet"], cwd=root, env=environment(), check=True)


def test_an_edit_loads_no_client_of_the_network(root: Path) -> None:
    """What Python's own HTTP client brings along takes a twelfth of the time of a small edit."""
    issue = root / "content/2025-xuncha/001.yaml"
    issue.write_text(issue.read_text("utf-8").replace("problem: ", "problem: 再改一次。", 1), "utf-8")
    program = "import sys; from rectify.terminal.entry import main; main(['build'], sys.argv[1]); print(*sys.modules)"
    command = [sys.executable, "-c", program, str(root)]
    loaded = subprocess.run(command, cwd=ROOT, env=environment(), capture_output=True, text=True, check=True).stdout

    assert {"rectify.pipeline"} == {"rectify.pipeline", "http.client", "socket", "ssl", "segno"} & set(loaded.split())


def test_all_inputs_are_frozen(root: Path) -> None:
    """Nothing in an output's inputs can be changed between its fingerprint and its making."""
    planned = pipeline.build(root, root / "clean").planned
    outputs = [output for block in planned.blocks for output in block.outputs]

    assert [output.path for output in outputs if not _is_frozen(output.inputs)] == []


def _is_frozen(value: object) -> bool:
    if isinstance(value, tuple):
        return all(map(_is_frozen, value))
    if is_dataclass(value):
        return all(_is_frozen(getattr(value, field.name)) for field in fields(value))
    return not isinstance(value, (list, dict, set, bytearray))


def test_check_looks_at_the_last_build_and_leaves_it(root: Path) -> None:
    """It says what a check says that makes all pages anew, of old pages and of edited ones, and changes nothing of the site."""
    template = root / "templates/pages/help.html"
    template.write_text(template.read_text("utf-8").replace("<p>", '<p style="color:red">', 1), "utf-8")
    rebuild(root)
    issue = next((root / "content").glob("*/001.yaml"))
    issue.write_text(issue.read_text("utf-8").replace("problem: ", "problem: 再改一次。", 1), "utf-8")
    before = tree(root / "output"), (root / ".rectify/store.sqlite").read_bytes()
    told = examine_pages(root)
    after = tree(root / "output"), (root / ".rectify/store.sqlite").read_bytes()
    shutil.rmtree(root / ".rectify")

    assert [str(d.span.path) for d in told if d.code == "H030"] == ["help.html"]
    assert told == examine_pages(root)
    assert before == after
