"""Runs one command and prints what it cost: `python measure.py FOLDER COMMAND…`.

A process of its own, since Linux counts the size of the process that starts another one as the
other's peak memory: this one stays small.
"""

import contextlib
import json
import os
import sys
import threading
import time
from pathlib import Path

INTERVAL = 0.2
"""Seconds between two looks at the memory: often enough for builds that take seconds, too seldom to slow them."""


def main() -> None:
    """Run the command in the folder; its costs go to standard output as JSON, its words to standard error."""
    folder, *command = sys.argv[1:]
    os.chdir(folder)
    ended = threading.Event()
    peaks = [0.0]
    began = time.perf_counter()
    child = os.posix_spawn(command[0], command, os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, 2, 1)])
    watcher = threading.Thread(target=watch, args=(child, ended, peaks))
    watcher.start()
    _, status, used = os.wait4(child, 0)
    wall = time.perf_counter() - began
    ended.set()
    watcher.join()
    per_mebibyte = 1 << 20 if sys.platform == "darwin" else 1 << 10
    print(
        json.dumps(
            {
                "code": os.waitstatus_to_exitcode(status),
                "cpu": used.ru_utime + used.ru_stime,
                "wall": wall,
                "memory": max(used.ru_maxrss / per_mebibyte, *peaks),
            }
        )
    )


def watch(child: int, ended: threading.Event, peaks: list[float]) -> None:
    """Append the memory of *child* and all below it, in MiB, whenever there are several of them (Linux).

    One process alone is known exactly when it ends. Pages that processes share are counted once.
    """
    while not ended.wait(INTERVAL):
        with contextlib.suppress(OSError):  # one has just ended
            tree = family(child)
            if len(tree) > 1:
                peaks.append(sum(map(share, tree)) / 1024)


def family(process: int) -> list[int]:
    """*process* and all below it; itself alone where the system cannot tell."""
    lists = Path(f"/proc/{process}/task").glob("*/children")
    children = [int(child) for found in lists for child in found.read_text("ascii").split()]
    return [process, *(one for child in children for one in family(child))]


def share(process: int) -> int:
    """The KiB in memory of *process*, its part of shared pages (PSS)."""
    lines = Path(f"/proc/{process}/smaps_rollup").read_text("ascii").splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


if __name__ == "__main__":
    main()
