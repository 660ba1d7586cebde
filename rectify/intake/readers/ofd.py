"""OFD files (GB/T 33190) → lines: their placed characters become paragraphs and tables as those of a PDF do."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final
from unicodedata import east_asian_width
from xml.etree.ElementTree import Element

from rectify.intake.readers.lines import SourceText, refusal
from rectify.intake.readers.package import unpack, xml
from rectify.intake.readers.placed_lines import Glyph, PrintedPage, Rule, level_or_upright, rules_of_box
from rectify.intake.readers.placed_text import read_pages

Matrix = tuple[float, float, float, float, float, float]
_PLAIN: Final[Matrix] = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_A4: Final = (0.0, 0.0, 210.0, 297.0)
_THIN: Final = 0.9  # millimetres: a box so thin is a line
_SLANT: Final = 0.05
_BOLD: Final = 600
_MOST_COPIES: Final = 100_000
_STEP: Final = re.compile(r"[A-Za-z]|-?\d*\.?\d+(?:[eE]-?\d+)?")
_POINTS: Final = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7}
_DAMAGED: Final = ("I006", "OFD 文件损坏或者不完整，读不了", "重新下载一次；能打开的，用软件另存为 docx 再导入")


class _Book:
    """The parts of an OFD file, and what its pages share."""

    def __init__(self, parts: Mapping[str, bytes], name: str) -> None:
        self.parts, self.name = parts, name
        self.bold: frozenset[str] = frozenset()
        self.box: Sequence[float] = _A4

    def part(self, address: str, base: str = "") -> tuple[Element, str] | None:
        """The part at an *address* given in the part *base*, with its own name."""
        path = posixpath.normpath(posixpath.join("/", posixpath.dirname(base), address)).lstrip("/")
        return (xml(self.parts[path], self.name), path) if address and path in self.parts else None


def read_ofd(data: bytes, name: str) -> SourceText:
    """The lines of the OFD file *data*; pages without text are told. Raises SourceError for what cannot be read."""
    book = _Book(unpack(data, name), name)
    if "Encryptions.xml" in book.parts:
        raise refusal(name, "I005", "OFD 文件加了密码，读不了", "用能打开它的软件取消密码，另存后再导入")
    try:
        roots = [_text(item) for item in xml(book.parts["OFD.xml"], name).iter("ofd-DocRoot")]
        pages: list[PrintedPage] = []
        doubts: list[str] = []
        for root in roots:
            found = book.part(root)
            if found is not None:
                pages += _pages(book, *found, len(pages))
                doubts += _attachments(found[0])
    except (ValueError, IndexError) as error:
        raise refusal(name, *_DAMAGED) from error
    if not pages:
        raise refusal(name, *_DAMAGED)
    return read_pages(pages, name, "OFD 文件", doubts)


def _attachments(root: Element) -> Iterator[str]:
    if _text(root.find("ofd-Attachments")):
        yield "OFD 文件里带有附件，没有读；需要的另外导入"
    if _text(root.find("ofd-Annotations")):
        yield "OFD 文件里有批注，没有读；核对原文"


def _pages(book: _Book, root: Element, path: str, before: int) -> Iterator[PrintedPage]:
    common = root.find("ofd-CommonData")
    templates: dict[str, str] = {}
    for item in () if common is None else common:
        if item.tag == "ofd-TemplatePage":
            templates[item.get("ID", "")] = item.get("BaseLoc", "")
        elif item.tag in ("ofd-PublicRes", "ofd-DocumentRes") and (found := book.part(_text(item), path)):
            book.bold |= frozenset(_bold_fonts(found[0]))
    book.box = _box(None if common is None else common.find("ofd-PageArea"), _A4)
    for number, item in enumerate(root.iterfind("ofd-Pages/ofd-Page"), start=before + 1):
        found = book.part(item.get("BaseLoc", ""), path)
        if found is None:
            raise ValueError(number)
        uses = [templates.get(use.get("TemplateID", ""), "") for use in found[0].iterfind("ofd-Template")]
        behind = [template[0] for use in uses if (template := book.part(use, path))]
        yield _page(book, number, [found[0], *behind])


def _bold_fonts(root: Element) -> Iterator[str]:
    for font in root.iter("ofd-Font"):
        if font.get("Bold") == "true" or re.search("(?i)bold|黑体|标宋", font.get("FontName", "")):
            yield font.get("ID", "")


def _page(book: _Book, number: int, layers: Sequence[Element]) -> PrintedPage:
    left, top, width, height = _box(layers[0].find("ofd-Area"), book.box)
    glyphs: list[Glyph] = []
    rules: list[Rule] = []
    pictures = 0
    doubts = []
    for layer in layers:
        for item in layer.iter():
            if item.get("Visible") == "false":
                continue
            if item.tag == "ofd-TextObject":
                found = list(_glyphs(item, item.get("Font", "") in book.bold))
                glyphs += found
                if not found and "".join(map(_text, item.iter("ofd-TextCode"))):
                    doubts.append("有斜排或竖排的文字（如水印）没有取用")
            elif item.tag == "ofd-PathObject":
                rules += _rules(item)
            pictures += item.tag == "ofd-ImageObject"
    if pictures and glyphs:
        doubts.append("有图片，图里的文字没有读")
    moved = tuple(glyph._replace(x=glyph.x - left, y=glyph.y - top) for glyph in glyphs)
    lines = {Rule(one.left - left, one.top - top, one.right - left, one.bottom - top) for one in rules}
    return PrintedPage(number, width, height, moved, tuple(sorted(lines)), pictures, tuple(dict.fromkeys(doubts)))


def _glyphs(item: Element, is_bold: bool) -> Iterator[Glyph]:  # noqa: FBT001
    """The characters of a text object, unless it is slanted or turned."""
    matrix, (left, top, _, _) = _matrix(item), _numbers(item.get("Boundary", "0 0 0 0"))
    scale = abs(matrix[3]) or 1.0
    if abs(matrix[1]) > _SLANT * scale or matrix[0] <= 0:
        return
    size = float(item.get("Size", "0")) * scale
    bold = is_bold or float(item.get("Weight", "400")) >= _BOLD
    x = y = 0.0
    for code in item.iterfind("ofd-TextCode"):
        x, y = float(code.get("X", x)), float(code.get("Y", y))
        steps = _deltas(code.get("DeltaX", "")), _deltas(code.get("DeltaY", ""))
        at_x, at_y = x, y
        for place, sign in enumerate(code.text or ""):
            on_x, on_y = _on_page(matrix, left, top, at_x, at_y)
            width = size * matrix[0] / scale * (1.0 if east_asian_width(sign) in "WFA" else 0.5)
            yield Glyph(sign, on_x, on_y, width, size, bold)
            at_x += steps[0][place] if place < len(steps[0]) else (0.0 if steps[1] else width / matrix[0])
            at_y += steps[1][place] if place < len(steps[1]) else 0.0


def _deltas(text: str) -> list[float]:
    """The steps between characters; "g 3 5.6" is three times 5.6."""
    found: list[float] = []
    parts = iter(text.split())
    for part in parts:
        if part == "g":
            count, step = int(next(parts, "0")), float(next(parts, "0"))
            found += [step] * min(count, _MOST_COPIES)
        else:
            found.append(float(part))
    return found


def _rules(item: Element) -> Iterator[Rule]:
    """The ruling lines of a path: those that are stroked, and filled boxes that are as thin as lines."""
    matrix, (left, top, _, _) = _matrix(item), _numbers(item.get("Boundary", "0 0 0 0"))
    is_stroked = item.get("Stroke", "true") == "true"

    points: list[tuple[float, float]] = []
    for kind, numbers in _steps(_text(item.find("ofd-AbbreviatedData"))):
        before = points[-1] if points else None
        if kind == "C":
            there = points[0] if points else None
        else:
            there = _on_page(matrix, left, top, *numbers[-2:])
            points = [there] if kind in "SM" else [*points, there]
        if before and there and kind in "LC" and is_stroked and (rule := level_or_upright(*before, *there, _THIN)):
            yield rule
    if not is_stroked and points:
        xs, ys = [x for x, _ in points], [y for _, y in points]
        found = rules_of_box(min(xs), min(ys), max(xs), max(ys), _THIN)
        yield from found[:1] if len(found) == 1 else ()


def _on_page(matrix: Matrix, left: float, top: float, x: float, y: float) -> tuple[float, float]:
    """A point of an object on its page."""
    return matrix[0] * x + matrix[2] * y + matrix[4] + left, matrix[1] * x + matrix[3] * y + matrix[5] + top


def _steps(text: str) -> Iterator[tuple[str, list[float]]]:
    parts = _STEP.findall(text)
    place = 0
    while place < len(parts):
        kind = parts[place].upper()
        count = _POINTS.get(kind, 0)
        numbers = [float(part) for part in parts[place + 1 : place + 1 + count]]
        if len(numbers) == count and (count or kind == "C"):
            yield kind, numbers
        place += 1 + count


def _matrix(item: Element) -> Matrix:
    numbers = _numbers(item.get("CTM", ""))
    return (*numbers,) if len(numbers) == len(_PLAIN) else _PLAIN  # type: ignore[return-value]


def _box(area: Element | None, otherwise: Sequence[float]) -> Sequence[float]:
    found = None if area is None else area.find("ofd-PhysicalBox")
    numbers = _numbers(_text(found))
    return numbers if len(numbers) == len(_A4) else otherwise


def _numbers(text: str) -> list[float]:
    return [float(part) for part in text.split()]


def _text(item: Element | None) -> str:
    return "" if item is None else (item.text or "").strip()
