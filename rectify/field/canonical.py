"""The text for comparison, form 2: all that readers rely on of an issue, a round, the site or the glossary (C-08).

Its SHA-256 stands in the public record, and the site publishes it as a file. `docs/canonical.md` describes it. It is made
from the declared fields of a record, so a new field is in it as soon as it is filled, and an empty one never is: a field
that is added to the model changes no digest. Categories stand in it by their titles, photographs and attachments with
their own digests, revisions and dates of publication with all else. Left out is what readers are not told.
`public_text` makes form 1, by which sites were recorded before.

A text is written from a tree, and read back into the same tree: a record is a mapping from the Chinese names of its
filled fields, a list a tuple, running text `Lines`, everything else a string of one line.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from enum import Enum
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from rectify.field.attached import PRIVATE
from rectify.field.config import SiteConfig
from rectify.field.model import UNFILLED_CATEGORY, Glossary, Issue, PhotoTime, Round
from rectify.field.public_text import visible_lines
from rectify.field.shape import fields_of, hints, is_record
from rectify.field.words import Article, Rich
from rectify.ground.dates import Moment, PartialDate
from rectify.ground.files import sha256

FORM: Final = 2

CHECKSUM: Final = "校验码"
"""The name under which a photograph or an attachment has the SHA-256 of its file."""

_HEAD: Final = f"核对文本 {FORM}"
_KINDS: Final = {Issue: "问题", Round: "轮次", SiteConfig: "网站", Glossary: "名词解释"}
UNTOLD: Final = frozenset({"draft", "review", "waivers", *PRIVATE})
"""Fields that readers are not told."""

_SETTINGS: Final = frozenset(
    (
        "aliases base_url colour column_type keywords linked "
        "logo navigation redirects review_required review_shown server topics"
    ).split()
)
"""How the site is made and shown; none of it says anything of what was inspected."""

_HISTORIES: Final = ("revisions", "supplements", "updates", "due_changes", "returns", "reexamined")
"""Fields that are lists of what happened, in order of its days; whoever adds one to the model names it here."""

Tree = Mapping[str, Any]
_NO_WORDS: Final[Mapping[str, str]] = MappingProxyType({})


class Lines(NamedTuple):
    """Running text: a paragraph, or an item of a list, in each line."""

    lines: tuple[str, ...]


class Context(NamedTuple):
    """What stands beside a record: the titles of its round's categories by their ids, the SHA-256 of its files by name."""

    titles: Mapping[str, str] = _NO_WORDS
    files: Mapping[str, str] = _NO_WORDS


ALONE: Final = Context()


def history_names(kind: Any) -> frozenset[str]:
    """The Chinese names of those fields of the record class *kind* that are lists of what happened."""
    return frozenset(str(fields_of(kind)[name].metadata["name"]) for name in _HISTORIES if name in fields_of(kind))


def canonical_text(record: Issue | Round | SiteConfig | Glossary, context: Context = ALONE) -> str:
    """The text of *record*, in NFC, with a line feed after each line.

    Of an issue that was withdrawn with its text there are only number, title and withdrawal, the title unless it is hidden.
    """
    tree = _tree(record, context)
    if isinstance(record, Issue) and (withdrawal := record.withdrawn) and not withdrawal.keeps_text:
        left = ("number", "withdrawn") if withdrawal.hide_title else ("number", "title", "withdrawn")
        names = [str(fields_of(Issue)[name].metadata["name"]) for name in left]
        tree = {name: tree[name] for name in names}
    word = next(word for kind, word in _KINDS.items() if isinstance(record, kind))
    return write_tree({_HEAD: word, **tree})


def digest_of(text: str) -> str:
    """The SHA-256 of a text in UTF-8, in hexadecimal, as `sha256sum` prints it for the file."""
    return sha256(text.encode("utf-8", "surrogatepass"))


def write_tree(tree: Tree) -> str:
    """The text that says what *tree* does."""
    return unicodedata.normalize("NFC", "".join(f"{line}\n" for line in _record_lines(tree, "")))


def read(text: str) -> Tree:
    """The tree that was written as *text*; ValueError if it is no such text, or not written as `written` does."""
    *lines, rest = text.split("\n")
    tree, end = _read_record(lines, 0, "")
    if rest or end != len(lines) or write_tree(tree) != text:
        raise ValueError(text[:80])
    return tree


def _tree(record: Any, context: Context) -> dict[str, Any]:
    kind: Any = type(record)
    tree: dict[str, Any] = {}
    for name, field in fields_of(kind).items():
        if name in UNTOLD or name in _SETTINGS:
            continue
        value = getattr(record, field.name)
        if name in _HISTORIES:
            value = tuple(sorted(value, key=_day_of))
        if name == "category":
            value = "" if value == UNFILLED_CATEGORY else context.titles.get(value, value)
        if value != field.default and (written := _value(value, hints(kind)[name], context)):
            tree[str(field.metadata["name"])] = written
    if checksum := context.files.get(getattr(record, "file", "")):
        tree[CHECKSUM] = checksum
    return tree


def _day_of(entry: Any) -> str:
    """The day of an entry, by which its list is ordered; entries without one keep their order."""
    day = getattr(entry, "date", None)
    return day.iso if day else ""


def _value(value: Any, hint: Any, context: Context) -> Any:
    """What stands in a tree for the *value* of a field; what is empty is false."""
    kind: Any = type(value)
    if isinstance(value, tuple):
        return tuple(filter(None, (_value(one, None, context) for one in value)))
    if isinstance(value, PartialDate):
        return value.iso
    if isinstance(value, Moment):
        return value.stamp
    if is_record(kind):
        return _tree(value, context)
    if hint is Rich or hint is Article:
        return Lines(lines) if (lines := tuple(visible_lines(value))) else ()
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Enum):
        return value.words if isinstance(value, PhotoTime) else str(value.value)
    return " ".join(str(value or "").splitlines()).strip() if not isinstance(value, int) else str(value)


def _record_lines(tree: Tree, margin: str) -> Iterator[str]:
    for name, value in tree.items():
        if isinstance(value, str):
            yield f"{margin}{name}：{value}"
            continue
        yield f"{margin}{name}："
        if isinstance(value, Lines):
            yield from (f"{margin}  | {line}" for line in value.lines)
        elif isinstance(value, Mapping):
            yield from _record_lines(value, f"{margin}  ")
        else:
            for item in value:
                yield f"{margin}  - {item}" if isinstance(item, str) else f"{margin}  -"
                if not isinstance(item, str):
                    yield from _record_lines(item, f"{margin}    ")


def _read_record(lines: list[str], at: int, margin: str) -> tuple[dict[str, Any], int]:
    """The record whose fields begin at the line *at* with this *margin*, and the line after it."""
    tree: dict[str, Any] = {}
    while at < len(lines) and lines[at].startswith(margin):
        name, colon, value = lines[at][len(margin) :].partition("：")
        if not colon or name in tree or name.startswith((" ", "-", "|")):
            break
        at += 1
        if not value:
            value, at = _read_block(lines, at, f"{margin}  ")
        tree[name] = value
    return tree, at


def _read_block(lines: list[str], at: int, margin: str) -> tuple[Any, int]:
    """What stands below the name of a field."""
    mark = lines[at][len(margin) : len(margin) + 1] if at < len(lines) and lines[at].startswith(margin) else ""
    if mark == "|":
        end = at
        while end < len(lines) and lines[end].startswith(f"{margin}| "):
            end += 1
        return Lines(tuple(line[len(margin) + 2 :] for line in lines[at:end])), end
    if mark != "-":
        return _read_record(lines, at, margin)
    items: list[Any] = []
    while at < len(lines) and lines[at].startswith(f"{margin}-"):
        item: Any = lines[at][len(margin) + 2 :]
        at += 1
        if not item:
            item, at = _read_record(lines, at, f"{margin}  ")
        items.append(item)
    return tuple(items), at
