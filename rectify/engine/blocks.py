"""Blocks: groups of outputs that are planned together, and kept whole if their common inputs did not change."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from rectify.engine.output import BytesRef, Output, Page, check_function
from rectify.engine.parts import Parts
from rectify.engine.store import KeptBlock


@dataclass(frozen=True, slots=True)
class Block:
    """Some outputs of a site: `expand(inputs)` plans them, and may use nothing else.

    One with more parameters is called as `expand(inputs, texts, keep)`: it may open the `texts` that the block names, and
    lay bytes on the shelf for its outputs with `keep`. It plans no pages.
    """

    name: str
    expand: Callable[..., Iterable[Output]]
    inputs: Any
    texts: tuple[BytesRef, ...] = ()

    def __post_init__(self) -> None:
        check_function(self.expand)

    @property
    def opens_texts(self) -> bool:
        """Whether its outputs are planned from bytes, too."""
        return self.expand.__code__.co_argcount > 1


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
        outputs = self.outputs or (() if self.block.opens_texts else tuple(self.block.expand(self.block.inputs)))
        return (output for output in outputs if isinstance(output, Page))


def plan_block(
    block: Block, kept_blocks: Mapping[str, KeptBlock], parts: Parts, is_intact: Callable[[str], bool]
) -> PlannedBlock:
    """Compare a block with what the last build kept, and plan its outputs if anything differs.

    *kept_blocks* are the kept blocks by name; `is_intact(path)` says whether the file at a path is as the last build
    left it; *parts* has the bytes that the block names. Raises TypeError if inputs are no plain data.
    """
    last, fingerprints = kept_blocks.get(block.name), parts.fingerprints
    if block.expand is planned_already:
        fingerprint = ""
    else:
        fingerprint = fingerprints.of_block(block.name, block.expand, (block.inputs, block.texts))
        if last and last.fingerprint == fingerprint and all(map(is_intact, last.outputs)):
            return PlannedBlock(block, last, (), ())
    opening = (parts.texts_named(block.texts), parts.keep) if block.opens_texts else ()
    outputs = tuple(block.expand(block.inputs, *opening))
    by_path = {output.path: fingerprints.of_output(output) for output in outputs}
    links = {output.path: list(output.links) for output in outputs if isinstance(output, Page) and output.links}
    before = last.outputs if last else {}
    stale = tuple(o for o in outputs if before.get(o.path) != by_path[o.path] or not is_intact(o.path))
    return PlannedBlock(block, KeptBlock(fingerprint, by_path, links), outputs, stale)
