"""Every component: one template, one style sheet, examples and their exact HTML, under one name."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath

import pytest

from golden import Golden
from rectify.engine.render import environment
from rectify.ground.diagnostics import SourceError, Span
from rectify.making.examples import FOLDER, Example, components, example_html, examples
from rectify.outputs import assets
from support import ROOT

TEMPLATES = ROOT / "templates"
STYLES = ROOT / "static" / "css"
EXAMPLES = ROOT / FOLDER
NAMES = list(components([TEMPLATES]))


def test_template_style_and_examples_share_their_names() -> None:
    """What is found under one name is found under it everywhere."""
    assert sorted(path.stem for path in (STYLES / "components").glob("*.css")) == NAMES
    assert sorted(path.stem for path in EXAMPLES.glob("*.yaml")) == NAMES


def test_every_sheet_is_joined_once() -> None:
    """A sheet that no pattern names would be left out without a word; those of pages bear a page's name."""
    joined = [path for pattern in assets.STYLES for path in STYLES.glob(pattern)]
    pages = {path.stem for path in (TEMPLATES / "pages").glob("*.html")}

    assert sorted(joined) == sorted(STYLES.rglob("*.css"))
    assert {path.stem for path in (STYLES / "pages").glob("*.css")} <= pages


def test_a_class_is_styled_in_one_sheet() -> None:
    """Whoever changes how a part looks finds all of it in one place; print.css alone takes parts of others away."""
    sheets: dict[str, set[str]] = {}
    for path in STYLES.rglob("*.css"):
        rules = re.sub(r'/\*.*?\*/|"[^"]*"', "", path.read_text("utf-8"), flags=re.DOTALL)
        for name in re.findall(r"\.([a-z][\w-]*)(?=[^{}]*\{)", rules):
            sheets.setdefault(name, set()).add(path.name)

    assert {name: users for name, users in sheets.items() if len(users - {"print.css"}) != 1} == {}


def test_comments_name_records_that_exist() -> None:
    """A comment that says which record a component takes names its module and class as they are called today."""
    modules = {
        path.stem: path for floor in ("ground", "citation", "site") for path in (ROOT / "rectify" / floor).glob("*.py")
    }
    named = {
        (path.name, module, record)
        for path in TEMPLATES.rglob("*.html")
        for comment in re.findall(r"{#-?(.*?)-?#}", path.read_text("utf-8"), re.DOTALL)
        for module, record in re.findall(r"([a-z_]+)\.([A-Z]\w+)", comment)
    }
    unknown = {
        (template, module, record)
        for template, module, record in named
        if module not in modules or f"\nclass {record}" not in modules[module].read_text("utf-8")
    }

    assert named
    assert unknown == set()


@pytest.mark.parametrize("name", NAMES)
def test_a_component_renders_its_examples(name: str, golden: Golden) -> None:
    """Each example gives exactly the HTML that was looked at and kept."""
    jinja = environment([TEMPLATES])
    shown = [f"<!-- {one.name} -->\n{example_html(jinja, [TEMPLATES], name, one)}\n" for one in examples(ROOT, name)]

    golden.file(EXAMPLES / "expected" / f"{name}.html", "\n".join(shown))


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("- name: 一\n  macro: [\n", ":3:1", "方括号"),
        ("- name: 一\n  macro: status_tag\n", ":1:3", "三项"),
        ("- name: 一\n  macro: status_tag\n  arguments: {word: 已完成}\n", ":1:3", "arguments 的写法"),
        ("- 已完成\n", ":1:3", "三项"),
        ("name: 一\n", ":1:1", "列表"),
        ("", ":1:1", "列表"),
        ("- name: 2025-13-01\n", ":1:1", "没有的日期"),
        ("- name: 一\n  macro: tag\n  arguments: []\n", ":1:3", "没有宏 tag"),
        ("\n- name: 一\n  macro: status_tag\n  arguments: [1, 2, 3]\n", ":2:3", "3 项"),
        ("- {name: 一, macro: status_tag, arguments: [{word: 已完成}]}\n", ":1:3", "mark"),
    ],
)
def test_a_wrong_example_is_told_with_its_place(text: str, place: str, words: str, tmp_path: Path) -> None:
    """Whoever wrote it learns the line and what is missing."""
    (tmp_path / FOLDER).mkdir(parents=True)
    (tmp_path / FOLDER / "status-tag.yaml").write_text(text, "utf-8")
    jinja = environment([TEMPLATES])
    with pytest.raises(SourceError) as told:
        [example_html(jinja, [TEMPLATES], "status-tag", example) for example in examples(tmp_path, "status-tag")]
    (only,) = told.value.diagnostics

    assert f"{only.span}".removeprefix(f"{FOLDER}/status-tag.yaml") == place
    assert words in only.message


def test_a_macro_that_fails_is_told_with_its_own_line(tmp_path: Path) -> None:
    """Not with a line of what Jinja makes of it."""
    (tmp_path / "components").mkdir()
    (tmp_path / "components/one.html").write_text("{% macro one(a) %}\n\n{{ a.word }}\n{% endmacro %}\n", "utf-8")
    example = Example("一", "one", ("文字",), Span(PurePosixPath("one.yaml")))
    with pytest.raises(SourceError) as told:
        example_html(environment([tmp_path]), [tmp_path], "one", example)

    assert "templates/components/one.html:3:1" in told.value.diagnostics[0].remedy


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: path.name)
def test_templates_hold_no_more_than_they_may(path: Path) -> None:
    """Only if, for and their kin; nothing marked safe; nothing inline; components import components alone."""
    text = path.read_text("utf-8")
    tags = set(re.findall(r"\{%-?\s*(\w+)", text))

    assert tags <= {
        "if",
        "elif",
        "else",
        "endif",
        "for",
        "endfor",
        "block",
        "endblock",
        "extends",
        "from",
        "macro",
        "endmacro",
        "set",
    }
    assert not re.search(
        r'\|\s*safe|autoescape|style=|<style|<script(?![^>]* (?:src=|type="application/ld\+json"))|\son\w+=', text
    )
    if path.parent.name == "components":
        assert set(re.findall(r'from "([^"]+)/', text)) <= {"components"}


@pytest.mark.parametrize("path", sorted(STYLES.rglob("*.css")), ids=lambda path: path.name)
def test_only_tokens_hold_colours(path: Path) -> None:
    """A colour or a theme is changed in one file."""
    text = re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.DOTALL)
    colours = re.findall(r":[^;{}]*(#[0-9a-fA-F]{3,8}\b|rgba?\([^)]*\)|hsla?\([^)]*\))", text)

    assert path.stem == "tokens" or colours == []
    assert "@layer" not in text
    assert "http" not in text
