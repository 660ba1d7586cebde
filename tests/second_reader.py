"""A second reader of canonical texts and of the record, written from docs/canonical.md alone; it shares no code.

`python tests/second_reader.py FOLDER` examines the site in a folder and says what does not hold.
"""

from __future__ import annotations

import hashlib
import json
import sys
import unicodedata
from itertools import takewhile
from pathlib import Path
from typing import Any

TEXTS = ("公布", "修订", "进展", "改时限", "补充", "撤下", "恢复公开", "换写法")


def parse(text: str) -> dict[str, Any]:
    """A text as fields: strings, {"|": lines} for running text, lists, and fields again; ValueError for anything else."""
    if not text.endswith("\n") or unicodedata.normalize("NFC", text) != text:
        raise ValueError("end or form")
    lines = text[:-1].split("\n")
    fields, rest = parse_fields(lines, 0)
    if rest or write(fields) != text or not text.startswith("核对文本 2："):
        raise ValueError(rest[:1])
    return fields


def parse_fields(lines: list[str], depth: int) -> tuple[dict[str, Any], list[str]]:
    """The fields at a depth of indentation, and the lines after them."""
    fields: dict[str, Any] = {}
    while (
        lines and lines[0][:depth].isspace() == bool(depth) and lines[0][depth : depth + 1] not in ("", " ", "|", "-")
    ):
        name, colon, value = lines[0][depth:].partition("：")
        if not colon or name in fields:
            raise ValueError(lines[0])
        lines = lines[1:]
        inside = lines[0] if lines else ""
        if value:
            fields[name] = value
        elif inside.startswith(" " * (depth + 2) + "| "):
            taken = list(takewhile(lambda line: line[: depth + 4] == " " * (depth + 2) + "| ", lines))
            fields[name], lines = {"|": [line[depth + 4 :] for line in taken]}, lines[len(taken) :]
        elif inside.startswith(" " * (depth + 2) + "-"):
            fields[name], lines = parse_items(lines, depth + 2)
        else:
            fields[name], lines = parse_fields(lines, depth + 2)
    return fields, lines


def parse_items(lines: list[str], depth: int) -> tuple[list[Any], list[str]]:
    """The items of a list at a depth, and the lines after them."""
    items: list[Any] = []
    while lines and lines[0].startswith(" " * depth + "-"):
        item: Any = lines[0][depth + 2 :]
        lines = lines[1:]
        if not item:
            item, lines = parse_fields(lines, depth + 2)
        items.append(item)
    return items, lines


def write(fields: dict[str, Any], margin: str = "") -> str:
    """The text of fields."""
    out = ""
    for name, value in fields.items():
        if isinstance(value, str):
            out += f"{margin}{name}：{value}\n"
            continue
        out += f"{margin}{name}：\n"
        if isinstance(value, dict) and "|" in value:
            out += "".join(f"{margin}  | {line}\n" for line in value["|"])
        elif isinstance(value, dict):
            out += write(value, margin + "  ")
        else:
            for item in value:
                inner = f" {item}\n" if isinstance(item, str) else "\n" + write(item, margin + "    ")
                out += f"{margin}  -{inner}"
    return unicodedata.normalize("NFC", out)


def journal(data: bytes) -> list[dict[str, Any]]:
    """The entries of a record; ValueError where it is broken."""
    lines = data.splitlines(keepends=True)
    before, entries = "0" * 64, []
    for number, line in enumerate(lines[:-1], start=1):
        entry = json.loads(line)
        if entry.get("序号") != number or entry.get("上一条") != before:
            raise ValueError(f"line {number} does not follow")
        entries.append(entry)
        before = hashlib.sha256(line).hexdigest()
    if json.loads(lines[-1]) != {"共": len(entries), "末条": before}:
        raise ValueError("the seal does not fit")
    return entries


def continues(record: bytes, checkpoint: str) -> bool:
    """Whether a record begins as it was at a checkpoint."""
    _, count, head, _ = checkpoint.splitlines()
    lines = record.splitlines(keepends=True)[: len(journal(record))]
    return int(count) <= len(lines) and hashlib.sha256(lines[int(count) - 1]).hexdigest() == head


def texts(entries: list[dict[str, Any]]) -> dict[str, str]:
    """The digest of the text at each address now."""
    while places := [n for n, entry in enumerate(entries) if entry["事项"] == "退回"]:
        last = places[-1]
        entries = entries[: min(entries[last].get("条数", 0), last)] + entries[last + 1 :]
    found: dict[str, str] = {}
    for entry in entries:
        address, kind = entry.get("网址", ""), entry["事项"]
        if kind in TEXTS or (kind == "新网址" and "/banben/" in address):
            found.pop(address, None)
            if entry.get("写法") == 2:
                found[address] = entry["文本"]
        elif kind == "改网址":
            found.pop(address, None)
    return found


def file_of(address: str) -> str:
    """Where a site has the text of the page at an address."""
    return address[:-5] + ".txt" if "/banben/" in address else "record/" + address[:-5] + ".txt"


def examine(folder: Path) -> list[str]:
    """What does not hold of the site in a folder."""
    wrong = []
    for address, digest in texts(journal((folder / "record/published.jsonl").read_bytes())).items():
        path = folder / file_of(address)
        data = path.read_bytes() if path.is_file() else b""
        if hashlib.sha256(data).hexdigest() != digest:
            wrong.append(f"{file_of(address)} is not what the record says")
            continue
        parse(data.decode())
    return wrong


if __name__ == "__main__":
    found = examine(Path(sys.argv[1]))
    sys.stdout.write("".join(f"{line}\n" for line in (*found, f"{len(found)} wrong")))
    sys.exit(bool(found))
