"""The life of an issue after it was found: what was promised, whether it was kept, who examined it, whether it came back."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import Final

from rectify.field.words import Line, Slug, Url, named_field
from rectify.ground.dates import PartialDate

MAX_BRIEF: Final = 40
"""Characters of a sentence that says in short what was found, or what came of it."""

MAX_PARTICULAR: Final = 2000
"""Characters of a line of an issue that notices fill with whole paragraphs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """When an issue is to be rectified, in the words of the notice and as a date where they give one."""

    text: Line = named_field("时限", "通报里的说法，例如 2024年12月底前；也可以只写日期", longest=MAX_PARTICULAR)
    date: PartialDate | None = named_field(
        "日期",
        "能换算成日期的，写 2024-12 或 2024-12-31",
        form="能换算成日期的才写，例如 2024年12月31日，只知道月份的写 2024年12月",
        default=None,
    )

    @property
    def day(self) -> PartialDate | None:
        """The date, also where the words are one."""
        return self.date or PartialDate.read(self.text)

    def __str__(self) -> str:
        words, day = str(PartialDate.read(self.text) or self.text), str(self.date or "")
        return words if day in words else f"{words}（{day}）"


class Verdict(Enum):
    """What whoever examined a rectification says of it, beside what the body itself reports."""

    PASSED = "通过"
    PARTLY = "部分通过"
    FAILED = "未通过"


_NO_VERDICT: Final = re.compile("待|拟|计划|将|申请|准备|等候|尚未组织|未写明|没有写明")
_VERDICTS: Final = (
    (Verdict.FAILED, re.compile("(?:未|没有|没|不|未予|不予)(?:能)?(?:通过|销号|合格|同意)|退回")),
    (Verdict.PARTLY, re.compile("部分(?:通过|销号|合格)|基本通过")),
    (Verdict.PASSED, re.compile("通过|已销号|(?:同意|准予|予以)销号|合格")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Acceptance:
    """That somebody looked at the rectification and accepted it, or not (验收、销号)."""

    result: Line = named_field(
        "结论", "写 通过、部分通过 或 未通过；也可以照抄原文，例如 通过验收，已销号", longest=MAX_PARTICULAR
    )
    by: Line = named_field("验收单位", default=Line(""))
    date: PartialDate | None = named_field("验收日期", default=None)
    how: Line = named_field("验收方式", "例如 现场检查、查阅资料", default=Line(""), longest=MAX_PARTICULAR)
    note: Line = named_field("验收说明", "验收时指出了什么", default=Line(""), longest=MAX_PARTICULAR)

    @property
    def verdict(self) -> Verdict | None:
        """What the result says in one of three words; None where it says none of them for sure."""
        if _NO_VERDICT.search(self.result):
            return None
        return next((verdict for verdict, form in _VERDICTS if form.search(self.result)), None)

    def __str__(self) -> str:
        words = "，".join(str(one) for one in (self.by, self.date, self.how, self.note) if one)
        return f"{self.result}（{words}）" if words else self.result


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """An issue in words of the street: what was found, and what came of it."""

    found: Line = named_field("发现了什么", f"老百姓听得懂的一句话，{MAX_BRIEF}个字以内", longest=MAX_BRIEF)
    outcome: Line = named_field("结果怎样", f"现在怎么样了，{MAX_BRIEF}个字以内", default=Line(""), longest=MAX_BRIEF)

    def __str__(self) -> str:
        return f"{self.found}→{self.outcome}" if self.outcome else self.found


@dataclass(frozen=True, slots=True, kw_only=True)
class DueChange:
    """That a promised day was moved; the first promise stays known."""

    from_: PartialDate = named_field("原定时限", "改以前的时限；第一条写最初答应的日子")
    to: PartialDate = named_field(
        "改到", "改以后的时限；最后一条与 due 相同", form="改以后的时限；最后一条与“完成时限”相同"
    )
    date: PartialDate = named_field("哪天改的")
    reason: Line = named_field("为什么改", "读者会看到")

    def __str__(self) -> str:
        return f"{self.date}，由{self.from_}改为{self.to}，原因：{self.reason}"


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierIssue:
    """An issue of an earlier round that was found again."""

    round: Slug = named_field(
        "轮次", "那一轮的文件夹名，例如 2023-xuncha", form="那一轮的名字，例如 2023-xuncha，在一览里写在标题后面"
    )
    number: int = named_field("序号", "那一轮里的序号")

    def __str__(self) -> str:
        return f"{self.round}第{self.number}号"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reexamination:
    """That somebody came back later to see whether the rectification lasts (回头看)."""

    date: PartialDate = named_field("日期", "哪天去看的")
    found: Line = named_field("看到了什么", "是否反弹、还有什么没有改好", longest=MAX_PARTICULAR)
    by: Line = named_field("谁去看的", default=Line(""))

    def __str__(self) -> str:
        return f"{self.date}{f'，{self.by}' if self.by else ''}：{self.found}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What shows that the rectification took place: an attachment of the issue, or a document elsewhere."""

    title: Line = named_field("材料标题", "读者看到的名字")
    file: Line = named_field(
        "材料文件名", "attachments 里的一份，写它的文件名", form="本站附件里的一份", default=Line("")
    )
    url: Url | None = named_field("材料网址", "在别的网站上的，写完整的网址", default=None)
    day: PartialDate | None = named_field("材料日期", "成文或者发布的日期", default=None)
    sha256: Line = named_field(
        "材料校验码",
        "SHA-256；本站附件的由程序算，写了就要一致",
        form="一般不用填；本站附件的由程序算",
        default=Line(""),
    )

    def __str__(self) -> str:
        words = "，".join(str(one) for one in (self.day, self.url, self.file, self.sha256) if one)
        return f"{self.title}（{words}）" if words else self.title


@dataclass(frozen=True, slots=True, kw_only=True)
class Withheld:
    """How many issues of a round are not published, and why; only counts."""

    count: int = named_field("数目", "这个理由不公开的有几个")
    ground: Line = named_field("理由", "例如 涉及国家秘密、个人隐私，正在办理的案件")
