"""Which differences from the public record must not be published, each with what is wrong and what to do."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from pathlib import PurePosixPath
from typing import Final, NamedTuple

from rectify.field import addresses
from rectify.ground.diagnostics import Diagnostic, Span
from rectify.release.changes import Change, ChangeKind
from rectify.release.journal import JOURNAL

_MOVES: Final = "（python3 build.py docs publish 撤下和改名）"
_PURGE: Final = "（python3 build.py docs publish 清除误公开的文字）"


class _Refusal(NamedTuple):
    """Rule, message and remedy; in the message stand the values of `_values`, in the remedy `{entry}`."""

    code: str
    message: str
    remedy: str


def refusals(
    changes: Iterable[Change], sources: Mapping[str, PurePosixPath], drafts: Collection[str] = ()
) -> tuple[Diagnostic, ...]:
    """Which *changes* must not be made, and what to do.

    *sources* are the files behind addresses, *drafts* the addresses of issues that are drafts: what is lost with
    one of them is not told.
    """
    refused = [change for change in changes if not change.is_allowed]
    lost = [one for one in refused if one.kind is ChangeKind.LOST_ADDRESS]
    if drafted := [one for one in lost if one.address in drafts and one.before]:
        refused = [one for one in refused if one not in lost or (one.before and one not in drafted)]
    found = [Diagnostic(Span(_written_in(one.address)), *_DRAFTED) for one in drafted]
    return tuple(sorted([*found, *(_diagnostic(change, sources) for change in refused)]))


def _diagnostic(change: Change, sources: Mapping[str, PurePosixPath]) -> Diagnostic:
    refusal = _lost_address(change) if change.kind is ChangeKind.LOST_ADDRESS else _TOLD[change.kind]
    if change.kind is ChangeKind.OTHER_FILE and addresses.issue_of_older(change.address):
        refusal = _OTHER_OLDER_TEXT
    message = refusal.message.format_map(_values(change))
    remedy = refusal.remedy.format_map({"entry": _entry_for(change.address)})
    return Diagnostic(Span(_place_of(change, sources)), refusal.code, message, remedy)


def _values(change: Change) -> dict[str, str | int]:
    before, now = change.before, change.now
    return {
        "address": change.address,
        "goal": change.note,
        "what": f"（{_mask(change.note)}）" if change.note else "",
        "was_published": before.published if before else "",
        "published": now.published if now else "",
        "were": before.revisions if before else 0,
        "are": now.revisions if now else 0,
    }


def _mask(text: str) -> str:
    """The *text* with personal data masked: what is to be purged may be among the old words."""
    from rectify.checks.privacy import private_in  # noqa: PLC0415 - a build that is allowed needs no patterns

    for one in reversed(private_in(text)):
        text = text[: one.start] + one.shown + text[one.end :]
    return text


def _place_of(change: Change, sources: Mapping[str, PurePosixPath]) -> PurePosixPath:
    """The file in which a refused change was made, or must be mended."""
    address = change.address
    if addresses.page_of_attached(address):
        return PurePosixPath("content", address)
    if change.kind is ChangeKind.LOST_ADDRESS and change.before is None:
        return JOURNAL
    page = addresses.issue_of_older(address) or address
    return sources.get(page, _written_in(page))


def _written_in(address: str) -> PurePosixPath:
    """The path that the file of the issue at *address* has or had."""
    return PurePosixPath("content", address).with_suffix(".yaml")


def _entry_for(address: str) -> str:
    """How the entry is written that a change at *address* needs."""
    issue = addresses.issue_at(address)
    if issue is None:
        return "在 revisions 里添一条，写明日期和改了什么"
    return f"运行 python3 build.py revise {issue[1]} --round {issue[0]}：它存下公开的文字，在 revisions 里添一条，您写明改了什么"


def _lost_address(change: Change) -> _Refusal:
    """What is to be done about an address that is gone, by what was there."""
    address = change.address
    if addresses.issue_of_older(address):
        return _LOST_OLDER_TEXT
    if addresses.page_of_attached(address):
        return _LOST_FILE
    if addresses.is_group_page(address):
        return _LOST_LIST
    return _LOST_ISSUE if change.before and addresses.issue_at(address) else _LOST_PAGE


_DRAFTED: Final = _Refusal(
    "A003",
    "这个问题已经公开过，不能再改成草稿",
    f"删去 draft: true（这一轮的也算），review.state 改回 done；不该再公开的，写 withdrawn 撤下{_MOVES}",
)
_LOST_ISSUE: Final = _Refusal(
    "A003",
    "这个问题已经公开过，网址 {address} 不能就这样消失：别人可能引用了它",
    f"把文件放回去；要撤下问题，在文件里写 withdrawn，不要删；换了网址，在 site.yaml 的 redirects 里写明新的{_MOVES}",
)
_LOST_LIST: Final = _Refusal(
    "A003",
    "清单 {address} 已经公开过，网址不能就这样消失：别人可能引用了它",
    "把这个类别放回 round.yaml 的 categories、这个部门放回 site.yaml 的 departments：没有问题的不会列出来，"
    f"网址上写着现在是空的；编号（id）改了名的，在 site.yaml 的 redirects 里写明新的{_MOVES}",
)
_LOST_PAGE: Final = _Refusal(
    "A003",
    "这个网页已经公开过，网址 {address} 不能就这样消失：别人可能引用了它",
    f"把文件放回去；换了网址，或者并到了别的一页，在 site.yaml 的 redirects 里写明新的{_MOVES}",
)
_LOST_OLDER_TEXT: Final = _Refusal(
    "A003",
    "旧版本已经公开过，网址 {address} 不能就这样消失：别人可能引用了它",
    f"把 versions 文件夹里的旧文件放回去；旧文字里有误公开的，改掉那几个字，或者运行 publish --purge 一起清除{_PURGE}",
)
_LOST_FILE: Final = _Refusal(
    "A003",
    "这个文件已经公开过，网址 {address} 不能就这样消失：别人可能引用了它",
    f"把文件和写着它的那一项放回去；换了照片的，旧的留给旧版本；误公开的，运行 publish --purge 一起清除{_PURGE}",
)
_OTHER_OLDER_TEXT: Final = _Refusal(
    "A008",
    "{address} 公开过，内容和现在的不同：别人引用的是原来的",
    f"versions 里的旧文字公开过，不能再改：从备份（或者版本库）里取回原来的；误公开了什么，清除{_PURGE}",
)
_TOLD: Final = {
    ChangeKind.LED_AWAY: _Refusal(
        "A003",
        "{address} 上公开过一个问题，现在只转到 {goal}，那里不是这个问题的新网址",
        "问题换了网址，redirects 里就写它自己的新网址；撤下或并入别的问题，留着文件，写 withdrawn",
    ),
    ChangeKind.REUSED_ADDRESS: _Refusal(
        "A003",
        "网址 {address} 上公开过另一个问题，它已经换了网址：别人可能还凭这个网址找它",
        "现在的问题换一个没有用过的序号；site.yaml 的 redirects 里原来那一条留着",
    ),
    ChangeKind.PURGED_TEXT: _Refusal(
        "A011",
        "{address} 要公开的，是清除过的内容",
        "另一台电脑或者备份里的旧文件又放回来了：从公开以后的那一份里取回现在的；确要公开的，把误公开的那几个字去掉",
    ),
    ChangeKind.OTHER_FILE: _Refusal(
        "A008",
        "{address} 公开过，内容和现在的不同：别人引用的是原来的",
        "换上去的文件另起一个名字；不是有意换的，放回原来的文件",
    ),
    ChangeKind.FORGED_OLDER_TEXT: _Refusal(
        "A009",
        "{address} 要公开一个旧版本，它的文字却从来没有这样公开过",
        "versions 里只放公开过的文字：从备份（或者版本库）里取回那时的文件，或者删去这个旧版本",
    ),
    ChangeKind.MOVED_DATE: _Refusal(
        "A005",
        "公开时写的发布时间是 {was_published}，现在变成了 {published}",
        "改回原来的 published；内容有变化的，写进 revisions",
    ),
    ChangeKind.LOST_REVISIONS: _Refusal(
        "A006",
        "修订记录已经公开了 {were} 条，现在只剩 {are} 条",
        "把删去的修订记录找回来，备份（或者版本库）里可以找到",
    ),
    ChangeKind.SILENT_EDIT: _Refusal(
        "A004",
        "已经公开的文字改了{what}，修订记录却没有增加",
        "{entry}；不是有意改的，就改回去",
    ),
    ChangeKind.UNTOLD_SUPPLEMENT: _Refusal(
        "A004",
        "公开以后填上了原来空着的项目{what}，却没有记下来",
        "问题里的，运行 python3 build.py revise --all 添上补充记录；别的，在 revisions 里添一条",
    ),
    ChangeKind.LOST_ENTRY: _Refusal(
        "A006",
        "公开过的一条记录不见了，或者改过了{what}",
        "原样放回去，备份（或者版本库）里可以找到：公开过的记录只能往后添，写错了的，另添一条说明",
    ),
    ChangeKind.OTHER_WITHDRAWAL: _Refusal(
        "A006",
        "撤下的日期、原因或去向公开过，现在改了{what}",
        "改回原来的；要补充说明的，写进并入的那个问题",
    ),
    ChangeKind.REPEATED_WITHDRAWAL: _Refusal(
        "A006",
        "这个问题撤下以后又恢复公开过，现在又照上一次的原样撤下",
        "再次撤下，写这一次的日期和原因；不是有意的（例如另一台电脑上的旧文件），取回恢复公开以后的那一份",
    ),
    ChangeKind.UNTOLD_RETURN: _Refusal(
        "A004",
        "这个问题撤下过，现在又公开，修订记录却没有说明{what}",
        "在 revisions 里添一条，写明日期和为什么恢复公开；不是有意恢复的，把 withdrawn 放回去",
    ),
    ChangeKind.NO_COPY: _Refusal(
        "A010",
        "这里和公开的不一样了，公开的那一份文字却找不到，没有办法对照{what}",
        "从备份（或者版本库）里取回 record 文件夹；或者运行 publish --to，程序会从公开的网站取回",
    ),
}
