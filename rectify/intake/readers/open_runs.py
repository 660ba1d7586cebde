"""The characters of one paragraph of an OpenDocument text as a reader sees them, after all tracked changes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final
from xml.etree.ElementTree import Element

from rectify.intake.readers.lines import PICTURE, Piece, as_looks, shorten
from rectify.intake.readers.open_styles import Look, OpenStyles

_MUTE: Final = frozenset(
    ("office-annotation-end", "text-ruby-text", "text-note-citation", "office-forms", "text-page-number", "text-page-count")
)  # fmt: skip
_CHARACTERS: Final = {"text-tab": "\t", "text-line-break": "\n"}
_PROMPT: Final = re.compile(r"(?:单击|点击)(?:或点击)?(?:此处|这里)")
_SPACE: Final = re.compile(r"[ \t\r\n]+")
_MAX_SPACES: Final = 1000
_NOTES: Final = {
    "text-change-start": "这里有修订中加上的文字，已经取用，文档里还没有接受；核对原文",
    "text-ruby": "这里的字上注了拼音，只取用了字",
}


@dataclass(slots=True)
class OpenRuns:
    """Reads paragraphs; *deleted* texts are known by their identifiers, *boxes* and *notes* take what is read later."""

    styles: OpenStyles
    deleted: Mapping[str, str]
    tell: Callable[[str], None]
    show: Callable[[str], None]
    boxes: list[Element]
    notes: list[tuple[str, Element]] = field(default_factory=list)
    blank: bool = True  # whether white space came last: it counts once

    def pieces(self, paragraph: Element, around: Look) -> Iterator[Piece]:
        """What the *paragraph* shows, in order."""
        self.blank = True
        yield from self._pieces_in(
            paragraph, self.styles.look("paragraph", paragraph.get("text-style-name", ""), around)
        )

    def _pieces_in(self, item: Element, look: Look) -> Iterator[Piece]:
        yield from self._text(item.text, look)
        for child in item:
            yield from self._child(child, look)
            yield from self._text(child.tail, look)

    def _child(self, item: Element, look: Look) -> Iterator[Piece]:
        tag = item.tag
        if tag == "text-s":
            self.blank = False
            count = item.get("text-c", "1")
            yield Piece(" " * min(int(count) if count.isdecimal() else 1, _MAX_SPACES), look.bold, look.hidden)
        elif tag in _CHARACTERS:
            self.blank = True
            yield Piece(_CHARACTERS[tag], look.bold, look.hidden)
        elif tag == "text-span":
            yield from self._pieces_in(item, self.styles.look("text", item.get("text-style-name", ""), look))
        elif tag == "field-fieldmark":
            yield Piece(_filled_in(item), look.bold, look.hidden)
        elif tag not in _MUTE and not self._put_aside(item):
            if tag in _NOTES or tag.startswith("draw-"):
                self.tell(_NOTES.get(tag, PICTURE))
            yield from self._pieces_in(item, look)

    def _put_aside(self, item: Element) -> bool:
        """Whether the element shows no text here: it is told, or kept until the paragraph ends."""
        if item.tag == "draw-frame":
            self.frame(item)
        elif item.tag == "text-note":
            self._note(item)
        elif item.tag == "text-change":
            gone = self.deleted.get(item.get("text-change-id", ""), "")
            self.tell(f"修订中删去的文字没有取用：“{shorten(gone)}”")
        elif item.tag == "office-annotation":
            self.tell(f"批注没有取用：“{shorten(''.join(item.itertext()))}”")
        elif _is_prompt(item):
            self.tell(f"这里的填空没有填，提示语没有取用：“{shorten(''.join(item.itertext()))}”")
        else:
            return False
        return True

    def _text(self, text: str | None, look: Look) -> Iterator[Piece]:
        """A text as it looks: struck text is told and left out, raised and in symbol fonts is written so."""
        shown = _SPACE.sub(" ", text or "")
        if self.blank:
            shown = shown.removeprefix(" ")
        if not shown:
            return
        self.blank = shown.endswith(" ")
        shown = as_looks(shown, self.tell, struck=look.struck, font=look.font, rise=look.rise)
        yield Piece(shown, look.bold, look.hidden)

    def frame(self, item: Element) -> None:
        """Take what a frame holds: a text box is read later, a picture is told."""
        boxes = [box for box in item if box.tag == "draw-text-box"]
        self.boxes += boxes
        if not boxes:
            self.tell(PICTURE)
        for image in item.iterfind("draw-image"):
            self.show(image.get("xlink-href", "").removeprefix("./"))

    def _note(self, item: Element) -> None:
        word = "尾注" if item.get("text-note-class") == "endnote" else "脚注"
        self.tell(f"这里有{word}，{word}的文字放在最后，核对它应当归到哪里")
        self.notes += [(word, body) for body in item.iterfind("text-note-body")]


def _filled_in(item: Element) -> str:
    """What a form field shows: a box, ticked or not, or the entry chosen from its list."""
    said = [(one.get("field-name", ""), one.get("field-value", "")) for one in item]
    kind = item.get("field-type", "")
    if kind.endswith("CHECKBOX"):
        return "☑" if ("Checkbox_Checked", "true") in said else "□"
    entries = [value for name, value in said if name == "Dropdown_ListEntry"]
    chosen = next((value for name, value in said if name == "Dropdown_Selected"), "0")
    return entries[int(chosen)] if chosen.isdecimal() and int(chosen) < len(entries) else ""


def _is_prompt(item: Element) -> bool:
    if item.tag == "text-placeholder" or item.get("loext-showing-place-holder") == "true":
        return True
    return item.tag == "text-text-input" and bool(_PROMPT.match("".join(item.itertext())))
