"""How right and how useful the facts are that a site lists: `python benchmarks/facts/run.py`.

Two made rounds of other bureaus, `transport.yaml` and `schools.yaml`, hold the texts and what a careful reader lists
in them. A fact is *right* if the reader lists it, too (under `truth`, or under `may` if it can be left out), and
*useful* if its words say what it is: a label with the reader's word, the right role, the right act. A fact that
the reader does not list is wrong.

figures:   `number unit | a word of the label`
documents: `made, followed or none | title | 文号`
dates:     `first[..last] | act or promise | a word of what happened`
related:   numbers of issues that a person would relate, either way
"""

from __future__ import annotations

import argparse
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import yaml

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from rectify import pipeline  # noqa: E402 - after the path
from rectify.site.document_facts import documents_together  # noqa: E402 - after the path
from rectify.site.model import SiteRound  # noqa: E402 - after the path

KINDS = ("figures", "documents", "dates", "related")
ROLES = {"制定": "made", "修订": "made", "依据": "followed"}
FOLDER = "content/made"
SITE = """\
title: 巡察整改公开
base_url: https://www.example.gov.cn/
description: 逐项公开巡察整改情况。
keywords: [巡察]
navigation: [{title: 首页, to: home}]
organiser: {name: 某单位, address: 某路1号, phone: 0100-5550000}
footer: {icp: 示ICP备00000000号-1, police_record: 示公网安备 01000000000000号, site_code: "0100000001"}
feedback: {phone: 0100-5550001}
"""
ROUND = """\
short_title: 巡察整改
level: 市级
inspection_team: 某市委第一巡察组
summary: 逐项公开巡察发现的问题和整改情况。
introduction: 现将整改情况公布如下。
author: 某单位党组
inspection: {start: 2024-01-01, end: 2024-03-01}
categories: [{id: all, title: 巡察反馈的问题}]
"""
_TIMES = {"": 0, "万": 4, "亿": 8}


class Fact(NamedTuple):
    """A fact reduced to what is compared: its issue and value, and the words that make it useful."""

    issue: int
    value: str
    words: str


class Score(NamedTuple):
    """How many facts of a kind a site lists, how many of them are right and useful, and how many it misses."""

    found: int = 0
    right: int = 0
    useful: int = 0
    missing: int = 0
    notes: tuple[str, ...] = ()

    def __add__(self, other: Any) -> Score:
        return Score(*(mine + its for mine, its in zip(self, other, strict=True)))


def listed(round_: SiteRound, kind: str) -> Iterator[Fact]:
    """What the pages of a round list of one kind."""
    for entry, facts in zip(round_.issues, round_.facts, strict=True):
        number = entry.summary.number
        if kind == "figures":
            yield from (Fact(number, f"{one.value} {one.unit}", one.kind + one.label) for one in facts.figures)
        elif kind == "documents":
            for document in documents_together([facts.documents]):
                yield Fact(number, f"{document.title}|{document.number}", ROLES.get(document.role, "none"))
        elif kind == "dates":
            for date in facts.dates:
                span = f"{date.first}..{date.last}" if date.last else date.first
                yield Fact(number, span, f"{'promise' if date.is_due else 'act'} {date.text}")
        else:
            for relation in round_.related.get(number, ()):
                yield Fact(number, str(relation.number), relation.reason)


def truth_of(corpus: dict[str, Any], kind: str, *, may: bool) -> Iterator[Fact]:
    """What the reader lists of one kind; with *may*, only what can as well be left out."""
    for number, issue in enumerate(corpus["issues"], start=1):
        truth = issue["truth"].get("may", {}) if may else issue["truth"]
        for line in truth.get(kind, ()):
            if kind == "related":
                yield Fact(number, str(line), "")
                continue
            first, *rest = [part.strip() for part in str(line).split("|")]
            if kind == "figures":
                yield Fact(number, _plain_figure(first), rest[0])
            elif kind == "documents":
                yield Fact(number, f"{rest[0]}|{rest[1] if len(rest) > 1 else ''}", first)
            else:
                yield Fact(number, first, " ".join(rest))


def score_of(round_: SiteRound, corpus: dict[str, Any], kind: str) -> Score:
    """The score of one kind in one round."""
    needed, allowed = list(truth_of(corpus, kind, may=False)), list(truth_of(corpus, kind, may=True))
    facts, right, useful, notes = list(listed(round_, kind)), 0, 0, []
    for fact in facts:
        several = [(own, one) for own in (needed, allowed) for one in own if one[:2] == fact[:2]]
        best = next(((own, one) for own, one in several if _says(kind, one.words, fact.words)), None)
        if best or several:
            right += 1
            useful += bool(best)
            own, one = best or several[0]
            own.remove(one)
            if own is allowed and (same := next((n for n in needed if n[:2] == one[:2] and kind == "documents"), None)):
                needed.remove(same)  # the reader lets another role pass
        if not best:
            notes.append(f"{'not useful' if several else 'wrong'} {kind} {fact}, truth {[o.words for _, o in several]}")
    notes += [f"missing {kind} {fact}" for fact in needed]
    return Score(len(facts), right, useful, len(needed), tuple(notes))


def site_of(corpus: dict[str, Any]) -> dict[str, str]:
    """The files of a site with the texts of *corpus*, by their paths."""
    own, round_ = corpus["site"], corpus["round"]
    base: dict[str, Any] = yaml.safe_load(SITE) | {"name": own["name"]}
    base["organiser"]["name"] = own["name"]
    base["departments"] = [
        {"id": f"d{place}", "name": name, "aliases": own["aliases"].get(name, [])}
        for place, name in enumerate(own["departments"], start=1)
    ]
    sample = yaml.safe_load(ROUND) | {
        **round_,
        "published": f"{round_['written']} 09:00",
        "source": own["name"],
        "inspected_body": own["name"],
    }
    files = {"site.yaml": base, f"{FOLDER}/round.yaml": sample}
    for number, issue in enumerate(corpus["issues"], start=1):
        record = {"number": number, "category": "all", "status": "已完成", "result": "已完成", **issue}
        record.pop("truth", None)
        if record["status"] != "已完成":
            record.pop("result")
            record["status"] = "正在推进"
        record["progress"] = [{"text": one} if isinstance(one, str) else one for one in record["progress"]]
        files[f"{FOLDER}/{number:03}.yaml"] = record
    return {path: yaml.safe_dump(data, allow_unicode=True, sort_keys=False) for path, data in files.items()}


def round_of(corpus: dict[str, Any], folder: Path) -> SiteRound:
    """The round of *corpus*, built below *folder*."""
    for path, text in site_of(corpus).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    for name in ("templates", "static"):
        shutil.copytree(ROOT / name, folder / name)
    return pipeline.build(folder, folder / "output").site.rounds[0]


def main() -> int:
    """Build every round, print a table of all kinds, and with `--notes` each fact that is not as it should be."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--notes", action="store_true", help="also what is wrong, missing or not useful")
    options = parser.parse_args()
    print("| Round | Kind | Listed | Right | Useful | Missing |\n| --- | --- | --- | --- | --- | --- |")
    notes: list[str] = []
    for path in sorted(Path(__file__).parent.glob("*.yaml")):
        corpus = yaml.safe_load(path.read_text(encoding="utf-8"))
        with tempfile.TemporaryDirectory() as name:
            round_ = round_of(corpus, Path(name))
        for kind in KINDS:
            score = score_of(round_, corpus, kind)
            found = score.found or 1
            print(
                f"| {path.stem} | {kind} | {score.found} | {score.right / found:.1%} | {score.useful / found:.1%} | {score.missing} |"
            )
            notes += [f"{path.stem} {note}" for note in score.notes]
    if options.notes:
        print(*notes, sep="\n")
    return 0


def _says(kind: str, expected: str, words: str) -> bool:
    if kind == "documents":
        return expected == words
    return all(word in words for word in expected.split())


def _plain_figure(written: str) -> str:
    """`526000 元` for `52.6 万元`."""
    match = re.fullmatch(r"([0-9.]+) ([万亿]?)(.+)", written)
    assert match, written
    return f"{(Decimal(match[1]) * 10 ** _TIMES[match[2]]).normalize():f} {match[3]}"


if __name__ == "__main__":
    sys.exit(main())
