"""What tests would work out again and again from the same bytes, remembered in a process.

The minimal site has the program's look, and hundreds of tests build, check or publish it: compiling its templates was
three quarters of a build, parsing its style sheets and compressing its files two thirds of a publication.
"""

from __future__ import annotations

import contextlib
from functools import lru_cache, partial
from types import CodeType
from typing import Any

import jinja2

from rectify.checks import stylesheets
from rectify.engine import render

_MOST = 4000
"""How many files are remembered of each kind."""


def remember() -> None:
    """Remember code of templates, faults of style sheets, and files compressed with Brotli, which tests do quickly."""
    environment: Any = type(render.environment(()))
    environment.compile = _compiled
    faults = stylesheets._faults
    stylesheets._faults = lru_cache(_MOST)(lambda text: tuple(faults(text)))
    with contextlib.suppress(ImportError):
        import brotli

        brotli.compress = lru_cache(_MOST)(partial(brotli.compress, quality=5))


_known: dict[tuple[str, str], CodeType] = {}


def _compiled(environment: jinja2.Environment, source: str, name: str, filename: str) -> CodeType:
    """The code of a template, compiled if none of that *name* and *source* was before."""
    if (name, source) not in _known:
        _known[name, source] = jinja2.Environment.compile(environment, source, name, filename)
    return _in_file(_known[name, source], filename)


def _in_file(code: CodeType, filename: str) -> CodeType:
    """The *code* as compiled from the file *filename*, which tracebacks name."""
    constants = (_in_file(one, filename) if isinstance(one, CodeType) else one for one in code.co_consts)
    return code.replace(co_filename=filename, co_consts=tuple(constants))
