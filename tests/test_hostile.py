"""Files that are no files, names and characters that mislead, and inputs that would take for ever."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import socket
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path, PurePosixPath

import pytest
from markupsafe import Markup

from rectify.checks.consistency import working_days
from rectify.checks.privacy import private_in
from rectify.checks.report import Examination
from rectify.checks.sarif import as_sarif
from rectify.checks.wordlist import read_wordlist
from rectify.engine.memory import Memory
from rectify.field.config import SiteConfig
from rectify.field.model import Issue, Term
from rectify.field.words import Line, Rich, Slug
from rectify.ground.dates import PartialDate
from rectify.ground.diagnostics import ENOUGH, Diagnostic, SourceError, Span
from rectify.ground.rich_faults import faults_in
from rectify.intake.readers.source import read_data, read_source
from rectify.intake.recognise.whole import recognise
from rectify.intake.yaml_writing import issue_yaml
from rectify.outputs.dataset.table import any_table
from rectify.outputs.server_config.facts import server_facts
from rectify.outputs.server_config.iis import iis_folder
from rectify.outputs.sheet import Column, Sheet, workbook
from rectify.pipeline import build
from rectify.release import journal
from rectify.release.journal import Entry, Kind
from rectify.release.record import state_of
from rectify.site.terms import linker
from rectify.source.decode import decode
from rectify.terminal.screen import SanitizedStream
from support import ISSUE, MINIMAL, ROOT, ROUND, SITE, lay

AT = PurePosixPath("a.yaml")
FOLDER = "content/2025-xuncha"
LINKS = pytest.mark.skipif(os.name == "nt", reason="links and pipes need special rights on Windows")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A small project with the real templates and styles, and a secret beside it."""
    folder = tmp_path / "project"
    lay(folder, MINIMAL)
    for name in ("templates", "static"):
        shutil.copytree(ROOT / name, folder / name)
    (folder / "static/root").mkdir(exist_ok=True)
    lay(tmp_path, {"outside/secret.css": ".secret {}\n", "outside/secret.html": "secret\n"})
    return folder


def codes(root: Path) -> list[str]:
    """What a build with a memory says of the project *root*, by path and code; empty if it succeeds."""
    try:
        build(root, root / "output", Memory(root))
    except SourceError as error:
        return [f"{one.span.path} {one.code}" for one in error.diagnostics]
    return []


def refused(text: str, kind: type = Issue) -> list[str]:
    """The codes with which the YAML *text* is refused."""
    try:
        decode(text, AT, kind)
    except SourceError as error:
        return [one.code for one in error.diagnostics]
    return []


# Files that are none


@LINKS
@pytest.mark.parametrize(
    "name",
    [
        "site.yaml",
        f"{FOLDER}/round.yaml",
        "content/glossary.yaml",
        "record/published.jsonl",
        "templates/pages/home.html",
    ],
)
@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir], ids=["pipe", "folder"])
def test_what_is_no_file_is_told_and_never_waited_for(name: str, make: Callable[[Path], None], root: Path) -> None:
    """A pipe would be read without end; a folder cannot be read."""
    path = root / name
    path.unlink(missing_ok=True)
    path.parent.mkdir(exist_ok=True)
    make(path)

    assert f"{name} S002" in codes(root)


@LINKS
@pytest.mark.parametrize(
    "name", ["static/root/a.txt", "static/css/components/a.css", f"{FOLDER}/.a", "static/images/a"]
)
def test_pipes_and_sockets_among_copied_files_are_passed_over(name: str, root: Path) -> None:
    """Nobody can copy a pipe; nobody waits for one."""
    os.mkfifo(root / name)
    with socket.socket(socket.AF_UNIX) as one:
        here = Path.cwd()
        os.chdir((root / name).parent)  # the name of a socket must be short
        one.bind(".socket")
        os.chdir(here)

        assert codes(root) == []


@LINKS
def test_a_word_list_or_a_notice_that_is_no_file_is_told(root: Path) -> None:
    """`check` and `import` do not wait for pipes and devices either."""
    os.mkfifo(root / "checks.yaml")
    with pytest.raises(SourceError) as caught:
        read_source(Path("/dev/zero"))

    assert [one.code for one in (*read_wordlist(root)[1], *caught.value.diagnostics)] == ["S002", "I001"]


@LINKS
@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("static/css/components/a.css", "secret.css"),
        ("templates/pages/help.html", "secret.html"),
        (f"{FOLDER}/round.yaml", "secret.html"),
        ("content/glossary.yaml", "secret.html"),
        ("checks.yaml", "secret.html"),
        ("static/root/a.html", "secret.html"),
        ("static/root/a", "."),
        ("static/root", "."),
        ("static/css", "."),
    ],
)
def test_links_do_not_bring_in_what_is_outside(name: str, target: str, root: Path) -> None:
    """Whatever is a link out of the project, nothing behind it is published."""
    path = root / name
    with contextlib.suppress(FileNotFoundError):
        (shutil.rmtree if path.is_dir() else os.remove)(path)
    path.symlink_to(root.parent / "outside" / target)
    codes(root)

    assert [p for p in (root / "output").rglob("*") if p.is_file() and b"secret" in p.read_bytes()] == []


@LINKS
@pytest.mark.parametrize(
    "name", [f"{FOLDER}/002.yaml", "content/a", "static/root/a", "templates/a.html", "static/root/b"]
)
def test_links_to_themselves_are_told_or_passed_over(name: str, root: Path) -> None:
    """A loop is neither followed nor a traceback."""
    (root / name).symlink_to("." if name.endswith("/b") else Path(name).name)
    said = codes(root)

    assert said == {f"{FOLDER}/002.yaml": [f"{FOLDER}/002.yaml S006"], "content/a": ["content/a S004"]}.get(name, [])


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="everything can be read")
@pytest.mark.parametrize("name", ["site.yaml", FOLDER, "static/css/base.css", "templates/pages/home.html"])
def test_what_may_not_be_read_is_told(name: str, root: Path) -> None:
    """Missing rights are told with the name of the file, not as if `output/` were at fault."""
    (root / name).chmod(0)
    said = codes(root)
    (root / name).chmod(0o755)

    assert f"{name} S002" in said


def test_a_file_that_vanishes_while_the_site_is_made_is_told(root: Path) -> None:
    """The page of an issue needs its file once more; by then somebody may have moved it."""
    memory = Memory(root)
    build(root, root / "output", memory).remember(memory, "")
    (root / "output/2025-xuncha/001.html").unlink()  # so that it has to be made again, from a file known by its card

    def vanish(stage: str) -> None:
        if stage == "生成页面":
            (root / FOLDER / "001.yaml").unlink()

    time.sleep(0.05)
    with pytest.raises(SourceError) as caught:
        build(root, root / "output", Memory(root), enter=vanish)

    assert [(str(one.span.path), one.code) for one in caught.value.diagnostics] == [(f"{FOLDER}/001.yaml", "S007")]


def test_a_huge_file_is_not_read(root: Path) -> None:
    """A file of a gigabyte takes neither time nor memory."""
    with (root / FOLDER / "001.yaml").open("r+b") as file:
        file.truncate(1 << 30)

    assert codes(root) == [f"{FOLDER}/001.yaml Y008"]


# Names


@pytest.mark.parametrize("name", ["index", "con", "nul", "com1", "a" * 61])
def test_an_id_that_can_be_no_page_is_told(name: str) -> None:
    """It would meet the folder's own page, or could not be written on Windows."""
    assert refused(ISSUE.replace("category: decisions", f"category: {name}")) == ["V005"]


@pytest.mark.parametrize(
    "name", ["a\nb.html", "\x1b[31m.html", "a\\b.html", "con.txt", "a.", "a\u202e.html", b"\xff.html"]
)
@LINKS
def test_a_copied_file_has_a_name_that_every_system_can_hold(name: str | bytes, root: Path) -> None:
    """Lists of files have one on each line, and terminals do not obey them."""
    path = os.fsencode(root / "static/root") + b"/" + os.fsencode(name)
    Path(os.fsdecode(path)).write_bytes(b"a")

    assert [said.rpartition(" ")[2] for said in codes(root)] == ["S010"]


def test_a_list_called_like_the_second_page_of_another_has_its_own(root: Path) -> None:
    """A category may have an id that the second page of another would have had: that page gives way."""
    lay(root, {f"{FOLDER}/round.yaml": ROUND.replace("id: conduct", "id: decisions-2")})
    for number in range(2, 202):
        lay(root, {f"{FOLDER}/{number:03}.yaml": ISSUE.replace("number: 1", f"number: {number}")})
    lay(root, {f"{FOLDER}/202.yaml": ISSUE.replace("number: 1", "number: 202").replace("decisions", "decisions-2")})

    assert codes(root) == []


def test_a_strange_file_name_stands_in_every_report() -> None:
    """Bytes that are no letters are written as a web address writes them."""
    found = Diagnostic(Span(PurePosixPath("content/\udcff.yaml")), "S006", "a")

    assert '"uri": "content/%FF.yaml"' in as_sarif(Examination((found,), (), 0))


@pytest.mark.parametrize(
    "address", ["..", "/", "../a.html", "/a.html", "a\x9b.html", "a\u202e.html", "a", "a/./b.html"]
)
def test_the_record_holds_addresses_of_pages_alone(address: str) -> None:
    """What was written into the record by somebody else leads nowhere outside the site."""
    with pytest.raises(SourceError):
        journal.parse_journal(journal.write_journal([Entry("2025-12-02T09:30:00+08:00", Kind.ADDRESS, address)]))


def test_a_record_of_many_ways_back_is_read() -> None:
    """Each undoes what came after; none costs more than the one before."""
    entries = [Entry("2025-12-02T09:30:00+08:00", Kind.ADDRESS, "a.html")]
    entries += [Entry("2025-12-02T09:30:00+08:00", Kind.ROLLED_BACK, length=n) for n in range(1, 5000)]

    assert state_of(entries).addresses == {"a.html"}


# Addresses of sites


@pytest.mark.parametrize(
    "address",
    [
        "https://[abc/",
        "https://x.example／y/",
        "https://x.example:99999/",
        "https://x.example:a/",
        "https://gov.example@x.example/",
    ],
)
def test_an_address_that_leads_elsewhere_or_nowhere_is_told(address: str) -> None:
    """A browser could not open it, or would open another than a reader expects."""
    told = refused(SITE.replace("https://www.example.gov.cn/xczg/", address), SiteConfig)

    assert (
        told,
        [one.message[:7] for one in faults_in(f"[a](https://gov.example@x.example/{len(address)})")],
    ) == (
        ["V006"],
        ["链接的地址不安"],
    )


def test_an_address_with_two_hyphens_leaves_the_settings_of_iis_readable() -> None:
    """XML has no `--` in a comment."""
    from xml.etree import ElementTree as ET

    config = decode(SITE.replace("/xczg/", "/a--b/"), AT, SiteConfig)

    assert ET.fromstring(iis_folder(server_facts(config, []))).tag == "configuration"


def test_an_address_without_letters_still_gives_the_settings_a_name() -> None:
    """A file called `.conf` would be read by no server."""
    config = decode(SITE.replace("/xczg/", "/~/"), AT, SiteConfig)

    assert server_facts(config, []).name == "www_example_gov_cn"


# Characters


@pytest.mark.parametrize(
    "sign", ["\u202e", "\u2066", "\u061c", "\u00ad", "\u200c", "\u200d", "\u3164", "\ufe0f", "\U000e0041"]
)
def test_characters_that_hide_or_turn_text_are_told(sign: str) -> None:
    """A telephone number with one of them inside would pass the checks and be dialled all the same."""
    number = f"138{sign}00138000"
    found = [one.rule for one in private_in(f"电话{number.replace(sign, '')}。")]

    assert (refused(ISSUE.replace("没有建立公务用车制度。", number)), found) == (["Y005"], ["P101"])


@pytest.mark.parametrize(
    "text", ["ᠮᠣᠩᠭᠣᠯ\u180e\u202fᠪᠢᠴᠢᠭ", "ئۇيغۇر\u200cچە", "葛\U000e0100", "👨\u200d👩\u200d👧", "❤\ufe0f"]
)
def test_joiners_may_stand_where_scripts_need_them(text: str) -> None:
    """Mongolian, Uyghur, forms of Han characters and emoji are written with them."""
    assert refused(ISSUE.replace("没有建立公务用车制度。", text)) == []


@pytest.mark.parametrize("escape", [r"\r", r"\t", r"\x1b", r"\u202e"])
def test_no_escape_brings_in_what_may_not_be_typed(escape: str) -> None:
    """A line end in a title would begin a new line in a list of citations."""
    assert refused(ISSUE.replace("制度不健全", f'"制度{escape}ER  - "')) == ["Y021"]


def test_a_terminal_obeys_nothing_that_was_read() -> None:
    """Control characters and turned text are written out; a bar of progress still moves."""
    made = io.StringIO()
    with contextlib.redirect_stdout(SanitizedStream(made)):
        print("\r50%\r", "甲\x1b[2J\x9b乙\u202e", "\ta", sep="\n")  # noqa: T201 - what is tested

    assert made.getvalue() == "\r50%\\u000d\n甲\\u001b[2J\\u009b乙\\u202e\n\ta\n"


def test_the_program_speaks_to_the_terminal_with_care() -> None:
    """The name of a file that is to be imported may hold anything."""
    command = [sys.executable, str(ROOT / "build.py"), "import", "\x1b[31m没有.txt"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)

    assert (done.returncode, "\x1b" in done.stdout, "\\u001b[31m没有.txt" in done.stdout) == (1, False, True)


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "＝", "＋", "－", "＠"])
def test_no_cell_of_the_table_is_computed(sign: str) -> None:
    """Excel in Chinese takes wide signs for formulas, too."""
    assert any_table([[f"{sign}1"]], []) == f"\ufeff'{sign}1\r\n".encode()


def test_a_word_of_the_glossary_does_not_break_an_entity() -> None:
    """`amp` is explained where it is a word, not inside `&amp;`; nor inside a link that is broken over lines."""
    terms = (
        Term(id=Slug("a"), term=Line("amp"), meaning=Rich("a")),
        Term(id=Slug("b"), term=Line("R&D"), meaning=Rich("b")),
    )
    link = linker(
        tuple((spelling, term.id) for term in terms for spelling in (term.term, *term.also)), "", ["A&B amp R&D"]
    )

    assert link(Markup('<a href="c">\namp</a> A&amp;B amp R&amp;D')) == (
        '<a href="c">\namp</a> A&amp;B <a class="term" href="glossary.html#a">amp</a>'
        ' <a class="term" href="glossary.html#b">R&amp;D</a>'
    )


# What would take for ever


@pytest.mark.parametrize(
    "text",
    [
        ISSUE + "".join(f"key{n}x: 1\n" for n in range(40_000)),
        ISSUE.replace("没有建立公务用车制度。", "<a>" * 6000),
        ISSUE.replace("progress:\n", "progress:\n" + "  - '<i>'\n" * 30_000),
        ISSUE.replace("没有建立公务用车制度。", '"' + "](" * 9000 + '"'),
        "\t\n" * 100_000,
        "a: [" + "&a b, " * 30_000 + "]\n",
    ],
    ids=["keys", "tags", "items", "links", "tabs", "anchors"],
)
def test_only_the_first_of_many_mistakes_are_told(text: str) -> None:
    """Nobody reads a hundred thousand, and looking for each would take minutes."""
    told = refused(text)

    assert (len(told), told.count("Y017")) == (ENOUGH + 1, 1)


@pytest.mark.parametrize("text", ["- " * 9000, "> " * 9000, "[" * 19_000, "[" * 50 + "]" * 50, " " * 48 + "- a"])
def test_markdown_that_is_nested_too_deep_is_told(text: str) -> None:
    """The Markdown library would take a minute over it, or break off."""
    with pytest.raises(SourceError) as caught:
        decode(ISSUE.replace("没有建立公务用车制度。", f"|\n  a\n\n  {text}"), AT, Issue)

    assert {one.code for one in caught.value.diagnostics} == {"V022"}


@pytest.mark.parametrize(
    ("text", "passes"),
    [
        ("``a`" * 33, True),
        ("``a`" * 34, False),
        ("\\\\`" * 101, False),
        ("\\`" * 9000, True),
        ("a|" * 40 + "\n" + "-|" * 40, True),
        ("a|" * 41 + "\n" + "-|" * 41 + "\n" + "|\n" * 9000, False),
        ("a\\|" * 3000, True),
    ],
    ids=["few ticks", "many ticks", "ticks after backslashes", "escaped ticks", "table", "wide table", "escaped bars"],
)
def test_markdown_that_costs_the_square_of_its_length_is_told(text: str, passes: bool) -> None:  # noqa: FBT001
    """Twenty thousand signs could keep a build for half a minute and fill its memory."""
    told = [fault.code for fault in faults_in(text)]

    assert ("V023" not in told) == passes


def test_a_long_unknown_word_is_not_compared_with_all_known_ones() -> None:
    """Likeness takes the square of the length."""
    assert refused(f"{ISSUE}{'ab' * 200_000}: 1\n") == ["Y012"]


def test_working_days_are_counted_without_walking_through_them() -> None:
    """Two thousand years are as quick as two weeks, and holidays still count."""
    first, last = PartialDate(1, 1, 1), PartialDate(9999, 12, 31)
    off, on = frozenset({"2025-01-01", "2025-01-04", "2025"}), frozenset({"2025-01-05", "2025-01-06"})
    days = [PartialDate(2024, 12, 30), PartialDate(2025, 1, 10)]

    assert (working_days(first, last, off, on), working_days(days[0], days[1], off, on)) == (2_608_614, 9)


def test_a_notice_of_too_many_lines_is_refused() -> None:
    """A hundred thousand numbered lines are no notice."""
    with pytest.raises(SourceError) as caught:
        read_data("1.问题\n".encode() * 50_001, "a.txt")

    assert [one.code for one in caught.value.diagnostics] == ["I002"]


def test_headings_alone_are_refused_as_no_issues() -> None:
    """When nothing but headings is left of what looked like issues, the notice is refused, not guessed at."""
    said = (
        "<p class=a>一、整改工作总体情况<h2 hidden>&lt;img src=x onerror=a()&gt;===<pre style='<b>'>二、具体整改情况"
        "<div class=a>（一）在落实部署方面</h2><p>整改结果：已完成"
    )

    with pytest.raises(SourceError, match="没有认出"):
        recognise([read_data(said.encode(), "a.html")], given_id="2025-a")


def test_a_sign_that_lost_its_letter_is_not_written() -> None:
    """What stands after a label may shape the label's last sign; without it, it would be refused later."""
    said = "关于巡察整改情况的通报\n1.存在问题：没有建立制度。\n整改措施：\U000e0100建立制度。\n整改结果：已完成"
    draft = recognise([read_data(said.encode(), "a.txt")], given_id="2025-a")

    assert refused(issue_yaml(draft, draft.issues[0])) == []


def test_a_round_that_is_too_large_for_facts_still_becomes_a_site(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond a number of issues no facts are gathered, and no page shows them."""
    monkeypatch.setattr("rectify.making.facts.MAX_ISSUES", 0)

    assert (codes(root), (root / "output/2025-xuncha/timeline.html").exists()) == ([], False)


def test_a_merged_cell_over_a_whole_sheet_is_refused() -> None:
    """Every cell that it covers would be remembered."""
    sheet = Sheet("台账", [Column("序号"), Column("问题")], [["1", "没有建立制度"]] * 2600)
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook([sheet]))) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            merged = b'</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
            new.writestr(name, old.read(name).replace(b"</sheetData>", merged))

    with pytest.raises(SourceError) as caught:
        read_data(made.getvalue(), "a.xlsx")

    assert [one.code for one in caught.value.diagnostics] == ["I002"]
