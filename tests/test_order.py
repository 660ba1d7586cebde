"""The reading order of the code is its import order; impure things stay on their floors."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

ORDER = (
    "rectify.ground.diagnostics",
    "rectify.ground.text",
    "rectify.ground.dates",
    "rectify.ground.richtext",
    "rectify.ground.files",
    "rectify.field.words",
    "rectify.field.model",
    "rectify.field.config",
    "rectify.field.card",
    "rectify.field.shape",
    "rectify.field.schema",
    "rectify.field.skeleton",
    "rectify.field.reference",
    "rectify.source.nodes",
    "rectify.source.plainyaml",
    "rectify.source.fullyaml",
    "rectify.source.yamltree",
    "rectify.source.decode",
    "rectify.source.load",
    "rectify.site.row",
    "rectify.site.derive",
    "rectify.site.frame",
    "rectify.site.terms",
    "rectify.site.rows",
    "rectify.site.issue_view",
    "rectify.site.entries",
    "rectify.site.list_views",
    "rectify.site.page_views",
    "rectify.outputs.assets",
    "rectify.outputs.search.normal",
    "rectify.outputs.search.tables",
    "rectify.outputs.search.documents",
    "rectify.outputs.search.grams",
    "rectify.outputs.search.postings",
    "rectify.outputs.search.blocks",
    "rectify.making.output",
    "rectify.making.search",
    "rectify.making.plan",
    "rectify.making.render",
    "rectify.making.reuse",
    "rectify.checks.content",
    "rectify.checks.links",
    "rectify.checks.pages",
    "rectify.pipeline",
    "rectify.live",
    "rectify.terminal.messages",
    "rectify.terminal.progress",
    "rectify.terminal.profile",
    "rectify.terminal.edits",
    "rectify.terminal.overlay",
    "rectify.terminal.server",
    "rectify.terminal.commands",
    "rectify.terminal.environment",
    "rectify.terminal.cli",
)


def modules() -> dict[str, ast.Module]:
    """Every module of the package but the one-line `__init__` files, parsed."""
    found = {}
    for path in sorted((ROOT / "rectify").rglob("*.py")):
        if path.name != "__init__.py":
            name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            found[name] = ast.parse(path.read_text(encoding="utf-8"))
    return found


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


def test_the_reading_order_page_follows_the_code() -> None:
    """docs/reading-order.md names the modules in this order, all of them."""
    page = (ROOT / "docs/reading-order.md").read_text("utf-8")
    named = re.findall(r"`(rectify/[\w/]+\.py)`", page)

    assert named == [name.replace(".", "/") + ".py" for name in ORDER]
