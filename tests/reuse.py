"""Random lives of a site: edits of every kind, and what a clean build makes of each state.

Every field of issue, round, site and glossary is edited, as the model has them: a new field takes part
at once. The tests live ten lives, the benchmark hundreds, and each field on its own.
"""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

import records
from rectify import pipeline
from rectify.engine.memory import Memory
from rectify.engine.quick import unchanged_message
from rectify.field.config import SiteConfig
from rectify.field.model import Glossary, Issue, Round
from rectify.field.shape import fields_of, is_required
from rectify.ground.diagnostics import SourceError
from rectify.intake.yaml_writing import record_yaml
from rectify.source.decode import decode
from support import ISSUE, MINIMAL, ROOT, ROUND, SITE, lay, tree

Step = Callable[[random.Random, Path], str]


def start(root: Path) -> None:
    """A project of two rounds and five issues, with the real templates and styles."""
    others = (name for name in records.DEPARTMENTS if name not in SITE)
    listed = "".join(f"  - {{id: d{number}, name: {name}}}\n" for number, name in enumerate(others))
    lay(root, {**MINIMAL, "site.yaml": SITE + listed})
    for name in ("templates", "static"):
        shutil.copytree(ROOT / name, root / name)
    for number in range(2, 6):
        text = ISSUE.replace("number: 1", f"number: {number}").replace("制度不健全", f"第{number}个问题")
        lay(root, {f"content/2025-xuncha/{number:03}.yaml": text})
    older = ROUND.replace("2025", "2023")
    lay(root, {"content/2023-xuncha/round.yaml": older, "content/2023-xuncha/001.yaml": ISSUE.replace("2025", "2023")})
    lay(root, {"content/glossary.yaml": "terms:\n  - {id: zhidu, term: 制度, meaning: 规矩。}\n"})


def issues(root: Path) -> list[Path]:
    """The issue files of all rounds."""
    return sorted(path for path in root.glob("content/*/*.yaml") if path.name != "round.yaml")


def rewrite(path: Path, old: str, new: str) -> None:
    """Change the first *old* in a file."""
    path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")


def edit_status(chance: random.Random, root: Path) -> str:
    """A count on many pages."""
    path = chance.choice(issues(root))
    new = chance.choice(["已完成", "正在推进", "未完成", "长期坚持"])
    lines = [f"status: {new}" if line.startswith("status:") else line for line in path.read_text("utf-8").split("\n")]
    path.write_text("\n".join(lines), "utf-8")
    return f"status of {path.name}"


def edit_department(chance: random.Random, root: Path) -> str:
    """A list that may appear or vanish."""
    path = chance.choice(issues(root))
    new = chance.choice(["[办公室]", "[财务科]", "[办公室, 财务科]", ""])
    lines = [f"lead: {new}" if line.startswith("lead:") else line for line in path.read_text("utf-8").split("\n")]
    path.write_text("\n".join(lines), "utf-8")
    return f"department of {path.name}"


def revise(chance: random.Random, root: Path) -> str:
    """An update that the home page tells."""
    path = chance.choice(issues(root))
    text = path.read_text("utf-8")
    if "revisions:" not in text:
        path.write_text(f"{text}revisions:\n  - {{date: 2026-01-0{chance.randrange(1, 9)}, note: 更正}}\n", "utf-8")
    return f"revision of {path.name}"


def keep_text(chance: random.Random, root: Path) -> str:
    """An older text, and pages that compare it with that of today."""
    path = chance.choice(issues(root))
    text = path.read_text("utf-8")
    if "revisions:" not in text and int(path.stem) < 6:  # numbers that no other step gives again
        lay(root, {f"content/{path.parent.name}/versions/{path.stem}.1.yaml": text})
        path.write_text(f"{text}revisions:\n  - {{date: 2026-01-05, note: 改{chance.randrange(9)}}}\n", "utf-8")
    return f"text kept of {path.name}"


def report(chance: random.Random, root: Path) -> str:
    """Progress after publication, which pages, feeds and search tell."""
    path = chance.choice(issues(root))
    text = path.read_text("utf-8")
    if "updates:" not in text:
        path.write_text(f"{text}updates:\n  - {{date: 2026-02-0{chance.randrange(1, 9)}, text: 制度又改。}}\n", "utf-8")
    return f"update of {path.name}"


def withdraw(chance: random.Random, root: Path) -> str:
    """An issue that is in no list any more, or is again."""
    path = chance.choice(issues(root))
    text = path.read_text("utf-8")
    if "withdrawn:" in text:
        lines = [line for line in text.split("\n") if not line.startswith("withdrawn:")]
        path.write_text("\n".join(lines), "utf-8")
    elif standing(path.parent) - {path}:
        keeps = chance.choice(["true", "false"])
        path.write_text(f"{text}withdrawn: {{date: 2026-03-01, reason: 重复, keep_text: {keeps}}}\n", "utf-8")
    return f"withdrawn or not: {path.name}"


def toggle_draft(chance: random.Random, root: Path) -> str:
    """An issue, or now and then a whole round, that is not public, or is again."""
    path = chance.choice(sorted(root.glob("content/*/round.yaml")) if chance.random() < 0.2 else issues(root))
    text = path.read_text("utf-8")
    mark = "draft: true\n"
    path.write_text(text.replace(mark, "") if mark in text else text + mark, "utf-8")
    return f"draft or not: {path.relative_to(root)}"


def standing(folder: Path) -> set[Path]:
    """The issues of a round that were not withdrawn."""
    return {path for path in folder.glob("[0-9]*.yaml") if "withdrawn:" not in path.read_text("utf-8")}


def is_free(path: Path) -> bool:
    """Whether an issue has no older text, which would be left alone without it."""
    return not (path.parent / "versions" / f"{path.stem}.1.yaml").exists()


RECORDS: dict[str, Any] = {
    "content/*/[0-9]*.yaml": Issue,
    "content/*/versions/*.yaml": Issue,
    "content/*/round.yaml": Round,
    "content/glossary.yaml": Glossary,
    "site.yaml": SiteConfig,
}
"""The files that hold records, and the class of each."""


def fields_in(kind: Any) -> list[records.Path]:
    """The fields of a record that can be edited: numbers of issues are the names of their files."""
    return [path for path in records.paths_in(kind) if path != ("number",)]


def edit_field(chance: random.Random, root: Path) -> str:
    """Any field of any record."""
    there = [(pattern, sorted(root.glob(pattern))) for pattern in RECORDS]
    pattern, paths = chance.choice([one for one in there if one[1]])
    return set_field(chance, root, chance.choice(paths), RECORDS[pattern])


def set_field(chance: random.Random, root: Path, path: Path, kind: Any, field: records.Path = ()) -> str:
    """Give *field*, or any, of the record in a file another value, add to it, or leave it out."""
    record: Any = decode(path.read_text("utf-8"), PurePosixPath(path.name), kind)
    field = field or chance.choice(fields_in(kind))
    name, salt = field[0], chance.randrange(12)
    own = fields_of(kind)[name]
    value = getattr(record, own.name)
    what = chance.choice(["change", "change", "change", "add", "omit"])
    if what == "omit" and not is_required(own):
        record = replace(record, **{own.name: own.default})
    elif what == "add" and isinstance(value, tuple):
        record = replace(record, **{own.name: (*value, *records.value_of(kind, name, salt))})
    else:
        record = records.changed(record, field, salt)
    path.write_text(record_yaml(record), "utf-8")
    return f"{what} {'.'.join(field)} ({salt}) of {path.relative_to(root)}"


def edit_keeping_size_and_time(chance: random.Random, root: Path) -> str:
    """An edit that looks like none."""
    path = chance.choice(issues(root))
    before = path.stat()
    text = path.read_text("utf-8")
    path.write_text(text.replace("没有", "未曾", 1) if "没有" in text else text.replace("未曾", "没有", 1), "utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    return f"same size and time of {path.name}"


def add(chance: random.Random, root: Path) -> str:
    """A new issue."""
    folder = chance.choice(sorted(path.parent for path in root.glob("content/*/round.yaml")))
    number = chance.randrange(6, 400)
    text = ISSUE.replace("number: 1", f"number: {number}").replace("2025", folder.name[:4])
    (folder / f"{number:03}.yaml").write_text(text, "utf-8")
    return f"new {number}"


def delete(chance: random.Random, root: Path) -> str:
    """A withdrawn page must not stay public."""
    path = chance.choice(issues(root))
    if is_free(path) and standing(path.parent) - {path}:
        path.unlink()
    return f"deleted {path.name}"


def rename(chance: random.Random, root: Path) -> str:
    """A number that changes, and its address with it."""
    path = chance.choice(issues(root))
    number = chance.randrange(400, 900)
    if not is_free(path):
        return f"{path.name} stays"
    text = path.read_text("utf-8")
    lines = [f"number: {number}" if line.startswith("number:") else line for line in text.split("\n")]
    path.unlink()
    (path.parent / f"{number:03}.yaml").write_text("\n".join(lines), "utf-8")
    return f"renamed {path.name} to {number}"


def rename_round(chance: random.Random, root: Path) -> str:
    """A round's folder, and with it the address of each of its pages."""
    folder = chance.choice(sorted(path.parent for path in root.glob("content/*/round.yaml")))
    new = folder.with_name(f"{folder.name[:4]}-{chance.choice('abcd')}")
    if not new.exists():
        folder.rename(new)
    return f"round {folder.name} to {new.name}"


def swap(chance: random.Random, root: Path) -> str:
    """Two files change places, times and all."""
    one, other = chance.sample(issues(root), 2)
    texts = [path.read_text("utf-8").split("\n", 1) for path in (one, other)]
    if one.parent == other.parent and is_free(one) and is_free(other):
        one.write_text(f"{texts[0][0]}\n{texts[1][1]}", "utf-8")
        other.write_text(f"{texts[1][0]}\n{texts[0][1]}", "utf-8")
    return f"swapped {one.name} and {other.name}"


def edit_template(chance: random.Random, root: Path) -> str:
    """A word on every page, and a remark in any template."""
    path = chance.choice(sorted(root.glob("templates/**/*.html")))
    path.write_text(path.read_text("utf-8") + f"{{# {chance.random()} #}}", "utf-8")
    rewrite(root / "templates/components/feedback.html", "对整改有意见", "对整改有新意见")
    return f"template {path.name}"


def edit_style(chance: random.Random, root: Path) -> str:
    """A rule, which changes the address of the style sheet."""
    path = chance.choice(sorted(root.glob("static/css/**/*.css")))
    path.write_text(path.read_text("utf-8") + f"\n.x{chance.randrange(9999)} {{ margin: 0 }}\n", "utf-8")
    return f"style {path.name}"


def edit_script(chance: random.Random, root: Path) -> str:
    """A statement of a script."""
    path = chance.choice(sorted(root.glob("static/js/*.js")))
    path.write_text(path.read_text("utf-8") + f"\nvoid {chance.randrange(9999)};\n", "utf-8")
    return f"script {path.name}"


def edit_static(chance: random.Random, root: Path) -> str:
    """A file that is copied: it comes, changes, goes."""
    path = root / "static/root/verify.txt"
    if path.exists() and chance.random() < 0.4:
        path.unlink()
    else:
        path.parent.mkdir(exist_ok=True)
        path.write_text(str(chance.random()), "utf-8")
    return "static file"


def edit_glossary(chance: random.Random, root: Path) -> str:
    """Words that issue pages link to."""
    path = root / "content/glossary.yaml"
    choices = [
        "",
        "terms:\n  - {id: zhidu, term: 制度, meaning: 规矩。}\n",
        "terms:\n  - {id: gongwu, term: 公务, meaning: 公事。}\n",
    ]
    text = chance.choice(choices)
    if text:
        path.write_text(text, "utf-8")
    else:
        path.unlink(missing_ok=True)
    return "glossary"


def touch(chance: random.Random, root: Path) -> str:
    """A new time and nothing else."""
    path = chance.choice(issues(root))
    path.touch()
    return f"touched {path.name}"


def damage_output(chance: random.Random, root: Path) -> str:
    """Somebody changes, empties or removes what was built, or adds to it."""
    made = sorted(path for path in (root / "output").rglob("*.html"))
    if not made:
        return "no output"
    path = chance.choice(made)
    what = chance.choice(["change", "same size", "remove", "add", "all"])
    data = path.read_bytes()
    path.unlink()
    if what == "change":
        path.write_bytes(data + b"<!-- -->")
    elif what == "same size":
        path.write_bytes(data[:-1] + b" ")
    elif what == "add":
        path.write_bytes(data)
        (path.parent / "foreign.html").write_bytes(data)
    elif what == "all":
        shutil.rmtree(root / "output")
    return f"output {what} {path.name}"


def lose_record(chance: random.Random, root: Path) -> str:
    """The record is only a cache: lost or damaged, everything is made anew."""
    path = root / ".rectify" / chance.choice(["store.sqlite", "current", "engine"])
    if path.exists():
        if chance.random() < 0.5:
            path.unlink()
        else:
            path.write_bytes(path.read_bytes()[: chance.randrange(200)])
    return f"lost {path.name}"


def nothing(_chance: random.Random, _root: Path) -> str:
    """A build without a change."""
    return "nothing"


STEPS: tuple[Step, ...] = (
    *(edit_field,) * 14,
    *(edit_keeping_size_and_time, add, delete, rename, rename_round, swap, edit_template, edit_style, edit_script),
    *(toggle_draft,) * 2,
    *(edit_static, edit_glossary, edit_status, edit_department, revise, report, keep_text, withdraw),
    *(touch, damage_output, lose_record, nothing),
)


def build(root: Path) -> None:
    """Build as the command does: not at all if nothing changed."""
    if unchanged_message(str(root)):
        return
    memory = Memory(root)
    pipeline.build(root, root / "output", memory).remember(memory, "built")


def content_of(root: Path) -> dict[PurePosixPath, bytes]:
    """The files that people write."""
    return {
        **tree(root / "content"),
        PurePosixPath("../site.yaml"): (root / "site.yaml").read_bytes(),
    }


def restore(root: Path, before: dict[PurePosixPath, bytes]) -> None:
    """Undo what happened to the files that people write."""
    now = content_of(root)
    for name in now.keys() - before.keys():
        (root / "content" / name).unlink()
    for folder in sorted((path for path in (root / "content").rglob("*") if path.is_dir()), reverse=True):
        if not any(folder.iterdir()):  # a round's folder by its new name
            folder.rmdir()
    for name, data in before.items():
        path = root / "content" / name
        if now.get(name) != data:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)


def check(root: Path, clean: Path, before: dict[PurePosixPath, bytes], told: str) -> bool:
    """Build after an edit, and compare with a clean build; what both refuse is undone. Whether it was built."""
    refused, wanted = refusal(lambda: build(root)), refusal(lambda: pipeline.build(root, clean))

    assert refused == wanted, f"{told}: {refused}"
    if refused:
        restore(root, before)
        return False
    made, expected = tree(root / "output"), tree(clean)
    foreign = {path for path in made if path.name in ("foreign.html", "verify.txt")} - expected.keys()  # they stay
    paths = made.keys() - foreign | expected.keys()
    differing = [str(path) for path in paths if made.get(path) != expected.get(path)]

    assert not differing, f"{told}: {differing}"
    return True


def refusal(make: Callable[[], object]) -> list[str]:
    """The mistakes for which a build refuses, if it does."""
    try:
        make()
    except SourceError as error:
        return [str(one) for one in error.diagnostics]
    return []


class Lived(NamedTuple):
    """How many changes were built, and how many were mistakes that a clean build refuses, too."""

    built: int
    refused: int


def live(folder: Path, seed: int, steps: int) -> Lived:
    """Lead one site through so many random changes; after each, its output must be a clean build's."""
    chance = random.Random(seed)
    root, clean = folder / "project", folder / "clean"
    start(root)
    told: list[str] = []
    built = 0
    for _ in range(steps):
        before = content_of(root)
        told.append(" + ".join(step(chance, root) for step in chance.sample(STEPS, chance.choice([1, 1, 1, 2, 3]))))
        shutil.rmtree(clean, ignore_errors=True)
        built += check(root, clean, before, f"seed {seed}: {told}")
    return Lived(built, steps - built)


def each_field(folder: Path, seed: int) -> Lived:
    """Edit every field of every kind of record on its own, one build for each."""
    chance = random.Random(seed)
    root, clean = folder / "project", folder / "clean"
    start(root)
    keep_text(random.Random(0), root)
    build(root)
    built = steps = 0
    for pattern, kind in RECORDS.items():
        for field in fields_in(kind):
            path = chance.choice(sorted(root.glob(pattern)))
            before = content_of(root)
            told = set_field(chance, root, path, kind, field)
            shutil.rmtree(clean, ignore_errors=True)
            built += check(root, clean, before, f"seed {seed}: {told}")
            steps += 1
    return Lived(built, steps - built)
