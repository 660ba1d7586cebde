"""Lists across issues: reports that the texts contradict, and findings that came back."""

from __future__ import annotations

from typing import Final, NamedTuple

from rectify.engine.output import Texts
from rectify.field import addresses
from rectify.site.chrome import Link, PageMeta, page_meta
from rectify.site.issue_life import contradictions
from rectify.site.issue_row import Row
from rectify.site.model import RoundFace, Site, SiteFace, SiteIssue, SiteRound
from rectify.source.summary import life_of

RETURNS_TITLE: Final = "再次出现的问题"
CONTRADICTIONS_TITLE: Final = "报告完成、进展里还有待办的问题"


class Reason(NamedTuple):
    """Why an issue is in a list: words, and where they come from."""

    words: str
    source: Link


class ListedIssue(NamedTuple):
    """An issue of a list, with the reasons that put it there."""

    row: Row
    reasons: tuple[Reason, ...]


class CollectedView(NamedTuple):
    """A page with issues from several lists, each with the reason why it is here."""

    meta: PageMeta
    lead: str
    entries: tuple[ListedIssue, ...]


class ContradictionsInputs(NamedTuple):
    """All that the list of contradictions of a round is made of."""

    site: SiteFace
    round_: RoundFace
    issues: tuple[SiteIssue, ...]


def contradictions_inputs(site: SiteFace, round_: SiteRound) -> ContradictionsInputs:
    """The issues of a round that are reported as finished while their progress still waits for something."""
    entries = tuple(entry for entry in round_.issues if life_of(entry.summary).is_contradicted)
    return ContradictionsInputs(site, round_.face, entries)


def contradictions_link(round_: SiteRound) -> tuple[Link, ...]:
    """The link to the list of contradictions, if the round has any."""
    has_any = any(life_of(entry.summary).is_contradicted for entry in round_.issues)
    path = addresses.round_page(round_.id, addresses.CONTRADICTIONS)
    return (Link("报告完成、进展里还有待办的", path),) if has_any else ()


def returns_link(site: Site) -> tuple[Link, ...]:
    """The link to the list of findings that came back, if there are any."""
    has_any = any(entry.earlier for round_ in site.rounds for entry in round_.issues)
    return (Link(RETURNS_TITLE, addresses.RETURNS),) if has_any else ()


def contradiction_view(inputs: ContradictionsInputs, texts: Texts) -> CollectedView:
    """The issues that are reported as finished, with the sentences of their progress that wait for something."""
    entries = tuple(
        ListedIssue(
            entry.row,
            tuple(
                Reason(one.sentence, Link(one.place, f"{entry.path}#{one.anchor}"))
                for one in contradictions(texts[entry.text])
            ),
        )
        for entry in inputs.issues
    )
    title = CONTRADICTIONS_TITLE
    return CollectedView(
        meta=page_meta(
            inputs.site,
            addresses.round_page(inputs.round_.id, addresses.CONTRADICTIONS),
            title,
            description=f"{inputs.round_.round.short_title}：{title}，共{len(entries)}个。",
            round_=inputs.round_,
        ),
        lead="这些问题报告的状态是完成，进展里却有“待”“拟”“正在”一类的话。两句话照原文并排写出，不作判断。",
        entries=entries,
    )


def returns_view(site: Site) -> CollectedView:
    """The findings that came back, newest round first, each with where it was found before."""
    entries = tuple(
        ListedIssue(entry.row, tuple(Reason("以前", Link(str(one), one.path)) for one in entry.earlier))
        for round_ in site.rounds
        for entry in round_.issues
        if entry.earlier
    )
    return CollectedView(
        meta=page_meta(
            site.face,
            addresses.RETURNS,
            RETURNS_TITLE,
            description=f"以前哪一轮发现过、后来又发现的问题，共{len(entries)}个。",
        ),
        lead="以前哪一轮发现过、后来又发现的问题，新的在前。",
        entries=entries,
    )
