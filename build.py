# -*- coding: utf-8 -*-  (for Python 2, which must be able to say that it is too old)
"""The one command of this site: `python3 build.py`; `python3 build.py --help` lists what it can do."""

import os
import sys

if sys.version_info < (3, 10):
    sys.exit(
        "需要 Python 3.10 或更新的版本，现在是 %d.%d。请到 python.org 下载，或者请系统管理员安装。"
        % sys.version_info[:2]
    )

if __name__ == "__main__":
    from rectify.engine import quick

    unchanged = quick.answer(__file__, sys.argv[1:])
    if unchanged is None:
        from rectify.terminal.entry import main

        sys.exit(main(sys.argv[1:], os.path.dirname(os.path.abspath(__file__))))
    if unchanged:
        quick.say(unchanged)
