"""Citations: as the standards write them, and read back without loss by parsers that are not ours (C-03 … C-07)."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

import bibtexparser
import jsonschema
import pytest
import rispy
from pylatexenc.latex2text import LatexNodes2Text

from rectify import pipeline
from rectify.citation.forms import CitationSource, bibtex, csl_json, forms_of, gb_2015, gb_2025, in_words, ris
from rectify.citation.pages import citation_file, key_of
from support import ISSUE, BuiltSite

AUTHOR, URL = "中共示例局党组", "https://www.example.gov.cn/xczg/2025-xuncha/007.html"
PLAIN = CitationSource(
    AUTHOR, "渗滤液处理不达标", "示例市示例局", "2024-12-30", URL, "example-007", "（2025年巡察整改第7号问题）"
)
TITLES = [
    "渗滤液处理不达标",
    "“门前三包”没有落实",
    "《用车办法》（示局发〔2025〕7号）没有执行",
    "经费超支 50% 以上",
    "A&B 公司的合同没有编号 #3",
    "用 file_name 命名的台账缺少",
    "花括号 {甲} 和反斜线 \\ 都在",
    "约 $5 ~ $8，x^2",
    "外文 Ünïcode、引号 \"x\" 和 'y'",
    "生僻字𠮷田路，〇五年，——省略号……",
]
CITED = [
    PLAIN._replace(title=title, url=f"https://www.example.gov.cn/a_b%20c/{n:03}.html?x=1&y=~2", key=f"example-{n:03}")
    for n, title in enumerate(TITLES)
]
NAME = {
    "type": "object",
    "additionalProperties": False,
    "properties": {"family": {"type": "string"}, "given": {"type": "string"}, "literal": {"type": "string"}},
}
DATE = {
    "type": "object",
    "additionalProperties": False,
    "required": ["date-parts"],
    "properties": {
        "date-parts": {
            "type": "array",
            "minItems": 1,
            "maxItems": 2,
            "items": {"type": "array", "minItems": 1, "maxItems": 3, "items": {"type": ["string", "number"]}},
        }
    },
}
CSL_SCHEMA = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["type", "id"],
        "additionalProperties": False,
        "properties": {
            "type": {"enum": ["webpage", "report", "dataset"]},
            "id": {"type": ["string", "number"]},
            "author": {"type": "array", "items": NAME},
            "issued": DATE,
            "accessed": DATE,
            **{name: {"type": "string"} for name in ("title", "container-title", "URL", "language")},
        },
    },
}
"""What csl-data.json of CSL 1.0.2 says of the fields that we use."""


@dataclass(frozen=True)
class Back:
    """A citation as a parser understood it."""

    author: str
    title: str
    site: str
    day: str
    url: str
    accessed: str


def originals(accessed: str) -> list[Back]:
    """The ten citations as they went in."""
    return [Back(c.author, c.title, c.site, c.day, c.url, accessed) for c in CITED]


def words(latex: str) -> str:
    """The words of a field of BibTeX; its decoder gives another sign for a circumflex."""
    text: str = LatexNodes2Text(math_mode="verbatim").latex_to_text(latex)
    return text.replace("ˆ", "^")


@pytest.mark.parametrize(
    ("write", "expected"),
    [
        (gb_2025, f"{AUTHOR}. 渗滤液处理不达标[EB/OL]. （2024-12-30）[2026-11-22]. {URL}."),
        (gb_2015, f"{AUTHOR}. 渗滤液处理不达标[EB/OL]. (2024-12-30)[2026-11-22]. {URL}."),
        (in_words, f"{AUTHOR}：“渗滤液处理不达标”（2025年巡察整改第7号问题），2024-12-30，{URL}（2026-11-22查阅）。"),
    ],
    ids=["2025", "2015", "words"],
)
def test_written_forms_are_exact(write: Callable[[CitationSource, str], str], expected: str) -> None:
    """Each sign stands where the standard wants it (C-03, C-04)."""
    assert expected == write(PLAIN, "2026-11-22")


def test_data_have_their_own_marks() -> None:
    """The same forms with the mark of a data set (C-07)."""
    expected = f"{AUTHOR}. 渗滤液处理不达标[DS/OL]. （2024-12-30）[引用日期]. {URL}."

    assert expected == gb_2025(PLAIN, kind="DS/OL")


def test_quotes_inside_quotes_are_single() -> None:
    """Chinese puts single marks inside double ones."""
    assert "“‘门前三包’没有落实”" in in_words(CITED[1])


def test_bibtex_comes_back_whole() -> None:
    """Ten citations through bibtexparser: every special sign survives, the author is one name."""
    text = "\n".join(bibtex(one, "2026-11-22") for one in CITED)
    library = bibtexparser.parse_string(text)
    entries = [{name: field.value for name, field in entry.fields_dict.items()} for entry in library.entries]
    back = [
        Back(words(f["author"]), words(f["title"]), words(f["organization"]), f["date"], f["url"], f["urldate"])
        for f in entries
    ]

    assert library.failed_blocks == []
    assert [one.key for one in CITED] == [entry.key for entry in library.entries]
    assert {"online"} == {entry.entry_type for entry in library.entries}
    assert originals("2026-11-22") == [replace(one, url=one.url.replace("%7E", "~")) for one in back]
    assert f"{{{AUTHOR}}}" == entries[0]["author"]


def test_ris_comes_back_whole() -> None:
    """Ten citations through rispy."""
    entries = rispy.loads("\n\n".join(ris(one, "2026/11/22") for one in CITED))
    back = [
        Back(*f["authors"], f["title"], f["secondary_title"], f["date"].replace("/", "-"), *f["urls"], f["access_date"])
        for f in entries
    ]

    assert {"ELEC"} == {one["type_of_reference"] for one in entries}
    assert originals("2026/11/22") == back


def test_csl_json_comes_back_whole() -> None:
    """Ten citations through JSON: valid by the schema of CSL, the author a body and not a person."""
    entries = [item for one in CITED for item in json.loads(csl_json(one, "2026, 11, 22"))]
    jsonschema.validate(entries, CSL_SCHEMA)
    back = [
        Back(
            f["author"][0]["literal"],
            f["title"],
            f["container-title"],
            "-".join(f"{part:02}" for part in f["issued"]["date-parts"][0]),
            f["URL"],
            "-".join(f"{part:02}" for part in f["accessed"]["date-parts"][0]),
        )
        for f in entries
    ]

    assert originals("2026-11-22") == back


@pytest.mark.parametrize(("day", "parts"), [("2024", [2024]), ("2024-07", [2024, 7]), ("2024-07-30", [2024, 7, 30])])
def test_days_are_as_exact_as_they_are_known(day: str, parts: list[int]) -> None:
    """A month or a year alone becomes no day that nobody gave."""
    cited = PLAIN._replace(day=day)

    assert [parts] == json.loads(csl_json(cited))[0]["issued"]["date-parts"]
    assert f"DA  - {day.replace('-', '/')}\n" in ris(cited)
    assert f"（{day}）" in gb_2025(cited)


def test_files_hold_everything_and_no_day_of_reading() -> None:
    """Nobody has read a file when it is made (C-05)."""
    bib, records, items = (citation_file(form, CITED).decode() for form in ("BibTeX", "RIS", "CSL-JSON"))
    jsonschema.validate(json.loads(items), CSL_SCHEMA)

    assert [item["title"] for item in json.loads(items)] == TITLES
    assert [record["title"] for record in rispy.loads(records)] == TITLES
    assert [words(entry["title"]) for entry in bibtexparser.parse_string(bib).entries] == TITLES
    assert not re.search("urldate|Y2  -|accessed|引用日期", bib + records + items)
    assert records.count("\r\n") == records.count("\n")


@pytest.mark.parametrize("cited", CITED, ids=[one.key for one in CITED])
def test_pages_show_the_forms_with_a_place_for_the_day(cited: CitationSource) -> None:
    """Without scripts each form says 引用日期 where the reader's day belongs; all else is as it is in files."""
    shown = {form.name: html.unescape(re.sub(r"<[^>]+>", "", form.html)) for form in forms_of(cited)}
    expected = {
        "GB/T 7714—2025": gb_2025(cited),
        "GB/T 7714—2015": gb_2015(cited),
        "一般文字": in_words(cited),
        "BibTeX": bibtex(cited, "引用日期"),
        "RIS": ris(cited, "引用日期"),
        "CSL-JSON": csl_json(cited, "引用日期"),
    }

    assert expected == shown
    assert all(form.html.count('<span class="citation__day"') == 1 for form in forms_of(cited))
    assert all(form.html.count('<span class="citation__url">') >= 1 for form in forms_of(cited))


def test_keys_are_plain() -> None:
    """A key has no sign that any program minds."""
    assert key_of("www.example.gov.cn", "2025-xuncha/007.html") == "www-example-gov-cn-2025-xuncha-007"
    assert key_of("www.example.gov.cn", "2025-xuncha/index.html") == "www-example-gov-cn-2025-xuncha"


def test_a_changed_page_is_cited_by_the_day_of_its_change(project: Callable[..., Path], tmp_path: Path) -> None:
    """What readers cite are the words as they stand: 发布或更新日期."""
    pipeline.build(project({"content/2025-xuncha/001.yaml": f"{ISSUE}updated: 2026-02-03\n"}), tmp_path / "site")
    page = (tmp_path / "site/2025-xuncha/001.html").read_text("utf-8")

    assert "中共示例局党组. 制度不健全[EB/OL]. （2026-02-03）[" in page
    assert '<meta property="article:modified_time" content="2026-02-03">' in page


def test_the_site_cites_every_issue(real_site: BuiltSite) -> None:
    """The files of a round hold its page and all its issues, and each page shows its own citation."""
    for round_ in real_site.site.rounds:
        items = json.loads(real_site.files[PurePosixPath(round_.id, "citations.csl.json")])
        urls = [
            real_site.site.config.absolute(path)
            for path in (f"{round_.id}/index.html", *(e.path for e in round_.issues))
        ]

        assert urls == [item["URL"] for item in items]
        for entry, item in zip(round_.issues, items[1:], strict=True):
            page = html.unescape(re.sub(r"<[^>]+>", "", real_site.files[PurePosixPath(entry.path)].decode()))

            assert f"{round_.round.author}. {item['title']}[EB/OL]. （" in page
