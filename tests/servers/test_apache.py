"""Apache alone: its own test of the settings, brotli, and a host whose HTTP shows the same folder."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from rectify.outputs.server_config.facts import ServerFacts
from servers.running import APACHE_MODULES, Running, apache_settings, command, self_signed
from servers.test_answers import SAFETY, safety

TO_HTTPS = "    Redirect permanent / https://www.example.gov.cn/\n"
SAME_FOLDER = """
    Alias /xczg/ ${APACHE_LOG_DIR}/current/
    <Directory ${APACHE_LOG_DIR}>
        Options +SymLinksIfOwnerMatch
        AllowOverride All
        Require all granted
    </Directory>
"""


@pytest.mark.parametrize("base", ["/xczg/", "/"])
def test_apache_accepts_the_settings(base: str, published: Callable[[str], tuple[Path, ServerFacts]]) -> None:
    """`apachectl configtest` has nothing to say against them, not even a warning."""
    folder, facts = published(base)
    self_signed(folder, facts.host)
    main = apache_settings(facts, folder, (8080, 8443))
    said = subprocess.run([*command("apache", main), "-t"], capture_output=True, text=True, check=False)

    assert (said.returncode, said.stderr) == (0, "Syntax OK\n")


def test_brotli_is_sent(start: Callable[..., Running]) -> None:
    """`.br` goes to those who read it, before `.gz`, with the type of what it holds and no language."""
    brotli = pytest.importorskip("brotli")
    server = start("apache", "/xczg/")
    plain, small = server.of_site(""), server.of_site("", headers={"Accept-Encoding": "gzip, br"})

    assert small.headers["content-encoding"] == "br"
    assert small.headers["content-type"] == "text/html; charset=utf-8"
    assert "content-language" not in small.headers
    assert brotli.decompress(small.body) == plain.body
    assert safety(small) == SAFETY


@pytest.mark.parametrize(("accepted", "expected"), [("br;q=0, gzip", "gzip"), ("gzip;q=0.0", None), ("x-br", None)])
def test_refused_compression_is_not_sent(start: Callable[..., Running], accepted: str, expected: str | None) -> None:
    """`q=0` means no (RFC 9110)."""
    answer = start("apache", "/xczg/").of_site("index.html", headers={"Accept-Encoding": accepted})

    assert answer.headers.get("content-encoding") == expected


@pytest.mark.parametrize("path", ["data/", "assets/"])
def test_nothing_is_listed_without_rewriting(start: Callable[..., Running], path: str) -> None:
    """Where a server lacks mod_rewrite, folders still keep their contents to themselves."""
    server = start("apache", "/xczg/", (f"LoadModule rewrite_module {APACHE_MODULES}/mod_rewrite.so\n", ""))
    answer = server.of_site(path)

    assert answer.status == 403
    assert answer.body == server.of_site("404.html").body
    assert server.of_site("index.html").status == 200


def test_the_folder_leads_to_https_by_itself(start: Callable[..., Running]) -> None:
    """On rented hosts only `.htaccess` is ours: it leads on, except behind a balancer that speaks TLS."""
    server = start("apache", "/xczg/", (TO_HTTPS, SAME_FOLDER))
    answer = server.ask("/xczg/index.html?q=1", tls=False)
    behind = server.ask("/xczg/index.html", tls=False, headers={"X-Forwarded-Proto": "https"})

    assert answer.status == 301
    assert answer.headers["location"] == "https://www.example.gov.cn/xczg/index.html?q=1"
    assert behind.status == 200
    assert "strict-transport-security" not in behind.headers
