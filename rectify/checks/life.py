"""Whether the life of an issue holds together: moved days, evidence, earlier issues of which it is a return."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise

from rectify.checks.faults import Fault
from rectify.field.model import Issue
from rectify.ground.dates import BLANK_DATE
from rectify.source.attached_files import FileSource
from rectify.source.decode import FieldPath
from rectify.source.sources import RoundSource, Sources
from rectify.source.summary import life_of


def life_faults(issue: Issue, files: Mapping[str, FileSource]) -> Iterator[Fault]:
    """What is wrong with the moved days and the evidence of *issue*, whose *files* lie beside it."""
    yield from _moved_days(issue)
    for place, one in enumerate(issue.evidence):
        where = ("evidence", place)
        if bool(one.file) == bool(one.url):
            said = "既写了 file 又写了 url" if one.file else "没有写在哪里"
            remedy = "本站的附件写 file，别处的文件写 url，只写一样"
            yield Fault(where, "R026", f"佐证材料“{one.title}”{said}", remedy, is_lack=not one.file)
        elif one.file and one.file not in {attached.file for attached in issue.attachments}:
            message = f"附件里没有 {one.file}"
            yield Fault((*where, "file"), "R026", message, "先写进 attachments，再在这里写它的文件名")
        elif one.sha256:
            yield from _digest(one.sha256, files.get(one.file), (*where, "sha256"))


def _digest(written: str, file: FileSource | None, where: FieldPath) -> Iterator[Fault]:
    if len(written) != len("0" * 64) or set(written) - set("0123456789abcdef"):
        yield Fault(where, "R026", "校验码不是 SHA-256", "写 sha256sum 给出的 64 位小写字母和数字，或者删去")
    elif file and file.facts.sha256 and written != file.facts.sha256:
        message = f"校验码与文件不一致，文件的是 {file.facts.sha256[:12]}…"
        yield Fault(where, "R026", message, "核对是不是同一份文件；校验码写错了的，删去，程序会算")


def _moved_days(issue: Issue) -> Iterator[Fault]:
    moves = issue.due_changes
    for place, move in enumerate(moves):
        if move.from_ == move.to != BLANK_DATE:
            yield Fault(("due_changes", place, "to"), "R025", f"改前改后都是{move.to}", "没有改的，删去这一条")
    for place, (before, after) in enumerate(pairwise(moves), start=1):
        if after.from_ != before.to and BLANK_DATE not in (after.from_, before.to):  # that it is blank is told already
            message = f"上一条改到了{before.to}，这一条却从{after.from_}改起"
            yield Fault(("due_changes", place, "from"), "R025", message, "每一条的 from 与上一条的 to 相同")
        if after.date.surely_before(before.date):
            message = f"这一条（{after.date}）早于上一条（{before.date}）"
            yield Fault(("due_changes", place, "date"), "R025", message, "最早的写在前面")
    if moves and moves[-1].to != BLANK_DATE and (issue.due is None or issue.due.day != moves[-1].to):
        now = f"due 是{issue.due}" if issue.due else "没有写 due"
        message = f"最后一次改到{moves[-1].to}，{now}"
        yield Fault(("due_changes", len(moves) - 1, "to"), "R025", message, "due 写现在的时限，与最后一条的 to 相同")


def return_faults(sources: Sources, round_: RoundSource) -> Iterator[tuple[int, Fault]]:
    """The issues of *round_* that name an earlier issue which is not there: the place of each in the round, and why."""
    rounds = {one.id: one for one in sources.rounds}
    for place, entry in enumerate(round_.issues):
        for number, (earlier, goal) in enumerate(life_of(entry.summary).returns):
            where = ("returns", number)
            other = rounds.get(earlier)
            if other is None:
                others = "、".join(one for one in rounds if one != round_.id) or "还没有别的轮次"
                yield place, Fault((*where, "round"), "R027", f"没有 {earlier} 这一轮", f"写文件夹的名字：{others}")
            elif other.id == round_.id or other.round.published > round_.round.published:
                message = f"{earlier} 不是以前的一轮"
                yield place, Fault((*where, "round"), "R027", message, "只写在这一轮以前公布的轮次")
            elif all(one.summary.number != goal for one in other.issues):
                message = f"{earlier} 里没有第 {goal} 号问题"
                yield place, Fault((*where, "number"), "R027", message, "核对那一轮的序号")
