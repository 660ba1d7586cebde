"""Word documents (docx) → lines, without losing a character, and with the automatic numbers."""

from __future__ import annotations

from typing import Final
from xml.etree.ElementTree import Element

from rectify.intake.readers.lines import SourceText, refusal
from rectify.intake.readers.package import pictures_in, related, unpack, xml
from rectify.intake.readers.word_blocks import Blocks
from rectify.intake.readers.word_numbers import Counters, lists_of
from rectify.intake.readers.word_runs import text_in
from rectify.intake.readers.word_styles import lists_of_styles, styles_in

_SURROUNDINGS: Final = (("header", "页眉"), ("footer", "页脚"))
_NOTES: Final = (("footnotes", "w-footnote", "脚注"), ("endnotes", "w-endnote", "尾注"))


def read_word(data: bytes, name: str) -> SourceText:
    """The lines of the docx *data*: the text, then notes, then page headers and footers.

    Tracked changes are taken as accepted, and told. Raises SourceError for what cannot be read.
    """
    parts = unpack(data, name)
    part = next((target for kind, target in related(parts, "", name).values() if kind == "officeDocument"), "")
    if part not in parts:
        raise refusal(name, "I006", "文件里没有 Word 正文，可能不完整", "用 Word 或 WPS 打开，另存为 docx 后再导入")
    others = related(parts, part, name)

    def parts_of(kind: str) -> list[Element]:
        return [xml(parts[target], name) for said, target in others.values() if said == kind and target in parts]

    styles = styles_in(next(iter(parts_of("styles")), None))
    lists = lists_of(next(iter(parts_of("numbering")), None), lists_of_styles(styles))
    comments = {item.get("w-id", ""): text_in(item) for root in parts_of("comments") for item in root.iter("w-comment")}
    blocks = Blocks(styles, Counters(lists), comments)
    body = xml(parts[part], name).find("w-body")
    if body is not None:
        blocks.read(body, "")
    for kind, tag, word in _NOTES:
        for root in parts_of(kind):
            notes = [note for note in root.iter(tag) if note.get("w-type", "normal") == "normal"]
            for count, note in enumerate(notes, start=1):
                blocks.read(note, f"{word}{count}")
    for kind, word in _SURROUNDINGS:
        for root in parts_of(kind):
            blocks.read(root, word, chrome=True)
    if any(target.startswith(("word/diagrams/", "word/charts/")) for target in parts):
        blocks.doubts.append((0, "文档里有 SmartArt 图形或图表，图形里的文字没有读；核对原文，要紧的补进正文"))
    wanted = [(number, others[reference][1]) for number, reference in blocks.pictures if reference in others]
    pictures = tuple(pictures_in(data, name, wanted))
    return SourceText(name, tuple(blocks.lines), tuple(dict.fromkeys(blocks.doubts)), pictures)
