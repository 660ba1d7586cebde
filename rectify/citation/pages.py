"""The pages and data of a site as things to be cited, and the files with all citations of a round (C-06)."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final, NamedTuple

from rectify.citation.forms import SUFFIXES, CitationSource, bibtex, csl_item, ris
from rectify.engine.output import BytesRef, Document, Texts
from rectify.engine.parts import Parts
from rectify.field import addresses
from rectify.field.config import SiteConfig
from rectify.site.model import ISSUE_BLOCK, RoundFace, Site, SiteIssue, SiteRound

_NOT_IN_KEYS: Final = re.compile(r"[^a-z0-9]+")


class CitedIssue(NamedTuple):
    """The fields of an issue that citations use; days of its last change and its own publication, or empty."""

    path: str
    number: int
    title: str
    changed: str
    published: str


def cited_fields(entry: SiteIssue) -> CitedIssue:
    """The fields of the issue *entry* that citations use."""
    summary = entry.summary
    return CitedIssue(entry.path, summary.number, summary.title, summary.changed, summary.published[:10])


def cited_issue(config: SiteConfig, round_: RoundFace, issue: CitedIssue) -> CitationSource:
    """The page of an issue as something to be cited."""
    record = round_.round
    return CitationSource(
        author=record.author,
        title=issue.title,
        site=config.name,
        day=issue.changed or issue.published or record.published.date.iso,
        url=config.absolute(issue.path),
        key=key_of(config.domain, issue.path),
        about=f"（{record.short_title}第{issue.number}号问题）",
    )


def cited_round(config: SiteConfig, round_: SiteRound) -> CitationSource:
    """The contents page of a round as something to be cited."""
    record, path = round_.round, addresses.round_page(round_.id)
    return CitationSource(
        author=record.author,
        title=record.title,
        site=config.name,
        day=round_.last_change or record.published.date.iso,
        url=config.absolute(path),
        key=key_of(config.domain, path),
    )


def cited_data(config: SiteConfig, round_: SiteRound) -> CitationSource:
    """The table with the issues of a round as something to be cited."""
    record, path = round_.round, addresses.data_file(f"{round_.id}.csv")
    return CitationSource(
        author=record.author,
        title=f"{record.title}：逐项数据",
        site=config.name,
        day=record.published.date.iso,
        url=config.absolute(path),
        key=key_of(config.domain, path),
    )


def key_of(domain: str, path: str) -> str:
    """A citation key of ASCII letters, digits and hyphens: `example-gov-cn-2024-xuncha-013`."""
    return _NOT_IN_KEYS.sub("-", f"{domain}/{addresses.stem(addresses.shortest(path))}".lower()).strip("-")


def citation_paths(round_: SiteRound) -> tuple[tuple[str, str], ...]:
    """For each form with a file: its name, and the path of the file with all citations of the round."""
    return tuple((name, addresses.citations_file(round_.id, suffix)) for name, suffix in SUFFIXES.items())


class _BlockInputs(NamedTuple):
    """Some issues of a round, to be cited in a form."""

    form: str
    config: SiteConfig
    round_: RoundFace
    issues: tuple[CitedIssue, ...]


class _FileInputs(NamedTuple):
    """The name of a form, and citations in that form, joined in blocks."""

    form: str
    blocks: tuple[BytesRef, ...]


def citation_files(site: Site, parts: Parts) -> Iterator[Document]:
    """For each round a file of each form with a suffix: the citations of its contents page and of all its issues."""
    for round_ in site.rounds:
        issues = tuple(cited_fields(entry) for entry in round_.issues)
        config = site.for_round(round_).config
        whole = cited_round(config, round_)
        for form, path in citation_paths(round_):
            blocks = [parts.keep(_block(form, [whole]))]
            for first in range(0, len(issues), ISSUE_BLOCK):
                inputs = _BlockInputs(form, config, round_.face, issues[first : first + ISSUE_BLOCK])
                part = Document(path=f"citations {path} {first // ISSUE_BLOCK}", make=_block_part, inputs=inputs)
                blocks.append(parts.keep(parts.bytes_of(part)))
            inputs_of_file = _FileInputs(form, tuple(blocks))
            yield Document(path=path, make=_citation_file, inputs=inputs_of_file, texts=inputs_of_file.blocks)


def citation_file(form: str, cited: Iterable[CitationSource]) -> bytes:
    """A file with the citations of all of *cited* in the *form* of that name, a key of SUFFIXES."""
    return b"".join(_package(form, [_block(form, cited)]))


def _block_part(inputs: _BlockInputs) -> bytes:
    form, config, round_, issues = inputs
    return _block(form, (cited_issue(config, round_, one) for one in issues))


def _citation_file(inputs: _FileInputs, texts: Texts) -> Iterator[bytes]:
    yield from _package(inputs.form, (texts[block] for block in inputs.blocks))


def _block(form: str, cited: Iterable[CitationSource]) -> bytes:
    write, _, separator, _ = _FILES[form]
    return separator.join(write(one).encode() for one in cited)


def _package(form: str, blocks: Iterable[bytes]) -> Iterator[bytes]:
    _, opening, separator, ending = _FILES[form]
    yield opening
    for place, block in enumerate(blocks):
        yield separator + block if place else block
    yield ending


def _bibtex_entry(cited: CitationSource) -> str:
    return f"{bibtex(cited)}\n"


def _ris_record(cited: CitationSource) -> str:
    """A record with CRLF at the ends of lines, as the format asks for, and a blank line after it."""
    return f"{ris(cited)}\n\n".replace("\n", "\r\n")


def _csl_line(cited: CitationSource) -> str:
    return json.dumps(csl_item(cited), ensure_ascii=False, separators=(",", ":"))


_FILES: Final[dict[str, tuple[Callable[[CitationSource], str], bytes, bytes, bytes]]] = {
    "BibTeX": (_bibtex_entry, b"", b"\n", b""),
    "RIS": (_ris_record, b"", b"", b""),
    "CSL-JSON": (_csl_line, b"[\n", b",\n", b"\n]\n"),
}
"""By the name of a form: what writes one citation, and the bytes before, between and after the citations of a file."""
