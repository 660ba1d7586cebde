"""Parts that several pages show: rows of groups with their bars, totals, a round in short, claims and counts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from markupsafe import Markup

from rectify.field import addresses
from rectify.field.model import Days, Wording
from rectify.ground import richtext
from rectify.ground.dates import PartialDate, span_in_words
from rectify.site.chrome import Link
from rectify.site.issue_row import TAGS, StatusTag
from rectify.site.model import Counts, Group, GroupKind, RoundFace, SiteRound, status_slug
from rectify.site.promise import Keeping

LISTED_AT_ONCE = 300
"""Issues of a round up to which search without scripts and the map of the site show every title."""


DESCRIPTION_LENGTH = 110


_SHORTEST_BAR: Final = 1.0
_ISSUES: Final = "细化问题"
"""What notices call the issues that they count."""

GROUP_TITLES = {
    GroupKind.TOPIC: "话题",
    GroupKind.CATEGORY: "类别",
    GroupKind.STATUS: "整改状态",
    GroupKind.DEPARTMENT: "责任部门",
}


class Segment(NamedTuple):
    """A part of a stacked bar; `start` and `width` are per cent of its length with two decimals, as text."""

    mark: str
    start: str
    width: str


class GroupRow(NamedTuple):
    """A row for a list of issues: title, address, size, and its statuses as a bar and in words.

    `length` is that of its bar, per cent of the longest of the rows that stand together, as text.
    """

    title: str
    path: str
    size: int
    segments: tuple[Segment, ...]
    words: str
    length: str = "100.00"


class BarRow(NamedTuple):
    """A number as a bar: what it counts, where that is shown, the number in words, its length in per cent of the longest."""

    title: str
    path: str
    words: str
    length: str
    here: bool = False
    """Whether that is the page on which the bar stands."""


class Fact(NamedTuple):
    """A name with its values, which may be links, or with a status; `id` is its place on the page, `note` explains it.

    `due` is a promised day that is still waited for, ISO: a script says how far it is from the reader's today.
    """

    name: str
    values: tuple[Link, ...] = ()
    status: StatusTag | None = None
    id: str = ""
    note: str = ""
    due: str = ""


class Total(NamedTuple):
    """A number that is set large and links to the issues that it counts."""

    value: int
    label: str
    path: str
    mark: str = ""


class Comparison(NamedTuple):
    """A total that the notice claims, beside those counted from the issues."""

    name: str
    claimed: int
    recorded: int
    """On the day of the notice."""
    agrees: bool
    now: int


class RoundSummary(NamedTuple):
    """A round in short, for the home page and its own contents page."""

    title: str
    short_title: str
    path: str
    issues_path: str
    about_path: str
    summary: str
    published: str
    published_iso: str
    totals: tuple[Total, ...]
    totals_in_words: Markup
    changed: str
    """The last day on which an issue changed after its publication, ISO, or empty."""
    changed_in_words: str
    notice_word: str
    categories: tuple[GroupRow, ...]
    topics: tuple[GroupRow, ...]


def issue_link(number: int, title: str, path: str) -> Link:
    """A link to an issue's page."""
    return Link(f"第{number}号：{title}", path)


def group_row(group: Group) -> GroupRow:
    """The row for a group of at least one issue."""
    return status_row(group.title, group.path, group.counts)


def group_rows(groups: Iterable[Group]) -> tuple[GroupRow, ...]:
    """The rows for *groups*, whose bars are as long as their numbers."""
    return measured_rows(tuple(map(group_row, groups)))


def measured_rows(rows: tuple[GroupRow, ...]) -> tuple[GroupRow, ...]:
    """The *rows* with bars as long as their numbers: that of the largest is whole, none is too short to be seen."""
    largest = max((row.size for row in rows), default=1)
    return tuple(_with_length(row, max(_SHORTEST_BAR, 100 * row.size / largest)) for row in rows)


def _with_length(row: GroupRow, length: float) -> GroupRow:
    def part(share: str) -> str:
        return f"{float(share) * length / 100:.2f}"

    segments = tuple(Segment(one.mark, part(one.start), part(one.width)) for one in row.segments)
    return row._replace(segments=segments, length=f"{length:.2f}")


def row_of_all(round_: SiteRound) -> GroupRow:
    """The row for all issues of a round, of which there is at least one."""
    return status_row("全部问题", addresses.round_page(round_.id, addresses.ISSUES), round_.counts)


def status_row(title: str, path: str, counts: Counts) -> GroupRow:
    """The row for issues of which *counts* says where they stand."""
    total, start = sum(count for _, count in counts), 0
    segments = []
    for status, count in counts:
        segments.append(Segment(TAGS[status].mark, f"{100 * start / total:.2f}", f"{100 * count / total:.2f}"))
        start += count
    return GroupRow(title, path, total, tuple(segments), statuses_in_words(counts))


def statuses_in_words(counts: Counts) -> str:
    """`已完成58个，正在推进1个`; `全部已完成` where all stand there, whose number is said beside it."""
    if len(counts) == 1:
        ((status, count),) = counts
        return f"{'全部' if count > 1 else ''}{status.words}"
    return "，".join(f"{status.words}{count}个" for status, count in counts)


def groups_of(round_: SiteRound, kind: GroupKind) -> tuple[Group, ...]:
    """The groups of a round by topic, category, status or department."""
    return {
        GroupKind.TOPIC: round_.topics,
        GroupKind.CATEGORY: round_.categories,
        GroupKind.STATUS: round_.statuses,
        GroupKind.DEPARTMENT: round_.departments,
    }[kind]


def round_summary(round_: SiteRound) -> RoundSummary:
    """The round in short."""
    record, comparisons = round_.round, comparisons_of(round_)
    totals = [Total(len(round_.issues), "问题总数", addresses.round_page(round_.id, addresses.ISSUES))]
    totals += [
        Total(count, s.words, addresses.group_page(round_.id, addresses.STATUSES, status_slug(s)), TAGS[s].mark)
        for s, count in round_.counts
    ]
    return RoundSummary(
        title=record.title,
        short_title=record.short_title,
        path=addresses.round_page(round_.id),
        issues_path=addresses.round_page(round_.id, addresses.ISSUES),
        about_path=addresses.round_page(round_.id, addresses.ABOUT),
        summary=record.summary,
        published=str(record.published.date),
        published_iso=record.published.iso,
        totals=tuple(totals),
        totals_in_words=richtext.inline(
            _totals_in_words(round_, comparisons)
            + later_in_words(comparisons, record.notice_word)
            + withdrawn_in_words(round_)
            + withheld_in_words(round_)
            + _verdicts_in_words(round_)
            + promises_in_words(round_)
        ),
        changed=round_.last_change,
        changed_in_words=str(PartialDate.parse(round_.last_change)) if round_.last_change else "",
        notice_word=record.notice_word,
        categories=group_rows(round_.categories),
        topics=tuple(map(group_row, round_.topics)),
    )


def _totals_in_words(round_: SiteRound, comparisons: tuple[Comparison, ...]) -> str:
    """All, by status, and whether the notice agrees: `共59个，58个已完成，1个正在推进，与通报一致。`.

    Whose word the states are is said where somebody examined them, and what `withheld_in_words` explains is left to it.
    """
    total, notice, counts = len(round_.issues), round_.round.notice_word, round_.counts
    if not total:
        return "还没有公开问题。"
    states = (f"全部{counts[0][0].words}",) if len(counts) == 1 else (f"{n}个{status.words}" for status, n in counts)
    words = f"共{total}个，{'单位自报' if round_.verdicts else ''}{'，'.join(states)}"
    if differing := [one for one in comparisons if not one.agrees]:
        told = [one for one in differing if not (one.name == _ISSUES and round_.round.withheld)]
        said = "；".join(f"{notice}所称{c.name}{c.claimed}个，逐项记录{c.recorded}个" for c in told)
        return f"{words}。{said}。" if said else f"{words}。"
    return f"{words}，与{notice}一致。" if comparisons else f"{words}。"


def withdrawn_in_words(round_: SiteRound) -> str:
    """A sentence with the number of withdrawn issues, which no total counts; empty if there are none."""
    return f"另有{len(round_.withdrawn)}个问题已撤下，不计入总数。" if round_.withdrawn else ""


def later_in_words(comparisons: tuple[Comparison, ...], notice: str) -> str:
    """A sentence with the totals of now that differ from those on the day of the notice; empty if none does."""
    changed = "，".join(f"{total.name}{total.now}个" for total in comparisons if total.now != total.recorded)
    return f"这是{notice}公布时的数目，后来又有变化，现在是：{changed}。" if changed else ""


def comparisons_of(round_: SiteRound) -> tuple[Comparison, ...]:
    """The totals that the notice claims, each beside the one recorded on its day and that of now (P-12)."""
    claims, counted, withheld = round_.round.claims, round_.tallies, round_.round.withheld_count
    claimed = (
        (_ISSUES, claims.issues, counted.issues, withheld),
        ("还没有改完的问题", claims.unfinished, counted.unfinished, 0),
    )
    return tuple(
        Comparison(name, claim, tally.then(claim - hidden), claim == tally.then(claim - hidden) + hidden, tally.now)
        for name, claim, tally, hidden in claimed
        if claim is not None
    )


def missing_of(round_: SiteRound) -> int:
    """How many issues the notice claims that are neither shown nor withheld: they are not published yet."""
    claimed, withheld = round_.round.claims.issues, round_.round.withheld_count
    return 0 if claimed is None else max(0, claimed - withheld - round_.tallies.issues.then(claimed - withheld))


def voices_in_words(round_: SiteRound) -> str:
    """Two sentences with the totals that the body reports and those that whoever examined them found; or none."""
    if not round_.verdicts:
        return ""
    return f"单位自报：{statuses_in_words(round_.counts)}。{_verdicts_in_words(round_)}"


def _verdicts_in_words(round_: SiteRound) -> str:
    words = "，".join(f"{word}{count}个" for word, count in round_.verdicts)
    return f"验收认定：{words}。" if words else ""


def promises_in_words(round_: SiteRound) -> str:
    """A sentence with what became of the promised days; empty if there are none."""
    unknown = next((count for word, count in round_.keeping if word == Keeping.UNKNOWN.value), 0)
    words = "，".join(f"{word}{count}个" for word, count in round_.keeping if word != Keeping.UNKNOWN.value)
    said = f"，另有{unknown}个从公开的文字看不出是否按期" if unknown else ""
    if words:
        return f"写明完成时限的问题：{words}{said}（算到{round_.day}）。"
    return f"有{unknown}个问题写明了完成时限，从公开的文字看不出是否按期。" if unknown else ""


def inspection_in_words(days: Days) -> str:
    """The days of an inspection; where only the first day is told, that it began then, since nothing was found on that day."""
    return span_in_words(days.start, days.end) if days.end or not days.start.day else f"{days.start}起"


def withheld_in_words(round_: SiteRound) -> str:
    """A sentence with what is shown, withheld and not published yet of all issues; empty if nothing is withheld."""
    record, claimed = round_.round, round_.round.claims.issues
    if not record.withheld:
        return ""
    grounds = "，".join(f"{one.ground}{one.count}个" for one in record.withheld)
    withheld = f"依法不公开{record.withheld_count}个（{grounds}）"
    if claimed is None:
        return f"另有问题没有公开：{withheld}。"
    shown, missing = round_.tallies.issues.then(claimed - record.withheld_count), missing_of(round_)
    rest = f"，尚未公开{missing}个" if missing else ""
    return f"{record.notice_word}所称{claimed}个问题里，公开了{shown}个，{withheld}{rest}。"


def origin_of(round_: RoundFace) -> str:
    """The sentence on every issue page that says whether its texts are those of the notice or compiled from it."""
    record, notice = round_.round, round_.round.notice_word
    if record.wording is Wording.COMPILED:
        return f"本页文字据{record.source}的{notice}编写，以{notice}原文为准。"
    return f"本页文字为{record.source}的{notice}原文。"
