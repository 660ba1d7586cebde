"""Undo at the desk: what is public comes back into the form, and nothing but what readers saw otherwise is touched."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from bureau import Bureau
from rectify.desk.acts import Acts
from rectify.desk.exchange import RefusedError
from rectify.desk.owed import OwedWords
from rectify.desk.restoring import Restoring
from rectify.engine.stamps import TARGET
from support import ISSUE, lay, lay_project
from test_desk import ONE, Bench

MARKED = ISSUE.replace("没有建立公务用车制度", "没有建立**公务用车**制度") + "# 台账在档案室\n"


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    """A desk over a project whose issue is public."""
    bureau = Bureau(lay_project(tmp_path / "project", {ONE: MARKED}), tmp_path / "www")
    assert bureau.publish() == 0
    (bureau.root / TARGET).parent.mkdir(exist_ok=True)
    (bureau.root / TARGET).write_text(str(bureau.www), "utf-8")
    return Bench(bureau.root, tmp_path / "site")


def test_what_was_typed_and_saved_since_is_taken_back(bench: Bench) -> None:
    """The text is the public one again, with its marks and comments where nothing was changed; it is not saved by that."""
    lay(bench.root, {ONE: MARKED.replace("制度不健全", "车辆没有台账")})
    bench.follow([ONE])
    form = bench.open()
    form = bench.type(form["version"], measures=[], result="又写了一句")
    answer = Restoring(bench.desk).restore(ONE, form["version"])
    saved = bench.desk.save(ONE, answer["version"])

    assert not [one for one in saved["faults"] if one["isError"]]
    assert bench.text().replace("\n\n", "\n") == MARKED.replace("\n\n", "\n")


def test_what_is_only_typed_is_no_change_that_waits(bench: Bench) -> None:
    """The site shows what is typed; how far the issue is on its way is that of the file, until it is saved."""
    version = bench.type(bench.open()["version"], title="车辆没有台账")["version"]
    state = bench.open()["state"]
    bench.desk.save(ONE, version)

    assert (state, bench.open()["state"]) == ("已公开", "改动待公开")


def test_nothing_is_kept_where_nothing_was_changed(bench: Bench) -> None:
    """An issue that says what is public stays as it is."""
    answer = Restoring(bench.desk).restore(ONE, bench.open()["version"])

    assert not answer["isUnsaved"]


def test_a_copy_comes_from_where_the_site_is_public(bench: Bench) -> None:
    """And if there is none there either, that is told."""
    for path in (bench.root / "record").rglob("001.txt"):
        path.unlink()
    lay(bench.root, {ONE: MARKED.replace("制度不健全", "车辆没有台账")})
    bench.follow([ONE])
    version = bench.open()["version"]
    assert Restoring(bench.desk).restore(ONE, version)["values"]["title"] == "制度不健全"
    (bench.root / TARGET).unlink()
    bench.desk.discard(ONE)
    with pytest.raises(RefusedError, match="公开的那一份文字这里没有"):
        Restoring(bench.desk).restore(ONE, version)


def test_an_older_text_that_was_kept_for_the_change_goes_with_it(bench: Bench) -> None:
    """Or the project would have an older version that no revision tells of; it is moved, not deleted."""
    older = "content/2025-xuncha/versions/001.1.yaml"
    changed = MARKED.replace("制度不健全", "车辆没有台账") + "revisions: [{date: 2025-12-20, note: 改了标题}]\n"
    lay(bench.root, {ONE: changed, older: MARKED})
    bench.follow([ONE, older])
    answer = Restoring(bench.desk).restore(ONE, bench.open()["version"])
    bench.desk.save(ONE, answer["version"])

    assert not (bench.root / older).exists()
    assert (bench.root / ".rectify/desk/001.1.yaml").read_text("utf-8") == MARKED
    assert [one for one in bench.live.diagnostics if one.code == "R012"] == []
    assert "revisions" not in bench.text()


def test_what_was_never_public_cannot_come_back(bench: Bench) -> None:
    """It says so."""
    two = "content/2025-xuncha/002.yaml"
    lay(bench.root, {two: ISSUE.replace("number: 1", "number: 2")})
    bench.follow([two])
    with pytest.raises(RefusedError, match="没有公开"):
        Restoring(bench.desk).restore(two, bench.desk.form(two)["version"])
    with pytest.raises(RefusedError, match="一个一个"):
        Restoring(bench.desk).restore("site.yaml", "")


def test_saving_public_words_that_are_others_makes_a_revision_due(bench: Bench) -> None:
    """The old words stand beside the new; an update, an empty field that is filled, and what is due already make none."""
    words = OwedWords(bench.desk)
    assert words.changes(ONE) == {"words": ""}
    update = [{"value": {"date": "2025-09-01", "text": "又查了一遍。"}, "origin": None}]
    form = bench.type(bench.open()["version"], updates=update)
    assert words.changes(ONE) == {"words": ""}
    form = bench.type(form["version"], title="车辆没有台账")
    assert words.changes(ONE) == {"words": "标题：“制度不健全”改成“车辆没有台账”"}
    form = bench.desk.save(ONE, form["version"])
    bench.type(form["version"], title="车辆没有台账和钥匙")

    assert words.changes(ONE) == {"words": ""}


TERMS = """\
terms:
  - {id: tuichu, term: 退出, meaning: 不再列入。}
  - id: taizhang  # 常用
    term: 台账
    meaning: 记事的本子。
"""


@pytest.mark.parametrize(
    ("name", "values", "words", "line"),
    [
        ("site.yaml", {"organiser": {"phone": "0400-1234567"}}, "主办单位：", "revisions:"),
        ("content/2025-xuncha/round.yaml", {"title": "另一个标题"}, "标题：", "revisions:"),
        ("content/glossary.yaml", {"terms": [{"value": {}, "origin": 0}, {"value": {"meaning": "记账的本子。"}, "origin": 1}]}, "词条：", "    revisions:"),
    ],
)  # fmt: skip
def test_what_is_no_issue_is_revised_by_the_same_form(
    tmp_path: Path, name: str, values: Mapping[str, Any], words: str, line: str
) -> None:
    """Saving public words of a round, the site or a term makes a revision due, which one act writes; then it may be published."""
    root = lay_project(tmp_path / "project", {ONE: ISSUE, "content/glossary.yaml": TERMS})
    bureau = Bureau(root, tmp_path / "www")
    assert bureau.publish() == 0
    bench = Bench(root, tmp_path / "site")
    acts = Acts(bench.desk, lambda *_: pytest.fail("no command is run"), lambda: "2026-01-05T09:00:00+08:00")
    before = (root / name).read_text("utf-8")
    form = bench.desk.form(name)
    assert form["isPublic"]
    bench.desk.keep(name, form["version"], values)
    assert OwedWords(bench.desk).changes(name)["words"].startswith(words)
    with pytest.raises(RefusedError, match="用一句话写明改了什么"):
        acts.revise(name, "", "")
    acts.revise(name, "改了一处", "原来写错了")

    text = (root / name).read_text("utf-8")
    assert f"\n{line}" in f"\n{text}"
    assert "date: 2026-01-05" in text
    assert ("# 常用" in text) == ("# 常用" in before)
    assert OwedWords(bench.desk).changes(name) == {"words": ""}
    assert bureau.publish() == 0
