"""What pages say of themselves to machines: JSON-LD in the words of schema.org (standards §5).

Only facts that the page shows. Never ClaimReview: a body that reports on itself checks no facts.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, Final, NamedTuple

from markupsafe import Markup

from rectify.field import addresses
from rectify.field.config import SiteConfig
from rectify.field.model import Issue, Round

Node = dict[str, Any]
"""A thing of schema.org with its properties."""

CONTEXT: Final = "https://schema.org"
LANGUAGE: Final = "zh-CN"
_ENCODER: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_HARMFUL: Final = re.compile("[<>&\u2028\u2029]")
"""What could end the data block or be read as markup; in JSON these stand only inside strings."""


class DataFile(NamedTuple):
    """A file of a data set: `type` is its media type, `sha256` in hexadecimal, `size` in bytes."""

    name: str
    url: str
    type: str
    sha256: str = ""
    size: int | None = None


def block(things: Iterable[Node]) -> Markup:
    """The content of a `<script type="application/ld+json">` that describes *things*; empty for none."""
    graph = list(things)
    if not graph:
        return Markup("")
    text = _ENCODER.encode({"@context": CONTEXT, "@graph": graph})
    return Markup(_HARMFUL.sub(lambda sign: f"\\u{ord(sign[0]):04x}", text))  # noqa: S704 - nothing is left that HTML would read


def breadcrumbs(trail: Iterable[tuple[str, str]]) -> Node:
    """The way to a page: names and full addresses from the first page to itself."""
    steps = [
        {"@type": "ListItem", "position": place, "name": name, "item": {"@id": url}}
        for place, (name, url) in enumerate(trail, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": steps}


def publisher(config: SiteConfig) -> Node:
    """The body that answers for the site, and how to reach it."""
    organiser, feedback = config.organiser, config.feedback
    phone, email = feedback.phone or organiser.phone, feedback.email
    contact = {"@type": "ContactPoint", "contactType": "意见反馈", "telephone": phone, "email": email}
    address = {"@type": "PostalAddress", "streetAddress": organiser.address, "postalCode": organiser.postcode}
    return _without_empty(
        {
            **_publisher_name(config),
            "url": config.absolute(addresses.HOME),
            "identifier": _property("网站标识码", config.footer.official_code) if config.footer.official_code else None,
            "address": _without_empty(address) if organiser.address else None,
            "contactPoint": _without_empty(contact) if phone or email else None,
        }
    )


def report(config: SiteConfig, record: Round, url: str, *, modified: str, issues: Iterable[str]) -> Node:
    """A round's notice, whose *issues* have these addresses; it was last *modified* on that day, if at all."""
    return _without_empty(
        {
            "@type": "Report",
            "@id": url,
            "url": url,
            "name": record.title,
            "headline": record.title,
            "description": record.summary,
            "inLanguage": LANGUAGE,
            "datePublished": record.published.in_full,
            "dateModified": modified,
            "author": {"@type": "Organization", "name": record.author},
            "publisher": publisher(config),
            "reportNumber": record.disclosure.doc_no,
            "identifier": _property("索引号", record.disclosure.index_no) if record.disclosure.index_no else None,
            "isBasedOn": record.original_url,
            "hasPart": [{"@id": one} for one in issues],
        }
    )


def article(
    config: SiteConfig,
    record: Round,
    issue: Issue,
    *,
    url: str,
    report_url: str,
    category: str,
    modified: str,
    documents: tuple[str, ...],
) -> Node:
    """An issue's page, a part of the notice at *report_url*; *documents* are those that it names."""
    return _without_empty(
        {
            "@type": "Article",
            "@id": url,
            "url": url,
            "headline": issue.title,
            "position": issue.number,
            "articleSection": category,
            "creativeWorkStatus": issue.status.words,
            "datePublished": (issue.published or record.published).in_full,
            "dateModified": modified,
            "author": {"@type": "Organization", "name": record.author},
            "publisher": _publisher_name(config),
            "isPartOf": {"@type": "Report", "@id": report_url, "name": record.title},
            "citation": list(documents),
            "correction": list(_corrections(issue)),
        }
    )


def dataset(
    config: SiteConfig, *, url: str, name: str, description: str, published: str, files: Iterable[DataFile]
) -> Node:
    """Data that the page at *url* offers for download; *published* is its ISO day or moment."""
    return _without_empty(
        {
            "@type": "Dataset",
            "@id": url,
            "url": url,
            "name": name,
            "description": description,
            "inLanguage": LANGUAGE,
            "isAccessibleForFree": True,
            "datePublished": published,
            "creator": _publisher_name(config),
            "publisher": publisher(config),
            "distribution": [_download(one) for one in files],
        }
    )


def _download(file: DataFile) -> Node:
    return _without_empty(
        {
            "@type": "DataDownload",
            "name": file.name,
            "contentUrl": file.url,
            "encodingFormat": file.type,
            "sha256": file.sha256,
            "contentSize": f"{file.size} B" if file.size is not None else None,
        }
    )


def _corrections(issue: Issue) -> Iterator[Node]:
    for revision in sorted(issue.revisions, key=lambda revision: revision.date):
        words = revision.note + (f"（{revision.reason}）" if revision.reason else "")
        yield {"@type": "CorrectionComment", "datePublished": revision.date.iso, "text": words}


def _publisher_name(config: SiteConfig) -> Node:
    name = config.organiser.name
    return {"@type": "GovernmentOrganization", "@id": f"{config.absolute(addresses.HOME)}#publisher", "name": name}


def _property(name: str, value: str) -> Node:
    return {"@type": "PropertyValue", "name": name, "value": value}


def _without_empty(node: Node) -> Node:
    """*node* without the properties that have no value."""
    return {key: value for key, value in node.items() if value not in (None, "", [])}
