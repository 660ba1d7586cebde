"""`revise`: keep the published text of an issue as an older version, and make room to say what will change."""

from __future__ import annotations

import contextlib
from argparse import Namespace
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

from rectify import pipeline
from rectify.field import addresses
from rectify.field.model import Issue
from rectify.field.public_text import public_text_digest
from rectify.ground.files import create_file, write_atomically
from rectify.ground.system_errors import failure_in_words
from rectify.intake.public_issue import NOT_EXACT, Missing, public_issue
from rectify.intake.yaml_writing import record_yaml
from rectify.release import journal
from rectify.release.pointer import LINK
from rectify.release.record import Text, state_of
from rectify.release.releases import Target
from rectify.source.changes import FOLDER, VersionSource, current_version, version_name
from rectify.source.sources import IssueSource
from rectify.source.summary import IssueSummary
from rectify.terminal import supplementing
from rectify.terminal.choices import Choice, choice_of
from rectify.terminal.clock import beijing_time
from rectify.terminal.exit_codes import FINE, SITE_HAS_ERRORS
from rectify.terminal.stopping import StoppedError, stoppable
from rectify.terminal.yaml_entries import with_entry


class _Older(NamedTuple):
    """The published text as a file, and which version of its issue it is."""

    data: bytes
    version: int


def today_here() -> str:
    """The day in Beijing, ISO."""
    return beijing_time().date().isoformat()


@stoppable(after="先改正以上错误，再运行 revise。")
def revise(root: Path, options: Namespace, today: Callable[[], str] = today_here) -> int:
    """Copy the text of an issue to `versions/`, and add an empty entry to its `revisions`; or tell of what was filled."""
    sources, _ = pipeline.read(root)
    if options.all:
        return supplementing.supplement_all(root, sources.rounds, today())
    choice = choice_of(sources.rounds, options, "revise", "；给填上了空项的问题都添上补充记录，写 --all")
    return _write(root, choice.entry, _older(root, choice, options.to), today())


def _older(root: Path, choice: Choice, place: str | None) -> _Older:
    """The published text to keep: the file as it is, or what the site at *place* has of it; StoppedError if there is none."""
    round_, (path, _, summary) = choice
    if summary.withdrawal:
        raise StoppedError(f"第 {summary.number} 号问题已经撤下了：先写明恢复公开（删去 withdrawn），再改文字。")
    if summary.draft or round_.round.draft:
        raise StoppedError(f"第 {summary.number} 号问题是草稿，还没有公开过，直接改 {path} 就行，不用留旧版本。")
    record = journal.read(root)
    public = state_of(record).texts.get(addresses.issue_page(round_.id, summary.number))
    if record and public is None:
        raise StoppedError(f"第 {summary.number} 号问题还没有公开过，直接改 {path} 就行，不用留旧版本。")
    older = round_.versions.get(summary.number, ())
    if older and _is_kept(older[-1], summary):
        raise StoppedError(f"公开的文字已经存成 {older[-1].path} 了，直接改 {path} 就行。")
    if public and public.digest not in (summary.public_text, *summary.former_texts):
        return _restore(root, choice, public, place)
    return _Older((root / path).read_bytes(), current_version(summary))


def _restore(root: Path, choice: Choice, public: Text, place: str | None) -> _Older:
    """The published text of an issue whose file was changed, made anew from the copy that the record or the site keeps."""
    round_, (path, _, _) = choice
    said = f"{path} 已经和公开的文字不一样了，"
    releases = Target(Path(place), LINK).public if place else ()
    issue = public_issue(root, round_, choice.entry, public, releases)
    if not isinstance(issue, Issue):
        raise StoppedError(f"{said}{_NOT_RESTORED[issue]}")
    print(f"{said}公开的那一份从公开的文字还原：字句都在，加粗、链接这些记号没有了。")
    return _Older(record_yaml(issue).encode(), 1 + len(issue.revisions))


_NOT_RESTORED: Final = {
    Missing.COPY: "公开的那一份这里没有。\n加上 --to 和网站公开在的文件夹，程序从那里取；"
    "或者从备份（或者版本库）里取回公开的那一份文件，运行 revise，再改。",
    Missing.SPELLING: f"{NOT_EXACT}\n从备份（或者版本库）里取回公开的那一份文件，运行 revise，再改。",
}


def _is_kept(last: VersionSource, summary: IssueSummary) -> bool:
    """Whether *last* holds the text that the file still holds: somebody ran `revise` and changed nothing yet."""
    return last.version == current_version(summary) - 1 and public_text_digest(last.issue) == summary.former_texts[0]


def revision_lines(today: str) -> tuple[str, ...]:
    """An empty entry of `revisions` for a person to fill in."""
    return (f"date: {today}", "note:  # 改了什么，一句话", "# reason: 为什么改")


def _write(root: Path, entry: IssueSource, published: _Older, today: str) -> int:
    path, version = entry.path, published.version
    data = (root / path).read_bytes()
    older = root / path.parent / FOLDER / version_name(entry.summary.number, version)
    is_told = current_version(entry.summary) > version
    try:
        revised = data if is_told else with_entry(data, path, "revisions", revision_lines(today))
        create_file(older, published.data)
        with _taken_back_on_failure(older):
            write_atomically(root / path, revised or data, durable=True)
    except FileExistsError:
        print(f"{older.relative_to(root).as_posix()} 已经有了，没有动它。核对以后再运行。")
        return SITE_HAS_ERRORS
    except OSError as error:
        print(failure_in_words(error, "写不进", path))
        return SITE_HAS_ERRORS
    last = "改完在 revisions 最后一条里写明" if revised else "改完自己在 revisions 里添一条（date 写日期），写明"
    print(f"公开的文字已存成 {older.relative_to(root).as_posix()}（第 {version} 版），不要改它。")
    if is_told:
        print(f"{path} 里已经有这一次的修订记录，没有再添。")
        return FINE
    print(f"现在可以改 {path} 了。{last}：", "  note    改了什么，一句话", "  reason  为什么改，没有就不写", sep="\n")
    print(f"日期先写了今天（{today}）；哪天公开，就改成哪天。" if revised else f"例如 date: {today}")
    return FINE


@contextlib.contextmanager
def _taken_back_on_failure(path: Path) -> Iterator[None]:
    """Take the file *path* away again if what belongs with it could not be written."""
    try:
        yield
    except OSError:
        path.unlink(missing_ok=True)
        raise
