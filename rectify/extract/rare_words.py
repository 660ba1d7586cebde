"""Rare words that only a few issues contain, such as 渣土车 or 三联单: they show why two issues are related.

A word here is a run of three to eight Chinese characters that two to six texts contain and that in at least one of
them stands between punctuation, figures and everyday words (的, 和, 按照, 进一步 …). The time grows with the size of
the texts, not with the number of pairs.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from itertools import combinations
from typing import Final, NamedTuple

from rectify.ground.text import HAN

_SHORTEST, _LONGEST, _MOST = 3, 8, 6
_EVERYDAY: Final = (
    "的 了 和 与 及 或 在 对 把 被 将 由 向 从 以 并 且 也 都 就 还 又 但 因 这 那 其 此 每 没 未 "
    "已 使 让 给 到 按 等 之 是 暨 再 一个 一项 一次 一批 一名 一家 两个 两家 三个 四个 多个 一是 二是 "
    "三是 四是 五是 第一 第二 第三 各 无 不 所属 所在 该 本单位 按照 根据 通过 进行 开展 进一步 加强 严格 "
    "全面 认真 积极 推进 推动 落实 执行 贯彻 完善 建立 健全 制定 印发 下发 修订 组织 协调 督促 指导 监督 "
    "检查 排查 核查 整改 整治 治理 规范 提高 提升 强化 深化 深入 明确 确保 保证 落到实处 要求 规定 有关 相关 "
    "存在 发现 问题 情况 工作 责任 责成 责令 负责 牵头 配合 具体 统筹 管理 制度 机制 措施 方案 办法 意见 "
    "建议 巡察 巡视 巡查 反馈 巡察组 市委 局党组 领导班子 班子成员 班子 主要领导 分管领导 领导干部 干部职工 "
    "党员干部 工作人员 负责人 责任人 人员 单位 部门 科室 各单位 二级单位 局属 机关 全市 全局 我市 我局 市城管局 "
    "城管局 市政府 自治区 区县 旗县区 市四区 违规违纪 违纪违法 违规 违纪 追责问责 追责 问责 处理 处分 约谈 谈话 "
    "批评教育 通报批评 通报 书面检查 举一反三 立行立改 查漏补缺 结合 针对 关于 目前 同时 以及 并且 其中 分别 "
    "统一 及时 定期 尽快 逐步 逐项 现有 正在 已经 全部 部分 个别 其他 学习 重要讲话 讲话精神 指示批示 批示 "
    "精神 习近平 总书记 中国特色社会主义 思想 党中央 二十届三中全会 三中全会 党的二十大 召开 会议 研究 部署 安排 "
    "报送 上报 提交 报请 申请 审核 审批 审查 调查 摸排 梳理 自查 统计 汇总 台账 清单 切实 有效 扎实 持续 "
    "长期 长效 常态化 常态 日常 实际 基础 重点 方面 环节 过程 程序 流程 标准 内容 范围 方式 形式 不到位 到位 "
    "不规范 不力 不足 不够 不严 不严格 力度 水平 能力 质量 效率 效果 作用 意识 认识 重视 增加 减少 增强 改进 "
    "优化 解决 防止 避免 杜绝 消除 实现 完成 形成 达到 取得 发挥 利用 使用 采用 采取 实行 实施 委托 聘请 "
    "邀请 参加 参与 举办 设置 设立 成立 增设 更新 调整 清理 清退 归还 支付 拨付 安全 风险 隐患 期间 以来 "
    "以前 以后 今后 原来 需要 可以 能够 应当 必须 如果 如发现 依法 依规 依据 依照 经过 为了 之后 之前 注意 "
    "全体 者 上级 下级 市级 更好地 不断 发生 作出 提出 相应 家 掌握 办理 手续 群众 普遍 反映 严肃 坚决 认定 "
    "确定 决定 同意 批准 表决 第三方 专业 机构 企业 公司 项目 资金 经费 财政 预算 建设 运行 服务 城市管理 "
    "城管 党员 干部 党组织 会上 系统 新时代 高度 充分 主动 带头 当事人 归档 科长 讲授 授课 行为 一系列 下一步 "
    "月底 党组会 分年度 市本级"
)
_SINGLE: Final = "".join(sorted({word for word in _EVERYDAY.split() if len(word) == 1}))


def _grouped(words: Collection[str]) -> str:
    """A regular expression for *words*, grouped by first character for speed; the longest word matches first."""
    tails: dict[str, set[str]] = {}
    for word in words:
        tails.setdefault(word[0], set()).add(word[1:])
    return "|".join(
        f"{first}(?:{'|'.join(sorted(rest, key=lambda tail: (-len(tail), tail)))})"
        for first, rest in sorted(tails.items())
    )


_CUT: Final = re.compile(
    rf"(?:[^{HAN}]|{_grouped([word for word in _EVERYDAY.split() if len(word) > 1])}|[{_SINGLE}])+"
)
_TITLE: Final = re.compile("《[^《》]{0,200}》")


class SharedWords(NamedTuple):
    """Two texts, by their index, and the rare words that both contain, the rarest first."""

    first: int
    second: int
    words: tuple[str, ...]


def shared_words(pieces: Sequence[Sequence[str]], *, most: int = _MOST) -> tuple[SharedWords, ...]:
    """The rare words that two texts share, for each pair that shares any, in order of the pairs.

    *pieces* are the results of `pieces_of` for each text; a word that more than *most* texts contain is not rare.
    """
    return _pairs(_holders(pieces, most))


def without_names(names: Collection[str]) -> re.Pattern[str] | None:
    """A pattern that matches *names* (of departments and bodies, which relate issues otherwise); None if there are none."""
    return re.compile("|".join(map(re.escape, sorted(names, key=lambda n: (-len(n), n))))) if names else None


def pieces_of(text: str, names: re.Pattern[str] | None) -> list[str]:
    """The runs of at least three characters between punctuation, figures and everyday words of a text.

    What *names* matches is left out, and so are titles in 《》.
    """
    if "《" in text:
        text = _TITLE.sub("，", text)
    if names is not None:
        text = names.sub("，", text)
    return [word for piece in _CUT.split(text) if len(word := _trimmed(piece)) >= _SHORTEST]


def _trimmed(piece: str) -> str:
    """The piece without characters that a name does not begin (有, 为, 个 …) or end with (时, 后)."""
    return piece.lstrip("有为个项做").rstrip("时后") if len(piece) >= _SHORTEST else ""


def _holders(pieces: Sequence[Sequence[str]], most: int) -> dict[str, list[int]]:
    """Each word that two to *most* texts contain, with the indexes of these texts."""
    words = {piece for several in pieces for piece in several if len(piece) <= _LONGEST}
    lengths: dict[str, set[int]] = defaultdict(set)
    for word in words:
        lengths[word[:_SHORTEST]].add(len(word))
    ordered = {start: tuple(sorted(several)) for start, several in lengths.items()}
    holders: dict[str, list[int]] = defaultdict(list)
    for index, several in enumerate(pieces):
        words_held = set()
        for piece in several:
            for at in range(len(piece) - _SHORTEST + 1):
                for length in ordered.get(piece[at : at + _SHORTEST], ()):
                    word = piece[at : at + length]
                    if word in words:
                        words_held.add(word)
        for word in words_held:
            if len(holders[word]) <= most:
                holders[word].append(index)
    return {word: indexes for word, indexes in holders.items() if 1 < len(indexes) <= most}


def _pairs(holders: dict[str, list[int]]) -> tuple[SharedWords, ...]:
    shared: dict[tuple[int, int], list[str]] = defaultdict(list)
    for word, indexes in holders.items():
        for pair in combinations(indexes, 2):
            shared[pair].append(word)
    return tuple(
        SharedWords(*pair, tuple(sorted(_longest(words), key=lambda word: (len(holders[word]), -len(word), word))))
        for pair, words in sorted(shared.items())
    )


def _longest(words: list[str]) -> list[str]:
    """Without the words that a longer one of them contains."""
    return [word for word in words if not any(word != other and word in other for other in words)]
