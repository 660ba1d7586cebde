"""Pictures of a notice lie beside their issue, are told at their paragraph, and keep nothing from being built."""

from __future__ import annotations

import io
import json
import re
import zipfile
from argparse import Namespace
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath
from types import MappingProxyType

import pytest

from bureau import Bureau
from office_files import OPEN, PACKAGES, RELATION, WORD, zipped
from rectify import pipeline
from rectify.ground.diagnostics import SourceError
from rectify.ground.files import sha256
from rectify.intake.intake import plan, read_files, write
from rectify.intake.update.differences import MEMORY
from rectify.terminal import approving, commands, importing
from support import ROOT, ROUND, SITE, tree

PNG = b"\x89PNG\r\n\x1a\n the rest is not looked at"
WHOLE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010800000000"
    "3a7e9b550000000a49444154789c6360000000020001"
    "48afa4710000000049454e44ae426082"
)
"""A picture of one pixel."""
TEXTS = [
    "中共青河县水务局党组关于巡察整改情况的通报",
    "2024年3月1日至4月30日，县委第二巡察组对县水务局党组开展了巡察。6月3日，巡察组反馈了意见。现将整改情况公布如下。",
    "1.河道巡查记录不全",
    "整改措施：补齐了记录。",
    "整改状态：已完成",
    "2.水费收缴不及时",
    "整改措施：催收水费。",
    "图",
    "整改状态：已完成",
]


def docx(*media: str, files: Mapping[str, bytes] = MappingProxyType({})) -> bytes:
    """The notice with pictures in its second issue, one unless *media* names more; *files* are theirs."""
    media = media or ("media/image1.png",)
    pictures = "".join(
        f'<w:p><w:r><w:drawing><a:blip r:embed="p{number}"/></w:drawing></w:r></w:p>' for number in range(len(media))
    )
    body = "".join(pictures if text == "图" else f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in TEXTS)
    spaces = f'xmlns:w="{WORD}" xmlns:r="{RELATION}" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'

    def relations(kind: str, targets: Mapping[str, str]) -> str:
        each = (
            f'<Relationship Id="{name}" Type="{RELATION}/{kind}" Target="{target}"/>'
            for name, target in targets.items()
        )
        return f'<Relationships xmlns="{PACKAGES}">{"".join(each)}</Relationships>'

    return zipped(
        {
            "_rels/.rels": relations("officeDocument", {"d": "word/document.xml"}),
            "word/document.xml": f"<w:document {spaces}><w:body>{body}</w:body></w:document>",
            "word/_rels/document.xml.rels": relations(
                "image", {f"p{number}": name for number, name in enumerate(media)}
            ),
            "word/media/image1.png": PNG,
            "word/media/image1.emf": PNG,
            **{f"word/{name}": data for name, data in files.items()},
        }
    )


def parts(data: bytes) -> dict[str, bytes]:
    """The files in an archive."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def odt() -> bytes:
    """The same as an OpenDocument text."""
    picture = '<text:p><draw:frame><draw:image xlink:href="Pictures/1.png"/></draw:frame></text:p>'
    body = "".join(picture if text == "图" else f"<text:p>{text}</text:p>" for text in TEXTS)
    spaces = " ".join(f'xmlns:{name}="{OPEN}{name}:1.0"' for name in ("office", "text"))
    spaces += f' xmlns:draw="{OPEN}drawing:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"'
    content = f"<office:document-content {spaces}><office:body><office:text>{body}</office:text></office:body></office:document-content>"
    return zipped({"content.xml": content, "Pictures/1.png": PNG})


def codes(root: Path) -> set[str]:
    """The rules that speak of the sources below *root*."""
    try:
        return {one.code for one in pipeline.read(root)[1]}
    except SourceError as error:
        return {one.code for one in error.diagnostics}


@pytest.mark.parametrize(("data", "name"), [(docx(), "a.docx"), (odt(), "a.odt")], ids=["docx", "odt"])
def test_a_picture_lies_beside_its_issue(data: bytes, name: str, tmp_path: Path) -> None:
    """It is told once, with the name of its file, and a build passes it over."""
    (tmp_path / "site.yaml").write_text(SITE, "utf-8")
    (tmp_path / name).write_bytes(data)
    planned = plan(read_files([tmp_path / name], tmp_path), tmp_path / "content", given_id=False)
    write(planned)
    folder = tmp_path / "content" / "2024-xuncha"
    told = [(doubt.issue, doubt.message) for doubt in planned.draft.doubts if "图片" in doubt.message]

    assert (folder / "002" / "1.png").read_bytes() == PNG
    assert told == [(2, "这里有图片或图形，图里的文字没有读；图片存成了 002/1.png，网页上还不显示")]
    assert "S006" not in codes(tmp_path)


def test_a_picture_follows_its_issue_to_another_number(tmp_path: Path) -> None:
    """An issue whose number is taken gets another, and so do the file of its picture and the doubt that names it."""
    folder = tmp_path / "content" / "2024-xuncha"
    (tmp_path / "a.docx").write_bytes(docx())
    planned = plan(read_files([tmp_path / "a.docx"], tmp_path), tmp_path / "content", given_id=False)
    write(replace(planned, pictures={}))
    other = (
        (folder / "002.yaml")
        .read_text("utf-8")
        .replace("水费收缴不及时", "公车管理不严")
        .replace("催收水费", "登记里程")
    )
    (folder / "002.yaml").write_text(f"{other}revisions:\n  - date: 2024-09-01\n    note: 改字\n", "utf-8")
    (folder / MEMORY).unlink()
    planned = plan(read_files([tmp_path / "a.docx"], tmp_path), tmp_path / "content", given_id=False)
    write(planned)

    assert [one.number for one in planned.draft.issues] == [1, 3]
    assert [
        (one.issue, "存成了 003/1.png" in one.message) for one in planned.draft.doubts if "图片" in one.message
    ] == [(3, True)]
    assert (folder / "003" / "1.png").read_bytes() == PNG
    assert not (folder / "002").exists()


def test_a_picture_that_is_not_saved_is_not_called_so(tmp_path: Path) -> None:
    """An issue that has a file keeps the pictures that it has; one that an earlier import saved is still named."""
    folder, said = tmp_path / "content" / "2024-xuncha", []
    for change in ("none", "new picture"):
        (tmp_path / "a.docx").write_bytes(docx())
        write(plan(read_files([tmp_path / "a.docx"], tmp_path), tmp_path / "content", given_id=False))
        if change != "none":
            (folder / "002" / "1.png").unlink()
        planned = plan(read_files([tmp_path / "a.docx"], tmp_path), tmp_path / "content", given_id=False)
        said += [one.message.partition("；")[2] for one in planned.draft.doubts if "图片" in one.message]

    assert said == ["图片存成了 002/1.png，网页上还不显示", "这个问题的文件早已有了，图片没有存"]


def test_a_picture_that_browsers_do_not_show_is_only_told(tmp_path: Path) -> None:
    """So is one that is not in the file at all."""
    for media in ("media/image1.emf", "media/none.png"):
        (tmp_path / "a.docx").write_bytes(docx(media))
        imported = read_files([tmp_path / "a.docx"], tmp_path)

        assert imported.pictures == {}
        assert [doubt.message for doubt in imported.draft.doubts if "图片" in doubt.message] == [
            "这里有图片或图形，图里的文字没有读"
        ]


def test_a_folder_without_its_issue_is_no_folder_of_pictures(tmp_path: Path) -> None:
    """What nobody reads is told, as before."""
    (tmp_path / "site.yaml").write_text(SITE, "utf-8")
    (tmp_path / "a.docx").write_bytes(docx())
    write(plan(read_files([tmp_path / "a.docx"], tmp_path), tmp_path / "content", given_id=False))
    (tmp_path / "content" / "2024-xuncha" / "007").mkdir()

    assert "S006" in codes(tmp_path)


def test_a_whole_picture_becomes_a_photograph_that_waits_for_its_words(tmp_path: Path) -> None:
    """It is built as a draft, nobody else's fields change when the notice is read again, and no public page lacks its words."""
    (tmp_path / "site.yaml").write_text(SITE, "utf-8")
    data = zipped({**parts(docx()), "word/media/image1.png": WHOLE})
    (tmp_path / "a.docx").write_bytes(data)
    for _ in range(2):
        planned = plan(read_files([tmp_path / "a.docx"], tmp_path), tmp_path / "content", given_id=False)
        write(planned)
    text = (tmp_path / "content/2024-xuncha/002.yaml").read_text("utf-8")

    assert "photos:\n  - file: 1.png\n" in text
    assert not planned.differs
    assert (tmp_path / "content/2024-xuncha/002/1.png").read_bytes() == WHOLE
    assert not {code for code in codes(tmp_path) if code.startswith("F")}


def test_a_notice_with_six_photographs_is_published_with_them(
    project: Callable[..., Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """By the commands, as a phone made them: a person says what they show, and what is public has no position.

    Their digests in record and data are those of the public files.
    """
    phone = (ROOT / "tests/sites/bureau/project/content/2025-xuncha/001/qian.jpg").read_bytes()
    files = {f"media/image{number}.jpg": another_picture(phone, number) for number in range(1, 7)}
    root = project({"content/2025-xuncha/round.yaml": None, "content/2025-xuncha/001.yaml": None})
    (root / "a.docx").write_bytes(docx(*files, files=files))
    bureau = Bureau(root, tmp_path / "www")
    given = {"files": [str(root / "a.docx")], "round": "", "content": "", "report": "", "update": False, "called": []}
    codes = [importing.run(root, Namespace(**given))]
    describe_photographs(root / "content/2024-xuncha")
    codes.append(approving.approve(root, Namespace(round="2024-xuncha", numbers=[], all=True)))
    codes.append(commands.build(root, Namespace(profile=False, quiet=False, json=False, jobs=1)))
    codes += [bureau.publish(), bureau.verify()]
    public = tree(bureau.www / "current")
    page, record = (bureau.public(f"{name}2024-xuncha/002.{end}") for name, end in (("", "html"), ("record/", "txt")))
    photos = json.loads(bureau.public("2024-xuncha/002.json"))["issue"]["photos"]
    digests = [sha256(public[PurePosixPath(one["url"].partition("/xczg/")[2])]) for one in photos]

    assert codes == [importing.WITH_DOUBTS, 0, 0, 0, 0], capsys.readouterr().out
    assert re.findall(r'photo__image" .*alt="([^"]+)"', page) == [f"水表{n}" for n in (1, 3, 5, 2, 4, 6)]
    assert len(set(digests)) == 6
    assert [one["sha256"] for one in photos] == digests
    assert re.findall(r"校验码：(\w+)", record) == digests
    assert b"39.9042N" in phone
    assert [path for path, data in public.items() if b"39.9042" in data or b"PLANTED" in data] == []


def another_picture(data: bytes, number: int) -> bytes:
    """The JPEG *data* with another first step of its first quantisation table: another picture, all else the same."""
    place = data.index(b"\xff\xdb") + 5
    return data[:place] + bytes((number,)) + data[place + 1 :]


def describe_photographs(folder: Path) -> None:
    """Fill in, as a person would, what the notice leaves empty: the round's own facts, and what each picture shows."""
    (folder / "round.yaml").write_text(ROUND.partition("categories:")[0], "utf-8")
    number = 0
    for path in sorted(folder.glob("0*.yaml")):
        text = path.read_text("utf-8")
        for name in re.findall(r"  - file: (.+)\n", text):
            number += 1
            when = "before" if number % 2 else "after"
            text = text.replace(f"{name}\n", f"{name}\n    when: {when}\n    alt: 水表{number}\n    checked: true\n")
        path.write_text(text if "problem: |" in text else text.replace("problem:", "problem: 有问题。"), "utf-8")


def test_a_line_below_a_picture_is_its_caption(tmp_path: Path) -> None:
    """It stands under the photograph and in no other text; what only begins alike stays text."""
    picture = '<w:p><w:r><w:drawing><a:blip r:embed="p0"/></w:drawing></w:r></w:p>'
    below = "".join(
        f"<w:p><w:r><w:t>{one}</w:t></w:r></w:p>" for one in ("图1 换好的水表", "整改情况：图2里的水表也换了。")
    )
    data = parts(docx(files={"media/image1.png": WHOLE}))
    data["word/document.xml"] = data["word/document.xml"].replace(picture.encode(), (picture + below).encode())
    (tmp_path / "a.docx").write_bytes(zipped({**data}))
    found = read_files([tmp_path / "a.docx"], tmp_path)
    written = found.texts["002.yaml"]

    assert "photos:\n  - file: 1.png\n    caption: 图1 换好的水表\n" in written
    assert written.count("换好的水表") == 1
    assert "图2里的水表也换了。" in written
