"""What the configuration of every kind of server needs: the site's address, media types, headers, redirects."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from rectify.field import addresses
from rectify.field.config import SiteConfig
from rectify.ground.diagnostics import Diagnostic, SourceError, Span

BINARY: Final = "application/octet-stream"
TEXT_KINDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        ".html": "text/html",
        ".css": "text/css",
        ".js": "text/javascript",
        ".json": "application/json",
        ".jsonl": "application/x-ndjson",
        ".webmanifest": "application/manifest+json",
        ".csv": "text/csv",
        ".atom": "application/atom+xml",
        ".ics": "text/calendar",
        ".xml": "application/xml",
        ".svg": "image/svg+xml",
        ".txt": "text/plain",
        ".md": "text/markdown",
        ".yaml": "application/yaml",
    }
)
"""Media types of text files, by ending: they are UTF-8 and worth compressing."""

OTHER_KINDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        ".doc": "application/msword",
        ".xls": "application/vnd.ms-excel",
        ".ppt": "application/vnd.ms-powerpoint",
        ".odt": "application/vnd.oasis.opendocument.text",
        ".ods": "application/vnd.oasis.opendocument.spreadsheet",
        ".ofd": "application/ofd",
        ".wps": "application/vnd.ms-works",
        ".et": "application/octet-stream",
        ".pdf": "application/pdf",
        ".zip": "application/zip",
        ".png": "image/png",
        ".jpg": "image/jpeg",
        ".jpeg": "image/jpeg",
        ".gif": "image/gif",
        ".webp": "image/webp",
        ".ico": "image/x-icon",
        ".woff2": "font/woff2",
    }
)
"""Media types of files that are compressed already, by ending."""

PLAIN: Final = "text/plain"
"""The media type of files without an ending, such as SHA256SUMS."""

FOR_A_YEAR: Final = "public, max-age=31536000, immutable"
"""Cache-Control of files whose folder is named by their content."""

ASK_AGAIN: Final = "no-cache"
"""Cache-Control of all other files: kept, but validated each time (the answer is mostly 304)."""

SECURITY: Final = "max-age=31536000"
"""Strict-Transport-Security: a year, this host alone (W-05 asks for half a year)."""

HEADERS: Final = (
    (
        "Content-Security-Policy",
        (
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
            "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
        ),
    ),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "SAMEORIGIN"),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    (
        "Permissions-Policy",
        "accelerometer=(), camera=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), payment=(), usb=()",
    ),
)
"""Headers of every response, errors included (W-05). The search form needs form-action 'self'."""

CIPHERS: Final = (
    "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:"
    "ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305"
)
"""TLS 1.2, forward secrecy alone: browsers since 2014."""

LEFT_OVER: Final = ("bak", "conf", "ini", "log", "old", "orig", "save", "sql", "swo", "swp", "tmp")
"""Endings of files that people and editors leave behind; servers answer 404."""

_HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?")
_ADDRESS = re.compile(r"(?:[A-Za-z0-9_~][A-Za-z0-9._~-]*/)*(?:[A-Za-z0-9_~][A-Za-z0-9._~-]*)?")
_ENDING = re.compile(r"\.[A-Za-z0-9]+")
_PLACE = re.compile(r"<<(\w+)>>")


class ServerFacts(NamedTuple):
    """The site as far as a server has to know it.

    `base_path` is `/` or `/xczg/`; `redirects` lead from an old path to a new one, both from the
    site's root, whole folders with a slash at both ends; `unknown` are endings of files that no
    table names.
    """

    host: str
    base_path: str
    is_https: bool
    not_found: str = addresses.NOT_FOUND
    redirects: tuple[tuple[str, str], ...] = ()
    unknown: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """A word for names of files and variables: made from the folder of the site, or else from its host."""
        words = (re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_") for name in (self.base_path, self.host))
        return next(filter(None, words))

    @property
    def moved_pages(self) -> tuple[tuple[str, str], ...]:
        """Old and new addresses of moved pages, from the host's root; an `index.html` also by its folder."""
        pairs = []
        for old, new in self.redirects:
            goal = self.base_path + addresses.shortest(new)
            forms = () if old.endswith("/") else dict.fromkeys((old, addresses.shortest(old)))
            pairs += [(self.base_path + form, goal) for form in forms]
        return tuple(pairs)

    @property
    def moved_folders(self) -> tuple[tuple[str, str], ...]:
        """Old and new addresses of moved folders, inner folders first."""
        pairs = ((self.base_path + old, self.base_path + new) for old, new in self.redirects if old.endswith("/"))
        return tuple(sorted(pairs, key=lambda pair: (-len(pair[0]), pair)))


def server_facts(config: SiteConfig, paths: Iterable[str]) -> ServerFacts:
    """The facts of a site with files at *paths*.

    Raises SourceError (S009) if an address of `site.yaml` has a character that could become an instruction in a
    server's configuration.
    """
    endings = {os.path.splitext(path)[1].lower() for path in paths} - {""} - TEXT_KINDS.keys() - OTHER_KINDS.keys()  # noqa: PTH122 - a hundred thousand paths
    moved = tuple(sorted((redirect.from_, redirect.to) for redirect in config.redirects))
    host = _ascii(config.domain)
    wrong: list[str] = [] if _HOST.fullmatch(host) else [config.base_url]
    wrong += [
        path
        for path in (config.base_path[1:], *(p for pair in moved for p in pair))
        if not _is_plain(path.partition("#")[0])
    ]
    if wrong:
        remedy = "服务器设置里的地址只用英文字母、数字、点和连字符"
        raise SourceError(
            [
                Diagnostic(Span(PurePosixPath("site.yaml")), "S009", f"网址 {one} 不能写进服务器设置", remedy)
                for one in wrong
            ]
        )
    return ServerFacts(
        host=host,
        base_path=config.base_path,
        is_https=urlsplit(config.base_url).scheme.lower() == "https",
        redirects=moved,
        unknown=tuple(sorted(e for e in endings if _ENDING.fullmatch(e) and e[1:] not in LEFT_OVER)),
    )


def fill(text: str, **values: str) -> bytes:
    """*text* with each `<<name>>` replaced; raises KeyError if a value is missing."""
    return _PLACE.sub(lambda place: values[place[1]], text).encode()


def with_charset(kind: str) -> str:
    """The media type with `charset=utf-8`."""
    return f"{kind}; charset=utf-8"


def _is_plain(path: str) -> bool:
    return bool(_ADDRESS.fullmatch(path)) and ".." not in path


def _ascii(host: str) -> str:
    """The name of a host in ASCII (IDNA): `xn--…` for one with Chinese characters."""
    try:
        return host.encode("idna").decode()
    except UnicodeError:
        return host
