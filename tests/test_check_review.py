"""Three reviews and three proofs, in order of time (P-01)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from rectify import pipeline
from rectify.checks.review import review_faults
from rectify.examination import examine
from rectify.field.model import Review, ReviewSignature, ReviewState, ReviewStep
from rectify.field.words import Line
from rectify.ground.dates import Moment
from support import ISSUE, SITE

Make = Callable[..., Path]
PUBLISHED = Moment.parse("2025-12-02 09:30")
DAYS = ("11-20", "11-21", "11-22", "11-23", "11-24", "11-25")


def reviewed(days: tuple[str, ...] = DAYS, state: ReviewState = ReviewState.DONE) -> Review:
    """A review whose steps were signed on *days*, in the order of the steps."""
    signatures = tuple(
        ReviewSignature(step=step, by=Line("审核员"), at=Moment.parse(f"2025-{day} 10:00"))
        for step, day in zip(ReviewStep, days, strict=False)
    )
    return Review(state=state, signatures=signatures)


def rules(review: Review | None, *, required: bool = False) -> list[str]:
    """What is said of *review*."""
    return [one.rule for one in review_faults(review, PUBLISHED, required=required)]


def test_a_whole_review_has_no_fault() -> None:
    """Six steps in order of time, before publication."""
    assert rules(reviewed(), required=True) == []


def test_signatures_may_be_written_in_any_order() -> None:
    """Their time counts, not their line."""
    whole = reviewed()

    assert rules(Review(state=ReviewState.DONE, signatures=whole.signatures[::-1])) == []


@pytest.mark.parametrize(("required", "told"), [(False, []), (True, ["P131"])])
def test_a_text_without_review_is_a_fault_where_the_site_requires_one(required: bool, told: list[str]) -> None:  # noqa: FBT001
    """A site that does not work with reviews is not bothered."""
    assert told == rules(None, required=required)


@pytest.mark.parametrize(("required", "told"), [(False, []), (True, ["P131"])])
def test_nobody_has_to_sign_where_no_signatures_are_required(required: bool, told: list[str]) -> None:  # noqa: FBT001
    """A text that was approved lacks no signature: the reviews may stand on paper."""
    assert told == rules(Review(state=ReviewState.DONE, signatures=()), required=required)


def test_missing_steps_are_named() -> None:
    """Without 终审 and 三校 the text has not passed."""
    (fault,) = review_faults(reviewed(DAYS[:4]), PUBLISHED, required=True)

    assert (fault.rule, fault.shown) == ("P131", "缺少终审、三校")


def test_a_step_before_the_one_it_follows_is_a_fault() -> None:
    """复审 on 19 November cannot follow 一校 on the 21st."""
    (fault,) = review_faults(reviewed(("11-20", "11-21", "11-19", "11-23", "11-24", "11-25")), PUBLISHED, required=True)

    assert (fault.rule, fault.where) == ("P130", ("review", "signatures", 2, "at"))


def test_a_step_signed_twice_is_a_fault() -> None:
    """Nobody can tell which of the two counts."""
    whole = reviewed()
    twice = Review(state=ReviewState.DONE, signatures=(*whole.signatures, whole.signatures[0]))

    assert rules(twice) == ["P130"]


def test_a_review_after_publication_is_a_fault() -> None:
    """What was published on 2 December was not reviewed on the 3rd."""
    assert rules(reviewed((*DAYS[:5], "12-03"))) == ["P130"]


def test_a_pending_review_is_told() -> None:
    """A draft says so itself."""
    assert rules(reviewed(state=ReviewState.PENDING)) == ["P132"]


SIGNED = f"{ISSUE}review:\n  state: done\n  signatures:\n" + "".join(
    f"    - {{step: {step.value}, by: 审核员{place}, at: 2025-{day} 10:00}}\n"
    for place, (step, day) in enumerate(zip(ReviewStep, DAYS, strict=True), start=1)
)


def page_words(root: Path) -> list[str]:
    """What an issue's page says of its review."""
    pipeline.build(root, root / "output")
    page = BeautifulSoup((root / "output/2025-xuncha/001.html").read_bytes(), "html.parser")
    names = [name for name in page.select(".fact-list__name") if name.text == "审核"]
    return [value.text for name in names for value in name.find_next_siblings("dd")]


@pytest.mark.parametrize(
    ("setting", "expected"),
    [
        ("", []),
        ("review_shown: 环节\n", ["三审三校，2025-11-25 10:00 审毕"]),
        (
            "review_shown: 署名\n",
            [
                f"{step.value}：审核员{place}，2025-{day} 10:00"
                for place, (step, day) in enumerate(zip(ReviewStep, DAYS, strict=True), start=1)
            ],
        ),
    ],
    ids=["not", "steps", "names"],
)
def test_a_page_says_of_its_review_what_the_site_wants(project: Make, setting: str, expected: list[str]) -> None:
    """Nothing unless asked for; that it was done; or by whom and when, in the order of the steps."""
    root = project({"site.yaml": SITE + setting, "content/2025-xuncha/001.yaml": SIGNED})

    assert page_words(root) == expected
    if "署名" not in setting:
        assert "审核员" not in (root / "output/2025-xuncha/001.html").read_text("utf-8")


def test_a_page_does_not_boast_of_a_review_that_is_not_finished(project: Make) -> None:
    """Without one of the six signatures."""
    text = SIGNED.replace("    - {step: 复审, by: 审核员3, at: 2025-11-22 10:00}\n", "")
    root = project({"site.yaml": f"{SITE}review_shown: 署名\n", "content/2025-xuncha/001.yaml": text})

    assert page_words(root) == []


def test_what_is_shown_of_signatures_is_looked_at(project: Make) -> None:
    """A telephone beside a name would be published with it; where names are not shown it does no harm."""
    text = SIGNED.replace("审核员3", "张三科长13800138000")
    files = {"content/2025-xuncha/001.yaml": text}
    hidden = examine(project(files))
    told = examine(project({**files, "site.yaml": f"{SITE}review_shown: 署名\n"}))

    assert [d.code for d in hidden.diagnostics] == []
    assert [(d.code, d.span.line) for d in told.diagnostics] == [("P101", 18)]
