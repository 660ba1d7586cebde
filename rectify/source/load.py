"""Reads all files of `content/` and `site.yaml` into `Sources`, and collects the mistakes of all of them."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import Final, TypeVar

from rectify.field import addresses
from rectify.field.config import SiteConfig
from rectify.field.model import Glossary, Issue, Round, Synonyms
from rectify.field.public_text import former_digests
from rectify.field.words import SLUG
from rectify.ground.diagnostics import Diagnostic, SourceError, Span, as_warning, errors, limit
from rectify.ground.files import OpenFile, changed_meanwhile, digest, is_within, read_again, read_file
from rectify.ground.system_errors import reason_of, remedy_of
from rectify.source import changes
from rectify.source.attached_files import FileRules, ReadFile, file_reader
from rectify.source.changes import Versions, VersionSource
from rectify.source.decode import FieldPath, decode, decode_tree
from rectify.source.nodes import Node
from rectify.source.own_pages import FOLDER as OWN_PAGES
from rectify.source.own_pages import read_own_pages
from rectify.source.sources import (
    GLOSSARY_FILE,
    ROUND_FILE,
    SITE_FILE,
    SYNONYMS_FILE,
    Files,
    IssueSource,
    LoadedSources,
    RoundSource,
    Sources,
    Surroundings,
    departments_for,
    surroundings_of,
)
from rectify.source.summary import summary_of
from rectify.source.yamltree import MAX_BYTES, decode_text, parse

_ISSUE_NAME = re.compile(r"[0-9]{3,6}\.yaml\Z")
_ALMOST_ISSUE = re.compile(r"0*([1-9][0-9]{0,5})\.ya?ml(?:\.txt)?\Z", re.IGNORECASE)
NOT_OURS = re.compile(r"\.|~|Thumbs\.db|desktop\.ini", re.IGNORECASE)
_MISSING: Final = {
    SITE_FILE.name: "网站名称、页脚、部门都写在这个文件里：从备份（或者版本库）里找回它，或者写一个，写法见 python3 build.py docs fields",
    ROUND_FILE: "每一轮的文件夹里都要有它：从备份里找回；新的一轮，运行 python3 build.py new --round 加文件夹的名字",
}
_NO_FILES: Final[Files] = MappingProxyType({})
Record = TypeVar("Record")
Value = TypeVar("Value")

_DRAFT_MARK: Final = re.compile(rb"^draft *: *true\b|^ +state *: *pending\b", re.MULTILINE)


Inspect = Callable[[Issue, PurePosixPath, Surroundings], Iterable[Diagnostic]]
InspectDepartments = Callable[[Node, PurePosixPath, frozenset[str]], Iterable[Diagnostic]]
ReadSummary = Callable[[PurePosixPath, Surroundings], tuple[IssueSource, tuple[Diagnostic, ...]]]


def load(
    root: Path,
    read_summary: ReadSummary,
    inspect_departments: InspectDepartments = lambda *_: (),
    read_file_beside: ReadFile | None = None,
    *,
    open_file: OpenFile = read_file,
) -> LoadedSources:
    """Read `site.yaml` and `content/` below *root*; *read_summary* reads one issue's file, *read_file_beside* one beside it.

    A round that is a draft, and `site.yaml` as long as all rounds are, may lack what must be filled in before anything is
    public. An issue that cannot be inspected, since its own file or that of its round is wrong, is looked at by
    *inspect_departments*, as far as there is a tree. *open_file* reads the source files.
    """
    read_beside = read_file_beside or file_reader(root)
    reader = _Reader(root, [], read_summary, inspect_departments, read_beside, [], open_file)
    if not (root / "content").exists() and not os.path.lexists(root / SITE_FILE):
        reader.fail(
            PurePosixPath("."),
            "S003",
            "这里没有网站：没有 site.yaml，也没有 content 文件夹",
            "到网站自己的文件夹里运行；还没有的，新建一个：python3 build.py init ../our-site --from 通报.docx",
        )
        return LoadedSources(None, tuple(reader.problems))
    lacking: list[Diagnostic] = []
    config = reader.read(SITE_FILE, SiteConfig, lacking)
    glossary = Glossary(terms=())
    if os.path.lexists(root / GLOSSARY_FILE):
        glossary = reader.read(GLOSSARY_FILE, Glossary) or glossary
    synonyms = Synonyms(synonyms=())
    if os.path.lexists(root / SYNONYMS_FILE):
        synonyms = reader.read(SYNONYMS_FILE, Synonyms) or synonyms
    pages = read_own_pages(root, reader.read, reader.fail)
    rounds = reader.rounds(config)
    reader.lack(lacking, is_draft=all(one.is_draft for one in rounds))
    if config is None:
        return LoadedSources(None, tuple(reader.problems))
    newest_first = sorted(rounds, key=lambda r: (r.round.published, r.id), reverse=True)
    sources = Sources(config, glossary, tuple(newest_first), synonyms, pages)
    return LoadedSources(sources, tuple(reader.problems), tuple(reader.blanks))


def read_issue(
    root: Path,
    path: PurePosixPath,
    surroundings: Surroundings | None,
    blanks: list[Diagnostic] | None = None,
    open_file: OpenFile = read_file,
) -> tuple[Issue, str]:
    """The issue in the file *path* below *root*, and the file's digest; SourceError, FileNotFoundError.

    What it does not say is noted in *blanks*, if given: see `decode`.
    """
    data = open_file(root, path, MAX_BYTES)
    ids = surroundings.ids if surroundings else {}
    return decode(decode_text(data, path), path, Issue, ids, blanks), digest(data)


def read_unchanged(
    root: Path,
    path: PurePosixPath,
    known: str,
    blanks: list[Diagnostic] | None = None,
    open_file: OpenFile = read_file,
) -> Issue:
    """The issue in a file with the digest *known*; SourceError if the file is gone or has changed since."""
    try:
        issue, now = read_issue(root, path, None, blanks, open_file)
    except FileNotFoundError:
        raise changed_meanwhile(path) from None
    if now != known:
        raise changed_meanwhile(path)
    return issue


def summary_reader(root: Path, inspect: Inspect, *, open_file: OpenFile = read_file) -> ReadSummary:
    """A reader of issue files that also has each issue inspected; it raises SourceError, FileNotFoundError.

    What a draft lacks is among the diagnostics, as a warning.
    """

    def read_summary(path: PurePosixPath, surroundings: Surroundings) -> tuple[IssueSource, tuple[Diagnostic, ...]]:
        lacking: list[Diagnostic] = []
        try:
            issue, name = read_issue(root, path, surroundings, lacking, open_file)
        except SourceError as error:
            is_marked = _DRAFT_MARK.search(open_file(root, path, MAX_BYTES))  # what is wrong cannot say what it is
            raise SourceError((*error.diagnostics, *(map(as_warning, lacking) if is_marked else lacking))) from None
        if lacking and not issue.is_draft:
            raise SourceError(lacking)
        former = former_digests(issue, surroundings.config.redirects, path.parent.name)
        diagnostics = (*limit(inspect(issue, path, surroundings)), *map(as_warning, lacking))
        return IssueSource(path, name, summary_of(issue, former, surroundings.context)), diagnostics

    return read_summary


def locator(root: Path, open_file: OpenFile = read_file) -> Callable[[PurePosixPath, FieldPath], Span]:
    """A function that gives the place of a field, by its path of names, in a source file below *root*.

    Each file is parsed when it is first asked for; only the last one is kept.
    """
    trees: dict[PurePosixPath, Node] = {}

    def locate(path: PurePosixPath, where: FieldPath) -> Span:
        if path not in trees:
            trees.clear()
            if (tree := _tree_of(root, path, open_file)) is None:
                return Span(path)
            trees[path] = tree
        return decode_tree(trees[path], path, where)

    return locate


def _tree_of(root: Path, path: PurePosixPath, open_file: OpenFile) -> Node | None:
    """The tree of the file *path*, None if it has none."""
    try:
        return parse(decode_text(open_file(root, path, MAX_BYTES), path), path)
    except (FileNotFoundError, SourceError):
        return None


@dataclass(frozen=True, slots=True)
class _Reader:
    root: Path
    problems: list[Diagnostic]
    read_summary: ReadSummary
    inspect_departments: InspectDepartments
    read_beside: ReadFile
    blanks: list[Diagnostic]
    open_file: OpenFile

    def fail(self, path: PurePosixPath, code: str, message: str, remedy: str) -> None:
        self.problems.append(Diagnostic(Span(path), code, message, remedy))

    def lack(self, blanks: Iterable[Diagnostic], *, is_draft: bool) -> None:
        """Note what is not filled in: a mistake unless it is that of a draft."""
        if is_draft:
            self.blanks.extend(map(as_warning, blanks))
        else:
            self.problems.extend(blanks)

    def read(self, path: PurePosixPath, kind: type[Record], blanks: list[Diagnostic] | None = None) -> Record | None:
        """The record in a file; what it lacks is noted in *blanks*, where there may be such."""

        def decode_file() -> Record:
            text = decode_text(self.open_file(self.root, path, MAX_BYTES), path)
            return decode(text, path, kind, blanks=blanks)

        return self.attempt(path, decode_file)

    def attempt(self, path: PurePosixPath, read: Callable[[], Value]) -> Value | None:
        """What *read* returns, or None and the problem noted."""
        try:
            return read()
        except FileNotFoundError:
            self.fail(path, "S001", f"缺少文件 {path.name}", _MISSING.get(path.name, "从备份（或者版本库）里找回它"))
        except OSError as error:
            self.fail(path, "S002", f"读不了这里：{reason_of(error)}", f"{remedy_of(error)}，再运行一次")
        except SourceError as error:
            self.problems.extend(error.diagnostics)
        return None

    def rounds(self, config: SiteConfig | None) -> list[RoundSource]:
        content = self.root / "content"
        if not content.is_dir():
            self.fail(
                PurePosixPath("content"), "S003", "没有 content 文件夹", "建一个 content 文件夹，每一轮检查一个子文件夹"
            )
            return []
        rounds = []
        for folder in sorted(content.iterdir()):
            path = PurePosixPath("content", folder.name)
            if NOT_OURS.match(folder.name) or path in (GLOSSARY_FILE, SYNONYMS_FILE, OWN_PAGES):
                continue
            if not folder.is_dir() or not self.inside(folder):
                rule = "content 里只能放每一轮的文件夹、pages、glossary.yaml 和 synonyms.yaml"
                self.fail(path, "S004", rule, "把它移到别处")
            elif addresses.is_reserved_name(folder.name):
                self.fail(path, "S005", f"文件夹不能叫 {folder.name}，这个名字另有用处", "换一个名字，例如 2024-xuncha")
            elif not SLUG.match(folder.name):
                self.fail(path, "S005", "文件夹的名字要用在网址里", "只用英文小写字母、数字和连字符，例如 2024-xuncha")
            elif (source := self.attempt(path, partial(self.round, folder, path, config))) is not None:
                rounds.append(source)
        if not rounds and not self.problems:
            self.fail(
                PurePosixPath("content"),
                "S003",
                "content 里一轮检查也没有",
                "运行 python3 build.py new --round 2024-xuncha --begin 新开一轮",
            )
        return rounds

    def round(self, folder: Path, path: PurePosixPath, config: SiteConfig | None) -> RoundSource | None:
        lacking: list[Diagnostic] = []
        record = self.read(path / ROUND_FILE, Round, lacking)
        surroundings = self.surroundings(config, record, path)
        issues: list[IssueSource] = []
        versions: Versions = {}
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        folders = {one.name: self.files(path / one.name) for one in entries if _is_beside_record(one)}
        for file in entries:
            if file.name == ROUND_FILE or NOT_OURS.match(file.name):
                continue
            at = path / file.name
            if file.name == changes.FOLDER and file.is_dir(follow_symlinks=False):
                versions = changes.by_issue(tuple(self.versions(at, surroundings)))
                continue
            if file.name in folders:
                continue
            if not _ISSUE_NAME.match(file.name) or not self.is_ours(file):
                remedy = _right_name(file.name) if self.inside(Path(file)) else "这是指到项目以外的链接，换成文件本身"
                self.fail(at, "S006", "这里只能放 round.yaml 和以序号命名的问题文件", remedy)
            elif surroundings and (
                read := self.attempt(
                    at, partial(self.read_summary, at, surroundings.with_files(folders.get(at.stem, _NO_FILES)))
                )
            ):
                issues.append(read[0])
                wrong = errors(read[1])
                self.problems.extend(wrong)
                self.blanks.extend(one for one in read[1] if one not in wrong)
            else:
                if surroundings is None:
                    self.attempt(at, partial(self.read_alone, at))
                if config is not None and (tree := _tree_of(self.root, at, self.open_file)) is not None:
                    self.problems.extend(limit(self.inspect_departments(tree, at, departments_for(config, record))))
        if record is None or surroundings is None:
            return None
        issues.sort(key=lambda source: source.summary.number)
        own = digest(read_again(self.root, path / ROUND_FILE, MAX_BYTES, self.open_file))
        summarised = {source.summary.number: (source.path, source.summary) for source in issues}
        known_versions = {
            n: texts for n, texts in versions.items() if n in summarised or not (folder / f"{n:03}.yaml").exists()
        }
        self.problems.extend(
            changes.change_faults(
                list(summarised.values()), known_versions, record.published, locator(self.root, self.open_file)
            )
        )
        source = RoundSource(folder.name, path / ROUND_FILE, own, record, tuple(issues), versions, folders)
        self.lack(lacking, is_draft=source.is_draft)
        return source

    def read_alone(self, path: PurePosixPath) -> Issue:
        """The issue in the file *path*, whose round cannot be read; SourceError if it is wrong or lacks what no draft may."""
        lacking: list[Diagnostic] = []
        issue, _ = read_issue(self.root, path, None, lacking, self.open_file)
        if lacking and not issue.is_draft:
            raise SourceError(lacking)
        self.blanks.extend(map(as_warning, lacking))
        return issue

    def files(self, path: PurePosixPath) -> Files:
        """The files in the folder *path* beside a content file; its folders are not looked into."""
        names = sorted(file.name for file in os.scandir(self.root / path) if not file.is_dir(follow_symlinks=False))
        return {name: self.read_beside(path / name, FileRules())[0] for name in names if not NOT_OURS.match(name)}

    def versions(self, path: PurePosixPath, surroundings: Surroundings | None) -> Iterator[VersionSource]:
        """The older texts in the folder *path*; departments and categories that they name need not exist any more."""
        for file in sorted(os.scandir(self.root / path), key=lambda entry: entry.name):
            at = path / file.name
            if NOT_OURS.match(file.name):
                continue
            number_and_version = changes.version_of(file.name)
            if number_and_version is None or not self.is_ours(file):
                remedy = "改成“序号.版本.yaml”，例如 013.1.yaml；别的文件移到别处"
                self.fail(at, "S006", "这里只能放旧版本的问题文件", remedy)
            elif (read := self.attempt(at, partial(read_issue, self.root, at, surroundings))) is not None:
                yield VersionSource(number_and_version[1], at, read[1], read[0])

    def surroundings(self, config: SiteConfig | None, record: Round | None, path: PurePosixPath) -> Surroundings | None:
        if config is None or record is None:
            return None
        files = (SITE_FILE, path / ROUND_FILE)
        own = digest(b"\0".join(read_again(self.root, file, MAX_BYTES, self.open_file) for file in files))
        return surroundings_of(config, record, own)

    def is_ours(self, file: os.DirEntry[str]) -> bool:
        if file.is_symlink():
            return os.path.isfile(file) and self.inside(Path(file))  # noqa: PTH113 - an entry raises where a link leads to itself
        return file.is_file(follow_symlinks=False)

    def inside(self, path: Path) -> bool:
        return is_within(path, self.root)


def _is_beside_record(file: os.DirEntry[str]) -> bool:
    """Whether *file* is a folder named as a content file beside it: 013/ and 013.yaml, round/ and round.yaml."""
    is_named_so = file.name.isdecimal() or file.name == addresses.ROUND_FOLDER
    return is_named_so and file.is_dir(follow_symlinks=False) and Path(f"{file.path}.yaml").is_file()


def _right_name(name: str) -> str:
    """What to do with a file that stands among the issues under a name that is none."""
    if almost := _ALMOST_ISSUE.match(name):
        return f"如果它是第 {almost[1]} 号问题，改名为 {int(almost[1]):03}.yaml；否则移到别处"
    if name.lower() in ("round.yml", "round.yaml.txt", "round.yaml"):
        return f"改名为 {ROUND_FILE}"
    return "问题文件用三位序号命名，例如 013.yaml；别的文件移到别处"
