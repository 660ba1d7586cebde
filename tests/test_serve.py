"""`python3 build.py serve` as a process: what it answers, whom it answers, how it ends."""

from __future__ import annotations

import http.client
import json
import os
import re
import shutil
import signal
import socket
import sys
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import urlsplit

import pytest

import reuse as lives
from rectify.making.examples import FOLDER, component_purpose, components, examples
from served import Served, command, install, serving, until
from support import ROOT

ONE = "content/2025-xuncha/001.yaml"
PAGE = "2025-xuncha/001.html"
PATTERNS = "__rectify__/patterns/"
SCRIPTS = '<script src="/__rectify__/overlay.js"'


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A site of five issues in a folder with a Chinese name, being served."""
    root = tmp_path_factory.mktemp("serve") / "整改公开"
    lives.start(root)
    install(root)
    shutil.copytree(ROOT / FOLDER, root / FOLDER)
    with serving(root) as one:
        yield one


def test_an_edit_is_served(served: Served) -> None:
    """Saved in place, by renaming, or in a burst: the new text is there at once, on lists soon after."""
    path = served.root / ONE
    lives.rewrite(path, "制度不健全", "车辆没有台账")
    until(lambda: "车辆没有台账" in served.ask(PAGE)[2])
    until(lambda: "车辆没有台账" in served.ask("2025-xuncha/issues.html")[2])
    aside = path.with_name(".001.yaml.tmp")
    aside.write_text(path.read_text("utf-8").replace("车辆没有台账", "经费没有预算"), "utf-8")
    aside.replace(path)
    until(lambda: "经费没有预算" in served.ask(PAGE)[2])
    for number in range(20):
        title = f"第{number}次保存"
        path.write_text(
            path.read_text("utf-8").replace("经费没有预算", title).replace(f"第{number - 1}次保存", title), "utf-8"
        )
    until(lambda: "第19次保存" in served.ask("2025-xuncha/issues.html")[2])
    assert not (served.root / "output").exists()


def test_what_comes_and_goes_is_served(served: Served) -> None:
    """A new issue has a page, a deleted one has none."""
    new = served.root / "content/2025-xuncha/006.yaml"
    new.write_text((served.root / ONE).read_text("utf-8").replace("number: 1", "number: 6"), "utf-8")
    until(lambda: served.ask("2025-xuncha/006.html")[0] == 200)
    new.unlink()
    until(lambda: served.ask("2025-xuncha/006.html")[0] == 404)


def test_a_mistake_is_told_and_taken_back(served: Served) -> None:
    """With its place and the lines around; the page stays."""

    def problems() -> list[dict[str, str]]:
        return list(json.loads(served.ask("__rectify__/problems.json")[2])["problems"])

    lives.rewrite(served.root / ONE, "status:", "statsu:")
    (told, *_) = until(problems)

    assert told["place"].startswith(f"{ONE}:")
    assert served.ask(PAGE)[0] == 200
    assert "data-wrong" in served.ask(PAGE)[2]
    lives.rewrite(served.root / ONE, "statsu:", "status:")
    until(lambda: not problems())
    assert "data-wrong" not in served.ask(PAGE)[2]


def test_pages_get_scripts_and_files_do_not(served: Served) -> None:
    """Only what is answered has them, not what is built."""
    status, headers, text = served.ask(PAGE)

    assert (status, headers["Content-Type"], headers["Cache-Control"]) == (200, "text/html; charset=utf-8", "no-store")
    assert SCRIPTS in text
    assert served.ask("assets/dev/site.css")[1]["Content-Type"] == "text/css; charset=utf-8"
    (site,) = served.temporary.glob("rectify-*/site")
    built = (site / PAGE).read_text("utf-8")
    assert not [word for word in ("__rectify__", "livereload") if word in built]
    assert served.ask("livereload.js")[0] == served.ask("__rectify__/overlay.js")[0] == 200


def test_addresses_work_as_on_the_bureaus_server(served: Served) -> None:
    """Below the base path, too; folders have their index; what is not there has its page, with style."""
    below, above = (served.ask(base + PAGE)[2].partition("<body>")[2] for base in ("xczg/", ""))
    assert below == above != ""
    assert served.ask("xczg")[0] == served.ask("2025-xuncha")[0] == served.ask("2025-xuncha/")[0] == 200
    status, _, text = served.ask("no/such.html")
    assert status == 404
    assert "/xczg/assets/dev/site.css" in text
    assert SCRIPTS in text
    assert served.ask("xczg/assets/dev/site.css")[0] == 200
    for outside in ("../site.yaml", "%2e%2e/site.yaml", "..%5csite.yaml"):
        assert served.ask(outside)[0] == 404


def test_every_component_is_listed(served: Served) -> None:
    """By its name, with what it is for, in an address of this server alone."""
    text = unescape(served.ask(PATTERNS)[2])
    names = components([ROOT / "templates"])

    assert re.findall(r'<h2 class="patterns__name" id="([^"]+)">', text) == list(names)
    assert [name for name in names if component_purpose([ROOT / "templates"], name) not in text] == []
    assert served.ask("__rectify__/patterns")[2] == served.ask(PATTERNS)[2]
    assert served.ask(f"{PATTERNS}no-such.html")[0] == served.ask(f"{PATTERNS}status-tag/99.html")[0] == 404
    assert not list(served.temporary.glob("rectify-*/site/**/patterns*"))


@pytest.mark.parametrize("name", components([ROOT / "templates"]))
def test_examples_are_shown_as_they_were_kept(name: str, served: Served) -> None:
    """Each as a document of its own, in its theme and size, holding exactly the HTML that was looked at."""
    kept = re.split(
        r"^<!-- .*? -->$", (ROOT / FOLDER / "expected" / f"{name}.html").read_text("utf-8"), flags=re.MULTILINE
    )
    shown = [served.ask(f"{PATTERNS}{name}/{number}.html?theme=yellow&size=huge")[2] for number in range(1, len(kept))]

    assert [html.partition('<body class="pattern">')[2].partition("</body>")[0].strip() for html in shown] == [
        html.strip() for html in kept[1:]
    ]
    assert all('data-theme="yellow" data-size="huge">' in html and "/assets/dev/site.css" in html for html in shown)
    page = unescape(served.ask(f"{PATTERNS}{name}.html")[2])
    assert re.findall(r'id="example-\d+">(.*?)</h2>', page) == [one.name for one in examples(ROOT, name)]


def test_patterns_follow_the_files(served: Served) -> None:
    """What is edited shows; what is broken is told with its place, beside all that is right."""
    template, example = served.root / "templates/components/status-tag.html", served.root / FOLDER / "status-tag.yaml"
    page, document = f"{PATTERNS}status-tag.html", f"{PATTERNS}status-tag/1.html"
    lives.rewrite(template, "<", '<b title="全新"></b><')
    assert '<b title="全新">' in served.ask(document)[2]
    lives.rewrite(template, '<b title="全新"></b><', "{% if %}<")
    assert "templates/components/status-tag.html:" in served.ask(page)[2]
    assert "templates/components/status-tag.html:" in served.ask(PATTERNS)[2]
    lives.rewrite(template, "{% if %}<", "<")
    whole = example.read_text("utf-8")
    lives.rewrite(example, "mark: ", "mork: ")
    text = unescape(served.ask(page)[2])
    assert f"{FOLDER}/status-tag.yaml:1:3 T004" in text
    assert text.count("<iframe") == 5 * (len(examples(ROOT, "status-tag")) - 1)
    example.write_text("- name: [", "utf-8")
    assert f"{FOLDER}/status-tag.yaml:1:" in served.ask(page)[2]
    example.write_text(whole, "utf-8")
    (served.root / FOLDER).rename(served.root / "elsewhere")
    assert [f"没有 <code>{FOLDER}/</code> 文件夹" in served.ask(address)[2] for address in (page, PATTERNS)] == [
        True,
        True,
    ]
    (served.root / "elsewhere").rename(served.root / FOLDER)
    assert "没有 <code>" not in served.ask(page)[2]
    until(lambda: not json.loads(served.ask("__rectify__/problems.json")[2])["count"])


def test_only_this_computer_is_answered(served: Served) -> None:
    """It listens on 127.0.0.1 alone, and neither another name nor another site's page leads here."""
    port = urlsplit(served.address).port or 0
    if sys.platform == "linux":
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.2", port), 1)
    assert served.ask("", Host="evil.example.com")[0] == 404
    upgrade = {"Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": "13"}
    for origin, expected in (("http://evil.example.com", 403), (served.address.rstrip("/"), 101)):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        headers = {**upgrade, "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==", "Origin": origin}
        connection.request("GET", "/livereload", headers=headers)
        assert connection.getresponse().status == expected
        connection.close()


def test_a_busy_port_is_told(served: Served) -> None:
    """With another one to try."""
    port = urlsplit(served.address).port
    with command(served.root, "--port", str(port)) as process:
        said, _ = process.communicate(timeout=15)

    assert process.returncode == 1
    assert f"端口 {port} 已经被占用" in said
    assert "--port" in said
    with command(served.root, "--port", "99999") as process:
        assert "65535" in process.communicate(timeout=15)[0]
    assert process.returncode == 2


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
def test_it_can_be_ended_where_ctrl_c_is_ignored(tmp_path: Path) -> None:
    """Started in the background of a script, which ignores Ctrl-C for it, it still hears that it is to end."""
    root = tmp_path / "project"
    lives.start(root)
    install(root)
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        process = command(root, "--port", "0")
    finally:
        signal.signal(signal.SIGINT, before)
    with process:
        assert process.stdout is not None
        process.stdout.readline()
        process.terminate()
        try:
            said, _ = process.communicate(timeout=30)
        finally:
            process.kill()  # it would be waited for

    assert process.returncode == 0
    assert "已结束" in said


def test_it_ends_cleanly(tmp_path: Path) -> None:
    """Ctrl-C ends it without a word of complaint, and its temporary folder is gone; it watches by looking, too."""
    root = tmp_path / "project"
    lives.start(root)
    install(root)
    with serving(root, "--poll") as served:
        lives.rewrite(root / ONE, "制度不健全", "车辆没有台账")
        until(lambda: "车辆没有台账" in served.ask(PAGE)[2])
        code, said = served.end()

        if os.name != "nt":
            assert code == 0
            assert "已结束" in said
            assert list(served.temporary.iterdir()) == []
    assert "Traceback" not in said
    assert "tornado" not in said.lower()
