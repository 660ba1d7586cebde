"""Variants of good notices whose right answer is known: each changes what writers change, one thing at a time.

The issues are those of the unseen answers that have all texts; a variant sets some of them in another form. `tried`
gives what an import made of it. A status made a plan, a condition or a contrast states nothing that is finished.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, Final

import yaml
from score import Score, plain, score

from office_files import LEDGERS, as_separated
from rectify.ground.diagnostics import SourceError
from rectify.intake.readers.lines import Cell, SourceLine, SourceText
from rectify.intake.readers.source import read_data
from rectify.intake.recognise.draft import Draft
from rectify.intake.recognise.whole import recognise

Block = str | Sequence[Sequence[str]]
"""A paragraph, or a table as rows of cells."""
UNSEEN: Final = Path(__file__).parent / "unseen"
_TABLES: Final = ("docx", "odt", "page", "mht", "xls", "ods", "csv")
_HAN: Final = "一二三四五六七八九十"
_STATUSES: Final = ("已完成", "已完成", "已完成", "正在推进", "已完成并长期坚持", "部分完成", "未完成", "长期坚持")
_OPEN: Final = ("尚", "待", "拟", "正", "仍", "其余", "剩余", "计划", "预计", "力争", "下一步", "未", "还")
_NAMES: Final = ("问题描述", "整改措施", "整改情况", "整改结果")
LABELS: Final = (
    ("存在问题", "整改举措", "整改进展", "整改状态"),
    ("具体表现", "主要做法", "目前进展", "完成情况"),
    ("反馈内容", "采取的措施", "整改成果", "办结情况"),
    ("问题表现", "改进办法", "落实成果", "销号情况"),
    ("反映内容", "处理办法", "办理经过", "办理结果"),
    ("是什么问题", "怎么改", "改得怎么样", "改没改完"),
    ("病灶", "药方", "疗效", "结论"),
    ("情况说明", "应对之策", "已做工作", "目前状态"),
    ("缺陷描述", "纠正行动", "纠正记录", "关闭状态"),
    ("群众诉求", "解决方案", "办理答复", "办理状态"),
    ("隐患描述", "治理措施", "治理过程", "是否完成"),
    ("不足之处", "工作打算", "工作开展", "整改结论"),
)
NUMBERS: Final[Mapping[str, Callable[[int], str]]] = {
    "一、": lambda n: f"{_numeral(n)}、",
    "（一）": lambda n: f"（{_numeral(n)}）",
    "1.": lambda n: f"{n}.",
    "1．": lambda n: f"{n}．",
    "1、": lambda n: f"{n}、",
    "（1）": lambda n: f"（{n}）",
    "1）": lambda n: f"{n}）",
    "①": lambda n: chr(0x245F + n),
    "问题1：": lambda n: f"问题{n}：",
    "问题一：": lambda n: f"问题{_numeral(n)}：",
    "【问题1】": lambda n: f"【问题{n}】",
    "第一项": lambda n: f"第{_numeral(n)}项 ",
    "第1个问题：": lambda n: f"第{n}个问题：",
    "任务1.": lambda n: f"任务{n}.",
    "1.1": lambda n: f"1.{n} ",
    "序号：1": lambda n: f"序号：{n}\n",
    "1 ": lambda n: f"{n} ",
    "none": lambda _: "",
}
NOT_DONE: Final = {
    "plan": (
        "计划2027年6月底前完成整改", "将于下月底前整改到位", "力争年底前全面完成整改", "预计2027年3月完成", "确保按期完成整改任务",
        "拟于近期完成销号", "争取在上级复查前整改完毕", "准备年内完成整改", "限2027年9月30日前整改到位", "列入明年计划，届时完成整改",
    ),
    "condition": (
        "待验收通过后完成整改", "资金到位后即可完成整改", "如无异议，视为已完成整改", "经复核合格方可认定已完成", "条件成熟时完成整改",
        "需上级批复同意后才能整改到位", "待法院判决生效后销号",
    ),
    "contrast": (
        "已完成，但仍有2处未拆除", "已完成（部分）", "已完成整改方案制定", "已完成前期工作，其余正在实施", "已基本制定完成方案",
        "已完成招标，尚未开工", "完成整改80%", "三项中已完成两项", "已完成第一阶段整改", "除2项外均已完成整改", "已完成立项和初步设计",
    ),
    "denial": (
        "不能认定为已完成整改", "未能按期完成整改", "并未真正整改到位", "上次报告为已完成，经核查不属实", "已完成整改的说法与事实不符",
        "谎报已完成", "要求尽快完成整改", "是否已完成整改，有待核查",
    ),
}  # fmt: skip
PARTS: Final = (
    "其中3处已整改完成。", "3项制度已完成修订，整改措施已全部落实到人。", "已完成整改方案的制定。", "整改任务已分解到位。", "相关人员的处理已完成。",
    "已完成招标工作。", "阶段性整改任务已完成。", "对账工作全部完成。", "系统建设已完成，数据已全部办结移交。", "大部分已整改到位。",
    "自查发现的问题已整改到位。", "已按要求完成首批整改。", "第一批已完成整改。", "立行立改的已完成整改，长期坚持的正在推进。",
)  # fmt: skip
INTRODUCTIONS: Final = (
    "截至目前，大部分问题已完成整改。", "区林业局坚决按时完成整改任务。", "上一轮巡察反馈的问题已全部完成整改。", "确保所有问题年底前全部整改到位。",
    "反馈的问题已完成整改3个，其余正在推进。",
)  # fmt: skip
STATED: Final = {
    "已完成": ("已完成", "已完成整改", "已整改到位", "整改完成", "该问题已完成整改。", "已完成（2024年6月）", "已办结", "已销号", "完成整改", "完成"),
    "正在推进": ("正在推进", "正在整改", "正在推进整改", "整改中", "推进中", "持续推进"),
    "已完成并长期坚持": ("已完成并长期坚持", "已完成，长期坚持", "已完成，并长期坚持"),
    "部分完成": ("部分完成", "部分整改", "部分整改到位"),
    "未完成": ("未完成", "尚未完成", "尚未完成整改", "尚未整改到位"),
    "长期坚持": ("长期坚持", "需长期坚持"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Form:
    """How a variant sets its issues; the defaults are the good notice."""

    kind: str = "utf-8"
    """A format of `office_files`, csv, or the encoding of a plain text."""
    names: Sequence[str] = _NAMES
    label: str = "{}："
    number: str = "1."
    sections: bool = True
    width: int = 0
    indents: bool = True
    quoted: str = "{}"
    table: str = ""
    together: int = 0
    """How many of the texts of an issue stand in its first paragraph."""
    statuses: str = ""
    status_at: str = "label"
    items: str = ""
    rows: Sequence[str] = field(default=())
    prose: bool = False
    parts: bool = False
    """Whether sentences speak of the end of a part, and no status is stated."""
    gaps: bool = False
    """Whether issues lack texts that the others have."""
    restart: bool = False
    slips: bool = False
    """Whether a number is left out or comes twice."""
    shuffled: bool = False
    before: str = ""
    """A sentence in the introduction."""


@dataclass(frozen=True, slots=True)
class Variant:
    """A variant: its kind, its blocks, the right answers."""

    kind: str
    form: Form
    blocks: Sequence[Block]
    answers: Sequence[Mapping[str, Any]]


@dataclass(slots=True)
class Tried:
    """What an import made of a variant."""

    variant: Variant
    score: Score
    refused: bool
    lost: list[str] = field(default_factory=list)
    """Titles of issues that were not found, and of which no doubt speaks."""
    done: list[str] = field(default_factory=list)
    """已完成 or the like without a doubt where the source does not say it."""
    clean: bool = False
    """Whether something is wrong although there is no doubt at all."""


def _numeral(n: int) -> str:
    return ("" if n < 10 else "十" if n < 20 else _HAN[n // 10 - 1] + "十") + (_HAN[n % 10 - 1] if n % 10 else "")


@cache
def stock() -> tuple[Mapping[str, Any], ...]:
    """Issues with a title, a problem, measures and progress in which nothing is left open."""
    answers = (
        one for path in sorted(UNSEEN.glob("*/*.yaml")) for one in yaml.safe_load(path.read_text("utf-8"))["issues"]
    )
    return tuple(
        one
        for one in answers
        if all(one.get(name) for name in ("title", "problem", "measures", "progress"))
        and not any(word in "".join((*one["measures"], *one["progress"])) for word in _OPEN)
        and len(one["title"]) < 45
    )


FORMS: Final[Mapping[str, Callable[[Random], Form]]] = {
    "as it is": lambda _: Form(),
    "format": lambda r: Form(kind=r.choice(("docx", "odt", "page", "mht", "pdf", "ofd", "gb18030"))),
    "labels": lambda r: Form(names=r.choice(LABELS)),
    "label marks": lambda r: Form(label=r.choice(("【{}】", "〔{}〕", "[{}]", "{}:", "（{}）", "{}\n", "{} ", "◆{}：", "● {}："))),
    "numbering": lambda r: Form(number=r.choice(list(NUMBERS)), sections=r.random() < 0.5),
    "wrapped": lambda r: Form(width=r.randint(18, 42), indents=True),
    "wrapped, flush": lambda r: Form(width=r.randint(22, 42), indents=False),
    "gaps": lambda _: Form(gaps=True),
    "order": lambda _: Form(shuffled=True),
    "counted anew": lambda r: Form(restart=True, number=r.choice(("1.", "（一）", "（1）", "问题1："))),
    "slips": lambda _: Form(slips=True),
    "parts done": lambda r: Form(parts=True, status_at="none", before=r.choice(("", *INTRODUCTIONS))),
    "introductions": lambda r: Form(before=r.choice(INTRODUCTIONS), status_at=r.choice(("none", "label"))),
    "quotes": lambda r: Form(quoted=r.choice(("“{}”", "关于“{}”的问题", "针对“{}”问题", "“{}”问题", "「{}」", '"{}"'))),
    "items": lambda r: Form(items=r.choice(("一是", "（1）", "1.", "①", "\n（1）", "\n1.", "\n①", "\n一是"))),
    "run on": lambda r: Form(together=r.randint(1, 4)),
    "plan": lambda _: Form(statuses="plan"),
    "condition": lambda _: Form(statuses="condition"),
    "contrast": lambda _: Form(statuses="contrast"),
    "denial": lambda _: Form(statuses="denial"),
    "status in text": lambda r: Form(status_at=r.choice(("sentence", "bracket", "heading")), sections=True, statuses=r.choice(("", *NOT_DONE))),
    "status table": lambda r: Form(status_at="table", statuses=r.choice(("", *NOT_DONE)), kind=r.choice(("docx", "page"))),
    "prose": lambda r: Form(prose=True, number=r.choice(("none", "1.", "（一）")), status_at=r.choice(("sentence", "none"))),
    "ledger": lambda r: Form(table="ledger", kind=r.choice(_TABLES)),
    "ledger labels": lambda r: Form(table="ledger", names=r.choice(LABELS), kind=r.choice(_TABLES)),
    "ledger rows": lambda r: Form(
        table="ledger", kind=r.choice(_TABLES),
        rows=r.sample(("title", "category", "total", "header again", "note", "split", "status column gone"), 2),
    ),
    "ledger statuses": lambda r: Form(table="ledger", statuses=r.choice(list(NOT_DONE)), kind="xls"),
    "forms": lambda r: Form(table="form", names=r.choice((_NAMES, *LABELS)), kind=r.choice(("docx", "page"))),
}  # fmt: skip
"""Each kind of change."""
PAIRED: Final = (
    "format",
    "labels",
    "label marks",
    "numbering",
    "wrapped",
    "quotes",
    "items",
    "run on",
    "status in text",
)


def variants(seed: int, count: int, kinds: Sequence[str] = (*FORMS, "two at once")) -> Iterator[Variant]:
    """For each kind *count* variants; the same seed gives the same."""
    for kind in kinds:
        for number in range(count):
            random = Random(f"{seed} {kind} {number}")
            form = _two(random) if kind == "two at once" else FORMS[kind](random)
            yield _made(kind, form, random)


def _two(random: Random) -> Form:
    first, second = (FORMS[kind](random) for kind in random.sample(PAIRED, 2))
    changed = {name: getattr(second, name) for name in Form.__slots__ if getattr(second, name) != getattr(Form(), name)}
    return replace(first, **changed)


def _made(kind: str, form: Form, random: Random) -> Variant:
    chosen = random.sample(stock(), random.randint(5, 9))
    answers = [_answer(one, place, form, random) for place, one in enumerate(chosen)]
    if form.status_at == "heading":
        answers.sort(key=lambda one: one["said"])
        for one in answers:
            one["category"] = f"{one['said'].rstrip('。')}的问题"
    own = _Setting(form, answers, random)
    return Variant(kind, form, own.tables() if form.table else own.paragraphs(), answers)


def _answer(one: Mapping[str, Any], place: int, form: Form, random: Random) -> dict[str, Any]:
    if form.statuses and random.random() < 0.6:
        status, words = "", random.choice(NOT_DONE[form.statuses])
        status = "未完成" if words.startswith("未能") else status
    else:
        status = random.choice(_STATUSES)
        words = random.choice(STATED[status])
    title = one["title"].rstrip("。")
    category = ("党的建设方面", "业务工作方面")[place >= 3] if form.sections or form.table else ""
    if form.parts:
        status = ""
    said = [random.choice(PARTS)] if form.parts else []
    if form.status_at == "sentence":
        said = [f"该问题{words.removeprefix('该问题').rstrip('。')}。"]
    return {
        "title": title,
        "problem": f"巡察组在{category or '有的方面'}发现，{title}。{one['problem']}" if form.prose else one["problem"],
        "measures": [] if form.prose else list(one["measures"]),
        "progress": [("我局" if form.prose else "") + one["progress"][0], *one["progress"][1:], *said],
        "status": status if form.status_at != "none" else "",
        "said": words,
        "category": category,
        "due": "",
        "lead": [],
    }


class _Setting:
    """Sets the answers as a notice."""

    def __init__(self, form: Form, answers: Sequence[Mapping[str, Any]], random: Random) -> None:
        self.form, self.answers = form, answers
        self.order = random.sample(range(4), 4)
        if form.gaps:
            for one in answers:
                name = random.choice(("", "problem", "measures", "progress"))
                if name:
                    one[name] = type(one[name])()  # type: ignore[index]

    def paragraphs(self) -> list[Block]:
        """The notice as text."""
        lines: list[Any] = [
            "临河区林业局党组关于巡察整改进展情况的通报",
            "　　根据统一部署，区委巡察组对区林业局开展了巡察，现将整改情况通报如下。",
        ]
        category, count, first = "", 0, 0
        lines[1] += self.form.before
        order = list(NUMBERS)
        section = "第{}部分 " if order.index(self.form.number) == 0 else "{}、"
        for place, one in enumerate(self.answers, start=1):
            if self.form.sections and one["category"] != category:
                category = one["category"]
                count += 1
                lines.append("　　" + section.format(_numeral(count)) + category)
                first = place - 1
            number = place - first if self.form.restart else place
            number += self.form.slips and place > 3
            head = NUMBERS[self.form.number](number) + self.heading(one)
            texts = self.texts(one)
            if self.form.prose:
                told = one["problem"] + self.items(one["progress"])
                lines.append("　　" + NUMBERS[self.form.number](place) + told)
                continue
            run = head + ("。" if self.form.together else "") + "".join(texts[: self.form.together])
            lines += ["　　" + part for part in "\n".join((run, *texts[self.form.together :])).split("\n") if part]
        if self.form.status_at == "table":
            rows = [[str(place), one["title"], one["said"]] for place, one in enumerate(self.answers, start=1)]
            lines += ["附表：整改完成情况一览", [["序号", "问题", "完成情况"], *rows]]
        lines += ["　　下一步，将持续巩固整改成果。", "临河区林业局党组", "2024年11月5日"]
        return list(self.wrapped(lines)) if self.form.width else lines

    def heading(self, one: Mapping[str, Any]) -> str:
        title = self.form.quoted.format(one["title"])
        if self.form.status_at == "bracket":
            return f"{title}（{one['said'].rstrip('。')}）"
        return title

    def texts(self, one: Mapping[str, Any]) -> list[str]:
        problem, measures, progress, result = (self.form.label.format(name) for name in self.form.names)
        texts = [
            problem + one["problem"],
            measures + self.items(one["measures"]),
            progress + self.items(one["progress"]),
        ]
        if self.form.status_at == "label":
            texts.append(result + one["said"])
        if self.form.shuffled:
            texts = [texts[place] for place in self.order if place < len(texts)]
        missing = [place for place, name in enumerate(("problem", "measures", "progress")) if not one[name]]
        return [text for place, text in enumerate(texts) if place not in missing]

    def items(self, texts: Sequence[str]) -> str:
        texts = [text.rstrip("；;。") + "。" for text in texts]
        mark = self.form.items
        if not mark or len(texts) < 2:
            return "".join(texts)
        marks = {"一是": "{0}是", "（1）": "（{1}）", "1.": "{1}.", "①": "{2}"}[mark.strip()]
        lead = "\n" if mark.startswith("\n") else ""
        return "".join(
            lead + marks.format(_numeral(n), n, chr(0x245F + n)) + text for n, text in enumerate(texts, start=1)
        )

    def wrapped(self, lines: Sequence[Any]) -> Iterator[str]:
        """The lines broken at the width; pages end after some thirty."""
        count = 0
        for line in lines:
            text = line if self.form.indents else line.strip()
            while text:
                end = self.form.width
                while end < len(text) and text[end] in "，。；：、”）》！？":
                    end += 1
                yield text[:end]
                text = text[end:]
                count += 1
                if count % 30 == 0:
                    yield f"- {count // 30} -"

    def tables(self) -> list[Block]:
        """The notice as a ledger, or as a form for each issue."""
        if self.form.table == "form":
            titles = ("问题名称", *self.form.names)
            return [
                "临河区林业局整改情况表",
                *([list(pair) for pair in zip(titles, self.cells(one), strict=True)] for one in self.answers),
            ]
        return ["临河区林业局巡察整改台账", self.ledger()]

    def cells(self, one: Mapping[str, Any]) -> list[str]:
        return [
            self.heading(one),
            one["problem"],
            self.items(one["measures"]),
            self.items(one["progress"]),
            one["said"],
        ]

    def ledger(self) -> list[list[str]]:
        names = ["序号", "问题", *self.form.names]
        gone = "status column gone" in self.form.rows
        rows = [names[:-1] if gone else names]
        category = ""
        if "title" in self.form.rows:
            rows.insert(0, ["整改台账", *[""] * 5])
        for place, one in enumerate(self.answers, start=1):
            if "category" in self.form.rows and one["category"] != category:
                category = one["category"]
                rows.append([f"{_HAN[0 if place == 1 else 1]}、{category}", *[""] * 5])
            if "header again" in self.form.rows and place == 4:
                rows.append(names)
            row = [str(place), *self.cells(one)]
            if gone:
                row.pop()
                one["status"] = ""  # type: ignore[index]
            rows.append(row)
            if "split" in self.form.rows and len(one["measures"]) > 1 and not gone:
                row[3] = one["measures"][0]
                rows += [["", "", "", text, "", ""] for text in one["measures"][1:]]
        if "total" in self.form.rows:
            rows.append(["合计", f"{len(self.answers)}项", *[""] * 4])
        if "note" in self.form.rows:
            rows.append(["备注：本表每月更新。", *[""] * 5])
        return rows


def source_of(blocks: Sequence[Block]) -> SourceText:
    """The blocks as a source: each paragraph a line, each row of a table one."""
    lines: list[SourceLine] = []
    for table, block in enumerate(blocks, start=1):
        for row in [None] if isinstance(block, str) else block:
            cells = tuple(Cell(text, place) for place, text in enumerate(row, start=1)) if row else ()
            text = "\t".join(row) if row else str(block)
            lines.append(SourceLine(number=len(lines) + 1, text=text, cells=cells, table=table if row else 0))
    return SourceText("notice", tuple(lines))


def tried(variant: Variant) -> Tried:
    """Write a *variant* in its format, import it and compare."""
    source, kind = source_of(variant.blocks), variant.form.kind
    if kind in LEDGERS:
        name, write = LEDGERS[kind]
        data = write(source)
    elif kind == "csv":
        name, data = "notice.csv", as_separated(source)
    else:
        name, data = "notice.txt", "\n".join(line.text for line in source.lines).encode(kind)
    try:
        draft = recognise([read_data(data, name)])
    except SourceError:
        draft = None
    made = Tried(variant, score(draft, variant.answers), draft is None)
    if draft is None:
        return made
    doubted = {doubt.issue for doubt in draft.doubts}
    own = {place for place, _ in made.score.pairs}
    made.lost = [
        one["title"] for place, one in enumerate(variant.answers) if place not in own and not _told(draft, one["title"])
    ]
    made.done = [title for number, title in made.score.wrongly_done if number not in doubted]
    made.clean = bool(made.score.clean_but_wrong)
    return made


def _told(draft: Draft, title: str) -> bool:
    """Whether a doubt speaks of the whole count, of the lines of the issue *title*, or of the issue that has them."""
    if any(doubt.code in ("I105", "I108") and not doubt.issue for doubt in draft.doubts):
        return True
    lines = {place for place, line in enumerate(draft.lines) if plain(title)[:12] in plain(line.text)}
    holders = {
        issue.number
        for issue in draft.issues
        for texts in issue.fields.values()
        for text in texts
        if lines & {piece.line for piece in text.pieces}
    }
    return any(doubt.issue in holders if doubt.issue else doubt.line in lines for doubt in draft.doubts)
