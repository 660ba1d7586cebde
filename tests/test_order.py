"""The reading order of the code is its import order; impure things stay on their floors."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from golden import Golden

ROOT = Path(__file__).resolve().parents[1]

PAGE = ROOT / "docs/dev/reading-order.md"
ORDER = tuple(name.replace("/", ".") for name in re.findall(r"^- `(\S+)\.py`", PAGE.read_text("utf-8"), re.MULTILINE))
"""The modules as the page lists them: a new one is given a line there, which `--update-golden` completes."""


_ABOUT = """\
# Reading order

The code is read from top to bottom, and a module imports only modules that stand before it
(`tests/test_order.py` holds both). A folder is a floor.
"""
_BESIDE = """\

Templates: `templates/pages/` use `templates/layouts/` and `templates/components/`; components know only
their arguments. Styles: `static/css/components/` has one file for each component, under the same name;
`pages/` what one kind of page alone has, `blocks/` what several pages or a script write without a template of its own.
"""


@cache
def modules() -> dict[str, ast.Module]:
    """Every module of the package but the one-line `__init__` files, parsed."""
    trees = {}
    for path in sorted((ROOT / "rectify").rglob("*.py")):
        if path.name != "__init__.py":
            name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            trees[name] = ast.parse(path.read_text(encoding="utf-8"))
    return trees


def imports(tree: ast.Module) -> Iterator[str]:
    """The modules of this package that *tree* imports, anywhere in it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.startswith("rectify"))
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("rectify"):
            inner = [f"{node.module}.{alias.name}" for alias in node.names]
            yield from (name if name in ORDER else str(node.module) for name in inner)


def calls(tree: ast.Module) -> set[str]:
    """The names called in *tree*, dotted where they are: `print`, `time.time`."""
    return {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}


def test_the_order_names_every_module() -> None:
    """A new module has to take its place in the order."""
    assert sorted(ORDER) == sorted(modules())


def test_the_reading_order_is_the_import_order() -> None:
    """A module imports only modules that stand before it."""
    backward = [
        f"{name} imports {other}"
        for place, name in enumerate(ORDER)
        for other in imports(modules()[name])
        if other not in ORDER[:place]
    ]

    assert backward == []


def test_no_import_is_for_types_only() -> None:
    """An import under TYPE_CHECKING would hide a cycle."""
    guarded = [path.name for path in (ROOT / "rectify").rglob("*.py") if "TYPE_CHECKING" in path.read_text("utf-8")]

    assert guarded == []


def test_only_the_terminal_prints() -> None:
    """What people read is said in one place."""
    loud = [name for name, tree in modules().items() if "print" in calls(tree) and ".terminal." not in name]

    assert loud == []


def test_nobody_reads_the_clock_before_the_terminal() -> None:
    """A build of the same input is the same on any day (G-20)."""
    clock = re.compile(r"(?:^|\.)(?:now|today|time|monotonic|perf_counter|localtime|getenv|setlocale)$")
    impure = [
        f"{name}: {call}"
        for name, tree in modules().items()
        for call in calls(tree)
        if clock.search(call) and ".terminal." not in name and call != "dt.time"
    ]

    assert impure == []


def test_only_the_terminal_catches_everything() -> None:
    """Our own mistakes are not swallowed on the way."""
    swallowing = [
        name
        for name, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or ast.unparse(node.type) in ("Exception", "BaseException"))
    ]

    assert swallowing == ["rectify.terminal.cli"]


def test_the_reading_order_page_follows_the_code(golden: Golden) -> None:
    """docs/dev/reading-order.md is made of the order and the first sentence of each module's docstring."""
    golden.file(PAGE, reading_order_text())


def reading_order_text() -> str:
    """The page: floors with what their `__init__` says, modules with the first paragraph of their docstrings."""
    pieces = [_ABOUT]
    floor = ""
    for name in ORDER:
        path = "/".join(name.split("."))
        if (parent := path.rpartition("/")[0]) != floor:
            floor = parent
            own = ast.get_docstring(ast.parse((ROOT / floor / "__init__.py").read_text("utf-8"))) or ""
            pieces.append(f"\n## {floor}: {own.partition(chr(10))[0]}\n\n")
        first = (ast.get_docstring(modules()[name]) or "").partition("\n\n")[0].replace("\n", " ")
        pieces.append(f"- `{path}.py` — {first}\n")
    return "".join((*pieces, _BESIDE))
