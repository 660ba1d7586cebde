"""Pages as a browser shows them: the article, what surrounds it, tables, lists, and the soup of editors."""

from __future__ import annotations

import html

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imported import whole_text
from rectify.ground.diagnostics import SourceError
from rectify.intake.readers.lines import Cell, SourceText
from rectify.intake.readers.source import read_data

VISIBLE = st.characters(exclude_categories=("Cs", "Cc", "Zs", "Zl", "Zp", "Co", "Cn"))
LONG = "领导小组每个季度研究一次安全生产工作，听取各个科室的汇报，对没有按时完成的事项逐一督办，结果向全局通报，并且记入年度考核。"
PAGE = f"""<!DOCTYPE html><html><head><meta charset="gb2312"><title>某局</title><style>p{{}}</style></head><body>
<div class="header"><a href="/">首页</a><ul class="nav"><li>政务公开</li></ul></div>
<div class="wrap"><h1>整改情况通报</h1><div class="info">发布时间：2024-12-30</div>
<div class="share">分享到：微信</div>
<div id="zoom"><div class="TRS_Editor"><style>.x{{}}</style><!--导读-->
<p style="text-indent:2em">&emsp;&emsp;<span>{LONG}</span></p>
<p>　　<b>整改</b><span><strong>措</strong></span><span
><b>施</b>：</span>每月&nbsp;学一次。<br/>整改结果：已完成</p>
<p style="display:none">内部备注</p></div></div>
<div>上一篇：<a href="1.html">另一个通报</a></div></div>
<div id="footer">主办：某局　联系电话：0471-0000000</div><script>var a = "不要";</script></body></html>"""


def read(page: str) -> SourceText:
    """The lines of a page."""
    return read_data(page.encode(), "a.html")


def body(inner: str) -> list[str]:
    """The texts of the lines of a small page."""
    return [line.mark + line.text for line in read(f"<html><body>{inner}</body></html>").lines]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-8-sig", "utf-16"])
def test_the_article_is_told_from_what_surrounds_it(encoding: str) -> None:
    """Nothing is lost: what is not the article is kept as its surroundings."""
    source = read_data(PAGE.encode(encoding), "通报.html")

    assert [(line.text.strip("\u2003\u3000"), line.hidden) for line in source.lines if not line.chrome] == [
        (LONG, False),
        ("整改措施：每月\xa0学一次。", False),
        ("整改结果：已完成", False),
        ("内部备注", True),
    ]
    assert [line.text for line in source.lines if line.chrome] == [
        "首页",
        "政务公开",
        "整改情况通报",
        "发布时间：2024-12-30",
        "分享到：微信",
        "上一篇：另一个通报",
        "主办：某局　联系电话：0471-0000000",
    ]
    assert any("看不见" in doubt for _, doubt in source.doubts)
    assert any("7 行" in doubt for number, doubt in source.doubts if number == 0)


def test_a_page_without_marks_is_all_article() -> None:
    """A page that Word or LibreOffice saved has nothing around its text."""
    source = read(f"<html><body><p>一、情况</p><p>{LONG}</p><p>{LONG}</p></body></html>")

    assert [line.chrome for line in source.lines] == [False] * 3


def test_a_heading_beside_a_named_box_stays_in_the_article() -> None:
    """Text in paragraphs next to the biggest box belongs to it."""
    source = read(f"<html><body><p>一、情况</p><div class='content'><p>{LONG}</p></div></body></html>")

    assert [line.chrome for line in source.lines] == [False, False]


def test_white_space_is_that_of_a_browser() -> None:
    """Runs of blanks are one; a line break between Han is none; wide and hard spaces stay; pre keeps all."""
    assert body("<p> 甲\n  乙  c\n d　丙&nbsp; 丁 </p><pre>x  y\nz</pre>") == ["甲乙 c d　丙\xa0 丁", "x  y", "z"]


def test_badly_closed_tags_nest_and_yet_read_in_lines() -> None:
    """Thousands of open paragraphs do not matter."""
    many = 3000

    assert body("<p><span><font>段" * many) == ["段"] * many


@pytest.mark.parametrize("page", ["<p>" * 80_001 + "甲", "甲" * 1_100_000], ids=["tags", "bytes"])
def test_a_page_that_is_too_much_is_refused(page: str) -> None:
    """Time and memory stay bounded; pictures within a page do not count."""
    picture = f'<img src="data:image/png;base64,{"A" * 4_000_000}">甲'

    with pytest.raises(SourceError, match="I002"):
        read(page)
    assert [line.text for line in read(picture).lines] == ["甲"]


def test_headings_and_bold_are_told() -> None:
    """Levels by tag; bold by tag or style, and switched off by style."""
    source = read('<body><h2>甲</h2><p>乙<b>丙<span style="font-weight:normal">丁</span></b></p></body>')

    assert [(line.text, line.level, line.bold) for line in source.lines] == [
        ("甲", 2, ((0, 1),)),
        ("乙丙丁", 0, ((1, 2),)),
    ]


def test_lists_show_their_marks() -> None:
    """Numbers, starts, values, kinds and nesting as the browser counts them."""
    inner = (
        '<ol start="3"><li>甲<li value="9"><p>乙</p><ol type="a"><li>丙</li></ol></li><li>丁</ol>'
        '<ol style="list-style-type: cjk-ideographic"><li>戊</ol><ul><li>己</ul><ul style="list-style:none"><li>庚</ul>'
    )

    assert body(inner) == ["3.甲", "9.乙", "a.丙", "10.丁", "一、戊", "•己", "庚"]


def test_tables_keep_their_grid() -> None:
    """Spans push later cells to their columns; cells and rows need not be closed."""
    source = read(
        "<body><table><caption>表名</caption><tr><th>序号<th colspan=2>问题"
        "<tr><td rowspan=2>1<td><p>甲</p><p>乙</p><td>丙<tr><td><br><td>丁</table></body>"
    )

    assert [line.cells for line in source.lines] == [
        (),
        (Cell("序号", 1), Cell("问题", 2, (2, 1))),
        (Cell("1", 1, (1, 2)), Cell("甲\n乙", 2), Cell("丙", 3)),
        (Cell("", 2), Cell("丁", 3)),
    ]
    assert [(line.number, line.table) for line in source.lines] == [(1, 0), (2, 1), (3, 1), (4, 1)]
    assert source.lines[1].bold == ((0, 2), (3, 5))


def test_a_table_that_lays_out_a_page_is_no_table() -> None:
    """Old pages put menu and article into cells."""
    inner = f"<table><tr><td>栏目</td><td><p>{LONG}</p><table><tr><td>甲<td>乙</table></td></tr></table>"
    source = read(f"<body>{inner}</body>")

    assert [(line.text, line.table) for line in source.lines] == [("栏目", 0), (LONG, 0), ("甲\t乙", 1)]


def test_what_a_page_shows_besides_text_is_told() -> None:
    """Pictures, attachments and pages within are doubts, each at its line."""
    source = read('<body><p>甲</p><p><img src="a.png">乙<a href="b.docx">附表</a></p><iframe src="c"></iframe></body>')

    assert [number for number, _ in source.doubts] == [2, 2, 3]


@settings(deadline=None)
@given(st.lists(st.lists(st.text(VISIBLE, min_size=1), min_size=1), min_size=1), st.sampled_from(["p", "div", "td"]))
def test_every_visible_character_comes_back(paragraphs: list[list[str]], tag: str) -> None:
    """However editors cut a text into spans, it is whole."""
    inner = "".join(
        f"<{tag}>{''.join(f'<span><font>{html.escape(text)}</font></span>' for text in texts)}</{tag}>"
        for texts in paragraphs
    )
    page = f"<table><tr>{inner}</tr></table>" if tag == "td" else inner
    text = whole_text(read(f"<body>{page}</body>"))

    assert "".join(text.split()) == "".join(text for texts in paragraphs for text in texts)
