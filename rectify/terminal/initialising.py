"""`init`: asks what only the bureau knows, and makes its project."""

from __future__ import annotations

import subprocess
import sys
from argparse import Namespace
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from rectify.field.words import SLUG
from rectify.ground.diagnostics import SourceError
from rectify.ground.system_errors import failure_in_words
from rectify.intake.intake import Plan, read_files
from rectify.intake.proof.report import REPORT
from rectify.intake.recognise.draft import Draft
from rectify.project.adoption import is_site
from rectify.project.bureau import Finding, findings_in, other_name, undiallable
from rectify.project.creation import NewProject, adopt, create, is_free
from rectify.project.questions import LISTED, QUESTIONS, fault_in, unanswered_fields
from rectify.terminal import messages
from rectify.terminal.answers import is_yes
from rectify.terminal.exit_codes import FAILED, FINE, WRONG_USAGE
from rectify.terminal.missing import lacking_in

_NO_YEAR: Final = "原文里看不出是哪一年的。"
_ROUND_FORM: Final = "轮次的名字要用在网址里：只用英文小写、数字和连字符，例如 2024-xuncha"
_NOTHING: Final = "没有新建。"


def run(root: Path, options: Namespace) -> int:
    """Make a project at the folder that was named; nothing is left there if it cannot be made."""
    folder = Path(options.folder)
    if folder.name in ("", ".."):
        folder = folder.resolve()  # ".", "..": a new folder has a name
    if not is_free(folder):
        print(f"{folder} 里已经有东西，没有动它。换一个新的文件夹名。")
        return WRONG_USAGE
    if options.round and not SLUG.match(options.round):
        print(_ROUND_FORM)
        return WRONG_USAGE
    files = tuple(Path(name) for name in options.files)
    if len(files) == 1 and is_site(files[0]):
        return _adopt(folder, files[0])
    try:
        draft = read_files(files, folder, options.round).draft if files else None
        project = _new_project(draft, files, options)
        imported = create(folder, project, root / "wheels")
    except EOFError:
        print(f"\n没有人回答。要用原文里找到的、其余空着，加上 --yes。{_NOTHING}")
        return WRONG_USAGE
    except SourceError as error:
        print(messages.findings_message(error.diagnostics), _NOTHING, sep="\n")
        return FAILED
    except OSError as error:
        print(failure_in_words(error, "写不进", folder), _NOTHING, sep="\n")
        return FAILED
    print("\n".join(_result(folder, project, imported)))
    if options.serve:
        return subprocess.run([sys.executable, str(folder / "build.py"), "serve"], check=False).returncode  # noqa: S603
    return FINE


def _adopt(folder: Path, old: Path) -> int:
    try:
        names = adopt(folder, old)
    except OSError as error:
        print(failure_in_words(error, "读写不了", folder), _NOTHING, sep="\n")
        return FAILED
    changed = [name for name in names if name.startswith(("templates/", "static/")) and "static/root/" not in name]
    print(f"已建好 {folder}：设置、内容、公开记录都照原样搬来，{old} 没有动。")
    print(f"改过的样子：{'、'.join(changed)}。" if changed else "样子没有改过的，全用自带的。")
    print(f"接下来：cd {folder}，运行 python3 build.py，再照旧公开到原来的文件夹。")
    return FINE


def _new_project(draft: Draft | None, files: tuple[Path, ...], options: Namespace) -> NewProject:
    """The project as people want it, or with --yes as the notice has it; EOFError if nobody answers."""
    findings = findings_in(draft) if draft else {}
    if findings:
        print("原文里找到的：", *_finding_lines(findings), sep="\n")
    for phone in undiallable(draft) if draft else ():
        print(f"  （电话 {phone} 没有区号，外地人打不通，没有用）")
    departments = draft.departments if draft else ()
    if departments:
        print(f"  部门：{'、'.join(name for _, name in departments)}")
    answers = {name: one.value for name, one in findings.items()}
    if not options.yes:
        all_right = bool(findings) and is_yes(input("以上都对吗？（回车或 y 是对，n 是逐项来问）"), by_default=True)
        answers = dict(_answers(findings, ask_all=not all_right))
        if departments and not all_right:
            are_right = is_yes(input("部门都对吗？（回车或 y 是对，n 是先不写）"), by_default=True)
            departments = departments if are_right else ()
    round_id = _round_id(draft, options) if draft else options.round
    alias = other_name(draft, answers.get("organiser.name", "")) if draft else ""
    if alias:
        print(f"原文把被检查的单位叫作{alias}，当作本单位的又名，记在 site.yaml 的 aliases 里。")
    return NewProject(
        known={name: value for name, value in answers.items() if value},
        wanted=unanswered_fields(answers),
        departments=tuple(departments),
        aliases=(alias,) if alias else (),
        notices=files,
        round_id=round_id,
    )


def _round_id(draft: Draft, options: Namespace) -> str:
    """The name of the round where the notice has no year to make one of; else that of the options, if any."""
    if draft.round.id:
        return str(options.round)
    usual = draft.round.kind.words.slug
    if options.yes:
        print(
            f"{_NO_YEAR}这一轮先叫 {usual}；它用在网址里，公开以前可以改：给 content/{usual} 换个名字，例如 2024-{usual}。"
        )
        return usual
    while answer := input(f"{_NO_YEAR}这一轮在网址里叫什么，例如 2024-{usual}［回车用 {usual}］：").strip():
        if SLUG.match(answer):
            return answer
        print(f"  {_ROUND_FORM}。")
    return usual


def _finding_lines(findings: Mapping[str, Finding]) -> Iterator[str]:
    for name, question in QUESTIONS.items():
        if name in findings:
            yield f"  {question.partition('，')[0]}：{findings[name].value}（原文：{findings[name].evidence}）"


def _answers(findings: Mapping[str, Finding], *, ask_all: bool) -> Iterator[tuple[str, str]]:
    """Each field with its answer; what was found is taken without a question unless *ask_all*."""
    if ask_all or len(findings) < len(QUESTIONS):
        print("下面的不知道可以直接回车，以后写进 site.yaml。")
    for name, question in QUESTIONS.items():
        proposed = findings[name].value if name in findings else ""
        yield name, (proposed if proposed and not ask_all else _answer(name, question, proposed))


def _answer(name: str, question: str, proposed: str) -> str:
    while True:
        answer = input(f"{question}{f'［回车用 {proposed}，写 - 空着］' if proposed else ''}：").strip()
        if not answer or answer == "-":
            return "" if answer else proposed
        if not (fault := fault_in(name, answer)):
            return answer
        print(f"  {fault}。")


def _result(folder: Path, project: NewProject, imported: Plan | None) -> Iterator[str]:
    yield f"已建好 {folder}。"
    if imported:
        draft = imported.draft
        doubts = f"，有 {len(draft.doubts)} 处要看一看" if draft.doubts else ""
        yield f"导入了 {len(draft.issues)} 个问题，都是草稿{doubts}，在 content/{imported.folder.name}/。"
        yield f"校样是 {folder / REPORT}，用浏览器打开：每个问题旁边就是它的原文。"
        yield from filter(None, [lacking_in(folder)])
    if others := [name for name in project.wanted if imported is None or name not in LISTED]:
        names = "、".join(QUESTIONS[name].partition("，")[0] for name in others)
        yield f"site.yaml 里还空着、公开前要补上的：{names}。"
    yield "接下来："
    yield f"  cd {folder}"
    yield "  python3 build.py desk     打开工作台：在浏览器里导入、核对、填写、公开"
    yield "用编辑器和命令也行："
    if imported is None:
        yield "  python3 build.py import 通报.docx     导入通报"
    yield "  python3 build.py serve     在浏览器里看，没有填的地方标着“待填”"
    if imported is not None:
        yield f"  python3 build.py approve {imported.folder.name} --all     填好、审好以后"
