"""Whether what a record says holds together: status, results, totals, days (P-12, P-13, G-33)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from typing import Final

from rectify.checks.texts import Finding, Text, texts_in
from rectify.extract.unfinished import unfinished_in
from rectify.field.model import FINISHED, PUBLIC_STATUSES, Issue, Round, Status, Synonyms, final_report, final_result
from rectify.ground.dates import PartialDate
from rectify.ground.visible import seen_text, unbroken
from rectify.source.decode import FieldPath

DAYS_TO_PUBLISH: Final = 20
"""Working days from forming to publication (条例, art. 26)."""

_SAID: Final = re.compile(
    "|".join(
        sorted((status.value for status in PUBLIC_STATUSES if status is not Status.NOT_STATED), key=len, reverse=True)
    )
    + "|正在整改|持续推进|尚未完成|整改到位|已整改"
)
_MEANS: Final = {
    "正在整改": Status.ONGOING,
    "持续推进": Status.ONGOING,
    "尚未完成": Status.NOT_DONE,
    "整改到位": Status.DONE,
    "已整改": Status.DONE,
}
_SHORTEST: Final = 4
_COUNTERS: Final = {
    word: value for words in ("一二三四五六七八九十", "①②③④⑤⑥⑦⑧⑨⑩") for value, word in enumerate(words, start=1)
}
_OWN_NUMBER: Final = re.compile(
    r"\s*(?:[（(](\d{1,2}|[一二三四五六七八九十])[)）]|(\d{1,2})[.．、)）](?!\d)|([一二三四五六七八九十])、|([①-⑩]))"
)
_OFFICIALESE: Final = re.compile(
    "进一步|贯彻|压实|抓手|常态化|长效机制|举一反三|高度重视|切实|到位|统筹|闭环|赋能|提质增效|狠抓|夯实|靶向|担当作为|纵深|推进"
)
_REFINED: Final = re.compile(r"细化[成为]?(?:了)?(\d+)[个项条](?!\S{0,4}(?:方面|措施|举措|任务))")
_RAISED: Final = re.compile(
    r"(?:提出|反馈|指出|发现)(?:的)?(?:主要)?问题(?:共)?(\d+)[个项条]|(?:提出|反馈|指出|发现)(?:了)?(\d+)[个项条](?:主要)?问题"
)


def synonym_faults(synonyms: Synonyms, issues: Iterable[Issue]) -> Iterator[Finding]:
    """Synonyms that lead nowhere: words that none of *issues* has, so that whoever asks by them finds nothing."""
    wanted = [
        (place, one.word, other) for place, one in enumerate(synonyms.synonyms) for other in one.means if not one.remove
    ]
    texts = [text.text for issue in issues for text in texts_in(issue)] if wanted else []
    for place, word, other in wanted:
        if not any(other in text for text in texts):
            yield Finding(("synonyms", place), "R029", f"“{word}”也查“{other}”，可是正文里没有“{other}”", other)


def undone_in(issue: Issue) -> Iterator[Finding]:
    """Where what reports an *issue* as finished speaks of something still to come (P-13)."""
    if issue.status in FINISHED:
        for field, number, entry in final_report(issue):
            visible = unbroken(seen_text(entry.text))
            for place in unfinished_in(visible.text):
                start, end = visible.stood(*place)
                yield Finding(
                    (field, number, "text"),
                    "R030",
                    f"“{place.excerpt(visible.text)}”",
                    entry.text[start:end],
                    "",
                    entry.text,
                    start,
                )
        result = final_result(issue)
        for place in unfinished_in(result):
            yield Finding(
                ("result",), "R030", f"“{place.excerpt(result)}”", place.excerpt(result), "", result, place.start
            )


def officialese_in(issue: Issue) -> Iterator[Finding]:
    """Words of offices in the sentences that are meant for everybody."""
    for name in ("found", "outcome") if issue.brief else ():
        text = getattr(issue.brief, name)
        for match in _OFFICIALESE.finditer(text):
            yield Finding(("brief", name), "W113", f"“{match[0]}”", match[0], "", text, match.start())


def _says_no_more(result: str) -> bool:
    """Whether a *result* says what the issue came to, and not by what."""
    return len(re.sub(r"\W|整改|全部|已经?", "", _SAID.sub("", result))) < _SHORTEST


def issue_faults(issue: Issue, surroundings: Round) -> Iterator[Finding]:
    """What an issue says against itself or its round."""
    yield from officialese_in(issue)
    yield from _numbered_twice(issue)
    is_settled = issue.progress or issue.updates or issue.withdrawn
    if issue.status in (Status.DONE, Status.DONE_LONG_TERM) and not is_settled and _says_no_more(issue.result):
        yield Finding(("status",), "R032", f"状态是“{issue.status.value}”", issue.status.value)
    is_as_published = not any(one.status for one in issue.updates)  # else a later entry says what became of it
    if is_as_published and (stated := _SAID.match(issue.result)):
        implied = _MEANS.get(stated[0]) or Status(stated[0])
        if issue.status is not Status.UNFILLED and (implied in FINISHED) != (issue.status in FINISHED):
            yield Finding(("result",), "R031", f"状态是“{issue.status.value}”，结果写的是“{stated[0]}”", issue.result)
    for number, measure in enumerate(issue.measures):
        if measure.due:
            yield from _too_early(("measures", number, "due"), measure.due, measure.due.iso, surroundings)
    if issue.due and issue.due.day:
        name = "date" if issue.due.date else "text"
        yield from _too_early(("due", name), issue.due.day, issue.due.day.iso, surroundings)
    published = (issue.published or surroundings.published).date
    if issue.updated and issue.updated.surely_before(published):
        yield Finding(("updated",), "R008", f"更新于{issue.updated}，发布于{published}")
    last = max([published, *([issue.updated] if issue.updated else []), *(r.date for r in issue.revisions)])
    for number, progress in enumerate(issue.progress):
        if (day := progress.until or progress.date) and last.surely_before(day):
            where = ("progress", number, "until" if progress.until else "date")
            yield Finding(where, "R009", f"进展是{day}，页面最后写于{last}", day.iso)


def _numbered_twice(issue: Issue) -> Iterator[Finding]:
    """Measures and progress that begin with the number that pages give them anyway, all of one list in one finding."""
    for field, name in (("measures", "整改措施"), ("progress", "整改进展")):
        marks = [_OWN_NUMBER.match(entry.text) for entry in getattr(issue, field)]
        found = {place: mark[0].strip() for place, mark in enumerate(marks, start=1) if mark and _value(mark) == place}
        if found:
            which = "、".join(f"“{mark}”" for mark in found.values())
            yield Finding((field, min(found) - 1, "text"), "R033", f"{name}里{len(found)}条自己写了编号：{which}")


def _value(mark: re.Match[str]) -> int:
    words = next(word for word in mark.groups() if word)
    return _COUNTERS.get(words) or int(words)


def _too_early(where: FieldPath, day: PartialDate, quoted: str, surroundings: Round) -> Iterator[Finding]:
    days, act = surroundings.inspection, surroundings.kind.words.act
    if days and day.surely_before(days.start):
        yield Finding(where, "R007", f"时限 {day}，{act}从{days.start}开始", quoted)


def round_faults(record: Round, days_off: frozenset[str], days_on: frozenset[str]) -> Iterator[Finding]:
    """What a round says against itself."""
    claims = record.claims
    for text in texts_in(record):
        if text.where[0] in ("summary", "introduction"):
            yield from _other_total(text, _REFINED, claims.issues, "issues")
            yield from _other_total(text, _RAISED, claims.problems, "problems")
    waited = working_days(record.written, record.published.date, days_off, days_on)
    if waited is not None and waited > DAYS_TO_PUBLISH:
        years = range(record.written.year, record.published.date.year + 1)
        unlisted = [str(year) for year in years if not any(day.startswith(f"{year}-") for day in days_off)]
        how = f"（{'、'.join(unlisted)}年按周一至周五算，没有除去节假日）" if unlisted else ""
        yield Finding(("published",), "R011", f"从成文到发布隔了 {waited} 个工作日{how}")


def _other_total(text: Text, form: re.Pattern[str], claimed: int | None, name: str) -> Iterator[Finding]:
    for match in form.finditer(unbroken(seen_text(text.text)).text if text.is_rich else text.text):
        number = int(next(group for group in match.groups() if group))
        if claimed is not None and number != claimed:
            yield Finding(text.where, "R021", f"这里写着 {number}，claims.{name} 是 {claimed}")


def working_days(start: PartialDate, end: PartialDate, days_off: frozenset[str], days_on: frozenset[str]) -> int | None:
    """The working days after *start* up to *end*: Monday to Friday, less holidays, with shifted days.

    None if either is not known to the day.
    """
    if not (start.day and end.day):
        return None
    first, last = (dt.date(day.year, day.month, day.day).toordinal() for day in (start, end))
    shifted = {_ordinal(day): 1 for day in days_on} | {_ordinal(day): 0 for day in days_off - days_on}
    usual = max(_weekdays(last) - _weekdays(first), 0)
    return usual + sum(works - _is_weekday(day) for day, works in shifted.items() if first < day <= last)


def _weekdays(day: int) -> int:
    """How many days from Monday to Friday there were up to the *day* with this ordinal: 1 was a Monday."""
    weeks, rest = divmod(day, 7)
    return weeks * 5 + min(rest, 5)


def _is_weekday(day: int) -> int:
    return _weekdays(day) - _weekdays(day - 1)


def _ordinal(day: str) -> int:
    """The ordinal of an ISO date, 0 if it is not known to the day."""
    return dt.date.fromisoformat(day).toordinal() if len(day) == len("2024-01-01") else 0
