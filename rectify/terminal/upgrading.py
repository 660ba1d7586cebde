"""`upgrade`: says what another program would change, and puts it in the place of the one that is there."""

from __future__ import annotations

import hashlib
import tempfile
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from rectify.ground.files import write_atomically
from rectify.ground.system_errors import failure_in_words
from rectify.project.program import ProgramError, current_wheel, lock_of, put_back, put_program, version_of
from rectify.project.trial import Built, lay_trial, trial_build
from rectify.project.upgrade import DefaultChange, Offer, SiteChange, changed_defaults, news, read_offer, site_change
from rectify.project.wheel import Wheel
from rectify.terminal import environment
from rectify.terminal.answers import is_yes
from rectify.terminal.exit_codes import FAILED, FINE, WRONG_USAGE

_MAX_LINES: Final = 40
_MAX_PATHS: Final = 10
_UNTOUCHED: Final = "没有升级，什么也没有动。"


def run(root: Path, options: Namespace) -> int:
    """Upgrade the project *root*, or with --undo go back; nothing changes unless a person agrees."""
    if bool(options.file) == bool(options.undo):
        print("写明新的程序文件：python3 build.py upgrade --from 文件；退回上一个：python3 build.py upgrade --undo")
        return WRONG_USAGE
    try:
        if options.undo:
            name = put_back(root)
            print(f"已退回到 {version_of(name)}。下次运行就用它；再 --undo 一次又回来。")
            return FINE
        return _upgrade(root, Path(options.file), agreed=options.yes)
    except ProgramError as error:
        print(error, _UNTOUCHED, sep="\n")
        return FAILED
    except OSError as error:
        print(failure_in_words(error, "读写不了", options.file or root), _UNTOUCHED, sep="\n")
        return FAILED


def _upgrade(root: Path, file: Path, *, agreed: bool) -> int:
    now, offer = current_wheel(root), read_offer(file)
    if now is None:
        raise ProgramError("这里是程序自己的文件夹，用版本库来更新；单位的网站用 init 建自己的文件夹。")
    if now.sha256 == offer.wheel.sha256:
        print("用的已经是这个程序。")
        return FINE
    before, after = _both_sites(root, now, offer)
    print("\n".join(_changes(now, offer, before, after)))
    for change in changed_defaults(root, now, offer.wheel):
        print("\n".join(_default_lines(change)))
    if after.faults and not before.faults:
        print("新的程序生成不了这个网站：", *after.faults[:_MAX_PATHS], _UNTOUCHED, sep="\n")
        return FAILED
    if not agreed and not _is_agreed():
        print(_UNTOUCHED)
        return FAILED
    for name, data in offer.packages.items():
        write_atomically(root / "wheels" / name, data)
    put_program(root, offer.wheel)
    print(f"已换成 {offer.version}。运行 python3 build.py 生成网站；不合适就 python3 build.py upgrade --undo 退回。")
    return FINE


def _both_sites(root: Path, now: Wheel, offer: Offer) -> tuple[Built, Built]:
    """The site as the present program builds it, and as the new one does, each with its own packages."""
    with tempfile.TemporaryDirectory(prefix="rectify-") as temporary:
        trial = Path(temporary)
        lay_trial(root, trial)
        before = trial_build(trial, now)
        python = None if lock_of(now) == lock_of(offer.wheel) else _packages(root, trial, offer)
        return before, trial_build(trial, offer.wheel, python)


def _packages(root: Path, trial: Path, offer: Offer) -> Path:
    """A Python with the packages that the new program needs, in the *trial* folder; SetupError if they cannot be had."""
    for path in (root / "wheels").glob("*") if (root / "wheels").is_dir() else ():
        write_atomically(trial / "wheels" / path.name, path.read_bytes())
    for name, data in offer.packages.items():
        write_atomically(trial / "wheels" / name, data)
    wheel = trial / offer.wheel.name
    wheel.write_bytes(offer.wheel.data)
    return environment.prepare(trial, environment.Program(wheel, offer.wheel.sha256))


def _changes(now: Wheel, offer: Offer, before: Built, after: Built) -> Iterator[str]:
    is_same = version_of(now.name) == offer.version
    marks = [f"（{one.sha256[:8]}）" if is_same else "" for one in (now, offer.wheel)]
    yield f"程序：{version_of(now.name)}{marks[0]} → {offer.version}{marks[1]}"
    if words := news(offer.wheel, version_of(now.name)):
        yield words
    if before.faults or after.faults:
        yield "网站现在还生成不了（没有公开的内容，或者有错误），网页没有可比的。" if before.faults else ""
        return
    change = site_change(before.files, after.files)
    yield f"网站：{change.same} 个文件不变，{len(change.other)} 个内容有变化，多了 {len(change.added)} 个，少了 {len(change.gone)} 个。"
    yield from _paths(change)
    yield f"  整个网站的摘要：{_digest(before)} → {_digest(after)}"


def _paths(change: SiteChange) -> Iterator[str]:
    for word, paths in (("变了", change.other), ("多了", change.added), ("少了", change.gone)):
        if paths:
            more = f" 等 {len(paths)} 个" if len(paths) > _MAX_PATHS else ""
            yield f"  {word}：{'、'.join(paths[:_MAX_PATHS])}{more}"


def _digest(site: Built) -> str:
    lines = "".join(f"{mark}  {path}\n" for path, mark in sorted(site.files.items()))
    return hashlib.sha256(lines.encode()).hexdigest()[:16]


def _default_lines(change: DefaultChange) -> Iterator[str]:
    yield f"您有自己的 {change.path}，自带的这一份变了，要不要跟着改请看："
    yield from (f"    {line}" for line in change.difference[:_MAX_LINES])
    if len(change.difference) > _MAX_LINES:
        yield f"    ……还有 {len(change.difference) - _MAX_LINES} 行"


def _is_agreed() -> bool:
    try:
        return is_yes(input("换上新的程序吗？（y 是换，别的都不换）"))
    except EOFError:
        print()
        return False
