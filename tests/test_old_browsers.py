"""Kiosks and old telephones: scripts that a browser of 2018 reads, styles that one of 2020 (Chrome 80) shows (G-27)."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from outside import node, npm
from support import ROOT

PROOF = ROOT / "rectify/intake/proof/report.html"
DESK = ROOT / "rectify/desk/static"
PARSE = """
const { parse } = require(process.argv[1]);
const faults = [];
for (const file of process.argv.slice(2)) {
  try {
    parse(require("fs").readFileSync(file, "utf-8"), { ecmaVersion: 2018, sourceType: "script" });
  } catch (fault) {
    faults.push(`${file}: ${fault.message}`);
  }
}
console.log(JSON.stringify(faults));
"""
# A browser drops a whole rule for one selector that it does not know.
NEW_SELECTOR = re.compile(
    r":(?:is|where|has|focus-visible|modal|popover-open|user-(?:in)?valid|open|dir)\b|:not\([^)]*,"
)
NEW_RULE = re.compile(r"@(?:layer|container|scope|starting-style|property|position-try)\b|@media[^{]*[<>]|&")
# Properties without which things stand in the wrong place.
NEW_PROPERTY = re.compile(
    r"inset(?:-(?:inline|block).*)?|aspect-ratio|(?:margin|padding)-(?:inline|block)|translate|scale|rotate|"
    r"place-self|subgrid|anchor-name|position-area"
)
# Values for which the same property must stand before with a value that all know.
NEW_VALUE = re.compile(
    r"\b\d+(?:\.\d+)?(?:[sdl]v[hwib]|r?lh|cq\w+|cap|ric)\b|\bcolor-mix\(|\bokl|\blight-dark\(|\bfit-content\b|\brevert|"
    r"\bclip\b|\bround\("
)
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


class Rule(NamedTuple):
    """A rule of a style sheet."""

    meta: str
    declarations: tuple[tuple[str, str], ...]


def rules(css: str) -> Iterator[Rule]:
    """Every rule of *css*, those within others too."""
    heads: list[str] = []
    declarations: list[tuple[str, str]] = []
    for said, mark in re.findall(r"([^{};]*)([{};])", COMMENT.sub("", css)):
        words = " ".join(said.split())
        if mark == "{":
            heads.append(words)
            declarations = []
            continue
        if ":" in words:
            name, _, value = words.partition(":")
            declarations.append((name, value.strip()))
        if mark == "}":
            yield Rule(heads.pop(), tuple(declarations))
            declarations = []


def faults_of_style(css: str) -> list[str]:
    """What of *css* an old browser would get wrong, where it should only look plainer."""
    faults = [f"new at-rule: {match[0]}" for match in NEW_RULE.finditer(COMMENT.sub("", css))]
    all_rules = list(rules(css))
    flexible = {
        meta for meta, given in all_rules if ("display", "flex") in given or ("display", "inline-flex") in given
    }
    for meta, given in all_rules:
        selectors = meta.split(",")
        if len(selectors) > 1 and any(NEW_SELECTOR.search(one) for one in selectors):
            faults.append(f"new selector in a list: {meta}")
        known: set[str] = set()
        for name, value in given:
            if NEW_PROPERTY.fullmatch(name):
                faults.append(f"new property: {meta} {{ {name}: {value} }}")
            if re.fullmatch(r"(?:row-|column-)?gap", name) and meta in flexible:
                faults.append(f"gap between flexible boxes: {meta}")
            if NEW_VALUE.search(value) and name not in known and not name.startswith("--"):
                faults.append(f"new value: {meta} {{ {name}: {value} }}")
            known.add(name)
    return faults


def unread(files: list[Path]) -> list[str]:
    """What a parser of ES2018 says against *files*."""
    acorn = npm("acorn", "dist/acorn.js")
    command = [node(), "-e", PARSE, str(acorn), *map(str, files)]
    return json.loads(subprocess.run(command, capture_output=True, check=True, text=True, encoding="utf-8").stdout)


def test_scripts_are_es2018(real_folder: Path) -> None:
    """As they are written, as they go out, the index of the search, the proof sheet of an import, and the desk's."""
    own = [*sorted((ROOT / "static").rglob("*.js")), *sorted(DESK.glob("*.js"))]
    files = [*own, *sorted(real_folder.rglob("*.js")), PROOF.with_suffix(".js")]

    assert len(files) > 10
    assert unread(files) == []


@pytest.mark.parametrize("script", ["a ?? b;", "a?.b;", "class A { #b = 1; }", "try { a(); } catch { b(); }"])
def test_younger_scripts_are_seen(script: str, tmp_path: Path) -> None:
    """What came later is an error."""
    (tmp_path / "a.js").write_text(script, encoding="utf-8")

    assert len(unread([tmp_path / "a.js"])) == 1


def test_younger_styles_only_embellish(real_folder: Path) -> None:
    """Nothing that Chrome 80 does not know decides where things stand or whether a rule holds."""
    [sheet] = real_folder.glob("assets/*/site.css")

    assert faults_of_style(sheet.read_text("utf-8")) == []
    assert faults_of_style(PROOF.with_suffix(".css").read_text("utf-8")) == []
    assert faults_of_style((DESK / "desk.css").read_text("utf-8")) == []


@pytest.mark.parametrize(
    ("css", "fault"),
    [
        ("a, b:is(c) { color: red; }", "new selector in a list: a, b:is(c)"),
        ("a:focus, a:focus-visible { color: red; }", "new selector in a list: a:focus, a:focus-visible"),
        ("a { inset: 0; }", "new property: a { inset: 0 }"),
        ("a { display: flex; } @media print { a { gap: 1px; } }", "gap between flexible boxes: a"),
        ("a { height: 100dvh; }", "new value: a { height: 100dvh }"),
        ("@layer a { b { color: red; } }", "new at-rule: @layer"),
    ],
)
def test_younger_styles_are_seen(css: str, fault: str) -> None:
    """Each kind is named."""
    assert faults_of_style(css) == [fault]


def test_what_falls_back_may_be_young() -> None:
    """A value after one that all know, a selector by itself, a gap in a grid."""
    css = "a { height: 100vh; height: 100dvh; } a:focus:not(:focus-visible) { outline: none; } b { display: grid; gap: 1px; }"

    assert faults_of_style(css) == []
