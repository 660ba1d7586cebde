"""Plans what shows changes after publication: older texts, comparisons, withdrawn issues, feeds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice
from operator import attrgetter
from pathlib import PurePosixPath
from typing import Final, NamedTuple

from rectify.engine.output import Document, Output, Page, TextRef, Texts
from rectify.field import addresses
from rectify.field.canonical import Context, canonical_text
from rectify.field.model import Status
from rectify.outputs import feeds
from rectify.outputs.feeds import Feed, FeedEntry
from rectify.site.history import compared_pairs
from rectify.site.issue_life import is_followed
from rectify.site.model import GroupKind, RoundFace, Site, SiteIssue, SiteRound
from rectify.site.news import CHANGED, PUBLISHED, NewsItem, news_of
from rectify.site.public_texts import other_texts, text_context
from rectify.site.version_views import (
    DifferenceInputs,
    VersionInputs,
    WithdrawnInputs,
    difference_view,
    version_view,
    withdrawn_view,
)
from rectify.source.summary import ChangeKind, withdrawal_of

_News = tuple[SiteRound, NewsItem]
_SENTENCES: Final = {
    PUBLISHED: ("第{}号问题：{}", ""),
    CHANGED: ("第{}号问题有更新：{}", "内容有更新。"),
    ChangeKind.UPDATED.value: ("第{}号问题有新进展：{}", ""),
    ChangeKind.DUE_MOVED.value: ("第{}号问题改了完成时限：{}", "完成时限"),
    ChangeKind.REVISED.value: ("第{}号问题的文字有改动：{}", "改动："),
    ChangeKind.WITHDRAWN.value: ("第{}号问题已撤下：{}", "原因："),
}


def change_outputs(site: Site) -> Iterator[Output]:
    """All feeds, for each issue its pages of older texts and comparisons, or the page of its withdrawal, and other texts.

    These are the canonical texts of all but issues.
    """
    yield from _feed_files(site)
    for path, text in other_texts(site).items():
        yield Document(path=addresses.public_text_file(path), make=_encode, inputs=text)
    for round_ in site.rounds:
        own = site.for_round(round_)
        for entry in round_.issues:
            if entry.versions:
                yield from _versions(own, round_, entry)
        for entry in round_.withdrawn:
            yield from _withdrawn(own, round_, entry)


def _versions(site: Site, round_: SiteRound, entry: SiteIssue) -> Iterator[Output]:
    """The older texts of an issue, each as a page and as plain text, and a page for each two that are compared."""
    number, texts = entry.summary.number, (entry.text, *entry.text.older)
    for version, ref in entry.older:
        path = addresses.older_text_page(round_.id, number, version)
        yield Page(
            path=path,
            template="pages/version.html",
            make=version_view,
            inputs=VersionInputs(site.face, round_.face, entry, version),
            texts=texts,
            source=PurePosixPath(ref.path),
        )
        yield text_document(addresses.sibling(path, "txt"), ref, text_context(round_.face, entry))
    for before, after in compared_pairs(entry):
        yield Page(
            path=addresses.comparison_page(round_.id, number, before, after),
            template="pages/difference.html",
            make=difference_view,
            inputs=DifferenceInputs(site.face, round_.face, entry, before, after),
            texts=texts,
            source=entry.source,
        )


class _TextInputs(NamedTuple):
    """An issue's text, and what stands beside it, as pairs."""

    ref: TextRef
    titles: tuple[tuple[str, str], ...]
    files: tuple[tuple[str, str], ...]


def text_document(path: str, ref: TextRef, context: Context) -> Document:
    """The canonical text of the issue at *ref* as the file *path*."""
    alone = TextRef(ref.path, ref.digest)
    inputs = _TextInputs(alone, tuple(context.titles.items()), tuple(context.files.items()))
    return Document(path=path, make=_text_file, inputs=inputs, texts=(alone,))


def _text_file(inputs: _TextInputs, texts: Texts) -> bytes:
    context = Context(dict(inputs.titles), dict(inputs.files))
    return canonical_text(texts[inputs.ref].issue, context).encode("utf-8", "surrogatepass")


def _encode(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _withdrawn(site: Site, round_: SiteRound, entry: SiteIssue) -> Iterator[Output]:
    """The page of a withdrawn issue; the same at the addresses of its older texts unless these may be read (C-01)."""
    yield text_document(addresses.public_text_file(entry.path), entry.text, text_context(round_.face, entry))
    withdrawal = withdrawal_of(entry.summary)
    keeps_text = withdrawal is not None and withdrawal.keeps_text
    into = next((other.row for other in round_.issues if withdrawal and other.summary.number == withdrawal.into), None)
    if keeps_text:
        yield from _versions(site, round_, entry)
    for path in (entry.path,) if keeps_text else (entry.path, *_older_paths(round_.face, entry)):
        yield Page(
            path=path,
            template="pages/withdrawn.html",
            make=withdrawn_view,
            inputs=WithdrawnInputs(site.face, round_.face, entry, path, into),
            texts=(entry.text, *entry.text.older),
            source=entry.source,
            links=entry.summary.links if keeps_text else (),
        )


def _older_paths(round_: RoundFace, entry: SiteIssue) -> Iterator[str]:
    if entry.versions:
        number = entry.summary.number
        yield from (addresses.older_text_page(round_.id, number, version) for version in entry.versions)
        yield from (addresses.comparison_page(round_.id, number, *pair) for pair in compared_pairs(entry))


def _feed_files(site: Site) -> Iterator[Document]:
    """The feeds: of the site in Atom and JSON Feed, of each body, of each round and of each of its lists in Atom."""
    config = site.config
    everything: list[_News] = []
    for round_ in site.rounds:
        news, whose = news_of(round_), (round_.round.short_title, round_.round.author)
        latest = [(round_, item) for item in news[: feeds.MAX_ENTRIES]]
        everything += latest
        yield _atom(
            addresses.feed(round_.id),
            _feed(site, addresses.feed(round_.id), addresses.round_page(round_.id), whose, latest),
        )
        for group in (*round_.categories, *(one for one in round_.emptied if one.kind is GroupKind.CATEGORY)):
            of_group = islice((item for item in news if item.category == group.id), feeds.MAX_ENTRIES)
            path, about = addresses.feed(round_.id, group.id), (f"{whose[0]}：{group.title}", whose[1])
            yield _atom(path, _feed(site, path, group.path, about, [(round_, item) for item in of_group]))
        yield from _feeds_to_follow(site, round_, news)
    everything.sort(key=lambda news: news[1].moment, reverse=True)
    for body in site.bodies:
        path, titled = addresses.body_feed(body.id), (f"{body.name}：{config.title}", body.name)
        own = [(round_, item) for round_, item in everything if round_.round.body == body.id]
        yield _atom(path, _feed(site, path, body.path, titled, own[: feeds.MAX_ENTRIES]))
    latest, whose = everything[: feeds.MAX_ENTRIES], (config.title, config.organiser.name)
    yield _atom(addresses.feed(), _feed(site, addresses.feed(), addresses.HOME, whose, latest))
    feed = _feed(site, addresses.JSON_FEED, addresses.HOME, whose, latest)
    yield Document(path=addresses.JSON_FEED, make=feeds.json_feed, inputs=feed)


def _feeds_to_follow(site: Site, round_: SiteRound, news: tuple[NewsItem, ...]) -> Iterator[Document]:
    """The feeds of each topic, of each department and of each issue that is not finished."""
    record = round_.round
    by_number: dict[int, list[NewsItem]] = defaultdict(list)
    for item in news:
        by_number[item.number].append(item)
    followed = (GroupKind.TOPIC, GroupKind.DEPARTMENT)
    for group in (*round_.topics, *round_.departments, *(one for one in round_.emptied if one.kind in followed)):
        of_withdrawn = attrgetter("topics" if group.kind is GroupKind.TOPIC else "departments")
        entries = (*group.issues, *(one for one in round_.withdrawn if group.id in of_withdrawn(one)))
        own = [item for entry in entries for item in by_number[entry.summary.number]]
        latest = sorted(own, key=lambda item: item.moment, reverse=True)[: feeds.MAX_ENTRIES]
        path = addresses.feed(round_.id, group.id, group.kind.value)
        about = (f"{record.short_title}：{group.title}", record.author)
        yield _atom(path, _feed(site, path, group.path, about, [(round_, item) for item in latest]))
    for entry in round_.issues:
        if is_followed(entry):
            path, about = (
                addresses.sibling(entry.path, "atom"),
                (f"第{entry.summary.number}号：{entry.row.title}", record.author),
            )
            items = [(round_, item) for item in by_number[entry.summary.number][: feeds.MAX_ENTRIES]]
            yield _atom(path, _feed(site, path, entry.path, about, items))


def _atom(path: str, feed: Feed) -> Document:
    return Document(path=path, make=feeds.atom, inputs=feed)


def _feed(site: Site, path: str, page: str, whose: tuple[str, str], news: Iterable[_News]) -> Feed:
    """The feed at *path* that belongs to *page*; *whose* is its title and its author."""
    title, author = whose
    return Feed(
        url=site.config.absolute(path),
        page=site.config.absolute(page),
        title=title,
        subtitle=f"新公布的问题、后续进展、文字改动和撤下，新的在前，最多{feeds.MAX_ENTRIES}条。",
        author=author,
        since=max(round_.round.published.in_full for round_ in site.rounds),
        entries=tuple(_entry(site, round_, item) for round_, item in news),
    )


def _entry(site: Site, round_: SiteRound, item: NewsItem) -> FeedEntry:
    """An entry; its id is a tag URI of address and day of the round's publication (RFC 4151), which never change."""
    config, record = site.config, round_.round
    title, before = _SENTENCES[item.kind]
    reason = f"（{item.reason}）" if item.reason else ""
    said = [f"{before}{item.text}{reason}", f"问题：{item.problem}" if item.problem else ""]
    said.append(f"原题：{item.title}。" if item.found else "")
    said.append(f"整改状态：{Status(item.status).words}。" if item.status else "")
    said.append(f"{item.outcome}。" if item.outcome else "")
    return FeedEntry(
        id=f"tag:{config.domain},{record.published.date.iso}:{config.base_path}{item.key}",
        title=title.format(item.number, item.found or item.title),
        url=config.absolute(item.path),
        updated=item.moment,
        text="".join(said),
        author=record.author,
        category=record.category_title(item.category),
    )
