"""Templates compiled once for all tests of a process: that is three quarters of building a small site."""

from __future__ import annotations

from types import CodeType
from typing import Any

import jinja2

from rectify.engine import render


def share_compiled_templates() -> None:
    """Give environments of the program the code of a template of that name and text, if there is some from another."""
    environment: Any = render.environment(()).__class__
    known: dict[tuple[str, str], CodeType] = {}

    def compile_once(self: jinja2.Environment, source: str, name: str, filename: str) -> CodeType:
        if (name, source) not in known:
            known[name, source] = jinja2.Environment.compile(self, source, name, filename)
        return _in_file(known[name, source], filename)

    environment.compile = compile_once


def _in_file(code: CodeType, filename: str) -> CodeType:
    """The *code* as compiled from the file *filename*, which tracebacks name."""
    constants = (_in_file(one, filename) if isinstance(one, CodeType) else one for one in code.co_consts)
    return code.replace(co_filename=filename, co_consts=tuple(constants))
