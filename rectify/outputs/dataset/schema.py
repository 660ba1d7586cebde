"""The published JSON Schema of the JSON files; names of fields come from the model (D-03)."""

from __future__ import annotations

import json
from enum import Enum
from typing import Any, Final

from rectify.field import attached
from rectify.field.config import Department, SiteConfig
from rectify.field.kinds import Kind
from rectify.field.life import Verdict
from rectify.field.model import (
    PUBLIC_STATUSES,
    Attachment,
    Category,
    DocumentReference,
    Figure,
    Issue,
    Level,
    Measure,
    Photo,
    Progress,
    Revision,
    Round,
    Status,
    Supplement,
    Update,
    Withdrawal,
    Wording,
)
from rectify.field.particulars import particulars
from rectify.field.shape import fields_of, hints, is_record, item_of
from rectify.field.words import Url
from rectify.ground.dates import Moment, PartialDate
from rectify.outputs.dataset.records import SCHEMA_FILE, SCHEMA_VERSION
from rectify.site.promise import Keeping

_Schema = dict[str, Any]
_TEXT: Final[_Schema] = {"type": "string"}
_COUNT: Final[_Schema] = {"type": "integer", "minimum": 0}
_URL: Final[_Schema] = {"type": "string", "format": "uri"}
_DATE: Final[_Schema] = {"type": "string", "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$"}
_MOMENT: Final[_Schema] = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}\+08:00$"}
_SLUG: Final[_Schema] = {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"}
_ANCHOR: Final[_Schema] = {
    "type": "string",
    "pattern": "^(wenti|cuoshi|jinzhan|gengxin)-[0-9a-z]+$",
    "title": "段落编号",
}


def schema(config: SiteConfig) -> bytes:
    """The schema of `data/*.json` and of each issue's file, JSON Schema 2020-12."""
    meta = {
        "$schema": {**_URL, "title": "这份说明的网址"},
        "schema_version": {"const": SCHEMA_VERSION, "title": "格式的版本"},
    }
    whole = {
        "title": _titled_schema("栏目名称", _TEXT),
        "publisher": _titled_schema("发布机构", _TEXT),
        "url": _titled_schema("数据下载页", _URL),
        "modified": _titled_schema("数据截至", _DATE),
        "rounds": _list({"$ref": "#/$defs/round"}),
        "counts": _list({"$ref": "#/$defs/counts"}),
        "withdrawn": _titled_schema("撤下的问题", _list({"$ref": "#/$defs/withdrawn"})),
        "issues": _list({"$ref": "#/$defs/issue"}),
    }
    one = {"round": {"$ref": "#/$defs/round"}, "issue": {"$ref": "#/$defs/issue"}}
    content = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": config.absolute(SCHEMA_FILE),
        "title": f"{config.title}：数据的格式",
        "description": "几轮的全部问题，或者一个问题。网址加上 # 和段落编号，就是那一段的网址。",
        "oneOf": [_object({**meta, **whole}), _object({**meta, **one})],
        "$defs": {
            "round": _round(),
            "counts": _counts(),
            "issue": _issue(),
            "withdrawn": _withdrawn(),
            "department": _department(),
            "photo": _file(
                Photo, width=_titled_schema("宽（像素）", _COUNT), height=_titled_schema("高（像素）", _COUNT)
            ),
            "attachment": _file(Attachment),
        },
    }
    return json.dumps(content, ensure_ascii=False, indent=2).encode() + b"\n"


def _issue() -> _Schema:
    departments = _list({"$ref": "#/$defs/department"})
    return _object(
        {
            "round": _titled_schema("轮次编号", _SLUG),
            "number": _field_schema(Issue, "number", {"type": "integer", "minimum": 1}),
            "id": _titled_schema("网址里的编号", {"type": "string", "pattern": r"^\d{3,}$"}),
            "url": _titled_schema("网址", _URL),
            "title": _field_schema(Issue, "title", _TEXT),
            "category": _field_schema(
                Issue,
                "category",
                _or_null(
                    _object(
                        {"id": _field_schema(Category, "id", _SLUG), "title": _field_schema(Category, "title", _TEXT)}
                    )
                ),
            ),
            "status": _field_schema(Issue, "status", {"enum": [status.value for status in PUBLIC_STATUSES]}),
            "finished": _titled_schema("是否算作已整改", {"type": "boolean"}),
            **{one.field: _field(Issue, one.field) for one in particulars() if not one.has_departments},
            "verdict": _titled_schema("验收认定", {"enum": [*(verdict.value for verdict in Verdict), None]}),
            "promise": _titled_schema("完成时限是否做到", _or_null(_promise())),
            "earlier": _titled_schema("以前发现过的问题", _list(_other())),
            "later": _titled_schema("后来又发现的问题", _list(_other())),
            "problem": _field_schema(Issue, "problem", _list(_object({"anchor": _ANCHOR, "text": _TEXT}))),
            "measures": _field_schema(Issue, "measures", _list(_entry(Measure, "text"))),
            "progress": _field_schema(Issue, "progress", _list(_entry(Progress, "text"))),
            "updates": _field_schema(Issue, "updates", _list(_entry(Update))),
            "result": _field_schema(Issue, "result", _TEXT),
            "lead": _field_schema(Issue, "lead", departments),
            "responsible": _field_schema(Issue, "responsible", departments),
            "mentioned": _titled_schema("正文提到的部门，不牵头、也不负责", departments),
            "documents": _field_schema(Issue, "documents", _list(_plain(DocumentReference, "title", "number"))),
            "figures": _field_schema(Issue, "figures", _list(_plain(Figure, "value", "unit", "label"))),
            **_attachment_schema(Issue),
            "note": _field_schema(Issue, "note", _list(_TEXT)),
            "published": _field_schema(Issue, "published", _MOMENT),
            "updated": _field_schema(Issue, "updated", _or_null(_DATE)),
            "revisions": _field_schema(Issue, "revisions", _list(_revision())),
            "supplements": _field_schema(Issue, "supplements", _list(_supplement())),
            "related": _titled_schema(
                "相关的问题", _list(_object({"number": _COUNT, "reason": _titled_schema("为什么相关", _TEXT)}))
            ),
        }
    )


def _promise() -> _Schema:
    outcomes = {"enum": [one.value for one in Keeping]}
    return _object(
        {
            "first": _titled_schema("最初的时限", _DATE),
            "due": _titled_schema("现在的时限", _DATE),
            "moves": _titled_schema("改过几次", _COUNT),
            "kept_first": _titled_schema("按最初的时限", outcomes),
            "kept": _titled_schema("按现在的时限", outcomes),
            "day": _titled_schema("算到哪一天；已经完成的为空", _or_null(_DATE)),
            "reached": _titled_schema("哪天报告完成或者验收通过；看不出是否按期的为空", _or_null(_DATE)),
        }
    )


def _other() -> _Schema:
    return _object({"url": _titled_schema("网址", _URL), "title": _titled_schema("哪一轮第几号，什么问题", _TEXT)})


def _entry(kind: Any, *first: str) -> _Schema:
    """A paragraph with all fields of its entry in the model, of which *first* come first."""
    names = (*first, *(name for name in fields_of(kind) if name not in attached.FIELDS))
    return _object({"anchor": _ANCHOR, **{name: _field(kind, name) for name in names}, **_attachment_schema(kind)})


def _withdrawn() -> _Schema:
    return _object(
        {
            "round": _titled_schema("轮次编号", _SLUG),
            "number": _field_schema(Issue, "number", _COUNT),
            "url": _titled_schema("网址", _URL),
            "date": _field_schema(Withdrawal, "date", _DATE),
            "reason": _field_schema(Withdrawal, "reason", _TEXT),
            "into": _field_schema(Withdrawal, "into", _or_null(_COUNT)),
        }
    )


def _supplement() -> _Schema:
    return _object({"date": _field_schema(Supplement, "date", _DATE), "note": _field_schema(Supplement, "note", _TEXT)})


def _revision() -> _Schema:
    return _object(
        {
            "date": _field_schema(Revision, "date", _DATE),
            "note": _field_schema(Revision, "note", _TEXT),
            "reason": _field_schema(Revision, "reason", _TEXT),
        }
    )


def _department() -> _Schema:
    return _object({"id": _field_schema(Department, "id", _SLUG), "name": _field_schema(Department, "name", _TEXT)})


def _round() -> _Schema:
    texts = ("title", "short_title", "inspected_body", "inspection_team", "source", "author")
    days = _object({"start": _titled_schema("开始", _DATE), "end": _titled_schema("结束", _or_null(_DATE))})
    return _object(
        {
            "id": _titled_schema("轮次编号", _SLUG),
            "url": _titled_schema("网址", _URL),
            **{name: _field_schema(Round, name, _TEXT) for name in texts},
            "kind": _field_schema(Round, "kind", {"enum": [kind.value for kind in Kind]}),
            "level": _field_schema(Round, "level", {"enum": [*(level.value for level in Level), None]}),
            "inspection": _field_schema(Round, "inspection", _or_null(days)),
            "feedback": _field_schema(Round, "feedback", _or_null(_DATE)),
            "written": _field_schema(Round, "written", _DATE),
            "published": _field_schema(Round, "published", _MOMENT),
            "original_url": _field_schema(Round, "original_url", _or_null(_URL)),
            "wording": _field_schema(Round, "wording", {"enum": [wording.value for wording in Wording]}),
            **{name: _field(Round, name) for name in ("archived", "as_of", "accepted", "withheld")},
            **_attachment_schema(Round),
        }
    )


def _counts() -> _Schema:
    status = {"status": {"enum": [status.value for status in PUBLIC_STATUSES]}, "count": _COUNT}
    return _object(
        {
            "round": _titled_schema("轮次编号", _SLUG),
            "total": _titled_schema("问题总数", _COUNT),
            "unfinished": _titled_schema("未完成的问题数", _COUNT),
            "statuses": _titled_schema("各状态的问题数，单位自报", _list(_object(status))),
            "verdicts": _titled_schema("各种验收结论的问题数", _list(_object({"verdict": _TEXT, "count": _COUNT}))),
            "promises": _titled_schema(
                "完成时限是否做到，各有几个问题", _list(_object({"kept": _TEXT, "count": _COUNT}))
            ),
            "withheld": _titled_schema("依法不公开的问题数", _COUNT),
            "missing": _titled_schema("尚未公开的问题数", _COUNT),
        }
    )


def _attachment_schema(kind: Any) -> dict[str, _Schema]:
    return {
        name: _field_schema(kind, name, _list({"$ref": f"#/$defs/{one}"}))
        for name, one in zip(attached.FIELDS, ("photo", "attachment"), strict=True)
    }


def _file(kind: Any, **more: _Schema) -> _Schema:
    """A photograph or an attachment; *more* is known of its file."""
    file = {
        "url": _titled_schema("网址", _or_null(_URL)),
        "bytes": _titled_schema("字节数", _COUNT),
        "sha256": _titled_schema("校验码（SHA-256）", _TEXT),
    }
    names = (name for name in fields_of(kind) if name not in attached.PRIVATE)
    return _object({**file, **more, **{name: _field(kind, name) for name in names}})


def _field(kind: Any, name: str) -> _Schema:
    """A plain field as `records` gives its value: lists are of departments, what may be missing is null."""
    hint, is_optional = hints(kind)[name], fields_of(kind)[name].default is None
    if is_record(hint):
        shape = _or_null(_object({inner: _field(hint, inner) for inner in fields_of(hint)}))
    elif is_record(item := item_of(hint)):
        shape = _list(_object({inner: _field(item, inner) for inner in fields_of(item)}))
    elif item:
        shape = _list({"$ref": "#/$defs/department"})
    elif issubclass(hint if isinstance(hint, type) else str, Enum):
        words = PUBLIC_STATUSES if hint is Status else tuple(hint)
        shape = {"enum": [*(one.value for one in words), *([None] if is_optional else [])]}
    else:
        shape = {int: _COUNT, bool: {"type": "boolean"}, Url: _URL, PartialDate: _DATE, Moment: _MOMENT}.get(
            hint, _TEXT
        )
        shape = _or_null(shape) if is_optional else shape
    return _field_schema(kind, name, shape)


def _field_schema(kind: Any, name: str, shape: _Schema) -> _Schema:
    """A field under the name that the model gives it."""
    return {"title": fields_of(kind)[name].metadata["name"], **shape}


def _titled_schema(title: str, shape: _Schema) -> _Schema:
    return {"title": title, **shape}


def _plain(kind: Any, *names: str) -> _Schema:
    return _object({name: _field_schema(kind, name, _TEXT) for name in names})


def _list(item: _Schema) -> _Schema:
    return {"type": "array", "items": item}


def _object(properties: _Schema) -> _Schema:
    """A group of fields, all of which are always there, and no other."""
    return {"type": "object", "additionalProperties": False, "required": list(properties), "properties": properties}


def _or_null(shape: _Schema) -> _Schema:
    return {**shape, "type": [shape["type"], "null"]}
