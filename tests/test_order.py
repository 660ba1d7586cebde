"""The reading order of the code is its import order; impure things stay on their floors."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from golden import Golden

ROOT = Path(__file__).resolve().parents[1]

ORDER = (
    "rectify.ground.diagnostics",
    "rectify.ground.text",
    "rectify.ground.dates",
    "rectify.ground.visible",
    "rectify.ground.richtext",
    "rectify.ground.system_errors",
    "rectify.ground.windows",
    "rectify.ground.rich_faults",
    "rectify.ground.headings",
    "rectify.ground.colour",
    "rectify.ground.files",
    "rectify.ground.folders",
    "rectify.ground.lock",
    "rectify.ground.output_folder",
    "rectify.ground.qr",
    "rectify.ground.difference",
    "rectify.ground.images",
    "rectify.ground.small_images",
    "rectify.engine.stamps",
    "rectify.engine.look",
    "rectify.engine.quick",
    "rectify.engine.output",
    "rectify.engine.fingerprint",
    "rectify.engine.parts",
    "rectify.engine.store",
    "rectify.engine.blocks",
    "rectify.engine.tree",
    "rectify.engine.workers",
    "rectify.engine.memory",
    "rectify.engine.template_errors",
    "rectify.engine.render",
    "rectify.field.addresses",
    "rectify.field.words",
    "rectify.field.kinds",
    "rectify.field.life",
    "rectify.field.model",
    "rectify.field.attached",
    "rectify.field.config",
    "rectify.field.own_page",
    "rectify.field.shape",
    "rectify.field.schema",
    "rectify.field.skeleton",
    "rectify.field.reference",
    "rectify.field.particulars",
    "rectify.field.public_text",
    "rectify.field.canonical",
    "rectify.field.issue_sections",
    "rectify.extract.subjects",
    "rectify.extract.rare_words",
    "rectify.extract.sentences",
    "rectify.extract.contacts",
    "rectify.extract.bodies",
    "rectify.extract.documents",
    "rectify.extract.departments",
    "rectify.extract.dates",
    "rectify.extract.events",
    "rectify.extract.figures",
    "rectify.extract.results",
    "rectify.extract.unfinished",
    "rectify.source.nodes",
    "rectify.source.lost_text",
    "rectify.source.plainyaml",
    "rectify.source.fullyaml",
    "rectify.source.yamltree",
    "rectify.source.scalars",
    "rectify.source.decode",
    "rectify.source.attached_files",
    "rectify.source.summary",
    "rectify.source.changes",
    "rectify.source.claims",
    "rectify.source.own_pages",
    "rectify.source.sources",
    "rectify.source.load",
    "rectify.source.drafts",
    "rectify.site.issue_row",
    "rectify.site.linked_data",
    "rectify.site.anchors",
    "rectify.site.issue_text",
    "rectify.site.terms",
    "rectify.site.comparison",
    "rectify.site.document_facts",
    "rectify.site.date_facts",
    "rectify.site.figure_facts",
    "rectify.site.department_facts",
    "rectify.site.facts",
    "rectify.site.relations",
    "rectify.site.promise",
    "rectify.site.model",
    "rectify.site.derive",
    "rectify.site.public_texts",
    "rectify.citation.forms",
    "rectify.citation.pages",
    "rectify.site.chrome",
    "rectify.site.page_parts",
    "rectify.site.months",
    "rectify.site.own_page_views",
    "rectify.site.body_view",
    "rectify.site.issue_life",
    "rectify.site.collected_views",
    "rectify.site.publications_view",
    "rectify.site.list_views",
    "rectify.site.data_view",
    "rectify.site.attached_view",
    "rectify.site.fact_pages",
    "rectify.site.empty_view",
    "rectify.site.documents_view",
    "rectify.site.figures_view",
    "rectify.site.history",
    "rectify.site.issue_view",
    "rectify.site.news",
    "rectify.site.round_views",
    "rectify.site.page_views",
    "rectify.site.timeline_view",
    "rectify.site.version_views",
    "rectify.site.whole_view",
    "rectify.site.moved_view",
    "rectify.outputs.palette",
    "rectify.outputs.assets",
    "rectify.outputs.logo",
    "rectify.outputs.server_config.facts",
    "rectify.outputs.server_config.nginx",
    "rectify.outputs.server_config.apache",
    "rectify.outputs.server_config.iis",
    "rectify.outputs.server_config.files",
    "rectify.outputs.compressed",
    "rectify.outputs.dataset.fragment",
    "rectify.outputs.dataset.records",
    "rectify.outputs.dataset.catalog",
    "rectify.outputs.dataset.columns",
    "rectify.outputs.dataset.schema",
    "rectify.outputs.dataset.table",
    "rectify.outputs.dataset.package",
    "rectify.outputs.feeds",
    "rectify.outputs.sitemap",
    "rectify.outputs.markdown",
    "rectify.outputs.calendar",
    "rectify.outputs.sheet",
    "rectify.outputs.dataset.ledger",
    "rectify.search.normal",
    "rectify.search.packing",
    "rectify.search.passages",
    "rectify.search.tables",
    "rectify.search.synonyms",
    "rectify.search.documents",
    "rectify.search.grams",
    "rectify.search.postings",
    "rectify.search.blocks",
    "rectify.search.plan",
    "rectify.making.examples",
    "rectify.making.changes",
    "rectify.making.codes",
    "rectify.making.config_faults",
    "rectify.making.redirects",
    "rectify.making.facts",
    "rectify.making.data_offer",
    "rectify.making.data",
    "rectify.making.discovery",
    "rectify.making.promises",
    "rectify.making.plan",
    "rectify.making.site_plan",
    "rectify.checks.rules",
    "rectify.checks.faults",
    "rectify.checks.life",
    "rectify.checks.site",
    "rectify.checks.rounds",
    "rectify.checks.content",
    "rectify.checks.links",
    "rectify.checks.contrast",
    "rectify.checks.stylesheets",
    "rectify.checks.pages",
    "rectify.checks.names",
    "rectify.checks.privacy",
    "rectify.checks.wordlist",
    "rectify.checks.wording",
    "rectify.checks.texts",
    "rectify.checks.review",
    "rectify.checks.consistency",
    "rectify.checks.waivers",
    "rectify.checks.identity",
    "rectify.checks.report",
    "rectify.checks.sarif",
    "rectify.checks.html_report",
    "rectify.release.errors",
    "rectify.release.journal",
    "rectify.release.clock",
    "rectify.release.modes",
    "rectify.release.sums",
    "rectify.release.ownership",
    "rectify.release.pointer",
    "rectify.release.growth",
    "rectify.release.record",
    "rectify.release.changes",
    "rectify.release.parts",
    "rectify.release.comparison",
    "rectify.release.differences",
    "rectify.release.text_changes",
    "rectify.release.history",
    "rectify.release.refusals",
    "rectify.release.kept_texts",
    "rectify.release.checkpoints",
    "rectify.release.record_scripts",
    "rectify.release.publications",
    "rectify.release.release_files",
    "rectify.release.preview",
    "rectify.release.witnesses",
    "rectify.release.releases",
    "rectify.release.continuity",
    "rectify.plan_faults",
    "rectify.public_state",
    "rectify.pipeline",
    "rectify.publication",
    "rectify.live_issues",
    "rectify.live",
    "rectify.examination",
    "rectify.intake.escaping",
    "rectify.intake.readers.html_article",
    "rectify.intake.readers.signs",
    "rectify.intake.readers.lines",
    "rectify.intake.readers.package",
    "rectify.intake.readers.text",
    "rectify.intake.readers.html_looks",
    "rectify.intake.readers.html_lines",
    "rectify.intake.readers.sheet_values",
    "rectify.intake.readers.word_styles",
    "rectify.intake.readers.html",
    "rectify.intake.readers.sheet_lines",
    "rectify.intake.readers.sheet",
    "rectify.intake.readers.old_sheet",
    "rectify.intake.readers.open_styles",
    "rectify.intake.readers.open_sheet",
    "rectify.intake.readers.word_runs",
    "rectify.intake.readers.word",
    "rectify.intake.readers.open_runs",
    "rectify.intake.readers.open_text",
    "rectify.intake.readers.placed_lines",
    "rectify.intake.readers.placed_tables",
    "rectify.intake.readers.placed_text",
    "rectify.intake.readers.pdf_fonts",
    "rectify.intake.readers.pdf_content",
    "rectify.intake.readers.pdf",
    "rectify.intake.readers.ofd",
    "rectify.intake.readers.office",
    "rectify.intake.readers.kinds",
    "rectify.intake.readers.source",
    "rectify.intake.recognise.draft",
    "rectify.intake.recognise.numbering",
    "rectify.intake.recognise.slugs",
    "rectify.intake.recognise.totals",
    "rectify.intake.recognise.quotes",
    "rectify.intake.recognise.labels",
    "rectify.intake.recognise.trimming",
    "rectify.intake.recognise.statuses",
    "rectify.intake.recognise.tokens",
    "rectify.intake.recognise.outline",
    "rectify.intake.recognise.passages",
    "rectify.intake.recognise.tables",
    "rectify.intake.recognise.parsing",
    "rectify.intake.recognise.titles",
    "rectify.intake.recognise.round_facts",
    "rectify.intake.recognise.claims",
    "rectify.intake.recognise.deadlines",
    "rectify.intake.recognise.issues",
    "rectify.intake.recognise.surroundings",
    "rectify.intake.recognise.collective",
    "rectify.intake.recognise.ledger",
    "rectify.intake.recognise.unwrap",
    "rectify.intake.recognise.oddities",
    "rectify.intake.recognise.meanings",
    "rectify.intake.recognise.schemes",
    "rectify.intake.recognise.numbers",
    "rectify.intake.recognise.whole",
    "rectify.intake.recognise.sensitive",
    "rectify.intake.export.fields",
    "rectify.intake.export.ledger",
    "rectify.intake.export.notice",
    "rectify.intake.export.read_back",
    "rectify.intake.pictures",
    "rectify.intake.yaml_writing",
    "rectify.intake.update.differences",
    "rectify.intake.update.matching",
    "rectify.intake.update.assignment",
    "rectify.intake.restored_issue",
    "rectify.intake.public_issue",
    "rectify.intake.intake",
    "rectify.intake.proof.placement",
    "rectify.intake.proof.layout",
    "rectify.intake.proof.report",
    "rectify.project.targets",
    "rectify.project.wheel",
    "rectify.project.program",
    "rectify.project.bureau",
    "rectify.project.settings",
    "rectify.project.questions",
    "rectify.project.adoption",
    "rectify.project.creation",
    "rectify.project.third_party",
    "rectify.project.packing",
    "rectify.project.bag",
    "rectify.project.trial",
    "rectify.project.upgrade",
    "rectify.desk.spans",
    "rectify.desk.values",
    "rectify.desk.spelling",
    "rectify.desk.editing",
    "rectify.desk.differences",
    "rectify.desk.names",
    "rectify.desk.unsaved",
    "rectify.desk.faults",
    "rectify.desk.forms",
    "rectify.desk.overview",
    "rectify.desk.desk",
    "rectify.desk.jobs",
    "rectify.desk.acts",
    "rectify.desk.uploads",
    "rectify.desk.imports",
    "rectify.desk.first",
    "rectify.desk.attaching",
    "rectify.desk.raw",
    "rectify.desk.shown_files",
    "rectify.desk.publication",
    "rectify.desk.history",
    "rectify.desk.restoring",
    "rectify.desk.colours",
    "rectify.desk.guard",
    "rectify.desk.api",
    "rectify.terminal.exit_codes",
    "rectify.terminal.screen",
    "rectify.terminal.answers",
    "rectify.terminal.usage",
    "rectify.terminal.locking",
    "rectify.terminal.messages",
    "rectify.terminal.stopping",
    "rectify.terminal.choices",
    "rectify.terminal.progress",
    "rectify.terminal.profile",
    "rectify.terminal.edits",
    "rectify.terminal.overlay",
    "rectify.terminal.missing",
    "rectify.terminal.patterns",
    "rectify.terminal.server",
    "rectify.terminal.ready",
    "rectify.terminal.desk_commands",
    "rectify.terminal.desk",
    "rectify.terminal.reporting",
    "rectify.terminal.environment",
    "rectify.terminal.exporting",
    "rectify.terminal.importing",
    "rectify.terminal.publish_questions",
    "rectify.terminal.previewing",
    "rectify.terminal.stamping",
    "rectify.terminal.publishing",
    "rectify.terminal.approving",
    "rectify.terminal.yaml_entries",
    "rectify.terminal.supplementing",
    "rectify.terminal.revising",
    "rectify.terminal.updating",
    "rectify.terminal.initialising",
    "rectify.terminal.packing",
    "rectify.terminal.upgrading",
    "rectify.terminal.menu",
    "rectify.terminal.documentation",
    "rectify.terminal.commands",
    "rectify.terminal.cli",
    "rectify.terminal.entry",
    "rectify.project.launcher",
)


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
    golden.file(ROOT / "docs/dev/reading-order.md", reading_order_text())


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
