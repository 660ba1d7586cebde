"""Word files, workbooks, OpenDocument and OFD are zip archives of XML; here they are opened without trusting them."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Final
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from rectify.intake.readers.lines import Picture, refusal

MAX_PART: Final = 32 * 1024 * 1024
MAX_PARTS: Final = 64 * 1024 * 1024
MAX_PICTURE: Final = 10 * 1024 * 1024
MAX_ENTRIES: Final = 10_000
MAX_ELEMENTS: Final = 2_000_000  # a Word file of three hundred pages has a tenth of it
_ENCODING: Final = re.compile(rb"""^<\?xml[^>]*?encoding\s*=\s*["']([^"']+)""")
_SHOWN: Final = frozenset((".png", ".jpg", ".jpeg", ".gif", ".webp"))
_DEEP: Final = 200
_LOCKED: Final = ("I005", "文件加了密码，读不了", "用 Word 或 WPS 打开，取消密码，另存后再导入")
_SWOLLEN: Final = ("I002", "文件解压以后大得不正常", "用 Word 或 WPS 打开，把正文复制到新建的文档里，另存后再导入")
_DAMAGED: Final = ("I006", "文件损坏或者不完整，读不了", "重新复制或下载一次；用 Word 或 WPS 能打开的，另存一份再导入")
_UNSAFE: Final = (
    "I007",
    "文件里有办公软件不会写的成分（XML 文档类型或实体），可能有害，没有读",
    "向提供文件的人核实；可以信任的，用 Word 或 WPS 打开，另存后再导入",
)
_PREFIXES: Final = {
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main": "s",
    "http://purl.oclc.org/ooxml/spreadsheetml/main": "s",
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "r",
    "http://purl.oclc.org/ooxml/officeDocument/relationships": "r",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "http://www.w3.org/XML/1998/namespace": "xml",
    "http://schemas.openxmlformats.org/drawingml/2006/main": "a",
    "http://purl.oclc.org/ooxml/drawingml/main": "a",
    "urn:schemas-microsoft-com:vml": "v",
    "urn:oasis:names:tc:opendocument:xmlns:office:1.0": "office",
    "urn:oasis:names:tc:opendocument:xmlns:text:1.0": "text",
    "urn:oasis:names:tc:opendocument:xmlns:table:1.0": "table",
    "urn:oasis:names:tc:opendocument:xmlns:style:1.0": "style",
    "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0": "draw",
    "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0": "fo",
    "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0": "manifest",
    "urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0": "loext",
    "urn:openoffice:names:experimental:ooo-ms-interop:xmlns:field:1.0": "field",
    "http://www.w3.org/1999/xlink": "xlink",
    "http://www.ofdspec.org/2016": "ofd",
}


def unpack(data: bytes, name: str, only: str = "") -> Mapping[str, bytes]:
    """The XML parts of the archive *data* by their names, or *only* one; pictures and macros are not even unpacked.

    Raises SourceError for what is damaged, encrypted or bigger than it should be.
    """
    parts: dict[str, bytes] = {}
    with _open(data, name) as archive:
        room = MAX_PARTS
        for entry in archive.infolist():
            if not entry.filename.lower().endswith((".xml", ".rels")) or only not in ("", entry.filename):
                continue
            if entry.flag_bits & 1:
                raise refusal(name, *_LOCKED)
            with archive.open(entry) as stream:
                content = stream.read(min(MAX_PART, room) + 1)
            room -= len(content)
            if room < 0 or len(content) > MAX_PART:
                raise refusal(name, *_SWOLLEN)
            parts[_plain(entry.filename)] = _check(content, name)
    return parts


def pictures_in(data: bytes, name: str, wanted: Iterable[tuple[int, str]]) -> Iterator[Picture]:
    """The pictures of the archive *data* that are *wanted*: for each the number of its paragraph and its part.

    What browsers do not show, and what is bigger than a picture should be, is left out.
    """
    room = MAX_PARTS
    with _open(data, name) as archive:
        entries = {_plain(entry.filename): entry for entry in archive.infolist()}
        for number, part in wanted:
            suffix = posixpath.splitext(part)[1].lower()
            entry = entries.get(part)
            if suffix in _SHOWN and entry is not None and not entry.flag_bits & 1:
                with archive.open(entry) as stream:
                    content = stream.read(min(MAX_PICTURE, room) + 1)
                if len(content) <= min(MAX_PICTURE, room):
                    room -= len(content)
                    yield Picture(number, suffix, content)


def names_in(data: bytes, name: str) -> frozenset[str]:
    """The names of all parts of the archive *data*. Raises SourceError for what is damaged or has too many."""
    with _open(data, name) as archive:
        return frozenset(map(_plain, archive.namelist()))


@contextmanager
def _open(data: bytes, name: str) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if len(archive.infolist()) > MAX_ENTRIES:
                raise refusal(name, *_SWOLLEN)
            yield archive
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError) as error:
        raise refusal(name, *_DAMAGED) from error


def _plain(entry: str) -> str:
    return entry.replace("\\", "/").lstrip("/")


def xml(data: bytes, name: str) -> Element:
    """The tree of an XML part, with names such as "w-p", however the part itself abbreviates them.

    Raises SourceError for what is no XML, or XML with a document type.
    """
    builder = TreeBuilder()
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    depth = count = 0
    names: dict[str, str] = {}

    def local_name(tag: str) -> str:
        if tag not in names:
            names[tag] = _prefixed_name(tag)
        return names[tag]

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth, count
        depth += 1
        count += 1
        if depth > _DEEP:
            raise refusal(name, *_DAMAGED)
        if count > MAX_ELEMENTS:
            raise refusal(name, *_SWOLLEN)
        builder.start(local_name(tag), {local_name(key): value for key, value in attributes.items()})

    def end(tag: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(local_name(tag))

    def doctype(*_: object) -> None:
        raise refusal(name, *_UNSAFE)

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = builder.data
    parser.StartDoctypeDeclHandler = doctype
    try:
        parser.Parse(data, True)
        return builder.close()
    except (expat.ExpatError, AssertionError) as error:
        raise refusal(name, *_DAMAGED) from error


def related_parts(parts: Mapping[str, bytes], part: str, name: str) -> Mapping[str, tuple[str, str]]:
    """What *part* refers to: by identifier, the kind (last word of its address) and the name of the other part."""
    folder, file = posixpath.split(part)
    data = parts.get(posixpath.join(folder, "_rels", f"{file}.rels"))
    if data is None:
        return {}
    found = {}
    for item in xml(data, name):
        if item.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, item.get("Target", ""))).lstrip("/")
            found[item.get("Id", "")] = (item.get("Type", "").rsplit("/", 1)[-1], target)
    return found


def _prefixed_name(tag: str) -> str:
    address, brace, local = tag.rpartition("}")
    return f"{_PREFIXES.get(address, '?')}-{local}" if brace else tag


def _check(data: bytes, name: str) -> bytes:
    """The part as it is, when it can hide no document type from those who look for one."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        plain = data.decode("utf-16", "replace").encode()
    else:
        plain = data.removeprefix(b"\xef\xbb\xbf")
    declared = _ENCODING.match(plain)
    if b"\0" in plain or (declared and declared[1].lower() not in (b"utf-8", b"utf-16", b"us-ascii", b"ascii")):
        raise refusal(name, *_DAMAGED)
    if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
        raise refusal(name, *_UNSAFE)
    return data
