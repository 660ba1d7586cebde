"""nginx alone: its own test of the settings, brotli, and a server that shows other things too."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from outside import missing
from rectify.outputs.server_config.facts import ServerFacts
from rectify.outputs.server_config.nginx import nginx_files
from servers.running import BROTLI_FOR_NGINX, NGINX_MODULES, Running, command, nginx_settings, self_signed
from servers.test_answers import SAFETY, safety

OTHERS = """server_tokens off;
    add_header X-Own yes always;
    add_header Content-Security-Policy "default-src *" always;
    error_page 404 /own.html;
    location ~* \\.(?:css|html|json)$ { expires 30d; root /nowhere; }

    # 证书"""


@pytest.mark.parametrize("base", ["/xczg/", "/"])
def test_nginx_accepts_the_settings(base: str, published: Callable[[str], tuple[Path, ServerFacts]]) -> None:
    """`nginx -t` has nothing to say against them, not even a warning."""
    folder, facts = published(base)
    self_signed(folder, facts.host)
    main = nginx_settings(facts, folder, (8080, 8443))
    said = subprocess.run([*command("nginx", main), "-t"], capture_output=True, text=True, check=False)

    assert said.returncode == 0
    assert "warn" not in said.stderr


def test_the_two_files_are_named_for_the_folder(published: Callable[[str], tuple[Path, ServerFacts]]) -> None:
    """Sites on one host have files and variables of their own."""
    names = {base: [str(path) for path, _ in nginx_files(published(base)[1])] for base in ("/xczg/", "/")}

    assert names == {
        "/xczg/": ["xczg.conf", "xczg.locations"],
        "/": ["www_example_gov_cn.conf", "www_example_gov_cn.locations"],
    }


def test_a_server_with_settings_of_its_own_changes_nothing(
    start: Callable[..., Running], asset_of: Callable[..., str]
) -> None:
    """Included where a bureau has headers, errors and patterns of its own, the folder keeps to ours."""
    server = start("nginx", "/xczg/", ("server_tokens off;\n\n    # 证书", OTHERS))
    answers = [server.of_site(path) for path in ("index.html", "data/a.json", asset_of(server), "nothing.html")]

    assert [answer.status for answer in answers] == [200, 200, 200, 404]
    assert [safety(answer) for answer in answers] == [SAFETY] * 4
    assert server.ask("/other.json").headers["x-own"] == "yes"


def test_brotli_is_sent_where_the_module_is(start: Callable[..., Running]) -> None:
    """With the marked line switched on, `.br` goes to those who read it, before `.gz`."""
    if not (NGINX_MODULES / BROTLI_FOR_NGINX).is_file():
        missing("no brotli for nginx (Debian: apt-get install libnginx-mod-http-brotli-static)")
    brotli = pytest.importorskip("brotli")
    server = start("nginx", "/xczg/", ("# brotli_static on;", "brotli_static on;"))
    plain, small = server.of_site(""), server.of_site("", headers={"Accept-Encoding": "gzip, br"})

    assert small.headers["content-encoding"] == "br"
    assert small.headers["content-type"] == "text/html; charset=utf-8"
    assert brotli.decompress(small.body) == plain.body
    assert safety(small) == SAFETY
