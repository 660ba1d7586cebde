"""The public text of an issue in form 1: its words as plain text, whose digest the public record kept at first (C-08).

`canonical` makes form 2, which sites publish now. This form leaves out what readers do not see (reviews, waivers) and
what is about the publication (dates, revisions). It must not change, or no digest recorded before would fit any more.
It did once: texts stood in it as they are written, marks of emphasis and all. `former_digests` knows that form, so that
a site published then goes on.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from typing import Final

from rectify.field import addresses
from rectify.field.attached import attached_to, line_of
from rectify.field.config import Redirect
from rectify.field.model import UNFILLED_CATEGORY, Issue, Measure, Progress, Status, Update
from rectify.field.particulars import particulars_of
from rectify.field.words import Slug
from rectify.ground.files import sha256
from rectify.ground.visible import strip_marks

_ELSEWHERE: Final = frozenset({"timeframe", "lead", "responsible"})
"""Lines that have had their places in the text from the beginning."""

_OWN_LINE = re.compile(r"[-*+|>#]|[0-9]+[.)]\s")
_ASCII_WORD = re.compile(r"[!-~]")


_Shown = Callable[[str], str]
"""From a text as it is written to what the public text has of it, line by line."""

_VISIBLE: Final[_Shown] = partial(strip_marks, addresses=True)


def public_text(issue: Issue, shown: _Shown = _VISIBLE) -> str:
    """The public text of *issue*: one field after the other, in NFC, each line with a line feed at its end."""
    return unicodedata.normalize("NFC", "\n".join(_lines(issue, shown)) + "\n")


def public_text_digest(issue: Issue, shown: _Shown = _VISIBLE) -> str:
    """SHA-256 of the public text in UTF-8, in hexadecimal, as `sha256sum` prints it for the file."""
    return sha256(public_text(issue, shown).encode("utf-8", "surrogatepass"))


def former_digests(issue: Issue, redirects: Iterable[Redirect], round_id: str) -> tuple[str, ...]:
    """The digests that the same words had before: with their marks, and under former ids of the issue's category.

    The text names its category by the id, which a reader never sees. Whoever renames the id in the round *round_id*
    says so in the site's *redirects*, and has changed nothing that was said.
    """
    now = addresses.group_page(round_id, addresses.CATEGORIES, issue.category)
    ids = (addresses.category_of(one.from_) for one in redirects if one.to.partition("#")[0] == now)
    others = [replace(issue, category=Slug(name)) for name in ids if name]
    digests = [public_text_digest(one) for one in others]
    if _has_marks(issue):
        digests += [public_text_digest(one, _as_written) for one in (issue, *others)]
    return tuple(digests)


def _has_marks(issue: Issue) -> bool:
    items: tuple[Measure | Progress | Update, ...] = (*issue.measures, *issue.progress, *issue.updates)
    texts = "\n\n".join((issue.problem, issue.note, *(one.text for one in items)))  # one look is cheaper than many
    return _VISIBLE(texts) != texts


def _as_written(text: str) -> str:
    return text


def updates_of(issue: Issue) -> tuple[Update, ...]:
    """The updates of an issue, oldest first; their numbers follow this order."""
    return tuple(sorted(issue.updates, key=lambda update: update.date))


def _lines(issue: Issue, shown: _Shown) -> Iterator[str]:
    yield f"序号：{issue.number}"
    yield f"标题：{issue.title}"
    if issue.category != UNFILLED_CATEGORY:
        yield f"类别：{issue.category}"
    yield f"整改状态：{_status(issue.status)}"
    if issue.timeframe:
        yield f"时限类型：{issue.timeframe.value}"
    yield from _block("问题", issue.problem, shown)
    yield from _texts(issue, shown)
    if issue.result:
        yield f"整改结果：{issue.result}"
    yield from _duties(issue)
    for name, departments in (("牵头部门", issue.lead), ("责任部门", issue.responsible)):
        if departments:
            yield f"{name}：{'、'.join(departments)}"
    for document in issue.documents:
        yield f"文件：《{document.title}》" + (f"（{document.number}）" if document.number else "")
    yield from _files(issue)
    for figure in issue.figures:
        yield f"数字：{figure.label}：{figure.value}{figure.unit}"
    if issue.note:
        yield from _block("说明", issue.note, shown)


def _duties(issue: Issue) -> Iterator[str]:
    """Who answers for what by when, who accepted it, and what else the model has in lines; an empty field has none."""
    for particular, lines in particulars_of(issue):
        if particular.field not in _ELSEWHERE:
            yield from (f"{particular.title}：{line}" for line in lines)


def _texts(issue: Issue, shown: _Shown) -> Iterator[str]:
    for number, measure in enumerate(issue.measures, start=1):
        yield from _block(f"整改措施{number}{_of_measure(measure)}", measure.text, shown)
        yield from _files(measure)
    for number, progress in enumerate(issue.progress, start=1):
        yield from _block(f"整改进展{number}{_of_progress(progress)}", progress.text, shown)
        yield from _files(progress)
    for number, update in enumerate(updates_of(issue), start=1):
        yield from _block(f"后续进展{number}{_of_update(update)}", update.text, shown)
        yield from _files(update)


def _files(record: Issue | Measure | Progress | Update) -> Iterator[str]:
    return (line_of(one, file=True) for one in attached_to(record))


def _of_measure(measure: Measure) -> str:
    parts = [f"牵头：{'、'.join(measure.lead)}"] if measure.lead else []
    parts += [f"时限：{measure.due.iso}"] if measure.due else []
    return f"（{'；'.join(parts)}）" if parts else ""


def _of_progress(progress: Progress) -> str:
    if progress.date is None:
        return ""
    return f"（{progress.date.iso}{f'至{progress.until.iso}' if progress.until else ''}）"


def _of_update(update: Update) -> str:
    return f"（{update.date.iso}{f'；整改状态：{_status(update.status)}' if update.status else ''}）"


def _status(status: Status) -> str:
    """The word of a status, as it was when the form was fixed."""
    return "通报没有写明" if status is Status.NOT_STATED else status.words


def _block(name: str, text: str, shown: _Shown) -> Iterator[str]:
    yield f"{name}："
    yield from visible_lines(text, shown)


def visible_lines(text: str, shown: _Shown = _VISIBLE) -> Iterator[str]:
    """What readers see of a text of small Markdown: the lines of each paragraph joined, each item of a list by itself."""
    paragraph = ""
    visible = shown(text)
    for line, written in zip((*visible.splitlines(), ""), (*text.splitlines(), ""), strict=True):
        words = " ".join(line.split())
        if paragraph and (not words or _OWN_LINE.match(words if line == written else " ".join(written.split()))):
            yield paragraph
            paragraph = ""
        needs_space = paragraph and _ASCII_WORD.match(paragraph[-1]) and words and _ASCII_WORD.match(words[0])
        paragraph += f" {words}" if needs_space else words
