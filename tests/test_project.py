"""A bureau's own project: made from a notice, built by a program that is one file and is never fetched by its name."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import threading
import zipfile
from argparse import Namespace
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path, PurePosixPath

import pytest

from projects import NOTICE, init, public_project, unpacked, wheel_of
from rectify import pipeline
from rectify.project.creation import NewProject, create_here
from rectify.project.program import files_in
from rectify.project.wheel import program_wheel, zip_archive
from rectify.terminal import environment, initialising, ready
from support import ROOT, lay, tree
from test_read_word import docx, p, r
from typed import run

SAMPLE_SAYS = ("呼和浩特", "0471-", "蒙ICP", "15010502001283", "1501000056", "huhhot")


@pytest.fixture(scope="module")
def from_notice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project that `init` made of a Word file, nobody being asked."""
    folder = tmp_path_factory.mktemp("init")
    notice = folder / "通报.docx"
    notice.write_bytes(docx("".join(p(r(line)) for line in NOTICE.splitlines())))
    done = init(folder / "our-site", "--from", str(notice), "--yes")

    assert (done.returncode, done.stderr) == (0, "")
    return folder / "our-site"


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with a site that can be public."""
    return public_project(tmp_path_factory.mktemp("public") / "our-site")


@pytest.fixture(scope="module")
def installed(public: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program of that project, as it lies when installed."""
    return unpacked(wheel_of(public), tmp_path_factory.mktemp("installed"))


def test_a_project_holds_only_the_bureaus_things(from_notice: Path) -> None:
    """Settings, content and the program's one file; the folders for changes stand there empty."""
    files = {path.as_posix() for path in tree(from_notice)}
    folders = ("templates", "static/css", "static/root", "record")

    assert files == {
        ".gitignore",
        "README.md",
        "build.py",
        "content/2024-xuncha/.import.json",
        "content/2024-xuncha/001.yaml",
        "content/2024-xuncha/002.yaml",
        "content/2024-xuncha/round.yaml",
        "import-report.html",
        f"program/{program_wheel().name}",
        "site.yaml",
        "开始.cmd",
    }
    assert [name for name in folders if list((from_notice / name).iterdir())] == []


def test_settings_are_found_in_the_notice(from_notice: Path) -> None:
    """Name, phone, mail and the numbers of the footer; what the notice does not say is a blank that says so."""
    text = (from_notice / "site.yaml").read_text("utf-8")

    assert "\nname: 示例县水务局\n" in text
    assert '  phone: "0999-5550009"\n' in text
    assert "  email: shuiwu@example.gov.cn\n" in text
    assert "  icp: 示ICP备20240001号-1\n" in text
    assert '  site_code: "0100000009"\n' in text
    assert "  address:  # 待填\n" in text


def test_nothing_of_the_sample_comes_along(from_notice: Path, installed: Path) -> None:
    """No name, number or address of another bureau is in a new project's files, its program included."""
    kept = [*from_notice.rglob("*"), *(installed / "rectify/default").rglob("*")]
    text = "\n".join(
        path.read_bytes().decode("utf-8", "replace") for path in kept if path.is_file() and path.suffix != ".whl"
    )

    assert [word for word in SAMPLE_SAYS if word in text] == []


def test_a_person_is_asked_for_what_is_missing(tmp_path: Path) -> None:
    """Answers go into site.yaml; one in a wrong form is asked for again; an empty one leaves a blank."""
    folder = tmp_path / "our-site"
    answers = ["示例局", "https://www.example.gov.cn/xczg/", "示例路1号", "", "5550000", "0100-5550000", *[""] * 20]
    done = init(folder, said="\n".join(answers))
    text = (folder / "site.yaml").read_text("utf-8")

    assert "电话要带区号" in done.stdout
    assert "base_url: https://www.example.gov.cn/xczg/\n" in text
    assert '  phone: "0100-5550000"\n' in text
    assert "  site_code:  # 待填\n" in text


def test_a_project_is_made_in_the_folder_of_the_program_and_nothing_there_is_lost(tmp_path: Path) -> None:
    """Cut off before its settings it is begun again; with them it is there, and is never made anew."""
    project = NewProject(known={"organiser.name": "示例局"}, wanted=())
    lay(tmp_path, {"README.md": "我的", "content/2024-xuncha/x.txt": "我的"})
    create_here(tmp_path, project)
    (tmp_path / "site.yaml").unlink()
    create_here(tmp_path, project)
    before = tree(tmp_path)

    assert [str(path) for path in before if path.parts[0] == "program"] == [f"program/{wheel_of(tmp_path).name}"]
    assert (before[PurePosixPath("README.md")], before[PurePosixPath("content/2024-xuncha/x.txt")]) == (
        "我的".encode(),
    ) * 2
    assert "name: 示例局".encode() in before[PurePosixPath("site.yaml")]
    with pytest.raises(FileExistsError):
        create_here(tmp_path, project)
    assert before == tree(tmp_path)


def test_without_anybody_to_ask_nothing_is_made(tmp_path: Path) -> None:
    """A script that forgot --yes is told of it."""
    done = init(tmp_path / "our-site")

    assert done.returncode == 2
    assert "加上 --yes" in done.stdout
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("named", [".", "inner/..", "new/", "../here"])
def test_a_project_is_made_where_one_stands(
    named: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """In the folder itself, however it is written, or below it; the first step that is named is the desk."""
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    options = Namespace(folder=named, files=[], round="", yes=True, serve=False)

    assert initialising.run(ROOT, options) == 0
    folder = here / "new" if named == "new/" else here
    assert (folder / "site.yaml").is_file()
    assert Path.cwd().samefile(here)
    assert [path.name for path in tmp_path.iterdir()] == ["here"]
    assert re.search(r"接下来：\n  cd (.*)\n  python3 build\.py desk ", capsys.readouterr().out)


def test_a_folder_in_use_is_left_alone(tmp_path: Path) -> None:
    """Nobody's files are overwritten."""
    (tmp_path / "notes.txt").write_text("mine", "utf-8")
    done = init(tmp_path, "--yes")

    assert done.returncode == 2
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_a_missing_site_code_is_asked_for_before_anything_is_public(
    public: Path, installed: Path, tmp_path: Path
) -> None:
    """A blank does not hinder looking at drafts, and is an error at its line once an issue is public."""
    text = (public / "site.yaml").read_text("utf-8").replace('site_code: "0100000001"', "site_code:")
    (tmp_path / "site.yaml").write_text(text, "utf-8")
    for name in ("content", "program"):
        shutil.copytree(public / name, tmp_path / name)
    shutil.copy(public / "build.py", tmp_path)
    done = run(tmp_path, program=installed)

    assert done.returncode == 1
    assert "site.yaml:16:13 Y014 缺少字段 site_code" in done.stdout


def test_the_wheel_and_the_folder_make_the_same_site(public: Path, installed: Path, tmp_path: Path) -> None:
    """Installed or from a clone, the program makes the same bytes."""
    done = run(public, program=installed)
    pipeline.build(public, tmp_path / "site")

    assert done.returncode == 0, done.stdout + done.stderr
    assert tree(public / "output") == tree(tmp_path / "site")


def test_an_installed_program_makes_the_same_wheel(public: Path, installed: Path, tmp_path: Path) -> None:
    """From a project the next one can be made, with the very same program."""
    done = run(public, "init", str(tmp_path / "next"), "--yes", program=installed)

    assert done.returncode == 0, done.stdout + done.stderr
    assert wheel_of(tmp_path / "next").read_bytes() == wheel_of(public).read_bytes()


def test_pip_builds_the_same_wheel(tmp_path: Path) -> None:
    """The hooks in pyproject.toml need no other package and no network."""
    command = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--no-index",
        "--no-deps",
        "-w",
        str(tmp_path),
        str(ROOT),
    ]
    subprocess.run(command, check=True, capture_output=True)
    wheel = program_wheel()

    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {wheel.name: wheel.data}


def test_own_files_go_before_the_programs(public: Path, installed: Path) -> None:
    """One component, one style sheet; the rest is the program's, and the next build sees the change."""
    run(public, program=installed)
    before = tree(public / "output")
    own = '{% macro skip_link() %}<a href="#main">本单位自己的跳转</a>{% endmacro %}\n'
    (public / "templates/components").mkdir(parents=True)
    (public / "templates/components/skip-link.html").write_text(own, "utf-8")
    (public / "static/css/print.css").write_text("@media print { .own { color: #000 } }\n", "utf-8")
    done = run(public, program=installed)
    after = tree(public / "output")
    page = after[PurePosixPath("2025-xuncha/001.html")].decode()
    sheet = next(data.decode() for path, data in after.items() if path.name == "site.css")

    assert done.returncode == 0, done.stdout
    assert after != before
    assert "本单位自己的跳转" in page
    assert 'class="site-header' in page
    assert ".own{" in sheet
    assert ":root{" in sheet


def test_a_programs_template_that_fails_with_an_own_component_is_told(public: Path, installed: Path) -> None:
    """The place says that the template is the program's, the remedy where the fault is."""
    (public / "templates/components").mkdir(parents=True, exist_ok=True)
    own = public / "templates/components/breadcrumb.html"
    own.write_text("{% macro path(page_meta) %}{% endmacro %}\n", "utf-8")
    done = run(public, program=installed)
    own.unlink()

    assert done.returncode == 1
    assert "程序自带/templates/" in done.stdout
    assert "您那一份" in done.stdout


def test_a_changed_program_is_not_run(tmp_path: Path) -> None:
    """The launcher knows the program by its digest, and says which file is not what it was."""
    folder = public_project(tmp_path / "our-site")
    with wheel_of(folder).open("ab") as file:
        file.write(b"\n")
    done = run(folder)
    wheel_of(folder).unlink()
    gone = run(folder)

    assert (done.returncode, done.stdout) == (1, "")
    assert "被改动过，没有运行" in done.stderr
    assert "不见了" in gone.stderr


class _Index(SimpleHTTPRequestHandler):
    """A package index that keeps a list of what it was asked for."""

    asked: list[str]

    def do_GET(self) -> None:
        self.asked.append(self.path)
        super().do_GET()

    def log_message(self, *_words: object) -> None:
        """Say nothing."""


@pytest.fixture
def index(tmp_path: Path) -> Iterator[tuple[str, list[str]]]:
    """An index that offers a far newer `rectify` of somebody else, and what it was asked for."""
    other = {
        "rectify/__init__.py": b"raise SystemExit('the other rectify')\n",
        "rectify-9999.0.dist-info/METADATA": b"Metadata-Version: 2.1\nName: rectify\nVersion: 9999.0\n",
        "rectify-9999.0.dist-info/WHEEL": b"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        "rectify-9999.0.dist-info/RECORD": b"",
    }
    folder = tmp_path / "index/rectify"
    folder.mkdir(parents=True)
    (folder / "rectify-9999.0-py3-none-any.whl").write_bytes(zip_archive(other))
    (folder / "index.html").write_text('<a href="rectify-9999.0-py3-none-any.whl">rectify</a>', "utf-8")
    kind = type("Kept", (_Index,), {"asked": []})
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(kind, directory=str(tmp_path / "index")))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/", kind.asked  # type: ignore[attr-defined]
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_program_is_never_fetched_by_name(
    index: tuple[str, list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Strangers own the name in registries: `.venv` gets the file that the launcher names, and no index is asked."""
    address, asked = index
    folder = public_project(tmp_path / "网站 one")
    wheel = wheel_of(folder)
    wheel.write_bytes(
        zip_archive({**files_in(program_wheel()), "rectify/default/requirements.lock": b"# no packages\n"})
    )
    monkeypatch.setenv("PIP_INDEX_URL", address)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setattr(environment, "_hand_over", lambda *_: 0)
    monkeypatch.delenv(ready.USE_CURRENT, raising=False)
    program = environment.Program(wheel, hashlib.sha256(wheel.read_bytes()).hexdigest())
    environment.enter(folder, [], "run", program)
    said = subprocess.run(
        [environment.python_of(folder / ".venv"), "-I", "-c", "import rectify; print(rectify.__file__)"],
        check=True,
        capture_output=True,
        encoding="utf-8",
    ).stdout
    inside = (Path(said.strip()).parent / "project/wheel.py").read_bytes()

    assert Path(said.strip()).is_relative_to(folder / ".venv")
    assert inside == zipfile.ZipFile(wheel).read("rectify/project/wheel.py")
    assert asked == []
    with pytest.raises(environment.SetupError, match="程序没有装上"):
        environment.enter(folder, [], "run", program._replace(sha256="0" * 64))
