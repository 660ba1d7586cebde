"""Site → every output, before any is made."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import PurePosixPath
from typing import Any, Final

from rectify.field.config import Destination
from rectify.field.public_text import public_text, public_text_path
from rectify.ground.diagnostics import Diagnostic, SourceError, Span
from rectify.ground.files import digest
from rectify.making.changes import change_outputs
from rectify.making.citations import citation_files
from rectify.making.data import data_files
from rectify.making.found import found_outputs
from rectify.making.output import Document, Output, Page
from rectify.making.redirects import RedirectFault, moves_of
from rectify.making.search import Remember, search_files
from rectify.outputs.assets import Assets
from rectify.outputs.server_config.facts import server_facts
from rectify.outputs.server_config.files import WITHIN_SITE
from rectify.site import list_views, page_views
from rectify.site.chrome import SiteChrome, chrome_of
from rectify.site.derive import GroupKind, Site, SiteIssue, SiteRound
from rectify.site.issue_row import Row
from rectify.site.issue_view import IssueView, Neighbours, issue_view, neighbours
from rectify.site.opened import OpenIssue
from rectify.site.page_parts import groups_of
from rectify.site.terms import TermIndex, index_of
from rectify.source.load import GLOSSARY_FILE, SITE_FILE
from rectify.source.nodes import UNPRINTABLE
from rectify.source.summary import links_in, texts_of

_UNFIT: Final = re.compile(r'[\t\n\r"*:<>?\\|]|[. ]\Z|(?i:\A(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|\Z))')
"""What Windows or a line of a list cannot have in a file's name."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Every output of a site, the site_chrome that all its pages share, and redirects that cannot be."""

    site_chrome: SiteChrome
    outputs: tuple[Output, ...]
    redirect_faults: tuple[RedirectFault, ...] = ()


def plan(site: Site, assets: Assets, open_issue: OpenIssue, remember: Remember) -> Plan:
    """Every file of *site*. Addresses are unique, also where letter case does not count.

    *remember* spares making again what is made while planning. Raises SourceError if a copied
    file wants the address of another.
    """
    outputs: tuple[Output, ...] = (
        *_pages(site, open_issue),
        *search_files(site, open_issue, remember),
        *data_files(site, open_issue, remember),
        *citation_files(site),
        *change_outputs(site, open_issue),
        *found_outputs(site),
        *_copies(assets),
    )
    moves = moves_of(site, outputs)
    outputs += moves.pages
    outputs += tuple(_server(site, outputs))
    seen: set[str] = set()
    for output in outputs:
        key = unicodedata.normalize("NFC", str(output.path)).casefold()
        if key in seen:
            raise SourceError([_collision(output)])
        seen.add(key)
    site_chrome = chrome_of(
        site,
        stylesheet=assets.stylesheet,
        early_script=assets.early_script,
        script=assets.script,
        icon=assets.icon,
    )
    return Plan(site_chrome, outputs, moves.faults)


def _collision(output: Output) -> Diagnostic:
    """Copied files may have any name; pages meet where a category's id looks like the second page of another."""
    if isinstance(output, Page):
        message = f"有两页的网址都是 {output.path}（不分大小写）"
        return Diagnostic(Span(output.source or SITE_FILE), "S008", message, "给其中一个类别或者部门换一个编号（id）")
    message = f"{output.path.name} 与网站自己的文件重名（不分大小写）"
    return Diagnostic(Span(PurePosixPath("static/root", output.path)), "S008", message, "换一个名字，或者移走它")


def _copies(assets: Assets) -> Iterator[Document]:
    wrong = [path for path, _ in assets.files if not _is_fit(path)]
    if wrong:
        remedy = "换一个名字，只用文字、数字、点和连字符"
        raise SourceError(
            Diagnostic(Span(PurePosixPath("static", path.name)), "S010", "文件名不能用在网址里", remedy)
            for path in wrong
        )
    for path, data in assets.files:
        yield Document(path=path, inputs=digest(data), make=partial(bytes, data))


def _is_fit(path: PurePosixPath) -> bool:
    """Whether every system can hold a file at *path*, and every list of files name it on one line."""
    return not any(_UNFIT.search(part) or UNPRINTABLE.search(part) for part in path.parts)


def _server(site: Site, outputs: tuple[Output, ...]) -> Iterator[Document]:
    """The settings that Apache or IIS read in the site's own folder, if `site.yaml` asks for them."""
    server = site.config.server
    if server is not None and server.value in WITHIN_SITE:
        name, make = WITHIN_SITE[server.value]
        facts = server_facts(site.config, (output.path for output in outputs))
        yield Document(path=PurePosixPath(name), inputs=facts, make=partial(make, facts))


def _page(template: str, view: Any, source: PurePosixPath | None = None, texts: tuple[str, ...] = ()) -> Page:
    """A page whose view is at hand: it shows its view, whole. *texts* are those that people wrote."""
    return Page(
        path=PurePosixPath(view.meta.path),
        template=f"pages/{template}.html",
        inputs=view,
        view=lambda: view,
        source=source,
        links=tuple(link for text in texts for link in links_in(text)),
    )


def _pages(site: Site, open_issue: OpenIssue) -> Iterator[Output]:
    yield _page("home", page_views.home_view(site), SITE_FILE, (site.config.feedback.note,))
    yield _page(
        "help",
        page_views.text_view(
            site, "help.html", "使用帮助", "怎样在这个网站上找问题、放大字、打印和反馈。", Destination.HELP
        ),
    )
    yield _page(
        "accessibility",
        page_views.text_view(
            site, "accessibility.html", "无障碍声明", "这个网站依照的无障碍标准、做到的和还没有做到的。"
        ),
    )
    yield _page("search", page_views.search_view(site))
    yield _page("not_found", page_views.not_found_view(site))
    yield _page("sitemap", page_views.site_map_view(site))
    if site.glossary.terms:
        meanings = tuple(term.meaning for term in site.glossary.terms)
        yield _page("glossary", page_views.glossary_view(site), GLOSSARY_FILE, meanings)
    terms = index_of(site.glossary)
    for round_ in site.rounds:
        yield from _round_pages(site, round_, terms)
        yield from _issue_pages(site, round_, terms, open_issue)


def _round_pages(site: Site, round_: SiteRound, terms: TermIndex) -> Iterator[Page]:
    record = round_.round
    texts = (record.introduction, record.closing)
    yield _page("round", page_views.round_view(site, round_, terms.linker("../", texts)), round_.source, texts)
    yield _page("about", page_views.about_view(site, round_), round_.source, (record.claims.statement,))
    for view in list_views.list_views(site, round_, None):
        yield _page("list", view, round_.source)
    for kind in GroupKind:
        groups = groups_of(round_, kind)
        if groups:
            yield _page("index", list_views.index_view(site, round_, kind), round_.source)
        for group in groups:
            for view in list_views.list_views(site, round_, group):
                yield _page("list", view, round_.source)


def _issue_pages(site: Site, round_: SiteRound, terms: TermIndex, open_issue: OpenIssue) -> Iterator[Output]:
    """The pages of issues, each with its words as plain text. Texts are read only for those to be made."""
    shared = issue_inputs(site, round_)
    for place, entry in enumerate(round_.issues):
        yield Page(
            path=PurePosixPath(entry.path),
            template="pages/issue.html",
            inputs=_issue_key(shared, entry, neighbours(round_, place)),
            view=partial(_issue_view, site, round_, place, open_issue, terms),
            source=entry.source,
            links=entry.summary.links,
        )
        yield Document(
            path=PurePosixPath(public_text_path(entry.path)),
            inputs=entry.summary.public_text,
            make=partial(_transcript, open_issue, entry),
        )


def _transcript(open_issue: OpenIssue, entry: SiteIssue) -> bytes:
    return public_text(open_issue(entry).issue).encode()


def _issue_key(shared: str, entry: SiteIssue, neighbours_: Neighbours) -> str:
    """All that decides an issue's page, as one text: ten thousand of them are compared."""
    before, after, related = neighbours_
    parts = [shared, entry.digest, _row_key(before), _row_key(after), *(one.digest for one in entry.versions)]
    for row, reason in related:
        parts += (_row_key(row), reason)
    return "\n".join(parts)


def _row_key(row: Row | None) -> str:
    return f"{row.number} {row.title} {row.status.word} {row.date} {row.path}" if row else ""


def _issue_view(site: Site, round_: SiteRound, place: int, open_issue: OpenIssue, terms: TermIndex) -> IssueView:
    reading = open_issue(round_.issues[place])
    return issue_view(site, round_, place, reading, terms.linker("../", texts_of(reading.issue)))


def issue_inputs(site: Site, round_: SiteRound) -> str:
    """A digest of what every issue page of a round shows beside its own issue and its neighbours."""
    words = [(term.id, term.term, term.also, term.linked) for term in site.glossary.terms]
    lists = [bool(groups_of(round_, kind)) for kind in GroupKind]
    return digest(repr((round_.digest, words, lists)).encode())
