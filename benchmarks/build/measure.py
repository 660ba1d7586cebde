"""Runs one command and prints what it cost: `python measure.py FOLDER COMMAND…`.

A process of its own, since Linux counts the size of the process that starts another one as the
other's peak memory: this one stays small.
"""

import json
import os
import sys
import time


def main() -> None:
    """Run the command in the folder; its costs go to standard output as JSON, its words to standard error."""
    folder, *command = sys.argv[1:]
    os.chdir(folder)
    began = time.perf_counter()
    child = os.posix_spawn(command[0], command, os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, 2, 1)])
    _, status, used = os.wait4(child, 0)
    wall = time.perf_counter() - began
    per_mebibyte = 1 << 20 if sys.platform == "darwin" else 1 << 10
    print(
        json.dumps(
            {
                "code": os.waitstatus_to_exitcode(status),
                "cpu": used.ru_utime + used.ru_stime,
                "wall": wall,
                "memory": used.ru_maxrss / per_mebibyte,
            }
        )
    )


if __name__ == "__main__":
    main()
