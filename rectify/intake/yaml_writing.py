"""Drafts and records → the YAML of their files: in the order of the model, with blocks and comments that a person can read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import Enum
from itertools import groupby
from typing import Any, Final

from rectify.field.model import Issue, Round, Status
from rectify.field.shape import fields_of, hints, is_record, is_required, item_of, shorthand
from rectify.field.words import Rich
from rectify.ground.dates import Moment, PartialDate
from rectify.intake.escaping import as_table, escape
from rectify.intake.readers.lines import Cell
from rectify.intake.recognise.draft import Draft, DraftIssue, NoticeLine, Passage, are_of_several, normal
from rectify.intake.recognise.passages import names_of, table_of, titles_in_list
from rectify.intake.recognise.round_facts import only_date
from rectify.source.nodes import UNPRINTABLE
from rectify.source.sources import ROUND_FILE

_PLAIN: Final = re.compile(r"[^\s\-?:,\[\]{}#&*!|>'\"%@`](?:[^:#\n]|:(?=\S)|(?<=\S)#)*\Z")
_FALSE_FRIENDS: Final = re.compile(r"(?:~|null|true|false|yes|no|on|off|[\d.+-].*)\Z", re.IGNORECASE)
_SHORT: Final = 60
_TEXTS: Final = ("problem", "note")
_LISTS: Final = ("measures", "progress")
_NAMES: Final = ("lead", "responsible")
_ROWS: Final = ("accountable", "due", "goal", "accepted")
_LISTED: Final = re.compile(r"[^\s\-?:,\[\]{}#&*!|>'\"%@`][^,\[\]{}:#'\"]*\Z")


def file_name(number: int) -> str:
    """The name of the file of the issue with this number."""
    return f"{number:03}.yaml"


def texts_of(draft: Draft) -> dict[str, str]:
    """The files of a round by their names."""
    return {ROUND_FILE: round_yaml(draft)} | {file_name(one.number): issue_yaml(draft, one) for one in draft.issues}


def issue_yaml(draft: Draft, issue: DraftIssue) -> str:
    """The file of one issue."""
    ids = {title: identifier for identifier, title in draft.round.categories}
    blocks = {
        "number": [f"number: {issue.number}"],
        "title": [f"title: {scalar(issue.title)}" if issue.title else "title:"],
        "category": _category(ids, issue.category),
        "status": _status(draft, issue),
        "timeframe": [f"timeframe: {issue.timeframe.value}"] if issue.timeframe else [],
        "review": ["review:", "  state: pending"],
    }
    if issue.said and issue.said.strip(" .、．()（）") != str(issue.number):
        blocks["number"].insert(0, f"# 原文里的编号：{issue.said}")
    for name, texts in issue.fields.items():
        if name in _TEXTS:
            body = [f"{name}: |", *_block("\n\n".join(text for _, text in _texts(draft.lines, texts)), 2)]
        elif name in _LISTS:
            body = [f"{name}:", *_items(draft.lines, issue, name)]
        elif name in _NAMES:
            body = [f"{name}: [{', '.join(map(in_list, names_of(texts)))}]"]
        elif name == "result":
            body = [f"result: {scalar(texts[0].text)}"]
        else:
            continue
        blocks[name] = [_places(draft.lines, texts), *body]
    blocks |= {name: list(_row(draft, name, issue)) for name in _ROWS if name in issue.fields}
    blocks["due_changes"] = list(_moves(draft.lines, issue))
    blocks["evidence"] = list(_evidence(draft.lines, issue.fields.get("evidence", ())))
    blocks["photos"] = _photos(issue)
    if "problem" not in blocks:
        blocks["problem"] = ["# 没有认出问题的内容，请照原文补上。", "problem:"]
    return _file(line for name in fields_of(Issue) for line in blocks.get(name, ()))


def _photos(issue: DraftIssue) -> list[str]:
    """Its pictures; what they show nobody has said yet."""
    if not issue.photos:
        return []
    lines = ["# 原文里的图片。要公开的，每一张补上 alt（照片内容）；不要的，删去。", "photos:"]
    for name in issue.photos:
        lines.append(f"  - file: {name}")
        if name in issue.captions:
            lines.append(f"    caption: {scalar(issue.captions[name])}")
    return lines


def round_yaml(draft: Draft) -> str:
    """The file of the round; what the notice does not say stands empty, and `build` asks for it."""
    lines = ["# 由导入生成，请核对。每一项的含义见 python3 build.py docs fields。"]
    needed = Round.needed_beside({"kind": draft.round.kind})
    for name, field in fields_of(Round).items():
        kind = hints(Round)[name]
        required = is_required(field) or name in needed
        if name == "categories":
            listed = [f"  - id: {slug}\n    title: {scalar(title)}" for slug, title in draft.round.categories]
            lines += ["categories:", *listed] if listed else []
        elif name in ("introduction", "closing"):
            lines += _round_text(draft, name, required=required)
        elif is_record(kind) and not item_of(kind):
            lines += _group(draft, name, kind, required=required)
        else:
            word = needed.get(name, field.metadata["name"])
            lines += _fact(draft, name, name, 0, required=required, named=word)
    return _file(lines)


def _file(lines: Iterable[str]) -> str:
    """The text of a file. What shaped the letter before it is left out where a text was cut between the two."""
    return UNPRINTABLE.sub("", "\n".join(lines) + "\n")


def scalar(text: str) -> str:
    """One line of text as YAML."""
    if _PLAIN.match(text) and not _FALSE_FRIENDS.match(text) and not text.endswith(":"):
        return text
    if '"' not in text and "\\" not in text:
        return f'"{text}"'
    return "'" + text.replace("'", "''") + "'"


def _status(draft: Draft, issue: DraftIssue) -> list[str]:
    """The status with the words that it was read from, or why there is none."""
    if issue.status is None:
        why = issue.withheld or "原文没有说明整改状态"
        words = "、".join(one.value for one in Status if one.value)
        return [f"# {_on_one_line(why)}。", f"# 请核实以后填上：{words}", "status:"]
    place = f"（{draft.lines[issue.basis_line].place}）" if issue.basis_line >= 0 else ""
    return [f"# 依据{place}：{_on_one_line(issue.basis)}", f"status: {issue.status.value}"]


def _on_one_line(text: str) -> str:
    return " ".join(text.split())


def _quotation(passage: Passage) -> str:
    return escape(passage.before + passage.text)


def _texts(lines: Sequence[NoticeLine], texts: Sequence[Passage]) -> Iterator[tuple[int, str]]:
    """The texts of a field with their places in it; rows of a table that stand together are one Markdown table."""
    for table, group in groupby(enumerate(texts), key=lambda item: table_of(lines, item[1])):
        run = list(group)
        if table and len(run) > 1:
            yield run[0][0], as_table(_rows([lines[passage.pieces[0].line].line.cells for _, passage in run]))
        else:
            yield from ((place, _quotation(passage)) for place, passage in run)


def _rows(rows: Sequence[Sequence[Cell]]) -> list[list[str]]:
    """The texts of the cells in their columns; a cell that spans others leaves these empty."""
    first = min(cell.column for row in rows for cell in row)
    width = max(cell.column + cell.spans[0] for row in rows for cell in row) - first
    made = [[""] * width for _ in rows]
    for texts, row in zip(made, rows, strict=True):
        for cell in row:
            texts[cell.column - first] = normal(cell.text)
    return made


def _items(lines: Sequence[NoticeLine], issue: DraftIssue, name: str) -> Iterator[str]:
    for place, text in _texts(lines, issue.fields[name]):
        event = issue.events.get(place) if name == "progress" else None
        if event is not None:
            remark = "  # 年份据反馈日期推出" if event.derived else ""
            yield f"  - date: {event.first.iso}{remark}"
            if event.last:
                yield f"    until: {event.last.iso}"
            yield from _value("    text", text, 6)
        else:
            yield from _value("  -", text, 4)


def _value(key: str, text: str, indent: int) -> Iterator[str]:
    colon = "" if key.endswith("-") else ":"
    if len(text) <= _SHORT and scalar(text) == text:
        yield f"{key}{colon} {text}"
    else:
        yield f"{key}{colon} |-"
        yield from _block(text, indent)


def _block(text: str, indent: int) -> Iterator[str]:
    for line in text.split("\n"):
        yield " " * indent + line if line else ""


def in_list(name: str) -> str:
    """A name as an item of a list in brackets."""
    return name if _LISTED.match(name) else '"' + name.replace('"', "”").replace("\\", "\\\\") + '"'


def _places(lines: Sequence[NoticeLine], texts: Sequence[Passage]) -> str:
    """The comment that says where texts stand: 来源：第12–18行."""
    indexes = sorted({piece.line for text in texts for piece in text.pieces})
    if not indexes:
        return "# 来源：通报"
    first, last = lines[indexes[0]], lines[indexes[-1]]
    name = f"# 来源：{first.source.name} " if are_of_several(lines) else "# 来源："
    if first.place == last.place:
        return name + first.place
    shape = re.fullmatch(r"第(\d+)(行|段)", first.place), re.fullmatch(r"第(\d+)(行|段)", last.place)
    if shape[0] and shape[1] and shape[0][2] == shape[1][2]:
        return f"{name}第{shape[0][1]}–{shape[1][1]}{shape[0][2]}"
    return f"{name}{first.place}至{last.place}"


def _category(ids: Mapping[str, str], title: str) -> list[str]:
    """The category of an issue, where the notice has categories."""
    if title:
        return [f"category: {ids[title]}"]
    return ["# 原文没有把它归入哪一类，请填上。", "category:"] if ids else []


def _moves(lines: Sequence[NoticeLine], issue: DraftIssue) -> Iterator[str]:
    """How the deadline was moved; what the notice does not say stands empty, and `build` asks for it."""
    if issue.moves:
        yield f"# 来源：{'、'.join(dict.fromkeys(lines[one.line].place for one in issue.moves))}"
        yield "due_changes:"
    for one in issue.moves:
        yield f"  - from: {one.before.iso}" if one.before else "  - from:  # 原文没有写原来的时限，请填上"
        yield f"    to: {one.to.iso}"
        yield f"    date: {one.date.iso}" if one.date else "    date:  # 原文没有写哪天改的，请填上"
        yield f"    reason: {scalar(one.reason)}" if one.reason else "    reason:  # 原文没有写为什么改，请填上"


def _evidence(lines: Sequence[NoticeLine], texts: Sequence[Passage]) -> Iterator[str]:
    """The names of what shows the rectification; where it is to be found nobody has said yet."""
    if texts:
        yield _places(lines, texts)
        yield "# 公开的，写进 attachments，再在这里写文件名 file；在别的网站上的，写网址 url；不公开的，删去。"
        yield "evidence:"
    for title in titles_in_list(texts):
        yield f"  - title: {scalar(title)}"
        yield "    file:"


def _row(draft: Draft, name: str, issue: DraftIssue) -> Iterator[str]:
    """A particular in one line, or in one for each of its parts where the notice gives more than its words."""
    texts = {key: one for key, one in issue.fields.items() if key.partition(".")[0] == name}
    words = {
        key.partition(".")[2]: " ".join(_on_one_line(one.before + one.text) for one in texts[key]).replace(" ，", "，")
        for key in texts
    }
    yield _places(draft.lines, [one for key in texts for one in texts[key]])
    dated = words.get("date", words[""] if name == "due" else "")
    day = issue.moves[-1].to if name == "due" and issue.moves else only_date(dated)
    if day is None and len(words) == 1:
        yield f"{name}: {scalar(words[''])}"
        return
    yield f"{name}:"
    yield f"  {'text' if name == 'due' else 'result'}: {scalar(words[''])}"
    yield from (f"  {part}: {scalar(text)}" for part, text in words.items() if part == "by")
    yield from ([f"  date: {day.iso}"] if day else [])
    yield from (f"  {part}: {scalar(text)}" for part, text in words.items() if part == "how")


def _round_text(draft: Draft, name: str, *, required: bool) -> list[str]:
    texts: tuple[Passage, ...] = getattr(draft.round, name)
    if texts:
        return [_places(draft.lines, texts), f"{name}: |", *_block("\n\n".join(map(_quotation, texts)), 2)]
    return ["# 原文在问题前面没有文字，请写一两句。", f"{name}:"] if required else []


def _group(draft: Draft, name: str, kind: object, *, required: bool) -> list[str]:
    lines: list[str] = []
    for key, field in fields_of(kind).items():
        must = required and is_required(field)
        lines += _fact(draft, f"{name}.{key}", key, 2, required=must, named=field.metadata["name"])
    return [f"{name}:", *lines] if lines else []


def _fact(draft: Draft, key: str, name: str, indent: int, *, required: bool, named: str) -> list[str]:
    fact = draft.round.facts.get(key)
    margin = " " * indent
    if fact is None:
        if not required:
            return []
        day = draft.round.facts.get("published_day") if key == "published" else None
        hint = f"原文只写了日期 {day.value}，请补上几点几分" if day else f"原文里没有找到{named}，请填上"
        return [f"{margin}# {hint}。", f"{margin}{name}:"]
    remark = [f"{margin}# {fact.remark}。"] if fact.remark else []
    place = f"  # 来源：{draft.lines[fact.line].place}" if fact.line >= 0 and indent + len(fact.value) <= _SHORT else ""
    value = fact.value if re.fullmatch(r"[\d: -]+", fact.value) else scalar(fact.value)
    return [*remark, f"{margin}{name}: {value}{place}"]


def record_yaml(record: Any) -> str:
    """The file that holds *record*; fields that say nothing are left out."""
    return "\n".join(_fields(record, 0)) + "\n"


def _fields(record: Any, indent: int) -> Iterator[str]:
    margin = " " * indent
    for name, field in fields_of(_kind(record)).items():
        value = getattr(record, field.name)
        if value is None or (not is_required(field) and value in ("", (), field.default)):
            continue
        if isinstance(value, tuple):
            yield from _list(name, value, margin)
        elif is_record(_kind(value)):
            yield f"{margin}{name}:"
            yield from _fields(value, indent + 2)
        else:
            yield from _text(f"{margin}{name}:", value, indent + 2, rich=hints(_kind(record))[name] is Rich)


def _list(name: str, values: tuple[Any, ...], margin: str) -> Iterator[str]:
    if all(isinstance(value, str) for value in values):
        yield f"{margin}{name}: [{', '.join(map(in_list, values))}]"
        return
    yield f"{margin}{name}:"
    for value in values:
        single = shorthand(_kind(value))
        others = [
            other
            for other, field in fields_of(_kind(value)).items()
            if other != single and getattr(value, field.name) not in ("", None, ())
        ]
        if single and not others:
            yield from _text(f"{margin}  -", getattr(value, single), len(margin) + 4, rich=True)
            continue
        lines = list(_fields(value, len(margin) + 4))
        yield f"{margin}  - {lines[0].lstrip()}"
        yield from lines[1:]


def _text(key: str, value: Any, indent: int, *, rich: bool) -> Iterator[str]:
    if isinstance(value, (Enum, bool, int)):
        yield f"{key} {str(value).lower() if isinstance(value, bool) else getattr(value, 'value', value)}"
    elif isinstance(value, (PartialDate, Moment)):
        yield f"{key} {value.iso if isinstance(value, PartialDate) else value.stamp}"
    elif rich and ("\n" in value or len(value) > _SHORT):
        yield f"{key} |-"
        yield from _block(value, indent)
    else:
        yield f"{key} {scalar(value)}"


def _kind(value: Any) -> Any:
    return type(value)
