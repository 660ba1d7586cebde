"""What the records say about each other: numbers, categories, departments, dates, totals."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from itertools import chain, groupby
from operator import itemgetter
from pathlib import PurePosixPath
from typing import Final

from rectify.checks.faults import Fault, Locate, diagnostics_of, first_of, suggestion_words
from rectify.checks.life import life_faults, return_faults
from rectify.checks.rounds import file_faults, round_faults, same_numbers, unfit_files
from rectify.checks.site import config_faults, glossary_faults, synonym_faults
from rectify.field import addresses
from rectify.field.model import NO_TOPIC, UNFILLED_CATEGORY, Category, Issue, Round, Topic
from rectify.ground.diagnostics import Diagnostic, Severity, Span
from rectify.ground.text import nearest
from rectify.source.decode import FieldPath, child
from rectify.source.drafts import HeldBack
from rectify.source.nodes import Node, Scalar, Sequence
from rectify.source.sources import GLOSSARY_FILE, SITE_FILE, SYNONYMS_FILE, Sources, Surroundings

_KIND: Final = re.compile(r"(?<=.)(?:办公室|服务中心|中心|[部科处办局室股所院])$")
"""What the names of most departments end in, so that it tells nothing of which one is meant."""
_LIKE: Final = 0.5
"""So much of two names must be the same without that ending."""


def check_content(sources: Sources, locate: Locate) -> tuple[Diagnostic, ...]:
    """Every contradiction between the records; *locate* finds the place of a field."""
    files: list[tuple[PurePosixPath, Iterable[Fault]]] = [
        (SITE_FILE, config_faults(sources.config)),
        (GLOSSARY_FILE, glossary_faults(sources.glossary)),
        (SYNONYMS_FILE, synonym_faults(sources.synonyms)),
    ]
    for source in sources.rounds:
        files.append((source.path, round_faults(sources.config, source)))
        returns = ((source.issues[place].path, fault) for place, fault in return_faults(sources, source))
        files += ((path, (fault,)) for path, fault in chain(same_numbers(source), unfit_files(source), returns))
    return tuple(sorted(one for path, faults in files for one in diagnostics_of(path, faults, locate)))


def check_issue(issue: Issue, path: PurePosixPath, surroundings: Surroundings, locate: Locate) -> Iterator[Diagnostic]:
    """Every contradiction between the issue in the file *path*, its round and the site."""
    record, files = surroundings.round, surroundings.files
    faults = chain(
        _issue_faults(issue, path, record),
        department_faults(_departments_of(issue), surroundings.departments),
        _day_faults(issue, record),
        file_faults(issue, files, path.parent / path.stem),
        life_faults(issue, files),
    )
    return diagnostics_of(path, faults, locate, is_draft=issue.is_draft or record.draft)


def check_departments(
    tree: Node, path: PurePosixPath, departments: frozenset[str], locate: Locate
) -> Iterator[Diagnostic]:
    """The departments that the *tree* of the issue's file *path* names, right or wrong otherwise, and the site does not have."""
    return diagnostics_of(path, department_faults(_departments_in(tree), departments), locate)


def vanished_issues(standing: Iterable[str], planned: Iterable[str], held: Iterable[HeldBack]) -> Iterator[Diagnostic]:
    """Issues at the end of a round that the last build had, and whose files are gone: no gap shows them.

    *standing* are the paths of the last build, *planned* those of this one, *held* its drafts.
    """
    now = {issue for path in planned if (issue := addresses.issue_at(path))}
    now |= {(one.round_id, number) for one in held for number in one.numbers}
    last: dict[str, int] = {}
    for round_id, number in now:
        last[round_id] = max(number, last.get(round_id, 0))
    before = {issue for path in standing if (issue := addresses.issue_at(path))}
    missing = sorted((round_id, number) for round_id, number in before - now if number > last.get(round_id, 0))
    for round_id, group in groupby(missing, key=itemgetter(0)):
        numbers = [number for _, number in group]
        path = PurePosixPath("content", addresses.issue_page(round_id, numbers[0])).with_suffix(".yaml")
        message = f"上次生成时还有第 {first_of(numbers)} 号问题，共 {len(numbers)} 个，现在没有文件了"
        remedy = "误删的，从备份（或者版本库）里找回；本来就要删、要改名的，不用管，下次不再提"
        yield Diagnostic(Span(path), "R023", message, remedy, Severity.WARNING)


def _departments_in(tree: Node) -> Iterator[tuple[FieldPath, str]]:
    measures = child(tree, "measures")
    count = len(measures.items) if isinstance(measures, Sequence) else 0
    places: list[FieldPath] = [("lead",), ("responsible",), *(("measures", n, "lead") for n in range(count))]
    for place in places:
        node: Node | None = tree
        for step in place:
            node = child(node, step)
        for number, item in enumerate(node.items if isinstance(node, Sequence) else [node]):
            if isinstance(item, Scalar) and item.text.strip():
                yield (*place, number), item.text.strip()


def _departments_of(issue: Issue) -> Iterator[tuple[FieldPath, str]]:
    yield from ((("lead", n), name) for n, name in enumerate(issue.lead))
    yield from ((("responsible", n), name) for n, name in enumerate(issue.responsible))
    for m, measure in enumerate(issue.measures):
        yield from ((("measures", m, "lead", n), name) for n, name in enumerate(measure.lead))


def department_faults(named: Iterable[tuple[FieldPath, str]], departments: frozenset[str]) -> Iterator[Fault]:
    """The names, each with its place, that are none of the *departments* of the settings."""
    for where, name in named:
        if name not in departments:
            suggestion = _like(name, departments)
            remedy = f"是不是“{suggestion}”？" if suggestion else ""
            if re.search("[，、；,;]", name):
                remedy = "几个部门要分开写，例如 [办公室, 财务科]，中间用英文逗号。"
            remedy += "新部门先登记到 site.yaml 的 departments 里"
            yield Fault(where, "R004", f"site.yaml 里没有登记部门“{name}”", remedy)


def _like(name: str, departments: Iterable[str]) -> str:
    """The department that *name* may mean: what stands before 部, 科, 处 decides, not that both end in it; or nothing."""
    own = _KIND.sub("", name)
    stems: dict[str, str] = {}
    for one in sorted(departments):
        stems.setdefault(_KIND.sub("", one), one)
    found = nearest(own, stems)
    return stems[found] if found and SequenceMatcher(None, found, own).ratio() > _LIKE else ""


def _issue_faults(issue: Issue, path: PurePosixPath, record: Round) -> Iterator[Fault]:
    if path.stem != issue.id:
        message = f"序号 {issue.number} 与文件名 {path.name} 不一致"
        remedy = f"把文件改名为 {issue.id}.yaml，或者把序号改成 {int(path.stem)}"
        yield Fault(("number",), "R002", message, remedy)
    if issue.category != UNFILLED_CATEGORY:
        yield from _check_listed_id(("category",), issue.category, "类别", record.categories)
    for place, topic in enumerate(issue.topics):
        if issue.topics != (NO_TOPIC,):
            yield from _check_listed_id(("topics", place), topic, "话题", record.topics)


def _check_listed_id(where: FieldPath, id_: str, word: str, groups: Iterable[Category | Topic]) -> Iterator[Fault]:
    """That a round does not have the category or topic that one of its issues names."""
    known = [group.id for group in groups]
    if id_ not in known:
        otherwise = f"删去这一行，或者先在 round.yaml 里写 {'topics' if word == '话题' else 'categories'}"
        remedy = suggestion_words(nearest(id_, known)) + (f"可以写：{'、'.join(known)}" if known else otherwise)
        yield Fault(where, "R003", f"round.yaml 里没有{word} {id_}", remedy)


def _day_faults(issue: Issue, record: Round) -> Iterator[Fault]:
    for place, progress in enumerate(issue.progress):
        where = ("progress", place, "until")
        if progress.until and progress.date is None:
            remedy = "补上 date；只知道一天的只写 date"
            yield Fault(where, "R006", "写了截止日期 until，却没有写开始日期 date", remedy)
        elif progress.until and progress.date and progress.until.surely_before(progress.date):
            yield Fault(where, "R006", f"截止日期早于开始日期（{progress.date}）", "核对 date 和 until")
    published = (issue.published or record.published).date
    for place, revision in enumerate(issue.revisions):
        if revision.date.surely_before(published):
            remedy = "核对日期；发布以前的改动不用记"
            yield Fault(("revisions", place, "date"), "R006", f"修订早于发布（{published}）", remedy)
