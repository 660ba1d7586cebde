"""`publish --preview`: what would change for readers, with old words beside new, while nothing is published."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bureau import PAGE, Bureau
from rectify.release.text_changes import page_changes, text_changes
from support import ISSUE, lay_project

REVISED = (
    ISSUE.replace("没有建立公务用车制度", "公务用车制度没有建立") + "revisions: [{date: 2025-12-20, note: 改了语序}]\n"
)


@pytest.fixture
def bureau(tmp_path: Path) -> Bureau:
    """A bureau that has published once."""
    made = Bureau(lay_project(tmp_path / "project"), tmp_path / "www")
    assert made.publish() == 0
    return made


def preview(bureau: Bureau, place: Path) -> Any:
    """What `publish --preview` writes; None if it writes nothing."""
    bureau.publish(preview=str(place), yes=False)
    return json.loads(place.read_text("utf-8")) if place.exists() else None


def test_old_words_stand_beside_new_ones(bureau: Bureau, tmp_path: Path) -> None:
    """By the fields of the text; other pages that change are listed; the record's entries are told; nothing is public yet."""
    record, public = bureau.record, bureau.public()
    bureau.edit(REVISED)
    shown = preview(bureau, tmp_path / "preview.json")
    page = next(one for one in shown["pages"] if one["address"] == PAGE)
    told = {one["field"]: (one["before"], one["now"]) for one in page["changes"]}

    assert page["kind"] == "改动"
    assert shown["pages"][0] == page  # what was said comes before lists
    assert "没有建立公务用车制度" in "".join(words for _, words in told["问题"][0])
    assert "公务用车制度没有建立" in "".join(words for _, words in told["问题"][1])
    assert "修订记录" in told
    assert [(one["kind"], one["address"]) for one in shown["record"]] == [("发布", ""), ("修订", PAGE)]
    assert len(shown["pages"]) > 1
    assert (record, public) == (bureau.record, bureau.public())


def test_the_first_publication_is_all_new(tmp_path: Path) -> None:
    """Every page with its title; totals from nothing to what there is."""
    bureau = Bureau(lay_project(tmp_path / "project"), tmp_path / "www")
    shown = preview(bureau, tmp_path / "preview.json")

    assert {one["kind"] for one in shown["pages"]} == {"新增"}
    assert next(one["title"] for one in shown["pages"] if one["address"] == PAGE)
    assert shown["totals"][0]["rows"][0] == ["问题", None, 1]


def test_nothing_is_written_where_nothing_changes(bureau: Bureau, tmp_path: Path) -> None:
    """The command says so, as it does without the option."""
    assert preview(bureau, tmp_path / "preview.json") is None


def test_what_may_not_be_published_is_refused_as_without_a_preview(
    bureau: Bureau, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A public text that was changed without a word."""
    bureau.edit(ISSUE.replace("没有建立公务用车制度", "公务用车制度没有建立"))

    assert preview(bureau, tmp_path / "preview.json") is None
    assert "A004" in capsys.readouterr().out


def test_a_line_that_came_and_one_that_went() -> None:
    """Each has one side only; what stayed is not told."""
    before = "核对文本 2：问题\n标题：台账\n整改措施：\n  -\n    内容：\n      | 建立制度。\n      | 印发办法。\n"
    now = "核对文本 2：问题\n标题：台账\n整改措施：\n  -\n    内容：\n      | 印发办法。\n结果：好\n"

    assert [(one.field, one.before, one.now) for one in text_changes(before, now)] == [
        ("整改措施", (("removed", "建立制度。"),), ()),
        ("结果", (), (("added", "好"),)),
    ]


def test_pages_are_compared_by_what_a_reader_sees() -> None:
    """Words in `main`, without scripts; attributes and tags do not count."""
    before = b"<title>a</title><main><h1>T</h1><p class=a>the first word</p><script>x</script></main><footer>f</footer>"
    now = b"<title>b</title><main><h1>T</h1><p class=b>the second word</p><script>y</script></main><footer>g</footer>"

    assert page_changes(before, now) == (
        (
            "",
            (("same", "the "), ("removed", "first"), ("same", " word")),
            (("same", "the "), ("added", "second"), ("same", " word")),
        ),
    )
