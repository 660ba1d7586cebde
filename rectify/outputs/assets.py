"""Style sheets, scripts, icons and other static files: joined, named by their content, copied."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from rectify.ground.files import digest, read_again, regular_files
from rectify.source.yamltree import decode_text

STYLES: Final = (
    "reset.css",
    "tokens.css",
    "base.css",
    "layout.css",
    "blocks/*.css",
    "components/*.css",
    "pages/*.css",
    "utilities.css",
    "print.css",
)
"""The style sheets in the order in which they are joined; in a folder by name."""

SCRIPTS: Final = {
    "early.js": ("early",),
    "site.js": ("reading-tools", "leaving", "search-box", "cite", "sort", "main"),
    "speech.js": ("speech",),
    "search-all.js": ("search-normal", "search-text", "search-scan", "search-engine", "search-marks", "search-page"),
    "search-index.js": (
        "search-normal",
        "search-text",
        "search-shards",
        "search-engine",
        "search-marks",
        "search-page",
    ),
}
"""What every page loads, before it is painted and after; and what it fetches when somebody wants to be read to,
or searches a small site or a large one."""


@dataclass(frozen=True, slots=True)
class Assets:
    """The static part of the site: where its style sheet, script and icon are, and all its files."""

    stylesheet: str
    early_script: str
    script: str
    icon: str
    files: tuple[tuple[PurePosixPath, bytes], ...]


def collect(static: Path, name: str | None = None) -> Assets:
    """Everything below the folder *static*.

    `css/` is joined into one sheet in a fixed order, since the order of rules decides; `js/` into
    two scripts, since modules do not load from disk. `images/` goes with them into a folder named
    by its content, so that browsers may keep it for ever; a given *name* stays the same whatever
    it holds. `root/` is copied to the site's root as it is: verification files and the like.
    """
    own = [(PurePosixPath("site.css"), join_css(static / "css"))]
    own += [(PurePosixPath(script), join_js(static / "js", parts)) for script, parts in SCRIPTS.items()]
    own += _below(static, "images")
    name = name or digest(b"\0".join(data for _, data in own))
    base = PurePosixPath("assets", name)
    files = [(base / path, data) for path, data in own]
    files += _below(static, "root")
    return Assets(f"{base}/site.css", f"{base}/early.js", f"{base}/site.js", f"{base}/icon.svg", tuple(files))


def join_css(folder: Path) -> bytes:
    """One sheet of all in *folder* that `STYLES` names, without comments."""
    from rcssmin import cssmin  # noqa: PLC0415 - most builds make no sheet anew

    names = [path for pattern in STYLES for path in sorted(folder.glob(pattern))]
    sheet: str = cssmin(_text(_read(folder, names)))
    return f"{sheet}\n".encode()


def join_js(folder: Path, names: Iterable[str]) -> bytes:
    """One script of those with the *names* in *folder*, without comments; each keeps its names to itself."""
    from rjsmin import jsmin  # noqa: PLC0415 - most builds make no script anew

    script: str = jsmin(_text(_read(folder, [folder / f"{name}.js" for name in names])))
    return f"{script}\n".encode()


def _text(parts: list[tuple[PurePosixPath, bytes]]) -> str:
    """The files one after the other; SourceError where one is not UTF-8."""
    return "\n".join(decode_text(data, path) for path, data in parts)


def _read(folder: Path, paths: list[Path]) -> list[tuple[PurePosixPath, bytes]]:
    """Those of *paths* in the *folder* `static/css` or `static/js` that are there, from the project's root."""
    root = folder.parent.parent
    named = (PurePosixPath(path.relative_to(root).as_posix()) for path in paths if path.is_file())
    return [(path, read_again(root, path)) for path in named]


def _below(static: Path, name: str) -> list[tuple[PurePosixPath, bytes]]:
    """The files in the folder *name* of *static*, with their paths from there."""
    root, folder = static.parent, PurePosixPath(static.name, name)
    return [(path.relative_to(folder), read_again(root, path)) for path in regular_files(root, folder)]
