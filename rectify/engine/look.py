"""The look of a site: templates and static files, of which the project's own go before the program's of the same name.

In the program's repository the look stands at the top, as that of a project does; in an installed program the
package holds it in a folder.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Final

from rectify.engine.stamps import Stamps, content_of, stamps_of

PACKAGE: Final = Path(__file__).resolve().parents[1]
"""The folder of the program's own code."""

DEFAULT: Final = "default"
_IS_INSTALLED: Final = (PACKAGE / DEFAULT).is_dir()
PROGRAM: Final = PACKAGE / DEFAULT if _IS_INSTALLED else PACKAGE.parent
"""The folder with the program's `templates/` and `static/`."""

FOLDERS: Final = ("templates", "static")
_FILES: Final = (PACKAGE.name,) if _IS_INSTALLED else (PACKAGE.name, *FOLDERS)


def look_of(root: Path) -> tuple[Path, ...]:
    """The folders with `templates/` and `static/` for the project *root*; a file of the first goes before the others."""
    return (root,) if _is_program(root) else (root, PROGRAM)


def layered_files(roots: tuple[Path, ...], folder: str, pattern: str) -> Iterator[tuple[Path, PurePosixPath]]:
    """The files in the *folder* that match the *pattern*, sorted by their paths: each with the first root that has it."""
    root_of = {
        PurePosixPath(path.relative_to(root).as_posix()): root
        for root in reversed(roots)
        for path in (root / folder).glob(pattern)
    }
    return ((root_of[path], path) for path in sorted(root_of))


def program_stamps(root: Path) -> Stamps:
    """The stamps of the program's files by their full paths, unless they are files of the project *root* itself."""
    if _is_program(root):
        return {}
    return {f"{PACKAGE.parent}/{name}": stamp for name, stamp in stamps_of(str(PACKAGE.parent), _FILES).items()}


def program_contents(stamps: Stamps) -> list[str]:
    """What the files of *stamps* are called in the program, each with a digest of its content."""
    start = len(str(PACKAGE.parent))
    return [f"{name[start:]} {content_of(name)}" for name in sorted(stamps)]


def _is_program(root: Path) -> bool:
    return root.resolve() == PACKAGE.parent
