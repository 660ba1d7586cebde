"""Blocks: outputs that are planned together, and stand together if what they are planned from did not change."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from rectify.engine.fingerprint import Fingerprints
from rectify.engine.output import Output, Page, check_function
from rectify.engine.store import KeptBlock


@dataclass(frozen=True, slots=True)
class Block:
    """Some outputs of a site: `expand(inputs)` plans them, and may use nothing else."""

    name: str
    expand: Callable[[Any], Iterable[Output]]
    inputs: Any

    def __post_init__(self) -> None:
        check_function(self.expand)


def planned_already(outputs: tuple[Output, ...]) -> tuple[Output, ...]:
    """Expand a block whose inputs are its outputs: one that is planned anew by each build."""
    return outputs


@dataclass(frozen=True, slots=True)
class PlannedBlock:
    """A block beside what the last build kept of it.

    `kept` holds fingerprints and links of all its outputs; `stale` are the outputs that have to be
    made. `outputs` are all of them, or none if the block stands as a whole.
    """

    block: Block
    kept: KeptBlock
    outputs: tuple[Output, ...]
    stale: tuple[Output, ...]

    @property
    def paths(self) -> Collection[str]:
        """The addresses of its outputs; one that two of them want stands twice."""
        return [output.path for output in self.outputs] if self.outputs else self.kept.outputs

    def pages(self) -> Iterator[Page]:
        """Its pages, planned now if the block stands."""
        outputs = self.outputs or tuple(self.block.expand(self.block.inputs))
        return (output for output in outputs if isinstance(output, Page))


def plan_block(
    block: Block, known: Mapping[str, KeptBlock], fingerprints: Fingerprints, is_intact: Callable[[str], bool]
) -> PlannedBlock:
    """The *block* beside those that were *known* to the last build; *is_intact* tells of a file as that build left it."""
    last = known.get(block.name)
    if block.expand is planned_already:
        fingerprint = ""
    else:
        fingerprint = fingerprints.of_block(block.name, block.expand, block.inputs)
        if last and last.fingerprint == fingerprint and all(map(is_intact, last.outputs)):
            return PlannedBlock(block, last, (), ())
    outputs = tuple(block.expand(block.inputs))
    marks = {output.path: fingerprints.of_output(output) for output in outputs}
    links = {output.path: list(output.links) for output in outputs if isinstance(output, Page) and output.links}
    before = last.outputs if last else {}
    stale = tuple(o for o in outputs if before.get(o.path) != marks[o.path] or not is_intact(o.path))
    return PlannedBlock(block, KeptBlock(fingerprint, marks, links), outputs, stale)
