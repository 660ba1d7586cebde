"""What a notice should not say, or not say so: private data, phones that cannot be dialled from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import Final

from rectify.checks.privacy import private_in
from rectify.extract.contacts import ContactKind, contacts_in
from rectify.field.words import PHONE
from rectify.intake.recognise.draft import Doubt, Draft
from rectify.intake.recognise.whole import text_uses

_DIGITS: Final = re.compile(r"\d")


def with_privacy_doubts(draft: Draft, published: Collection[str] = ()) -> Draft:
    """The draft with the private data and the phones that its texts hold; *published* are the site's own contacts."""
    lines = sorted({piece.line for piece, _, _ in text_uses(draft)})
    phones = tuple(_phones(draft))
    open_ = (*published, *(value for value, _, _ in phones))
    private = tuple(
        (found.rule, line, found.shown)
        for line in lines
        for found in private_in(draft.lines[line].text, published=open_)
    )
    doubts = [
        Doubt("I114", line, f"电话 {value} 没有区号，外地人打不通", _area_remedy(value, assumed, published))
        for value, line, assumed in phones
        if assumed or not PHONE.match(value)
    ]
    if private:
        shown = "、".join(dict.fromkeys(words for _, _, words in private))
        message = f"正文里有 {len(private)} 处像是个人信息或者第三方名称：{shown}"
        doubts.append(Doubt("I113", private[0][1], message, "该隐去的，在生成的文件里改；校样里逐处列出"))
    numbers = tuple(dict.fromkeys(assumed or value for value, _, assumed in phones))
    return replace(draft, private=private, phones=numbers, doubts=(*draft.doubts, *doubts))


def _area_remedy(value: str, assumed: str, published: Collection[str]) -> str:
    if known := next((phone for phone in published if phone.endswith(value)), ""):
        return f"site.yaml 里写的是 {known}，网站的页脚用它；正文照原文没有动"
    return f"页脚的电话有区号，site.yaml 里写 {assumed}" if assumed else "在 site.yaml 的 feedback.phone 里写上区号"


def _phones(draft: Draft) -> Iterator[tuple[str, int, str]]:
    """The phones of the closing: as written, their line, and with the footer's area code where they lack one."""
    closing = sorted({piece.line for text in draft.round.closing for piece in text.pieces})
    code = _area_code([line.text for line in draft.lines])
    for line in closing:
        for contact in contacts_in(draft.lines[line].text):
            if contact.kind is not ContactKind.PHONE:
                continue
            said = draft.lines[line].text[contact.place.start : contact.place.end]
            bare = not re.match(r"0\d{2,3}|1\d{10}|400", "".join(_DIGITS.findall(said)))
            yield said, line, f"{code}-{said}" if bare and code else ""


def _area_code(texts: Sequence[str]) -> str:
    found = [match[1] for text in texts for match in re.finditer(r"(?<!\d)(0\d{2,3})[-—－ ]\d{7,8}(?!\d)", text)]
    return found[0] if len(set(found)) == 1 else ""
