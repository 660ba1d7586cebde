"""Pictures of a source: whose issue each belongs to, and the file that it becomes beside that issue's own."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from pathlib import PurePosixPath

from rectify.intake.readers.lines import PICTURE, SourceText
from rectify.intake.recognise.draft import Doubt, Draft, DraftIssue, Passage, Piece, UsedSpan, passages
from rectify.source.attached_files import facts_of


def with_pictures(draft: Draft, sources: Iterable[SourceText]) -> tuple[Draft, Mapping[str, bytes]]:
    """The *draft* with a doubt at each picture of an issue, and the files of these: 013/1.png."""
    files: dict[str, bytes] = {}
    counts: Counter[int] = Counter()
    photos: defaultdict[int, list[str]] = defaultdict(list)
    doubts = list(draft.doubts)
    lines = {place: line for line, place in draft.captions.items()}
    captions: dict[tuple[int, str], Passage] = {}
    for source in sources:
        owners = _owners(draft, source.name)
        for picture in source.pictures:
            place = bisect_right(owners, (picture.number, len(draft.lines), 0)) - 1
            _, line, issue = owners[place] if place >= 0 else (0, -1, 0)
            told, remedy = PICTURE, ""
            if issue:
                counts[issue] += 1
                name = f"{issue:03}/{counts[issue]}{picture.suffix}"
                files[name] = picture.data
                told, remedy = f"{PICTURE}；图片存成了 {name}，网页上还不显示", "要紧的文字补进正文"
                if facts_of(picture.data, PurePosixPath(name)).is_picture:
                    photos[issue].append(name.rpartition("/")[2])
                    if (below := lines.pop((source.name, picture.number), None)) is not None:
                        piece = Piece(below, 0, len(draft.lines[below].text))
                        captions[issue, photos[issue][-1]] = Passage(draft.lines[below].text, (piece,))
                        line = below
                    remedy = "要公开的，给它写上照片内容；不要的，删去那一项和文件；" + remedy
            doubts.append(Doubt("I115", line, told, remedy, issue))
    issues = tuple(_with_photos(one, photos[one.number], captions) for one in draft.issues)
    left = (UsedSpan(Piece(line, 0, len(draft.lines[line].text)), "图注", unused=True) for line in lines.values())
    return replace(draft, doubts=tuple(doubts), issues=issues, used=(*draft.used, *left)), files


def _with_photos(issue: DraftIssue, photos: Collection[str], captions: Mapping[tuple[int, str], Passage]) -> DraftIssue:
    """The issue with its *photos* and what stands below them."""
    own = {name: captions[issue.number, name] for name in photos if (issue.number, name) in captions}
    fields = {**issue.fields, "photos": tuple(own.values())} if own else issue.fields
    texts = {name: passage.text for name, passage in own.items()}
    return replace(issue, photos=tuple(photos), captions=texts, fields=fields)


def renumbered_pictures(
    before: Draft, after: Draft, pictures: Mapping[str, bytes]
) -> tuple[Draft, Mapping[str, bytes]]:
    """The draft *after* its issues got other numbers, and its pictures by the places that follow from these.

    *before* is the same draft with the source's numbers, which *pictures* go by.
    """
    folders = {f"{old.number:03}": f"{new.number:03}" for old, new in zip(before.issues, after.issues, strict=True)}
    names = {name: "/".join((folders[name.split("/")[0]], name.split("/")[1])) for name in pictures}
    if all(name == goal for name, goal in names.items()):
        return after, pictures
    doubts = tuple(_with_name(one, names) for one in after.doubts)
    return replace(after, doubts=doubts), {names[name]: data for name, data in pictures.items()}


def with_unsaved(draft: Draft, pictures: Iterable[str], saved: Collection[str]) -> Draft:
    """The *draft* whose doubts say of its *pictures* that they were not saved, unless they are among those *saved*."""
    unsaved = [name for name in pictures if name not in saved]
    doubts = (
        one._replace(
            message=f"{PICTURE}；这个问题的文件早已有了，图片没有存",
            remedy=f"要留的，自己存到 {name.split('/')[0]}/ 里",
        )
        if (name := _picture_of(one, unsaved))
        else one
        for one in draft.doubts
    )
    return replace(draft, doubts=tuple(doubts))


def _with_name(doubt: Doubt, names: Mapping[str, str]) -> Doubt:
    name = _picture_of(doubt, names)
    return doubt._replace(message=doubt.message.replace(name, names[name])) if name else doubt


def _picture_of(doubt: Doubt, names: Iterable[str]) -> str:
    """Which of the pictures a doubt says was saved; empty for other doubts."""
    return next((name for name in names if f"存成了 {name}，" in doubt.message), "")


def without_told(source: SourceText) -> SourceText:
    """The *source* without its doubts about pictures that are kept: `with_pictures` tells of these."""
    kept = {(picture.number, PICTURE) for picture in source.pictures}
    return source._replace(doubts=tuple(doubt for doubt in source.doubts if doubt not in kept))


def _owners(draft: Draft, name: str) -> list[tuple[int, int, int]]:
    """The lines of a source in their order: the number of each, its place in the draft, whose text it is (0: no issue's)."""
    owner = {piece.line: one.number for one in draft.issues for _, text in passages(one) for piece in text.pieces}
    round_texts = (*draft.round.introduction, *draft.round.closing)
    owner |= {piece.line: 0 for text in round_texts for piece in text.pieces}
    return sorted(
        (line.line.number, place, owner[place])
        for place, line in enumerate(draft.lines)
        if place in owner and line.source.name == name
    )
