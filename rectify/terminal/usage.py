"""Messages in Chinese for a command line that is wrong: what is wrong, a suggestion, where help is."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable, Mapping
from typing import Any, Final, NoReturn

from rectify.ground.text import nearest

MAX_PORT: Final = 65535
_HEADINGS: Final = (("usage:", "用法："), ("positional arguments:", "要写上："), ("options:", "选项："))
_UNKNOWN: Final = re.compile(r"unrecognized arguments: (\S+)")
_REQUIRED: Final = re.compile(r"the following arguments are required: (.+)")
_ARGUMENT: Final = re.compile(r"argument ([^\s:]+): (.+)", re.DOTALL)
_CHOICE: Final = re.compile(r"invalid choice: '?([^'(]*?)'? \(")


class WrongUsageError(Exception):
    """What argparse says of a command line, in its own words."""


class Parser(argparse.ArgumentParser):
    """A parser with help in Chinese; a wrong command line raises an exception instead of a message in English."""

    def __init__(self, **settings: Any) -> None:
        if sys.version_info >= (3, 14):
            settings.setdefault("color", False)  # the terminal is shown no control characters
        super().__init__(allow_abbrev=False, add_help=False, **settings)
        self.add_argument("-h", "--help", action="help", help="显示这段说明")

    def format_help(self) -> str:
        """The help, with argparse's own headings in Chinese."""
        text = super().format_help()
        for english, chinese in _HEADINGS:
            text = text.replace(english, chinese)
        return text

    def error(self, message: str) -> NoReturn:
        """Pass *message* on; argparse itself would print the whole usage."""
        raise WrongUsageError(message)

    def actions(self) -> dict[str, argparse.Action]:
        """Everything that can be written after the command, by each name that argparse gives it in its errors."""
        return {name: one for one in self._actions for name in (*one.option_strings, one.metavar, one.dest) if name}  # type: ignore[misc]

    def options(self) -> list[str]:
        """The long names of its options."""
        return [
            name for one in self._actions for name in one.option_strings if name.startswith("--") and name != "--help"
        ]


def port(word: str) -> int:
    """The number of a port."""
    if word.isascii() and word.isdigit() and int(word) <= MAX_PORT:
        return int(word)
    raise argparse.ArgumentTypeError(f"端口应当是 0 到 {MAX_PORT} 的整数，例如 --port 8000")


def no_such_command(word: str, commands: Iterable[str]) -> str:
    """That there is no command *word*, which one was probably meant, and where all are."""
    suggestion = nearest(word, commands)
    return (
        f"没有 {word} 这个命令"
        + (f"，是不是 {suggestion}？" if suggestion else "。")
        + "\n全部命令：python3 build.py --help"
    )


def fault_in_words(message: str, command: str, parsers: Mapping[str, Parser]) -> str:
    """What argparse's *message* about the words after *command* means, in two lines."""
    return f"{_fault(message, command, parsers)}\n怎么写：python3 build.py {command} --help"


def _fault(message: str, command: str, parsers: Mapping[str, Parser]) -> str:
    parser = parsers[command]
    if unknown := _UNKNOWN.match(message):
        word = unknown[1].partition("=")[0]
        return _unknown_option(word, command, parsers) if word.startswith("-") else f"{command} 后面不用写 {word}。"
    if required := _REQUIRED.match(message):
        names = (name.strip() for name in required[1].split(","))
        return f"{command} 还要写上 {'、'.join(_with_value(name, parser) for name in names)}。"
    if argument := _ARGUMENT.match(message):
        return _wrong_value(argument[1], argument[2], parser)
    return "命令写得不对。"


def _unknown_option(word: str, command: str, parsers: Mapping[str, Parser]) -> str:
    own = parsers[command].options()
    others = [name for name, parser in parsers.items() if word in parser.options()]
    if others:
        hint = f"它是 {'、'.join(others)} 的选项。"
    elif suggestion := nearest(word, own):
        hint = f"是不是 {suggestion}？"
    else:
        hint = f"可以写：{'、'.join(own)}。" if own else "它没有选项。"
    return f"{command} 没有 {word} 这一项，{hint}"


def _wrong_value(name: str, text: str, parser: Parser) -> str:
    name = name.rpartition("/")[2]
    action = parser.actions().get(name)
    if action is not None and action.choices and (choice := _CHOICE.match(text)):
        return f"{name} 只能写 {' 或 '.join(map(str, action.choices))}，不能写 {choice[1]}。"
    if text.startswith("expected"):
        return f"{name} 后面还要写上 {_with_value(name, parser).removeprefix(name).strip()}。"
    if text.startswith("ignored explicit argument"):
        return f"{name} 后面不写内容。"
    return f"{text}。"


def _with_value(name: str, parser: Parser) -> str:
    action = parser.actions().get(name)
    if action is None or not action.option_strings or action.nargs == 0:
        return name
    return f"{name} {action.metavar or ' 或 '.join(map(str, action.choices or ()))}"
