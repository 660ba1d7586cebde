"""Honest changes: each brings the entry that it needs, and must be accepted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from benchmarks.histories.world import Fields, World, is_shown, is_standing

Change = Callable[[World], bool]
"""Makes a change to a world; False if there is nothing to which it could be made."""


def revise(world: World) -> bool:
    """Any of the words of an issue, with a revision and the older text."""
    number = world.pick(is_shown)
    if not number:
        return False
    one = world.issues[number]
    if not is_standing(number, one):
        world.unkept.add(number)
    elif number not in world.unkept:
        keep_older(world, number)
    for name in world.chance.sample(("title", "problem", "result", "lead", "category", "measures"), 2):
        edit(world, one, name)
    one["revisions"] = [*one.get("revisions", []), world.entry("更正第")]
    return True


def keep_older(world: World, number: int) -> None:
    """Keep the text that is public, as `revise` does."""
    one = world.issues[number]
    world.older.setdefault(number, {})[1 + len(one.get("revisions", ()))] = {**one}


def edit(world: World, one: Fields, name: str) -> None:
    """Give a field another value."""
    if name == "lead":
        one[name] = ["财务科"] if one.get(name) == ["办公室"] else ["办公室"]
    elif name == "category":
        ids = [each["id"] for each in world.round["categories"] if each["id"] != one[name]]
        one[name] = world.chance.choice(ids)
    else:
        words = world.word("改过的话第")
        one[name] = [words] if name == "measures" else words.rstrip("。")


def update(world: World) -> bool:
    """Progress, sometimes with another status."""
    number = world.pick(is_standing)
    if not number:
        return False
    one = world.issues[number]
    told: Fields = {"date": world.today, "text": world.word("又检查了第")}
    if world.chance.random() < 0.5:
        one["status"] = told["status"] = world.chance.choice(("已完成", "正在推进"))
    one["updates"] = [*one.get("updates", []), told]
    return True


def supplement(world: World) -> bool:
    """An empty field is filled."""
    number = world.pick(lambda _n, one: is_standing(_n, one) and not {"due", "goal"} & one.keys())
    if not number:
        return False
    one = world.issues[number]
    if world.chance.random() < 0.5:
        one["due"] = "2026-12-31"
    else:
        one["goal"] = world.word("目标第")
    one["supplements"] = [*one.get("supplements", []), world.entry("补上第")]
    return True


def move_deadline(world: World) -> bool:
    """A promised day is moved, with its reason."""
    number = world.pick(lambda _n, one: is_standing(_n, one) and one.get("due") and "due_changes" not in one)
    if not number:
        return False
    one = world.issues[number]
    change = {"from": one["due"], "to": "2027-06-30", "date": world.today, "reason": world.word("招标推迟第")}
    one |= {"due": "2027-06-30", "due_changes": [change]}
    return True


def accept(world: World) -> bool:
    """Somebody examined the rectification."""
    number = world.pick(lambda _n, one: is_standing(_n, one) and "accepted" not in one)
    if number:
        world.issues[number]["accepted"] = {"result": "通过", "date": world.today, "by": "示例市纪委"}
    return bool(number)


def reexamine(world: World) -> bool:
    """Somebody came back to look."""
    number = world.pick(is_standing)
    if number:
        one = world.issues[number]
        one["reexamined"] = [*one.get("reexamined", []), {"date": world.today, "found": world.word("没有反弹第")}]
    return bool(number)


def withdraw(world: World) -> bool:
    """An issue goes, with or without its text; never the last one, nor one that another went into."""
    goals = {one["withdrawn"].get("into") for one in world.issues.values() if "withdrawn" in one}
    number = world.pick(lambda n, one: is_standing(n, one) and n not in goals)
    others = [n for n, one in world.issues.items() if n != number and is_standing(n, one)]
    if not number or len(others) < 2:
        return False
    told: Fields = {"date": world.today, "reason": world.word("重复公开第")}
    if world.chance.random() < 0.5:
        told["into"] = world.chance.choice(others)
        world.touched.add(told["into"])
    if world.chance.random() < 0.5:
        told["keep_text"] = True
    world.issues[number]["withdrawn"] = told
    return True


def show_or_hide(world: World) -> bool:
    """The text of a withdrawn issue may be shown or hidden later."""
    number = world.pick(lambda n, one: not is_standing(n, one))
    if number:
        told = world.issues[number]["withdrawn"]
        told["keep_text"] = not told.get("keep_text", False)
    return bool(number)


def bring_back(world: World) -> bool:
    """A withdrawn issue is public again, and says why."""
    number = world.pick(lambda n, one: not is_standing(n, one))
    if number:
        one = world.issues[number]
        world.unkept.add(number)
        del one["withdrawn"]
        one["revisions"] = [*one.get("revisions", []), world.entry("恢复公开第")]
    return bool(number)


def move(world: World) -> bool:
    """An issue gets a number that was never used; whoever called it by its number follows."""
    number = world.pick(lambda _n, _one: True)
    if not number:
        return False
    new = max(world.used) + 1
    world.used.add(new)
    world.touched.add(new)
    world.issues[new] = world.issues.pop(number) | {"number": new}
    world.left |= {(number, version) for version in world.older.get(number, {})}
    if number in world.unkept:
        world.unkept.add(new)
    if number in world.older:
        world.older[new] = {version: one | {"number": new} for version, one in world.older.pop(number).items()}
    world.moves = {old: new if goal == number else goal for old, goal in world.moves.items()} | {number: new}
    for one in world.issues.values():
        if one.get("withdrawn", {}).get("into") == number:
            one["withdrawn"]["into"] = new
    return True


def purge(world: World) -> bool:
    """The older texts of an issue go for ever."""
    number = 0 if world.purged else world.pick(lambda n, one: is_standing(n, one) and world.older.get(n))
    if number:
        del world.older[number]
        world.purged = number
    return bool(number)


def _beside(world: World, name: str) -> bool:
    """Whether the round, the settings or the glossary may be changed today."""
    is_free = name not in world.revised
    world.revised.add(name)
    return is_free


def revise_round(world: World) -> bool:
    """The words of the round."""
    if not _beside(world, "round"):
        return False
    world.round["introduction"] = world.word("现把整改情况公布第")
    world.round["revisions"] = [*world.round.get("revisions", []), world.entry("改了前言第")]
    return True


def rename_category(world: World) -> bool:
    """A category has another title: the round says so, its issues need no entry."""
    if not _beside(world, "round"):
        return False
    world.chance.choice(world.round["categories"])["title"] = world.word("方面第").rstrip("。")
    world.round["revisions"] = [*world.round.get("revisions", []), world.entry("改了类别的名称第")]
    return True


def rename_category_id(world: World) -> bool:
    """A category has another id, which readers only see as an address."""
    if not _beside(world, "round"):
        return False
    one = world.chance.choice(world.round["categories"])
    old, new = one["id"], f"lei-{world.chance.randrange(1_000_000)}"
    one["id"] = new
    for text in (*world.issues.values(), *(text for texts in world.older.values() for text in texts.values())):
        if text["category"] == old:
            text["category"] = new
    world.groups = {was: new if now == old else now for was, now in world.groups.items()} | {old: new}
    return True


def revise_settings(world: World) -> bool:
    """The telephone number."""
    if not _beside(world, "config"):
        return False
    world.words += 1
    world.config["feedback"] = {"phone": f"0100-555{world.words % 10000:04}"}
    world.config["revisions"] = [*world.config.get("revisions", []), world.entry("换了电话第")]
    return True


def revise_term(world: World) -> bool:
    """A word of the glossary, which has its own entries."""
    if not _beside(world, "glossary"):
        return False
    one = world.chance.choice(world.glossary["terms"])
    one["meaning"] = world.word("解释第")
    one["revisions"] = [*one.get("revisions", []), world.entry("改了解释第")]
    return True


def add_term(world: World) -> bool:
    """A new word needs no entry."""
    if not _beside(world, "glossary"):
        return False
    world.words += 1
    term = {"id": f"ci-{world.words}", "term": f"词{world.words}条", "meaning": world.word("解释第")}
    world.glossary["terms"] = [*world.glossary["terms"], term]
    return True


HONEST: Final[tuple[Change, ...]] = (
    World.add_issue,
    revise,
    revise,
    update,
    update,
    supplement,
    move_deadline,
    accept,
    reexamine,
    withdraw,
    show_or_hide,
    bring_back,
    move,
    purge,
    revise_round,
    rename_category,
    rename_category_id,
    revise_settings,
    revise_term,
    add_term,
)
