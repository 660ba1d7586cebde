"""Workbooks as their cells show them: formats, merges, hidden parts, several sheets; and writing them safely."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from office_files import RELATION, relations, zipped
from rectify.ground.diagnostics import SourceError
from rectify.intake.readers.lines import Cell, SourceText, place_of
from rectify.intake.readers.sheet_values import FORMATS, cell_text
from rectify.intake.readers.source import read_data
from rectify.outputs.sheet import Column, Sheet, workbook

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STYLES = (
    '<numFmts><numFmt numFmtId="164" formatCode="[&gt;5]0&quot;大&quot;;0"/></numFmts><fonts><font/><font><b/></font></fonts>'
    '<cellXfs><xf/><xf numFmtId="31"/><xf fontId="1"/><xf numFmtId="164"/></cellXfs>'
)


def read(
    *sheets: str, states: tuple[str, ...] = ("visible", "visible"), more: dict[str, str] | None = None
) -> SourceText:
    """The lines of a workbook with these sheets, named 表0, 表1."""
    entries = "".join(
        f'<sheet name="表{n}" state="{states[n]}" xmlns:r="{RELATION}" r:id="r{n}"/>' for n in range(len(sheets))
    )
    parts = {
        "_rels/.rels": relations(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}"><sheets>{entries}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relations(
            *(("worksheet", f"sheet{n}.xml") for n in range(len(sheets))),
            ("styles", "styles.xml"),
            ("sharedStrings", "s.xml"),
        ),
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}">{STYLES}</styleSheet>',
        "xl/s.xml": f'<sst xmlns="{MAIN}"><si><r><t>甲</t></r><r><t>_x000D_乙</t></r><rPh><t>jia</t></rPh></si></sst>',
        **{f"xl/sheet{n}.xml": f'<worksheet xmlns="{MAIN}">{sheet}</worksheet>' for n, sheet in enumerate(sheets)},
        **(more or {}),
    }
    return read_data(zipped(parts), "a.xlsx")


def c(place: str, text: str, more: str = "") -> str:
    """A cell with text."""
    return f'<c r="{place}" t="inlineStr" {more}><is><t>{text}</t></is></c>'


def data(*rows: str) -> str:
    """The rows of a sheet."""
    return f"<sheetData>{''.join(rows)}</sheetData>"


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        ("1", "General", "1"),
        ("0.30000000000000004", "General", "0.3"),
        ("7.132", "0.00", "7.13"),
        ("2.675", "0.00", "2.68"),
        ("1234567.5", "#,##0.00", "1,234,567.50"),
        ("-1234", "#,##0;(#,##0)", "(1,234)"),
        ("0.9871", "0.00%", "98.71%"),
        ("7", "000", "007"),
        ("12", '"第"0"号"', "第12号"),
        ("1500", '0.0,"千"', "1.5千"),
        ("3", "[DBNum1]General", "三"),
        ("3.50", '#.##"万元"', "3.5万元"),
        ("5", "0_ ;[Red]\\-0\\ ", "5 "),
        ("-5", "0_ ;[Red]\\-0\\ ", "-5 "),
        ("-5", "0", "-5"),
        ("20211228", "@", "20211228"),
        ("45503", FORMATS[14], "2024/7/30"),
        ("45503", FORMATS[31], "2024年7月30日"),
        ("45503", FORMATS[57], "2024年7月"),
        ("45503", "yyyy\\-mm\\-dd;@", "2024-07-30"),
        ("45503", '[$-804]yyyy"年"m"月"d"日";@', "2024年7月30日"),
        ("45503", '[DBNum1][$-804]yyyy"年"m"月"d"日";@', "二〇二四年七月三十日"),
        ("45503", "aaaa", "星期二"),
        ("45503.5149", "yyyy/m/d h:mm", "2024/7/30 12:21"),
        ("0.75", "上午/下午h:mm", "下午6:00"),
        ("60", "yyyy", "1900"),
        ("文字", "0", "文字"),
        ("7", '[>5]0"大";0', None),
        ("1.5", "# ?/?", None),
        ("1.5", "[h]:mm", None),
    ],
)
def test_values_are_shown_by_their_formats(value: str, code: str, text: str | None) -> None:
    """As Excel shows them in China; what is beyond us is not guessed."""
    assert cell_text(value, code) == text


def test_cells_rows_and_merges_keep_their_places() -> None:
    """Empty cells keep columns apart, covered ones are left out, blank rows only leave a gap."""
    bold = c("C3", "问题", "s='2'")
    sheet = data(
        f"<row r='1'>{c('A1', '台账')}</row><row r='3'>{c('A3', '序号')}{bold}</row>",
        "<row r='4'><c r='A4'><v>1</v></c><c r='B4' s='1'><v>45503</v></c><c r='C4' t='s'><v>0</v></c></row>",
        f"<row r='5'>{c('A5', '盖住')}{c('C5', '丙')}</row>",
    )
    merges = '<mergeCells><mergeCell ref="A1:C1"/><mergeCell ref="A4:A5"/></mergeCells>'
    source = read(sheet + merges)

    assert [(line.number, line.cells) for line in source.lines] == [
        (1, (Cell("台账", 1, (3, 1)),)),
        (3, (Cell("序号", 1), Cell("", 2), Cell("问题", 3))),
        (4, (Cell("1", 1, (1, 2)), Cell("2024年7月30日", 2), Cell("甲\n乙", 3))),
        (5, (Cell("", 2), Cell("丙", 3))),
    ]
    assert source.lines[1].text == "序号\t\t问题"
    assert source.lines[1].bold == ((4, 6),)
    assert place_of(source, source.lines[1]) == "“表0”表第3行"
    assert [(number, "盖住" in doubt) for number, doubt in source.doubts] == [(5, True)]


def test_hidden_rows_columns_and_sheets_are_kept_apart_and_told() -> None:
    """What the eye does not see is read, marked and doubted."""
    first = '<cols><col min="2" max="2" hidden="1"/></cols>' + data(
        f"<row r='1'>{c('A1', '甲')}{c('B1', '乙')}</row><row r='2' hidden='1'>{c('A2', '丙')}</row>"
    )
    source = read(first, data(f"<row>{c('', '丁')}</row>"), states=("visible", "hidden"))

    assert [(line.number, line.table, line.text, line.hidden) for line in source.lines] == [
        (1, 1, "甲", False),
        (1, 1, "乙", True),
        (2, 1, "丙", True),
        (3, 2, "丁", True),
    ]
    assert [number for number, _ in source.doubts] == [1, 2, 3, 0]


def test_formulas_give_what_was_stored_or_a_doubt() -> None:
    """Without a stored result, with an error, or in an unknown format, the webmaster is told."""
    source = read(
        data(
            "<row r='1'><c r='A1'><f>1+1</f><v>2</v></c><c r='B1'><f>NOW()</f></c>"
            "<c r='C1' t='e'><v>#REF!</v></c><c r='D1' s='3'><v>7</v></c></row>"
        )
    )

    assert [cell.text for cell in source.lines[0].cells] == ["2", "", "#REF!", "7"]
    assert [doubt[:3] for _, doubt in source.doubts] == ["第B列", "第C列", "第D列"]


def test_comments_and_boxes_are_told() -> None:
    """Text outside the cells is not taken, but not lost in silence."""
    more = {
        "xl/comments1.xml": f'<comments xmlns="{MAIN}"><t>核实</t></comments>',
        "xl/drawings/d.xml": '<a:t xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">框</a:t>',
    }
    source = read(data(f"<row>{c('A1', '甲')}</row>"), more=more)

    assert ["核实" in source.doubts[0][1], "框" in source.doubts[1][1]] == [True, True]


def test_a_huge_merge_or_column_takes_no_time() -> None:
    """What is claimed to be filled is not filled."""
    source = read(
        data(f"<row r='1048576'>{c('XFD1048576', '角')}</row>")
        + '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>',
        data(f"<row r='1'>{c('A1', '甲')}</row>"),
    )

    assert [line.text for line in source.lines] == ["甲"]


def test_very_many_merges_are_refused() -> None:
    """Work stays in proportion."""
    rows = "".join(f"<row>{c('', '甲')}</row>" for _ in range(5000))
    merges = '<mergeCell ref="A1:A2"/>' * 5000
    with pytest.raises(SourceError, match="I002"):
        read(f"{data(rows)}<mergeCells>{merges}</mergeCells>")


def test_texts_stay_texts() -> None:
    """Nothing that begins like a formula becomes one, and digits keep their zeros."""
    values = ["=1+1", "+86", "-1", "@SUM(A1)", "\t=cmd", "007", "_x000D_", '<&">']
    made = workbook([Sheet("表", [Column("值")], [(value,) for value in values])])
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()

    assert [line.text for line in read_data(made, "a.xlsx").lines[1:]] == values
    assert "<f" not in sheet
    assert sheet.count('t="s"') == len(values) + 1


def test_a_workbook_is_made_the_same_every_time() -> None:
    """No time and no chance is in it; a name that Excel refuses is refused."""
    sheets = [Sheet("表", [Column("数"), Column("字", 20, wraps=False)], [(1, "甲"), (2.5, "")])]

    assert workbook(sheets) == workbook(sheets)
    with pytest.raises(ValueError, match="a/b"):
        workbook([Sheet("a/b", [Column("数")], [])])


@settings(deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\r\n"), min_size=1), min_size=1))
def test_every_text_comes_back(values: list[str]) -> None:
    """Whatever is written into cells is read out of them, control characters too."""
    made = workbook([Sheet("表", [Column("头"), *(Column("值") for _ in values)], [("x", *values)])])
    cells = read_data(made, "a.xlsx").lines[1].cells

    assert [cell.text for cell in cells[1:]] == [value if value.strip() else "" for value in values]
