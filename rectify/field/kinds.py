"""Kinds of inspection (巡察, 审计, 督察 …), each with the words that pages, data and messages use of it."""

from __future__ import annotations

from enum import Enum
from typing import Final, NamedTuple


class Kind(Enum):
    """What found the problems of a round."""

    XUNCHA = "巡察"
    XUNSHI = "巡视"
    AUDIT = "审计"
    ENVIRONMENT = "生态环境保护督察"
    CHECK = "专项检查"
    CAMPAIGN = "主题教育"
    PUBLIC = "群众反映"
    OTHER = "其他"

    @property
    def words(self) -> KindWords:
        """What its parts are called."""
        return _WORDS[self]

    @property
    def is_inspection(self) -> bool:
        """Whether it is carried out by a team of the Party committee, at a level and between two days (巡察工作条例)."""
        return self in (Kind.XUNCHA, Kind.XUNSHI)


class KindWords(NamedTuple):
    """What the parts of a kind of inspection are called.

    `act` is the inspection itself, `body` who was inspected, `team` who inspected, `level`, `period` and `feedback` its
    level, its days and the day of its feedback, `problems` what it found, `notice` the document that tells what became
    of it; `slug` stands in the address of a round.
    """

    act: str
    body: str
    team: str
    level: str
    period: str
    feedback: str
    problems: str
    notice: str
    slug: str

    def of_field(self, name: str, otherwise: str) -> str:
        """What the field *name* of a round is called, or *otherwise* if that is the same for all kinds."""
        return {
            "inspected_body": self.body,
            "inspection_team": self.team,
            "level": self.level,
            "inspection": self.period,
            "feedback": self.feedback,
        }.get(name, otherwise)


_WORDS: Final = {
    Kind.XUNCHA: KindWords(
        "巡察", "被巡察单位", "巡察组", "巡察层级", "巡察时间", "反馈日期", "反馈问题", "通报", "xuncha"
    ),
    Kind.XUNSHI: KindWords(
        "巡视", "被巡视单位", "巡视组", "巡视层级", "巡视时间", "反馈日期", "反馈问题", "通报", "xunshi"
    ),
    Kind.AUDIT: KindWords(
        "审计", "被审计单位", "审计机关", "审计层级", "审计时间", "报告日期", "查出问题", "公告", "shenji"
    ),
    Kind.ENVIRONMENT: KindWords(
        "督察", "被督察单位", "督察组", "督察层级", "督察时间", "反馈日期", "反馈问题", "公示", "ducha"
    ),
    Kind.CHECK: KindWords(
        "检查", "被检查单位", "检查组", "检查层级", "检查时间", "反馈日期", "发现问题", "通报", "jiancha"
    ),
    Kind.CAMPAIGN: KindWords(
        "主题教育", "整改单位", "指导组", "层级", "开展时间", "反馈日期", "检视问题", "通报", "zhutijiaoyu"
    ),
    Kind.PUBLIC: KindWords(
        "群众反映", "整改单位", "受理单位", "层级", "反映时间", "交办日期", "反映问题", "公示", "qunzhong"
    ),
    Kind.OTHER: KindWords(
        "检查", "整改单位", "检查单位", "层级", "检查时间", "反馈日期", "反馈问题", "通报", "zhenggai"
    ),
}
NOTICES: Final = ("通报", "公告", "公示", "报告", "通告")
"""What a notice may call itself, at the end of its title."""
