"""Whose site it is: rounds of another body, and values of the sample that stayed behind under another name.

The program comes with the site of one bureau as a sample. `sample.txt` beside this file knows the sample's own
values by their digests, so that no bureau's data stand in the program; a test makes it from `site.yaml`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Final, NamedTuple

from rectify.checks.rules import RULES
from rectify.checks.texts import Finding, spans_in
from rectify.checks.waivers import sift
from rectify.extract.bodies import bureau_name
from rectify.field.config import SiteConfig
from rectify.field.model import Glossary, Waiver
from rectify.ground.dates import BLANK
from rectify.ground.diagnostics import Diagnostic
from rectify.ground.text import HAN
from rectify.source.decode import FieldPath
from rectify.source.sources import GLOSSARY_FILE, SITE_FILE, RoundSource, Sources

_COMMITTEE: Final = re.compile(r"(?:委员会|委)(?:领导班子|班子)?(?:成员)?\Z")
_UNITS: Final = "特别行政区|自治区|自治州|自治县|自治旗|地区|省|市|州|盟|县|旗|区"
_REGION: Final = re.compile(rf"(?:[{HAN}]{{2,9}}?(?:{_UNITS}))+|[省市州盟县旗区]")
_AND: Final = re.compile(r"[、，；及]")
COMMON_DEPARTMENTS: Final = frozenset(
    {"party-group", "office", "finance", "personnel", "party-committee", "discipline-committee", "discipline-team"}
)
"""Ids of departments that any bureau may have."""

_DIGITS: Final = 16
_ICP_PAGE: Final = re.compile(r"-\d{1,3}\Z")

Findings = tuple[Finding, ...]


class Name(NamedTuple):
    """The name of a body without its party organisation, divided after the region: 示例市, 水务局."""

    region: str
    own: str


class _Value(NamedTuple):
    where: FieldPath
    rule: str
    text: str
    normal: str


def name_of(words: str, home: str = "") -> Name:
    """What *words* such as 中共示例市水务局党组 name; in 市水务局 the region is that of *home*, if it is a 市."""
    bare = _COMMITTEE.sub("", bureau_name(words))
    match = _REGION.match(bare)
    region = match[0] if match else ""
    own = bare[len(region) :]
    return Name(home if len(region) == 1 and home.endswith(region) else region, own)


def is_same(one: Name, other: Name) -> bool:
    """Whether two names may be those of one body: each may leave out its region, or the outer part of it."""
    regions = (one.region, other.region)
    return one.own == other.own and any(a.endswith(b) for a, b in (regions, regions[::-1]))


def identity_findings(sources: Sources) -> dict[PurePosixPath, tuple[tuple[Waiver, ...], Findings]]:
    """What in each file is another bureau's, with the waivers of that file; files without findings are left out."""
    config = sources.config
    names, digests = own_names(config), sample_digests()
    strangers = [one for one in sources.rounds if not _is_own(one, _names_of(config, one, names))]
    is_sample = bool(names) and _digest(_named_value(config)) in digests
    leftover = not is_sample or (len(strangers) == len(sources.rounds) and bool(strangers))
    by_file: dict[PurePosixPath, tuple[tuple[Waiver, ...], Findings]] = {}
    if leftover:
        by_file[SITE_FILE] = (config.waivers, _of_sample(config_values(config), digests))
        by_file[GLOSSARY_FILE] = (sources.glossary.waivers, _of_sample(glossary_values(sources.glossary), digests))
    if not (leftover and is_sample):  # or the name in `site.yaml` is what is wrong, and is told there
        for one in strangers:
            by_file[one.path] = (one.round.waivers, (_stranger(one, config.of_body(one.round.body)),))
    return {path: both for path, both in by_file.items() if both[1]}


def identity_faults(root: Path, sources: Sources) -> Iterator[Diagnostic]:
    """The same without what was waived, each at its line in the files below *root*."""
    for path, (waivers, findings) in identity_findings(sources).items():
        kept = [one for one in sift(findings, waivers).kept if not one.rule.startswith("X")]
        for one, span in zip(kept, spans_in(root, path, kept), strict=True):
            yield Diagnostic(
                span, one.rule, f"{RULES[one.rule].title}：{one.shown}", one.hint or RULES[one.rule].remedy
            )


def own_names(config: SiteConfig) -> tuple[Name, ...]:
    """Every name by which a notice may call the site's body, or a part of it; none while it has no name yet."""
    organiser = config.organiser
    if BLANK in (config.name, organiser.name):
        return ()
    home = name_of(organiser.name or config.name)
    names = [config.name, organiser.name, *organiser.aliases]
    for department in config.departments:
        names += [department.name, *department.aliases]
    own = (name_of(words, home.region) for words in names)
    return tuple(dict.fromkeys(name for name in own if len(name.own) > 1 or name.region)) if any(home) else ()


def _names_of(config: SiteConfig, source: RoundSource, names: tuple[Name, ...]) -> tuple[Name, ...]:
    """Every name of the body of a round; *names* are those of the organiser of the site."""
    own = config.of_body(source.round.body)
    return names if own is config else own_names(replace(own, name=own.organiser.name))


def config_values(config: SiteConfig) -> Iterator[_Value]:
    """What in `site.yaml` only one bureau can have."""
    organiser, footer, feedback = config.organiser, config.footer, config.feedback
    yield _named_value(config)
    yield _Value(("organiser", "name"), "C011", organiser.name, "".join(name_of(organiser.name)))
    yield _Value(("description",), "C011", config.description, config.description)
    for group, record in (("organiser", organiser), ("feedback", feedback)):
        phone = record.phone or ""
        yield _Value((group, "phone"), "C011", phone, re.sub(r"\D", "", phone))
        yield _Value((group, "address"), "C011", record.address, record.address)
    yield _Value(("feedback", "email"), "C011", feedback.email or "", (feedback.email or "").lower())
    for name in ("icp", "police_record", "site_code", "party_mark_id"):
        number = getattr(footer, name)
        yield _Value(("footer", name), "C011", number, _ICP_PAGE.sub("", number))
    for place, department in enumerate(config.departments):
        if department.id not in COMMON_DEPARTMENTS:
            yield _Value(("departments", place, "id"), "C012", department.id, department.id)


def glossary_values(glossary: Glossary) -> Iterator[_Value]:
    """The explanations of the glossary."""
    for place, term in enumerate(glossary.terms):
        yield _Value(("terms", place, "meaning"), "C013", term.term, term.meaning)


def digest_list(values: Iterable[_Value]) -> str:
    """The text of `sample.txt` for a sample with these *values*."""
    return "".join(f"{digest}\n" for digest in sorted({_digest(one) for one in values if one.normal}))


@cache
def sample_digests() -> frozenset[str]:
    """The digests of the sample's own values."""
    return frozenset(Path(__file__).with_name("sample.txt").read_text("ascii").split())


def _digest(value: _Value) -> str:
    normal = re.sub(r"\s", "", value.normal)
    return hashlib.sha256(f"{value.rule}\0{normal}".encode()).hexdigest()[:_DIGITS] if normal else ""


def _named_value(config: SiteConfig) -> _Value:
    return _Value(("name",), "C011", config.name, "".join(name_of(config.name)))


def _of_sample(values: Iterable[_Value], digests: frozenset[str]) -> Findings:
    return tuple(Finding(one.where, one.rule, one.text, one.text) for one in values if _digest(one) in digests)


def _is_own(source: RoundSource, names: tuple[Name, ...]) -> bool:
    body = source.round.inspected_body
    home = names[0].region if names else ""
    bodies = [name_of(part, home) for part in (body, *_AND.split(body)) if part]
    return not names or body in ("", BLANK) or any(is_same(name, own) for name in bodies for own in names)


def _stranger(source: RoundSource, config: SiteConfig) -> Finding:
    body, own = source.round.inspected_body, config.organiser.name or config.name
    hint = (
        f"这一行照通报写；确是本单位的，把这个名称写进 {SITE_FILE} 里 organiser 的 aliases；"
        f"本单位不是{own}的，改 {SITE_FILE} 的 name 和 organiser.name；别的单位的通报，把 {source.path.parent} 移出 content"
    )
    return Finding(("inspected_body",), "C010", f"{body}，网站是{own}的", body, hint)
