"""Imports and the first step at the desk, as a process: the same command, its own sentences, nothing overwritten."""

from __future__ import annotations

import base64
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import reuse as lives
from imported import five_issues
from projects import NOTICE
from served import install, serving, until
from support import ROOT, tree
from test_desk_files import PHONE
from test_desk_server import Caller
from test_read_word import docx, p, r

ROUND = "content/2024-xuncha"


def program_alone(root: Path) -> Path:
    """A folder with nothing but the program, as one unpacks it."""
    for name in ("templates", "static"):
        shutil.copytree(ROOT / name, root / name)
    install(root)
    return root


def notice(said: str = "") -> str:
    """A notice of five issues of the made site's bureau."""
    return five_issues(said).replace("甲局", "示例市示例局")


def word(text: str) -> bytes:
    """A Word file with these lines."""
    return docx("".join(p(r(line)) for line in text.splitlines()))


def hand(caller: Caller, data: bytes, name: str = "通报.docx") -> str:
    """Hand a file over; the token."""
    _, answer = caller.ask("receive", token=None, name=name, start=0, data=base64.b64encode(data).decode())
    return str(answer["token"])


@pytest.fixture(scope="module")
def caller(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Caller]:
    """A desk over a site of five issues."""
    root = tmp_path_factory.mktemp("desk") / "project"
    lives.start(root)
    install(root)
    with serving(root, name="desk") as one:
        yield Caller(one)


def take(caller: Caller, data: bytes, name: str = "通报.docx", **words: Any) -> tuple[int, Any]:
    """Import a file; how that ended, by the status of an answer or of a refusal."""
    return taken(caller, [hand(caller, data, name)], **words)


def taken(caller: Caller, files: list[str], **words: Any) -> tuple[int, Any]:
    """The same of files that were handed over."""
    status, job = caller.ask("take", files=files, **words)
    if status != 200:
        return status, job
    until(lambda: not caller.ask("job")[1]["isRunning"], seconds=120)
    job = caller.ask("job")[1]
    if job["refusal"] is None:
        assert [one["doing"] for one in job["stages"]][:2] == ["读文件", "认出问题"]
        assert [one for one in job["stages"] if one["done"] < one["total"]] == []
        return 200, job["answer"]
    return 409, {"words": job["refusal"], "problems": job["problems"]}


def test_a_notice_becomes_drafts_and_a_proof_sheet(caller: Caller) -> None:
    """As by the command; the sheet names the file as people know it, and is shown with nothing running but its own."""
    root = caller.served.root
    status, said = take(caller, word(notice()), "../../关于整改的<通报>.docx")
    assert (status, said["round"], said["isAsking"]) == (200, "2024-xuncha", False), said
    assert "认出 5 个问题" in said["words"]
    assert "python3" not in said["words"]
    status, headers, sheet = caller.send("GET", "/__rectify__/desk/proof")
    assert status == 200
    assert "关于整改的&lt;通报&gt;.docx" in sheet
    assert "script-src 'sha256-" in headers["Content-Security-Policy"]
    assert caller.send("GET", "/__rectify__/desk/proof", cookie=None)[0] == 403
    assert sorted(path.name for path in (root / ROUND).glob("0*.yaml")) == [f"00{n}.yaml" for n in range(1, 6)]
    until(lambda: [one["id"] for one in caller.ask("overview")[1]["rounds"]].count("2024-xuncha"))


def test_what_was_changed_after_an_import_is_shown_in_its_proof(caller: Caller) -> None:
    """Only the issues that were: what their files say now, by what the fields are called."""
    take(caller, word(notice()), round_id="2021-xuncha")
    path = caller.served.root / "content/2021-xuncha/002.yaml"
    assert caller.ask("edits")[1]["texts"] == {}
    path.write_text(
        re.sub("^result: .*$", "result: 后来写的结果", path.read_text("utf-8"), flags=re.MULTILINE), "utf-8"
    )
    texts = caller.ask("edits")[1]["texts"]

    assert list(texts) == ["2"]
    assert texts["2"]["整改结果"] == ["后来写的结果"]


def test_a_round_that_is_there_is_changed_only_when_a_person_agrees(caller: Caller) -> None:
    """The differences are shown first; what a person wrote stays; then what the notice says anew is taken over."""
    root = caller.served.root
    take(caller, word(notice()), round_id="2022-xuncha")
    first = root / "content/2022-xuncha/001.yaml"
    before = {path: data for path, data in tree(root / "content").items() if path.parts[0] == "2022-xuncha"}
    token = hand(caller, word(notice("又补了一句，")))
    status, said = taken(caller, [token], round_id="2022-xuncha", update=None)
    assert (status, said["isAsking"]) == (200, True), said
    assert "又补了一句" in said["words"]
    assert "--update" not in said["words"]
    now = {path: data for path, data in tree(root / "content").items() if path.parts[0] == "2022-xuncha"}
    assert before == now
    status, said = taken(caller, [token], round_id="2022-xuncha", update=True)
    assert (status, said["isAsking"]) == (200, False), said
    assert "又补了一句" in first.read_text("utf-8")
    assert taken(caller, [token])[0] == 404


def fill_in_rounds(root: Path) -> None:
    """Fill in, as a person would, what the notices do not say of their rounds."""
    for path in root.glob("content/*/round.yaml"):
        lives.rewrite(path, "feedback:\n", "feedback: 2024-06-03\n")
        lives.rewrite(path, "published:\n", "published: 2024-12-30 12:23\n")


REFUSED = [
    (b"", "空.docx", "文件是空的"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "密.docx", "文件加了密码，读不了"),
    (word("甲")[:200], "坏.docx", "I0"),
    (b"\x89PNG\r\n\x1a\n", "图.docx", "这是图片"),
    (word("今天天气好。"), "无.docx", "没有导入"),
]


@pytest.mark.parametrize(("data", "name", "words"), REFUSED, ids=[name for _, name, _ in REFUSED])
def test_what_cannot_be_read_gets_the_commands_own_sentence(caller: Caller, data: bytes, name: str, words: str) -> None:
    """With the file called as people know it; no file of content is touched."""
    before = tree(caller.served.root / "content")
    status, said = take(caller, data, name)

    assert status == 409
    assert words in said["words"]
    assert name in said["words"] or "看不出" in said["words"]
    assert before == tree(caller.served.root / "content")


@pytest.mark.parametrize("files", [[], None, "x", ["../../site.yaml"], [7], [["a"]], ["x"] * 60])
def test_only_what_was_handed_over_is_imported(caller: Caller, files: Any) -> None:
    """A word for a file is looked up, never followed."""
    assert taken(caller, files)[0] in (400, 404)


@pytest.mark.parametrize("round_id", ["--update", "../x", "a b", 7])
def test_a_rounds_name_is_no_option(caller: Caller, round_id: Any) -> None:
    """Only what can be an address is passed on."""
    assert take(caller, word(notice()), round_id=round_id)[0] == 400


def test_drafts_are_approved_by_their_numbers(caller: Caller) -> None:
    """All of them or none; what hinders is told in the command's words; what is not saved is saved first."""
    root = caller.served.root
    name = "content/2021-xuncha/001.yaml"
    take(caller, word(notice()), round_id="2021-xuncha")
    fill_in_rounds(root)
    status, said = caller.ask("accept", round_id="2021-xuncha", numbers=[1, 99])
    assert status == 409
    assert "99" in said["words"]
    version = until(lambda: caller.ask("form", name=name)[1].get("version"))
    _, kept = caller.ask("keep", name=name, version=version, values={"title": "会议没有记录"})
    assert caller.ask("accept", round_id="2021-xuncha", numbers=[1])[0] == 409
    caller.ask("save", name=name, version=kept["version"])
    status, said = caller.ask("accept", round_id="2021-xuncha", numbers=[1, 3])
    assert status == 200, said
    drafts = ["state: pending" in (root / f"content/2021-xuncha/00{n}.yaml").read_text("utf-8") for n in (1, 2, 3)]
    assert drafts == [False, True, False]


def test_what_hinders_is_called_the_same_before_and_when_it_is_refused(caller: Caller) -> None:
    """A list with the way to each field, mistakes in both; no line of a file, no command."""
    take(caller, word(notice()), round_id="2020-xuncha")

    def hindering(problems: list[Any]) -> list[Any]:
        return [(one["file"], tuple(one["where"]), one["message"]) for one in problems if one["isError"]]

    until(lambda: hindering(caller.ask("lacking")[1]["problems"]))
    status, said = caller.ask("accept", round_id="2020-xuncha", numbers=[1])
    assert status == 409
    assert ("content/2020-xuncha/round.yaml", ("published",), "“发布时间”是空的") in hindering(said["problems"])
    assert set(hindering(said["problems"])) <= set(hindering(caller.ask("lacking")[1]["problems"]))
    assert not re.search(r"\.yaml:|approve|site_code", said["words"])


@pytest.mark.parametrize("numbers", [[], None, ["--all"], [True], [0], [1.5], "1"])
def test_numbers_are_numbers(caller: Caller, numbers: Any) -> None:
    """No option of the command can stand among them."""
    assert caller.ask("accept", round_id="2024-xuncha", numbers=numbers)[0] == 400


def test_departments_of_the_notice_are_registered_once(caller: Caller) -> None:
    """In site.yaml, behind those that are there; nothing else in it changes."""
    site = caller.served.root / "site.yaml"
    before = site.read_text("utf-8")
    for _ in range(2):
        assert caller.ask("register", departments=[["gongchuju", "供水处"], ["x", "办公室"]])[0] == 200
    after = site.read_text("utf-8")

    assert after.count("供水处") == 1
    assert after.count("name: 办公室") == before.count("name: 办公室")
    assert [line for line in before.splitlines() if line not in after.splitlines()] == []
    assert caller.ask("register", departments=[["../x", "处"]])[0] == 400
    assert "供水处" in caller.ask("edits")[1]["departments"]  # what the sheet offers to register is held against this


def test_photographs_are_shown_by_names_that_are_there(caller: Caller) -> None:
    """Looked up in the folder; no other file of the project can be had."""
    _, said = caller.ask(
        "attach", name="content/2025-xuncha/001.yaml", field="photos", token=hand(caller, PHONE, "a.jpg")
    )
    at = "/__rectify__/desk/file/content/2025-xuncha/001"
    status, headers, _ = caller.send("GET", f"{at}/{said['file']}")
    assert (status, headers["Content-Type"], headers["X-Content-Type-Options"]) == (200, "image/jpeg", "nosniff")
    for path in (
        f"{at}/..%2f001.yaml",
        f"{at}/2.jpg",
        f"{at}.yaml",
        "/__rectify__/desk/file/content/../site.yaml",
        f"{at}/",
    ):
        assert caller.send("GET", path)[0] == 404


def test_supplements_are_written_by_their_command(caller: Caller) -> None:
    """What it says is shown, also that there is nothing to do."""
    fill_in_rounds(caller.served.root)
    status, said = caller.ask("supplement")

    assert status == 200
    assert "给 0 个问题添了补充记录" in said["words"]


def test_an_empty_folder_becomes_a_project(tmp_path: Path) -> None:
    """The questions of `init`, answered from the notice; nothing that is there is written over; then all else works."""
    root = program_alone(tmp_path / "our")
    (root / "README.md").write_text("我的", "utf-8")
    with serving(root, name="desk") as one:
        caller = Caller(one)
        _, start = caller.ask("start")
        assert start["isNew"]
        assert ["organiser.phone", "单位电话", "带区号"] in start["questions"]
        token = hand(caller, word(NOTICE))
        _, found = caller.ask("findings", files=[token])
        assert found["found"]["organiser.name"][0] == "示例县水务局"
        answers = {name: value for name, (value, _) in found["found"].items()}
        for wrong, field in (
            ({"organiser.phone": "5550009"}, "organiser.phone"),
            ({"organiser.name": " "}, "organiser.name"),
        ):
            status, said = caller.ask("create", answers={**answers, **wrong}, files=[token], departments=True)
            assert (status, said["field"]) == (422, field)
        assert not (root / "site.yaml").exists()
        assert caller.ask("create", answers={"feedback.hours; x": "1"})[0] == 400
        status, said = caller.ask("create", answers=answers, files=[token], departments=True)
        assert status == 200, said
        assert caller.ask("create", answers=answers)[0] == 409
        assert not caller.ask("start")[1]["isNew"]
        status, said = taken(caller, [token])
        assert status == 200, said
        until(lambda: "河道巡查记录不全" in caller.send("GET", "/2024-xuncha/001.html")[2])
    assert "name: 示例县水务局" in (root / "site.yaml").read_text("utf-8")
    assert (root / "README.md").read_text("utf-8") == "我的"
    assert not (root / "program").exists()
