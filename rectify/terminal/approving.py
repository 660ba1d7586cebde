"""`approve`: take the mark of a draft out of the files of a round, once nothing speaks against making them public."""

from __future__ import annotations

import contextlib
import os
import re
from argparse import Namespace
from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Final

from rectify import pipeline
from rectify.examination import examine_sources
from rectify.field import addresses
from rectify.field.config import SiteConfig
from rectify.field.model import Issue, ReviewState, Round
from rectify.ground.diagnostics import Diagnostic, SourceError, as_error, errors
from rectify.ground.files import changed_meanwhile, digest, read_again, read_file, write_atomically
from rectify.ground.system_errors import failure_in_words
from rectify.page_examination import examine_pages
from rectify.source import nodes
from rectify.source.decode import decode
from rectify.source.drafts import approved_sources, blanks, unfilled_settings
from rectify.source.load import locator
from rectify.source.sources import SITE_FILE, IssueSource, RoundSource, Sources
from rectify.source.yamltree import MAX_BYTES, decode_text, parse
from rectify.terminal import messages
from rectify.terminal.choices import round_of
from rectify.terminal.exit_codes import FINE, WRONG_USAGE
from rectify.terminal.stopping import StoppedError, stoppable

STANDS: Final = "没有改动任何文件。"
_RANGE: Final = re.compile(r"0*([0-9]{1,6})(?:[-—–~～至]0*([0-9]{1,6}))?\Z")
_BREAK: Final = re.compile(r"(?<=\n)|(?<=\r)(?!\n)")
_LINE: Final = re.compile(r"draft\s*:\s*true\s*(?:#.*)?\Z")


@stoppable()
def approve(root: Path, options: Namespace) -> int:
    """Make drafts of a round ready to be public: all that are asked for, or none."""
    try:
        sources, doubts = _sources(root)
        round_ = round_of(sources.rounds, options.round)
        chosen = _chosen_drafts(round_, options.numbers, all_=options.all)
        _check_filled_in(sources.config, root, doubts, (round_, *chosen))
        files = dict(_edited_files(root, round_, chosen, whole=options.all))
        _check_obstacles(root, sources, round_, chosen, whole=options.all)
    except SourceError as error:
        wrong = errors(error.diagnostics)
        raise StoppedError(f"{messages.findings_message(wrong)}\n先改正以上错误，再运行 approve。{STANDS}") from None
    return _write(root, round_, chosen, files)


def _sources(root: Path) -> tuple[Sources, tuple[Diagnostic, ...]]:
    """The sources below *root* and what is doubtful; SourceError if they are wrong, also with what the settings lack in public."""
    try:
        return pipeline.read(root)
    except SourceError as error:
        raise SourceError({*error.diagnostics, *_lacking_settings(root)}) from None


def _lacking_settings(root: Path) -> Iterator[Diagnostic]:
    with contextlib.suppress(SourceError, OSError):  # `read` has told of a file that cannot be read
        config = decode(decode_text(read_file(root, SITE_FILE, MAX_BYTES), SITE_FILE), SITE_FILE, SiteConfig, blanks=[])
        yield from unfilled_settings(config, locator(root))


def _check_filled_in(
    config: SiteConfig, root: Path, doubts: Iterable[Diagnostic], concerned: Iterable[RoundSource | IssueSource]
) -> None:
    """SourceError for what is blank in the files *concerned* and in the settings; other drafts may go on having blanks."""
    paths = {SITE_FILE, *(one.path for one in concerned)}
    lacking = {as_error(one) for one in blanks(doubts) if one.span.path in paths}
    if lacking:
        raise SourceError(lacking.union(unfilled_settings(config, locator(root))))


def _chosen_drafts(round_: RoundSource, words: list[str], *, all_: bool) -> list[IssueSource]:
    """The drafts of a round that are asked for; StoppedError where the question is wrong."""
    drafts = [one for one in round_.issues if one.summary.draft]
    if not drafts and not round_.round.draft:
        raise StoppedError(f"{round_.id} 这一轮没有草稿，不用 approve。", WRONG_USAGE)
    if all_ and not words:
        return drafts
    command = f"python3 build.py approve {round_.id}"
    if round_.round.draft:
        said = f"{round_.id} 整轮是草稿（round.yaml 里有 draft: true）。整轮审好了，运行 {command} --all"
        raise StoppedError(said, WRONG_USAGE)
    if all_ or not words:
        listed = messages.numbers_in_words([one.summary.number for one in drafts])
        example = f"写明公开哪几个，例如 {command} {drafts[0].summary.number}；全部公开：{command} --all"
        raise StoppedError(f"{round_.id} 的草稿：第 {listed} 号。\n{example}", WRONG_USAGE)
    numbers: set[int] = set()
    for word in re.split(r"[,，、\s]+", " ".join(words)):
        match = _RANGE.match(word)
        if match is None:
            raise StoppedError(f"“{word}”不是序号。写成 {command} 1-5 8 这样。", WRONG_USAGE)
        numbers.update(range(int(match[1]), int(match[2] or match[1]) + 1))
    if strange := sorted(numbers - {one.summary.number for one in drafts}):
        which = messages.numbers_in_words(strange)
        raise StoppedError(f"{round_.id} 这一轮里，第 {which} 号不是草稿，或者没有这个问题。{STANDS}", WRONG_USAGE)
    return [one for one in drafts if one.summary.number in numbers]


def _check_obstacles(
    root: Path, sources: Sources, round_: RoundSource, chosen: list[IssueSource], *, whole: bool
) -> None:
    """SourceError for what speaks against making *chosen* public: in their texts, on their pages, in the site with them."""
    numbers = frozenset(one.summary.number for one in chosen)
    concerned = {one.path for one in chosen}
    concerned |= {text.path for number in numbers for text in round_.versions.get(number, ())}
    concerned |= {PurePosixPath(addresses.issue_page(round_.id, number)) for number in numbers}
    concerned |= {round_.path} if whole else set()
    found = examine_sources(root, review_required=sources.config.review_required).diagnostics
    hindering: set[Diagnostic] = set()
    try:
        approve = partial(approved_sources, round_id=round_.id, numbers=numbers, whole=whole)
        found += examine_pages(root, amend=approve)
    except SourceError as error:  # there are no pages to look at: the texts are looked at all the same
        hindering |= set(error.diagnostics)
    is_mark = "P132"  # that they are still marked is what is about to change
    hindering |= {d for d in found if d.span.path in concerned and d.code != is_mark}
    if wrong := errors(hindering):
        raise SourceError(wrong)


def _edited_files(
    root: Path, round_: RoundSource, chosen: list[IssueSource], *, whole: bool
) -> Iterator[tuple[PurePosixPath, bytes]]:
    """The files that change, each with its new content; SourceError if one is not any more what was read."""
    files: list[tuple[PurePosixPath, str, type[Issue | Round]]] = [(one.path, one.digest, Issue) for one in chosen]
    if whole and round_.round.draft:
        files.append((round_.path, round_.digest, Round))
    for path, known, kind in files:
        data = read_again(root, path)
        if digest(data) != known:
            raise changed_meanwhile(path)
        yield path, without_mark(data, path, kind)


def without_mark(data: bytes, path: PurePosixPath, kind: type[Issue | Round]) -> bytes:
    """The file *data* without the mark of a draft: the line `draft: true` goes, a review that is pending is done.

    All else stays as it was, comments and line ends too. SourceError where only a person can do that.
    """
    text = decode_text(data, path)
    lines = _BREAK.split(data.removeprefix(BOM_UTF8).decode())
    for value, new in _marks(parse(text, path)):
        old, at = lines[value.line - 1], value.column - 1
        if new == "false" and _LINE.match(old.rstrip()):
            lines[value.line - 1] = ""
            continue
        start = old.find(value.text, at)
        lines[value.line - 1] = old[:start] + new + old[start + len(value.text) :] if start >= 0 else old
    changed = (BOM_UTF8 if data.startswith(BOM_UTF8) else b"") + "".join(lines).encode()
    was = decode(text, path, kind)
    expected = replace(was, draft=False)
    if isinstance(expected, Issue) and expected.review and expected.review.state is ReviewState.PENDING:
        expected = replace(expected, review=replace(expected.review, state=ReviewState.DONE))
    if decode(decode_text(changed, path), path, kind) != expected:
        raise SourceError([messages.only_by_hand(path)])
    return changed


def _marks(tree: nodes.Mapping) -> Iterator[tuple[nodes.Scalar, str]]:
    """The values that make a file a draft, each with what it becomes; from the last line to the first."""
    marks = []
    for key, value in _fields(tree):
        if key == "draft" and isinstance(value, nodes.Scalar) and value.text == "true":
            marks.append((value, "false"))
        if key == "review" and isinstance(value, nodes.Mapping):
            states = (one for name, one in _fields(value) if name == "state" and isinstance(one, nodes.Scalar))
            marks += [(one, "done") for one in states if one.text == ReviewState.PENDING.value]
    yield from sorted(marks, key=lambda one: (one[0].line, one[0].column), reverse=True)


def _fields(tree: nodes.Mapping) -> Iterator[tuple[str, nodes.Node]]:
    return ((key.text, value) for key, value in tree.pairs if isinstance(key, nodes.Scalar))


def _write(root: Path, round_: RoundSource, chosen: list[IssueSource], files: Mapping[PurePosixPath, bytes]) -> int:
    try:
        _write_all({root / path: data for path, data in files.items()})
    except OSError as error:
        raise StoppedError(f"{failure_in_words(error, '写不进', f'content/{round_.id}')}\n{STANDS}") from None
    which = messages.numbers_in_words([one.summary.number for one in chosen])
    words = f"第 {which} 号" if chosen else "整轮"
    print(f"{round_.id} {words}不再是草稿。运行 python3 build.py 生成网站，再用 publish 公开。")
    return FINE


def _write_all(files: Mapping[Path, bytes]) -> None:
    """Replace *files* by new content, all or none: new ones stand beside the old before the first is replaced."""
    old = {path: path.read_bytes() for path in files}
    temporary = {path: path.with_name(f".{path.name}.{os.getpid()}") for path in files}
    try:
        for path, data in files.items():
            temporary[path].write_bytes(data)
        for path in files:
            temporary[path].replace(path)
    except OSError:
        _put_back(old.items())
        raise
    finally:
        for path in temporary.values():
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)


def _put_back(files: Iterable[tuple[Path, bytes]]) -> None:
    for path, data in files:
        with contextlib.suppress(OSError):
            write_atomically(path, data)
