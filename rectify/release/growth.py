"""How a canonical text grew since it was public: by which entries, and what changed without one.

Two trees are compared (`field.canonical`). What happened is kept in lists that can only grow. A field that was filled
may be changed with a new revision, one that was empty may be filled with a supplement; a status may be changed by
an update that says so, and dated acts (an acceptance, a withdrawal) are entries themselves.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from rectify.field.canonical import Lines, Tree, history_names
from rectify.field.model import Category, Issue, Round, Withdrawal
from rectify.field.shape import fields_of


def _name(field: str, kind: Any = Issue) -> str:
    return str(fields_of(kind)[field].metadata["name"])


REVISIONS: Final = _name("revisions")
SUPPLEMENTS: Final = _name("supplements")
UPDATES: Final = _name("updates")
CATEGORY: Final = _name("category")
WITHDRAWAL: Final = _name("withdrawn")
NUMBER: Final = _name("number")
PROBLEM: Final = _name("problem")
PUBLISHED: Final = _name("published")
_STATUS: Final = _name("status")
_STATUS_REASON: Final = _name("status_reason")
_DUE: Final = _name("due")
_DUE_CHANGES: Final = _name("due_changes")
_UPDATED: Final = _name("updated")
_HISTORIES: Final = history_names(Issue)
_ACTS: Final = frozenset({_name("accepted"), WITHDRAWAL, _name("accepted", Round), _name("archived", Round)})
"""Fields that are entries themselves: they bear their day."""

_ID: Final = _name("id", Category)
_CATEGORIES: Final = _name("categories", Round)
_NOTHING: Final[Mapping[str, str]] = MappingProxyType({})


class Loss(NamedTuple):
    """An entry of a history that was public and is gone or another now: in which list, and what it said."""

    history: str
    said: str


class Edit(NamedTuple):
    """A field that changed without an entry, and whether it was empty before."""

    name: str
    was_empty: bool


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
    lost: list[Loss] = []
    for name in _names(before, after):
        if name in _HISTORIES:
            was, is_now = before.get(name, ()), after.get(name, ())
            lost += (Loss(name, in_words(one)) for one in _without(was, is_now))
            if new := _without(is_now, was):
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
        Edit(name, name in filled)
        for name in differing
        if not (
            REVISIONS in added
            or name in acts
            or (name in filled and (SUPPLEMENTS in added or name in listed))
            or (name == _UPDATED and is_grown)
            or (name in (_STATUS, _STATUS_REASON) and _is_told(after, added.get(UPDATES, ())))
            or (name == _DUE and _DUE_CHANGES in added)
            or (name == CATEGORY and renamed and renamed.get(before.get(name, "")) == after.get(name))
            or (name in listed and _is_grown_by_itself(before[name], after[name]))
        )
    )
    return Growth(
        tuple(dict.fromkeys((*added, *acts, *(one for part in inner for one in part.added)))),
        filled,
        (*lost, *(one for part in inner for one in part.lost)),
        edits,
    )


def with_category_ids(tree: Tree, goals: Mapping[str, str]) -> Tree:
    """The text of a round with the ids that its categories have now, by *goals*; readers see their titles alone."""
    categories = tree.get(_CATEGORIES, ())
    moved = tuple({**one, _ID: goals.get(one[_ID], one[_ID])} for one in categories)
    return {**tree, _CATEGORIES: moved} if categories else tree


def renamed_categories(before: Tree, after: Tree) -> Mapping[str, str]:
    """From the texts of a round, the titles of categories that have another title now, with it."""
    title = _name("title", Category)
    now = {one[_ID]: one[title] for one in after.get(_CATEGORIES, ())}
    return {one[title]: now.get(one[_ID], "") for one in before.get(_CATEGORIES, ())}


def withdrawal_of(tree: Tree) -> Tree:
    """When, why and where to an issue was withdrawn; whether its text is shown may change."""
    return {name: value for name, value in tree.get(WITHDRAWAL, {}).items() if name != _name("keep_text", Withdrawal)}


def in_words(entry: Any) -> str:
    """An entry of a history as a line: its values one after the other."""
    return "，".join(_values(entry))[:60]


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


def _without(items: Iterable[Any], others: Iterable[Any]) -> tuple[Any, ...]:
    """Those of *items* that are not among *others*, each as often as it is missing there."""
    left = list(others)
    found = []
    for item in items:
        if item in left:
            left.remove(item)
        else:
            found.append(item)
    return tuple(found)


def _is_list(value: Any) -> bool:
    return isinstance(value, tuple) and not isinstance(value, Lines)


def _is_filled(before: Any, after: Any) -> bool:
    """Whether *after* says all that *before* did, unchanged and in the same order, and more."""
    if before is None:
        return after is not None
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        return all(after.get(name) == value for name, value in before.items())
    if _is_list(before) and _is_list(after):
        rest = iter(after)
        return all(any(one == other for other in rest) for one in before)
    return False


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
