"""Which round or issue a command line means."""

from __future__ import annotations

from argparse import Namespace
from typing import NamedTuple

from rectify.source.sources import IssueSource, RoundSource
from rectify.terminal.exit_codes import WRONG_USAGE
from rectify.terminal.stopping import StoppedError


class Choice(NamedTuple):
    """The issue that is to be changed, and where it stands."""

    round_: RoundSource
    entry: IssueSource


def round_of(rounds: tuple[RoundSource, ...], name: str | None) -> RoundSource:
    """The round called *name*, or the newest; StoppedError if there is none."""
    round_ = next((one for one in rounds if one.id == (name or rounds[0].id)), None)
    if round_ is None:
        raise StoppedError(f"没有 {name} 这一轮。现有：{'、'.join(one.id for one in rounds)}", WRONG_USAGE)
    return round_


def choice_of(rounds: tuple[RoundSource, ...], options: Namespace, command: str, otherwise: str = "") -> Choice:
    """The issue that the *options* of *command* name, in the newest round or the one that they name; StoppedError.

    *otherwise* is what else could be written in place of a number.
    """
    round_ = round_of(rounds, options.round)
    digits = options.number.removesuffix(".yaml")
    if not digits.isdecimal():
        written = f"（您写的是 {options.number}）" if options.number else otherwise
        raise StoppedError(f"写问题的序号，例如：python3 build.py {command} 13{written}", WRONG_USAGE)
    entry = next((one for one in round_.issues if one.summary.number == int(digits)), None)
    if entry is None:
        raise StoppedError(f"{round_.id} 这一轮里没有第 {int(digits)} 号问题。", WRONG_USAGE)
    return Choice(round_, entry)
