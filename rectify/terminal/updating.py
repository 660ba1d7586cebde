"""`update`: make room in a published issue for what was achieved since; what was public stays as it is."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from pathlib import Path, PurePosixPath

from rectify import pipeline
from rectify.field import addresses
from rectify.ground.files import write_atomically
from rectify.ground.system_errors import failure_in_words
from rectify.release import journal
from rectify.release.record import state_of
from rectify.terminal.choices import choice_of
from rectify.terminal.exit_codes import FINE
from rectify.terminal.revising import today_here
from rectify.terminal.stopping import StoppedError, stoppable
from rectify.terminal.yaml_entries import with_entry


@stoppable(after="先改正以上错误，再运行 update。")
def update(root: Path, options: Namespace, today: Callable[[], str] = today_here) -> int:
    """Add an empty entry to the `updates` of an issue, for a person to fill in."""
    sources, _ = pipeline.read(root)
    choice = choice_of(sources.rounds, options, "update")
    round_, (path, _, summary) = choice
    if summary.withdrawal:
        raise StoppedError(f"第 {summary.number} 号问题已经撤下了，不能再添进展。")
    record = journal.read(root)
    is_public = addresses.issue_page(round_.id, summary.number) in state_of(record).texts if record else True
    if summary.draft or round_.round.draft or not is_public:
        raise StoppedError(f"第 {summary.number} 号问题还没有公开过，进展直接写进 {path} 的 progress。")
    return _write(root, path, today())


def _write(root: Path, path: PurePosixPath, today: str) -> int:
    lines = (
        f"date: {today}",
        "text:  # 又做了什么，有什么结果",
        "# status: 已完成（状态因此变了才写，上面的 status 也要改成一样的）",
    )
    try:
        longer = with_entry((root / path).read_bytes(), path, "updates", lines)
        if longer is None:
            raise StoppedError(f"{path} 的 updates 写得特别，程序添不了，请自己添一条：date 写日期，text 写进展。")
        write_atomically(root / path, longer, durable=True)
    except OSError as error:
        raise StoppedError(failure_in_words(error, "写不进", path)) from None
    print(f"已在 {path} 的 updates 里添了一条，请填好 text（又做了什么，有什么结果）。别的文字不用动。")
    print(f"日期先写了今天（{today}）；是哪天的进展，就改成哪天。")
    return FINE
