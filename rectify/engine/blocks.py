"""Blocks: groups of outputs that are planned together, and kept whole if their common inputs did not change."""

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
    """The `expand` of a block whose inputs are its outputs, so that every build plans it anew."""
    return outputs


@dataclass(frozen=True, slots=True)
class PlannedBlock:
    """A block, and which of its outputs have to be made.

    `kept` holds fingerprints and links of all its outputs, for this build's store. `stale` are the outputs that have
    to be made. `outputs` are all of them, or none if the whole block is kept as it is.
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
        """All its pages; those of a block that is kept are planned now."""
        outputs = self.outputs or tuple(self.block.expand(self.block.inputs))
        return (output for output in outputs if isinstance(output, Page))


def plan_block(
    block: Block, kept_blocks: Mapping[str, KeptBlock], fingerprints: Fingerprints, is_intact: Callable[[str], bool]
) -> PlannedBlock:
    """Compare a block with what the last build kept, and plan its outputs if anything differs.

    *kept_blocks* are the kept blocks by name; `is_intact(path)` says whether the file at a path is as the last build
    left it. Raises TypeError if inputs are no plain data.
    """
    last = kept_blocks.get(block.name)
    if block.expand is planned_already:
        fingerprint = ""
    else:
        fingerprint = fingerprints.of_block(block.name, block.expand, block.inputs)
        if last and last.fingerprint == fingerprint and all(map(is_intact, last.outputs)):
            return PlannedBlock(block, last, (), ())
    outputs = tuple(block.expand(block.inputs))
    by_path = {output.path: fingerprints.of_output(output) for output in outputs}
    links = {output.path: list(output.links) for output in outputs if isinstance(output, Page) and output.links}
    before = last.outputs if last else {}
    stale = tuple(o for o in outputs if before.get(o.path) != by_path[o.path] or not is_intact(o.path))
    return PlannedBlock(block, KeptBlock(fingerprint, by_path, links), outputs, stale)
