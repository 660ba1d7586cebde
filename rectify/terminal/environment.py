"""The project's own Python: made on the first run, entered on every run.

Imports nothing that needs more than the standard library, since it runs before anything is installed. The
system's Python is never changed: everything goes into `.venv`. A bureau's project installs its program from
the file in `program/` by its digest; a registry, where the name belongs to strangers, is never asked for it.
"""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path
from typing import Final, NamedTuple

from rectify.ground.system_errors import reason_of
from rectify.terminal import ready

OPTIONAL: Final = b"pillow=="
"""It is compiled, and not for every kind of computer."""


class SetupError(Exception):
    """The environment cannot be made; the message says in Chinese what to do."""


class Program(NamedTuple):
    """The program of a bureau's project: its wheel, and the SHA-256 that the wheel must have."""

    wheel: Path
    sha256: str


def enter(root: Path, arguments: list[str], group: str, program: Program | None = None) -> int | None:
    """Run this command inside the project's `.venv`, made and filled if need be.

    *group* names the locked packages that the command needs; a *program* that is no part of the project is
    installed with them. Returns None if this process is
    already inside and may go on, or else the exit code of the process that did the work.
    Raises SetupError if the environment cannot be made.
    """
    if os.environ.get(ready.USE_CURRENT):
        return None
    python = prepare(root, program, group)
    if Path(sys.prefix).resolve() == (root / ready.FOLDER).resolve():
        return None
    return _hand_over(python, [str(root / "build.py"), *arguments])


def prepare(root: Path, program: Program | None, group: str = "run") -> Path:
    """Make `.venv` in *root* and fill it, as far as that is not done; its interpreter. SetupError."""
    folder = root / ready.FOLDER
    wheel = program and (str(program.wheel), program.sha256)
    missing = [name for name in dict.fromkeys(("run", group)) if not ready.is_filled(str(root), name, wheel)]
    if missing:
        _make(folder, fresh=not Path(ready.note_path(str(folder), "run")).exists())
        for name in missing:
            _fill(root, name, program)
    return python_of(folder)


def python_of(folder: Path) -> Path:
    """The interpreter of the virtual environment in *folder*."""
    return Path(ready.python_path(str(folder)))


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
    import subprocess  # noqa: PLC0415 - like venv, for the first run alone
    import venv  # noqa: PLC0415

    _say("第一次运行：在 .venv 里准备运行环境，不改动系统的 Python。")
    try:
        venv.EnvBuilder(with_pip=True, clear=folder.exists()).create(folder)
    except (OSError, subprocess.CalledProcessError) as error:
        why = reason_of(error) if isinstance(error, OSError) else "pip 装不上"
        message = f"建不了 .venv：{why}。请检查磁盘空间和文件夹的写权限。"
        raise SetupError(message) from error


def _fill(root: Path, group: str, program: Program | None) -> None:
    """Install exactly what the lock names, and the program, each checked against its digest."""
    wheels = root / "wheels"
    offline = wheels.is_dir() and any(wheels.glob("*.whl"))
    _say(
        f"安装{'测试用的' if group == 'test' else ''}软件包（{'来自 wheels 文件夹，不联网' if offline else '需要联网，约一分钟'}）……"
    )
    source = ["--no-index", "--find-links", str(wheels)] if offline else []
    wheel = program and (str(program.wheel), program.sha256)
    needed, optional = _split(ready.lock(str(root), group, wheel))
    if wrong := _install(root, needed, source):
        raise SetupError(f"软件包没有装上：\n{wrong}\n{_remedy(group, program, offline=offline)}")
    if optional and _install(root, optional, source):
        _say("Pillow 没有装上：照片只公开一种大小，别的都不受影响。")
    if program and group == "run":
        file = f"rectify @ {program.wheel.as_uri()} --hash=sha256:{program.sha256}\n".encode()
        if wrong := _install(root, file, ["--no-index", "--no-deps", "--force-reinstall"]):
            raise SetupError(f"程序没有装上：\n{wrong}\n请从备份里找回 program/{program.wheel.name}。")
    note = Path(ready.note_path(str(root / ready.FOLDER), group))
    note.write_text(ready.contents_digest(str(root), group, wheel), "utf-8")


def _split(listed: bytes) -> tuple[bytes, bytes]:
    """The packages *listed* in a lock that have to be there, and those that the program can do without."""
    needed: list[bytes] = []
    optional: list[bytes] = []
    goal = needed
    for line in listed.splitlines(keepends=True):
        if line[:1].isalnum():
            goal = optional if line.startswith(OPTIONAL) else needed
        goal.append(line)
    return b"".join(needed), b"".join(optional)


def _install(root: Path, listed: bytes, options: list[str]) -> str:
    """Have pip install what is *listed*, checked against the digests there; what it said if it could not."""
    import subprocess  # noqa: PLC0415
    import tempfile  # noqa: PLC0415

    with tempfile.TemporaryDirectory(prefix="rectify-") as folder:
        file = Path(folder, "requirements.txt")
        file.write_bytes(listed)
        pip = [str(python_of(root / ready.FOLDER)), "-m", "pip", "--disable-pip-version-check"]
        command = [*pip, "install", "--quiet", "--require-hashes", *options, "-r", str(file)]
        done = subprocess.run(  # noqa: S603 - our own interpreter
            command, check=False, capture_output=True, encoding="utf-8", errors="replace"
        )
    lines = done.stderr.strip().splitlines() or ["pip 没有说明原因"]
    return "\n".join(f"  {line}" for line in lines[-5:]) if done.returncode else ""


def _remedy(group: str, program: Program | None, *, offline: bool) -> str:
    if offline:
        return "wheels 文件夹里的软件包不全，或者不是给这台电脑的。"
    if program:
        return "电脑不能上网时：在能上网的电脑上用 python3 build.py bundle 打一个带软件包的程序包，从那里开始。"
    return (
        "电脑不能上网时：在能上网、系统相同的电脑上运行\n"
        f"  python -m pip download --require-hashes -r {ready.LOCKS[group]} -d wheels\n"
        "把得到的 wheels 文件夹拷到这里，再运行一次。"
    )


def _hand_over(python: Path, arguments: list[str]) -> int:
    if os.name != "nt":
        ready.become(str(python), arguments)
    # On Windows exec would leave the terminal before the work is done.
    import subprocess  # noqa: PLC0415

    return subprocess.run([str(python), *arguments], check=False).returncode  # noqa: S603


def _say(message: str) -> None:
    print(message, file=sys.stderr, flush=True)
