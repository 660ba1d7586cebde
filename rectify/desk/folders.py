"""The folders of this computer, to choose one by looking instead of typing its path.

Only names of folders are told, below the places where a person keeps them; what a browser sends is held against these
places and looked up name by name before anything is made of it.
"""

from __future__ import annotations

import os
import re
import string
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any, ClassVar, Final

from rectify.desk.exchange import RefusedError
from rectify.desk.targets import target_of
from rectify.ground.system_errors import failure_in_words

_MOST: Final = 500
"""Folders that are told of one folder."""

_NAME: Final = re.compile(
    r'[^\x00-\x1f\x7f<>:"/\\|?*.\s](?:[^\x00-\x1f\x7f<>:"/\\|?*]{0,60}[^\x00-\x1f\x7f<>:"/\\|?*.\s])?\Z'
)
"""A name that every system takes for a folder."""

_DEVICE: Final = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?\Z", re.IGNORECASE)
_SERVED: Final = ("/srv", "/var/www")
_MOUNTED: Final = ("/mnt", "/media", "/run/media", "/Volumes")


class Folders:
    """Shows the folders of this computer to whoever chooses one for the project *root*."""

    asked: ClassVar[Mapping[str, tuple[str, ...]]] = {"folders": ("folder",), "newfolder": ("folder", "name")}
    is_quick: ClassVar[bool] = True

    def __init__(self, root: Path) -> None:
        self._root = root

    def folders(self, folder: object) -> dict[str, Any]:
        """The folders in *folder*, or, without one, the places to begin at; `above` leads back."""
        places = dict(self._places())
        listed = [{"name": name, "folder": str(path)} for path, name in places.items()]
        if folder is None:
            return {"folder": "", "above": None, "folders": listed, "isMore": False}
        path = self._inside(folder, places)
        try:
            with os.scandir(path) as entries:
                own = (one.name for one in entries if not one.name.startswith((".", "$")) and _is_folder(one))
                names = sorted(islice(own, _MOST + 1), key=str.casefold)
        except OSError as error:
            raise RefusedError(403, failure_in_words(error, "看不了", path)) from None
        shown = [{"name": name, "folder": str(path / name)} for name in names[:_MOST]]
        above = "" if path in places else str(path.parent)
        return {"folder": str(path), "above": above, "folders": shown, "isMore": len(names) > _MOST}

    def newfolder(self, folder: object, name: object) -> dict[str, Any]:
        """Make a folder called *name* in *folder*, and show it."""
        path = self._inside(folder, dict(self._places()))
        if not isinstance(name, str) or not _NAME.match(name.strip()) or _DEVICE.match(name.strip()):
            raise RefusedError(422, '名字用汉字、字母、数字和连字符，不用 \\ / : * ? " < > | 和开头、末尾的点。')
        made = path / name.strip()
        try:
            made.mkdir()
        except FileExistsError:
            raise RefusedError(409, f"已经有“{name.strip()}”了。") from None
        except OSError as error:
            raise RefusedError(507, failure_in_words(error, "建不了", made)) from None
        return self.folders(str(made))

    def _places(self) -> Iterator[tuple[Path, str]]:
        """Where one begins to look, with what people call it: each is there."""
        wanted = [(Path.home(), "我的文件夹"), (self._root.parent, "这个网站旁边")]
        if target := target_of(self._root):
            wanted.append((Path(target).parent, "上次公开的文件夹旁边"))
        wanted += [(Path(one), one) for one in _SERVED]
        if os.name == "nt":
            wanted += [(Path(f"{letter}:\\"), f"{letter} 盘") for letter in string.ascii_uppercase]
        for one in _MOUNTED:
            for pattern in ("*", "*/*") if one.endswith("media") else ("*",):
                wanted += [(path, path.name) for path in sorted(Path(one).glob(pattern)) if os.path.ismount(path)]
        seen = set()
        for path, name in wanted:
            if path.is_dir() and path not in seen:
                seen.add(path)
                yield path, name

    @staticmethod
    def _inside(word: object, places: Mapping[Path, str]) -> Path:
        """The folder that a browser calls *word*, at or below one of *places*; RefusedError."""
        path = Path(word) if isinstance(word, str) and "\0" not in word else Path()
        place = next((one for one in places if path == one or one in path.parents), None)
        if place is None or not path.is_absolute() or ".." in path.parts:
            raise RefusedError(404, "没有这个文件夹。")
        found = place
        for name in path.relative_to(place).parts:
            try:
                with os.scandir(found) as entries:
                    is_there = any(one.name == name and _is_folder(one) for one in entries)
            except OSError as error:
                raise RefusedError(403, failure_in_words(error, "看不了", found)) from None
            if not is_there:
                raise RefusedError(404, "没有这个文件夹，也许刚被删去或者改了名。")
            found /= name
        return found


def _is_folder(entry: os.DirEntry[str]) -> bool:
    """Whether an entry is a folder itself; one that leads elsewhere is not followed."""
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:
        return False
