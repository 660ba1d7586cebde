"""`import` as a webmaster meets it: words, exit codes, the report, and a site that stands after it."""

from __future__ import annotations

import html
import io
import re
import shutil
import sys
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest

from imported import NOTICES, notice_cases
from rectify import pipeline
from rectify.field.model import Issue, Round
from rectify.intake.export.notice import FORMS, export
from rectify.intake.intake import plan, read_files, write
from rectify.intake.proof.placement import account
from rectify.intake.recognise.draft import bare
from rectify.intake.recognise.whole import recognise
from rectify.source.load import read_issue
from rectify.terminal import cli, importing
from support import SITE, tree

Make = Callable[..., Path]
NOTICE = NOTICES / "running-numbers" / "source.txt"
OURS = {"site.yaml": SITE.replace("organiser:\n", "organiser:\n  aliases: [甲县水务局]\n")}
EMPTY = {"content/2025-xuncha/001.yaml": None, "content/2025-xuncha/round.yaml": None, **OURS}


def run(root: Path, *words: str) -> int:
    """Type `import` and *words* in the project *root*."""
    return importing.run(root, cli.parse(["import", *words]))


def visible(folder: Path) -> str:
    """All that the pages below *folder* show, without white space."""
    pages = (path.read_text("utf-8") for path in folder.rglob("*.html"))
    return bare(html.unescape("".join(re.sub(r"<[^>]*>", "", page) for page in pages)))


def test_import_and_build_and_the_site_stands(project: Make, tmp_path: Path) -> None:
    """From a complete notice there is no step by hand, and every sentence of it is on the site that `serve` shows."""
    root = project(EMPTY)
    shutil.rmtree(root / "content" / "2025-xuncha", ignore_errors=True)
    run(root, str(NOTICE))
    pipeline.build(root, tmp_path / "made", drafts=True)
    shown = visible(tmp_path / "made")
    draft = recognise([notice_cases()["running-numbers"]])
    texts = [one.text for issue in draft.issues for parts in issue.fields.values() for one in parts]
    texts += [one.text for one in (*draft.round.introduction, *draft.round.closing)]

    assert [text for text in texts if bare(text) not in shown] == []


def test_it_says_what_it_found_and_what_to_look_at(
    project: Make, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Counts by status, the claimed totals, doubts with their places, and what to do next; exit code 4."""
    code = run(project(), str(NOTICE), "--report", str(tmp_path / "r.html"))
    said = capsys.readouterr().out

    assert code == 4
    assert [
        words in said
        for words in (
            "认出 4 个问题，2 类：已完成 1 个，已完成并长期坚持 1 个，基本完成 1 个，正在推进 1 个。",
            "原文说反馈的问题 4 个，认出 4 个。",
            "第17行 I105",
            "content/2023-xuncha/",
            "python3 build.py",
        )
    ] == [True] * 5


def test_a_terminal_shows_how_far_it_is(
    project: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each step shows there as it begins, and the bar is gone before the result is printed; elsewhere there is none."""
    root, words = project(), (str(NOTICE), "--report", str(tmp_path / "r.html"))
    run(root, *words)
    silent = capsys.readouterr().err
    terminal = type("Terminal", (io.StringIO,), {"isatty": lambda _self: True})()
    monkeypatch.setattr(sys, "stderr", terminal)
    run(root, *words)
    shown = [step.split()[0] for step in terminal.getvalue().split("\r") if "%" in step and not step.startswith(" ")]

    assert silent == ""
    assert shown == ["读文件", "认出问题", "查个人信息", "和现有文件比", "写文件", "写校样"]
    assert terminal.getvalue().split("\r")[-2].strip() == ""


def test_a_clean_import_ends_with_0(project: Make, tmp_path: Path) -> None:
    """A notice without doubts gives exit code 0, and so does the same import again."""
    path = tmp_path / "notice.txt"
    text = NOTICE.read_text("utf-8").replace("3、会议多", "3.会议多").replace("4下基层", "4.下基层")
    path.write_text(text.replace("联系电话：0990-5550123；", ""), "utf-8")
    root = project()

    assert (run(root, str(path)), run(root, str(path))) == (0, 0)


def test_an_existing_round_changes_only_with_update(
    project: Make, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A changed notice is told field by field; the files change when --update says so."""
    root, path = project(), tmp_path / "notice.txt"
    shutil.copy(NOTICE, path)
    run(root, str(path))
    path.write_text(NOTICE.read_text("utf-8").replace("36次", "40次"), "utf-8")
    before = tree(root / "content")
    run(root, str(path))
    said, after = capsys.readouterr().out, tree(root / "content")
    run(root, str(path), "--update")

    assert before == after
    assert "001.yaml progress（原文改了）" in said
    assert "--update" in said
    assert "40次" in (root / "content/2023-xuncha/001.yaml").read_text("utf-8")


@pytest.mark.parametrize(("words", "code"), [([], 2), (["--round", "甲", str(NOTICE)], 2), (["没有.txt"], 1)])
def test_wrong_words_are_told(project: Make, words: list[str], code: int, capsys: pytest.CaptureFixture[str]) -> None:
    """No file, a name that no address can hold, a file that is not there: said in words, nothing written."""
    root = project()
    before = tree(root)

    assert (code, before) == (run(root, *words), tree(root))
    assert "Traceback" not in capsys.readouterr().out


def test_a_notice_without_dates_asks_for_the_round(project: Make, capsys: pytest.CaptureFixture[str]) -> None:
    """Where no year can be read, a folder is not made up."""
    path = NOTICES / "one-paragraph-each" / "source.txt"
    root = project()

    assert (run(root, str(path)), run(root, str(path), "--round", "2020-xuncha")) == (2, 4)
    assert "例如 --round 2024-zhenggai\n" in capsys.readouterr().out


def test_the_content_may_lie_elsewhere(project: Make, tmp_path: Path) -> None:
    """--content names the folder that gets the round's folder."""
    run(project(), str(NOTICE), "--content", str(tmp_path / "elsewhere"))

    assert (tmp_path / "elsewhere" / "2023-xuncha" / "004.yaml").is_file()


class _Page(HTMLParser):
    """The words of a page, and the tags that a report may not have."""

    def __init__(self) -> None:
        super().__init__()
        self.words = ""
        self.tags: list[str] = []
        self.attributes: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [name for name, _ in attrs]

    def handle_data(self, data: str) -> None:
        self.words += data


@pytest.mark.parametrize("name", sorted(notice_cases()))
def test_the_report_accounts_for_every_line(name: str, project: Make, tmp_path: Path) -> None:
    """The page holds the whole source, and nothing from outside."""
    report = tmp_path / "report.html"
    source = next(NOTICES.joinpath(name).glob("source.*"))
    run(project(), str(source), "--round", "2020-xuncha", "--report", str(report))
    page = _Page()
    page.feed(report.read_text("utf-8"))
    stretches = [one.text for line in account(recognise([notice_cases()[name]])) for one in line.stretches]

    assert [text for text in stretches if bare(text) not in bare(page.words)] == []
    assert {"link", "img", "iframe"} & set(page.tags) == set()
    assert {"style", "onclick", "src"} & set(page.attributes) == set()
    assert "没有认出，请报告" not in page.words


def test_the_report_masks_private_data(project: Make, tmp_path: Path) -> None:
    """The list of private data hides most of a mobile phone number."""
    path, report = tmp_path / "notice.txt", tmp_path / "report.html"
    path.write_text(NOTICE.read_text("utf-8").replace("逐户催缴。", "逐户催缴，户主电话13812345678。"), "utf-8")
    run(project(), str(path), "--report", str(report))

    listed = report.read_text("utf-8").partition('id="private"')[2].partition("</section>")[0]

    assert "138" in listed
    assert "13812345678" not in listed


def exported(root: Path, path: Path) -> tuple[Path, Round, list[Issue]]:
    """The file *path* with the round of the project, in the form that its name tells, and what was exported."""
    sources, _ = pipeline.read(root)
    round_ = sources.rounds[0]
    issues = [read_issue(root, entry.path, None)[0] for entry in round_.issues]
    path.write_bytes(export(round_.round, issues, sources.config, path.suffix[1:]))
    return path, round_.round, issues


@pytest.mark.parametrize("form", FORMS)
def test_an_export_comes_back_as_it_went(form: str, project: Make, tmp_path: Path) -> None:
    """Importing what the site exported finds the same records, and changes no file."""
    root = project(OURS)
    write(plan(read_files([NOTICE], root), root / "content", given_id=False))
    shutil.rmtree(root / "content" / "2025-xuncha")
    path, *_ = exported(root, tmp_path / f"round.{form}")
    before = tree(root / "content")
    again = plan(read_files([path], root), root / "content", given_id=False)
    write(again)

    assert (False, before) == (again.differs, {k: v for k, v in tree(root / "content").items() if k in before})


@pytest.mark.parametrize("form", FORMS)
def test_an_export_can_be_imported_into_an_empty_folder(form: str, project: Make, tmp_path: Path) -> None:
    """The files made from an export hold the records that were exported."""
    root = project()
    path, record, issues = exported(root, tmp_path / f"round.{form}")
    shutil.rmtree(root / "content" / "2025-xuncha")
    write(plan(read_files([path], root), root / "content", given_id=False))
    back = pipeline.read(root)[0].rounds[0]

    assert (record, issues) == (back.round, [read_issue(root, entry.path, None)[0] for entry in back.issues])


def test_an_update_that_guessed_ends_with_4(project: Make, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Doubts that only the comparison with the existing files gives count and are told like those of the notice."""
    root, path = project(), tmp_path / "notice.txt"
    text = NOTICE.read_text("utf-8").replace("3、会议多", "3.会议多").replace("4下基层", "4.下基层")
    path.write_text(text, "utf-8")
    words = (str(path), "--update", "--report", str(tmp_path / "r.html"))
    run(root, *words)
    first = (root / "content" / "2023-xuncha" / "001.yaml").read_text("utf-8")
    (root / "content" / "2023-xuncha" / "001.yaml").write_text(
        f"{first}revisions:\n  - date: 2024-01-01\n    note: 改字\n"
    )
    path.write_text(text.replace("1.河道巡查不到位", "1.食堂采购不公开"), "utf-8")
    capsys.readouterr()
    code = run(root, *words)

    assert (code, "I118" in capsys.readouterr().out) == (4, True)
