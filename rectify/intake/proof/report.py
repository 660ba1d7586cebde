"""What an import found, as one web page to check it by: the proof sheet (校样)."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Final, NamedTuple

from markupsafe import Markup

from rectify.engine.render import environment
from rectify.field.model import FINISHED, Status
from rectify.ground.files import digest
from rectify.ground.text import shorten
from rectify.intake.export.fields import round_names
from rectify.intake.intake import Plan, difference
from rectify.intake.proof.layout import proof_of
from rectify.intake.proof.placement import place_of_line
from rectify.intake.recognise.draft import Doubt, Draft, Reading
from rectify.intake.recognise.schemes import scheme_in_words

REPORT: Final = "import-report.html"
NO_STATUS: Final = "没有写明"
_CLAIMS: Final = (
    ("claims.problems", "反馈的问题"),
    ("claims.issues", "细化后的问题"),
    ("claims.unfinished", "没有完成的"),
)
_KINDS: Final = {"new": "原文改了", "conflict": "原文改了，您也改过：没有动您的文字", "kept": "您改过，原文没变"}
_HERE: Final = Path(__file__).parent
_QUOTED: Final = 160
_MOST_OPEN: Final = 8
"""So many unused lines of one kind stand open; more, such as a second copy of the text, are folded."""


class NumberedDoubt(NamedTuple):
    """A doubt as the page tells it: its number there, its line (0 for the whole notice) and what stands on it."""

    number: int
    doubt: Doubt
    place: str
    line: int
    quote: str


def as_html(planned: Plan) -> str:
    """The page, whole: complete without scripts, which only remember what was read."""
    draft = planned.draft
    title = draft.round.facts["title"].value if "title" in draft.round.facts else planned.folder.name
    proof = proof_of(draft)
    style, script = _resource("report.css"), _resource("report.js")
    return environment([_HERE]).get_template("report.html").render(
        title=title,
        style=style,
        script=script,
        policy=policy(),
        round=planned.folder.name,
        approved=planned.approved,
        key=f"rectify-proof {planned.folder.name} {_digest(draft)}",
        sources=list(dict.fromkeys(line.source.name for line in draft.lines)),
        draft=draft,
        proof=proof,
        statuses=_statuses(draft),
        status_names=[name for name, _ in status_counts(draft)],
        claims=list(claims(draft)),
        readings=list(_readings(draft)),
        scheme=scheme_in_words(draft.scheme),
        doubts=list(_doubts(draft)),
        groups=[(name, list(found)) for name, found in groupby(proof.sheets, lambda one: one.issue.category)],
        facts=list(_facts(draft)),
        changes=list(_changes(planned)),
        existed=planned.existed,
        private=[(place_of_line(draft, line), line + 1, rule, shown) for rule, line, shown in draft.private],
        departments=departments_block(draft),
        no_status=NO_STATUS,
        most_open=_MOST_OPEN,
    )  # fmt: skip


def policy() -> str:
    """The page's content policy: of whatever stands in it, our own style and script alone have an effect."""
    style, script = _resource("report.css"), _resource("report.js")
    return f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; img-src 'self' file:"


def status_counts(draft: Draft) -> tuple[tuple[str, int], ...]:
    """How many issues there are of each status, in the model's order; those without one last."""
    order = [*(status.value for status in Status), NO_STATUS]
    found = [issue.status.value if issue.status else NO_STATUS for issue in draft.issues]
    return tuple((name, found.count(name)) for name in order if name in found)


def claims(draft: Draft) -> Iterator[tuple[str, str, int | None]]:
    """What the notice says of its totals beside what was found: name, claim, finding.

    The problems fed back have nothing beside them where the notice divides them into more issues.
    """
    facts = draft.round.facts
    unfinished = sum(1 for one in draft.issues if one.status is not None and one.status not in FINISHED)
    found = {
        "claims.problems": None if "claims.issues" in facts else len(draft.issues),
        "claims.issues": len(draft.issues),
        "claims.unfinished": unfinished,
    }
    for key, name in _CLAIMS:
        if key in facts:
            yield name, facts[key].value, found[key]


def place_of_doubt(draft: Draft, doubt: Doubt) -> str:
    """Where a doubt stands in the source."""
    return "全文" if doubt.line < 0 else place_of_line(draft, doubt.line)


def departments_block(draft: Draft) -> str:
    """The lines to add to the departments of site.yaml."""
    return "\n".join(f"  - id: {identifier}\n    name: {name}" for identifier, name in draft.departments)


@cache
def _resource(name: str) -> Markup:
    return Markup((_HERE / name).read_text("utf-8"))  # noqa: S704 - our own file


def _hash(text: str) -> str:
    """What the page's policy allows to run: this text alone, whatever a source may hold."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _digest(draft: Draft) -> str:
    """A digest of the source and of how it was read: what reads otherwise has to be read anew."""
    read = (
        draft.round.categories,
        *((one.number, one.title, one.status, one.basis, one.fields) for one in draft.issues),
    )
    return digest("\n".join((*(line.text for line in draft.lines), repr(read))).encode())


def _statuses(draft: Draft) -> Iterator[tuple[str, list[int]]]:
    """How many issues of each status each category has, and how many in all."""
    names = [name for name, _ in status_counts(draft)]
    titles = [title for _, title in draft.round.categories]
    if titles and any(not one.category for one in draft.issues):
        titles.append("")
    for title in titles:
        found = [one.status.value if one.status else NO_STATUS for one in draft.issues if one.category == title]
        yield title or "没有归入类别", [*(found.count(name) for name in names), len(found)]


def _readings(draft: Draft) -> Iterator[str]:
    """The reading that won, and the next best, each with what speaks for and against it."""
    for place, one in enumerate(draft.readings[:2]):
        name = "采用的认法" if place == 0 else "其次的认法"
        said = (
            f"{name}：{scheme_in_words(one.scheme)}，得到 {one.issues} 个问题，原文 {one.explained:.0%} 的文字有了归处"
        )
        faults = one.faults or (_weakness(one, draft.readings[0]),) * place
        yield said + (f"；但{'，'.join(faults)}。" if faults else "。")


def _weakness(reading: Reading, best: Reading) -> str:
    """Why a *reading* without faults of its own came behind the *best* one."""
    return "有归处的文字少一些" if reading.explained < best.explained else "分得不如前一种细"


def _doubts(draft: Draft) -> Iterator[NumberedDoubt]:
    """The doubts in their order, numbered as the proof numbers them."""
    for number, doubt in enumerate(draft.doubts, 1):
        text = shorten(draft.lines[doubt.line].text, _QUOTED) if doubt.line >= 0 else ""
        yield NumberedDoubt(number, doubt, place_of_doubt(draft, doubt), doubt.line + 1, text)


def _facts(draft: Draft) -> Iterator[tuple[str, str, str, int, str]]:
    """What was found of the round itself: name, value, remark, line (0 if there is none), place."""
    names = {".".join(named.path): named.name for named in round_names()}
    for key, fact in draft.round.facts.items():
        place = place_of_line(draft, fact.line) if fact.line >= 0 else ""
        yield names.get(key, key), fact.value, fact.remark, fact.line + 1, place


def _changes(planned: Plan) -> Iterator[tuple[str, str, str, str]]:
    """How the existing files differ from this import: file, field, what happened, the difference."""
    for name, many in planned.changes.items():
        yield from ((name, one.field, _KINDS[one.kind], difference(one)) for one in many)
    yield from ((goal, "", f"编号改了，原来是 {name}", "") for name, goal in planned.moved.items())
    yield from ((name, "", "新的问题", "") for name in planned.added)
    yield from ((name, "", "原文里已经没有，文件没有删", "") for name in planned.gone)
