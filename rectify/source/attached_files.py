"""Files that lie beside content files: what pages say of a photograph or an attachment, and the bytes that are published."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import Final, NamedTuple

from rectify.ground.diagnostics import SourceError
from rectify.ground.files import TOO_LARGE, changed_meanwhile, digest, read_again, read_file, sha256
from rectify.ground.images import Image, ImageError, bare_image

MAX_PHOTO: Final = 20_000_000
MAX_ATTACHMENT: Final = 100_000_000
"""Bytes of a file from which on it is refused."""

_NAME: Final = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*\Z")
_SAME: Final = {"jpeg": "jpg"}
_ZIP: Final = b"PK\x03\x04"
_OLE: Final = b"\xd0\xcf\x11\xe0"
KINDS: Final[Mapping[str, bytes]] = MappingProxyType(
    {
        "pdf": b"%PDF-",
        "ofd": _ZIP,
        "docx": _ZIP,
        "xlsx": _ZIP,
        "pptx": _ZIP,
        "odt": _ZIP,
        "ods": _ZIP,
        "zip": _ZIP,
        "doc": _OLE,
        "xls": _OLE,
        "ppt": _OLE,
        "wps": _OLE,
        "et": _OLE,
        "csv": b"",
        "txt": b"",
    }
)
"""Endings of attachments that are no pictures, and how such files begin."""

PICTURES: Final = ("jpg", "png", "webp")
_SIGNS: Final = (
    (_OLE, "旧版 Word、Excel 文件"),
    (_ZIP, "压缩包，或者 Word、Excel 文件"),
    (b"%PDF-", "PDF 文件"),
    (b"GIF8", "GIF 图片"),
    (b"BM", "BMP 图片"),
    (b"<", "网页"),
)
_HEIC: Final = re.compile(rb"....ftyp(?:hei|hev|mif|msf|avif)", re.DOTALL)


class FileFacts(NamedTuple):
    """A file as it is published: its ending, size in bytes, SHA-256, and of a picture width and height in pixels.

    `fault` says why it cannot be published, with a remedy behind a line feed; then the other fields are empty.
    """

    ending: str = ""
    size: int = 0
    sha256: str = ""
    width: int = 0
    height: int = 0
    fault: str = ""

    @property
    def is_picture(self) -> bool:
        """Whether it is a picture, which pages can show."""
        return self.width > 0


class FileSource(NamedTuple):
    """A file beside a content file: its path from the project's root, a digest of it as it lies there, its facts."""

    path: PurePosixPath
    digest: str
    facts: FileFacts

    def address_name(self) -> str:
        """Its name in addresses: its own if that is safe on every system and server, else one made of its content."""
        stem = self.path.stem
        return f"{stem if _NAME.match(stem) else self.facts.sha256[:12]}.{self.facts.ending}"


class FileRules(NamedTuple):
    """What a file is read against: nothing but the program itself."""

    digest: str = "files"


ReadFile = Callable[[PurePosixPath, FileRules], tuple[FileSource, tuple[()]]]


def file_reader(root: Path) -> ReadFile:
    """A reader of the files below *root*; of one that cannot be read the facts say so."""

    def read(path: PurePosixPath, _rules: FileRules) -> tuple[FileSource, tuple[()]]:
        try:
            data = read_file(root, path, MAX_ATTACHMENT)
        except FileNotFoundError:
            return FileSource(path, "", FileFacts(fault=_NOWHERE)), ()
        except SourceError as error:
            first = error.diagnostics[0]
            fault = _TOO_LARGE if first.code == TOO_LARGE else f"{first.message}\n{first.remedy}"
            return FileSource(path, "", FileFacts(fault=fault)), ()
        return FileSource(path, digest(data), facts_of(data, path)), ()

    return read


_NOWHERE: Final = "这是一个链接，指到的文件没有了\n换成文件本身"
_TOO_LARGE: Final = f"文件超过 {MAX_ATTACHMENT // 1_000_000} MB，多数人打不开\n压缩或者分成几个文件"


def facts_of(data: bytes, path: PurePosixPath) -> FileFacts:
    """What the file *path* with these bytes is once it is published."""
    ending = path.suffix[1:].lower()
    try:
        picture = bare_image(data)
    except ImageError:
        return FileFacts(fault="照片不完整，后面一截没有了\n重新拷贝一份")
    if picture is not None:
        return _picture_facts(picture, _SAME.get(ending, ending), len(data))
    if ending in KINDS and data.startswith(KINDS[ending]) and data:
        return FileFacts(ending, len(data), sha256(data))
    return FileFacts(fault=_wrong_kind(data, ending))


def _picture_facts(picture: Image, ending: str, size: int) -> FileFacts:
    if ending != picture.ending:
        return FileFacts(fault=f"文件其实是 {picture.ending} 图片\n把扩展名改成 .{picture.ending}")
    if size > MAX_PHOTO:
        message = f"照片有 {size / 1_000_000:.0f} MB，超过 {MAX_PHOTO // 1_000_000} MB"
        return FileFacts(fault=f"{message}\n缩小到长边两千像素左右再放进来")
    return FileFacts(ending, len(picture.data), sha256(picture.data), picture.width, picture.height)


def _wrong_kind(data: bytes, ending: str) -> str:
    allowed = f"照片用 {'、'.join(PICTURES)}；附件用 {'、'.join(KINDS)}"
    if not data:
        return "文件是空的\n重新拷贝一份"
    if _HEIC.match(data):
        return "这是苹果手机的 HEIC 照片，多数电脑打不开\n用看图软件另存为 jpg"
    if ending in (*KINDS, *PICTURES, "jpeg"):
        what = next((name for sign, name in _SIGNS if data.startswith(sign)), "别的文件")
        return f"扩展名是 .{ending}，内容却是{what}\n打开原件，另存为真正的 {ending}，或者改回原来的扩展名"
    return f"不能公开 .{ending} 文件\n{allowed}"


def published_bytes(root: Path, path: PurePosixPath, known: str) -> bytes:
    """The bytes that are published of the file *path* below *root*, whose digest is *known*; pictures without metadata.

    Raises SourceError (S007) if the file is gone or another by now.
    """
    data = read_again(root, path)
    if digest(data) != known:
        raise changed_meanwhile(path)
    picture = bare_image(data)
    return picture.data if picture else data


def faults_of(
    names: Iterator[tuple[tuple[str | int, ...], str]], files: Mapping[str, FileSource], folder: str
) -> Iterator[tuple[tuple[str | int, ...], str, str, str]]:
    """What is wrong with the files of these *names* in a *folder* that holds *files*: place, rule, message, remedy."""
    for place, name in names:
        if (file := files.get(name)) is None:
            remedy = f"把文件放进 {folder}，文件名连同扩展名要一样"
            if "/" in name or "\\" in name:
                remedy = f"只写文件名，不写文件夹；文件放进 {folder}"
            yield place, "F001", f"{folder} 里没有文件 {name}", remedy
        elif file.facts.fault:
            message, _, remedy = file.facts.fault.partition("\n")
            yield place, "F002", f"{name}：{message}", remedy
