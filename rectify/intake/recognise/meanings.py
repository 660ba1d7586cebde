"""What labels mean in this notice, judged by the texts that stand under them: 完成情况：已完成 asks for a status."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from rectify.intake.recognise.labels import Label
from rectify.intake.recognise.notice import NoticeLine
from rectify.intake.recognise.statuses import answered
from rectify.intake.recognise.tokens import Token

_SHORT: Final = 12
_LIKE_A_STATUS: Final = re.compile(r"销号|完成|整改|推进|办结|验收|坚持|序时|^[√✓是否]$")
_SHARE: Final = 0.5


def by_texts(lines: Sequence[NoticeLine], tokens: Sequence[Token]) -> tuple[Token, ...]:
    """The *tokens*, labels of progress whose texts are mostly statuses made labels of results."""
    texts: dict[str, list[str]] = {}
    for name, text in _labelled(lines, tokens):
        texts.setdefault(name, []).append(text)
    results = {name for name, found in texts.items() if _are_statuses(name, found)}
    return tuple(
        token._replace(label=Label.RESULT) if token.label is Label.PROGRESS and token.name in results else token
        for token in tokens
    )


def _labelled(lines: Sequence[NoticeLine], tokens: Sequence[Token]) -> Iterator[tuple[str, str]]:
    """The names of labels of progress, and what stands under each."""
    name, text = "", ""
    for token in tokens:
        if token.kind == "text":
            text += lines[token.line].text[token.start : token.end]
            continue
        if name:
            yield name, text
        name, text = (token.name if token.label is Label.PROGRESS else ""), ""
    if name:
        yield name, text


def _are_statuses(name: str, texts: Sequence[str]) -> bool:
    said = [text for text in texts if text.strip()]
    if not said:
        return False
    found = sum(
        answered(name, text) is not None or (len(text.strip()) <= _SHORT and bool(_LIKE_A_STATUS.search(text.strip())))
        for text in said
    )
    sure = any(answered(name, text) is not None for text in said)
    return sure and found >= _SHARE * len(said)
