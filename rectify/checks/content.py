"""What the records say about each other: numbers, categories, departments, dates, totals."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby, pairwise
from operator import itemgetter
from pathlib import PurePosixPath
from typing import Final

from rectify.checks.life import life_faults, return_faults
from rectify.field import addresses
from rectify.field.attached import attached_in, files_of, unchecked_in
from rectify.field.config import NO_SITE_CODE, Department, SiteConfig
from rectify.field.kinds import Kind
from rectify.field.model import NO_TOPIC, UNFILLED_CATEGORY, Category, Issue, Level, Photo, Round, Topic
from rectify.ground.colour import AA, AAA
from rectify.ground.diagnostics import Diagnostic, Severity, Span
from rectify.ground.text import nearest
from rectify.outputs.palette import contrast_on_paper, darkened
from rectify.source.attached_files import FileFacts, FileSource, faults_of
from rectify.source.claims import tallies
from rectify.source.decode import FieldPath, child
from rectify.source.drafts import HeldBack, public_issues
from rectify.source.load import SITE_FILE, SYNONYMS_FILE, RoundSource, Sources, Surroundings
from rectify.source.nodes import Node, Scalar, Sequence

_SITE_CODE = re.compile(r"(?:[0-9]{10}|bm[0-9]{8})\Z")
_SHOWN_RUNS: Final = 8
_HEAVY_PHOTO: Final = 1_000_000
_HEAVY_FILE: Final = 20_000_000
"""Bytes from which on a file is slow to open for many; a photograph is loaded with its page."""
Locate = Callable[[PurePosixPath, FieldPath], Span]


def check_content(sources: Sources, locate: Locate) -> tuple[Diagnostic, ...]:
    """Every contradiction between the records; *locate* finds the place of a field."""
    check = _Check(locate)
    diagnostics = [*check.config(sources.config), *check.glossary(sources), *check.synonyms(sources)]
    for round_source in sources.rounds:
        diagnostics += [*check.body_of(sources.config, round_source), *check.round(round_source)]
        path, files = round_source.path, round_source.files.get(addresses.ROUND_FOLDER, {})
        diagnostics += check.unfit_files(round_source)
        diagnostics += check.files(round_source.round, path, files, path.parent / addresses.ROUND_FOLDER)
        for place, fault in return_faults(sources, round_source):
            diagnostics.append(check.error(round_source.issues[place].path, *fault[:4]))
    return tuple(sorted(diagnostics))


def check_issue(issue: Issue, path: PurePosixPath, surroundings: Surroundings, locate: Locate) -> Iterator[Diagnostic]:
    """Every contradiction between the issue in the file *path*, its round and the site."""
    check = _Check(locate)
    yield from check.issue(issue, path, surroundings)
    yield from check.departments(_departments_of(issue), path, surroundings.departments)
    yield from check.days(issue, path, surroundings)
    yield from check.files(issue, path, surroundings.files, path.parent / path.stem)
    is_draft = issue.is_draft or surroundings.round.draft
    for fault in life_faults(issue, surroundings.files):
        told = check.warning if fault.is_lack and is_draft else check.error
        yield told(path, *fault[:4])


def check_departments(
    tree: Node, path: PurePosixPath, departments: frozenset[str], locate: Locate
) -> Iterator[Diagnostic]:
    """The departments that the *tree* of the issue's file *path* names, right or wrong otherwise, and the site does not have."""
    yield from _Check(locate).departments(_departments_in(tree), path, departments)


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
        which = "、".join(map(str, numbers[:_SHOWN_RUNS])) + ("等" if len(numbers) > _SHOWN_RUNS else "")
        message = f"上次生成时还有第 {which} 号问题，共 {len(numbers)} 个，现在没有文件了"
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


@dataclass(frozen=True, slots=True)
class _Check:
    locate: Locate

    def config(self, config: SiteConfig) -> Iterator[Diagnostic]:
        footer = config.footer
        yield from self.registered(config.departments, ())
        yield from self.bodies(config)
        if footer.official_code and not _SITE_CODE.match(footer.official_code):
            yield self.error(
                SITE_FILE,
                ("footer", "site_code"),
                "C001",
                f"网站标识码不对：{footer.site_code}",
                f"应当是十位数字，或者 bm 加八位数字；没有的，写 {NO_SITE_CODE}（G-06）",
            )
        missing = [
            (not footer.icp, "ICP备案号", "footer.icp"),
            (not footer.police_record, "公安备案号", "footer.police_record"),
            (not footer.party_mark_id, "党政机关网站标识", "footer.party_mark_id"),
            (not config.organiser.address, "主办单位地址", "organiser.address"),
            (config.organiser.phone is None, "主办单位电话", "organiser.phone"),
        ]
        for absent, name, where in missing:
            if absent:
                yield self.warning(
                    SITE_FILE,
                    (where.split(".")[0],),
                    "C002",
                    f"页脚缺少{name}",
                    f"填上 {where}，政府网站的页脚应当有它（G-11）",
                )
        if not any(config.keywords):
            yield self.warning(
                SITE_FILE,
                ("keywords",),
                "C006",
                "没有写关键词，每一页的页面标签 ColumnKeywords 都是空的",
                "在 site.yaml 里添一行，例如 keywords: [整改, 公开]（G-02）",
            )
        if config.colour:
            yield from self.colour(config.colour)

    def registered(self, departments: tuple[Department, ...], where: FieldPath) -> Iterator[Diagnostic]:
        """Departments of the body at *where* that share an id or a name."""
        seen: set[str] = set()
        for place, department in enumerate(departments):
            for name in (department.id, department.name, *department.aliases):
                if name in seen:
                    yield self.error(
                        SITE_FILE,
                        (*where, "departments", place),
                        "R005",
                        f"部门“{name}”登记了两次",
                        "编号、名称和别名都只能出现一次",
                    )
                seen.add(name)

    def bodies(self, config: SiteConfig) -> Iterator[Diagnostic]:
        seen = {config.organiser.name, addresses.ORGANISER}
        for place, body in enumerate(config.bodies):
            yield from self.registered(body.departments, ("bodies", place))
            for name, value in (("id", body.id), ("name", body.name)):
                if value in seen:
                    yield self.error(
                        SITE_FILE,
                        ("bodies", place, name),
                        "R005",
                        f"单位“{value}”写了两次，或者就是主办单位",
                        f"每个单位的编号和名称都不能与别的相同；编号 {addresses.ORGANISER} 留给主办单位",
                    )
                seen.add(value)
            if body.numbers.site_code and not _SITE_CODE.match(body.numbers.site_code):
                yield self.error(
                    SITE_FILE,
                    ("bodies", place, "numbers", "site_code"),
                    "C001",
                    f"网站标识码不对：{body.numbers.site_code}",
                    "应当是十位数字，或者 bm 加八位数字（G-06）",
                )

    def body_of(self, config: SiteConfig, source: RoundSource) -> Iterator[Diagnostic]:
        """That the body of a round is none of the site."""
        ids = [body.id for body in config.bodies]
        body = source.round.body
        if body is not None and body not in ids:
            suggestion = nearest(body, ids)
            remedy = (f"是不是 {suggestion}？" if suggestion else "") + "新单位先登记到 site.yaml 的 bodies 里"
            yield self.error(source.path, ("body",), "R024", f"site.yaml 里没有登记单位 {body}", remedy)

    def colour(self, colour: str) -> Iterator[Diagnostic]:
        ratio = contrast_on_paper(colour)
        if ratio >= AAA:
            return
        which = AA if ratio < AA else AAA
        what = f"主色 {colour} 和浅色底的对比度是 {ratio:.2f}:1"
        remedy = f"改成 {darkened(colour, which)} 或者更深的颜色"
        if ratio < AA:
            yield self.error(SITE_FILE, ("colour",), "C008", f"{what}，至少要 {AA}:1", remedy)
        else:
            yield self.warning(
                SITE_FILE, ("colour",), "C009", f"{what}，合乎 AA 级（{AA}:1），没有到 AAA 级（{AAA:g}:1）", remedy
            )

    def round(self, source: RoundSource) -> Iterator[Diagnostic]:
        record, path = source.round, source.path
        yield from self.distinct(path, "categories", "类别", record.categories)
        yield from self.distinct(path, "topics", "话题", record.topics)
        for place, topic in enumerate(record.topics):
            if topic.id == NO_TOPIC:
                remedy = f"换一个编号：问题里写 {NO_TOPIC}，意思是哪个话题都不归"
                yield self.error(path, ("topics", place, "id"), "R005", f"话题不能叫 {NO_TOPIC}", remedy)
        yield from self.dates(source)
        for before, after in pairwise(source.issues):
            if before.summary.number == after.summary.number:
                yield self.error(
                    after.path,
                    ("number",),
                    "R001",
                    f"序号 {after.summary.number} 与 {before.path.name} 重复",
                    "每个问题一个序号",
                )
        yield from self.gaps(source)
        issues = public_issues(source)
        drafts = f"，另有 {count} 个草稿" if (count := len(source.issues) - len(issues)) else ""
        counted = tallies((entry.summary for entry in issues), source.versions, record.published.stamp)
        claimed, withheld = record.claims.issues, record.withheld_count
        if claimed is not None and claimed != (recorded := counted.issues.then(claimed - withheld)) + withheld:
            closed = f"，依法不公开 {withheld} 个" if withheld else ""
            yield self.warning(
                path,
                ("claims", "issues"),
                "R020",
                f"通报称有 {claimed} 个问题，这里有 {recorded} 个{drafts}{closed}",
                "补齐文件；依法不公开的写进 withheld；通报本身数目不一致的，在 claims.statement 里说明（P-12）",
            )
        claimed = record.claims.unfinished
        if claimed is not None and claimed != (recorded := counted.unfinished.then(claimed)):
            yield self.warning(
                path,
                ("claims", "unfinished"),
                "R020",
                f"通报称有 {claimed} 个没有完成，公布时这里有 {recorded} 个{drafts}",
                "核对各个问题的 status；公布以后的进展写进 updates，不算在内（P-12）",
            )

    def distinct(
        self, path: PurePosixPath, field: str, word: str, groups: Iterable[Category | Topic]
    ) -> Iterator[Diagnostic]:
        """That two categories or two topics of a round have the same id or the same title."""
        seen: set[str] = set()
        for place, group in enumerate(groups):
            for name, value in (("id", group.id), ("title", group.title)):
                if value in seen:
                    yield self.error(
                        path,
                        (field, place, name),
                        "R005",
                        f"{word}“{value}”写了两次",
                        f"每个{word}的编号和名称都不能与别的相同",
                    )
                seen.add(value)

    def gaps(self, source: RoundSource) -> Iterator[Diagnostic]:
        """Numbers that no issue has, or a draft, though later ones are taken: a file may have been lost."""
        public = {entry.summary.number for entry in public_issues(source)}
        drafts = {entry.summary.number for entry in source.issues} - public
        last = max((*public, *drafts), default=0)
        explained = set(map(int, re.findall(r"[0-9]{1,6}", source.round.claims.statement)))
        coming = (number for number in drafts if number > max(public))
        numbers = sorted({0, *public, *coming, *(number for number in explained if number < last)})
        runs = [(before + 1, after - 1) for before, after in pairwise(numbers) if after > before + 1]
        if runs:
            in_words = "、".join(
                f"{first}–{last}" if first < last else str(first) for first, last in runs[:_SHOWN_RUNS]
            )
            more = "等" if len(runs) > _SHOWN_RUNS else ""
            missing = sum(last - first + 1 for first, last in runs)
            held = sum(any(first <= number <= last for first, last in runs) for number in drafts)
            yield self.warning(
                source.path,
                (),
                "R022",
                f"序号不连着，缺 {in_words}{more}，共 {missing} 个" + (f"，其中 {held} 个是草稿" if held else ""),
                "漏了或者误删了文件的，从备份里找回；通报本来就没有这些号的，在 claims.statement 里写明是哪几号",
            )

    def dates(self, source: RoundSource) -> Iterator[Diagnostic]:
        record, path = source.round, source.path
        if not source.issues:
            yield self.error(
                path,
                (),
                "R010",
                "这一轮还没有任何问题文件",
                f"运行 python3 build.py new --round {path.parent.name} 新建问题，或者先把整个文件夹移出 content",
            )
        days, act = record.inspection, record.kind.words.act
        if days and days.end and days.end.surely_before(days.start):
            message = f"{act}结束早于开始"
            yield self.error(path, ("inspection", "end"), "R006", message, "核对 inspection 的 start 和 end")
        if record.kind is Kind.XUNCHA and record.level in (Level.PROVINCIAL, Level.CENTRAL):
            message = f"{record.level.value}开展的是巡视，这一轮却算作巡察"
            yield self.error(path, ("level",), "R017", message, "在 round.yaml 里写 kind: 巡视，或者改 level")
        steps = (
            ("feedback", days and days.start, record.feedback, f"反馈早于{act}开始", "inspection.start"),
            ("written", record.feedback, record.written, "成文早于反馈", "feedback"),
            ("published", record.written, record.published.date, "发布早于成文", "written"),
        )
        for name, earlier, later, message, other in steps:
            if earlier and later and later.surely_before(earlier):
                yield self.error(path, (name,), "R006", f"{message}（{earlier}）", f"核对 {name} 和 {other}")

    def issue(self, issue: Issue, path: PurePosixPath, surroundings: Surroundings) -> Iterator[Diagnostic]:
        if path.stem != issue.id:
            yield self.error(
                path,
                ("number",),
                "R002",
                f"序号 {issue.number} 与文件名 {path.name} 不一致",
                f"把文件改名为 {issue.id}.yaml，或者把序号改成 {int(path.stem)}",
            )
        record = surroundings.round
        if issue.category != UNFILLED_CATEGORY:
            yield from self.listed(path, ("category",), issue.category, "类别", record.categories)
        for place, topic in enumerate(issue.topics):
            if issue.topics != (NO_TOPIC,):
                yield from self.listed(path, ("topics", place), topic, "话题", record.topics)

    def listed(
        self,
        path: PurePosixPath,
        where: FieldPath,
        id_: str,
        word: str,
        groups: Iterable[Category | Topic],
    ) -> Iterator[Diagnostic]:
        """That a round does not have the category or topic that one of its issues names."""
        known = [group.id for group in groups]
        if id_ not in known:
            suggestion = nearest(id_, known)
            otherwise = f"删去这一行，或者先在 round.yaml 里写 {'topics' if word == '话题' else 'categories'}"
            remedy = (f"是不是 {suggestion}？" if suggestion else "") + (
                f"可以写：{'、'.join(known)}" if known else otherwise
            )
            yield self.error(path, where, "R003", f"round.yaml 里没有{word} {id_}", remedy)

    def departments(
        self, named: Iterable[tuple[FieldPath, str]], path: PurePosixPath, departments: frozenset[str]
    ) -> Iterator[Diagnostic]:
        for where, name in named:
            if name not in departments:
                suggestion = nearest(name, sorted(departments))
                remedy = f"是不是“{suggestion}”？" if suggestion else ""
                if re.search("[，、；,;]", name):
                    remedy = "几个部门要分开写，例如 [办公室, 财务科]，中间用英文逗号。"
                yield self.error(
                    path,
                    where,
                    "R004",
                    f"site.yaml 里没有登记部门“{name}”",
                    f"{remedy}新部门先登记到 site.yaml 的 departments 里",
                )

    def days(self, issue: Issue, path: PurePosixPath, surroundings: Surroundings) -> Iterator[Diagnostic]:
        where: tuple[str | int, ...]
        for place, progress in enumerate(issue.progress):
            where = ("progress", place, "until")
            if progress.until and progress.date is None:
                yield self.error(
                    path, where, "R006", "写了截止日期 until，却没有写开始日期 date", "补上 date；只知道一天的只写 date"
                )
            elif progress.until and progress.date and progress.until.surely_before(progress.date):
                yield self.error(path, where, "R006", f"截止日期早于开始日期（{progress.date}）", "核对 date 和 until")
        for place, revision in enumerate(issue.revisions):
            published = (issue.published or surroundings.round.published).date
            if revision.date.surely_before(published):
                yield self.error(
                    path,
                    ("revisions", place, "date"),
                    "R006",
                    f"修订早于发布（{published}）",
                    "核对日期；发布以前的改动不用记",
                )

    def files(
        self, record: Issue | Round, path: PurePosixPath, files: Mapping[str, FileSource], folder: PurePosixPath
    ) -> Iterator[Diagnostic]:
        """Photographs and attachments of a *record* that are missing or cannot be public."""
        named = tuple(attached_in(record))
        for place, code, message, remedy in faults_of(((p, str(one.file)) for p, one in named), files, str(folder)):
            yield self.error(path, (*place, "file"), code, message, remedy)
        for place, one in named:
            facts = files[one.file].facts if one.file in files else None
            if facts and isinstance(one, Photo) and not facts.is_picture and not facts.fault:
                message = f"{one.file} 不是照片"
                yield self.error(path, (*place, "file"), "F002", message, "写到 attachments（附件）里去")

    def unfit_files(self, source: RoundSource) -> Iterator[Diagnostic]:
        """Files of a round that are too large for many, that nothing names, or that nobody has looked at."""
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
                yield self.warning(path, unseen[0], "F006", message, remedy)
            for place, name in shown:
                facts = files[name].facts if name in files else FileFacts()
                if facts.size > (most := _HEAVY_PHOTO if facts.is_picture else _HEAVY_FILE):
                    message = f"{name} 有 {facts.size / 1_000_000:.1f} MB，超过 {most / 1_000_000:g} MB，手机上打开很慢"
                    remedy = "照片缩小到长边两千像素左右" if facts.is_picture else "压缩，或者只公开要紧的几页"
                    yield self.warning(path, (*place, "file"), "F004", message, remedy)
            older = source.versions.get(int(folder), ()) if folder != addresses.ROUND_FOLDER else ()
            used = {name for _, name in shown} | {name for one in older for name in files_of(one.issue)}
            if forgotten := [name for name in files if name not in used]:
                which = "、".join(forgotten[:_SHOWN_RUNS]) + ("等" if len(forgotten) > _SHOWN_RUNS else "")
                message = f"{path.parent / folder} 里的 {which} 没有写进 photos 或 attachments，网页上不显示"
                yield self.warning(path, (), "F005", message, "要公开的，写上文件名；不要的，移走")

    def glossary(self, sources: Sources) -> Iterator[Diagnostic]:
        seen: set[str] = set()
        for place, term in enumerate(sources.glossary.terms):
            for name in (f"#{term.id}", term.term, *term.also):
                if name in seen:
                    yield self.error(
                        PurePosixPath("content/glossary.yaml"),
                        ("terms", place),
                        "R005",
                        f"“{name.lstrip('#')}”写了两次",
                        "合并成一条",
                    )
                seen.add(name)

    def synonyms(self, sources: Sources) -> Iterator[Diagnostic]:
        seen: set[tuple[str, str]] = set()
        for place, synonym in enumerate(sources.synonyms.synonyms):
            for other in synonym.means:
                pair = (synonym.word, other)
                if pair in seen or synonym.word == other:
                    fault = f"“{synonym.word}”和“{other}”写了两次" if pair in seen else f"“{other}”说的是它自己"
                    yield self.error(SYNONYMS_FILE, ("synonyms", place), "R005", fault, "合并成一条")
                seen.add(pair)

    def error(self, path: PurePosixPath, where: FieldPath, code: str, message: str, remedy: str) -> Diagnostic:
        return Diagnostic(self.locate(path, where), code, message, remedy)

    def warning(self, path: PurePosixPath, where: FieldPath, code: str, message: str, remedy: str) -> Diagnostic:
        return Diagnostic(self.locate(path, where), code, message, remedy, Severity.WARNING)
