"""From an output to its bytes, through Jinja; a mistake in a template becomes a diagnostic at its line."""

from __future__ import annotations

import contextlib
import re
import traceback
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

import jinja2
import jinja2.compiler
import jinja2.debug
from markupsafe import Markup, escape

from rectify.engine.output import Output, Page, make_value
from rectify.engine.parts import Parts
from rectify.engine.stamps import digest_of
from rectify.ground.diagnostics import Diagnostic, SourceError, Span
from rectify.ground.files import read_file, write_atomically
from rectify.ground.richtext import is_foreign, keep_together

Make = Callable[[Output], bytes]
Render = Callable[[Parts, Output], bytes]
Templates = Sequence[Path]
"""Folders of templates; a template in an earlier one goes before that of the same name in a later one."""

OF_PROGRAM = "程序自带"
"""Stands before the path of a template that is not the project's own."""

_SPECIAL = re.compile("[&<>\"']").search


class _Generator(jinja2.compiler.CodeGenerator):
    """Jinja's code generator, escaping by `Environment.escaped`."""

    def _output_child_pre(self, node: Any, frame: Any, finalize: Any) -> None:
        if frame.eval_ctx.autoescape and not frame.eval_ctx.volatile and finalize.src is None:
            self.write("environment.escaped(")
        else:
            super()._output_child_pre(node, frame, finalize)


class _Template(jinja2.Template):
    """A template whose macros see only their arguments, so that one compiled module of macros serves all pages."""

    def _get_default_module(self, ctx: Any = None) -> Any:  # noqa: ARG002 - nothing of the page's
        return super()._get_default_module()


class _Environment(jinja2.Environment):
    """Jinja's environment, quicker at escaping and at looking up templates.

    markupsafe's `escape` makes a Markup object of every string, although most hold nothing to escape. Jinja looks a
    template up again at every import; here each is looked up once, since none changes within a build.
    """

    code_generator_class = _Generator
    template_class = _Template

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._templates: dict[str, jinja2.Template] = {}

    @staticmethod
    def escaped(value: Any) -> Any:
        """*value*, escaped for HTML unless it is Markup; called by the generated code."""
        if type(value) is str:
            return escape(value) if _SPECIAL(value) else value
        return value if type(value) is Markup else escape(value)

    def get_template(self, name: Any, parent: str | None = None, globals: Any = None) -> jinja2.Template:  # noqa: A002
        """The template called *name*, looked up once."""
        template = self._templates.get(name)
        if template is None:
            template = self._templates[name] = super().get_template(name, parent, globals)
        return template


class _Loader(jinja2.FileSystemLoader):
    """Loads templates from the first folder that has them; links that lead out of a project are a SourceError."""

    def __init__(self, templates: Templates) -> None:
        super().__init__(templates)
        self._templates = templates

    def get_source(self, environment: jinja2.Environment, template: str) -> Any:
        """The text of the *template*, its file and whether it is still the same."""
        for folder in self._templates:
            with contextlib.suppress(FileNotFoundError):
                read_file(folder.parent, PurePosixPath(folder.name, template))
                break
        return super().get_source(environment, template)


class _CompiledTemplates(jinja2.BytecodeCache):
    """Keeps compiled templates in a folder, each behind its digest; a damaged one is compiled again."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def load_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        """Fill the *bucket* from its file, if there is one and its digest is right."""
        with contextlib.suppress(OSError):
            digest, _, data = (self._folder / bucket.key).read_bytes().partition(b"\n")
            if digest == digest_of(data).encode():
                bucket.bytecode_from_string(data)

    def dump_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        """Write the *bucket* to its file; if the folder cannot be written, templates are compiled by every build."""
        data = bucket.bytecode_to_string()
        with contextlib.suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            write_atomically(self._folder / bucket.key, digest_of(data).encode() + b"\n" + data)


def environment(templates: Templates, compiled: Path | None = None) -> jinja2.Environment:
    """A Jinja environment over the folders *templates*: values are escaped, undefined names are errors.

    With *compiled*, compiled templates are kept in that folder.
    """
    jinja = _Environment(
        loader=_Loader(templates),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        bytecode_cache=_CompiledTemplates(compiled) if compiled else None,
    )
    jinja.tests["foreign"] = is_foreign
    jinja.filters["keep_together"] = keep_together
    return jinja


def renderer(site_chrome: Any, roots: Sequence[Path], compiled: Path | None = None) -> Render:
    """A function that makes the bytes of an output, with the templates in the folders `templates/` of *roots*.

    Templates see *site_chrome* on every page; compiled templates are kept in the folder *compiled*. The function takes
    the parts of the plan that the output belongs to, which make documents and open the texts that outputs name, and the
    output. It raises SourceError with the line of the template if a template is wrong.
    """
    templates = templates_of(roots)
    jinja = environment(templates, compiled)
    jinja.globals["site_chrome"] = site_chrome
    header_footers = _HeaderFooters(jinja, site_chrome)

    def render(parts: Parts, output: Output) -> bytes:
        if not isinstance(output, Page):
            return parts.make(output)
        with template_mistakes(templates, output.template):
            view = make_value(output, parts.texts_of(output))
            template = jinja.get_template(output.template)
            html: str = template.render(
                page=view, page_meta=view.meta, header_footer=header_footers.parts_for(view.meta)
            )
        return html.encode()

    return render


def templates_of(roots: Sequence[Path]) -> Templates:
    """The folders of templates in *roots*."""
    return tuple(root / "templates" for root in roots)


@contextlib.contextmanager
def template_mistakes(templates: Templates, name: str) -> Iterator[None]:
    """A context that turns a mistake in the template *name*, or in one that it uses, into a SourceError."""
    try:
        yield
    except UnicodeDecodeError as error:
        raise SourceError([_not_utf8(templates, name)]) from error
    except (jinja2.TemplateError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        jinja2.debug.rewrite_traceback_stack()  # gives a macro that was called by itself its template's lines
        if not isinstance(error, jinja2.TemplateError) and _last_place(error, templates) is None:
            raise
        raise SourceError([_diagnostic(error, templates, name)]) from error


class _HeaderFooters:
    """Makes header and footer, once for all pages of a body with the same depth and the same place in the navigation."""

    def __init__(self, jinja: jinja2.Environment, site_chrome: Any) -> None:
        self._jinja = jinja
        self._site_chrome = site_chrome
        self._made: dict[Any, dict[str, Markup]] = {}

    def parts_for(self, meta: Any) -> dict[str, Markup]:
        key = (meta.root, meta.navigation, meta.body)
        if key not in self._made:
            self._made[key] = {
                "header": self._component("site-header", "site_header", meta),
                "footer": self._component("official-footer", "official_footer", meta),
            }
        return self._made[key]

    def _component(self, name: str, macro: str, meta: Any) -> Markup:
        module: Any = self._jinja.get_template(f"components/{name}.html").module
        return Markup(getattr(module, macro)(self._site_chrome, meta))  # noqa: S704 - a template's own output


def _not_utf8(templates: Templates, name: str) -> Diagnostic:
    """The diagnostic for the first template that is not UTF-8."""
    wrong = _span(templates, name)
    for folder in reversed(templates):
        for path in sorted(folder.rglob("*.html")):
            try:
                if path.is_file():
                    path.read_text("utf-8")
            except UnicodeDecodeError:  # noqa: PERF203 - a mistake was made; time does not matter
                wrong = _span([folder], path.relative_to(folder).as_posix())
    return Diagnostic(wrong, "T003", "模板不是 UTF-8 编码", "用编辑器“另存为”，编码选 UTF-8")


def _diagnostic(error: Exception, templates: Templates, name: str) -> Diagnostic:
    from rectify.engine.template_errors import template_fault  # noqa: PLC0415 - templates are seldom wrong

    if isinstance(error, jinja2.TemplateSyntaxError):
        span = _span(templates, error.name or name, error.lineno)
    elif isinstance(error, jinja2.TemplateNotFound):
        return Diagnostic(_span(templates, name), "T002", f"找不到模板 {error.name}", "从备份（或者版本库）里找回它")
    else:
        span = _last_place(error, templates) or _span(templates, name)
    remedy = "改正这一行；模板语法见 python3 build.py docs look"
    if span.path.parts[0] == OF_PROGRAM:
        remedy = "它是自带的，用到了您放在 templates/ 里的部件：对照自带的同名部件，改正您那一份"
    return Diagnostic(span, "T001", f"模板有误：{template_fault(error)}", remedy)


def _span(templates: Templates, name: str, line: int = 1) -> Span:
    """The place of the template *name* as people know it: from the project's root, or as one of the program's."""
    whose = next((folder for folder in templates if (folder / name).exists()), templates[0])
    path = PurePosixPath("templates", name)
    return Span(path if whose == templates[0] else PurePosixPath(OF_PROGRAM, path), line)


def _last_place(error: Exception, templates: Templates) -> Span | None:
    """The template and line of the error: those of the last frame of its traceback that lies in *templates*."""
    for step in reversed(traceback.extract_tb(error.__traceback__)):
        path = Path(step.filename)
        for folder in templates:
            if path.is_relative_to(folder):
                return _span(templates, path.relative_to(folder).as_posix(), step.lineno or 1)
    return None
