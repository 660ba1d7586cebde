"""Pictures of every kind of page for people to look at: `python tests/browser/pictures.py FOLDER [KIND ...]`.

Each kind at 320, 768 and 1280 px, light, dark and yellow on black, and as paper; one page of all of them
(`index.html`) in the folder. Not compared by a test: another computer has other letters.
"""

from __future__ import annotations

import html
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from browser.conftest import ARGUMENTS, Visit, chromium  # noqa: E402
from browser.kinds import KINDS, bureau_project, full_project  # noqa: E402
from outside import serving  # noqa: E402
from rectify import pipeline  # noqa: E402

WIDTHS = (320, 768, 1280)
LOOKS: dict[str, dict[str, str]] = {
    "light": {},
    "dark": {"theme": "dark"},
    "yellow": {"theme": "yellow"},
    "print": {"media": "print"},
}
PAGE = "<!doctype html><html lang=en><meta charset=utf-8><title>Pictures</title><style>img{{width:18rem;height:24rem;object-fit:cover;object-position:top;border:1px solid}}</style>{}"


def main(folder: Path, names: list[str]) -> None:
    """Take the pictures."""
    from playwright.sync_api import sync_playwright

    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as made:
        pipeline.build(ROOT, Path(made, "real"))
        pipeline.build(full_project(Path(made, "project")), Path(made, "full"))
        pipeline.build(bureau_project(Path(made, "bureau-project")), Path(made, "bureau"))
        with (
            serving(Path(made, "real"), "/xczg/") as real,
            serving(Path(made, "full"), "/") as full,
            serving(Path(made, "bureau"), "/xczg/") as bureau,
            sync_playwright() as playwright,
            playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS, chromium_sandbox=False) as browser,
        ):
            page = browser.new_page(locale="zh-CN", reduced_motion="reduce")
            page.add_init_script(path=Path(__file__).with_name("probes.js"))
            visit = Visit(page, "", real, {"real": real, "full": full, "bureau": bureau})
            taken = {name: _of_kind(visit, folder, name) for name in names or KINDS}
    parts = [
        f"<h2>{html.escape(name)}</h2>"
        + "".join(f'<a href="{file}"><img src="{file}" alt="{file}"></a> ' for file in files)
        for name, files in taken.items()
    ]
    (folder / "index.html").write_text(PAGE.format("".join(parts)), encoding="utf-8")


def _of_kind(visit: Any, folder: Path, name: str) -> list[str]:
    """The pictures of one kind of page."""
    files = []
    for width in WIDTHS:
        visit.open(KINDS[name], width=width).page.wait_for_load_state("networkidle")
        for look, choices in LOOKS.items():
            if look == "print" and width != WIDTHS[1]:
                continue
            files.append(f"{name}-{width}-{look}.png")
            visit.look(width=width, **choices).screenshot(path=folder / files[-1], full_page=True)
    return files


if __name__ == "__main__":
    if len(sys.argv) == 1:
        sys.exit(__doc__)
    main(Path(sys.argv[1]), sys.argv[2:])
