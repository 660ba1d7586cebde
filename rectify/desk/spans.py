"""A YAML text as nodes that know where they begin and end, so that one value can be changed and all else stay.

PyYAML tells both ends of whatever it reads. A library that writes whole files back (ruamel.yaml) keeps comments,
but not each line's indentation, and wraps long lines anew: a file would change where nobody edited it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import yaml


@dataclass(slots=True)
class ScalarSpan:
    """A value; `style` is empty for a plain one, or the sign with which it begins: `'`, `"`, `|`, `>`."""

    text: str
    style: str
    start: int
    end: int


@dataclass(slots=True)
class ListSpan:
    """A list; `is_flow` if it stands in brackets."""

    is_flow: bool
    start: int
    end: int
    items: list[NodeSpan] = field(default_factory=list)


@dataclass(slots=True)
class FieldsSpan:
    """Fields with their values, in the order written."""

    is_flow: bool
    start: int
    end: int
    pairs: list[tuple[ScalarSpan, NodeSpan]] = field(default_factory=list)

    def pair(self, name: str) -> tuple[ScalarSpan, NodeSpan] | None:
        """The field called *name*, or None."""
        return next((pair for pair in self.pairs if pair[0].text == name), None)


NodeSpan = ScalarSpan | ListSpan | FieldsSpan
"""`start` and `end` count characters of the text; blank lines after a block belong to no node."""


def spans(text: str) -> FieldsSpan:
    """The outermost fields of *text*, which `yamltree.parse` has read without a fault."""
    roots: list[NodeSpan] = []
    stack: list[tuple[ListSpan | FieldsSpan, list[NodeSpan]]] = []
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        if isinstance(event, yaml.SequenceEndEvent | yaml.MappingEndEvent):
            node, children = stack.pop()
            _close(node, children, event)
        elif isinstance(event, yaml.NodeEvent):
            opened = _node(event, text)
            (stack[-1][1] if stack else roots).append(opened)
            if not isinstance(opened, ScalarSpan):
                stack.append((opened, []))
    root = roots[0]
    assert isinstance(root, FieldsSpan)  # noqa: S101 - `parse` refuses other documents
    return root


def _node(event: Any, text: str) -> NodeSpan:
    start, end = event.start_mark.index, event.end_mark.index
    if isinstance(event, yaml.ScalarEvent):
        if event.style in ("|", ">"):
            end = start + len(text[start:end].rstrip(" \n"))
        return ScalarSpan(event.value, event.style or "", start, end)
    kind = ListSpan if isinstance(event, yaml.SequenceStartEvent) else FieldsSpan
    return kind(bool(event.flow_style), start, end)


def _close(node: ListSpan | FieldsSpan, children: list[NodeSpan], event: Any) -> None:
    node.end = event.end_mark.index if node.is_flow or not children else children[-1].end
    if isinstance(node, ListSpan):
        node.items = children
    else:
        keys = (one for one in children[::2] if isinstance(one, ScalarSpan))
        node.pairs = list(zip(keys, children[1::2], strict=True))
