"""The project's own Python: made on the first run, entered on every run.

Imports nothing that needs more than the standard library, since it runs before anything is installed. The
system's Python is never changed: everything goes into `.venv`.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import subprocess
import sys
import venv
from pathlib import Path
from typing import Final

from rectify.ground.system_errors import reason_of

LOCKS: Final = {"run": "requirements.lock", "test": "requirements-test.lock"}
USE_CURRENT: Final = "RECTIFY_USE_CURRENT_PYTHON"


class SetupError(Exception):
    """The environment cannot be made; the message says in Chinese what to do."""


def enter(root: Path, arguments: list[str], group: str) -> int | None:
    """Run this command inside the project's `.venv`, made and filled if need be.

    *group* names the locked packages that the command needs. Returns None if this process is
    already inside and may go on, or else the exit code of the process that did the work.
    Raises SetupError if the environment cannot be made.
    """
    if os.environ.get(USE_CURRENT):
        return None
    folder = root / ".venv"
    missing = [name for name in ("run", group) if not _is_filled(root, name)]
    if missing:
        _make(folder, fresh=not _stamp(folder, "run").exists())
        for name in dict.fromkeys(missing):
            _fill(root, name)
    if Path(sys.prefix).resolve() == folder.resolve():
        return None
    return _hand_over(python_of(folder), [str(root / "build.py"), *arguments])


def python_of(folder: Path) -> Path:
    """The interpreter of the virtual environment in *folder*."""
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def _stamp(folder: Path, group: str) -> Path:
    return folder / f"installed-{group}.txt"


def _lock_digest(root: Path, group: str) -> str:
    lock = (root / LOCKS[group]).read_bytes().replace(b"\r\n", b"\n")
    return hashlib.sha256(lock).hexdigest()


def _is_filled(root: Path, group: str) -> bool:
    folder = root / ".venv"
    try:
        return python_of(folder).exists() and _stamp(folder, group).read_text("utf-8") == _lock_digest(root, group)
    except OSError:
        return False


def _make(folder: Path, *, fresh: bool) -> None:
    if not fresh and python_of(folder).exists():
        return
    if folder.exists() and not (folder / "pyvenv.cfg").exists() and any(folder.iterdir()):
        message = f"{folder.name} 文件夹里有别的东西。请把它改名或移走，再运行一次。"
        raise SetupError(message)
    if importlib.util.find_spec("ensurepip") is None:
        version = f"{sys.version_info[0]}.{sys.version_info[1]}"
        message = (
            "这个 Python 缺少建立虚拟环境的部件（venv、ensurepip）。\n"
            f"Debian、Ubuntu、统信 UOS、银河麒麟：sudo apt install python3-venv（或 python{version}-venv）\n"
            "openEuler、CentOS：sudo dnf install python3-pip\n"
            "Windows：重新运行 python.org 的安装程序，勾选 pip。"
        )
        raise SetupError(message)
    _say("第一次运行：在 .venv 里准备运行环境，不改动系统的 Python。")
    try:
        venv.EnvBuilder(with_pip=True, clear=folder.exists()).create(folder)
    except (OSError, subprocess.CalledProcessError) as error:
        why = reason_of(error) if isinstance(error, OSError) else "pip 装不上"
        message = f"建不了 .venv：{why}。请检查磁盘空间和文件夹的写权限。"
        raise SetupError(message) from error


def _fill(root: Path, group: str) -> None:
    """Install exactly what the lock names, checked against its digests."""
    folder, wheels = root / ".venv", root / "wheels"
    offline = wheels.is_dir() and any(wheels.glob("*.whl"))
    source = ["--no-index", "--find-links", str(wheels)] if offline else []
    _say(
        f"安装{'测试用的' if group == 'test' else ''}软件包（{'来自 wheels 文件夹，不联网' if offline else '需要联网，约一分钟'}）……"
    )
    command = [
        str(python_of(folder)),
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--require-hashes",
        *source,
        "-r",
        str(root / LOCKS[group]),
    ]
    done = subprocess.run(command, check=False, capture_output=True, text=True, encoding="utf-8", errors="replace")  # noqa: S603
    if done.returncode:
        output = "\n".join(f"  {line}" for line in done.stderr.strip().splitlines()[-5:])
        remedy = (
            "wheels 文件夹里的软件包不全，或者不是给这台电脑的。"
            if offline
            else "电脑不能上网时：在能上网、系统相同的电脑上运行\n"
            f"  python -m pip download --require-hashes -r {LOCKS[group]} -d wheels\n"
            "把得到的 wheels 文件夹拷到这里，再运行一次。"
        )
        message = f"软件包没有装上：\n{output}\n{remedy}"
        raise SetupError(message)
    _stamp(folder, group).write_text(_lock_digest(root, group), "utf-8")


def _hand_over(python: Path, arguments: list[str]) -> int:
    command = [str(python), *arguments]
    if os.name != "nt":
        sys.stdout.flush()
        sys.stderr.flush()
        os.execv(command[0], command)  # noqa: S606 - our own interpreter, on our own script
    # On Windows exec would leave the terminal before the work is done.
    return subprocess.run(command, check=False).returncode  # noqa: S603


def _say(message: str) -> None:
    print(message, file=sys.stderr, flush=True)
