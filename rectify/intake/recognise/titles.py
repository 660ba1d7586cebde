"""The title of an issue in the source's own words, and where its problem ends."""

from __future__ import annotations

import re
from typing import Final

from rectify.intake.recognise.quotes import quoted_problem, sentences
from rectify.intake.recognise.statuses import in_brackets, in_sentence, why_not

MAX_TITLE: Final = 60
MARKS: Final = "。；;，,：:！! "
_ACTION: Final = re.compile(
    r"(?:一是|1[.、]|（1）|①|整改(?:情况|措施|落实|进展)|我(?:局|院|校|镇|乡|县|市|区|委|办|部|会|处|站|馆|厂|中心|公司|单位|街道)|针对(?:该|此|上述|这一)问题|对此|(?:我局|局党组|局党委)已)"
)
_NUMBER: Final = re.compile(r"第?\d+号")
_LEAD: Final = re.compile(r"\A[^，,。；;：:“”]{0,8}在[^，,。；;：:“”]{2,14}方面(?:指出|发现|反映|认为)[，,：:](?=.{4})")
_ANSWER: Final = re.compile(r"针对(?:该|此|上述|以上|这一|这些)(?:类|项)?问题|对此")


def title_of(text: str) -> str:
    """The title that a problem's text gives."""
    if (found := quoted_problem(text)) and len(found.quoted) <= MAX_TITLE:
        return found.quoted.strip(MARKS)
    text = _LEAD.sub("", text)
    first = re.sub(r"[(（\[【][^()（）\[\]【】]{2,30}[)）\]】][。]?\Z", _unless_status, sentences(text)[0]).strip()
    whole = first.strip(MARKS) or first
    if len(whole) <= MAX_TITLE:
        return whole
    cut_at = max(whole.rfind(mark, 0, MAX_TITLE) for mark in "，,；;：:")
    return (whole[:cut_at] if cut_at > MAX_TITLE // 4 else whole[: MAX_TITLE - 1]).rstrip(MARKS + "、") + "…"


def _unless_status(match: re.Match[str]) -> str:
    return (
        ""
        if _NUMBER.search(match[0]) or in_brackets(match[0]) or why_not(match[0].strip("（()）[]【】。"))
        else match[0]
    )


def acts_at(text: str) -> int:
    """Where a paragraph begins to tell what was done, if a sentence within it does; else 0."""
    at = 0
    for place, sentence in enumerate(sentences(text)):
        if place and _ANSWER.match(sentence.lstrip()):
            return at
        at += len(sentence)
    return 0


def turning_point(text: str) -> int:
    """Where a paragraph turns from the problem to what was done about it; its end if it does not tell."""
    said = sentences(text)
    quoted = quoted_problem(text)
    if quoted and (comma := re.match(r"(?:的整改)?[，,：:]", text[quoted.end :])):
        return quoted.end + comma.end()
    at = 0
    for place, sentence in enumerate(said):
        if place and (quoted or in_sentence(sentence) is not None or _ACTION.match(sentence.lstrip())):
            return at
        at += len(sentence)
    return len(text)
