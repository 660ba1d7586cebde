"""Issues as Markdown: what their pages say, for programs and people that read plain text.

The texts stand as the bureau wrote them, which is Markdown already; all else is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from rectify.citation.forms import gb_2025
from rectify.citation.pages import cited_fields, cited_issue
from rectify.engine.output import Texts
from rectify.field.attached import attached_in, line_of
from rectify.field.model import Issue, Measure
from rectify.site.issue_life import SUMMARISED, result_words, summary_facts
from rectify.site.issue_text import IssueText, TextSection
from rectify.site.issue_view import department_links, issue_facts
from rectify.site.model import RoundFace, SiteFace, SiteIssue
from rectify.site.page_parts import Fact, origin_of
from rectify.site.promise import data_day

_SIGNS: Final = re.compile(r"[\\`*_\[\]<&]")
_OWN_PLACE: Final = re.compile(r"\]\(#")
_ALREADY_SAID: Final = frozenset({"最近改动", "来源"})


class MarkdownInputs(NamedTuple):
    """Inputs of an issue's file beside its text."""

    site: SiteFace
    round_: RoundFace
    entry: SiteIssue


def markdown(inputs: MarkdownInputs, texts: Texts) -> bytes:
    """The issue as a file; its head says the status, to which day that holds, and which address is to be cited."""
    site, round_, entry = inputs
    text: IssueText = texts[entry.text]
    lines = [*_head(site, round_, entry, text.issue)]
    for section in text.sections:
        if section.paragraphs:
            lines += (f"\n## {section.title}\n", *_section(section))
    lines += _rest(site, entry, text.issue)
    url = site.config.absolute(entry.path)
    return _OWN_PLACE.sub(f"]({url}#", "\n".join((*lines, ""))).encode("utf-8", "surrogatepass")


def escape(text: str) -> str:
    """*text* in one line, which Markdown shows as it is."""
    return _SIGNS.sub(r"\\\g<0>", " ".join(text.split("\n")))


def _head(site: SiteFace, round_: RoundFace, entry: SiteIssue, issue: Issue) -> Iterator[str]:
    config, record = site.config, round_.round
    yield f"# 第{issue.number}号问题：{escape(issue.title)}"
    if issue.brief:
        yield f"\n{escape('。'.join(filter(None, (issue.brief.found, issue.brief.outcome))))}。"
    yield f"\n- 整改状态：{issue.status.words}（单位自报，截至{data_day(record, entry.summary.changed)}）"
    yield f"- 引用请用这个网址：<{config.absolute(entry.path)}>"
    yield f"- 引文（GB/T 7714—2025）：{escape(gb_2025(cited_issue(config, round_, cited_fields(entry))))}"
    yield f"- 轮次：{escape(record.title)}"
    departments = department_links(site, round_)
    own = (one for one in issue_facts(site, round_, entry, issue) if one.name not in SUMMARISED)
    yield from _facts((*summary_facts(round_, entry, issue, departments), *own))
    yield f"- 来源：{escape(origin_of(round_))}" + (f" <{record.original_url}>" if record.original_url else "")
    if issue.note:
        yield "\n> " + issue.note.strip().replace("\n", "\n> ")


def _facts(facts: Iterable[Fact]) -> Iterator[str]:
    for fact in facts:
        if fact.status is None and fact.name not in _ALREADY_SAID:
            yield f"- {fact.name}：{escape('；'.join(value.title for value in fact.values))}"


def _section(section: TextSection) -> Iterator[str]:
    """The problem as it is written; of the other sections each entry as an item of a list."""
    for number, one in enumerate(section.source.entries, start=1):
        if section.source.is_split:
            yield one.text.strip()
            continue
        when = section.paragraphs[number - 1].when
        lead = f"牵头部门：{'、'.join(one.record.lead)}" if isinstance(one.record, Measure) and one.record.lead else ""
        said = "；".join(filter(None, (when, lead)))
        mark = f"{number}. "
        body = f"（{escape(said)}）{one.text.strip()}" if said else one.text.strip()
        yield mark + body.replace("\n", f"\n{' ' * len(mark)}")


def _rest(site: SiteFace, entry: SiteIssue, issue: Issue) -> Iterator[str]:
    """The result, key figures, photographs and attachments, changes; what there is none of is left out."""
    if result := result_words(issue):
        yield f"\n## 整改结果\n\n{escape(result)}"
    if issue.figures:
        yield "\n## 关键数字\n"
        yield from (f"- {escape(f'{one.label}：{one.value}{one.unit}')}" for one in issue.figures)
    paths = {one.name: one.path for one in entry.files}
    files = [(line_of(one), paths[one.file]) for _, one in (attached_in(issue) if paths else ()) if one.file in paths]
    if files:
        yield "\n## 照片和附件\n"
        yield from (f"- [{escape(words)}]({site.config.absolute(path)})" for words, path in dict(files).items())
    changes = [(one.date, str(one.note), str(one.reason)) for one in issue.revisions]
    changes += [(one.date, f"补充：{one.note}", "") for one in issue.supplements]
    if changes:
        yield "\n## 改动记录\n"
        for day, note, reason in sorted(changes):
            yield f"- {day}：{escape(note)}" + (f"（{escape(reason)}）" if reason else "")
