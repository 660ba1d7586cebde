"""By when something is to be done: 2024年11月底前完成, 完成时限：2024年12月31日."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from rectify.extract.dates import DateKind, FoundDate, dates_in
from rectify.extract.sentences import Place, end_of, inside, titles_in
from rectify.ground.dates import PartialDate

_LABEL: Final = re.compile(
    r"(?:整改|完成|办理|办结|计划完成|拟完成|预计完成)(?:时限|期限|时间|日期)[ ]?(?:[：:为]|至|截至|是)[ ]?\Z"
)
_CHEAP: Final = ("前", "时限", "期限", "完成时间", "完成日期")
_OPEN: Final = re.compile(
    "(?P<when>(?:今年|本年|年|本?月|本?季度?)底前|年内|(?:集中整改|整改|巡察整改|整改集中)期(?:内|满前|结束前))"
)
_TO_DO: Final = re.compile(
    "(?P<what>(?:全面|全部|基本|按期|如期)?(?:完成|办结|整改到位|到位|建成|投入|投用|销号|落实|补交|解决|上报|报送|提交|完工|竣工|验收|实现|交付|启动))"
)
_PAST: Final = re.compile("[未没已]")
_AFTER: Final = 24
_LABEL_BEFORE: Final = 10


class FoundDeadline(NamedTuple):
    """A day by which something is to be done. *date* is None where only words say when: 年底前."""

    place: Place
    date: PartialDate | None
    part: str
    """底, 上旬 …: makes the date more exact."""
    evidence: Place
    """The words that make it a deadline: 完成, 完成时限：."""


def deadlines_in(text: str, *, year: int = 0) -> tuple[FoundDeadline, ...]:
    """The deadlines of a visible text in order; *year* as for dates_in."""
    if not any(word in text for word in _CHEAP):
        return ()
    found = [deadline for date in dates_in(text, year=year) if (deadline := _dated(text, date)) is not None]
    titles = titles_in(text)
    for match in _OPEN.finditer(text):
        what = _TO_DO.search(text, match.end(), min(end_of(text, match.end()), match.end() + _AFTER))
        if (
            what
            and not inside(titles, match.start())
            and not any(match.start() < d.place.end and d.place.start < match.end() for d in found)
        ):
            found.append(FoundDeadline(Place(match.start(), match.end()), None, "", Place(what.start(), what.end())))
    return tuple(sorted(found, key=lambda deadline: deadline.place))


def _dated(text: str, date: FoundDate) -> FoundDeadline | None:
    day = date.last or date.first
    label = _LABEL.search(text, max(0, date.place.start - _LABEL_BEFORE), date.place.start)
    if label:
        return FoundDeadline(date.place, day, date.part, Place(label.start(), label.end()))
    if date.kind != DateKind.UNTIL or not text[: date.place.end].endswith("前"):
        return None
    what = _TO_DO.search(text, date.place.end, min(end_of(text, date.place.end), date.place.end + _AFTER))
    if what is None or _PAST.search(text, date.place.end, what.start()):
        return None
    return FoundDeadline(date.place, day, date.part, Place(what.start(), what.end()))
