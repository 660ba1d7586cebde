"""What the records of the whole site say against themselves: settings, bodies, departments, glossary, synonyms."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rectify.checks.faults import Fault, repeated_values
from rectify.field import addresses
from rectify.field.config import NO_SITE_CODE, Department, SiteConfig, known_number
from rectify.field.model import Glossary, Synonyms
from rectify.ground.colour import AA, AAA
from rectify.outputs.palette import contrast_on_paper, darken
from rectify.source.decode import FieldPath

_SITE_CODE = re.compile(r"(?:[0-9]{10}|bm[0-9]{8})\Z")
_PARTY_MARK = re.compile(r"[0-9A-Fa-f]{32}\Z")
_CODE_FORM = "应当是十位数字，或者 bm 加八位数字"


def config_faults(config: SiteConfig) -> Iterator[Fault]:
    """Those of `site.yaml`."""
    footer, organiser = config.footer, config.organiser
    yield from _check_departments(config.departments, ())
    yield from _bodies(config)
    if footer.official_code and not _SITE_CODE.match(footer.official_code):
        remedy = f"{_CODE_FORM}；没有的，写 {NO_SITE_CODE}（G-06）"
        yield Fault(("footer", "site_code"), "C001", f"网站标识码不对：{footer.site_code}", remedy)
    yield from _party_mark(footer.party_mark_id, ("footer", "party_mark_id"))
    missing = (
        (not footer.icp, "ICP备案号", "footer.icp"),
        (not footer.police_record, "公安备案号", "footer.police_record"),
        (not footer.party_mark_id, "党政机关网站标识", "footer.party_mark_id"),
        (not organiser.address, "主办单位地址", "organiser.address"),
        (organiser.phone is None, "主办单位电话", "organiser.phone"),
    )
    for is_missing, name, field in missing:
        if is_missing:
            remedy = f"填上 {field}，政府网站的页脚应当有它（G-11）"
            yield Fault((field.split(".")[0],), "C002", f"页脚缺少{name}", remedy)
    if not any(config.keywords):
        remedy = "在 site.yaml 里添一行，例如 keywords: [整改, 公开]（G-02）"
        yield Fault(("keywords",), "C006", "没有写关键词，每一页的页面标签 ColumnKeywords 都是空的", remedy)
    if config.colour:
        yield from _colour(config.colour)


def _party_mark(mark: str, where: FieldPath) -> Iterator[Fault]:
    """That a *mark* is none: it goes into the address to which the foot of each page leads."""
    if known_number(mark) and not _PARTY_MARK.match(mark):
        remedy = f"写标识链接里 id= 后面的 32 位数字和字母；没有的，写 {NO_SITE_CODE}"
        yield Fault(where, "C015", f"党政机关网站标识不对：{mark}", remedy)


def _check_departments(departments: tuple[Department, ...], where: FieldPath) -> Iterator[Fault]:
    named = (
        ((*where, "departments", place), name)
        for place, one in enumerate(departments)
        for name in (one.id, one.name, *one.aliases)
    )
    for place, name in repeated_values(named):
        yield Fault(place, "R005", f"部门“{name}”登记了两次", "编号、名称和别名都只能出现一次")


def _bodies(config: SiteConfig) -> Iterator[Fault]:
    for place, body in enumerate(config.bodies):
        yield from _check_departments(body.departments, ("bodies", place))
        if known_number(body.numbers.site_code) and not _SITE_CODE.match(body.numbers.site_code):
            field = ("bodies", place, "numbers", "site_code")
            yield Fault(field, "C001", f"网站标识码不对：{body.numbers.site_code}", f"{_CODE_FORM}（G-06）")
        yield from _party_mark(body.numbers.party_mark_id, ("bodies", place, "numbers", "party_mark_id"))
    named: Iterator[tuple[FieldPath, str]] = (
        (("bodies", place, name), value)
        for place, body in enumerate(config.bodies)
        for name, value in (("id", body.id), ("name", body.name))
    )
    for where, value in repeated_values(named, (config.organiser.name, addresses.ORGANISER)):
        remedy = f"每个单位的编号和名称都不能与别的相同；编号 {addresses.ORGANISER} 留给主办单位"
        yield Fault(where, "R005", f"单位“{value}”写了两次，或者就是主办单位", remedy)


def _colour(colour: str) -> Iterator[Fault]:
    ratio = contrast_on_paper(colour)
    what = f"主色 {colour} 和浅色底的对比度是 {ratio:.2f}:1"
    remedy = f"改成 {darken(colour, AA if ratio < AA else AAA)} 或者更深的颜色"
    if ratio < AA:
        yield Fault(("colour",), "C008", f"{what}，至少要 {AA}:1", remedy)
    elif ratio < AAA:
        yield Fault(("colour",), "C009", f"{what}，合乎 AA 级（{AA}:1），没有到 AAA 级（{AAA:g}:1）", remedy)


def glossary_faults(glossary: Glossary) -> Iterator[Fault]:
    """Explained words that stand twice, or whose ids do."""
    named: Iterator[tuple[FieldPath, str]] = (
        (("terms", place), name)
        for place, term in enumerate(glossary.terms)
        for name in (f"#{term.id}", term.term, *term.also)
    )
    for where, name in repeated_values(named):
        yield Fault(where, "R005", f"“{name.lstrip('#')}”写了两次", "合并成一条")


def synonym_faults(synonyms: Synonyms) -> Iterator[Fault]:
    """Synonyms that stand twice, or that mean themselves."""
    seen: set[tuple[str, str]] = set()
    for place, one in enumerate(synonyms.synonyms):
        for other in one.means:
            pair = (one.word, other)
            if pair in seen or one.word == other:
                said = f"“{one.word}”和“{other}”写了两次" if pair in seen else f"“{other}”说的是它自己"
                yield Fault(("synonyms", place), "R005", said, "合并成一条")
            seen.add(pair)
