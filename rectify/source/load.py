"""Folders → Sources: every file read, every mistake in any of them told at once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final, TypeVar

from rectify.field.config import SiteConfig
from rectify.field.model import Glossary, Issue, Round
from rectify.field.words import SLUG
from rectify.ground.diagnostics import Diagnostic, SourceError, Span
from rectify.source.decode import FieldPath, Words, decode, locate
from rectify.source.yamltree import decode_text

SITE_FILE: Final = PurePosixPath("site.yaml")
GLOSSARY_FILE: Final = PurePosixPath("content/glossary.yaml")
ROUND_FILE: Final = "round.yaml"
_ISSUE_NAME = re.compile(r"[0-9]{3,6}\.yaml\Z")
_ALMOST_ISSUE = re.compile(r"0*([1-9][0-9]{0,5})\.ya?ml(?:\.txt)?\Z", re.IGNORECASE)
_NOT_OURS = re.compile(r"\.|~|Thumbs\.db|desktop\.ini", re.IGNORECASE)
_RESERVED = re.compile(r"(?:assets|con|prn|aux|nul|com\d|lpt\d)\Z", re.IGNORECASE)
_MISSING: Final = {
    SITE_FILE.name: "网站名称、页脚、部门都写在这个文件里：从备份或版本库里找回它，或者照 docs/fields.md 写一个",
    ROUND_FILE: "每轮巡察的文件夹里都要有它：从备份里找回，或者照另一轮的 round.yaml 写一个",
}
Record = TypeVar("Record")


@dataclass(frozen=True, slots=True)
class IssueSource:
    """An issue and the file it stands in."""

    path: PurePosixPath
    issue: Issue


@dataclass(frozen=True, slots=True)
class RoundSource:
    """A round, its folder's name, and its issues in the order of their numbers."""

    id: str
    path: PurePosixPath
    round: Round
    issues: tuple[IssueSource, ...]


@dataclass(frozen=True, slots=True)
class Sources:
    """Everything that was written for the site. Paths are from the project's root."""

    config: SiteConfig
    glossary: Glossary
    rounds: tuple[RoundSource, ...]


def load(root: Path) -> Sources:
    """Read `site.yaml` and `content/` below *root*.

    Raises SourceError with every problem of every file.
    """
    reader = _Reader(root, [])
    config = reader.read(SITE_FILE, SiteConfig)
    glossary = Glossary(terms=())
    if (root / GLOSSARY_FILE).is_file():
        glossary = reader.read(GLOSSARY_FILE, Glossary) or glossary
    rounds = tuple(reader.rounds())
    if reader.problems or config is None:
        raise SourceError(reader.problems)
    newest_first = sorted(rounds, key=lambda r: (r.round.published, r.id), reverse=True)
    return Sources(config, glossary, tuple(newest_first))


def place(root: Path, path: PurePosixPath, where: FieldPath) -> Span:
    """Where the field at *where* stands in the source file *path*; read anew, since few ask."""
    try:
        return locate(decode_text((root / path).read_bytes(), path), path, where)
    except (OSError, SourceError):
        return Span(path)


@dataclass(frozen=True, slots=True)
class _Reader:
    root: Path
    problems: list[Diagnostic]

    def fail(self, path: PurePosixPath, code: str, message: str, remedy: str) -> None:
        self.problems.append(Diagnostic(Span(path), code, message, remedy))

    def read(self, path: PurePosixPath, kind: type[Record], ids: Words | None = None) -> Record | None:
        try:
            return decode(decode_text((self.root / path).read_bytes(), path), path, kind, ids or {})
        except FileNotFoundError:
            self.fail(path, "S001", f"缺少文件 {path.name}", _MISSING.get(path.name, "从备份或版本库里找回它"))
        except OSError as error:
            if (self.root / path).is_dir():
                self.fail(path, "S002", "这里应当是一个文件，却是一个文件夹", "把文件夹移走，放进文件")
            else:
                self.fail(path, "S002", f"读不了这个文件：{error.strerror}", "检查文件的权限，关掉正在占用它的程序")
        except SourceError as error:
            self.problems.extend(error.diagnostics)
        return None

    def rounds(self) -> list[RoundSource]:
        content = self.root / "content"
        if not content.is_dir():
            self.fail(
                PurePosixPath("content"), "S003", "没有 content 文件夹", "建一个 content 文件夹，每轮巡察一个子文件夹"
            )
            return []
        found = []
        for folder in sorted(content.iterdir()):
            path = PurePosixPath("content", folder.name)
            if _NOT_OURS.match(folder.name) or path == GLOSSARY_FILE:
                continue
            if not folder.is_dir() or not self.inside(folder):
                self.fail(path, "S004", "content 里只能放每轮巡察的文件夹和 glossary.yaml", "把它移到别处")
            elif _RESERVED.match(folder.name):
                self.fail(path, "S005", f"文件夹不能叫 {folder.name}，这个名字另有用处", "换一个名字，例如 2024-xuncha")
            elif not SLUG.match(folder.name):
                self.fail(path, "S005", "文件夹的名字要用在网址里", "只用英文小写字母、数字和连字符，例如 2024-xuncha")
            elif (source := self.round(folder, path)) is not None:
                found.append(source)
        if not found and not self.problems:
            self.fail(
                PurePosixPath("content"),
                "S003",
                "content 里没有任何一轮巡察",
                "建一个文件夹，例如 content/2024-xuncha，放进 round.yaml 和各个问题",
            )
        return found

    def round(self, folder: Path, path: PurePosixPath) -> RoundSource | None:
        record = self.read(path / ROUND_FILE, Round)
        ids: dict[str, str] = {category.title: category.id for category in record.categories} if record else {}
        issues = []
        for file in sorted(folder.iterdir()):
            at = path / file.name
            if file.name == ROUND_FILE or _NOT_OURS.match(file.name):
                continue
            remedy = _right_name(file.name) if self.inside(file) else "这是指到项目以外的链接，换成文件本身"
            if not _ISSUE_NAME.match(file.name) or not file.is_file() or not self.inside(file):
                self.fail(at, "S006", "这里只能放 round.yaml 和以序号命名的问题文件", remedy)
            elif (issue := self.read(at, Issue, ids)) is not None:
                issues.append(IssueSource(at, issue))
        if record is None:
            return None
        issues.sort(key=lambda source: source.issue.number)
        return RoundSource(folder.name, path / ROUND_FILE, record, tuple(issues))

    def inside(self, path: Path) -> bool:
        return path.resolve().is_relative_to(self.root.resolve())


def _right_name(name: str) -> str:
    """What to do with a file that stands among the issues under a name that is none."""
    if almost := _ALMOST_ISSUE.match(name):
        return f"如果它是第 {almost[1]} 号问题，改名为 {int(almost[1]):03}.yaml；否则移到别处"
    if name.lower() in ("round.yml", "round.yaml.txt", "round.yaml"):
        return f"改名为 {ROUND_FILE}"
    return "问题文件用三位序号命名，例如 013.yaml；别的文件移到别处"
