"""What an import found, as one web page: for the desk beside the notice, and for the file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Final

from markupsafe import Markup

from rectify.field.model import FINISHED, Status
from rectify.intake.account import LineAccount, account
from rectify.intake.intake import Plan, difference
from rectify.intake.recognise.draft import Doubt, Draft, Passage
from rectify.intake.recognise.notice import are_of_several
from rectify.intake.recognise.schemes import scheme_in_words

FIELDS: Final = {
    "title": "标题",
    "problem": "问题",
    "measures": "整改措施",
    "progress": "整改进展",
    "result": "整改结果",
    "lead": "牵头部门",
    "responsible": "责任部门",
    "note": "说明",
    "introduction": "前言",
    "closing": "结束语",
}
NO_STATUS: Final = "没有写明"
_CLAIMS: Final = (
    ("claims.problems", "反馈的问题"),
    ("claims.issues", "细化后的问题"),
    ("claims.unfinished", "没有完成的"),
)
_KINDS: Final = {"new": "原文改了", "conflict": "原文改了，您也改过：没有动您的文字", "kept": "您改过，原文没变"}
_STYLE: Final = Markup("""
:root { color-scheme: light dark; --line: #767676; }
body { max-width: 70rem; margin: 0 auto; padding: 1rem; font: 1.0625rem/1.7 system-ui, "Microsoft YaHei", sans-serif; }
h2 { margin-top: 2em; } table { border-collapse: collapse; width: 100%; margin-block: 1rem; }
caption { text-align: start; font-weight: bold; } thead { position: sticky; top: 0; background: Canvas; }
th, td { border: 1px solid var(--line); padding: .25rem .6rem; text-align: start; vertical-align: top; }
td { overflow-wrap: anywhere; min-width: 4em; } .place { white-space: nowrap; } .number { text-align: end; }
.unused { border-inline-start: .4rem double var(--line); } pre { white-space: pre-wrap; font: inherit; }
.region { overflow-x: auto; } :focus-visible { outline: 3px solid; outline-offset: 2px; }
""")
_PAGE: Final = Markup("""<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>导入报告：{title}</title>
<style>{style}</style>
</head>
<body>
<header><h1>导入报告</h1><p>{title}</p></header>
<nav aria-label="本页目录"><ul>{toc}</ul></nav>
<main>
{parts}
</main>
</body>
</html>
""")


def as_html(planned: Plan) -> str:
    """The page, whole."""
    draft = planned.draft
    sections = [
        ("summary", "认出了什么", _summary(draft)),
        ("doubts", "请看一看", _doubts(draft)),
        *([("changes", "和现有文件的不同", _changes(planned))] if planned.existed else []),
        ("issues", "逐个问题", _issues(draft)),
        *([("private", "个人信息和第三方名称", _private(draft))] if draft.private else []),
        *([("site", "要加到 site.yaml 的", _site(draft))] if draft.departments or draft.phones else []),
        ("lines", "原文每一行的去向", _lines(draft, account(draft))),
    ]
    title = draft.round.facts["title"].value if "title" in draft.round.facts else planned.folder.name
    toc = _joined(Markup('<li><a href="#{}">{}</a></li>').format(key, name) for key, name, _ in sections)
    parts = _joined(
        Markup('<section id="{0}" aria-labelledby="{0}-title"><h2 id="{0}-title">{1}</h2>{2}</section>').format(*one)
        for one in sections
    )
    return str(_PAGE.format(style=_STYLE, title=title, toc=toc, parts=parts))


def counted(draft: Draft) -> tuple[tuple[str, int], ...]:
    """How many issues there are of each status, in the model's order; those without one last."""
    order = [*(status.value for status in Status), NO_STATUS]
    found = [issue.status.value if issue.status else NO_STATUS for issue in draft.issues]
    return tuple((name, found.count(name)) for name in order if name in found)


def claimed(draft: Draft) -> Iterator[tuple[str, str, int | None]]:
    """What the notice says of its totals beside what was found: name, claim, finding.

    The problems fed back have nothing beside them where the notice divides them into more issues.
    """
    facts = draft.round.facts
    unfinished = sum(1 for one in draft.issues if one.status is not None and one.status not in FINISHED)
    found = {
        "claims.problems": None if "claims.issues" in facts else len(draft.issues),
        "claims.issues": len(draft.issues),
        "claims.unfinished": unfinished,
    }
    for key, name in _CLAIMS:
        if key in facts:
            yield name, facts[key].value, found[key]


def place_of_doubt(draft: Draft, doubt: Doubt) -> str:
    """Where a doubt stands in the source."""
    if doubt.line < 0:
        return "全文"
    line = draft.lines[doubt.line]
    return (f"{line.source.name} " if are_of_several(draft.lines) else "") + line.place


def departments_block(draft: Draft) -> str:
    """The lines to add to the departments of site.yaml."""
    return "\n".join(f"  - id: department-{place}\n    name: {name}" for place, name in enumerate(draft.departments, 1))


def _joined(parts: Iterable[Markup]) -> Markup:
    return Markup("\n").join(parts)


def _table(caption: str, heads: Sequence[str], rows: Iterable[Sequence[object]]) -> Markup:
    """A table whose first column names the row."""
    head = _joined(Markup('<th scope="col">{}</th>').format(one) for one in heads)
    body = _joined(
        Markup('<tr><th scope="row">{}</th>{}</tr>').format(
            row[0], _joined(Markup("<td>{}</td>").format(c) for c in row[1:])
        )
        for row in rows
    )
    return Markup(
        '<div class="region" role="region" aria-label="{0}" tabindex="0"><table><caption>{0}</caption>'
        "<thead><tr>{1}</tr></thead><tbody>{2}</tbody></table></div>"
    ).format(caption, head, body)


def _summary(draft: Draft) -> Markup:
    by_category = {title: [i for i in draft.issues if i.category == title] for _, title in draft.round.categories}
    names = [name for name, _ in counted(draft)]
    statuses = [
        (
            title,
            *(sum((i.status.value if i.status else NO_STATUS) == name for i in found) for name in names),
            len(found),
        )
        for title, found in by_category.items()
    ]
    totals = ("合计", *(count for _, count in counted(draft)), len(draft.issues))
    parts = [
        Markup("<p>共 {} 个问题。认法：{}。</p>").format(len(draft.issues), scheme_in_words(draft.scheme)),
        _table("各类问题的状态", ("类别", *names, "合计"), [*statuses, totals]),
    ]
    if claims := list(claimed(draft)):
        rows = [(name, said, "" if found is None else found) for name, said, found in claims]
        parts.append(_table("原文所说的总数", ("项目", "原文说", "认出"), rows))
    return _joined(parts)


def _doubts(draft: Draft) -> Markup:
    if not draft.doubts:
        return Markup("<p>没有。</p>")
    rows = [
        (
            doubt.code,
            place_of_doubt(draft, doubt),
            f"{doubt.issue:03}" if doubt.issue else "",
            doubt.message,
            doubt.remedy,
        )
        for doubt in draft.doubts
    ]
    return _table(f"{len(rows)} 处", ("规则", "原文位置", "问题", "怎么回事", "怎么办"), rows)


def _changes(planned: Plan) -> Markup:
    rows: list[tuple[object, ...]] = [
        (name, one.field, _KINDS[one.kind], Markup("<pre>{}</pre>").format(difference(one)))
        for name, many in planned.changes.items()
        for one in many
    ]
    rows += [(name, "", "新的问题", "") for name in planned.added]
    rows += [(name, "", "原文里已经没有，文件没有删", "") for name in planned.gone]
    return _table(f"{len(rows)} 处", ("文件", "字段", "情况", "不同"), rows) if rows else Markup("<p>没有不同。</p>")


def _issues(draft: Draft) -> Markup:
    rows = [
        (
            f"{one.number:03}",
            one.said or "（没有）",
            one.title,
            one.status.value if one.status else NO_STATUS,
            one.basis,
            _sizes(one.fields),
        )
        for one in draft.issues
    ]
    return _table("每个问题", ("文件", "原文编号", "标题", "状态", "状态的依据", "内容"), rows)


def _sizes(fields: Mapping[str, Sequence[Passage]]) -> str:
    return "，".join(f"{FIELDS[name]} {len(texts)} 段" for name, texts in fields.items() if name != "title")


def _private(draft: Draft) -> Markup:
    rows = [(draft.lines[line].place, rule, shown) for rule, line, shown in draft.private]
    return _table(f"{len(rows)} 处（已遮盖）", ("原文位置", "规则", "内容"), rows)


def _site(draft: Draft) -> Markup:
    parts = []
    if draft.departments:
        parts.append(
            Markup("<p>下面的部门还没有登记，加到 departments 里；id 改成好认的英文小写。</p><pre>{}</pre>").format(
                departments_block(draft)
            )
        )
    if draft.phones:
        parts.append(Markup("<p>原文公布的电话，写在 feedback.phone：{}</p>").format("、".join(draft.phones)))
    return _joined(parts)


def _lines(draft: Draft, accounts: Sequence[LineAccount]) -> Markup:
    rows = []
    for source, grouped in groupby(zip(draft.lines, accounts, strict=True), key=lambda pair: pair[0].source.name):
        for _, line in grouped:
            rows += [
                (f"{source} {line.place}", _went(one.where, one.what, unused=one.unused), one.text)
                for one in line.stretches
            ]
    return _table("原文和它的去向", ("原文位置", "去向", "文字"), rows)


def _went(where: str, what: str, *, unused: bool) -> Markup:
    if not what:
        return Markup("<strong>没有认出，请报告给技术人员</strong>")
    if unused:
        return Markup("没有用到：{}").format(what)
    return Markup("{} {}").format(f"{where}.yaml", FIELDS.get(what, what)) if where else Markup("{}").format(what)
