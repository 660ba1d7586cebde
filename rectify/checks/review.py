"""Three reviews and three proofs before publication (三审三校), in order of time (P-01)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from rectify.checks.texts import Finding
from rectify.field.model import Review, ReviewState, ReviewStep
from rectify.ground.dates import Moment


def review_faults(review: Review | None, published: Moment, *, required: bool) -> Iterator[Finding]:
    """The steps that are missing or out of order in the *review* of a text that is *published* at that minute.

    Where the site does not require the three reviews, a text without `review`, or without a signature, lacks none:
    they may stand on paper.
    """
    if review is None:
        if required:
            yield Finding((), "P131", "没有 review", hint="补上 review 和六个环节的签署")
        return
    if review.state is ReviewState.PENDING:
        yield Finding(("review", "state"), "P132", "review.state 是 pending")
    steps = [signature.step for signature in review.signatures]
    missing = [step.value for step in ReviewStep if step not in steps]
    if missing and (steps or required):
        yield Finding(("review",), "P131", f"缺少{'、'.join(missing)}")
    yield from _order(review, published)


def _order(review: Review, published: Moment) -> Iterator[Finding]:
    order = list(ReviewStep)
    numbered = list(enumerate(review.signatures))
    in_order = sorted(numbered, key=lambda one: order.index(one[1].step))
    for (_, earlier), (place, later) in pairwise(in_order):
        where = ("review", "signatures", place, "at")
        if earlier.step is later.step:
            yield Finding(where, "P130", f"{later.step.value}写了两次", hint="每个环节只留最后一次")
        elif later.at < earlier.at:
            yield Finding(where, "P130", f"{later.step.value}（{later.at}）早于{earlier.step.value}（{earlier.at}）")
    for place, last in numbered:
        if last.at > published:
            yield Finding(
                ("review", "signatures", place, "at"),
                "P130",
                f"{last.step.value}（{last.at}）晚于发布（{published}）",
                hint="核对时间；公开以后的改动写进 revisions",
            )
