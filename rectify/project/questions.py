"""What only the bureau itself knows, and is asked when its project is made: in the terminal, or at the desk."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from rectify.field.words import EMAIL, PHONE, URL

QUESTIONS: Final[Mapping[str, str]] = {
    "organiser.name": "单位全称",
    "base_url": "网站的网址，例如 https://www.某局.gov.cn/xczg/",
    "organiser.address": "单位地址",
    "organiser.postcode": "邮编",
    "organiser.phone": "单位电话，带区号",
    "feedback.phone": "接受群众反馈的电话，带区号",
    "feedback.address": "接受来信的地址",
    "feedback.postcode": "来信的邮编",
    "feedback.email": "接受反馈的邮箱",
    "feedback.hours": "接听时间",
    "footer.icp": "ICP 备案号",
    "footer.police_record": "公安备案号",
    "footer.site_code": "网站标识码，政府网站的十位编号，在官网的页脚上；没有的写 无",
}
_EXPECTED: Final = ("organiser.name", "base_url", "organiser.address", "organiser.phone", "feedback.phone", "footer.icp", "footer.police_record", "footer.site_code")  # fmt: skip
"""What stands in site.yaml as a blank if nobody knows it yet."""
LISTED: Final = ("organiser.name", "footer.site_code")
"""Of these, what the list of blanks of a project with drafts has already."""

_FORMS: Final = {
    "base_url": (URL, "网址要从 https:// 写起"),
    "organiser.phone": (PHONE, "电话要带区号，例如 0100-1234567"),
    "feedback.phone": (PHONE, "电话要带区号，例如 0100-1234567"),
    "feedback.email": (EMAIL, "邮箱写成 名字@域名"),
}


def fault_in(name: str, answer: str) -> str:
    """What is wrong with an *answer* to the question about the field *name*; empty if nothing is."""
    form = _FORMS.get(name)
    return form[1] if form and not form[0].match(answer) else ""


def unanswered_fields(answers: Mapping[str, str]) -> tuple[str, ...]:
    """The fields of `site.yaml` that stand there as a blank, since their question has no answer."""
    return tuple(name for name in _EXPECTED if not answers.get(name))
