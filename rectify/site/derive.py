"""Sources → Site: order, addresses, links between issues, counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from typing import NamedTuple

from rectify.engine.output import TextRef
from rectify.field import addresses
from rectify.field.attached import PHOTOS, files_of
from rectify.field.canonical import Context, canonical_text
from rectify.field.config import Body, Department, SiteConfig
from rectify.field.model import Round, Status, Topic
from rectify.field.words import Line, Slug
from rectify.ground import small_images
from rectify.ground.dates import PartialDate
from rectify.site.issue_row import row_of
from rectify.site.model import (
    Group,
    GroupKind,
    OtherIssue,
    RoundFace,
    Site,
    SiteFace,
    SiteFile,
    SiteIssue,
    SiteRound,
    SmallPhoto,
    count_statuses,
    status_slug,
)
from rectify.site.promise import data_day, promise_of
from rectify.site.relations import RelationSource, relations_among
from rectify.source.changes import VersionSource
from rectify.source.claims import tallies
from rectify.source.sources import IssueSource, RoundSource, Sources
from rectify.source.summary import IssueSummary, life_of, with_moves, withdrawal_of


def derive(sources: Sources, public: Collection[str] = (), raise_if_cut: Callable[[], None] = lambda: None) -> Site:
    """The site made of *sources*, which have at least one round: its lists, counts and relations.

    *public* are the addresses of pages that were public before. *raise_if_cut* is called for each issue, and may raise
    to give it up.
    """
    configs = {body.id: sources.config.of_body(body.id) for body in sources.config.bodies}
    rounds = tuple(
        _round(
            source,
            configs.get(source.round.body or Slug(""), sources.config),
            sources.config.body(source.round.body),
            public,
            raise_if_cut,
        )
        for source in sources.rounds
    )
    rounds = _with_returns(rounds)
    raise_if_cut()
    terms = tuple((spelling, t.id) for t in sources.glossary.terms if t.linked for spelling in (t.term, *t.also))
    own = tuple(one for one in sources.pages if not one.is_block)
    menu = tuple((one.page.title, one.address) for one in own if one.page.menu)
    face = SiteFace(
        sources.config,
        rounds[0].face,
        bool(sources.glossary.terms),
        terms,
        menu,
        has_bodies=any(one.round.body for one in rounds),
    )
    blocks = tuple(one for one in sources.pages if one.is_block)
    faces = tuple(
        replace(
            face,
            config=configs[body.id],
            body=body,
            newest=next(one.face for one in rounds if one.round.body == body.id),
        )
        for body in sources.config.bodies
        if any(one.round.body == body.id for one in rounds)
    )
    return Site(sources.config, face, sources.glossary, rounds, sources.synonyms, own, blocks, faces)


def _with_returns(rounds: tuple[SiteRound, ...]) -> tuple[SiteRound, ...]:
    """The *rounds* with their issues pointing at each other where one is found again."""
    places = {(one.id, entry.summary.number): _other(one, entry) for one in rounds for entry in one.issues}
    earlier: dict[tuple[str, int], list[tuple[str, int]]] = {}
    later: dict[tuple[str, int], list[tuple[str, int]]] = defaultdict(list)
    for one in rounds:
        for entry in one.issues:
            own = (one.id, entry.summary.number)
            if named := [place for place in life_of(entry.summary).returns if place in places]:
                earlier[own] = named
                for place in named:
                    later[place].append(own)
    if not earlier:
        return rounds

    def with_others(round_id: str, entry: SiteIssue) -> SiteIssue:
        own = (round_id, entry.summary.number)
        before, after = earlier.get(own, ()), later.get(own, ())
        return entry._replace(earlier=tuple(places[p] for p in before), later=tuple(places[p] for p in after))

    return tuple(replace(one, issues=tuple(with_others(one.id, entry) for entry in one.issues)) for one in rounds)


def _other(round_: SiteRound, entry: SiteIssue) -> OtherIssue:
    return OtherIssue(round_.round.short_title, entry.summary.number, entry.summary.title, entry.path)


def _round(
    source: RoundSource,
    config: SiteConfig,
    body: Body | None,
    public: Collection[str],
    raise_if_cut: Callable[[], None],
) -> SiteRound:
    """A round of *body* with its lists and relations, but without facts: they need the texts."""
    departments = config.departments_by_name
    record = _with_name(source.round, body)
    published = record.published.date.iso
    sources = tuple(one._replace(summary=with_moves(one.summary, published)) for one in source.issues)
    day = data_day(record, max((entry.summary.changed for entry in sources), default=""))
    entries = []
    for entry in sources:
        raise_if_cut()
        made = _issue(entry, source.versions.get(entry.summary.number, ()), _Place(source.id, record, day, departments))
        entries.append(made._replace(files=_files_of_issue(source, entry)) if source.files else made)
    issues = tuple(entry for entry in entries if not entry.summary.withdrawal)
    every = _lists(issues, source, config)
    raise_if_cut()
    lists = {kind: tuple(group for group in groups if group.issues) for kind, groups in every.items()}
    kinds = tuple(kind for kind, groups in lists.items() if groups)
    photos = {one.file for one in source.round.photos}
    files = _files(source, addresses.ROUND_FOLDER, files_of(source.round), photos)
    return SiteRound(
        id=source.id,
        source=source.path,
        face=RoundFace(source.id, source.path, record, bool(issues), kinds, files),
        round=record,
        issues=issues,
        withdrawn=tuple(entry for entry in entries if entry.summary.withdrawal),
        counts=count_statuses(issues),
        categories=lists[GroupKind.CATEGORY],
        statuses=lists[GroupKind.STATUS],
        departments=lists[GroupKind.DEPARTMENT],
        topics=lists[GroupKind.TOPIC],
        emptied=tuple(one for groups in every.values() for one in groups if not one.issues and one.path in public),
        tallies=tallies((entry.summary for entry in source.issues), source.versions, source.round.published.stamp),
        related=relations_among(related_of(issues)),
        files=files,
        day=day,
        text=canonical_text(source.round, Context(files={one.name: one.facts.sha256 for one in files})),
    )


def _with_name(record: Round, body: Body | None) -> Round:
    """The round with the name of its *body* in its short title: bodies tend to call their rounds alike."""
    name = (body.short_name or body.name) if body else ""
    return record if name in record.short_title else replace(record, short_title=Line(f"{name}{record.short_title}"))


def _files_of_issue(source: RoundSource, entry: IssueSource) -> tuple[SiteFile, ...]:
    """The files of all texts of an issue; none of one that was withdrawn with its text."""
    withdrawal = withdrawal_of(entry.summary)
    if withdrawal and not withdrawal.keeps_text:
        return ()
    older = (name for one in source.versions.get(entry.summary.number, ()) for name in files_of(one.issue))
    named = entry.summary.files
    photos = {name for place, name in named if PHOTOS in place}
    return _files(source, entry.path.stem, (*(name for _, name in named), *older), photos)


def _files(source: RoundSource, folder: str, names: Iterable[str], photos: Collection[str]) -> tuple[SiteFile, ...]:
    """The files with these *names* in a *folder* of a round, each once; those that are not there are left out.

    Pages show *photos*, which therefore have smaller sizes.
    """
    present = source.files.get(folder, {})
    by_name: dict[str, SiteFile] = {}
    for name in dict.fromkeys(names):
        if (one := present.get(name)) and not one.facts.fault:
            path = addresses.attached_file(source.id, folder, one.address_name())
            facts = one.facts
            widths = small_images.smaller_widths(facts.width, facts.height) if name in photos else ()
            smaller = tuple(
                SmallPhoto(w, addresses.small_photo(source.id, facts.sha256, w, facts.ending)) for w in widths
            )
            possible = smaller if small_images.is_possible() else ()
            by_name[name] = SiteFile(name, path, TextRef(str(one.path), one.digest), facts, widths, possible)
    return tuple(by_name.values())


def _lists(issues: Iterable[SiteIssue], source: RoundSource, config: SiteConfig) -> dict[GroupKind, tuple[Group, ...]]:
    """The groups of *issues* by every kind, each kind in the order of its declarations; some may be empty."""
    by_category, by_status, by_department = defaultdict(list), defaultdict(list), defaultdict(list)
    by_topic = defaultdict(list)
    for issue in issues:
        for topic in issue.topics:
            by_topic[topic].append(issue)
        by_category[issue.summary.category].append(issue)
        by_status[issue.summary.status].append(issue)
        for department in issue.departments:
            by_department[department].append(issue)

    def groups(kind: GroupKind, members: Iterable[tuple[str, str, list[SiteIssue]]]) -> tuple[Group, ...]:
        return tuple(
            Group(
                kind,
                slug,
                title,
                addresses.group_page(source.id, kind.value, slug),
                tuple(those),
                count_statuses(those),
            )
            for slug, title, those in members
        )

    topics = ((t.id, t.title, by_topic[t.id]) for t in source.round.topics)
    categories = ((c.id, c.title, by_category[c.id]) for c in source.round.categories)
    statuses = ((status_slug(s), s.words, by_status[s.value]) for s in Status)
    departments = ((d.id, d.name, by_department[d.id]) for d in config.departments)
    return {
        GroupKind.TOPIC: groups(GroupKind.TOPIC, topics),
        GroupKind.CATEGORY: groups(GroupKind.CATEGORY, categories),
        GroupKind.STATUS: groups(GroupKind.STATUS, statuses),
        GroupKind.DEPARTMENT: groups(GroupKind.DEPARTMENT, departments),
    }


class _Place(NamedTuple):
    """The round of an issue, and the departments by their names."""

    round_id: str
    round: Round
    day: PartialDate
    departments: Mapping[str, Department]


def _issue(source: IssueSource, versions: tuple[VersionSource, ...], place: _Place) -> SiteIssue:
    summary, published = source.summary, place.round.published.date
    path = addresses.issue_page(place.round_id, summary.number)
    ids = [place.departments[name].id for name in summary.departments]
    return SiteIssue(
        summary=summary,
        text=TextRef(str(source.path), source.digest, tuple(TextRef(str(one.path), one.digest) for one in versions)),
        path=path,
        row=row_of(summary, path, published.iso),
        departments=tuple(dict.fromkeys(ids)),
        versions=tuple(one.version for one in versions),
        promise=promise_of(summary, published, versions, place.day),
        leading=tuple(dict.fromkeys(ids[: summary.leads])),
        topics=topics_of(summary, place.round.topics),
    )


def topics_of(summary: IssueSummary, topics: Iterable[Topic]) -> tuple[str, ...]:
    """The ids of those of a round's *topics* that an issue names, or, if it names none, whose words it has."""
    if summary.topics:
        return tuple(one.id for one in topics if one.id in summary.topics)
    words = f"{summary.title}\n{life_of(summary).found}"
    return tuple(one.id for one in topics if any(word in words for word in one.words))


def with_issue(site: Site, source: IssueSource) -> tuple[SiteRound, int] | None:
    """The round of the issue in *source*, which was edited, with the new text in the place of the old, and that place.

    Everything else stays as it was derived. None if the edit moves the issue out of its place.
    """
    for round_ in site.rounds:
        for place, entry in enumerate(round_.issues):
            if entry.text.path != str(source.path):
                continue
            summary = with_moves(source.summary, round_.round.published.date.iso)
            stands = round_.round.category_title(summary.category) or not round_.round.categories
            is_linked_otherwise = life_of(summary).returns != life_of(entry.summary).returns
            is_counted_otherwise = summary.changed > round_.day.iso or (entry.versions and life_of(summary).due)
            if summary.number != entry.summary.number or summary.withdrawal or not stands:
                return None
            if is_linked_otherwise or is_counted_otherwise:
                return None
            departments = site.for_round(round_).config.departments_by_name
            issue = _issue(
                source._replace(summary=summary), (), _Place(round_.id, round_.round, round_.day, departments)
            )
            issue = issue._replace(text=issue.text._replace(older=entry.text.older), versions=entry.versions)
            issue = issue._replace(files=entry.files, earlier=entry.earlier, later=entry.later)
            return replace(round_, issues=(*round_.issues[:place], issue, *round_.issues[place + 1 :])), place
    return None


def related_of(issues: Iterable[SiteIssue]) -> tuple[RelationSource, ...]:
    """What relates *issues* beside their words."""
    return tuple(
        RelationSource(
            one.summary.number,
            one.summary.title,
            tuple(one.summary.documents),
            tuple((number, reason, hidden) for number, reason, hidden in one.summary.related),
        )
        for one in issues
    )
