"""`python3 build.py desk` as a process: who may ask it, what it refuses, how it ends."""

from __future__ import annotations

import http.client
import json
import signal
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

import reuse as lives
from rectify.desk.guard import MAX_BODY, Guard
from served import Served, install, serving, until

ONE = "content/2025-xuncha/001.yaml"
API = "/__rectify__/desk/api/"


class Caller:
    """A client of the desk that can say anything."""

    def __init__(self, served: Served) -> None:
        self.served = served
        self.port = urlsplit(served.address).port or 0
        self.host = f"127.0.0.1:{self.port}"
        entry = urlsplit(served.entry)
        _, headers, _ = self.send("GET", f"{entry.path}?{entry.query}", cookie=None)
        self.given = headers["Set-Cookie"]
        self.cookie = self.given.partition(";")[0]

    def send(
        self, method: str, path: str, body: bytes | None = None, cookie: str | None = "", **headers: str | None
    ) -> Any:
        """Status, headers and text of the answer; a header that is None is not sent."""
        sent: dict[str, str | None] = {"Host": self.host}
        if cookie is not None:
            sent["Cookie"] = cookie or self.cookie
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=300)
        try:
            connection.putrequest(method, path, skip_host=True)
            for name, value in sent.items():
                if value is not None:
                    connection.putheader(name, value)
            if body is not None:
                connection.putheader("Content-Length", str(len(body)))
            connection.endheaders(body)
            answer = connection.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read().decode("utf-8", "replace")
        finally:
            connection.close()

    def ask(self, action: str, /, **words: Any) -> tuple[int, Any]:
        """What the desk's own page gets."""
        status, _, text = self.post(action, json.dumps(words).encode())
        return status, json.loads(text)

    def do(self, action: str, /, **words: Any) -> Any:
        """Begin a job and wait for its end; its answer, or why it was not done."""
        status, begun = self.ask(action, **words)
        assert status == 200, begun
        until(lambda: not self.ask("job")[1]["isRunning"], seconds=120)
        job = self.ask("job")[1]
        assert job["number"] == begun["number"]
        return job["answer"] if job["refusal"] is None else job["refusal"]

    def post(self, action: str, body: bytes, /, **headers: str | None) -> Any:
        """A request as the desk's own page sends it, but for the *headers* given."""
        own: dict[str, str | None] = {"Origin": f"http://{self.host}", "Content_Type": "application/json"}
        return self.send("POST", API + action, body, **{**own, **headers})


@pytest.fixture(scope="module")
def caller(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Caller]:
    """A desk over a site of five issues."""
    root = tmp_path_factory.mktemp("desk") / "整改公开"
    lives.start(root)
    install(root)
    with serving(root, name="desk") as one:
        yield Caller(one)


def test_the_key_in_the_address_lets_in_and_leaves_it(caller: Caller) -> None:
    """It becomes a cookie that scripts cannot read and other sites do not send."""
    assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= set(caller.given.split("; "))
    status, headers, text = caller.send("GET", "/__rectify__/desk/")
    assert (status, headers["Cache-Control"]) == (200, "no-store")
    assert "script-src 'self'" in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert caller.cookie.partition("=")[2] not in text


def test_typing_saving_and_the_page(caller: Caller) -> None:
    """Through the server: the page follows what is typed, the file what is saved."""
    _, form = caller.ask("form", name=ONE)
    before = (caller.served.root / ONE).read_text("utf-8")
    title = form["values"]["title"]
    _, kept = caller.ask("keep", name=ONE, version=form["version"], values={"title": f"新的{title}"})
    until(lambda: f"新的{title}" in caller.send("GET", "/2025-xuncha/001.html")[2])
    assert before == (caller.served.root / ONE).read_text("utf-8")
    status, _ = caller.ask("save", name=ONE, version=kept["version"])

    assert status == 200
    assert before.replace(title, f"新的{title}", 1) == (caller.served.root / ONE).read_text("utf-8")
    assert caller.ask("overview")[1]["rounds"][0]["issues"]


REFUSED: list[tuple[str, dict[str, str | None]]] = [
    ("another host (a name that leads here)", {"Host": "evil.example"}),
    ("another port in the host", {"Host": "127.0.0.1:1"}),
    ("no host", {"Host": None}),
    ("a host with a dot behind", {"Host": "localhost.:{port}"}),
    ("a page of another site", {"Origin": "https://evil.example"}),
    ("a page of another port of this computer", {"Origin": "http://127.0.0.1:1"}),
    ("a page of this computer by https", {"Origin": "https://127.0.0.1:{port}"}),
    ("a file or a sandbox", {"Origin": "null"}),
    ("no origin at all", {"Origin": None}),
    ("another site's form or script", {"Sec_Fetch_Site": "cross-site"}),
    ("another port's script", {"Sec_Fetch_Site": "same-site"}),
    ("a form", {"Content_Type": "application/x-www-form-urlencoded"}),
    ("a form with a file", {"Content_Type": "multipart/form-data; boundary=x"}),
    ("text that looks like JSON", {"Content_Type": "text/plain"}),
    ("no type", {"Content_Type": None}),
    ("somebody without the cookie", {"Cookie": None}),
    ("somebody with a wrong cookie", {"Cookie": "rectify-desk-{port}=x"}),
    ("somebody with the cookie of another port", {"Cookie": "rectify-desk-1=x"}),
]


@pytest.mark.parametrize("headers", [one for _, one in REFUSED], ids=[name for name, _ in REFUSED])
def test_nobody_else_gets_in(caller: Caller, headers: dict[str, str | None]) -> None:
    """Nothing is read and nothing is kept for whoever is not the desk's own page."""
    headers = {name: value and value.format(port=caller.port) for name, value in headers.items()}
    _, form = caller.ask("form", name=ONE)
    body = json.dumps({"name": ONE, "version": form["version"], "values": {"title": "入侵"}}).encode()
    status, answered, text = caller.post("keep", body, **headers)

    assert 400 <= status < 500
    assert "Access-Control-Allow-Origin" not in answered
    assert form["values"]["title"] not in text
    assert caller.ask("form", name=ONE)[1]["values"]["title"] != "入侵"


@pytest.mark.parametrize("path", ["/", "/2025-xuncha/001.html", "/__rectify__/desk/", "/__rectify__/problems.json"])
def test_drafts_are_not_shown_to_others_on_this_computer(caller: Caller, path: str) -> None:
    """The site with what is typed is for whoever has the key, too."""
    assert caller.send("GET", path, cookie=None)[0] == 403
    assert caller.send("GET", path, Host="evil.example")[0] == 403
    assert caller.send("GET", path, Sec_Fetch_Site="cross-site")[0] == 403


@pytest.mark.parametrize("path", ["/livereload", "/__rectify__/desk/news"])
def test_connections_that_stay_open_are_guarded(caller: Caller, path: str) -> None:
    """A page of another site cannot listen in."""
    upgrade = {
        "Upgrade": "websocket",
        "Connection": "Upgrade",
        "Sec_WebSocket_Key": "AAAAAAAAAAAAAAAAAAAAAA==",
        "Sec_WebSocket_Version": "13",
    }
    assert caller.send("GET", path, Origin="https://evil.example", **upgrade)[0] == 403
    assert caller.send("GET", path, cookie=None, **upgrade)[0] == 403


@pytest.mark.parametrize("method", ["OPTIONS", "PUT", "DELETE", "PATCH", "TRACE"])
def test_other_methods_are_refused(caller: Caller, method: str) -> None:
    """Above all the question that a browser asks before a foreign page may send JSON."""
    asked = {"Access_Control_Request_Method": "POST", "Access_Control_Request_Headers": "content-type"}
    status, headers, _ = caller.send(
        method, f"{API}keep", b"{}", Origin=f"http://{caller.host}", Content_Type="application/json", **asked
    )

    assert status == 405
    assert not [name for name in headers if name.startswith("Access-Control")]


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"7", b"null", b"{", b"\xff", b"[" * 100_000, b'{"name": 7}', b'{"other": 1}', b'{"name": ["a"]}'],
)
def test_bodies_of_another_shape_are_refused(caller: Caller, body: bytes) -> None:
    """With words, not with our own mistake."""
    status, _, text = caller.post("form", body)

    assert 400 <= status < 500
    assert json.loads(text)["words"]


def test_a_body_that_is_too_large_is_refused(caller: Caller) -> None:
    """Before it is read to the end."""
    try:
        status, _, _ = caller.post("keep", b" " * (MAX_BODY + 1))
    except (ConnectionError, http.client.HTTPException):
        return

    assert status in (400, 413)


@pytest.mark.parametrize("action", ["__init__", "outside", "_file", "root", "nothing"])
def test_only_what_the_desk_offers_can_be_asked(caller: Caller, action: str) -> None:
    """No other function of ours can be reached by its name."""
    assert caller.post(action, b"{}")[0] in (403, 404, 405)


@pytest.mark.parametrize("path", ["../desk.py", "..%2fdesk.py", "%2e%2e/desk.py", "desk.html", "a.css", "x/desk.css"])
def test_only_the_desks_own_files_are_served(caller: Caller, path: str) -> None:
    """A style and scripts, by their names."""
    assert caller.send("GET", f"/__rectify__/desk/{path}")[0] == 404


def test_the_guard_by_itself() -> None:
    """The entry needs no cookie; reading needs no origin; writing needs all."""
    guard = Guard(8010, "key")
    headers = {"Host": "localhost:8010"}
    assert guard.refusal("GET", headers, None, is_entry=True) is None
    assert guard.refusal("GET", {**headers, "Sec-Fetch-Site": "cross-site"}, None, is_entry=True) is None
    assert guard.refusal("GET", headers, "key", is_entry=False) is None
    assert guard.refusal("GET", headers, "Key", is_entry=False) is not None
    assert guard.refusal("POST", headers, "key", is_entry=False) is not None
    whole = {**headers, "Origin": "http://localhost:8010", "Content-Type": "application/json; charset=utf-8"}
    assert guard.refusal("POST", whole, "key", is_entry=False) is None
    assert guard.refusal("POST", {**whole, "Origin": "http://127.0.0.1:8010"}, "key", is_entry=False) is not None


def test_the_acts_are_the_terminals_commands(tmp_path: Path) -> None:
    """A new issue filled in, approved, published, changed with its reason, published again, and taken back."""
    root, target = tmp_path / "project", tmp_path / "www"
    lives.start(root)
    install(root)
    target.mkdir()
    lives.rewrite(root / "site.yaml", "www.example.gov.cn", "www.shilishi.gov.cn")
    with serving(root, name="desk") as one:
        caller = Caller(one)
        _, made = caller.ask("issue", round_id="2025-xuncha")
        new = made["name"]
        assert new == "content/2025-xuncha/006.yaml"
        _, form = caller.ask("form", name=new)
        values = {
            "title": "经费没有预算",
            "category": "decisions",
            "status": "已完成",
            "problem": "会议经费没有预算。",
            "measures": [{"value": {"text": "编制预算。"}, "origin": None}],
            "progress": [{"value": {"text": "预算已经编好。", "date": None}, "origin": None}],
        }
        _, kept = caller.ask("keep", name=new, version=form["version"], values=values)
        status, refused = caller.ask("approve", name=new)
        assert (status, "先保存" in refused["words"]) == (409, True)
        assert caller.ask("save", name=new, version=kept["version"])[0] == 200
        status, said = caller.ask("approve", name=new)
        assert status == 200, said
        assert "\ndraft: true" not in (root / new).read_text("utf-8")
        shown = caller.do("rehearse", folder=str(target))
        assert shown["isReady"], shown
        assert not list(target.iterdir())
        assert "公开的网站完好" in caller.do("publish", folder=str(target))["verified"]
        caller.do("verify", folder=str(target))
        stages = {one["doing"]: one["done"] == one["total"] > 1 for one in caller.ask("job")[1]["stages"]}
        assert stages["核对公开的网站"]
        until(lambda: caller.ask("form", name=new)[1]["state"] == "已公开")
        _, form = caller.ask("form", name=new)
        caller.ask("keep", name=new, version=form["version"], values={"problem": "会议经费三年没有预算。"})
        status, said = caller.ask("revise", name=new, note="补上了年数", reason="原来漏写")
        assert status == 200, said
        text = (root / new).read_text("utf-8")
        assert [one for one in ("三年没有预算", "note: 补上了年数", "reason: 原来漏写") if one not in text] == []
        assert "会议经费没有预算" in (root / "content/2025-xuncha/versions/006.1.yaml").read_text("utf-8")
        status, stale = caller.ask("publish", folder=str(target))
        assert (status, "不一样了" in stale["words"]) == (409, True)
        [page] = [one for one in caller.do("rehearse", folder=str(target))["preview"]["pages"] if one["file"] == new]
        assert [["same", "会议经费没有预算。"]] in [one["before"] for one in page["changes"]]
        assert ["added", "三年"] in [piece for one in page["changes"] for piece in one["now"]]
        caller.do("publish", folder=str(target))
        assert "三年" in (target / "current/2025-xuncha/006.html").read_text("utf-8")
        status, question = caller.ask("rollback", folder=str(target))
        assert (status, question["asks"], "1处更正过的文字" in question["words"]) == (409, "returning", True)
        assert "已经退回" in caller.do("rollback", folder=str(target), sure=True)["words"]
        assert "核对要退回的版本" in [one["doing"] for one in caller.ask("job")[1]["stages"]]
        assert "三年" not in (target / "current/2025-xuncha/006.html").read_text("utf-8")


@pytest.mark.parametrize("folder", ["", "--yes", "www", "../www", "/no/such/folder", "/etc/passwd", 7, None, ["/tmp"]])
def test_a_target_is_a_folder_that_is_there(caller: Caller, folder: Any) -> None:
    """By its whole path, so that it can be no option of the command."""
    assert caller.ask("rehearse", folder=folder)[0] == 400
    assert caller.ask("publish", folder=folder)[0] == 400


@pytest.mark.parametrize("round_id", ["", "--begin", "../x", "Ä", "a/b", "-a", None, 7])
def test_a_round_has_a_name_that_can_be_an_address(caller: Caller, round_id: Any) -> None:
    """Anything else makes no folder."""
    before = sorted((caller.served.root / "content").iterdir())
    assert caller.ask("begin", round_id=round_id, title="2026年巡察整改")[0] == 422

    assert before == sorted((caller.served.root / "content").iterdir())


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows ends processes otherwise")
def test_kill_minus_nine_loses_nothing_that_was_kept(tmp_path: Path) -> None:
    """The next desk goes on where the last one was ended; the file was never touched."""
    root = tmp_path / "project"
    lives.start(root)
    install(root)
    before = (root / ONE).read_bytes()
    with serving(root, name="desk") as one:
        caller = Caller(one)
        version = caller.ask("form", name=ONE)[1]["version"]
        for number in range(20):
            version = caller.ask("keep", name=ONE, version=version, values={"title": f"第{number}次"})[1]["version"]
        one.process.send_signal(signal.SIGKILL)
        one.process.wait()
    assert before == (root / ONE).read_bytes()
    with serving(root, name="desk") as one:
        form = Caller(one).ask("form", name=ONE)[1]
        until(lambda: "第19次" in Caller(one).send("GET", "/2025-xuncha/001.html")[2])

    assert (form["values"]["title"], form["isUnsaved"]) == ("第19次", True)


def test_it_ends_when_nobody_has_had_it_open_for_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """An hour after its last page was closed, here a moment; it says so, and a page that is open keeps it."""
    from rectify.terminal import desk, server

    root = tmp_path / "project"
    lives.start(root)
    monkeypatch.setattr(desk, "IDLE", 0.2)
    desk.serve(root, server.listen(0))

    assert "工作台关了" in capsys.readouterr().out


def test_the_port_may_be_taken(caller: Caller) -> None:
    """It says so and what to do, as `serve` does."""
    from served import command

    with command(caller.served.root, "--port", str(caller.port), name="desk") as process:
        said, _ = process.communicate(timeout=60)

    assert process.returncode == 1
    assert f"端口 {caller.port} 已经被占用" in said
    assert "desk --port" in said


def test_it_listens_on_this_computer_alone(caller: Caller) -> None:
    """No other address answers."""
    own = socket.gethostbyname(socket.gethostname())
    if own.startswith("127."):
        own = "127.0.0.2"
    with socket.socket() as other:
        other.settimeout(2)
        assert other.connect_ex((own, caller.port)) != 0


def test_a_desk_answers_at_once_and_says_what_it_does(tmp_path: Path) -> None:
    """What is asked for before it is there is waited for: the list with its states, a page with its style."""
    lives.start(tmp_path / "project")
    install(tmp_path / "project")
    with serving(tmp_path / "project", name="desk") as served:
        caller = Caller(served)
        starting = caller.ask("starting")[1]
        page = caller.send("GET", "/2025-xuncha/001.html")
        rows = caller.ask("overview")[1]["rounds"][0]["issues"]

        assert starting["doing"].startswith("正在")
        assert (page[0], "<h1" in page[2]) == (200, True)
        assert "读不了" not in {row["state"] for row in rows}
        assert caller.send("GET", "/assets/dev/site.css")[0] == 200
        until(lambda: caller.ask("starting")[1]["isMade"])
        assert caller.send("GET", "/no-such.html")[0] == 404
