"""Another digest of the same words is no silent edit: a category's id renamed by a redirect, a text once recorded as written."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from rectify.release import journal
from rectify.release.journal import Kind
from support import ISSUE, ROUND, SITE, lay
from test_publish_command import PAGE, Bureau

Make = Callable[..., Path]
RENAMED = {
    "content/2025-xuncha/round.yaml": ROUND.replace("id: decisions", "id: policies"),
    "content/2025-xuncha/001.yaml": ISSUE.replace("category: decisions", "category: policies"),
}
REDIRECT = "  - {from: 2025-xuncha/categories/decisions.html, to: 2025-xuncha/categories/policies.html}\n"


def test_a_redirect_is_enough(bureau: Bureau) -> None:
    """No revision has to be written, and the record names the digest of the file that is public now."""
    lay(bureau.root, {**RENAMED, "site.yaml": f"{SITE}redirects:\n{REDIRECT}"})
    code = bureau.publish()
    last = next(entry for entry in reversed(bureau.record) if entry.address == PAGE)
    public = (bureau.www / "current/record/2025-xuncha/001.txt").read_bytes()

    assert code == 0
    assert (last.kind, last.text) == (Kind.PUBLISHED, hashlib.sha256(public).hexdigest())
    assert bureau.verify() == 0
    assert bureau.publish() == 0


def test_without_it_the_rename_is_refused(bureau: Bureau, capsys: pytest.CaptureFixture[str]) -> None:
    """The old address would be lost."""
    lay(bureau.root, RENAMED)

    assert bureau.publish() == 1
    assert "A003" in capsys.readouterr().out


def test_a_rename_hides_no_silent_edit(bureau: Bureau, capsys: pytest.CaptureFixture[str]) -> None:
    """Words that changed with it are told as ever."""
    lay(bureau.root, {**RENAMED, "site.yaml": f"{SITE}redirects:\n{REDIRECT}"})
    lay(
        bureau.root,
        {"content/2025-xuncha/001.yaml": RENAMED["content/2025-xuncha/001.yaml"].replace("公务用车制度。", "制度。")},
    )

    assert bureau.publish() == 1
    assert "A004" in capsys.readouterr().out


def test_two_categories_may_become_one(project: Make, tmp_path: Path) -> None:
    """The round says so; its issues only show another title."""
    other = ISSUE.replace("number: 1", "number: 2").replace("decisions", "conduct")
    bureau = Bureau(project({"content/2025-xuncha/002.yaml": other}), tmp_path / "www")
    bureau.publish()
    merged = REDIRECT.replace("policies", "conduct")
    round_ = "".join(line for line in ROUND.splitlines(keepends=True) if "decisions" not in line)
    told = "revisions: [{date: 2025-12-20, note: 两类合并}]\n"
    issue = ISSUE.replace("decisions", "conduct")
    lay(
        bureau.root,
        {
            "site.yaml": f"{SITE}redirects:\n{merged}",
            "content/2025-xuncha/round.yaml": round_,
            "content/2025-xuncha/001.yaml": issue,
        },
    )
    silent = bureau.publish()
    lay(bureau.root, {"content/2025-xuncha/round.yaml": round_ + told})

    assert (silent, bureau.publish()) == (1, 0)


WITH_MARKS = ISSUE.replace("没有建立公务用车制度", r"没有建立**公务用车**制度，缺 3\*4 米的`台账`")
AS_WRITTEN = """\
序号：1
标题：制度不健全
类别：decisions
整改状态：已完成
问题：
没有建立**公务用车**制度，缺 3\\*4 米的`台账`。
整改措施1：
建立制度。
整改进展1（2025-07-01）：
印发《公务用车管理办法》（示局发〔2025〕7号）。
整改结果：已完成
牵头部门：办公室
"""


def test_a_text_recorded_with_its_marks_is_the_same(bureau: Bureau, capsys: pytest.CaptureFixture[str]) -> None:
    """Sites published when the record held texts as written go on; a word that changed is told as ever."""
    former = hashlib.sha256(AS_WRITTEN.encode()).hexdigest()
    told = [one._replace(text=former, form=0) if one.address == PAGE else one for one in bureau.record]
    for place in (bureau.root, bureau.www / "current"):
        (place / journal.JOURNAL).write_bytes(journal.write_journal(told))
        for checkpoint in (place / "record").glob("checkpoint*"):  # there were none at that time
            checkpoint.unlink()
    bureau.edit(WITH_MARKS.replace("制度，", "办法，"))
    refused, said = bureau.publish(), capsys.readouterr().out
    bureau.edit(WITH_MARKS)
    codes = bureau.publish(), bureau.publish(), bureau.verify()
    last = next(entry for entry in reversed(bureau.record) if entry.address == PAGE)

    assert (refused, "A004" in said) == (1, True)
    assert codes == (0, 0, 0)
    assert last.kind is Kind.REWRITTEN
    assert "没有建立公务用车制度，缺 3*4 米的台账" in bureau.public("record/2025-xuncha/001.txt")
    assert hashlib.sha256(bureau.public("record/2025-xuncha/001.txt").encode()).hexdigest() == last.text
