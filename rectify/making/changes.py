"""Changes in the open: pages of older texts and of what changed, pages of withdrawn issues, feeds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from itertools import islice
from pathlib import PurePosixPath
from typing import Final

from rectify.field.public_text import public_text
from rectify.making.output import Document, Output, Page
from rectify.outputs import feeds
from rectify.outputs.feeds import Feed, FeedEntry
from rectify.site import version_views
from rectify.site.chrome import JSON_FEED_PATH, PageMeta, feed_path
from rectify.site.derive import Site, SiteIssue, SiteRound
from rectify.site.history import compared, difference_path, version_path
from rectify.site.issue_row import Row
from rectify.site.news import CHANGED, PUBLISHED, NewsItem, news_of
from rectify.site.opened import OpenIssue
from rectify.source.summary import ChangeKind, withdrawal_of

_News = tuple[SiteRound, NewsItem]
_SAID: Final = {
    PUBLISHED: ("第{}号问题：{}", "首次公布。"),
    CHANGED: ("第{}号问题有更新：{}", "内容有更新。"),
    ChangeKind.UPDATED.value: ("第{}号问题有新进展：{}", ""),
    ChangeKind.REVISED.value: ("第{}号问题的文字有改动：{}", "改动："),
    ChangeKind.WITHDRAWN.value: ("第{}号问题已撤下：{}", "原因："),
}


def change_outputs(site: Site, open_issue: OpenIssue) -> Iterator[Output]:
    """Every file that tells of changes. Texts of today are read only for those that have to be made."""
    yield from _feed_files(site)
    for round_ in site.rounds:
        for entry in round_.issues:
            if entry.versions:
                yield from _versions(site, round_, entry, open_issue)
        for entry in round_.withdrawn:
            yield from _withdrawn(site, round_, entry, open_issue)


def _versions(site: Site, round_: SiteRound, entry: SiteIssue, open_issue: OpenIssue) -> Iterator[Output]:
    """The older texts of an issue, each as a page and as plain text, and what changed between them."""
    digests = {one.version: one.digest for one in entry.versions}
    for one in entry.versions:
        meta = version_views.version_head(site, round_, entry, one.version)
        yield Page(
            path=PurePosixPath(meta.path),
            template="pages/version.html",
            inputs=(meta, one.digest, entry.digest, _titles(round_), compared(entry)),
            view=partial(_version_view, meta, round_, entry, open_issue, one.version),
            source=one.path,
        )
        yield Document(
            path=PurePosixPath(version_path(round_, entry.summary.number, one.version)).with_suffix(".txt"),
            inputs=one.digest,
            make=partial(str.encode, public_text(one.issue)),
        )
    for before, after in compared(entry):
        meta = version_views.difference_head(site, round_, entry, before, after)
        yield Page(
            path=PurePosixPath(meta.path),
            template="pages/difference.html",
            inputs=(meta, digests[before], digests.get(after), entry.digest, _titles(round_), compared(entry)),
            view=partial(_difference_view, meta, round_, entry, open_issue, (before, after)),
            source=entry.source,
        )


def _titles(round_: SiteRound) -> list[tuple[str, str]]:
    return [(category.id, category.title) for category in round_.round.categories]


def _version_view(
    meta: PageMeta, round_: SiteRound, entry: SiteIssue, open_issue: OpenIssue, version: int
) -> version_views.VersionView:
    return version_views.version_view(meta, round_, entry, open_issue(entry).issue, version)


def _difference_view(
    meta: PageMeta, round_: SiteRound, entry: SiteIssue, open_issue: OpenIssue, pair: tuple[int, int]
) -> version_views.DifferenceView:
    return version_views.difference_view(meta, round_, entry, open_issue(entry).issue, pair)


def _withdrawn(site: Site, round_: SiteRound, entry: SiteIssue, open_issue: OpenIssue) -> Iterator[Output]:
    """The page that stays of an issue, and, if its text may not be read, the same for its older texts (C-01)."""
    gone = withdrawal_of(entry.summary)
    keeps_text = gone is not None and gone.keeps_text
    into = next((other.row for other in round_.issues if gone and other.summary.number == gone.into), None)
    if keeps_text:
        yield from _versions(site, round_, entry, open_issue)
    for path in (entry.path,) if keeps_text else (entry.path, *_older_paths(round_, entry)):
        meta = version_views.withdrawn_head(site, round_, entry, path)
        yield Page(
            path=PurePosixPath(path),
            template="pages/withdrawn.html",
            inputs=(meta, entry.digest, round_.digest, into, [one.digest for one in entry.versions]),
            view=partial(_withdrawn_view, meta, round_, entry, open_issue, into),
            source=entry.source,
            links=entry.summary.links if keeps_text else (),
        )


def _older_paths(round_: SiteRound, entry: SiteIssue) -> Iterator[str]:
    if entry.versions:
        number = entry.summary.number
        yield from (version_path(round_, number, one.version) for one in entry.versions)
        yield from (difference_path(round_, number, *pair) for pair in compared(entry))


def _withdrawn_view(
    meta: PageMeta, round_: SiteRound, entry: SiteIssue, open_issue: OpenIssue, into: Row | None
) -> version_views.WithdrawnView:
    return version_views.withdrawn_view(meta, round_, entry, open_issue(entry).issue, into)


def _feed_files(site: Site) -> Iterator[Document]:
    """A feed of the site in two forms, one of each round, one of each category."""
    config = site.config
    everything: list[_News] = []
    for round_ in site.rounds:
        news, whose = news_of(round_), (round_.round.short_title, round_.round.author)
        latest = [(round_, item) for item in news[: feeds.MOST]]
        everything += latest
        yield _atom(feed_path(round_), _feed(site, feed_path(round_), f"{round_.id}/index.html", whose, latest))
        for group in round_.categories:
            own = islice((item for item in news if item.category == group.id), feeds.MOST)
            path, about = feed_path(round_, group.id), (f"{whose[0]}：{group.title}", whose[1])
            yield _atom(path, _feed(site, path, group.path, about, [(round_, item) for item in own]))
    everything.sort(key=lambda one: one[1].moment, reverse=True)
    latest, whose = everything[: feeds.MOST], (config.title, config.organiser.name)
    yield _atom(feed_path(), _feed(site, feed_path(), "index.html", whose, latest))
    told = _feed(site, JSON_FEED_PATH, "index.html", whose, latest)
    yield Document(path=PurePosixPath(JSON_FEED_PATH), inputs=told, make=partial(feeds.json_feed, told))


def _atom(path: str, told: Feed) -> Document:
    return Document(path=PurePosixPath(path), inputs=told, make=partial(feeds.atom, told))


def _feed(site: Site, path: str, page: str, whose: tuple[str, str], news: Iterable[_News]) -> Feed:
    """The feed at *path* that belongs to *page*; *whose* are its title and its author."""
    title, author = whose
    return Feed(
        url=site.config.absolute(path),
        page=site.config.absolute(page),
        title=title,
        subtitle=f"新公布的问题、后续进展、文字改动和撤下，新的在前，最多{feeds.MOST}条。",
        author=author,
        entries=tuple(_entry(site, round_, item) for round_, item in news),
    )


def _entry(site: Site, round_: SiteRound, item: NewsItem) -> FeedEntry:
    """A feed's entry; its id is of the place and the round's day of publication (RFC 4151), and stays."""
    config, record = site.config, round_.round
    title, before = _SAID[item.kind]
    category = next(c.title for c in record.categories if c.id == item.category)
    status = f"整改状态：{item.status}。" if item.status else ""
    reason = f"（{item.reason}）" if item.reason else ""
    return FeedEntry(
        id=f"tag:{config.domain},{record.published.date.iso}:{config.base_path}{item.key}",
        title=title.format(item.number, item.title),
        url=config.absolute(item.path),
        updated=item.moment,
        text=f"{before}{item.text}{reason}{status}",
        author=record.author,
        category=category,
    )
