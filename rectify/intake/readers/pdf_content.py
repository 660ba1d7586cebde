"""What a page of a PDF paints: the glyphs and ruling lines of its content stream (ISO 32000-1, 8.5 and 9.4)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from rectify.intake.readers.pdf_fonts import PdfFont, font_in
from rectify.intake.readers.placed_lines import Glyph, Rule, level_or_upright, rules_of_box

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
            elif operator in _SHOWING:
                self.show(operator, operands)
            elif operator in _PAINTING:
                self.stroke(operator)
            elif operator in _KINDS:
                _KINDS[operator](self, operator, [float(one) for one in operands])

    def set_state(self, operator: bytes, said: Sequence[float]) -> None:
        """Keep, restore or change the graphics state."""
        if operator == b"q":
            self.stack.append(self.state)
        elif operator == b"Q":
            self.state = self.stack.pop() if self.stack else self.state
        elif operator == b"cm":
            self.state = replace(self.state, ctm=times(_matrix(said), self.state.ctm))
        elif operator == b"Tr":
            self.state = replace(self.state, mode=int(said[0]))
        else:
            name, scale = _SETTINGS[operator]
            self.state = replace(self.state, **{name: said[0] * scale})  # type: ignore[arg-type]

    def place(self, operator: bytes, said: Sequence[float]) -> None:
        """Begin a text, or move to where its next line begins."""
        if operator == b"TD":
            self.state = replace(self.state, leading=-said[1])
        if operator in (b"BT", b"Tm"):
            self.line = _matrix(said) if said else IDENTITY
        else:
            x, y = (0.0, -self.state.leading) if operator == b"T*" else said[:2]
            self.line = times((1, 0, 0, 1, x, y), self.line)
        self.text = self.line

    def draw(self, operator: bytes, said: Sequence[float]) -> None:
        """Add to the path: a line, a curve (whose ends alone count), a box."""
        if operator == b"re":
            x, y, width, height = said[:4]
            self.path.append((*self.on_page(x, y), *self.on_page(x + width, y + height), 0.0))
            return
        there = self.start if operator == b"h" else self.on_page(said[-2], said[-1])
        if operator == b"m":
            self.start = there
        elif operator in (b"l", b"h"):
            self.path.append((*self.point, *there))
        self.point = there

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
            own = _matrix([float(one) for one in item.get("/Matrix", IDENTITY)])
            self.state = replace(self.state, ctm=times(own, self.state.ctm))
            self.stack = []
            inner = item.get("/Resources")
            self.run(self.parse(item), resources if inner is None else inner.get_object(), depth + 1)
            self.state, self.stack, self.line, self.text = kept

    def show(self, operator: bytes, operands: Sequence[Any]) -> None:
        """Show text, after what the operator does before."""
        if operator == b'"':
            self.state = replace(self.state, word=float(operands[0]), letter=float(operands[1]))
        if operator in (b"'", b'"'):
            self.place(b"T*", [])
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


def _matrix(said: Sequence[float]) -> Matrix:
    a, b, c, d, e, f = said[:6]
    return a, b, c, d, e, f


_SETTINGS: Final = {b"Tc": ("letter", 1.0), b"Tw": ("word", 1.0), b"Tz": ("stretch", 0.01), b"TL": ("leading", 1.0), b"Ts": ("rise", 1.0)}  # fmt: skip
_KINDS: Final[Mapping[bytes, Callable[[Painter, bytes, Sequence[float]], None]]] = {
    **dict.fromkeys((b"q", b"Q", b"cm", b"Tr", *_SETTINGS), Painter.set_state),
    **dict.fromkeys((b"BT", b"Td", b"TD", b"T*", b"Tm"), Painter.place),
    **dict.fromkeys((b"m", b"l", b"c", b"v", b"y", b"h", b"re"), Painter.draw),
}
_SHOWING: Final = frozenset((b"Tj", b"TJ", b"'", b'"'))
_PAINTING: Final = frozenset((b"S", b"s", b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*", b"n"))
