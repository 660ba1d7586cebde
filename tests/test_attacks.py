"""Attacks on the public record: each rewriting of what was public is refused, each honest change is recorded."""

from __future__ import annotations

from typing import Any

import pytest

from recorded import CONTENTS, GLOSSARY, TIME, Record, Site, public
from rectify.release.changes import ChangeKind, entries_of
from rectify.release.differences import changes_since
from rectify.release.journal import Entry, Kind
from rectify.release.refusals import refusals
from support import ISSUE, ROUND, SITE

PAGE, OTHER = "2025-xuncha/001.html", "2025-xuncha/002.html"
OLDER = "2025-xuncha/banben/001-1.html"
SHOWN = ISSUE + "revisions:\n  - {date: 2025-12-20, note: 更正了制度的名称, reason: 原来写漏了}\n"
UPDATE = "updates:\n  - {date: 2026-01-05, text: 又检查了一次。, status: 已完成}\n"
TWO_UPDATES = "updates: [{date: 2026-01-05, text: 甲。}, {date: 2026-01-05, text: 乙。}]\n"
SWAPPED = "{date: 2026-01-05, text: 乙。}, {date: 2026-01-05, text: 甲。}"
HIDDEN = "withdrawn: {date: 2026-01-01, reason: 与第2号重复, into: 2}\n"
UNTITLED = HIDDEN.replace("}", ", hide_title: true}")
KEPT = "withdrawn: {date: 2026-01-01, reason: 与第2号重复, into: 2, keep_text: true}\n"


def one(issue: str, **given: Any) -> Site:
    """A site whose first issue is *issue*."""
    second = ISSUE.replace("number: 1", "number: 2").replace("title: 制度不健全", "title: 账目不清")
    return Site({PAGE: issue, OTHER: second}, **given)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(
            ISSUE, ISSUE.replace("没有建立公务用车", "公务用车没有建立") + UPDATE, id="an update licenses no rewriting"
        ),
        pytest.param(SHOWN, ISSUE + UPDATE, id="a revision taken away beside a new update"),
        pytest.param(SHOWN, SHOWN.replace("更正了制度的名称", "改了错字"), id="the note of a revision"),
        pytest.param(SHOWN, SHOWN.replace("原来写漏了", "上级要求"), id="the reason of a revision"),
        pytest.param(SHOWN, SHOWN.replace(", reason: 原来写漏了", ""), id="the reason taken away"),
        pytest.param(SHOWN, SHOWN.replace("2025-12-20", "2025-12-21"), id="the day of a revision"),
        pytest.param(ISSUE + UPDATE, ISSUE + UPDATE.replace("又检查", "又抽查"), id="the text of an update"),
        pytest.param(ISSUE + UPDATE, ISSUE + UPDATE.replace("2026-01-05", "2026-01-06"), id="the day of an update"),
        pytest.param(
            ISSUE,
            ISSUE.replace("measures:\n  - 建立制度。\n", "").replace(
                "公务用车制度。", "公务用车制度。\n\n  整改措施：\n\n  建立制度。"
            ),
            id="measures folded into the problem",
        ),
        pytest.param(
            ISSUE + TWO_UPDATES,
            ISSUE + TWO_UPDATES.replace("{date: 2026-01-05, text: 甲。}, {date: 2026-01-05, text: 乙。}", SWAPPED),
            id="two updates of a day that change places",
        ),
        pytest.param(ISSUE, ISSUE.replace("制度不健全", "制度健全") + HIDDEN, id="withdrawn under another title"),
        pytest.param(
            ISSUE + HIDDEN,
            ISSUE.replace("制度不健全", "制度健全") + HIDDEN,
            id="the title of a withdrawn issue",
        ),
        pytest.param(ISSUE, ISSUE + "hide_facts: [2025年7月1日]\n", id="facts hidden"),
        pytest.param(ISSUE, ISSUE + "published: 2025-12-01 08:00\n", id="an earlier time of publication"),
        pytest.param(ISSUE + KEPT, ISSUE + KEPT.replace("与第2号重复", "内容有误"), id="the reason of a withdrawal"),
        pytest.param(ISSUE + HIDDEN, ISSUE + HIDDEN.replace("2026-01-01", "2025-12-31"), id="the day of a withdrawal"),
        pytest.param(
            ISSUE + KEPT,
            ISSUE.replace("没有建立公务用车", "公务用车没有") + KEPT,
            id="the text that a withdrawal keeps",
        ),
        pytest.param(ISSUE, ISSUE.replace("没有建立公务用车", "公务用车没有") + KEPT, id="withdrawn with another text"),
        pytest.param(ISSUE, ISSUE.replace("status: 已完成", "status: 正在推进"), id="a status without an update"),
        pytest.param(
            ISSUE,
            ISSUE.replace("status: 已完成", "status: 正在推进") + UPDATE,
            id="a status that the update does not say",
        ),
        pytest.param(ISSUE, ISSUE + "due: 2025-12-31\n", id="a field filled without a word"),
        pytest.param(ISSUE + "due: 2025-12-31\n", ISSUE + "due: 2026-12-31\n" + UPDATE, id="a promised day moved"),
        pytest.param(ISSUE + "due: 2025-12-31\n", ISSUE + UPDATE, id="a promised day taken away"),
        pytest.param(
            ISSUE + "accepted: {result: 未通过验收}\n",
            ISSUE + "accepted: {result: 通过验收}\n" + UPDATE,
            id="an acceptance",
        ),
        pytest.param(ISSUE, ISSUE.replace("category: decisions", "category: conduct"), id="put into another category"),
    ],
)
def test_a_rewriting_is_refused(before: str, after: str) -> None:
    """Whatever the public saw of an issue stays, or an entry of its own says what changed."""
    assert Record(one(before)).refused(one(after)) != []


def test_a_text_is_not_laundered_by_a_withdrawal() -> None:
    """Withdrawn and brought back, an issue has the text and the day that it had, and says that it is back."""
    record = Record(one(ISSUE), one(ISSUE + HIDDEN))
    back = "revisions:\n  - {date: 2026-02-01, note: 恢复公开}\n"

    assert record.refused(one(ISSUE.replace("没有建立", "没有落实"))) != []
    assert record.refused(one(ISSUE)) == ["A004"]
    assert record.refused(one(ISSUE + UPDATE)) == ["A004"]
    assert record.refused(one(ISSUE + back + "published: 2025-12-01 08:00\n")) == ["A005"]
    assert record.publish(one(ISSUE + back)) == [Kind.RETURNED]


def test_a_hidden_title_does_not_become_another() -> None:
    """What is shown again is the title that was public before."""
    record = Record(one(ISSUE), one(ISSUE + UNTITLED))

    assert record.refused(one(ISSUE.replace("制度不健全", "制度健全") + HIDDEN)) == ["A004"]
    assert record.publish(one(ISSUE + HIDDEN)) == [Kind.WITHDRAWN]


def test_a_revision_of_a_withdrawn_text_tells_no_return() -> None:
    """It was public before the text was hidden; that the issue is back needs its own."""
    revised = ISSUE.replace("没有建立", "没有落实") + "revisions:\n  - {date: 2026-01-05, note: 更正}\n"
    record = Record(one(ISSUE), one(ISSUE + KEPT), one(revised + KEPT), one(revised + HIDDEN))

    assert record.refused(one(revised)) == ["A004"]
    assert record.publish(one(revised + "  - {date: 2026-02-01, note: 恢复公开}\n")) == [Kind.RETURNED]


def test_an_old_withdrawal_does_not_undo_a_return_under_another_number() -> None:
    """The files of another computer may hold the withdrawn issue, and have moved it meanwhile."""
    back = "revisions:\n  - {date: 2026-02-01, note: 恢复公开}\n"
    record = Record(Site({PAGE: ISSUE}), Site({PAGE: ISSUE + HIDDEN}), Site({PAGE: ISSUE + back}))

    assert record.refused(Site({PAGE: ISSUE + HIDDEN})) == ["A006"]
    assert record.refused(Site({THIRD: MOVED + HIDDEN}, moved={PAGE: THIRD})) == ["A006"]
    assert record.refused(Site({THIRD: MOVED + HIDDEN.replace("01-01", "02-02")}, moved={PAGE: THIRD})) == []


def test_a_return_loses_no_entry() -> None:
    """The revisions that were public before the withdrawal are there again."""
    record = Record(one(SHOWN), one(SHOWN + HIDDEN))
    back = ISSUE + "revisions:\n  - {date: 2026-02-01, note: 恢复公开}\n  - {date: 2026-02-02, note: 又改}\n"

    assert record.refused(one(back)) == ["A006"]


@pytest.mark.parametrize(
    ("change", "entry"),
    [
        ({"round": ROUND.replace("现将整改情况", "现把整改情况")}, "round"),
        ({"round": ROUND + "claims: {problems: 14}\n"}, "round"),
        ({"round": ROUND.replace("title: 落实决策部署方面", "title: 落实部署方面")}, "round"),
        ({"round": ROUND.replace("author: 中共示例局党组", "author: 示例局")}, "round"),
        ({"config": SITE.replace("phone: 0100-5550001", "phone: 0100-5550009")}, "config"),
        ({"config": SITE.replace("name: 财务科", "name: 审计科")}, "config"),
        ({"config": SITE.replace("title: 巡察整改公开", "title: 整改公开")}, "config"),
        ({"config": SITE.replace("icp: 示ICP备00000000号-1", "icp: 示ICP备00000000号-2")}, "config"),
    ],
)
def test_what_stands_beside_issues_needs_its_entry_too(change: dict[str, str], entry: str) -> None:
    """The round's words and totals, names, contacts; with an entry in the same file each may change."""
    record = Record(one(ISSUE))
    told = {entry: change[entry] + "revisions: [{date: 2026-01-05, note: 更正}]\n"}

    assert record.refused(one(ISSUE, **change)) == ["A004"]
    assert Kind.REVISED in record.publish(one(ISSUE, **told))


def test_smaller_totals_are_refused() -> None:
    """59 do not become 14 in silence."""
    claims = "claims: {problems: 59}\n"

    assert Record(one(ISSUE, round=ROUND + claims)).refused(one(ISSUE, round=ROUND + claims.replace("59", "14"))) == [
        "A004"
    ]


def test_a_word_of_the_glossary_needs_its_own_entry() -> None:
    """The revision of another word does not count; new words may come."""
    record = Record(one(ISSUE))
    edited = GLOSSARY.replace("一种检查", "一种谈话")
    entry = ", revisions: [{date: 2026-01-05, note: 更正}]}"

    assert record.refused(one(ISSUE, glossary=edited)) == ["A004"]
    assert record.refused(one(ISSUE, glossary=edited.replace("的表。}", f"的表。{entry}"))) == ["A004"]
    assert record.refused(one(ISSUE, glossary=GLOSSARY.split("  - {id: xun", maxsplit=1)[0])) == ["A004"]
    assert record.publish(one(ISSUE, glossary=edited.replace("谈话。}", f"谈话。{entry}"))) == [Kind.REVISED]


def test_a_renamed_category_needs_one_entry() -> None:
    """The round's; issues that only show its new title need none, and are recorded."""
    renamed = (
        ROUND.replace("title: 落实决策部署方面", "title: 落实部署方面")
        + "revisions: [{date: 2026-01-05, note: 改名}]\n"
    )

    assert Record(one(ISSUE)).publish(one(ISSUE, round=renamed)) == [Kind.REWRITTEN, Kind.REWRITTEN, Kind.REVISED]


def test_older_texts_are_those_that_were_public() -> None:
    """A kept text can neither be made up nor changed later."""
    revised = ISSUE.replace("没有建立", "没有落实") + "revisions: [{date: 2026-01-05, note: 更正}]\n"
    forged = {OLDER: ISSUE.replace("没有建立", "早已建立")}
    record = Record(one(ISSUE))

    assert record.refused(one(revised, older=forged)) == ["A009"]
    record.publish(one(revised, older={OLDER: ISSUE}))
    assert record.refused(one(revised, older=forged)) == ["A008"]


def test_two_issues_do_not_become_one() -> None:
    """Led onto the same new page, one of two texts would vanish."""
    goal = "2025-xuncha/003.html"
    now = Site({goal: ISSUE.replace("number: 1", "number: 3")}, moved={PAGE: goal, OTHER: goal})

    assert Record(one(ISSUE)).refused(now) == ["A003"]


def test_a_new_number_alone_needs_no_entry() -> None:
    """The move is the entry; a word that changed with it is not covered by it."""
    goal = "2025-xuncha/003.html"
    moved = ISSUE.replace("number: 1", "number: 3")

    assert Record(Site({PAGE: ISSUE})).publish(Site({goal: moved}, moved={PAGE: goal})) == [Kind.MOVED, Kind.REWRITTEN]
    edited = Site({goal: moved.replace("没有建立", "没有落实")}, moved={PAGE: goal})
    assert Record(Site({PAGE: ISSUE})).refused(edited) == ["A004"]


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        pytest.param(ISSUE, ISSUE + UPDATE, Kind.UPDATED, id="an update"),
        pytest.param(
            ISSUE.replace("status: 已完成", "status: 正在推进"),
            ISSUE + UPDATE,
            Kind.UPDATED,
            id="an update with its status",
        ),
        pytest.param(ISSUE + UPDATE, ISSUE + UPDATE + "updated: 2026-01-05\n", None, id="nothing new"),
        pytest.param(
            SHOWN,
            SHOWN.replace("revisions:\n", "revisions:\n  - {date: 2026-01-05, note: 又改}\n"),
            Kind.REVISED,
            id="a revision",
        ),
        pytest.param(
            ISSUE,
            ISSUE + "due: 2025-12-31\nsupplements: [{date: 2026-01-05, note: 完成时限}]\n",
            Kind.SUPPLEMENTED,
            id="a supplement",
        ),
        pytest.param(
            ISSUE, ISSUE + "accepted: {result: 通过验收, date: 2026-01-05}\n", Kind.UPDATED, id="an acceptance"
        ),
        pytest.param(
            ISSUE + "due: 2025-12-31\n",
            ISSUE
            + "due: 2026-12-31\n"
            + "due_changes: [{from: 2025-12-31, to: 2026-12-31, date: 2026-01-05, reason: 招标推迟}]\n",
            Kind.DUE_MOVED,
            id="a promised day moved with its reason",
        ),
        pytest.param(
            ISSUE,
            ISSUE.replace("status: 已完成", "status: 终止")
            + "status_reason: 单位撤销\n"
            + UPDATE.replace("status: 已完成", "status: 终止"),
            Kind.UPDATED,
            id="an issue that is not pursued any more",
        ),
        pytest.param(
            ISSUE,
            ISSUE + "reexamined: [{date: 2026-01-05, found: 没有反弹}]\n",
            Kind.UPDATED,
            id="a re-examination",
        ),
        pytest.param(ISSUE, ISSUE + KEPT, Kind.WITHDRAWN, id="a withdrawal that keeps the text"),
        pytest.param(ISSUE, ISSUE + HIDDEN, Kind.WITHDRAWN, id="a withdrawal"),
        pytest.param(ISSUE + KEPT, ISSUE + HIDDEN, Kind.WITHDRAWN, id="a withdrawn text hidden later"),
        pytest.param(ISSUE + HIDDEN, ISSUE + KEPT, Kind.WITHDRAWN, id="a withdrawn text shown later"),
        pytest.param(ISSUE, ISSUE + UNTITLED, Kind.WITHDRAWN, id="a withdrawal with its title"),
        pytest.param(ISSUE + HIDDEN, ISSUE + UNTITLED, Kind.WITHDRAWN, id="a withdrawn title hidden later"),
        pytest.param(
            ISSUE + KEPT,
            ISSUE.replace("没有建立", "没有落实") + KEPT + "revisions: [{date: 2026-01-05, note: 更正}]\n",
            Kind.REVISED,
            id="a revision of a withdrawn text",
        ),
    ],
)
def test_an_honest_change_is_recorded(before: str, after: str, kind: Kind | None) -> None:
    """As what it is; published again, it is no change."""
    record = Record(one(ISSUE), one(before)) if "withdrawn" in before else Record(one(before))
    if kind is None:
        assert record.refused(one(after)) == ["A004"]
        return

    assert record.publish(one(after)) == [kind]
    assert record.changes(one(after)) == ()


def test_a_photograph_is_what_it_was() -> None:
    """Its digest stands in the text of its issue."""
    text = ISSUE + "photos: [{file: a.jpg, alt: 门口}]\n"
    record = Record(one(text, files={"a.jpg": "1" * 64}))

    assert record.refused(one(text, files={"a.jpg": "2" * 64})) == ["A004"]


def test_without_a_copy_nothing_is_guessed() -> None:
    """What the record has only the digest of cannot be compared."""
    record = Record(one(ISSUE))
    record.copies.clear()

    assert record.refused(one(ISSUE + UPDATE)) == ["A010"]


def test_form_1_goes_on_in_form_2() -> None:
    """The first comparison is by form 1, and one entry a text has both digests."""
    site = one(ISSUE)
    now = public(site)
    page = "a" * 64
    entries = (Entry(TIME, Kind.PUBLISHED, PAGE, page, "2025-12-02 09:30"),)
    changes = changes_since(entries, now._replace(former={PAGE: (page,)}))
    first = next(entry for entry in entries_of(changes, TIME) if entry.address == PAGE)

    assert (first.kind, first.text, first.former, first.form) == (Kind.REWRITTEN, now.texts[PAGE].digest, page, 2)
    assert [one.kind.value for one in changes_since(entries, now) if one.address == PAGE] == ["silent edit"]


THIRD = "2025-xuncha/003.html"
MOVED = ISSUE.replace("number: 1", "number: 3")
EDITED = ISSUE.replace("没有建立", "没有落实") + "revisions: [{date: 2026-01-05, note: 更正}]\n"


def test_an_address_is_not_given_to_another_issue() -> None:
    """Who follows an old link would find another text; the issue itself may come back."""
    record = Record(Site({PAGE: ISSUE}), Site({THIRD: MOVED}, moved={PAGE: THIRD}))

    assert record.refused(Site({THIRD: MOVED, PAGE: ISSUE.replace("title: 制度", "title: 账目")})) == ["A003"]
    assert record.refused(
        Site({THIRD: MOVED, OTHER: ISSUE.replace("number: 1", "number: 2")}, moved={PAGE: OTHER})
    ) == ["A003"]
    assert record.refused(Site({THIRD: MOVED, PAGE: ISSUE + "withdrawn: {date: 2026-01-01, reason: 有误}\n"})) == [
        "A003"
    ]
    assert record.publish(Site({PAGE: ISSUE}, moved={THIRD: PAGE})) == [Kind.MOVED, Kind.REWRITTEN]


def test_who_called_an_issue_by_its_number_follows_it() -> None:
    """A withdrawn issue that went into one which moves is not withdrawn otherwise; related ones need no revision."""
    first, second = (
        ISSUE + HIDDEN,
        ISSUE.replace("number: 1", "number: 2") + "related: [{number: 4, reason: 同一件事}]\n",
    )
    fourth = "2025-xuncha/004.html"
    before = Site({PAGE: first, OTHER: second, fourth: ISSUE.replace("number: 1", "number: 4")})
    after = Site(
        {
            PAGE: first.replace("into: 2", "into: 3"),
            THIRD: second.replace("number: 2", "number: 3").replace("number: 4", "number: 5"),
            "2025-xuncha/005.html": ISSUE.replace("number: 1", "number: 5"),
        },
        moved={OTHER: THIRD, fourth: "2025-xuncha/005.html"},
    )

    assert Kind.MOVED in Record(before).publish(after)
    assert Record(before).refused(
        after._replace(issues={**after.issues, PAGE: first.replace("into: 2", "into: 5")})
    ) == ["A006"]


def test_an_issue_takes_no_other_category_along() -> None:
    """In another round its category may be called otherwise: that is no new name of the old one."""
    there = "2024-xunshi/001.html"
    other = ROUND.replace("title: 落实决策部署方面", "title: 落实部署方面")
    now = public(Site({}, other, moved={PAGE: there}))
    tree = public(Site({PAGE: ISSUE}, other))
    moved = now._replace(
        texts={**now.texts, there: tree.texts[PAGE], "2024-xunshi/index.html": now.texts[CONTENTS]},
        addresses=now.addresses | {there, "2024-xunshi/index.html"},
        open=lambda page: tree.open({there: PAGE, "2024-xunshi/index.html": CONTENTS}.get(page, page)),
    )
    refused = [one for one in Record(Site({PAGE: ISSUE})).changes_to(moved) if one.address == there]

    assert [one.kind for one in refused] == [ChangeKind.SILENT_EDIT]


def test_an_older_text_moves_with_its_issue() -> None:
    """At its new address it is still what was public at the old one."""
    older, new = MOVED, OLDER.replace("001", "003")
    record = Record(one(ISSUE), one(EDITED, older={OLDER: ISSUE}))
    moved = one(EDITED, moved={PAGE: THIRD, OLDER: new})
    moved = moved._replace(issues={OTHER: moved.issues[OTHER], THIRD: EDITED.replace("number: 1", "number: 3")})

    assert record.refused(moved._replace(older={new: older.replace("没有", "早已")})) == ["A009"]
    assert record.refused(moved._replace(older={new: older})) == []


def test_what_was_purged_does_not_come_back() -> None:
    """Neither as an older text nor as that of today: the files of another computer may still hold it."""
    record = Record(one(ISSUE), one(EDITED, older={OLDER: ISSUE}))
    record.note(record.changes(one(EDITED), PAGE), public(one(EDITED)))
    record.entries += (Entry(TIME, Kind.PURGED, PAGE, note="误公开了个人信息"),)
    again = EDITED.replace("没有落实", "没有建立").replace("note: 更正}", "note: 更正}, {date: 2026-01-06, note: 改回}")

    renamed = ROUND.replace("落实决策部署方面", "决策部署方面") + "revisions: [{date: 2026-01-06, note: 改名}]\n"

    assert record.refused(one(EDITED, older={OLDER: ISSUE})) == ["A011"]
    assert record.refused(one(EDITED, older={OLDER: ISSUE}, round=renamed)) == ["A009"]
    assert record.refused(one(EDITED, round=renamed)) == []
    assert record.refused(one(again, older={OLDER: EDITED})) == []
    assert record.refused(one(ISSUE)) == ["A011"]
    assert record.refused(one(EDITED)) == []


def test_another_page_does_not_stand_for_a_text() -> None:
    """A page that somebody laid at the address of an issue or of an older text takes what was there away."""
    record = Record(one(ISSUE), one(EDITED, older={OLDER: ISSUE}))
    now = public(one(EDITED, older={OLDER: ISSUE}))
    texts = {page: text for page, text in now.texts.items() if page != PAGE}

    for site in (now._replace(files={}), now._replace(texts=texts)):
        assert [change.kind for change in record.changes_to(site)] == [ChangeKind.LOST_ADDRESS]


def test_an_older_text_may_be_mended_by_a_purge() -> None:
    """Only the words that should never have been public go."""
    record = Record(one(ISSUE), one(EDITED, older={OLDER: ISSUE}))
    mended = one(EDITED, older={OLDER: ISSUE.replace("公务用车", "某")})

    assert record.refused(mended) == ["A008"]
    assert [change.is_allowed for change in record.changes(mended, PAGE)] == [True]


def test_the_old_words_stand_beside_the_new() -> None:
    """A refusal says what was changed, from what to what, and names `revise`."""
    site = one(ISSUE.replace("没有建立公务用车", "建立了公务用车").replace("result: 已完成\n", ""))
    (refusal,) = refusals(Record(one(ISSUE)).changes(site), {})

    assert "问题：“没有建立公务用车制度…”改成“建立了公务用车制度…”；整改结果：“已完成”改成空" in refusal.message
    assert "python3 build.py revise 1 --round 2025-xuncha" in refusal.remedy


def back(record: Record, count: int) -> None:
    """Roll *record* back to its first entries, *count* of them."""
    record.entries += (Entry(TIME, Kind.ROLLED_BACK, note="20251202-093000-1f2e3d4c", length=count),)


def test_a_rollback_licenses_no_rewriting() -> None:
    """What the public saw until then comes back as it was, or a revision says why not; the older text may stay."""
    record = Record(one(ISSUE))
    count = len(record.entries)
    record.publish(one(ISSUE + UPDATE))
    back(record, count)
    rewritten = ISSUE + UPDATE.replace("又检查", "又抽查")

    assert record.changes(one(ISSUE)) == ()
    assert record.refused(one(rewritten)) == ["A006"]
    config = SITE.replace("5550001", "5550009") + "revisions: [{date: 2026-01-06, note: 电话}]\n"
    record.publish(one(ISSUE, config=config))
    assert record.refused(one(rewritten, config=config)) == ["A006"]


def test_after_a_rollback_honest_changes_are_accepted() -> None:
    """The same again, the same with more, or another text with a revision."""
    more = UPDATE + "supplements: [{date: 2026-01-06, note: 时限}]\ndue: 2026-12-31\n"
    corrected = ISSUE.replace("没有建立", "没有落实") + "revisions: [{date: 2026-01-06, note: 那条进展写错了}]\n"
    for text, kind in ((ISSUE + UPDATE, Kind.UPDATED), (ISSUE + more, Kind.SUPPLEMENTED), (corrected, Kind.REVISED)):
        record = Record(one(ISSUE))
        count = len(record.entries)
        record.publish(one(ISSUE + UPDATE))
        back(record, count)

        assert record.publish(one(text)) == [kind]


def test_an_issue_does_not_vanish_by_a_rollback() -> None:
    """Its page was public: it stays, or says that it was withdrawn, and is not another issue's."""
    first = Site({OTHER: one(ISSUE).issues[OTHER]})
    record = Record(first)
    count = len(record.entries)
    record.publish(one(ISSUE))
    back(record, count)

    assert record.refused(first) == ["A003"]
    assert record.refused(one(ISSUE.replace("没有建立", "没有落实"))) == ["A004"]
    assert record.refused(first._replace(moved={PAGE: OTHER})) == ["A003"]
    assert record.refused(one(ISSUE + HIDDEN)) == []
    assert record.refused(one(ISSUE)) == []


def test_an_issue_that_a_rollback_took_back_leads_where_it_was_led() -> None:
    """Its old address was public until then, and leads to the same issue from then on."""
    other = one(ISSUE).issues[OTHER]
    record = Record(Site({OTHER: other}))
    count = len(record.entries)
    record.publish(one(ISSUE))
    back(record, count)
    moved = Site({OTHER: other, THIRD: MOVED}, moved={PAGE: THIRD})

    assert Kind.MOVED in record.publish(moved)
    assert record.refused(moved._replace(moved={PAGE: OTHER})) == ["A003"]


def test_a_return_is_told_though_a_rollback_took_back_an_update() -> None:
    """The update was counted when the issue was withdrawn, and is not in the text that was public before."""
    record = Record(one(ISSUE))
    count = len(record.entries)
    record.publish(one(ISSUE + UPDATE))
    back(record, count)
    record.publish(one(ISSUE + UPDATE + HIDDEN))
    told = "revisions:\n  - {date: 2026-02-01, note: 恢复公开}\n"

    assert record.refused(one(ISSUE + UPDATE)) == ["A004"]
    assert record.publish(one(ISSUE + UPDATE + told)) == [Kind.RETURNED]


def test_what_was_purged_stays_so_after_a_rollback() -> None:
    """The release may be one from before the issue was there at all."""
    record = Record(Site({OTHER: one(ISSUE).issues[OTHER]}))
    count = len(record.entries)
    record.publish(one(ISSUE))
    record.publish(one(EDITED))
    record.entries += (Entry(TIME, Kind.PURGED, PAGE, note="误公开了个人信息"),)
    back(record, count)

    assert record.refused(one(ISSUE)) == ["A011"]
    record.publish(one(EDITED))
    assert record.refused(one(EDITED, older={OLDER: ISSUE})) == ["A011"]
