"""Plans what follows promised days and departments: calendars, the list of returns, the list of contradictions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rectify.engine.output import Document, Output, Page, the_inputs
from rectify.field import addresses
from rectify.outputs.calendar import PromisedDay, calendar
from rectify.site.collected_views import contradiction_view, contradictions_inputs, returns_view
from rectify.site.model import Site, SiteIssue, SiteRound


def promise_outputs(site: Site) -> Iterator[Output]:
    """A calendar for each round and department with promised days, and the lists of contradictions and of returns."""
    for round_ in site.rounds:
        own = site.for_round(round_)
        yield from _calendar(own, round_, addresses.calendar(round_.id), round_.round.short_title, round_.issues)
        for group in round_.departments:
            path, title = addresses.calendar(round_.id, group.id), f"{round_.round.short_title}：{group.title}"
            yield from _calendar(own, round_, path, title, group.issues)
        inputs = contradictions_inputs(own.face, round_)
        if inputs.issues:
            yield Page(
                path=addresses.round_page(round_.id, addresses.CONTRADICTIONS),
                template="pages/collected.html",
                make=contradiction_view,
                inputs=inputs,
                texts=tuple(entry.text for entry in inputs.issues),
                source=round_.source,
            )
    if any(entry.earlier for round_ in site.rounds for entry in round_.issues):
        view = returns_view(site)
        yield Page(path=view.meta.path, template="pages/collected.html", make=the_inputs, inputs=view)


def _calendar(site: Site, round_: SiteRound, path: str, title: str, issues: Iterable[SiteIssue]) -> Iterator[Document]:
    config, published = site.config, round_.round.published.date.iso
    days = tuple(
        PromisedDay(
            id=f"{addresses.stem(entry.path)}@{config.domain}",
            day=entry.promise.due,
            title=f"第{entry.summary.number}号问题承诺完成：{entry.row.brief or entry.summary.title}",
            text=f"整改状态：{entry.row.status.word}；{entry.promise.kept}",
            url=config.absolute(entry.path),
            changed=entry.summary.changed or published,
        )
        for entry in issues
        if entry.promise and entry.promise.is_exact
    )
    if days:
        yield Document(path=path, make=_calendar_file, inputs=(f"{title}：承诺完成日期", days))


def _calendar_file(inputs: tuple[str, tuple[PromisedDay, ...]]) -> bytes:
    return calendar(*inputs)
