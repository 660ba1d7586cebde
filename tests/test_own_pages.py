"""A bureau's own pages, its texts on others, its menu, its logo and its colour."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from rectify import pipeline
from rectify.checks.contrast import APPEARANCES, LEAST_TEXT, PAPERS, blocks, contrast, tokens_in
from rectify.ground.colour import AAA
from rectify.ground.diagnostics import SourceError
from rectify.outputs.palette import contrast_on_paper, darken, palette
from rectify.terminal import messages
from support import ROOT, SITE, built, lay, tree

Project = Callable[..., Path]
PAGE = """\
---
title: 办事流程
order: 2
menu: true
---
先看[问题清单](2025-xuncha/issues.html)。

## 怎样申请

带上证件。
"""
LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 40"/>'


def faults(root: Path) -> list[str]:
    """What a build of the project *root* refuses: place, rule and message."""
    with pytest.raises(SourceError) as caught:
        built(root)
    return [f"{one.span} {one.code} {one.message}" for one in caught.value.diagnostics]


def test_a_file_becomes_a_page_with_frame_menu_map_and_search(project: Project) -> None:
    """Citizens reach it from the head of every page, the site map and the search."""
    output = built(project({"content/pages/liucheng.md": PAGE}))
    page, issue = ((output / name).read_text("utf-8") for name in ("liucheng.html", "2025-xuncha/001.html"))
    found = json.loads((output / "search/pages.js").read_text("utf-8").partition("(")[2].rpartition(")")[0].join("[]"))

    assert '<h2 class="own-text__title" id="怎样申请">怎样申请</h2>' in page
    assert 'aria-current="page">办事流程</a>' in page
    assert 'href="../liucheng.html">办事流程</a>' in issue
    assert 'href="liucheng.html">办事流程</a>' in (output / "sitemap.html").read_text("utf-8")
    assert found == ["pages", [["liucheng.html", "办事流程", "先看问题清单。 怎样申请 带上证件。"]]]


def test_pages_stand_in_the_menu_by_their_order(project: Project) -> None:
    """And one that is not for the menu is not in it."""
    files = {
        f"content/pages/{name}.md": f"---\ntitle: {name}\norder: {order}\nmenu: {menu}\n---\n文字。\n"
        for name, order, menu in (("a", 3, "true"), ("b", 1, "true"), ("c", 2, "false"))
    }
    home = (built(project(files)) / "index.html").read_text("utf-8")

    assert re.findall(r'site-header__link" href="(.)\.html"', home) == ["b", "a"]


def test_own_texts_stand_on_home_about_and_help(project: Project) -> None:
    """Their links are written from the site's root wherever they are shown."""
    text = "---\ntitle: 写在前面\n---\n见[流程](liucheng.html#怎样申请)。\n"
    blocks_there = {f"content/pages/{name}.md": text for name in ("home", "about", "help")}
    output = built(project({"content/pages/liucheng.md": PAGE, **blocks_there}))
    shown = {
        name: re.findall(r'见<a href="([^"]*)">流程', (output / name).read_text("utf-8"))
        for name in ("index.html", "2025-xuncha/about.html", "help.html")
    }

    assert shown == {
        "index.html": ["liucheng.html#怎样申请"],
        "2025-xuncha/about.html": ["../liucheng.html#怎样申请"],
        "help.html": ["liucheng.html#怎样申请"],
    }
    assert not (output / "about.html").exists()


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("a.md", "正文\n", "a.md:1:1 Y014 开头没有写标题"),
        ("a.md", "---\norder: 1\n---\n正文\n", "a.md:2:1 Y014 缺少字段 title（标题）"),
        ("a.md", "---\ntitle: 题\n---\n", "a.md:4:1 V001 “正文”是空的"),
        ("a.md", "---\ntitle: 题\n---\n一\n#小标题\n", "a.md:5:1 V026 标题的写法不对：#小标题"),
        ("a.md", "---\ntitle: 题\n---\n## 一\n\n二<b>三\n", "a.md:6:2 V020 正文里不能写 HTML 标签 <b>"),
        ("a.md", "---\ntitle: 题\n---\n### 一\n\n二\n", "a.md:4:5 V026 小标题“一”上面没有大一级的"),
        ("a.md", "---\ntitle: 题\n---\n[无](b.html)\n", "a.md:1:1 L001 页面 a.html 的链接 b.html 没有对应的页面"),
        ("search.md", PAGE, "search.md:1:1 S014 页面不能叫 search，网站自己有这一页"),
        ("流程.md", PAGE, "流程.md:1:1 S014 页面的文件名要用在网址里"),
        ("liucheng.docx", PAGE, "liucheng.docx:1:1 S014 这里只能放自己写的页面"),
        ("home.md", PAGE, "home.md:1:1 S014 home.md 是添在现有页面上的一段，不能放进菜单"),
    ],
)
def test_a_mistake_is_told_at_its_place(name: str, text: str, expected: str, project: Project) -> None:
    """In the page's own file, by line and column."""
    assert faults(project({f"content/pages/{name}": text})) == [f"content/pages/{expected}"]


def test_the_menu_leads_to_places_of_the_site_and_to_other_columns(project: Project) -> None:
    """A folder means its own page."""
    menu = '  - {title: 部门, to: 2025-xuncha/departments/}\n  - {title: 要闻, to: "https://www.example.gov.cn/xw/"}\norganiser'
    output = built(project({"site.yaml": SITE.replace("organiser", menu, 1)}))
    page = (output / "2025-xuncha/001.html").read_text("utf-8")

    assert 'href="../2025-xuncha/departments/index.html">部门</a>' in page
    assert 'href="https://www.example.gov.cn/xw/">要闻</a>' in page


@pytest.mark.parametrize(
    ("to", "expected"),
    [
        ("liucheng.html", "L001 菜单里的 liucheng.html 没有对应的页面"),
        ("isues", "V003 “去向”不能是“isues”"),
        ('"https://"', "V006 “去向”的写法不对：https://"),
        ("/xw/", "V011 “去向”的写法不对：/xw/"),
    ],
)
def test_a_menu_that_leads_nowhere_is_told_in_its_line(to: str, expected: str, project: Project) -> None:
    """Not on every page that shows it."""
    root = project({"site.yaml": SITE.replace("to: issues", f"to: {to}")})

    assert faults(root) == [f"site.yaml:8:23 {expected}"]


def test_a_logo_stands_in_the_head_with_its_size(project: Project) -> None:
    """So that the page does not jump when it comes."""
    root = project({"site.yaml": f"logo: logo.svg\n{SITE}", "static/images/logo.svg": LOGO})
    image = re.search(r"<img [^>]*>", (built(root) / "2025-xuncha/001.html").read_text("utf-8"))

    assert image
    assert re.search(r'src="\.\./assets/[0-9a-f]{16}/logo\.svg" width="120" height="40" alt=""', image[0])


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("logo.svg", None, "static/images 里没有标志 logo.svg"),
        ("logo.svg", "<svg/>", "看不出标志 logo.svg 的宽和高"),
        ("logo.png", "no picture", "看不出标志 logo.png 的宽和高"),
        ("logo.jpg", "", "标志的文件名不对：logo.jpg"),
        ("../logo.svg", None, "标志的文件名不对：../logo.svg"),
    ],
)
def test_a_logo_that_cannot_be_shown_is_told(name: str, data: str | None, message: str, project: Project) -> None:
    """In the line that names it."""
    files = {f"static/images/{name}": data} if data is not None else {}
    root = project({"site.yaml": f"logo: {name}\n{SITE}", **files})

    assert faults(root) == [f"site.yaml:1:7 C007 {message}"]


@pytest.mark.parametrize("colour", ["#09547f", "#8e1616", "#1a4f8b", "#0f5132", "#4a148c", "#000000"])
def test_the_palette_stands_out_in_every_theme(colour: str) -> None:
    """The colours derived from a main colour keep what the themes promise."""
    rules = blocks((ROOT / "static/css/tokens.css").read_text("utf-8"))
    for name in ("浅色", "深色", "随设备变深色", "随设备增强对比", "随设备变深色并增强对比"):
        places = APPEARANCES[name]
        tokens = {token: value.value for token, value in tokens_in(rules, places).items()}
        own = [
            block.tokens["accent"].value for block in blocks(palette(colour)) if (block.media, block.selector) in places
        ]
        accent = own[-1] if own else colour

        assert min(contrast(accent, tokens[paper]) or 0 for paper in PAPERS) >= LEAST_TEXT


@pytest.mark.parametrize(
    ("colour", "code"), [("#ffcc00", "C008"), ("#999999", "C008"), ("#0d6efd", "C008"), ("#0f6ea8", "C009")]
)
def test_a_colour_that_is_too_light_is_told_with_the_nearest_that_is_not(
    colour: str, code: str, project: Project
) -> None:
    """Below AA the site is not built; between AA and AAA it is, with a reminder."""
    root = project({"site.yaml": f'colour: "{colour}"\n{SITE}'})
    if code == "C009":
        assert [one.code for one in pipeline.build(root, root / "output").diagnostics if one.code[0] == "C"] == [code]
    else:
        assert [line.split()[:2] for line in faults(root)] == [["site.yaml:1:9", code]]
    assert contrast_on_paper(str(darken(colour, AAA))) >= AAA


def test_a_colour_without_quotes_is_told(project: Project) -> None:
    """YAML takes it for a comment, and the line would have no effect."""
    assert faults(project({"site.yaml": f"colour: #1a4f8b\n{SITE}"}))[0].startswith("site.yaml:1:9 Y018")


def test_the_address_of_an_own_page_is_kept(project: Project) -> None:
    """It may be cited like any other: it cannot vanish without a redirect."""
    made = pipeline.build(root := project({"content/pages/liucheng.md": PAGE}), root / "output")

    assert "liucheng.html" in made.now.addresses


def test_a_draft_page_is_seen_in_serve_alone(project: Project) -> None:
    """Nothing of it reaches the site; a link to it is told as one to a draft, and the build says what it held back."""
    root = project({"content/pages/liucheng.md": PAGE.replace("menu: true", "menu: true\ndraft: true")})
    lay(root, {"content/pages/home.md": "---\ntitle: 前言\ndraft: true\n---\n还没有写好。\n"})
    made = pipeline.build(root, root / "output")
    public = b"".join(tree(root / "output").values()).decode("utf-8", "ignore")
    shown = pipeline.build(root, root / "output", drafts=True)
    page = (root / "output/liucheng.html").read_text("utf-8")
    lay(root, {"content/pages/lianxi.md": "---\ntitle: 联系\n---\n先看[办事流程](liucheng.html)。\n"})

    assert not [words for words in ("办事流程", "带上证件", "还没有写好", "liucheng") if words in public]
    assert messages.held_back(made.held) == (
        "home.md、liucheng.md 是草稿，不公开：看草稿用 serve，审好了删去 draft: true。"
    )
    assert shown.held == ()
    assert '<h1 class="masthead__title">【草稿】办事流程</h1>' in page
    assert "这一页是草稿，还没有公开" in page
    assert [one for one in faults(root) if "指到的是草稿，还没有公开" in one]
