"""Components and their examples: reads the examples, and renders them with the templates as they are now."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from types import SimpleNamespace
from typing import Any, Final, NamedTuple

import jinja2
import yaml

from rectify.engine.render import Templates, template_mistakes
from rectify.ground.diagnostics import Diagnostic, SourceError, Span
from rectify.ground.text import join_lines
from rectify.source.fullyaml import in_chinese
from rectify.source.yamltree import decode_text

FOLDER: Final = "tests/components"
_KINDS: Final[dict[str, type]] = {"name": str, "macro": str, "arguments": list}
_COMMENT = re.compile(r"\{#-?(.*?)-?#\}", re.DOTALL)


class Example(NamedTuple):
    """An example of a component: its name, the macro and its arguments, and the place in the file."""

    name: str
    macro: str
    arguments: tuple[Any, ...]
    span: Span


def components(templates: Templates) -> tuple[str, ...]:
    """The names of all components in the folders *templates*."""
    return tuple(sorted({path.stem for folder in templates for path in (folder / "components").glob("*.html")}))


def component_purpose(templates: Templates, name: str) -> str:
    """The purpose of a component: the first comment of its template, or an empty text."""
    paths = (folder / "components" / f"{name}.html" for folder in templates)
    text = next(path for path in paths if path.is_file()).read_text("utf-8", errors="replace")
    match = _COMMENT.search(text)
    return join_lines(match[1].strip()) if match else ""


def examples(root: Path, name: str) -> tuple[Example, ...]:
    """The examples of the component *name*; raises SourceError (T004, Y005) if their file is missing or wrong."""
    path = PurePosixPath(FOLDER, f"{name}.yaml")
    try:
        text = decode_text((root / path).read_bytes(), path)
    except FileNotFoundError:
        raise SourceError(
            [Diagnostic(Span(path), "T004", "没有例子文件", "从备份（或者版本库）里找回它，或者新写一个")]
        ) from None
    listed = _list_items(text, path)
    wrong = [Diagnostic(span, "T004", *fault) for value, span in listed if (fault := _fault(value))]
    if wrong:
        raise SourceError(wrong)
    return tuple(
        Example(value["name"], value["macro"], tuple(map(_as_attributes, value["arguments"])), span)
        for value, span in listed
    )


def example_html(jinja: jinja2.Environment, templates: Templates, name: str, example: Example) -> str:
    """The HTML of an *example*; raises SourceError if the component has no such macro or fails with these arguments."""
    template = f"components/{name}.html"
    with template_mistakes(templates, template):
        module = jinja.get_template(template).module
    macro: Any = getattr(module, example.macro, None)
    wrong = ""
    if macro is None:
        wrong = f"{template} 里没有宏 {example.macro}"
    elif len(example.arguments) > len(macro.arguments):
        wrong = f"宏 {example.macro} 最多用 {len(macro.arguments)} 项，这里的 arguments 有 {len(example.arguments)} 项"
    if wrong:
        raise SourceError([Diagnostic(example.span, "T004", wrong, "改正例子，或者改正模板")])
    try:
        with template_mistakes(templates, template):
            return str(macro(*example.arguments)).strip()
    except SourceError as error:
        (cause,) = error.diagnostics
        diagnostic = Diagnostic(
            example.span,
            "T004",
            f"例子“{example.name}”做不出来：{cause.message}",
            f"补全例子，或者改正模板 {cause.span}",
        )
        raise SourceError([diagnostic]) from error


def _list_items(text: str, path: PurePosixPath) -> list[tuple[Any, Span]]:
    """The items of the YAML list in *text*, each with its place; raises SourceError if there is none."""
    try:
        loader = yaml.SafeLoader(text)
        node = loader.get_single_node()
        values = loader.construct_document(node) if node else None
    except yaml.MarkedYAMLError as error:
        raise SourceError([in_chinese(error, text, path)]) from None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise SourceError([Diagnostic(Span(path, line), "Y005", "这一行有看不见的字符", "删去它")]) from None
    except ValueError:  # 2025-13-01
        remedy = "不是日期、时间的加上引号"
        raise SourceError([Diagnostic(Span(path), "T004", "有一个没有的日期或者时间", remedy)]) from None
    if not isinstance(values, list):
        wrong = Diagnostic(
            Span(path), "T004", "文件里应当是例子的列表", "每个例子以 - name: 开头，接着写 macro 和 arguments"
        )
        raise SourceError([wrong])
    return list(zip(values, _places(node, path), strict=True))


def _places(node: Any, path: PurePosixPath) -> Iterator[Span]:
    for item in node.value:
        yield Span(path, item.start_mark.line + 1, item.start_mark.column + 1)


def _fault(value: Any) -> tuple[str, str] | None:
    """Message and remedy if an example is not as it should be; None if it is."""
    if not isinstance(value, dict) or value.keys() != _KINDS.keys():
        return "例子应当有 name、macro、arguments 三项，没有别的", "补上缺的，删去多的"
    wrong = [name for name, kind in _KINDS.items() if not isinstance(value[name], kind)]
    return (f"{'、'.join(wrong)} 的写法不对", "name 和 macro 是文字，arguments 是列表") if wrong else None


def _as_attributes(value: Any) -> Any:
    """The value with mappings as objects, since templates read attributes."""
    if isinstance(value, dict):
        return SimpleNamespace(**{str(key): _as_attributes(inner) for key, inner in value.items()})
    return [_as_attributes(inner) for inner in value] if isinstance(value, list) else value
