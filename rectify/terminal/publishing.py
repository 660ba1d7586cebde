"""`publish`, `rollback`, `verify`: from their options to their exit codes."""

from __future__ import annotations

import contextlib
import datetime as dt
import errno
import os
from argparse import Namespace
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple

from rectify import pipeline
from rectify.checks.pages import check_pages, own_pages
from rectify.checks.privacy import private_in
from rectify.engine.memory import Memory
from rectify.engine.stamps import OUTPUT
from rectify.engine.workers import WORKERS
from rectify.examination import examine_sources
from rectify.field import addresses
from rectify.field.config import SiteConfig
from rectify.ground.diagnostics import Diagnostic, SourceError, errors
from rectify.ground.lock import HeldLock
from rectify.ground.system_errors import reason_of, remedy_of
from rectify.outputs.compressed import is_sibling
from rectify.publication import publication_files, totals_of
from rectify.release import checkpoints, journal, kept_texts, ownership, releases, returning
from rectify.release import clock as clock_checks
from rectify.release.changes import entries_of
from rectify.release.clock import in_words
from rectify.release.continuity import (
    brought_up_to_date,
    check_is_gone,
    check_is_there,
    page_of,
    public_record,
    purge_entry,
    roll_back,
)
from rectify.release.differences import changes_since
from rectify.release.errors import PublishError
from rectify.release.journal import JOURNAL, Entry, Kind
from rectify.release.modes import is_closed, set_modes, wanted_modes, wrong_modes
from rectify.release.pointer import FILE, LINK
from rectify.release.preview import preview_of
from rectify.release.publications import totals_in
from rectify.release.record import address_now, state_of
from rectify.release.release_files import is_of_record, pack, release_entry, with_record
from rectify.release.releases import Target, stamp_of
from rectify.release.sums import Difference, wrong_files
from rectify.release.witnesses import Testimony, last_content, other_record, wrong_in, wrong_in_older
from rectify.site.model import SiteRound
from rectify.source.load import locator
from rectify.source.sources import SITE_FILE
from rectify.terminal import locking, messages
from rectify.terminal.clock import beijing_time
from rectify.terminal.exit_codes import FINE, SITE_HAS_ERRORS, WRONG_USAGE
from rectify.terminal.previewing import sides_of, write_preview
from rectify.terminal.progress import watch
from rectify.terminal.publish_questions import STANDS, DeclinedError, Questions
from rectify.terminal.stamping import commands_in, stamps_of, told_since

_NO_LINKS: Final = (errno.EPERM, errno.EOPNOTSUPP)
"""What a disk answers that knows no symbolic links."""


class Clocks(NamedTuple):
    """How to ask for the time: of this computer, and of a folder's disk in seconds since 1970, if it tells."""

    computer: Callable[[], dt.datetime] = beijing_time
    disk: Callable[[Path], float | None] = ownership.file_system_time


REAL: Final = Clocks()


class Times(NamedTuple):
    """What time it was when a command began: `now` in ISO 8601, and for the target's disk."""

    now: str
    disk: float | None


def publish(root: Path, options: Namespace, ask: Callable[[str], str] = input, clocks: Clocks = REAL) -> int:
    """Build, check, show what will change, and make it public in one step."""
    if options.purge and not options.reason:
        print("清除旧文字要写明原因，例如：--reason 误公开了个人电话")
        return WRONG_USAGE
    if options.purge and (private := private_in(options.reason)):
        print(
            f"原因会永远留在公开记录里，里面却有 {'、'.join(one.shown for one in private)}：换一个说法，只说是哪一类内容。"
        )
        return WRONG_USAGE

    def run(target: Target, times: Times) -> int:
        releases.clean(target)
        return _publish(root, target, options, times, Questions(ask, options.yes, options.sure))

    return _run_locked("publish", root, _target(options), run, clocks)


def rollback(root: Path, options: Namespace, ask: Callable[[str], str] = input, clocks: Clocks = REAL) -> int:
    """Make an older release public again."""
    questions = Questions(ask, is_sure=options.sure)

    def run(target: Target, times: Times) -> int:
        releases.clean(target)
        record = _continue_record(root, target, times.now, questions)
        _check_time(times, record, (), questions)
        releases.prune(target, record)
        name = releases.release_before(target, options.to_release, watch)
        if wrong := next(wrong_in(target.release(name), record), None):
            raise PublishError(f"版本 {name} 里 {wrong.path} {wrong.what}，不能退回到它。换一个版本：--to-release")
        _check_returning(target, name, record, is_meant=options.restore_withdrawn)
        entry = roll_back(target, name, record, times.now)
        print(
            f"已经退回，现在公开的是 {ownership.time_of(name)}公开的那一版（{name}）。改好内容以后再运行 publish。",
            _afterwards(target, name),
            sep="\n",
        )
        return _keep_record(root, target, record, [entry])

    return _run_locked("rollback", root, _target(options), run, clocks)


def _check_returning(target: Target, name: str, record: tuple[Entry, ...], *, is_meant: bool) -> None:
    """Tell what the release called *name* brings back; PublishError for withdrawn issues unless that *is_meant*."""
    found = returning.returning(target, name, record)
    words = returning.in_words(found, name)
    if found.withdrawn and not is_meant:
        remedy = "真要让它们重新公开，加上 --restore-withdrawn；只是别处有错，改好内容再运行 publish，不用退回。"
        raise PublishError(f"{words}\n{remedy}")
    if words:
        print(words)


def verify(root: Path, options: Namespace) -> int:
    """Tell whether the record is sound and, given a target, whether what is public is as it was published."""
    faults = journal.verify(root)
    if faults:
        print(messages.findings_message(faults))
        return SITE_HAS_ERRORS
    record = journal.read(root)
    if record or options.to is None:
        print(_record_summary(record))
    if options.to is None:
        return _verified_since(root, options.since) if options.since else FINE
    target = _target(options)
    try:
        current = target.current
        if current is None or not current.is_dir():
            print(f"{target.folder} 里没有公开的网站。")
            return SITE_HAS_ERRORS
        wrong = tuple(_wrong(root, target, current, record))
        since = told_since(root, options.since, current) if options.since else ""
    except SourceError as error:
        print(messages.findings_message(error.diagnostics))
        return SITE_HAS_ERRORS
    except (PublishError, OSError) as error:
        print(explain_error(error, target.folder) if isinstance(error, OSError) else error)
        return SITE_HAS_ERRORS
    for remedy in dict.fromkeys(one.remedy for one in wrong):
        print(*(f"{current / one.path} {one.what}" for one in wrong if one.remedy == remedy), f"→ {remedy}", sep="\n")
    if is_closed(target.folder):
        print(_closing_words(target.folder))
    if options.since:
        print(_told_since(since))
    print(f"公开的网站有 {len(wrong)} 处不对。" if wrong else f"公开的网站完好：{current.name}。")
    return SITE_HAS_ERRORS if wrong or since else FINE


def _verified_since(root: Path, file: str) -> int:
    """Tell whether the project's own record goes on from the checkpoint in *file*."""
    try:
        since = told_since(root, file, None)
    except (PublishError, SourceError) as error:
        print(error)
        return SITE_HAS_ERRORS
    except OSError as error:
        print(f"读不了 {file}：{reason_of(error)}。")
        return SITE_HAS_ERRORS
    print(_told_since(since))
    return SITE_HAS_ERRORS if since else FINE


def _told_since(since: str) -> str:
    return since or "公开记录是从这个检查点接着往下写的，以前的一条也没有改。"


def _record_summary(record: Sequence[Entry]) -> str:
    if not record:
        return "还没有公开过，没有记录。"
    return f"公开记录完好：共 {len(record)} 条，最后一条在 {record[-1].time}。"


def _wrong(root: Path, target: Target, current: Path, record: Sequence[Entry]) -> Iterator[Testimony]:
    """What is wrong with the public site and with the releases beside it."""
    if not record:
        remedy = "从备份（或者版本库）里取回 record 文件夹；真的没有了，运行一次 publish，程序会从公开的网站取回"
        yield Testimony(str(JOURNAL), "在，本机的公开记录却没有：它丢了，不是还没有公开", remedy)
    watch_files = partial(_with_progress, "核对公开的网站")
    testimonies = tuple(wrong_in(current, record, kept_texts.text_opener(root), watch_files))
    yield from testimonies
    public = public_record(target) if str(JOURNAL) not in {one.path for one in testimonies} else ()
    if record and not journal.is_start_of(public, record):  # a rollback that was not written down yet
        yield other_record(public, record)
    elif public and last_content(public) != last_content(record):
        what = "不是最后一次公开的：公开记录里，它后面还公开过别的"
        yield Testimony("", what, "重新公开一次；要退回，用 rollback。不是您自己换的，查一查谁能写服务器上的文件夹")
    for path, what in wrong_modes(current, wanted_modes(target.folder)):
        yield Testimony(path, what, "重新公开一次，程序会改好权限")
    for other in target.public[1:]:
        what = "还被另一个指针（current 或者 current.txt）指着"
        yield Testimony(f"../{other.name}", what, "重新公开一次，两个指针会一起换")
    for name in _with_progress("核对以前的版本", [name for name in releases.names(target) if name != current.name]):
        for one in wrong_in_older(target.release(name), record):
            yield one._replace(path=f"../{name}/{one.path}")


def _with_progress(doing: str, items: Sequence[str]) -> Iterator[str]:
    return watch(items, doing, len(items))


def explain_error(error: OSError, folder: Path) -> str:
    """What a failed system call means for who publishes, and what to do."""
    pointer = (
        "不能建符号链接的磁盘加 --pointer file，办法见 python3 build.py docs publish；"
        if error.errno in _NO_LINKS
        else ""
    )
    return (
        f"写不进 {_shown_place(error.filename, folder)}：{reason_of(error)}。{pointer}{remedy_of(error)}，再运行一次。"
    )


def _shown_place(name: str | bytes | int | None, folder: Path) -> Path:
    """Where it happened, for people: what begins with a dot is ours, and there only while we work."""
    path = Path(os.fsdecode(name)) if isinstance(name, str | bytes) else folder
    hidden = [above for above in (path, *path.parents) if above.name.startswith(".") and above.is_relative_to(folder)]
    return hidden[-1].parent if hidden and hidden[-1] != folder else path


def _target(options: Namespace) -> Target:
    by_link = options.pointer == "link" if options.pointer else os.name != "nt"
    return Target(Path(options.to), LINK if by_link else FILE)


def _run_locked(command: str, root: Path, target: Target, run: Callable[[Target, Times], int], clocks: Clocks) -> int:
    """Do *run*, alone; or say why not."""
    try:
        with _alone(root, target, command):
            return run(target, Times(clocks.computer().isoformat(timespec="seconds"), clocks.disk(target.folder)))
    except DeclinedError as error:
        print(error)
        return WRONG_USAGE
    except SourceError as error:
        print(messages.findings_message(error.diagnostics), STANDS, sep="\n")
    except PublishError as error:
        print(error, STANDS, sep="\n")
    except OSError as error:
        print(explain_error(error, target.folder), STANDS, sep="\n")
    return SITE_HAS_ERRORS


@contextlib.contextmanager
def _alone(root: Path, target: Target, command: str) -> Iterator[HeldLock]:
    """Hold the target, so that nobody else publishes into it; the project is held already."""
    if not target.folder.is_dir():
        raise PublishError(f"没有 {target.folder} 这个文件夹。共享文件夹先连上；新的服务器先建好文件夹。")
    ownership.check_outside_project(root, target.folder)
    with locking.alone(target.folder / ownership.LOCK, command) as lock:
        if not lock.guarded:
            print(f"{target.folder} 所在的磁盘不能加锁：这次公开完成以前，别让别人也往这里公开。")
        yield lock


def _publish(root: Path, target: Target, options: Namespace, times: Times, questions: Questions) -> int:
    now = times.now
    record = _continue_record(root, target, now, questions)
    _check_target(target, record, options, questions)
    purged = address_now(record, page_of(options.purge)) if options.purge else ""
    kept_texts.fetch(root, state_of(record), (*target.public, *map(target.release, releases.names(target))))
    checkpoints.copy_missing(target.public, root)
    made = _build(root, purged)
    if refused := (*_unreachable(root, made.site.config), *_early(root, made.site.rounds, now)):
        raise SourceError(refused)
    changes = changes_since(record, made.now, purged, kept_texts.text_opener(root))
    entries = entries_of(changes, now)
    if options.purge:
        entries += (purge_entry(options.purge, options.reason, record, made.now, now),)
    sources: dict[str, Path | bytes] = {str(path): root / OUTPUT / path for path in made.paths}
    previous = None if options.purge else target.current
    content = pack(sources, previous, watch)
    if options.purge:
        check_is_gone(entries[-1], record, made.now, content.sums)
    beside = checkpoints.files_in(root)
    made_from = partial(publication_files, root, made.planned)
    release_files = with_record(content, (*record, *entries), beside | made_from((*record, *entries)), previous)
    change = releases.differs(target, release_files.sums)
    if any(change):
        entries = (release_entry(content, now, totals_of(made.site)), *entries)
    else:
        if target.current is not None and not any(wrong_files(target.current)):
            print("没有变化：公开的网站已经是最新的。")
            if healed := set_modes(target.current, wanted_modes(target.folder)):
                print(f"有 {healed} 个文件和文件夹服务器也许读不到，权限已经改好。")
            return _keep_record(root, target, record, ())
        print("内容没有变化，但是公开的网站里有文件被改动过，要重新放上。")
    _check(root, change, made.site.config)
    if options.preview:
        sides = sides_of(root, target, made.now, release_files)
        write_preview(Path(options.preview), preview_of(change, changes, entries, totals_in(record), sides))
        return FINE
    print(change_lines(change))
    _check_time(times, record, [text.published for text in made.now.texts.values() if text.published], questions)
    questions.publication()
    if entries:
        beside |= _checkpoint(root, made.site.config.base_url, (*record, *entries), options)
        whole = (*record, *entries)
        release_files = with_record(content, whole, beside | made_from(whole), previous)
    ownership.claim(target.folder)
    name = releases.publish(target, release_files, stamp_of(now), watch)
    print(f"已经公开：{name}。", _afterwards(target, name), sep="\n")
    return _keep_record(root, target, record, entries)


def _check_target(target: Target, record: Sequence[Entry], options: Namespace, questions: Questions) -> None:
    """Refuse a target that is not the one where the site was public so far, and ask about one that is not ours."""
    if not options.new:
        check_is_there(target, record)
    questions.folder(target.folder)


def _checkpoint(root: Path, origin: str, record: Sequence[Entry], options: Namespace) -> dict[str, bytes]:
    """The checkpoint of the *record* and what the commands among the *options* made of it, by their paths."""
    checkpoint = checkpoints.checkpoint_of(origin, record)
    return {str(checkpoint.path): checkpoint.data, **stamps_of(checkpoint, root, commands_in(options))}


def _keep_record(root: Path, target: Target, record: Sequence[Entry], entries: Sequence[Entry]) -> int:
    """What remains to be done once the site is public; failing in it takes nothing back."""
    try:
        journal.append(root, entries)
        if target.current:
            kept_texts.keep(root, state_of((*record, *entries)), target.current)
            checkpoints.copy_missing([target.current], root)
        releases.align(target)
        removed = releases.prune(target, (*record, *entries))
    except OSError as error:
        print(f"网站已经换好了，只是收尾没有做完：{explain_error(error, target.folder)}")
        return SITE_HAS_ERRORS
    if removed:
        print(f"清理了 {len(removed)} 个旧版本。")
    if entries:
        print(f"公开记录添了 {len(entries)} 条，在 record 文件夹里，请和内容一起备份。")
    if any(entry.kind is Kind.PURGED for entry in entries):
        print("服务器上含有旧文字的版本都删掉了，以前的网址上的也在内。")
        print("还可能留着它的地方：版本库、备份、别的服务器、读者下载的数据、缓存和搜索引擎快照，要另外清理。")
    return FINE


def _build(root: Path, purged: str) -> pipeline.Build:
    memory = Memory(root)
    made = pipeline.build(root, root / OUTPUT, memory, purged=purged, jobs=WORKERS, watch=watch)
    made.remember(memory, messages.unchanged_message(made, OUTPUT))
    if made.diagnostics:
        print(messages.findings_message(made.diagnostics))
    if made.held:
        print(messages.held_back(made.held))
    return made


def _unreachable(root: Path, config: SiteConfig) -> Iterator[Diagnostic]:
    """That readers, citations and QR codes would be sent to an address that is only an example."""
    if config.has_example_address:
        message = f"网址 {config.base_url} 是供举例用的，读者打不开，不能公开"
        yield Diagnostic(locator(root)(SITE_FILE, ("base_url",)), "C014", message, "这一行换成网站真正的网址")


def _early(root: Path, rounds: Iterable[SiteRound], now: str) -> Iterator[Diagnostic]:
    """Times of publication that have not come yet, each where it is written; *now* is ISO, of Beijing."""
    moment, locate = now[:16].replace("T", " "), locator(root)
    for round_ in rounds:
        entries = (*round_.issues, *round_.withdrawn)
        written = [(one.source, one.summary.published) for one in entries if one.summary.published]
        for path, published in ((round_.source, round_.round.published.stamp), *written):
            if published > moment:
                message = f"发布时间是 {published}，还没有到，现在是 {moment}"
                remedy = "到那一天再公开；现在就公开，把 published 改成现在的时间；先公开别的，这里写 draft: true"
                yield Diagnostic(locate(path, ("published",)), "A007", message, remedy)


def _check(root: Path, change: Difference, config: SiteConfig) -> None:
    """Look at the pages that are not public yet, and at all texts; pages that somebody else made are his."""
    made = (path for path in (*change.added, *change.changed) if not is_of_record(path))
    ours = list(own_pages(root, made))
    watch_pages = partial(watch, doing="检查网页", total=len(ours))
    found = tuple(check_pages(root / OUTPUT, ours, WORKERS, watch_pages, has_code=bool(config.footer.official_code)))
    found += examine_sources(root, review_required=config.review_required, drafts=False).diagnostics
    if errors(found):
        raise SourceError(errors(found))


def _continue_record(root: Path, target: Target, now: str, questions: Questions) -> tuple[Entry, ...]:
    """The record so far, which ends before *now*; with an entry, if need be, which says that earlier times were wrong."""
    record, restored = brought_up_to_date(root, target)
    if restored:
        print(
            f"本机的公开记录比已公开的网站少，已经补上 {restored} 条：别的电脑公开过，或者上一次没有来得及写。\n"
            "别的电脑公开过的，那里改了的内容也要取过来，不然会说公开过的改了或者不见了。"
        )
    later = clock_checks.recorded_later(now, record, releases.newest_time(target))
    if not later:
        return record
    words = f"这台电脑的时间是 {in_words(now)}，上一次公开却在 {in_words(later)}。"
    if clock_checks.is_soon(now, later):
        raise PublishError(f"{words}过了那个时间再运行一次。")
    words += "\n现在的时间不准，就校准以后再运行；上一次的时间不准，就在公开记录里添一条“校正时间”，以后照现在的时间。"
    questions.time(words, "现在的时间是准的，添上“校正时间”吗？")
    correction = clock_checks.correction(now)
    journal.append(root, (correction,))
    return (*record, correction)


def _check_time(times: Times, record: Sequence[Entry], published: Iterable[str], questions: Questions) -> None:
    """Ask whether the computer's time is right, if something speaks against recording it."""
    doubts = clock_checks.doubts(times.now, times.disk, record, published)
    if doubts:
        words = "\n".join((*doubts, "时间不准的，校准以后再运行：记进公开记录的时间改不回来。"))
        questions.time(words, "这台电脑的时间是准的吗？")


def change_lines(change: Difference) -> str:
    """What readers will see change: pages by their addresses, other files by their number.

    Compressed siblings go with their files and are told only where nothing else changes.
    """
    lines = []
    for word, paths in zip(("新增", "改动", "删去"), change, strict=True):
        pages = [path for path in paths if addresses.is_page(path)]
        others = sum(not is_sibling(path) for path in paths) - len(pages)
        if not pages and not others:
            continue
        lines.append(f"{word} {len(pages)} 个网页" + (f"、{others} 个其他文件" if others else ""))
        lines += [f"    {page}" for page in pages[: ownership.SHOWN]]
        if len(pages) > ownership.SHOWN:
            lines.append(f"    ……另有 {len(pages) - ownership.SHOWN} 个")
    return "\n".join(lines) or "网页没有变化，只有压好的副本（.gz、.br）要更新"


def _afterwards(target: Target, name: str) -> str:
    if is_closed(target.folder):
        return _closing_words(target.folder)
    if target.pointer is LINK:
        return f"服务器的网站目录要设成 {target.folder / 'current'}；设过的不用再设。"
    return f"还差一步：把服务器的网站目录改成 {target.release(name)}，办法见 python3 build.py docs publish。"


def _closing_words(folder: Path) -> str:
    return f"注意：{folder} 只有您自己进得去，服务器用别的用户运行的话读不到网站。运行 chmod 755 {folder} 就好。"
