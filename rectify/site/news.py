"""News of the site, newest first: issues published, updated, revised, withdrawn, their deadlines moved (F-06)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from rectify.field import addresses
from rectify.site.model import SiteIssue, SiteRound
from rectify.source.summary import ChangeKind, IssueChange, changes_of, life_of

PUBLISHED: Final = "published"
CHANGED: Final = "changed"
"""A later day in `updated` that no revision or update explains."""

_NAMES: Final = {
    ChangeKind.REVISED.value: "xiuding",
    ChangeKind.UPDATED.value: "gengxin",
    ChangeKind.DUE_MOVED.value: "shixian",
    ChangeKind.WITHDRAWN.value: "chexia",
}


class NewsItem(NamedTuple):
    """An event of an issue: `moment` in RFC 3339, `path` from the site's root with its anchor.

    `key` names it for ever: `2024-xuncha/013/gengxin/1`.
    """

    moment: str
    key: str
    kind: str
    number: int
    title: str
    path: str
    category: str
    text: str
    reason: str
    status: str
    found: str = ""
    """What was found, in words of the street, or empty."""
    problem: str = ""
    """What was found as the notice says it, of an issue that is published or has changed."""
    outcome: str = ""
    """What came of it by now, in words of the street, or empty."""

    @property
    def day(self) -> str:
        """The day of the event: `2025-12-20`."""
        return self.moment[:10]


def news_of(round_: SiteRound) -> tuple[NewsItem, ...]:
    """All news of a round, newest first; of a withdrawn issue only the withdrawal."""
    return _newest(item for entry in (*round_.issues, *round_.withdrawn) for item in _items(round_, entry))


def latest_changes(rounds: Iterable[SiteRound], most: int) -> tuple[NewsItem, ...]:
    """At most *most* changes after publication in any of the *rounds*, newest first."""
    items = (
        item
        for round_ in rounds
        for entry in (*round_.issues, *round_.withdrawn)
        if entry.summary.changed or entry.summary.withdrawal
        for item in _items(round_, entry)
        if item.kind != PUBLISHED
    )
    return _newest(items)[:most]


def _newest(items: Iterable[NewsItem]) -> tuple[NewsItem, ...]:
    """*items* with the newest first, those of one moment by their issues."""
    by_issue = sorted(items, key=lambda item: (item.number, item.key))
    return tuple(sorted(by_issue, key=lambda item: item.moment, reverse=True))


def _items(round_: SiteRound, entry: SiteIssue) -> Iterator[NewsItem]:
    summary = entry.summary
    published = (
        f"{summary.published.replace(' ', 'T')}:00+08:00" if summary.published else round_.round.published.in_full
    )
    key, changes = addresses.stem(entry.path), changes_of(summary) if summary.events else ()
    common, life = (summary.number, summary.title), life_of(summary)
    for change in changes:
        if bool(summary.withdrawal) == (change.kind == ChangeKind.WITHDRAWN.value):
            moment = max(_midnight(change.date), published)
            anchor = _anchor(change)
            details = (change.text, change.reason, change.status)
            name = f"{key}/{_NAMES[change.kind]}/{change.number}"
            yield NewsItem(
                moment, name, change.kind, *common, entry.path + anchor, summary.category, *details, life.found
            )
    if summary.withdrawal:
        return
    now = ("", "", summary.status, life.found, summary.problem, life.outcome)
    yield NewsItem(published, key, PUBLISHED, *common, entry.path, summary.category, *now)
    if summary.changed and all(change.date != summary.changed for change in changes):
        moment = max(_midnight(summary.changed), published)
        yield NewsItem(moment, f"{key}/gengxin-riqi", CHANGED, *common, entry.path, summary.category, *now)


def _anchor(change: IssueChange) -> str:
    if change.kind == ChangeKind.UPDATED.value:
        return f"#gengxin-{change.number}"
    return "#gaidong" if change.kind in (ChangeKind.REVISED.value, ChangeKind.DUE_MOVED.value) else ""


def _midnight(date: str) -> str:
    """The first moment of a day, month or year in Beijing time, in RFC 3339."""
    return f"{date}{'-01-01'[len(date) - 4 :]}T00:00:00+08:00"
