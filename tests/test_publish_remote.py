"""The recipes of docs/publish.md, as they stand there, against an SSH server on this computer."""

from __future__ import annotations

import getpass
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from outside import ending_with_us, missing
from rectify.release import releases
from rectify.release.pointer import LINK
from rectify.release.release_files import pack
from rectify.release.releases import Target
from rectify.release.sums import wrong_files
from support import ROOT, lay, tree

PROGRAMS = ("ssh", "sftp", "rsync", "ssh-keygen", "sha256sum", "sh")
SSHD = shutil.which("sshd", path="/usr/sbin:/usr/local/sbin:/usr/bin")
SFTP_SERVERS = ("/usr/lib/openssh/sftp-server", "/usr/libexec/openssh/sftp-server", "/usr/lib/ssh/sftp-server")


class Remote(NamedTuple):
    """A server reached under the name that the recipes use, and the folder of its site."""

    programs: Path
    folder: Path


@pytest.fixture(scope="module")
def remote(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Remote]:
    """An sshd on loopback with keys of its own, and `ssh`, `sftp` that know them."""
    if lacking := [name for name in PROGRAMS if shutil.which(name) is None]:
        missing(f"programs {lacking}")
    sftp_server = next((path for path in SFTP_SERVERS if Path(path).exists()), None)
    if SSHD is None or sftp_server is None:
        missing("an SSH server")
    if Path("/run").is_dir() and getpass.getuser() == "root":
        Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)  # sshd will not start without it
    home = tmp_path_factory.mktemp("ssh")
    for key in ("host", "user"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", home / key], check=True)
    shutil.copy(home / "user.pub", home / "authorized")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = f"""\
Port {port}
ListenAddress 127.0.0.1
HostKey {home}/host
AuthorizedKeysFile {home}/authorized
PidFile none
StrictModes no
PermitRootLogin prohibit-password
PasswordAuthentication no
Subsystem sftp {sftp_server}
"""
    client = f"""\
Host www.example.gov.cn
HostName 127.0.0.1
Port {port}
User {getpass.getuser()}
IdentityFile {home}/user
IdentitiesOnly yes
StrictHostKeyChecking no
UserKnownHostsFile {home}/known
LogLevel ERROR
"""
    lay(home, {"sshd_config": server, "ssh_config": client})
    for name in ("ssh", "sftp"):
        wrapper = home / "bin" / name
        lay(home, {f"bin/{name}": f'#!/bin/sh\nexec {shutil.which(name)} -F {home}/ssh_config "$@"\n'})
        wrapper.chmod(0o755)
    with subprocess.Popen(
        ending_with_us([SSHD, "-D", "-e", "-f", home / "sshd_config"]), stderr=subprocess.PIPE
    ) as running:
        try:
            _wait_for(port, running)
            yield Remote(home / "bin", home / "srv/xczg")
        finally:
            running.terminate()


def _wait_for(port: int, running: subprocess.Popen[bytes]) -> None:
    for _ in range(100):
        with socket.socket() as trying:
            if trying.connect_ex(("127.0.0.1", port)) == 0:
                return
        if running.poll() is not None:
            break
        time.sleep(0.05)
    running.terminate()
    missing(f"a running sshd: {running.stderr.read().decode() if running.stderr else ''}")


@pytest.fixture
def public(tmp_path: Path, remote: Remote) -> Target:
    """The folder on this computer into which `publish` published."""
    shutil.rmtree(remote.folder, ignore_errors=True)
    remote.folder.mkdir(parents=True)
    (tmp_path / "public").mkdir()
    return Target(tmp_path / "public", LINK)


def publish(target: Target, day: int, **files: str) -> str:
    """Publish *files* on this computer."""
    sources = {name.replace("_", "/") + ".html": text.encode() for name, text in files.items()}
    return releases.publish(target, pack(sources, target.current), f"202512{day:02}-093000")


def recipe(name: str, remote: Remote, target: Target, /, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a recipe of the page, with its variables set for here and nothing else changed."""
    page = (ROOT / "docs/publish.md").read_text("utf-8")
    (text,) = re.findall(rf"^```sh {name}\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    for variable, value in {"folder": str(remote.folder), "server": "www.example.gov.cn", **variables}.items():
        text, count = re.subn(rf"^{variable}=.*$", f"{variable}={value}", text, flags=re.MULTILINE)
        assert count == 1
    return subprocess.run(
        ["sh", "-e", "-c", text],
        cwd=target.folder.parent,
        env={"PATH": f"{remote.programs}:/usr/bin:/bin:/usr/sbin"},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize("name", ["rsync", "sftp"])
def test_a_recipe_makes_the_same_site_public_there(name: str, remote: Remote, public: Target) -> None:
    """The first time, and again with a new release: whole, by a link that leads to it, nothing left over."""
    for day in (2, 3):
        release = publish(public, day, index=f"day {day}", round_001="the same")
        done = recipe(name, remote, public)

        assert done.returncode == 0, done.stderr
        assert (remote.folder / "current").readlink() == Path("releases", release)
        assert list(wrong_files(remote.folder / "current")) == []
        assert public.current is not None
        assert tree(remote.folder / "current") == tree(public.current)
        assert [path.name for path in remote.folder.rglob(".*")] == []


def test_rsync_keeps_unchanged_files_and_ten_releases(remote: Remote, public: Target) -> None:
    """What did not change is not stored twice, and the eleventh release is taken away."""
    made = []
    for day in range(1, 13):
        made.append(publish(public, day, index=f"day {day}", round_001="the same"))
        assert recipe("rsync", remote, public).returncode == 0

    there = sorted(path.name for path in (remote.folder / "releases").iterdir())
    assert there == made[2:]
    first, second = (remote.folder / "releases" / name / "round/001.html" for name in made[-2:])
    assert first.samefile(second)


def test_a_recipe_may_be_run_twice(remote: Remote, public: Target) -> None:
    """The public release is not touched, although it is sent again."""
    publish(public, 2, index="good")
    assert recipe("rsync", remote, public).returncode == 0
    before = (remote.folder / "current/index.html").stat().st_ino
    done = recipe("rsync", remote, public)

    assert done.returncode == 0, done.stderr
    assert (remote.folder / "current/index.html").stat().st_ino == before
    assert [path.name for path in remote.folder.rglob(".*")] == []


def test_what_arrives_damaged_is_not_made_public(remote: Remote, public: Target) -> None:
    """The server compares every file before it moves the link."""
    publish(public, 2, index="good")
    assert recipe("rsync", remote, public).returncode == 0
    publish(public, 3, index="better")
    (public.folder / "current/index.html").write_bytes(b"damaged")
    done = recipe("rsync", remote, public)

    assert done.returncode != 0
    assert (remote.folder / "current/index.html").read_text("utf-8") == "good"


def test_rolling_back_there(remote: Remote, public: Target) -> None:
    """One command."""
    first = publish(public, 2, index="good")
    recipe("rsync", remote, public)
    publish(public, 3, index="bad")
    recipe("rsync", remote, public)
    done = recipe("rsync-rollback", remote, public, name=first)

    assert done.returncode == 0, done.stderr
    assert (remote.folder / "current/index.html").read_text("utf-8") == "good"
