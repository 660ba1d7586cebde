"""The life of an issue as its page shows it first: who says what of it, by when, and a line from finding to return."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from rectify.extract.sentences import SENTENCE_END, end_of, start_of
from rectify.extract.unfinished import unfinished_in
from rectify.field import addresses
from rectify.field.issue_sections import MEASURES, PROBLEM, PROGRESS, UPDATES
from rectify.field.model import FINISHED, UNFINISHED, Issue, Status, final_report, final_result
from rectify.ground.dates import PartialDate
from rectify.site.chrome import Link
from rectify.site.issue_row import TAGS
from rectify.site.issue_text import IssueText, TextParagraph
from rectify.site.model import RoundFace, SiteIssue
from rectify.site.page_parts import Fact, inspection_in_words
from rectify.site.promise import Keeping, Promise

BRIEF_ANCHOR: Final = "yijuhua"
DUE_ANCHOR: Final = "shixian"
ACCEPTED_ANCHOR: Final = "yanshou"
REEXAMINED_ANCHOR: Final = "huitoukan"
"""Where a page tells of these."""

ShowDepartments = Callable[[tuple[str, ...]], tuple[Link, ...]]


class LifePoint(NamedTuple):
    """A point in the line of an issue's life: what happened, when, in how many or with what result, and where it is told.

    That is a place on the page, its `anchor`, or another page at `path`.
    """

    name: str
    when: str
    words: str
    anchor: str
    path: str = ""


class Contradiction(NamedTuple):
    """A sentence that says that something is still to come, and where on the page it stands, as address and in words."""

    sentence: str
    anchor: str
    place: str


def summary_facts(round_: RoundFace, entry: SiteIssue, issue: Issue, departments: ShowDepartments) -> Iterator[Fact]:
    """What the page says first: status in both voices, who is responsible, by when, who inspected, the last change."""
    record = round_.round
    yield Fact("单位自报", status=TAGS[issue.status])
    if issue.accepted:
        yield Fact("验收认定", (Link(str(issue.accepted)),), id=ACCEPTED_ANCHOR)
    elif record.accepted:
        yield Fact("验收认定", (Link(f"对整轮：{record.accepted}"),), id=ACCEPTED_ANCHOR)
    if issue.lead:
        yield Fact("牵头部门", departments(issue.lead), note="负总责")
    if issue.responsible:
        yield Fact("责任部门", departments(issue.responsible), note="一起办" if issue.lead else "")
    if issue.accountable:
        yield Fact("责任领导", (Link(issue.accountable),))
    if due_words := tuple(_due_in_words(issue, entry.promise)):
        waited = entry.promise.due if entry.promise and entry.promise.kept in _WAITED_FOR else ""
        yield Fact("完成时限", tuple(map(Link, due_words)), id=DUE_ANCHOR, due=waited)
    if record.inspection_team:
        back = f"，{record.feedback}反馈" if record.feedback else ""
        yield Fact(record.kind.words.team, (Link(f"{record.inspection_team}{back}"),))
    changed = entry.summary.changed
    unchanged = "还没有公布" if entry.summary.draft else "公布以后没有改过"
    words = str(PartialDate.parse(changed)) if changed else unchanged
    yield Fact("最近改动", (Link(words, url="#gaidong"),))


_WAITED_FOR: Final = (Keeping.OPEN.value, Keeping.OVERDUE.value)

SUMMARISED: Final = frozenset(
    {"整改状态", "验收销号", "牵头部门", "责任部门", "责任领导", "完成时限", "时限", "一句话", "更新日期"}
)
"""Names of an issue's facts that stand at the head of its page."""


_EMPTY_WORDS: Final = re.compile(r"[\s，。、；.]|整改|全部|已经?")


def _due_in_words(issue: Issue, promise: Promise | None) -> Iterator[str]:
    if promise and promise.moves:
        yield f"最初：{PartialDate.parse(promise.first)}，{promise.kept_first}"
        yield f"改过{promise.moves}次，现在：{_in_force(issue, promise)}，{promise.kept}{_counted_to(promise)}"
    elif promise and issue.due:
        yield f"{issue.due}，{promise.kept}{_counted_to(promise)}"
    elif issue.due:
        yield str(issue.due)
    elif days := [one.due for one in issue.measures if one.due]:
        yield f"各项措施：最晚{max(days)}"
    if issue.timeframe and not (issue.due and issue.timeframe.value in str(issue.due)):
        yield issue.timeframe.value


def _in_force(issue: Issue, promise: Promise) -> str:
    """The deadline of now in the notice's words, with its day first where these begin with the one before."""
    words, day = str(issue.due or ""), str(PartialDate.parse(promise.due))
    return words if words.startswith(day) else f"{day}（{issue.due.text}）" if issue.due else day


def _counted_to(promise: Promise) -> str:
    return f"（算到{PartialDate.parse(promise.day)}）" if promise.day else ""


def is_followed(entry: SiteIssue) -> bool:
    """Whether the issue has a feed of its own: there is still something to wait for."""
    return Status(entry.summary.status) in UNFINISHED


def missing_words(round_: RoundFace, issue: Issue) -> tuple[str, ...]:
    """What a notice should say of an issue, and does not."""
    questions = (
        ("整改措施", issue.measures),
        ("整改进展", issue.progress or issue.updates),
        ("哪个部门负责", issue.lead or issue.responsible or any(one.lead for one in issue.measures)),
        ("完成时限", issue.due or issue.timeframe or any(one.due for one in issue.measures)),
        ("谁验收", issue.accepted or round_.round.accepted),
        ("佐证材料", issue.evidence),
        ("以前有没有发现过", issue.returns),
    )
    return tuple(name for name, said in questions if not said)


def life_points(round_: RoundFace, entry: SiteIssue, text: IssueText) -> Iterator[LifePoint]:
    """The line of an issue's life in order; a point of which nothing is known is left out."""
    for one in entry.earlier:
        yield LifePoint("以前发现过", "", f"{one.round_title}第{one.number}号", "", one.path)
    yield from _finding(round_, entry, text)
    yield from _work(round_, text)
    for one in entry.later:
        yield LifePoint("再次出现", "", f"{one.round_title}第{one.number}号", "", one.path)


def _finding(round_: RoundFace, entry: SiteIssue, text: IssueText) -> Iterator[LifePoint]:
    """Found, fed back, promised."""
    record, days = round_.round, round_.round.inspection
    when = inspection_in_words(days) if days else ""
    yield LifePoint(f"{record.kind.words.act}发现", when, "", _first(text, PROBLEM))
    if record.feedback:
        yield LifePoint("反馈", str(record.feedback), "", "", addresses.round_page(round_.id, addresses.ABOUT))
    if entry.promise:
        first, due = (str(PartialDate.parse(day)) for day in (entry.promise.first, entry.promise.due))
        yield LifePoint("承诺完成", f"{first}，改到{due}" if entry.promise.moves else first, "", DUE_ANCHOR)


def _work(round_: RoundFace, text: IssueText) -> Iterator[LifePoint]:
    """Measures, progress, reported as done, accepted, looked at again."""
    issue, paragraphs = text.issue, {section.id: section.paragraphs for section in text.sections}
    if issue.measures:
        yield LifePoint("措施", "", f"{len(issue.measures)}条", _first(text, MEASURES))
    if issue.progress:
        yield _progress(paragraphs[PROGRESS])
    yield from (LifePoint("后续进展", str(one.day), "", one.anchor) for one in paragraphs[UPDATES])
    published = (issue.published or round_.round.published).date
    report, acceptance = tuple(_report(issue, published)), tuple(_acceptance(issue))
    day = issue.accepted.date if issue.accepted else None
    yield from (*acceptance, *report) if day and day.surely_before(published) else (*report, *acceptance)
    yield from (LifePoint("回头看", str(one.date), "", REEXAMINED_ANCHOR) for one in issue.reexamined)


def _report(issue: Issue, published: PartialDate) -> Iterator[LifePoint]:
    """That the issue is finished: an update says so, or the notice as it was *published*."""
    if issue.status in FINISHED:
        reported = [one.date for one in issue.updates if one.status in FINISHED]
        name = "报告完成" if reported else "公布为完成"
        yield LifePoint(name, str(min(reported, default=published)), "", "jieguo")


def _acceptance(issue: Issue) -> Iterator[LifePoint]:
    if one := issue.accepted:
        yield LifePoint("验收", str(one.date or ""), one.verdict.value if one.verdict else "", ACCEPTED_ANCHOR)


def _progress(paragraphs: tuple[TextParagraph, ...]) -> LifePoint:
    """The progress in one point: how much, and the last day where all days are known."""
    if not all(one.day for one in paragraphs):
        return LifePoint("进展", "", f"{len(paragraphs)}件", paragraphs[0].anchor)
    last = max(paragraphs, key=lambda one: (one.until or one.day, one.number))
    day = last.until or last.day
    return LifePoint("进展", f"到{day}" if day else "", f"{len(paragraphs)}件", last.anchor)


def result_words(issue: Issue) -> str:
    """The words of the notice on the result; dated where a later update has given another status."""
    if issue.result and any(one.status for one in issue.updates) and not _says_only(issue.result, issue.status):
        return f"公布时：{issue.result}"
    return issue.result


def after_status(result: str, status: Status) -> str:
    """What stands behind the word of a *status* to say the *result*, too: nothing is said twice."""
    if _says_only(result, status):
        return ""
    return result.removeprefix(status.words) if result.startswith(status.words) else f"，{result}"


def _says_only(result: str, status: Status) -> bool:
    """Whether a *result* says no more than the *status*: 整改已完成。 and 已完成."""
    return _EMPTY_WORDS.sub("", result) in ("", _EMPTY_WORDS.sub("", status.words))


def _first(text: IssueText, section: str) -> str:
    """The anchor of the first paragraph of a section; of one without a paragraph, the section's."""
    own = next(one for one in text.sections if one.id == section)
    return own.paragraphs[0].anchor if own.paragraphs else section


def contradictions(text: IssueText) -> Iterator[Contradiction]:
    """The sentences in what reports an issue as finished that say that something is still to come."""
    if text.issue.status not in FINISHED:
        return
    report = [entry for _, _, entry in final_report(text.issue)]
    paragraphs = (
        (one.text, one.anchor, f"{section.title}第{one.number}段")
        for section in text.sections
        for one in section.paragraphs
        if one.record in report
    )
    for told, anchor, stands in (*paragraphs, (final_result(text.issue), "jieguo", "整改结果")):
        places: set[int] = set()
        for place in unfinished_in(told):
            start, end = start_of(told, place.start, SENTENCE_END), end_of(told, place.end, SENTENCE_END)
            if start not in places:
                places.add(start)
                yield Contradiction(f"{told[start:end]}。", anchor, stands)
