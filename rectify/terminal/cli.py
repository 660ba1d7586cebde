"""From the words of a command line to the command that they ask for."""

from __future__ import annotations

import argparse
import contextlib
import errno
import importlib
import io
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final, NamedTuple, NoReturn

from rectify.ground import system_errors, windows
from rectify.terminal import environment, ready
from rectify.terminal.exit_codes import OUR_BUG
from rectify.terminal.screen import SanitizedStream
from rectify.terminal.usage import Parser, WrongUsageError, fault_in_words, no_such_command, port


class Project(NamedTuple):
    """The project that a command is for, and its program if that is a file of its own."""

    root: Path
    program: environment.Program | None


COMMANDS: Final = {
    "build": ("commands.build", "生成网站，放进 output/（不写命令就是它）"),
    "serve": ("commands.serve", "在这台电脑上看网站，边改边看"),
    "desk": ("commands.desk", "工作台：在浏览器里填写和修改，旁边就是网页的样子"),
    "check": ("commands.check", "检查内容和页面，不生成网站"),
    "publish": ("publishing.publish", "公开网站：先看会改动什么，再一步换上"),
    "rollback": ("publishing.rollback", "退回到上一次公开的网站"),
    "verify": ("publishing.verify", "核对公开记录和公开的网站有没有被改动"),
    "record": ("stamping.attach", "给公开记录的检查点附上后来得到的签名或者时间戳"),
    "server-config": ("commands.server_config", "写出 nginx、Apache 或 IIS 的设置，放进 server/"),
    "new": ("commands.new", "新建下一个问题的文件，或者新开一轮"),
    "import": ("importing.run", "把通报（docx、pdf、ofd、网页、台账等）变成 content/ 里的文件"),
    "approve": ("approving.approve", "审好的草稿不再是草稿，可以公开了"),
    "export": ("exporting.export", "把一轮变成台账（xlsx）或者通报（docx）"),
    "revise": ("revising.revise", "改公开过的文字之前：存下旧文字，添一条修订记录"),
    "update": ("updating.update", "报进展：给公开过的问题添一条后续进展"),
    "init": ("initialising.run", "新建一个单位自己的网站文件夹"),
    "upgrade": ("upgrading.run", "换上新的程序：先说网站会有什么变化；也可以退回"),
    "backup": ("packing.backup", "把整个项目打成一个文件：备份，或者交给别人"),
    "bag": ("packing.bag", "把整个网站打成一个文件：带校验值，解开放在 U 盘里就能看"),
    "bundle": ("packing.bundle", "把程序和软件包打成一个文件，给不能上网的电脑"),
    "menu": ("menu.run", "用菜单做日常的事，不用记命令"),
    "docs": ("documentation.run", "看说明：不写名字是目录"),
    "test": ("commands.test", "运行程序自己的测试"),
}
"""Each command: the module of this folder, loaded when it is needed, with the function that runs it; what it is for."""

WRITING: Final = frozenset(
    "build publish rollback server-config new import export revise update bag approve upgrade record".split()
)
"""Commands that run one at a time; the others only read, or write files that no other command uses."""


def parse(arguments: list[str]) -> argparse.Namespace:
    """The command and its options. Exits with 2 and says why if there is no such command."""
    parser = Parser(prog="python3 build.py", description="把 content/ 里的 YAML 文件生成整改公开网站。")
    commands = parser.add_subparsers(dest="command", metavar="命令", title="命令")
    parsers = {name: commands.add_parser(name, help=text, description=text) for name, (_, text) in COMMANDS.items()}
    _add_options(parsers)
    if not arguments or (arguments[0].startswith("-") and arguments[0] not in ("-h", "--help")):
        arguments = ["build", *arguments]
    command = arguments[0]
    if command == "test" and not {"-h", "--help"}.intersection(arguments):
        return argparse.Namespace(command="test", rest=arguments[1:])
    if not command.startswith("-") and command not in COMMANDS:
        _refuse(no_such_command(command, COMMANDS))
    if "" in arguments:  # a path of no letters would mean the folder where one stands
        _refuse(f"有一项是空的：引号里没有内容。\n用法见 python3 build.py {command} --help")
    try:
        return parser.parse_args(arguments)
    except WrongUsageError as error:
        _refuse(fault_in_words(str(error), command, parsers))


def _refuse(text: str) -> NoReturn:
    print(text, file=sys.stderr)
    raise SystemExit(2)


def _add_options(parsers: Mapping[str, Parser]) -> None:
    parsers["build"].add_argument("--quiet", action="store_true", help="没有错误就什么也不说")
    parsers["build"].add_argument("--json", action="store_true", help="用 JSON 说结果，给别的程序看")
    parsers["build"].add_argument("--jobs", type=int, default=2, help="同时用几个进程，默认 2；1 是一个接一个")
    parsers["build"].add_argument("--profile", action="store_true", help="说明时间花在哪里；没有改动也从头走一遍")
    for name, usual in (("serve", 8000), ("desk", 8010)):
        words = f"默认 {usual}；0 是任意一个空着的"
        parsers[name].add_argument("--port", type=port, default=usual, metavar="端口", help=words)
        words = "文件在网络盘上、保存了没有反应时用：不断查看"
        parsers[name].add_argument("--poll", action="store_true", help=words)
    parsers["check"].add_argument(
        "--format", default="text", metavar="格式", help="报告的格式：text、json、sarif 或 html，默认 text"
    )
    parsers["check"].add_argument("--output", default="", metavar="文件", help="把报告写进文件")
    parsers["check"].add_argument("--only", default="", metavar="P,W", help="只看这几类规则")
    parsers["check"].add_argument("--strict", action="store_true", help="有提醒也算不通过")
    parsers["check"].add_argument("--explain", default="", metavar="编号", help="说明一条规则，例如 P105")
    parsers["server-config"].add_argument(
        "--for", dest="server", metavar="服务器", help="nginx、apache 或 iis；默认看 site.yaml 的 server"
    )
    parsers["server-config"].add_argument(
        "--to", metavar="文件夹", help="放进哪个文件夹，默认 server/ 下面以它为名的一个"
    )
    parsers["new"].add_argument("--round", metavar="轮次", help="哪一轮，默认最新的一轮")
    parsers["new"].add_argument("--begin", action="store_true", help="新开一轮：建好文件夹、round.yaml 和第一个问题")
    parsers["import"].add_argument(
        "files", nargs="*", metavar="文件", help="通报或者整改台账；分成几个文件的，按顺序都写上"
    )
    parsers["export"].add_argument("file", metavar="文件", help="写成什么，例如 台账.xlsx 或 通报.docx")
    parsers["export"].add_argument("--round", metavar="轮次", help="哪一轮，默认最新的一轮")
    parsers["export"].add_argument("--force", action="store_true", help="已有同名文件也写")
    parsers["test"].add_argument("rest", nargs="*", metavar="参数", help="交给 pytest 的参数，例如 tests/test_dates.py")
    parsers["docs"].add_argument("page", nargs="?", default="", metavar="名字", help="例如 publish")
    parsers["docs"].add_argument("section", nargs="?", default="", metavar="小标题", help="只看这一节")
    parsers["approve"].add_argument("round", metavar="轮次", help="例如 2024-xuncha")
    parsers["approve"].add_argument("numbers", nargs="*", metavar="序号", help="例如 1-5 8")
    parsers["approve"].add_argument("--all", action="store_true", help="这一轮的全部草稿")
    parsers["record"].add_argument("action", choices=("attach",), help="attach：附上")
    parsers["record"].add_argument("file", metavar="文件", help="签名或者时间戳，例如 checkpoint.128.txt.tsr")
    parsers["revise"].add_argument("number", nargs="?", default="", metavar="序号", help="例如 13")
    parsers["revise"].add_argument("--all", action="store_true", help="给填上了原来空着的项目的问题都添上补充记录")
    parsers["revise"].add_argument("--round", metavar="轮次", help="哪一轮，默认最新的一轮")
    parsers["revise"].add_argument(
        "--to", metavar="文件夹", help="网站公开在哪里：本机没有公开的那一份文字的，从那里取"
    )
    parsers["update"].add_argument("number", metavar="序号", help="例如 13")
    parsers["update"].add_argument("--round", metavar="轮次", help="哪一轮，默认最新的一轮")
    parsers["import"].add_argument(
        "--round", default="", metavar="轮次", help="轮次的名字，例如 2024-xuncha；不写就据日期来定"
    )
    parsers["import"].add_argument("--content", default="", metavar="文件夹", help="写到哪里，默认 content")
    parsers["import"].add_argument("--update", action="store_true", help="更新已有的文件；您自己改过的地方不动")
    parsers["import"].add_argument("--report", default="", metavar="文件", help="报告写到哪里，默认 import-report.html")
    parsers["import"].add_argument(
        "--called",
        action="append",
        default=[],
        metavar="名字",
        help="校样和提示里把文件叫什么，默认是它的文件名；几个文件就写几次",
    )
    _publishing(parsers)
    _moving(parsers)


def _moving(parsers: Mapping[str, Parser]) -> None:
    """The options of what concerns a project as a whole."""
    init = parsers["init"]
    init.add_argument("folder", metavar="文件夹", help="建在哪里，例如 ../our-site")
    init.add_argument(
        "--from",
        dest="files",
        nargs="+",
        default=[],
        metavar="文件",
        help="从通报或者台账开始：找出单位和电话，并导入；写一个旧网站的文件夹，就把它搬来",
    )
    init.add_argument("--round", default="", metavar="轮次", help="轮次的名字，例如 2024-xuncha；不写就据日期来定")
    init.add_argument("--yes", action="store_true", help="不用问：用原文里找到的，其余空着")
    init.add_argument("--serve", action="store_true", help="建好就打开来看")
    parsers["backup"].add_argument("file", metavar="文件", help="例如 备份.zip")
    parsers["bag"].add_argument("file", metavar="文件", help="例如 网站.zip")
    parsers["bundle"].add_argument("file", metavar="文件", help="例如 rectify.zip")
    parsers["bundle"].add_argument(
        "--system",
        nargs="+",
        default=["windows", "linux"],
        metavar="系统",
        help="windows、linux、linux-arm、mac；默认前两种",
    )
    parsers["bundle"].add_argument(
        "--python", nargs="+", default=["3.11", "3.12"], metavar="版本", help="那些电脑上的 Python，默认 3.11 3.12"
    )
    parsers["upgrade"].add_argument("--from", dest="file", default="", metavar="文件", help="新的程序：whl 或者 zip")
    parsers["upgrade"].add_argument("--yes", action="store_true", help="不用问，直接换上")
    parsers["upgrade"].add_argument("--undo", action="store_true", help="退回到上一个程序")


def _publishing(parsers: Mapping[str, Parser]) -> None:
    for name in ("publish", "rollback", "verify"):
        parsers[name].add_argument("--to", required=name != "verify", metavar="文件夹", help="网站公开在哪个文件夹")
        parsers[name].add_argument(
            "--pointer", choices=("link", "file"), help="怎样指明公开的是哪一版：符号链接，或者 current.txt（Windows）"
        )
    parsers["publish"].add_argument("--yes", action="store_true", help="不用问，直接公开；电脑的时间可疑时不公开")
    for name in ("publish", "rollback"):
        words = "看过不常见的那一问（电脑的时间、文件夹里别的文件），答的是“是”"
        parsers[name].add_argument("--sure", action="store_true", help=words)
    parsers["publish"].add_argument(
        "--preview", default="", metavar="文件", help="先不公开：会改动哪些网页、哪些字句，写进这个文件（JSON）"
    )
    parsers["publish"].add_argument("--new", action="store_true", help="以前公开在别处，现在换到一个新的文件夹")
    parsers["publish"].add_argument(
        "--purge", metavar="问题", help="从所有旧版本里清除它的旧文字、旧照片，例如 2024-xuncha/013"
    )
    parsers["publish"].add_argument("--reason", default="", metavar="原因", help="为什么清除，会写进公开记录")
    parsers["publish"].add_argument(
        "--sign", metavar="命令", help="给检查点签名，例如 'ssh-keygen -Y sign -f 钥匙 -n file'"
    )
    parsers["publish"].add_argument("--timestamp", metavar="命令", help="给检查点加时间戳")
    parsers["verify"].add_argument(
        "--since", metavar="检查点", help="核对公开记录是不是从这个检查点（或者凭证）接着往下写的"
    )
    parsers["rollback"].add_argument("--to-release", metavar="版本", help="退回到哪一版，默认是上一版")
    parsers["rollback"].add_argument(
        "--restore-withdrawn", action="store_true", help="那一版里有后来撤下的问题，也照样退回：它们会重新公开全文"
    )


def main(arguments: list[str] | None = None, root: str = "", program: tuple[str, str] | None = None) -> int:
    """Run a command line and return its exit code: 0 fine, 1 the site has errors, 2 wrong usage, 3 our bug.

    *root* is the project's folder and *program* the path and the SHA-256 of its wheel, as `build.py` knows them.
    Without a *root* this is the command `rectify`: the project is where one stands, and its Python the one that runs.
    """
    if arguments is None:
        arguments = sys.argv[1:]
    project = Project(Path(root), program and environment.Program(Path(program[0]), program[1])) if root else None
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a Chinese Windows console may be GBK
    out, err = SanitizedStream(sys.stdout), SanitizedStream(sys.stderr)
    double_clicked = not arguments and windows.is_own_console(windows.console_programs())
    if double_clicked:
        arguments = ["menu"]
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = _main(arguments, project)
        out.flush()
        if out.failure and out.failure.errno != errno.EPIPE:  # not `| head`: the words were to be kept
            print(f"说的话没有写完：{system_errors.reason_of(out.failure)}。", file=sys.stderr)
            code = code or 1
        err.flush()
        if double_clicked and code:
            with contextlib.suppress(EOFError):
                input("按回车关闭窗口……")
    for stream, original in ((out, sys.stdout), (err, sys.stderr)):
        if stream.failure:  # or Python would try once more as it ends, and complain in English
            with contextlib.suppress(OSError, ValueError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), original.fileno())
    return code


def _main(arguments: list[str], project: Project | None) -> int:
    root = project.root if project else _here()
    try:
        options = parse(arguments)
        group = "test" if options.command == "test" else "run"
        if group == "test" and not (root / ready.LOCKS["test"]).exists():
            _refuse("这里没有程序的测试；测试在程序自己的文件夹里运行。")
        code = environment.enter(root, arguments, group, project.program) if project else None
        return _run(root, options) if code is None else code
    except SystemExit as error:  # argparse has said what it had to say
        return int(error.code or 0)
    except environment.SetupError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\n已停止。output/ 里原来的内容没有动。", file=sys.stderr)
        return 1
    except ImportError as error:
        return _missing(error) or _report()
    except Exception as error:  # noqa: BLE001 - the one place where our own mistakes end
        if isinstance(error, OSError) and system_errors.is_known(error):
            print(system_errors.failure_in_words(error, "读写不了", root), file=sys.stderr)
            return 1
        return _report()


def _here() -> Path:
    """The project in which one stands: the nearest folder with a site.yaml, or else the one where one is."""
    here = Path.cwd()
    return next((folder for folder in (here, *here.parents) if (folder / "site.yaml").is_file()), here)


def function_of(command: str) -> Callable[[Path, argparse.Namespace], int]:
    """The function that runs a *command*; its module is loaded now."""
    module, _, function = COMMANDS[command][0].partition(".")
    run: Callable[[Path, argparse.Namespace], int] = getattr(
        importlib.import_module(f"rectify.terminal.{module}"), function
    )
    return run


def _run(root: Path, options: argparse.Namespace) -> int:
    from rectify.terminal import locking  # noqa: PLC0415 - needs the packages of the environment

    run = function_of(options.command)
    with locking.project(root, options.command) if options.command in WRITING else contextlib.nullcontext():
        return int(run(root, options))


def _missing(error: ImportError) -> int | None:
    """Say which package got lost; None if it is a part of our own that cannot be imported."""
    name = (error.name or "").partition(".")[0]
    if not name or name == "rectify":
        return None
    remedy = (
        f"用 pip 按 {ready.LOCKS['run']} 装好"
        if os.environ.get(ready.USE_CURRENT)
        else "删掉 .venv 文件夹，再运行一次，程序会重新装好"
    )
    print(f"软件包 {name} 不见了，或者不完整。{remedy}。output/ 里原来的内容没有动。", file=sys.stderr)
    return 1


def _report() -> int:
    """Keep the traceback in a file: it is for us, not for the webmaster."""
    import tempfile  # noqa: PLC0415 - a command that goes well needs neither
    import traceback  # noqa: PLC0415

    with tempfile.NamedTemporaryFile("w", prefix="rectify-", suffix=".txt", delete=False, encoding="utf-8") as file:
        traceback.print_exc(file=file)
    print(
        f"程序出了错，这不是您的问题。output/ 里原来的内容没有动。\n请把这个文件交给技术人员：{file.name}",
        file=sys.stderr,
    )
    return OUR_BUG
