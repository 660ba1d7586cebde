"""Outputs → bytes. A mistake in a template becomes a diagnostic at its line."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import jinja2

from rectify.ground.diagnostics import Diagnostic, SourceError, Span
from rectify.making.plan import Output, Page, Plan


def environment(templates: Path) -> jinja2.Environment:
    """Jinja over the folder *templates*: everything escaped, nothing undefined."""
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(templates),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


def render(plan: Plan, templates: Path) -> Iterator[tuple[Output, bytes]]:
    """The bytes of each output of *plan*, in its order.

    Raises SourceError at the template's line if one cannot be used.
    """
    jinja = environment(templates)
    jinja.globals["frame"] = plan.frame
    for output in plan.outputs:
        yield output, _make(output, jinja, templates)


def _make(output: Output, jinja: jinja2.Environment, templates: Path) -> bytes:
    if not isinstance(output, Page):
        return output.make(output.inputs)
    try:
        template = jinja.get_template(output.template)
        html: str = template.render(page=output.view, head=output.view.head)
    except jinja2.TemplateSyntaxError as error:
        span = Span(PurePosixPath("templates", error.name or output.template), error.lineno)
        raise SourceError([_mistake(span, error.message or "")]) from error
    except jinja2.TemplateNotFound as error:
        span = Span(PurePosixPath("templates", output.template))
        raise SourceError([Diagnostic(span, "T002", f"找不到模板 {error.name}", "从版本库里找回它")]) from error
    except jinja2.TemplateError as error:
        raise SourceError([_mistake(_last_place(error, templates, output), error.message or "")]) from error
    return html.encode()


def _last_place(error: Exception, templates: Path, output: Page) -> Span:
    """Where in which template it went wrong: the last frame of the traceback in our folder."""
    for step in reversed(traceback.extract_tb(error.__traceback__)):
        path = Path(step.filename)
        if path.is_relative_to(templates):
            return Span(PurePosixPath("templates", path.relative_to(templates).as_posix()), step.lineno or 1)
    return Span(PurePosixPath("templates", output.template))


def _mistake(span: Span, said: str) -> Diagnostic:
    return Diagnostic(span, "T001", f"模板有误：{said}", "改正这一行；模板语法见 docs/templates.md")
