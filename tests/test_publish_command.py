"""`publish`, `rollback` and `verify` as a webmaster meets them: what they say, and what they refuse."""

from __future__ import annotations

import datetime as dt
import errno
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from bureau import BEIJING, FILE, PAGE, Bureau
from rectify.release import clock, journal, releases
from rectify.release.journal import Kind
from rectify.release.pointer import LINK
from rectify.release.releases import Target
from rectify.release.sums import wrong_files
from rectify.terminal import publishing
from served import install
from support import ISSUE, ROUND, SITE, lay
from typed import begin

Make = Callable[..., Path]
ROUND_YAML = "content/2025-xuncha/round.yaml"
REVISED = (
    ISSUE.replace("没有建立公务用车制度", "公务用车制度没有建立") + "revisions: [{date: 2025-12-20, note: 改了语序}]\n"
)


def test_the_first_publication_records_everything(
    capsys: pytest.CaptureFixture[str], project: Make, tmp_path: Path
) -> None:
    """What is public, since when, and what its words are; and the copy that citizens see is the same."""
    bureau = Bureau(project(), tmp_path / "www")
    assert bureau.publish() == 0
    said = capsys.readouterr().out
    issue = next(entry for entry in bureau.record if entry.address == PAGE)

    assert "已经公开" in said
    assert f"    {PAGE}" in said
    assert (issue.kind, issue.published, issue.revisions) == (Kind.PUBLISHED, "2025-12-02 09:30", 0)
    assert bureau.public(str(journal.JOURNAL)).encode() == (bureau.root / journal.JOURNAL).read_bytes()
    assert bureau.verify() == 0


def test_the_digest_in_the_record_is_that_of_the_plain_text(bureau: Bureau) -> None:
    """`sha256sum record/2025-xuncha/001.txt` says what the record says."""
    done = subprocess.run(
        ["sha256sum", "record/2025-xuncha/001.txt"], cwd=bureau.www / "current", capture_output=True, check=True
    )
    issue = next(entry for entry in bureau.record if entry.address == PAGE)

    assert done.stdout.decode().split()[0] == issue.text


def test_publishing_again_without_changes_does_nothing(bureau: Bureau, capsys: pytest.CaptureFixture[str]) -> None:
    """No release, no record."""
    before = bureau.releases, bureau.record
    code = bureau.publish()

    assert code == 0
    assert "没有变化" in capsys.readouterr().out
    assert (bureau.releases, bureau.record) == before


def test_nobody_to_ask_means_no(bureau: Bureau, capsys: pytest.CaptureFixture[str]) -> None:
    """A scheduled run has to say --yes; standard input is not a terminal here."""
    bureau.edit(REVISED)
    code = bureau.publish(yes=False)
    said = capsys.readouterr().out

    assert code == publishing.WRONG_USAGE
    assert "改动" in said
    assert "--yes" in said
    assert "公务用车制度没有建立" not in bureau.public()


def test_a_silent_edit_is_refused(bureau: Bureau, capsys: pytest.CaptureFixture[str]) -> None:
    """The file, the rule and the remedy are named; with the remedy done it is published."""
    bureau.edit(REVISED.partition("revisions")[0])
    refused = bureau.publish()
    said = capsys.readouterr().out
    bureau.edit(REVISED)

    assert refused == publishing.SITE_HAS_ERRORS
    assert f"{FILE}:1:1 A004" in said
    assert publishing.STANDS in said
    assert bureau.publish() == 0
    assert bureau.record[-1].kind is Kind.REVISED
    assert "公务用车制度没有建立" in bureau.public()


def test_a_lost_page_is_refused(bureau: Bureau, capsys: pytest.CaptureFixture[str]) -> None:
    """An issue is renumbered: the old address must say where it went, then it may."""
    lay(bureau.root, {FILE: None, "content/2025-xuncha/002.yaml": ISSUE.replace("number: 1", "number: 2")})
    refused = bureau.publish()
    said = capsys.readouterr().out
    bureau.edit(ISSUE + "withdrawn: {date: 2025-12-20, reason: 换了序号, into: 2}\n")

    assert refused == publishing.SITE_HAS_ERRORS
    assert f"{FILE}:1:1 A003" in said
    assert bureau.publish() == 0
    assert Kind.WITHDRAWN in {entry.kind for entry in bureau.record}
    assert "换了序号" in bureau.public()


def test_a_moved_date_is_refused(bureau: Bureau, capsys: pytest.CaptureFixture[str]) -> None:
    """Also the minute of it."""
    bureau.edit(ISSUE + "published: 2025-12-02 18:00\n")

    assert bureau.publish() == publishing.SITE_HAS_ERRORS
    assert "A005 公开时写的发布时间是 2025-12-02 09:30，现在变成了 2025-12-02 18:00" in capsys.readouterr().out


def test_an_edited_record_stops_everything(bureau: Bureau, capsys: pytest.CaptureFixture[str]) -> None:
    """Neither published nor built nor called sound."""
    path = bureau.root / journal.JOURNAL
    path.write_bytes(path.read_bytes().replace("公布".encode(), "修订".encode(), 1))
    codes = bureau.publish(), bureau.verify(there=False)

    assert codes == (1, 1)
    assert capsys.readouterr().out.count("A001") == 2


def test_a_lost_record_is_taken_from_the_public_site(bureau: Bureau, capsys: pytest.CaptureFixture[str]) -> None:
    """Killed between the switch and the record, or a computer without the newest record: nothing is forgotten."""
    whole = bureau.record
    (bureau.root / journal.JOURNAL).unlink()
    bureau.edit(REVISED.partition("revisions")[0])

    assert bureau.publish() == publishing.SITE_HAS_ERRORS
    assert bureau.record == whole
    said = capsys.readouterr().out
    assert f"已经补上 {len(whole)} 条" in said
    assert "A004" in said


def test_another_record_than_the_public_one_is_refused(bureau: Bureau, capsys: pytest.CaptureFixture[str]) -> None:
    """A forged end is sound in itself; beside the public copy it shows."""
    forged = [entry._replace(published="2025-12-01 09:30") for entry in bureau.record]
    (bureau.root / journal.JOURNAL).write_bytes(journal.write_journal(forged))

    assert (bureau.publish(), bureau.verify()) == (1, 1)
    assert capsys.readouterr().out.count("对不上") == 2


def test_a_share_that_is_not_connected_is_told(bureau: Bureau, capsys: pytest.CaptureFixture[str]) -> None:
    """Its mount point is an empty folder, or none at all; a new server is said to be one."""
    shutil.rmtree(bureau.www)
    missing = bureau.publish()
    bureau.www.mkdir()
    empty = bureau.publish()
    said = capsys.readouterr().out

    assert (missing, empty) == (1, 1)
    assert "共享文件夹先连上" in said
    assert "共享文件夹也许没有连上" in said
    assert list(bureau.www.iterdir()) == []
    assert bureau.publish(new=True) == 0


def test_a_clock_before_the_record_is_told(bureau: Bureau, capsys: pytest.CaptureFixture[str]) -> None:
    """The order of the record is the order of time."""
    bureau.edit(REVISED)
    bureau.minutes = -60

    assert bureau.publish() == publishing.SITE_HAS_ERRORS
    assert "校准以后再运行" in capsys.readouterr().out


def test_an_edited_public_file_is_told_and_put_right(bureau: Bureau, capsys: pytest.CaptureFixture[str]) -> None:
    """`verify` names it, `publish` publishes although no content changed."""
    bureau.edit(REVISED)
    bureau.publish()
    (bureau.www / "current" / PAGE).write_bytes(b"hacked")
    code = bureau.verify()
    said = capsys.readouterr().out

    assert code == publishing.SITE_HAS_ERRORS
    assert f"{PAGE} 被改过" in said
    assert bureau.publish() == 0
    assert bureau.verify() == 0
    assert "hacked" not in bureau.public()


def test_rolling_back_is_recorded(bureau: Bureau) -> None:
    """Then the old text is what counts: it must not change in silence, and the new one may come again."""
    bureau.edit(REVISED)
    bureau.publish()
    code = bureau.rollback()

    assert code == 0
    assert bureau.record[-1].kind is Kind.ROLLED_BACK
    assert "没有建立公务用车制度" in bureau.public()
    assert bureau.publish() == 0
    assert "公务用车制度没有建立" in bureau.public()
    assert bureau.verify() == 0


def test_a_rollback_restores_no_withdrawn_issue_unasked(bureau: Bureau, capsys: pytest.CaptureFixture[str]) -> None:
    """It names the issue and how many corrections it undoes, and goes on only with an option of its own."""
    lay(bureau.root, {"content/2025-xuncha/002.yaml": ISSUE.replace("number: 1", "number: 2")})
    bureau.publish()
    lay(bureau.root, {"content/2025-xuncha/002.yaml": REVISED.replace("number: 1", "number: 2")})
    bureau.edit(f"{ISSUE}withdrawn: {{date: 2025-12-24, reason: 误公开了别人的事}}\n")
    assert bureau.publish() == 0
    capsys.readouterr()
    refused = bureau.rollback()
    said = capsys.readouterr().out

    assert refused == publishing.SITE_HAS_ERRORS
    assert f"1个已经撤下的问题会重新公开全文：\n    第1号问题：制度不健全（{PAGE}）\n另有1处更正过的文字" in said
    assert "没有建立公务用车制度" not in bureau.public()
    assert bureau.rollback(restore=True) == 0
    assert "没有建立公务用车制度" in bureau.public()
    assert bureau.verify() == 0


def test_a_rollback_licenses_no_rewriting(bureau: Bureau, capsys: pytest.CaptureFixture[str]) -> None:
    """What was public until then is compared, too, and fetched from its release by a computer that has no copy."""
    bureau.edit(REVISED)
    bureau.publish()
    bureau.rollback()
    rewritten = REVISED.replace("公务用车制度没有建立", "公务用车制度早已建立")
    bureau.edit(rewritten)
    refused = [bureau.publish()]
    shutil.rmtree(bureau.root / "record")
    refused.append(bureau.publish())
    capsys.readouterr()
    bureau.edit(rewritten.replace("改了语序}]", "改了语序}, {date: 2025-12-24, note: 又改}]"))

    assert refused == [publishing.SITE_HAS_ERRORS] * 2
    assert bureau.publish() == 0
    assert [path.name for path in (bureau.root / "record").rglob("*.undone.txt")] == []
    assert bureau.verify() == 0


def test_a_rollback_that_nobody_recorded_is_recorded(bureau: Bureau, capsys: pytest.CaptureFixture[str]) -> None:
    """Killed between the switch and the record, or the newest record left on another computer."""
    bureau.edit(REVISED)
    bureau.publish()
    before = bureau.record
    bureau.rollback()
    whole = bureau.record
    (bureau.root / journal.JOURNAL).write_bytes(journal.write_journal(before))
    seen = bureau.verify()
    bureau.edit(ISSUE)
    capsys.readouterr()

    assert seen == publishing.SITE_HAS_ERRORS
    assert bureau.publish() == 0
    assert "已经补上 1 条" in capsys.readouterr().out
    assert (bureau.record[:-1], bureau.record[-1].kind) == (whole, Kind.RELEASED)
    assert bureau.verify() == 0


def test_two_pointers_in_one_folder_lead_to_one_site(bureau: Bureau) -> None:
    """Once with `--pointer file`, later without: whoever reads either sees the same."""

    def pointed() -> set[str]:
        return {(bureau.www / "current").readlink().name, (bureau.www / "current.txt").read_text("utf-8").strip()}

    bureau.edit(REVISED)
    bureau.publish(pointer="file")
    both = pointed()
    rolled_back = bureau.rollback(), pointed()
    again = bureau.publish(), pointed()

    assert both == {bureau.releases[-2]}
    assert rolled_back == (0, {bureau.releases[0]})
    assert again == (0, {bureau.releases[-1]})
    assert bureau.verify() == 0


def test_what_another_pointer_leads_to_is_kept_and_told(bureau: Bureau, capsys: pytest.CaptureFixture[str]) -> None:
    """Somebody is shown it; a run without changes brings the two together."""
    old = bureau.releases[0]
    bureau.edit(REVISED)
    bureau.publish()
    (bureau.www / "current.txt").write_text(f"{old}\n", "utf-8")
    target = Target(bureau.www, LINK)
    releases.prune(target, (), kept=0)
    kept = bureau.releases
    capsys.readouterr()
    seen, said = bureau.verify(), capsys.readouterr().out

    assert old in kept
    assert (seen, "还被另一个指针" in said) == (publishing.SITE_HAS_ERRORS, True)
    assert (bureau.publish(), bureau.verify()) == (0, 0)


def test_purging_leaves_no_old_text_on_the_server(bureau: Bureau, capsys: pytest.CaptureFixture[str]) -> None:
    """Not while it is still public, not without a reason; then from all releases, with an entry."""
    still_public = bureau.publish(purge="2025-xuncha/001", reason="误公开")
    bureau.edit(REVISED)
    no_reason = bureau.publish(purge="2025-xuncha/001")
    unknown = bureau.publish(purge="009", reason="误公开")
    said = capsys.readouterr().out
    code = bureau.publish(purge=FILE, reason="误公开了\n个人信息")

    assert (still_public, no_reason, unknown, code) == (1, 2, 1, 0)
    assert "还没有改" in said
    assert "公开记录里没有 009" in said
    assert bureau.record[-1][1:3] == (Kind.PURGED, PAGE)
    assert bureau.record[-1].note == "误公开了 个人信息"
    everything = b"".join(path.read_bytes() for path in bureau.www.rglob("*") if path.is_file())
    assert "没有建立公务用车制度".encode() not in everything
    assert bureau.rollback() == publishing.SITE_HAS_ERRORS


@pytest.mark.parametrize("name", ["2025-xunshi/001", "2025-xuncha/001"])
def test_a_purge_follows_a_text_through_its_addresses(bureau: Bureau, name: str) -> None:
    """A release from before the round was renamed goes, too, whichever of its addresses is given."""
    (bureau.root / "content/2025-xuncha").rename(bureau.root / "content/2025-xunshi")
    lay(bureau.root, {"site.yaml": SITE + "redirects: [{from: 2025-xuncha/, to: 2025-xunshi/}]\n"})
    moved = bureau.publish()
    lay(bureau.root, {"content/2025-xunshi/001.yaml": REVISED})
    revised = bureau.publish(purge=name, reason="误公开了个人信息")
    everything = b"".join(path.read_bytes() for path in bureau.www.rglob("*") if path.is_file())

    assert (moved, revised, bureau.verify()) == (0, 0, 0)
    assert bureau.record[-1][1:3] == (Kind.PURGED, "2025-xunshi/001.html")
    assert "没有建立公务用车制度".encode() not in everything
    assert len(bureau.releases) == 1


def test_the_reason_of_a_purge_is_examined(bureau: Bureau, capsys: pytest.CaptureFixture[str]) -> None:
    """It stays for ever, and must not hold what is purged."""
    bureau.edit(REVISED)
    before = bureau.record

    assert bureau.publish(purge="2025-xuncha/001", reason="误公开了 13800138000") == publishing.WRONG_USAGE
    assert "只说是哪一类内容" in capsys.readouterr().out
    assert bureau.record == before


def test_a_text_kept_as_a_version_is_not_purged(bureau: Bureau, capsys: pytest.CaptureFixture[str]) -> None:
    """It would be public again with the same command."""
    bureau.edit(REVISED)
    lay(bureau.root, {"content/2025-xuncha/versions/001.1.yaml": ISSUE})
    kept = bureau.publish(purge="2025-xuncha/001", reason="误公开")
    said = capsys.readouterr().out
    lay(bureau.root, {"content/2025-xuncha/versions/001.1.yaml": None})

    assert kept == publishing.SITE_HAS_ERRORS
    assert "要清除的内容还会公开在 2025-xuncha/banben/001-1.txt" in said
    assert bureau.publish(purge="2025-xuncha/001", reason="误公开") == 0


def test_an_older_text_that_was_public_is_purged(bureau: Bureau, capsys: pytest.CaptureFixture[str]) -> None:
    """Its words may vanish only with the purge; its address says that they are gone, and the next builds do not miss it."""
    older, words = "2025-xuncha/banben/001-1.html", "没有建立公务用车制度"
    bureau.edit(REVISED)
    lay(bureau.root, {"content/2025-xuncha/versions/001.1.yaml": ISSUE})
    shown = bureau.publish(), (bureau.www / "current" / older).exists()
    lay(bureau.root, {"content/2025-xuncha/versions/001.1.yaml": None})
    capsys.readouterr()
    refused, said = bureau.publish(), capsys.readouterr().out
    purged = bureau.publish(purge="2025-xuncha/001", reason="误公开")

    assert (shown, refused, purged) == ((0, True), publishing.SITE_HAS_ERRORS, 0)
    assert "publish --purge" in said
    assert (Kind.PURGED, older) in [entry[1:3] for entry in bureau.record]
    assert {path.suffix for path in bureau.www.rglob("001-1.*")} == {".html", ".gz", ".br"}
    assert not [path for path in bureau.www.rglob("001-1.html") if words in path.read_text("utf-8")]
    assert (bureau.publish(), bureau.verify()) == (0, 0)


def test_a_file_of_a_round_is_purged(project: Make, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As one of an issue: not while it stands there or elsewhere, not silently; then it is in no release."""
    own = "attachments: [{file: b.pdf, title: 通报原件}, {file: a.pdf, title: 名单}]\n"
    files: dict[str, str | bytes | None] = {
        f"content/2025-xuncha/round/{name}.pdf": f"%PDF-1.4 {name}".encode() for name in "ab"
    }
    bureau = Bureau(project({**files, ROUND_YAML: ROUND + own}), tmp_path / "www")
    public = bureau.publish(), bureau.publish(purge="2025-xuncha/round", reason="误公开")
    told = "revisions: [{date: 2025-12-25, note: 拿掉一份}]\n"
    lay(bureau.root, {ROUND_YAML: ROUND + own.replace(", {file: a.pdf, title: 名单}", "") + told})
    capsys.readouterr()
    silent, said = bureau.publish(), capsys.readouterr().out
    elsewhere = {
        FILE: REVISED + "attachments: [{file: c.pdf, title: 名单}]\n",
        "content/2025-xuncha/001/c.pdf": b"%PDF-1.4 a",
    }
    lay(bureau.root, elsewhere)
    still = bureau.publish(purge="content/2025-xuncha/round.yaml", reason="误公开"), capsys.readouterr().out
    lay(bureau.root, {FILE: ISSUE, "content/2025-xuncha/001/c.pdf": None})
    purged = bureau.publish(purge="2025-xuncha/round", reason="误公开")

    assert (public, silent, still[0], purged) == ((0, 1), 1, 1, 0)
    assert "content/2025-xuncha/round/a.pdf:1:1 A003" in said
    assert "还会公开在 2025-xuncha/001/c.pdf" in still[1]
    assert b"%PDF-1.4 a" not in [path.read_bytes() for path in bureau.www.rglob("*.pdf")]
    assert [entry[1:3] for entry in bureau.record if entry.kind is Kind.PURGED] == [
        (Kind.PURGED, "2025-xuncha/round/a.pdf"),
        (Kind.PURGED, "2025-xuncha/index.html"),
    ]
    assert (bureau.publish(), bureau.verify()) == (0, 0)


def test_an_interrupted_purge_is_finished(bureau: Bureau) -> None:
    """The record knows what must not be there; a run without changes takes it away."""
    bureau.edit(REVISED)
    old = bureau.releases[0]
    shutil.copytree(bureau.www / "releases" / old, bureau.root.parent / "kept")
    bureau.publish(purge="2025-xuncha/001", reason="误公开")
    shutil.copytree(bureau.root.parent / "kept", bureau.www / "releases" / old)
    bureau.publish()

    assert old not in bureau.releases


def test_a_page_that_breaks_the_rules_is_not_published(bureau: Bureau, capsys: pytest.CaptureFixture[str]) -> None:
    """What `check` finds on the pages stops a publication."""
    page = bureau.root / "templates/pages/issue.html"
    page.write_text(page.read_text("utf-8").replace("{% endblock %}", '<img src="x.png">{% endblock %}', 1), "utf-8")
    (bureau.root / "static/root/2025-xuncha").mkdir(parents=True)
    (bureau.root / "static/root/2025-xuncha/x.png").write_bytes(b"")

    assert bureau.publish() == publishing.SITE_HAS_ERRORS
    assert "H022" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (errno.ENOSPC, "磁盘满了"),
        (errno.EROFS, "只能读"),
        (errno.EACCES, "没有权限"),
        (errno.ESTALE, "断开"),
        (errno.EXDEV, "不在同一个磁盘"),
        (errno.ENOEXEC, "系统报告了错误 ENOEXEC"),
    ],
)
def test_what_the_system_says_is_told_in_words(code: int, words: str) -> None:
    """Where, why, and what to do."""
    said = publishing.explain_error(OSError(code, os.strerror(code), "/www/x"), Path("/www"))

    assert said.startswith("写不进 /www/x：")
    assert words in said
    assert said.endswith("再运行一次。")


@pytest.mark.parametrize(
    ("failed", "shown"),
    [
        ("/www/.publish.lock.pc.42", "/www"),
        ("/www/releases/.incoming-20251202-093000-1f2e3d4c/2025-xuncha/001.html", "/www/releases"),
        ("/www/releases/20251202-093000-1f2e3d4c", "/www/releases/20251202-093000-1f2e3d4c"),
        ("/home/.project/record/published.jsonl", "/home/.project/record/published.jsonl"),
        (None, "/www"),
    ],
)
def test_a_place_that_is_told_is_one_that_people_see(failed: str | None, shown: str) -> None:
    """Our own temporary names say nothing to a webmaster, and are gone when he looks for them."""
    assert publishing.explain_error(OSError(errno.EROFS, "", failed), Path("/www")).startswith(f"写不进 {shown}：")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the disk is full in a copy of this process")
def test_a_full_disk_leaves_the_old_site(capfd: pytest.CaptureFixture[str], bureau: Bureau) -> None:
    """The message says what it is, and which site stands."""
    bureau.edit(REVISED)
    before = bureau.releases, bureau.public(), bureau.record

    def full(event: str, arguments: tuple[object, ...]) -> None:
        if event == "open" and ".incoming-" in str(arguments[0]) and str(arguments[1])[0] in "xw":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), arguments[0])

    child = os.fork()
    if child == 0:
        sys.addaudithook(full)
        code = bureau.publish()
        sys.stdout.flush()
        os._exit(code)
    _, status = os.waitpid(child, 0)
    said = capfd.readouterr().out

    assert os.waitstatus_to_exitcode(status) == publishing.SITE_HAS_ERRORS
    assert "磁盘满了。腾出空间" in said
    assert publishing.STANDS in said
    assert (bureau.releases, bureau.public(), bureau.record) == before


@pytest.fixture
def checkout(bureau: Bureau) -> Bureau:
    """The same with the program in its folder, as a webmaster has it."""
    install(bureau.root)
    now = dt.datetime.now(BEIJING).isoformat(timespec="seconds")
    journal.append(bureau.root, [clock.correction(now)])  # or the real clock would be years behind the record one day
    return bureau


def command(bureau: Bureau, *arguments: str) -> subprocess.Popen[str]:
    """Type a publishing command."""
    return begin(bureau.root, *arguments, "--to", str(bureau.www))


def test_the_command_line_reaches_it(checkout: Bureau) -> None:
    """Words, exit codes, and the usage in Chinese."""
    checkout.edit(REVISED)
    for arguments, code, words in (
        (("publish",), 2, "--yes"),
        (("publish", "--yes"), 0, "已经公开"),
        (("verify",), 0, "公开的网站完好"),
        (("rollback",), 0, "已经退回"),
    ):
        running = command(checkout, *arguments)
        said = "".join(running.communicate(timeout=60))

        assert (running.returncode, words in said) == (code, True), said


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL and symbolic links")
def test_killed_at_random_moments_readers_see_a_whole_site(checkout: Bureau) -> None:
    """Ten times kill -9, with a reader who looks all the time; then one run puts everything in order.

    Hundreds of times: benchmarks/publish/kill.py.
    """
    chance = random.Random(7)
    wrong: list[object] = []
    looks = 0
    done = threading.Event()

    def look() -> None:
        nonlocal looks
        while not done.wait(0.005):  # publishing needs a processor, too
            release = (checkout.www / "current").resolve()
            wrong.extend(wrong_files(release))
            looks += 1

    reader = threading.Thread(target=look)
    reader.start()
    began = time.monotonic()
    notes = ""
    for turn in range(11):
        notes += f"  - {{date: 2025-12-20, note: 第{turn}次}}\n"
        checkout.edit(ISSUE.replace("没有建立", f"第{turn}次还没有建立") + "revisions:\n" + notes)
        running = command(checkout, "publish", "--yes")
        if turn == 0:  # how long one takes, unharmed
            running.communicate(timeout=60)
            whole = time.monotonic() - began
            continue
        time.sleep(chance.uniform(whole / 4, whole))
        running.send_signal(signal.SIGKILL)
        running.communicate()
    last = command(checkout, "publish", "--yes")
    said = "".join(last.communicate(timeout=60))
    done.set()
    reader.join()

    assert wrong == []
    assert looks > 20
    assert last.returncode == 0, said
    assert "第10次还没有建立" in checkout.public()
    assert [path.name for path in checkout.www.iterdir() if path.name.startswith(".")] == []
    assert checkout.verify() == 0


def test_personal_data_is_not_published(bureau: Bureau, capsys: pytest.CaptureFixture[str]) -> None:
    """A resident's number in a new issue stops the publication, and is not repeated in what is said (P-02)."""
    number = "11010519491231002X"
    text = ISSUE.replace("number: 1\n", "number: 2\n").replace("没有建立", f"居民{number}反映没有建立")
    lay(bureau.root, {"content/2025-xuncha/002.yaml": text})

    assert bureau.publish() == 1

    said = capsys.readouterr().out
    assert "002.yaml" in said
    assert number not in said
    assert not (bureau.www / "current/2025-xuncha/002.html").exists()


def test_personal_data_in_an_older_text_is_not_published(
    project: Make, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An older text becomes a page of its own: it is refused like a text of today."""
    number = "11010519491231002X"
    bureau = Bureau(project(), tmp_path / "www")
    older = "content/2025-xuncha/versions/001.1.yaml"
    bureau.edit(REVISED)
    lay(bureau.root, {older: ISSUE.replace("没有建立", f"居民{number}反映没有建立")})
    refused = bureau.publish()
    said = capsys.readouterr().out
    lay(bureau.root, {older: ISSUE})

    assert refused == publishing.SITE_HAS_ERRORS
    assert f"{older}:5:12 P102" in said
    assert number not in said
    assert bureau.publish() == 0
