"""`export`: a round of the site as a file for the office."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from rectify import pipeline
from rectify.ground.files import write_atomically
from rectify.ground.system_errors import failure_in_words
from rectify.intake.export.notice import export as exported
from rectify.terminal.choices import round_of
from rectify.terminal.exit_codes import FINE, WRONG_USAGE
from rectify.terminal.stopping import StoppedError, stoppable


@stoppable()
def export(root: Path, options: Namespace) -> int:
    """Write a round to the file that *options* names; its ending says whether as a ledger or a notice."""
    target = Path(options.file)
    form = target.suffix.lower().removeprefix(".")
    if form not in ("xlsx", "docx"):
        raise StoppedError(
            "文件名要以 .xlsx（台账）或者 .docx（通报）结尾，例如：python3 build.py export 台账.xlsx", WRONG_USAGE
        )
    if target.exists() and not options.force:
        raise StoppedError(f"{target} 已经有了，没有动它。换一个名字，或者加上 --force。")
    opened: pipeline.Opened = {}
    try:
        sources, _ = pipeline.read(root, opened=opened)
        round_ = round_of(sources.rounds, options.round)
        issues = [opened[entry.path] for entry in round_.issues]
        write_atomically(target, exported(round_.round, issues, sources.config, form), durable=True)
    except OSError as error:
        raise StoppedError(failure_in_words(error, "写不了", target)) from None
    print(f"已写好 {target}：{round_.round.short_title}，{len(issues)} 个问题。")
    return FINE
