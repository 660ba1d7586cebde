"""What makes a release: every file with its digest, and what lies compressed beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Final, NamedTuple

from rectify.field import addresses
from rectify.ground.diagnostics import Diagnostic, Span
from rectify.ground.files import sha256
from rectify.ground.watching import Watch, without_progress
from rectify.outputs.compressed import ENDINGS, compressed_siblings, is_sibling
from rectify.release.checkpoints import with_newest
from rectify.release.journal import JOURNAL, Entry, Kind, Totals, write_journal
from rectify.release.record_scripts import checkpoint_script, issue_scripts
from rectify.release.sums import SUMS, Sums, read_sums, sums_text

_OF_RECORD: Final = (f"{JOURNAL.with_suffix('')}.", f"{JOURNAL.parent}/checkpoint.")
"""How the paths of the record's own files begin, compressed or not: they say something of all others."""

_RESERVED: Final = {SUMS.casefold(): "全部文件的校验值", str(JOURNAL): "公开记录"}


class ReleaseFiles(NamedTuple):
    """Files that make a release: where each comes from, and its digest."""

    sources: Mapping[str, Path | bytes]
    sums: Sums


def pack(
    sources: Mapping[str, Path | bytes], previous: Path | None, watch: Watch[str] = without_progress
) -> ReleaseFiles:
    """The files at *sources*, with their compressed siblings; OSError.

    From the *previous* release come the assets that its own pages use, and siblings that still fit. A file's digest and its siblings come from the same reading, so that they cannot disagree.
    """
    together = {**_assets_of(previous), **sources} if previous else dict(sources)
    laid, digests = dict(together), {}
    for path in watch(sorted(together), "压缩", len(together)):
        source = together[path]
        data = source if isinstance(source, bytes) else source.read_bytes()
        digests[path] = sha256(data)
        for beside, small in compressed_siblings(PurePosixPath(path), data, partial(_read, previous)):
            laid[str(beside)], digests[str(beside)] = small, sha256(small)
    return ReleaseFiles(laid, digests)


def with_record(
    files: ReleaseFiles, record: Sequence[Entry], beside: Mapping[str, bytes], previous: Path | None = None
) -> ReleaseFiles:
    """The *files* of a release together with its *record* and what lies *beside* it: checkpoints, stamps, pages made from it.

    The scripts from which pages check themselves come with them. From the *previous* release come siblings that still fit.
    """
    scripts = {**issue_scripts(record, partial(_text_in, files)), **checkpoint_script(beside)}
    own = pack({str(JOURNAL): write_journal(record), **with_newest(beside), **scripts}, previous)
    content = [path for path in files.sources if not is_of_record(path)]  # what stands for them before a publication
    sources, sums = {path: files.sources[path] for path in content}, {path: files.sums[path] for path in content}
    return ReleaseFiles({**sources, **own.sources}, {**sums, **own.sums})


def _text_in(files: ReleaseFiles, path: str) -> str | None:
    source = files.sources.get(path)
    data = source.read_bytes() if isinstance(source, Path) else source
    return None if data is None else data.decode("utf-8", "surrogatepass")


def release_entry(files: ReleaseFiles, time: str, totals: tuple[Totals, ...] = ()) -> Entry:
    """The entry that says what the *files* of a release are together, without the record itself, and its *totals*."""
    return Entry(time, Kind.RELEASED, text=content_digest(files.sums), totals=totals)


def content_digest(sums: Sums) -> str:
    """The digest of the list of all files of a release but those of the record: its lines as `SHA256SUMS` has them."""
    return sha256(sums_text({path: sums[path] for path in sums if not is_of_record(path)}))


def is_of_record(path: str) -> bool:
    """Whether a publication makes the file at *path* from the record: it says something of all others."""
    return path.startswith(_OF_RECORD)


def reserved_name_faults(paths: Iterable[str]) -> Iterator[Diagnostic]:
    """Files among the *paths* of a site that are called as a publication calls its own, or as a compressed copy.

    Only what a webmaster put into `static/root/` can be: a server would send it in the place of another file.
    """
    paths = {path.casefold(): path for path in paths}
    for name, path in sorted(paths.items()):
        plain, dot, ending = name.rpartition(".")
        if name in _RESERVED:
            message = f"{path} 这个名字留给公开时用：程序自己会在这里放{_RESERVED[name]}"
        elif f"{dot}{ending}" in ENDINGS and plain in paths:
            message = f"{path} 会被服务器当作 {paths[plain]} 压好的副本送给读者"
        else:
            continue
        yield Diagnostic(Span(PurePosixPath("static/root", path)), "S013", message, "换一个名字，或者移走它")


def _read(release: Path | None, path: PurePosixPath) -> bytes:
    """What the *release* has at *path*, nothing if it has nothing."""
    try:
        return (release / path).read_bytes() if release else b""
    except OSError:
        return b""


def _assets_of(release: Path) -> dict[str, Path]:
    try:
        used = addresses.asset_folders((release / addresses.HOME).read_bytes())
    except FileNotFoundError:
        return {}
    folders = tuple(sorted(used))
    paths = (path for path in read_sums(release) if folders and path.startswith(folders))
    return {path: release / path for path in paths if not is_sibling(path)}
