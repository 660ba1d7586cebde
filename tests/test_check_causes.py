"""Each cause is told once, where it can be mended, and by `build`, `check` and `publish` alike."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from rectify import pipeline
from rectify.examination import examine
from rectify.ground.diagnostics import errors
from rectify.release.differences import changes_since
from rectify.release.journal import Entry, Kind
from rectify.release.record import Public
from support import ISSUE, ROOT, SITE, lay
from test_publish_command import Bureau

Make = Callable[..., Path]
VERIFICATION = {
    "static/root/google1234567890abcdef.html": "google-site-verification: google1234567890abcdef.html",
    "static/root/baidu_verify_codeva-AbC123.html": "a1b2c3",
    "static/root/MP_verify_AbCdEf0123456789.txt": "AbCdEf0123456789",
    "static/root/0123456789abcdef0123456789abcdef.txt": "0123456789abcdef",
}


def without(text: str, *names: str) -> str:
    """*text* without the lines that begin with *names*."""
    return "".join(line for line in text.splitlines(keepends=True) if not line.strip().startswith(names))


def test_missing_keywords_are_told_once_where_they_belong(project: Make) -> None:
    """One reminder at site.yaml, from the build as from the check; not one error for each page."""
    root = project({"site.yaml": without(SITE, "keywords:")})
    _, diagnostics = pipeline.read(root)
    examined = examine(root)

    assert [str(one).partition(" （")[0] for one in diagnostics] == ["site.yaml:1:1 C006"]
    assert [one.code for one in examined.diagnostics] == ["C006"]


def test_what_the_model_does_not_demand_is_no_error(project: Make) -> None:
    """A site with nothing but what is required has reminders, and can be published."""
    optional = ("keywords:", "address:", "phone:", "icp:", "police_record:", "party_mark_id:")
    site = without(SITE, *optional).replace("feedback:\n", "feedback:\n  phone: 0100-5550001\n")
    issue = without(ISSUE, "measures:", "- 建立", "result:", "lead:")
    root = project({"site.yaml": site, "content/2025-xuncha/001.yaml": issue})

    assert errors(examine(root).diagnostics) == ()


def test_a_fault_of_all_pages_is_told_once(project: Make) -> None:
    """A template without a skip link breaks every page; the message says how many."""
    root = project()
    layout = (ROOT / "templates/layouts/base.html").read_text("utf-8")
    lay(
        root,
        {"templates/layouts/base.html": layout.replace("</head>", '<meta name="robots"><meta name="robots"></head>')},
    )
    told = [one for one in examine(root).diagnostics if one.code == "H003"]

    assert len(told) == 1
    assert "页也是）" in told[0].message


def test_files_of_others_are_judged_alike(project: Make, tmp_path: Path) -> None:
    """What a search engine or a platform wants in the site's root is none of our pages, for `check` as for `publish`."""
    bureau = Bureau(project({**VERIFICATION, "static/root/old.html": "<p>旧网页"}), tmp_path / "www")

    assert examine(bureau.root).diagnostics == ()
    assert bureau.publish() == 0


def test_verification_files_may_go_again(project: Make, tmp_path: Path) -> None:
    """Nobody cites them; other pages that were put there stay promised."""
    bureau = Bureau(project({**VERIFICATION, "static/root/old.html": "<p>旧网页"}), tmp_path / "www")
    bureau.publish()
    lay(bureau.root, dict.fromkeys(VERIFICATION))

    assert bureau.publish() == 0
    lay(bureau.root, {"static/root/old.html": None})
    assert bureau.publish() == 1


@pytest.mark.parametrize("address", ["google1234567890abcdef.html", "baidu_verify_x-1.html"])
def test_records_that_promised_them_are_released(address: str) -> None:
    """Earlier versions wrote them down as addresses."""
    record = (Entry("2025-12-25T09:00:00+08:00", Kind.ADDRESS, address),)

    assert changes_since(record, Public({}, frozenset())) == ()
