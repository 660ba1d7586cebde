"""PDF files with a text layer → lines, by pypdf: glyphs in their places become paragraphs and tables again."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from typing import Any, Final

from rectify.intake.readers.lines import DAMAGE, SourceText, refusal, shorten
from rectify.intake.readers.pdf_content import Matrix, Painter, TooMuchError
from rectify.intake.readers.pdf_fonts import PdfFont
from rectify.intake.readers.placed_lines import Glyph, PrintedPage, Rule
from rectify.intake.readers.placed_text import read_pages

MAX_PDF_PAGES: Final = 2000
MAX_OPERATORS: Final = 8_000_000  # of all pages; a page of a notice has a thousand
_LOST: Final = 0.2
_DAMAGED: Final = ("I006", "PDF 损坏或者不完整，读不了", "重新下载一次；能打开的，用 WPS 另存为 docx 再导入")
_LOCKED: Final = (
    "I005",
    "PDF 加了密码，读不了",
    "用能打开它的软件取消密码，另存后再导入；或者请用排版以前的 Word 文件",
)
_TOO_MUCH: Final = ("I002", "PDF 的页数或者图形多得不正常", "只留下通报本身的那几页，再导入")


def read_pdf(data: bytes, name: str) -> SourceText:
    """The lines of the PDF *data*; pages without text are told by their numbers. Scripts and attachments are not read.

    Raises SourceError for what is encrypted, damaged, or too big.
    """
    import pypdf  # noqa: PLC0415 - only PDF files need it
    from pypdf.errors import DependencyError, LimitReachedError, PyPdfError  # noqa: PLC0415

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what it mends in a file is nobody's concern
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        is_locked = reader.is_encrypted and not reader.decrypt("")
        pages, beside = ([], []) if is_locked else (list(_pages(reader)), list(_attachments(reader)))
    except DependencyError as error:
        raise refusal(name, *_LOCKED) from error
    except (TooMuchError, LimitReachedError) as error:
        raise refusal(name, *_TOO_MUCH) from error
    except (PyPdfError, *DAMAGE) as error:
        raise refusal(name, *_DAMAGED) from error
    if is_locked:
        raise refusal(name, *_LOCKED)
    source = read_pages(pages, name, "PDF", beside)
    glyphs = [glyph.text for page in pages for glyph in page.glyphs]
    if sum("\ufffd" in text for text in glyphs) > _LOST * len(glyphs):
        remedy = "请用排版以前的 Word 文件；没有的，用 WPS 打开，另存为 docx，核对以后再导入"
        raise refusal(name, "I008", "PDF 的字体没有写明它的字是什么字，读出来是乱码", remedy)
    return source


def _attachments(reader: Any) -> Iterator[str]:
    if names := list(reader.attachments):
        yield f"PDF 里带有附件（{shorten('、'.join(names))}），没有读；需要的另外导入"


def _pages(reader: Any) -> Iterator[PrintedPage]:
    left = MAX_OPERATORS if len(reader.pages) <= MAX_PDF_PAGES else 0
    fonts: dict[str, PdfFont] = {}
    for number, page in enumerate(reader.pages, start=1):
        painter = _paint(reader, page, left, fonts)
        left = painter.left
        yield _printed_page(number, page, painter)


def _paint(reader: Any, page: Any, limit: int, fonts: dict[str, PdfFont]) -> Painter:
    from pypdf.generic import ContentStream  # noqa: PLC0415

    def parse(item: Any) -> Any:
        return ContentStream(item, reader, "bytes").operations

    painter = Painter(_upright(page), parse, limit, fonts)
    content = page.get("/Contents")
    resources = page.get("/Resources")
    if content is not None and resources is not None:
        painter.run(parse(content.get_object()), resources.get_object())
    return painter


def _upright(page: Any) -> Matrix:
    """The matrix that turns the page as its reader sees it, its lower left corner at (0, 0)."""
    box = page.cropbox
    left, bottom, right, top = (float(one) for one in (box.left, box.bottom, box.right, box.top))
    return {
        0: (1, 0, 0, 1, -left, -bottom),
        90: (0, -1, 1, 0, -bottom, right),
        180: (-1, 0, 0, -1, right, top),
        270: (0, 1, -1, 0, top, -left),
    }[page.rotation % 360]


def _printed_page(number: int, page: Any, painter: Painter) -> PrintedPage:
    """The page with the y axis pointing down."""
    width, height = float(page.cropbox.width), float(page.cropbox.height)
    if page.rotation % 180:
        width, height = height, width
    glyphs = [glyph._replace(y=height - glyph.y) for glyph in painter.glyphs]
    seen = [glyph for glyph in glyphs if _is_on(glyph, width, height)]
    rules = {Rule(one.left, height - one.bottom, one.right, height - one.top) for one in painter.rules}
    return PrintedPage(
        number, width, height, tuple(seen), tuple(sorted(rules)), painter.pictures, tuple(_doubts(page, painter))
    )


def _is_on(glyph: Glyph, width: float, height: float) -> bool:
    return -glyph.size < glyph.x < width and 0 < glyph.y < height + glyph.size


def _doubts(page: Any, painter: Painter) -> Iterator[str]:
    if any(glyph.unseen for glyph in painter.glyphs):
        yield "的文字是识别软件加在图片后面的，难免认错；逐字核对"
    if slanted := "".join(painter.slanted).strip():
        yield f"有斜排或竖排的文字（如水印）没有取用：“{shorten(slanted)}”"
    if any(glyph.text == "\ufffd" for glyph in painter.glyphs):
        yield "有的字体没有写明它的字是什么字；核对原文"
    if painter.pictures and painter.glyphs:
        yield "有图片，图里的文字没有读"
    kinds = {item.get_object().get("/Subtype") for item in page.get("/Annots", None) or ()}
    if "/Widget" in kinds:
        yield "有表单，填在里面的内容没有读"
    if kinds & {"/FreeText", "/Text", "/StrikeOut", "/Stamp", "/Ink"}:
        yield "有批注、删除线或者印章，没有读；核对原文"
