"""What pages of the desk send and get: values of the right shape, names of files, faults, and words of refusal."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from rectify.desk.faults import Fault
from rectify.desk.names import DeskFile, file_called
from rectify.desk.values import Entry
from rectify.desk.wording import desk_words

MAX_DEPTH: Final = 8
"""Lists and records in each other, at most: the model has four."""


_WAY: Final = re.compile(r"(site\.yaml|round\.yaml) ?(?:(?:的|里的|里) ?([a-z_]+)|里(类别))?")


class RefusedError(Exception):
    """The desk does not do it; `status` is that of HTTP, `words` say why, `more` is what the page needs to go on."""

    def __init__(self, status: int, words: str, **more: Any) -> None:
        super().__init__(words)
        self.status = status
        self.words = words
        self.more = more


def plain_values(value: Any) -> Any:
    """Values as JSON: an item of a list is an object with its `value` and its `origin`."""
    if isinstance(value, Mapping):
        return {name: plain_values(one) for name, one in value.items()}
    if isinstance(value, list):
        return [{"value": plain_values(one.value), "origin": one.origin} for one in value]
    return value


def values_of(sent: object, depth: int = 0) -> Any:
    """The values that a browser sent; RefusedError if they have another shape."""
    if depth > MAX_DEPTH:
        raise RefusedError(400, "填的内容嵌套得太深。")
    if isinstance(sent, Mapping) and all(isinstance(name, str) and name.isidentifier() for name in sent):
        return {name: values_of(one, depth + 1) for name, one in sent.items()}
    if isinstance(sent, list) and depth:
        return [_entry(one, depth) for one in sent]
    if depth and (sent is None or isinstance(sent, str)):
        return sent
    raise RefusedError(400, "请求的内容不对，请重新打开这一页。")


def _entry(sent: object, depth: int) -> Entry:
    if not isinstance(sent, Mapping) or sent.keys() != {"value", "origin"}:
        raise RefusedError(400, "请求的内容不对，请重新打开这一页。")
    origin = sent["origin"]
    if origin is not None and (not isinstance(origin, int) or isinstance(origin, bool)):
        raise RefusedError(400, "请求的内容不对，请重新打开这一页。")
    return Entry(values_of(sent["value"], depth + 1), origin)


def plain_fault(fault: Fault, kind: Any = None) -> dict[str, Any]:
    """A fault of a file with a record of *kind* as JSON, in the words of its form."""
    return {
        "where": list(fault.where),
        "code": fault.code,
        "message": desk_words(fault.message, kind, fault.where),
        "remedy": desk_words(fault.remedy, kind, fault.where),
        "isError": fault.is_error,
        "way": way_of(fault.remedy),
    }


def way_of(remedy: str) -> str:
    """The file, and its field after an @, that a *remedy* sends people to: site.yaml@departments; empty if it does not."""
    match = _WAY.search(remedy)
    if match is None:
        return ""
    field = match[2] or ("categories" if match[3] else "")
    return f"{match[1]}@{field}" if field else match[1]


def file_of(name: object) -> DeskFile:
    """The file that a browser calls *name*; RefusedError if there can be no such file."""
    if file := file_called(name):
        return file
    raise RefusedError(404, "没有这个文件。")
