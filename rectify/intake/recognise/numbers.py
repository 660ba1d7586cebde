"""Entries and what they say → issues with numbers and categories."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from rectify.intake.recognise.claims import Verdict
from rectify.intake.recognise.draft import Doubt, DraftIssue, NoticeLine
from rectify.intake.recognise.issues import Read, first_line
from rectify.intake.recognise.numbering import DIGITS
from rectify.intake.recognise.oddities import is_general
from rectify.intake.recognise.outline import Entry, Heading, ParsedNotice, heading_text
from rectify.intake.recognise.surroundings import NoticeContext, heading_title
from rectify.intake.recognise.tables import TABLES


def number_issues(
    work: NoticeContext,
    parsed: ParsedNotice,
    read: Sequence[Read],
    prose: Sequence[tuple[Read, tuple[Heading, ...]]],
    verdicts: Sequence[Verdict],
) -> tuple[DraftIssue, ...]:
    """The issues with their numbers: those of the notice where they count through, else in order.

    *verdicts* are the statuses of all issues, those told in *prose* last.
    """
    values = [_value(entry, one) for entry, one in zip(parsed.entries, read, strict=True)]
    known = [value for value in values if value]
    through = bool(known) and all(a < b for a, b in pairwise(known))
    following = max(known, default=0) if through else 0
    odd = set(parsed.odd)
    made: list[DraftIssue] = []
    titles = _category_titles(work.lines, [entry.path for entry in parsed.entries] + [path for _, path in prose])
    for place, (entry, one, value) in enumerate(zip(parsed.entries, read, values, strict=True)):
        if through and value:
            number = value
        else:
            following += 1
            number = following
        said = _quotation(work.lines, entry, one)
        if not value and through:
            message = f"原文没有给这个问题编号，导入时编为 {number} 号"
            work.doubts.append(Doubt("I106", first_line(entry), message, "公开以后编号不再改，现在可以改", number))
        if entry.mark is not None and entry.mark in odd:
            message = f"编号“{said}”不是接着前一个问题数的"
            work.doubts.append(Doubt("I105", entry.mark.line, message, "看一看前后有没有漏掉的问题", number))
        elif entry.mark is not None and parsed.scheme in DIGITS and entry.mark.series not in {parsed.scheme, *TABLES}:
            message = f"编号“{said}”的写法与别的问题不同，按 {number} 号问题处理"
            work.doubts.append(Doubt("I105", entry.mark.line, message, "看一看是不是", number))
        made.append(
            _issue(
                work,
                (one, verdicts[place]),
                number=number,
                said=said,
                category=one.category or titles[place],
                line=first_line(entry),
            )
        )
    gaps = sorted(set(range(1, max(known, default=0) + 1)) - set(known)) if through else []
    if gaps:
        told = "、".join(map(str, gaps[:12]))
        work.doubts.append(Doubt("I105", -1, f"编号不连续，缺 {told}", "看一看原文，是漏了问题还是编号写错了"))
    following = max((issue.number for issue in made), default=0)
    for place, (one, _) in enumerate(prose, start=len(parsed.entries)):
        following += 1
        line = one.fields["problem"][0].pieces[0].line
        message = f"“{one.title}”原文只用一段话提到，没有编号和标签；导入时作为 {following} 号问题"
        work.doubts.append(
            Doubt("I107", line, message, "核对标题、类别和内容；不算一个问题的，删去这个文件", following)
        )
        made.append(_issue(work, (one, verdicts[place]), number=following, said="", category=titles[place], line=line))
    return tuple(made)


def _issue(
    work: NoticeContext, judged: tuple[Read, Verdict], *, number: int, said: str, category: str, line: int
) -> DraftIssue:
    one, verdict = judged
    work.doubts.extend(doubt._replace(issue=number) for doubt in (*verdict.doubts, *one.doubts))
    if "problem" not in one.fields:
        work.doubts.append(Doubt("I112", line, "没有认出问题的内容，problem 空着", "看一看原文，补上 problem", number))
    return DraftIssue(
        number=number,
        said=said,
        title=one.title,
        category=category,
        status=verdict.status,
        basis=verdict.basis,
        basis_line=verdict.line,
        withheld=verdict.withheld,
        timeframe=one.timeframe,
        fields=one.fields,
        moves=one.moves,
    )


def _value(entry: Entry, one: Read) -> int:
    if one.number.isdecimal():
        return int(one.number)
    return entry.mark.value if entry.mark is not None else 0


def _quotation(lines: Sequence[NoticeLine], entry: Entry, one: Read) -> str:
    if one.number:
        return one.number
    return lines[entry.mark.line].text[entry.mark.start : entry.mark.end].strip() if entry.mark is not None else ""


def _category_titles(lines: Sequence[NoticeLine], paths: Sequence[tuple[Heading, ...]]) -> list[str]:
    """The category of each issue: its nearest heading, the one above added where that tells categories apart."""
    shared = 0
    while len({path[: shared + 1] for path in paths}) == 1 and all(len(path) > shared + 1 for path in paths):
        shared += 1
    titles = [[heading_title(heading_text(lines, one)) for one in path[shared:]] for path in paths]
    several = len({tuple(found[:-1]) for found in titles if len(found) > 1}) > 1
    named = ["：".join(found[-2:]) if several else "".join(found[-1:]) for found in titles]
    return [""] * len(named) if len(set(named)) == 1 and is_general(named[0]) else named


def categories_in_order(
    lines: Sequence[NoticeLine],
    parsed: ParsedNotice,
    issues: Sequence[DraftIssue],
    prose: Sequence[tuple[Read, tuple[Heading, ...]]],
) -> tuple[str, ...]:
    """The categories in the order of their headings."""
    paths = [*(entry.path for entry in parsed.entries), *(path for _, path in prose)]
    order = {
        issue.category: path[-1].tokens[0].line if path and not lines[path[-1].tokens[0].line].cells else len(lines)
        for issue, path in reversed(list(zip(issues, paths, strict=True)))
    }
    return tuple(sorted(dict.fromkeys(issue.category for issue in issues), key=lambda title: order[title]))
