"""What a notice says of the bureau itself: its name, how to reach it, the numbers at the foot of its website."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from rectify.checks.identity import is_same, name_of
from rectify.extract.bodies import bureau_name
from rectify.extract.contacts import ContactKind, FoundContact, contacts_in
from rectify.field.words import EMAIL, PHONE
from rectify.ground.text import excerpt, shorten
from rectify.intake.recognise.draft import Draft

_FOOT: Final = 24
"""How many lines at the end may be contacts and footer: phones in the text itself are not the bureau's."""

_EVIDENCE: Final = 40
_ROOM: Final = 12
"""How many characters around what was found show where it stands."""
_OWNER: Final = re.compile(r"(?:主办单位|主办|版权所有|版权归属?)[ ]?[：:©]?[ ]?([\u4e00-\u9fff（）]{3,30})")
_TITLE: Final = re.compile(
    r"\A([\u4e00-\u9fff（）]{4,30}?(?:党组|党委|党总支|党支部|委员会|局|院|中心|公司))(?=关于|巡察|巡视|审计|督察|主题教育|整改|落实|20\d\d年)"
)
_SITE: Final = (
    ("footer.icp", re.compile(r"[\u4e00-\u9fff]ICP备[ ]?\d{6,10}号(?:-\d{1,3})?")),
    ("footer.police_record", re.compile(r"[\u4e00-\u9fff]公网安备[ ]?\d{11,14}号")),
    ("footer.site_code", re.compile(r"(?<=标识码)[ ]?[：:]?[ ]?(?:\d{10}|bm\d{8})(?!\d)")),
)
_CONTACTS: Final = {
    ContactKind.PHONE: "feedback.phone",
    ContactKind.EMAIL: "feedback.email",
    ContactKind.ADDRESS: "feedback.address",
    ContactKind.POST_BOX: "feedback.address",
    ContactKind.POSTCODE: "feedback.postcode",
    ContactKind.HOURS: "feedback.hours",
}
_ALSO: Final = {"feedback.phone": "organiser.phone", "feedback.address": "organiser.address", "feedback.postcode": "organiser.postcode"}  # fmt: skip


class Finding(NamedTuple):
    """A field of `site.yaml` (`feedback.phone`), its value, and the words that it was read from."""

    field: str
    value: str
    evidence: str


def findings_in(draft: Draft) -> dict[str, Finding]:
    """What the notice *draft* says of its bureau, by field; where it says it twice, the first holds."""
    lines = [line.text for line in draft.lines]
    findings: dict[str, Finding] = {}
    for one in (*_names(draft, lines), *_contacts(draft, lines), *_numbers(lines)):
        findings.setdefault(one.field, one)
    for field, other in _ALSO.items():
        if field in findings:
            findings.setdefault(other, findings[field]._replace(field=other))
    return findings


def other_name(draft: Draft, name: str) -> str:
    """What the notice *draft* calls the inspected body, unless that is plainly the bureau *name*; empty if it says neither."""
    fact = draft.round.facts.get("inspected_body")
    own = name_of(name)
    is_told = not fact or not name or is_same(name_of(fact.value, own.region), own)
    return "" if is_told or fact is None else fact.value


def undiallable(draft: Draft) -> tuple[str, ...]:
    """The phones of the closing that nobody can dial from elsewhere: no area code is known for them."""
    return tuple(phone for phone in draft.phones if not PHONE.match(phone))


def _names(draft: Draft, lines: Sequence[str]) -> Iterator[Finding]:
    facts = draft.round.facts
    for name in ("author", "title", "inspected_body"):
        if name not in facts:
            continue
        words = facts[name].value.partition("、")[0]
        if name == "title":
            match = _TITLE.match(words)
            words = match[1] if match else ""
        if words:
            yield Finding("organiser.name", bureau_name(words), shorten(facts[name].value, _EVIDENCE))
    for line in lines[-_FOOT:]:
        if match := _OWNER.search(line):
            yield Finding("organiser.name", match[1], excerpt(line, *match.span(), _ROOM))


def _contacts(draft: Draft, lines: Sequence[str]) -> Iterator[Finding]:
    closing = sorted({piece.line for text in draft.round.closing for piece in text.pieces})
    foot = range(max(0, len(lines) - _FOOT), len(lines))
    for place in (*closing, *foot):
        for contact in contacts_in(lines[place]):
            value = _value(contact, draft.phones)
            if value:
                yield Finding(_CONTACTS[contact.kind], value, excerpt(lines[place], *contact.place, _ROOM))


def _value(contact: FoundContact, phones: Iterable[str]) -> str:
    """The contact as `site.yaml` wants it; empty if it cannot be used."""
    if contact.kind is ContactKind.PHONE:
        longer = (phone for phone in phones if phone.endswith(contact.value))
        value = contact.value if PHONE.match(contact.value) else next(longer, "")
        return value if PHONE.match(value) else ""
    if contact.kind is ContactKind.EMAIL:
        return contact.value if EMAIL.match(contact.value) else ""
    return contact.value.strip()


def _numbers(lines: Sequence[str]) -> Iterator[Finding]:
    for line in lines:
        for field, pattern in _SITE:
            if match := pattern.search(line):
                yield Finding(field, match[0].strip("：: "), excerpt(line, *match.span(), _ROOM))
