"""What becomes of the contents of two webmasters who changed copies of the same content apart.

Version control joins both sides field by field (`merged`); a folder copied over another leaves the files of one side
(`copied_over`), and with them may take back what the other side published (`is_lost`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import partial
from random import Random
from typing import Any, Final

from benchmarks.histories.world import Fields, World, is_shown, is_standing

_HISTORIES: Final = ("revisions", "supplements", "updates", "reexamined")
_ABSENT: Final = object()


class ConflictError(Exception):
    """Both sides changed the same, and only a person can say which holds."""


def parts(world: World) -> dict[tuple[Any, ...], Fields]:
    """The content by its pieces, without whether a withdrawn text is shown, which needs no entry."""
    found: dict[tuple[Any, ...], Fields] = {("issue", number): _plain(one) for number, one in world.issues.items()}
    found |= {("older", *place): one for place, one in _older(world).items()}
    return found | {("round",): world.round, ("config",): world.config, ("glossary",): world.glossary}


def _plain(one: Fields) -> Fields:
    told = {name: value for name, value in one.get("withdrawn", {}).items() if name != "keep_text"}
    return {**one, "withdrawn": told} if told else one


def _older(world: World) -> dict[tuple[int, int], Fields]:
    return {(number, version): one for number, texts in world.older.items() for version, one in texts.items()}


def copied_over(mine: World, other: World, chance: Random) -> World:
    """*mine* after the folder of *other* was copied over it: its files win, and those that only I have stay."""
    made, theirs = mine.copied(chance), other.copied(chance)
    made.issues |= theirs.issues
    for number, texts in theirs.older.items():
        made.older[number] = made.older.get(number, {}) | texts
    made.round, made.config, made.glossary = theirs.round, theirs.config, theirs.glossary
    made.moves, made.left, made.groups = theirs.moves, theirs.left, theirs.groups
    return made


def is_lost(base: World, mine: World, result: World) -> bool:
    """Whether *result* lacks a change of *mine* since *base*; not told where a new revision may speak of a return."""
    was, have, got = parts(base), parts(mine), parts(result)
    if any(_is_doubtful(one, got.get(key, {})) for key, one in have.items()):
        return False
    hidden = {("issue", number) for number, one in result.issues.items() if not is_shown(number, one)}
    changed = [key for key in was | have if was.get(key) != have.get(key) and not _is_hidden_now(key, hidden, have)]
    return any((key in got) != (key in have) for key in changed) or any(
        not _is_kept(was.get(key, {}), have[key], got[key]) for key in changed if key in have
    )


def _is_hidden_now(key: tuple[Any, ...], hidden: Collection[Any], have: Mapping[Any, Fields]) -> bool:
    """Whether nothing of an issue is shown any more, which stood before: what it lacks is missed when it is shown again."""
    issue = ("issue", key[1]) if key[0] == "older" else key
    return issue in hidden and "withdrawn" not in have.get(issue, {})


def _is_doubtful(have: Fields, got: Fields) -> bool:
    is_back = "withdrawn" in have and "withdrawn" not in got
    return is_back and len(got.get("revisions", ())) > len(have.get("revisions", ()))


def _is_kept(was: Fields, have: Fields, got: Fields) -> bool:
    """Whether all that changed from *was* to *have* is so in *got*: entries, and fields unless a new revision speaks of them."""
    is_told = any(one not in have.get("revisions", ()) for one in got.get("revisions", ()))
    return all(
        got.get(name) == have.get(name)
        or (name in _HISTORIES and all(one in got.get(name, ()) for one in have.get(name, ())))
        or (is_told and name not in (*_HISTORIES, "due_changes", "withdrawn"))
        for name in was | have
        if was.get(name) != have.get(name)
    )


def merged(base: World, mine: World, other: World, chance: Random) -> World | None:
    """*mine* with all that *other* changed since *base*; None if only a person can say what holds."""
    made, theirs = mine.copied(chance), _renumbered(base, mine, other.copied(chance))
    try:
        _join(made, base, theirs)
    except ConflictError:
        return None
    goals = [one["withdrawn"]["into"] for one in made.issues.values() if one.get("withdrawn", {}).get("into")]
    standing = [number for number, one in made.issues.items() if is_standing(number, one)]
    is_whole = standing and set(goals) <= set(standing) and not made.moves.keys() & made.issues.keys()
    return made if is_whole else None


def _join(made: World, base: World, theirs: World) -> None:
    """Put into *made* what *theirs* changed since *base*; ConflictError."""
    if not base.groups == made.groups == theirs.groups:
        raise ConflictError
    was, mine, other = parts(base), parts(made), parts(theirs)
    gone = {key[1] for key in was.keys() - mine.keys()}  # the numbers of what moved or was purged
    touched = [{key[1] for key in was | now if key[1:] and was.get(key) != now.get(key)} for now in (mine, other)]
    if gone & touched[1] or theirs.purged in touched[0]:
        raise ConflictError
    made.unkept |= theirs.unkept | (touched[0] & touched[1])
    older = _joined(_older(base), _older(made), _older(theirs))
    made.older = {}
    for (number, version), text in older.items():
        made.older.setdefault(number, {})[version] = text
    made.issues = _joined(base.issues, made.issues, theirs.issues, _fields)
    for name in ("round", "config", "glossary"):
        setattr(made, name, _fields(getattr(base, name), getattr(made, name), getattr(theirs, name)))
    made.moves = _joined(base.moves, made.moves, theirs.moves)
    made.left = {one for one in made.left | theirs.left if one[0] in made.moves}
    made.used |= theirs.used
    made.words, made.purged = max(made.words, theirs.words), theirs.purged


def _joined(base: Any, mine: Any, other: Any, join: Callable[[Fields, Fields, Fields], Fields] | None = None) -> Any:
    """Three mappings joined value by value; where both sides changed one, by *join*."""
    made = {}
    for key in dict.fromkeys((*mine, *other)):
        was, have, got = (one.get(key, _ABSENT) for one in (base, mine, other))
        if have in (was, got):
            value = got
        elif got == was:
            value = have
        elif join and _ABSENT not in (was, have, got):
            value = join(was, have, got)
        else:
            raise ConflictError
        if value is not _ABSENT:
            made[key] = value
    return made


def _fields(was: Fields, have: Fields, got: Fields, *, is_told: bool = False) -> Fields:
    """The fields of one thing: its histories have the entries of both sides, words are those of the side that revised them last."""
    if (
        any(was.get(name) != one.get(name) for name in ("withdrawn", "due_changes") for one in (have, got))
        and have != got
    ):
        raise ConflictError
    is_told = is_told or any(one not in was.get("revisions", ()) for one in got.get("revisions", ()))
    made = {}
    for name in dict.fromkeys((*have, *got)):
        values = tuple(one.get(name, _ABSENT) for one in (was, have, got))
        made[name] = _value(name, *values, is_told=is_told)
    return {name: value for name, value in made.items() if value is not _ABSENT}


def _value(name: str, was: Any, have: Any, got: Any, *, is_told: bool) -> Any:
    """A field in which each side may have another value."""
    if have in (was, got):
        return got
    if got == was:
        return have
    if name in _HISTORIES:
        known = () if was is _ABSENT else was
        return [*([] if have is _ABSENT else have), *(one for one in got if one not in known)]
    if name in ("categories", "terms"):
        texts = ({one["id"]: one for one in each} for each in (was, have, got))
        return list(_joined(*texts, partial(_fields, is_told=is_told)).values())
    return got if is_told or name == "status" else have


def _renumbered(base: World, mine: World, theirs: World) -> World:
    """*theirs* with other numbers for its new issues, where I have used those since *base*."""
    goals = {*theirs.moves.values(), *(one.get("withdrawn", {}).get("into") for one in theirs.issues.values())}
    for number in theirs.issues.keys() & (mine.used - base.used) - goals:
        new = max(mine.used | theirs.used) + 1
        theirs.used.add(new)
        theirs.issues[new] = theirs.issues.pop(number) | {"number": new}
    return theirs
