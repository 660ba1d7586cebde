"""The way back to office people: a round as a ledger or as a notice, a Word document in the form of such (GB/T 9704)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final
from xml.sax.saxutils import escape

from rectify.field.config import SiteConfig
from rectify.field.model import Category, Issue, Round
from rectify.intake.export.fields import CATEGORY, ISSUE, issue_texts, round_names, round_texts
from rectify.intake.export.ledger import CATEGORIES_HEAD, ROUND_HEAD, ledger
from rectify.intake.readers.signs import chinese_number
from rectify.outputs.sheet import content_types, make_archive, relations

INTRODUCTION: Final = "整改工作基本情况"
ISSUES: Final = "整改工作落实情况"
CLOSING: Final = "下一步工作"
APPENDIX: Final = "附：公开信息"
LABELS: Final = {"整改进展": "整改进展情况"}
"""The labels of a notice that differ from the names of a ledger's columns."""
_IN_HEADINGS: Final = ("序号", CATEGORY, "题目")
_IN_TEXT: Final = ("title", "introduction", "closing")
_UNSAFE: Final = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 65534, 65535))
_MAIN: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_KIND: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"
FORMS: Final = ("xlsx", "docx")


def export(record: Round, issues: Sequence[Issue], config: SiteConfig, form: str) -> bytes:
    """The round as a ledger ("xlsx") or a notice ("docx"); the same records give the same bytes.

    Raises SourceError where a text is too long for a cell.
    """
    return notice(record, issues) if form == "docx" else ledger(record, issues, config)


def notice(record: Round, issues: Sequence[Issue]) -> bytes:
    """The document of a round; what has no place in a notice's text stands in the tables at its end."""
    body = "".join(_body(record, issues))
    page = '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="2098" w:right="1474" w:bottom="1985" \
w:left="1588" w:header="851" w:footer="992" w:gutter="0"/></w:sectPr>'
    return make_archive(
        {
            "[Content_Types].xml": content_types(
                [("/word/document.xml", f"{_KIND}.document.main+xml"), ("/word/styles.xml", f"{_KIND}.styles+xml")]
            ),
            "_rels/.rels": relations([("officeDocument", "word/document.xml")]),
            "word/document.xml": f'<w:document xmlns:w="{_MAIN}"><w:body>{body}{page}</w:body></w:document>',
            "word/_rels/document.xml.rels": relations([("styles", "styles.xml")]),
            "word/styles.xml": _STYLES,
        }
    )


def _body(record: Round, issues: Sequence[Issue]) -> Iterator[str]:
    yield _paragraph(record.title, "Title")
    number = 1
    yield _paragraph(f"{chinese_number(number)}、{INTRODUCTION}", "Heading1")
    yield from _paragraphs(record.introduction)
    number += 1
    yield _paragraph(f"{chinese_number(number)}、{ISSUES}", "Heading1")
    yield from _issues(issues, record.categories)
    if record.closing:
        number += 1
        yield _paragraph(f"{chinese_number(number)}、{CLOSING}", "Heading1")
        yield from _paragraphs(record.closing)
    yield _paragraph(APPENDIX, "Heading1")
    texts = round_texts(record)
    rows = [(named.name, texts.get(named.name, "")) for named in round_names() if named.path[0] not in _IN_TEXT]
    yield _table([ROUND_HEAD, *rows])
    yield _paragraph("")
    if record.categories:
        yield _table([CATEGORIES_HEAD, *((category.id, category.title) for category in record.categories)])
        yield _paragraph("")


def _issues(issues: Sequence[Issue], categories: Sequence[Category]) -> Iterator[str]:
    category, count = "", 0
    for issue in issues:
        texts = issue_texts(issue, categories)
        if texts.get(CATEGORY, "") != category:
            category, count = texts[CATEGORY], count + 1
            yield _paragraph(f"（{chinese_number(count)}）{category}", "Heading2")
        yield _paragraph(f"{issue.number}. {issue.title}", "Heading3")
        for named in ISSUE:
            if named.name in texts and named.name not in _IN_HEADINGS:
                yield from _paragraphs(texts[named.name], LABELS.get(named.name, named.name) + "：")


def _paragraphs(text: str, label: str = "") -> Iterator[str]:
    """The lines of a *text*, blank ones too, after a *label* in bold."""
    for place, line in enumerate(text.split("\n") if text else ()):
        yield _paragraph(line, "", label if place == 0 else "")


def _paragraph(text: str, style: str = "", label: str = "") -> str:
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    bold = f"<w:r><w:rPr><w:b/></w:rPr>{_text(label)}</w:r>" if label else ""
    return f"<w:p>{properties}{bold}<w:r>{_text(text)}</w:r></w:p>"


def _text(text: str) -> str:
    parts = escape(text.translate(_UNSAFE)).split("\t")
    return "<w:tab/>".join(f'<w:t xml:space="preserve">{part}</w:t>' for part in parts)


def _table(rows: Sequence[tuple[str, str]]) -> str:
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    body = "".join(
        "<w:tr>"
        + "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
            + "".join(_paragraph(line, "Cell") for line in text.split("\n"))
            + "</w:tc>"
            for text, width in zip(row, (2600, 6244), strict=True)
        )
        + "</w:tr>"
        for row in rows
    )
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="8844" w:type="dxa"/><w:tblBorders>{sides}</w:tblBorders></w:tblPr>'
        f'<w:tblGrid><w:gridCol w:w="2600"/><w:gridCol w:w="6244"/></w:tblGrid>{body}</w:tbl>'
    )


def _style(identifier: str, name: str, font: str, size: int, properties: str, *, level: int = 0) -> str:
    outline = f'<w:outlineLvl w:val="{level - 1}"/>' if level else ""
    return (
        f'<w:style w:type="paragraph" w:styleId="{identifier}"><w:name w:val="{name}"/><w:basedOn w:val="Normal"/>'
        f"<w:qFormat/><w:pPr>{properties}{outline}</w:pPr><w:rPr>"
        f'<w:rFonts w:eastAsia="{font}"/><w:sz w:val="{size}"/></w:rPr></w:style>'
    )


_INDENT: Final = '<w:ind w:firstLineChars="200" w:firstLine="640"/>'
_STYLES: Final = (
    f'<w:styles xmlns:w="{_MAIN}"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" '
    'w:hAnsi="Times New Roman" w:eastAsia="仿宋_GB2312"/><w:sz w:val="32"/><w:lang w:val="en-US" '
    'w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault></w:docDefaults>'
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/><w:pPr>'
    f'<w:spacing w:line="560" w:lineRule="exact"/>{_INDENT}<w:jc w:val="both"/></w:pPr></w:style>'
    + _style(
        "Title",
        "Title",
        "方正小标宋简体",
        44,
        '<w:spacing w:after="560" w:line="700" w:lineRule="exact"/>'
        '<w:ind w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="center"/>',
    )
    + _style("Heading1", "heading 1", "黑体", 32, "<w:keepNext/>" + _INDENT, level=1)
    + _style("Heading2", "heading 2", "楷体_GB2312", 32, "<w:keepNext/>" + _INDENT, level=2)
    + _style("Heading3", "heading 3", "仿宋_GB2312", 32, "<w:keepNext/>" + _INDENT, level=3)
    + _style(
        "Cell",
        "表格文字",
        "仿宋_GB2312",
        24,
        '<w:spacing w:line="360" w:lineRule="exact"/><w:ind w:firstLineChars="0" w:firstLine="0"/>',
    )
    + "</w:styles>"
)
