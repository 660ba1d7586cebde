"""Values for the fields of any record class, read off its type hints: so that no test lists fields by hand."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from enum import Enum
from typing import Any

from rectify.field.config import Department, Redirect, SiteConfig
from rectify.field.model import Category, DocumentReference, Issue, Measure, Round, Topic, Waiver, Withdrawal
from rectify.field.shape import fields_of, hints, is_record, item_of
from rectify.field.words import Email, Line, PagePath, PagePlace, Phone, Slug, Url
from rectify.ground.dates import Moment, PartialDate

Path = tuple[str, ...]

DEPARTMENTS = ("办公室", "财务科", "人事科", "法制科", "督查科", "信息科")

CHOICES: dict[tuple[Any, str], tuple[Any, ...]] = {
    (Issue, "number"): (1, 2),
    (Issue, "category"): ("decisions", "conduct"),
    (Issue, "lead"): (DEPARTMENTS[0:1], DEPARTMENTS[1:2]),
    (Issue, "responsible"): (DEPARTMENTS[2:4], DEPARTMENTS[3:4]),
    (Measure, "lead"): (DEPARTMENTS[4:5], DEPARTMENTS[5:6]),
    (Issue, "hide_facts"): (("12处",), ("《用车办法》",)),
    (Issue, "problem"): ("查出12处问题，见《用车办法》。", "查出12处问题，仍见《用车办法》。"),
    (DocumentReference, "title"): ("乙办法", "丙办法"),
    (Round, "categories"): (
        (Category(id="decisions", title="落实方面"), Category(id="conduct", title="作风方面")),
        (Category(id="decisions", title="落实部署方面"), Category(id="conduct", title="作风方面")),
    ),
    (Issue, "topics"): (("waste",), ("parking",)),
    (Round, "topics"): (
        (Topic(id=Slug("waste"), title=Line("垃圾")), Topic(id=Slug("parking"), title=Line("停车"))),
        (Topic(id=Slug("waste"), title=Line("环卫")), Topic(id=Slug("parking"), title=Line("停车"))),
    ),
    (Waiver, "rule"): ("P105", "P104"),
    (Withdrawal, "into"): (None, 1, 2),
    (Redirect, "to"): ("help.html", "sitemap.html"),
    (SiteConfig, "departments"): tuple(
        tuple(
            Department(id=Slug(f"d{number}"), name=Line(name), aliases=(Line(f"{name}{alias}"),))
            for number, name in enumerate(DEPARTMENTS)
        )
        for alias in ("组", "室")
    ),
}
"""What is valid only beside other records, or seen only in a text that holds it."""

_TEXTS = {
    Slug: "salt-{}",
    Url: "https://www.example.gov.cn/{}",
    Phone: "0100-55500{:02}",
    Email: "a{}@example.gov.cn",
    PagePath: "old-{}.html",
    PagePlace: "old-{}.html",
}


def value_of(kind: Any, name: str, salt: int) -> Any:
    """A valid value for the field *name* of the record class *kind*; for a *salt* of 0 and of 1 two that differ."""
    base = next((base for base in kind.__mro__ if (base, name) in CHOICES), kind)
    if (base, name) in CHOICES:
        choices = CHOICES[base, name]
        return choices[salt % len(choices)]
    return _value(hints(kind)[name], str(fields_of(kind)[name].metadata["name"]), salt)


def record_of(kind: Any, salt: int = 0) -> Any:
    """A record with a value in every field."""
    return kind(**{field.name: value_of(kind, name, salt) for name, field in fields_of(kind).items()})


def paths_in(kind: Any, *, whole: tuple[str, ...] = ()) -> Iterator[Path]:
    """The fields of *kind*, and those of the records in them, but for *whole* ones."""
    for name, hint in hints(kind).items():
        inner = item_of(hint) or hint
        if is_record(inner) and name not in whole:
            yield from ((name, *path) for path in paths_in(inner))
        else:
            yield (name,)


def value_at(record: Any, path: Path) -> Any:
    """The value of the field at *path*, in the first item of a list."""
    for name in path:
        one = record[0] if isinstance(record, tuple) else record
        record = getattr(one, fields_of(type(one))[name].name)
    return record


def changed(record: Any, path: Path, salt: int = 1) -> Any:
    """The *record* with another value in the field at *path*, in the first item of a list; what was empty is filled."""
    name, *rest = path
    kind: Any = type(record)
    own = fields_of(kind)[name].name
    value = getattr(record, own)
    if not rest or not value:
        new = value_of(kind, name, salt)
    elif isinstance(value, tuple):
        new = (changed(value[0], tuple(rest), salt), *value[1:])
    else:
        new = changed(value, tuple(rest), salt)
    return dataclasses.replace(record, **{own: new})


def _value(hint: Any, name: str, salt: int) -> Any:
    if item := item_of(hint):
        return (_value(item, name, salt),)
    if is_record(hint):
        return record_of(hint, salt)
    if hint is PartialDate:
        return PartialDate(2025, 1 + (5 + salt) % 12, 3)
    if hint is Moment:
        return Moment(PartialDate(2025, 12, 2 + salt), 9, 30)
    if hint in (int, bool):
        return hint(2 + salt) if hint is int else bool(salt % 2)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return tuple(hint)[salt % len(hint)]
    return _TEXTS.get(hint, f"{name}{{}}").format(salt)
