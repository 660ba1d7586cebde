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
from rectify.ground.diagnostics import SourceError
from rectify.ground.files import sha256, write_atomically
from rectify.ground.system_errors import failure_in_words
from rectify.project.bag import bag_zip
from rectify.project.packing import PackingError, backup_zip, bundle_zip
from rectify.project.targets import PYTHONS, SYSTEMS, Target
from rectify.terminal import messages
from rectify.terminal.exit_codes import FAILED, FINE, WRONG_USAGE
from rectify.terminal.progress import watch

_MEGABYTE: Final = 1_000_000


def backup(root: Path, options: Namespace) -> int:
    """Pack the project into one file."""
    file = Path(options.file)
    if (code := _refuse(file)) is not None:
        return code
    if not (root / "site.yaml").is_file():
        print("这里没有网站（没有 site.yaml），没有可以备份的。")
        return WRONG_USAGE
    code = _write(file, lambda: backup_zip(root, file))
    if code == FINE:
        print("内容、公开记录、设置、校样和程序都在里面。换一台电脑，解开，运行 python3 build.py 就行。")
    return code


def bag(root: Path, options: Namespace) -> int:
    """Build the site and pack it into one file that opens from a stick."""
    file = Path(options.file)
    if (code := _refuse(file)) is not None:
        return code
    try:
        memory = Memory(root)
        made = pipeline.build(root, root / OUTPUT, memory, jobs=WORKERS, watch=watch)
        made.remember(memory, messages.unchanged(made, OUTPUT))
    except SourceError as error:
        print(messages.found(error.diagnostics), messages.UNCHANGED, sep="\n")
        return FAILED
    except OSError as error:
        print(failure_in_words(error, "写不进", OUTPUT), messages.UNCHANGED, sep="\n")
        return FAILED
    if made.diagnostics:
        print(messages.found(made.diagnostics))
    code = _write(file, lambda: bag_zip(root / OUTPUT, made.paths, made.site.config, file.stem))
    if code == FINE:
        print("上面的 SHA-256 请另外告诉收到的人；怎样看、怎样核对，写在里面的“先读我.txt”里。")
    return code


def bundle(_root: Path, options: Namespace) -> int:
    """Pack the program with all that it needs into one file."""
    file = Path(options.file)
    if (code := _refuse(file)) is not None:
        return code
    unknown = [name for name in options.system if name not in SYSTEMS]
    unknown += [name for name in options.python if name not in PYTHONS]
    if unknown:
        print(f"不认识 {'、'.join(unknown)}。系统可以写 {'、'.join(SYSTEMS)}；Python 可以写 {'、'.join(PYTHONS)}。")
        return WRONG_USAGE
    targets = [Target(system, python) for system in options.system for python in options.python]
    try:
        return _write(file, lambda: bundle_zip(targets, _say))
    except PackingError as failure:
        print(f"软件包没有下载齐，没有打包：\n{failure}\n这一步要能上网。")
        return FAILED


def _refuse(file: Path) -> int | None:
    if file.exists():
        print(f"{file} 已经有了，没有动它。换一个文件名。")
        return WRONG_USAGE
    return None


def _write(file: Path, packed: Callable[[], bytes]) -> int:
    try:
        data = packed()
        write_atomically(file, data, durable=True)
    except OSError as error:
        print(failure_in_words(error, "写不进", file))
        return FAILED
    print(f"已写好 {file}，{len(data) / _MEGABYTE:.1f} MB。SHA-256：{sha256(data)}")
    return FINE


def _say(target: str) -> None:
    print(f"下载 {target} 的软件包……", file=sys.stderr, flush=True)
