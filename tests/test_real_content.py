"""The site in this repository: all 59 issues of the notice of 2024-12-30, each once, nothing private."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from bs4 import BeautifulSoup

from rectify.field.model import Status
from rectify.page_examination import examine_pages
from rectify.source.load import read_issue
from support import ROOT, BuiltSite

PLATE = re.compile(r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][A-Z0-9]{5,6}")
COMPANY = re.compile(r"[\u4e00-\u9fff]{2,}(?:有限公司|股份公司)")
PERSONAL = re.compile(r"(?<!\d)(?:1[3-9]\d{9}|\d{17}[\dXx])(?!\d)")


def page(build: BuiltSite, path: str) -> BeautifulSoup:
    return BeautifulSoup(build.files[PurePosixPath(path)], "html.parser")


def test_all_59_are_there_and_one_is_ongoing(real_site: BuiltSite) -> None:
    """57 numbered issues, the matter named by the secretary, and the procurement matter."""
    round_ = real_site.site.rounds[0]

    assert [issue.summary.number for issue in round_.issues] == list(range(1, 60))
    assert round_.counts == ((Status.DONE, 58), (Status.ONGOING, 1))
    assert [i.summary.number for i in round_.issues if i.summary.status == Status.ONGOING.value] == [59]


def test_home_shows_the_sum(real_site: BuiltSite) -> None:
    """A reader sees 59 = 58 + 1 at once, each number a way to its list."""
    home = page(real_site, "index.html")
    totals = {a.get_text(" ", strip=True): a["href"] for a in home.select(".totals__figures a")}

    assert totals == {
        "59 问题总数": "2024-xuncha/issues.html",
        "58 已完成": "2024-xuncha/statuses/done.html",
        "1 正在推进": "2024-xuncha/statuses/ongoing.html",
    }
    assert "共59个，58个已完成，1个正在推进" in home.get_text()


def test_only_the_party_mark_is_doubtful() -> None:
    """The notice gives every other particular of the footer (G-11)."""
    assert [(d.code, "党政机关网站标识" in d.message) for d in examine_pages(ROOT)] == [("C002", True)]


def test_no_private_data_is_published(real_site: BuiltSite) -> None:
    """No plate, no personal number, no company name in any file of the site (P-02 … P-08)."""
    findings = [
        (str(path), match[0])
        for path, data in real_site.files.items()
        if path.suffix == ".html"
        for text in (BeautifulSoup(data, "html.parser").get_text(),)
        for pattern in (PLATE, COMPANY, PERSONAL)
        for match in pattern.finditer(text)
    ]

    assert findings == []


def test_every_page_says_whose_words_it_has(real_site: BuiltSite) -> None:
    """The texts are compiled: each issue page says so, and that the notice prevails."""
    silent = [
        issue.path
        for issue in real_site.site.rounds[0].issues
        if "据呼和浩特市城市管理局的通报编写，以通报原文为准" not in page(real_site, issue.path).get_text()
    ]

    assert silent == []


def test_every_sentence_of_an_issue_is_on_its_page(real_site: BuiltSite) -> None:
    """Nothing that was written is lost on the way to the page."""
    lost = []
    for entry in real_site.site.rounds[0].issues:
        shown = re.sub(r"\s+", "", page(real_site, entry.path).get_text())
        issue, _ = read_issue(ROOT, entry.source, None)
        texts = [
            issue.title,
            issue.problem,
            issue.note,
            issue.result,
            *(m.text for m in issue.measures),
            *(p.text for p in issue.progress),
        ]
        paragraphs = [paragraph for text in texts for paragraph in text.split("\n\n")]
        lost += [paragraph for paragraph in paragraphs if re.sub(r"\s+", "", paragraph) not in shown]

    assert lost == []


def test_the_official_footer_is_on_every_page(real_site: BuiltSite) -> None:
    """G-11, as far as the notice gives it."""
    wanted = (
        "主办单位",
        "蒙ICP备2024018651号-1",
        "蒙公网安备 15010502001283号",
        "1501000056",
        "010030",
        "0471-5900362",
        "我为政府网站找错",
        "网站地图",
    )
    footers = {
        path: data.decode().rpartition("<footer")[2] for path, data in real_site.files.items() if path.suffix == ".html"
    }

    assert [(str(path), words) for path, footer in footers.items() for words in wanted if words not in footer] == []


def test_the_phone_can_be_dialled_from_anywhere(real_site: BuiltSite) -> None:
    """The notice's number lacks its area code; ours has it (standards, section 0)."""
    links = {a["href"] for a in page(real_site, "index.html").select("a[href^=tel]")}

    assert links == {"tel:04716372517", "tel:04715900362"}


def test_the_police_record_leads_to_its_number(real_site: BuiltSite) -> None:
    """G-13: the query takes the digits of the record."""
    links = {str(a["href"]) for a in page(real_site, "index.html").select("footer a")}

    assert "https://beian.mps.gov.cn/#/query/webSearch?code=15010502001283" in links


def test_issue_pages_carry_the_tags_of_an_article(real_site: BuiltSite) -> None:
    """G-03, G-04, with the notice's own time."""
    tags = {m["name"]: m["content"] for m in page(real_site, "2024-xuncha/013.html").select("meta[name]")}

    assert tags["ArticleTitle"] == "公务用车管理松懈"
    assert tags["PubDate"] == "2024-12-30 12:23"
    assert tags["ContentSource"] == "呼和浩特市城市管理局"
    assert tags["Url"] == "https://example.invalid/xczg/2024-xuncha/013.html"


def test_no_personal_file_is_in_the_content() -> None:
    """content/ holds YAML and nothing else."""
    assert [p.name for p in (ROOT / "content").rglob("*") if p.is_file() and p.suffix != ".yaml"] == []
