"""nginx and Apache with our settings: the same answers from both, whatever is asked."""

from __future__ import annotations

import gzip
import socket
import ssl
import warnings
from collections.abc import Callable
from pathlib import Path, PurePosixPath

import pytest

from rectify.outputs.server_config.apache import apache_folder
from rectify.outputs.server_config.facts import ASK_AGAIN, FOR_A_YEAR, HEADERS, SECURITY, ServerFacts
from servers.running import BROTLI_FOR_NGINX, NGINX_MODULES, Answer, Running, has_ipv6, put_out, serving
from support import tree

SAFETY = {name.lower(): value for name, value in (*HEADERS, ("Strict-Transport-Security", SECURITY))}
OF_THE_CONNECTION = {"date", "server", "connection", "keep-alive", "upgrade", "transfer-encoding", "accept-ranges"}
OF_THE_FILE = {"etag", "last-modified", "content-length", "location"}
OF_THE_KIND = {"content-type", "cache-control", "vary", "content-encoding"}
TYPES = {
    "index.html": "text/html; charset=utf-8",
    "data/a.json": "application/json; charset=utf-8",
    "data/a.csv": "text/csv; charset=utf-8",
    "data/a.yaml": "application/yaml; charset=utf-8",
    "data/a.txt": "text/plain; charset=utf-8",
    "data/a.xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "data/a.docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "data/a.odd": "application/octet-stream",
    "data/a.atom": "application/atom+xml; charset=utf-8",
    "sitemap.xml": "application/xml; charset=utf-8",
    "data/a.js": "text/javascript; charset=utf-8",
    "SUMS": "text/plain; charset=utf-8",
}
COMPRESSED = {
    path
    for path in TYPES
    if path.rpartition(".")[2] in ("html", "json", "csv", "yaml", "txt", "atom", "xml", "js", "SUMS")
}


def safety(answer: Answer) -> dict[str, str]:
    """The headers of an answer that have nothing to do with its content."""
    return {k: v for k, v in answer.headers.items() if k not in OF_THE_CONNECTION | OF_THE_FILE | OF_THE_KIND}


def status_and_headers(answer: Answer) -> tuple[int, dict[str, str]]:
    """All that two servers should say alike."""
    return answer.status, {k: v for k, v in answer.headers.items() if k not in OF_THE_CONNECTION | OF_THE_FILE}


@pytest.mark.parametrize(
    "path", [*TYPES, "", "no/such/page.html", "assets/0123456789abcdef/none.css", "old/003.html", "data"]
)
def test_every_answer_has_the_same_safety_headers(server: Running, path: str) -> None:
    """Pages, data, errors and redirects carry exactly the headers of W-05, each once (W-02)."""
    assert safety(server.of_site(path)) == SAFETY


def test_assets_have_the_same_safety_headers(server: Running, asset: str) -> None:
    """So does what may be kept for a year, fresh or not modified."""
    fresh = server.of_site(asset)
    again = server.of_site(asset, headers={"If-None-Match": fresh.headers["etag"]})

    assert (fresh.status, again.status) == (200, 304)
    assert safety(fresh) == SAFETY
    assert safety(again) == SAFETY


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE"])
def test_a_site_is_only_read(server: Running, method: str) -> None:
    """Other methods than GET and HEAD are refused."""
    assert server.of_site("index.html", method).status == 405


def test_head_says_what_get_says(server: Running) -> None:
    """HEAD has the same headers and no body."""
    whole, meta = server.of_site("index.html"), server.of_site("index.html", "HEAD")

    assert meta.body == b""
    assert status_and_headers(meta) == status_and_headers(whole)
    assert meta.headers["content-length"] == whole.headers["content-length"]


@pytest.mark.parametrize("path", TYPES)
def test_every_kind_has_its_type(server: Running, path: str) -> None:
    """The type of each kind, with the charset for letters, compressed or not."""
    plain, small = server.of_site(path), server.of_site(path, headers={"Accept-Encoding": "gzip"})

    assert plain.headers["content-type"] == TYPES[path]
    assert small.headers["content-type"] == TYPES[path]


@pytest.mark.parametrize("path", sorted(COMPRESSED))
def test_letters_come_compressed_to_those_who_can(server: Running, path: str) -> None:
    """The sibling made beforehand is sent as it is, and caches are told of the difference."""
    plain, small = server.of_site(path), server.of_site(path, headers={"Accept-Encoding": "gzip"})

    assert small.headers["content-encoding"] == "gzip"
    assert gzip.decompress(small.body) == plain.body
    assert small.body[4:10] == bytes(4) + b"\x02\xff"
    assert small.headers["vary"] == plain.headers["vary"] == "Accept-Encoding"
    assert "content-encoding" not in plain.headers


def test_a_new_release_comes_compressed_as_it_is_plain(
    kind: str, published: Callable[[str], tuple[Path, ServerFacts]]
) -> None:
    """While the server runs, the site changes: nobody who reads gzip or brotli gets the old page any more."""
    folder, facts = published("/xczg/")
    site = {path: data for path, data in tree(folder / "site").items() if path.suffix != ".odd"}
    page = PurePosixPath("2025-xuncha/001.html")
    change = ("# brotli_static on;", "brotli_static on;") if (NGINX_MODULES / BROTLI_FOR_NGINX).is_file() else ("", "")
    with serving(kind, facts, folder, change) as server:
        before = server.of_site(str(page), headers={"Accept-Encoding": "gzip"})
        put_out(folder, {**site, page: site[page].replace("制度".encode(), "规定".encode())}, day=2)
        if kind == "apache":
            (folder / "current/.htaccess").write_bytes(apache_folder(facts))
        plain, small = server.of_site(str(page)), server.of_site(str(page), headers={"Accept-Encoding": "gzip"})
        asked = {"Accept-Encoding": "gzip", "If-None-Match": before.headers["etag"]}
        again = server.of_site(str(page), headers=asked)
        smallest = server.of_site(str(page), headers={"Accept-Encoding": "br"})

    assert gzip.decompress(before.body) == site[page]
    assert b"\xe8\xa7\x84\xe5\xae\x9a" in plain.body
    assert gzip.decompress(small.body) == plain.body
    assert (again.status, again.body) == (200, small.body)
    if smallest.headers.get("content-encoding") == "br":
        assert pytest.importorskip("brotli").decompress(smallest.body) == plain.body


@pytest.mark.parametrize("path", ["data/late.csv", "data/late.html"])
def test_what_has_no_sibling_is_compressed_at_once(server: Running, path: str) -> None:
    """A site copied by hand is not slower to read."""
    plain, small = server.of_site(path), server.of_site(path, headers={"Accept-Encoding": "gzip"})

    assert small.headers["content-encoding"] == "gzip"
    assert gzip.decompress(small.body) == plain.body
    assert safety(small) == SAFETY
    assert small.headers["vary"] == "Accept-Encoding"


def test_the_folder_itself_comes_compressed(server: Running) -> None:
    """`/` is index.html, also compressed."""
    small = server.of_site("", headers={"Accept-Encoding": "gzip, br;q=0"})

    assert small.headers["content-encoding"] == "gzip"
    assert gzip.decompress(small.body) == server.of_site("index.html").body


@pytest.mark.parametrize("path", ["data/a.xlsx", "data/small.txt"])
def test_what_compression_would_not_help_comes_as_it_is(server: Running, path: str) -> None:
    """Workbooks are compressed already, small files not worth it."""
    assert "content-encoding" not in server.of_site(path, headers={"Accept-Encoding": "gzip, br"}).headers


def test_files_named_by_content_are_kept(server: Running, asset: str) -> None:
    """A year, without asking; but not the answer that one is missing."""
    none = server.of_site(asset.replace("site.css", "none.css"))

    assert server.of_site(asset).headers["cache-control"] == FOR_A_YEAR
    assert (none.status, none.headers["cache-control"]) == (404, ASK_AGAIN)


@pytest.mark.parametrize("path", ["index.html", "", "search/all.js", "data/a.json", "old/003.html", "nothing.html"])
def test_all_else_is_asked_about(server: Running, path: str) -> None:
    """Kept, but never shown without asking."""
    assert server.of_site(path).headers["cache-control"] == ASK_AGAIN


def test_asking_again_costs_nothing(server: Running) -> None:
    """A page that has not changed is not sent again, compressed or not."""
    for accepted in ("identity", "gzip"):
        first = server.of_site("index.html", headers={"Accept-Encoding": accepted})
        asked = {"Accept-Encoding": accepted, "If-None-Match": first.headers["etag"]}
        again = server.of_site("index.html", headers=asked)

        assert (again.status, again.body) == (304, b"")
        assert again.headers["cache-control"] == ASK_AGAIN


@pytest.mark.parametrize(
    "path", ["nothing.html", "a/b/c/d/e/nothing.html", "a/b/", "assets/", "data/", "2025-xuncha/999.html"]
)
def test_nothing_there_is_told_at_any_depth(server: Running, path: str) -> None:
    """The site's own page, whose links are whole addresses; a folder without a page is not listed."""
    answer = server.of_site(path)

    assert answer.status == 404
    assert answer.body == server.of_site("404.html").body
    assert f'href="{server.facts.base_path}sitemap.html"'.encode() in answer.body


@pytest.mark.parametrize(
    "path",
    [
        ".secret.txt",
        ".hidden/a.txt",
        ".htaccess",
        ".git/config",
        "data/a.txt.bak",
        "data/a.txt~",
        "data/.a.yaml",
        "%2e%73ecret.txt",
    ],
)
def test_hidden_and_left_over_files_are_not_shown(server: Running, path: str) -> None:
    """There or not, they are not found."""
    assert server.of_site(path).status == 404


def test_well_known_files_are_shown(server: Running) -> None:
    """`.well-known` is the one exception (RFC 8615)."""
    assert server.of_site(".well-known/security.txt").status == 200


@pytest.mark.parametrize(
    "path", ["..%2f..%2fetc/passwd", "%2e%2e/%2e%2e/etc/passwd", "data/..%5c..%5cetc/passwd", "a%00b"]
)
def test_nothing_outside_is_shown(server: Running, path: str) -> None:
    """No spelling leads out of the folder."""
    assert server.of_site(path).status in (400, 404)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("old/003.html", "2025-xuncha/001.html"),
        ("old/index.html", "2025-xuncha/"),
        ("old/", "2025-xuncha/"),
        ("2024-xuncha/", "2025-xuncha/"),
        ("2024-xuncha/001.html", "2025-xuncha/001.html"),
        ("2024-xuncha/categories/decisions.html", "2025-xuncha/categories/decisions.html"),
        ("2024-xuncha/shuju.csv", "2025-xuncha/shuju.csv"),
        ("2024-xuncha/999.html", "2025-xuncha/001.html"),
    ],
)
def test_renamed_addresses_lead_on(server: Running, old: str, new: str) -> None:
    """For ever, to the page that took their place, with what was asked."""
    answer = server.of_site(f"{old}?q=1")

    assert answer.status == 301
    assert (
        answer.headers["location"].removeprefix(f"https://{server.facts.host}") == f"{server.facts.base_path}{new}?q=1"
    )


def test_an_address_may_lead_to_a_place_on_a_page(server: Running) -> None:
    """The place stands at the end of the new address, where browsers look for it; a question has no room there."""
    answer = server.of_site("old/place.html?q=1")

    assert answer.status == 301
    assert answer.headers["location"].endswith(f"{server.facts.base_path}2025-xuncha/001.html#jinzhan")


def test_no_renamed_address_adds_a_header(server: Running) -> None:
    """A line break in what is asked for does not reach the answer's headers."""
    answer = server.of_site("2024-xuncha/a%0d%0aX-Made-Up:%20yes")

    assert "x-made-up" not in answer.headers
    assert answer.status in (301, 400, 403, 404)


def test_a_folder_without_its_slash_leads_on(server: Running) -> None:
    """`/xczg/2025-xuncha` is the folder too, by HTTPS."""
    answer = server.of_site("2025-xuncha")

    assert answer.status == 301
    assert answer.headers["location"].removeprefix(f"https://{server.facts.host}").startswith("/")
    assert answer.headers["location"].endswith(f"{server.facts.base_path}2025-xuncha/")


def test_http_leads_to_https(server: Running) -> None:
    """On the same host, to the same address, and with no promise that HTTP cannot make."""
    answer = server.ask(f"{server.facts.base_path}index.html?q=1", tls=False)

    assert answer.status == 301
    assert answer.headers["location"] == f"https://{server.facts.host}{server.facts.base_path}index.html?q=1"
    assert "strict-transport-security" not in answer.headers


@pytest.mark.parametrize(("scheme", "expected"), [("https", 200), ("http", 301)])
def test_answers_by_ipv6(server: Running, scheme: str, expected: int) -> None:
    """Both doors are open to IPv6 as well (G-25)."""
    if not has_ipv6():
        pytest.skip("this computer has no IPv6")

    assert expected == server.ask(server.facts.base_path, tls=scheme == "https", address="::1").status


@pytest.mark.parametrize("kind", ["nginx", "apache"])
def test_a_host_with_one_folder_leads_there(kind: str, start: Callable[..., Running]) -> None:
    """The host's own root leads to the folder; its other addresses are not found, in the site's words."""
    server = start(kind, "/xczg/")
    bare, root, other = server.ask("/xczg"), server.ask("/"), server.ask("/other/page.html")

    assert (bare.status, root.status, other.status) == (301, 302, 404)
    assert bare.headers["location"].endswith("/xczg/")
    assert root.headers["location"].endswith("/xczg/")
    assert other.body == server.of_site("404.html").body


@pytest.mark.parametrize("base", ["/xczg/", "/"])
@pytest.mark.parametrize("accepted", ["identity", "gzip"])
@pytest.mark.parametrize("path", [*TYPES, "", "nothing.html", ".secret.txt"])
def test_both_servers_say_the_same(start: Callable[..., Running], base: str, path: str, accepted: str) -> None:
    """Status, types, caching, compression, safety: word for word, on every kind of file."""
    nginx, apache = (start(k, base).of_site(path, headers={"Accept-Encoding": accepted}) for k in ("nginx", "apache"))

    assert status_and_headers(nginx) == status_and_headers(apache)
    assert nginx.body == apache.body


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1, ssl.TLSVersion.TLSv1_2])
def test_old_tls_is_refused(kind: str, start: Callable[..., Running], version: ssl.TLSVersion) -> None:
    """Nothing older than TLS 1.2 is spoken, not even by a server whose ciphers would allow it."""
    server = start(kind, "/xczg/", ("ECDHE-ECDSA-AES128-GCM-SHA256:", "ALL:@SECLEVEL=0:"))
    asking = ssl.create_default_context(cafile=server.certificate)
    asking.set_ciphers("ALL:@SECLEVEL=0")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        asking.minimum_version = asking.maximum_version = version

    assert (version is ssl.TLSVersion.TLSv1_2) == _speaks(server, asking)


def _speaks(server: Running, asking: ssl.SSLContext) -> bool:
    with socket.create_connection(("127.0.0.1", server.https_port), timeout=10) as plain:
        try:
            asking.wrap_socket(plain, server_hostname=server.facts.host).close()
        except ssl.SSLError:
            return False
        return True
