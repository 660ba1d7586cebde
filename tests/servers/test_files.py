"""Which files a webmaster gets for which server."""

from __future__ import annotations

import pytest

from rectify.outputs.server_config.facts import ServerFacts
from rectify.outputs.server_config.files import WITHIN_SITE, settings_files

FACTS = ServerFacts(host="www.example.gov.cn", base_path="/xczg/", is_https=True)


@pytest.mark.parametrize(
    ("server", "names"),
    [
        ("nginx", ["xczg.conf", "xczg.locations"]),
        ("apache", ["xczg.conf", ".htaccess"]),
        ("iis", ["web.config"]),
    ],
)
def test_every_server_has_its_files(server: str, names: list[str]) -> None:
    """Named for the folder, or as the server wants them."""
    assert names == [str(path) for path, _ in settings_files(server, FACTS)]


def test_nginx_settings_are_never_in_the_site() -> None:
    """It would show them to everybody; Apache and IIS hide theirs."""
    assert {name: file for name, (file, _) in WITHIN_SITE.items()} == {"apache": ".htaccess", "iis": "web.config"}


def test_a_server_nobody_knows_is_refused() -> None:
    """No settings are better than wrong ones."""
    with pytest.raises(KeyError):
        settings_files("caddy", FACTS)
