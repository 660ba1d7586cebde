"""Formats that offices send beside docx and xlsx: recognised by their content, read whole, refused in words."""

from __future__ import annotations

import email.mime.text
import time
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from imported import source_of
from office_files import LEDGERS, OFD, OPEN, SIZE, as_pdf, as_word, lines_of_rows, pdf_of, zipped
from outside import missing
from rectify.ground.diagnostics import SourceError
from rectify.intake.readers import office, package
from rectify.intake.readers.kinds import kind_of
from rectify.intake.readers.lines import Cell, SourceText
from rectify.intake.readers.source import read_data

NOTICE = source_of(
    "中共青河县水务局党组关于巡察整改情况的通报\n1.河道巡查记录不全\n整改措施：补齐了记录。\n整改状态：已完成"
)
LEDGER = lines_of_rows([("序号", "反馈问题", "整改状态"), ("1", "台账不清", "已完成")])
SPACES = " ".join(f'xmlns:{name}="{OPEN}{name}:1.0"' for name in ("office", "text", "table", "style")) + (
    f' xmlns:draw="{OPEN}drawing:1.0" xmlns:fo="{OPEN}xsl-fo-compatible:1.0"'
    ' xmlns:field="urn:openoffice:names:experimental:ooo-ms-interop:xmlns:field:1.0"'
)


def odt(body: str, styles: str = "", kind: str = "text") -> SourceText:
    """The lines of an OpenDocument file with this body."""
    content = f"<office:document-content {SPACES}><office:automatic-styles>{styles}</office:automatic-styles><office:body><office:{kind}>{body}</office:{kind}></office:body></office:document-content>"
    return read_data(zipped({"content.xml": content}), "a.odt")


def pdf(*contents: str, **more: str) -> SourceText:
    """The lines of a PDF with these content streams."""
    return read_data(pdf_of(contents, **more), "a.pdf")


def show(text: str, x: float, y: float, more: str = "") -> str:
    """The operators that print a text."""
    return f"BT /F1 {SIZE} Tf {more} 1 0 0 1 {x} {y} Tm <{text.encode('utf-16-be').hex()}> Tj ET\n"


def refused(data: bytes, name: str) -> str:
    """The rule that refuses *data*; its message is Chinese and has a remedy."""
    with pytest.raises(SourceError) as caught:
        read_data(data, name)
    (problem,) = caught.value.diagnostics
    assert problem.remedy
    assert any("\u4e00" <= sign <= "\u9fff" for sign in problem.message)
    return problem.code


def code_of(data: bytes, name: str) -> str:
    """The rule that refuses *data*; empty where it is read."""
    try:
        read_data(data, name)
    except SourceError as error:
        return error.diagnostics[0].code
    return ""


@pytest.mark.parametrize("kind", LEDGERS)
@pytest.mark.parametrize("name", ["台账.doc", "台账.xls", "通报", "台账.txt"])
def test_the_content_says_what_a_file_is(kind: str, name: str) -> None:
    """Whatever a file is called, it is read as what it is."""
    rows = [
        [cell.text for cell in line.cells] for line in read_data(LEDGERS[kind][1](LEDGER), name).lines if line.cells
    ]

    assert rows == [["序号", "反馈问题", "整改状态"], ["1", "台账不清", "已完成"]]


@pytest.mark.parametrize("kind", LEDGERS)
def test_what_is_cut_off_or_empty_is_refused(kind: str) -> None:
    """Half a file gives a message, never a traceback; a page alone is read as far as it goes."""
    file, write = LEDGERS[kind]
    data = write(LEDGER)
    codes = {code_of(data[: int(len(data) * share)], file) for share in (0, 0.1, 0.4, 0.7, 0.95)}

    assert codes <= {"", "I002", "I003", "I004", "I005", "I006", "I008", "I009"}
    assert "I003" in codes


@pytest.mark.parametrize("kind", LEDGERS)
def test_a_spoilt_file_gives_a_message(kind: str) -> None:
    """Bytes turned around in any place never give a traceback."""
    file, write = LEDGERS[kind]
    data = write(LEDGER)
    for place in range(8, len(data), max(1, len(data) // 60)):
        spoilt = bytearray(data)
        spoilt[place] ^= 0xFF

        assert code_of(bytes(spoilt), file)[:2] in ("", "I0")


def test_lists_of_an_odt_are_numbered_as_they_look() -> None:
    """Levels, prefixes, continued lists and headings count as the office program shows them."""
    levels = "".join(
        f'<text:list-level-style-number text:level="{level}" style:num-format="{shape}" style:num-prefix="{before}" style:num-suffix="{after}"/>'
        for level, shape, before, after in ((1, "一, 二, 三, ...", "", "、"), (2, "1", "（", "）"))
    )
    inner = "<text:list><text:list-item><text:p>丙</text:p></text:list-item></text:list>"
    source = odt(
        '<text:list text:style-name="L"><text:list-item><text:p>甲</text:p></text:list-item></text:list><text:p>文</text:p>'
        f'<text:list text:style-name="L" text:continue-numbering="true"><text:list-item><text:p>乙</text:p>{inner}</text:list-item></text:list>'
        '<text:h text:outline-level="2">节</text:h>',
        f'<text:list-style style:name="L">{levels}</text:list-style>',
    )

    assert [(line.mark, line.text, line.level) for line in source.lines] == [
        ("一、", "甲", 0),
        ("", "文", 0),
        ("二、", "乙", 0),
        ("（1）", "丙", 0),
        ("", "节", 2),
    ]


def test_an_odt_tells_what_it_shows_otherwise() -> None:
    """Struck and hidden text, notes, boxes, changes, fields: taken or told as with Word."""
    source = odt(
        '<text:tracked-changes><text:changed-region text:id="c"><text:deletion><text:p>旧</text:p></text:deletion></text:changed-region></text:tracked-changes>'
        '<text:p>追回<text:span text:style-name="S">30</text:span>3<text:s text:c="2"/>万<text:change text:change-id="c"/>元'
        '<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body><text:p>注</text:p></text:note-body></text:note>'
        "<office:annotation><text:p>批</text:p></office:annotation><draw:frame><draw:text-box><text:p>框</text:p></draw:text-box></draw:frame></text:p>"
        '<text:p text:style-name="H">隐</text:p><text:p>状态：<field:fieldmark field:type="x.FORMCHECKBOX"><field:param field:name="Checkbox_Checked" field:value="true"/></field:fieldmark>'
        "已完成<text:placeholder>点击填写</text:placeholder></text:p>",
        '<style:style style:name="S" style:family="text"><style:text-properties style:text-line-through-style="solid"/></style:style>'
        '<style:style style:name="H" style:family="paragraph"><style:text-properties text:display="none"/></style:style>',
    )

    assert [(line.text, line.hidden) for line in source.lines] == [
        ("追回3  万元", False),
        ("框", False),
        ("隐", True),
        ("状态：☑已完成", False),
        ("注", False),
    ]
    words = ["30", "旧", "脚注", "批", "隐藏", "点击填写"]
    assert [word for word in words if not any(word in doubt for _, doubt in source.doubts)] == []


def test_cells_of_an_ods_are_as_they_look() -> None:
    """The text that the file holds is taken, not its value; hidden and struck cells are told."""
    cell = '<table:table-cell office:value-type="date" office:date-value="2024-11-30"><text:p>11月30日</text:p></table:table-cell>'
    struck = '<table:table-cell table:style-name="S"><text:p>旧</text:p></table:table-cell>'
    source = odt(
        f'<table:table table:name="甲"><table:table-row>{cell}<table:table-cell table:number-columns-repeated="16000"/></table:table-row>'
        f'<table:table-row table:visibility="collapse"><table:table-cell><text:p>藏</text:p></table:table-cell>{struck}</table:table-row>'
        '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row></table:table>',
        '<style:style style:name="S" style:family="table-cell"><style:text-properties style:text-line-through-style="solid"/></style:style>',
        "spreadsheet",
    )

    assert [(line.number, line.text.strip(), line.hidden) for line in source.lines] == [
        (1, "11月30日", False),
        (2, "藏", True),
    ]
    assert any("旧" in doubt for _, doubt in source.doubts)


def test_an_old_workbook_is_as_it_looks() -> None:
    """Dates and numbers by their formats; struck, hidden and merged cells as in a new one."""
    import io

    import xlwt

    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("台账")
    sheet.write(0, 0, 45503, xlwt.easyxf(num_format_str='yyyy"年"m"月"d"日"'))
    sheet.write(0, 1, 0.987, xlwt.easyxf(num_format_str="0.0%"))
    sheet.write(0, 2, "旧", xlwt.easyxf("font: struck_out on"))
    sheet.write_rich_text(0, 3, [("三", xlwt.easyfont("struck_out on")), "3万元"])
    sheet.write_merge(1, 1, 0, 2, "合并")
    sheet.row(2).hidden = True
    sheet.write(2, 0, "藏")
    stream = io.BytesIO()
    book.save(stream)
    source = read_data(stream.getvalue(), "台账.et")

    assert [cell.text for cell in source.lines[0].cells] == ["2024年7月30日", "98.7%", "", "3万元"]
    assert source.lines[1].cells == (Cell("合并", 1, (3, 1)), Cell("", 4))
    assert source.lines[2].hidden
    assert [word for word in ("旧", "三") if not any(word in doubt for _, doubt in source.doubts)] == []


def test_a_page_in_one_file_keeps_its_encoding() -> None:
    """The head of the part names the encoding, also one that cannot be told from the bytes."""
    part = email.mime.text.MIMEText("<p>問題：臺帳不清</p>", "html", "big5")

    assert [line.text for line in read_data(part.as_bytes(), "a.mht").lines] == ["問題：臺帳不清"]


def test_printed_lines_become_paragraphs_and_page_numbers_stand_apart() -> None:
    """A paragraph goes on over the end of its page; the page's number and head are no part of it."""
    long = "整改措施：" + "逐条对照检查，逐项登记造册，逐个明确责任，" * 60 + "已经落实。"
    source = read_data(as_pdf(source_of(f"关于巡察整改情况的通报\n1.台账不清\n{long}\n整改状态：已完成")), "a.pdf")

    assert [line.text for line in source.lines if not line.aside][2:] == [long, "整改状态：已完成"]
    assert {line.aside for line in source.lines} == {"", "页码"}
    assert source.lines[1].place == "第1页第2段"


def test_columns_without_ruling_lines_are_told() -> None:
    """Once a page, where they begin; a signature with a date beside it is none."""
    rows = [("问题", "措施", "结果"), ("台账不清", "登记", "已完成"), ("报表迟交", "提醒", "正在推进")]
    table = "".join(
        show(text, 72 + 150 * column, 700 - 22 * row)
        for row, cells in enumerate(rows)
        for column, text in enumerate(cells)
    )
    head = show("整改情况通报", 72, 740) + show("2024年", 380, 740)

    assert [number for number, doubt in pdf(head + table).doubts if "没有框线" in doubt] == [2]
    assert pdf(head + show("水务局", 72, 600) + show("6月3日", 300, 600)).doubts == ()


def test_lines_that_may_be_paragraphs_are_told_once() -> None:
    """Where nothing is indented, a full line that ends a sentence may end its paragraph; with indents it is known."""
    full = "台账不清，已经逐项登记造册，逐个明确责任人，全部归档。"
    lines = [show(full, 72, 700 - 22 * number) for number in range(4)]
    indented = [show(full[2:], 96, 600), show(full, 72, 578), show(full[2:], 96, 556), show(full, 72, 534)]

    assert [doubt for _, doubt in pdf("".join(lines)).doubts] == [
        "段落开头没有缩进，有 3 处分不清是换行还是另起一段，都当作同一段（第一处在“造册，逐个明确责任人，全部归档。”后面）；核对原文"
    ]
    assert pdf("".join(indented)).doubts == ()


def test_what_is_struck_or_slanted_on_a_printed_page_is_told() -> None:
    """A line through words takes them out, one under them does not; a watermark is told."""
    line = f"{72} 704 m 120 704 l S\n{130} 698 m 200 698 l S\n"
    water = "BT /F1 40 Tf 0.7 0.7 -0.7 0.7 200 300 Tm <8349> Tj ET\n"
    source = pdf(show("正在推进", 72, 700) + show("已完成整改", 130, 700) + line + water)

    assert [line.text for line in source.lines] == ["已完成整改"]
    assert [word for word in ("正在推进", "草") if not any(word in doubt for _, doubt in source.doubts)] == []


def test_letters_printed_twice_are_bold_and_raised_ones_are_raised() -> None:
    """What printing does to letters is taken back."""
    small = "BT /F1 7 Tf 1 0 0 1 108 705 Tm <0034> Tj ET\n"
    source = pdf(show("清淤10", 72, 700) + show("清淤10", 72.4, 700) + small + show("方", 114, 700))

    assert source.lines[0].text == "清淤10⁴方"
    assert source.lines[0].bold[0] == (0, 4)


def test_pages_without_text_are_told_by_their_numbers() -> None:
    """A scan among pages with text is named; a file of scans alone is refused."""
    source = pdf(show("一、总体情况", 72, 700), "q Q", show("二、问题", 72, 700))

    assert [doubt for _, doubt in source.doubts] == ["第2页没有文字，可能是扫描的图片或者空白页，没有读；核对原文"]
    assert refused(pdf_of(["q Q"]), "a.pdf") == "I009"


def test_scripts_and_attachments_of_a_pdf_are_left_alone() -> None:
    """Nothing in it runs; what it carries is told."""
    more = [
        "<</S/JavaScript/JS(app.alert\\(1\\))>>",
        "<</Type/EmbeddedFile/Length 1>>stream\nx\nendstream",
        "<</Type/Filespec/F(a.exe)/EF<</F 6 0 R>>>>",
    ]
    catalog = "/OpenAction 5 0 R/Names<</EmbeddedFiles<</Names[(a.exe)7 0 R]>>>>"
    data = pdf_of([show("一、总体情况", 72, 700)], more, catalog)

    assert [doubt for _, doubt in read_data(data, "a.pdf").doubts] == [
        "PDF 里带有附件（a.exe），没有读；需要的另外导入"
    ]


def swollen() -> bytes:
    """A stream that unpacks to 80 MB."""
    packed = zlib.compress(b" " * 80_000_000, 9)
    return pdf_of(["x"]).replace(
        b"<</Length 1>>stream\nx", b"<</Length %d/Filter/FlateDecode>>stream\n" % len(packed) + packed
    )


@pytest.mark.parametrize(
    ("make", "name", "code"),
    [
        (lambda: b"%PDF-1.7 ...", "a.docx", "I006"),
        (lambda: pdf_of([show("密", 72, 700)], trailer="/Encrypt<</Filter/Standard/V 1/R 2/O(" + "x" * 32 + ")/U(" + "y" * 32 + ")/P -4>>/ID[(a)(a)]"), "a.pdf", "I005"),
        (swollen, "a.pdf", "I002"),
        (lambda: zipped({"inner.zip": zipped({"a.xml": b"0" * 10_000_000})}), "a.zip", "I004"),
        (lambda: zipped({"content.xml": "<a>" + "0" * 34_000_000}), "a.ods", "I002"),
        (lambda: zipped({"content.xml": "<a>" + "<b/>" * 2001 + "</a>"}), "a.odt", "I002"),
        (lambda: zipped({"content.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), "a.odt", "I007"),
        (lambda: zipped({"content.xml": "x", "META-INF/manifest.xml": "<encryption-data/>"}), "a.odt", "I005"),
        (lambda: zipped({"OFD.xml": f'<ofd:OFD xmlns:ofd="{OFD}"/>'}), "a.ofd", "I006"),
        (lambda: zipped({"OFD.xml": "<a/>", "Encryptions.xml": "<a/>"}), "a.ofd", "I005"),
        (lambda: zipped({"ppt/presentation.xml": "<a/>"}), "a.docx", "I004"),
        (lambda: b"MIME-Version: 1.0\nContent-Type: image/png\n\nx", "a.mht", "I006"),
        (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), "a.et", "I006"),
        (lambda: b"\x09\x08\x10\x00\x00\x06\x05\x00", "a.xls", "I006"),
    ],
    ids=["pdf cut", "pdf locked", "pdf bomb", "nested zip", "ods bomb", "odt of tags", "entities", "odt locked", "ofd empty", "ofd locked", "slides", "mht of a picture", "xls cut", "biff cut"],
)  # fmt: skip
def test_hostile_files_are_refused(
    make: Callable[[], bytes], name: str, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each gets a message with a remedy, whatever it wants to do to us."""
    monkeypatch.setattr(package, "MAX_ELEMENTS", 2000)

    assert refused(make(), name) == code


OLD = {
    "rtf": b"{\\rtf1\\ansi \\u38382?\\u39064?\\par}",
    "doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"),
    "word xml": b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><a/>',
}


@pytest.mark.parametrize("kind", OLD)
def test_without_libreoffice_old_formats_are_refused_with_a_way(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The webmaster is told to save the file as docx."""
    monkeypatch.setattr(office, "program", lambda: "")

    assert kind_of(OLD[kind], "a.doc") == kind
    with pytest.raises(SourceError, match="docx"):
        read_data(OLD[kind], "a.doc")


def installed() -> None:
    """Skip the test where LibreOffice is missing."""
    if not office.program():
        missing("no LibreOffice on this computer (Debian: apt-get install libreoffice-writer-nogui)")


@pytest.mark.parametrize("suffix", ["doc", "rtf"])
def test_libreoffice_reads_old_formats(suffix: str) -> None:
    """A doc and an rtf give the lines of the docx that they were made from, and say who read them."""
    installed()
    made = office.convert(as_word(NOTICE), "a.docx", ".docx", suffix)
    source = read_data(made, "通报.wps")

    assert [line.text for line in source.lines] == [line.text for line in NOTICE.lines]
    assert "LibreOffice" in source.doubts[0][1]


def test_what_libreoffice_cannot_read_either_is_refused() -> None:
    """A damaged doc gives the same way out."""
    installed()

    assert refused(OLD["doc"] + bytes(600), "a.doc") == "I004"


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
def test_libreoffice_is_ended_when_it_takes_too_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The program and all that it started are gone afterwards."""
    script = tmp_path / "soffice"
    script.write_text(f"#!/bin/sh\nsleep 30 &\necho $! > {tmp_path}/child\nwait\n")
    script.chmod(0o755)
    monkeypatch.setattr(office, "program", lambda: str(script))
    monkeypatch.setattr(office, "_SECONDS", 1)

    assert refused(OLD["rtf"], "a.rtf") == "I004"
    child = int((tmp_path / "child").read_text())
    for _ in range(50):  # a killed process is gone as soon as the system comes to it
        if not is_running(child):
            break
        time.sleep(0.1)

    assert not is_running(child)


def is_running(process: int) -> bool:
    """Whether a process is there and no mere remainder of one."""
    stat = Path("/proc", str(process), "stat")
    return stat.exists() and stat.read_text().split()[2] != "Z"
