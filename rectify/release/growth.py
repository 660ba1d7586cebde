"""How a canonical text grew since it was public: by which entries, and what changed without one.

Two trees are compared (`field.canonical`). What happened is kept in lists that can only grow. A field that was filled
may be changed with a new revision, one that was empty may be filled with a supplement; a status may be changed by
an update that says so, and dated acts (an acceptance, a withdrawal) are entries themselves.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import takewhile
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from rectify.field.canonical import Lines, Tree, history_names
from rectify.field.config import Department, SiteConfig
from rectify.field.life import EarlierIssue
from rectify.field.model import Category, Issue, RelatedIssue, Revision, Round, Withdrawal
from rectify.field.shape import fields_of
from rectify.ground.text import quote


def _name(field: str, kind: Any = Issue) -> str:
    return str(fields_of(kind)[field].metadata["name"])


REVISIONS: Final = _name("revisions")
SUPPLEMENTS: Final = _name("supplements")
UPDATES: Final = _name("updates")
DUE_CHANGES: Final = _name("due_changes")
CATEGORY: Final = _name("category")
WITHDRAWAL: Final = _name("withdrawn")
NUMBER: Final = _name("number")
TITLE: Final = _name("title")
PROBLEM: Final = _name("problem")
PUBLISHED: Final = _name("published")
_STATUS: Final = _name("status")
_STATUS_REASON: Final = _name("status_reason")
_DUE: Final = _name("due")
_UPDATED: Final = _name("updated")
_HISTORIES: Final = history_names(Issue)
_ACTS: Final = frozenset({_name("accepted"), WITHDRAWAL, _name("accepted", Round), _name("archived", Round)})
"""Fields that are entries themselves: they bear their day."""

_SAME: Final = 6
"""Characters that are shown on either side of a difference."""

_SHOWN: Final = 60
"""Characters that are shown of a difference at most."""

_ID: Final = _name("id", Category)
_CATEGORIES: Final = _name("categories", Round)
_BODIES: Final = _name("bodies", SiteConfig)
_NAMED_BY: Final = {_CATEGORIES: _name("title", Category), _name("departments", SiteConfig): _name("name", Department)}
"""Lists whose ids readers only meet in addresses, with the names by which they know the items."""

_INTO: Final = _name("into", Withdrawal)
_RELATED: Final = _name("related")
_RELATED_NUMBER: Final = _name("number", RelatedIssue)
_RETURNS: Final = _name("returns")
_EARLIER_NUMBER: Final = _name("number", EarlierIssue)
_ROUND: Final = _name("round", EarlierIssue)
Place = tuple[str, int]
"""A round and the number of an issue in it."""

_NOTHING: Final[Mapping[str, str]] = MappingProxyType({})


class Loss(NamedTuple):
    """An entry of a history that was public and is gone or another now: in which list, and what it said."""

    history: str
    said: str


class Edit(NamedTuple):
    """A field that changed without an entry, whether it was empty before, and its values before and now."""

    name: str
    was_empty: bool
    before: Any = ""
    now: Any = ""

    @property
    def in_words(self) -> str:
        """The name with the old words beside the new ones."""
        before, now = ("\n".join(_values(value)) for value in (self.before, self.now))
        return f"{self.name}：" + "改成".join(quote(words) if words else "空" for words in differing_words(before, now))


class Growth(NamedTuple):
    """What was added, by the names of lists and of fields that are entries themselves, and what must not be.

    `filled` are the names of fields that were empty before.
    """

    added: tuple[str, ...]
    filled: tuple[str, ...]
    lost: tuple[Loss, ...]
    edits: tuple[Edit, ...]

    @property
    def is_legitimate(self) -> bool:
        """Whether nothing was lost or changed without an entry."""
        return not self.lost and not self.edits


def growth(before: Tree, after: Tree, free: Collection[str] = (), renamed: Mapping[str, str] = _NOTHING) -> Growth:
    """How the tree *before* became *after*.

    Fields in *free* may be any other. *renamed* are the titles of categories that the round itself revised.
    """
    added: dict[str, tuple[Any, ...]] = {}
    losses: list[Loss] = []
    for name in _names(before, after):
        if name in _HISTORIES:
            was, is_now = before.get(name, ()), after.get(name, ())
            losses += (Loss(name, in_words(one)) for one in _remainder(was, is_now))
            if not losses and not is_part(was, is_now):
                losses.append(Loss(name, "先后次序"))
            if new := _remainder(is_now, was):
                added[name] = new
    listed = _by_id(before, after)
    inner = [_grown_items(before[name], after[name]) for name in listed]
    differing = [
        name
        for name in _names(before, after)
        if name not in _HISTORIES and name not in free and before.get(name) != after.get(name)
    ]
    filled = tuple(name for name in differing if _is_filled(before.get(name), after.get(name)))
    acts = [name for name in filled if name in _ACTS and name not in before]
    is_grown = bool(added or acts)
    edits = tuple(
        Edit(name, name in filled, before.get(name, ""), after.get(name, ""))
        for name in differing
        if not (
            REVISIONS in added
            or name in acts
            or (name in filled and (SUPPLEMENTS in added or name in listed))
            or (name == _UPDATED and is_grown)
            or (name in (_STATUS, _STATUS_REASON) and _is_told(after, added.get(UPDATES, ())))
            or (name == _DUE and DUE_CHANGES in added)
            or (name == CATEGORY and renamed and renamed.get(before.get(name, "")) == after.get(name))
            or (name in listed and _is_grown_by_itself(before[name], after[name]))
        )
    )
    return Growth(
        tuple(dict.fromkeys((*added, *acts, *(one for part in inner for one in part.added)))),
        filled,
        (*losses, *(one for part in inner for one in part.lost)),
        edits,
    )


def with_new_ids(before: Tree, after: Tree, goals: Mapping[str, str]) -> Tree:
    """The text *before* of a round or the site with the ids that categories and departments have *after*.

    Readers see their names alone: by *goals* where their lists lead, or else by the same name.
    """
    found = dict(before)
    for field, name in _NAMED_BY.items():
        now = {one[name]: one[_ID] for one in after.get(field, ())}
        if field in before:
            old = before[field]
            found[field] = tuple({**one, _ID: goals.get(one[_ID]) or now.get(one[name], one[_ID])} for one in old)
    if _BODIES in before:
        bodies = {one[_ID]: one for one in after.get(_BODIES, ())}
        found[_BODIES] = tuple(with_new_ids(one, bodies.get(one[_ID], {}), {}) for one in before[_BODIES])
    return found


def with_moved_issues(tree: Tree, round_id: str, goals: Mapping[Place, Place]) -> Tree:
    """The text of an issue of the round *round_id* with the numbers that other issues have now, by *goals*.

    What is called by its number there: the issue that it went into, those that are related, and earlier ones.
    """

    def move(one: Tree, name: str) -> Tree:
        place = one.get(_ROUND, round_id), int(one.get(name, 0))
        goal = goals.get(place)
        return {**one, name: str(goal[1]), **({_ROUND: goal[0]} if _ROUND in one else {})} if goal else one

    found = dict(tree)
    if WITHDRAWAL in tree:
        found[WITHDRAWAL] = move(tree[WITHDRAWAL], _INTO)
    for field, name in ((_RELATED, _RELATED_NUMBER), (_RETURNS, _EARLIER_NUMBER)):
        if field in tree:
            found[field] = tuple(move(one, name) for one in tree[field])
    return found


def renamed_categories(before: Tree, after: Tree) -> Mapping[str, str]:
    """From the texts of a round, the titles of categories that have another title now, with it."""
    title = _name("title", Category)
    now = {one[_ID]: one[title] for one in after.get(_CATEGORIES, ())}
    return {one[title]: now.get(one[_ID], "") for one in before.get(_CATEGORIES, ())}


def category_titles(tree: Tree) -> frozenset[str]:
    """The titles of the categories in the text of a round."""
    return frozenset(one[_name("title", Category)] for one in tree.get(_CATEGORIES, ()))


def withdrawal_of(tree: Tree) -> Tree:
    """When, why and where to an issue was withdrawn; whether its text and title are shown may change."""
    free = {_name(name, Withdrawal) for name in ("keep_text", "hide_title")}
    return {name: value for name, value in tree.get(WITHDRAWAL, {}).items() if name not in free}


def day_of_withdrawal(tree: Tree) -> str:
    """The day of the withdrawal of an issue, ISO; empty if it is not withdrawn."""
    return str(tree.get(WITHDRAWAL, {}).get(_name("date", Withdrawal), ""))


def day_of(revision: Tree) -> str:
    """The day of a revision, ISO, perhaps a year or a month alone."""
    return str(revision.get(_name("date", Revision), ""))


def in_words(entry: Any) -> str:
    """An entry of a history as a line: its values one after the other."""
    return "，".join(_values(entry))[:60]


def differing_words(before: str, now: str) -> tuple[str, str]:
    """Where two texts differ: the words of each from the first difference to the last, with some that are the same."""
    start = _same(before, now)
    end = _same(before[start:][::-1], now[start:][::-1])
    return _excerpt(before, start, len(before) - end), _excerpt(now, start, len(now) - end)


def _same(one: str, other: str) -> int:
    """How many characters two texts have in common at their beginning."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _excerpt(text: str, start: int, end: int) -> str:
    """The words of a *text* from *start* to *end* with some before and behind, cut if they are many."""
    first, last = max(start - _SAME, 0), min(end + _SAME, len(text))
    shown = " ".join(text[first : min(last, first + _SHOWN)].split())
    return ("…" if first else "") + shown + ("…" if min(last, first + _SHOWN) < len(text) else "")


def _values(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Lines):
        yield from value.lines
    else:
        for one in value.values() if isinstance(value, Mapping) else value:
            yield from _values(one)


def _names(*trees: Tree) -> Iterable[str]:
    return dict.fromkeys(name for tree in trees for name in tree)


def _remainder(items: Iterable[Any], others: Iterable[Any]) -> tuple[Any, ...]:
    """Those of *items* that are not among *others*, each as often as it is missing there."""
    rest = list(others)
    missing = []
    for item in items:
        if item in rest:
            rest.remove(item)
        else:
            missing.append(item)
    return tuple(missing)


def _is_list(value: Any) -> bool:
    return isinstance(value, tuple) and not isinstance(value, Lines)


def _is_filled(before: Any, after: Any) -> bool:
    """Whether *after* says all that *before* did, unchanged and in the same order, and more."""
    if before is None:
        return after is not None
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        return all(after.get(name) == value for name, value in before.items())
    return _is_list(before) and _is_list(after) and is_part(before, after)


def is_part(before: Iterable[Any], after: Iterable[Any]) -> bool:
    """Whether all of *before* is in *after*, in the same order."""
    rest = iter(after)
    return all(any(one == other for other in rest) for one in before)


def _by_id(before: Tree, after: Tree) -> tuple[str, ...]:
    """The names of lists whose items have ids on both sides."""
    return tuple(name for name in before if name in after and _have_ids(before[name]) and _have_ids(after[name]))


def _have_ids(value: Any) -> bool:
    return _is_list(value) and all(isinstance(item, Mapping) and _ID in item for item in value)


def _grown_items(before: tuple[Tree, ...], after: tuple[Tree, ...]) -> Growth:
    """How the items of a list, told by their ids, grew; what was changed in one is told by its history."""
    now = {item[_ID]: item for item in after}
    parts = [growth(item, now[item[_ID]]) for item in before if item[_ID] in now and now[item[_ID]] != item]
    return Growth(
        tuple(one for part in parts for one in part.added),
        (),
        tuple(one for part in parts for one in part.lost),
        (),
    )


def _is_grown_by_itself(before: tuple[Tree, ...], after: tuple[Tree, ...]) -> bool:
    """Whether every item is still there, and each that is another now has its own entry for that."""
    now = {item[_ID]: item for item in after}
    return all(item[_ID] in now and growth(item, now[item[_ID]]).is_legitimate for item in before)


def _is_told(after: Tree, updates: Iterable[Tree]) -> bool:
    """Whether one of the new *updates* says the status of today."""
    return any(one.get(_STATUS) == after.get(_STATUS) for one in updates)
