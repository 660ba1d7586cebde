"""Mistakes in the sources: each is told where it stands, what is wrong and how to mend it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from golden import Golden
from rectify import pipeline
from rectify.ground.diagnostics import SourceError
from support import ISSUE, MINIMAL, ROOT, ROUND, Files, lay

CASES = ROOT / "tests" / "sites" / "invalid"
OURS = ("expected.txt", "without.txt")
ISSUE_FILE, ROUND_FILE = "content/2025-xuncha/001.yaml", "content/2025-xuncha/round.yaml"


def diagnostic_lines(root: Path) -> list[str]:
    """What a person is told of the sources below *root*, errors and reminders alike."""
    try:
        _, diagnostics = pipeline.read(root)
    except SourceError as error:
        diagnostics = error.diagnostics
    return [str(diagnostic) for diagnostic in diagnostics]


def case_files(case: Path) -> Files:
    """The files of a case; those named in its without.txt are left out of the minimal site."""
    added = {
        path.relative_to(case).as_posix(): path.read_bytes()
        for path in case.rglob("*")
        if path.is_file() and path.name not in OURS
    }
    without = case / "without.txt"
    gone = without.read_text(encoding="utf-8").split() if without.exists() else []
    return {**dict.fromkeys(gone), **added}


@pytest.mark.parametrize("name", sorted(path.name for path in CASES.iterdir() if path.is_dir()))
def test_a_mistake_is_told(name: str, tmp_path: Path, golden: Golden) -> None:
    """The minimal site with the case's files gives exactly the diagnostics of its expected.txt."""
    lay(tmp_path, {**MINIMAL, **case_files(CASES / name)})

    golden.file(CASES / name / "expected.txt", "".join(f"{line}\n" for line in diagnostic_lines(tmp_path)))


SAVE_AS = "用编辑器“另存为”，编码选 UTF-8"
UNSEEN = "把光标移到这一列，按 Delete 键删去它"
BRACKETS = f"{ISSUE_FILE}:1:21 Y009 嵌套超过 16 层 → 照模板写，缩进不要这样深，括号不要套括号"
LAUGHS = "".join(f"{a}: &{a} [{', '.join([f'*{b}'] * 9)}]\n" for a, b in zip("bcdefghi", "abcdefgh", strict=True))


def alias(line: int, column: int, name: str) -> str:
    return f"{ISSUE_FILE}:{line}:{column} Y010 不能用 YAML 引用 *{name} → 把内容直接写在这里；文字以 * 开头时加上引号"


def anchor(line: int, name: str) -> str:
    return f"{ISSUE_FILE}:{line}:4 Y010 不能用 YAML 锚点 &{name} → 删去 & 记号；文字以 & 开头时加上引号"


ODD: dict[str, tuple[bytes, list[str]]] = {
    "gbk": (
        ISSUE.encode("gb18030"),
        [f"{ISSUE_FILE}:2:8 Y002 文件不是 UTF-8 编码，看来是 GBK（GB18030） → {SAVE_AS}"],
    ),
    "cut-utf-8": (
        ISSUE.encode() + "制".encode()[:2],
        [f"{ISSUE_FILE}:13:1 Y002 文件不是 UTF-8 编码 → {SAVE_AS}"],
    ),
    "utf-16": (ISSUE.encode("utf-16"), [f"{ISSUE_FILE}:1:1 Y002 文件的编码是 UTF-16 → {SAVE_AS}"]),
    "utf-16-without-mark": (
        b"n\0u\0m\0b\0e\0r\0:\0 \x001\0\n\0t\0",
        [f"{ISSUE_FILE}:1:1 Y002 这不是文本文件，或者编码是 UTF-16 → {SAVE_AS}；不是文本的移到别处"],
    ),
    "mark-and-windows-lines": (b"\xef\xbb\xbf" + ISSUE.replace("\n", "\r\n").encode(), []),
    "old-mac-lines": (ISSUE.replace("\n", "\r").encode(), []),
    "nul": (
        ISSUE.replace("制度不", "制\0度不").encode(),
        [f"{ISSUE_FILE}:2:9 Y005 这里有看不见的字符 U+0000 → {UNSEEN}"],
    ),
    "unseen": (
        ISSUE.replace("制度不", "制\u200b度不")
        .replace("建立制", "建\u2028立制")
        .replace("已完成", "\u202e已完成")
        .encode(),
        [
            f"{ISSUE_FILE}:{place} Y005 这里有看不见的字符 {name} → {UNSEEN}"
            for place, name in (("2:9", "U+200B"), ("4:9", "U+202E"), ("7:6", "U+2028"), ("11:9", "U+202E"))
        ],
    ),
    "huge": (
        ISSUE.encode() + b"#" * (1 << 20),
        [
            (
                f"{ISSUE_FILE}:1:1 Y008 文件有 {len(ISSUE.encode()) + (1 << 20):,} 字节，超过 1,048,576 字节的上限"
                " → 一个问题写一个文件，不要把整份通报放进来"
            )
        ],
    ),
    "much": (
        b"measures:\n" + b"- a\n" * 210_000,
        [f"{ISSUE_FILE}:199998:3 Y009 文件里的内容太多，读到这里不再往下读 → 一个问题写一个文件，分开来写"],
    ),
    "brackets": (b"lead: " + b"[" * 100_000, [BRACKETS.replace("1:21", "1:22")]),
    "braces": (b"lead: " + b"{a: " * 100_000, [BRACKETS.replace("1:21", "1:67")]),
    "dashes": (b"lead:\n  " + b"- " * 100_000, [BRACKETS.replace("1:21", "2:33")]),
    "questions": (b"? " * 100_000, [BRACKETS.replace("1:21", "1:33")]),
    "billion-laughs": (
        f"a: &a [lol]\n{LAUGHS}".encode(),
        [
            line
            for number, (a, b) in enumerate(zip("abcdefghi", " abcdefgh", strict=True), start=1)
            for line in [anchor(number, a), *(alias(number, 8 + 4 * n, b) for n in range(9) if number > 1)]
        ],
    ),
}


@pytest.mark.parametrize("name", ODD)
def test_odd_bytes_are_told(name: str, tmp_path: Path) -> None:
    """An issue of odd bytes never crashes nor stalls the reader: one can read what is wrong with it."""
    data, expected = ODD[name]
    lay(tmp_path, {**MINIMAL, ISSUE_FILE: data})

    assert expected == diagnostic_lines(tmp_path)


NO_SITE = (
    "site.yaml:1:1 S001 缺少文件 site.yaml → 网站名称、页脚、部门都写在这个文件里：从备份（或者版本库）里找回它，"
    "或者写一个，写法见 python3 build.py docs fields"
)
NO_ROUND = (
    f"{ROUND_FILE}:1:1 S001 缺少文件 round.yaml → 每一轮的文件夹里都要有它：从备份里找回；"
    "新的一轮，运行 python3 build.py new --round 加文件夹的名字"
)
NOTHING = (
    ".:1:1 S003 这里没有网站：没有 site.yaml，也没有 content 文件夹 → 到网站自己的文件夹里运行；"
    "还没有的，新建一个：python3 build.py init ../our-site --from 通报.docx"
)
NO_CONTENT = "content:1:1 S003 没有 content 文件夹 → 建一个 content 文件夹，每一轮检查一个子文件夹"


@pytest.mark.parametrize(
    ("gone", "expected"),
    [
        (["site.yaml"], [NO_SITE]),
        ([ROUND_FILE], [NO_ROUND]),
        ([ISSUE_FILE, ROUND_FILE], [NO_CONTENT]),
        (list(MINIMAL), [NOTHING]),
    ],
)
def test_a_missing_file_is_told(gone: list[str], expected: list[str], tmp_path: Path) -> None:
    """What must be there and is not, is told by its name, all at once."""
    lay(tmp_path, {name: text for name, text in MINIMAL.items() if name not in gone})

    assert expected == diagnostic_lines(tmp_path)


def test_empty_content_is_told(tmp_path: Path) -> None:
    """A content folder without any round says how to begin one."""
    lay(tmp_path, {"site.yaml": MINIMAL["site.yaml"]})
    (tmp_path / "content").mkdir()

    assert diagnostic_lines(tmp_path) == [
        ("content:1:1 S003 content 里一轮检查也没有 → 运行 python3 build.py new --round 2024-xuncha --begin 新开一轮")
    ]


@pytest.mark.parametrize("name", ["con", "nul", "aux", "com1", "lpt9", "NUL", "assets", "Assets"])
def test_a_reserved_folder_name_is_told(name: str, tmp_path: Path) -> None:
    """A round may not take a name that Windows or the site itself needs."""
    lay(tmp_path, {**MINIMAL, f"content/{name}/round.yaml": ROUND})

    assert [
        f"content/{name}:1:1 S005 文件夹不能叫 {name}，这个名字另有用处 → 换一个名字，例如 2024-xuncha"
    ] == diagnostic_lines(tmp_path)


def test_a_folder_where_a_file_should_be_is_told(tmp_path: Path) -> None:
    """A folder called round.yaml is no round.yaml."""
    lay(tmp_path, {**MINIMAL, ROUND_FILE: None})
    (tmp_path / ROUND_FILE).mkdir()

    assert [f"{ROUND_FILE}:1:1 S002 这里应当是一个文件，却是一个文件夹 → 把文件夹移走，放进文件"] == diagnostic_lines(
        tmp_path
    )


@pytest.mark.skipif(os.name == "nt", reason="links need special rights on Windows")
def test_a_link_that_leads_outside_is_no_source(tmp_path: Path) -> None:
    """A link cannot bring a file from outside the project onto the site."""
    lay(tmp_path, {"elsewhere.yaml": ISSUE, **{f"project/{name}": text for name, text in MINIMAL.items()}})
    (tmp_path / "project/content/2025-xuncha/002.yaml").symlink_to(tmp_path / "elsewhere.yaml")

    assert diagnostic_lines(tmp_path / "project") == [
        (
            "content/2025-xuncha/002.yaml:1:1 S006 这里只能放 round.yaml 和以序号命名的问题文件"
            " → 这是指到项目以外的链接，换成文件本身"
        )
    ]


def test_hidden_files_are_nobodys_mistake(tmp_path: Path) -> None:
    """What editors and systems leave behind is passed over in silence."""
    left = (".DS_Store", "Thumbs.db", "desktop.ini", "~$001.yaml", ".001.yaml.swp")
    lay(
        tmp_path,
        {**MINIMAL, **{f"content/{n}": b"\0" for n in left}, **{f"content/2025-xuncha/{n}": b"" for n in left}},
    )

    assert diagnostic_lines(tmp_path) == []
