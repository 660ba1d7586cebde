"""What surrounds a notice: a second copy of the text, the site's navigation and footer, title and signature."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from rectify.intake.recognise.draft import NoticeLine, bare
from rectify.intake.recognise.labels import MAIN, OPENING, label_at_start
from rectify.intake.recognise.numbering import RANK, mark_of

_COPY_MIN: Final = 4
_COPY_SHARE: Final = 0.3
_COPY_LIKENESS: Final = 0.7
_COMMON: Final = 12
_CHROME: Final = re.compile(
    r"ICP备|公网安备|网站标识码|版权所有|技术支持|上一篇|下一篇|当前位置|您(?:现)?在的?位置|浏览次数|点击(?:数|量|次数)|阅读(?:数|量|次数)"
    r"|IE ?\d|分享到|字体[:：\s]|字号[:：\s]|打印(?:本页|此页)?|关闭(?:窗口|本页)|无障碍|适老化|长者|网站地图|站点地图|设为首页|加入收藏"
    r"|扫一扫|手机版|返回顶部|相关(?:链接|附件|文章|阅读)|责任编辑|信息审核|主办单位|承办单位|邮编[:：]|邮政编码[:：]"
)
_CONTACT: Final = re.compile(r"(?:联系|咨询|办公|服务)?(?:电话|地址|传真|邮箱|电子邮箱)[:：]|网址[:：]|https?:|www[.]")
_META: Final = re.compile(
    r"(?<![\u4e00-\u9fff])(?:(?:发布|发文|成文|公开|更新|生成)?(?:日期|时间)[:：]|(?:信息|文章|稿件)?来源[:：]|(?:索引号|主题分类|发布机构|发文机关|文号|发文字号"
    r"|公开方式|公开范围|有效性|公开形式|公文时效|主题词|体裁分类|作者|编辑|信息名称)[:：])"
)
_TITLE: Final = re.compile(
    r"(?:通报|公告|公示|情况|报告|说明|公开|一览表|台账|清单|通告|情况的函|方案)(?:[（(].{1,12}[)）])?\Z"
)
_TITLE_WORDS: Final = re.compile(r"整改|巡察|巡视|督察|审计")
_TITLE_START: Final = re.compile(r"关于|巡察|巡视|反馈|整改|落实|对")
DATE_LINE: Final = re.compile(
    r"(?:\d{4} ?年 ?\d{1,2} ?月 ?\d{1,2} ?日|[二〇○零Ｏ○0-9一三四五六七八九]{4}年[一二三四五六七八九十]{1,3}月[一二三四五六七八九十]{1,3}日|\d{4}[-/.]\d{1,2}[-/.]\d{1,2})\Z"
)
DOCUMENT_NUMBER: Final = re.compile(r"[\u4e00-\u9fff]{1,12} ?[〔\[［(（]\d{4}[〕\]］)）] ?(?:第 ?)?\d{1,4} ?号")
RED_HEAD: Final = re.compile(r"([\u4e00-\u9fff]{4,40})文件")
"""The words in red at the top of a document: the body whose document it is (GB/T 9704, 7.2.4)."""

_BODY: Final = re.compile(
    r"(?:党组|党委|党总支|党支部|委员会|局|院|中心|公司|办公室|学校|大学|集团|厅|部|政府|工委|支队|总队|社|会|站|处|行|厂|馆)\Z"
)
_CAPTION: Final = re.compile(
    r"(?:(?:图片?|照片)\s?(?:\d{1,3}|[一二三四五六七八九十]{1,3})(?:[-—.]\d{1,2})?(?:[\s:：.、]\s*\S.{0,58})?|(?:(?:图|照片)为|▲)\s*\S.{0,58})\Z"
)
_PAGE_BEHIND: Final = re.compile(r"[\s.．…·・]*\d{1,3}\s*\Z")
_SENTENCE: Final = re.compile(r"[。；;]")
_LONG: Final = 90
_TITLE_MAX: Final = 80
_SHORT: Final = 45

CONTENTS: Final = "目录"
COPY: Final = "重复的正文"
CHROME: Final = "网站导航、页脚"
REPEATED_TITLE: Final = "重复的标题"
BEFORE_TITLE: Final = "标题前面的文字"
AFTER_DATE: Final = "落款以后的文字"


@dataclass(slots=True)
class TrimmedNotice:
    """Which lines are the notice proper, what the others are, and what frames it."""

    kept: list[int]
    unused: dict[int, str] = field(default_factory=dict)
    title: list[int] = field(default_factory=list)
    meta: list[int] = field(default_factory=list)
    author: list[int] = field(default_factory=list)
    date: int = -1
    differing: list[int] = field(default_factory=list)
    """Lines of a second copy that the first does not have."""
    captions: dict[int, tuple[str, int]] = field(default_factory=dict)
    """Lines below pictures that say what these show: the source and the paragraph of the picture."""
    odd: list[int] = field(default_factory=list)
    """Lines after the signature that look like neither footer nor particulars."""


def trim(lines: Sequence[NoticeLine]) -> TrimmedNotice:
    """Find what of the *lines* is the notice itself."""
    made = TrimmedNotice([])
    made.unused = {index: line.line.aside for index, line in enumerate(lines) if line.line.aside}
    made.captions = captions_in(lines)
    _contents(lines, made)
    _copies(lines, made)
    kept = [index for index in range(len(lines)) if index not in made.unused]
    titled = {bare(lines[index].text) for index in kept if not lines[index].line.chrome}
    chrome = [
        index
        for index in kept
        if lines[index].line.chrome
        and not _is_body(lines[index].text)
        and not (_is_title(lines[index].text) and bare(lines[index].text) not in titled)
    ]
    for index in chrome:
        if _META.search(lines[index].text):
            made.meta.append(index)
        else:
            made.unused[index] = CHROME
    kept = [index for index in kept if index not in chrome]
    structural = [index for index in kept if _is_structural(lines[index])]
    first, last = (structural[0], structural[-1]) if structural else (len(lines), -1)
    _tail(lines, [index for index in kept if index > last], made)
    _head(lines, [index for index in kept if index < first], made)
    taken = {*made.captions, *made.unused, *made.title, *made.meta, *made.author, made.date}
    made.kept = [index for index in kept if index not in taken]
    return made


def captions_in(lines: Sequence[NoticeLine]) -> dict[int, tuple[str, int]]:
    """The lines that stand right below a picture, or in its paragraph, and begin as captions do: 图1 更换后的设备."""
    made = {}
    for source in {id(line.source): line.source for line in lines}.values():
        own = [index for index, line in enumerate(lines) if line.source is source]
        for number in {picture.number for picture in source.pictures}:
            below = next((index for index in own if lines[index].line.number >= number), None)
            if below is not None and not lines[below].cells and _CAPTION.match(lines[below].text):
                made[below] = (source.name, number)
    return made


def _is_body(text: str) -> bool:
    return len(text) > _LONG and "。" in text


def _is_structural(line: NoticeLine) -> bool:
    if line.line.table:
        return len({cell.column for cell in line.cells}) > 1
    mark = mark_of(line.text)
    if mark and (mark.series not in RANK or mark.series != "1"):
        return True
    label = label_at_start(line.text)
    return label is not None and label.label in MAIN | OPENING


def _contents(lines: Sequence[NoticeLine], made: TrimmedNotice) -> None:
    """Find a list of contents: a heading that says so, and lines that come again further on, page numbers aside."""
    start = next((index for index, line in enumerate(lines) if bare(line.text) == "目录"), -1)
    if start < 0:
        return
    later = {bare(line.text): index for index, line in enumerate(lines)}
    listed = []
    for index in range(start + 1, len(lines)):
        text = bare(_PAGE_BEHIND.sub("", lines[index].text))
        if later.get(text, -1) <= index and not any(key.startswith(text) and at > index for key, at in later.items()):
            break
        listed.append(index)
    if listed:
        made.unused.update(dict.fromkeys([start, *listed], CONTENTS))


def _copies(lines: Sequence[NoticeLine], made: TrimmedNotice) -> None:
    """Find further copies of the text: its own lines come again, nearly all of them, after one and the same place."""
    places: dict[str, list[int]] = {}
    own = [index for index, line in enumerate(lines) if index not in made.unused and _is_own(line.text)]
    for index in own:
        places.setdefault(bare(lines[index].text), []).append(index)
    again = [found for found in places.values() if len(found) > 1]
    if len(again) < max(_COPY_MIN, len(places) * _COPY_SHARE):
        return
    split = max((found[1] for found in again), key=lambda s: (sum(f[0] < s <= f[1] for f in again), -s))
    copied = [found for found in again if found[0] < split <= found[1]]
    end = max(found[-1] for found in copied) + 1
    known = {bare(line.text) for line in lines[:split]}
    while end < len(lines) and bare(lines[end].text) in known:
        end += 1  # signature and date
    inside = [index for index in own if split <= index < end and not _frames(lines[index].text)]
    if sum(bare(lines[index].text) in known for index in inside) < len(inside) * _COPY_LIKENESS:
        return
    for index in range(split, end):
        if bare(lines[index].text) in known:
            made.unused[index] = COPY
        elif not _frames(lines[index].text):
            made.unused[index] = COPY
            made.differing.append(index)


def _is_own(text: str) -> bool:
    """Whether a line is such as a notice has once only: counted, or long, and no label with a word or two."""
    mark = mark_of(text)
    if mark is not None and label_at_start(text, mark.length) is None:
        return True
    return len(text) > _COMMON and (len(text) > 2 * _COMMON or label_at_start(text) is None)


def _frames(text: str) -> bool:
    """Whether a line belongs to the site or to a page's particulars."""
    return bool(_CHROME.search(text) or _META.search(text)) and not _is_body(text)


def _tail(lines: Sequence[NoticeLine], tail: Sequence[int], made: TrimmedNotice) -> None:
    dates = [index for index in tail if DATE_LINE.match(lines[index].text)]
    if dates:
        made.date = dates[-1]
        place = tail.index(made.date)
        for index in reversed(tail[max(0, place - 3) : place]):
            text = lines[index].text
            if len(text) > _SHORT or _SENTENCE.search(text) or not _BODY.search(text):
                break
            made.author.insert(0, index)
    for index in tail:
        text = lines[index].text
        after = made.date >= 0 and index > made.date
        if after and _META.search(text) and not _CHROME.search(text):
            made.meta.append(index)
        elif (_CHROME.search(text) or (after and _CONTACT.match(text))) and not _is_body(text):
            made.unused[index] = CHROME
        elif after:
            made.unused[index] = AFTER_DATE
            made.odd.append(index)


def _without_particulars(lines: Sequence[NoticeLine], head: Sequence[int], made: TrimmedNotice) -> list[int]:
    """The lines above the issues that are no particulars of the page; a date of its own is the notice's date."""
    rest: list[int] = []
    for index in head:
        text = lines[index].text
        if _META.search(text) and not _is_body(text) and not text.endswith("。"):
            made.meta.append(index)
        elif _CHROME.search(text) and not _is_body(text) and "。" not in text:
            made.unused[index] = CHROME
        elif DOCUMENT_NUMBER.fullmatch(text) or RED_HEAD.fullmatch(text):
            made.meta.append(index)
        elif DATE_LINE.match(text.strip("（()）")):
            if made.date < 0:
                made.date = index
            else:
                made.meta.append(index)
        else:
            rest.append(index)
    return rest


def _head(lines: Sequence[NoticeLine], head: Sequence[int], made: TrimmedNotice) -> None:
    rest = _without_particulars(lines, head, made)
    body = next((place for place, index in enumerate(rest) if "。" in lines[index].text), len(rest))
    titles = [place for place in range(body) if _is_title(lines[rest[place]].text)]
    if not titles:
        return
    place = max(titles, key=lambda p: (-lines[rest[p]].line.level if lines[rest[p]].line.level else -9, p))
    made.title = [rest[place]]
    text = lines[rest[place]].text
    if (
        place
        and _TITLE_START.match(text)
        and _BODY.search(before := lines[rest[place - 1]].text)
        and len(before) <= _SHORT
    ):
        made.title.insert(0, rest[place - 1])
    whole = "".join(bare(lines[index].text) for index in made.title)
    for index in rest[:body]:
        own = bare(lines[index].text)
        if index in made.title:
            continue
        if own == whole or (len(own) > len(whole) and own.startswith(whole)):
            made.unused[index] = REPEATED_TITLE
        elif index < made.title[0] and len(own) <= _SHORT:
            made.unused[index] = BEFORE_TITLE


def _is_title(text: str) -> bool:
    return (
        len(text) <= _TITLE_MAX and bool(_TITLE.search(text)) and bool(_TITLE_WORDS.search(text)) and "。" not in text
    )
