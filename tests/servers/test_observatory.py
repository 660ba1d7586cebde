"""Mozilla's HTTP Observatory, counted over the answers of real servers by HTTPS (W-06)."""

from __future__ import annotations

import pytest

from rectify.outputs.server_config.facts import HEADERS, SECURITY
from servers.observatory import Route, follow, modifiers, score
from servers.running import Answer, Running

GOOD = {name.lower(): value for name, value in (*HEADERS, ("Strict-Transport-Security", SECURITY))}
WAY = ("http://www.example.gov.cn/", "https://www.example.gov.cn/")
A_PLUS = 125


def test_the_site_gets_an_a_plus(server: Running) -> None:
    """100, and 10 for default-src 'none', 5 for frame-ancestors, 5 for the referrer, 10 for CORP: 130."""
    scored = modifiers(follow(server))

    assert score(scored) >= A_PLUS
    assert {name: one for name, one in scored.items() if one} == {
        "content-security-policy": 10,
        "cross-origin-resource-policy": 10,
        "referrer-policy": 5,
        "x-frame-options": 5,
    }


@pytest.mark.parametrize(
    ("name", "value", "test", "expected"),
    [
        ("content-security-policy", None, "content-security-policy", -25),
        ("content-security-policy", "default-src 'self'", "content-security-policy", 5),
        (
            "content-security-policy",
            "default-src 'none'; script-src 'self' 'unsafe-inline'",
            "content-security-policy",
            -20,
        ),
        ("content-security-policy", "default-src 'none'; script-src data:", "content-security-policy", -20),
        ("content-security-policy", "default-src 'none'; script-src 'unsafe-eval'", "content-security-policy", -10),
        ("content-security-policy", "default-src 'none'; style-src 'unsafe-inline'", "content-security-policy", 0),
        ("content-security-policy", "default-src 'none'; img-src http:", "content-security-policy", -10),
        ("content-security-policy", "default-src 'none'; connect-src http://a", "content-security-policy", -20),
        ("content-security-policy", "img-src 'self'", "content-security-policy", -20),
        ("content-security-policy", "default-src 'none'", "x-frame-options", 0),
        ("cross-origin-resource-policy", None, "cross-origin-resource-policy", 0),
        ("cross-origin-resource-policy", "everyone", "cross-origin-resource-policy", -5),
        ("access-control-allow-origin", "*", "cross-origin-resource-sharing", 0),
        ("referrer-policy", None, "referrer-policy", 0),
        ("referrer-policy", "unsafe-url", "referrer-policy", -5),
        ("referrer-policy", "nonsense", "referrer-policy", -5),
        ("strict-transport-security", None, "strict-transport-security", -20),
        ("strict-transport-security", "max-age=86400", "strict-transport-security", -10),
        ("strict-transport-security", "max-age=31536000, max-age=31536000", "strict-transport-security", -20),
        ("x-content-type-options", None, "x-content-type-options", -5),
        ("set-cookie", "a=b", "cookies", -40),
    ],
)
def test_what_is_wrong_is_seen(name: str, value: str | None, test: str, expected: int) -> None:
    """The published number for each header that is missing or worse than ours."""
    headers = {k: v for k, v in {**GOOD, name: value}.items() if v is not None}

    assert modifiers(Route(WAY, Answer(200, headers, b"")))[test] == expected


@pytest.mark.parametrize(
    ("way", "expected"),
    [
        (("http://a/",), -20),
        (("http://a/", "http://a/b"), -20),
        (("http://a/", "http://b/", "https://b/"), -10),
        (("http://a/", "https://b/"), -5),
        (("http://a/", "https://a/", "https://a/b"), 0),
    ],
)
def test_the_way_to_https_is_seen(way: tuple[str, ...], expected: int) -> None:
    """The first step has to lead to HTTPS on the same host."""
    assert modifiers(Route(way, Answer(200, GOOD, b"")))["redirection"] == expected


def test_extra_needs_a_good_base() -> None:
    """With less than 90 left nothing is added."""
    assert score({"a": -10, "b": 15}) == 105
    assert score({"a": -11, "b": 15}) == 89


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (b'<script src="a.js"></script>', 0),
        (b'<script src="a.js" integrity="sha256-x"></script>', 5),
        (b'<script src="//a/a.js"></script>', -50),
    ],
)
def test_scripts_are_seen(page: bytes, expected: int) -> None:
    """Integrity adds, scripts from elsewhere cost."""
    assert modifiers(Route(WAY, Answer(200, GOOD, page)))["subresource-integrity"] == expected
