"""The programs that are compared: how each site is laid, built, emptied and edited."""

from __future__ import annotations

import json
import shutil
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

import corpus  # noqa: E402 - beside this folder
import programs  # noqa: E402

OURS: Final = "ours"
HUGO: Final = "Hugo"
BOTH: Final = "Hugo + Pagefind"
SEARCH: Final = "pagefind"
"""The folder below Hugo's output that Pagefind writes."""
ROUND: Final = "2025-benchmark"
CONTENTS_WORDS: Final = ("本页内容", "本页目录")
"""The two words between which the template step goes to and fro."""

_ISSUE_TEMPLATES: Final = ("issue.html", "page.html")
"""What the template of an issue is called, here and with Hugo."""

_KINDS = (
    ("categories", "分类", "category", "按通报的分类查看问题。"),
    ("statuses", "整改状态", "status", "按整改走到哪一步查看问题。状态用的是通报里的词。"),
    (
        "departments",
        "责任部门",
        "department",
        "按牵头或者负责整改的部门查看问题。通报没有点明部门的问题不在这里，请看全部问题。",
    ),
)
_STATUSES = {"已完成": "done", "正在推进": "ongoing", "长期坚持": "long-term"}
_TEXT_PAGES = (
    ("help", "help", "使用帮助", "怎样在这个网站上找问题、放大字、打印和反馈。"),
    ("accessibility", "accessibility", "无障碍声明", "这个网站依照的无障碍标准、做到的和还没有做到的。"),
    ("glossary", "glossary", "名词解释", "巡察整改公开里常见的词，用通俗的话解释。"),
    ("sitemap", "sitemap-page", "网站地图", "这个网站的全部页面。"),
)


@dataclass(frozen=True)
class Contender:
    """A site in *folder* and what builds it.

    *commands* are run one after another, each named for what has been made when it ends.
    """

    folder: Path
    commands: dict[str, tuple[str, ...]]
    output: Path
    caches: tuple[Path, ...]
    issues: Path
    suffix: str
    templates: Path
    environment: dict[str, str] = field(default_factory=dict)

    def clear(self) -> None:
        """Take away everything that a build has made."""
        for made in (self.output, *self.caches):
            shutil.rmtree(made, ignore_errors=True)

    def source(self, number: int) -> Path:
        """The file of an issue."""
        return self.issues / f"{number:03}{self.suffix}"

    def page(self, number: int) -> Path:
        """The page of an issue."""
        return self.output / ROUND / f"{number:03}.html"

    def template(self) -> Path:
        """The template that holds the word of the template step."""
        for path in sorted(self.templates.rglob("*.html")):
            if path.name in _ISSUE_TEMPLATES and any(word in path.read_text("utf-8") for word in CONTENTS_WORDS):
                return path
        raise SystemExit(f"{self.templates}: no template says {CONTENTS_WORDS[0]}; choose another word in {__file__}")


def ours(folder: Path, size: int, python: programs.Python) -> Contender:
    """Lay our site of *size* issues at *folder*; it is built as a webmaster types it."""
    programs.lay_project(folder, size, python)
    return Contender(
        folder=folder,
        commands={OURS: (python.executable, "build.py")},
        output=folder / "output",
        caches=(folder / ".rectify",),
        issues=folder / "content" / ROUND,
        suffix=".yaml",
        templates=folder / "templates",
    )


def hugo(folder: Path, size: int, form: str, like: Contender) -> Contender:
    """Lay the same site for Hugo with Pagefind, its issues with front matter of the *form* yaml or json."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(HERE / "hugo" / "layouts", folder / "layouts")
    _lay_settings(folder, like.folder)
    _lay_pages(folder / "content")
    write = {"yaml": _with_yaml, "json": _with_json}[form]
    for number in range(1, size + 1):
        (folder / "content" / ROUND / f"{number:03}.md").write_text(write(number), "utf-8", newline="\n")
    build = (str(programs.install_hugo()), "--quiet", "--noBuildLock")
    index = (str(programs.install_pagefind()), "--quiet", "--site", "public", "--output-subdir", SEARCH)
    return Contender(
        folder=folder,
        commands={HUGO: build, BOTH: (*index, "--glob", f"{ROUND}/[0-9]*.html", "--root-selector", "main")},
        output=folder / "public",
        caches=(folder / "resources", folder / ".cache"),
        issues=folder / "content" / ROUND,
        suffix=".md",
        templates=folder / "layouts",
        environment={"HUGO_CACHEDIR": str(folder / ".cache")},
    )


def _with_yaml(number: int) -> str:
    return f"---\nweight: {number}\n{corpus.issue(number)}---\n"


def _with_json(number: int) -> str:
    return json.dumps({"weight": number, **corpus.record(number)}, ensure_ascii=False, indent=2) + "\n"


def _lay_settings(folder: Path, like: Path) -> None:
    """The same settings, round and glossary as data; our style sheet and icon as static files."""
    (folder / "data").mkdir()
    shutil.copy(like / "site.yaml", folder / "data" / "site.yaml")
    shutil.copy(like / "content" / "glossary.yaml", folder / "data" / "glossary.yaml")
    shutil.copy(like / "content" / ROUND / "round.yaml", folder / "data" / "round.yaml")
    settings = json.loads((HERE / "hugo" / "hugo.json").read_text("utf-8"))
    lines = (like / "site.yaml").read_text("utf-8").splitlines()
    settings["baseURL"] = next(line.partition(" ")[2].strip() for line in lines if line.startswith("base_url:"))
    (folder / "hugo.json").write_text(json.dumps(settings, indent=2), "utf-8")
    assets = folder / "static" / "assets"
    assets.mkdir(parents=True)
    sheets = sorted((like / "static" / "css").rglob("*.css"))
    (assets / "site.css").write_bytes(b"\n".join(sheet.read_bytes() for sheet in sheets))
    shutil.copytree(like / "static" / "images", assets, dirs_exist_ok=True)


def _lay_pages(content: Path) -> None:
    """A file for each page that is no issue. Lists are sections, since only sections have pages of 200."""
    for name, layout, title, about in _TEXT_PAGES:
        _lay(content / f"{name}.md", title=title, layout=layout, about=about)
    _lay(content / "about.md", title="关于这份通报", layout="about", url=f"/{ROUND}/about.html")
    place = content / ROUND
    _lay(place / "_index.md", title="通报", layout="round")
    _lay(place / "issues" / "_index.md", title="全部问题", layout="list", field="", value="", here="issues")
    values: dict[str, list[tuple[str, str, str]]] = {
        "categories": [(f"c{n}", f"c{n}", f"第{n}类问题") for n in range(1, corpus.CATEGORIES + 1)],
        "statuses": [(slug, word, word) for word, slug in _STATUSES.items()],
        "departments": [(slug, word, word) for slug, word in corpus.DEPARTMENTS.items()],
    }
    for kind, title, name, lead in _KINDS:
        here = "categories" if kind == "categories" else ""
        _lay(place / kind / "_index.md", title=title, layout="index-of-lists", field=name, lead_words=lead, here=here)
        for slug, value, words in values[kind]:
            said = {"field": name, "value": value, "folder": kind, "kind_title": title, "here": here}
            _lay(place / kind / slug / "_index.md", title=words, layout="list", **said)


def _lay(path: Path, **said: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(said, ensure_ascii=False) + "\n", "utf-8")
