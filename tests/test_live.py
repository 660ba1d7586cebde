"""A site that follows edits ends as a clean build makes it, shows first what was edited, and outlives mistakes."""

from __future__ import annotations

import asyncio
import gc
import random
import re
import shutil
import sys
import threading
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path, PurePosixPath

import pytest

import reuse as lives
from rectify import pipeline
from rectify.checks.links import LinkCheck
from rectify.engine.fingerprint import Fingerprints
from rectify.ground.diagnostics import Diagnostic, SourceError, Span
from rectify.live import ASSETS, FOLLOWED, Live, Step
from rectify.outputs import assets
from rectify.terminal import edits
from rectify.terminal.overlay import excerpt, overlay
from support import ISSUE, ROOT, lay, tree

ONE = "content/2025-xuncha/001.yaml"
PAGE = "2025-xuncha/001.html"
PHOTO = ROOT / "tests/sites/bureau/project/content/2025-xuncha/001/qian.jpg"
UNFIT = (lives.damage_output, lives.lose_record, lives.nothing)
BREAKS: tuple[tuple[str, str, str], ...] = (
    ("content/2025-xuncha/001.yaml", "status:", "statsu:"),
    ("content/2025-xuncha/001.yaml", "result: ", "result: [看这里](no/such.html)"),
    ("site.yaml", "navigation:", "navigation: ["),
    ("content/2025-xuncha/round.yaml", "id: conduct", "id: decisions"),
    ("templates/pages/issue.html", "{% block main %}", "{% block main %}{{ page.no_such }}"),
    ("templates/layouts/base.html", "<body>", "<body>{% if %}"),
)


@pytest.fixture(autouse=True)
def fixed_assets(monkeypatch: pytest.MonkeyPatch) -> None:
    """Clean builds have their assets where `serve` has them."""
    monkeypatch.setattr(assets, "collect", partial(assets.collect, name=ASSETS))


@pytest.fixture
def live(tmp_path: Path) -> Live:
    """The site of five issues, followed so far."""
    lives.start(tmp_path / "project")
    made = Live(tmp_path / "project", tmp_path / "site")
    steps_of(made)
    return made


def steps_of(live: Live, *names: str, open_pages: Collection[str] = ()) -> list[Step]:
    """Follow edits to the end; the steps at which something happened."""
    return [step for step in live.follow(names, open_pages) if step.changed or step.diagnostics]


def finished(live: Live) -> list[str]:
    """Follow to the end what was cut short, and say that it was."""
    if live.settled:
        return []
    steps_of(live)
    return ["cut short"]


def changed(steps: list[Step]) -> list[str]:
    """The paths that changed, in order."""
    return [str(path) for step in steps for path in step.changed]


def differing(live: Live, clean: Path) -> list[str]:
    """What the site has otherwise than a clean build with drafts in the folder *clean*."""
    shutil.rmtree(clean, ignore_errors=True)
    pipeline.build(live.root, clean, drafts=True)
    made, wanted = tree(live.folder), tree(clean)
    return [str(path) for path in made.keys() | wanted.keys() if made.get(path) != wanted.get(path)]


def stamps(root: Path) -> dict[str, object]:
    """What tells that a file changed."""
    return {
        path.relative_to(root).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns)
        for name in FOLLOWED
        for path in ([root / name] if (root / name).is_file() else (root / name).rglob("*"))
        if path.is_file()
    }


MOVING = (lives.rename, lives.rename_round, lives.swap)
"""A broken file that has moved would not be mended."""


@pytest.mark.parametrize("seed", range(3))
def test_following_equals_building(seed: int, tmp_path: Path) -> None:
    """Random edits and mistakes, followed to the end or cut short: at rest the site is a clean build's."""
    chance = random.Random(seed)
    root = tmp_path / "project"
    lives.start(root)
    live = Live(root, tmp_path / "site")
    steps_of(live)
    steps = [step for step in lives.STEPS if step not in UNFIT]
    said: list[str] = []
    for _ in range(8):
        before = stamps(root)
        broken = chance.choice(BREAKS) if chance.random() < 0.3 else None
        if broken and (root / broken[0]).exists():
            whole = (root / broken[0]).read_bytes()
            lives.rewrite(root / broken[0], *broken[1:])
            said.append(f"broke {broken}")
            for _step in live.follow([broken[0]], [PAGE]):
                if chance.random() < 0.02:
                    break
            if chance.random() < 0.5:
                with suppress(SourceError):  # the step would change the file that is broken
                    said += (step(chance, root) for step in chance.sample([s for s in steps if s not in MOVING], 1))
            if (root / broken[0]).exists():
                (root / broken[0]).write_bytes(whole)
            said.append("mended")
        sound = lives.content_of(root)
        said += (step(chance, root) for step in chance.sample(steps, chance.choice([1, 1, 2, 3])))
        if lives.refusal(lambda: pipeline.build(root, tmp_path / "clean")):  # a build refuses it, too
            lives.restore(root, sound)
        after = stamps(root)
        names = [name for name in before.keys() | after.keys() if before.get(name) != after.get(name)]
        names += [broken[0]] if broken else []
        for step in live.follow(names, [PAGE, "index.html"], lambda: chance.random() < 0.001):
            del step
            if chance.random() < 0.03:
                break
        said += finished(live)

        assert live.settled, f"seed {seed}: {said}"
        assert not differing(live, tmp_path / "clean"), f"seed {seed}: {said}"


@pytest.mark.parametrize("asked", [1, 8, 20, 80])
def test_newer_edits_end_reading_and_planning(asked: int, live: Live, tmp_path: Path) -> None:
    """The page of the edit before them is there, nothing is settled, and what was begun is done with the next ones."""
    answers = iter([False] * asked)
    lives.rewrite(live.root / ONE, "制度不健全", "车辆没有台账")
    steps = list(live.follow([ONE], [PAGE], lambda: next(answers, True)))

    assert changed(steps)[0] == PAGE
    assert "2025-xuncha/issues.html" not in changed(steps)
    assert not live.settled
    steps_of(live, ONE)
    assert live.settled
    assert not differing(live, tmp_path / "clean")


def test_an_old_plan_goes_without_the_garbage_collector(live: Live) -> None:
    """Nothing of it is in a circle: what stands is frozen between edits, so that the collector never saw it."""
    gc.collect()
    gc.disable()
    try:
        for _ in range(4):
            lives.rewrite(live.root / ONE, "制度不健全", "制度很不健全")
            steps_of(live, ONE)
            lives.rewrite(live.root / ONE, "制度很不健全", "制度不健全")
            steps_of(live, ONE)
        plans = [one for one in gc.get_objects() if isinstance(one, Fingerprints)]
    finally:
        gc.enable()

    assert len(plans) == 1


def test_what_was_measured_for_a_plan_is_not_written_for_the_next(live: Live, tmp_path: Path) -> None:
    """Files of data are made while planning, to be measured; if an edit comes before they are written, they are made anew."""
    lives.rewrite(live.root / ONE, "制度不健全", "车辆没有台账")
    for step in live.follow([ONE]):
        if step.changed and step.changed[0] != PAGE:
            break
    lives.rewrite(live.root / ONE, "车辆没有台账", "车辆没有登记")
    steps_of(live, ONE)

    assert "车辆没有登记" in (live.folder / "data/all.csv").read_text("utf-8")
    assert not differing(live, tmp_path / "clean")


def test_a_broken_link_has_no_other_page_looked_at_again(live: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    """While it stands, an edit elsewhere costs no more; it is told on, and once mended it is gone."""
    lives.rewrite(live.root / ONE, "没有建立", "没有[建立](no/such.html)")
    steps_of(live, ONE)
    looked: list[str] = []
    add_page = LinkCheck.add_page

    def note(self: LinkCheck, path: str, data: bytes) -> None:
        looked.append(path)
        add_page(self, path, data)

    monkeypatch.setattr(LinkCheck, "add_page", note)
    steps = steps_of(live, "content/2025-xuncha/002.yaml")

    assert [d.code for d in live.diagnostics] == ["L001"], steps
    assert set(looked) <= {PAGE, "2025-xuncha/quanwen.html"}
    lives.rewrite(live.root / ONE, "[建立](no/such.html)", "建立")
    steps_of(live, ONE)
    assert live.diagnostics == ()


def test_a_first_build_says_how_far_it_is_and_makes_first_what_is_asked_for(tmp_path: Path) -> None:
    """Read, planned, made; a page that is asked for while others are being made is the next."""
    lives.start(tmp_path / "project")
    live = Live(tmp_path / "project", tmp_path / "site")
    wanted: set[str] = set()
    doing, paths = [live.doing[0]], []
    for step in live.follow((), wanted):
        doing.append(live.doing[0])
        paths += step.changed
        if len(paths) == 20:
            wanted.add(PAGE)

    assert list(dict.fromkeys(doing)) == ["正在读取内容", "正在排出网页", "正在生成网页"]
    assert paths[0].startswith("assets/")
    assert paths[20] == PAGE
    assert live.doing[1] == live.doing[2] == len(paths)


def test_the_page_of_an_edited_issue_comes_first(live: Live) -> None:
    """Before lists and neighbours, and not twice if nothing else on it changed."""
    lives.rewrite(live.root / ONE, "制度不健全", "车辆没有台账")
    paths = changed(steps_of(live, ONE))

    assert paths[0] == PAGE
    assert paths.count(PAGE) == 1
    assert {"2025-xuncha/issues.html", "2025-xuncha/002.html"} <= set(paths)


def test_what_is_found_in_an_edited_text_is_on_its_page_at_once(live: Live) -> None:
    """The way to a paragraph that names a document leads there after an edit of it: the page is whole, and made once."""
    lives.rewrite(live.root / ONE, "印发《", "经局党组会议讨论后印发《")
    first = next(step for step in live.follow([ONE]) if PAGE in step.changed)
    page = (live.folder / PAGE).read_text("utf-8")
    later = changed(steps_of(live))

    assert first.changed == (PAGE,)
    assert "经局党组会议讨论后" in page
    assert set(re.findall(r' href="#([^"]+)"', page)) <= set(re.findall(r' id="([^"]+)"', page))
    assert PAGE not in later


def test_an_edit_of_the_text_changes_only_what_shows_texts(live: Live) -> None:
    """What lists do not show leaves them alone."""
    lives.rewrite(live.root / ONE, "没有建立", "未曾建立")

    assert {path for path in changed(steps_of(live, ONE)) if path.endswith(".html")} == {
        PAGE,
        "2025-xuncha/quanwen.html",
        "data.html",
    }


def test_a_style_changes_no_page(live: Live) -> None:
    """The sheet keeps its address."""
    lives.rewrite(live.root / "static/css/base.css", "", "p { margin: 0 }")

    assert changed(steps_of(live, "static/css/base.css")) == ["assets/dev/site.css"]


def test_a_template_changes_first_what_is_seen(live: Live) -> None:
    """The page being looked at does not wait for all others."""
    lives.rewrite(live.root / "templates/layouts/base.html", "<body>", '<body class="new">')
    paths = changed(steps_of(live, "templates/layouts/base.html", open_pages=["2025-xuncha/004.html"]))

    assert paths[0] == "2025-xuncha/004.html"
    assert paths.count("2025-xuncha/004.html") == 1
    assert "index.html" in paths


def test_what_is_deleted_goes(live: Live, tmp_path: Path) -> None:
    """Pages of deleted files, folders and lists are removed, and the folders with them."""
    shutil.rmtree(live.root / "content/2023-xuncha")
    paths = changed(steps_of(live, "content/2023-xuncha"))

    assert "2023-xuncha/001.html" in paths
    assert not (live.folder / "2023-xuncha").exists()
    assert not differing(live, tmp_path / "clean")


def test_an_older_text_may_go_with_what_was_revised(live: Live, tmp_path: Path) -> None:
    """As when somebody takes a revision back in the files: nothing ends, and the site is a clean build's."""
    issue, name = live.root / "content/2025-xuncha/001.yaml", "content/2025-xuncha/001.yaml"
    before = issue.read_text("utf-8")
    older = issue.parent / "versions/001.1.yaml"
    older.parent.mkdir(exist_ok=True)
    older.write_text(before, "utf-8")
    issue.write_text(f"{before}revisions:\n  - {{date: 2026-01-02, note: 改了}}\n", "utf-8")
    steps_of(live, name, "content/2025-xuncha/versions")
    assert differing(live, tmp_path / "clean") == []
    issue.write_text(before, "utf-8")
    older.unlink()
    steps_of(live, name)

    assert differing(live, tmp_path / "clean") == []


def test_a_renamed_folder_moves_its_pages(live: Live, tmp_path: Path) -> None:
    """A folder is told by its name alone."""
    (live.root / "content/2023-xuncha").rename(live.root / "content/2022-xuncha")
    paths = changed(steps_of(live, "content/2023-xuncha", "content/2022-xuncha"))

    assert {"2023-xuncha/001.html", "2022-xuncha/001.html"} <= set(paths)
    assert not differing(live, tmp_path / "clean")


@pytest.mark.parametrize("broken", BREAKS, ids=lambda broken: f"{broken[0]} {broken[2]}")
def test_mistakes_are_told_and_outlived(broken: tuple[str, str, str], live: Live, tmp_path: Path) -> None:
    """The same mistakes as a build tells; pages stay; once mended, all is as if nothing had been."""
    name, old, new = broken
    whole = (live.root / name).read_bytes()
    before = tree(live.folder)
    lives.rewrite(live.root / name, old, new)
    steps_of(live, name, open_pages=[PAGE])
    with pytest.raises(SourceError) as error:
        pipeline.build(live.root, tmp_path / "clean")

    assert set(error.value.diagnostics) <= set(live.diagnostics)
    assert tree(live.folder).keys() == before.keys()
    steps_of(live)
    assert live.diagnostics, "an edit elsewhere does not make it right"
    (live.root / name).write_bytes(whole)
    steps_of(live, name)
    assert live.diagnostics == ()
    assert tree(live.folder) == before


def test_all_mistakes_are_told_at_once(live: Live) -> None:
    """Of two files and of a template."""
    for name in (ONE, "content/2025-xuncha/002.yaml"):
        lives.rewrite(live.root / name, "status:", "statsu:")
        steps_of(live, name)

    assert {str(d.span.path) for d in live.diagnostics} == {ONE, "content/2025-xuncha/002.yaml"}
    lives.rewrite(live.root / ONE, "statsu:", "status:")
    first = next(step for step in live.follow([ONE]) if step.diagnostics is not None)
    assert {str(d.span.path) for d in first.diagnostics or ()} == {"content/2025-xuncha/002.yaml"}


def test_an_issue_is_not_shown_by_settings_it_was_not_planned_with(live: Live) -> None:
    """A department is registered and used while another file is wrong; then a template changes."""
    lives.rewrite(live.root / "content/2025-xuncha/002.yaml", "status:", "statsu:")
    lives.rewrite(live.root / "site.yaml", "  - {id: finance", "  - {id: audit, name: 审计科}\n  - {id: finance")
    lives.rewrite(live.root / ONE, "lead: [办公室]", "lead: [审计科]")
    steps_of(live, "content/2025-xuncha/002.yaml", "site.yaml", ONE)
    (live.root / "templates/pages/issue.html").touch()

    steps_of(live, "templates/pages/issue.html", open_pages=[PAGE])
    assert "审计科" not in (live.folder / PAGE).read_text("utf-8")
    lives.rewrite(live.root / "content/2025-xuncha/002.yaml", "statsu:", "status:")
    steps_of(live, "content/2025-xuncha/002.yaml")
    assert "审计科" in (live.folder / PAGE).read_text("utf-8")


def test_only_pages_of_the_site_are_read(live: Live) -> None:
    """Nothing beside the site's own files is served."""
    assert live.read("index.html") is not None
    assert live.read("../project/site.yaml") is None


def test_a_site_may_begin_with_mistakes(project: Callable[..., Path], tmp_path: Path) -> None:
    """The first good state is built when it comes."""
    root = project({ONE: "number: 1\n"})
    live = Live(root, tmp_path / "site")
    steps_of(live)

    assert live.diagnostics
    lay(root, {ONE: ISSUE})
    steps_of(live, ONE)
    assert live.diagnostics == ()
    assert not differing(live, tmp_path / "clean")


def test_the_overlay_shows_the_place(tmp_path: Path) -> None:
    """Three lines around, the wrong line in three parts."""
    lay(tmp_path, {"a.yaml": "".join(f"第{n}行: 值{n}\n" for n in range(1, 10))})
    wrong = Diagnostic(Span(PurePosixPath("a.yaml"), 5, 6), "Y001", "不对", "改")
    shown = overlay(tmp_path, [wrong])

    assert shown["count"] == 1
    assert shown["problems"][0]["place"] == "a.yaml:5:6"
    assert [line["number"] for line in shown["problems"][0]["lines"]] == [2, 3, 4, 5, 6, 7, 8]
    assert shown["problems"][0]["lines"][3]["parts"] == ["第5行: ", "值5", ""]


def test_a_place_beyond_the_line_is_marked(tmp_path: Path) -> None:
    """Something missing at the end of a line, or a file that is gone."""
    assert excerpt(["短"], Span(PurePosixPath("a"), 1, 9)) == [{"number": 1, "parts": ["短", " ", ""]}]
    assert overlay(tmp_path, [Diagnostic(Span(PurePosixPath("gone")), "S001", "缺")])["problems"][0]["lines"] == []


@contextmanager
def watching(root: Path, *, poll: bool) -> Iterator[Callable[[str], None]]:
    """Watch *root*; gives a function that waits until a name has been noticed."""
    names_seen: set[str] = set()
    news = threading.Condition()

    def noticed(names: Collection[str]) -> None:
        with news:
            names_seen.update(names)
            news.notify_all()

    loop = asyncio.new_event_loop()
    watcher = edits.watch(root, FOLLOWED, noticed, loop, poll=poll)
    thread = threading.Thread(target=loop.run_forever)
    thread.start()

    def wait(name: str) -> None:
        with news:
            assert news.wait_for(lambda: name in names_seen, 5), f"{name} not in {names_seen}"
            names_seen.clear()

    try:
        yield wait
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        watcher.close()
        loop.close()


@pytest.mark.parametrize("poll", [False, True], ids=["told", "seen"])
def test_edits_of_every_kind_are_noticed(*, poll: bool, project: Callable[..., Path]) -> None:
    """Writing in place, saving by renaming, new, moved and deleted files and folders."""
    root = project(folder="项目")
    with watching(root, poll=poll) as wait:
        (root / ONE).write_text("number: 2", "utf-8")
        wait(ONE)
        (root / "content/2025-xuncha/.001.swp").write_text("number: 3", "utf-8")
        (root / "content/2025-xuncha/.001.swp").replace(root / ONE)
        wait(ONE)
        (root / "content/2026-新").mkdir()
        (root / "content/2026-新/round.yaml").write_text("a", "utf-8")
        wait("content/2026-新" if not poll and sys.platform == "linux" else "content/2026-新/round.yaml")
        time.sleep(0.02)
        (root / "content/2026-新/001.yaml").write_text("a", "utf-8")
        wait("content/2026-新/001.yaml")
        (root / "content/2026-新/001.yaml").rename(root / "content/2026-新/002.yaml")
        wait("content/2026-新/002.yaml")
        shutil.rmtree(root / "content/2026-新")
        wait("content/2026-新/002.yaml")
        (root / "site.yaml").write_text("a", "utf-8")
        wait("site.yaml")
        (root / "output").mkdir()
        (root / "static/css/new.css").write_text("a", "utf-8")
        wait("static/css/new.css")


@pytest.mark.parametrize("names", [(ONE,), (ONE.removesuffix(".yaml"), ONE)], ids=["known", "just put there"])
def test_a_new_photograph_is_there_before_the_page_that_shows_it(live: Live, names: tuple[str, ...]) -> None:
    """Nobody who has the page open sees it broken."""
    folder = live.root / ONE.removesuffix(".yaml")
    folder.mkdir(exist_ok=True)
    shutil.copyfile(PHOTO, folder / "1.jpg")
    path = live.root / ONE
    path.write_text(path.read_text("utf-8") + "photos:\n  - file: 1.jpg\n    alt: 院墙\n    checked: true\n", "utf-8")
    shown = [
        [
            one
            for one in re.findall(r'(?:src|href)="([^"]*\.jpg)"', (live.folder / PAGE).read_text("utf-8"))
            if not (live.folder / "2025-xuncha" / one).exists()
        ]
        for step in live.follow(names, [PAGE])
        if PAGE in step.changed
    ]

    assert shown
    assert not any(shown)
    assert ".jpg" in (live.folder / PAGE).read_text("utf-8")
