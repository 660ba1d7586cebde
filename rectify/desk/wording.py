"""What checks and commands say, in the words of the desk: fields are called as its forms call them, files as its pages do."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from enum import Enum
from functools import cache
from typing import Any, Final

from rectify.desk.buttons import with_buttons
from rectify.field.config import SiteConfig
from rectify.field.model import Glossary, Issue, Round, Synonyms
from rectify.field.shape import fields_of, hints, is_record, item_of, members_of

FILES: Final = {
    "site.yaml": "设置",
    "round.yaml": "这一轮的情况",
    "glossary.yaml": "名词解释",
    "synonyms.yaml": "搜索时的不同说法",
}
"""What the desk calls the files that are no issues."""

_RECORDS: Final = (Issue, Round, SiteConfig, Glossary, Synonyms)
_FILE: Final = "|".join(map(re.escape, FILES))
_NAMED: Final = re.compile(r"(?<![A-Za-z0-9_.])([a-z][a-z0-9_]*)（([^（）]+)）")
_MISSING: Final = re.compile(r"缺少字段 (“[^”]+”)")
_LINE: Final = re.compile(
    r"(?:补上一行|添一行，例如|添一行|添上) ?([a-z][a-z0-9_]*)(?:: (?:…|\[[^\]]*\]|[^\s，。；]+))?"
)
_VALUE: Final = re.compile(r"写上? ?([a-z][a-z0-9_]*): ([^\s，。；）]+)")
_IN_FILE: Final = re.compile(rf"(?:content/)?({_FILE}) ?(?:的|里的) ?(?=[a-z])")
_ABOUT_FILE: Final = re.compile(rf"(?:content/)?({_FILE})")
_ID: Final = re.compile(r"写 round\.yaml 里[\u4e00-\u9fff]+的 id")
_NAME: Final = re.compile(r"(?<![A-Za-z0-9_./“-])([a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*)(?![A-Za-z0-9_./”-])")
_DOCS: Final = re.compile(
    r"（[^（）]*python3 build\.py docs[^（）]*）|[，；]?(?:写法|说明)?见 ?python3 build\.py docs(?: [a-z]+)?(?: [\u4e00-\u9fff]+)?"
)
_HINT: Final = re.compile(r"填上内容（.*）\Z")
"""What belongs into a field is said beside it in the form."""
_SPACE: Final = re.compile(r"(?<=[\u4e00-\u9fff”“]) (?=[“”\u4e00-\u9fff])")


def desk_words(text: str, kind: Any = None, where: tuple[str | int, ...] = ()) -> str:
    """The *text* of a message or remedy for somebody who fills in forms.

    It speaks of the field at the path *where* of a file whose record has the class *kind*, if that is known: several
    records have a field of the same name, and call it differently.
    """
    text, names = with_buttons(text), _names(_records_along(kind, where))

    def quote(name: str) -> str:
        return f"“{names[name]}”"

    def value(match: re.Match[str]) -> str:
        name, word = match.groups()
        if name not in names:
            return match[0]
        if word in ("true", "false"):
            return f"{'勾选' if word == 'true' else '不勾'}{quote(name)}"
        choice = _choices().get((name, word))
        return f"{quote(name)}选“{choice}”" if choice else f"在{quote(name)}里写 {word}"

    text = _ID.sub("选一个", _DOCS.sub("", _HINT.sub("填上内容", text)))
    text = _LINE.sub(lambda m: f"填写{quote(m[1])}" if m[1] in names else m[0], text)
    text = _VALUE.sub(value, text)
    text = _NAMED.sub(lambda m: f"“{m[2]}”" if m[1] in names else m[0], text)
    text = _MISSING.sub(r"\1没有填", text)
    text = _IN_FILE.sub(lambda m: f"“{FILES[m[1]]}”里的", text)
    text = _ABOUT_FILE.sub(lambda m: f"“{FILES[m[1]]}”", text)
    text = _NAME.sub(lambda m: _desk_word(m[1].rpartition(".")[2], names) or m[0], text)
    return _SPACE.sub("", text)


def _records_along(kind: Any, where: tuple[str | int, ...]) -> tuple[Any, ...]:
    """The record classes from the innermost on the path *where* out to that of the file."""
    records = [kind] if kind else []
    for step in where:
        if isinstance(step, str) and is_record(kind) and step in fields_of(kind):
            kind = item_of(hints(kind)[step]) or hints(kind)[step]
            records += [kind] if is_record(kind) else []
    return tuple(reversed(records))


def _desk_word(word: str, names: Mapping[str, str]) -> str:
    """What the desk calls a field or a choice that files call *word*; empty for other words."""
    return f"“{called}”" if (called := names.get(word) or _called_choices().get(word)) else ""


@cache
def _called_choices() -> Mapping[str, str]:
    """What choices are called whose words in files are no Chinese."""
    return {word: called for (_, word), called in _choices().items() if word.isascii() and called != word}


@cache
def _names(records: tuple[Any, ...]) -> Mapping[str, str]:
    """What fields are called, by their names in files; those of *records* go before those of others."""
    found: dict[str, str] = {}
    for record in (*records, *_RECORDS):
        for name, own, _ in _fields(record):
            found.setdefault(name, own)
    return found


@cache
def _choices() -> Mapping[tuple[str, str], str]:
    """What the words of choices are called, by the field's name and the word."""
    return {
        (name, word): choice_words(member)
        for record in _RECORDS
        for name, _, own in _fields(record)
        if isinstance(own, type) and issubclass(own, Enum)
        for word, member in members_of(own).items()
    }


def choice_words(member: Enum) -> str:
    """What people call a choice."""
    words = getattr(member, "words", member.value)
    return words if isinstance(words, str) else str(member.value)


def _fields(kind: Any) -> Iterator[tuple[str, str, Any]]:
    """The fields of a record class and of the records within it, the outer ones first: name, what it is called, type."""
    inner = []
    for name, own in fields_of(kind).items():
        of = item_of(hints(kind)[name]) or hints(kind)[name]
        yield name, own.metadata["name"], of
        if is_record(of):
            inner.append(of)
    for one in inner:
        yield from _fields(one)


def field_words(kind: Any, where: tuple[str | int, ...]) -> str:
    """What the form calls the field at the path *where* of a record of *kind*: 照片第1条“照片内容”; empty for the whole file."""
    parts: list[str] = []
    for step in where:
        if isinstance(step, int):
            parts.append(f"第{step + 1}条")
            kind = item_of(kind) or kind
        elif is_record(kind) and step in fields_of(kind):
            parts.append(fields_of(kind)[step].metadata["name"])
            kind = hints(kind)[step]
        else:
            break
    is_name = bool(parts) and isinstance(where[len(parts) - 1], str)
    return "".join([*parts[:-1], f"“{parts[-1]}”"] if is_name else parts)
