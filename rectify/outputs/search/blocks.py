"""The index in pieces of a few hundred documents, so that an edit need not read all the others again.

A block has one part for each file of the index: what its own documents add to that file. Equal
parts, equal file; a file is made of its parts in the order of the blocks.
"""

from __future__ import annotations

import json
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Final, NamedTuple

from rectify.outputs.search.grams import grams_of, shard_of
from rectify.outputs.search.normal import Normalise
from rectify.outputs.search.postings import Posting, written
from rectify.outputs.search.tables import readings, simplified

DOCUMENTS: Final = 256
"""So many documents make a block: an edit reads those of one."""

MANY: Final = 5_000
"""Where there are so many documents, a pair that only one holds is mostly no word, and nobody spells it."""

Parts = dict[str, bytes]


class Sizes(NamedTuple):
    """How many files hold the pairs and the single characters, as powers of two."""

    pairs: int
    singles: int


class Block(NamedTuple):
    """What some neighbouring documents add to each file of the index.

    `characters` are those of their texts in normal form, `traditional` those that this form replaced.
    """

    characters: str
    traditional: str
    parts: Parts


def sizes_for(documents: int) -> Sizes:
    """Files of two or three kilobytes, for texts of some hundred characters."""
    pairs = max(4, (documents * 2 // 5).bit_length())
    return Sizes(pairs, max(2, pairs - 3))


def weighed_of(title: str, text: str, normalise: Normalise) -> bytes:
    """What a document with this title and text adds to its block, as it is kept.

    Its pairs with their weights, its characters with their weights, and its traditional characters.
    """
    pairs, ones = grams_of(normalise(title), normalise(text))
    strange = "".join(sorted(simplified().keys() & {*title, *text}))
    return _packed_texts("".join(pairs), "".join(ones), strange) + bytes(pairs.values()) + bytes(ones.values())


def block_of(documents: Iterable[bytes], sizes: Sizes) -> Block:
    """The block of documents of which `weighed_of` told."""
    doubles: dict[str, list[int]] = defaultdict(list)
    singles: dict[str, list[int]] = defaultdict(list)
    traditional: set[str] = set()
    for local, document in enumerate(documents):
        (pairs, ones, strange), weights = _unpacked_texts(document)
        traditional.update(strange)
        base, count = local << 8, len(pairs) // 2
        for gram, weight in zip(map(str.__add__, pairs[::2], pairs[1::2]), weights[:count], strict=True):
            doubles[gram].append(base | weight)
        for gram, weight in zip(ones, weights[count:], strict=True):
            singles[gram].append(base | weight)
    parts = dict(_parts(doubles, _names("g", sizes.pairs)))
    parts.update(_parts(singles, _names("c", sizes.singles)))
    parts.update(_spoken(doubles))
    return Block("".join(sorted(singles)), "".join(sorted(traditional)), parts)


def _packed_texts(*texts: str) -> bytes:
    encoded = [text.encode("utf-8", "surrogatepass") for text in texts]
    return b"".join((*(len(one).to_bytes(4, "little") for one in encoded), *encoded))


def _unpacked_texts(packed: bytes) -> tuple[list[str], bytes]:
    """The three texts of a document, and the weights that follow them."""
    texts, at = [], 12
    for place in range(0, 12, 4):
        size = int.from_bytes(packed[place : place + 4], "little")
        texts.append(packed[at : at + size].decode("utf-8", "surrogatepass"))
        at += size
    return texts, packed[at:]


def file_names(family: str, bits: int) -> tuple[str, ...]:
    """The names of all files of a family."""
    width = max(1, -(-bits // 4))
    return tuple(f"{family}/{number:0{width}x}" for number in range(1 << bits))


@cache
def _names(family: str, bits: int) -> Callable[[str], str]:
    """The function that gives the file of a gram."""
    names = file_names(family, bits)
    return cache(lambda gram: names[shard_of(gram, bits)])


def _parts(gathered: Mapping[str, list[int]], name_of: Callable[[str], str]) -> Iterator[tuple[str, bytes]]:
    grams: dict[str, list[str]] = defaultdict(list)
    for gram in gathered:
        grams[name_of(gram)].append(gram)
    for name, own in grams.items():
        counts = array("H", [len(gathered[gram]) for gram in own])
        entries = array("H", [entry for gram in own for entry in gathered[gram]])
        yield name, _packed("".join(own), counts, entries)


def _spoken(doubles: Mapping[str, list[int]]) -> Iterator[tuple[str, bytes]]:
    """For each two initials the pairs of characters that may be spoken so."""
    grams: dict[str, list[str]] = defaultdict(list)
    for gram in doubles:
        for first in _initials(gram[0]):
            for second in _initials(gram[1]):
                grams[f"p/{first}{second}"].append(gram)
    for name, own in grams.items():
        yield name, _packed("".join(own), array("H", [len(doubles[gram]) for gram in own]), array("H"))


@cache
def _initials(character: str) -> str:
    return "".join(dict.fromkeys(syllable[0] for syllable in readings(character)))


def _packed(keys: str, counts: array[int], entries: array[int]) -> bytes:
    text = keys.encode()
    return b"".join(
        (len(text).to_bytes(4, "little"), len(counts).to_bytes(4, "little"), text, counts.tobytes(), entries.tobytes())
    )


def _unpacked(part: bytes) -> tuple[str, array[int], array[int]]:
    size, count = int.from_bytes(part[:4], "little"), int.from_bytes(part[4:8], "little")
    counts, entries = array("H"), array("H")
    middle = 8 + size
    counts.frombytes(part[middle : middle + 2 * count])
    entries.frombytes(part[middle + 2 * count :])
    return part[8:middle].decode(), counts, entries


def index_file(parts: Sequence[bytes], documents: int, *, width: int) -> tuple[str, str]:
    """The grams of a file, sorted, and their postings; *width* is a gram's length. One part for each block."""
    lists: dict[str, list[Posting]] = {}
    for place, part in enumerate(parts):
        if not part:
            continue
        keys, counts, entries = _unpacked(part)
        at, first = 0, place * DOCUMENTS
        for number, count in enumerate(counts):
            own = [(first + (entry >> 8), entry & 0xFF) for entry in entries[at : at + count]]
            at += count
            lists.setdefault(keys[number * width : (number + 1) * width], []).extend(own)
    grams = sorted(lists)
    return "".join(grams), written([lists[gram] for gram in grams], documents, follow=width > 1)


def spoken_file(parts: Sequence[bytes], *, is_large: bool) -> tuple[str, str]:
    """The pairs of a file by initials, sorted, and of each how common it is: a power of two in base 36.

    In a large index the pairs that only one document holds are left out.
    """
    counted: dict[str, int] = defaultdict(int)
    least = 1 if is_large else 0
    for part in parts:
        if part:
            keys, counts, _ = _unpacked(part)
            for number, count in enumerate(counts):
                counted[keys[number * 2 : number * 2 + 2]] += count
    grams = sorted(gram for gram, count in counted.items() if count > least)
    return "".join(grams), "".join(f"{_DIGITS[counted[gram].bit_length()]}" for gram in grams)


_DIGITS: Final = "0123456789abcdefghijklmnopqrstuvwxyz"


def to_bytes(block: Block) -> bytes:
    """A block as it is kept between builds."""
    meta = json.dumps(
        [block.characters, block.traditional, {name: len(part) for name, part in block.parts.items()}],
        ensure_ascii=False,
    )
    return b"\n".join((meta.encode("utf-8", "surrogatepass"), b"".join(block.parts.values())))


def from_bytes(kept: bytes) -> Block:
    """The block that `to_bytes` kept."""
    meta, _, body = kept.partition(b"\n")
    characters, traditional, sizes = json.loads(meta)
    parts: Parts = {}
    at = 0
    for name, size in sizes.items():
        parts[name] = body[at : at + size]
        at += size
    return Block(characters, traditional, parts)
