"""What is fed with hostile inputs: each target makes an input out of chance, uses it, and says what went wrong."""

from __future__ import annotations

import atexit
import contextlib
import html
import io
import json
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path, PurePosixPath
from random import Random
from typing import Any, Final

from benchmarks.fuzz import oracle
from benchmarks.fuzz.pieces import SIGNS, WORDS, fit, fit_rich, mutated, piece, reworded, text
from benchmarks.fuzz.sentences import sentence_faults, sentence_input
from benchmarks.fuzz.written import as_yaml, filled, misnamed, project
from rectify.checks.html_report import as_html
from rectify.checks.privacy import private_in
from rectify.checks.report import Examination, as_json, as_text
from rectify.checks.sarif import as_sarif
from rectify.checks.texts import texts_in
from rectify.checks.wording import secret_in, wrong_in
from rectify.checks.wordlist import Lexicon, Wordlist, lexicon, read_wordlist
from rectify.examination import examine_sources
from rectify.extract.dates import dates_in
from rectify.extract.figures import figures_in
from rectify.field.canonical import ALONE, canonical_text, read
from rectify.field.config import Redirect, SiteConfig
from rectify.field.model import Glossary, Issue, Round
from rectify.field.public_text import public_text
from rectify.field.words import PagePath, PagePlace
from rectify.ground import richtext
from rectify.ground.diagnostics import Diagnostic, SourceError, Span
from rectify.ground.rich_faults import faults_in
from rectify.ground.richtext import plain
from rectify.intake.readers.source import read_data
from rectify.intake.recognise.draft import Draft
from rectify.intake.recognise.sensitive import with_privacy_doubts
from rectify.intake.recognise.whole import recognise
from rectify.intake.restored_issue import restored_issue
from rectify.intake.yaml_writing import issue_yaml, record_yaml, round_yaml
from rectify.outputs.dataset.table import any_table, table_rows
from rectify.outputs.server_config.facts import server_facts
from rectify.outputs.server_config.files import settings_files
from rectify.outputs.sheet import Column, Sheet, workbook
from rectify.pipeline import build
from rectify.release import journal
from rectify.release.differences import changes_since
from rectify.release.growth import growth
from rectify.release.journal import Entry, Kind
from rectify.release.record import Public, state_of
from rectify.release.refusals import refusals
from rectify.search.normal import normaliser
from rectify.site.linked_data import block
from rectify.source.decode import decode
from rectify.source.nodes import UNPRINTABLE
from rectify.source.summary import summary_of
from rectify.source.yamltree import decode_text
from rectify.terminal.screen import visible

ROOT: Final = Path(__file__).resolve().parents[2]
Faults = Iterator[str]
AT: Final = PurePosixPath("content/2025-a/001.yaml")
_KINDS: Final = (Issue, Issue, Round, SiteConfig, Glossary, Wordlist)


def told_well(error: SourceError) -> Faults:
    """Whether a refusal has words, a place and a remedy, and few enough of them to be read."""
    diagnostics = error.diagnostics
    if not diagnostics or len(diagnostics) > 402:
        yield f"{len(diagnostics)} mistakes are told"
    yield from (
        f"poorly told: {d!r}"
        for d in diagnostics
        if not (d.message and d.code and d.span.line > 0 and d.span.column > 0)
    )
    if "\x1b" in visible(str(error)):
        yield "the terminal would obey"


# YAML


@cache
def _sources() -> tuple[bytes, ...]:
    """The real files, to be changed."""
    folder = ROOT / "content/2024-xuncha"
    names = [ROOT / "site.yaml", ROOT / "content/glossary.yaml", ROOT / "rectify/checks/checks.yaml"]
    return tuple(path.read_bytes() for path in (*names, *sorted(folder.glob("*.yaml"))[:20]))


def yaml_input(chance: Random) -> tuple[Any, bytes]:
    """A record with hostile values, a real file that was damaged, or a heap of signs."""
    kind = chance.choice(_KINDS)
    way = chance.random()
    if way < 0.45:
        words = text if chance.random() < 0.5 else fit
        return kind, as_yaml(filled(kind, chance, words, text if words is text else fit_rich)).encode(
            "utf-8", "surrogatepass"
        )
    if way < 0.9:
        whole = chance.choice(_sources())
        if chance.random() < 0.3:
            return kind, mutated(chance, whole)
        return kind, reworded(chance, whole.decode()).encode("utf-8", "replace")
    signs = ("\n", "\n  ", "\n- ", ": ", "- ", "[", "]", "{", "}", ",", "'", '"', "|\n", ">-\n", "&a ", "*a", "!!python/object:os.system ", "<<: ", "? ", "---\n", "%YAML 1.1\n", "# ", "number: 1", "title: ", "\\u202e", '"\\r', '"\\x1b[2J"', "[" * 400, "&a [*a,*a]")  # fmt: skip
    return kind, "".join(chance.choice(signs) if chance.random() < 0.8 else piece(chance) for _ in range(chance.randint(1, 60))).encode("utf-8", "surrogatepass")  # fmt: skip


def yaml_faults(given: tuple[Any, bytes]) -> Faults:
    """It becomes a record without invisible characters, or is refused in words."""
    kind, data = given
    try:
        record = decode(decode_text(data, AT), AT, kind)
    except SourceError as error:
        yield from told_well(error)
        return
    for one in texts_in(record):
        if UNPRINTABLE.search(one.text) or "\r" in one.text or "\t" in one.text:
            yield f"an invisible character in {one.where}"
    if isinstance(record, Issue):
        summary_of(record)
        public_text(record)
    if isinstance(record, Issue | Round | SiteConfig | Glossary):
        yield from canonical_faults(record)


def canonical_faults(record: Issue | Round | SiteConfig | Glossary) -> Faults:
    """The text for comparison is read back, is no change of itself, and an issue made from it says the same."""
    told = canonical_text(record)
    try:
        tree = read(told)
    except ValueError:
        yield f"the text for comparison cannot be read: {told[:200]!r}"
        return
    if growth(tree, tree) != growth({}, {}):
        yield "a text differs from itself"
    if isinstance(record, Issue):
        with contextlib.suppress(ValueError):
            restored = restored_issue(told, ALONE)
            if UNPRINTABLE.search(record_yaml(restored).replace("\n", "")):
                yield "an invisible character in a restored issue"


# Markdown


def markdown_input(chance: Random) -> str:
    """Pieces, signs, and the longest text that a field takes, now and then of one piece alone."""
    way = chance.random()
    if way < 0.003:
        one = "".join(chance.choice(SIGNS + WORDS) for _ in range(chance.randint(1, 4)))
        return one * (19_000 // max(len(one), 1))
    if way < 0.3:
        return "".join(
            chance.choice(SIGNS) if chance.random() < 0.7 else chance.choice(WORDS)
            for _ in range(chance.randint(1, 30))
        )
    return text(chance) if way < 0.7 else fit_rich(chance, chance.randint(1, 6))


_MARKDOWN: Final = frozenset(
    [(tag, "") for tag in ("p", "ul", "ol", "li", "em", "strong", "code", "a", "br", "table", "thead", "tbody", "tr", "th", "td", "blockquote", "span", "div", "pre", "dl")]
    + [("a", "href"), ("a", "title"), ("th", "scope"), ("span", "class"), ("ol", "start"), ("li", "value")]
    + [("div", name) for name in ("class", "role", "aria-label", "tabindex")]
)  # fmt: skip


def markdown_faults(given: str) -> Faults:
    """What is accepted gives nothing but the elements of small Markdown, closed as they were opened."""
    if len(given) > 20_000 or UNPRINTABLE.search(given):
        return
    refused = next(faults_in(given), None)
    plain(given)
    if refused is None:
        made = "".join(richtext.blocks(given))
        yield from oracle.html_faults(made.encode(), _MARKDOWN)


def checks_faults(given: str) -> Faults:
    """Every rule on texts comes to an end, and each finding stands where it says."""
    given = given[:20_000]
    words = _lexicon()
    for one in (*private_in(given), *secret_in(given, words), *wrong_in(given, words, "巡察")):
        if not 0 <= one.start <= one.end <= len(given):
            yield f"{one.rule} stands at {one.start}-{one.end}"
    dates_in(given)
    figures_in(given)


@cache
def _lexicon() -> Lexicon:
    return lexicon(read_wordlist(ROOT)[0])


# The public record


def record_input(chance: Random) -> bytes:
    """A sound record with hostile words in it, and mostly damaged afterwards."""
    entries = [
        Entry(
            "2025-12-02T09:30:00+08:00",
            chance.choice(list(Kind)),
            chance.choice(("2025-a/001.html", "index.html", piece(chance), text(chance, 2))),
            chance.choice(("", "a" * 64, piece(chance))),
            chance.choice(("2025-12-02 09:30", piece(chance))),
            chance.choice((0, 1, -1, 10**20)),
            text(chance, 2),
            chance.choice((0, 1, 2, -5, 10**9)),
        )
        for _ in range(chance.randint(0, 6))
    ]
    sound = journal.write_journal(entries)
    if chance.random() < 0.4:
        return sound
    if chance.random() < 0.2:
        return (
            b'{"\xe5\xba\x8f\xe5\x8f\xb7": '
            + piece(chance).encode("utf-8", "replace") * chance.choice((1, 2000))
            + b"}\n"
            + sound
        )
    return mutated(chance, sound)


def record_faults(given: bytes) -> Faults:
    """It is sound, and then what it demands can be told; or the fault is told."""
    try:
        entries = journal.parse_journal(given)
    except SourceError as error:
        yield from told_well(error)
        return
    if journal.write_journal(entries) != given:
        yield "it is not what would be written"
    state = state_of(entries)
    if any(".." in PurePosixPath(address).parts or address.startswith("/") for address in state.addresses):
        yield "an address outside the site"
    for one in refusals(changes_since(entries, Public({}, frozenset())), {}):
        if "\x1b" in visible(str(one)):
            yield "the terminal would obey"


# Settings of servers


def server_input(chance: Random) -> tuple[str, str, bytes]:
    """A site's settings with a hostile address, and an address that changed."""
    host = chance.choice(
        ("x.example", "中文.example", "x.example:8443", "[::1]", "[::1", piece(chance), "a" * 300 + ".example")
    )
    path = chance.choice(("/", "/xczg/", "/a--b/", "/~/", "/a b/", f"/{piece(chance)}/", f"/{text(chance, 2)}"))
    address = f"{chance.choice(('https://', 'http://', 'HTTPS://', 'ftp://', 'javascript:'))}{host}{path}"
    moved = {
        "from": chance.choice(("old/1.html", "old/", f"{piece(chance)}.html")),
        "to": chance.choice(("index.html", "new/", "help.html#zi", f"{piece(chance)}.html")),
    }
    given = filled(SiteConfig, chance) | {"base_url": address, "redirects": [moved]}
    return chance.choice(("nginx", "apache", "iis")), address, as_yaml(given).encode("utf-8", "surrogatepass")


_PLAIN_LINE: Final = frozenset("{};\"'$`")


def server_faults(given: tuple[str, str, bytes]) -> Faults:
    """Nothing of the address becomes an instruction: the files have as many signs as those of a plain address."""
    server, address, data = given
    at = PurePosixPath("site.yaml")
    try:
        config = decode(decode_text(data, at), at, SiteConfig)
        facts = server_facts(config, [PurePosixPath("index.html")])
    except SourceError as error:
        yield from told_well(error)
        return
    shapes = tuple((one.from_.endswith("/"), one.to.endswith("/"), "#" in one.to) for one in config.redirects)
    plain = _usual(server, shapes, is_root=facts.base_path == "/", is_https=facts.is_https)
    for (path, made), (_, usual) in zip(settings_files(server, facts), plain, strict=True):
        if path.suffix == ".config":
            yield from oracle.xml_faults(made)
        if made.count(b"\n") != usual.count(b"\n"):
            yield f"{path} has lines of its own for {address!r}"
        for sign in _PLAIN_LINE:
            if made.count(sign.encode()) != usual.count(sign.encode()):
                yield f"{path} has more of {sign} for {address!r}"


@cache
def _usual(
    server: str, shapes: tuple[tuple[bool, bool, bool], ...], *, is_root: bool, is_https: bool
) -> Sequence[tuple[PurePosixPath, bytes]]:
    """The settings of a plain site with redirects of the same *shapes*: of a folder, to a folder, to a place."""
    redirects = tuple(
        Redirect(
            from_=PagePath(f"old{n}/" if of_folder else f"old/{n}.html"),
            to=PagePlace("new/" if to_folder else "help.html#zi" if to_place else "help.html"),
        )
        for n, (of_folder, to_folder, to_place) in enumerate(shapes)
    )
    config = decode((ROOT / "site.yaml").read_text("utf-8"), PurePosixPath("site.yaml"), SiteConfig)
    address = f"http{'s' * is_https}://x.example/{'' if is_root else 'a/'}"
    plain_config = type(config)(
        **{name: getattr(config, name) for name in config.__slots__} | {"base_url": address, "redirects": redirects}
    )
    return settings_files(server, server_facts(plain_config, [PurePosixPath("index.html")]))


# Tables, workbooks, data blocks, reports


def values_input(chance: Random) -> list[str]:
    """Cells."""
    return [text(chance, 3)[:32_000] for _ in range(6)]


def values_faults(given: list[str]) -> Faults:
    """CSV, workbook, JSON-LD and the reports of a check hold the values as values."""
    clean = [UNPRINTABLE.sub("", one) for one in given]
    yield from oracle.csv_faults(any_table([["a", "b", "c"]], [table_rows([clean[:3], clean[3:]])]))
    columns = [Column(name, 20) for name in "abc"]
    yield from oracle.sheet_faults(workbook([Sheet("a", columns, [given[:3], given[3:]])]))
    data = str(block([{"@type": "Thing", "name": given[0], "description": given[1]}]))
    if "<" in data or "\u2028" in data or json.loads(data)["@graph"][0]["name"] != given[0]:
        yield "a data block that is none"
    diagnostics = [Diagnostic(Span(PurePosixPath(f"content/{given[2]}")), "S006", given[3] or "a", given[4])]
    examined = Examination(tuple(diagnostics), (), 1)
    yield from oracle.html_faults(as_html(examined).encode("utf-8", "backslashreplace"), _report())
    yield from oracle.json_faults(
        said.encode("utf-8", "backslashreplace") for said in (as_json(examined), as_sarif(examined))
    )
    if "\x1b" in visible(as_text(examined)):
        yield "the terminal would obey"


@cache
def _report() -> oracle.Vocabulary:
    harmless = Examination((Diagnostic(Span(AT), "S006", "a", "b"),), (), 1)
    return oracle.vocabulary({PurePosixPath("a.html"): as_html(harmless).encode()})


# Notices


@cache
def _notices() -> tuple[str, ...]:
    return tuple(path.read_text("utf-8") for path in sorted((ROOT / "tests/notices").rglob("*.txt")) if path.stat().st_size < 20_000)  # fmt: skip


def notice_input(chance: Random) -> tuple[str, bytes]:
    """A notice, whole or damaged, as text or as a page, in one encoding or another."""
    whole = chance.choice(_notices())
    lines = whole.split("\n")
    start = chance.randrange(len(lines))
    some = lines[start : start + chance.randint(3, 40)]
    for _ in range(chance.randint(0, 6)):
        some.insert(chance.randrange(len(some) + 1), text(chance, 3) if chance.random() < 0.5 else piece(chance))
    said = "\n".join(["关于巡察整改情况的通报", *some])
    name = "a.txt"
    if chance.random() < 0.5:
        name = "a.html"
        tags = ("p", "div", "td", "li", "h2", "script", "style", "textarea", "b", "table", "svg", "template", "pre")
        parts = [f"<{tag}{chance.choice(('', f' style={piece(chance)!r}', ' hidden', ' class=a'))}>{line if chance.random() < 0.3 else html.escape(line)}{f'</{tag}>' if chance.random() < 0.9 else ''}" for line in said.split("\n") for tag in [chance.choice(tags[:5] if chance.random() < 0.9 else tags)]]  # fmt: skip
        said = "<html><body>" + "".join(parts)
    coding = chance.choice(("utf-8", "utf-8", "gb18030", "utf-16", "utf-8-sig", "big5"))
    data = said.encode(coding, "replace")
    return name, mutated(chance, data) if chance.random() < 0.5 else data


def notice_faults(given: tuple[str, bytes]) -> Faults:
    """It becomes YAML that reads back, or is refused in words."""
    name, data = given
    try:
        draft = with_privacy_doubts(recognise([read_data(data, name)], given_id="2025-a"))
    except SourceError as error:
        yield from told_well(error)
        return
    yield from _draft_faults(draft)


_MAY_BE_EMPTY: Final = ("V001", "V002", "V003", "V005", "V009", "V010", "Y014")
"""What a notice does not say, a person has to fill in."""


def _draft_faults(draft: Draft) -> Faults:
    yield from _read_back(round_yaml(draft), Round)
    for one in draft.issues:
        yield from _read_back(issue_yaml(draft, one), Issue)


def _read_back(made: str, kind: Any) -> Faults:
    try:
        decode(made, AT, kind)
    except SourceError as error:
        yield from told_well(error)
        yield from (f"written YAML that is wrong: {d}" for d in error.diagnostics if d.code not in _MAY_BE_EMPTY)


@cache
def _packages() -> tuple[bytes, ...]:
    """Small Word files and workbooks, to be damaged from within."""
    row = ["1", "没有建立制度", "已完成", "建立制度"]
    ledger = workbook(
        [Sheet("台账", [Column(name, 20) for name in ("序号", "存在问题", "整改状态", "整改措施")], [row, row])]
    )
    body = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in ("关于巡察整改情况的通报", "1.问题：没有建立制度。", "整改措施：建立制度。", "整改进展：已完成。"))  # fmt: skip
    word = io.BytesIO()
    with zipfile.ZipFile(word, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", f'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{body}</w:body></w:document>')  # fmt: skip
    return ledger, word.getvalue()


def package_input(chance: Random) -> bytes:
    """A package with one part damaged, hostile or blown up; or with its bytes damaged."""
    data = chance.choice(_packages())
    if chance.random() < 0.3:
        return mutated(chance, data)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        names = old.namelist()
        chosen = chance.choice(names)
        for name in names:
            part = old.read(name)
            if name == chosen:
                part = _damaged(chance, part)
            new.writestr(name if chance.random() < 0.97 else f"../../{name}", part)
    return out.getvalue()


def _damaged(chance: Random, part: bytes) -> bytes:
    bomb = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><a>&b;</a>'
    match chance.randrange(5):
        case 0:
            return bomb
        case 1:
            return part + b" " * chance.choice((10, 9 << 20 if chance.random() < 0.02 else 1 << 16))
        case 2:
            return b"<a>" * chance.choice((10, 5000)) + part
        case 3:
            said = html.escape(text(chance, 3)).encode("utf-8", "surrogatepass")
            return part.replace("没有".encode(), said, 1)
        case _:
            return mutated(chance, part)


def package_faults(given: bytes) -> Faults:
    """The same as for notices."""
    yield from notice_faults(("a.docx", given))


# Search


def question_input(chance: Random) -> str:
    """What somebody might type, or paste."""
    return text(chance, 3)[:400]


def question_faults(given: str) -> Faults:
    """Both sides bring it to the same form."""
    form = normaliser({"體": "体"})(given)
    if (other := _scripted(given)) is not None and other != form:
        yield f"here {form!r}, in the browser {other!r}"


def _scripted(given: str) -> str | None:
    engine = _engine()
    if engine is None or engine.stdin is None or engine.stdout is None or any("\ud800" <= c <= "\udfff" for c in given):
        return None
    engine.stdin.write(json.dumps(given) + "\n")
    engine.stdin.flush()
    return str(json.loads(engine.stdout.readline()))


@cache
def _engine() -> subprocess.Popen[str] | None:
    """The script of the search page in Node, where that is installed; it ends with its input."""
    node = shutil.which("node")
    if node is None:
        return None
    script = "globalThis.Rectify={};require('./static/js/search-normal.js');const n=Rectify.normal;const f=new Map([['體','体']]);require('readline').createInterface({input:process.stdin}).on('line',l=>console.log(JSON.stringify(n.normalise(JSON.parse(l),f).text)))"  # fmt: skip
    engine = subprocess.Popen([node, "-e", script], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    atexit.register(_end, engine)
    return engine


def _end(engine: subprocess.Popen[str]) -> None:
    with engine:  # closes its input, by which it ends
        pass


# Whole sites


def site_input(chance: Random) -> dict[str, str]:
    """A project."""
    if chance.random() < 0.1:
        return project(chance, text, text)
    return misnamed(chance, project(chance)) if chance.random() < 0.05 else project(chance)


def site_faults(given: dict[str, str]) -> Faults:
    """The pages, feeds, tables, data and settings are those of a harmless site, with other words."""
    with tempfile.TemporaryDirectory(prefix="rectify-fuzz-") as temporary:
        root = Path(temporary)
        files = _built(root, given)
        if isinstance(files, SourceError):
            yield from told_well(files)
        else:
            yield from oracle.faults(files, _vocabulary())
        outside = {path.name for path in root.iterdir()} - {"site.yaml", "content", "templates", "static", "output"}
        if outside:
            yield f"written outside: {outside}"
        examine_sources(root)


def _built(root: Path, given: dict[str, str]) -> oracle.Files | SourceError:
    for name, said in given.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(said.encode("utf-8", "surrogatepass"))
    for name in ("templates", "static"):
        shutil.copytree(ROOT / name, root / name)
    try:
        build(root, root / "output")
    except SourceError as error:
        return error
    folder = root / "output"
    return {
        PurePosixPath(path.relative_to(folder).as_posix()): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@cache
def _vocabulary() -> oracle.Vocabulary:
    """What harmless sites are made of: the real one, and many with every field filled."""
    known: set[tuple[str, str]] = set(_MARKDOWN)
    for number in range(12):
        with tempfile.TemporaryDirectory(prefix="rectify-fuzz-") as temporary:
            said = project(Random(number), lambda chance: f"甲乙{chance.randrange(99)}整改", lambda chance: f"甲{chance.randrange(9)}\n\n- 乙《丙办法》2025年3月1日完成5个")  # fmt: skip
            files = _built(Path(temporary), said)
            assert not isinstance(files, SourceError), str(files)
            known |= oracle.vocabulary(files)
    return frozenset(known)


Target = tuple[Callable[[Random], Any], Callable[[Any], Faults], int]
"""How to make an input, what is wrong after using it, and how many make a long run."""

TARGETS: Final[dict[str, Target]] = {
    "question": (question_input, question_faults, 300_000),
    "record": (record_input, record_faults, 300_000),
    "markdown": (markdown_input, markdown_faults, 200_000),
    "texts": (markdown_input, checks_faults, 100_000),
    "sentence": (sentence_input, sentence_faults, 200_000),
    "yaml": (yaml_input, yaml_faults, 70_000),
    "server": (server_input, server_faults, 20_000),
    "values": (values_input, values_faults, 10_000),
    "notice": (notice_input, notice_faults, 20_000),
    "package": (package_input, package_faults, 20_000),
    "site": (site_input, site_faults, 600),
}


def tried(name: str, seed: int, number: int) -> list[str]:
    """What was wrong with one input of a target; whatever it raises is raised."""
    make, look, _ = TARGETS[name]
    return list(look(make(Random(f"{name} {seed} {number}"))))
