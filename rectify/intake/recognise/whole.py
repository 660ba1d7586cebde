"""Sources → draft: which lines are the notice, which scheme explains it, what each text is."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from rectify.extract.dates import DateKind, dates_in
from rectify.field.model import FINISHED
from rectify.ground.dates import PartialDate
from rectify.intake.readers.lines import SourceText, refusal
from rectify.intake.recognise.claims import Verdict, judge
from rectify.intake.recognise.collective import claims_in_tables, claims_of, collective_in
from rectify.intake.recognise.draft import (
    Doubt,
    Draft,
    DraftIssue,
    DraftRound,
    Event,
    Fact,
    Piece,
    Quotation,
    UsedSpan,
    lines_of,
    passages,
)
from rectify.intake.recognise.issues import Read, read_entry
from rectify.intake.recognise.meanings import Learnt, by_texts, learn
from rectify.intake.recognise.numbers import categories_in_order, number_issues
from rectify.intake.recognise.oddities import blanks, done_measures, odd
from rectify.intake.recognise.outline import ParsedNotice
from rectify.intake.recognise.passages import names_of
from rectify.intake.recognise.round_facts import all_done, day_of, facts_of, round_id
from rectify.intake.recognise.schemes import choose, tokens_of
from rectify.intake.recognise.slugs import category_ids, department_ids
from rectify.intake.recognise.surroundings import NoticeContext, around_issues, whole_line, without_tail
from rectify.intake.recognise.tokens import Token
from rectify.intake.recognise.trimming import trim
from rectify.intake.recognise.unwrap import unwrap

_EARLY: Final = 12
"""A day so near the beginning of a piece of progress is the day on which it happened."""
META: Final = "round.yaml 发布时间、来源等"
NO_META: Final = "信息栏里用不上的项"
_HOW_ISSUES_LOOK: Final = (
    "问题前面要有编号（1. 2. ……），或者有“存在问题”“整改措施”“整改情况”这样的标签；也可以用带表头的整改台账"
)


def recognise(
    sources: Iterable[SourceText],
    *,
    departments: Mapping[str, str] = MappingProxyType({}),
    organiser: str = "",
    given_id: str = "",
) -> Draft:
    """The draft of the round that the *sources* hold; SourceError where no issue can be made out.

    *departments* are the ids of those that the site knows, by each of their names, *organiser* is whose site it is.
    """
    sources = tuple(unwrap(source) for source in sources)
    lines = lines_of(sources)
    trimmed = trim(lines)
    learnt = learn(lines, trimmed.kept)
    tokens = tokens_of(lines, trimmed.kept, {one.name: one.label for one in learnt})
    tokens, meant = by_texts(lines, tokens)
    chosen = choose(lines, tokens)
    if chosen is None or not chosen.parsed.entries:
        raise refusal(sources[0].name if sources else "", "I100", "没有认出一个问题", _HOW_ISSUES_LOOK)
    work = NoticeContext(lines, trimmed)
    _framing(work, sources)
    work.doubts.extend(_learnt({one.name: one for one in (*learnt, *meant)}.values(), tokens))
    parsed = without_tail(lines, chosen.parsed)
    read = _read(work, parsed)
    prose = around_issues(work, parsed)
    before, after = (
        [piece.line for one in texts for piece in one.pieces] for texts in (work.introduction, work.closing)
    )
    around = [*dict.fromkeys((*before, *after))]
    facts = facts_of(lines, trimmed, before, after, len(parsed.entries) + len(prose))
    _particulars(work, {fact.line for fact in facts.values()})
    read = _with_table_claims(work, tokens, read)
    verdicts = _verdicts(work, parsed, [*read, *(one for one, _ in prose)])
    issues = tuple(
        replace(one, events=_events(one, facts)) for one in number_issues(work, parsed, read, prose, verdicts)
    )
    work.doubts.extend(odd(issues, [one.evidence.line for one in (*read, *(told for told, _ in prose))]))
    work.doubts.extend((*done_measures(issues), *blanks(lines, issues)))
    if organiser and "source" not in facts:
        facts["source"] = Fact(organiser, -1, "原文没有写来源，这里用 site.yaml 里的主办单位")
        work.doubts.append(Doubt("I120", -1, f"原文没有写是哪个单位发布的，来源先写 {organiser}", "核对这一轮的“来源”"))
    unknown = tuple(name for name in _departments(issues) if name not in departments)
    titles = [title for title in categories_in_order(lines, parsed, issues, prose) if title]
    draft = Draft(
        lines=lines,
        scheme=chosen.parsed.scheme,
        round=DraftRound(
            id=given_id or round_id(facts),
            facts=facts,
            categories=tuple(zip(category_ids(titles), titles, strict=True)),
            introduction=tuple(work.introduction),
            closing=tuple(work.closing),
        ),
        issues=issues,
        used=tuple(work.used),
        doubts=(),
        departments=tuple(zip(department_ids(unknown, departments), unknown, strict=True)),
        readings=chosen.readings,
        captions=trimmed.captions,
    )
    return replace(draft, doubts=(*work.doubts, *_totals(draft, around)))


def _learnt(learnt: Iterable[Learnt], tokens: Iterable[Token]) -> Iterator[Doubt]:
    """What labels were learnt, and what they were taken for."""
    used = {token.name for token in tokens if token.kind == "label"}
    for one in learnt:
        if one.name in used:
            message = f"“{one.name}”不是常见的标签，出现了 {one.times} 次，当作“{one.label.value}”"
            yield Doubt("I117", one.line, message, "看一看这些文字放得对不对")


def _departments(issues: Iterable[DraftIssue]) -> tuple[str, ...]:
    """The departments that the issues' labels name, each once."""
    texts = (text for one in issues for key in ("lead", "responsible") for text in one.fields.get(key, ()))
    return tuple(dict.fromkeys(names_of(texts)))


def _particulars(work: NoticeContext, told: Collection[int]) -> None:
    """Account for the lines above or below the text that give its date and source."""
    for index in work.trimmed.meta:
        used = index in told
        work.used.append(UsedSpan(whole_line(work.lines, index), META if used else NO_META, unused=not used))


def _framing(work: NoticeContext, sources: Sequence[SourceText]) -> None:
    """Account for what surrounds the notice, and pass on what the readers doubted."""
    trimmed, lines = work.trimmed, work.lines
    for index, reason in trimmed.unused.items():
        work.used.append(UsedSpan(whole_line(lines, index), reason, unused=True))
    for index, what in (
        *((index, "round.yaml 标题") for index in trimmed.title),
        *((index, "round.yaml 落款") for index in trimmed.author),
        *(((trimmed.date, "round.yaml 成文日期"),) if trimmed.date >= 0 else ()),
    ):
        work.used.append(UsedSpan(whole_line(lines, index), what))
    for index in trimmed.differing:
        work.doubts.append(Doubt("I109", index, "正文出现了两遍，这一行与前一遍不同，用的是前一遍", "核对两遍的文字"))
    for index in trimmed.odd:
        work.doubts.append(
            Doubt("I110", index, "落款以后还有文字，没有用到", "该公开的，自己加到 round.yaml 的 closing 里")
        )
    place = {(line.source.name, line.line.number): index for index, line in reversed(list(enumerate(lines)))}
    for source in sources:
        for number, told in source.doubts:
            work.doubts.append(Doubt("I115", place.get((source.name, number), -1), told))


def _verdicts(work: NoticeContext, parsed: ParsedNotice, read: Sequence[Read]) -> list[Verdict]:
    """The status of each issue, by what it says itself and by what is said of several."""
    dated = [work.trimmed.date] if work.trimmed.date >= 0 else work.trimmed.meta
    day = next((found for index in dated if (found := day_of(work.lines[index].text.strip("（()）")))), None)
    around = [Quotation(one.text, one.pieces[0].line) for one in (*work.introduction, *work.closing)]
    texts = [*around, *(said for one in read for said in one.evidence.said)]
    several = [one for said in texts for one in collective_in(said.text, said.line)]
    count = len(parsed.entries)
    claims = claims_of(
        several, parsed.entries, [one.title for one in read[:count]], [one.evidence.line for one in read[:count]]
    )
    return [judge(one.evidence, claims.get(place, ()), day) for place, one in enumerate(read)]


def _with_table_claims(work: NoticeContext, tokens: Iterable[Token], read: Sequence[Read]) -> list[Read]:
    """The issues, each with what a table elsewhere says of its status."""
    made = list(read)
    for place, one in claims_in_tables(work.lines, tokens, [one.title for one in read]):
        if isinstance(one, Doubt):
            work.doubts.append(one)
        else:
            own = made[place].evidence
            made[place] = made[place]._replace(evidence=own._replace(claims=(*own.claims, one)))
    return made


def _read(work: NoticeContext, parsed: ParsedNotice) -> list[Read]:
    read = [read_entry(work.lines, entry) for entry in parsed.entries]
    for entry, one in zip(parsed.entries, read, strict=True):
        if entry.mark is not None and entry.mark.end > entry.mark.start:
            work.used.append(UsedSpan(Piece(entry.mark.line, entry.mark.start, entry.mark.end), "序号"))
        work.used.extend(one.used)
    return read


def _events(issue: DraftIssue, facts: Mapping[str, Fact]) -> dict[int, Event]:
    """Days of pieces of progress that name one day only, between the feedback and the notice."""
    if "feedback" not in facts or "written" not in facts:
        return {}
    earliest, latest = (PartialDate.parse(facts[name].value) for name in ("feedback", "written"))
    made = {}
    for place, passage in enumerate(issue.fields.get("progress", ())):
        found = [date for date in dates_in(passage.text, year=earliest.year) if not date.fault]
        if len(found) != 1 or found[0].kind not in (DateKind.AT, DateKind.RANGE) or found[0].first is None:
            continue
        first, last = found[0].first, found[0].last
        early = found[0].place.start <= _EARLY
        if early and first.day and not found[0].part and earliest <= first <= latest and not (last and latest < last):
            derived = "年" not in passage.text[found[0].place.start : found[0].place.end]
            made[place] = Event(first, last, derived and earliest.year == latest.year)
            if derived and earliest.year != latest.year:
                del made[place]
    return made


def _totals(draft: Draft, around: Sequence[int]) -> Iterator[Doubt]:
    """Claims of the notice that the issues found do not bear out."""
    facts, found = draft.round.facts, len(draft.issues)
    claimed = facts.get("claims.issues") or facts.get("claims.problems")
    if claimed and int(claimed.value) != found:
        yield Doubt(
            "I108", claimed.line, f"原文说有 {claimed.value} 个问题，认出了 {found} 个", "看一看漏了哪些、多了哪些"
        )
    unfinished = facts.get("claims.unfinished")
    open_ = sum(1 for issue in draft.issues if issue.status is not None and issue.status not in FINISHED)
    unknown = sum(1 for issue in draft.issues if issue.status is None)
    if unfinished and int(unfinished.value) != open_ and not unknown:
        yield Doubt(
            "I108", unfinished.line, f"原文说还有 {unfinished.value} 个没有完成，认出了 {open_} 个", "核对 status"
        )
    said = all_done(draft.lines, around)
    if unknown and said:
        message = f"有 {unknown} 个问题没有写状态；原文这里总的说“{said.text.strip()[-40:]}”"
        yield Doubt("I101", said.line, message, "确认每一个都是这样，再填 status")


def text_uses(draft: Draft) -> Iterator[tuple[Piece, str, str]]:
    """Every piece of the source that went into a text: the piece, the file's name, the field."""
    for issue in draft.issues:
        for name, passage in passages(issue):
            yield from ((piece, f"{issue.number:03}", name) for piece in passage.pieces)
    for name, texts in (("introduction", draft.round.introduction), ("closing", draft.round.closing)):
        yield from ((piece, "round", name) for passage in texts for piece in passage.pieces)
