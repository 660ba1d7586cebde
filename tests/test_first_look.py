"""The first look at one's own site: a notice seldom says all that a round needs, and the site is there all the same, with blanks."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path, PurePosixPath

import pytest

from rectify import pipeline
from rectify.ground.dates import BLANK, BLANK_DATE, Moment, PartialDate
from rectify.ground.diagnostics import Diagnostic, SourceError, Span, errors
from rectify.live import Live
from rectify.source.drafts import blanks
from rectify.terminal import approving, cli, commands, initialising, messages
from rectify.terminal.exit_codes import SITE_HAS_ERRORS
from rectify.terminal.overlay import overlay
from support import ISSUE, ROOT, ROUND, SITE

Make = Callable[..., Path]
NOTICES = [
    "tests/notices/running-numbers/source.txt",
    "tests/notices/page-of-a-cms/source.html",
    "tests/notices/word-form-list/source.docx",
    "tests/notices/page-saved-as-xls/source.xls",
    "benchmarks/import/unseen/one/04-wangchuan-ducha.xlsx",
    "benchmarks/import/unseen/one/06-bailu-zhutijiaoyu.csv",
]
ROUND_FILE, FIRST = "content/2025-xuncha/round.yaml", "content/2025-xuncha/001.yaml"
DRAFT = ISSUE + "draft: true\n"
EMPTY_ROUND = """\
title:
short_title:
level:
inspected_body:
inspection_team:
inspection:
  start:
feedback:
written:
published:
source:
author:
summary:
introduction:
categories:
  - {id: decisions, title: 落实决策部署方面}
"""


def followed(root: Path, folder: Path) -> Live:
    """The site as `serve` shows it."""
    live = Live(root, folder)
    assert list(live.follow(()))
    return live


@pytest.mark.parametrize("notice", NOTICES)
def test_every_notice_gives_a_site_to_look_at(notice: str, tmp_path: Path) -> None:
    """Of whatever format, with or without a year, one command makes a project that `serve` shows without an error."""
    options = cli.parse(["init", str(tmp_path / "our-site"), "--yes", "--from", str(ROOT / notice)])

    assert initialising.run(ROOT, options) == 0

    live = followed(tmp_path / "our-site", tmp_path / "site")
    (page,) = (tmp_path / "site").glob("*/001.html")

    assert errors(live.diagnostics) == ()
    assert "这个问题是草稿" in page.read_text("utf-8")


def test_what_is_not_filled_in_is_told_and_shown(project: Make, tmp_path: Path) -> None:
    """A round and settings with nothing in them: each blank at its line, on the pages a mark, nowhere an invented day."""
    site = SITE.replace("name: 示例市示例局\n", "name:\n").replace('  site_code: "0100000001"\n', "")
    root = project({"site.yaml": site, ROUND_FILE: EMPTY_ROUND, FIRST: DRAFT.replace("没有建立公务用车制度。", "")})
    live = followed(root, tmp_path / "site")
    lines = [f"{one.span.path.name}:{one.span.line}" for one in blanks(live.diagnostics)]
    texts = {
        path: path.read_text("utf-8") for path in (tmp_path / "site").rglob("*") if path.suffix in (".html", ".js")
    }

    assert errors(live.diagnostics) == ()
    assert lines == [
        "001.yaml:5",
        *(f"round.yaml:{number}" for number in (1, 2, 3, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14)),
        *("site.yaml:1", "site.yaml:10", "site.yaml:14"),
    ]
    assert f"<title>{BLANK}</title>" in texts[tmp_path / "site/2025-xuncha/index.html"]
    assert [path.name for path, text in texts.items() if "9999-12" in text or "9999年" in text] == []


def test_a_build_goes_on_refusing(project: Make, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The same lines are errors for `build`, and for `approve` as long as they would become public."""
    root = project({ROUND_FILE: ROUND.replace("summary: 逐项公开巡察发现的问题和整改情况。", "summary:"), FIRST: DRAFT})
    with pytest.raises(SourceError) as refused:
        pipeline.build(root, tmp_path / "output")
    code = approving.approve(root, cli.parse(["approve", "2025-xuncha", "1"]))

    assert [str(one.span) for one in refused.value.diagnostics] == [f"{ROUND_FILE}:12:9"]
    assert code == SITE_HAS_ERRORS
    assert f"{ROUND_FILE}:12:9 V001" in capsys.readouterr().out
    assert (root / FIRST).read_text("utf-8") == DRAFT


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        (ROUND_FILE, "summary: 逐项公开巡察发现的问题和整改情况。", "summary:"),
        (FIRST, "title: 制度不健全", "title:"),
        ("site.yaml", "name: 示例市示例局\ntitle", "name:\ntitle"),
        (ROUND_FILE, "written: 2025-12-01", f"written: {BLANK}"),
        (FIRST, "title: 制度不健全", f"title: {BLANK}"),
    ],
)
def test_what_is_public_has_no_blanks(name: str, old: str, new: str, project: Make, tmp_path: Path) -> None:
    """While a public text is edited, the page stays as it was and the mistake is shown."""
    files = {"site.yaml": SITE, ROUND_FILE: ROUND, FIRST: ISSUE}
    root = project({**files, name: files[name].replace(old, new)})
    live = followed(root, tmp_path / "site")

    assert [(one.code, one.span.path.as_posix()) for one in errors(live.diagnostics)] == [("V001", name)]
    assert not (tmp_path / "site").exists()


def test_blanks_go_as_they_are_filled_in(project: Make, tmp_path: Path) -> None:
    """Each save of the file shows what is still to be done."""
    root = project({ROUND_FILE: EMPTY_ROUND, FIRST: DRAFT})
    live = followed(root, tmp_path / "site")
    before = len(blanks(live.diagnostics))
    (root / ROUND_FILE).write_text(ROUND.replace("author: 中共示例局党组", "author:"), "utf-8")
    for _ in live.follow([ROUND_FILE]):
        pass

    assert (before, [str(one.span) for one in blanks(live.diagnostics)]) == (13, [f"{ROUND_FILE}:11:8"])
    assert "示例局党组关于巡察整改情况的通报" in (tmp_path / "site/2025-xuncha/index.html").read_text("utf-8")


def test_mistakes_go_before_blanks(project: Make, tmp_path: Path) -> None:
    """The window over the page shows errors; without any it waits behind a button for whoever asks what is to be filled in."""
    root = project({ROUND_FILE: EMPTY_ROUND, FIRST: DRAFT})
    live = followed(root, tmp_path / "site")
    shown = overlay(root, live.diagnostics)
    wrong = Diagnostic(Span(PurePosixPath(FIRST)), "V001", "“标题”是空的")
    with_mistake = overlay(root, (*live.diagnostics, wrong))

    assert (shown["wrong"], shown["count"]) == (False, 13)
    assert (with_mistake["wrong"], with_mistake["count"]) == (True, 1)
    assert "草稿里有 13 处待填" in messages.lacking(blanks(live.diagnostics))


def test_a_blank_date_says_nothing_of_time() -> None:
    """It is before or after nothing, and the same blank in every form."""
    day = PartialDate(2024, 7, 30)

    assert [day.surely_before(BLANK_DATE), BLANK_DATE.surely_before(day)] == [False, False]
    assert PartialDate.parse(BLANK_DATE.iso) == BLANK_DATE
    assert PartialDate.read("9999-12-31") is None
    assert {str(BLANK_DATE), BLANK_DATE.iso, Moment(BLANK_DATE, 0, 0).stamp, str(Moment(BLANK_DATE, 0, 0))} == {BLANK}


def test_what_is_missing_is_told_in_the_same_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`init`, `serve` and `build` give one list of what a draft lacks, in one order."""
    root = tmp_path / "our-site"
    options = cli.parse(["init", str(root), "--yes", "--from", str(ROOT / NOTICES[3])])
    told = []
    for run in (partial(initialising.run, ROOT, options), partial(commands.build, root, cli.parse([]))):
        run()
        told.append([line for line in capsys.readouterr().out.splitlines() if " → " in line])
    shown = blanks(followed(root, tmp_path / "site").diagnostics)

    assert told == [messages.lacking(shown).splitlines()[1:]] * 2


def test_a_site_without_a_code_says_so(project: Make, tmp_path: Path) -> None:
    """Whoever has no 网站标识码 is told where to ask, and writes 无: nothing on the pages speaks of it then."""
    asked = project({"site.yaml": SITE.replace('site_code: "0100000001"', "site_code:")})
    with pytest.raises(SourceError) as refused:
        pipeline.build(asked, tmp_path / "refused")
    root = project({"site.yaml": SITE.replace('"0100000001"', "无")}, folder="without")
    pipeline.build(root, tmp_path / "output")
    page = (tmp_path / "output/index.html").read_text("utf-8")

    assert "写 site_code: 无" in refused.value.diagnostics[0].remedy
    assert [word for word in ("SiteIDCode", "标识码", "site_code") if word in page] == []


def test_blanks_of_one_draft_hinder_no_other(project: Make, capsys: pytest.CaptureFixture[str]) -> None:
    """With two imports that lack something, one is filled in, approved and built while the other, and a draft beside it, still wait."""
    other, beside = "content/2026-xuncha", "content/2025-xuncha/002.yaml"
    waiting = DRAFT.replace("number: 1", "number: 2").replace("制度不健全", "")
    root = project(
        {
            ROUND_FILE: ROUND.replace("author: 中共示例局党组", "author:"),
            FIRST: DRAFT,
            beside: waiting,
            f"{other}/round.yaml": EMPTY_ROUND,
            f"{other}/001.yaml": DRAFT,
        }
    )
    approve = partial(approving.approve, root, cli.parse(["approve", "2025-xuncha", "1"]))
    assert approve() == SITE_HAS_ERRORS
    told = capsys.readouterr().out
    assert ROUND_FILE in told
    assert beside not in told
    assert other not in told
    (root / ROUND_FILE).write_text(ROUND, "utf-8")
    assert approve() == 0, capsys.readouterr().out
    assert commands.build(root, cli.parse(["build"])) == 0

    assert "制度不健全" in (root / "output/2025-xuncha/001.html").read_text("utf-8")
    assert not (root / "output/2025-xuncha/002.html").exists()
    assert not (root / "output/2026-xuncha").exists()
    (root / beside).write_text(waiting.replace("draft: true\n", ""), "utf-8")
    with pytest.raises(SourceError, match="标题"):
        pipeline.build(root, root / "output")


def test_a_number_that_is_none_is_neither_shown_nor_linked_to(project: Make, tmp_path: Path) -> None:
    """无 stands for no number in any of the footer's fields; what is no mark of a party or government body is refused."""
    none = SITE.replace("示ICP备00000000号-1", "无").replace("示公网安备 01000000000000号", "无")
    mark = "0123456789ABCDEF0123456789ABCDEF"
    pipeline.build(project({"site.yaml": none.replace(mark, "无")}), tmp_path / "output")
    page = (tmp_path / "output/index.html").read_text("utf-8")
    with pytest.raises(SourceError) as refused:
        pipeline.build(project({"site.yaml": SITE.replace(mark, "还没有申请")}, folder="other"), tmp_path / "refused")

    assert [word for word in ("conac", "党政机关网站标识", "miit", "mps.gov.cn", "无</a>") if word in page] == []
    assert [one.code for one in refused.value.diagnostics] == ["C015"]
