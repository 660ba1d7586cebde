"""Digests of an output's inputs: equal inputs, equal digest; any other value, another one."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from enum import Enum
from pathlib import PurePosixPath
from typing import Any, Final

from rectify.engine.output import Output, Page, name_of
from rectify.engine.stamps import digest_of

_SHORT: Final = 32
"""Bytes, up to which a digest would be no shorter."""


class Fingerprints:
    """Computes fingerprints; bytes and records that many outputs share are digested only once.

    A record is shared if its class says `SHARED = True`; it must be frozen. As long as this object
    lives, so do the shared records that it has seen.
    """

    def __init__(self, common: Any = "") -> None:
        """*common* is plain data that every output depends on."""
        self._shared: dict[int, tuple[Any, str]] = {}
        self._common = self.digest(common)

    def of_output(self, output: Output) -> str:
        """The fingerprint of all that decides an output's bytes, except code, templates and settings.

        Raises TypeError if its inputs are no plain data.
        """
        template = output.template if isinstance(output, Page) else ""
        return self.digest((self._common, name_of(output.make), template, output.inputs, output.texts))

    def of_block(self, name: str, expand: Callable[..., Any], inputs: Any) -> str:
        """The fingerprint of all that the outputs of a block are planned from: its name, `expand` and `inputs`.

        Raises TypeError if the inputs are no plain data.
        """
        return self.digest((self._common, name, name_of(expand), inputs))

    def digest(self, value: Any) -> str:
        """The digest of a plain value: text, numbers, bytes, dates, enums, paths, tuples and frozen records of these.

        Raises TypeError for any other type.
        """
        encoder = json.JSONEncoder(  # kept here it would be in a circle with all that is shared, which nobody freed
            ensure_ascii=False, check_circular=False, separators=(",", ":"), default=self._plain
        )
        return digest_of(encoder.encode(value).encode("utf-8", "surrogatepass"))

    def _plain(self, value: Any) -> Any:
        kind = type(value)
        if kind is bytes:
            if len(value) < _SHORT:
                return ["bytes", value.hex()]
            entry = self._shared.get(id(value))
            if entry is None:
                entry = self._shared[id(value)] = value, digest_of(value)
            return ["bytes", entry[1]]
        if getattr(kind, "SHARED", False):
            entry = self._shared.get(id(value))
            if entry is None:
                entry = self._shared[id(value)] = value, self.digest(_values_of(value))
            return ["shared", entry[1]]
        if is_dataclass(kind) and kind.__dataclass_params__.frozen:  # type: ignore[attr-defined]
            return _values_of(value)
        if isinstance(value, Enum):
            return [kind.__name__, value.name]
        if isinstance(value, PurePosixPath):
            return str(value)
        message = f"{kind.__name__} is no plain data: an output cannot depend on it"
        raise TypeError(message)


def _values_of(record: Any) -> list[Any]:
    return [type(record).__name__, *(getattr(record, field.name) for field in fields(record))]
