"""What stands around the issues: introduction, closing, headings, and the problem that is only told in prose."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from rectify.field.model import FINISHED
from rectify.intake.recognise.claims import HEADING, Evidence, as_claim
from rectify.intake.recognise.draft import Doubt, NoticeLine, Passage, Piece, UsedSpan
from rectify.intake.recognise.issues import Read
from rectify.intake.recognise.outline import Heading, Outside, ParsedNotice, heading_text
from rectify.intake.recognise.passages import paragraphs, part_of
from rectify.intake.recognise.quotes import sentences
from rectify.intake.recognise.statuses import of_heading, stated_status
from rectify.intake.recognise.tables import HEADER, UNUSED
from rectify.intake.recognise.titles import title_of
from rectify.intake.recognise.tokens import Token
from rectify.intake.recognise.trimming import TrimmedNotice

_NAMED: Final = re.compile(r"[“\"]([^”\"]{4,60})[”\"](?:这)?(?:一|1)(?:个|项|条)")
_MAX_CATEGORY: Final = 120
_CLOSING: Final = re.compile(
    r"欢迎(?:广大|社会|拨打|监督|各界|市民|群众)|\A注\d?[：:]|(?:以上|上述)\d+[个项]问题中|除[^。]{2,40}外[，,]?(?:其余|其他)|如有意见|意见(?:和|、)?建议|联系电话|联系方式|监督电话|邮政信箱|电子邮箱|特此(?:公告|通报|公示)|公示(?:期|时间)|以上(?:是|为)|(?:以上|上述)(?:各项|所有|全部|\d+[个项条])?(?:反馈)?(?:问题|任务|事项)[^。]{0,4}(?:均|都|全部)"
    r"|在(?:此次|这次|本次)(?:巡察|巡视|整改)|下一步[，,](?:.{0,8}(?:将|要))|(?:我局|局党组|局党委|党组|党委)将(?:以此|继续|进一步)"
)


@dataclass(slots=True)
class NoticeContext:
    """What is gathered about a notice on the way to its draft."""

    lines: Sequence[NoticeLine]
    trimmed: TrimmedNotice
    used: list[UsedSpan] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    introduction: list[Passage] = field(default_factory=list)
    closing: list[Passage] = field(default_factory=list)


def whole_line(lines: Sequence[NoticeLine], index: int) -> Piece:
    """All of a line."""
    return Piece(index, 0, len(lines[index].text))


def without_tail(lines: Sequence[NoticeLine], parsed: ParsedNotice) -> ParsedNotice:
    """What follows the last issue in its own paragraph is the notice's closing, not part of the issue."""
    last = parsed.entries[-1]
    if not last.texts or (last.mark is not None and last.mark.end == last.mark.start and lines[last.mark.line].cells):
        return parsed
    text = last.texts[-1]
    order = list(dict.fromkeys(token.line for token in text.tokens))
    cut_at = _first_of_tail(lines, parsed, [line for line in order if not lines[line].cells], text.label is not None)
    if cut_at < 0:
        return parsed
    moved = [token for token in text.tokens if token.line >= cut_at]
    del text.tokens[len(text.tokens) - len(moved) :]
    parsed.outside.extend(Outside(token, len(parsed.entries), ()) for token in moved)
    return parsed


def _first_of_tail(lines: Sequence[NoticeLine], parsed: ParsedNotice, order: Sequence[int], labelled: bool) -> int:  # noqa: FBT001
    """The line with which the closing begins, or -1."""
    if not order:
        return -1
    own = lines[order[0]].text
    following = order[1:]
    if labelled and stated_status(own.replace("：", ":").rpartition(":")[2]) is not None:
        return following[0] if following else -1
    others = [len({token.line for token in entry.texts[-1].tokens}) for entry in parsed.entries[:-1] if entry.texts]
    usual = max(others, default=0)
    enough = len(others) > 2  # noqa: PLR2004 - what is usual shows after a few issues only
    for count, line in enumerate(following, start=2):
        if _CLOSING.search(lines[line].text[:60]) or (enough and count > max(usual, 1)):
            return line
    return -1


def heading_title(text: str) -> str:
    """A heading's title: its first sentence where more text runs on after it."""
    first = sentences(text)[0] if text else ""
    return (
        (first if len(first) <= _MAX_CATEGORY else text[:_MAX_CATEGORY]).rstrip("。：:；;").strip("【】〔〕[]★◆■▲☆◇ ")
    )


def around_issues(work: NoticeContext, parsed: ParsedNotice) -> list[tuple[Read, tuple[Heading, ...]]]:
    """Put what stands outside the issues into the introduction or the closing; find the issue told in prose."""
    categories = {heading.tokens[0].line for entry in parsed.entries for heading in entry.path[-1:]}
    above = {heading.tokens[0].line for entry in parsed.entries for heading in entry.path[:-1]}
    by_line: dict[int, list[Outside]] = {}
    for out in sorted(parsed.outside, key=lambda out: (out.token.line, out.token.start)):
        by_line.setdefault(out.token.line, []).append(out)
    prose: list[tuple[Read, tuple[Heading, ...]]] = []
    done: set[int] = set()
    entries = len(parsed.entries)
    for line, outs in by_line.items():
        first = outs[0]
        if first.token.series == HEADER:
            what = first.token.name or HEADER
            work.used.append(UsedSpan(Piece(line, first.token.start, first.token.end), what, unused=what in UNUSED))
            continue
        found = _prose_issue(work, first.path, line, first.before) if line not in categories else None
        if found is not None:
            prose.append((found, first.path))
            done.add(first.path[-1].tokens[0].line)
            continue
        if line in categories or (line in done):
            _category_line(work, line, outs, first.before < entries)
        elif line in above and first.before:
            work.used.append(UsedSpan(whole_line(work.lines, line), "类别上面的总标题"))
        else:
            within = bool(first.path) and first.path[-1].tokens[0].line in categories and first.before < entries
            target = work.introduction if first.before == 0 or within else work.closing
            texts = paragraphs(work.lines, _with_marks(outs, work.lines))
            target.extend(_named_by(work.lines, first.path, texts) if within else texts)
    _settle_headings(work, done)
    return prose


def _named_by(lines: Sequence[NoticeLine], path: tuple[Heading, ...], texts: Sequence[Passage]) -> list[Passage]:
    """What a category says before its first issue, the category's title before it."""
    title = heading_title(heading_text(lines, path[-1]))
    return [text._replace(before=f"{title}：") for text in texts]


def _with_marks(outs: Sequence[Outside], lines: Sequence[NoticeLine]) -> list[Token]:
    line = outs[0].token.line
    start = min(out.token.start for out in outs)
    end = max(out.token.end for out in outs)
    if not lines[line].cells and sum(out.token.end - out.token.start for out in outs) == end - start:
        return [Token("text", line, start, end)]
    return [out.token for out in outs]


def _category_line(work: NoticeContext, line: int, outs: Sequence[Outside], before_last: bool) -> None:  # noqa: FBT001
    """A heading that names a category; text that runs on after it goes to the introduction or the closing."""
    text = work.lines[line].text
    mark = next((out.token for out in outs if out.token.kind == "mark"), None)
    start = mark.end if mark else 0
    title = heading_title(text[start:].strip())
    end = text.index(title, start) + len(title) if title else len(text)
    while end < len(text) and text[end] in "。：:；; 】〕]":
        end += 1
    work.used.append(UsedSpan(Piece(line, 0, end), f"类别“{title}”"))
    if end < len(text):
        target = work.introduction if before_last else work.closing
        target.append(Passage(text[end:], (Piece(line, end, len(text)),)))


def _settle_headings(work: NoticeContext, lines: Collection[int]) -> None:
    """Headings that became the category of an issue told in prose leave the texts around."""
    for texts in (work.introduction, work.closing):
        for text in [t for t in texts if t.pieces[0].line in lines]:
            texts.remove(text)
            work.used.append(UsedSpan(whole_line(work.lines, text.pieces[0].line), f"类别“{heading_title(text.text)}”"))


def _prose_issue(work: NoticeContext, path: tuple[Heading, ...], line: int, before: int) -> Read | None:
    """The one unfinished problem that a section names in a paragraph of prose, after its heading said so."""
    if not path or not before or path[-1].tokens[0].line == line:
        return None
    heading = heading_text(work.lines, path[-1])
    state = of_heading(heading)
    text = work.lines[line].text
    if state is None or state.status in FINISHED or (named := _NAMED.search(text)) is None:
        return None
    if len(_NAMED.findall(text)) > 1:
        return None
    whole = Passage(text, (whole_line(work.lines, line),))
    end = next(place for place in _ends(text) if place >= named.end())
    problem, rest = part_of(whole, 0, end), part_of(whole, end, len(text))
    fields: dict[str, tuple[Passage, ...]] = {"problem": (problem,)}
    if rest.text:
        fields["progress"] = (rest,)
    claim = as_claim(state, f"标题“{heading}”", path[-1].tokens[0].line, HEADING)
    return Read(title_of(named[1]), fields, Evidence((claim,), (), (), line), None, "", "", (), ())


def _ends(text: str) -> Iterator[int]:
    at = 0
    for sentence in sentences(text):
        at += len(sentence)
        yield at
    yield len(text)
