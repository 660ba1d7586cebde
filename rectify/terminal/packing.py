"""`backup`, `bundle` and `bag`: from their options to their exit codes."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path
from typing import Final

from rectify import pipeline
from rectify.engine.memory import Memory
from rectify.engine.stamps import OUTPUT
from rectify.engine.workers import WORKERS
from rectify.ground.files import sha256, write_atomically
from rectify.ground.system_errors import failure_in_words
from rectify.project.bag import bag_zip
from rectify.project.packing import PackingError, backup_zip, bundle_zip
from rectify.project.targets import PYTHONS, SYSTEMS, Target
from rectify.terminal import messages
from rectify.terminal.exit_codes import FINE, WRONG_USAGE
from rectify.terminal.progress import watch
from rectify.terminal.stopping import StoppedError, stoppable

_MEGABYTE: Final = 1_000_000


@stoppable()
def backup(root: Path, options: Namespace) -> int:
    """Pack the project into one file."""
    file = _new_file(options)
    if not (root / "site.yaml").is_file():
        raise StoppedError("这里没有网站（没有 site.yaml），没有可以备份的。", WRONG_USAGE)
    _write(file, lambda: backup_zip(root, file))
    print("内容、公开记录、设置、校样和程序都在里面。换一台电脑，解开，运行 python3 build.py 就行。")
    return FINE


@stoppable(after=messages.UNCHANGED)
def bag(root: Path, options: Namespace) -> int:
    """Build the site and pack it into one file that opens from a stick."""
    file = _new_file(options)
    try:
        memory = Memory(root)
        made = pipeline.build(root, root / OUTPUT, memory, jobs=WORKERS, watch=watch)
        made.remember(memory, messages.unchanged_message(made, OUTPUT))
    except OSError as error:
        raise StoppedError(f"{failure_in_words(error, '写不进', OUTPUT)}\n{messages.UNCHANGED}") from None
    if made.diagnostics:
        print(messages.findings_message(made.diagnostics))
    _write(file, lambda: bag_zip(root / OUTPUT, made.paths, made.site.config, file.stem))
    print("上面的 SHA-256 请另外告诉收到的人；怎样看、怎样核对，写在里面的“先读我.txt”里。")
    return FINE


@stoppable()
def bundle(_root: Path, options: Namespace) -> int:
    """Pack the program with all that it needs into one file."""
    file = _new_file(options)
    unknown = [name for name in options.system if name not in SYSTEMS]
    unknown += [name for name in options.python if name not in PYTHONS]
    if unknown:
        known = f"系统可以写 {'、'.join(SYSTEMS)}；Python 可以写 {'、'.join(PYTHONS)}。"
        raise StoppedError(f"不认识 {'、'.join(unknown)}。{known}", WRONG_USAGE)
    targets = [Target(system, python) for system in options.system for python in options.python]
    try:
        _write(file, lambda: bundle_zip(targets, _say))
    except PackingError as failure:
        raise StoppedError(f"软件包没有下载齐，没有打包：\n{failure}\n这一步要能上网。") from None
    return FINE


def _new_file(options: Namespace) -> Path:
    file = Path(options.file)
    if file.exists():
        raise StoppedError(f"{file} 已经有了，没有动它。换一个文件名。", WRONG_USAGE)
    return file


def _write(file: Path, packed: Callable[[], bytes]) -> None:
    try:
        data = packed()
        write_atomically(file, data, durable=True)
    except OSError as error:
        raise StoppedError(failure_in_words(error, "写不进", file)) from None
    print(f"已写好 {file}，{len(data) / _MEGABYTE:.1f} MB。SHA-256：{sha256(data)}")


def _say(target: str) -> None:
    print(f"下载 {target} 的软件包……", file=sys.stderr, flush=True)
