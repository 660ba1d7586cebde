"""Dishonest changes: each rewrites or takes away something that was public without the entry it needs."""

from __future__ import annotations

from typing import Final

from benchmarks.histories.honest import Change, edit
from benchmarks.histories.world import World, is_shown, is_standing

_LISTS: Final = ("revisions", "updates", "supplements", "reexamined", "due_changes")


def edit_silently(world: World) -> bool:
    """A field has another value."""
    number = world.pick(is_shown)
    if number:
        names = ("title", "problem", "result", "lead", "category", "measures")
        edit(world, world.issues[number], world.chance.choice(names))
    return bool(number)


def edit_beside_an_update(world: World) -> bool:
    """An update does not license another text."""
    number = world.pick(is_standing)
    if number:
        one = world.issues[number]
        edit(world, one, "problem")
        told = {"date": world.today, "text": world.word("又检查了第")}
        one["updates"] = [*one.get("updates", []), told]
    return bool(number)


def empty_a_field(world: World) -> bool:
    """A field is taken away."""
    number = world.pick(lambda n, one: is_shown(n, one) and one.get("result"))
    if number:
        del world.issues[number]["result"]
    return bool(number)


def fill_silently(world: World) -> bool:
    """A field that was empty is filled without a word."""
    number = world.pick(lambda n, one: is_shown(n, one) and "accountable" not in one)
    if number:
        world.issues[number]["accountable"] = world.word("负责人第")
    return bool(number)


def lose_entry(world: World) -> bool:
    """An entry that was public is gone; another revision does not make up for it."""
    number = world.pick(lambda n, one: is_shown(n, one) and any(one.get(name) for name in _LISTS))
    if number:
        one = world.issues[number]
        name = world.chance.choice([name for name in _LISTS if one.get(name)])
        one[name] = one[name][:-1] or []
        if not one[name]:
            del one[name]
        if world.chance.random() < 0.5 and name != "revisions":
            one["revisions"] = [*one.get("revisions", []), world.entry("更正第")]
    return bool(number)


def rewrite_entry(world: World) -> bool:
    """An entry that was public says something else."""
    number = world.pick(lambda n, one: is_shown(n, one) and (one.get("revisions") or one.get("updates")))
    if number:
        one = world.issues[number]
        told = world.chance.choice([*one.get("revisions", []), *one.get("updates", [])])
        told["note" if "note" in told else "text"] = world.word("另一种说法第")
    return bool(number)


def change_status(world: World) -> bool:
    """A status changes and no update says so."""
    number = world.pick(is_standing)
    if number:
        one = world.issues[number]
        one["status"] = "正在推进" if one["status"] != "正在推进" else "已完成"
    return bool(number)


def move_deadline_silently(world: World) -> bool:
    """A promised day is another one."""
    number = world.pick(lambda n, one: is_standing(n, one) and one.get("due"))
    if number:
        world.issues[number]["due"] = "2029-01-31"
    return bool(number)


def delete(world: World) -> bool:
    """An issue's file is gone."""
    number = world.pick(lambda _n, _one: True)
    if number:
        del world.issues[number]
        world.older.pop(number, None)
        world.moves = {old: new for old, new in world.moves.items() if new != number}
        world.left = {one for one in world.left if one[0] in world.moves}
    return bool(number)


def renumber(world: World) -> bool:
    """An issue gets another number, and nothing leads there."""
    number = world.pick(lambda _n, _one: True)
    if number:
        new = max(world.used) + 1
        world.issues[new] = world.issues.pop(number) | {"number": new}
        world.moves = {old: new for old, new in world.moves.items() if new != number}
        world.left = {one for one in world.left if one[0] in world.moves}
    return bool(number)


def lead_away(world: World) -> bool:
    """An issue's page leads to another issue."""
    number = world.pick(lambda _n, _one: True)
    others = [one for one in world.issues if one != number]
    if not number or not others:
        return False
    del world.issues[number]
    goal = world.chance.choice(others)
    world.left |= {(number, version) for version in world.older.pop(number, {})}
    world.moves = {old: goal if new == number else new for old, new in world.moves.items()} | {number: goal}
    return True


def lead_elsewhere(world: World) -> bool:
    """An old address leads to another issue than before."""
    old = next((one for one, new in world.moves.items() if len(world.issues) > 1 and new not in world.touched), 0)
    if old:
        world.moves[old] = world.chance.choice([one for one in world.issues if one != world.moves[old]])
    return bool(old)


def move_two_onto_one(world: World) -> bool:
    """Two issues lead to one new page, so that one text is gone."""
    one, other = world.pick(is_standing), world.pick(is_standing)
    if not one or not other:
        return False
    new = max(world.used) + 1
    world.issues[new] = world.issues.pop(one) | {"number": new}
    del world.issues[other]
    for number in (one, other):
        world.left |= {(number, version) for version in world.older.pop(number, {})}
    world.moves = {old: new if goal in (one, other) else goal for old, goal in world.moves.items()}
    world.moves |= {one: new, other: new}
    return True


def take_over_address(world: World) -> bool:
    """A new issue stands where another one did that has moved."""
    old = next(iter(world.moves), 0)
    if old:
        world.add_issue()
        new = max(world.used)
        world.issues[old] = world.issues.pop(new) | {"number": old}
        del world.moves[old]
        world.left = {one for one in world.left if one[0] != old}
    return bool(old)


def date_back(world: World) -> bool:
    """A time of publication that never was."""
    number = world.pick(is_shown)
    if number:
        world.issues[number]["published"] = "2025-11-30 08:00"
    return bool(number)


def rewrite_withdrawal(world: World) -> bool:
    """Another reason."""
    number = world.pick(lambda n, one: not is_standing(n, one))
    if number:
        world.issues[number]["withdrawn"]["reason"] = world.word("内容有误第")
    return bool(number)


def withdraw_another_text(world: World) -> bool:
    """A withdrawal that shows a text which never was public."""
    number = world.pick(is_standing)
    if number:
        one = world.issues[number]
        edit(world, one, "problem")
        one["withdrawn"] = {"date": world.today, "reason": world.word("重复公开第"), "keep_text": True}
    return bool(number)


def bring_back_silently(world: World) -> bool:
    """A withdrawn issue is there again."""
    number = world.pick(lambda n, one: not is_standing(n, one))
    if number:
        del world.issues[number]["withdrawn"]
    return bool(number)


def forge_older_text(world: World) -> bool:
    """An older text that was public says something else, or one is made up."""
    number = world.pick(lambda n, one: is_shown(n, one) and world.older.get(n))
    if number:
        edit(world, world.chance.choice(list(world.older[number].values())), "problem")
    return bool(number)


def make_up_older_text(world: World) -> bool:
    """A revision that keeps a text which never was public."""
    number = world.pick(is_standing)
    if number:
        one = world.issues[number]
        made_up = {**one}
        edit(world, made_up, "problem")
        world.older.setdefault(number, {})[1 + len(one.get("revisions", ()))] = made_up
        edit(world, one, "problem")
        one["revisions"] = [*one.get("revisions", []), world.entry("更正第")]
    return bool(number)


def lose_older_text(world: World) -> bool:
    """An older text is gone without a purge."""
    number = world.pick(lambda n, one: is_standing(n, one) and world.older.get(n))
    if number:
        del world.older[number]
    return bool(number)


def edit_round(world: World) -> bool:
    """The words of the round, its totals, the title of a category."""
    what = world.chance.randrange(3)
    if what == 0:
        world.round["introduction"] = world.word("另一种说法第")
    elif what == 1:
        world.round["claims"] = {"problems": 14 + world.words}
    else:
        world.chance.choice(world.round["categories"])["title"] = world.word("方面第").rstrip("。")
    return "round" not in world.revised


def drop_category(world: World) -> bool:
    """A category is gone with its list, which there is if an issue stands in it."""
    last = world.round["categories"][-1]["id"]
    is_listed = any(one["category"] == last and is_standing(number, one) for number, one in world.issues.items())
    if "round" in world.revised or len(world.round["categories"]) < 2 or not is_listed:
        return False
    gone = world.round["categories"].pop()
    world.round["revisions"] = [*world.round.get("revisions", []), world.entry("少了一个类别第")]
    for number, one in world.issues.items():
        if one["category"] == gone["id"]:
            world.touched.add(number)
            one["category"] = world.round["categories"][0]["id"]
            one["revisions"] = [*one.get("revisions", []), world.entry("更正第")]
    return True


def edit_settings(world: World) -> bool:
    """Who is told of what."""
    world.config["name"] = world.word("示例局第").rstrip("。")
    return "config" not in world.revised


def edit_term(world: World) -> bool:
    """Another meaning; the entry of another word does not count."""
    if "glossary" in world.revised or len(world.glossary["terms"]) < 2:
        return False
    one, other = world.chance.sample(world.glossary["terms"], 2)
    one["meaning"] = world.word("解释第")
    other["revisions"] = [*other.get("revisions", []), world.entry("改了解释第")]
    return True


def lose_term(world: World) -> bool:
    """A word is gone."""
    world.glossary["terms"] = world.glossary["terms"][1:]
    return "glossary" not in world.revised and bool(world.glossary["terms"])


DISHONEST: Final[tuple[Change, ...]] = (
    edit_silently,
    edit_beside_an_update,
    empty_a_field,
    fill_silently,
    lose_entry,
    rewrite_entry,
    change_status,
    move_deadline_silently,
    delete,
    renumber,
    lead_away,
    lead_elsewhere,
    move_two_onto_one,
    take_over_address,
    date_back,
    rewrite_withdrawal,
    withdraw_another_text,
    bring_back_silently,
    forge_older_text,
    make_up_older_text,
    lose_older_text,
    edit_round,
    drop_category,
    edit_settings,
    edit_term,
    lose_term,
)
