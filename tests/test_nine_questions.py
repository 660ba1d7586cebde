"""The nine questions that a stranger asks of an issue, answered from the head of its page alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

from rectify import pipeline
from rectify.field.model import Issue
from rectify.site.model import Site
from rectify.source.load import read_issue
from support import ROOT, BuiltSite, lay_made_site

Head = Mapping[str, str]
"""What the head of a page says, by name: title, brief, each fact, each point of the line of life, what is missing."""

QUESTIONS: Mapping[str, Callable[[Head], str]] = {
    "what was found": lambda head: head.get("brief") or head["title"],
    "what was promised": lambda head: head.get("point 措施", ""),
    "by when, first and now": lambda head: head.get("完成时限", ""),
    "what was done": lambda head: head.get("point 进展", "") or head.get("point 后续进展", ""),
    "who is responsible": lambda head: head.get("牵头部门", "") or head.get("责任部门", ""),
    "who says so": lambda head: head.get("单位自报", ""),
    "who checked": lambda head: head.get("验收认定", ""),
    "what changed since": lambda head: head.get("最近改动", ""),
    "been here before": lambda head: head.get("point 以前发现过", ""),
}
MISSING = {
    "what was promised": "整改措施",
    "by when, first and now": "完成时限",
    "what was done": "整改进展",
    "who is responsible": "哪个部门负责",
    "who checked": "谁验收",
    "been here before": "以前有没有发现过",
}
"""How the page says that the notice is silent; the others always have an answer."""

SAID: Mapping[str, Callable[[Issue], bool]] = {
    "what was promised": lambda issue: bool(issue.measures),
    "by when, first and now": lambda issue: bool(issue.due or issue.timeframe or any(m.due for m in issue.measures)),
    "what was done": lambda issue: bool(issue.progress or issue.updates),
    "who is responsible": lambda issue: bool(issue.lead or issue.responsible),
    "been here before": lambda issue: bool(issue.returns),
}


def head_of(page: bytes) -> Head:
    """The head of an issue's page: what stands above its texts."""
    soup = BeautifulSoup(page, "html.parser")
    head = {"title": _words(soup.select_one("h1"))}
    if brief := soup.select_one(".issue__brief"):
        head["brief"] = _words(brief)
    for row in soup.select(".issue__summary .fact-list__row"):
        head[_words(row.select_one("dt"))] = "".join(map(_words, row.select("dd")))
    for point in soup.select(".life-line__point"):
        head[f"point {(point.a or point).get_text().split()[0]}"] = _words(point)
    if missing := soup.select_one(".issue__missing"):
        head["missing"] = _words(missing)
    return head


def _words(tag: Tag | None) -> str:
    return "".join(tag.get_text().split()) if tag else ""


def pages_of(root: Path, site: Site, folder: Path) -> Iterator[tuple[Issue, Head]]:
    """Every issue of a site that was made from the project *root*, with the head of its page."""
    for round_ in site.rounds:
        for entry in round_.issues:
            yield read_issue(root, entry.source, None)[0], head_of((folder / entry.path).read_bytes())


def unanswered(issue: Issue, head: Head) -> list[str]:
    """The questions that the head leaves open, or answers although the source is silent."""
    silent = head.get("missing", "")
    faults = [
        question
        for question, answer in QUESTIONS.items()
        if bool(answer(head)) == (MISSING.get(question, "nothing") in silent)
    ]
    return faults + [question for question, said in SAID.items() if said(issue) != bool(QUESTIONS[question](head))]


def test_the_real_pages_answer_all_nine(real_site: BuiltSite) -> None:
    """Nine of nine on each of the 59 pages: an answer where the notice has one, and otherwise that it has none."""
    faults = {
        issue.number: open_
        for issue, head in pages_of(ROOT, real_site.site, real_site.folder)
        if (open_ := unanswered(issue, head))
    }

    assert faults == {}


@pytest.mark.parametrize("name", ["life", "full", "bureau"])
def test_made_pages_answer_all_nine(name: str, tmp_path: Path) -> None:
    """Moved days, acceptance that disagrees, returns, issues that are given up, fields of every kind."""
    root = lay_made_site(tmp_path / "project", name)
    made = pipeline.build(root, root / "output")
    faults = {
        (name, issue.number): open_
        for issue, head in pages_of(root, made.site, root / "output")
        if (open_ := unanswered(issue, head))
    }

    assert faults == {}


def test_a_page_that_hides_a_silence_is_noticed(real_site: BuiltSite) -> None:
    """The script itself can fail: without the sentence on what is missing, questions are open."""
    issue, head = next(pages_of(ROOT, real_site.site, real_site.folder))

    assert unanswered(issue, {**head, "missing": ""})


def test_two_sentences_stand_beside_each_other(real_folder: Path) -> None:
    """Where an issue is reported as done and its progress still waits for something, the page shows both."""
    shown = {
        path.stem: [
            _words(one) for one in BeautifulSoup(path.read_bytes(), "html.parser").select(".contradiction__sentence")
        ]
        for path in sorted((real_folder / "2024-xuncha").glob("0*.html"))
    }
    found = {name for name, sentences in shown.items() if sentences}

    assert {"007", "018", "022", "024", "027", "031", "055"} <= found
    assert "待预算资金下达后，项目正式实施。整改进展第2段" in shown["007"]
