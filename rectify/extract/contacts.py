"""Contact details in a text: phones, mail, postcodes, post boxes, addresses, hours."""

from __future__ import annotations

import re
from enum import Enum
from typing import Final, NamedTuple

from rectify.extract.sentences import Place, with_ascii_digits

_AREA: Final = "0(?:10|2[0-9]|[3-9][0-9]{2})"
_CALLED: Final = "(?:联系|举报|监督|咨询|投诉|办公|值班|受理|固定|服务|反馈|热线)?(?:电话|热线|号码)(?:号码)?[ ]?(?:[：:为是]|\\Z|(?=[0-9（(]))"
_PHONE: Final = re.compile(
    rf"(?<![0-9A-Za-z-])(?:[（(]?(?P<area>{_AREA})[）)]?[ ]?[-—–－ ]?[ ]?)?(?P<number>[2-9][0-9]{{2}}[ -]?[0-9]{{4,5}})(?:[-—转][0-9]{{1,5}})?(?![0-9A-Za-z-])"
    r"|(?<![0-9])(?P<mobile>1[3-9][0-9]{9})(?![0-9])|(?<![0-9])(?P<short>12[0-9]{3}|400-?[0-9]{3}-?[0-9]{4})(?![0-9])"
)
_LABEL: Final = re.compile(f"{_CALLED}[^。；;\\n，,]{{0,30}}\\Z")
_EMAIL: Final = re.compile(
    r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}(?![A-Za-z0-9-])"
)
_POSTCODE: Final = re.compile(r"(?:邮编|邮政编码|邮码)[ ]?[：:为]?[ ]?(?P<value>[0-9]{6})(?![0-9])")
_BOX: Final = re.compile(
    r"(?:邮政(?:专用)?信箱|专用信箱|信箱)[ ]?[：:为][ ]?(?P<value>[^。；;，,\n（(]{3,40})|(?P<bare>[\u4e00-\u9fff]{2,12}[A-Z]?[0-9]{1,5}号(?:邮政)?(?:专用)?信箱)"
)
_ADDRESS: Final = re.compile(
    r"(?:(?:联系|通[信讯]|办公|来信|邮寄|单位|接访)?地址|接访地点|地点)[ ]?[：:][ ]?(?P<value>[^。；;，,\n]{4,60})"
)
_HOURS: Final = re.compile(
    r"(?:(?:受理|接听|服务|办公|工作|值班|接访|来电)时间)[ ]?[：:为]?[ ]?(?P<value>[^。；;\n]{3,60})"
    r"|(?P<bare>(?:工作日|法定工作日|周一至周五|星期一至星期五|每天|每日)[^。；;\n]{0,16}[0-9]{1,2}[:：][0-9]{2}[^。；;\n]{0,40})"
)
_CLOCK: Final = re.compile("[0-9][:：][0-9]{2}|时间[ ]?[:：]")
_LONG_NUMBER: Final = re.compile("[0-9]{3}[ -]?[0-9]{2}")
_CALLED_FAR: Final = 48
_TRAILING: Final = re.compile(r"[ ]+(?:邮编|邮政编码|电话|联系电话|邮箱|电子邮箱|传真).*\Z|[ ）)]+\Z", re.DOTALL)


class ContactKind(Enum):
    """A kind of contact detail; the value is its Chinese name."""

    PHONE = "电话"
    EMAIL = "电子邮箱"
    POSTCODE = "邮编"
    POST_BOX = "邮政信箱"
    ADDRESS = "地址"
    HOURS = "时间"


class FoundContact(NamedTuple):
    """A contact detail where a text gives it."""

    place: Place
    kind: ContactKind
    value: str
    """A phone as 0100-1234567; other values as written."""
    assumed: bool
    """Whether the area code was taken over from another phone number of the text."""


def contacts_in(text: str) -> tuple[FoundContact, ...]:
    """The contact details in a visible text, in order of their places."""
    digits = with_ascii_digits(text)
    contacts = [*_phones(digits), *_emails(digits)]
    for kind, pattern, cheap in (
        (ContactKind.POSTCODE, _POSTCODE, "邮"),
        (ContactKind.POST_BOX, _BOX, "信箱"),
        (ContactKind.ADDRESS, _ADDRESS, "地址" if "地址" in digits else "地点"),
    ):
        if cheap in digits:
            contacts += [_contact(kind, match) for match in pattern.finditer(digits)]
    if _CLOCK.search(digits):
        contacts += [_contact(ContactKind.HOURS, match) for match in _HOURS.finditer(digits)]
    return tuple(sorted(contacts, key=lambda contact: (contact.place, contact.kind.value)))


def _contact(kind: ContactKind, match: re.Match[str]) -> FoundContact:
    group = "value" if match["value"] else "bare"
    value = _TRAILING.sub("", match[group])
    return FoundContact(Place(match.start(group), match.start(group) + len(value)), kind, value, assumed=False)


def _emails(text: str) -> list[FoundContact]:
    if "@" not in text:
        return []
    return [
        FoundContact(Place(match.start(), match.end()), ContactKind.EMAIL, match[0], assumed=False)
        for match in _EMAIL.finditer(text)
    ]


def _phones(text: str) -> list[FoundContact]:
    """Numbers with an area code, or after a word such as 电话; the latter take over the first area code of the text."""
    if not _LONG_NUMBER.search(text):
        return []
    matches = [match for match in _PHONE.finditer(text) if _is_phone(text, match)]
    area = next((match["area"] for match in matches if match["area"]), "")
    contacts = []
    for match in matches:
        number = match["mobile"] or match["short"] or match["number"].replace(" ", "").replace("-", "")
        assumed = bool(match["number"] and not match["area"] and area)
        code = match["area"] or (area if assumed else "")
        value = f"{code}-{number}" if code else number
        contacts.append(FoundContact(Place(match.start(), match.end()), ContactKind.PHONE, value, assumed))
    return contacts


def _is_phone(text: str, match: re.Match[str]) -> bool:
    if match["area"]:
        return True
    floor = max(0, match.start() - _CALLED_FAR)
    return _LABEL.search(text, floor, match.start()) is not None
