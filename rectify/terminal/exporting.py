"""`export`: a round of the site as a file for the office."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from rectify import pipeline
from rectify.ground.diagnostics import SourceError
from rectify.ground.files import write_atomically
from rectify.ground.system_errors import failure_in_words
from rectify.intake.export.notice import export as exported
from rectify.terminal import messages
from rectify.terminal.exit_codes import FINE, SITE_HAS_ERRORS, WRONG_USAGE


def export(root: Path, options: Namespace) -> int:
    """Write a round to the file that *options* names; its ending says whether as a ledger or a notice."""
    target = Path(options.file)
    form = target.suffix.lower().removeprefix(".")
    if form not in ("xlsx", "docx"):
        print("文件名要以 .xlsx（台账）或者 .docx（通报）结尾，例如：python3 build.py export 台账.xlsx")
        return WRONG_USAGE
    if target.exists() and not options.force:
        print(f"{target} 已经有了，没有动它。换一个名字，或者加上 --force。")
        return SITE_HAS_ERRORS
    opened: pipeline.Opened = {}
    try:
        sources, _ = pipeline.read(root, opened=opened)
        round_ = next((r for r in sources.rounds if r.id == (options.round or sources.rounds[0].id)), None)
        if round_ is None:
            print(f"没有 {options.round} 这一轮。现有：{'、'.join(r.id for r in sources.rounds)}")
            return WRONG_USAGE
        issues = [opened[entry.path] for entry in round_.issues]
        write_atomically(target, exported(round_.round, issues, sources.config, form), durable=True)
    except SourceError as error:
        print(messages.found(error.diagnostics))
        return SITE_HAS_ERRORS
    except OSError as error:
        print(failure_in_words(error, "写不了", target))
        return SITE_HAS_ERRORS
    print(f"已写好 {target}：{round_.round.short_title}，{len(issues)} 个问题。")
    return FINE
