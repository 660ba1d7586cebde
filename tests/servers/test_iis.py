"""`web.config` against the rules by which IIS reads it: a mistake there answers 500.19 to everything."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

import pytest

from rectify.outputs.server_config.facts import (
    ASK_AGAIN,
    FOR_A_YEAR,
    HEADERS,
    OTHER_KINDS,
    SECURITY,
    TEXT_KINDS,
    ServerFacts,
)
from rectify.outputs.server_config.iis import iis_folder


class Shape(NamedTuple):
    """What IIS's own schema (IIS_schema.xml) allows in an element: attributes, elements, the key of a collection."""

    attributes: str = ""
    elements: str = ""
    key: str = ""


# Only what every IIS since version 7 knows without any module of its own.
SCHEMA = {
    "configuration": Shape("", "system.webServer location"),
    "location": Shape("path allowOverride inheritInChildApplications", "system.webServer"),
    "system.webServer": Shape(
        "",
        "defaultDocument directoryBrowse urlCompression httpErrors httpProtocol httpRedirect security staticContent",
    ),
    "defaultDocument": Shape("enabled", "files"),
    "files": Shape("", "add remove clear", "value"),
    "directoryBrowse": Shape("enabled showFlags"),
    "urlCompression": Shape("doStaticCompression doDynamicCompression dynamicCompressionBeforeCache"),
    "httpErrors": Shape("errorMode existingResponse defaultResponseMode", "error remove clear", "statusCode"),
    "httpProtocol": Shape("allowKeepAlive", "customHeaders redirectHeaders"),
    "customHeaders": Shape("", "add remove clear", "name"),
    "security": Shape("", "requestFiltering"),
    "requestFiltering": Shape(
        "allowDoubleEscaping", "fileExtensions verbs denyUrlSequences hiddenSegments requestLimits"
    ),
    "fileExtensions": Shape("allowUnlisted applyToWebDAV", "add remove clear", "fileExtension"),
    "verbs": Shape("allowUnlisted applyToWebDAV", "add remove clear", "verb"),
    "denyUrlSequences": Shape("", "add remove clear", "sequence"),
    "staticContent": Shape("defaultDocFooter", "mimeMap remove clear clientCache", "fileExtension"),
    "clientCache": Shape("cacheControlMode cacheControlMaxAge cacheControlCustom httpExpires setEtag"),
    "httpRedirect": Shape("enabled destination exactDestination childOnly httpResponseStatus"),
}
ENTRIES = {
    "files": "value",
    "httpErrors": "statusCode subStatusCode path responseMode prefixLanguageFilePath",
    "customHeaders": "name value",
    "fileExtensions": "fileExtension allowed",
    "verbs": "verb allowed",
    "denyUrlSequences": "sequence",
    "staticContent": "fileExtension mimeType",
}
WORDS = {
    "errorMode": "DetailedLocalOnly Custom Detailed",
    "existingResponse": "Auto Replace PassThrough",
    "responseMode": "File ExecuteURL Redirect",
    "cacheControlMode": "NoControl DisableCache UseMaxAge UseExpires",
    "httpResponseStatus": "Permanent Found Temporary",
    **dict.fromkeys(
        ["enabled", "doStaticCompression", "doDynamicCompression", "allowUnlisted", "allowed", "exactDestination"],
        "true false",
    ),
}
"""What an attribute may say, where it may not say anything."""

INHERITED = {"fileExtensions", "staticContent", "httpErrors", "denyUrlSequences", "customHeaders"}
FACTS = ServerFacts(
    host="www.example.gov.cn",
    base_path="/xczg/",
    is_https=True,
    redirects=(
        ("old/003.html", "2025-xuncha/001.html"),
        ("old/index.html", "2025-xuncha/index.html"),
        ("2024-xuncha/", "2025-xuncha/"),
    ),
    unknown=(".odd",),
)


@pytest.fixture
def settings() -> ET.Element:
    """`web.config`, read as XML."""
    return ET.fromstring(iis_folder(FACTS))


def faults(element: ET.Element) -> Iterator[str]:
    """Whatever IIS would refuse in *element* and below it."""
    shape = SCHEMA[element.tag]
    yield from (f"<{element.tag}> has no {name}" for name in element.attrib if name not in shape.attributes.split())
    yield from _words(element)
    known: set[str] = set()
    for child in element:
        if child.tag not in shape.elements.split():
            yield f"<{element.tag}> has no <{child.tag}>"
        elif child.tag in SCHEMA:
            yield from faults(child)
        elif child.tag == "clear":
            known = set()
        else:
            yield from _entry(element.tag, child, shape.key, known)
    if not shape.key:
        again = [tag for tag, count in Counter(c.tag for c in element).items() if count > 1 and tag != "location"]
        yield from (f"<{tag}> twice in <{element.tag}>" for tag in again)


def _words(element: ET.Element) -> Iterator[str]:
    for name, value in element.attrib.items():
        if name in WORDS and value not in WORDS[name].split():
            yield f"<{element.tag}> cannot say {name}={value}"


def _entry(parent: str, entry: ET.Element, key: str, known: set[str]) -> Iterator[str]:
    yield from _words(entry)
    name = entry.attrib.get(key, "").lower()
    yield from (f"<{parent}> entries have no {one}" for one in entry.attrib if one not in ENTRIES[parent].split())
    if not name:
        yield f"<{entry.tag}> in <{parent}> without its {key}"
    if entry.tag == "remove":
        known.discard(name)
        known.add(f"removed {name}")
        return
    if name in known:
        yield f"{name} twice in <{parent}>"
    if parent in INHERITED and f"removed {name}" not in known:
        yield f"{name} in <{parent}> is not removed first"
    known.add(name)


def test_iis_accepts_the_settings(settings: ET.Element) -> None:
    """Elements, attributes and their order are those of its schema; what may be inherited is removed first."""
    assert list(faults(settings)) == []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ('<remove fileExtension=".html" />', ""),
        ('<remove statusCode="404" subStatusCode="-1" />', ""),
        ("<clientCache cacheControlMode", "<cacheClient cacheControlMode"),
        ("cacheControlMaxAge", "maxAge"),
        ('cacheControlMode="DisableCache"', 'cacheControlMode="NoCache"'),
        ('<remove name="X-Frame-Options" />', ""),
        (
            '<directoryBrowse enabled="false" />',
            '<directoryBrowse enabled="false" /><directoryBrowse enabled="false" />',
        ),
        ('<add verb="GET" allowed="true" />', '<add verb="GET" allowed="true" /><add verb="GET" allowed="true" />'),
        ("<httpProtocol>", "<rewrite><rules /></rewrite><httpProtocol>"),
    ],
)
def test_mistakes_are_found(right: str, wrong: str) -> None:
    """The test above would see one."""
    text = iis_folder(FACTS).decode()

    assert right in text
    assert list(faults(ET.fromstring(text.replace(right, wrong, 1)))) != []


def test_every_kind_has_its_type(settings: ET.Element) -> None:
    """IIS answers 404.3 for a kind that it does not know; `.` are files without an ending."""
    expected = {ending: f"{kind}; charset=utf-8" for ending, kind in TEXT_KINDS.items()}
    expected |= {**OTHER_KINDS, ".odd": "application/octet-stream", ".": "text/plain; charset=utf-8"}

    assert expected == {e.attrib["fileExtension"]: e.attrib["mimeType"] for e in settings.iter("mimeMap")}


def test_the_same_headers_as_the_other_servers(settings: ET.Element) -> None:
    """All of W-05, and the server's own boast is taken away."""
    said = settings.find("system.webServer/httpProtocol/customHeaders")

    assert said is not None
    assert {e.attrib["name"]: e.attrib["value"] for e in said.iter("add")} == {
        **dict(HEADERS),
        "Strict-Transport-Security": SECURITY,
    }
    assert [e.attrib["name"] for e in said.iter("remove")] == [
        "X-Powered-By",
        *dict(HEADERS),
        "Strict-Transport-Security",
    ]


def test_caching_as_the_other_servers(settings: ET.Element) -> None:
    """Asked about each time; a year for what is named by its content."""
    everywhere = settings.find("system.webServer/staticContent/clientCache")
    assets = settings.find("location[@path='assets']/system.webServer/staticContent/clientCache")

    assert everywhere is not None
    assert assets is not None
    assert (everywhere.attrib, ASK_AGAIN) == ({"cacheControlMode": "DisableCache"}, "no-cache")
    assert assets.attrib["cacheControlMode"] == "UseMaxAge"
    assert f"{assets.attrib['cacheControlCustom']}, max-age={365 * 86400}".split(", ") == [
        "public",
        "immutable",
        "max-age=31536000",
    ]
    assert set(FOR_A_YEAR.split(", ")) == {"public", "immutable", "max-age=31536000"}


def test_renamed_addresses_lead_on(settings: ET.Element) -> None:
    """Each old address has a place of its own that leads to the new one for ever."""
    values_found = {
        place.attrib["path"]: redirect.attrib
        for place in settings.iter("location")
        if (redirect := place.find("system.webServer/httpRedirect")) is not None
    }

    assert {path: said["destination"] for path, said in values_found.items()} == {
        "old/003.html": "/xczg/2025-xuncha/001.html",
        "old/index.html": "/xczg/2025-xuncha/",
        "2024-xuncha": "/xczg/2025-xuncha",
    }
    assert {path: said["exactDestination"] for path, said in values_found.items()} == {
        "old/003.html": "true",
        "old/index.html": "true",
        "2024-xuncha": "false",
    }
    assert {(s["enabled"], s["httpResponseStatus"]) for s in values_found.values()} == {("true", "Permanent")}


def test_only_reading_and_only_what_is_public(settings: ET.Element) -> None:
    """GET and HEAD alone; no hidden files, no left-over files, no listings."""
    filtering = settings.find("system.webServer/security/requestFiltering")

    assert filtering is not None
    assert [e.attrib["verb"] for e in filtering.findall("verbs/add")] == ["GET", "HEAD"]
    assert [e.attrib["sequence"] for e in filtering.findall("denyUrlSequences/add")] == ["/."]
    assert {e.attrib["allowed"] for e in filtering.findall("fileExtensions/add")} == {"false"}
    assert settings.find("system.webServer/directoryBrowse[@enabled='false']") is not None
