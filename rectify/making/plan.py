"""Plans every output of a site, before any is made."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any, Final, NamedTuple

from rectify.citation.pages import citation_files
from rectify.engine.blocks import Block, PlannedBlock, planned_already
from rectify.engine.output import BytesRef, Document, Output, Page, TextRef, Texts, the_inputs
from rectify.engine.parts import Parts
from rectify.field import addresses
from rectify.field.config import Destination
from rectify.ground.diagnostics import Diagnostic, SourceError, Span
from rectify.ground.small_images import made_smaller
from rectify.ground.visible import links_in
from rectify.making.changes import change_outputs, text_document
from rectify.making.data import RoundData, data_files, issue_data_file, round_data
from rectify.making.discovery import discovery_outputs
from rectify.making.facts import fact_outputs
from rectify.making.promises import promise_outputs
from rectify.making.redirects import Moves, copy_file
from rectify.outputs.assets import Assets
from rectify.outputs.markdown import MarkdownInputs, markdown
from rectify.outputs.server_config.facts import ServerFacts, server_facts
from rectify.search.plan import search_blocks
from rectify.site import list_views, page_views, round_views
from rectify.site.attached_view import attachments_inputs, attachments_link, attachments_view
from rectify.site.body_view import body_view
from rectify.site.issue_view import IssueInputs, issue_inputs, issue_view
from rectify.site.model import ISSUE_BLOCK, Group, GroupKind, Site, SiteFile, SiteRound
from rectify.site.own_page_views import own_links, own_page_view
from rectify.site.page_parts import groups_of
from rectify.site.public_texts import text_context
from rectify.site.publications_view import publications_view
from rectify.site.terms import linker
from rectify.source.nodes import UNPRINTABLE
from rectify.source.sources import GLOSSARY_FILE, SITE_FILE

_UNFIT: Final = re.compile(r'[\t\n\r"*:<>?\\|]|[. ]\Z|(?i:\A(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|\Z))')
"""What a name of a file must not have: characters and names that Windows refuses, and line breaks."""


def site_blocks(site: Site, assets: Assets, parts: Parts, *, has_search: bool = True) -> Iterator[Block]:
    """Blocks with every file of *site* except those of `address_blocks`, and of search unless the site *has_search*.

    Where the bureau has files or old addresses of its own in the folder of search, they may collide: then it has search, too.
    *parts* keeps what is made while planning. Raises SourceError (S010) for files of `static/` with unfit names.
    """
    yield Block("pages of the site", planned_already, tuple(_site_pages(site)))
    rounds = [round_data(site.for_round(round_), round_, parts) for round_ in site.rounds]
    for data in rounds:
        own = site.for_round(data.round_)
        yield Block(f"pages of {data.round_.id}", planned_already, tuple(_round_pages(own, data.round_)))
        yield from _issue_blocks(own, data)
    own_addresses = (*(str(path) for path, _ in assets.files), *(one.from_ for one in site.config.redirects))
    if has_search or any(map(addresses.is_of_search, own_addresses)):
        yield from search_blocks(site, parts)
    yield Block("data", planned_already, tuple(data_files(site, rounds, parts)))
    yield Block("citations", planned_already, tuple(citation_files(site, parts)))
    yield Block("changes", planned_already, tuple(change_outputs(site)))
    yield Block("facts", planned_already, tuple(fact_outputs(site)))
    yield Block("promises", planned_already, tuple(promise_outputs(site)))
    yield Block("attached", planned_already, tuple(_attachment_outputs(site)))
    yield Block("copies", planned_already, tuple(_copies(assets)))


def address_blocks(site: Site, paths: Sequence[str], moves: Moves) -> Iterator[Block]:
    """Blocks with the files that depend on the addresses of all others, *paths*: old addresses, maps, server settings."""
    yield Block("moves", planned_already, (*moves.pages, *moves.files))
    yield Block("discovery", planned_already, tuple(discovery_outputs(site, paths)))
    whole = (*paths, *(page.path for page in moves.pages))
    yield Block("server", planned_already, tuple(_server(site, whole)))


def check_addresses(blocks: Iterable[PlannedBlock]) -> None:
    """Raise SourceError (S008) if two files have the same address, letter case and Unicode forms aside."""
    paths: set[str] = set()
    for block in blocks:
        for path in block.paths:
            key = path.casefold() if path.isascii() else unicodedata.normalize("NFC", path).casefold()
            if key in paths:
                raise SourceError([_collision(path, [page for page in block.pages() if page.path == path])])
            paths.add(key)


def _collision(path: str, pages: Sequence[Page]) -> Diagnostic:
    """The diagnostic for two files at *path*: *pages* if both are pages, as by an id like `a-2`, else a copied file."""
    if pages:
        message = f"有两页的网址都是 {path}（不分大小写）"
        return Diagnostic(Span(pages[0].source or SITE_FILE), "S008", message, "给其中一个类别或者部门换一个编号（id）")
    message = f"{PurePosixPath(path).name} 与网站自己的文件重名（不分大小写）"
    return Diagnostic(Span(PurePosixPath("static/root", path)), "S008", message, "换一个名字，或者移走它")


def _attachment_outputs(site: Site) -> Iterator[Output]:
    """Photographs and attachments, each address once, and for each round that has attachments the page with all."""
    for round_ in site.rounds:
        yield from file_outputs(round_.all_files)
        if attachments_link(round_):
            inputs = attachments_inputs(site.for_round(round_).face, round_)
            yield Page(
                path=addresses.round_page(round_.id, addresses.ATTACHMENTS),
                template="pages/attachments.html",
                make=attachments_view,
                inputs=inputs,
                texts=tuple(entry.text for entry in inputs.issues),
                source=round_.source,
            )


def file_outputs(files: Collection[SiteFile]) -> Iterator[Document]:
    """Photographs and attachments with their smaller copies, each address once."""
    for path, ref in {file.path: file.ref for file in files}.items():
        yield Document(path=path, make=copy_file, inputs=ref, texts=(ref,))
    small = {one.path: (file, one.width) for file in files for one in file.smaller}
    for path, (file, width) in small.items():
        yield Document(path=path, make=_made_smaller, inputs=(file.ref, file.facts.ending, width), texts=(file.ref,))


def _made_smaller(inputs: tuple[TextRef, str, int], texts: Texts) -> bytes:
    ref, ending, width = inputs
    return made_smaller(texts[ref], ending, width)


def _copies(assets: Assets) -> Iterator[Document]:
    wrong = [path for path, _ in assets.files if not _is_fit(path)]
    if wrong:
        remedy = "换一个名字，只用文字、数字、点和连字符"
        raise SourceError(
            Diagnostic(Span(PurePosixPath("static", path.name)), "S010", "文件名不能用在网址里", remedy)
            for path in wrong
        )
    for path, data in assets.files:
        yield Document(path=str(path), make=the_inputs, inputs=data)


def _is_fit(path: PurePosixPath) -> bool:
    """Whether every system can store a file at *path*, and lists of files can name it on one line."""
    return not any(_UNFIT.search(part) or UNPRINTABLE.search(part) for part in path.parts)


def _server(site: Site, paths: Sequence[str]) -> Iterator[Document]:
    """The settings that Apache or IIS read in the site's own folder, if `site.yaml` asks for them."""
    if site.config.server is None:
        return
    from rectify.outputs.server_config.files import WITHIN_SITE  # noqa: PLC0415 - few sites have settings of their own

    if site.config.server.value in WITHIN_SITE:
        name, _ = WITHIN_SITE[site.config.server.value]
        facts = server_facts(site.config, paths)
        yield Document(path=name, make=_server_file, inputs=(site.config.server.value, facts))


def _server_file(inputs: tuple[str, ServerFacts]) -> bytes:
    from rectify.outputs.server_config.files import WITHIN_SITE  # noqa: PLC0415 - as above

    kind, facts = inputs
    return WITHIN_SITE[kind][1](facts)


def _page(template: str, view: Any, source: PurePosixPath | None = None, texts: tuple[str, ...] = ()) -> Page:
    """A page whose inputs are its view; links in *texts*, which people wrote, are checked."""
    return Page(
        path=view.meta.path,
        template=f"pages/{template}.html",
        make=the_inputs,
        inputs=view,
        source=source,
        links=tuple(link for text in texts for link in links_in(text)),
    )


def _site_pages(site: Site) -> Iterator[Page]:
    yield _with_own_text(
        site, "home", _page("home", page_views.home_view(site), SITE_FILE, (site.config.feedback.note,))
    )
    help_view = page_views.text_view(
        site, addresses.HELP, "使用帮助", "怎样在这个网站上找问题、放大字、打印和反馈。", Destination.HELP
    )
    yield _with_own_text(site, "help", _page("help", help_view))
    yield _page(
        "accessibility",
        page_views.text_view(
            site, addresses.ACCESSIBILITY, "无障碍声明", "这个网站依照的无障碍标准、做到的和还没有做到的。"
        ),
    )
    yield _page(
        "verify",
        page_views.text_view(
            site, addresses.VERIFY, "核对公开记录", "拿以前留下的检查点、公开记录或者凭证，看网站后来有没有悄悄改写。"
        ),
    )
    yield _page("publications", publications_view(site.face, ()))
    yield _page("search", page_views.search_view(site))
    yield _page("not_found", page_views.not_found_view(site))
    yield _page("sitemap", page_views.site_map_view(site))
    if site.glossary.terms:
        meanings = tuple(term.meaning for term in site.glossary.terms)
        yield _page("glossary", page_views.glossary_view(site), GLOSSARY_FILE, meanings)
    for body in site.bodies:
        yield _page("body", body_view(site.site_of(body.id), body), SITE_FILE)
    for source in site.own_pages:
        yield replace(_page("own", own_page_view(site, source), source.path), links=own_links(source.page.text))


def _with_own_text(site: Site, name: str, page: Page, root: str = "") -> Page:
    """*page* with the links of the bureau's own text on it; *root* leads from it to the site's root."""
    source = site.block(name)
    if source is None:
        return page
    return replace(page, links=(*page.links, *own_links(source.page.text, root)), source=source.path)


def _round_pages(site: Site, round_: SiteRound) -> Iterator[Page]:
    record = round_.round
    texts = (record.introduction, record.closing)
    yield _page(
        "round", round_views.round_view(site, round_, linker(site.face.terms, "../", texts)), round_.source, texts
    )
    about = _page("about", round_views.about_view(site, round_), round_.source, (record.claims.statement,))
    yield _with_own_text(site, "about", about, "../")
    yield from _list_pages(site, round_, None)
    for kind in GroupKind:
        groups = groups_of(round_, kind)
        if groups:
            yield _page("index", list_views.index_view(site, round_, kind), round_.source)
        for group in groups:
            yield from _list_pages(site, round_, group)


def _list_pages(site: Site, round_: SiteRound, group: Group | None) -> Iterator[Page]:
    for inputs in list_views.list_inputs(site.face, round_, group):
        yield Page(
            path=list_views.list_path(inputs),
            template="pages/list.html",
            make=list_views.list_view,
            inputs=inputs,
            source=round_.source,
        )


class _IssueBlockInputs(NamedTuple):
    """Inputs of a block of issues: of each issue the inputs of its page."""

    issues: tuple[IssueInputs, ...]
    lines: tuple[BytesRef, ...]
    """Each issue as a line of JSON."""


def _issue_blocks(site: Site, data: RoundData) -> Iterator[Block]:
    for number, block in enumerate(data.blocks):
        first = number * ISSUE_BLOCK
        places = range(first, first + len(block.lines))
        inputs = _IssueBlockInputs(tuple(issue_inputs(site, data.round_, place) for place in places), block.lines)
        yield Block(f"issues of {data.round_.id} {number}", _issue_block, inputs)


def _issue_block(inputs: _IssueBlockInputs) -> Iterator[Output]:
    for issue, line in zip(inputs.issues, inputs.lines, strict=True):
        yield from issue_outputs(issue)
        yield issue_data_file(issue.site.config, issue.round_, issue.entry.path, line)


def issue_outputs(inputs: IssueInputs) -> Iterator[Output]:
    """The page of an issue, its twin in Markdown, and its canonical text as a file."""
    entry = inputs.entry
    yield Page(
        path=entry.path,
        template="pages/issue.html",
        make=issue_view,
        inputs=inputs,
        texts=(entry.text, *entry.text.older),
        source=entry.source,
        links=entry.summary.links,
    )
    twin = MarkdownInputs(inputs.site, inputs.round_, entry)
    yield Document(path=addresses.twin(entry.path), make=markdown, inputs=twin, texts=(entry.text,))
    yield text_document(addresses.public_text_file(entry.path), entry.text, text_context(inputs.round_, entry))
