"""Whose site it is: notices of other bodies, and what the sample left behind under another name."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from pathlib import Path, PurePosixPath

import pytest

from golden import Golden
from rectify import pipeline
from rectify.checks.identity import config_values, digest_list, glossary_values, is_same, name_of
from rectify.examination import examine
from rectify.field.config import SiteConfig
from rectify.ground.diagnostics import Diagnostic, SourceError
from rectify.page_examination import examine_pages
from rectify.source.decode import decode
from rectify.terminal import publishing
from support import ISSUE, ROOT, ROUND, SITE, BuiltSite

Make = Callable[..., Path]
ROUND_FILE = "content/2025-xuncha/round.yaml"
SAMPLE_SITE = (ROOT / "site.yaml").read_text("utf-8")
SAMPLE_GLOSSARY = (ROOT / "content/glossary.yaml").read_text("utf-8")
OTHER_BODY = ROUND.replace("中共示例局党组", "中共另外局党组", 1)
WAIVER = "waivers:\n  - {{rule: {}, text: {}, by: 分管负责人, reason: 两个单位合署办公}}\n"


def refused(root: Path) -> list[Diagnostic]:
    """Why no site is built of the project *root*."""
    with pytest.raises(SourceError) as caught:
        examine_pages(root)
    return list(caught.value.diagnostics)


def places(diagnostics: list[Diagnostic]) -> list[str]:
    """Files and lines with the rules; nobody has filled in all of a footer."""
    return [f"{d.span.path}:{d.span.line} {d.code}" for d in diagnostics if d.code != "C002"]


def test_the_digests_are_those_of_the_sample(golden: Golden) -> None:
    """sample.txt follows the sample's own site.yaml and glossary."""
    sources, _ = pipeline.read(ROOT)
    text = digest_list((*config_values(sources.config), *glossary_values(sources.glossary)))

    golden.file(ROOT / "rectify/checks/sample.txt", text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("中共示例市水务局党组", "示例市水务局"),
        ("水务局党组", "示例市水务局"),
        ("中国共产党某省示例市水务局委员会", "示例市水务局"),
        ("市水务局党组", "示例市水务局"),
        ("示例市发展和改革委员会党组", "示例市发展和改革委员会"),
        ("中共示例县委", "中共示例县委员会"),
        ("示例市水务局机关党委", "示例市水务局"),
    ],
)
def test_party_and_region_make_no_other_body(one: str, other: str) -> None:
    """A notice names the party organisation, and may leave out the region or write more of it."""
    home = name_of(other).region

    assert is_same(name_of(one, home), name_of(other, home))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("甲乙市水务局党组", "示例市水务局"),
        ("示例市水利局党组", "示例市水务局"),
        ("县水务局党组", "示例市水务局"),
        ("中共示例县委", "示例县水务局"),
    ],
)
def test_another_region_or_name_is_another_body(one: str, other: str) -> None:
    """Bureaus of the same kind are many."""
    home = name_of(other).region

    assert not is_same(name_of(one, home), name_of(other, home))


def test_a_notice_of_another_body_is_refused(project: Make) -> None:
    """The error stands at the line of the round, and names the fields of the site."""
    (diagnostic,) = refused(project({ROUND_FILE: OTHER_BODY}))

    assert places([diagnostic]) == [f"{ROUND_FILE}:4 C010"]
    assert "示例市示例局" in diagnostic.message
    assert "organiser.name" in diagnostic.remedy


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("organiser:\n", "organiser:\n  aliases: [另外局]\n"),
        ("{id: finance, name: 财务科}", "{id: other, name: 另外科, aliases: [市另外局党组]}"),
    ],
)
def test_declared_names_are_the_sites_own(project: Make, old: str, new: str) -> None:
    """An alias of the organiser, or of a body below it."""
    examine_pages(project({"site.yaml": SITE.replace(old, new), ROUND_FILE: OTHER_BODY}))


def test_a_name_that_is_not_known_yet_is_no_other(project: Make) -> None:
    """An import leaves a blank where its notice says nothing."""
    root = project({ROUND_FILE: ROUND.replace("inspected_body: 中共示例局党组", "inspected_body:")})

    assert "C010" not in {d.code for d in refused(root)}


def renamed() -> str:
    """The sample's site.yaml, of which only the names were changed."""
    return SAMPLE_SITE.replace("name: 呼和浩特市城市管理局\n", "name: 示例市示例局\n")


def test_what_the_sample_left_is_told_line_by_line(project: Make) -> None:
    """Under another name: description, phones, addresses, numbers, ids of departments, glossary."""
    told = refused(project({"site.yaml": renamed(), "content/glossary.yaml": SAMPLE_GLOSSARY}))
    fields = {
        f"{d.code} {renamed().splitlines()[d.span.line - 1].split(':')[0].strip()}"
        for d in told
        if d.span.path.name == "site.yaml" and d.code != "C002"
    }
    terms = [d for d in told if d.span.path.name == "glossary.yaml"]

    assert fields == {
        *(f"C011 {name}" for name in ("description", "address", "phone", "icp", "police_record", "site_code")),
        "C012 - id",
    }
    assert [d.code for d in terms] == ["C013"] * SAMPLE_GLOSSARY.count("- id:")


def test_a_notice_in_the_sample_brings_up_the_sample_names(project: Make) -> None:
    """Somebody imported into the sample and threw its round away: what is wrong is site.yaml, not the notice."""
    told = places(refused(project({"site.yaml": SAMPLE_SITE})))

    assert "C010" not in {line.split()[1] for line in told}
    assert {"site.yaml:2 C011"} < set(told)


def test_beside_the_round_of_the_sample_a_notice_is_the_stranger(project: Make) -> None:
    """Somebody imported into the sample as it is: one line to look at."""
    own = ROUND.replace("inspected_body: 中共示例局党组", "inspected_body: 中共呼和浩特市城市管理局党组")
    extra = {"content/2026-xuncha/round.yaml": own, "content/2026-xuncha/001.yaml": ISSUE}

    assert places(refused(project({"site.yaml": SAMPLE_SITE, **extra}))) == [f"{ROUND_FILE}:4 C010"]


def test_a_waiver_lets_an_exception_stand(project: Make) -> None:
    """Two bodies under one roof, a phone in common: built, and reported as waived."""
    site = SITE.replace("phone: 0100-5550001", "phone: 0471-6372517") + WAIVER.format("C011", "0471-6372517")
    root = project({"site.yaml": site, ROUND_FILE: OTHER_BODY + WAIVER.format("C010", "中共另外局党组")})

    assert examine(root).diagnostics == ()
    assert [(w.span.path.name, w.rule) for w in examine(root).waived] == [
        ("round.yaml", "C010"),
        ("site.yaml", "C011"),
    ]


def test_the_program_carries_digests_alone() -> None:
    """Nobody reads another bureau's phone off the program."""
    lines = (ROOT / "rectify/checks/sample.txt").read_text("ascii").splitlines()

    assert [line for line in lines if len(line) != 16 or not set(line) <= set("0123456789abcdef")] == []


@pytest.mark.parametrize(
    ("host", "is_example"),
    [
        ("example.invalid", True),
        ("www.example.com", True),
        ("xczg.test", True),
        ("www.example.gov.cn", False),
        ("www.latest", False),
        ("myexample.com", False),
    ],
)
def test_an_address_for_examples_is_known(host: str, is_example: bool) -> None:  # noqa: FBT001
    """Those that the standards reserve, and no other."""
    text = SITE.replace("www.example.gov.cn", host)

    assert decode(text, PurePosixPath("site.yaml"), SiteConfig).has_example_address is is_example


def test_a_site_at_an_example_address_says_so_and_is_not_published(
    project: Make, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`publish` names the line to change and leaves the server's folder alone; pages warn those who would cite them."""
    root, www = project({"site.yaml": SITE.replace("www.example.gov.cn", "example.invalid")}), tmp_path / "www"
    www.mkdir()
    options = Namespace(to=str(www), yes=True, new=False, purge=None, reason="", pointer=None, preview="", sure=False)
    code = publishing.publish(root, options)
    page = (root / "output/2025-xuncha/001.html").read_text("utf-8")

    assert code == publishing.SITE_HAS_ERRORS
    assert "site.yaml:3:11 C014" in capsys.readouterr().out
    assert list(www.iterdir()) == []
    assert "没有正式公开" in page


def test_no_page_of_the_sample_names_a_real_address(real_site: BuiltSite) -> None:
    """Neither links, nor citations, nor data: nothing stands at the domain of the sample's source."""
    named = [str(path) for path, data in real_site.files.items() if b"huhhot.gov.cn" in data]

    assert named == []
    assert "没有正式公开" in real_site.files[PurePosixPath("index.html")].decode()
