"""The citations of a round as files that reference managers import (C-06)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Final

from rectify.site.citation import Cited, bibtex, csl_item, ris


def bib_file(cited: Iterable[Cited]) -> bytes:
    """A file of BibLaTeX entries."""
    return "\n".join(f"{bibtex(page)}\n" for page in cited).encode()


def ris_file(cited: Iterable[Cited]) -> bytes:
    """A file of RIS records, with CRLF at the ends of lines as the format asks for."""
    return "".join(f"{ris(page)}\n\n" for page in cited).replace("\n", "\r\n").encode()


def csl_file(cited: Iterable[Cited]) -> bytes:
    """A file with a CSL-JSON list, one item on each line."""
    lines = (json.dumps(csl_item(page), ensure_ascii=False, separators=(",", ":")) for page in cited)
    return ("[\n" + ",\n".join(lines) + "\n]\n").encode()


WRITERS: Final[dict[str, Callable[[Iterable[Cited]], bytes]]] = {
    "BibTeX": bib_file,
    "RIS": ris_file,
    "CSL-JSON": csl_file,
}
"""The function that writes a file, by the name of the form."""

BRACKETS: Final = {"BibTeX": (b"", b"\n", b""), "RIS": (b"", b"", b""), "CSL-JSON": (b"[\n", b",\n", b"\n]\n")}
"""By the name of the form: the bytes before, between and after the pieces that a file is put together from."""
