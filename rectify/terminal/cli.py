"""From the words of a command line to the command that they ask for."""

from __future__ import annotations

import argparse
import io
import sys
import tempfile
import traceback
from pathlib import Path
from typing import Final, NoReturn

from rectify.making import reuse
from rectify.terminal import environment

ROOT: Final = Path(__file__).resolve().parents[2]
OUR_BUG: Final = 3
COMMANDS: Final = {
    "build": "生成网站，放进 output/（不写命令就是它）",
    "serve": "在这台电脑上看网站，边改边看",
    "check": "检查内容和页面，不生成网站",
    "new": "新建下一个问题的文件",
    "test": "运行程序自己的测试",
}


class _Parser(argparse.ArgumentParser):
    """argparse that speaks Chinese."""

    def format_help(self) -> str:
        said = super().format_help()
        for english, chinese in (("usage:", "用法："), ("positional arguments:", "命令："), ("options:", "选项：")):
            said = said.replace(english, chinese)
        return said

    def error(self, message: str) -> NoReturn:
        print(f"命令写得不对：{message}\n\n{self.format_help()}", file=sys.stderr)
        raise SystemExit(2)


def parse(arguments: list[str]) -> argparse.Namespace:
    """The command and its options. Exits with 2 and says why if there is no such command."""
    parser = _Parser(
        prog="python build.py", description="把 content/ 里的 YAML 文件生成巡察整改公开网站。", add_help=False
    )
    parser.add_argument("-h", "--help", action="help", help="显示这段说明")
    commands = parser.add_subparsers(dest="command", metavar="命令")
    parsers = {
        name: commands.add_parser(name, help=said, description=said, add_help=False) for name, said in COMMANDS.items()
    }
    for name, one in parsers.items():
        if name != "test":
            one.add_argument("-h", "--help", action="help", help="显示这段说明")
    parsers["build"].add_argument("--quiet", action="store_true", help="没有错误就什么也不说")
    parsers["build"].add_argument("--json", action="store_true", help="用 JSON 说结果，给别的程序看")
    parsers["build"].add_argument("--profile", action="store_true", help="说明时间花在哪里；没有改动也从头走一遍")
    parsers["serve"].add_argument("--port", type=int, default=8000, help="端口，默认 8000；0 是任意一个空着的")
    parsers["serve"].add_argument("--poll", action="store_true", help="文件在网络盘上、保存了没有反应时用：不断查看")
    parsers["new"].add_argument("--round", help="哪一轮，默认最新的一轮")
    if not arguments or (arguments[0].startswith("-") and arguments[0] not in ("-h", "--help")):
        arguments = ["build", *arguments]
    if arguments[0] == "test":
        return argparse.Namespace(command="test", rest=arguments[1:])
    if not arguments[0].startswith("-") and arguments[0] not in COMMANDS:
        parser.error(f"没有 {arguments[0]} 这个命令，可以用：{'、'.join(COMMANDS)}")
    return parser.parse_args(arguments)


def main(arguments: list[str]) -> int:
    """Run a command line and return its exit code: 0 fine, 1 the site has errors, 2 wrong usage, 3 our bug."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a Chinese Windows console may be GBK
    options = parse(arguments)
    try:
        code = environment.enter(ROOT, arguments, "test" if options.command == "test" else "run")
        return _run(options) if code is None else code
    except environment.SetupError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\n已停止。output/ 里原来的内容没有动。", file=sys.stderr)
        return 1
    except Exception:  # noqa: BLE001 - the one place where our own mistakes end
        return _report()


def _run(options: argparse.Namespace) -> int:
    if options.command == "build" and not (options.json or options.profile) and (said := reuse.already_current(ROOT)):
        if not options.quiet:
            print(said)
        return 0
    from rectify.terminal import commands  # noqa: PLC0415 - needs the packages of the environment

    run = {name: getattr(commands, name) for name in COMMANDS}[options.command]
    return int(run(ROOT, options))


def _report() -> int:
    """Keep the traceback in a file: it is for us, not for the webmaster."""
    with tempfile.NamedTemporaryFile("w", prefix="rectify-", suffix=".txt", delete=False, encoding="utf-8") as file:
        traceback.print_exc(file=file)
    print(
        f"程序出了错，这不是您的问题。output/ 里原来的内容没有动。\n请把这个文件交给技术人员：{file.name}",
        file=sys.stderr,
    )
    return OUR_BUG
