"""What kind of file an office file is: read off its content first, and off its name only where that says nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePath
from typing import Final, NamedTuple

from rectify.intake.readers.package import names_in, unpack

_PAGE: Final = re.compile(
    rb"<!doctype\s+html|<html[\s>]|<body[\s>]|<head[\s>]|\A\s*<(?:meta|table)[\s>]", re.IGNORECASE
)
_MHT: Final = re.compile(
    rb"(?:[A-Za-z-]+:[^\n]*\n(?:[ \t][^\n]*\n)*?){0,12}?(?:mime-version:|from: <saved by|content-type: *(?:multipart/related|text/html))",
    re.IGNORECASE,
)
_PAGES: Final = (".html", ".htm", ".shtml", ".jhtml", ".xhtml", ".jsp", ".aspx", ".php")
_PICTURES: Final = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM6", b"II*\0", b"MM\0*")
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLD_BIFF: Final = re.compile(rb"\x09[\x00\x02\x04]\x06\x00|\x09\x08[\x06\x08\x10]\x00")
_SHEET_NAMES: Final = (".xls", ".et", ".ett", ".xlt")
_PDF_HEAD: Final = 1024  # within which the mark may stand, as readers of PDF allow
_HEAD: Final = 4096


class OfficeKind(NamedTuple):
    """A kind that office software must turn into another: its name for people, its suffix, and what it becomes."""

    words: str
    suffix: str
    target: str


READ_BY_OFFICE: Final[Mapping[str, OfficeKind]] = {
    "doc": OfficeKind("旧格式的 Word 或 WPS（doc、wps）", ".doc", "docx"),
    "rtf": OfficeKind(" RTF ", ".rtf", "docx"),
    "word xml": OfficeKind("Word 的 XML 格式", ".xml", "docx"),
    "excel xml": OfficeKind("Excel 的 XML 格式", ".xml", "xlsx"),
    "flat odt": OfficeKind("开放文档的 XML 格式（fodt）", ".fodt", "docx"),
    "flat ods": OfficeKind("开放文档的 XML 格式（fods）", ".fods", "xlsx"),
}


def kind_of(data: bytes, name: str) -> str:
    """The kind of the file *data*: a format such as docx, a key of READ_BY_OFFICE, or why it is none (locked …).

    Raises SourceError for a damaged archive.
    """
    suffix = PurePath(name).suffix.lower()
    if data.startswith(b"PK\x03\x04"):
        return _package(data, name, suffix)
    if data.startswith(_OLE):
        return _compound(data, suffix)
    if _OLD_BIFF.match(data):
        return "xls"
    if data.startswith(_PICTURES):
        return "picture"
    head = data[:_HEAD].replace(b"\0", b"")
    return _marked_up(head) or ("html" if _PAGE.search(head) or suffix in _PAGES else "text")


def _marked_up(head: bytes) -> str:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if b"%PDF-" in head[:_PDF_HEAD]:
        return "pdf"
    if start.startswith(b"{\\rtf"):
        return "rtf"
    if b"<?mso-application" in head or b"pkg:package" in head:
        return "excel xml" if b"Excel" in head else "word xml"
    if b"<office:document" in head:
        return "flat ods" if b"opendocument.spreadsheet" in head else "flat odt"
    return "mht" if _MHT.match(start) else ""


def _package(data: bytes, name: str, suffix: str) -> str:
    names = names_in(data, name)
    for folder, kind in (("word/", "docx"), ("xl/", "xlsx"), ("ppt/", "slides")):
        if any(part.startswith(folder) for part in names):
            return kind
    if "OFD.xml" in names:
        return "ofd"
    if "content.xml" in names:
        listed = "META-INF/manifest.xml"
        if b"encryption-data" in unpack(data, name, listed).get(listed, b""):
            return "locked"
        return "ods" if b":spreadsheet" in unpack(data, name, "content.xml")["content.xml"] else "odt"
    return {".docx": "docx", ".xlsx": "xlsx"}.get(suffix, "archive")


def _compound(data: bytes, suffix: str) -> str:
    """What an OLE file holds, by the names of its streams."""
    if _utf_16("EncryptedPackage") in data or _utf_16("EncryptionInfo") in data:
        return "locked"
    if _utf_16("WordDocument") in data:
        return "doc"
    if suffix in _SHEET_NAMES or _utf_16("Workbook") in data or _utf_16("Book") in data:
        return "xls"
    return "slides" if _utf_16("PowerPoint Document") in data else "doc"


def _utf_16(text: str) -> bytes:
    return text.encode("utf-16-le")
