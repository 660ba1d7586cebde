"""Every component: one template, one style sheet, examples and their exact HTML, under one name."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import yaml

from rectify.making.render import environment
from support import ROOT

TEMPLATES = ROOT / "templates"
STYLES = ROOT / "static" / "css"
EXAMPLES = ROOT / "tests" / "components"
NAMES = sorted(path.stem for path in (TEMPLATES / "components").glob("*.html"))


def as_attributes(value: Any) -> Any:
    """Groups of fields as objects, since templates read attributes."""
    if isinstance(value, dict):
        return SimpleNamespace(**{key: as_attributes(inner) for key, inner in value.items()})
    return [as_attributes(inner) for inner in value] if isinstance(value, list) else value


def test_template_style_and_examples_share_their_names() -> None:
    """What is found under one name is found under it everywhere."""
    assert sorted(path.stem for path in (STYLES / "components").glob("*.css")) == NAMES
    assert sorted(path.stem for path in EXAMPLES.glob("*.yaml")) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_component_renders_its_examples(name: str, update_golden: bool) -> None:  # noqa: FBT001
    """Each example gives exactly the HTML that was looked at and kept."""
    module = environment(TEMPLATES).get_template(f"components/{name}.html").module
    made = []
    for example in yaml.safe_load((EXAMPLES / f"{name}.yaml").read_text("utf-8")):
        html = getattr(module, example["macro"])(*map(as_attributes, example["arguments"]))
        made.append(f"<!-- {example['name']} -->\n{html.strip()}\n")
    golden = EXAMPLES / "expected" / f"{name}.html"
    if update_golden:
        golden.parent.mkdir(exist_ok=True)
        golden.write_text("\n".join(made), encoding="utf-8", newline="\n")

    assert "\n".join(made) == golden.read_text("utf-8")


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
