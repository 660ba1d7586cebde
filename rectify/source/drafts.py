"""Drafts: issues, rounds and own pages that are not public yet, and the sources without them.

An own page is a draft by `draft: true`, an issue is a draft by `draft: true` or by `review.state: pending`; a round is one by `draft: true`, or if it
has no other issues. What a build derives comes from `public_sources` alone, so nothing of a draft can reach a
page, a list, a count or a file; `serve` derives from `marked_sources`, which say that they are drafts.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Final, NamedTuple

from rectify.field import addresses
from rectify.field.attached import undescribed_in
from rectify.field.config import NO_SITE_CODE, SiteConfig
from rectify.field.model import UNFILLED_CATEGORY, Category, Round, Status
from rectify.field.words import Line
from rectify.ground.diagnostics import Diagnostic, Severity, Span
from rectify.source.decode import FieldPath
from rectify.source.sources import SITE_FILE, IssueSource, RoundSource, Sources

MARK: Final = "【草稿】"
"""Stands before the title of a draft in all lists of `serve`."""

_UNFILLED: Final = Category(id=UNFILLED_CATEGORY, title=Line("待填"))
NOT_READY: Final = "还没有审好的，写 draft: true"
_ABOUT_SITE_CODE: Final = (
    "补上一行 site_code: …。它是政府网站的十位编号，在单位官网的页脚上；找不到的，问本级政府办公室管政府网站的科室；"
    f"不是政府网站、没有编号的，写 site_code: {NO_SITE_CODE}"
)
BLANK_CODES: Final = frozenset({"C003", "F003", "R026", "V001", "Y014"})
"""Rules for what is not filled in."""

Locate = Callable[[PurePosixPath, FieldPath], Span]


class HeldBack(NamedTuple):
    """What of a round is not public: the issues with these numbers, or the `whole` round with all its issues.

    Or else an own page (`liucheng.md`), which has no round.
    """

    round_id: str
    numbers: tuple[int, ...]
    whole: bool
    own_page: str = ""
    page: str = ""
    """The address of the own page; none for a text that stands on another page."""

    @property
    def pages(self) -> tuple[str, ...]:
        """The addresses that the pages would have."""
        return (
            (self.page,) if self.page else tuple(addresses.issue_page(self.round_id, number) for number in self.numbers)
        )

    def covers(self, path: str) -> bool:
        """Whether the page at *path* would be one of the drafts, or of the round that is a draft."""
        return path.startswith(f"{self.round_id}/") if self.whole else path in self.pages


def public_sources(sources: Sources) -> tuple[Sources, tuple[HeldBack, ...]]:
    """The sources without drafts, and the drafts that were left out. There may be no round left."""
    held = tuple(one for round_ in sources.rounds if (one := _held_back(round_)))
    own = tuple(one for one in sources.pages if one.page.draft)
    if not (held or own):
        return sources, ()
    drafts = {one.round_id: one for one in held}
    rounds = (_public_round(round_, drafts.get(round_.id)) for round_ in sources.rounds)
    pages = tuple(one for one in sources.pages if one not in own)
    held += tuple(HeldBack("", (), False, one.path.name, "" if one.is_block else one.address) for one in own)
    return replace(sources, rounds=tuple(round_ for round_ in rounds if round_), pages=pages), held


def public_issues(round_: RoundSource) -> tuple[IssueSource, ...]:
    """The issues of a round without its drafts; all of them if the whole round is a draft."""
    draft = _held_back(round_)
    return (
        round_.issues if draft is None or draft.whole else tuple(one for one in round_.issues if not one.summary.draft)
    )


def blanks(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Those of the *diagnostics* that say what a draft lacks: warnings by the rules that are errors of public files."""
    return tuple(one for one in diagnostics if one.code in BLANK_CODES and one.severity is Severity.WARNING)


def marked_sources(sources: Sources) -> Sources:
    """The sources with drafts that say so: in the titles of issues, and by `draft` of rounds and issues."""
    drafts = {one.round_id: one for round_ in sources.rounds if (one := _held_back(round_))}
    rounds = (
        _round_with_marks(round_, drafts[round_.id]) if round_.id in drafts else round_ for round_ in sources.rounds
    )
    pages = tuple(
        one._replace(page=replace(one.page, title=Line(f"{MARK}{one.page.title}"))) if one.page.draft else one
        for one in sources.pages
    )
    return replace(sources, rounds=tuple(rounds), pages=pages)


def marked_issue(source: IssueSource, *, whole: bool) -> IssueSource:
    """An issue that says that it is a draft, if it is one or the *whole* round is."""
    summary = source.summary
    if not (summary.draft or whole):
        return source
    return source._replace(summary=summary._replace(draft=True, title=f"{MARK}{summary.title}"))


def approved_sources(sources: Sources, round_id: str, numbers: Collection[int], *, whole: bool) -> Sources:
    """The sources as if the issues with *numbers* of a round were no drafts, nor, if *whole*, the round itself."""

    def approve(round_: RoundSource) -> RoundSource:
        if round_.id != round_id:
            return round_
        issues = tuple(
            one._replace(summary=one.summary._replace(draft=False)) if one.summary.number in numbers else one
            for one in round_.issues
        )
        record = replace(round_.round, draft=False) if whole else round_.round
        return replace(round_, issues=issues, round=record)

    return replace(sources, rounds=tuple(map(approve, sources.rounds)))


def unfilled_fields(source: IssueSource, record: Round, locate: Locate) -> Iterator[Diagnostic]:
    """What a draft may lack and a public issue of the round *record* may not.

    These are its status, its category if the round has any, and what each of its photographs shows.
    """
    otherwise = "" if source.summary.draft else f"；{NOT_READY}"
    if source.summary.status == Status.UNFILLED.value:
        yield _no_status(source.path, locate, otherwise)
    if record.categories and source.summary.category == UNFILLED_CATEGORY:
        remedy = f"补上一行 category: …，写 round.yaml 里类别的 id{otherwise}"
        yield Diagnostic(locate(source.path, ("category",)), "Y014", "缺少字段 category（类别）", remedy)
    yield from (
        _missing_description(source.path, tuple(place), locate, otherwise) for place in source.summary.undescribed
    )


def unfilled_in(sources: Sources, locate: Locate) -> Iterator[Diagnostic]:
    """The same of all issues and older texts of *sources* that are public, and what the site must not lack then."""
    if sources.rounds:
        yield from unfilled_settings(sources.config, locate)
    for round_ in sources.rounds:
        yield from (
            _missing_description(round_.path, place, locate, f"；{NOT_READY}") for place in undescribed_in(round_.round)
        )
        for issue in round_.issues:
            yield from unfilled_fields(issue, round_.round, locate)
        for texts in round_.versions.values():
            yield from (
                _no_status(one.path, locate, f"；{NOT_READY}") for one in texts if one.issue.status is Status.UNFILLED
            )


def unfilled_settings(config: SiteConfig, locate: Locate) -> Iterator[Diagnostic]:
    """What the settings must not lack as soon as anything is public."""
    if not config.footer.site_code:
        where = locate(SITE_FILE, ("footer", "site_code"))
        yield Diagnostic(where, "Y014", "缺少字段 site_code（网站标识码）", _ABOUT_SITE_CODE)
    channels = (getattr(config.feedback, name) for name in ("phone", "address", "email", "message_url"))
    if not any(channels):
        remedy = "至少写一种：电话、通信地址、电子邮箱或留言系统"
        yield Diagnostic(locate(SITE_FILE, ("feedback",)), "C003", "没有任何反馈渠道", remedy)


def nothing_public(held: tuple[HeldBack, ...]) -> Diagnostic:
    """That there is nothing to build a site of: all is held back."""
    total = sum(len(one.numbers) for one in held)
    message = f"没有可以公开的内容：{total} 个问题全是草稿"
    remedy = f"看草稿：python3 build.py serve；审好了就公开：python3 build.py approve {held[0].round_id} --all"
    return Diagnostic(Span(PurePosixPath("content")), "R015", message, remedy)


def _no_status(path: PurePosixPath, locate: Locate, otherwise: str) -> Diagnostic:
    remedy = f"补上一行 status: …；原文没有写明的，写 status: {Status.NOT_STATED.value}{otherwise}"
    return Diagnostic(locate(path, ("status",)), "Y014", "缺少字段 status（整改状态）", remedy)


def _missing_description(path: PurePosixPath, place: FieldPath, locate: Locate, otherwise: str) -> Diagnostic:
    remedy = f"补上一行 alt: …，一句话说出照片上有什么，看不见的人靠它知道{otherwise}"
    return Diagnostic(locate(path, place), "F003", "照片没有写 alt（照片内容）", remedy)


def _held_back(round_: RoundSource) -> HeldBack | None:
    numbers = tuple(one.summary.number for one in round_.issues if one.summary.draft)
    if round_.is_draft:
        return HeldBack(round_.id, tuple(one.summary.number for one in round_.issues), whole=True)
    return HeldBack(round_.id, numbers, whole=False) if numbers else None


def _public_round(round_: RoundSource, held: HeldBack | None) -> RoundSource | None:
    if held is None:
        return round_
    if held.whole:
        return None
    numbers = frozenset(held.numbers)
    return replace(
        round_,
        issues=tuple(one for one in round_.issues if one.summary.number not in numbers),
        versions={number: texts for number, texts in round_.versions.items() if number not in numbers},
    )


def _round_with_marks(round_: RoundSource, held: HeldBack) -> RoundSource:
    record = round_.round
    categories = (*record.categories, _UNFILLED) if record.categories else ()
    marked = replace(record, draft=held.whole, categories=categories)
    issues = tuple(marked_issue(one, whole=held.whole) for one in round_.issues)
    return replace(round_, round=marked, issues=issues)
