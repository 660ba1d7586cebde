"""The files that search loads: one to be scanned, or for large sites an index of many small ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from hashlib import blake2b
from pathlib import PurePosixPath
from typing import Any, Final, NamedTuple

from rectify.ground.files import digest
from rectify.making.output import Document
from rectify.outputs.search import blocks
from rectify.outputs.search.documents import document, facets_of, place_of, script, table, texts_of, year_of
from rectify.outputs.search.normal import BARRIER, normaliser
from rectify.outputs.search.tables import folding, simplified, spelling
from rectify.site.derive import Site, SiteIssue, SiteRound
from rectify.site.opened import OpenIssue

Remember = Callable[[str, str, Callable[[], bytes]], bytes]
"""Gives what was made under a name the last time, if the key is the same; or else makes it."""

FOLDER: Final = "search"


class _Placed(NamedTuple):
    """An issue in the order of the index: rounds oldest first, so that a new issue moves few others."""

    round_: SiteRound
    entry: SiteIssue


def search_files(site: Site, open_issue: OpenIssue, remember: Remember) -> Iterator[Document]:
    """Every file that search loads, made of what the pages show."""
    if site.is_scanned:
        yield from _scanned(site, open_issue)
    else:
        yield from _indexed(site, open_issue, remember)


def _read_from(entry: SiteIssue) -> tuple[str, ...]:
    """The digests of an issue's files; paragraphs have their anchors from its older texts."""
    return (entry.digest, *(version.digest for version in entry.versions))


def _file(name: str, inputs: Any, make: Callable[[], bytes]) -> Document:
    return Document(path=PurePosixPath(FOLDER, f"{name}.js"), inputs=inputs, make=make)


def _own_folding(characters: str) -> str:
    """The pairs of those traditional characters that stand in the site's own texts."""
    return "".join(one + simplified()[one] for one in sorted(set(characters)) if one in simplified())


def _han(characters: str) -> Iterator[str]:
    return (one for one in characters if "\u4e00" <= one <= "\u9fff")


# One file.


def _scanned(site: Site, open_issue: OpenIssue) -> Iterator[Document]:
    """All texts in one file, and two small tables beside it."""
    issues = [(round_, entry) for round_ in site.rounds for entry in round_.issues]
    facets = facets_of(site)
    inputs = (facets, [(entry.path, *_read_from(entry), round_.digest) for round_, entry in issues])

    @cache
    def texts() -> tuple[list[dict[str, Any]], str]:
        told = [document(round_, entry, open_issue(entry)) | place_of(round_, entry) for round_, entry in issues]
        return told, "".join(
            sorted({c for one in told for text in (one["t"], *(p[1] for p in one["p"])) for c in text})
        )

    @cache
    def characters() -> str:
        normalise = normaliser(simplified())
        return "".join(sorted({c for one in texts()[1] for c in normalise(one)} - {BARRIER}))

    def everything() -> bytes:
        return script("all", {"docs": texts()[0], "facets": facets, "fold": _own_folding(texts()[1])})

    yield _file("all", inputs, everything)
    yield _file("fold", inputs, lambda: script("fold", folding(set(characters()))))
    yield _file("pinyin", inputs, lambda: script("pinyin", spelling(_han(characters()))))


# An index.


def _indexed(site: Site, open_issue: OpenIssue, remember: Remember) -> Iterator[Document]:
    """Texts one by one, and files of grams that lead to them."""
    placed = [_Placed(round_, entry) for round_ in reversed(site.rounds) for entry in round_.issues]
    total, sizes = len(placed), blocks.sizes_for(len(placed))
    made = list(_blocks(placed, sizes, open_issue, remember))
    spoken = sorted({name for block in made for name in block.parts if name.startswith("p/")})
    for family, width, bits in (("g", 2, sizes.pairs), ("c", 1, sizes.singles)):
        for name in blocks.file_names(family, bits):
            parts = _parts_of(made, name)
            yield _file(name, f"{total} {_key(parts)}", partial(_grams, name, parts, total, width))
    for name in spoken:
        parts = _parts_of(made, name)
        yield _file(name, f"{total > blocks.MANY} {_key(parts)}", partial(_spoken, name, parts, total))
    for number, one in enumerate(placed):
        inputs = " ".join((one.entry.path, *_read_from(one.entry), one.round_.digest))
        yield _file(f"d/{number >> 8}/{number}", inputs, partial(_search_text, number, one, open_issue))
    characters = "".join(sorted(set("".join(block.characters for block in made))))
    yield _file("fold", characters, lambda: script("fold", folding(set(characters))))
    yield _file("pinyin", characters, lambda: script("pinyin", spelling(_han(characters))))
    yield from _surveyed(site, placed, sizes, made, "".join(name[2:] for name in spoken))


def _blocks(
    placed: Sequence[_Placed], sizes: blocks.Sizes, open_issue: OpenIssue, remember: Remember
) -> Iterator[blocks.Block]:
    normalise = normaliser(simplified())
    for first in range(0, len(placed), blocks.DOCUMENTS):
        own = placed[first : first + blocks.DOCUMENTS]

        def make(own: Sequence[_Placed] = own) -> bytes:
            texts = (texts_of(open_issue(one.entry)) for one in own)
            return blocks.to_bytes(blocks.block_of(texts, sizes, normalise))

        key = digest("\n".join((repr(sizes), *(one.entry.digest for one in own))).encode())
        yield blocks.from_bytes(remember(f"search-{first // blocks.DOCUMENTS}", key, make))


def _parts_of(made: Sequence[blocks.Block], name: str) -> tuple[bytes, ...]:
    return tuple(block.parts.get(name, b"") for block in made)


def _key(parts: Sequence[bytes]) -> str:
    """A digest of *parts*, each in its place."""
    lengths = repr([len(part) for part in parts]).encode()
    return blake2b(b"".join((lengths, *parts)), digest_size=16).hexdigest()


def _grams(name: str, parts: Sequence[bytes], total: int, width: int) -> bytes:
    return script(name, *blocks.index_file(parts, total, width=width))


def _spoken(name: str, parts: Sequence[bytes], total: int) -> bytes:
    return script(name, *blocks.spoken_file(parts, total))


def _search_text(number: int, one: _Placed, open_issue: OpenIssue) -> bytes:
    return script(f"d/{number}", document(one.round_, one.entry, open_issue(one.entry)))


def _surveyed(
    site: Site, placed: Sequence[_Placed], sizes: blocks.Sizes, made: Sequence[blocks.Block], spoken: str
) -> Iterator[Document]:
    """What has to be known of the whole index, and by what its documents can be sorted."""
    rounds = list(reversed(site.rounds))
    starts = [sum(len(round_.issues) for round_ in rounds[:place]) for place in range(len(rounds))]
    own = _own_folding("".join(block.traditional for block in made))
    manifest = {"n": len(placed), "g": sizes.pairs, "c": sizes.singles, "r": starts, "fold": own, "p": spoken}
    yield _file("index", manifest, lambda: script("index", manifest))
    facets = facets_of(site)
    keys = [place_of(*one) for one in placed]
    columns = {"c": [k["c"] for k in keys], "s": [k["s"] for k in keys], "d": [tuple(k["d"]) for k in keys]}
    years = [facet_key for facet_key, _ in facets["y"]]
    yield _file(
        "facets",
        (facets, starts, digest(repr(columns).encode())),
        lambda: script("facets", table(facets, columns, [years.index(year_of(round_)) for round_ in rounds])),
    )
