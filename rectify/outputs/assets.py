"""Static files: style sheets and scripts are joined and minified, all go into a folder named by their content."""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import accumulate, pairwise
from pathlib import Path, PurePosixPath
from typing import Final, NamedTuple

from rectify.engine.look import layered_files
from rectify.field import addresses
from rectify.ground.files import digest, read_again, regular_files
from rectify.outputs.palette import palette
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

_SITE: Final = (
    "storage",
    "dom",
    "reading-tools",
    "slash-key",
    "external-links",
    "loading",
    "main",
)
_QUESTIONS: Final = (
    "search-links",
    "search-normal",
    "search-question",
    "search-match",
    "search-snippet",
    "search-answer",
    "search-flow",
)
_ONE_FILE: Final = ("search-packed", "search-scan")
_INDEX: Final = (
    "search-issue",
    "search-postings",
    "search-candidates",
    "search-run",
    "search-shards",
)
_SEARCHING: Final = (
    "search-engine",
    "search-address",
    "search-view",
    "search-page",
)
SCRIPTS: Final = {
    "before-paint.js": ("before-paint",),
    "site.js": _SITE,
    "speech.js": ("speech-bar", "speech"),
    "search-all.js": (*_QUESTIONS, *_ONE_FILE, "search-filters", *_SEARCHING, "search-choices"),
    "search-index.js": (*_QUESTIONS, *_INDEX, *_SEARCHING),
    "pieces.js": ("search-pieces",),
    "shardsPieces.js": ("search-pieces", "search-shardspieces"),
    "facts.js": ("search-tiers", "search-facts"),
    "pinyin.js": ("search-pinyin", "search-sounds"),
    "synonyms.js": ("search-tiers", "search-synonyms"),
    "otherwise.js": ("search-spoken", "search-partly", "search-loose", "search-repair", "search-otherwise"),
    "columns.js": ("search-columns",),
    "scanWays.js": ("search-scanways",),
    "shardsWays.js": ("search-clues", "search-shardsways"),
    "chains.js": ("search-chains",),
    "ownPages.js": ("search-own",),
    "marks.js": ("search-marks",),
    "slashSwitch.js": ("slash-switch",),
    "searchBox.js": ("suggestions", "search-box"),
    "citation.js": ("clipboard", "page-ways", "citation"),
    "sortTable.js": ("sort-table",),
    "narrow.js": ("narrow",),
    "listDownload.js": ("list-download",),
    "csv.js": ("csv",),
    "pageCheck.js": ("sha256", "record", "page-check"),
    "compareDays.js": ("record", "compare-days"),
    "recordCheck.js": ("sha256", "record", "journal", "record-page"),
    "today.js": ("today",),
    "filterBoxes.js": ("search-filters", "search-choices"),
    "leaving.js": ("leaving",),
}
"""The script files of the site, and the sources that each is joined from, in order.

Every page loads `before-paint.js` before it is painted and `site.js` after; the others are loaded for reading aloud
and for search, in a small site or a large one, and for those questions and pages that need more of it: each is called
after what it puts into `Rectify`. A source uses what those before it have put into `Rectify`."""
_STRICT: Final = '"use strict";'
"""The directive with which every source begins; in a joined script only the first is kept."""


class Assets(NamedTuple):
    """The addresses of style sheet, scripts, icon and preview picture, and all static files with their paths in the output.

    `folder` is that of all these but the files from `static/root/`.
    """

    stylesheet: str
    before_paint: str
    script: str
    icon: str
    preview: str
    files: tuple[tuple[PurePosixPath, bytes], ...]
    folder: PurePosixPath


def collect(roots: tuple[Path, ...], name: str | None = None, colour: str | None = None) -> Assets:
    """Read and join everything in the folders `static/` of *roots*: of files with the same name, that of the first.

    *colour* replaces the main colour of the style sheets.

    `css/` becomes one sheet, in a fixed order since later rules win; `js/` becomes a few scripts, since modules do
    not load from disk. Together with `images/` they go into a folder `assets/NAME/`, where the name is a digest
    of the content, so that browsers may keep the files; a given *name* is used instead. `root/` of the first root
    is copied to the site's root as it is. Raises SourceError for a style sheet or script that is not UTF-8 or cannot be read.
    """
    sheet = join_css(roots, palette(colour) if colour else "")
    hashed = [(PurePosixPath("site.css"), sheet)]
    hashed += [(PurePosixPath(script), join_js(roots, parts)) for script, parts in SCRIPTS.items()]
    hashed += _images(roots)
    name = name or digest(b"\0".join(data for _, data in hashed))
    base = PurePosixPath(addresses.asset_folder(name))
    files = [(base / path, data) for path, data in hashed]
    files += _files_in(roots[0], "root")
    names = ("site.css", "before-paint.js", "site.js", "icon.svg", "preview.png")
    sheet_path, before_paint, script, icon, preview = (f"{base}/{name}" for name in names)
    return Assets(sheet_path, before_paint, script, icon, preview, tuple(files), base)


def to_bytes(assets: Assets) -> bytes:
    """*assets* as bytes, to be kept between builds."""
    sizes = [(str(path), len(data)) for path, data in assets.files]
    head = json.dumps([*assets[:5], str(assets.folder), sizes])
    return b"\n".join((head.encode(), b"".join(data for _, data in assets.files)))


def from_bytes(data: bytes) -> Assets:
    """The assets from the bytes of `to_bytes`."""
    head, _, contents = data.partition(b"\n")
    sheet, before_paint, script, icon, preview, folder, sizes = json.loads(head)
    ends = list(accumulate((size for _, size in sizes), initial=0))
    files = ((PurePosixPath(path), contents[a:b]) for (path, _), (a, b) in zip(sizes, pairwise(ends), strict=True))
    return Assets(sheet, before_paint, script, icon, preview, tuple(files), PurePosixPath(folder))


def join_css(roots: tuple[Path, ...], last: str = "") -> bytes:
    """The style sheets in `static/css` of *roots* as one, minified, in the order of `STYLES`, and *last* after them."""
    from rcssmin import cssmin  # noqa: PLC0415 - most builds make no sheet anew

    paths = [path for pattern in STYLES for path in layered_files(roots, "static/css", pattern)]
    sheet: str = cssmin(_text(paths) + last)
    return f"{sheet}\n".encode()


def join_js(roots: tuple[Path, ...], names: Iterable[str]) -> bytes:
    """The sources called *names* in `static/js` of *roots* as one script, minified; each is a block with its own scope."""
    from rjsmin import jsmin  # noqa: PLC0415 - most builds make no script anew

    paths = [path for name in names for path in layered_files(roots, "static/js", f"{name}.js")]
    script: str = jsmin(_text(paths))
    first, strict, rest = script.partition(_STRICT)
    return f"{first}{strict}{rest.replace(_STRICT, '')}\n".encode()


def _text(files: Iterable[tuple[Path, PurePosixPath]]) -> str:
    """The texts of those *files* (a root and a path from there) that are files, joined; SourceError if one is not UTF-8."""
    return "\n".join(decode_text(read_again(root, path), path) for root, path in files if (root / path).is_file())


def _images(roots: tuple[Path, ...]) -> list[tuple[PurePosixPath, bytes]]:
    """The images, those of the first root before others of the same name."""
    images = {path: data for root in reversed(roots) for path, data in _files_in(root, "images")}
    return [(path, images[path]) for path in sorted(images, key=str)]


def _files_in(root: Path, name: str) -> list[tuple[PurePosixPath, bytes]]:
    """The files in the folder *name* of `static/` in *root*, with their paths from there."""
    folder = PurePosixPath("static", name)
    return [(path.relative_to(folder), read_again(root, path)) for path in regular_files(root, folder)]
