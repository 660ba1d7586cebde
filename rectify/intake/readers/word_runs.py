"""The characters of one Word paragraph as a reader sees them, after all tracked changes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final
from xml.etree.ElementTree import Element

from rectify.intake.readers.lines import PICTURE, Piece, as_looks, shorten
from rectify.intake.readers.signs import circle, in_font, subscript, superscript, symbol
from rectify.intake.readers.word_styles import Styles, switch, value

_CIRCLE: Final = re.compile(r"\s*eq\s+\\o\s*\\ac\s*\(\s*(.)\s*[,;，；]\s*(.+?)\s*\)\s*", re.IGNORECASE)
_MUTE: Final = ("XE", "TC", "TA", "RD", "SET", "PRIVATE", "PAGE", "NUMPAGES")  # fields that show nothing worth a word
_BOXES: Final = ("w-txbxContent", "v-textpath")
_FORMULAS: Final = ("m-oMath", "m-oMathPara")
_OUT: Final = ("w-del", "w-moveFrom")
_SILENT: Final = frozenset(
    ("w-pPr", "w-rPr", "w-sdtPr", "w-sdtEndPr", "w-rt", "w-delText", "w-delInstrText", "w-numberingChange")
)
_CHARACTERS: Final = {"w-tab": "\t", "w-ptab": "\t", "w-br": "\n", "w-cr": "\n", "w-noBreakHyphen": "-"}
_NOTES: Final = {
    "w-footnoteReference": "这里有脚注，脚注的文字放在最后，核对它应当归到哪里",
    "w-endnoteReference": "这里有尾注，尾注的文字放在最后，核对它应当归到哪里",
    "w-ruby": "这里的字上注了拼音，只取用了字",
    "w-altChunk": "这里嵌入了另一份文件，它的文字没有读；打开文档，把那部分复制成普通文字",
    "w-subDoc": "这里引用了另一份文件（子文档），它的文字没有读；把它也导入一次",
    "w-object": "这里嵌入了别的软件的对象，里面的文字没有读",
    "w-drawing": PICTURE,
    "w-pict": PICTURE,
}


@dataclass(frozen=True, slots=True)
class Runs:
    """Reads paragraphs in their order, since a field may begin in one and end in another.

    *fields* is the stack of open fields: False while their *codes* are read, True once what they show
    is; *comments* are known by their identifiers; *boxes* takes the text boxes met, *tell* the doubts, *show* the references of pictures.
    """

    styles: Styles
    comments: Mapping[str, str]
    tell: Callable[[str], None]
    boxes: list[Element]
    show: Callable[[str], None]
    fields: list[bool] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    forms: list[Element | None] = field(default_factory=list)

    def pieces(self, paragraph: Element) -> Iterator[Piece]:
        """What the *paragraph* shows, in order."""
        yield from self._children(paragraph, paragraph.find("w-pPr"), None)
        self.fields[:] = [True] * len(self.fields)  # a field that is never turned must not swallow the text

    def _children(self, item: Element, paragraph: Element | None, run: Element | None) -> Iterator[Piece]:
        for child in item:
            yield from self._item(child, paragraph, run)

    def _item(self, item: Element, paragraph: Element | None, run: Element | None) -> Iterator[Piece]:
        if item.tag in _OUT:
            self._note_deletion(item)
        elif item.tag == "w-r":
            yield from self._children(item, paragraph, item.find("w-rPr"))
        elif item.tag == "mc-AlternateContent":
            yield from self._children(_choose(item), paragraph, run)
        elif item.tag in ("w-fldChar", "w-instrText"):
            yield from self._field(item, paragraph, run)
        elif item.tag == "w-txbxContent":
            self.boxes.append(item)
        elif item.tag == "w-sdt" and item.find("w-sdtPr/w-showingPlcHdr") is not None:
            self.tell(f"这里的填空没有填，提示语没有取用：“{shorten(text_in(item))}”")
        elif item.tag in _FORMULAS:
            yield self._piece(self._formula(item), paragraph, run)
        elif item.tag not in _SILENT:
            self._note(item)
            if (text := _text(item)) and all(self.fields):
                yield from self._pieces_of(item, text, paragraph, run)
            yield from self._children(item, paragraph, run)

    def _pieces_of(self, item: Element, text: str, paragraph: Element | None, run: Element | None) -> Iterator[Piece]:
        """A text as it looks: struck through is told and left out, raised and in symbol fonts is written so."""
        struck = any(self.styles.is_on(name, run, paragraph) for name in ("w-strike", "w-dstrike"))
        fonts = None if run is None or item.tag != "w-t" else run.find("w-rFonts")
        font = "" if fonts is None else fonts.get("w-ascii", "")
        yield self._piece(
            as_looks(text, self.tell, struck=struck, font=font, rise=value(run, "w-vertAlign")), paragraph, run
        )

    def _formula(self, item: Element) -> str:
        """A formula on one line: fractions with a stroke, exponents raised."""
        parts = [self._formula(child) for child in item if child.tag not in _SILENT and not child.tag.endswith("Pr")]
        if item.tag == "m-t":
            return item.text or ""
        if item.tag == "m-f":
            return "/".join(parts)
        if item.tag in ("m-sSup", "m-sSub") and len(parts) > 1:
            return parts[0] + (superscript if item.tag == "m-sSup" else subscript)("".join(parts[1:]))
        return "".join(parts)

    def _piece(self, text: str, paragraph: Element | None, run: Element | None) -> Piece:
        bold = self.styles.is_on("w-b", run, paragraph)
        return Piece(text, bold, self.styles.is_on("w-vanish", run, paragraph))

    def _field(self, item: Element, paragraph: Element | None, run: Element | None) -> Iterator[Piece]:
        """Open, turn or close a field: what it shows stands between the turn and the end."""
        kind = item.get("w-fldCharType", "")
        if item.tag == "w-instrText":
            self.codes[-1:] = [self.codes[-1] + (item.text or "")] if self.codes else []
        elif kind == "begin":
            self.fields.append(False)
            self.codes.append("")
            self.forms.append(item.find("w-ffData"))
        elif kind == "separate" and self.fields:
            self.fields[-1] = True
        elif kind == "end" and self.fields:
            shown, code, form = self.fields.pop(), self.codes.pop(), self.forms.pop()
            if form is not None and all(self.fields) and (chosen := _filled_in(form)):
                yield self._piece(chosen, paragraph, run)
            elif shown or not code.strip() or not all(self.fields):
                return
            elif match := _CIRCLE.fullmatch(code):
                yield self._piece(_circle(match[2]), paragraph, run)
            elif code.split()[0].upper() not in _MUTE:
                self.tell(f"这里有一个域，文档里没有存它显示的文字：{shorten(code)}；核对原文")

    def _note(self, item: Element) -> None:
        """Tell what this element shows and the text does not; a word of it must not be lost unsaid."""
        if item.tag == "w-commentReference":
            self.tell(f"批注没有取用：“{shorten(self.comments.get(item.get('w-id', ''), ''))}”")
        elif item.tag in ("w-ins", "w-moveTo") and (text := text_in(item).strip()):
            self.tell(f"修订中加上的文字已经取用，文档里还没有接受：“{shorten(text)}”")
        elif item.tag in _NOTES and not any(part.tag in _BOXES for part in item.iter()):
            self.tell(_NOTES[item.tag])
            for part in item.iter():
                if reference := part.get("r-embed") or (part.tag == "v-imagedata" and part.get("r-id")):
                    self.show(reference)

    def _note_deletion(self, item: Element) -> None:
        if text := text_in(item).strip():
            kind = "移走" if item.tag == "w-moveFrom" else "删去"
            self.tell(f"修订中{kind}的文字没有取用：“{shorten(text)}”")


def _filled_in(form: Element) -> str:
    """What a form field of an older kind shows: a box, ticked or not, or the entry chosen from its list."""
    box, choice = form.find("w-checkBox"), form.find("w-ddList")
    if box is not None:
        said = switch(box, "w-checked")
        return "☑" if (switch(box, "w-default") if said is None else said) else "□"
    if choice is None:
        return ""
    entries = [entry.get("w-val", "") for entry in choice.iterfind("w-listEntry")]
    place = value(choice, "w-result") or value(choice, "w-default") or "0"
    return entries[int(place)] if place.isdecimal() and int(place) < len(entries) else ""


def text_in(item: Element) -> str:
    """All characters in *item*, deleted ones too: for telling of them."""
    return "".join(part.text or "" for part in item.iter() if part.tag in ("w-t", "w-delText"))


def _circle(text: str) -> str:
    return circle(int(text)) if re.fullmatch("[0-9]{1,2}", text) else f"○{text}"


def _choose(item: Element) -> Element:
    """Of the same thing written in several ways, the one to read."""
    found = item.find("mc-Choice")
    if found is None or not len(found):
        found = item.find("mc-Fallback")
    return item if found is None else found


def _text(item: Element) -> str:
    tag, text = item.tag, item.text or ""
    if tag == "w-t":
        return text if item.get("xml-space") == "preserve" else text.strip(" \t\r\n")
    if tag == "m-t":
        return text
    if tag == "v-textpath":
        return item.get("string", "")
    if tag == "w-sym":
        code = item.get("w-char", "")
        number = int(code, 16) if re.fullmatch("[0-9A-Fa-f]{1,5}", code) else 0
        number += 0xF000 if 0 < number < 0x100 else 0  # noqa: PLR2004  a symbol font's place, written short
        return in_font(number, item.get("w-font", "")) or symbol(number) or chr(number)
    return _CHARACTERS.get(tag, "")
