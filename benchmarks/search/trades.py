"""Builds the made rounds of other trades, which `people.js` asks about: `python benchmarks/search/trades.py FOLDER`.

FOLDER/NAME/output is the site of each: those of `../facts`, `housing.yaml`, and from notices of `../import` a town's and that of companies of the state.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(HERE.parent / "facts"), str(ROOT)]

from run import site_of  # noqa: E402 - after the path

from rectify import pipeline  # noqa: E402 - after the path

NOTICES = {
    "town": ("three/10-石桥镇巡察PDF文字", "one/09-liulin-pdf"),
    "state": ("three/09-轨道公司巡察台账", "two/01-供销社巡察通报", "two/04-县审计整改公告"),
}


def corpora() -> dict[str, dict[str, Any]]:
    """Each round by its name, as `../facts/run.py` tells its form."""
    paths = (*HERE.parent.glob("facts/*.yaml"), HERE / "housing.yaml")
    return {path.stem: yaml.safe_load(path.read_text("utf-8")) for path in paths} | {
        name: _joined(names) for name, names in NOTICES.items()
    }


def _joined(names: tuple[str, ...]) -> dict[str, Any]:
    notices = [yaml.safe_load((HERE.parent / f"import/unseen/{name}.yaml").read_text("utf-8")) for name in names]
    keys = ("title", "problem", "progress")
    return {
        "site": {"name": "某单位", "departments": ["办公室"], "aliases": {}},
        "round": {"title": "某单位党委关于巡察整改情况的通报", "feedback": "2024-01-01", "written": "2024-12-01"},
        "issues": [{key: one[key] or one["title"] for key in keys} for notice in notices for one in notice["issues"]],
    }


def main() -> int:
    """Build them all."""
    for name, corpus in corpora().items():
        folder = Path(sys.argv[1]) / name
        shutil.rmtree(folder, ignore_errors=True)
        for path, text in site_of(corpus).items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, "utf-8")
        for part in ("static", "templates"):
            shutil.copytree(ROOT / part, folder / part)
        pipeline.build(folder, folder / "output")
    return 0


if __name__ == "__main__":
    sys.exit(main())
