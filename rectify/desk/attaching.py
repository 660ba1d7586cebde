"""Photographs and attachments: a file that was handed over is put beside its issue, under a name that nothing there has."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from itertools import count
from pathlib import Path, PurePath, PurePosixPath
from typing import Any, ClassVar

from rectify.desk.desk import Desk
from rectify.desk.exchange import RefusedError, file_of
from rectify.desk.names import DeskFile
from rectify.desk.uploads import Uploads
from rectify.field.attached import FIELDS, PHOTOS
from rectify.ground.files import create_file
from rectify.ground.images import ImageError, bare_image
from rectify.ground.system_errors import failure_in_words
from rectify.source.attached_files import MAX_ATTACHMENT, PICTURES, facts_of


class Attaching:
    """Puts files among the *uploads* beside the issues and rounds of the *desk*."""

    asked: ClassVar[Mapping[str, tuple[str, ...]]] = {"attach": ("name", "field", "token")}
    is_quick: ClassVar[bool] = True

    def __init__(self, desk: Desk, uploads: Uploads) -> None:
        self._desk = desk
        self._uploads = uploads

    def attach(self, name: object, field: object, token: object) -> dict[str, Any]:
        """Put a file beside *name*, for its list *field*; what it is called there, and a title that it may have.

        A picture is written as it would be published: without position, device and what else it carries.
        """
        file, upload = file_of(name), self._uploads.upload(token)
        if not file.round_id or field not in FIELDS:
            raise RefusedError(400, "请求的内容不对，请重新打开这一页。")
        try:
            data, ending = _check_file(upload.path, upload.name, is_photo=field == PHOTOS)
            made = self._desk.write(partial(_put, folder=folder_of(file), ending=ending, data=data))
        except OSError as error:
            raise RefusedError(507, failure_in_words(error, "写不进", str(folder_of(file)))) from error
        finally:
            self._uploads.forget(token)
        self._desk.follow([str(folder_of(file)), str(file.path)])
        return {"file": made, "title": PurePath(upload.name).stem}


def folder_of(file: DeskFile) -> PurePosixPath:
    """The folder of the files that lie beside a content file."""
    return file.path.with_suffix("")


def _check_file(path: Path, name: str, *, is_photo: bool) -> tuple[bytes, str]:
    """The bytes of a file as they are written, and their ending; RefusedError if no such file can be published."""
    data = path.read_bytes() if path.stat().st_size <= MAX_ATTACHMENT else b""
    if not data and path.stat().st_size:
        raise RefusedError(413, f"“{name}”超过 {MAX_ATTACHMENT // 1_000_000} MB，多数人打不开。压缩或者分成几个文件。")
    try:
        picture = bare_image(data)
    except ImageError:
        picture = None  # its facts say it
    suffix = f".{picture.ending}" if picture else PurePath(name).suffix
    facts = facts_of(data, PurePosixPath(f"file{suffix}"))
    if facts.fault:
        message, _, remedy = facts.fault.partition("\n")
        raise RefusedError(415, f"“{name}”：{message}。{remedy}。")
    if is_photo and not facts.is_picture:
        raise RefusedError(415, f"“{name}”不是照片。照片用 {'、'.join(PICTURES)}；文件放在“附件”里。")
    return picture.data if picture else data, facts.ending


def _put(root: Path, *, folder: PurePosixPath, ending: str, data: bytes) -> str:
    """Write a file under the next free number; its name. Nothing is ever written over, whoever else is writing."""
    place = root / folder
    if place.is_symlink():
        raise RefusedError(409, f"{folder} 是一个链接，没有放进去。换成文件夹本身。")
    taken = {PurePath(one.name).stem for one in place.iterdir()} if place.is_dir() else set()
    for number in count(1):
        if str(number) not in taken:
            try:
                create_file(place / f"{number}.{ending}", data)
            except FileExistsError:
                continue
            return f"{number}.{ending}"
    raise AssertionError
