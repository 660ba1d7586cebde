"""A bureau's content that changes at random: each change is known to be honest or not by how it is made.

The content is kept as plain values, so that nothing here knows how the program compares texts.
"""

from __future__ import annotations

import datetime as dt
import json
import pickle
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any, Final

import yaml

ROOT: Final = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from recorded import GLOSSARY, Site  # noqa: E402 - the path comes first
from support import ROUND, SITE  # noqa: E402

Fields = dict[str, Any]
FOLDER: Final = "2025-xuncha"
FIRST_DAY: Final = dt.date(2026, 1, 5)
_STATUSES: Final = ("已完成", "正在推进", "未完成")
_DEPARTMENTS: Final = ("办公室", "财务科")


def page(number: int) -> str:
    """The page of an issue."""
    return f"{FOLDER}/{number:03}.html"


def older_page(number: int, version: int) -> str:
    """The page of an older text."""
    return f"{FOLDER}/banben/{number:03}-{version}.html"


def _values(text: str) -> Fields:
    values: Fields = yaml.load(text, yaml.BaseLoader)
    return values


def written(fields: Fields) -> str:
    """YAML of a file: a field in each line, its value as JSON."""
    return "".join(f"{name}: {json.dumps(value, ensure_ascii=False)}\n" for name, value in fields.items())


@dataclass
class World:
    """What a webmaster has on the disk, and which addresses led where; `purged` is the issue to be purged."""

    chance: Random
    issues: dict[int, Fields] = field(default_factory=dict)
    older: dict[int, dict[int, Fields]] = field(default_factory=dict)
    round: Fields = field(default_factory=lambda: _values(ROUND))
    config: Fields = field(default_factory=lambda: _values(SITE))
    glossary: Fields = field(default_factory=lambda: _values(GLOSSARY))
    moves: dict[int, int] = field(default_factory=dict)
    left: set[tuple[int, int]] = field(default_factory=set)
    """Older texts by number and version whose pages were left behind by a move."""
    groups: dict[str, str] = field(default_factory=dict)
    """Former ids of categories, and the ids of now."""
    used: set[int] = field(default_factory=set)
    touched: set[int] = field(default_factory=set)
    """Issues that something happened to since the last publication."""
    revised: set[str] = field(default_factory=set)
    """Which of round, settings and glossary were changed since then."""
    unkept: set[int] = field(default_factory=set)
    """Issues of which an older text was not kept: no later one is, since versions have no gaps."""
    purged: int = 0
    words: int = 0
    days: int = 0

    def copied(self, chance: Random) -> World:
        """The same content on another disk."""
        plain = pickle.loads(pickle.dumps({**vars(self), "chance": None}))  # much faster than a deep copy
        return World(**{**plain, "chance": chance})

    def settle(self) -> None:
        """It was published: a new day begins."""
        self.touched, self.revised, self.purged, self.days = set(), set(), 0, self.days + 1

    @property
    def today(self) -> str:
        """The day, as content files write it."""
        return (FIRST_DAY + dt.timedelta(days=self.days)).isoformat()

    def word(self, about: str) -> str:
        """A sentence that was never there before."""
        self.words += 1
        return f"{about}{self.words}{self.chance.choice('甲乙丙丁戊己庚辛')}组。"

    def entry(self, about: str, **more: Any) -> Fields:
        """An entry of a list of what happened, of today."""
        return {"date": self.today, "note": self.word(about), **more}

    def add_issue(self) -> bool:
        """An issue that was never there."""
        number = max(self.used, default=0) + 1
        self.used.add(number)
        self.touched.add(number)
        self.issues[number] = {
            "number": number,
            "title": self.word("制度不健全第").rstrip("。"),
            "category": self.chance.choice([one["id"] for one in self.round["categories"]]),
            "status": self.chance.choice(_STATUSES),
            "problem": self.word("没有建立制度第"),
            "measures": [self.word("建立制度第")],
            "progress": [{"date": "2025-07-01", "text": self.word("印发办法第")}],
            "result": "已经整改",
            "lead": [self.chance.choice(_DEPARTMENTS)],
        }
        return True

    def pick(self, test: Callable[[int, Fields], Any]) -> int:
        """An issue that nothing happened to today and that passes the *test*; 0 if there is none."""
        fit = [number for number, one in self.issues.items() if number not in self.touched and test(number, one)]
        number = self.chance.choice(fit) if fit else 0
        if number:
            self.touched.add(number)
        return number

    # What the world is on the disk.

    def site(self) -> Site:
        """The content as the record's tests take it."""
        older = {
            older_page(number, version): written(one)
            for number, texts in self.older.items()
            for version, one in texts.items()
        }
        moved = {page(old): page(new) for old, new in self.moves.items()}
        for old, version in self.left:
            there = older_page(self.moves[old], version)
            moved[older_page(old, version)] = there if there in older else page(self.moves[old])
        moved |= {_group_page(old): _group_page(new) for old, new in self.groups.items()}
        issues = {page(number): written(one) for number, one in self.issues.items()}
        return Site(issues, written(self.round), written(self.config), written(self.glossary), older, moved)

    def files(self) -> Iterator[tuple[str, str]]:
        """The content as files of a project."""
        yield "content/glossary.yaml", written(self.glossary)
        yield f"content/{FOLDER}/round.yaml", written(self.round)
        for number, one in self.issues.items():
            yield f"content/{FOLDER}/{number:03}.yaml", written(one)
        for number, texts in self.older.items():
            for version, one in texts.items():
                yield f"content/{FOLDER}/versions/{number:03}.{version}.yaml", written(one)
        leads = [{"from": page(old), "to": page(new)} for old, new in self.moves.items()]
        leads += [{"from": _group_page(old), "to": _group_page(new)} for old, new in self.groups.items()]
        yield "site.yaml", written({**self.config, **({"redirects": leads} if leads else {})})


def _group_page(name: str) -> str:
    return f"{FOLDER}/categories/{name}.html"


def is_standing(_number: int, one: Fields) -> bool:
    """Whether an issue is in the lists."""
    return "withdrawn" not in one


def is_shown(_number: int, one: Fields) -> bool:
    """Whether readers see an issue's text."""
    return "withdrawn" not in one or bool(one["withdrawn"].get("keep_text"))
