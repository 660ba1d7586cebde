"""A few thousand hostile inputs, the same in every run; `benchmarks/fuzz/run.py` tries a million."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from benchmarks.fuzz import oracle
from benchmarks.fuzz.pieces import MARK
from benchmarks.fuzz.targets import TARGETS, tried

INPUTS = {
    "question": 300,
    "record": 600,
    "markdown": 500,
    "texts": 300,
    "sentence": 1500,
    "yaml": 300,
    "server": 100,
    "values": 60,
    "notice": 120,
    "package": 120,
    "site": 4,
}
PAGE = '<!doctype html><html lang="zh"><p class="a">{}</p><a href="{}">b</a></html>'


def faults(name: str, data: str) -> list[str]:
    known = oracle.vocabulary({PurePosixPath("a.html"): PAGE.format("", "b.html").encode()})
    return list(oracle.faults({PurePosixPath(name): data.encode()}, known))


@pytest.mark.parametrize("name", TARGETS)
def test_hostile_inputs_are_read_or_refused_in_words(name: str) -> None:
    """No traceback, nothing poorly told, nothing of the words become markup, formula or instruction."""
    wrong = {number: mistakes for number in range(INPUTS[name]) if (mistakes := tried(name, 0, number))}

    assert wrong == {}


def test_a_harmless_page_is_not_suspected() -> None:
    """Words that only look like markup are words."""
    assert faults("a.html", PAGE.format(f"&lt;{MARK}&gt; &quot; onclick=", "https://x.example/?a=%22")) == []


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.html", PAGE.format(f"<{MARK}>", "b.html")),
        ("a.html", PAGE.format("", f'b.html" onclick="{MARK}')),
        ("a.html", PAGE.format("", "javascript:a")),
        ("a.html", PAGE.format("", "//x.example/")),
        ("a.html", PAGE.format("<script>a()</script>", "b.html")),
        ("a.html", PAGE.format(f"<!-- {MARK} -->", "b.html")),
        ("a.html", PAGE.format("\u202e", "b.html")),
        ("feed.atom", f"<feed><{MARK}/></feed>"),
        ("feed.atom", "<feed>&</feed>"),
        ("a.csv", "a,b\r\n=1+1,2\r\n"),
        ("a.csv", "a,b\r\n＝1,2\r\n"),
        ("a.csv", "a,b\r\n1\r\n"),
        ("a.json", "{]"),
        ("search/all.js", 'R("a");alert(1)'),
        ("a.ris", f"TI  - a\r\n{MARK}"),
        ("a.bib", f"@misc{{{MARK},"),
        ("web.config", "<a><!-- -- --></a>"),
        (".htaccess", MARK),
    ],
)
def test_what_was_injected_is_seen(name: str, data: str) -> None:
    """The fuzzer would notice each kind of injection that it looks for."""
    assert faults(name, data)
