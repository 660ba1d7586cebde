"""Signatures and time stamps of checkpoints: made by commands that the bureau has, so that no key enters the program."""

from __future__ import annotations

import os
import shlex
import subprocess
import tempfile
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from rectify.ground.diagnostics import SourceError
from rectify.ground.files import write_atomically
from rectify.ground.system_errors import failure_in_words
from rectify.release import checkpoints, journal
from rectify.release.checkpoints import Checkpoint
from rectify.release.errors import PublishError
from rectify.terminal.exit_codes import FINE
from rectify.terminal.screen import visible
from rectify.terminal.stopping import StoppedError, stoppable

_SECONDS: Final = 120
"""So long may a command take: stamps come over the network."""


def stamps_of(checkpoint: Checkpoint, root: Path, commands: Iterator[tuple[str, str]]) -> dict[str, bytes]:
    """What *commands*, each with the option that gave it, make of a checkpoint: files by their paths in the record.

    Each runs in the project *root* with the path of the checkpoint in the place of {}, or as its last word, and leaves
    its file beside it under the same name with another ending. PublishError if one fails or leaves nothing.
    """
    with tempfile.TemporaryDirectory(prefix="rectify-") as folder:
        place = Path(folder, checkpoint.path.name)
        place.write_bytes(checkpoint.data)
        for option, command in commands:
            before = set(place.parent.iterdir())
            _run(option, command, place, root)
            if place.read_bytes() != checkpoint.data:
                raise PublishError(f"{option} 的命令改动了检查点，不能公开：{command}")
            if not [path for path in set(place.parent.iterdir()) - before if path.name.startswith(f"{place.name}.")]:
                raise PublishError(f"{option} 的命令没有在检查点旁边留下 {place.name}.sig 这样的文件：{command}")
        stamps = sorted(path for path in place.parent.iterdir() if path.name.startswith(f"{place.name}."))
        if too_large := [path.name for path in stamps if path.stat().st_size > checkpoints.MOST]:
            raise PublishError(f"{'、'.join(too_large)} 太大，不像签名或者时间戳。")
        return {str(checkpoints.FOLDER / path.name): path.read_bytes() for path in stamps}


def _run(option: str, command: str, place: Path, root: Path) -> None:
    try:
        words = shlex.split(command, posix=os.name != "nt")
    except ValueError as error:
        raise PublishError(f"{option} 的命令引号不成对：{command}") from error
    words = [word.replace("{}", str(place)) for word in words] if "{}" in command else [*words, str(place)]
    try:
        done = subprocess.run(words, cwd=root, capture_output=True, timeout=_SECONDS, check=False)  # noqa: S603
    except subprocess.TimeoutExpired as error:
        raise PublishError(f"{option} 的命令过了 {_SECONDS} 秒还没有完成：{command}") from error
    except (OSError, IndexError) as error:
        raise PublishError(f"{option} 的命令不能运行：{command}") from error
    if done.returncode != 0:
        output = visible(done.stderr.decode("utf-8", "replace").strip()[-300:])
        raise PublishError(f"{option} 的命令没有成功（{done.returncode}）：{command}\n{output}".rstrip())


def commands_in(options: Namespace) -> Iterator[tuple[str, str]]:
    """The commands among the *options* of `publish`, each with its option: signatures first, stamps after them."""
    for name in ("sign", "timestamp"):
        if command := getattr(options, name, None):
            yield f"--{name}", command


@stoppable()
def attach(root: Path, options: Namespace) -> int:
    """Put a signature or stamp that was made later beside the checkpoint that it fits, for the next publication."""
    try:
        data = Path(options.file).read_bytes()
        place = checkpoints.place_of(Path(options.file).name, data, checkpoints.files_in(root))
    except OSError as error:
        raise StoppedError(failure_in_words(error, "读不了", options.file)) from None
    except SourceError as error:
        raise StoppedError(str(error)) from None
    if len(data) > checkpoints.MOST:
        raise StoppedError(f"{options.file} 太大，不像签名或者时间戳。")
    if (root / place).exists() and (root / place).read_bytes() != data:
        raise StoppedError(f"{place} 已经有了，内容不同，没有动它：换一个扩展名。")
    write_atomically(root / place, data, durable=True)
    print(f"已经放在 {place}，下一次公开时一起公开。")
    return FINE


def told_since(root: Path, file: str, release: Path | None) -> str:
    """How the record of *release*, or of the project *root*, contradicts the checkpoint or receipt in *file*; empty if it goes on.

    PublishError, SourceError, OSError.
    """
    old, lines = checkpoints.kept_in(Path(file).read_bytes())
    folder = release or root
    kept = checkpoints.checkpoints_in(checkpoints.files_in(folder))
    record = journal.read(folder)
    today = frozenset(journal.write_journal(record).decode("utf-8", "surrogatepass").splitlines())
    missing = next((line for line in lines if line not in today), "")
    return checkpoints.rewritten(old, record, kept) or (f"凭证里有一行，公开记录里没有：{missing}" if missing else "")
