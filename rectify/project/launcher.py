# -*- coding: utf-8 -*-  (for Python 2, which must be able to say that it is too old)
"""The launcher of a bureau's project: runs the program in `program/`, if it is the very file that is named here."""

# 本单位网站的命令：python3 build.py；全部命令：python3 build.py --help。升级时由程序改写，请不要手改。
import os
import sys

PROGRAM = "PROGRAM_FILE"
SHA256 = "PROGRAM_SHA256"

if sys.version_info < (3, 10):
    sys.exit(
        "需要 Python 3.10 或更新的版本，现在是 %d.%d。请到 python.org 下载，或者请系统管理员安装。"
        % sys.version_info[:2]
    )

if __name__ == "__main__":
    import hashlib

    here = os.path.dirname(os.path.abspath(__file__))
    program = os.path.join(here, "program", PROGRAM)
    if not os.path.isfile(program):
        sys.exit("程序文件 program/%s 不见了。请从备份里找回它。" % PROGRAM)
    with open(program, "rb") as file:
        if hashlib.sha256(file.read()).hexdigest() != SHA256:
            sys.exit(
                "程序文件 program/%s 被改动过，没有运行。请从备份，或者从程序包的 program 文件夹里找回原来的。"
                % PROGRAM
            )
    sys.path = [path for path in sys.path if os.path.realpath(path) != os.path.realpath(here)]
    installed = os.path.realpath(sys.prefix) == os.path.realpath(os.path.join(here, ".venv"))
    if not installed and not os.environ.get("RECTIFY_USE_CURRENT_PYTHON"):
        sys.path.insert(0, program)
    from rectify.engine import quick

    unchanged = quick.answer(__file__, sys.argv[1:])
    if unchanged is None:
        from rectify.terminal.entry import main

        sys.exit(main(sys.argv[1:], here, (program, SHA256)))
    if unchanged:
        quick.say(unchanged)
