"""Projects full of hostile words in every field, as far as the fields accept them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from enum import Enum
from random import Random
from typing import Any, Final

from benchmarks.fuzz.pieces import NAMES, fit, fit_rich, piece
from rectify.field.config import Server, SiteConfig
from rectify.field.model import Glossary, Issue, Round, Status
from rectify.field.shape import fields_of, hints, is_record, is_required, item_of
from rectify.field.words import Article, Colour, Email, Line, MenuGoal, PagePath, PagePlace, Phone, Rich, Slug, Url
from rectify.ground.dates import Moment, PartialDate

Value = str | int | bool | None | list[Any] | dict[str, Any]
_URLS: Final = ("https://x.example/", "http://x.example:8080/a?b=c&d=e#f", "https://x.example/;}$a", "https://中文.example/路", "https://x.example/%0d%0a")  # fmt: skip
_DAYS: Final = ("2026-01-05", "2026-01", "2026", "2026-02-28")
_LEFT_OUT: Final = ("revisions", "withdrawn", "published", "archived", "review", "waivers", "updates", "updated")


def filled(kind: Any, chance: Random, line: Callable[[Random], str] = fit, rich: Callable[[Random], str] = fit_rich) -> dict[str, Value]:  # fmt: skip
    """Values for the fields of a record class: all that must be there, and most that may."""
    values = {}
    for name, field in fields_of(kind).items():
        if is_required(field) or field.metadata["needed"] or (name not in _LEFT_OUT and chance.random() < 0.8):
            values[name] = _value(hints(kind)[name], chance, line, rich)
    return values


def _value(kind: Any, chance: Random, line: Callable[[Random], str], rich: Callable[[Random], str]) -> Value:
    if item := item_of(kind):
        return [_value(item, chance, line, rich) for _ in range(chance.randint(1, 2))]
    if is_record(kind):
        return filled(kind, chance, line, rich)
    simple: Mapping[Any, Callable[[], Value]] = {
        Line: lambda: line(chance),
        Rich: lambda: rich(chance),
        Slug: lambda: chance.choice(("a", "b-1", "x")),
        Url: lambda: chance.choice(_URLS),
        PagePath: lambda: f"old/{chance.randint(1, 10**6)}.html",
        PagePlace: lambda: chance.choice(("index.html", "help.html#zi")),
        MenuGoal: lambda: chance.choice(("home", "issues", "about")),
        Article: lambda: line(chance),
        Colour: lambda: "#1a4f8b",
        Email: lambda: "a+b@x.example",
        Phone: lambda: "0471-5900362",
        PartialDate: lambda: chance.choice(_DAYS),
        Moment: lambda: "2026-03-01 09:30",
        int: lambda: chance.randint(1, 9),
        bool: lambda: chance.choice((True, False)),
    }
    if kind in simple:
        return simple[kind]()
    if isinstance(kind, type) and issubclass(kind, Enum):
        return str(chance.choice([one for one in kind if one.value]).value)
    inner = [one for one in getattr(kind, "__args__", ()) if one is not type(None)]
    return _value(inner[0], chance, line, rich)


def as_yaml(value: Mapping[str, Value]) -> str:
    """JSON is YAML; so nothing of the words is lost on the way."""
    return "".join(f"{name}: {json.dumps(one, ensure_ascii=False)}\n" for name, one in value.items())


def project(chance: Random, line: Callable[[Random], str] = fit, rich: Callable[[Random], str] = fit_rich) -> dict[str, str]:  # fmt: skip
    """The files of a whole project whose records hold together; only its words are hostile."""
    config = filled(SiteConfig, chance, line, rich)
    config["base_url"] = chance.choice(("https://x.example/", "https://x.example/a--b/", "http://x.example:81/~a/b.c/"))
    config["navigation"] = [{"title": line(chance), "to": to} for to in ("home", "issues", "help")]
    config["departments"] = [{"id": f"d{n}", "name": f"{n}{line(chance)}"[:290]} for n in range(2)]
    config["footer"] = {**filled(_footer(), chance, line, rich), "site_code": "0100000001"}
    config["server"] = chance.choice([None, *(one.value for one in Server)])
    names = [one["name"] for one in config["departments"]]
    record = filled(Round, chance, line, rich) | {
        "level": "市级",
        "inspection": {"start": "2025-03-01", "end": "2025-04-30"},
        "feedback": "2025-05-20",
        "written": "2025-12-01",
        "published": "2025-12-02 09:30",
        "draft": False,
        "categories": [{"id": f"c{n}", "title": f"{n}{line(chance)}"[:290]} for n in range(2)],
    }
    record.pop("claims", None)
    files = {
        "site.yaml": as_yaml(config),
        "content/2025-a/round.yaml": as_yaml(record),
        "content/glossary.yaml": as_yaml(_glossary(chance, line, rich)),
    }
    for number in (1, 2, 3):
        files[f"content/2025-a/{number:03}.yaml"] = as_yaml(_public(_issue(number, names, chance, line, rich)))
    return files


def _public(issue: dict[str, Value]) -> dict[str, Value]:
    """The issue, which is no draft: a site has nothing of those."""
    review = issue.get("review")
    reviewed = {"review": {**review, "state": "done"}} if isinstance(review, dict) else {}
    return {**issue, "draft": False, **reviewed}


def misnamed(chance: Random, files: dict[str, str]) -> dict[str, str]:
    """The same files with a name for an address that must be refused or kept inside, whatever it is."""
    name = json.dumps(piece(chance) if chance.random() < 0.5 else chance.choice(NAMES))
    return {path: said.replace('"c1"', name) for path, said in files.items()}


def _footer() -> Any:
    return hints(SiteConfig)["footer"]


def _glossary(chance: Random, line: Callable[[Random], str], rich: Callable[[Random], str]) -> dict[str, Value]:
    terms = filled(Glossary, chance, line, rich)["terms"]
    assert isinstance(terms, list)
    spelt = ("amp", "lt", "quot", "39", "span", "class", "整改", "a", "href", "nobr")
    for number, term in enumerate(terms):
        term |= {
            "id": f"t{number}",
            "term": chance.choice(spelt) + "x" * number,
            "also": [f"{number}{line(chance)}"[:290]],
        }
    return {"terms": terms}


def _issue(number: int, names: list[str], chance: Random, line: Any, rich: Any) -> dict[str, Value]:
    said = filled(Issue, chance, line, rich) | {
        "number": number,
        "category": f"c{number % 2}",
        "lead": [names[0]],
        "responsible": [names[1]],
        "progress": [{"date": "2025-07-01", "text": rich(chance)}, {"text": rich(chance)}],
        "measures": [{"text": rich(chance), "due": "2025-12"}],
    }
    if number == 2:
        said["updates"] = [{"date": "2026-01-05", "text": rich(chance)}]
    if number == 3:
        said["withdrawn"] = {"date": "2026-02-01", "reason": line(chance), "into": 1, "keep_text": False}
    said["status"] = Status.DONE.value
    return said
