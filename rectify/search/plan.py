"""Plans the files that search loads: all texts in one file, or for large sites an index in many small ones."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import groupby
from typing import Any, NamedTuple

from rectify.engine.blocks import Block, planned_already
from rectify.engine.output import BytesRef, Document, TextRef, Texts, the_inputs
from rectify.engine.parts import Parts
from rectify.field import addresses
from rectify.search import blocks
from rectify.search.documents import (
    Facets,
    SearchDocument,
    SearchEntry,
    body_key,
    facet_table,
    facets_of,
    in_lists,
    script,
    search_document,
    search_entry,
    year_of,
)
from rectify.search.normal import BARRIER, Normalise, normaliser
from rectify.search.packing import as_gb, pack
from rectify.search.passages import head_and_text
from rectify.search.synonyms import by_first_character, lines_that_lead, synonym_lines
from rectify.search.tables import common_characters, folding, simplified_characters, spelling
from rectify.site.model import Site
from rectify.site.own_page_views import own_words


def search_blocks(site: Site, parts: Parts) -> Iterator[Block]:
    """The blocks with every file that search loads; they hold only what the pages show."""
    if site.own_pages:
        yield Block("search pages", planned_already, (_own_pages_file(site),))
    if site.is_scanned:
        yield Block("search", planned_already, tuple(_scan_files(site, parts)))
    else:
        yield from _index_blocks(site, parts)


def _own_pages_file(site: Site) -> Document:
    """The file with address, title and words of each of the bureau's own pages."""
    pages = [[one.address, one.page.title, own_words(one)] for one in site.own_pages]
    return Document(path=addresses.search_file("pages"), make=the_inputs, inputs=script("pages", pages))


def _folding_of(characters: str) -> str:
    """Those of *characters* that are traditional, each followed by its simplified form."""
    return "".join(
        one + simplified_characters()[one] for one in sorted(set(characters)) if one in simplified_characters()
    )


def _han(characters: str) -> Iterator[str]:
    return (one for one in characters if "\u4e00" <= one <= "\u9fff")


def _tables(words: Sequence[str], characters: str, initials: str) -> Iterator[Document]:
    """The files that only some questions need, so that most builds load no table of characters for them.

    Traditional forms and pinyin of the *characters*, which are in normal form, pinyin of others, and *words*: the table of
    synonyms, and the same by first characters; with pinyin the pairs of *initials* that have a file.
    """
    for name, lines in zip(("words", *(f"w/{file}" for file in range(len(words) - 1))), words, strict=True):
        yield Document(path=addresses.search_file(name), make=the_inputs, inputs=script(name, lines))
    yield Document(path=addresses.search_file("sounds"), make=_sounds_file, inputs=())
    yield Document(path=addresses.search_file("fold"), make=_fold_file, inputs=characters)
    yield Document(path=addresses.search_file("pinyin"), make=_pinyin_file, inputs=(characters, initials))


def _fold_file(characters: str, _texts: Texts) -> bytes:
    return script("fold", folding(set(characters)))


def _pinyin_file(inputs: tuple[str, str], _texts: Texts) -> bytes:
    characters, initials = inputs
    return script("pinyin", spelling(_han(characters)), *filter(None, [initials]))


def _words(site: Site, characters: str, text: str, parts: Parts) -> list[str]:
    """The synonyms that lead somewhere, in a small site into its *text*, and the same by first characters, if they are many."""
    inputs = synonym_lines(site.glossary, site.synonyms), characters, text
    words: list[str] = json.loads(parts.bytes_of(Document(path="search words", make=_words_part, inputs=inputs)))
    return words


def _words_part(inputs: tuple[str, str, str]) -> bytes:
    """A part: what `_words` gives, in JSON."""
    lines = lines_that_lead(*inputs)
    return json.dumps([lines, *by_first_character(lines, normaliser({}))], ensure_ascii=False).encode()


def _sounds_file(_inputs: tuple[()]) -> bytes:
    return script("sounds", spelling(common_characters()))


# One file.


class _AllInputs(NamedTuple):
    """Inputs of the file of all texts: `facets` is the mapping of `facets_of` as tuples, `issues` are as JSON.

    `fold` has the traditional characters of the texts, each followed by its simplified form; `words` is the number of
    files of synonyms by first characters.
    """

    facets: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    documents: tuple[SearchDocument, ...]
    issues: tuple[bytes, ...]
    fold: str
    words: int


def _scan_files(site: Site, parts: Parts) -> Iterator[Document]:
    """The files of a small site: all texts in one, and small tables. Each issue is kept, and what its characters come to."""
    documents = tuple(search_document(round_, entry) for round_ in site.rounds for entry in round_.issues)
    facets = tuple((name, tuple((key, word) for key, word in values)) for name, values in facets_of(site).items())
    items = [Document(path=one.text.path, make=_searched_part, inputs=one, texts=(one.text,)) for one in documents]
    issues = parts.all_of("search texts", items)
    texts = [text for issue in map(_entry_of_part, issues) for text in issue.texts]
    characters = _characters(texts)
    words = _characters(words for _, pairs in facets for _, words in pairs)
    normal = parts.bytes_of(Document(path="search characters", make=_normal_characters, inputs=characters)).decode()
    fold = parts.bytes_of(
        Document(path="search fold", make=_fold_part, inputs=_characters((characters, words)))
    ).decode()
    synonyms = _words(site, normal, "\n".join(texts), parts)
    yield Document(
        path=addresses.search_file("all"),
        make=_all_file,
        inputs=_AllInputs(facets, documents, issues, fold, len(synonyms) - 1),
    )
    yield from _tables(synonyms, normal, "")


def _characters(texts: Iterable[str]) -> str:
    """Every character of some texts, once and in order."""
    return "".join(sorted(set().union(*texts)))


def _all_file(inputs: _AllInputs) -> bytes:
    keys = {name: [key for key, _ in pairs] for name, pairs in inputs.facets}
    issues = list(map(_entry_of_part, inputs.issues))
    documents = in_lists(issues, inputs.documents, keys)
    whole = [
        *(words for _, pairs in inputs.facets for _, words in pairs),
        *(text for issue in issues for text in issue.texts),
    ]
    head = {"docs": documents, "facets": keys, "fold": inputs.fold, "w": inputs.words}
    return script("all", {**head, **pack(whole)._asdict()})


def _searched_part(document: SearchDocument, texts: Texts) -> bytes:
    """A part: an issue as search shows it, in JSON."""
    return json.dumps(search_entry(document, texts[document.text]), ensure_ascii=False).encode()


def _entry_of_part(part: bytes) -> SearchEntry:
    """The issue that `_searched_part` wrote."""
    return SearchEntry._make(json.loads(part))


def _normal_characters(characters: str) -> bytes:
    """A part: what every one of *characters* is in normal form, sorted."""
    return "".join(sorted({c for one in characters for c in _normaliser()(one)} - {BARRIER})).encode()


def _fold_part(characters: str) -> bytes:
    """A part: those of *characters* that are traditional, with their simplified forms."""
    return _folding_of(characters).encode()


# An index.


class _GramInputs(NamedTuple):
    """Inputs of a file of grams.

    `parts` leads to those of all blocks (`blocks.packed_places`); `total` is the number of documents, `width`
    the length of a gram, and `files` the number of files as a power of two.
    """

    name: str
    parts: BytesRef
    total: int
    width: int
    files: int


class _GroupInputs(NamedTuple):
    """Inputs of a group of files of grams: their names, and of each block its parts of them, packed, if it has any."""

    names: tuple[str, ...]
    parts: tuple[BytesRef | None, ...]
    total: int
    width: int
    files: int


class _IndexBlock(NamedTuple):
    """What a block adds to the index, without its groups of parts, and references to these."""

    block: blocks.Block
    groups: Mapping[str, BytesRef]


class _TextInputs(NamedTuple):
    """Inputs of the file with one issue's text; `number` is the place of the issue in the index."""

    number: int
    document: SearchDocument


class _TextBlock(NamedTuple):
    """Inputs of a block of text files: neighbours in the index, from the place `first` on."""

    first: int
    documents: tuple[SearchDocument, ...]


def _index_blocks(site: Site, parts: Parts) -> Iterator[Block]:
    """The blocks of a large site: a file for each text, and files of grams that lead to them.

    In the index the oldest round comes first, so that a new issue changes the places of few others.
    """
    documents = [search_document(round_, entry) for round_ in reversed(site.rounds) for entry in round_.issues]
    total, sizes = len(documents), blocks.sizes_for(len(documents))
    index_blocks = list(_blocks(documents, sizes, parts))
    by_initials = sorted({name for one in index_blocks for name in one.block.initials})
    for family, width, files in (("g", 2, sizes.pairs), ("c", 1, sizes.singles), ("i", 3, sizes.initials)):
        yield from _gram_blocks(index_blocks, blocks.file_names(family, files), total, width, files)
    yield from _gram_blocks(index_blocks, by_initials, 0, 2, 0)
    for first in range(0, total, blocks.DOCUMENTS):
        own = tuple(documents[first : first + blocks.DOCUMENTS])
        yield Block(f"search texts {first // blocks.DOCUMENTS}", _text_files, _TextBlock(first, own))
    characters = "".join(sorted(set("".join(one.block.characters for one in index_blocks))))
    synonyms = _words(site, characters, "", parts)
    tables = _tables(synonyms, characters, "".join(name[2:] for name in by_initials))
    survey = _survey(site, documents, sizes, index_blocks, len(synonyms) - 1)
    yield Block("search survey", planned_already, (*tables, *survey))


def _gram_blocks(
    index_blocks: Sequence[_IndexBlock], names: Iterable[str], total: int, width: int, files: int
) -> Iterator[Block]:
    """The files called *names*, which are sorted, in the groups in which their parts are packed."""
    for group, members in groupby(names, blocks.group_of):
        parts = tuple(one.groups.get(group) for one in index_blocks)
        inputs = _GroupInputs(tuple(members), parts, total, width, files)
        yield Block(f"search {group}", _gram_files, inputs, tuple(filter(None, parts)))


def _gram_files(inputs: _GroupInputs, texts: Texts, keep: Callable[[bytes], BytesRef]) -> Iterator[Document]:
    of_blocks = [blocks.unpacked_parts(texts[part]) if part else {} for part in inputs.parts]
    for name in inputs.names:
        parts = keep(blocks.packed_places([one.get(name, b"") for one in of_blocks]))
        make = _initials_file if name.startswith(blocks.INITIALS) else _gram_file
        own = _GramInputs(name, parts, *inputs[2:])
        yield Document(path=addresses.search_file(name), make=make, inputs=own, texts=(parts,))


def _text_files(inputs: _TextBlock) -> Iterator[Document]:
    for number, one in enumerate(inputs.documents, start=inputs.first):
        path = addresses.search_file(f"d/{number >> 8}/{number}")
        yield Document(path=path, make=_text_file, inputs=_TextInputs(number, one), texts=(one.text,))


def _blocks(documents: Sequence[SearchDocument], sizes: blocks.Sizes, parts: Parts) -> Iterator[_IndexBlock]:
    for first in range(0, len(documents), blocks.DOCUMENTS):
        refs = tuple(one.text for one in documents[first : first + blocks.DOCUMENTS])
        number = first // blocks.DOCUMENTS
        grams = [Document(path=ref.path, make=_grams_part, inputs=ref, texts=(ref,)) for ref in refs]
        block = blocks.from_bytes(parts.combine(f"search block {number}", grams, _block_part, sizes))
        groups = {group: parts.keep(piece) for group, piece in block.groups.items()}
        yield _IndexBlock(block._replace(groups={}), groups)


@cache
def _normaliser() -> Normalise:
    """The one function that brings texts into normal form; making it takes a millisecond."""
    return normaliser(simplified_characters())


def _grams_part(ref: TextRef, texts: Texts) -> bytes:
    return blocks.weighed_grams(*head_and_text(texts[ref]), _normaliser())


def _block_part(sizes: blocks.Sizes, weighed: tuple[bytes, ...]) -> bytes:
    return blocks.to_bytes(blocks.block_of(weighed, sizes))


def _gram_file(inputs: _GramInputs, texts: Texts) -> bytes:
    parts = blocks.unpacked_places(texts[inputs.parts])
    return script(inputs.name, blocks.index_file(parts, inputs.total, width=inputs.width, files=inputs.files))


def _initials_file(inputs: _GramInputs, texts: Texts) -> bytes:
    return script(inputs.name, *blocks.initials_file(blocks.unpacked_places(texts[inputs.parts])))


def _text_file(inputs: _TextInputs, texts: Texts) -> bytes:
    document = inputs.document
    issue = search_entry(document, texts[document.text])
    whole = (document.row.status.word, document.group, *issue.texts)
    return script(f"d/{inputs.number}", *issue.shown, as_gb(whole))


def _survey(
    site: Site,
    documents: Sequence[SearchDocument],
    sizes: blocks.Sizes,
    index_blocks: Sequence[_IndexBlock],
    words: int,
) -> Iterator[Document]:
    """The files about the whole index: `index.js`, which also has the number of files of *words*, and `facets.js`."""
    rounds = list(reversed(site.rounds))
    starts = [sum(len(round_.issues) for round_ in rounds[:place]) for place in range(len(rounds))]
    fold = _folding_of("".join(one.block.traditional for one in index_blocks))
    manifest = {
        "n": len(documents),
        "g": sizes.pairs,
        "c": sizes.singles,
        "i": sizes.initials,
        "r": [[round_.id, start] for round_, start in zip(rounds, starts, strict=True)],
        "fold": fold,
        "w": words,
    }
    yield Document(path=addresses.search_file("index"), make=the_inputs, inputs=script("index", manifest))
    facets: Facets = facets_of(site)
    columns: dict[str, list[Any]] = {
        "c": [one.category for one in documents],
        "s": [one.status for one in documents],
        "d": [one.departments for one in documents],
        "t": [one.topics for one in documents],
    }
    years = [facet_key for facet_key, _ in facets["y"]]
    bodies = [key for key, _ in facets.get("b", [])]
    sorting = facet_table(
        facets,
        columns,
        [years.index(year_of(round_)) for round_ in rounds],
        [bodies.index(body_key(round_)) for round_ in rounds] if bodies else [],
    )
    yield Document(path=addresses.search_file("facets"), make=the_inputs, inputs=script("facets", sorting))
