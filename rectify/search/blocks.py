"""The index in blocks of 128 documents, so that an edit does not read all the others again.

A block has a part for each file of the index: the entries that its documents add to that file. A file is made of its
parts in the order of the blocks, and of nothing else. Parts of neighbouring files are packed as a group: an edit changes
few groups of one block, and the files of all other groups stand without being looked at.

An entry says that a document holds a gram, in 16 bits: the document's number in its block, then the gram's weight. A
part is packed as two sizes, its grams joined, how many entries each gram has, and the entries.
"""

from __future__ import annotations

import json
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import accumulate, pairwise
from typing import Any, Final, NamedTuple

from rectify.search.grams import WIDTHS, grams_of, initials_of, mix
from rectify.search.normal import BARRIER, Normalise
from rectify.search.postings import Posting, encode
from rectify.search.tables import initials, simplified_characters

DOCUMENTS: Final = 128
"""Documents in a block."""

INITIALS: Final = "p"
"""The family of the files that list pairs of characters by their initials."""

FILES: Final = 128
"""Files in a group."""

Parts = dict[str, bytes]


class Sizes(NamedTuple):
    """How many files hold the pairs, the single characters and the threes of initials, each as a power of two."""

    pairs: int
    singles: int
    initials: int


class Block(NamedTuple):
    """The parts of a block in groups; `characters` of its texts in normal form, `traditional` ones that were replaced.

    `initials` are the names of its files by initials, `groups` the bytes of `packed_parts` by the name of the group.
    """

    characters: str
    traditional: str
    initials: tuple[str, ...]
    groups: dict[str, bytes]


def sizes_for(documents: int) -> Sizes:
    """The number of files for so many *documents* of some hundred characters, so that a file of pairs has about a kilobyte.

    A question needs several of them, and seldom one of the others, which have two to four.
    """
    pairs = max(4, (documents * 4 // 5).bit_length())
    return Sizes(pairs, max(2, pairs - 4), max(2, pairs - 3))


def weighed_grams(head: str, text: str, normalise: Normalise) -> bytes:
    """The grams of a document with their weights, and its traditional characters, as bytes to be kept and given to `block_of`."""
    whole = normalise(head), normalise(text)
    pairs, ones = grams_of(*whole)
    traditional_ones = "".join(sorted(simplified_characters().keys() & {*head, *text}))
    texts = ("".join(pairs), "".join(ones), traditional_ones, "".join(sorted(initials_of(BARRIER.join(whole)))))
    return _packed_texts(*texts) + bytes(pairs.values()) + bytes(ones.values())


def block_of(documents: Iterable[bytes], sizes: Sizes) -> Block:
    """The block of neighbouring documents, each given as the bytes of `weighed_grams`."""
    doubles: dict[str, list[int]] = defaultdict(list)
    singles: dict[str, list[int]] = defaultdict(list)
    threes: dict[str, list[int]] = defaultdict(list)
    traditional: set[str] = set()
    for local, document in enumerate(documents):
        (pairs, ones, traditional_ones, letters), weights = _unpacked_texts(document)
        traditional.update(traditional_ones)
        base, count = local << 8, len(pairs) // 2
        for gram, weight in zip(map(str.__add__, pairs[::2], pairs[1::2]), weights[:count], strict=True):
            doubles[gram].append(base | weight)
        for gram, weight in zip(ones, weights[count:], strict=True):
            singles[gram].append(base | weight)
        for at in range(0, len(letters), 3):
            threes[letters[at : at + 3]].append(base)
    parts = dict(_parts(doubles, _names("g", sizes.pairs)))
    parts.update(_parts(singles, _names("c", sizes.singles)))
    parts.update(_parts(threes, _names("i", sizes.initials)))
    by_initials = dict(_by_initials(doubles))
    groups: dict[str, Parts] = defaultdict(dict)
    for name, part in (*parts.items(), *by_initials.items()):
        groups[group_of(name)][name] = part
    packed = {group: packed_parts(groups[group]) for group in sorted(groups)}
    return Block("".join(sorted(singles)), "".join(sorted(traditional)), tuple(sorted(by_initials)), packed)


def _packed_texts(*texts: str) -> bytes:
    encoded = [text.encode("utf-8", "surrogatepass") for text in texts]
    return b"".join((*(len(one).to_bytes(4, "little") for one in encoded), *encoded))


def _unpacked_texts(packed: bytes) -> tuple[list[str], bytes]:
    """The pairs, single characters, traditional characters and initials of a document, and the weights that follow them."""
    texts, at = [], 16
    for place in range(0, 16, 4):
        size = int.from_bytes(packed[place : place + 4], "little")
        texts.append(packed[at : at + size].decode("utf-8", "surrogatepass"))
        at += size
    return texts, packed[at:]


def file_names(family: str, bits: int) -> tuple[str, ...]:
    """The names of all 2 ** *bits* files of a family, without ending: `g` pairs, `c` single characters, `i` threes of initials."""
    width = max(1, -(-bits // 4))
    return tuple(f"{family}/{number:0{width}x}" for number in range(1 << bits))


def group_of(name: str) -> str:
    """The group of the file called *name*; those by initials are one."""
    family, _, number = name.partition("/")
    return family if family == INITIALS else f"{family}/{int(number, 16) // FILES:x}"


@cache
def _names(family: str, bits: int) -> Callable[[str], str]:
    """A function from a gram to the name of its file."""
    names = file_names(family, bits)
    width = WIDTHS[{"c": 1, "g": 2, "i": 3}[family]]
    return cache(lambda gram: names[mix(gram) >> (width - bits)])


def _parts(entries_by_gram: Mapping[str, list[int]], name_of: Callable[[str], str]) -> Iterator[tuple[str, bytes]]:
    """The part of each file, by the file's name, which `name_of(gram)` gives."""
    grams: dict[str, list[str]] = defaultdict(list)
    for gram in entries_by_gram:
        grams[name_of(gram)].append(gram)
    for name, keys in grams.items():
        counts = array("H", [len(entries_by_gram[gram]) for gram in keys])
        entries = array("H", [entry for gram in keys for entry in entries_by_gram[gram]])
        yield name, _pack("".join(keys), counts, entries)


def _by_initials(doubles: Mapping[str, list[int]]) -> Iterator[tuple[str, bytes]]:
    """The parts of the files by initials: for each two letters, the pairs of characters whose pinyin may begin so."""
    grams: dict[str, list[str]] = defaultdict(list)
    for gram in doubles:
        for first in initials(gram[0]):
            for second in initials(gram[1]):
                grams[f"{INITIALS}/{first}{second}"].append(gram)
    for name, keys in grams.items():
        yield name, _pack("".join(keys), array("H", [len(doubles[gram]) for gram in keys]), array("H"))


def _pack(keys: str, counts: array[int], entries: array[int]) -> bytes:
    text = keys.encode()
    return b"".join(
        (len(text).to_bytes(4, "little"), len(counts).to_bytes(4, "little"), text, counts.tobytes(), entries.tobytes())
    )


def _unpack(part: bytes) -> tuple[str, array[int], array[int]]:
    size, count = int.from_bytes(part[:4], "little"), int.from_bytes(part[4:8], "little")
    counts, entries = array("H"), array("H")
    middle = 8 + size
    counts.frombytes(part[middle : middle + 2 * count])
    entries.frombytes(part[middle + 2 * count :])
    return part[8:middle].decode(), counts, entries


def packed_places(parts: Sequence[bytes]) -> bytes:
    """The parts of one file as bytes: *parts* has one for each block, empty if the block has none, as most of a large site."""
    places = array("I", [number for place, part in enumerate(parts) if part for number in (place, len(part))])
    return b"".join((len(places).to_bytes(4, "little"), places.tobytes(), *parts))


def unpacked_places(packed: bytes) -> Iterator[tuple[int, bytes]]:
    """The place of each block that has a part, and the part, from the bytes of `packed_places`."""
    places = array("I")
    end = 4 + places.itemsize * int.from_bytes(packed[:4], "little")
    places.frombytes(packed[4:end])
    for place, size in zip(places[::2], places[1::2], strict=True):
        begin, end = end, end + size
        yield place, packed[begin:end]


def index_file(parts: Iterable[tuple[int, bytes]], documents: int, *, files: int, width: int) -> str:
    """The content of one of 2 ** *files* files of the index: the postings of its grams (`postings.encoded`).

    *parts* are places of blocks with their parts; *width* is the length of a gram.
    """
    lists: dict[str, list[Posting]] = {}
    for place, part in parts:
        grams, counts, entries = _unpack(part)
        at, first = 0, place * DOCUMENTS
        for number, count in enumerate(counts):
            postings = [(first + (entry >> 8), entry & 0xFF) for entry in entries[at : at + count]]
            at += count
            lists.setdefault(grams[number * width : (number + 1) * width], []).extend(postings)
    keys = 1 << (WIDTHS[width] - files)
    by_key = {mix(gram) & keys - 1: postings for gram, postings in lists.items()}
    return encode(by_key, keys, documents, follow=width == 2)  # noqa: PLR2004 - a pair


def initials_file(parts: Iterable[tuple[int, bytes]]) -> tuple[str, str]:
    """The content of a file by initials: its pairs, sorted and joined, and of each the bit length of its count in base 36."""
    counted: dict[str, int] = defaultdict(int)
    for _, part in parts:
        keys, counts, _ = _unpack(part)
        for number, count in enumerate(counts):
            counted[keys[number * 2 : number * 2 + 2]] += count
    grams = sorted(counted)
    return "".join(grams), "".join(f"{_DIGITS[counted[gram].bit_length()]}" for gram in grams)


_DIGITS: Final = "0123456789abcdefghijklmnopqrstuvwxyz"


def packed_parts(parts: Parts) -> bytes:
    """Several parts by their names as the bytes of one."""
    return _packed_pieces(None, parts)


def unpacked_parts(packed: bytes) -> Parts:
    """The parts from the bytes of `packed_parts`; none from no bytes."""
    return _unpacked_pieces(packed)[1] if packed else {}


def to_bytes(block: Block) -> bytes:
    """The block as bytes, to be kept between builds."""
    return _packed_pieces(block[:3], block.groups)


def from_bytes(data: bytes) -> Block:
    """The block from the bytes of `to_bytes`."""
    (characters, traditional, by_initials), groups = _unpacked_pieces(data)
    return Block(characters, traditional, tuple(by_initials), groups)


def _packed_pieces(head: Any, pieces: Mapping[str, bytes]) -> bytes:
    """*head*, which is plain JSON, and bytes by their names, as bytes."""
    meta = json.dumps([head, {name: len(piece) for name, piece in pieces.items()}], ensure_ascii=False)
    return b"\n".join((meta.encode("utf-8", "surrogatepass"), b"".join(pieces.values())))


def _unpacked_pieces(packed: bytes) -> tuple[Any, dict[str, bytes]]:
    """The head and the pieces from the bytes of `_packed_pieces`."""
    meta, _, body = packed.partition(b"\n")
    head, sizes = json.loads(meta)
    ends = accumulate(sizes.values(), initial=0)
    return head, {name: body[begin:end] for name, (begin, end) in zip(sizes, pairwise(ends), strict=True)}
