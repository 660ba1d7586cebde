"""Pages of facts: documents, departments, timeline, figures, related issues; each fact leads to the words that say it."""

from __future__ import annotations

import csv
import io
import json
import posixpath
import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml
from bs4 import BeautifulSoup, Tag

from rectify import pipeline
from support import ISSUE, ROOT, ROUND, SITE, BuiltSite, lay_project

Make = Callable[..., Path]
FILE = "content/2025-xuncha/001.yaml"
TELLING = """\
number: 1
title: 台账不全
category: decisions
status: 已完成
problem: |
  2023年3月5日检查发现，12台车没有台账，违反《用车办法》（示局发〔2022〕7号）。

  未按《用车办法》登记的有3次。
measures:
  - 2024年5月底前印发《台账制度》。
progress:
  - date: 2024-05-20
    text: 印发《台账制度》，补登12台，约谈5人。
result: 已完成
lead: [办公室]
responsible: [财务科]
"""
OTHER = """\
number: 2
title: 公务接待超标
category: conduct
status: 正在推进
problem: 有3次接待没有公函，违反《用车办法》。
measures:
  - 建立电子审批。
progress:
  - date: 2024-06-01
    text: 清退7.132万元。
lead: [财务科]
"""
ELSEWHERE = "https://www.example.gov.cn/banfa.html"
SMALL = {FILE: TELLING, "content/2025-xuncha/002.yaml": OTHER}


class Site(NamedTuple):
    """A finished site on disk, its round and its issues' texts in the record."""

    folder: Path
    round: str

    def page(self, path: str) -> BeautifulSoup:
        """A page of the round."""
        return _parsed(self.folder / self.round / path)

    def parts(self, name: str) -> list[BeautifulSoup]:
        """All pages of a list of facts; none if the round has none."""
        first = self.folder / self.round / f"{name}.html"
        paths = [first, *sorted(first.parent.glob(f"{name}-*.html"), key=lambda path: (len(path.name), path.name))]
        return [_parsed(path) for path in paths if path.exists()]

    def said_at(self, link: Tag) -> str:
        """The words of the place to which a link of a page of the round leads."""
        path, _, place = str(link["href"]).partition("#")
        target = posixpath.normpath(posixpath.join(self.round, path)) if path else self.round
        element = _parsed(self.folder / target).find(id=place)
        assert element, f"no {link['href']}"
        return squeezed(
            element if "paragraph" in element.get("class", ()) else element.find_parent("section") or element
        )


@cache
def _parsed(path: Path) -> BeautifulSoup:
    return BeautifulSoup(path.read_bytes(), "html.parser")


def squeezed(element: Any) -> str:
    """The words of an element without any space."""
    return re.sub(r"\s+", "", element if isinstance(element, str) else element.get_text())


def numbered(element: Tag) -> int:
    """The first whole number in the words of an element."""
    number = re.search(r"\d+", element.get_text())
    assert number
    return int(number[0])


@pytest.fixture
def built(project: Make) -> Callable[[dict[str, str | bytes | None]], Site]:
    """Builds the minimal site with some files changed."""

    def make(files: dict[str, str | bytes | None]) -> Site:
        root = project(files, folder=f"project-{len(files)}-{abs(hash(repr(files)))}")
        pipeline.build(root, root / "output")
        return Site(root / "output", "2025-xuncha")

    return make


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The minimal site with every kind of fact, built once."""
    root = lay_project(tmp_path_factory.mktemp("small"), SMALL)
    pipeline.build(root, root / "output")
    return Site(root / "output", "2025-xuncha")


@pytest.fixture(params=["small", "real"])
def site(request: pytest.FixtureRequest) -> Site:
    """A small site, then the real one."""
    if request.param == "real":
        real: BuiltSite = request.getfixturevalue("real_site")
        return Site(real.folder, real.site.rounds[0].id)
    small: Site = request.getfixturevalue("small")
    return small


# Every fact leads to its words.


def test_documents_lead_to_the_paragraph_that_names_them(site: Site) -> None:
    """The title, or the 文号 where there is only that, stands in the paragraph behind each link."""
    told = 0
    for part in site.parts("wenjian"):
        for item in part.select(".document-index__item"):
            name = squeezed(item.select_one(".document-index__name"))
            title = re.match(r"《(.*)》(?:（[^（）]*号）)?\Z", name)
            for link in item.select(".document-index__link"):
                told += 1
                said = site.said_at(link)

                assert squeezed(title[1] if title else name) in said or _digits(name) in _digits(said)

    assert told > 2


def _digits(text: str) -> str:
    return "".join(re.findall(r"\d", text))


def test_events_lead_to_the_paragraph_that_tells_them(site: Site) -> None:
    """The words of each event stand in its paragraph, and so does its day, unless the entry gives the day."""
    told = 0
    for part in site.parts("shijian"):
        for item in part.select(".event-list__item"):
            told += 1
            said = site.said_at(item.select_one(".event-list__issue"))
            for piece in squeezed(item.select_one(".event-list__text")).split("…"):
                assert piece in said

    assert told > 2


def test_figures_lead_to_the_paragraph_that_reports_them(site: Site) -> None:
    """The number as it is written stands with its unit in the paragraph."""
    told = 0
    for part in site.parts("shuju"):
        for row in part.select(".figure-table tbody tr"):
            told += 1
            shown, unit, *_ = (squeezed(cell) for cell in row.select("td"))
            said = site.said_at(row.select_one("a"))
            bare = re.sub(r"^[约近超逾]+|[余多]$", "", shown)

            assert bare in said.replace(",", ""), f"{shown}{unit} not in {said}"
            assert unit in said

    assert told > 2


def test_departments_list_the_issues_that_name_them(site: Site) -> None:
    """Each issue in a department's list gives it on its own page, and each that gives it is in the list."""
    folder = site.folder / site.round
    listed = {
        (str(link["href"]).rpartition("/")[2], squeezed(page.h1).partition("（")[0])
        for path in sorted((folder / "departments").glob("*.html"))
        if path.name != "index.html"
        for page in [_parsed(path)]
        for link in page.select("main a[href]")
        if re.fullmatch(r"\.\./(?:\.\./)?[^#]*/?\d{3}\.html", str(link["href"]))
    }
    given = {
        (path.name, squeezed(link))
        for path in sorted(folder.glob("[0-9][0-9][0-9].html"))
        for link in _parsed(path).select('main a[href*="departments/"]')
    }

    assert {(page, re.sub(r"\d+个?$", "", name)) for page, name in listed} == given


# Counts.


def test_documents_are_counted_rightly(site: Site) -> None:
    """The number beside the heading, those of the groups and the lists agree; an issue stands once under a document."""
    parts = site.parts("wenjian")
    items = [item for part in parts for item in part.select(".document-index__item")]
    links = [[str(a["href"]).partition("#")[0] for a in item.select("a")] for item in items]

    assert {numbered(part.select_one("h1 .masthead__count")) for part in parts} == {len(items)}
    assert [own for own in links if len(own) != len(set(own))] == []
    for part in parts:
        told = {str(a["href"])[1:]: numbered(a) for a in part.select('nav a[href^="#"]') if "份" in a.get_text()}
        groups = {s["aria-labelledby"]: len(s.select(".document-index__item")) for s in part.select("section.block")}
        assert not told or told == groups


def test_events_are_counted_rightly(site: Site) -> None:
    """The heading, the months, the chart and the list have the same numbers."""
    parts = site.parts("shijian")
    listed: Counter[str] = Counter()
    for part in parts:
        for section in part.select("section.block"):
            listed[str(section["aria-labelledby"])] += len(section.select(".event-list__item"))
    issues = {numbered(one) for part in parts for one in part.select(".event-list__issue")}
    for part in parts:
        months = {
            str(link["href"]).partition("#")[2]: numbered(_rest(link))
            for link in part.select('nav[aria-label="按月查看"] a')
        }
        bars = [(str(a["href"]).partition("#")[2], a.title.get_text()) for a in part.select("svg a")]
        counts = {place: int(title.partition("：")[2][:-1]) for place, title in bars if not title.startswith("更早")}
        earlier = sum(int(title.partition("：")[2][:-1]) for _, title in bars if title.startswith("更早"))

        assert numbered(part.select_one("h1 .masthead__count")) == sum(listed.values())
        assert numbered(part.select_one(".masthead__lead")) == len(issues)
        assert months == dict(listed)
        assert counts == {month: listed[month] for month in counts}
        assert sum(counts.values()) + earlier + _undrawn(part) == sum(listed.values())


def _undrawn(part: BeautifulSoup) -> int:
    """How many events the page says it did not draw."""
    said = [numbered(p) for p in part.select("p") if "图中没有画出" in p.get_text()]
    return sum(said)


def _rest(link: Tag) -> Tag:
    """What stands beside a link of the months: `3件`."""
    item = BeautifulSoup(str(link.parent), "html.parser")
    item.a.decompose()  # type: ignore[union-attr]
    return item


def test_the_bars_are_as_high_as_their_numbers(site: Site) -> None:
    """The highest bar fills the chart, the others in proportion; each leads to its month."""
    for part in site.parts("shijian"):
        bars = [(numbered(_after(a.title)), float(a.rect["height"].rstrip("%"))) for a in part.select("svg a")]
        highest = max(size for size, _ in bars)

        assert [height for _, height in bars] == [round(100 * size / highest, 2) for size, _ in bars]
        assert [f"{highest}件" in said.get_text() for said in part.select("#meiyue + .block__lead")] in ([], [True])
        assert [a["href"] for a in part.select("svg a") if not site.said_at(a)] == []


def test_the_picture_of_months_says_what_the_list_says(site: Site) -> None:
    """Each issue has its dots in the months in which the list has events of it; what was found is nobody's doing."""
    first, *_ = parts = site.parts("shijian")
    listed: dict[int, set[str]] = {}
    for item in (one for part in parts for one in part.select(".event-list__item")):
        day, issue = str(item.time["datetime"]), item.select_one(".event-list__issue")
        if "（问题）" not in issue.get_text() and day >= _first_month(first) and "-" in day:
            listed.setdefault(numbered(issue), set()).add(f"{day[:4]}年{int(day[5:7])}月")
    shown = {
        numbered(row.th): {
            one.split("月")[0] + "月" for one in row.select_one("td span").get_text().split("；") if "月" in one
        }
        for row in first.select(".month-grid tbody tr")
    }

    assert {number: months for number, months in shown.items() if months} == (listed if shown else {})


def _first_month(part: BeautifulSoup) -> str:
    """The first month of the chart, ISO."""
    titles = [
        title.get_text() for title in part.select(".month-chart a title") if not title.get_text().startswith("更早")
    ]
    year, month = re.findall("[0-9]+", titles[0])[:2]
    return f"{year}-{int(month):02}"


def _after(title: Tag) -> Tag:
    return BeautifulSoup(title.get_text().partition("：")[2], "html.parser")


def test_figures_are_counted_rightly_and_the_file_says_the_same(site: Site) -> None:
    """The heading, the rows and the CSV to take away: row by row the same numbers, units, words and issues."""
    parts = site.parts("shuju")
    rows = [row for part in parts for row in part.select(".figure-table tbody tr")]
    data = (site.folder / site.round / "shuju.csv").read_bytes()
    table = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    shown = [
        (
            *(cell.get_text() for cell in row.select("td")[:3]),
            row.select("td")[0]["data-sort"],
            str(numbered(row.a)),
            str(row.a["href"]).partition("/")[2],
        )
        for row in rows
    ]

    assert {numbered(part.select_one("h1 .masthead__count")) for part in parts} == {len(rows)}
    assert {numbered(part.select_one(".masthead__lead")) for part in parts} == {len({one[4] for one in shown})}
    assert shown == [
        (
            line["原文写法"],
            line["单位"],
            line["说明"],
            line["数值"],
            line["序号"],
            line["网址"].partition("/xczg/")[2],
        )
        for line in table
    ]


# Departments that texts name.


def test_who_is_named_and_who_leads_are_apart(built: Callable[..., Site]) -> None:
    """A department that a text only names stands in a line of its own, in a list of its own, and in the data apart."""
    text = TELLING.replace("约谈5人", "约谈5人，并由局财务科备案，请人事科审定，报市财务科")
    config = SITE + "  - {id: personnel, name: 人事科}\n"
    made = built({FILE: text.replace("responsible: [财务科]", "responsible: [办公室, 局办公室]"), "site.yaml": config})
    facts = {
        squeezed(row.dt): [squeezed(dd) for dd in row.select("dd")]
        for row in made.page("001.html").select(".fact-list__row")
    }
    record = json.loads((made.folder / made.round / "001.json").read_text("utf-8"))["issue"]

    assert (facts["牵头部门"], facts["责任部门"], facts["正文提到的部门"]) == (
        ["办公室负总责"],
        ["办公室一起办"],
        ["财务科", "人事科"],
    )
    assert [one["name"] for one in record["responsible"]] == ["办公室"]
    assert [one["name"] for one in record["mentioned"]] == ["财务科", "人事科"]


def test_a_department_lists_the_paragraphs_that_name_it(built: Callable[..., Site]) -> None:
    """The list of a department has the issues that it answers for, and after them those whose texts name it."""
    made = built(
        {
            FILE: TELLING.replace("responsible: [财务科]\n", "").replace("约谈5人", "请财务科审定"),
            "content/2025-xuncha/002.yaml": OTHER,
        }
    )
    page = made.page("departments/finance.html")
    (link,) = page.select("#tidao ~ ul a")

    assert numbered(page.select_one("h1 .masthead__count")) == 1
    assert "请财务科审定" in squeezed(
        _parsed(made.folder / made.round / "001.html").find(id=str(link["href"]).partition("#")[2])
    )


# Related issues.


def test_a_department_says_what_was_made_and_how_to_reach_it(built: Callable[..., Site]) -> None:
    """The documents made where it leads, each at its paragraph, not where it shares; its own phone and place."""
    site = SITE.replace("name: 办公室", "name: 办公室, phone: 0100-5550009, address: 示例路1号2楼")
    made = built({**SMALL, "site.yaml": site})
    office, finance = (made.page(f"departments/{name}.html") for name in ("office", "finance"))
    papers = office.select("#zhiding ~ ul a")
    page, _, place = papers[0]["href"].removeprefix("../../2025-xuncha/").partition("#")

    assert [squeezed(one) for one in papers] == ["《台账制度》"]
    assert "印发《台账制度》" in squeezed(made.page(page).find(id=place))
    assert not finance.select("#zhiding")
    assert [one["href"] for one in office.select("main a[href^='tel:']")] == ["tel:01005550009"]
    assert "办公地点示例路1号2楼" in squeezed(office.main)
    assert "办公" not in squeezed(finance.select_one(".masthead"))


def test_related_issues_state_a_true_reason(site: Site) -> None:
    """What two issues are said to share, both have: the document, the words, the department; none is its own."""
    told = 0
    folder = site.folder / site.round
    for path in sorted(folder.glob("[0-9][0-9][0-9].html")):
        page = _parsed(path)
        for item in page.select(".related__item"):
            told += 1
            other_path = folder / str(item.a["href"]).rpartition("/")[2]
            other = _parsed(other_path)
            reason = item.select_one(".related__reason").get_text()
            both = [_own_words(one) for one in (path, other_path)]
            named = re.match(r"都提到《(.*)》\Z", reason)
            department = re.match(r"都由(.*)负责\Z", reason)
            words = re.findall("“([^”]*)”", reason)

            assert other is not page
            if named:
                assert [text for text in both if f"《{squeezed(named[1])}》" not in text] == []
            elif department:
                links = [{squeezed(a) for a in one.select('main a[href*="departments/"]')} for one in (page, other)]
                assert [own for own in links if department[1] not in own] == []
            else:
                assert words
                assert [(word, reason) for word in words for text in both if word not in text] == []

    assert told


@cache
def _own_words(path: Path) -> str:
    copy = BeautifulSoup(str(_parsed(path).main), "html.parser")
    for one in copy.select(".related, .version-banner, nav"):
        one.decompose()
    return squeezed(copy)


def test_sums_are_linked_where_they_stand(built: Callable[..., Site], monkeypatch: pytest.MonkeyPatch) -> None:
    """The sums of many figures stand on the last of their pages, and the results on the first lead there."""
    monkeypatch.setattr("rectify.site.figures_view.MAX_FIGURES", 2)
    made = built({**SMALL, FILE: TELLING.replace("约谈5人", "清退5万元")})
    first, *others = made.parts("shuju")
    sums = [a for a in first.select(".outcome-table a") if str(a["href"]).endswith("#heji")]

    assert others
    assert [made.said_at(one)[:6] for one in sums] == ["同类数字相加"]


# What is given by hand wins.


def facts_shown(made: Site) -> tuple[list[str], list[str], list[str]]:
    """What the pages list: documents with their groups, days, numbers with their units."""
    documents = [
        f"{squeezed(section.h2)[:4]} {squeezed(name)}"
        for part in made.parts("wenjian")
        for section in part.select("section.block")
        for name in section.select(".document-index__name")
    ]
    days = [str(one["datetime"]) for part in made.parts("shijian") for one in part.select(".event-list__when time")]
    figures = [
        "".join(squeezed(cell) for cell in row.select("td")[:2])
        for part in made.parts("shuju")
        for row in part.select(".figure-table tbody tr")
    ]
    return documents, days, figures


def test_what_is_found_without_corrections(small: Site) -> None:
    """The small site says what its two texts say, each document once, with the number that one mention gives."""
    documents, days, figures = facts_shown(small)

    assert documents == ["整改中制 《台账制度》", "整改依据 《用车办法》（示局发〔2022〕7号）"]
    assert days == ["2023-03-05", "2024-05-20", "2024-05", "2024-06-01"]
    assert figures == ["12台", "3次", "12台", "5人", "3次", "7.132万元"]


def test_wrong_facts_can_be_hidden(built: Callable[..., Site]) -> None:
    """`hide_facts` takes away exactly what it quotes: a document, a day, a number."""
    hidden = TELLING + "hide_facts: [用车办法, 2023年3月5日, 12台]\n"
    documents, days, figures = facts_shown(built({FILE: hidden}))

    assert documents == ["整改中制 《台账制度》"]
    assert days == ["2024-05-20", "2024-05"]
    assert figures == ["3次", "5人"]


def test_a_document_can_be_put_right(built: Callable[..., Site]) -> None:
    """`documents` gives the number and the role that the text does not, and adds one that it names in other words."""
    given = TELLING + (
        "documents:\n  - {title: 台账制度, number: 示局发〔2024〕9号, role: 提到}\n  - {title: 廉洁公约, role: 制定}\n"
    )
    made = built({FILE: given})
    links = [made.said_at(a) for part in made.parts("wenjian") for a in part.select(".document-index__link")]

    assert facts_shown(made)[0][:1] == ["整改中制 《廉洁公约》"]
    assert "其他提到 《台账制度》（示局发〔2024〕9号）" in facts_shown(made)[0]
    assert len(links) == 3


def test_chosen_figures_speak_for_their_own_numbers_only(built: Callable[..., Site]) -> None:
    """`figures` of an issue take the place of the found ones with the same number, and hide no other."""
    chosen = TELLING + "figures:\n  - {value: 12, unit: 台, label: 补登车辆}\n  - {value: 88%, label: 完成率}\n"
    made = built({FILE: chosen})
    (part,) = made.parts("shuju")
    labels = [squeezed(row.select("td")[2]) for row in part.select(".figure-table tbody tr")]
    places = [str(a["href"]).partition("#")[2] for a in part.select(".figure-table tbody a")]

    assert facts_shown(made)[2] == ["12台", "88%", "12台", "3次", "5人"]
    assert labels[:2] == ["补登车辆", "完成率"]
    assert places[0].startswith("jinzhan")
    assert places[1] == "shuzi"


def test_rough_numbers_are_marked(built: Callable[..., Site]) -> None:
    """3000多人 is no exact 3000: the file says 多 in a column of its own, and the unit is 人, also in chosen figures."""
    text = TELLING.replace("补登12台", "培训3000多人") + "figures:\n  - {value: 60, unit: 余次, label: 警示教育}\n"
    data = (built({FILE: text}).folder / "2025-xuncha/shuju.csv").read_text("utf-8-sig")
    rough = sorted((row["数值"], row["约数"], row["单位"]) for row in csv.DictReader(io.StringIO(data)) if row["约数"])
    expected = [("3000", "多", "人"), ("60", "余", "次")]

    assert expected == rough


def test_numbers_of_one_kind_are_added(built: Callable[..., Site]) -> None:
    """Exact numbers of progress with the same kind and unit have a sum that leads to each of them; plans and parts do not."""
    steps = ["追回9.8万元。", "追缴2.2万元，其中现金1万元。", "处理3人。"]
    entries = "".join(f"  - text: {step}\n" for step in steps)
    text = ISSUE.partition("measures:")[0] + f"measures:\n  - 追缴全部30万元。\nprogress:\n{entries}result: 已完成\n"
    made = built({FILE: text})
    (item,) = made.parts("shuju")[0].select("#heji ~ ul li")

    assert squeezed(item) == "追缴：共12万元（9.8万元、2.2万元）"
    assert [step for step, link in zip(steps, item.select("a"), strict=False) if step not in made.said_at(link)] == []


def test_what_rectification_came_to_is_counted_by_issues(built: Callable[..., Site]) -> None:
    """A kind of result has one bar, as long as the number of issues that tell of it, which stand beside it."""
    first = (
        f"{ISSUE.partition('measures:')[0]}progress:\n  - text: 追回9.8万元，又追回2万元。处理3人。\nresult: 已完成\n"
    )
    second = TELLING.replace("number: 1", "number: 2").replace("约谈5人", "约谈5人，追回1万元")
    made = built({FILE: first, "content/2025-xuncha/002.yaml": second})
    rows = made.parts("shuju")[0].select(".outcome-table tbody tr")
    shown = {squeezed(row.th): squeezed(row.td) for row in rows}

    assert shown == {
        "追缴": "2个问题，共12.8万元第1、2号",
        "处理": "2个问题，共8人第1、2号",
        "定下文件": "1个问题，共1份第2号",
    }
    assert [row.rect["width"] for row in rows if row.rect] == ["100.00%", "100.00%", "50.00%"]
    assert all("9.8万元" in made.said_at(link) for link in rows[0].td.select("a")[1:2] if rows[0].td)


@pytest.mark.parametrize(
    ("told", "promised"),
    [
        ("2024年7月前处理完毕", ["2024年7月以前"]),
        ("2024年7月底前印发《台账制度》", ["2024年7月底以前"]),
        ("2024年7月印发了《台账制度》", []),
        ("已于2024年7月印发《台账制度》", []),
    ],
)
def test_a_limit_in_a_measure_is_a_promise(built: Callable[..., Site], told: str, promised: list[str]) -> None:
    """7月前处理完毕 among the measures is still to be done; what they tell as done is not called 计划."""
    (part,) = built({FILE: TELLING.replace("2024年5月底前印发《台账制度》", told)}).parts("shijian")
    marked = [squeezed(item.time) for item in part.select(".event-list__item") if item.select_one(".event-list__due")]

    assert marked == promised


def test_a_number_shown_alone_says_what_it_is(built: Callable[..., Site]) -> None:
    """50万元以上 is shown as 至少50万, the number before a change is listed, and 43人中 is not."""
    text = TELLING.replace("补登12台", "租金由16万元提高到43.5万元，价值50万元以上的设备闲置。43人中，清退19人")

    assert facts_shown(built({FILE: text}))[2] == ["12台", "3次", "16万元", "43.5万元", "至少50万元", "19人", "5人"]


def test_promises_are_marked(built: Callable[..., Site]) -> None:
    """What is to be done by a day stands in the timeline with a mark, once, and what was done without."""
    (part,) = built({FILE: TELLING}).parts("shijian")
    marked = [squeezed(item.time) for item in part.select(".event-list__item") if item.select_one(".event-list__due")]

    assert marked == ["2024年5月底以前"]


def test_dates_that_only_qualify_are_no_events(built: Callable[..., Site]) -> None:
    """The year of a purchase, of a budget or of a series of years is left out, that of a change is listed."""
    problem = "2018年启动封场。2017年采购的车闲置。2019年以来多次超标。剩下的列入2025年预算。"
    made = built({FILE: TELLING.replace("2023年3月5日检查发现", f"{problem}检查发现")})

    assert facts_shown(made)[1] == ["2018", "2024-05-20", "2024-05"]


def test_an_issue_repeats_no_timeline(built: Callable[..., Site]) -> None:
    """The page of an issue lists its events again only where there are five or more and the text has another order."""
    days = (5, 4, 6, 8, 7)
    steps = "".join(f"  - date: 2024-0{month}-01\n    text: 开会。\n" for month in days)
    mixed = TELLING.partition("measures:")[0] + f"progress:\n{steps}result: 已完成\n"
    ordered = (
        TELLING.partition("measures:")[0].replace("2023年3月5日", "")
        + "progress:\n"
        + "".join(f"  - date: 2024-0{month}-01\n    text: 开会。\n" for month in sorted(days))
    )

    assert built({FILE: mixed}).page("001.html").select(".timeline")
    assert not built({FILE: ordered + "result: 已完成\n"}).page("001.html").select(".timeline")


@pytest.mark.parametrize(
    ("evidence", "goals"),
    [
        ("用车办法", (ELSEWHERE, [ELSEWHERE])),
        ("《用车办法》（示局发〔2022〕7号）", (ELSEWHERE, [ELSEWHERE])),
        ("《用车办法》（示局发〔2019〕1号）", ("", [ELSEWHERE])),
        ("用车登记表", ("", [])),
    ],
)
def test_a_document_that_readers_have_can_be_opened(
    built: Callable[..., Site], evidence: str, goals: tuple[str, list[str]]
) -> None:
    """By its 文号, or by its title where one of the two has none: an attachment of an issue, or a page elsewhere.

    In the list of all the text of another issue gives the document its 文号.
    """
    first = TELLING + "attachments:\n  - {file: zhidu.pdf, title: 台账制度}\n"
    second = OTHER + f'evidence:\n  - {{title: {evidence}, url: "{ELSEWHERE}"}}\n'
    files = {
        FILE: first,
        "content/2025-xuncha/002.yaml": second,
        f"{FILE.removesuffix('.yaml')}/zhidu.pdf": b"%PDF-1.4",
    }
    made = built(files)
    names = [name for part in made.parts("wenjian") for name in part.select(".document-index__name")]
    own = [[link["href"] for link in made.page(f"00{n}.html").select(".document-list__open")] for n in (1, 2)]

    assert [name.a["href"] if name.a else "" for name in names] == ["../2025-xuncha/001/zhidu.pdf", goals[0]]
    assert own == [["../2025-xuncha/001/zhidu.pdf"], goals[1]]


def test_forms_of_one_name_are_several_documents(built: Callable[..., Site]) -> None:
    """《督办通知书》 of two issues is not one document, and neither relates them nor lends its 文号."""
    first = TELLING.replace("《台账制度》，补登", "《督办通知书》（示督办〔34〕号），补登").replace(
        "《用车办法》", "办法"
    )
    second = OTHER.replace("建立电子审批", "下达《督办通知书》").replace("《用车办法》", "办法")
    made = built({FILE: first, "content/2025-xuncha/002.yaml": second})

    assert facts_shown(made)[0].count("整改中制《督办通知书》".replace("《", " 《", 1)) == 1
    assert not made.page("001.html").select(".related")


def test_long_lists_are_cut_into_pages(built: Callable[..., Site]) -> None:
    """Every row stands on one page, the numbers in the headings are those of the whole, the file is whole."""
    many = "".join(f"  - 第{n}组检查{n + 1000}处。\n" for n in range(1, 251))
    made = built({FILE: ISSUE.replace("  - 建立制度。\n", many)})
    parts = made.parts("shuju")
    lines = (made.folder / "2025-xuncha/shuju.csv").read_text("utf-8-sig").splitlines()

    assert [len(part.select(".figure-table tbody tr")) for part in parts] == [200, 50]
    assert {numbered(part.select_one("h1 .masthead__count")) for part in parts} == {250}
    assert len(lines) == 251


def test_a_round_without_facts_has_no_such_pages(built: Callable[..., Site]) -> None:
    """No empty page is public (G-18), and none is linked."""
    bare = ISSUE.replace("印发《公务用车管理办法》（示局发〔2025〕7号）。", "印发了办法。").replace(
        "2025-07-01", "2025-07-01"
    )
    made = built({FILE: bare, "content/2025-xuncha/round.yaml": ROUND, "site.yaml": SITE})

    assert (made.parts("wenjian"), made.parts("shuju")) == ([], [])
    assert [a for a in made.page("index.html").select("a") if "wenjian" in str(a.get("href"))] == []


# By hand.


def _of_issue(real: Site, number: int) -> Iterator[tuple[str, list[str]]]:
    page = f"{number:03}.html"

    def leads_there(link: Tag | None) -> bool:
        return link is not None and str(link["href"]).partition("#")[0].endswith(f"/{page}")

    yield (
        "documents",
        [
            f"{squeezed(link.find_previous_sibling(class_='document-index__role'))} | "
            f"{squeezed(item.select_one('.document-index__name'))}"
            for part in real.parts("wenjian")
            for item in part.select(".document-index__item")
            for link in item.select(".document-index__link")
            if leads_there(link)
        ],
    )
    yield (
        "dates",
        [
            str(item.time["datetime"])
            for part in real.parts("shijian")
            for item in part.select(".event-list__item")
            if leads_there(item.a)
        ],
    )
    yield (
        "figures",
        [
            " ".join(squeezed(cell) for cell in row.select("td")[:2])
            for part in real.parts("shuju")
            for row in part.select(".figure-table tbody tr")
            if leads_there(row.a)
        ],
    )
    yield "departments", [squeezed(a) for a in real.page(page).select('main a[href*="departments/"]')]


@pytest.mark.parametrize("kind", ["documents", "dates", "figures", "departments"])
def test_five_issues_read_by_hand(kind: str, real_site: BuiltSite) -> None:
    """The pages list of five issues drawn by lot exactly what a reader lists in their texts."""
    real = Site(real_site.folder, real_site.site.rounds[0].id)
    hand = yaml.safe_load((ROOT / "tests/found/by_hand.yaml").read_text("utf-8"))
    listed = {number: dict(_of_issue(real, number))[kind] for number in hand}
    wanted = {
        number: [re.sub(r" \| (.*)", r" | 《\1》", one) for one in facts.get(kind, [])]
        for number, facts in hand.items()
    }

    assert {number: sorted(own) for number, own in wanted.items()} == {n: sorted(own) for n, own in listed.items()}
