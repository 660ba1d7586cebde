"""Projects that move: packed and unpacked, upgraded and put back, taken over from the layout before."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pytest

from projects import init, public_project, recent_round, unpacked, wheel_of
from rectify.project.adoption import own_files
from rectify.project.program import ProgramError, current_wheel, files_in, put_back, put_program, version_of
from rectify.project.targets import PYTHONS, SYSTEMS, Target, holds, locked_packages, needed_sets
from rectify.project.third_party import third_party_text
from rectify.project.wheel import VERSION, program_wheel, zip_archive
from support import ROOT, lay, lay_project, tree
from typed import run

NEWER = "rectify-2027.1.5-py3-none-any.whl"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with a site that can be public; tests copy it."""
    return public_project(tmp_path_factory.mktemp("made") / "our-site")


@pytest.fixture(scope="module")
def installed(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its program, as it lies when installed."""
    return unpacked(wheel_of(made), tmp_path_factory.mktemp("installed"))


@pytest.fixture
def site(made: Path, tmp_path: Path) -> Path:
    """A copy of that project."""
    return Path(shutil.copytree(made, tmp_path / "our-site"))


def newer(folder: Path, changes: dict[str, bytes]) -> Path:
    """A newer program in the *folder*, with some files changed."""
    path, files = folder / NEWER, files_in(program_wheel())
    version = files["rectify/project/wheel.py"].replace(VERSION.encode(), b"2027.1.5")
    path.write_bytes(zip_archive({**files, "rectify/project/wheel.py": version, **changes}))
    return path


def default(name: str) -> bytes:
    """A file of the program's default look."""
    return (ROOT / name).read_bytes()


def test_a_backup_is_all_that_a_successor_needs(site: Path, installed: Path, tmp_path: Path) -> None:
    """Unpacked elsewhere it builds and goes on publishing where the site was public."""
    (tmp_path / "www").mkdir()
    run(site, program=installed)
    assert run(site, "publish", "--to", str(tmp_path / "www"), "--yes", program=installed).returncode == 0
    lay(site, {"import-report.html": "校样"})
    done = run(site, "backup", str(tmp_path / "备份.zip"), program=installed)
    shutil.rmtree(site)
    with zipfile.ZipFile(tmp_path / "备份.zip") as archive:
        names = archive.namelist()
        archive.extractall(tmp_path / "elsewhere")
    moved = tmp_path / "elsewhere/our-site"
    again = run(moved, program=installed)
    lay(
        moved,
        {
            "content/2025-xuncha/002.yaml": (moved / "content/2025-xuncha/001.yaml")
            .read_text("utf-8")
            .replace("number: 1", "number: 2")
            .replace("不健全", "不完善")
        },
    )
    published = run(moved, "publish", "--to", str(tmp_path / "www"), "--yes", program=installed)

    assert done.returncode == 0, done.stderr
    assert again.returncode == 0, again.stdout
    assert [name for name in names if "/output/" in name or "/.rectify/" in name] == []
    assert (moved / "static/root").is_dir()
    assert (moved / "import-report.html").read_text("utf-8") == "校样"
    assert published.returncode == 0, published.stdout


def test_a_backup_builds_the_same_bytes(site: Path, installed: Path, tmp_path: Path) -> None:
    """Nothing that shapes a page is left out."""
    run(site, program=installed)
    run(site, "backup", str(tmp_path / "one.zip"), program=installed)
    unpacked(tmp_path / "one.zip", tmp_path / "elsewhere")
    run(tmp_path / "elsewhere/our-site", program=installed)

    assert tree(tmp_path / "elsewhere/our-site/output") == tree(site / "output")


def test_a_backup_overwrites_nothing(site: Path, installed: Path) -> None:
    """The last backup is not lost to a slip."""
    (site / "a.zip").write_bytes(b"older")
    done = run(site, "backup", "a.zip", program=installed)

    assert done.returncode == 2
    assert (site / "a.zip").read_bytes() == b"older"


def test_an_upgrade_tells_what_would_change_and_waits(site: Path, installed: Path, tmp_path: Path) -> None:
    """Pages, addresses, and the difference in a default that the bureau replaced; without a yes nothing is written."""
    component = "templates/components/skip-link.html"
    lay(site, {component: default(component).decode().replace("跳到正文", "到正文")})
    changed = default(component).replace("跳到正文</a>".encode(), "直接看正文</a>".encode())
    page = default("templates/pages/help.html") + b"<!-- newer -->"
    file = newer(tmp_path, {f"rectify/default/{component}": changed, "rectify/default/templates/pages/help.html": page})
    before = tree(site)
    done = run(site, "upgrade", "--from", str(file), program=installed)
    after = {path: data for path, data in tree(site).items() if ".rectify" not in path.parts}

    assert f"您有自己的 {component}" in done.stdout
    assert '    +<a class="skip-link" href="#main">直接看正文</a>' in done.stdout
    assert "多了 0 个，少了 0 个" in done.stdout
    assert "2027.1.5" in done.stdout
    assert after == before


def test_an_upgrade_can_be_put_back(site: Path, installed: Path, tmp_path: Path) -> None:
    """The launcher names the newer program, then again the one before, byte for byte."""
    file = newer(tmp_path, {})
    launcher = (site / "build.py").read_bytes()
    done = run(site, "upgrade", "--from", str(file), "--yes", program=installed)
    upgraded = (site / "build.py").read_text("utf-8")
    back = run(site, "upgrade", "--undo", program=installed)

    assert done.returncode == 0, done.stdout + done.stderr
    assert f'PROGRAM = "{NEWER}"' in upgraded
    assert back.returncode == 0, back.stdout
    assert (site / "build.py").read_bytes() == launcher
    assert run(site, program=installed).returncode == 0


def test_another_program_of_the_same_version_stands_beside_it(site: Path) -> None:
    """Neither overwrites the other, so that each can be had again, and what is damaged is not gone back to."""
    launcher, old = (site / "build.py").read_bytes(), wheel_of(site)
    other = program_wheel()._replace(data=zip_archive({**files_in(program_wheel()), "rectify/other.txt": b"other"}))
    put_program(site, other)
    new = current_wheel(site)
    put_back(site)
    first = (site / "build.py").read_bytes(), current_wheel(site)
    put_back(site)
    second = current_wheel(site)
    old.write_bytes(b"damaged")

    assert new is not None
    assert (new.sha256, version_of(new.name)) == (other.sha256, VERSION)
    assert first == (launcher, program_wheel())
    assert second == new
    with pytest.raises(ProgramError, match="退不回去"):
        put_back(site)
    assert current_wheel(site) == new


def test_a_program_that_cannot_build_the_site_is_refused(site: Path, installed: Path, tmp_path: Path) -> None:
    """What is wrong is told; the project keeps what it has."""
    broken = newer(tmp_path, {"rectify/default/templates/pages/help.html": b"{{ page.nothing }}"})
    launcher = (site / "build.py").read_bytes()
    done = run(site, "upgrade", "--from", str(broken), "--yes", program=installed)

    assert done.returncode == 1
    assert "templates/pages/help.html:1 T001" in done.stdout
    assert (site / "build.py").read_bytes() == launcher


@pytest.mark.parametrize("data", [b"", b"PK\x05\x06" + bytes(18), b"notes"])
def test_another_file_is_no_program(site: Path, installed: Path, tmp_path: Path, data: bytes) -> None:
    """A slip in the file name changes nothing."""
    (tmp_path / "notes.zip").write_bytes(data)
    done = run(site, "upgrade", "--from", str(tmp_path / "notes.zip"), "--yes", program=installed)

    assert (done.returncode, done.stderr) == (1, "")
    assert "没有升级" in done.stdout


def test_the_layout_before_keeps_addresses_record_and_digests(tmp_path: Path, installed: Path) -> None:
    """A site published from a folder with the program in it goes on in a project of its own."""
    component = "templates/components/skip-link.html"
    round_yaml = {"content/2025-xuncha/round.yaml": recent_round()["round.yaml"]}
    old = lay_project(tmp_path / "old", {"static/root/check.txt": "1\n", **round_yaml})
    lay(old, {component: default(component).decode().replace("跳到正文", "到正文")})
    shutil.copytree(ROOT / "rectify", old / "rectify", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("build.py", "requirements.lock"):
        shutil.copy(ROOT / name, old / name)
    (tmp_path / "www").mkdir()
    run(old)
    assert run(old, "publish", "--to", str(tmp_path / "www"), "--yes").returncode == 0
    before = (tmp_path / "www/current/SHA256SUMS").read_bytes()
    done = init(tmp_path / "new", "--from", str(old))
    built = run(tmp_path / "new", program=installed)
    published = run(tmp_path / "new", "publish", "--to", str(tmp_path / "www"), "--yes", program=installed)

    assert done.returncode == 0, done.stdout
    assert component in done.stdout
    assert built.returncode == 0, built.stdout
    assert tree(tmp_path / "new/output") == tree(old / "output")
    assert tree(tmp_path / "new/record") == tree(old / "record")
    assert published.returncode == 0, published.stdout
    assert (tmp_path / "www/current/SHA256SUMS").read_bytes() == before


def test_a_look_that_nobody_changed_is_not_copied(tmp_path: Path) -> None:
    """An older default is the program's, not the bureau's: else it would stay as it was for good."""
    old = lay_project(tmp_path / "old")

    assert [name for name, _ in own_files(old) if name.startswith(("templates/", "static/"))] == []


def test_the_lock_is_read_for_any_computer() -> None:
    """Every package for every system and Python of a bundle, each once, and with its digests."""
    packages = locked_packages((ROOT / "requirements.lock").read_text("utf-8"))
    for system in SYSTEMS:
        for python in PYTHONS:
            for _, needed in needed_sets(packages, Target(system, python)):
                names = [one.pin.partition("==")[0] for one in needed]

                assert len(names) == len(set(names))
                assert ("colorama" in names) == (system == "windows")
                assert "pillow" in names
                assert all(one.digests for one in needed)
    with pytest.raises(ValueError, match="os_name"):
        holds("os_name == 'nt'", "windows", "3.11.0")


def test_licences_are_read_from_the_packages(tmp_path: Path) -> None:
    """The licences are those that the packages' own files name, for each package of the lock."""
    packages = locked_packages(
        "one==1.0 \\\n    --hash=sha256:00\ntwo==2.0 ; sys_platform == 'win32' \\\n    --hash=sha256:11\n"
    )
    info = "one-1.0.dist-info"
    files = {
        f"{info}/METADATA": b"Name: one\nVersion: 1.0\nLicense-Expression: MIT\n",
        f"{info}/licenses/LICENSE": b"Use it.\n",
    }
    (tmp_path / "one-1.0-py3-none-any.whl").write_bytes(zip_archive(files))
    text = third_party_text(packages, tmp_path)

    assert "one 1.0　许可：MIT\n" in text
    assert "two 2.0　（这个程序包里没有它）\n" in text
    assert "Use it." in text
