"""Real web servers on this computer, set up by our own configurations, and asked over real TLS."""

from __future__ import annotations

import contextlib
import http.client
import os
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from outside import ending_with_us, missing
from rectify.outputs.server_config.apache import apache_folder, apache_host
from rectify.outputs.server_config.facts import ServerFacts
from rectify.outputs.server_config.nginx import nginx_folder, nginx_hosts
from rectify.release import releases
from rectify.release.pointer import LINK
from rectify.release.release_files import pack
from rectify.release.releases import Target

WAIT = 20.0
APACHE_MODULES = Path("/usr/lib/apache2/modules")
APACHE_DEFAULTS = Path("/etc/apache2/mods-available")
NGINX_MODULES = Path("/usr/lib/nginx/modules")
BROTLI_FOR_NGINX = "ngx_http_brotli_static_module.so"
LOADED = (
    "mpm_event authz_core authz_host alias dir mime autoindex negotiation env setenvif filter deflate headers "
    "rewrite socache_shmcb ssl http2"
)


class Answer(NamedTuple):
    """What a server said: `headers` by their names in lower case, each said once."""

    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Running:
    """A server that answers on loopback for the host of *facts*."""

    kind: str
    facts: ServerFacts
    certificate: Path
    http_port: int
    https_port: int

    def ask(
        self,
        path: str,
        method: str = "GET",
        *,
        headers: Mapping[str, str] | None = None,
        tls: bool = True,
        address: str = "127.0.0.1",
    ) -> Answer:
        """The answer to one request; *path* is from the host's root."""
        port = self.https_port if tls else self.http_port
        with contextlib.closing(http.client.HTTPConnection(self.facts.host, port, timeout=WAIT)) as connection:
            connection.sock = self._connected(address, port, tls=tls)
            connection.request(method, path, headers={"Host": self.facts.host, **(headers or {})})
            answer = connection.getresponse()
            said = [(name.lower(), value) for name, value in answer.getheaders()]
            assert len(said) == len(dict(said)), f"a header twice: {said}"
            return Answer(answer.status, dict(said), answer.read())

    def of_site(self, path: str, method: str = "GET", *, headers: Mapping[str, str] | None = None) -> Answer:
        """The same for a *path* from the site's root."""
        return self.ask(self.facts.base_path + path, method, headers=headers)

    def _connected(self, address: str, port: int, *, tls: bool) -> socket.socket:
        plain = socket.create_connection((address, port), timeout=WAIT)
        if not tls:
            return plain
        trusting = ssl.create_default_context(cafile=self.certificate)
        return trusting.wrap_socket(plain, server_hostname=self.facts.host)


def put_out(folder: Path, site: Mapping[PurePosixPath, bytes], day: int = 1) -> None:
    """Publish *site* into *folder* on a day of December."""
    target = Target(folder, LINK)
    releases.publish(
        target, pack({str(path): data for path, data in site.items()}, target.current), f"202512{day:02}-093000"
    )


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def has_ipv6() -> bool:
    """Whether this computer talks to itself by IPv6."""
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET6) as one:
        one.bind(("::1", 0))
        return True
    return False


def program(name: str, package: str) -> str:
    """The program of a server."""
    path = shutil.which(name) or shutil.which(f"/usr/sbin/{name}")
    return path or missing(f"no {name} on this computer (Debian: apt-get install {package})")


def self_signed(folder: Path, host: str) -> tuple[Path, Path]:
    """A certificate for *host* that is its own authority, and its key."""
    openssl = program("openssl", "openssl")
    certificate, key = folder / "fullchain.pem", folder / "privkey.pem"
    asked = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
    names = ["-subj", f"/CN={host}", "-addext", f"subjectAltName=DNS:{host}"]
    subprocess.run(
        [openssl, *asked, *names, "-keyout", str(key), "-out", str(certificate)], check=True, capture_output=True
    )
    return certificate, key


def nginx_settings(facts: ServerFacts, folder: Path, ports: tuple[int, int]) -> Path:
    """Our two files, with the paths and ports that a webmaster would put in, around them what Debian has."""
    hosts = nginx_hosts(facts).decode()
    for place in (f"/etc/ssl/{facts.host}", "/etc/nginx", "/var/log/nginx"):
        hosts = hosts.replace(f"{place}/", f"{folder}/")
    hosts = _with_ports(hosts, ports)
    locations = nginx_folder(facts).decode().replace(f"/var/www/{facts.name}/", f"{folder}/")
    (folder / f"{facts.name}.conf").write_text(hosts, encoding="utf-8")
    (folder / f"{facts.name}.locations").write_text(locations, encoding="utf-8")
    main = folder / "nginx.conf"
    module = NGINX_MODULES / BROTLI_FOR_NGINX
    brotli = f"load_module {module};\n" if module.is_file() else ""
    temporary = "".join(
        f"{name}_temp_path {folder}/{name};\n" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    main.write_text(
        f"{brotli}daemon off;\nmaster_process off;\npid {folder}/pid;\nerror_log {folder}/error.log;\n"
        f"events {{}}\nhttp {{\n{temporary}access_log off;\ninclude /etc/nginx/mime.types;\n"
        f"include {folder}/{facts.name}.conf;\n}}\n",
        encoding="utf-8",
    )
    return main


def _with_ports(hosts: str, ports: tuple[int, int]) -> str:
    lines = []
    for line in hosts.splitlines():
        if line.strip().startswith("listen [::]") and not has_ipv6():
            continue
        changed = line.replace("listen 80", f"listen 127.0.0.1:{ports[0]}").replace("[::]:80", f"[::1]:{ports[0]}")
        changed = changed.replace("listen 443", f"listen 127.0.0.1:{ports[1]}")
        lines.append(changed.replace("[::]:443", f"[::1]:{ports[1]}"))
    return "\n".join(lines) + "\n"


def apache_settings(facts: ServerFacts, folder: Path, ports: tuple[int, int]) -> Path:
    """Our host and our `.htaccess`, in a server with the modules and the tables that Debian has."""
    host = apache_host(facts).decode().replace(f"/etc/ssl/{facts.host}/", f"{folder}/")
    host = host.replace(f"/var/www/{facts.name}", str(folder))
    host = host.replace("*:80>", f"*:{ports[0]}>").replace("*:443>", f"*:{ports[1]}>")
    (folder / "host.conf").write_text(host, encoding="utf-8")
    (folder / "current" / ".htaccess").write_bytes(apache_folder(facts))
    addresses = ["127.0.0.1", "[::1]"] if has_ipv6() else ["127.0.0.1"]
    lines = [f"ServerRoot {folder}", f"PidFile {folder}/pid", f"ErrorLog {folder}/error.log", "ServerName localhost"]
    lines += [f"LoadModule {name}_module {APACHE_MODULES}/mod_{name}.so" for name in LOADED.split()]
    lines += [f"Listen {address}:{port}" for address in addresses for port in ports]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        lines += ["User www-data", "Group www-data"]
    lines += ["TypesConfig /etc/mime.types", f"Define APACHE_LOG_DIR {folder}", "<Directory />", "Require all denied"]
    lines += ["AllowOverride None", "</Directory>"]
    lines += [f"IncludeOptional {APACHE_DEFAULTS}/{name}.conf" for name in ("mime", "deflate", "autoindex", "dir")]
    main = folder / "apache.conf"
    main.write_text("\n".join([*lines, f"Include {folder}/host.conf", ""]), encoding="utf-8")
    return main


SETTINGS = {"nginx": nginx_settings, "apache": apache_settings}


def command(kind: str, main: Path) -> list[str]:
    """The command line that runs a server in the foreground."""
    if kind == "nginx":
        return [program("nginx", "nginx-light"), "-p", str(main.parent), "-c", str(main)]
    return [program("apache2", "apache2"), "-DFOREGROUND", "-f", str(main)]


@contextlib.contextmanager
def serving(kind: str, facts: ServerFacts, folder: Path, change: tuple[str, str] = ("", "")) -> Iterator[Running]:
    """Run a server of *kind* for the site at `current` in *folder*; *change* one thing in its settings."""
    certificate, _ = self_signed(folder, facts.host)
    running = Running(kind, facts, certificate, free_port(), free_port())
    main = SETTINGS[kind](facts, folder, (running.http_port, running.https_port))
    for path in folder.glob("*.*") if change[0] else ():
        path.write_text(path.read_text("utf-8").replace(*change), encoding="utf-8")
    with (folder / "said").open("wb") as said:
        process = subprocess.Popen(
            ending_with_us(command(kind, main)), stdin=subprocess.DEVNULL, stdout=said, stderr=said
        )
    try:
        _until_it_answers(running, process, folder)
        yield running
    finally:
        process.terminate()
        process.wait(WAIT)


def _until_it_answers(running: Running, process: subprocess.Popen[bytes], folder: Path) -> None:
    end = time.monotonic() + WAIT
    while not _answers(running):
        logs = (folder / "said", folder / "error.log")
        told = "".join(path.read_text("utf-8", "replace") for path in logs if path.exists())
        assert process.poll() is None, told
        assert time.monotonic() < end, told
        time.sleep(0.02)


def _answers(running: Running) -> bool:
    try:
        running.ask("/", "HEAD")
    except OSError:
        return False
    return True
