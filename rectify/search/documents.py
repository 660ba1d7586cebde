"""The data of search for each issue: what a result shows, and the facets that results are filtered by.

An issue is a list: its number, the day on which it was published or updated, the mark of its status (done, part, long or
open), and the anchors of the passages of its page, a blank after each; in a large site its status and category in words,
title and passages follow, as `packing.as_gb` writes them. A small site has a list of each of the four, of numbers the
distance from the one before, and one for each facet: the place of each issue in the list of that facet, of departments
and topics places. All else that the scripts in `static/js/` read has keys:

    filter   t        topics: a list, where a round has any; rounds share a topic of one id
    filter   c        category: round/category, or empty
    filter   s        status, as in addresses
    filter   d        departments: a list; body/department where several bodies publish
    filter   b        body, where several publish
    filter   r        round
    filter   y        year of publication
    all      docs     the lists above; issues of the newest round first
    all      facets   by filter: the keys of its values
    all      chars    characters of the texts (`packing.py`)
    all      texts    words of the facets, title and passages of each issue, packed
    all      fold     pairs of characters, traditional and simplified, that the texts hold
    all      w        files of synonyms by first characters, `w/` (none: they are all in `words.js`)
    index    n        number of issues
    index    g        files of pairs of characters, `g/`, as a power of two
    index    c        files of single characters, `c/`, as a power of two
    index    i        files of threes of initials, `i/`, as a power of two
    index    r        rounds, oldest first, each with the place of its first issue
    index    fold     as in all
    index    w        as in all
    facets   sets     departments that issues have together, as places in the list of d
    facets   tsets    topics that issues have together, as places in the list of t, where there are any
    facets   columns  by filter (c, s, d, t): a digit or two for each issue, its place in that list (after the last: none), or in sets
    facets   yr       place in the list of y of each round, oldest first
    facets   br       place in the list of b of each round, where several bodies publish

`pinyin.js` of a large site also says which pairs of initials have a file, `p/`, one after the other.

`pages.js` has the bureau's own pages, if there are any: [address, title, text] each.

`all.js` is the whole of a small site; of a large one `index.js` comes first, then `facets.js` (it has the lists
of all, too), and in `d/` each issue. How the files of characters are written: `blocks.py`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, Final, NamedTuple

from rectify.engine.output import TextRef
from rectify.field.addresses import ORGANISER
from rectify.field.config import SiteConfig
from rectify.field.model import Status
from rectify.search.packing import DIGITS
from rectify.search.passages import passages_of
from rectify.site.issue_row import Row
from rectify.site.issue_text import IssueText
from rectify.site.model import Site, SiteIssue, SiteRound, status_slug

Facets = dict[str, list[list[str]]]


_SETS: Final = {"d": "sets", "t": "tsets"}


def script(name: str, *values: Any) -> bytes:
    """A script file that passes *name* and *values* to the search page; unlike JSON it also loads from disk."""
    parts = ",".join(json.dumps(value, ensure_ascii=False, separators=(",", ":")) for value in (name, *values))
    return f"R({parts})\n".replace("\u2028", "\\u2028").replace("\u2029", "\\u2029").encode()


class SearchDocument(NamedTuple):
    """An issue without its text: what a result shows, and the keys of its facets."""

    row: Row
    group: str
    category: str
    status: str
    departments: tuple[str, ...]
    round_id: str
    year: str
    body: str
    topics: tuple[str, ...]
    text: TextRef


def search_document(round_: SiteRound, entry: SiteIssue) -> SearchDocument:
    """The search document of the issue *entry* of a round."""
    group = round_.round.category_title(entry.summary.category)
    return SearchDocument(
        row=entry.row,
        group=group,
        category=f"{round_.id}/{entry.summary.category}" if group else "",
        status=status_slug(Status(entry.summary.status)),
        departments=tuple(department_key(round_, one) for one in entry.departments),
        round_id=round_.id,
        year=year_of(round_),
        body=body_key(round_),
        topics=entry.topics,
        text=entry.text,
    )


class SearchEntry(NamedTuple):
    """An issue as search shows it: the beginning of its list, and its title with all passages of its page."""

    shown: tuple[int | str, ...]
    texts: tuple[str, ...]


def search_entry(document: SearchDocument, text: IssueText) -> SearchEntry:
    """The issue *document*, whose text is *text*, as search shows it."""
    row = document.row
    passages = passages_of(text)
    shown = (row.number, row.date, row.status.mark, "".join(f"{passage.anchor} " for passage in passages))
    return SearchEntry(shown, (row.title, *(passage.text for passage in passages)))


def facets_by_key(document: SearchDocument) -> dict[str, Any]:
    """The facets of an issue: topics, category, status, departments, round, year, by the keys above."""
    return {
        "t": list(document.topics),
        "c": document.category,
        "s": document.status,
        "d": list(document.departments),
        "r": document.round_id,
        "y": document.year,
        "b": document.body,
    }


def in_lists(
    issues: Iterable[SearchEntry], documents: Iterable[SearchDocument], keys: Mapping[str, Sequence[str]]
) -> list[Sequence[Any]]:
    """The *issues* as a small site has them, by the *keys* of its facets; of what an issue lacks the place after the last.

    There are no lists where there are no issues.
    """
    places = {facet: {key: place for place, key in enumerate((*own, ""))} for facet, own in keys.items()}

    def place_of(facet: str, value: Any) -> Any:
        return [places[facet][key] for key in value] if isinstance(value, list) else places[facet][value]

    by_key = map(facets_by_key, documents)
    rows = [
        (*issue.shown, *(place_of(facet, own[facet]) for facet in keys))
        for issue, own in zip(issues, by_key, strict=True)
    ]
    distances = [after[0] - before[0] for before, after in pairwise(((0,), *rows))]
    return [distances, *list(zip(*rows, strict=True))[1:]] if rows else []


def facets_of(site: Site) -> Facets:
    """For each facet the values that occur on the site, as [key, words]."""
    used = {department_key(round_, group.id) for round_ in site.rounds for group in round_.departments}
    stands = {status for round_ in site.rounds for status, _ in round_.counts}
    years = sorted({year_of(round_) for round_ in site.rounds}, reverse=True)
    topics = {group.id: group.title for round_ in reversed(site.rounds) for group in round_.topics}
    return {
        **({"t": [[key, title] for key, title in topics.items()]} if topics else {}),
        "c": [[f"{w.id}/{g.id}", g.title] for w in site.rounds for g in w.categories],
        "s": [[status_slug(s), s.words] for s in Status if s in stands],
        "d": [[key, name] for key, name in _departments(site.config) if key in used],
        "r": [[w.id, w.round.short_title] for w in site.rounds],
        "y": [[year, f"{year}年"] for year in years],
        **({"b": [[body.id or ORGANISER, body.name] for body in site.bodies]} if site.bodies else {}),
    }


def _departments(config: SiteConfig) -> Iterator[tuple[str, str]]:
    """Key and name of every department, those of a body with its name."""
    yield from ((one.id, one.name) for one in config.departments)
    for body in config.bodies:
        name = body.short_name or body.name
        yield from ((f"{body.id}/{one.id}", f"{one.name}（{name}）") for one in body.departments)


def department_key(round_: SiteRound, department: str) -> str:
    """The key of the *department* of that id of the body of a round."""
    return f"{round_.round.body}/{department}" if round_.round.body else department


def body_key(round_: SiteRound) -> str:
    """The key of the body of a round."""
    return round_.round.body or ORGANISER


def year_of(round_: SiteRound) -> str:
    """The year of a round's publication."""
    return round_.round.published.date.iso[:4]


def facet_table(
    facets: Facets, columns: Mapping[str, Sequence[Any]], years: Sequence[int], bodies: Sequence[int]
) -> dict[str, Any]:
    """The JSON object of `facets.js`: the facets, and for each a column with one or two digits for every document.

    *columns* have the keys of category (`c`) and status (`s`) and the keys of departments (`d`) and topics (`t`) of
    each document; *years* and *bodies* the places in `y` and `b` of each round, oldest first.
    """
    used = [facet for facet in "csdt" if facet in facets]
    places = {facet: {key: place for place, (key, _) in enumerate((*facets[facet], ("", "")))} for facet in used}
    sets = {facet: {keys: place for place, keys in enumerate(dict.fromkeys(columns[facet]))} for facet in used[2:]}
    return {
        **facets,
        **{
            _SETS[facet]: [[places[facet][key] for key in keys] for keys in together]
            for facet, together in sets.items()
        },
        "columns": {
            facet: _column(
                [(sets.get(facet) or places[facet])[keys] for keys in columns[facet]],
                len(sets.get(facet) or places[facet]),
            )
            for facet in used
        },
        "yr": list(years),
        **({"br": list(bodies)} if bodies else {}),
    }


def _column(numbers: Iterable[int], size: int) -> str:
    base = len(DIGITS)
    if size <= base:
        return "".join(DIGITS[number] for number in numbers)
    return "".join(DIGITS[number // base] + DIGITS[number % base] for number in numbers)
