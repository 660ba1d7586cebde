"""Plays a random history of publications, and says where the program took it otherwise than it was meant."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from random import Random
from typing import Final, NamedTuple, Protocol

from benchmarks.histories.dishonest import DISHONEST
from benchmarks.histories.honest import HONEST
from benchmarks.histories.world import World
from rectify.release import checkpoints, journal
from rectify.release.journal import Entry

ORIGIN: Final = "https://www.example.gov.cn/xczg/"
_TRIES: Final = 20
_AGAIN: Final = 4
"""Every so many publications the same is published again."""


class Bench(Protocol):
    """Publishes worlds, in memory or through the commands."""

    @property
    def record(self) -> tuple[Entry, ...]:
        """The public record so far."""

    def publish(self, world: World) -> list[str]:
        """Publish a world; what was refused, or nothing if it is public now."""

    def verify(self) -> list[str]:
        """What is wrong with what is public."""


class Outcome(NamedTuple):
    """What became of a history: how often something was published and refused, the changes by name, and what went wrong."""

    published: int
    refused: int
    names: tuple[str, ...]
    wrong: tuple[str, ...]


def play(seed: int, bench: Bench, publications: int) -> Outcome:
    """Publish so many times; between publications dishonest changes, old copies of a second webmaster, and merges are tried."""
    chance = Random(seed)
    world = World(chance)
    for _ in range(chance.randint(2, 5)):
        world.add_issue()
    names: list[str] = []
    wrong = list(_accepted(bench, world, "first"))
    world.settle()
    published, refused = 1, 0
    stale: World | None = None
    while published < publications and not wrong:
        if chance.random() < 0.5:
            forged, name = _changed(world, chance, DISHONEST, 1)
            names.append(name)
            if not bench.publish(forged):
                wrong.append(f"accepted: {name}")
            refused += 1
            continue
        if stale and chance.random() < 0.5:  # the second webmaster publishes an old copy, without what was public since
            if _is_missed(stale, world) and not bench.publish(stale):
                wrong.append("accepted: an old copy of a second webmaster")
            refused += 1
            stale = None
            continue
        if chance.random() < 0.3:
            stale = world.copied(chance)
        world, name = _changed(world, chance, HONEST, chance.randint(1, 3))
        names += name.split("+")
        wrong += _accepted(bench, world, name, again=published % _AGAIN == 0)
        world.settle()
        published += 1
    wrong += [*bench.verify(), *_exposure(bench.record, chance)] if not wrong else []
    return Outcome(published, refused, tuple(names), tuple(wrong))


def _accepted(bench: Bench, world: World, name: str, *, again: bool = False) -> Iterator[str]:
    """What was refused of an honest world; published *again*, nothing is different."""
    if refused := bench.publish(world):
        yield f"refused: {name}: {refused}"
    before, world.purged = len(bench.record), 0
    if again and (bench.publish(world) or len(bench.record) != before):
        yield f"something is different when published again: {name}"


def _changed(world: World, chance: Random, changes: Sequence[Callable[[World], bool]], most: int) -> tuple[World, str]:
    """A copy of the *world* with at most so many *changes*, at least one, and their names."""
    made, names = world.copied(chance), []
    for _ in range(_TRIES):
        change = chance.choice(changes)
        tried = made.copied(chance)
        if change(tried):
            made = tried
            names.append(change.__name__)
        if len(names) == most:
            break
    return made, "+".join(names)


def _is_missed(stale: World, world: World) -> bool:
    """Whether the *stale* world lacks something that the rules want kept: more than whether a withdrawn text is shown."""

    def kept(one: World) -> object:
        issues = {
            number: {
                name: {key: told for key, told in value.items() if key != "keep_text"} if name == "withdrawn" else value
                for name, value in fields.items()
            }
            for number, fields in one.issues.items()
        }
        return issues, one.older, one.round, one.config, one.glossary

    return kept(stale) != kept(world)


def _exposure(record: Sequence[Entry], chance: Random) -> Iterator[str]:
    """An old checkpoint fits the record that goes on from it, and no other."""
    old = checkpoints.checkpoint_of(ORIGIN, record[: chance.randint(1, len(record))])
    if checkpoints.rewritten(old, record):
        yield "a checkpoint does not fit its own record"
    forged = _rewritten(record, old.entries, chance)
    if not checkpoints.rewritten(old, journal.parsed(journal.written(forged))):
        yield "a rewritten record fits an old checkpoint"


def _rewritten(record: Sequence[Entry], before: int, chance: Random) -> tuple[Entry, ...]:
    """The record with something else among its first entries; all digests are made to fit."""
    entries, place = list(record), chance.randrange(before)
    one = entries[place]
    match chance.randrange(5):
        case 0:
            entries[place] = one._replace(text="".join(chance.choices("0123456789abcdef", k=64)))
        case 1:
            del entries[place]
        case 2:
            entries.insert(place, one._replace(note="另有说明"))
        case 3:
            entries[place] = one._replace(time="2020-01-01T08:00:00+08:00")
        case _:
            del entries[place:]
    return tuple(entries)
