"""What becomes of `site.yaml` in a server's settings, and what must not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath

import pytest

from rectify.field.config import Redirect, SiteConfig
from rectify.field.words import PagePath, PagePlace, Url
from rectify.ground.diagnostics import SourceError
from rectify.outputs.server_config.apache import apache_folder, apache_host
from rectify.outputs.server_config.facts import fill, server_facts
from rectify.outputs.server_config.iis import iis_folder
from rectify.outputs.server_config.nginx import nginx_folder, nginx_hosts
from support import BuiltSite

ALL = (nginx_hosts, nginx_folder, apache_host, apache_folder, iis_folder)


def at(site: BuiltSite, url: str, *moved: tuple[str, str]) -> SiteConfig:
    """The settings of the site at another address, some of its pages *moved*."""
    redirects = tuple(Redirect(from_=PagePath(old), to=PagePlace(new)) for old, new in moved)
    return replace(site.site.config, base_url=Url(url), redirects=redirects)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://www.example.gov.cn/xczg/", ("www.example.gov.cn", "/xczg/", "xczg", True)),
        ("https://www.example.gov.cn", ("www.example.gov.cn", "/", "www_example_gov_cn", True)),
        ("http://EXAMPLE.gov.cn/a/B-c", ("example.gov.cn", "/a/B-c/", "a_b_c", False)),
        ("https://示例市.政务/xczg/", ("xn--fsq956ahru.xn--zfr164b", "/xczg/", "xczg", True)),
    ],
)
def test_an_address_is_a_host_and_a_folder(real_site: BuiltSite, url: str, expected: tuple[object, ...]) -> None:
    """As servers know them, Chinese names in the form that requests have."""
    facts = server_facts(at(real_site, url), ())

    assert expected == (facts.host, facts.base_path, facts.name, facts.is_https)


@pytest.mark.parametrize(
    "url",
    [
        "https://a.cn;include/x",
        "https://a.cn/x;}server{/",
        "https://a.cn/a b/",
        "https://a.cn/$host/",
        'https://a.cn/"/',
        "https://a.cn/../etc/",
        "https://a.cn/巡察/",
        "https://a.cn/.git/",
        "https://a.cn/<x>/",
    ],
)
def test_no_address_becomes_an_instruction(real_site: BuiltSite, url: str) -> None:
    """What a server would read as its own is refused, and told."""
    with pytest.raises(SourceError, match="S009"):
        server_facts(at(real_site, url), ())


@pytest.mark.parametrize(
    "pair", [("a b.html", "b.html"), ("a.html", "b.html;}"), ("a.html", "../b.html"), ("/a.html", "b.html")]
)
def test_no_renamed_address_becomes_an_instruction(real_site: BuiltSite, pair: tuple[str, str]) -> None:
    """The same for old and new addresses."""
    with pytest.raises(SourceError, match="S009"):
        server_facts(at(real_site, "https://a.cn/", pair), ())


def test_only_endings_nobody_knows_are_told(real_site: BuiltSite) -> None:
    """Servers learn all known kinds anyway; of the rest only plain endings."""
    names = ("a.html", "b.XLSX", "c.odd", "d", "e.bak", "f.a;b", "g.ODD")
    facts = server_facts(at(real_site, "https://a.cn/"), map(PurePosixPath, names))

    assert facts.unknown == (".odd",)


@pytest.mark.parametrize("make", ALL)
def test_nothing_is_left_open(real_site: BuiltSite, make: object) -> None:
    """Every place is filled in, lines end as on servers, and the same site gives the same bytes."""
    assert callable(make)
    moved = (("2023/001.html", "2024-xuncha/001.html"), ("2023/", "2024-xuncha/"))
    facts = server_facts(at(real_site, "https://a.cn/xczg/", *moved), real_site.files)
    made = make(facts)

    assert b"<<" not in made
    assert b"\r" not in made
    assert made.endswith(b"\n")
    assert made == make(facts)


def test_plain_http_is_not_led_to_https(real_site: BuiltSite) -> None:
    """A site whose address is http:// may have no certificate: its `.htaccess` leads nowhere."""
    plain, secure = (server_facts(at(real_site, f"{scheme}://a.cn/"), ()) for scheme in ("http", "https"))

    assert b"R=301" not in apache_folder(plain)
    assert b"R=301" in apache_folder(secure)


def test_a_forgotten_value_is_an_error() -> None:
    """No settings with a hole in them."""
    with pytest.raises(KeyError, match="b"):
        fill("<<a>> <<b>>", a="1")
