"""The documentation says what the code does."""

from __future__ import annotations

import re

import jsonschema
import pytest
import yaml

from golden import Golden
from rectify.field.reference import reference_text
from rectify.field.schema import KINDS, schema_text
from support import ROOT

CODE = re.compile(r'"([A-Z]\d{3})"')


def test_the_fields_page_is_made_from_the_fields(golden: Golden) -> None:
    """docs/fields.md is the model's own description of itself."""
    golden.file(ROOT / "docs/fields.md", reference_text())


@pytest.mark.parametrize("name", KINDS)
def test_the_schemas_are_made_from_the_fields(name: str, golden: Golden) -> None:
    """The JSON Schema that editors use follows the model."""
    golden.file(ROOT / f"docs/schema/{name}.schema.json", schema_text(name))


@pytest.mark.parametrize(
    ("name", "pattern"),
    [
        ("issue", "content/*/[0-9]*.yaml"),
        ("round", "content/*/round.yaml"),
        ("site", "site.yaml"),
        ("glossary", "content/glossary.yaml"),
        ("synonyms", "content/synonyms.yaml"),
    ],
)
def test_the_schemas_accept_the_real_content(name: str, pattern: str) -> None:
    """An editor underlines nothing in files that the build accepts."""
    import json

    schema = json.loads(schema_text(name))
    files = sorted(ROOT.glob(pattern))
    loader = type("Plain", (yaml.SafeLoader,), {"yaml_implicit_resolvers": _without_dates()})

    assert files
    for path in files:
        jsonschema.validate(yaml.load(path.read_text("utf-8"), loader), schema)


def _without_dates() -> dict[str, list[tuple[str, re.Pattern[str]]]]:
    """YAML 1.2, as editors read it, has no dates."""
    resolvers = yaml.SafeLoader.yaml_implicit_resolvers
    return {
        first: [(tag, form) for tag, form in forms if not tag.endswith("timestamp")]
        for first, forms in resolvers.items()
    }


def test_every_rule_is_explained() -> None:
    """Each code that a diagnostic can carry stands in docs/checks.md, and no other."""
    used = {code for path in (ROOT / "rectify").rglob("*.py") for code in CODE.findall(path.read_text("utf-8"))}
    explained = set(re.findall(r"^\| ([A-Z]\d{3}) \|", (ROOT / "docs/checks.md").read_text("utf-8"), re.MULTILINE))

    assert sorted(explained) == sorted(used)


def test_every_dependency_has_its_reason() -> None:
    """Each package of pyproject.toml is explained in docs/dev/dependencies.md and pinned in the lock."""
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    listed = re.search(r"^run = \[\n(.*?)^\]", text, re.MULTILINE | re.DOTALL)
    names = re.findall(r'^  "([a-z0-9-]+)', listed[1] if listed else "", re.MULTILINE)
    page = (ROOT / "docs/dev/dependencies.md").read_text("utf-8").lower()
    lock = (ROOT / "requirements.lock").read_text("utf-8")

    assert names
    assert [name for name in names if f"| {name} |" not in page] == []
    assert [name for name in names if f"{name}==" not in lock] == []


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_the_readme_names_the_two_commands(name: str) -> None:
    """What the README says to type is what the tests and CI run."""
    text = (ROOT / name).read_text("utf-8")

    assert "python3 build.py\n" in text
    assert "python3 build.py test\n" in text


def test_links_between_documents_resolve() -> None:
    """Every relative link of the Markdown pages leads to a file of the project."""
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    broken = [
        f"{page.relative_to(ROOT)}: {target}"
        for page in pages
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text("utf-8"))
        if not (page.parent / target).exists()
    ]

    assert broken == []
