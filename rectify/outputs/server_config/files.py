"""The configuration files of each kind of server, with their names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Final

from rectify.outputs.server_config.apache import apache_folder, apache_host
from rectify.outputs.server_config.facts import ServerFacts
from rectify.outputs.server_config.iis import iis_folder
from rectify.outputs.server_config.nginx import nginx_files

Files = tuple[tuple[PurePosixPath, bytes], ...]

WITHIN_SITE: Final[Mapping[str, tuple[str, Callable[[ServerFacts], bytes]]]] = MappingProxyType(
    {"apache": (".htaccess", apache_folder), "iis": ("web.config", iis_folder)}
)
"""By kind of server: the file that it reads in the site's own folder and never serves; nginx has none."""


def settings_files(server: str, facts: ServerFacts) -> Files:
    """All configuration files for the *server* `nginx`, `apache` or `iis`, to be put in place by the webmaster."""
    if server == "nginx":
        return nginx_files(facts)
    name, make = WITHIN_SITE[server]
    host: Files = ((PurePosixPath(f"{facts.name}.conf"), apache_host(facts)),) if server == "apache" else ()
    return (*host, (PurePosixPath(name), make(facts)))
