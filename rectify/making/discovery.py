"""Plans what search engines and other programs read first of a site: `sitemap.xml` and `llms.txt`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple
from urllib.parse import quote

from rectify.engine.output import Document, the_inputs
from rectify.field import addresses
from rectify.field.config import SiteConfig
from rectify.outputs import sitemap
from rectify.outputs.dataset.package import PACKAGE_FILE
from rectify.outputs.dataset.records import last_modified
from rectify.outputs.markdown import escape
from rectify.outputs.sitemap import Place
from rectify.site.model import Site, SiteRound
from rectify.site.page_parts import LISTED_AT_ONCE, statuses_in_words

_OF_ALL_ROUNDS: Final = (addresses.HOME, addresses.DATA, addresses.SEARCH, addresses.SITE_MAP, addresses.RETURNS)
"""Pages at the root that change with any round."""


class _SitemapInputs(NamedTuple):
    """Pages by their paths, each with the day of its last change or nothing."""

    config: SiteConfig
    pages: tuple[tuple[str, str], ...]


def discovery_outputs(site: Site, paths: Sequence[str]) -> Iterator[Document]:
    """The files for programs, of a site with files at *paths*; one that the bureau brings itself stays as it is.

    Where the site has no address but an example, there are none: both consist of full addresses.
    """
    if site.config.has_example_address:
        return
    if addresses.SITEMAP not in paths:
        yield from _sitemaps(site.config, tuple(_dated_pages(site, paths)))
    if addresses.LLMS not in paths:
        yield Document(path=addresses.LLMS, make=the_inputs, inputs="\n".join(_guide(site)).encode())


# The sitemap.


def _sitemaps(config: SiteConfig, pages: tuple[tuple[str, str], ...]) -> Iterator[Document]:
    """One file, or for a large site the list of several."""
    most = sitemap.MAX_ADDRESSES
    if len(pages) <= most:
        yield Document(path=addresses.SITEMAP, make=_sitemap_file, inputs=_SitemapInputs(config, pages))
        return
    parts = [pages[first : first + most] for first in range(0, len(pages), most)]
    listed = tuple((addresses.sitemap_part(n), max(day for _, day in part)) for n, part in enumerate(parts, start=1))
    for (path, _), part in zip(listed, parts, strict=True):
        yield Document(path=path, make=_sitemap_file, inputs=_SitemapInputs(config, part))
    yield Document(path=addresses.SITEMAP, make=_index_file, inputs=_SitemapInputs(config, listed))


def _dated_pages(site: Site, paths: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The pages that search engines should know, each with its day; older texts and withdrawn issues are not for them."""
    withdrawn = {entry.path for round_ in site.rounds for entry in round_.withdrawn}
    days = _days(site)
    of_rounds = {round_.id: last_modified(round_) for round_ in site.rounds}
    for path in sorted(filter(addresses.is_page, paths)):
        is_kept_out = path == addresses.NOT_FOUND or addresses.is_verification(path) or addresses.issue_of_older(path)
        if not is_kept_out and path not in withdrawn:
            yield path, days.get(path) or of_rounds.get(path.partition("/")[0], "")


def _days(site: Site) -> Mapping[str, str]:
    """The days of the last changes of issues, of bodies' pages, and of pages that change with any round."""
    days = dict.fromkeys(_OF_ALL_ROUNDS, max(map(last_modified, site.rounds)))
    days |= {body.path: max(map(last_modified, body.rounds)) for body in site.bodies}
    for round_ in site.rounds:
        published = round_.round.published.date.iso
        for entry in round_.issues:
            summary = entry.summary
            days[entry.path] = summary.changed or summary.published[:10] or published
    return days


def _sitemap_file(inputs: _SitemapInputs) -> bytes:
    return sitemap.sitemap(_places(inputs))


def _index_file(inputs: _SitemapInputs) -> bytes:
    return sitemap.sitemap_index(_places(inputs))


def _places(inputs: _SitemapInputs) -> Iterator[Place]:
    return (Place(inputs.config.absolute(quote(path)), day) for path, day in inputs.pages)


# The guide in Markdown, as https://llmstxt.org describes it.


def _guide(site: Site) -> Iterator[str]:
    """What the site is, how to read and cite it, and where its rounds, issues and data are."""
    config = site.config
    yield f"# {escape(config.name)}{escape(config.title)}"
    yield f"\n> {escape(config.description)}"
    yield (
        "\n引用一个问题，请写它的网页的网址（以 .html 结尾，公开以后不变）和查阅的日期。整改状态截至什么时候，写在每个问题里；"
        "状态是单位自报的，有验收认定的另外写明。每个问题另有 Markdown 和 JSON：把网页地址末尾的 .html 换成 .md 或者 .json。"
    )
    for round_ in site.rounds:
        yield from _round_lines(site.for_round(round_), round_)
    yield "\n## 数据\n"
    for name, about in (
        (PACKAGE_FILE, "数据包说明（Data Package 2）：每个表格有哪些列，每一列是什么"),
        (addresses.data_file("all.csv"), "全部问题，一个问题一行"),
        (addresses.data_file("all.json"), "全部问题，逐段的文字和段落编号"),
        (addresses.SITEMAP, "全部网页的网址和最近改动的日期"),
        (addresses.feed(), "新公布、新进展、改动和撤下"),
    ):
        yield f"- [{name}]({config.absolute(name)})：{about}"
    yield f"\n## Optional\n\n- [数据下载]({config.absolute(addresses.DATA)})：全部文件、每一列的含义、使用许可、怎样核对"
    yield f"- [使用帮助]({config.absolute(addresses.HELP)})\n"


def _round_lines(site: Site, round_: SiteRound) -> Iterator[str]:
    """A round and, if they are not too many, its issues."""
    record, absolute = round_.round, site.config.absolute
    yield f"\n## {escape(record.short_title)}\n"
    counted = f"{len(round_.issues)}个问题" + (f"：{statuses_in_words(round_.counts)}" if round_.issues else "")
    yield f"- [{escape(record.title)}]({absolute(addresses.round_page(round_.id))})：{record.source}，{counted}"
    if len(round_.issues) > LISTED_AT_ONCE:
        yield f"- [问题清单]({absolute(addresses.round_page(round_.id, addresses.ISSUES))})"
        return
    for entry in round_.issues:
        url = absolute(addresses.twin(entry.path))
        yield f"- [第{entry.summary.number}号：{escape(entry.row.title)}]({url})：{entry.row.status.word}"
