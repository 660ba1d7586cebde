"""Plays a random history of publications, and says where the program took it otherwise than it was meant."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from random import Random
from typing import Final, NamedTuple, Protocol

from benchmarks.histories import merging
from benchmarks.histories.dishonest import DISHONEST
from benchmarks.histories.honest import HONEST
from benchmarks.histories.world import World
from rectify.release import checkpoints, journal
from rectify.release.journal import Entry

ORIGIN: Final = "https://www.example.gov.cn/xczg/"
_TRIES: Final = 20
_AGAIN: Final = 4
"""Every so many publications the same is published again."""

_OTHERS_WORDS: Final = 1000
"""From here on a second webmaster counts his words, so that nobody writes the same."""

_DISHONEST: Final = 0.5
_BACK: Final = 0.1
_COPY: Final = 0.3
_MEETING: Final = 0.5
"""How likely it is that something happens."""


class Bench(Protocol):
    """Publishes worlds, in memory or through the commands."""

    @property
    def record(self) -> tuple[Entry, ...]:
        """The public record so far."""

    def publish(self, world: World) -> list[str]:
        """Publish a world; what was refused, or nothing if it is public now."""

    def roll_back(self) -> bool:
        """Make public what was so before; whether that could be done."""

    def verify(self) -> list[str]:
        """What is wrong with what is public."""


class Outcome(NamedTuple):
    """What became of a history: how often something was published and refused, the changes by name, and what went wrong."""

    published: int
    refused: int
    names: tuple[str, ...]
    wrong: tuple[str, ...]


def play(seed: int, bench: Bench, publications: int) -> Outcome:
    """Publish so many times; in between try dishonest changes, go back, and let a second webmaster work on a copy."""
    played = _History(bench, Random(seed))
    played.accept(played.world, "first")
    while played.published < publications and not played.wrong:
        played.go_on()
    if not played.wrong:
        played.wrong += [*bench.verify(), *_exposure(bench.record, played.chance)]
    return Outcome(played.published, played.refused, tuple(played.names), tuple(played.wrong))


class _History:
    """A bureau in time: its content, what was public before, the copy of a second webmaster, and what was found."""

    def __init__(self, bench: Bench, chance: Random) -> None:
        self.bench, self.chance = bench, chance
        self.world = World(chance)
        for _ in range(chance.randint(2, 5)):
            self.world.add_issue()
        self.published = self.refused = 0
        self.names: list[str] = []
        self.wrong: list[str] = []
        self._before: World | None = None
        self._public: World | None = None
        """What is public, if that is older than the content."""
        self._second: tuple[World, World] | None = None
        """What a second webmaster began with, and what he made of it."""

    def go_on(self) -> None:
        """Something happens."""
        chance = self.chance
        if chance.random() < _DISHONEST:
            forged, name = _changed(self.world, chance, DISHONEST, 1)
            self.names.append(name)
            self.refuse(forged, name, self.world)
        elif self._second and chance.random() < _MEETING:
            self._meet(*self._second)
            self._second = None
        elif self._before and not self._public and chance.random() < _BACK and self.bench.roll_back():
            self.names.append("roll_back")
            self._public, self._second = self._before, None
        else:
            if chance.random() < _COPY:
                base = self.world.copied(chance)
                base.words += _OTHERS_WORDS
                self._second = base, _changed(base, chance, HONEST, chance.randint(1, 2))[0]
            world, name = _changed(self.world, chance, HONEST, chance.randint(1, 3))
            self.names += name.split("+")
            self.accept(world, name)

    def accept(self, world: World, name: str) -> None:
        """Publish an honest *world*; now and then the same again, which must not be different."""
        if refused := self.bench.publish(world):
            self.wrong.append(f"refused: {name}: {refused}")
        count, is_purged, world.purged = len(self.bench.record), bool(world.purged), 0
        if self.published % _AGAIN == 0 and (self.bench.publish(world) or len(self.bench.record) != count):
            self.wrong.append(f"something is different when published again: {name}")
        world.settle()
        self._before = None if is_purged else self.world.copied(self.chance)
        self.world, self._public = world, None
        self.published += 1

    def refuse(self, forged: World, name: str, world: World) -> None:
        """Try a *forged* world in the place of *world*."""
        if self._public and _is_excused(world, forged, self._public):
            return
        if not self.bench.publish(forged):
            self.wrong.append(f"accepted: {name}")
        self.refused += 1

    def _meet(self, base: World, second: World) -> None:
        """The second webmaster's content is joined with ours, copied over it, or published as it is."""
        way = self.chance.choice(("merged", "copied over", "alone"))
        if way == "merged":
            if world := merging.merged(base, self.world, second, self.chance):
                self.names.append(way)
                self.accept(world, way)
            return
        result = merging.copied_over(self.world, second, self.chance) if way == "copied over" else second
        if merging.is_lost(base, self.world, result):
            self.names.append(way)
            self.refuse(result, way, self.world)


def _is_excused(world: World, forged: World, public: World) -> bool:
    """Whether the *forged* world only takes back what a rollback did already, or tells so in a revision."""
    own, other, there = (merging.parts(one) for one in (world, forged, public))
    return all(
        (key[0] != "issue" or key in other)
        and (
            other.get(key) == there.get(key)
            or len(other.get(key, {}).get("revisions", ())) > len(own.get(key, {}).get("revisions", ()))
        )
        for key in own | other
        if own.get(key) != other.get(key)
    )


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


def _exposure(record: Sequence[Entry], chance: Random) -> Iterator[str]:
    """An old checkpoint fits the record that goes on from it, and no other."""
    old = checkpoints.checkpoint_of(ORIGIN, record[: chance.randint(1, len(record))])
    if checkpoints.rewritten(old, record):
        yield "a checkpoint does not fit its own record"
    forged = _rewritten(record, old.entries, chance)
    if not checkpoints.rewritten(old, journal.parse_journal(journal.write_journal(forged))):
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
