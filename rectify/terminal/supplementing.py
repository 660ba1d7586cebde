"""`revise --all`: writes into every issue that had empty fields filled since it was public what was filled."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from rectify.field import addresses, canonical
from rectify.ground.files import write_atomically
from rectify.release import growth, journal, kept_texts
from rectify.release.growth import Growth
from rectify.release.record import state_of
from rectify.source.load import read_issue
from rectify.source.sources import IssueSource, RoundSource, context_of
from rectify.terminal.yaml_entries import with_entry


def supplement_all(root: Path, rounds: Iterable[RoundSource], today: str) -> int:
    """Add the entries to the files below *root*, dated *today*; 1 if an issue needs something else, too."""
    state, old_text = state_of(journal.read(root)), kept_texts.text_opener(root)
    written, others = [], []
    for round_ in rounds:
        for entry in round_.issues:
            page = addresses.issue_page(round_.id, entry.summary.number)
            public = state.texts.get(page)
            if public is None or public.form < canonical.FORM or public.digest == entry.summary.public_text:
                continue
            copy = old_text(page, public.digest)
            grown = growth.growth(canonical.read(copy), _tree(root, round_, entry)) if copy is not None else None
            if grown is None or not _is_supplement(grown) or not _supplement(root, entry, grown, today):
                others.append(str(entry.path))
            else:
                written.append(str(entry.path))
    print(f"给 {len(written)} 个问题添了补充记录。", *(f"  {path}" for path in written), sep="\n")
    if others:
        print("这些问题改的不只是原来空着的项目，要一个一个看：", *(f"  {path}" for path in others), sep="\n")
    return int(bool(others))


def _tree(root: Path, round_: RoundSource, entry: IssueSource) -> canonical.Tree:
    issue, _ = read_issue(root, entry.path, None)
    context = context_of(round_.round, round_.files.get(entry.path.stem, {}))
    return canonical.read(canonical.canonical_text(issue, context))


def _is_supplement(grown: Growth) -> bool:
    """Whether nothing else happened without an entry but that empty fields were filled."""
    return bool(grown.edits) and not grown.lost and all(one.was_empty for one in grown.edits)


def _supplement(root: Path, entry: IssueSource, grown: Growth, today: str) -> bool:
    """Write the entry into the issue's file; False if only a person can add to its list."""
    note = "、".join(one.name for one in grown.edits)
    data = (root / entry.path).read_bytes()
    longer = with_entry(data, entry.path, "supplements", (f"date: {today}", f"note: {note}"))
    if longer is not None:
        write_atomically(root / entry.path, longer, durable=True)
    return longer is not None
