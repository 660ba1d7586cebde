"""Records as named texts, and back: what the ledger has in its columns and the notice under its labels.

Of several items each begins with its number, "1. ", and its further lines with two wide spaces, so
that they can be told apart again whatever they say.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import MISSING
from enum import Enum
from itertools import zip_longest
from typing import Any, Final, NamedTuple

from rectify.field.model import UNFILLED_CATEGORY, Attachment, Category, Issue, Photo, Round
from rectify.field.particulars import particulars
from rectify.field.shape import fields_of, hints, is_record, item_of, members_of
from rectify.ground.dates import Moment, PartialDate

_YES: Final = "是"
_INDENT: Final = "　　"
_ITEM: Final = re.compile(r"([1-9][0-9]{0,5})\. ")
_DATE: Final = re.compile(r"([0-9]{4})[年./](?:([0-9]{1,2})(?:月|[./](?=[0-9]))(?:([0-9]{1,2})日?)?)?")


class NamedField(NamedTuple):
    """A text's name, and the field of a record it stands for."""

    name: str
    path: tuple[str, ...]
    width: float = 12


def _particular(title: str, name: str, kind: Any) -> Sequence[NamedField]:
    """The columns of a particular: one, or of records one for each of their fields, the first without its own name."""
    kind = item_of(kind) or kind
    if not is_record(kind):
        return (NamedField(title, (name,), 18),)
    first, *others = fields_of(kind)
    own = (NamedField(title + str(fields_of(kind)[one].metadata["name"]), (name, one), 14) for one in others)
    return (NamedField(title, (name, first), 18), *own)


CATEGORY: Final = "类别"
_TABLE: Final = """
序号 number 6 | 类别 category 18 | 题目 title 24 | 问题 problem 40 | 整改措施 measures.text 50
整改进展 progress.text 60 | 整改结果 result 14 | 整改状态 status 12 | 牵头部门 lead 16 | 责任部门 responsible 16
各项措施完成时限 measures.due 18 | 整改时限类型 timeframe 12 | 各项措施牵头部门 measures.lead 18
进展日期 progress.date 14 | 进展截止日期 progress.until 14 | 文件标题 documents.title 24
文件文号 documents.number 16 | 文件作用 documents.role 10 | 数字说明 figures.label 20 | 数值 figures.value 10
数值单位 figures.unit 8 | 数值种类 figures.kind 8 | 事件日期 events.date 12 | 事件截止日期 events.until 12
事件内容 events.text 30 | 事件是计划 events.planned 10 | 相关序号 related.number 10 | 相关理由 related.reason 24
不相关 related.hidden 10 | 补充说明 note 30 | 单独发布时间 published 16 | 后续进展日期 updates.date 14
后续进展 updates.text 40 | 后续整改状态 updates.status 14 | 更新日期 updated 12 | 修订日期 revisions.date 12
修订内容 revisions.note 24 | 修订原因 revisions.reason 18 | 补充日期 supplements.date 12
补充内容 supplements.note 24 | 撤下日期 withdrawn.date 12 | 撤下理由 withdrawn.reason 24
并入序号 withdrawn.into 10 | 撤下后保留文字 withdrawn.keep_text 12
撤下后标题也不留 withdrawn.hide_title 12 | 审核状态 review.state 10
审核环节 review.signatures.step 10 | 审核人 review.signatures.by 12 | 审核时间 review.signatures.at 16
不列出的文字 hide_facts 24 | 放行规则 waivers.rule 10 | 放行原文 waivers.text 16 | 放行人 waivers.by 12
放行理由 waivers.reason 24 | 草稿 draft 8 | 话题 topics 12
"""
"""A name, the field, the width of its column."""
_OWN: Final = (
    *(
        NamedField(name, tuple(path.split(".")), int(width))
        for name, path, width in (one.split() for line in _TABLE.split("\n") for one in line.split(" | ") if one)
    ),
    *(
        NamedField(
            entry + str(fields_of(kind)[name].metadata["name"]).replace("文件名", f"{word}文件名"),
            (*at, field, name),
            16,
        )
        for entry, at in (("", ()), ("措施", ("measures",)), ("进展", ("progress",)), ("后续进展", ("updates",)))
        for field, word, kind in (("photos", "照片", Photo), ("attachments", "附件", Attachment))
        for name in fields_of(kind)
    ),
)
ISSUE: Final = (
    *_OWN,
    *(
        named
        for one in particulars()
        if (one.field,) not in {named.path for named in _OWN}
        for named in _particular(one.title, one.field, one.kind)
    ),
)
USUAL: Final = 11
"""So many columns a ledger always has; the others only where an issue says something there."""


class WrongValueError(ValueError):
    """A text that cannot be the value of its field; the message says so in Chinese."""


def issue_texts(issue: Issue, categories: Sequence[Category]) -> Mapping[str, str]:
    """The texts of an issue by their names, empty ones left out."""
    titles = {category.id: category.title for category in categories}
    texts = {named.name: _text(issue, Issue, named.path) for named in ISSUE}
    if titles or issue.category != UNFILLED_CATEGORY:
        texts[CATEGORY] = titles.get(issue.category, issue.category)
    else:
        del texts[CATEGORY]
    return {name: text for name, text in texts.items() if text}


def issue_from(texts: Mapping[str, str], categories: Sequence[Category]) -> Issue:
    """The issue with these *texts*. Raises WrongValueError."""
    ids: dict[str, str] = {category.title: category.id for category in categories}
    title = texts.get(CATEGORY, "")
    if title not in ids and title not in ids.values() and (title or categories):
        raise WrongValueError(f"“类别”里没有“{title}”；先把它加进类别表")
    record = _record(Issue, [(named.path, texts[named.name]) for named in ISSUE if texts.get(named.name)])
    named = {"category": ids.get(title, title)} if title else {}
    issue: Issue = _build(Issue, {**record, **named})
    return issue


def round_names() -> Sequence[NamedField]:
    """The names of a round's texts, without its categories."""
    return tuple(named for named in _names(Round, (), ()) if named.path[0] != "categories")


def round_texts(record: Round) -> Mapping[str, str]:
    """The texts of a round by their names, empty ones left out."""
    texts = {named.name: _text(record, Round, named.path) for named in round_names()}
    return {name: text for name, text in texts.items() if text}


def round_from(texts: Mapping[str, str], categories: Sequence[Category]) -> Round:
    """The round with these *texts* and *categories*. Raises WrongValueError."""
    record = _record(Round, [(named.path, texts[named.name]) for named in round_names() if texts.get(named.name)])
    made: Round = _build(Round, {**record, "categories": tuple(categories)})
    return made


def join(items: Sequence[str], *, numbered: bool) -> str:
    """Several texts as one: numbered where asked, or where one could not tell them apart otherwise."""
    if not numbered and len(items) == 1 and not _ITEM.match(items[0]):
        return items[0]
    return "\n".join(
        f"{number}. " + item.replace("\n", "\n" + _INDENT) for number, item in enumerate(items, start=1) if item
    )


def split(text: str) -> Sequence[str]:
    """The texts that were *joined*; a number that was left out gives an empty one."""
    if not _ITEM.match(text):
        return [text]
    items: dict[int, str] = {}
    number = 0
    for line in text.split("\n"):
        match = _ITEM.match(line)
        if match and int(match[1]) > number:
            number = int(match[1])
            items[number] = line[match.end() :]
        else:
            items[number] += "\n" + line.removeprefix(_INDENT)
    return [items.get(place, "") for place in range(1, number + 1)]


def _names(kind: Any, path: tuple[str, ...], words: tuple[str, ...]) -> Sequence[NamedField]:
    found: list[NamedField] = []
    for name, hint in hints(kind).items():
        word = str(fields_of(kind)[name].metadata["name"])
        inner = item_of(hint) or hint
        if is_record(inner):
            found += _names(inner, (*path, name), (*words, word))
        else:
            found.append(NamedField("：".join((*words, word)), (*path, name)))
    return found


def _text(record: Any, kind: Any, path: tuple[str, ...]) -> str:
    """The text of the field at *path*; of a list of records, one item for each."""
    value, hint = getattr(record, fields_of(kind)[path[0]].name), hints(kind)[path[0]]
    if value is None:
        return ""
    if item := item_of(hint):
        if is_record(item):
            is_first = fields_of(item)[path[1]] is _main(item)
            return join([_text(one, item, path[1:]) for one in value], numbered=not is_first)
        return "、".join(value)
    return _text(value, hint, path[1:]) if is_record(hint) else _spelt(value)


def _main(kind: Any) -> Any:
    """The field by which people know a record of this kind: its first required one."""
    return next(field for field in fields_of(kind).values() if field.default is MISSING)


def _spelt(value: Any) -> str:
    if isinstance(value, bool):
        return _YES if value else ""
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, PartialDate):
        return value.iso
    return value.stamp if isinstance(value, Moment) else str(value)


def _record(kind: Any, texts: Sequence[tuple[tuple[str, ...], str]]) -> dict[str, Any]:
    """The fields of a record of *kind* from its texts by their paths."""
    record: dict[str, Any] = {}
    for name, hint in hints(kind).items():
        given = [(path[1:], text) for path, text in texts if path[0] == name]
        if not given:
            continue
        own, word = fields_of(kind)[name].name, str(fields_of(kind)[name].metadata["name"])
        if item := item_of(hint):
            record[own] = _items(item, given) if is_record(item) else tuple(given[0][1].split("、"))
        elif is_record(hint):
            record[own] = _build(hint, _record(hint, given))
        else:
            record[own] = _value(hint, given[0][1], word)
    return record


def _items(kind: Any, given: Sequence[tuple[tuple[str, ...], str]]) -> tuple[Any, ...]:
    paths = [path for path, _ in given]
    rows = zip_longest(*(split(text) for _, text in given), fillvalue="")
    return tuple(
        _build(kind, _record(kind, [(path, text) for path, text in zip(paths, row, strict=True) if text]))
        for row in rows
    )


def _build(kind: Any, record: Mapping[str, Any]) -> Any:
    missing = [
        str(field.metadata["name"])
        for field in fields_of(kind).values()
        if field.default is MISSING and field.name not in record
    ]
    if missing:
        raise WrongValueError(f"缺少{'、'.join(f'“{name}”' for name in missing)}")
    return kind(**record)


def _value(hint: Any, text: str, word: str) -> Any:
    try:
        if hint is PartialDate:
            return PartialDate.parse(_plain_date(text))
        if hint is Moment:
            return Moment.parse(text)
        if hint is bool:
            return {_YES: True, "否": False}[text]
        if hint is int:
            return int(text)
        if isinstance(hint, type) and issubclass(hint, Enum):
            return members_of(hint)[text]
    except (ValueError, KeyError):
        choices = f"；可以写：{'、'.join(members_of(hint))}" if issubclass(hint, Enum) else ""
        raise WrongValueError(f"“{word}”不能是“{text}”{choices}") from None
    return text


def _plain_date(text: str) -> str:
    """A date as the model writes it; office software likes to spell it anew."""
    if match := _DATE.fullmatch(text):
        return "-".join([match[1], *(part.zfill(2) for part in match.groups()[1:] if part)])
    return text
