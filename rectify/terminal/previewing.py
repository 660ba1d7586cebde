"""`publish --preview`: what would change for readers, written into a file for programs; nothing is published."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rectify.engine.stamps import OUTPUT
from rectify.ground.files import write_atomically
from rectify.release import kept_texts
from rectify.release.preview import Sides
from rectify.release.record import Public
from rectify.release.release_files import ReleaseFiles
from rectify.release.releases import Target


def sides_of(root: Path, target: Target, now: Public, files: ReleaseFiles) -> Sides:
    """What is public in *target* and what would be: the texts of *now*, the *files* of the release."""

    def new_file(path: str) -> bytes:
        source = files.sources.get(path, root / OUTPUT / path)
        return source if isinstance(source, bytes) else source.read_bytes()

    def old_file(path: str) -> bytes:
        return (target.current / path).read_bytes() if target.current else b""

    return Sides(kept_texts.text_opener(root, *target.public), now.open, old_file, new_file)


def write_preview(place: Path, preview: Mapping[str, Any]) -> None:
    """Write *preview* as JSON, whole or not at all; OSError."""
    write_atomically(place, json.dumps(preview, ensure_ascii=False).encode("utf-8", "surrogatepass"))
