"""The page of one issue."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache, partial
from typing import Final, NamedTuple

from markupsafe import Markup

from rectify.citation.forms import Form, forms_of
from rectify.citation.pages import cited_fields, cited_issue
from rectify.engine.output import Texts
from rectify.field import addresses
from rectify.field.attached import ATTACHMENTS_ANCHOR, PHOTOS_ANCHOR, attached_in, attached_to, line_of
from rectify.field.config import ReviewShown, SiteConfig
from rectify.field.issue_sections import texts_of
from rectify.field.life import Brief, Evidence
from rectify.field.model import (
    DatedEvent,
    Figure,
    Issue,
    Measure,
    Photo,
    Progress,
    Review,
    ReviewState,
    ReviewStep,
    Update,
)
from rectify.field.particulars import particulars_of
from rectify.field.words import Slug
from rectify.ground import richtext
from rectify.ground.qr import QrCode, qr_code
from rectify.ground.richtext import plain
from rectify.ground.text import shorten
from rectify.site import linked_data
from rectify.site.attached_view import PhotoGroup, ShownAttachment, photo_groups, shown_attachments
from rectify.site.chrome import ATOM, FeedLink, Link, PageMeta, article_of, page_meta
from rectify.site.date_facts import EVENTS_ANCHOR, date_order
from rectify.site.department_facts import departments_mentioned
from rectify.site.document_facts import DOCUMENTS_ANCHOR, NamedDocument, documents_together, openings_of, with_openings
from rectify.site.documents_view import path_among
from rectify.site.facts import IssueFacts, page_facts_of, year_of
from rectify.site.figure_facts import FIGURES_ANCHOR
from rectify.site.history import TextChange, Version, history_of, moves_of, notes_of
from rectify.site.issue_life import (
    REEXAMINED_ANCHOR,
    SUMMARISED,
    Contradiction,
    LifePoint,
    ShowDepartments,
    after_status,
    contradictions,
    is_followed,
    life_points,
    missing_words,
    result_words,
    summary_facts,
)
from rectify.site.issue_row import TAGS, Row, StatusTag
from rectify.site.issue_text import IssueText, TextParagraph, TextSection
from rectify.site.model import RoundFace, Site, SiteFace, SiteFile, SiteIssue, SiteRound
from rectify.site.page_parts import DESCRIPTION_LENGTH, Fact, origin_of
from rectify.site.terms import linker
from rectify.source.summary import documents_of

_LEAST_EVENTS: Final = 5
LinkTerms = Callable[[Markup], Markup]


class Paragraph(NamedTuple):
    """A numbered paragraph that can be linked: `when` is its date in words, `iso` for machines.

    `id` stays with the paragraph, `place` is its other name, by its number. Photographs and attachments of its
    entry are shown, or, where the page shows none, told in `files`, a line each.
    """

    id: str
    number: int
    html: Markup
    when: str = ""
    iso: str = ""
    place: str = ""
    photos: tuple[PhotoGroup, ...] = ()
    attachments: tuple[ShownAttachment, ...] = ()
    files: tuple[str, ...] = ()


Entry = Measure | Progress | Update
ShowFiles = Callable[[Paragraph, Entry], Paragraph]
"""Adds the files of an entry to its paragraph."""


class Section(NamedTuple):
    """A part of an issue page."""

    id: str
    title: str
    paragraphs: tuple[Paragraph, ...]


class Part(NamedTuple):
    """A part of an issue's page after its texts: its anchor and its heading."""

    id: str
    title: str


class Event(NamedTuple):
    """Something dated that happened, and where the page tells of it."""

    when: str
    iso: str
    text: str
    anchor: str
    is_due: bool = False


class IssueView(NamedTuple):
    """The page of one issue."""

    meta: PageMeta
    number: int
    brief: Brief | None
    status: StatusTag
    summary: tuple[Fact, ...]
    """What the page says first."""
    missing: tuple[str, ...]
    """What the notice should say of the issue, and does not."""
    notice_word: str
    feed: str
    """The address of its own feed, if it is not finished."""
    points: tuple[LifePoint, ...]
    contradictions: tuple[Contradiction, ...]
    facts: tuple[Fact, ...]
    """What else is to be said beside the texts."""
    origin: str
    original_url: str | None
    note: tuple[Markup, ...]
    sections: tuple[Section, ...]
    result: str
    """What stands behind the word of the status to say the result, too."""
    photos: tuple[PhotoGroup, ...]
    attachments: tuple[ShownAttachment, ...]
    figures: tuple[Figure, ...]
    events: tuple[Event, ...]
    documents: tuple[NamedDocument, ...]
    history: tuple[Version, ...]
    supplements: tuple[TextChange, ...]
    moves: tuple[TextChange, ...]
    """Each move of the deadline since the issue was published."""
    text_file: Link
    """The canonical text as a file, by its name."""
    citation: tuple[Form, ...]
    qr: QrCode
    previous: Row | None
    following: Row | None
    related: tuple[tuple[Row, str], ...]

    @property
    def parts(self) -> tuple[Part, ...]:
        """The parts that follow the texts, in the order of the page; one without content is left out."""
        parts = (
            (Part("jieguo", "整改结果"), True),
            (Part(PHOTOS_ANCHOR, "照片"), self.photos),
            (Part(ATTACHMENTS_ANCHOR, "附件"), self.attachments),
            (Part(FIGURES_ANCHOR, "关键数字"), self.figures),
            (Part(EVENTS_ANCHOR, "时间线"), self.events),
            (Part(DOCUMENTS_ANCHOR, "提到的文件"), self.documents),
            (Part("xiangguan", "相关的问题"), self.related),
            (Part("gaidong", "本页改动记录"), True),
        )
        return tuple(part for part, content in parts if content)


Neighbours = tuple[Row | None, Row | None, tuple[tuple[Row, str], ...]]
"""The issue before, the one after, and the related ones, each with the reason."""


class IssueInputs(NamedTuple):
    """All that an issue's page is made of beside its text; without `facts` they are found in the text."""

    site: SiteFace
    round_: RoundFace
    entry: SiteIssue
    facts: IssueFacts | None
    neighbours: Neighbours


def issue_inputs(site: Site, round_: SiteRound, place: int) -> IssueInputs:
    """The inputs of the page of the issue at *place* of a round."""
    facts = round_.facts[place] if round_.facts else None
    return IssueInputs(site.face, round_.face, round_.issues[place], facts, neighbours(round_, place))


def issue_view(inputs: IssueInputs, texts: Texts) -> IssueView:
    """The page of an issue."""
    site, round_, entry, facts, (before, after, related) = inputs
    text: IssueText = texts[entry.text]
    older = tuple((version, texts[ref].issue) for version, ref in entry.older)
    issue = text.issue
    facts = facts or page_facts_of(text, year_of(round_.round))
    link_terms = linker(site.terms, "../", texts_of(issue))
    return IssueView(
        meta=_meta_of(site, round_, entry, issue),
        number=issue.number,
        brief=issue.brief,
        status=TAGS[issue.status],
        summary=tuple(summary_facts(round_, entry, issue, department_links(site, round_))),
        missing=missing_words(round_, issue),
        notice_word=round_.round.notice_word,
        feed=addresses.sibling(entry.path, "atom") if is_followed(entry) else "",
        points=tuple(life_points(round_, entry, text)),
        contradictions=tuple(contradictions(text)),
        facts=tuple(one for one in issue_facts(site, round_, entry, issue, facts) if one.name not in SUMMARISED),
        origin=origin_of(round_),
        original_url=round_.round.original_url,
        note=richtext.blocks(issue.note) if issue.note else (),
        sections=sections_of(text, link_terms, partial(_with_files, entry.files)),
        result=after_status(result_words(issue), issue.status),
        photos=photo_groups(issue.photos, entry.files),
        attachments=shown_attachments(issue.attachments, entry.files),
        figures=issue.figures,
        events=tuple(_events(facts, issue.events)),
        documents=_documents(round_, entry, facts),
        history=history_of(round_, entry, issue, older),
        supplements=notes_of(issue.supplements),
        moves=moves_of(entry.summary),
        text_file=text_file_of(entry),
        citation=forms_of(cited_issue(site.config, round_, cited_fields(entry))),
        qr=qr_code(site.config.absolute(entry.path), round_.codes),
        previous=before,
        following=after,
        related=related,
    )


def text_file_of(entry: SiteIssue) -> Link:
    """Where the canonical text of an issue is, by the name of its file."""
    path = addresses.public_text_file(entry.path)
    return Link(path.rpartition("/")[2], path)


def _meta_of(site: SiteFace, round_: RoundFace, entry: SiteIssue, issue: Issue) -> PageMeta:
    """The head of the issue's page."""
    record, config = round_.round, site.config
    category = category_of(round_, issue)
    published = issue.published or record.published
    keywords = (*config.keywords, issue.status.words)
    thing = linked_data.article(
        config,
        record,
        issue,
        url=config.absolute(entry.path),
        report_url=config.absolute(addresses.round_page(round_.id)),
        category=category.title if category else "",
        modified=entry.summary.changed,
        documents=documents_in_words(issue),
    )
    return page_meta(
        site,
        entry.path,
        issue.title,
        description=shorten(
            f"第{issue.number}号问题，{issue.status.words}。{plain(issue.problem)}", DESCRIPTION_LENGTH
        ),
        round_=round_,
        crumbs=(category,) if category else (),
        article=article_of(record, issue.title, published, keywords, entry.summary.changed),
        issue_number=issue.number,
        draft=entry.summary.draft,
        things=(thing,),
        own_feed=FeedLink(f"第{issue.number}号：{issue.title}", addresses.sibling(entry.path, "atom"), ATOM)
        if is_followed(entry)
        else None,
    )._replace(image=_first_photo(config, entry, issue), twin=addresses.twin(entry.path))


def _first_photo(config: SiteConfig, entry: SiteIssue, issue: Issue) -> str:
    """The full address of the first photograph of the page, in a size for phones if there is one; empty without any."""
    if not entry.files:
        return ""
    files = {file.name: file for file in entry.files}
    shown = (files[one.file] for _, one in attached_in(issue) if isinstance(one, Photo) and one.file in files)
    photo = next(shown, None)
    if photo is None:
        return ""
    return config.absolute(photo.smaller[-1].path if photo.smaller else photo.path)


def neighbours(round_: SiteRound, place: int) -> Neighbours:
    """What the page of the issue at *place* shows of other issues: before, after, related."""
    issues = round_.issues
    before = issues[place - 1].row if place else None
    after = issues[place + 1].row if place + 1 < len(issues) else None
    relations = round_.related.get(issues[place].summary.number, ())
    return before, after, tuple((_issue_with_number(issues, r.number).row, r.reason) for r in relations)


def _issue_with_number(issues: tuple[SiteIssue, ...], number: int) -> SiteIssue:
    return issues[bisect_left(issues, number, key=lambda entry: entry.summary.number)]


def category_of(round_: RoundFace, issue: Issue) -> Link | None:
    """The list of the issue's category; None where the round has no categories."""
    title = round_.round.category_title(issue.category)
    return Link(title, addresses.group_page(round_.id, addresses.CATEGORIES, issue.category)) if title else None


def topic_links(round_: RoundFace, entry: SiteIssue) -> tuple[Link, ...]:
    """The lists of the topics of an issue."""
    titles = {topic.id: topic.title for topic in round_.round.topics}
    paths = (addresses.group_page(round_.id, addresses.TOPICS, one) for one in entry.topics)
    return tuple(Link(titles[Slug(one)], path) for one, path in zip(entry.topics, paths, strict=True))


def issue_facts(
    site: SiteFace, round_: RoundFace, entry: SiteIssue, issue: Issue, found: IssueFacts | None = None
) -> Iterator[Fact]:
    """What an issue's page says of it beside its title, a line each; *found* is what its texts say."""
    record, config = round_.round, site.config
    departments = department_links(site, round_)
    linked = {
        "returns": tuple(Link(str(one), one.path) for one in entry.earlier),
        "evidence": tuple(_evidence(one, entry.files) for one in issue.evidence),
    }
    yield Fact("整改状态", status=TAGS[issue.status])
    if category := category_of(round_, issue):
        yield Fact("类别", (category,))
    if entry.topics:
        yield Fact("话题", topic_links(round_, entry))
    for particular, words in particulars_of(issue):
        values = departments(words) if particular.has_departments else tuple(map(Link, words))
        anchor = REEXAMINED_ANCHOR if particular.field == "reexamined" else ""
        yield Fact(particular.title, linked.get(particular.field) or values, id=anchor)
    if found and (mentioned := departments_mentioned(config.departments, found.departments)):
        yield Fact("正文提到的部门", tuple(Link(one.name) for one in mentioned))
    if entry.later:
        yield Fact("再次出现", tuple(Link(str(one), one.path) for one in entry.later))
    yield Fact("发布时间", (Link((issue.published or record.published).stamp),))
    if entry.summary.changed:
        yield Fact("更新日期", (Link(entry.summary.changed),))
    yield Fact("来源", (Link(record.source),))
    if issue.review and (review_words := tuple(_review_in_words(issue.review, config.review_shown))):
        yield Fact("审核", tuple(map(Link, review_words)))


@lru_cache(maxsize=8)
def department_links(site: SiteFace, round_: RoundFace) -> ShowDepartments:
    """A function from names of departments to links to their lists, the same for all issues of a round."""
    names = site.config.departments_by_name

    def departments(written: tuple[str, ...]) -> tuple[Link, ...]:
        several = {names[name].id: names[name].name for name in written}  # one department under two names is one
        path = (addresses.group_page(round_.id, addresses.DEPARTMENTS, one) for one in several)
        return tuple(map(Link, several.values(), path))

    return departments


def _evidence(one: Evidence, files: Iterable[SiteFile]) -> Link:
    """A document that shows the rectification, with its digest where it is known."""
    file = next((file for file in files if file.name == one.file), None)
    digest = file.facts.sha256 if file else one.sha256
    words = "，".join(filter(None, (str(one.day or ""), f"SHA-256 {digest[:12]}…" if digest else "")))
    return Link(f"{one.title}（{words}）" if words else one.title, file.path if file else None, one.url)


def _review_in_words(review: Review, detail: ReviewShown) -> Iterator[str]:
    """That the texts were reviewed and proofread three times, and by whom if *detail* asks for it (P-01)."""
    signed = {signature.step: signature for signature in review.signatures}
    if detail is ReviewShown.NO or review.state is not ReviewState.DONE or len(signed) < len(ReviewStep):
        return
    if detail is ReviewShown.STEPS:
        yield f"三审三校，{signed[ReviewStep.FINAL_PROOF].at.stamp} 审毕"
        return
    for step in ReviewStep:
        yield f"{step.value}：{signed[step].by}，{signed[step].at.stamp}"


def _documents(round_: RoundFace, entry: SiteIssue, facts: IssueFacts) -> tuple[NamedDocument, ...]:
    """The documents that an issue names, with the places where this issue or its round lets readers open them."""
    openings = [(0, one, path_among(entry.files, one.file)) for one in facts.openings]
    openings += [(-1, one, path_among(round_.files, one.file)) for one in openings_of(round_.round)]
    return tuple(with_openings(documents_together([facts.documents]), openings))


def documents_in_words(issue: Issue) -> tuple[str, ...]:
    """The documents that an issue names: `《…》（…号）`."""
    return tuple(f"《{d.title}》" + (f"（{d.number}）" if d.number else "") for d in documents_of(issue))


def sections_of(
    text: IssueText, link_terms: LinkTerms = lambda html: html, show: ShowFiles | None = None
) -> tuple[Section, ...]:
    """The parts of an issue's text, each with its numbered paragraphs; *show* adds the files of their entries."""
    return tuple(_section(section, link_terms, show or in_lines) for section in text.sections if section.paragraphs)


def in_lines(paragraph: Paragraph, record: Entry, *, file: bool = False) -> Paragraph:
    """The *paragraph* with the files of its entry in words, with the names of *file*s for those who compare."""
    return paragraph._replace(files=tuple(line_of(one, file=file) for one in attached_to(record)))


def _with_files(files: Iterable[SiteFile], paragraph: Paragraph, record: Entry) -> Paragraph:
    """The *paragraph* with the photographs and attachments of its entry, which are among *files*."""
    photos, attachments = photo_groups(record.photos, files), shown_attachments(record.attachments, files)
    return paragraph._replace(photos=photos, attachments=attachments)


def _section(section: TextSection, link_terms: LinkTerms, show: ShowFiles) -> Section:
    pairs = zip(section.paragraphs, section.html(), strict=True)
    return Section(section.id, section.title, tuple(_paragraph(one, link_terms(html), show) for one, html in pairs))


def _paragraph(paragraph: TextParagraph, html: Markup, show: ShowFiles) -> Paragraph:
    record, when = paragraph.record, paragraph.when
    if isinstance(record, Update) and record.status:
        when = f"{when}　整改状态：{record.status.words}"
    iso = paragraph.day.iso if paragraph.day else ""
    shown = Paragraph(paragraph.anchor, paragraph.number, html, when, iso, paragraph.place)
    return show(shown, record) if record and (record.photos or record.attachments) else shown


def _events(facts: IssueFacts, given: Sequence[DatedEvent]) -> Iterator[Event]:
    """The events of an issue's timeline.

    None if they are few, or if the text above tells of them in this order; all if the issue's file gives some.
    """
    ordered = sorted(facts.dates, key=date_order)
    if not given and (len(ordered) < _LEAST_EVENTS or ordered == list(facts.dates)):
        return
    for fact in ordered:
        yield Event(fact.when, fact.first, shorten(fact.text, 46), fact.anchor, fact.is_due)
