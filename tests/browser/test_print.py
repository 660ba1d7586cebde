"""Paper: every kind of page printed by Chromium to PDF, and the file read back (A-15, F-10).

Some fonts have one drawing for a character and for the radical that looks like it, and the file then names the
radical; both are read as the character.
"""

from __future__ import annotations

import base64
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from pypdf.generic import Destination

from browser.kinds import KINDS, Kind, chosen
from outside import missing

HERE = Path(__file__).parent
RADICALS = str.maketrans(
    "⺟⺠⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰⻳", "母民虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟麦黄齐齿龙龟"
)
ALIKE = str.maketrans("戶―", "户—")
NUMBER = re.compile(r"(\d+)\D{0,6}(?:/|共)\D{0,3}(\d+)")
BOTTOM = 18 / 25.4 * 72  # points: the margin in which the page's number stands
LINE = 22  # points that a heading takes by itself
CODED = chosen(["issue", "whole", "category"])


def plain(text: str) -> str:
    """Text as it is compared: no blanks, one sign for those that fonts draw alike."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text.translate(RADICALS)).translate(ALIKE))


@dataclass(frozen=True)
class Printed:
    """A page as a file: what the browser shows on paper, what was printed, page by page."""

    url: str
    title: str
    expected: str
    reader: PdfReader
    pages: tuple[str, ...]

    @property
    def words(self) -> str:
        """All that was printed."""
        return plain("".join(self.pages))


@pytest.fixture(scope="module", params=KINDS, ids=str)
def printed(sight: Any, request: pytest.FixtureRequest) -> Printed:
    """Each kind of page, printed as a reader does who presses Ctrl+P."""
    page = sight.open(KINDS[request.param]).look(media="print")
    page.wait_for_load_state("networkidle")
    expected = page.evaluate("probes.onPaper()")
    reader = PdfReader(io.BytesIO(page.pdf(tagged=True, outline=True, prefer_css_page_size=True)))
    return Printed(page.url, page.title(), expected, reader, tuple(one.extract_text() for one in reader.pages))


def test_the_text_is_complete(printed: Printed) -> None:
    """No character that belongs on paper is lost."""
    lost = Counter(plain(printed.expected)) - Counter(printed.words)

    assert len(printed.expected) > 100
    assert lost == Counter()


def test_a_total_stands_below_all_of_its_rows(sight: Any) -> None:
    """The foot of a table that takes several sheets is printed once."""
    page = sight.open(KINDS["about"]).look(media="print")
    page.add_style_tag(content="tbody tr { height: 12cm }")
    reader = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    feet = [place for place, one in enumerate(reader.pages) if "合计" in plain(one.extract_text())]

    assert len(reader.pages) > 3
    assert len(feet) == 1


def test_the_file_is_tagged(printed: Printed) -> None:
    """A screen reader finds structure, language, title and the headings as bookmarks."""
    root = printed.reader.trailer["/Root"]
    headings = [one.title for one in _destinations(printed.reader.outline)]

    assert "/StructTreeRoot" in root
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "zh-CN"
    assert printed.reader.metadata is not None
    assert printed.reader.metadata.title == printed.title
    assert headings != []


def test_every_page_has_its_number(printed: Printed) -> None:
    """Each page says which it is and of how many."""
    total = len(printed.pages)
    numbers_by_page = [[(int(this), int(last)) for this, last in NUMBER.findall(plain(text))] for text in printed.pages]

    assert [place for place, numbers in enumerate(numbers_by_page, 1) if (place, total) not in numbers] == []


def test_no_heading_ends_a_page(printed: Printed) -> None:
    """Below each heading stands something of what it is the heading of."""
    lowest = [_lowest(page) for page in printed.reader.pages]
    alone = [
        one.title
        for one in _destinations(printed.reader.outline)
        if float(one.top) - lowest[printed.reader.get_destination_page_number(one)] < LINE
    ]

    assert alone == []


def test_the_heads_of_a_table_are_on_each_of_its_sheets(sight: Any) -> None:
    """Whoever holds the third sheet of the figures knows what its columns are."""
    page = sight.open(KINDS["figures"]).look(media="print")
    page.wait_for_selector(".figure-table__sort", state="attached")
    sheets = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages

    assert len(sheets) > 2
    assert ["单位" in plain(sheet.extract_text()) for sheet in sheets[:3]] == [True] * 3


@pytest.mark.parametrize("path", ["index.html", "2024-xuncha/categories/integrity.html"])
def test_a_short_page_is_one_sheet(sight: Any, path: str) -> None:
    """Contact, organiser and code do not take a sheet of their own."""
    page = sight.open(Kind("list", path)).look(media="print")

    assert len(PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages) == 1


@pytest.mark.parametrize("number", [4, 13, 21, 32, 41, 44, 52, 59])
def test_an_issue_fits_two_sheets(sight: Any, number: int) -> None:
    """Its number, its title, and beside them its address, stand on the first of two at most, also of a long one."""
    page = sight.open(Kind("issue", f"2024-xuncha/{number:03}.html")).look(media="print")
    title = page.title().partition("_")[0]
    code, last = page.locator(".qr-code").bounding_box(), page.locator(".issue-section").first.bounding_box()
    sheets = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    first = plain(sheets[0].extract_text())

    assert len(sheets) <= 2
    assert plain(title) in first
    assert f"2024-xuncha/{number:03}.html" in first
    assert code["y"] < last["y"]


def test_an_a4_page_in_portrait(printed: Printed) -> None:
    """What Chinese offices print on."""
    sizes = {(round(page.mediabox.width), round(page.mediabox.height)) for page in printed.reader.pages}

    assert sizes == {(595, 842)}


def _destinations(outline: list[Any]) -> Iterator[Destination]:
    for one in outline:
        if isinstance(one, list):
            yield from _destinations(one)
        else:
            yield one


def _lowest(page: Any) -> float:
    """How high above the page's lower edge its last line of text stands, the page's number aside."""
    heights = []

    def note(text: str, around: list[float], own: list[float], *_: object) -> None:
        height = own[4] * around[1] + own[5] * around[3] + around[5]
        if text.strip() and height > BOTTOM:
            heights.append(height)

    page.extract_text(visitor_text=note)
    return min(heights)


@pytest.fixture(scope="module")
def eye(browser: Any) -> Iterator[Any]:
    """A page that looks at pictures."""
    with browser.playwright.new_context() as context:
        page = context.new_page()
        page.goto(browser.address + "404.html")
        page.evaluate((HERE / "pixels.js").read_text("utf-8"))
        yield page


@pytest.mark.parametrize("theme", ["", "yellow"])
@pytest.mark.parametrize("name", CODED)
def test_the_printed_code_leads_back(sight: Any, eye: Any, name: str, theme: str) -> None:
    """The QR code on the paper is read, and says the page's address, whatever theme was on the screen."""
    try:
        import zxingcpp
    except ImportError:
        missing("zxing-cpp is not installed: it has no package for this processor")
    page = sight.open(KINDS[name]).look(media="print", theme=theme)
    code = page.locator(".qr-code svg").first
    picture = base64.b64encode(code.screenshot(timeout=5000)).decode()
    grey, width, height = eye.evaluate("picture => pixels.grey(picture)", picture)
    seen = zxingcpp.read_barcodes(memoryview(bytes(grey)).cast("B", (height, width)))

    assert [one.text for one in seen] == [page.locator("link[rel=canonical]").get_attribute("href")]
