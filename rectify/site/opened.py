"""Issues opened: many outputs of an issue need its texts, which are read and named once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePosixPath

from rectify.field.model import Issue
from rectify.site.derive import SiteIssue
from rectify.site.reading import Reading, reading_of
from rectify.source.changes import VersionSource

OpenIssue = Callable[[SiteIssue], Reading]
"""Opens an issue."""


def opener(read: Callable[[SiteIssue], tuple[Issue, str]]) -> OpenIssue:
    """Opens issues by *read*ing them, each with its file's digest; as long as that gives the same, nothing is named again."""
    known: dict[PurePosixPath, tuple[tuple[VersionSource, ...], Reading]] = {}

    def open_issue(entry: SiteIssue) -> Reading:
        issue, digest = read(entry)
        versions, reading = known.get(entry.source, ((), None))
        if reading is None or reading.issue is not issue or versions != entry.versions:
            reading = reading_of(issue, tuple(one.issue for one in entry.versions), digest)
            known[entry.source] = entry.versions, reading
        return reading

    return open_issue
