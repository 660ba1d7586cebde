"""Ten citations of a real site, taken up as Zotero takes them up: nothing is lost on the way (C-06).

What Zotero does with each form is said here in our own words, as its translators do it: RIS (2023-07-28),
BibTeX (2019-09-17) and CSL JSON with the rules of its item fields. Only what our citations use is said.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

import pytest

from rectify import pipeline
from rectify.citation.forms import CitationSource, bibtex, csl_json, ris
from rectify.citation.pages import cited_fields, cited_issue, cited_round
from support import ISSUE, ROUND, SITE, BuiltSite


class Item(NamedTuple):
    """A web page among Zotero's items."""

    title: str
    body: str
    """An author that is one piece: `fieldMode` 1."""
    website: str
    date: str
    accessed: str
    url: str
    language: str


def wanted(cited: CitationSource) -> Item:
    """The item that a citation should become when it is read on 22 November 2026."""
    return Item(cited.title, cited.author, cited.site, cited.day, "2026-11-22", cited.url, "zh-CN")


RIS_FIELDS: Final = {"TI": "title", "T2": "website", "DA": "date", "Y2": "accessed", "UR": "url", "LA": "language"}
BIBTEX_FIELDS: Final = {
    "title": "title",
    "journaltitle": "website",  # publicationTitle, which is called websiteTitle on web pages
    "date": "date",
    "urldate": "accessed",
    "url": "url",
    "language": "language",
}
CSL_FIELDS: Final = {"title": "title", "container-title": "website", "URL": "url", "language": "language"}
SIGNS: Final = {"~": "\u00a0", r"{\textbackslash}": "\\", r"{\textasciitilde}": "~", r"{\textasciicircum}": "^"}
ESCAPED: Final = re.compile(r"(?<=[^\\])\\([#$%&~_^\\{}])")


def from_ris(text: str) -> Item:
    """A record: ELEC is a web page, a name without a comma is one piece, days have slashes."""
    pairs = [re.fullmatch(r"([A-Z][A-Z0-9]) {1,2}-(?: (.*))?", line) for line in text.split("\n")]
    tags = {pair[1]: (pair[2] or "").strip() for pair in pairs if pair}
    assert tags["TY"] == "ELEC"
    assert "," not in tags["AU"]
    assert "PM:" not in tags["UR"]
    days = {tag: re.sub(r"/", "-", tags[tag]) for tag in ("DA", "Y2")}
    return Item(body=tags["AU"], **{field: {**tags, **days}[tag] for tag, field in RIS_FIELDS.items()})


def from_bibtex(text: str) -> Item:
    """An entry: @online is a web page, a name in braces is one piece, signs are read, braces go."""
    kind, entry = re.fullmatch(r"@(\w+)\{[^,]+,\n(.*)\n\}", text, re.DOTALL).groups()  # type: ignore[union-attr]
    fields = dict(re.findall(r"^  (\w+) = \{(.*)\},?$", entry, re.MULTILINE))
    assert kind == "online"
    assert re.fullmatch(r"\{.*\}", fields["author"])
    return Item(body=_read(fields["author"]), **{field: _read(fields[name]) for name, field in BIBTEX_FIELDS.items()})


def _read(value: str) -> str:
    """The words of a field: known commands as their signs, then no braces, then no backslashes before signs."""
    for written, sign in SIGNS.items():
        value = value.replace(written, sign)
    value = re.sub(r"(?<=[^\\])[{}]+", "", value).removeprefix("{")
    value = ESCAPED.sub(r"\1", ESCAPED.sub(r"\1", value))
    if value[:1] == "\\" and value[1:2] in "#$%&~_^\\{}":
        value = value[1:]
    return re.sub(r"\s+", " ", value.replace("\\\\", "\\"))


def from_csl(text: str) -> Item:
    """An item: `webpage`, a literal name is one piece, days are parts."""
    (item,) = json.loads(text)
    assert item["type"] == "webpage"
    days = {
        field: "-".join(f"{part:02}" for part in item[name]["date-parts"][0])
        for name, field in (("issued", "date"), ("accessed", "accessed"))
    }
    return Item(body=item["author"][0]["literal"], **days, **{field: item[name] for name, field in CSL_FIELDS.items()})


def cited_of(real: BuiltSite, folder: Path, make: Callable[..., Path]) -> Iterator[CitationSource]:
    """The notice, seven issues, one that was revised, and one of a site at an odd address with odd signs."""
    (round_,) = real.site.rounds
    yield cited_round(real.site.config, round_)
    yield from (cited_issue(real.site.config, round_.face, cited_fields(entry)) for entry in round_.issues[::9])
    changed = ISSUE + "revisions:\n  - {date: 2025-12-20, note: 改正日期}\n"
    odd = ISSUE.replace("number: 1", "number: 2").replace(
        "制度不健全", "A&B_C 的 50%、#3 号 {甲} \\ 与 ~5 元^2 “未”核对"
    )
    files = {
        "site.yaml": SITE.replace("gov.cn/xczg/", "gov.cn/~xczg/a_b/"),
        "content/2025-xuncha/001.yaml": changed,
        "content/2025-xuncha/002.yaml": odd,
        "content/2025-xuncha/round.yaml": ROUND,
    }
    made = pipeline.build(make(files), folder).site
    yield from (cited_issue(made.config, made.rounds[0].face, cited_fields(entry)) for entry in made.rounds[0].issues)


@pytest.fixture
def cited(real_site: BuiltSite, tmp_path: Path, project: Callable[..., Path]) -> tuple[CitationSource, ...]:
    """Ten things to cite."""
    things = tuple(cited_of(real_site, tmp_path / "site", project))
    assert len(things) == 10
    return things


def test_ris_loses_nothing(cited: tuple[CitationSource, ...]) -> None:
    """Type, title, body, site, both days, address and language."""
    assert [wanted(one) for one in cited] == [from_ris(ris(one, "2026/11/22")) for one in cited]


def test_bibtex_loses_nothing(cited: tuple[CitationSource, ...]) -> None:
    """The same; a tilde in an address is written as %7E, which means the same."""
    plain = [wanted(one._replace(url=one.url.replace("~", "%7E"))) for one in cited]

    assert plain == [from_bibtex(bibtex(one, "2026-11-22")) for one in cited]


def test_csl_json_loses_nothing(cited: tuple[CitationSource, ...]) -> None:
    """The same."""
    assert [wanted(one) for one in cited] == [from_csl(csl_json(one, "2026, 11, 22")) for one in cited]
