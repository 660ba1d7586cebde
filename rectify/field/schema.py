"""JSON Schema of the content files for editors, made from the record classes that the decoder uses."""

from __future__ import annotations

import json
from enum import Enum
from typing import Any, Final

from rectify.field import addresses, words
from rectify.field.config import Destination, SiteConfig
from rectify.field.model import Glossary, Issue, Round, Synonyms
from rectify.field.shape import fields_of, hints, is_record, is_required, item_of, members_of, shorthand
from rectify.ground.dates import Moment, PartialDate

KINDS: Final[dict[str, Any]] = {
    "issue": Issue,
    "round": Round,
    "site": SiteConfig,
    "glossary": Glossary,
    "synonyms": Synonyms,
}
_TEXT: Final = {"type": ["string", "number"]}
_SCALARS: dict[Any, dict[str, Any]] = {
    int: {"type": "integer", "minimum": 0},
    bool: {"type": "boolean"},
    words.MenuGoal: {"anyOf": [{"enum": list(members_of(Destination))}, {"type": "string"}]},
    PartialDate: {"type": ["string", "integer"], "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$"},
    Moment: {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2} \d{2}:\d{2}$"},
    **{
        kind: {"type": "string", "pattern": "^" + shape.pattern.replace(r"\Z", "$")}
        for kind, shape in (
            (words.Slug, words.SLUG),
            (words.Url, words.URL),
            (words.Phone, words.PHONE),
            (words.Email, words.EMAIL),
            (words.Colour, words.COLOUR),
            (words.PagePath, addresses.PAGE_PATH),
            (words.PagePlace, addresses.PAGE_PLACE),
        )
    },
}


def schema_text(name: str) -> str:
    """The JSON Schema of a kind of file, as JSON text; *name* is `issue`, `round`, `site`, `glossary` or `synonyms`."""
    schema = {
        "$schema": "http://json-schema.org/draft-07/schema#",
        **_record(KINDS[name]),
    }
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def _record(kind: Any) -> dict[str, Any]:
    properties = {name: _describe(_value(hints(kind)[name]), field) for name, field in fields_of(kind).items()}
    return {
        "type": "object",
        "additionalProperties": False,
        "required": [name for name, field in fields_of(kind).items() if is_required(field)],
        "properties": properties,
    }


def _describe(schema: dict[str, Any], field: Any) -> dict[str, Any]:
    hint = field.metadata["hint"]
    name = field.metadata["name"]
    optional = schema if is_required(field) else {"anyOf": [schema, {"type": "null"}]}
    return {"title": name, "description": f"{name}：{hint}" if hint else name, **optional}


def _value(kind: Any) -> dict[str, Any]:
    if item := item_of(kind):
        single = _value(item)
        listed = {"type": "array", "items": single}
        return listed if is_record(item) and shorthand(item) is None else {"anyOf": [listed, single]}
    if is_record(kind):
        short = shorthand(kind)
        return {"anyOf": [_record(kind), _value(hints(kind)[short])]} if short else _record(kind)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return {"enum": list(members_of(kind))}
    return dict(_SCALARS.get(kind, _TEXT))
