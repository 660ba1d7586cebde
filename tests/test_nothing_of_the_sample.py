"""Nothing that belongs to the sample reaches the site of another bureau: every file of a published site is read.

What belongs to the sample is made out from its own files: each line and id in `site.yaml` and `content/` (names,
numbers, titles, terms, addresses), and each clause of their longer texts. Excused is what any bureau may say: what
stands in the made notices of other bureaus too, what every new project begins with, ids of departments that the rules
on identity allow to everybody, names of statuses and of fields, and single words in the search's list of synonyms,
which all sites have.
"""

from __future__ import annotations

import dataclasses
import gzip
import html
import json
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import pytest

from projects import init, unpacked, wheel_of, yesterday
from rectify import pipeline
from rectify.checks.identity import COMMON_DEPARTMENTS, name_of
from rectify.field.model import Issue, Round, Status
from rectify.field.shape import fields_of
from rectify.intake.readers.source import read_source
from rectify.project.settings import PLACEHOLDER, first_settings
from rectify.project.wheel import zip_archive
from rectify.search.documents import script
from rectify.search.packing import pack
from rectify.search.synonyms import shipped_pairs
from search_files import documents
from support import ROOT
from typed import run

YEAR, MONTH, DAY = map(int, yesterday().split("-"))
NOTICE = f"""\
示例县水务局党组关于巡察整改情况的通报
{YEAR - 1}年3月1日至4月30日，县委第二巡察组对示例县水务局党组开展了巡察。{YEAR - 1}年6月3日，巡察组反馈了意见。现将整改情况公布如下。
一、落实决策部署方面
1.河道巡查记录不全。
整改措施：补齐了记录。
整改情况：已补齐12份。
整改结果：已完成
2.水费收缴不及时。
整改措施：催收水费。
整改情况：正在催收。
整改结果：正在推进
欢迎监督，联系电话：0999-5550009；电子邮箱：shuiwu@example.gov.cn。
中共示例县水务局党组
{YEAR}年{MONTH}月{DAY}日
主办单位：示例县水务局 示ICP备20300001号-1 示公网安备 01000002000001号 网站标识码：0100000009
"""
ROUND_ID = "our-round"
FILLED = {
    "level": "县级",
    "published": f"{yesterday()} 09:00",
    "source": "示例县水务局",
    "summary": "逐项公开整改情况。",
    "address": "示例县示例路1号",
}
"""What the person fills in where these fields stand empty."""

_STOPS = re.compile(r"[，。；：、？！“”‘’《》（）()\s|#*>\-]+")
_NAME = re.compile(r"[\u4e00-\u9fff]{3}|\d{6}|\d{3,4}-\d{7}|[a-z]{3,}-?[a-z]{3}|/")
"""A line that has none of this may be in any text: 办公, 12, 辆."""

_CLAUSE = re.compile(r"[\u4e00-\u9fff0-9]{8,}")
"""Shorter parts of sentences may be in any text: 例如党员干部."""


def texts_in(value: Any) -> Iterator[str]:
    """Every text in a record, lists and all, but what every record of its kind has if nobody writes it."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, (tuple, list, dict)):
        for one in value.values() if isinstance(value, dict) else value:
            yield from texts_in(one)
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            if getattr(value, field.name) != field.default:
                yield from texts_in(getattr(value, field.name))


def telling(texts: Iterable[str]) -> set[str]:
    """Of *texts*, the lines and the clauses that tell whose they are."""
    found = {text for text in texts if _NAME.search(text)}
    return found | {clause for text in found for clause in _STOPS.split(text) if _CLAUSE.search(clause)}


@cache
def sample() -> frozenset[str]:
    """All that the sample says of itself and of its issues, less what is anybody's."""
    opened: pipeline.Opened = {}
    sources, _ = pipeline.read(ROOT, opened=opened)
    config, rounds = sources.config, sources.rounds
    records = (config, sources.glossary, sources.synonyms, *opened.values(), *(one.round for one in rounds))
    phones = [str(one.phone) for one in (config.organiser, config.feedback)]
    said = [
        *texts_in(records),
        *name_of(config.organiser.name),
        *(form for phone in phones for form in (phone.replace("-", ""), phone.partition("-")[2])),
        *(round_.id for round_ in rounds),
        *(f"{round_.id}/{one.path.stem}" for round_ in rounds for one in round_.issues),
    ]
    notices = (line.text for path in (ROOT / "tests/notices").rglob("source.*") for line in read_source(path).lines)
    others = "\n".join([*notices, *texts_in(first_settings({}, ()))])
    common = {*COMMON_DEPARTMENTS, *(one.name.lower() for one in Status), *texts_in(shipped_pairs())}
    common |= {str(field.metadata["name"]) for kind in (Issue, Round) for field in fields_of(kind).values()}
    return frozenset(one for one in telling(said) if one not in others and one not in common)


def readable(name: str, data: bytes) -> str:
    """What somebody can read in a file: packages are unpacked, escapes undone."""
    if name.endswith(".gz"):
        return readable(name.removesuffix(".gz"), gzip.decompress(data))
    if name.endswith((".xlsx", ".zip")):
        with zipfile.ZipFile(BytesIO(data)) as package:
            return "\n".join(readable(one, package.read(one)) for one in package.namelist())
    text = data.decode("utf-8", "replace")
    if name.endswith((".json", ".jsonld", ".webmanifest")):
        text += json.dumps(json.loads(text), ensure_ascii=False)
    if name == "all.js":
        text += json.dumps(documents(data), ensure_ascii=False)
    return "\n".join({text, html.unescape(text), unquote(text)})


def leaks(folder: Path, words: Iterable[str]) -> list[str]:
    """Which of *words* stand in the files below *folder*, or in their names, each with one file."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    texts = {path: f"{path.relative_to(folder)}\n{readable(path.name, path.read_bytes())}" for path in files}
    found = ((word, next((path for path, text in texts.items() if word in text), None)) for word in sorted(words))
    return [f"{word}: {path.relative_to(folder)}" for word, path in found if path]


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a server to which a bureau has published what `init` made of its notice."""
    folder = tmp_path_factory.mktemp("bureau")
    (folder / "notice.txt").write_text(NOTICE, "utf-8")
    (folder / "www").mkdir()
    site = folder / "our-site"
    made = init(site, "--yes", "--from", str(folder / "notice.txt"), "--round", ROUND_ID)
    fill(site)
    program = unpacked(wheel_of(site), folder / "program")
    steps = [made, *(run(site, *step, program=program) for step in (["approve", ROUND_ID, "--all"], [], ["check"]))]
    steps.append(run(site, "publish", "--to", str(folder / "www"), "--yes", program=program))

    assert [done.stdout + done.stderr for done in steps if done.returncode] == []
    return folder / "www"


def fill(site: Path) -> None:
    """What the person does: fill in what stands empty."""
    for path in (site / "site.yaml", site / "content" / ROUND_ID / "round.yaml"):
        text = path.read_text("utf-8").replace(PLACEHOLDER, "https://www.example.gov.cn/xczg/")
        for name, value in FILLED.items():
            text = re.sub(rf"^( *{name}:)(?: *#.*)?$", rf"\1 {value}", text, flags=re.MULTILINE)
        path.write_text(text, "utf-8")


def test_nothing_of_the_sample_is_in_the_site_of_another_bureau(published: Path) -> None:
    """Names, numbers, ids, addresses, titles and sentences, in whatever file."""
    assert leaks(published, sample()) == []


def test_each_kind_of_thing_is_searched_for() -> None:
    """Names and numbers of the bureau, ids and names of its departments, terms, rounds, addresses, titles, clauses."""
    sources, _ = pipeline.read(ROOT)
    (round_,) = sources.rounds
    config = sources.config

    assert {config.name, str(config.feedback.phone), config.footer.icp, config.footer.site_code} <= sample()
    assert {config.organiser.address, round_.id, f"{round_.id}/013", "enforcement", "执法管理科"} <= sample()
    assert {one.summary.title for one in round_.issues} <= sample()
    assert {str(term.meaning) for term in sources.glossary.terms} <= sample()
    assert {"诚信档案", "对诚信风险重视不够"} <= sample()


HIDDEN: dict[str, Callable[[str], bytes]] = {
    "a.html": lambda text: f"<p>{text}</p>".encode(),
    "b.html": lambda text: text.encode("ascii", "xmlcharrefreplace"),
    "c.json": lambda text: json.dumps([text]).encode("ascii"),
    "d.js": lambda text: f"window.x='{text}'".encode(),
    "e.csv": lambda text: f"\ufeff1,{text}\n".encode(),
    "f.xml": lambda text: f"<loc>https://www.example.gov.cn/{quote(text)}</loc>".encode(),
    "g.html.gz": lambda text: gzip.compress(text.encode()),
    "all.js": lambda text: script(
        "all",
        {
            "docs": [[1], [""], [""], ["a "], [0]],
            "facets": {"r": ["2025"]},
            **pack(("2025年", "标题", text))._asdict(),
        },
    ),
    "h.xlsx": lambda text: zip_archive({"xl/sharedStrings.xml": f"<t>{text}</t>".encode()}),
}


@pytest.mark.parametrize("name", HIDDEN)
def test_one_clause_of_the_sample_would_be_seen(name: str, tmp_path: Path) -> None:
    """In each kind of file, as each of them writes Chinese."""
    clause = max(one for one in sample() if _CLAUSE.fullmatch(one))
    (tmp_path / name).write_bytes(HIDDEN[name](clause))

    assert leaks(tmp_path, sample()) == [f"{clause}: {name}"]
