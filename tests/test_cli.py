"""The command line as a webmaster meets it: words, exit codes, and an output folder that stays whole."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

import typed
from served import install
from support import lay, tree
from typed import call

Make = Callable[..., Path]
run = partial(typed.run, PYTHONWARNDEFAULTENCODING="1")
BROKEN = {"content/2025-xuncha/001.yaml": "number: 1\ntitel: 制度不健全\n"}


@pytest.fixture
def checkout(project: Make) -> Make:
    """A project folder with the program in it, as a webmaster has it."""

    def make(changes: dict[str, str | bytes | None] | None = None, **options: str) -> Path:
        root = project(changes, **options)
        install(root)
        return root

    return make


def test_build_says_what_it_made_and_where(checkout: Make) -> None:
    """Without a command the site is built, and the first page is where the message says."""
    root = checkout()
    done = run(root)

    assert (done.returncode, done.stderr) == (0, "")
    assert "1 个问题 = 1 已完成" in done.stdout
    assert "output/index.html" in done.stdout
    assert "制度不健全" in (root / "output/2025-xuncha/001.html").read_text("utf-8")


def test_quiet_says_nothing_when_all_is_well(project: Make) -> None:
    """A scheduled build does not fill the mailbox."""
    done = call(project(), "build", "--quiet")

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_second_build_says_that_nothing_changed(checkout: Make) -> None:
    """It stops at once and still tells what the site holds."""
    root = checkout()
    run(root)
    time.sleep(0.1)
    run(root)
    done = run(root)

    assert done.returncode == 0
    assert done.stdout.startswith("没有改动，网站已经是最新的。\n")
    assert "1 个问题 = 1 已完成" in done.stdout


def test_json_is_for_programs(project: Make) -> None:
    """The same facts and mistakes, as one JSON object."""
    root = project()
    good = json.loads(call(root, "build", "--json").stdout)
    bad = json.loads(call(project(BROKEN, folder="bad"), "build", "--json").stdout)

    assert (good["ok"], good["rounds"], good["diagnostics"]) == (True, {"2025-xuncha": {"已完成": 1}}, [])
    assert ("Y012", 2) in [(d["code"], d["line"]) for d in bad["diagnostics"]]
    assert not bad["ok"]


def test_profile_says_where_the_time_went(project: Make) -> None:
    """By stage, and by the outputs that took longest."""
    done = call(project(), "build", "--profile")

    assert all(stage in done.stdout for stage in ("读取内容", "生成页面", "检查链接", "最慢的"))


def test_a_mistake_leaves_the_old_site(project: Make) -> None:
    """Bad input is told with its place; the site that stands is not touched."""
    root = project()
    call(root)
    before = tree(root / "output")
    (root / "content/2025-xuncha/001.yaml").write_text(BROKEN["content/2025-xuncha/001.yaml"], "utf-8")
    done = call(root)

    assert done.returncode == 1
    assert "content/2025-xuncha/001.yaml:2:1 Y012 不认识的字段“titel” → 是不是 title（标题）？" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr
    assert tree(root / "output") == before


def test_a_template_mistake_is_told_at_its_line(project: Make) -> None:
    """A typo in a template names the template and the line."""
    root = project()
    page = root / "templates/pages/help.html"
    page.write_text(page.read_text("utf-8") + "{% block extra %}\n{{ page.nothing }}\n{% endblock %}", "utf-8")
    layout = root / "templates/layouts/base.html"
    layout.write_text(layout.read_text("utf-8").replace("</body>", "{% block extra %}{% endblock %}</body>"), "utf-8")
    line = len(page.read_text("utf-8").splitlines()) - 1
    done = call(root)

    assert done.returncode == 1
    assert f"templates/pages/help.html:{line}:1 T001" in done.stdout


def test_check_tells_and_writes_nothing(project: Make) -> None:
    """`check` finds the doubt and leaves no output behind."""
    changes = {"content/2025-xuncha/round.yaml": _round_claiming(3)}
    root = project(changes)
    done = call(root, "check")

    assert done.returncode == 0
    assert "R020 （提醒）通报称有 3 个问题，这里有 1 个" in done.stdout
    assert not (root / "output").exists()


def test_check_passes_the_pages_of_a_good_site(project: Make) -> None:
    """The site's own templates break none of the page rules."""
    done = call(project(), "check")

    assert (done.returncode, done.stdout) == (0, "检查完毕，没有发现问题。\n")


def test_new_writes_the_next_issue(project: Make) -> None:
    """The skeleton takes the next number; it is a draft, of which a build says that it is not public, and approve what is missing."""
    root = project()
    done = call(root, "new")
    built = call(root)
    approved = call(root, "approve", "2025-xuncha", "2")

    assert "content/2025-xuncha/002.yaml" in done.stdout
    assert (built.returncode, approved.returncode) == (0, 1)
    assert "有 1 个问题是草稿，不公开：2025-xuncha 第 2 号" in built.stdout
    assert "002.yaml:5:7 V001 “标题”是空的" in approved.stdout


def test_new_never_overwrites(project: Make) -> None:
    """A file that is already there keeps its content."""
    root = project({"content/2025-xuncha/002.yaml": None})
    call(root, "new")
    filled = (root / "content/2025-xuncha/002.yaml").read_bytes()
    done = call(root, "new")

    assert "003.yaml" in done.stdout
    assert (root / "content/2025-xuncha/002.yaml").read_bytes() == filled


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["serv"], "没有 serv 这个命令"),
        (["build", "--fast"], "build 没有 --fast 这一项"),
        (["new", "--round", "2020-no"], "没有 2020-no 这一轮"),
    ],
)
def test_wrong_usage_exits_with_two(project: Make, arguments: list[str], said: str) -> None:
    """A slip in the command says what can be typed."""
    done = call(project(), *arguments)

    assert done.returncode == 2
    assert said in done.stdout + done.stderr


def test_the_output_may_be_a_gbk_terminal(checkout: Make) -> None:
    """A character that a Chinese Windows console lacks does not stop a build."""
    root = checkout({"content/2025-xuncha/001.yaml": "number: 1\n㐂𠮷: 1\n"})
    done = subprocess.run(
        [sys.executable, "build.py"],
        cwd=root,
        env=typed.environment(PYTHONIOENCODING="gbk"),
        capture_output=True,
        check=False,
    )

    assert done.returncode == 1
    assert "不认识的字段".encode("gbk") in done.stdout


def test_two_builds_are_the_same_to_the_byte(checkout: Make) -> None:
    """Neither the folder, the locale, the time zone, the day nor the hash seed shows (G-20)."""
    one, other = checkout(folder="one"), checkout(folder="a much longer 名字")
    run(one, PYTHONHASHSEED="1", TZ="UTC", LC_ALL="C")
    run(other, PYTHONHASHSEED="99", TZ="Asia/Shanghai", LC_ALL="C.UTF-8")

    assert tree(one / "output") == tree(other / "output")


def test_line_ends_do_not_show(project: Make) -> None:
    """A checkout with Windows line ends and byte-order marks gives the same site."""
    plain, windows = project(folder="plain"), project(folder="windows")
    for path in [
        *windows.glob("content/**/*.yaml"),
        windows / "site.yaml",
        *windows.glob("templates/**/*.html"),
        *windows.glob("static/**/*.css"),
    ]:
        mark = b"\xef\xbb\xbf" if path.suffix == ".yaml" else b""
        path.write_bytes(mark + path.read_bytes().replace(b"\n", b"\r\n"))
    call(plain)
    call(windows)

    assert tree(plain / "output") == tree(windows / "output")


@pytest.mark.skipif(os.name == "nt", reason="needs SIGKILL")
def test_a_killed_build_leaves_a_whole_site(checkout: Make) -> None:
    """Killed at any moment, the output folder is the old site or the new one."""
    root = checkout()
    run(root)
    source = root / "content/2025-xuncha/001.yaml"
    text = source.read_text("utf-8")
    sites = [tree(root / "output")]
    source.write_text(text.replace("制度不健全", "制度不完善"), "utf-8")
    began = time.monotonic()
    run(root)
    usual = time.monotonic() - began
    sites.append(tree(root / "output"))
    chance = random.Random(7)
    for turn in range(8):
        source.write_text(text if turn % 2 else text.replace("制度不健全", "制度不完善"), "utf-8")
        process = subprocess.Popen([sys.executable, "build.py", "--quiet"], cwd=root, env=typed.environment())
        time.sleep(chance.uniform(usual * 0.3, usual * 1.05))
        process.send_signal(signal.SIGKILL)
        process.wait()

        assert tree(root / "output") in sites
    run(root)
    assert {path.name for path in root.glob(".output-*")} <= {".output-spare", ".output-spare.json"}


def _round_claiming(issues: int) -> str:
    from support import ROUND

    return ROUND + f"claims: {{issues: {issues}}}\n"


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("templates/pages/help.html", "{{ 1 + '一' }}", "templates/pages/help.html:1:1 T001 模板有误"),
        ("templates/pages/help.html", "帮助".encode("gbk"), "templates/pages/help.html:1:1 T003"),
        ("static/root/index.html", "mine", "static/root/index.html:1:1 S008"),
    ],
)
def test_what_a_webmaster_can_spoil_is_told(project: Make, name: str, content: str | bytes, told: str) -> None:
    """Templates and copied files are a webmaster's, too: no mistake in them is called our bug."""
    root = project()
    lay(root, {name: content})
    done = call(root)

    assert done.returncode == 1
    assert told in done.stdout


@pytest.mark.parametrize(("named", "workers", "passed"), [([], 2, 8), (["tests/test_a.py"], 0, 4)])
def test_the_tests_run_on_all_cores_unless_a_file_is_named(
    checkout: Make, named: list[str], workers: int, passed: int
) -> None:
    """Files are shared out to workers, one that is named is not; the last line is pytest's own."""
    text = """\
        import os
        import pytest

        @pytest.mark.parametrize("number", range(4))
        def test_a(number):
            with open("workers.txt", "a", encoding="utf-8") as file:
                print(os.environ["PYTEST_XDIST_WORKER"], file=file)
        """
    root = checkout({"tests/test_a.py": text, "tests/test_b.py": text})
    own = {"PYTEST_XDIST_WORKER": "none", "PYTEST_XDIST_AUTO_NUM_WORKERS": "2"}
    # A folder of its own for temporary files: in the common one pytest clears away what earlier runs have left.
    done = run(root, "test", *named, PYTEST_DEBUG_TEMPROOT=str(root), **own)
    names = set((root / "workers.txt").read_text("utf-8").split())

    assert done.returncode == 0, done.stdout
    assert f"{passed} passed in" in done.stdout.splitlines()[-1]
    assert len(names - {"none"}) == workers


@pytest.mark.skipif(os.name == "nt", reason="pipes of a POSIX shell")
@pytest.mark.parametrize("command", ["build", "check --explain P105", "--help"])
def test_nobody_has_to_read_to_the_end(checkout: Make, command: str) -> None:
    """`| head`: no complaint, no report of a crash, and the work is done."""
    root = checkout()
    done = subprocess.run(
        ["bash", "-c", f"exec 3>&1; {{ {sys.executable} build.py {command}; echo $? >&3; }} | true"],
        cwd=root,
        env=typed.environment(),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    assert (done.stdout, done.stderr) == ("0\n", "")
    assert (root / "output/index.html").exists() == (command == "build")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device that is always full")
def test_words_that_could_not_be_kept_are_told(checkout: Make) -> None:
    """`check > report` on a full disk must not look like a report without findings."""
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "build.py", "check"],
            cwd=checkout(),
            env=typed.environment(),
            stdout=full,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            check=False,
        )

    assert (done.returncode, done.stderr) == (1, "说的话没有写完：磁盘满了。\n")


def test_a_lost_package_is_named(checkout: Make) -> None:
    """Somebody cleared up in `.venv`: not our bug, and the way out is told."""
    root = checkout()
    lay(root, {"lost/sitecustomize.py": "import sys\nsys.modules['jinja2'] = None\n"})
    done = run(root, PYTHONPATH=str(root / "lost"))

    assert done.returncode == 1
    assert "软件包 jinja2 不见了" in done.stderr
    assert "Traceback" not in done.stdout + done.stderr


@pytest.mark.skipif(os.name == "nt" or not hasattr(os, "geteuid"), reason="permissions of a POSIX system")
@pytest.mark.parametrize("command", [("build",), ("new",), ("check",), ("publish", "--to", "www", "--yes")])
def test_a_folder_that_may_not_be_written_is_told_in_words(checkout: Make, command: tuple[str, ...]) -> None:
    """The system's number and its English stay out, and so does advice that does not help."""
    root = checkout({"www/.keep": ""})
    denied = (
        "import os, errno\nfrom pathlib import Path\n"
        f"root = {str(root)!r}\n"
        "def hook(event, given):\n"
        "    write = event == 'open' and isinstance(given[2], int) and given[2] & 3\n"
        "    if (write or event in ('os.mkdir', 'os.rename')) and str(given[0]).startswith(root):\n"
        "        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(given[0]))\n"
        "import sys\nsys.addaudithook(hook)\n"
    )
    lay(root, {"denied/sitecustomize.py": denied})
    done = run(root, *command, PYTHONPATH=str(root / "denied"), PYTHONDONTWRITEBYTECODE="1")
    said = done.stdout + done.stderr

    assert "Traceback" not in said
    assert "Errno" not in said
    assert "交给技术人员" not in said
    if command != ("check",):
        assert done.returncode == 1
        assert "没有权限" in said
