"""What stops a command: printed in one form, and turned into the exit code."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import ParamSpec

from rectify.ground.diagnostics import SourceError
from rectify.release.errors import PublishError
from rectify.terminal import messages
from rectify.terminal.exit_codes import SITE_HAS_ERRORS

_Parameters = ParamSpec("_Parameters")


class StoppedError(Exception):
    """What was asked for cannot be done; the message says why in Chinese, `code` is the exit code."""

    def __init__(self, message: str, code: int = SITE_HAS_ERRORS) -> None:
        super().__init__(message)
        self.code = code


def stoppable(after: str = "") -> Callable[[Callable[_Parameters, int]], Callable[_Parameters, int]]:
    """Make a command print what stops it and return the exit code; *after* is said after mistakes in the sources."""

    def decorate(run: Callable[_Parameters, int]) -> Callable[_Parameters, int]:
        @functools.wraps(run)
        def wrapper(*arguments: _Parameters.args, **named: _Parameters.kwargs) -> int:
            try:
                return run(*arguments, **named)
            except StoppedError as error:
                print(error)
                return error.code
            except SourceError as error:
                print(messages.findings_message(error.diagnostics), *filter(None, [after]), sep="\n")
            except PublishError as error:
                print(error)
            return SITE_HAS_ERRORS

        return wrapper

    return decorate
