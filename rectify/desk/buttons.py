"""What the commands of the terminal are called at the desk: words that name a command name the button instead."""

from __future__ import annotations

import re
from typing import Final

BUTTONS: Final = {
    "approve": "审好了，可以公开",
    "check": "检查一遍",
    "import": "导入",
    "new": "添一个问题",
    "publish": "公开",
    "revise": "改正公开过的文字（修订）",
    "rollback": "退回到上一次",
    "serve": "看草稿网站",
    "verify": "核对公开的网站",
}
"""The button that does what a command does, by the command's name."""

_ARGUMENTS: Final = r"(?: (?:--?[a-z][a-z-]*|[0-9][0-9a-z-]*|加文件夹的名字))*"
_NAMES: Final = "|".join(BUTTONS)
_IN_THE_TERMINAL: Final = "这件事只能在终端里做，请管程序的同事来做"

_PHRASES: Final = (
    (r"（(?:见 )?python3 build\.py docs[^）]*）", ""),
    (r"写上轮次再导入，例如 --round (\S+)", r"在“轮次的名字”里写上是哪一轮，例如 \1，再导入"),
    (r"（另有 \d+ 页也是）", "（别的网页也是）"),
    (r"运行 python3 build\.py revise \S+ --round [^\s：；]+(：它存下公开的文字，在 revisions 里添一条，您写明改了什么)?", "打开这个问题，在“改正公开过的文字（修订）”里写明改了什么、为什么"),
    (r"运行 revise，在 revisions 里写明日期和改了什么", "打开这个问题，在“改正公开过的文字（修订）”里写明改了什么、为什么"),
    (r"运行 python3 build\.py revise --all 添上补充记录", "打开那个问题，按“添补充记录”"),
    (r"\n?加上 --to 和网站公开在的文件夹，程序从那里取；或者", "请"),
    (r"运行 python3 build\.py new --round \S+(?: --begin)?( 加文件夹的名字)?", "在“一览”里按“新开一轮”"),
    (r"运行 publish --purge 一起清除|再用 publish --purge 清除", "清除（只能在终端里做，请管程序的同事来做）"),
    (r"运行 python3 build\.py 生成网站，再用 publish 公开", "下一步：按“公开”"),
    (r"或者运行 publish --to，程序会从公开的网站取回|真的没有了，运行一次 publish，程序会从公开的网站取回", "真的没有了，按“看会改动什么”，程序会从公开的网站取回"),
    (r"\n?这要有人回答：在窗口里运行一次(?:，不加 --yes)?，现在的时间是准的就答 y。", "\n这要有人回答：现在的时间准吗？"),
    (r"，要有人确认：在窗口里运行一次，不加 --yes；或者换一个空文件夹。", "，要有人确认，或者换一个空文件夹。"),
    (r"在窗口里运行一次(?:，不加 --yes)?", "看清楚了，按下面的按钮"),
    (r"真要让它们重新公开，加上 --restore-withdrawn", "真要让它们重新公开，再按下面的按钮"),
    (r"换一个版本：--to-release", f"换一个版本，{_IN_THE_TERMINAL}"),
    (r"真是换了新的地方，加上 --new", f"真是换了新的地方，{_IN_THE_TERMINAL}"),
    (r"不能建符号链接的磁盘加 --pointer file，办法见 python3 build\.py docs publish；", f"不能建符号链接的磁盘要另外设置，{_IN_THE_TERMINAL}；"),
    (r"写明公开哪几个，例如 .*|。整轮审好了，运行 .* --all|（\d{8}-\d{6}-[0-9a-f]{8}）|；?审好了就公开：python3 build\.py approve \S+ --all", ""),
    (r"[，；]?(?:办法|说明|写法|为什么)?见 python3 build\.py docs[ a-z]*(?: [\u4e00-\u9fff]+)?", ""),
    (r"[；，]?(?:要公开，)?用版本库的，一起提交", ""),
)  # fmt: skip
"""Phrases that say more of the terminal than the name of a command, each with what they are at the desk."""

_COMMAND: Final = re.compile(
    rf"(?P<verb>再?(?:运行一次|运行|用)? ?)(?:python3 build\.py )?(?P<name>{_NAMES})(?![A-Za-z0-9_./-]){_ARGUMENTS} ?"
)
_NAMED: Final = re.compile(
    rf"(?:再?(?:运行一次|运行|用) ?(?:python3 build\.py )?|python3 build\.py )(?:{_NAMES})(?![A-Za-z])"
)
_RUNNING: Final = re.compile(rf"(?P<name>{_NAMES}|desk) 正在运行（[^）]*）")
_CHANGES: Final[tuple[tuple[re.Pattern[str], str], ...]] = tuple((re.compile(old), new) for old, new in _PHRASES)


def with_buttons(text: str) -> str:
    """The *text* of a command for somebody who has its button before him: no command, no option, nothing to run is left."""
    for old, new in _CHANGES:
        text = old.sub(new, text)
    text = _RUNNING.sub(lambda match: f"“{BUTTONS.get(match['name'], '保存')}”还没有做完", text)
    text = _COMMAND.sub(_button, text)
    return text.replace("再运行一次", "再试一次").strip()


def _button(match: re.Match[str]) -> str:
    if not _NAMED.match(match[0]):
        return match[0]
    again = "再" if match["verb"].startswith("再") else ""
    return f"{again}按“{BUTTONS[match['name']]}”"
