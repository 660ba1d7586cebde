"""Files that the desk shows: the proof sheet of the last import, the photographs of a form, and the site that is public."""

from __future__ import annotations

import contextlib
import mimetypes
from pathlib import Path, PurePosixPath
from typing import Any, Final

from tornado.web import RequestHandler

from rectify.desk.attaching import folder_of
from rectify.desk.names import file_called
from rectify.desk.targets import public_release
from rectify.ground.diagnostics import SourceError
from rectify.ground.files import read_file
from rectify.ground.images import ImageError, bare_image
from rectify.intake.proof import report
from rectify.source.attached_files import MAX_PHOTO

_OURS: Final = "frame-ancestors 'self'; base-uri 'none'; form-action 'none'"
_OWN_FILES: Final = "default-src 'self'; img-src 'self' data:"
_TYPES: Final = {"jpg": "image/jpeg", "png": "image/png", "webp": "image/webp"}


def rules(at: str, root: Path) -> list[Any]:
    """The addresses below *at* with their handlers."""
    return [
        (rf"{at}proof", _Proof, {"root": root}),
        (rf"{at}public/(.*)", _Public, {"root": root}),
        (rf"{at}(?:file/)?(content/[a-z0-9-]+/(?:round|[0-9]+))/([^/]+)", _Picture, {"root": root}),
    ]


class _File(RequestHandler):
    """A file of the project, of which nothing runs but what is our own."""

    def initialize(self, root: Path) -> None:
        self._root = root

    def give(self, data: bytes | None, kind: str, policy: str) -> None:
        """Answer with *data*; 404 if there are none."""
        if data is None:
            self.set_status(404)
            return
        self.set_header("Content-Type", kind)
        self.set_header("Cache-Control", "no-store")
        self.set_header("Content-Security-Policy", f"{policy}; {_OURS}")
        self.set_header("X-Content-Type-Options", "nosniff")
        self.finish(data)


class _Proof(_File):
    """The proof sheet; whoever wrote the file, only the program's own script runs in it."""

    def get(self) -> None:
        """Answer with the page."""
        try:
            data = (self._root / report.REPORT).read_bytes()
        except OSError:
            data = None
        self.give(data, "text/html; charset=utf-8", report.policy())


class _Public(_File):
    """A file of the site as it is public now, where it was published last: what readers see, not what is in the files."""

    def get(self, name: str) -> None:
        """Answer with the file; a folder has its first page."""
        path, data = PurePosixPath(name or "index.html"), None
        release = public_release(self._root)
        if release and ".." not in path.parts and not path.is_absolute():
            path = path / "index.html" if (release / path).is_dir() else path
            with contextlib.suppress(OSError, SourceError):
                data = read_file(release, path)
        elif not release:
            self.give("还没有公开过。".encode(), "text/plain; charset=utf-8", _OWN_FILES)
            return
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        self.give(data, f"{kind}; charset=utf-8" if kind.startswith("text/") else kind, _OWN_FILES)


class _Picture(_File):
    """A photograph beside a content file: its name is looked up in the folder, never followed."""

    def get(self, stem: str, name: str) -> None:
        """Answer with the picture as it would be published."""
        file = file_called(f"{stem}.yaml")
        picture = None
        if file is not None:
            folder = folder_of(file)
            there = (self._root / folder).iterdir() if (self._root / folder).is_dir() else ()
            if any(one.name == name and one.is_file() for one in there):
                picture = self._picture(folder / name)
        self.give(picture.data if picture else None, _TYPES[picture.ending] if picture else "", "default-src 'none'")

    def _picture(self, path: PurePosixPath) -> Any:
        try:
            return bare_image(read_file(self._root, path, MAX_PHOTO))
        except (OSError, SourceError, ImageError):
            return None
