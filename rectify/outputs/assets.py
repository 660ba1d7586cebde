"""Style sheets, scripts, icons and other static files: joined, named by their content, copied."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from rectify.ground.files import digest, regular_files

FIRST: Final = ("reset", "tokens", "base", "layout")
LAST: Final = ("utilities", "print")
SCRIPTS: Final = ("search-normal", "search-engine", "search-box", "search-page", "main")


@dataclass(frozen=True, slots=True)
class Assets:
    """The static part of the site: where its style sheet, script and icon are, and all its files."""

    stylesheet: str
    script: str
    icon: str
    files: tuple[tuple[PurePosixPath, bytes], ...]


def collect(static: Path, name: str | None = None) -> Assets:
    """Everything below the folder *static*.

    `css/` is joined into one sheet in a fixed order, since the order of rules decides; `js/` into
    one script, in the order of use, since modules do not load from disk. `images/` goes with them into a folder named by its content, so that browsers may keep it for
    ever; a given *name* stays the same whatever it holds. `root/` is copied to the site's root as
    it is: verification files and the like.
    """
    css = join_css(static / "css")
    images = _below(static / "images")
    script = join_js(static / "js")
    name = name or digest(b"\0".join([css, script, *(data for _, data in images)]))
    base = PurePosixPath("assets", name)
    files = [(base / "site.css", css), (base / "site.js", script)]
    files += [(base / path, data) for path, data in images]
    files += _below(static / "root")
    return Assets(f"{base}/site.css", f"{base}/site.js", f"{base}/icon.svg", tuple(files))


def join_css(folder: Path) -> bytes:
    """One sheet: reset, tokens, base, layout, components, utilities, print."""
    names = [folder / f"{name}.css" for name in FIRST]
    names += sorted((folder / "components").glob("*.css"))
    names += [folder / f"{name}.css" for name in LAST]
    return _joined(names)


def join_js(folder: Path) -> bytes:
    """One script of all those in *folder*; each keeps its names to itself."""
    return _joined([folder / f"{name}.js" for name in SCRIPTS])


def _joined(paths: list[Path]) -> bytes:
    return b"\n".join(path.read_bytes().replace(b"\r\n", b"\n") for path in paths if path.is_file())


def _below(folder: Path) -> list[tuple[PurePosixPath, bytes]]:
    if not folder.is_dir():
        return []
    return [(PurePosixPath(p.relative_to(folder).as_posix()), p.read_bytes()) for p in regular_files(folder)]
