"""The proof sheet of an import, opened from disk: what was ticked is kept, and everybody can read it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from imported import five_issues
from rectify.field.addresses import issue_page
from rectify.intake.intake import plan, read_files
from rectify.intake.proof.report import as_html
from rectify.terminal import approving, cli, commands, importing

ATTACK = '"><img src=x onerror="document.title=1"><script>document.title=2</script></textarea>'
NO_STORE = "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no'); } })"


def sheet(folder: Path, text: str = "", round_id: str = "2024-a") -> str:
    """The address of the proof sheet of a notice, with *text* in its first issue."""
    (folder / "notice.txt").write_text(five_issues(text), "utf-8")
    planned = plan(read_files([folder / "notice.txt"], folder, round_id), folder, given_id=True)
    (folder / "proof.html").write_text(as_html(planned), "utf-8")
    return (folder / "proof.html").as_uri()


@pytest.fixture
def context(browser: Any) -> Iterator[Any]:
    """A browser that has kept nothing yet."""
    with browser.playwright.new_context(locale="zh-CN") as made:
        yield made


@pytest.fixture
def page(context: Any) -> Any:
    """A new page, which waits for nothing long."""
    opened = context.new_page()
    opened.set_default_timeout(5000)
    return opened


def test_ticks_are_kept_and_become_the_command(page: Any, tmp_path: Path) -> None:
    """Ticked issues are there again when the page is opened again, as ranges in the command; elsewhere they are not."""
    page.goto(sheet(tmp_path))
    nothing = page.inner_text("#approve")
    for number in (1, 3, 4, 5):
        page.check(f"#i{number} input")
    page.reload()
    again = page.inner_text("#command")
    page.uncheck("#i4 input")
    fewer = page.inner_text("#command")
    page.goto(sheet(tmp_path, "又有"))
    other = page.inner_text("#count")

    assert "还没有勾选任何问题" in nothing
    assert "python3 build.py" not in nothing
    assert (again, fewer) == ("python3 build.py approve 2024-a 1 3-5", "python3 build.py approve 2024-a 1 3 5")
    assert other.startswith("读过 0 /")


def test_the_command_makes_what_was_ticked_public(page: Any, project: Callable[..., Path]) -> None:
    """From the notice to the page: what was ticked is built once its command has run, the rest is not."""
    root = project()
    (root / "notice.txt").write_text(five_issues().replace("甲局", "示例市示例局"), "utf-8")
    words = ["import", str(root / "notice.txt"), "--round", "2024-a"]
    importing.run(root, cli.parse(words))
    record = root / "content" / "2024-a" / "round.yaml"
    filled = record.read_text("utf-8").replace("feedback:\n", "feedback: 2024-06-03\n")
    record.write_text(filled.replace("published:\n", "published: 2024-12-30 12:23\n"), "utf-8")
    page.goto((root / "import-report.html").as_uri())
    for number in (1, 3, 4, 5):
        page.check(f"#i{number} input")
    command = page.inner_text("#command").removeprefix("python3 build.py ").split()
    codes = [approving.approve(root, cli.parse(command)), commands.build(root, cli.parse(["build"]))]
    public = [(root / "output" / issue_page("2024-a", number)).is_file() for number in range(1, 6)]
    importing.run(root, cli.parse([*words, "--update"]))
    page.reload()

    assert codes == [0, 0]
    assert public == [True, False, True, True, True]
    assert [box.get_attribute("data-issue") for box in page.query_selector_all("input")] == ["2"]


def test_a_keyboard_ticks_and_goes_on(page: Any, tmp_path: Path) -> None:
    """The button leads to the next issue that is not read, where the space bar ticks it."""
    page.goto(sheet(tmp_path))
    page.check("#i1 input")
    for _ in range(2):
        page.focus("#next")
        page.keyboard.press("Enter")
        page.keyboard.press(" ")

    assert page.inner_text("#command").endswith("approve 2024-a 1-3")


def test_the_command_is_copied(browser: Any, tmp_path: Path) -> None:
    """The button puts the command where it can be pasted from, and says so."""
    with browser.playwright.new_context(permissions=["clipboard-read"]) as context:
        page = context.new_page()
        page.goto(sheet(tmp_path))
        page.check("#i2 input")
        page.click("#copy")

        assert page.evaluate("navigator.clipboard.readText()") == "python3 build.py approve 2024-a 2"
        assert page.inner_text("#copied") == "已复制"


def test_where_nothing_can_be_kept_it_still_works(page: Any, tmp_path: Path) -> None:
    """A browser that keeps nothing for pages from disk is not complained about."""
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.add_init_script(NO_STORE)
    page.goto(sheet(tmp_path))
    page.check("#i2 input")

    assert page.inner_text("#command").endswith(" 2")
    assert complaints == []


def test_words_of_the_source_do_nothing(page: Any, tmp_path: Path) -> None:
    """HTML in a notice is shown as its letters: no script of it runs, no picture of it is asked for."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(sheet(tmp_path, ATTACK))

    assert page.evaluate("[document.title.slice(0, 4), document.images.length, document.scripts.length]") == [
        "导入校样",
        0,
        1,
    ]
    assert ATTACK in page.text_content("#i1")
    assert [address for address in asked if not address.startswith("file:")] == []


def test_without_scripts_the_command_is_explained(browser: Any, tmp_path: Path) -> None:
    """All is there to read, and the end says how to approve."""
    with browser.playwright.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(sheet(tmp_path))

        assert page.locator("article.issue dl").first.is_visible()
        assert page.inner_text("#command") == "python3 build.py approve 2024-a 1 3-5"
        assert not page.is_visible("#bar")


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (1280, "light"), (1280, "dark")])
def test_everybody_can_read_it(sight: Any, tmp_path: Path, width: int, scheme: str) -> None:
    """Axe finds nothing, and nothing but tables is wider than a telephone."""
    page = sight.look(width=width, scheme=scheme)
    page.goto(sheet(tmp_path))
    page.check("#i2 input")

    assert page.evaluate("probes.accessibility()") == []
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_columns_stand_side_by_side_where_there_is_room(page: Any, tmp_path: Path) -> None:
    """A field and its source share a line on a desk and on paper, and stand one below the other on a telephone."""
    page.goto(sheet(tmp_path))
    tops = "[...document.querySelectorAll('#i1 .row:last-child dd')].map((one) => one.getBoundingClientRect().top)"
    found = []
    for width, media in ((1280, "screen"), (700, "print"), (320, "screen")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(media=media)
        first, second = page.evaluate(tops)
        found.append(first == second)

    assert found == [True, True, False]
