"""What only Windows has: a window that opens for one program alone, and a file to start it by a double click."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from typing import Final

START_FILE: Final = "开始.cmd"
_MAX_PROCESSES: Final = 16
_QUERY: Final = 0x1000  # PROCESS_QUERY_LIMITED_INFORMATION
_MAX_PATH: Final = 32768
_PYTHON: Final = re.compile(r"(?:.*[\\/])?(?:py|python)[\d.]*\.exe\Z", re.IGNORECASE)
_NO_PYTHON: Final = "没有找到 Python。请到 python.org 下载 3.10 或更新的版本，装好以后再双击这个文件。"
_START: Final = """\
@echo off
setlocal
pushd "%~dp0"
py -3 -c "" >nul 2>nul
if not errorlevel 1 (
  py -3 build.py menu
  goto end
)
python -c "" >nul 2>nul
if not errorlevel 1 (
  python build.py menu
  goto end
)
powershell -NoProfile -Command "Write-Host (-join [char[]](CODES))"
echo Python 3.10+: https://www.python.org/downloads/
pause
exit /b 1
:end
if errorlevel 1 pause
"""


def start_file() -> bytes:
    """The bytes of START_FILE, which opens the menu of the project in its folder.

    `cmd` reads such a file in the code page of its window (936 or 65001) and wants CRLF, so it holds nothing but
    ASCII; Python writes Chinese to the window whatever its code page is. Where there is no Python, PowerShell
    says so from the numbers of the characters. `pushd` also enters a folder on a server, where `cd` does not.
    """
    text = _START.replace("CODES", ",".join(str(ord(character)) for character in _NO_PYTHON))
    return text.replace("\n", "\r\n").encode("ascii")


def is_own_console(programs: Iterable[str]) -> bool:
    """Whether a window with these *programs* (paths of their files) closes with Python: no shell is in it.

    A double click gives a window to `python.exe` alone, or to `py.exe`, which starts and waits for it.
    """
    listed = tuple(programs)
    return bool(listed) and all(_PYTHON.match(program) for program in listed)


def console_programs() -> tuple[str, ...]:
    """The files of all programs in this window of Windows; none elsewhere, or if Windows does not tell."""
    if sys.platform != "win32":
        return ()
    import ctypes  # noqa: PLC0415 - needed on Windows alone

    kernel = ctypes.WinDLL("kernel32", use_last_error=True)
    numbers = (ctypes.c_uint32 * _MAX_PROCESSES)()
    count = kernel.GetConsoleProcessList(numbers, _MAX_PROCESSES)
    if count > _MAX_PROCESSES:  # then the list stays empty
        return ()
    programs = []
    kernel.OpenProcess.restype = ctypes.c_void_p
    for number in numbers[:count]:
        handle = ctypes.c_void_p(kernel.OpenProcess(_QUERY, 0, number))
        name, length = ctypes.create_unicode_buffer(_MAX_PATH), ctypes.c_uint32(_MAX_PATH)
        kernel.QueryFullProcessImageNameW(handle, 0, name, ctypes.byref(length))
        kernel.CloseHandle(handle)
        programs.append(name.value)  # empty, and so no Python, if Windows refused
    return tuple(programs)
