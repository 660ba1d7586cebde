"""What an inspection found and what became of it: rounds, issues, measures, progress."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import Enum
from typing import Any, Final

from rectify.field.kinds import NOTICES, Kind
from rectify.field.life import (
    MAX_PARTICULAR,
    Acceptance,
    Brief,
    Deadline,
    DueChange,
    EarlierIssue,
    Evidence,
    Reexamination,
    Withheld,
)
from rectify.field.words import (
    NEEDED_IN_PUBLIC,
    NEEDED_OF_ENDED,
    NEEDED_OF_INSPECTIONS,
    Line,
    Rich,
    Slug,
    Url,
    named_field,
)
from rectify.ground.dates import Moment, PartialDate


class Level(Enum):
    """Who inspects: 巡察 by county and city, or by a university or company below it, 巡视 by province and centre."""

    COUNTY = "县级"
    MUNICIPAL = "市级"
    PROVINCIAL = "省级"
    CENTRAL = "中央"
    INTERNAL = "单位内部"


class Status(Enum):
    """How far a rectification has come, in the words that notices use.

    `NOT_STATED` is written where the notice is silent; a draft is `UNFILLED` until somebody writes its status.
    """

    DONE = "已完成"
    DONE_LONG_TERM = "已完成并长期坚持"
    MOSTLY_DONE = "基本完成"
    PARTLY_DONE = "部分完成"
    ONGOING = "正在推进"
    LONG_TERM = "长期坚持"
    NOT_DONE = "未完成"
    TERMINATED = "终止"
    CIRCUMSTANCES_CHANGED = "情况变化"
    NOT_STATED = "未写明"
    UNFILLED = ""

    @property
    def words(self) -> str:
        """What readers see of it."""
        return {Status.NOT_STATED: "原文没有写明", Status.UNFILLED: "待填"}.get(self, str(self.value))


FINISHED: Final = frozenset({Status.DONE, Status.DONE_LONG_TERM, Status.MOSTLY_DONE})
"""The statuses that a notice counts as rectified."""

NO_LONGER_PURSUED: Final = frozenset({Status.TERMINATED, Status.CIRCUMSTANCES_CHANGED})
"""The statuses that need a reason: nobody works on the issue any more, and it is not rectified."""

UNFINISHED: Final = frozenset(Status) - FINISHED - NO_LONGER_PURSUED - {Status.NOT_STATED, Status.UNFILLED}
"""The statuses that a notice counts as not rectified yet; issues that are no longer pursued are in neither."""

PUBLIC_STATUSES: Final = tuple(status for status in Status if status is not Status.UNFILLED)
"""Those that a public issue may have."""

MAX_ALT: Final = 300
"""Characters that say what a photograph shows: a listener cannot skim them."""

NO_TOPIC: Final = Slug("none")
"""What an issue names that belongs to no topic, whatever words it has."""

UNFILLED_CATEGORY: Final = Slug("unfilled")
"""The category of an issue whose round has none, and of a draft that nobody has put into one yet."""


class Timeframe(Enum):
    """When a rectification is due: a matter of time, not of status."""

    IMMEDIATE = "立行立改"
    TIME_BOUND = "限期整改"
    CONTINUING = "长期坚持"


class Wording(Enum):
    """Whose sentences the texts are."""

    COMPILED = "据通报编写"
    VERBATIM = "通报原文"


class DocumentRole(Enum):
    """What an issue's texts say of a document: the body made it, revised it, went by it, or only named it."""

    MADE = "制定"
    REVISED = "修订"
    FOLLOWED = "依据"
    NAMED = "提到"


class PhotoTime(Enum):
    """Whether a photograph shows what was found or what became of it."""

    BEFORE = "before"
    AFTER = "after"

    @property
    def words(self) -> str:
        """What readers see of it."""
        return "整改前" if self is PhotoTime.BEFORE else "整改后"


class ReviewState(Enum):
    """Whether the texts may be published."""

    PENDING = "pending"
    DONE = "done"

    @property
    def words(self) -> str:
        """What people call it."""
        return "待审" if self is ReviewState.PENDING else "审毕"


class ReviewStep(Enum):
    """The three reviews and three proofs (三审三校), in order of time (P-01)."""

    FIRST_REVIEW = "初审"
    FIRST_PROOF = "一校"
    SECOND_REVIEW = "复审"
    SECOND_PROOF = "二校"
    FINAL_REVIEW = "终审"
    FINAL_PROOF = "三校"


@dataclass(frozen=True, slots=True, kw_only=True)
class Photo:
    """A photograph of what was found, or of what became of it."""

    file: Line = named_field(
        "文件名",
        "放在与 YAML 同名的文件夹里：013.yaml 的照片放在 013 里；jpg、png 或 webp",
        form="已经放进来的照片；新的拖到上面去，jpg、png 或 webp",
    )
    when: PhotoTime | None = named_field(
        "前后", "before（整改前）或 after（整改后）；都不是的不写", form="都不是的不选", default=None
    )
    alt: Line = named_field(
        "照片内容", "照片上有什么，读给看不见的人听", default=Line(""), needed=NEEDED_IN_PUBLIC, longest=MAX_ALT
    )
    caption: Line = named_field("图注", "写在照片下面的话", default=Line(""))
    date: PartialDate | None = named_field("拍摄日期", default=None)
    source: Line = named_field("照片来源", "谁拍的、谁提供的", default=Line(""))
    checked: bool = named_field(
        "看过",
        "true：看过了，认得出的人脸、车牌、证件、门牌没有，或者已经遮住；网页上不显示",
        form="看过了再勾：认得出的人脸、车牌、证件、门牌没有，或者已经遮住；网页上不显示",
        default=False,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A document that readers can open: the notice itself, a plan, a receipt."""

    file: Line = named_field(
        "文件名",
        "放在与 YAML 同名的文件夹里：013.yaml 的附件放在 013 里，round.yaml 的放在 round 里",
        form="已经放进来的附件；新的拖到上面去",
    )
    title: Line = named_field("附件标题", "读者看到的名字")
    kind: Line = named_field("附件种类", "例如 通报原件、整改方案、制度文件", default=Line(""))
    date: PartialDate | None = named_field("附件日期", "成文的日期", default=None)
    number: Line = named_field("附件文号", default=Line(""))


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One thing that was to be done (整改措施)."""

    text: Rich = named_field("内容", "一条措施写一项")
    lead: tuple[Line, ...] = named_field("牵头部门", default=())
    due: PartialDate | None = named_field(
        "完成时限", "2024-12 或 2024-12-31", form="例如 2024年12月31日，只知道月份的写 2024年12月", default=None
    )
    photos: tuple[Photo, ...] = named_field("照片", "显示在这一条下面的照片，一张一项", default=())
    attachments: tuple[Attachment, ...] = named_field("附件", "列在这一条下面的文件，一个一项", default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """One thing that was done (整改进展), with its date when it is known."""

    date: PartialDate | None = named_field(
        "日期",
        "2024-07-30、2024-07 或 2024；不知道就不写",
        form="例如 2024年7月30日，只知道月份的写 2024年7月；不知道就空着",
        default=None,
    )
    until: PartialDate | None = named_field("截止日期", "做了一段时间的，写最后一天", default=None)
    text: Rich = named_field("内容", "做了什么，结果怎样")
    photos: tuple[Photo, ...] = named_field("照片", "显示在这一件下面的照片，一张一项", default=())
    attachments: tuple[Attachment, ...] = named_field("附件", "列在这一件下面的文件，一个一项", default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A key figure of the rectification (数字)."""

    value: Line = named_field("数值", "例如 22144")
    unit: Line = named_field("单位", "例如 次", default=Line(""))
    label: Line = named_field("说明", "这个数字是什么")
    kind: Line = named_field(
        "种类", "数字表里的种类，例如 追缴；不写就由正文的字句判断，没有种类的写 无", default=Line("")
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentReference:
    """A document that the texts name in a way that cannot be read off them, or that was read off wrongly."""

    title: Line = named_field("标题", "不带书名号")
    number: Line = named_field("文号", "例如 呼财字〔2014〕113号", default=Line(""))
    role: DocumentRole | None = named_field(
        "关系", "制定、修订、依据或提到；不写就由正文的字句判断", form="不选就由正文的字句判断", default=None
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedEvent:
    """Something dated that cannot be read off the texts, or was read off wrongly (时间线)."""

    date: PartialDate = named_field(
        "日期", "2024-07-30、2024-07 或 2024", form="例如 2024年7月30日，只知道月份的写 2024年7月"
    )
    until: PartialDate | None = named_field("截止日期", "做了一段时间的，写最后一天", default=None)
    text: Line = named_field("内容", "那一天做了什么，或者说好做到什么")
    planned: bool = named_field(
        "计划", "true：说好要做到的，不是已经做到的", form="说好要做到的勾上，已经做到的不勾", default=False
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class RelatedIssue:
    """Another issue of the round that belongs to this one, or that was taken for one that does (相关的问题)."""

    number: int = named_field("相关序号", "同一轮里另一个问题的序号")
    reason: Line = named_field("相关理由", "例如 都是公车管理的事", default=Line(""))
    hidden: bool = named_field("不相关", "true：不列为相关的问题", form="勾上就不列为相关的问题", default=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """A change made to an issue's text after it was published."""

    date: PartialDate = named_field("日期", "改动的日期")
    note: Line = named_field("改了什么", "一句话")
    reason: Line = named_field("为什么改", default=Line(""))


@dataclass(frozen=True, slots=True, kw_only=True)
class Supplement:
    """That fields were filled after publication which had been empty; nothing that was public changed."""

    date: PartialDate = named_field("日期", "补充的日期")
    note: Line = named_field("补了什么", "例如 完成时限、照片")


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """Progress that was reported after publication (F-05)."""

    date: PartialDate = named_field("日期", "公布这条进展的日期")
    text: Rich = named_field("内容", "又做了什么，结果怎样")
    status: Status | None = named_field(
        "整改状态",
        "状态因此变了才写，上面的 status 也要改",
        form="状态因此变了才选，上面的“整改状态”也要改",
        default=None,
    )
    photos: tuple[Photo, ...] = named_field("照片", "显示在这条进展下面的照片，一张一项", default=())
    attachments: tuple[Attachment, ...] = named_field("附件", "列在这条进展下面的文件，一个一项", default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """Why an issue is no longer shown; its address stays and says so (C-01, G-19)."""

    date: PartialDate = named_field("撤下日期")
    reason: Line = named_field("为什么撤下", "读者会看到")
    into: int | None = named_field("并入", "并入了同一轮的哪一个问题，写它的序号", default=None)
    keep_text: bool = named_field(
        "保留文字",
        "true：原来的文字还可以看；不写就不显示",
        form="勾上，原来的文字还可以看；不勾就不显示",
        default=False,
    )
    hide_title: bool = named_field(
        "标题和正文都不留",
        "true：标题也不显示，只留序号和原因；涉及个人信息等才写",
        form="涉及个人信息等才勾：读者只看得到序号和原因，原因里也不要写",
        default=False,
    )

    @property
    def keeps_text(self) -> bool:
        """Whether readers may read the text; who says that nothing shall be left wants no text either."""
        return self.keep_text and not self.hide_title


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewSignature:
    """One step of review, signed."""

    step: ReviewStep = named_field("环节", "初审、一校、复审、二校、终审或三校")
    by: Line = named_field("审核人", "职务或代号，可以不写姓名")
    at: Moment = named_field("时间", "2024-12-28 09:30", form="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """The state of review before publication (三审三校)."""

    state: ReviewState = named_field("状态", "pending（待审）或 done（审毕）", form="")
    signatures: tuple[ReviewSignature, ...] = named_field("签署", default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """A check's finding that a responsible person has let stand (P-15)."""

    rule: Line = named_field("规则", "检查规则的编号，例如 P105")
    text: Line = named_field("原文", "放行的是哪几个字")
    by: Line = named_field("放行人", "职务或代号")
    reason: Line = named_field("理由")


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """One problem that an inspection fed back, and what became of it."""

    number: int = named_field("序号", "与文件名相同：013.yaml 写 13；公开以后不再改", form="公开以后不再改")
    title: Line = named_field("标题", "一句话说出问题，三十字以内为好")
    draft: bool = named_field(
        "草稿",
        "true：还不公开，只在 serve 里看得到；公开过的不能再写",
        form="勾上就还不公开，只在工作台里看得到；公开过的不能再勾",
        default=False,
    )
    category: Slug = named_field(
        "类别",
        "round.yaml 里类别的 id；那里没有类别的，不写",
        form="照通报的分类选；通报没有分类的不选",
        default=UNFILLED_CATEGORY,
        needed=NEEDED_IN_PUBLIC,
    )
    topics: tuple[Slug, ...] = named_field(
        "话题",
        "round.yaml 里话题的 id；不写就按那里的词归，写了只按这里的，哪个都不归的写 none",
        form="不选就按这一轮话题里的词归，选了只按这里的",
        default=(),
    )
    status: Status = named_field(
        "整改状态",
        "用通报里的词；通报没有写的，写 未写明",
        form="照通报里的词选；通报没有写的，选“原文没有写明”",
        default=Status.UNFILLED,
        needed=NEEDED_IN_PUBLIC,
    )
    timeframe: Timeframe | None = named_field("整改时限类型", "通报说了才写", default=None, particular="时限")
    problem: Rich = named_field("问题", "发现了什么问题")
    measures: tuple[Measure, ...] = named_field("整改措施", "准备做什么，一条一项", default=())
    progress: tuple[Progress, ...] = named_field("整改进展", "做了什么，一件一项，有日期的写日期", default=())
    result: Line = named_field("整改结果", "通报里的原话", default=Line(""))
    lead: tuple[Line, ...] = named_field(
        "牵头部门", "site.yaml 里登记的部门名称", form="从登记过的部门里选", default=(), particular="牵头部门"
    )
    responsible: tuple[Line, ...] = named_field(
        "责任部门", "site.yaml 里登记的部门名称", form="从登记过的部门里选", default=(), particular="责任部门"
    )
    documents: tuple[DocumentReference, ...] = named_field(
        "文件", "正文里用书名号写出的会自动列出，这里只补漏掉的、改判断错的", default=()
    )
    accountable: Line = named_field(
        "责任领导", "通报点明的负责人和职务", default=Line(""), particular="责任领导", longest=MAX_PARTICULAR
    )
    due: Deadline | None = named_field("完成时限", "整个问题什么时候改完", default=None, particular="完成时限")
    goal: Line = named_field(
        "整改目标", "要改到什么程度", default=Line(""), particular="整改目标", longest=MAX_PARTICULAR
    )
    accepted: Acceptance | None = named_field("验收销号", "验收、销号的情况", default=None, particular="验收销号")
    brief: Brief | None = named_field(
        "一句话", "用老百姓的话说：发现了什么，结果怎样；列表、搜索和订阅里先显示它", default=None, particular="一句话"
    )
    due_changes: tuple[DueChange, ...] = named_field(
        "时限变更", "完成时限改过的，改一次写一条，最早的在前", default=(), particular="时限变更"
    )
    status_reason: Line = named_field(
        "状态说明",
        "状态是 终止 或 情况变化 的，写明为什么",
        default=Line(""),
        particular="状态说明",
        longest=MAX_PARTICULAR,
        needed=NEEDED_OF_ENDED,
    )
    reexamined: tuple[Reexamination, ...] = named_field(
        "回头看", "改完以后又去看过的，一次一条", default=(), particular="回头看"
    )
    returns: tuple[EarlierIssue, ...] = named_field(
        "曾经发现", "以前哪一轮发现过同样的问题", default=(), particular="曾经发现"
    )
    evidence: tuple[Evidence, ...] = named_field(
        "佐证材料", "能证明改了的材料：本站的附件，或者别处的文件", default=(), particular="佐证材料"
    )
    figures: tuple[Figure, ...] = named_field(
        "关键数字", "最能说明结果的几个数；数字表里同一个数用这里的说明，其他的数照列", default=()
    )
    events: tuple[DatedEvent, ...] = named_field(
        "时间线", "正文里写了日期的事会自动列出，这里只补漏掉的、改说错的", default=()
    )
    related: tuple[RelatedIssue, ...] = named_field(
        "相关的问题", "会自动找出，这里只补漏掉的、去掉不相关的；写在一个问题里，两个问题的页面都变", default=()
    )
    hide_facts: tuple[Line, ...] = named_field(
        "不列出的原文",
        "自动找出的文件、日期、数字里不对的，照抄正文里的字，例如 50处",
        default=(),
    )
    photos: tuple[Photo, ...] = named_field("照片", "整改前后的照片，一张一项", default=())
    attachments: tuple[Attachment, ...] = named_field("附件", "能让读者打开的文件，一个一项", default=())
    note: Rich = named_field("说明", "读者需要知道的情况，例如编号的来历", default=Rich(""))
    published: Moment | None = named_field("发布时间", "与整轮不同时才写", default=None)
    updates: tuple[Update, ...] = named_field("后续进展", "公开以后又有了进展，每次添一条", default=())
    updated: PartialDate | None = named_field("更新日期", "最近一次改动的日期", default=None)
    revisions: tuple[Revision, ...] = named_field(
        "修订记录",
        "公开以后每改一次写一条；先运行 python3 build.py revise，它会存下旧文字",
        form="公开以后每改一次一条；用上面的“改正公开过的文字（修订）”，它会存下旧文字",
        default=(),
    )
    supplements: tuple[Supplement, ...] = named_field(
        "补充记录",
        "公开以后填上了原来空着的项目，由 python3 build.py revise --all 写",
        form="公开以后填上了原来空着的项目；用上面的“填上了原来空着的（补充）”添",
        default=(),
    )
    withdrawn: Withdrawal | None = named_field("撤下", "撤下或者并入别的问题时才写；文件不要删", default=None)
    review: Review | None = named_field("审核", "三审三校", default=None)
    waivers: tuple[Waiver, ...] = named_field("放行记录", "检查报出而决定保留的内容", default=())

    @property
    def id(self) -> str:
        """The permanent part of the issue's address: `013`."""
        return f"{self.number:03}"

    @property
    def promised_day(self) -> PartialDate | None:
        """The day that was promised first; None where no day is known."""
        return self.due_changes[0].from_ if self.due_changes else self.due.day if self.due else None

    @classmethod
    def needed_beside(cls, values: Mapping[str, Any]) -> Mapping[str, str]:
        """The fields that an issue with the status in *values* must fill in beside the required ones."""
        return {"status_reason": "状态说明"} if values.get("status") in NO_LONGER_PURSUED else {}

    @property
    def is_draft(self) -> bool:
        """Whether it says of itself that it is not public yet."""
        return self.draft or (self.review is not None and self.review.state is ReviewState.PENDING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """One of the headings under which a notice groups its issues."""

    id: Slug = named_field("编号", "用在网址里的英文小写，公开以后不再改")
    title: Line = named_field("名称", "通报里的标题")


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A matter of daily life under which readers look for issues, whatever the notice's own headings are.

    An issue belongs to it if one of the words stands in its title or in what its brief says was found, unless
    the issue names its topics itself.
    """

    id: Slug = named_field("编号", "用在网址里的英文小写")
    title: Line = named_field("名称", "老百姓的说法，例如 停车和单车")
    words: tuple[Line, ...] = named_field("词", "标题或者一句话里有其中一个，问题就归这里", default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """A span of days."""

    start: PartialDate = named_field("开始", "2024-04-01", form="例如 2024年4月1日")
    end: PartialDate | None = named_field("结束", "2024-05-31", form="例如 2024年5月31日", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """What the notice says of its own totals."""

    problems: int | None = named_field("反馈问题数", "反馈（查出）了多少个问题", default=None)
    issues: int | None = named_field("细化问题数", "细化成多少个", default=None)
    unfinished: int | None = named_field("未完成数", "还有几个没有完成", default=None)
    statement: Rich = named_field("说明", "总数和逐项记录不一致时，写明为什么", default=Rich(""))


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosure:
    """The official particulars of a disclosed document (G-30); what is empty is not shown."""

    index_no: Line = named_field("索引号", default=Line(""))
    topic: Line = named_field("主题分类", default=Line(""))
    publisher: Line = named_field("发布机构", default=Line(""))
    doc_no: Line = named_field("发文字号", default=Line(""))
    openness: Line = named_field("公开方式", default=Line("主动公开"))
    validity: Line = named_field("有效性", default=Line(""))
    scope: Line = named_field("公开范围", default=Line(""))


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One inspection of one body, and the notice that reports what became of it."""

    title: Line = named_field("标题", "通报的标题")
    draft: bool = named_field("草稿", "true：这一轮整个还不公开", form="勾上，这一轮整个还不公开", default=False)
    short_title: Line = named_field("短标题", "导航和浏览器标题栏里用")
    body: Slug | None = named_field(
        "单位",
        "site.yaml 里 bodies 的编号，一个网站有几个单位时才写；公开以后不再改",
        form="一个网站有几个单位时才填，填“设置”里那个单位的编号；公开以后不再改",
        default=None,
    )
    kind: Kind = named_field(
        "种类", f"{'、'.join(kind.value for kind in Kind)}；不写就是巡察", form="", default=Kind.XUNCHA
    )
    level: Level | None = named_field(
        "层级",
        "县级、市级、省级或中央；高校、企业巡察自己下属单位的，写 单位内部",
        form="高校、企业巡察自己下属单位的，选“单位内部”",
        default=None,
        needed=NEEDED_OF_INSPECTIONS,
    )
    inspected_body: Line = named_field("被检查单位", "查的是谁", default=Line(""), needed=NEEDED_OF_INSPECTIONS)
    inspection_team: Line = named_field(
        "检查组", "谁来查：巡察组、审计机关、督察组等", default=Line(""), needed=NEEDED_OF_INSPECTIONS
    )
    inspection: Days | None = named_field("检查时间", "从哪天到哪天", default=None, needed=NEEDED_OF_INSPECTIONS)
    feedback: PartialDate | None = named_field(
        "反馈日期", "向单位反馈意见、送达报告的日期", default=None, needed=NEEDED_OF_INSPECTIONS
    )
    written: PartialDate = named_field("成文日期")
    published: Moment = named_field("发布时间", "2024-12-30 12:23，北京时间", form="北京时间")
    source: Line = named_field("来源")
    author: Line = named_field("落款", "以谁的名义公布")
    original_url: Url | None = named_field("原文网址", default=None)
    wording: Wording = named_field("文字来源", "一字不改的才写 通报原文；不写就是 据通报编写", default=Wording.COMPILED)
    disclosure: Disclosure = named_field("公开信息", "索引号等；没有的不写", default=Disclosure())
    summary: Line = named_field("提要", "两三句话说清这是什么")
    introduction: Rich = named_field("前言", "问题之前的话")
    categories: tuple[Category, ...] = named_field("类别", "按通报的顺序；通报没有分类的不写", default=())
    topics: tuple[Topic, ...] = named_field(
        "话题", "按读者关心的事再归一遍，一个问题可以归几个话题；不需要的不写", default=()
    )
    claims: Claims = named_field("通报所称总数", default=Claims())
    withheld: tuple[Withheld, ...] = named_field(
        "不公开的问题", "依法不公开的有几个、为什么，只写数目和理由", default=()
    )
    accepted: Acceptance | None = named_field(
        "整轮的验收", "通报对全部问题说的审核、验收，例如经上级纪委审核", default=None
    )
    as_of: PartialDate | None = named_field("数据截至", "逾期算到这一天；不写就算到最近一次公布或者更新", default=None)
    closing: Rich = named_field("结束语", "问题之后的话", default=Rich(""))
    photos: tuple[Photo, ...] = named_field(
        "照片", "放在 round 文件夹里的照片，一张一项", form="这一轮的照片，一张一项", default=()
    )
    attachments: tuple[Attachment, ...] = named_field(
        "附件",
        "放在 round 文件夹里的文件，一个一项，例如通报原件",
        form="这一轮的文件，一个一项，例如通报原件",
        default=(),
    )
    revisions: tuple[Revision, ...] = named_field(
        "修订记录", "公开以后改了这个文件里的文字，每改一次写一条", default=()
    )
    archived: PartialDate | None = named_field("归档日期", "写了就在每一页标明已归档", default=None)
    waivers: tuple[Waiver, ...] = named_field("放行记录", "检查报出而决定保留的内容", default=())

    @property
    def notice_word(self) -> str:
        """What its notice calls itself: the last word of the title, or else what such notices are called."""
        return next((word for word in NOTICES if self.title.endswith(word)), self.kind.words.notice)

    @property
    def withheld_count(self) -> int:
        """How many of its issues are not published."""
        return sum(one.count for one in self.withheld)

    def category_title(self, category: str) -> str:
        """The title of the category with this id; empty where the round has no such category."""
        return next((one.title for one in self.categories if one.id == category), "")

    @classmethod
    def needed_beside(cls, values: Mapping[str, Any]) -> Mapping[str, str]:
        """The fields that a round of the kind in *values* must fill in beside the required ones, and what it calls them."""
        kind = values.get("kind", Kind.XUNCHA)
        if not isinstance(kind, Kind) or not kind.is_inspection:
            return {}
        needed = (one for one in fields(cls) if one.metadata["needed"] == NEEDED_OF_INSPECTIONS)
        return {one.name: kind.words.of_field(one.name, one.metadata["name"]) for one in needed}


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A word of the field that readers may not know."""

    id: Slug = named_field("编号", "用在网址里的拼音或英文小写")
    term: Line = named_field("词")
    also: tuple[Line, ...] = named_field("又写作", default=())
    meaning: Rich = named_field("解释", "用老百姓听得懂的话")
    linked: bool = named_field("正文里加链接", "每页都有的常用词写 false", form="每页都有的常用词不勾", default=True)
    revisions: tuple[Revision, ...] = named_field("修订记录", "公开以后改了这个词的解释，每改一次写一条", default=())


def final_report(issue: Issue) -> tuple[tuple[str, int, Progress | Update], ...]:
    """The entries that report a finished *issue* as finished, with their field and place there.

    These are the updates that gave such a status; without any it is the progress, with which the issue was published.
    """
    updates = tuple(("updates", n, one) for n, one in enumerate(issue.updates) if one.status in FINISHED)
    return updates or tuple(("progress", n, one) for n, one in enumerate(issue.progress))


def final_result(issue: Issue) -> str:
    """The result that reports a finished *issue* as finished; empty where an update does."""
    return "" if any(one.status in FINISHED for one in issue.updates) else str(issue.result)


@dataclass(frozen=True, slots=True, kw_only=True)
class Glossary:
    """The words that the site explains."""

    terms: tuple[Term, ...] = named_field("词条")
    waivers: tuple[Waiver, ...] = named_field("放行记录", "检查报出而决定保留的内容", default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Synonym:
    """A word of readers, and what the site says instead."""

    word: Line = named_field("市民的说法")
    means: tuple[Line, ...] = named_field("本网站的说法", "搜索 word 时也找这些词", form="搜索市民的说法时，也找这些词")
    one_way: bool = named_field(
        "只有一个方向",
        "词义比说法宽时写 true：搜索 means 时不找 word",
        form="词义比说法宽的勾上：搜索本网站的说法时，不找市民的说法",
        default=False,
    )
    remove: bool = named_field(
        "去掉", "写 true，程序自带的这些说法就不用了", form="勾上，程序自带的这些说法就不用了", default=False
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Synonyms:
    """Words that search takes for each other, beside those that the program has."""

    synonyms: tuple[Synonym, ...] = named_field("说法")
