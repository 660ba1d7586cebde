"""The forms of the desk, made from the model's own fields: names, hints, kinds, choices, what is required."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import Field
from enum import Enum
from typing import Any, Final

from rectify.desk.wording import choice_words
from rectify.field.config import Destination, Feedback, Footer, Organiser, SiteConfig
from rectify.field.life import Acceptance, Deadline, Reexamination
from rectify.field.model import (
    NO_TOPIC,
    UNFILLED_CATEGORY,
    Issue,
    Photo,
    Progress,
    Revision,
    Round,
    Update,
)
from rectify.field.shape import fields_of, hints, is_record, is_required, item_of, members_of, shorthand
from rectify.field.words import NEEDED_IN_PUBLIC, NEEDED_OF_INSPECTIONS, Article, Colour, Line, MenuGoal, Rich, Slug
from rectify.ground.dates import Moment, PartialDate
from rectify.source.sources import Surroundings

_KINDS: Final = {
    Rich: "text",
    Article: "text",
    bool: "flag",
    int: "number",
    PartialDate: "date",
    Moment: "moment",
    Colour: "colour",
}
_GROUPS: Final = {
    SiteConfig: (
        ("", ("name", "title", "base_url", "description", "column_type", "keywords", "licence")),
        ("样子和菜单", ("colour", "logo", "navigation")),
        ("单位和联系方式", ("organiser", "feedback", "footer")),
        ("部门", ("departments",)),
        ("审核", ("review_required", "review_shown")),
        ("改了以后的说明", ("revisions", "redirects")),
        ("少用的", ("server", "bodies", "waivers")),
    ),
    Issue: (
        (
            "",
            (
                "number",
                "title",
                "category",
                "status",
                "status_reason",
                "timeframe",
                "problem",
                "measures",
                "progress",
                "result",
            ),
        ),
        ("谁来改", ("lead", "responsible", "accountable")),
        ("期限和目标", ("due", "due_changes", "goal")),
        ("公开以后", ("updates", "updated", "revisions", "supplements", "withdrawn")),
        ("验收和回头看", ("accepted", "reexamined", "returns", "evidence")),
        ("照片和附件", ("photos", "attachments")),
        ("给读者的帮助", ("brief", "note", "figures", "documents", "events", "related", "hide_facts")),
        ("审核和草稿", ("draft", "review", "waivers", "published")),
    ),
}
"""The fields of a record by what people look for together; the first group has no heading. Others follow in a last one."""

_REST: Final = "其他"
_NAMES: Final = frozenset({"lead", "responsible"})
_USUAL: Final[Mapping[Any, Collection[str]]] = {
    Issue: ("draft", "measures", "progress", "result", "lead", "responsible", "due", "photos", "attachments"),
    Round: ("draft", "kind", "categories", "closing"),
    SiteConfig: ("colour", "departments"),
    Organiser: ("address", "postcode", "phone"),
    Footer: ("icp", "police_record"),
    Feedback: ("phone", "hours", "address", "postcode", "email"),
    Photo: ("when", "caption"),
    Progress: ("date",),
    Deadline: ("date",),
    Acceptance: ("by", "date"),
    Update: ("status",),
    Reexamination: ("by",),
    Revision: ("reason",),
}
"""Fields that most records fill in though they need not; the other ones of these are folded away while they are empty."""
GOALS: Final[Mapping[Destination, str]] = {
    Destination.HOME: "首页",
    Destination.NOTICE: "通报",
    Destination.ISSUES: "问题清单",
    Destination.CATEGORIES: "按类别看",
    Destination.STATUSES: "按整改状态看",
    Destination.DEPARTMENTS: "按部门看",
    Destination.ABOUT: "关于",
    Destination.HELP: "帮助",
    Destination.GLOSSARY: "名词解释",
    Destination.FEEDBACK: "反馈",
}
"""What the pages are called to which a menu may lead."""
_ALWAYS_NEEDED: Final = frozenset({NEEDED_IN_PUBLIC, NEEDED_OF_INSPECTIONS})
_UNFILLED: Final = frozenset({UNFILLED_CATEGORY})
_OF_NO_TOPIC: Final = "哪个都不归"


def form_of(kind: Any) -> list[dict[str, Any]]:
    """The groups of fields of a file whose record has the class *kind*."""
    names = list(fields_of(kind))
    groups = list(_GROUPS.get(kind, (("", tuple(names)),)))
    grouped = {name for _, own in groups for name in own}
    if rest := tuple(name for name in names if name not in grouped):
        groups.append((_REST, rest))
    return [{"title": title, "fields": [_field(kind, name) for name in own]} for title, own in groups]


def choices_in(surroundings: Surroundings | None) -> Mapping[str, list[list[str]]]:
    """What an issue's fields may say that its round and the site have registered: by field name, word and meaning."""
    if surroundings is None:
        return {}
    departments = [[str(one.name), str(one.name)] for one in surroundings.config.departments]
    categories = [[str(one.id), str(one.title)] for one in surroundings.round.categories]
    topics = [[str(one.id), str(one.title)] for one in surroundings.round.topics]
    return {
        "category": categories,
        "topics": [*topics, [str(NO_TOPIC), _OF_NO_TOPIC]] if topics else [],
        **dict.fromkeys(_NAMES, departments),
        "file": [[n, n] for n in sorted(surroundings.files)],
    }


def _field(kind: Any, name: str) -> dict[str, Any]:
    own = fields_of(kind)[name]
    return {
        "name": name,
        "label": own.metadata["name"],
        "hint": own.metadata["form"],
        "required": is_required(own),
        "needed": own.metadata["needed"],
        "isUsual": is_required(own) or own.metadata["needed"] in _ALWAYS_NEEDED or name in _USUAL.get(kind, ()),
        "holds": _default(own),
        **_shape(hints(kind)[name], name),
    }


def _default(own: Field[Any]) -> str | bool | None:
    """What holds where a field is empty, in the words of the form; None where that is nothing."""
    if isinstance(own.default, bool):
        return own.default
    if isinstance(own.default, Enum):
        return choice_words(own.default) if own.default.value else None
    return own.default if isinstance(own.default, str) and own.default and own.default not in _UNFILLED else None


def _shape(kind: Any, name: str) -> dict[str, Any]:
    """The kind of a value, with its choices, its fields or its items."""
    if item := item_of(kind):
        if (item is Line and name in _NAMES) or (item is Slug and name == "topics"):
            return {"kind": "words", "registered": name}
        return {"kind": "list", "item": _shape(item, name)}
    if is_record(kind):
        return {"kind": "record", "fields": list(_fields(kind)), "short": shorthand(kind)}
    if isinstance(kind, type) and issubclass(kind, Enum):
        return {
            "kind": "choice",
            "choices": [[word, choice_words(member)] for word, member in members_of(kind).items()],
        }
    if kind is MenuGoal:
        return {"kind": "goal", "choices": [[one.value, words] for one, words in GOALS.items()]}
    registered = {"registered": name} if (kind is Slug and name == "category") or name == "file" else {}
    return {"kind": "choice" if kind is Slug and registered else _KINDS.get(kind, "line"), **registered}


def _fields(kind: Any) -> Iterator[dict[str, Any]]:
    return (_field(kind, name) for name in fields_of(kind))


FORMS: Final = {"issue": Issue, "round": Round}
