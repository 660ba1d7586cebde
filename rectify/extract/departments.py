"""Departments that a text names: those a site knows, and names it might take up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from rectify.extract.sentences import Place, start_of
from rectify.ground.text import HAN

_OTHER_BODY: Final = re.compile("[局厅委院府部省市区县旗镇处办会团校]\\Z")
_BEFORE_OWN: Final = re.compile(rf"(?![是由对向给让及与和经把将被责请会同的成令促织求并到达以日前])[{HAN}]\Z")
_BODY_AFTER: Final = re.compile("大厦|大楼|用房|装修|面积|家具|用品|设备|路|街|桥|小区")
_KIND: Final = (
    "委员会|办公室|管理局|执法局|分局|支队|大队|中队|总队|中心|科室|公司|集团|党委|纪委|党组|工作组|检查组|监察组|派驻组|"
    "事务所|管理所|管护所|保障所|园林所|工作站|服务站|局|厅|科|处|室|院|站"
)
_NAME: Final = re.compile(f"(?:{_KIND})(?![{HAN}]?(?:长|员|级|普|研|学|罚|理|置|分|境|于|在此))")
_LED: Final = re.compile(
    "[，,]?(?:具体|共同|分别|统筹|总体)?(?:牵头|负责|配合|统筹|承办|落实|组织|督促|实施|印发|制定)"
)
_LABELLED: Final = re.compile(
    "(?:牵头|责任|配合|承办|协办|主办|主责|落实|实施|参与)(?:单位|部门|科室|处室|主体)?[ ]?[：:][ ]?(?P<names>[^。；;\n，,]{2,120})"
)
_DIVIDER: Final = re.compile("[、，,；;。和与及 /／]|以及|\t")
_LEAD_IN: Final = re.compile(
    ".*(?:[是由对向给让及与和经把将被责请会同的各其该等个本并按从在为至到因以]|[一二三四五六七八九十]是|责成|督促|组织|协调|指导|要求|根据|"
    "按照|通过|报请|联合|有关|相关|所属|下属|成立|设立|指定|安排)"
)
_MANY: Final = re.compile(
    "^(?:各|其他|有关|相关|全|两|三|多|该|本|我|上级|下级|属地|同级|二级|所|原)|[责牵配]|单位|部门|工作专班|领导小组"
)
_LONGEST_NAME: Final = 20
_SHORTEST_NAME: Final = 3


class KnownDepartments(NamedTuple):
    """The names a site knows, made ready for finding: made once, used for every text."""

    pattern: re.Pattern[str] | None
    ids: Mapping[str, str]
    """Name or alias → id."""
    bodies: tuple[str, ...]
    """Names of the body itself, after which a department's name is still its own: 市城管局财务科."""


class FoundDepartment(NamedTuple):
    """A known department where a text names it."""

    place: Place
    id: str
    name: str
    """As written."""


class ProposedDepartment(NamedTuple):
    """A name that looks like a department's."""

    place: Place
    name: str


def known_departments(names: Mapping[str, str], bodies: Iterable[str] = ()) -> KnownDepartments:
    """*names* maps each name and alias to an id; the longest name wins where several fit."""
    ordered = sorted(filter(None, names), key=lambda name: (-len(name), name))
    pattern = re.compile("|".join(map(re.escape, ordered))) if ordered else None
    return KnownDepartments(pattern, dict(names), tuple(sorted(set(filter(None, bodies)), key=lambda b: (-len(b), b))))


def departments_in(text: str, known: KnownDepartments) -> tuple[FoundDepartment, ...]:
    """The known departments of a visible text, in order, every mention; never a part of another body's name."""
    if known.pattern is None:
        return ()
    return tuple(
        FoundDepartment(Place(match.start(), match.end()), known.ids[match[0]], match[0])
        for match in known.pattern.finditer(text)
        if not _of_another(text, match.start(), match[0], known.bodies) and not _BODY_AFTER.match(text, match.end())
    )


def _of_another(text: str, at: int, name: str, bodies: tuple[str, ...]) -> bool:
    """Whether the name is the tail of a longer one: 办公室 in 市政府办公室, 局财务科 in 市财政局财务科."""
    own = name[0] if name[0] in "局委" else ""
    if at == 0 or any(text.endswith(body, 0, at + len(own)) or text.endswith(body, 0, at) for body in bodies):
        return False
    return (_BEFORE_OWN if own else _OTHER_BODY).search(text, at - 1, at) is not None


def proposed_departments(text: str) -> tuple[ProposedDepartment, ...]:
    """Names that a text sets down as those of departments: after 责任单位：, before 牵头 or 负责.

    Rather too few than wrong ones: what a person must confirm should be worth the look.
    """
    found: dict[int, ProposedDepartment] = {}
    for label in _LABELLED.finditer(text):
        at = label.start("names")
        for piece in _DIVIDER.split(label["names"]):
            start = text.index(piece, at)
            at = start + len(piece)
            name = piece.strip("（）() ")
            if _is_name(name):
                start = text.index(name, start)
                found[start] = ProposedDepartment(Place(start, start + len(name)), name)
    for match in _NAME.finditer(text):
        if not _LED.match(text, match.end()):
            continue
        start = max(start_of(text, match.start()), match.end() - _LONGEST_NAME)
        divided = list(_DIVIDER.finditer(text, start, match.start()))
        start = divided[-1].end() if divided else start
        lead = _LEAD_IN.match(text, start, match.start())
        start = lead.end() if lead else start
        name = text[start : match.end()]
        if _is_name(name) and start not in found:
            found[start] = ProposedDepartment(Place(start, match.end()), name)
    return tuple(found[start] for start in sorted(found))


def _is_name(name: str) -> bool:
    kind = re.search(f"(?:{_KIND})\\Z", name)
    return bool(
        kind
        and _SHORTEST_NAME <= len(name) <= _LONGEST_NAME
        and re.fullmatch(rf"[{HAN}]+", name)
        and not _MANY.search(name)
    ) or name in ("办公室", "机关党委", "机关纪委")
