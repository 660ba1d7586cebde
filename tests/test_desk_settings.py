"""What all rounds share, at the desk: files that are not there yet, and the main colour while it is typed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from rectify.desk.colours import Colours
from rectify.desk.forms import GOALS, form_of
from rectify.field.config import Destination, SiteConfig
from rectify.field.shape import fields_of
from test_desk import Bench

GLOSSARY = "content/glossary.yaml"
SYNONYMS = "content/synonyms.yaml"


@pytest.fixture
def bench(project: Callable[..., Path], tmp_path: Path) -> Bench:
    return Bench(project({GLOSSARY: None, SYNONYMS: None}), tmp_path / "site")


def test_a_file_that_is_not_there_has_a_form_and_is_made_by_saving(bench: Bench) -> None:
    """Looking at it makes nothing; giving it up makes nothing either."""
    assert bench.desk.settings()["files"] == ["site.yaml", GLOSSARY, SYNONYMS]
    form = bench.desk.form(GLOSSARY)
    terms = [{"value": {"id": "zhidu", "term": "制度", "meaning": "规矩。"}, "origin": None}]
    bench.desk.keep(GLOSSARY, form["version"], {"terms": terms})
    bench.desk.discard(GLOSSARY)
    assert not (bench.root / GLOSSARY).exists()
    kept = bench.desk.keep(GLOSSARY, form["version"], {"terms": terms})
    assert bench.desk.save(GLOSSARY, kept["version"])["faults"] == []

    assert "制度" in (bench.root / GLOSSARY).read_text("utf-8")
    assert "terms:" in (bench.root / GLOSSARY).read_text("utf-8")


def test_words_of_search_are_added_likewise(bench: Bench) -> None:
    """The file of synonyms."""
    form = bench.desk.form(SYNONYMS)
    entry = {"word": "垃圾", "means": [{"value": "生活废弃物", "origin": None}]}
    kept = bench.desk.keep(SYNONYMS, form["version"], {"synonyms": [{"value": entry, "origin": None}]})
    assert bench.desk.save(SYNONYMS, kept["version"])["faults"] == []

    assert "生活废弃物" in (bench.root / SYNONYMS).read_text("utf-8")


def test_every_setting_has_its_field() -> None:
    """In one group or another, once."""
    names = [field["name"] for group in form_of(SiteConfig) for field in group["fields"]]

    assert sorted(names) == sorted(fields_of(SiteConfig))


def test_a_colour_is_shown_with_its_contrast_in_each_theme() -> None:
    """As the checks reckon it; one that is too light comes with one that is dark enough."""
    light = Colours().colours("#aaccee")

    assert light["samples"][0]["level"] == "太淡，不合格"
    assert Colours().colours(light["better"])["samples"][0]["contrast"] >= 4.5
    assert Colours().colours("#123456")["better"] is None
    assert all(one["contrast"] >= 7 for one in Colours().colours("#123456")["samples"][1:])


@pytest.mark.parametrize("colour", ["", "#12345", "red", None, 7, "#1234567"])
def test_what_is_no_colour_has_no_samples(colour: object) -> None:
    """While one types it is none."""
    assert Colours().colours(colour) == {"samples": [], "better": None}


def test_every_page_of_a_menu_has_a_name_to_choose() -> None:
    """A new one needs its words, too."""
    assert set(GOALS) == set(Destination)
