"""The pattern page of `serve`: every component with its examples, in every theme, as the files are now.

A theme is an attribute of <html>, so each example stands in small documents of its own, one for a
theme. They load what the site's own pages load. Built sites never hold any of this.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, NamedTuple

import jinja2
from markupsafe import Markup

from rectify.engine.look import look_of
from rectify.engine.render import Templates, environment, templates_of
from rectify.field import addresses
from rectify.ground.diagnostics import SourceError
from rectify.live import ASSETS
from rectify.making.examples import FOLDER, Example, component_purpose, components, example_html, examples
from rectify.terminal.overlay import overlay

AT: Final = "/__rectify__/patterns/"
STYLES: Final = f"{addresses.asset_folder(ASSETS)}/site.css"
CHOICES: Final[Mapping[str, Mapping[str, str]]] = {
    "theme": {"light": "浅色", "dark": "深色", "contrast": "白字黑底", "yellow": "黄字黑底", "paper": "纸上"},
    "size": {"standard": "标准", "large": "大", "huge": "特大"},
    "width": {"narrow": "窄（320 像素）", "wide": "宽"},
}
_NAMES: Final = {"theme": "主题", "size": "字号", "width": "宽度"}
_PAPER: Final = "paper"
_HERE: Final = Path(__file__).parent
_FILES: Final = {"patterns.css": "text/css", "patterns.js": "text/javascript"}
_LOADED = re.compile(r'<link rel="(?:stylesheet|icon)"[^>]*>|<script src="[^>]*></script>')
_CANONICAL = re.compile(r'<link rel="canonical"[^>]*>')  # scripts cite it
_SHEET = re.compile(r'(<link rel="stylesheet" href=")[^"]*site\.css"')
_MEDIA = re.compile(r"@media[^{]*")


class Look(NamedTuple):
    """How examples are looked at: theme, size of letters, width of the window."""

    theme: str = "light"
    size: str = "standard"
    width: str = "narrow"

    def query(self, **other: str) -> str:
        """The query of an address with this look, or with the changes in *other*."""
        return "?" + "&".join(f"{name}={value}" for name, value in self._replace(**other)._asdict().items())


class Answer(NamedTuple):
    """What a browser gets."""

    kind: str
    data: bytes


class _RenderedExample(NamedTuple):
    """An example as the page shows it: where its documents are, its HTML, or what is wrong with it."""

    name: str
    number: int
    html: str
    problems: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Patterns:
    """The pattern pages of the project *root*; *read* gives the files of its site."""

    root: Path
    read: Callable[[str], bytes | None]
    _pages: jinja2.Template = field(default_factory=lambda: environment([_HERE]).get_template("patterns.html"))
    """Our own: the site's templates may be broken just now."""

    def answer(self, name: str, query: Mapping[str, str]) -> Answer | None:
        """What stands at the address *name* below `AT`, or None."""
        look = Look(**{key: query[key] for key, known in CHOICES.items() if query.get(key) in known})
        if name in _FILES:
            return Answer(_FILES[name], (_HERE / name).read_bytes())
        if name == "paper.css":
            return Answer("text/css", _on_paper((self.read(STYLES) or b"").decode()).encode())
        component, _, number = name.removesuffix(".html").partition("/")
        if component in ("", "index"):
            return self._page("list", look, entries=list(self._entries()), missing=self._missing())
        if component not in components(self._templates):
            return None
        return self._document(component, number, look) if number else self._component(component, look)

    @property
    def _templates(self) -> Templates:
        return templates_of(look_of(self.root))

    def _missing(self) -> bool:
        return not (self.root / FOLDER).is_dir()

    def _entries(self) -> Iterator[dict[str, Any]]:
        jinja = environment(self._templates)
        for name in components(self._templates):
            shown, problems = self._examples(jinja, name, 1)
            about = component_purpose(self._templates, name)
            yield {"name": name, "about": about, "shown": shown, "problems": problems}

    def _component(self, name: str, look: Look) -> Answer:
        names = components(self._templates)
        place = names.index(name)
        shown, problems = self._examples(environment(self._templates), name)
        return self._page(
            "component",
            look,
            name=name,
            about=component_purpose(self._templates, name),
            shown=shown,
            problems=problems,
            missing=self._missing(),
            before=names[place - 1] if place else None,
            after=names[place + 1] if place + 1 < len(names) else None,
        )

    def _examples(
        self, jinja: jinja2.Environment, name: str, most: int | None = None
    ) -> tuple[list[_RenderedExample], list[dict[str, Any]]]:
        if self._missing():
            return [], []
        try:
            all_examples = examples(self.root, name)
        except SourceError as error:
            return [], self._problems(error)
        return [self._render(jinja, name, number, one) for number, one in enumerate(all_examples[:most], 1)], []

    def _render(self, jinja: jinja2.Environment, name: str, number: int, example: Example) -> _RenderedExample:
        try:
            return _RenderedExample(example.name, number, example_html(jinja, self._templates, name, example), [])
        except SourceError as error:
            return _RenderedExample(example.name, number, "", self._problems(error))

    def _problems(self, error: SourceError) -> list[dict[str, Any]]:
        problems: list[dict[str, Any]] = overlay(self.root, error.diagnostics)["problems"]
        return problems

    def _document(self, name: str, number: str, look: Look) -> Answer | None:
        """One example by itself, as a page of the site would show it."""
        every, _ = self._examples(environment(self._templates), name)
        shown = next((one for one in every if str(one.number) == number), None)
        if shown is None:
            return None
        html = Markup(shown.html)  # noqa: S704 - made of a template
        return self._page("document", look, name=name, example=shown, html=html)

    def _page(self, kind: str, look: Look, **shown: Any) -> Answer:
        common = {"kind": kind, "at": AT, "look": look, "choices": CHOICES, "names": _NAMES, "folder": FOLDER}
        html = self._pages.render(**common, **self._site_chrome(look), **shown)
        return Answer("text/html", html.encode())

    def _site_chrome(self, look: Look) -> dict[str, Any]:
        """What the site's own pages load, and what they say on <html>."""
        page = (self.read(addresses.NOT_FOUND) or b"").decode()  # its addresses hold everywhere
        meta = page.partition("</head>")[0]
        loaded = "\n".join(_LOADED.findall(meta)) or f'<link rel="stylesheet" href="/{STYLES}">'
        alone = "\n".join([*_CANONICAL.findall(meta), loaded])
        if look.theme == _PAPER:
            alone = _SHEET.sub(rf'\g<1>{AT}paper.css"', alone)
        attributes = re.search(r"<html([^>]*)>", meta)
        return {
            "loaded": Markup(loaded),  # noqa: S704 - of a page that was made
            "loaded_alone": Markup(alone),  # noqa: S704 - the same
            "said": Markup(attributes[1] if attributes else ' lang="zh-CN"'),  # noqa: S704 - the same
        }


def _on_paper(css: str) -> str:
    """The style sheet as a printer reads it, for a screen."""
    return _MEDIA.sub(lambda match: match[0].replace("print", "all").replace("screen", "tty"), css)
