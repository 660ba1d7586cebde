"""What a round says against itself and its issues: groups, numbers, totals, days, files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from pathlib import PurePosixPath
from typing import Final

from rectify.checks.faults import Fault, first_of, repeated_values, suggestion_words
from rectify.field import addresses
from rectify.field.attached import attached_in, files_of, unchecked_in
from rectify.field.config import SiteConfig
from rectify.field.kinds import Kind
from rectify.field.model import NO_TOPIC, Category, Issue, Level, Photo, Round, Topic
from rectify.ground.text import nearest
from rectify.source.attached_files import FileFacts, FileSource, faults_of
from rectify.source.claims import tallies
from rectify.source.decode import FieldPath
from rectify.source.drafts import public_issues
from rectify.source.sources import RoundSource

_HEAVY_PHOTO: Final = 1_000_000
_HEAVY_FILE: Final = 20_000_000
"""Bytes from which on a file is slow to open for many; a photograph is loaded with its page."""


def round_faults(config: SiteConfig, source: RoundSource) -> Iterator[Fault]:
    """Those of `round.yaml`, held against the settings and the issues of the round."""
    record = source.round
    ids = [body.id for body in config.bodies]
    if record.body is not None and record.body not in ids:
        remedy = suggestion_words(nearest(record.body, ids)) + "新单位先登记到 site.yaml 的 bodies 里"
        yield Fault(("body",), "R024", f"site.yaml 里没有登记单位 {record.body}", remedy)
    yield from _distinct("categories", "类别", record.categories)
    yield from _distinct("topics", "话题", record.topics)
    for place, topic in enumerate(record.topics):
        if topic.id == NO_TOPIC:
            remedy = f"换一个编号：问题里写 {NO_TOPIC}，意思是哪个话题都不归"
            yield Fault(("topics", place, "id"), "R005", f"话题不能叫 {NO_TOPIC}", remedy)
    yield from _dates(source)
    yield from _gaps(source)
    yield from _totals(source)
    folder = source.path.parent / addresses.ROUND_FOLDER
    yield from file_faults(record, source.files.get(addresses.ROUND_FOLDER, {}), folder)


def same_numbers(source: RoundSource) -> Iterator[tuple[PurePosixPath, Fault]]:
    """Issues that have the number of another one, by their files."""
    for before, after in pairwise(source.issues):
        if before.summary.number == after.summary.number:
            message = f"序号 {after.summary.number} 与 {before.path.name} 重复"
            yield after.path, Fault(("number",), "R001", message, "每个问题一个序号")


def _distinct(field: str, word: str, groups: Iterable[Category | Topic]) -> Iterator[Fault]:
    named: Iterator[tuple[FieldPath, str]] = (
        ((field, place, name), value)
        for place, group in enumerate(groups)
        for name, value in (("id", group.id), ("title", group.title))
    )
    for where, value in repeated_values(named):
        yield Fault(where, "R005", f"{word}“{value}”写了两次", f"每个{word}的编号和名称都不能与别的相同")


def _totals(source: RoundSource) -> Iterator[Fault]:
    record, issues = source.round, public_issues(source)
    drafts = f"，另有 {count} 个草稿" if (count := len(source.issues) - len(issues)) else ""
    counted = tallies((entry.summary for entry in issues), source.versions, record.published.stamp)
    claimed, withheld = record.claims.issues, record.withheld_count
    if claimed is not None and claimed != (recorded := counted.issues.then(claimed - withheld)) + withheld:
        closed = f"，依法不公开 {withheld} 个" if withheld else ""
        message = f"通报称有 {claimed} 个问题，这里有 {recorded} 个{drafts}{closed}"
        remedy = "补齐文件；依法不公开的写进 withheld；通报本身数目不一致的，在 claims.statement 里说明（P-12）"
        yield Fault(("claims", "issues"), "R020", message, remedy)
    claimed = record.claims.unfinished
    if claimed is not None and claimed != (recorded := counted.unfinished.then(claimed)):
        message = f"通报称有 {claimed} 个没有完成，公布时这里有 {recorded} 个{drafts}"
        remedy = "核对各个问题的 status；公布以后的进展写进 updates，不算在内（P-12）"
        yield Fault(("claims", "unfinished"), "R020", message, remedy)


def _gaps(source: RoundSource) -> Iterator[Fault]:
    """Numbers that no issue has, or a draft, though later ones are taken: a file may have been lost."""
    public = {entry.summary.number for entry in public_issues(source)}
    drafts = {entry.summary.number for entry in source.issues} - public
    last = max((*public, *drafts), default=0)
    explained = set(map(int, re.findall(r"[0-9]{1,6}", source.round.claims.statement)))
    coming = (number for number in drafts if number > max(public))
    numbers = sorted({0, *public, *coming, *(number for number in explained if number < last)})
    runs = [(before + 1, after - 1) for before, after in pairwise(numbers) if after > before + 1]
    if runs:
        which = first_of(f"{first}–{last}" if first < last else str(first) for first, last in runs)
        missing = sum(last - first + 1 for first, last in runs)
        held = sum(any(first <= number <= last for first, last in runs) for number in drafts)
        message = f"序号不连着，缺 {which}，共 {missing} 个" + (f"，其中 {held} 个是草稿" if held else "")
        remedy = "漏了或者误删了文件的，从备份里找回；通报本来就没有这些号的，在 claims.statement 里写明是哪几号"
        yield Fault((), "R022", message, remedy)


def _dates(source: RoundSource) -> Iterator[Fault]:
    record, name = source.round, source.path.parent.name
    if not source.issues:
        remedy = f"运行 python3 build.py new --round {name} 新建问题，或者先把整个文件夹移出 content"
        yield Fault((), "R010", "这一轮还没有任何问题文件", remedy)
    days, act = record.inspection, record.kind.words.act
    if days and days.end and days.end.surely_before(days.start):
        yield Fault(("inspection", "end"), "R006", f"{act}结束早于开始", "核对 inspection 的 start 和 end")
    if record.kind is Kind.XUNCHA and record.level in (Level.PROVINCIAL, Level.CENTRAL):
        message = f"{record.level.value}开展的是巡视，这一轮却算作巡察"
        yield Fault(("level",), "R017", message, "在 round.yaml 里写 kind: 巡视，或者改 level")
    steps = (
        ("feedback", days and days.start, record.feedback, f"反馈早于{act}开始", "inspection.start"),
        ("written", record.feedback, record.written, "成文早于反馈", "feedback"),
        ("published", record.written, record.published.date, "发布早于成文", "written"),
    )
    for field, earlier, later, message, other in steps:
        if earlier and later and later.surely_before(earlier):
            yield Fault((field,), "R006", f"{message}（{earlier}）", f"核对 {field} 和 {other}")


def file_faults(record: Issue | Round, files: Mapping[str, FileSource], folder: PurePosixPath) -> Iterator[Fault]:
    """Photographs and attachments of a *record*, in its *folder*, that are missing or cannot be public."""
    named = tuple(attached_in(record))
    for place, code, message, remedy in faults_of(((p, str(one.file)) for p, one in named), files, str(folder)):
        yield Fault((*place, "file"), code, message, remedy)
    for place, one in named:
        facts = files[one.file].facts if one.file in files else None
        if facts and isinstance(one, Photo) and not facts.is_picture and not facts.fault:
            yield Fault((*place, "file"), "F002", f"{one.file} 不是照片", "写到 attachments（附件）里去")


def unfit_files(source: RoundSource) -> Iterator[tuple[PurePosixPath, Fault]]:
    """Files of a round that are too large for many, that nothing names, or that nobody has looked at, by who names them."""
    if not source.files:
        return
    own = [(place, str(one.file)) for place, one in attached_in(source.round)]
    named = {addresses.ROUND_FOLDER: (source.path, own, unchecked_in(source.round))}
    named |= {o.path.stem: (o.path, list(o.summary.files), o.summary.unchecked) for o in source.issues}
    for folder, files in source.files.items():
        path, shown, unchecked = named.get(folder, (source.path, [], ()))
        names = {tuple(place): name for place, name in shown}
        pictures = {name for name, one in files.items() if one.facts.is_picture}
        if unseen := [place for place in map(tuple, unchecked) if names[place] in pictures]:
            message = f"{len(unseen)} 张照片没有写明看过有没有人脸、车牌、证件、门牌"
            remedy = "打开照片看一遍，认得出的先遮住，再写上 checked: true；程序认不出来，只能靠人看"
            yield path, Fault(unseen[0], "F006", message, remedy)
        for place, name in shown:
            facts = files[name].facts if name in files else FileFacts()
            if facts.size > (most := _HEAVY_PHOTO if facts.is_picture else _HEAVY_FILE):
                message = f"{name} 有 {facts.size / 1_000_000:.1f} MB，超过 {most / 1_000_000:g} MB，手机上打开很慢"
                remedy = "照片缩小到长边两千像素左右" if facts.is_picture else "压缩，或者只公开要紧的几页"
                yield path, Fault((*place, "file"), "F004", message, remedy)
        older = source.versions.get(int(folder), ()) if folder != addresses.ROUND_FOLDER else ()
        used = {name for _, name in shown} | {name for one in older for name in files_of(one.issue)}
        if forgotten := [name for name in files if name not in used]:
            which = first_of(forgotten)
            message = f"{path.parent / folder} 里的 {which} 没有写进 photos 或 attachments，网页上不显示"
            yield path, Fault((), "F005", message, "要公开的，写上文件名；不要的，移走")
