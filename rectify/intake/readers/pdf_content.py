"""What a page of a PDF paints: the glyphs and ruling lines of its content stream (ISO 32000-1, 8.5 and 9.4)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from rectify.intake.readers.pdf_fonts import PdfFont, font_in
from rectify.intake.readers.placed import Glyph, Rule, level_or_upright, rules_of_box

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Final[Matrix] = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_THIN: Final = 2.5  # points: a box so thin is a line
_SLANT: Final = 0.05
_DEEPEST: Final = 12  # forms within forms
_INVISIBLE: Final = (3, 7)  # text that is neither filled nor stroked
_BOTH: Final = 2  # filled and stroked: how programs make letters bold


class TooMuchError(Exception):
    """The page paints more than a notice has."""


@dataclass(frozen=True, slots=True)
class State:
    """The part of the graphics state that places text."""

    ctm: Matrix
    font: PdfFont | None = None
    size: float = 0.0
    letter: float = 0.0  # Tc
    word: float = 0.0  # Tw
    stretch: float = 1.0  # Tz
    leading: float = 0.0
    rise: float = 0.0
    mode: int = 0


def times(a: Matrix, b: Matrix) -> Matrix:
    """The matrix that first does *a*, then *b*."""
    return (
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    )


class Painter:
    """Follows the operators of content streams.

    *parse* gives the operators of a form within the page, *fonts* keeps what was read of them for the next page.
    """

    def __init__(
        self, ctm: Matrix, parse: Callable[[Any], Sequence[tuple[Any, bytes]]], limit: int, fonts: dict[str, PdfFont]
    ) -> None:
        self.fonts = fonts
        self.state, self.parse, self.left = State(ctm), parse, limit
        self.glyphs: list[Glyph] = []
        self.rules: list[Rule] = []
        self.slanted: list[str] = []
        self.pictures = 0
        self.unknown: set[str] = set()  # names of fonts that do not say what their glyphs mean
        self.stack: list[State] = []
        self.path: list[tuple[float, ...]] = []
        self.start = self.point = (0.0, 0.0)
        self.line = self.text = IDENTITY

    def run(self, operations: Sequence[tuple[Any, bytes]], resources: Mapping[str, Any], depth: int = 0) -> None:
        """Follow *operations*, whose fonts and forms are in *resources*."""
        self.left -= len(operations)
        if self.left < 0:
            raise TooMuchError
        for operands, operator in operations:
            if operator == b"Tf":
                self.choose_font(operands, resources)
            elif operator == b"Do":
                self.paint(operands, resources, depth)
            elif operator in _STATE:
                _STATE[operator](self, [float(one) for one in operands])
            elif operator in _SHOWING:
                self.show(operator, operands)
            elif operator in _PAINTING:
                self.stroke(operator)

    def choose_font(self, operands: Sequence[Any], resources: Mapping[str, Any]) -> None:
        """Take the font and size for what is shown from now on."""
        fonts = resources.get("/Font", {})
        item = fonts[operands[0]].get_object() if operands[0] in fonts else None
        key = str(getattr(item, "indirect_reference", None) or id(item))
        if item is not None and key not in self.fonts:
            self.fonts[key] = font_in(item)
        font = None if item is None else self.fonts[key]
        self.state = replace(self.state, font=font, size=float(operands[1]))

    def paint(self, operands: Sequence[Any], resources: Mapping[str, Any], depth: int) -> None:
        """Paint a picture or a form: a content stream of its own."""
        item = resources.get("/XObject", {}).get(operands[0])
        item = None if item is None else item.get_object()
        if item is None or item.get("/Subtype") == "/Image":
            self.pictures += item is not None
        elif depth < _DEEPEST:
            kept = self.state, self.stack, self.line, self.text
            own = tuple(float(one) for one in item.get("/Matrix", IDENTITY))
            self.state = replace(self.state, ctm=times(own, self.state.ctm))  # type: ignore[arg-type]
            self.stack = []
            inner = item.get("/Resources")
            self.run(self.parse(item), resources if inner is None else inner.get_object(), depth + 1)
            self.state, self.stack, self.line, self.text = kept

    def show(self, operator: bytes, operands: Sequence[Any]) -> None:
        """Show text, after what the operator does before."""
        if operator == b'"':
            self.state = replace(self.state, word=float(operands[0]), letter=float(operands[1]))
        if operator in (b"'", b'"'):
            _move(self, [0.0, -self.state.leading])
        for part in operands[0] if operator == b"TJ" else operands[-1:]:
            if isinstance(part, (int, float)):
                shift = -float(part) / 1000 * self.state.size * self.state.stretch
                self.text = times((1, 0, 0, 1, shift, 0), self.text)
            elif self.state.font is not None:
                self.show_string(part, self.state.font)

    def show_string(self, part: Any, font: PdfFont) -> None:
        """Place the glyphs of one string, the text matrix moving on with each; slanted text is noted apart."""
        state = self.state
        a, b, _, _, e, f = times(self.text, state.ctm)
        place = times((state.size * state.stretch, 0, 0, state.size, 0, state.rise), times(self.text, state.ctm))
        size = abs(place[3]) or abs(place[0])
        is_level = abs(place[1]) <= _SLANT * size and abs(place[2]) <= size and place[0] > 0
        bold = state.mode == _BOTH or font.bold
        unseen = state.mode in _INVISIBLE
        shift = place[4] - e, place[5] - f
        along = 0.0
        for code, text, width in font.glyphs(part):
            if is_level:
                x, y = e + shift[0] + along * a, f + shift[1] + along * b
                self.glyphs.append(Glyph(text, x, y, width / 1000 * place[0], size, bold, unseen))
            else:
                self.slanted.append(text)
            step = width / 1000 * state.size + state.letter + (state.word if code == " " else 0)
            along += step * state.stretch
        self.text = times((1, 0, 0, 1, along, 0), self.text)
        if font.is_unknown:
            self.unknown.add(font.name)

    def on_page(self, x: float, y: float) -> tuple[float, float]:
        """A point of user space on the page."""
        a, b, c, d, e, f = self.state.ctm
        return a * x + c * y + e, b * x + d * y + f

    def stroke(self, operator: bytes) -> None:
        """End a path: painted lines and thin boxes are ruling lines."""
        if operator != b"n":
            filled_only = operator in (b"f", b"F", b"f*")
            for shape in self.path:
                x1, y1, x2, y2 = shape[:4]
                if len(shape) > 4:  # noqa: PLR2004 - a box
                    box = (min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))
                    found = rules_of_box(*box, _THIN)
                    self.rules += found[:1] if len(found) == 1 else () if filled_only else found
                elif not filled_only and (rule := level_or_upright(x1, y1, x2, y2, _THIN)):
                    self.rules.append(rule)
        self.path = []


def _move(painter: Painter, by: Sequence[float]) -> None:
    painter.line = painter.text = times((1, 0, 0, 1, by[0], by[1]), painter.line)


def _lead(painter: Painter, by: Sequence[float]) -> None:
    painter.state = replace(painter.state, leading=-by[1])
    _move(painter, by)


def _next_line(painter: Painter, _: Sequence[float]) -> None:
    _move(painter, [0.0, -painter.state.leading])


def _place_text(painter: Painter, said: Sequence[float]) -> None:
    painter.line = painter.text = tuple(said[:6])  # type: ignore[assignment]


def _begin_text(painter: Painter, _: Sequence[float]) -> None:
    painter.line = painter.text = IDENTITY


def _save(painter: Painter, _: Sequence[float]) -> None:
    painter.stack.append(painter.state)


def _restore(painter: Painter, _: Sequence[float]) -> None:
    if painter.stack:
        painter.state = painter.stack.pop()


def _transform(painter: Painter, said: Sequence[float]) -> None:
    painter.state = replace(painter.state, ctm=times(tuple(said[:6]), painter.state.ctm))  # type: ignore[arg-type]


def _go(painter: Painter, said: Sequence[float]) -> None:
    painter.start = painter.point = painter.on_page(said[0], said[1])


def _draw(painter: Painter, said: Sequence[float]) -> None:
    there = painter.on_page(said[-2], said[-1])
    if len(said) == 2:  # noqa: PLR2004 - curves have more
        painter.path.append((*painter.point, *there))
    painter.point = there


def _close(painter: Painter, _: Sequence[float]) -> None:
    painter.path.append((*painter.point, *painter.start))
    painter.point = painter.start


def _box(painter: Painter, said: Sequence[float]) -> None:
    x, y, width, height = said[:4]
    painter.path.append((*painter.on_page(x, y), *painter.on_page(x + width, y + height), 0.0))


def _set(name: str, scale: float = 1.0) -> Callable[[Painter, Sequence[float]], None]:
    def set_it(painter: Painter, said: Sequence[float]) -> None:
        value = int(said[0]) if name == "mode" else said[0] * scale
        painter.state = replace(painter.state, **{name: value})  # type: ignore[arg-type]

    return set_it


_STATE: Final[Mapping[bytes, Callable[[Painter, Sequence[float]], None]]] = {
    b"q": _save,
    b"Q": _restore,
    b"cm": _transform,
    b"BT": _begin_text,
    b"Td": _move,
    b"TD": _lead,
    b"T*": _next_line,
    b"Tm": _place_text,
    b"Tc": _set("letter"),
    b"Tw": _set("word"),
    b"Tz": _set("stretch", 0.01),
    b"TL": _set("leading"),
    b"Ts": _set("rise"),
    b"Tr": _set("mode"),
    b"m": _go,
    b"l": _draw,
    b"c": _draw,
    b"v": _draw,
    b"y": _draw,
    b"h": _close,
    b"re": _box,
}
_SHOWING: Final = frozenset((b"Tj", b"TJ", b"'", b'"'))
_PAINTING: Final = frozenset((b"S", b"s", b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*", b"n"))
