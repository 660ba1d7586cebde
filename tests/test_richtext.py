"""Small Markdown: never raw HTML, never an unsafe link, no gaps between Han."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from hypothesis import example, given, settings
from hypothesis import strategies as st

from rectify.ground import richtext
from rectify.ground.rich_faults import faults_in
from rectify.ground.text import nearest

TAGS = {
    "p",
    "br",
    "ul",
    "ol",
    "li",
    "em",
    "strong",
    "code",
    "a",
    "blockquote",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "span",
    "div",
}
ATTRIBUTES = {
    "a": {"href", "title"},
    "span": {"class"},
    "th": {"scope"},
    "ol": {"start"},
    "li": {"value"},
    "div": {"class", "role", "aria-label", "tabindex"},
}
SCHEMES = ("http://", "https://", "mailto:", "tel:")
FRAGMENTS = [
    "甲",
    "乙丙",
    "a",
    "5次",
    "2024年",
    "\n",
    "\n\n",
    "  \n",
    " ",
    "    ",
    "- ",
    "* ",
    "1. ",
    "3. ",
    "> ",
    "# ",
    "*",
    "**",
    "_",
    "`",
    "``",
    "[",
    "]",
    "(",
    ")",
    "](",
    "![",
    "][",
    "]: ",
    "<",
    ">",
    "&",
    "&#106",
    "",
    "&lt",
    "",
    '"',
    "'",
    "\\",
    "javascript:",
    "JAVASCRIPT:",
    "java\nscript:",
    "data:",
    "vbscript:",
    "https://a.cn",
    "//a.cn",
    "mailto:a@b.cn",
    "tel:1",
    "#x",
    "a.html",
    "alert(1)",
    "<b>",
    "<script>",
    "</p>",
    "<a href=x>",
    " onclick=x",
    "| a | b |\n| - | -: |\n| c | d |\n",
    "---\n",
    "===\n",
    "<https://a.cn>",
    "<a@b.cn>",
    "<javascript:x>",
    "[x](javascript:y)",
    "[x](https://a.cn)",
    "[y]: javascript:z",
    "!",
    "\u3000",
    "：",
    "，",
    "“",
    "”",
    "\x02",
    "\x03",
    "\u2028",
    "klzzwxh:0000",
]
RICH = st.lists(st.sampled_from(FRAGMENTS), max_size=16).map("".join) | st.text(max_size=40)
PLAIN = st.lists(
    st.sampled_from([*"甲乙丙丁，。；：《》（）“”、,.;()'\"%/ \n", "\n\n", "abc ", "5次", "3.5万元", "2024年", "100%"]),
    max_size=30,
).map("".join)


def html(text: str) -> str:
    """The whole HTML of *text*."""
    return "".join(richtext.blocks(text))


def unsafe(made: str) -> list[str]:
    """What *made* holds that no page may hold."""
    texts = []
    for tag in BeautifulSoup(made, "html.parser").find_all(True):
        if tag.name not in TAGS or set(tag.attrs) - ATTRIBUTES.get(tag.name, set()):
            texts.append(str(tag))
        target = "".join(str(tag.get("href", "#")).split()).lower()
        if ":" in target.partition("/")[0] and not target.startswith(SCHEMES):
            texts.append(target)
        if target.startswith("//") or (tag.name == "a" and any(c.isspace() for c in str(tag.get("href", "")))):
            texts.append(target)
    return texts


@settings(max_examples=400, deadline=None)
@given(RICH)
@example("[x](java\nscript:alert(1))")
@example("[a [b] c](javascript:alert(1))")
@example("[a\nb](javascript:alert(1))")
@example("[a\\]b](javascript:alert(1))")
@example("[`]`](javascript:x)")
@example("[[a](b)](javascript:z)")
@example("[x](java script:y)")
@example("[x](ja\n  vascript:y)")
@example("| a |\n| :-: |\n| b |")
def test_no_text_makes_an_unsafe_page(text: str) -> None:
    """Whatever the text, passed or not, only a few tags come out, and no link that runs or leads astray."""
    assert unsafe(html(text)) == []


@settings(max_examples=400, deadline=None)
@given(RICH)
@example("[x](java\nscript:alert(1))")
@example("[a [b] c](javascript:alert(1))")
@example("[`]`](javascript:x)")
def test_a_link_that_passes_is_a_link(text: str) -> None:
    """The page drops no address of a text that passed: what is unsafe has been told before."""
    if list(faults_in(text)):
        return

    assert [a for a in BeautifulSoup(html(text), "html.parser").find_all("a") if not a.get("href")] == []


@settings(max_examples=300, deadline=None)
@given(PLAIN)
def test_text_without_signs_needs_no_markdown(text: str) -> None:
    """The short way past the Markdown library gives what the library would give."""
    if richtext._SIGNS.search(text) or not text.strip():
        return
    short = html(text)
    long = html(f"{text.strip()}\n\n*末*").removesuffix("<p><em>末</em></p>")

    assert str(BeautifulSoup(long, "html.parser")) == str(BeautifulSoup(short, "html.parser"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("甲乙\n丙丁", "<p>甲乙丙丁</p>"),
        ("甲乙\n  丙丁。\n戊", "<p>甲乙丙丁。戊</p>"),
        ("甲\nABC\n乙", "<p>甲ABC乙</p>"),
        ("one\ntwo", "<p>one\ntwo</p>"),
        ("**甲**\n乙", "<p><strong>甲</strong>乙</p>"),
        ("甲\n**乙**\n*丙*", "<p>甲<strong>乙</strong><em>丙</em></p>"),
        ("甲\n[乙](a.html)\n丙", '<p>甲<a href="a.html">乙</a>丙</p>'),
        ("- 甲\n  乙\n- 丙", "<ul>\n<li>甲乙</li>\n<li>丙</li>\n</ul>"),
        ("> 甲\n> 乙", "<blockquote>\n<p>甲乙</p>\n</blockquote>"),
    ],
)
def test_a_line_break_between_han_leaves_no_gap(text: str, expected: str) -> None:
    """Where the writer broke a Chinese line the page shows no space, also beside emphasis and links."""
    assert expected == html(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("甲\n\n乙", ("<p>甲</p>", "<p>乙</p>")),
        ("甲\n\n- 乙\n- 丙\n\n丁", ("<p>甲</p>", "<ul>\n<li>乙</li>\n<li>丙</li>\n</ul>", "<p>丁</p>")),
        ("共5次", ('<p>共<span class="nobr">5次</span></p>',)),
        ("# 甲", ("<p># 甲</p>",)),
        ("    甲*乙*", ("<p>甲<em>乙</em></p>",)),
        ("3 < 5 & 6", ("<p>3 &lt; 5 &amp; 6</p>",)),
        ("![图](https://a.cn/b.png)", ("<p>![图](https://a.cn/b.png)</p>",)),
        ("[甲][乙]\n\n[乙]: https://a.cn", ("<p>[甲][乙]</p>", "<p>[乙]: https://a.cn</p>")),
        (
            "| 甲 | 乙 |\n| -- | -: |\n| 丙 | 丁 |",
            (
                (
                    '<div class="table-region" role="region" aria-label="表格" tabindex="0"><table>\n<thead>\n<tr>\n<th scope="col">甲</th>\n<th scope="col">乙</th>\n</tr>\n</thead>\n'
                    "<tbody>\n<tr>\n<td>丙</td>\n<td>丁</td>\n</tr>\n</tbody>\n</table></div>"
                ),
            ),
        ),
    ],
)
def test_blocks_come_one_by_one(text: str, expected: tuple[str, ...]) -> None:
    """Paragraphs, lists and tables are pieces of their own; headings, code and images are not made."""
    assert expected == tuple(map(str, richtext.blocks(text)))


def test_one_paragraph_can_stand_inline() -> None:
    """A text of one paragraph comes without its tag, a longer one whole."""
    assert [richtext.inline("甲*乙*"), richtext.inline("甲\n\n乙")] == ["甲<em>乙</em>", "<p>甲</p><p>乙</p>"]


@pytest.mark.parametrize(
    "text",
    [
        "[甲](https://www.gov.cn/a_(b)?c=1#d)",
        '[甲](http://www.gov.cn "题")',
        "[甲](<https://www.gov.cn>)",
        "[甲](mailto:a@b.gov.cn)",
        "[甲](tel:0471-5900362)",
        "[甲](../glossary.html#a)",
        "[甲](#jieguo)",
        "<https://www.gov.cn>",
        "<a@b.gov.cn>",
        "[1]: 见《办法》",
        "［甲］（乙）、甲（乙）、3 < 5",
    ],
)
def test_harmless_text_passes(text: str) -> None:
    """What is safe is not complained of."""
    assert list(faults_in(text)) == []


def test_long_text_takes_no_time() -> None:
    """Texts made to be slow to read are read at once."""
    for text in ("1" * 20_000, "[" * 20_000, "](" * 10_000, "<" * 20_000, "*" * 2_000, "![" * 10_000, " \n" * 10_000):
        assert list(faults_in(text)) is not None
    assert len(richtext.blocks("1" * 20_000)) == 1


@pytest.mark.parametrize(("word", "expected"), [("完成", "已完成"), ("未完", "未完成"), ("不相干", None), ("", None)])
def test_of_equally_near_words_the_first_is_meant(word: str, expected: str | None) -> None:
    """The nearest word does not depend on how the words happen to sort."""
    assert expected == nearest(word, ["已完成", "基本完成", "未完成"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024年4月1日至5月31日", '<span class="unbroken">2024年4月1日</span>至<span class="unbroken">5月31日</span>'),
        ("<局>，2025年8月", '&lt;局&gt;，<span class="unbroken">2025年8月</span>'),
        ("2024-12-30 12:23", '<span class="unbroken">2024-12-30 12:23</span>'),
        (
            "全部问题（第2页，共13页）",
            '全部问题（<span class="unbroken">第2页</span>，<span class="unbroken">共13页</span>）',
        ),
        ("3号楼，共5件，第20章", "3号楼，共5件，第20章"),
    ],
)
def test_a_date_and_the_number_of_a_page_are_held_on_one_line(text: str, expected: str) -> None:
    """Whatever stands around it is escaped."""
    assert expected == richtext.keep_together(text)
