"""Word files as a reader sees them: numbers, tracked changes, tables, and all that stands aside."""

from __future__ import annotations

from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imported import whole_text
from office_files import relations, zipped
from rectify.ground.diagnostics import SourceError
from rectify.intake.readers.lines import Cell, SourceText, place_of
from rectify.intake.readers.signs import NUMERALS
from rectify.intake.readers.source import read_data

SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
VISIBLE = st.characters(exclude_categories=("Cs", "Cc", "Zs", "Zl", "Zp", "Co", "Cn"))


def docx(body: str, **others: str) -> bytes:
    """A Word file with this body; *others* are further parts by the kind of their relation."""
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": relations(("officeDocument", "word/document.xml")),
        "word/document.xml": f"<w:document {SPACES}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": relations(*((kind, f"{kind}.xml") for kind in others)),
    }
    for kind, text in others.items():
        parts[f"word/{kind}.xml"] = f"<w:{kind} {SPACES}>{text}</w:{kind}>"
    return zipped(parts)


def read(body: str, **others: str) -> SourceText:
    """The lines of such a file."""
    return read_data(docx(body, **others), "a.docx")


def r(text: str, look: str = "") -> str:
    """A run."""
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def p(inner: str, properties: str = "") -> str:
    """A paragraph; a bare text becomes a run."""
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner if inner.startswith('<') else r(inner)}</w:p>"


def item(text: str, depth: int, number: int = 1) -> str:
    """A paragraph in a list."""
    return p(text, f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>')


def level(depth: int, kind: str, text: str, more: str = "") -> str:
    """A level of a list."""
    return f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'


def numbering(*levels: str, nums: str = "") -> str:
    """A list with number 1, and further lists of the same origin."""
    return (
        f'<w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>'
        f'<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>{nums}'
    )


def texts(source: SourceText) -> list[str]:
    """What a reader sees, line by line."""
    return [line.mark + line.text for line in source.lines]


def test_automatic_numbers_are_counted_as_word_counts() -> None:
    """Deeper levels begin anew after a higher one, and show the numbers of those above."""
    lists = numbering(
        level(0, "chineseCounting", "%1、"),
        level(1, "japaneseCounting", "（%2）"),
        level(2, "decimal", "%3."),
        level(3, "decimal", "%3.%4"),
    )
    body = "".join(item("甲", depth) for depth in (0, 1, 2, 2, 3, 3, 1, 2, 0, 1))

    assert [line.mark for line in read(body, numbering=lists).lines] == [
        "一、", "（一）", "1.", "2.", "2.1", "2.2", "（二）", "1.", "二、", "（一）",
    ]  # fmt: skip


def test_numbers_run_on_where_the_list_says_so() -> None:
    """A level that never restarts counts through all headings, as issues do in notices."""
    never = '<w:lvlRestart w:val="0"/>'
    lists = numbering(level(0, "chineseCounting", "（%1）"), level(1, "decimal", "%2.", never))
    body = "".join(item("甲", depth) for depth in (0, 1, 1, 0, 1))

    assert [line.mark for line in read(body, numbering=lists).lines] == ["（一）", "1.", "2.", "（二）", "3."]


def test_another_list_of_the_same_origin_goes_on_or_starts_anew() -> None:
    """Two lists share their counter, unless one says where it starts."""
    nums = (
        '<w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="3"><w:abstractNumId w:val="0"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride></w:num>'
    )
    lists = numbering(level(0, "decimal", "%1."), nums=nums)
    body = "".join(item("甲", 0, number) for number in (1, 2, 3, 3, 1))

    assert [line.mark for line in read(body, numbering=lists).lines] == ["1.", "2.", "7.", "8.", "9."]


def test_a_style_can_bring_its_list_and_its_level() -> None:
    """Headings are numbered by their styles; numId 0 takes the number away."""
    styles = (
        '<w:style w:type="paragraph" w:styleId="H"><w:name w:val="heading 2"/><w:pPr><w:numPr><w:numId w:val="1"/>'
        '</w:numPr></w:pPr></w:style><w:style w:type="paragraph" w:styleId="I"><w:basedOn w:val="H"/></w:style>'
    )
    lists = numbering(level(0, "decimal", "%1"), level(1, "decimal", "（%2）", '<w:pStyle w:val="H"/>'))
    off = '<w:pStyle w:val="H"/><w:numPr><w:numId w:val="0"/></w:numPr>'
    body = p("甲", '<w:pStyle w:val="H"/>') + p("乙", '<w:pStyle w:val="I"/>') + p("丙", off)
    source = read(body, styles=styles, numbering=lists)

    assert [(line.mark, line.level) for line in source.lines] == [("（1）", 2), ("（2）", 2), ("", 2)]


@pytest.mark.parametrize(
    ("kind", "shown"),
    [
        ("decimal", "1 9 10 11 20 21 101"),
        ("decimalFullWidth", "１ ９ １０ １１ ２０ ２１ １０１"),
        ("decimalZero", "01 09 10 11 20 21 101"),
        ("chineseCounting", "一 九 十 十一 二十 二十一 一○一"),
        ("chineseCountingThousand", "一 九 十 十一 二十 二十一 一百零一"),
        ("taiwaneseCountingThousand", "一 九 十 十一 二十 二十一 一百零一"),
        ("japaneseCounting", "一 九 十 十一 二十 二十一 百一"),
        ("ideographDigital", "一 九 一〇 一一 二〇 二一 一〇一"),
        ("ideographTraditional", "甲 壬 癸 11 20 21 101"),
        ("chineseLegalSimplified", "壹 玖 壹拾 壹拾壹 贰拾 贰拾壹 壹佰零壹"),
        ("decimalEnclosedCircle", "① ⑨ ⑩ ⑪ ⑳ ㉑ 101"),
        ("upperLetter", "A I J K T U WWWW"),
        ("lowerLetter", "a i j k t u wwww"),
        ("upperRoman", "I IX X XI XX XXI CI"),
        ("lowerRoman", "i ix x xi xx xxi ci"),
        ("none", "      "),
    ],
)
def test_every_numeral_that_chinese_word_uses(kind: str, shown: str) -> None:
    """The numerals of ECMA-376, 17.18.59."""
    assert " ".join(NUMERALS[kind](number) for number in (1, 9, 10, 11, 20, 21, 101)) == shown


def test_symbol_bullets_become_characters_that_everybody_has() -> None:
    """Bullets of symbol fonts stand in the private area."""
    source = read(item("甲", 0), numbering=numbering(level(0, "bullet", "\uf0d8")))

    assert texts(source) == ["➢甲"]


def test_tracked_changes_are_taken_as_accepted_and_told() -> None:
    """Inserted and moved-in text is in, deleted and moved-away text is out; both are doubts."""
    body = p(
        f"{r('已')}<w:ins>{r('基本')}</w:ins><w:del><w:r><w:delText>全部</w:delText></w:r></w:del>{r('完成')}"
        f"<w:moveFrom>{r('旧处')}</w:moveFrom><w:moveTo>{r('新处')}</w:moveTo>"
    )
    source = read(body)

    assert texts(source) == ["已基本完成新处"]
    assert all(any(word in doubt for _, doubt in source.doubts) for word in ("基本", "全部", "旧处", "新处"))


def test_a_deleted_paragraph_end_joins_two_paragraphs() -> None:
    """The text goes on where tracked changes delete the line break; the last one is not lost."""
    gone = "<w:rPr><w:del/></w:rPr>"

    assert texts(read(p("前半", gone) + p("后半") + p("末尾", gone))) == ["前半后半", "末尾"]


def test_soft_breaks_part_lines_of_one_number() -> None:
    """Shift+Enter sets labels apart, too."""
    source = read(p(f"{r('问题')}<w:r><w:br/></w:r>{r('整改结果：')}<w:r><w:tab/><w:noBreakHyphen/></w:r>"))

    assert [(line.number, line.text) for line in source.lines] == [(1, "问题"), (1, "整改结果：\t-")]


def test_fields_show_their_results_only() -> None:
    """Codes are out, also of fields within fields; a circled number without a result is worked out."""

    def field(code: str, *result: str) -> str:
        turn = '<w:r><w:fldChar w:fldCharType="separate"/></w:r>' + "".join(result) if result else ""
        return (
            f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>{code}</w:instrText></w:r>{turn}'
            '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        )

    inner = field("IF 1", r("甲"), field("REF x", r("乙")))
    simple = f'<w:fldSimple w:instr="DATE">{r("丙")}</w:fldSimple>'

    assert texts(read(p(inner + simple + field(r"eq \o\ac(○,3)") + r("丁")))) == ["甲乙丙③丁"]


def test_a_field_without_an_end_swallows_nothing() -> None:
    """Damage in one paragraph does not empty the rest."""
    body = p('<w:r><w:fldChar w:fldCharType="begin"/></w:r>') + p("正文")

    assert texts(read(body)) == ["正文"]


def test_symbols_equations_and_wrappers_are_read() -> None:
    """w:sym, m:t, smart tags, controls and hyperlinks hold text like any other."""
    body = p(
        '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>'
        f"<w:smartTag>{r('甲')}</w:smartTag><w:sdt><w:sdtPr/><w:sdtContent>{r('乙')}</w:sdtContent></w:sdt>"
        f"<w:hyperlink>{r('丙')}</w:hyperlink><m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath>"
    )

    assert texts(read(f"<w:sdt><w:sdtContent>{body}</w:sdtContent></w:sdt>")) == ["☑甲乙丙x=1"]


def test_notes_comments_boxes_and_page_headers_are_kept_apart() -> None:
    """Each says where it stands; a text box that is stored twice is read once; comments are only told."""
    box = f"<w:txbxContent>{p('框里')}</w:txbxContent>"
    twice = (
        f"<w:r><mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
    note = '<w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:commentReference w:id="5"/></w:r>'
    source = read(
        p(r("正文") + twice + note),
        footnotes=f'<w:footnote w:type="separator">{p("x")}</w:footnote><w:footnote w:id="2">{p("脚注文")}</w:footnote>',
        comments=f'<w:comment w:id="5">{p("请核实")}</w:comment>',
        header=p("内部资料"),
    )

    assert [(line.text, place_of(source, line), line.chrome) for line in source.lines] == [
        ("正文", "第1段", False),
        ("框里", "文本框", False),
        ("脚注文", "脚注1", False),
        ("内部资料", "页眉", True),
    ]
    assert any("请核实" in doubt for number, doubt in source.doubts if number == 1)
    assert any("脚注" in doubt for number, doubt in source.doubts if number == 1)


def test_hidden_text_is_a_line_of_its_own() -> None:
    """It is kept and told, and never mixed with what is seen."""
    source = read(p(r("看得见") + r("看不见", "<w:vanish/>")))

    assert [(line.text, line.hidden) for line in source.lines] == [("看得见", False), ("看不见", True)]
    assert [number for number, _ in source.doubts] == [1]


def test_bold_is_told_by_run_and_by_style() -> None:
    """Spans of bold text, also from styles, with runs able to switch it off."""
    styles = '<w:style w:type="paragraph" w:styleId="S"><w:rPr><w:b/></w:rPr></w:style>'
    body = p(r("甲乙", "<w:b/>") + r("丙")) + p(r("丁") + r("戊", '<w:b w:val="0"/>'), '<w:pStyle w:val="S"/>')

    assert [line.bold for line in read(body, styles=styles).lines] == [((0, 2),), ((0, 1),)]


def tc(inner: str, properties: str = "") -> str:
    """A cell."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    """A row."""
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def test_tables_keep_their_grid() -> None:
    """Merged cells span, covered ones are not repeated, automatic numbers are in the text of their cell."""
    lists = numbering(level(0, "decimal", "%1"))
    rows = (
        tr(tc(p("序号")), tc(p("问题"), '<w:gridSpan w:val="2"/>'))
        + tr(tc(item("", 0), '<w:vMerge w:val="restart"/>'), tc(p("甲") + p("乙")), tc(p("丙")))
        + tr(tc(p(""), "<w:vMerge/>"), tc(p("丁")), tc(p("")))
        + tr(tc(p("删")), tc(p("删")), properties="<w:del/>")
    )
    source = read(p("前") + f"<w:tbl>{rows}</w:tbl>" + p("后"), numbering=lists)

    assert [line.cells for line in source.lines] == [
        (),
        (Cell("序号", 1), Cell("问题", 2, (2, 1))),
        (Cell("1", 1, (1, 2)), Cell("甲\n乙", 2), Cell("丙", 3)),
        (Cell("丁", 2), Cell("", 3)),
        (),
    ]
    assert [(line.number, line.table) for line in source.lines] == [(1, 0), (2, 1), (3, 1), (4, 1), (5, 0)]
    assert source.lines[2].text == "1\t甲\n乙\t丙"
    assert place_of(source, source.lines[2]) == "表1第2行"


def test_a_frame_around_text_is_no_table() -> None:
    """Tables of one column only draw a line around paragraphs."""
    source = read(f"<w:tbl>{tr(tc(p('甲') + p('乙')))}</w:tbl>")

    assert [(line.text, line.cells) for line in source.lines] == [("甲", ()), ("乙", ())]


def test_a_table_within_a_cell_loses_nothing() -> None:
    """Its rows go into the cell, and that is told."""
    inner = f"<w:tbl>{tr(tc(p('内一')), tc(p('内二')))}</w:tbl>"
    source = read(f"<w:tbl>{tr(tc(p('甲') + inner), tc(p('乙')))}</w:tbl>")

    assert source.lines[0].text == "甲\n内一\t内二\n\t乙"
    assert len(source.doubts) == 1


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (docx("<w:p><w:r><w:drawing/></w:r></w:p>"), "I009"),
        (docx("<w:p>")[:-30], "I006"),
        (docx("<w:p>"), "I006"),
        (zipped({"word/document.xml": "<a/>", "_rels/.rels": relations()}), "I006"),
        (docx("x").replace(b"PK\x03\x04", b"PK\x03\x04", 1)[:200], "I006"),
        (docx("<w:p>" * 5000 + "</w:p>" * 5000), "I006"),
        (zipped({"word/document.xml": "<w>" + "x" * (33 * 1024 * 1024)}), "I002"),
        (zipped({"word/document.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), "I007"),
        (zipped({"word/document.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'.encode("utf-16")}), "I007"),
        (zipped({"word/document.xml": '<?xml version="1.0" encoding="cp037"?><a/>'}), "I006"),
        (zipped({"readme.md": "x"}), "I006"),
    ],
    ids=[
        "picture",
        "truncated",
        "broken",
        "empty",
        "cut",
        "deep",
        "bomb",
        "entities",
        "utf-16",
        "encoding",
        "zip",
    ],
)
def test_hostile_and_damaged_files_are_refused(data: bytes, code: str) -> None:
    """Each gets a message with a remedy, whatever it wants to do to us."""
    with pytest.raises(SourceError) as caught:
        read_data(data, "a.docx")

    assert [(problem.code, bool(problem.remedy)) for problem in caught.value.diagnostics] == [(code, True)]


def test_an_encrypted_entry_is_refused() -> None:
    """A zip password is seen before anything is unpacked."""
    data = bytearray(docx(p("甲")))
    place = 0
    while (place := data.find(b"PK\x01\x02", place)) >= 0:
        data[place + 8] |= 1
        place += 4

    with pytest.raises(SourceError, match="I005"):
        read_data(bytes(data), "a.docx")


PARAGRAPH = st.lists(
    st.tuples(st.text(VISIBLE, min_size=1), st.sampled_from(["run", "ins", "bold", "tag"])), min_size=1
)


@settings(deadline=None)
@given(paragraphs=st.lists(PARAGRAPH, min_size=1), framed=st.booleans())
def test_every_visible_character_comes_back(*, paragraphs: list[list[tuple[str, str]]], framed: bool) -> None:
    """However runs are cut and wrapped, the text of each paragraph is whole."""
    wrap = {
        "run": r,
        "ins": lambda text: f"<w:ins>{r(text)}</w:ins>",
        "bold": lambda text: r(text, "<w:b/>"),
        "tag": lambda text: f"<w:smartTag>{r(text)}</w:smartTag>",
    }
    body = "".join(p("".join(wrap[kind](text) for text, kind in paragraph)) for paragraph in paragraphs)
    source = read(f"<w:tbl>{tr(tc(body))}</w:tbl>" if framed else body)

    assert whole_text(source) == "\n".join("".join(text for text, _ in paragraph) for paragraph in paragraphs)
