"""Photographs and attachments: published without metadata, described, listed, kept; what is wrong is told at its line."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from rectify import pipeline
from rectify.field.public_text import public_text
from rectify.ground.diagnostics import SourceError
from rectify.ground.images import Image, ImageError, bare_image
from rectify.release import journal
from rectify.release.changes import ChangeKind, entries_of
from rectify.release.differences import changes_since
from rectify.release.refusals import refusals
from rectify.source.decode import decode
from search_files import documents
from support import ISSUE, Files, lay, tree

JPEG = base64.b64decode(
    "/9j/2wBDAA0JCgsKCA0LCgsODg0PEyAVExISEyccHhcgLikxMC4pLSwzOko+MzZGNywtQFdBRkxOUlNSMj5aYVpQYEpRUk//2wBDAQ4ODhMREy"
    "YVFSZPNS01T09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT0//wAARCAASABgDASIAAhEBAxEB/8QAGAAB"
    "AQEBAQAAAAAAAAAAAAAAAAQCAwX/xAAmEAABAwIFAwUAAAAAAAAAAAABAAIDESEEEiIxUQVBYRNxgZGx/8QAFgEBAQEAAAAAAAAAAAAAAAAAAg"
    "AB/8QAFxEBAQEBAAAAAAAAAAAAAAAAAAECEf/aAAwDAQACEQMRAD8ApkcpnuXnyTSYNrnSyF0rgckZeS1ja7k9/f4C4NlliYJsRI8k1yRk0J8n"
    "j8Cy6KRdI5FF6hijMksmZz7228AIhaXHIa+patVZ31rfYW+ljGXxrwbjOwX4psiKrW5b45o7BlQOLoiIp//Z"
)
"""A picture of 24 by 18 pixels with nothing but the picture."""

WEBP = base64.b64decode(
    "UklGRsoAAABXRUJQVlA4IL4AAABwBQCdASoYABIAPrVOnkunJCKhqA1Q4BaJQBbdEnwTQX+//YO6KvchzgfOk0nqTwLPubAAAP7ezQJNsciwv4"
    "W/NcOVuJUD/uJk5y1yrQcBGNoJl4DZIyUSCVhFMunStDX8TJURsPwjfw7ubr1mNEb1UCuy3qtQK8XYeiLBYN/wX09IXqvhxYhtNdV1i7IVSkTF"
    "AmF5kMJgnIhETzpQbKmuo5q02vNB60Xp5czSjYrm+sUZ7CrlbRR+Evdt9AAA"
)
SECRET = b"N39.9042 E116.4074 PHONE-13800000000"
"""Stands in every kind of metadata of the pictures that are tried."""

PHOTOS = """photos:
  - {file: qian.jpg, when: before, alt: 院墙外堆着垃圾, caption: 三月的院墙, date: 2025-03-01, source: 办公室}
  - {file: hou.png, when: after, alt: 院墙外种了树}
  - {file: 大门.webp, alt: 大门}
attachments:
  - {file: fangan.pdf, title: 整改方案, kind: 方案, date: 2025-06, number: 示局发〔2025〕3号}
"""
OWN = "content/2025-xuncha/001"


def exif(orientation: int = 0, order: str = "<") -> bytes:
    """Exif data with a position and a thumbnail, and the orientation if there is one."""
    entry = struct.pack(f"{order}HHIHH", 0x0112, 3, 1, orientation, 0) if orientation else b""
    position = struct.pack(f"{order}HHII", 0x8825, 4, 1, 60)
    mark = b"II*\0" if order == "<" else b"MM\0*"
    ifd = struct.pack(f"{order}IH", 8, 1 + bool(orientation)) + entry + position
    return mark + ifd + SECRET


def segment(marker: int, body: bytes) -> bytes:
    return bytes((0xFF, marker)) + struct.pack(">H", len(body) + 2) + body


def planted_jpeg(orientation: int = 0) -> bytes:
    """The picture with Exif, XMP, IPTC, colour profile, comment, a thumbnail in its head, and a film behind its end."""
    more = segment(0xE0, b"JFXX\0\x10" + SECRET) + segment(0xE1, b"Exif\0\0" + exif(orientation))
    more += segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + SECRET) + segment(0xE2, b"ICC_PROFILE\0" + SECRET)
    more += segment(0xED, b"Photoshop 3.0\0" + SECRET) + segment(0xFE, SECRET)
    return JPEG[:2] + more + JPEG[2:] + SECRET


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png(*more: bytes) -> bytes:
    """A white picture of 30 by 20 pixels, with *more* chunks after its head."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 30, 20, 8, 0, 0, 0, 0))
    rows = chunk(b"IDAT", zlib.compress((b"\0" + b"\xff" * 30) * 20))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(more) + rows + chunk(b"IEND", b"")


def planted_png(orientation: int = 0) -> bytes:
    texts = (chunk(b"tEXt", b"Comment\0" + SECRET), chunk(b"iTXt", SECRET), chunk(b"eXIf", exif(orientation, ">")))
    return png(*texts, chunk(b"tIME", b"\x07\xe9\1\1\1\1\1")) + SECRET


def riff(*chunks: tuple[bytes, bytes]) -> bytes:
    body = b"WEBP" + b"".join(
        name + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2) for name, data in chunks
    )
    return b"RIFF" + struct.pack("<I", len(body)) + body


def planted_webp(orientation: int = 0) -> bytes:
    canvas = (24 - 1).to_bytes(3, "little") + (18 - 1).to_bytes(3, "little")
    size = struct.unpack("<I", WEBP[16:20])[0]
    return riff(
        (b"VP8X", b"\x2c\0\0\0" + canvas),
        (b"ICCP", SECRET),
        (WEBP[12:16], WEBP[20 : 20 + size]),
        (b"EXIF", exif(orientation)),
        (b"XMP ", SECRET),
    )


PLANTED: dict[str, Callable[[int], bytes]] = {"jpg": planted_jpeg, "png": planted_png, "webp": planted_webp}


def bare(data: bytes) -> Image:
    image = bare_image(data)
    assert image is not None
    return image


@pytest.mark.parametrize("kind", PLANTED)
def test_a_picture_keeps_nothing_but_itself(kind: str) -> None:
    """Position, device, thumbnail and what hangs behind the end are gone; a second time changes nothing."""
    image = bare(PLANTED[kind](0))

    assert SECRET not in image.data
    assert image.ending == kind
    assert bare(image.data) == image
    assert image.data == {"jpg": bare(JPEG).data, "png": png(), "webp": WEBP}[kind]


@pytest.mark.parametrize("kind", PLANTED)
@pytest.mark.parametrize("orientation", [3, 6])
def test_the_orientation_alone_stays(kind: str, orientation: int) -> None:
    """A picture that lies on its side has its sides exchanged, as browsers show it."""
    plain, turned = bare(PLANTED[kind](0)), bare(PLANTED[kind](orientation))
    sides = (plain.width, plain.height)

    assert SECRET not in turned.data
    assert bare(turned.data) == turned
    assert (turned.width, turned.height) == (sides if orientation == 3 else sides[::-1])


@pytest.mark.parametrize("kind", PLANTED)
def test_a_picture_that_is_cut_off_is_no_picture(kind: str) -> None:
    """At any byte of its parts: nothing is published that a browser would show in half."""
    whole = {"jpg": JPEG, "png": png(), "webp": WEBP}[kind]
    for length in range(len(whole) // 2, len(whole) - 1):
        with pytest.raises(ImageError):
            bare_image(whole[:length])


def attached(project: Callable[..., Path], changes: Files | None = None, text: str = PHOTOS) -> Path:
    """The minimal site, whose issue has three photographs and an attachment, and whose round has one."""
    files: Files = {
        f"{OWN}.yaml": ISSUE + text,
        f"{OWN}/qian.jpg": planted_jpeg(6),
        f"{OWN}/hou.png": planted_png(),
        f"{OWN}/大门.webp": planted_webp(),
        f"{OWN}/fangan.pdf": b"%PDF-1.4 plan",
    }
    return project({**files, **(changes or {})})


def built(root: Path) -> pipeline.Build:
    return pipeline.build(root, root / "output")


def test_no_metadata_reaches_the_site(project: Callable[..., Path]) -> None:
    """The whole output is searched for the position that was planted into all pictures."""
    root = attached(project)
    built(root)
    told = {str(path) for path, data in tree(root / "output").items() if SECRET in data or b"Photoshop" in data}

    assert told == set()


def test_photographs_stand_described_in_their_room(project: Callable[..., Path]) -> None:
    """Each has its size, so that nothing moves while it loads, its text, and is loaded when it is scrolled to."""
    root = attached(project)
    built(root)
    page = (root / "output/2025-xuncha/001.html").read_text("utf-8")
    images = re.findall(
        r'<img class="photo__image" src="\.\./([^"]+)" width="(\d+)" height="(\d+)" alt="([^"]+)"', page
    )

    assert [(Path(src).name[:8], *rest) for src, *rest in images] == [
        ("qian.jpg", "18", "24", "院墙外堆着垃圾"),
        ("hou.png", "30", "20", "院墙外种了树"),
        (Path(images[2][0]).name[:8], "24", "18", "大门"),
    ]
    assert page.count('loading="lazy"') == 3
    assert all((root / "output" / src).is_file() and src.isascii() for src, *_ in images)
    assert "2025年3月1日摄，办公室提供" in page
    assert '<a class="attachment-list__link" href="../2025-xuncha/001/fangan.pdf">整改方案' in page


def test_data_and_public_text_name_every_file(project: Callable[..., Path]) -> None:
    """With address, size and digest; the digests are those of the published files."""
    root = attached(project)
    built(root)
    issue = json.loads((root / "output/2025-xuncha/001.json").read_text("utf-8"))["issue"]
    files = [*issue["photos"], *issue["attachments"]]
    paths = [root / "output" / one["url"].partition("/xczg/")[2] for one in files]

    assert [one["sha256"] for one in files] == [hashlib.sha256(path.read_bytes()).hexdigest() for path in paths]
    assert [one["bytes"] for one in files] == [path.stat().st_size for path in paths]
    text = (root / "output/record/2025-xuncha/001.txt").read_text("utf-8")
    assert [one["sha256"] for one in files] == re.findall("校验码：(.*)", text)
    assert "图注：三月的院墙\n" in text


def test_all_attachments_are_on_one_page(project: Callable[..., Path]) -> None:
    """Those of the round first, then those of issues, each with its digest; without any there is no page."""
    name = "content/2025-xuncha/round"
    text = (project() / f"{name}.yaml").read_text("utf-8") + "attachments: [{file: t.pdf, title: 通报原件}]\n"
    root = attached(project, {f"{name}.yaml": text, f"{name}/t.pdf": b"%PDF-1.4 notice"})
    built(root)
    page = (root / "output/2025-xuncha/fujian.html").read_text("utf-8")

    assert re.findall(r'class="attachment-list__link" href="\.\./([^"]+)"', page) == [
        "2025-xuncha/round/t.pdf",
        "2025-xuncha/001/fangan.pdf",
    ]
    assert hashlib.sha256(b"%PDF-1.4 notice").hexdigest() in page
    assert "2025-xuncha/fujian.html" in (root / "output/sitemap.html").read_text("utf-8")
    lay(root, {f"{name}.yaml": text.partition("attachments")[0], f"{OWN}.yaml": ISSUE, f"{name}/t.pdf": None})
    built(root)

    assert not (root / "output/2025-xuncha/fujian.html").exists()


WRONG = {
    "a.jpg": (None, "F001 content/2025-xuncha/001 里没有文件 a.jpg"),
    "a.jpeg": (b"\0\0\0\x18ftypheic", "F002 a.jpeg：这是苹果手机的 HEIC 照片，多数电脑打不开"),
    "b.jpg": (b"\xd0\xcf\x11\xe0 word", "F002 b.jpg：扩展名是 .jpg，内容却是旧版 Word、Excel 文件"),
    "i.jpg": (b"PK\x03\x04 word", "F002 i.jpg：扩展名是 .jpg，内容却是压缩包，或者 Word、Excel 文件"),
    "c.jpg": (png(), "F002 c.jpg：文件其实是 png 图片"),
    "d.jpg": (JPEG[:-20], "F002 d.jpg：照片不完整，后面一截没有了"),
    "e.jpg": (planted_jpeg() + b"\0" * 20_000_000, "F002 e.jpg：照片有 20 MB，超过 20 MB"),
    "f.pdf": (b"%PDF-1.4", "F002 f.pdf 不是照片"),
    "g.html": (b"<p>", "F002 不能公开 .html 文件"),
    "h.png": (png(chunk(b"IDAT", b"\0" * 1_100_000)), "F004 （提醒）h.png 有 1.1 MB，超过 1 MB，手机上打开很慢"),
}


def loop(path: Path) -> None:
    path.symlink_to(path.name)


UNREADABLE: dict[str, tuple[Callable[[Path], None], str]] = {
    "nowhere": (lambda path: path.symlink_to("gone.jpg"), "a.jpg：这是一个链接，指到的文件没有了"),
    "outside": (lambda path: path.symlink_to("/etc/passwd"), "a.jpg：这是指到项目以外的链接"),
    "itself": (loop, "a.jpg：读不了这个文件"),
    "a folder": (lambda path: path.symlink_to("."), "a.jpg：这里应当是一个文件，却是一个文件夹"),
    "a pipe": (os.mkfifo, "a.jpg：这不是普通的文件，是管道或者设备"),
}


@pytest.mark.skipif(os.name == "nt", reason="Windows lets few people make links, and has no pipes")
@pytest.mark.parametrize("kind", UNREADABLE)
def test_what_is_no_file_is_told_where_it_is_named(kind: str, project: Callable[..., Path]) -> None:
    """Not in a sentence about the whole round; and nothing else of the round is lost."""
    make, words = UNREADABLE[kind]
    root = project({f"{OWN}.yaml": ISSUE + "photos:\n  - file: a.jpg\n    alt: 院墙\n"})
    (root / OWN).mkdir()
    make(root / OWN / "a.jpg")
    with pytest.raises(SourceError) as told:
        pipeline.read(root)

    assert [(one.code, one.span.line) for one in told.value.diagnostics] == [("F002", ISSUE.count("\n") + 2)]
    assert words in told.value.diagnostics[0].message


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_file_is_told_at_its_line(name: str, project: Callable[..., Path]) -> None:
    """What is wrong, and how to mend it: none of them is published by mistake."""
    data, words = WRONG[name]
    text = f"photos:\n  - file: {name}\n    alt: 院墙\n    checked: true\n"
    root = project({f"{OWN}.yaml": ISSUE + text, f"{OWN}/{name}": data})
    if data is None:
        (root / OWN).mkdir(exist_ok=True)
    try:
        told = [str(one) for one in pipeline.read(root)[1]]
    except SourceError as error:
        told = [str(one) for one in error.diagnostics]

    line = ISSUE.count("\n") + 2
    assert len(told) == 1
    assert told[0].startswith(f"{OWN}.yaml:{line}:")
    assert all(part in told[0] for part in words.split(" ", 1))
    assert " → " in told[0]


def test_who_published_a_photograph_has_looked_at_it(project: Callable[..., Path]) -> None:
    """For faces and number plates, which no program finds for certain; told once, and nothing of it is public."""
    root = attached(project)
    told = pipeline.read(root)[1]
    lay(root, {f"{OWN}.yaml": ISSUE + PHOTOS.replace("alt:", "checked: true, alt:")})
    built(root)

    assert [(one.code, one.message[:5]) for one in told] == [("F006", "3 张照片")]
    assert pipeline.read(root)[1] == ()
    assert "checked" not in (root / "output/2025-xuncha/001.json").read_text("utf-8")


def test_a_public_photograph_says_what_it_shows(project: Callable[..., Path]) -> None:
    """A draft may say it later: an import cannot know it."""
    text = "photos: [{file: qian.jpg}]\n"
    root = attached(project, text=text)
    with pytest.raises(SourceError) as told:
        built(root)

    assert ("F003", ISSUE.count("\n") + 1) in [(one.code, one.span.line) for one in told.value.diagnostics]
    lay(
        root,
        {f"{OWN}.yaml": ISSUE + text + "draft: true\n", "content/2025-xuncha/002.yaml": ISSUE.replace(": 1", ": 2")},
    )
    built(root)

    assert not (root / "output/2025-xuncha/001").exists()


def test_a_file_that_nothing_names_is_told(project: Callable[..., Path]) -> None:
    """Or somebody believes that it is public."""
    root = project({f"{OWN}/qian.jpg": JPEG})

    assert [one.code for one in pipeline.read(root)[1]] == ["F005"]


def test_a_new_picture_under_an_old_name_is_made_anew(project: Callable[..., Path]) -> None:
    """By a build that remembers the last one, too."""
    from rectify.engine.memory import Memory

    root = attached(project)
    for data in (JPEG, planted_jpeg(3)):
        lay(root, {f"{OWN}/qian.jpg": data})
        memory = Memory(root)
        pipeline.build(root, root / "output", memory).remember(memory, "")

        assert (root / "output/2025-xuncha/001/qian.jpg").read_bytes() == bare(data).data


def published(root: Path) -> tuple[pipeline.Build, tuple[journal.Entry, ...]]:
    """The site as it is, and the record after it was published."""
    made = built(root)
    return made, entries_of(changes_since((), made.now), "2025-12-03T09:00:00+08:00")


def test_what_was_public_stays_as_it_was(project: Callable[..., Path]) -> None:
    """An attachment neither vanishes nor changes under its address; only a purge or a withdrawal takes it away."""
    root = attached(project)
    _, record = published(root)
    assert journal.parse_journal(journal.write_journal(record)) == record
    address = "2025-xuncha/001/fangan.pdf"
    lay(root, {f"{OWN}/fangan.pdf": b"%PDF-1.4 other"})
    other = [one for one in changes_since(record, built(root).now) if one.address == address]
    told = [(one.code, str(one.span.path)) for one in refusals(other, {})]
    gone = attached(project, text="")
    lost = changes_since(record, built(gone).now)
    purged = changes_since(record, built(gone).now, "2025-xuncha/001.html")

    assert [(one.kind, one.address) for one in other] == [(ChangeKind.OTHER_FILE, address)]
    assert told == [("A008", f"content/{address}")]
    assert ChangeKind.LOST_ADDRESS in {one.kind for one in lost if one.address == address}
    assert {one.kind for one in purged if one.address == address} == {ChangeKind.PURGED_ADDRESS}


def test_a_withdrawn_issue_takes_its_photographs_along(project: Callable[..., Path]) -> None:
    """Unless its text stays."""
    root = attached(project)
    _, record = published(root)
    other = {"content/2025-xuncha/002.yaml": ISSUE.replace("number: 1", "number: 2")}
    for keep, stays in (("false", False), ("true", True)):
        text = ISSUE + PHOTOS + f"withdrawn: {{date: 2025-12-20, reason: 重复, keep_text: {keep}}}\n"
        lay(root, {f"{OWN}.yaml": text, **other})
        changes = changes_since(record, built(root).now)

        assert (root / "output/2025-xuncha/001/qian.jpg").exists() == stays
        assert ChangeKind.LOST_ADDRESS not in {one.kind for one in changes if one.address.endswith(".jpg")}


ENTRIES = ISSUE.replace(
    "  - 建立制度。\n", "  - text: 建立制度。\n    attachments: [{file: fangan.pdf, title: 整改方案}]\n"
).replace(
    "result:",
    "    photos:\n"
    "      - {file: qian.jpg, when: before, alt: 旧的公示栏, caption: 公示栏, date: 2025-06}\n"
    "      - {file: hou.png, when: after, alt: 新的公示栏}\n"
    "updates:\n"
    "  - {date: 2025-12-20, text: 又清了一处。, photos: [{file: 大门.webp, alt: 大门, checked: true}]}\n"
    "result:",
)
"""An issue whose photographs and attachments belong to its measure, its progress and its update."""


def test_files_of_an_entry_stand_at_the_entry(project: Callable[..., Path]) -> None:
    """On the page, in search, data, the whole notice and the list of attachments; the public text names them there, too."""
    root = attached(project, {f"{OWN}.yaml": ENTRIES})
    made = built(root)
    page, whole = ((root / f"output/2025-xuncha/{name}.html").read_text("utf-8") for name in ("001", "quanwen"))
    sections = {part.partition('"')[0]: part for part in re.split(r'<h2 class="issue-section__title" id="', page)}
    files = {
        name: re.findall(r'(?:photo__image" src|list__link" href)="\.\./([^"]+)"', part)
        for name, part in sections.items()
    }
    issue = json.loads((root / "output/2025-xuncha/001.json").read_text("utf-8"))["issue"]
    text = (root / "output/record/2025-xuncha/001.txt").read_text("utf-8")

    assert [name for name, own in files.items() if own] == ["cuoshi", "jinzhan", "gengxin"]
    assert 'id="zhaopian"' not in page
    assert [len(one["photos"]) for one in (*issue["progress"], *issue["updates"])] == [2, 1]
    assert issue["measures"][0]["attachments"][0]["sha256"] == hashlib.sha256(b"%PDF-1.4 plan").hexdigest()
    assert "附件：整改方案" in whole
    assert "      | 建立制度。\n    附件：\n      -\n        文件名：fangan.pdf\n        附件标题：整改方案\n" in text
    assert "2025-xuncha/001/fangan.pdf" in (root / "output/2025-xuncha/fujian.html").read_text("utf-8")
    assert "新的公示栏" in str(documents((root / "output/search/all.js").read_bytes()))
    assert set(made.now.files) == {f"2025-xuncha/001/{name}" for name in ("fangan.pdf", "qian.jpg", "hou.png")} | {
        one["url"].partition("/xczg/")[2] for one in issue["updates"][0]["photos"]
    }


def test_what_is_wrong_with_a_file_of_an_entry_is_told_at_its_line(project: Callable[..., Path]) -> None:
    """A missing file, and a photograph that does not say what it shows."""
    text = ENTRIES.replace("file: qian.jpg", "file: fehlt.jpg").replace(", alt: 新的公示栏", "")
    root = attached(project, {f"{OWN}.yaml": text, f"{OWN}/qian.jpg": None})
    with pytest.raises(SourceError) as told:
        built(root)
    lines = text.split("\n")

    assert [(one.code, lines[one.span.line - 1].strip()[:17]) for one in told.value.diagnostics] == [
        ("F001", "- {file: fehlt.jp"),
        ("F003", "- {file: hou.png,"),
    ]


def test_an_entry_without_files_has_the_old_digest() -> None:
    """Its public text is the one that sites published before entries could have files."""
    issue = decode(ISSUE, Path("001.yaml"), pipeline.Issue)  # type: ignore[arg-type]

    assert public_text(issue) == (
        "序号：1\n标题：制度不健全\n类别：decisions\n整改状态：已完成\n问题：\n没有建立公务用车制度。\n"
        "整改措施1：\n建立制度。\n整改进展1（2025-07-01）：\n印发《公务用车管理办法》（示局发〔2025〕7号）。\n"
        "整改结果：已完成\n牵头部门：办公室\n"
    )
