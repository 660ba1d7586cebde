"""The citations of a whole round as files, for reference managers to import at once (C-06)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Final

from rectify.site.citation import Cited, bibtex, csl_item, ris


def bib_file(cited: Iterable[Cited]) -> bytes:
    """BibLaTeX entries."""
    return "\n".join(f"{bibtex(one)}\n" for one in cited).encode()


def ris_file(cited: Iterable[Cited]) -> bytes:
    """RIS records, whose lines end as their standard says."""
    return "".join(f"{ris(one)}\n\n" for one in cited).replace("\n", "\r\n").encode()


def csl_file(cited: Iterable[Cited]) -> bytes:
    """A CSL-JSON list, an item on each line."""
    lines = (json.dumps(csl_item(one), ensure_ascii=False, separators=(",", ":")) for one in cited)
    return ("[\n" + ",\n".join(lines) + "\n]\n").encode()


WRITERS: Final[dict[str, Callable[[Iterable[Cited]], bytes]]] = {
    "BibTeX": bib_file,
    "RIS": ris_file,
    "CSL-JSON": csl_file,
}
"""What writes the file of each form that has one."""

BRACKETS: Final = {"BibTeX": (b"", b"\n", b""), "RIS": (b"", b"", b""), "CSL-JSON": (b"[\n", b",\n", b"\n]\n")}
"""What stands before, between and after the pieces of a file of each form."""
