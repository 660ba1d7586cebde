"""Several bodies that publish on one site: each page is that of its body, and nothing moves when one is added."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import search_files
from rectify.examination import examine_sources
from rectify.ground.diagnostics import SourceError, errors
from support import BODIES, ISSUE, ROUND, SITE, TWO_BODIES, built

Project = Callable[..., Path]


@pytest.fixture
def output(project: Project) -> Path:
    """The site of two bodies, built; each has a department called office."""
    return built(project(TWO_BODIES))


def pages_of(output: Path) -> set[str]:
    """The addresses of all files but style sheets and scripts."""
    return {
        path.relative_to(output).as_posix()
        for path in output.rglob("*")
        if path.is_file() and "assets" not in path.relative_to(output).parts
    }


def received(path: Path) -> Any:
    """What a file of search says."""
    return json.loads(path.read_text("utf-8").partition("(")[2].rpartition(")")[0].join("[]"))[1]


def test_a_second_body_moves_no_page(project: Project) -> None:
    """What was public with one body stands where it stood."""
    before = pages_of(built(project({})))
    after = pages_of(built(project(TWO_BODIES)))

    assert before - after == set()
    assert {"danwei/linye.html", "danwei/zhuban.html"} <= after - before


def test_a_page_has_the_contact_organiser_and_departments_of_its_body(output: Path) -> None:
    """On the pages of a round; those of the organiser stay as they were."""
    own, others = ((output / name).read_text("utf-8") for name in ("2025-xuncha/001.html", "2025-linye/001.html"))

    assert all(words in own for words in ("0100-5550001", "示例市示例路1号", "标识码：0100000001", ">办公室</a>"))
    assert all(
        words in others for words in ("0100-5550201", "林业局收", "0100-5550200", "标识码：0100000003", ">综合办</a>")
    )
    assert not any(words in others for words in ("0100-5550001", "示例市示例路1号", "标识码：0100000001"))
    assert "0100-555020" not in own


def test_what_is_told_to_machines_names_the_body(output: Path) -> None:
    """The publisher of a notice is the body, not the host."""
    graph = re.search(r'ld\+json">(.*?)</script>', (output / "2025-linye/index.html").read_text("utf-8"))

    assert graph
    assert '"name":"示例市林业局"' in graph[1]
    assert json.loads((output / "data/2025-linye.json").read_text("utf-8"))["publisher"] == "示例市林业局"


def test_home_leads_by_bodies_and_rounds(output: Path) -> None:
    """The organiser first; rounds of one name are told apart."""
    home = (output / "index.html").read_text("utf-8")

    assert re.findall(r'category-row__title" href="([^"]*)">([^<]*)<', home) == [
        ("danwei/zhuban.html", "示例市示例局"),
        ("danwei/linye.html", "示例市林业局"),
        ("2025-xuncha/index.html", "示例市示例局2025年巡察整改"),
        ("2025-linye/index.html", "林业局2025年巡察整改"),
    ]
    assert 'href="search.html">问题清单' in home


def test_search_can_be_narrowed_to_a_body(output: Path) -> None:
    """And departments with one id in two bodies are two."""
    data = (output / "search/all.js").read_bytes()
    lists = search_files.facets(data)

    assert [(one["u"], one["b"], one["d"]) for one in search_files.documents(data)] == [
        ("2025-xuncha/001.html", "zhuban", ["office"]),
        ("2025-linye/001.html", "linye", ["linye/office"]),
    ]
    assert lists["b"] == [["zhuban", "示例市示例局"], ["linye", "示例市林业局"]]
    assert lists["d"] == [["office", "办公室"], ["linye/office", "综合办（林业局）"]]
    assert 'href="../search.html?b=linye"' in (output / "danwei/linye.html").read_text("utf-8")


def test_a_large_site_has_the_bodies_in_its_columns(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """One place for each round, oldest first."""
    monkeypatch.setattr("rectify.site.model.MAX_SCANNED", 0)
    facets = received(built(project(TWO_BODIES)) / "search/facets.js")

    assert facets["b"] == [["zhuban", "示例市示例局"], ["linye", "示例市林业局"]]
    assert facets["br"] == [1, 0]


def test_data_and_feeds_can_be_narrowed_to_a_body(output: Path) -> None:
    """They hold the issues of its rounds, and no others."""
    data = json.loads((output / "data/danwei-linye.json").read_text("utf-8"))
    table = (output / "data/danwei-linye.csv").read_text("utf-8-sig")
    feed = (output / "danwei/linye.atom").read_text("utf-8")

    assert [one["url"] for one in data["issues"]] == ["https://www.example.gov.cn/xczg/2025-linye/001.html"]
    assert "2025-linye/001.html" in table
    assert "2025-xuncha/001.html" not in table
    assert re.findall(r"xczg/(2025-[a-z]+)/001\.html", feed) == ["2025-linye"]
    assert "danwei-linye.csv" in (output / "data.html").read_text("utf-8")


def test_one_body_has_nothing_of_this(project: Project) -> None:
    """No page, no feed, no filter."""
    output = built(project({}))

    assert not [page for page in pages_of(output) if "danwei" in page]
    assert "b" not in received(output / "search/all.js")["facets"]


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (
            {"content/2025-linye/round.yaml": ROUND.replace("level:", "body: linyee\nlevel:")},
            ["content/2025-linye/round.yaml:3:7 R024 site.yaml 里没有登记单位 linyee"],
        ),
        (
            {"content/2025-linye/001.yaml": ISSUE.replace("[办公室]", "[财务科]")},
            ["content/2025-linye/001.yaml:12:8 R004 site.yaml 里没有登记部门“财务科”"],
        ),
        (
            {"site.yaml": SITE + BODIES + BODIES.partition("\n")[2]},
            [
                "site.yaml:32:9 R005 单位“linye”写了两次，或者就是主办单位",
                "site.yaml:33:11 R005 单位“示例市林业局”写了两次，或者就是主办单位",
            ],
        ),
    ],
)
def test_a_mistake_is_told_once(files: dict[str, str], expected: list[str], project: Project) -> None:
    """A body that is not there does not make all its departments unknown, too."""
    with pytest.raises(SourceError) as caught:
        built(project({**TWO_BODIES, **files}))
    told = [f"{one.span} {one.code} {one.message}" for one in errors(caught.value.diagnostics)]

    assert told == expected


def test_a_round_is_held_against_the_name_of_its_own_body(project: Project) -> None:
    """A notice of the forestry bureau is no stranger among its own rounds, but it is among the organiser's."""
    stranger = ROUND.replace("中共示例局党组", "中共示例市林业局党组")
    found = rules_of(project({**TWO_BODIES, "content/2025-xuncha/round.yaml": stranger}))

    assert [line for line in found if line.startswith("C010")] == ["C010 content/2025-xuncha/round.yaml:4:17"]


def rules_of(root: Path) -> list[str]:
    """What `check` finds in the records: rule and place."""
    return [f"{one.code} {one.span}" for one in examine_sources(root).diagnostics]
