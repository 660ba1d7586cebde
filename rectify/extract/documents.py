"""Documents that a text names: title, 文号 in any brackets, and whether the body issued or followed them."""

from __future__ import annotations

import re
from collections.abc import Collection
from enum import Enum
from typing import Final, NamedTuple

from rectify.extract.sentences import Place, end_of, is_quoted, start_of, titles_in, with_ascii_digits
from rectify.ground.text import HAN

_NUMBER: Final = re.compile(
    r"(?P<open>[〔【\[［〖(（])[ ]?(?P<year>[0-9]{1,4})[ ]?[〕】\]］〗)）][ ]?(?:第[ ]?)?(?P<serial>[0-9]{0,5})[ ]?号"
    r"|(?:令|公告)[ ]?(?:[0-9]{4}年)?第?[ ]?[0-9]{1,5}[ ]?号"
)
_LONGEST_SIGN: Final = 16
_SIGN: Final = re.compile(rf"[{HAN}]{{2,{_LONGEST_SIGN}}}\Z")
_BEFORE_SIGN: Final = re.compile(
    "根据|依据|按照|遵照|参照|对照|印发|下发|下达|转发|落实|执行|贯彻|见于|[的以和与及或据按照由]"
)
_ROUND: Final = "(（"
_ENDS_SIGN: Final = frozenset("发字函办通令党政复审督监规报呈纪组宣议建财综函")
_SHARED: Final = re.compile(r"[、，和及与或以其 ]{0,3}\Z")
_NUMBER_AFTER: Final = re.compile(r"[ ]?[（(【\[]?[ ]?(?:文号[：:]?)?\Z")
_NUMBER_BEFORE: Final = re.compile(r"[）)】\]]?[ ]?(?:文件?|号文)?[ ]?[（(]?\Z")
_MADE: Final = (
    "印发|制定|制订|制发|出台|修订|修改|修编|完善|健全|编制|编写|编印|拟定|拟订|下发|下达|发布|公布|颁布|"
    "报送|上报|呈报|提交|报请|印制|签发|形成|建立|出具|写成|撰写|转发"
)
_FOLLOWED: Final = (
    "根据|依据|依照|按照|遵照|对照|参照|遵循|落实|执行|贯彻|遵守|违反|符合|实施|引用|"
    "(?<![数证票根依凭单])据(?![说悉])|(?<!照)按(?![照期时月年季人揭需量件])|(?<!法)依(?![法托靠])"
)
_BEFORE: Final = re.compile(
    "(?P<other>(?:学习|宣传)(?:宣传|领会)?贯彻|学习|解读|宣贯|起草|草拟|纳入|写入|写进|列入|作为)"
    f"|(?P<made>{_MADE}|(?:党委|党组|办公|局务|院务)会议?(?:审议|研究|讨论)?通过)|(?P<followed>{_FOLLOWED}|结合)|(?P<object>[把将](?!来|要|会))"
)
"""What is studied was not followed, and a draft was not issued."""
_ALREADY_MADE: Final = re.compile("[后过好]?的")
_LISTING: Final = re.compile("(?:主要|其中)?(?:内容)?(?:包括|包含|如|例如|即|有|是|为)?\\Z")
_AFTER: Final = re.compile(
    r"等?(?:多?[个项份]?(?:文件|制度|材料|办法|规定))?(?:[现也均都还正]|已经|已|并|正式|全部|及时|相继|陆续|进行|作|做|了|予以|[ ]){0,5}"
    rf"(?:(?P<made>(?:{_MADE}|报给|报至|报到)(?!的))"
    "|的?(?:有关|相关|具体|各项|明确)?(?P<followed>规定|要求|精神|作为依据))"
    "|[（(]由[^（）()]{1,30}(?P<by>提出|制定|印发|报送)[）)]"
)
_TRAILING: Final = re.compile(r"(?:[（(〔][^（）()〔〕]{0,30}[）)〕]|[ ”’\"])+\Z")
_DOCUMENT: Final = re.compile(
    "(?:法|法典|条例|规定|办法|细则|通知|通告|公告|通报|意见|方案|制度|规则|规程|规章|导则|规范|标准|准则|守则|章程|公约|"
    "清单|目录|名录|流程|要点|安排|计划|规划|纲要|报告|请示|批复|复函|函|决定|决议|命令|令|指引|指南|手册|汇编|基准|预案|"
    "纪要|专报|简报|年报|月报|季报|协议|合同|批示|表|书|单|建议|说明|总结|机制|草案)\\Z|\\A关于"
)
"""What a document's title ends with; others in 《》 are articles, columns, meetings, lectures."""
_NO_DOCUMENT_BEFORE: Final = re.compile(
    "(?:稿件|文章|节目|话题|栏目|专栏|视频|短片|歌曲|讲座|题为|课题|刊物|报纸|杂志|书籍|著作)[：:]?\\Z"
)
_NO_DOCUMENT_AFTER: Final = re.compile("(?:等)?(?:专题)?(?:栏目|专栏|台账|系统|平台|话题|讲座|一书|一文|节目)")
_COMMON_NAME: Final = re.compile(
    "[^关市省县区局]{0,10}(?:书|表|单|函|专报|简报|通报|通知|报告|台账|清单|纪要|记录|合同)\\Z"
)


class Role(Enum):
    """What a text says of a document: that the body issued it, or that it acted by it."""

    MADE = "制发"
    FOLLOWED = "依据"


class FoundDocument(NamedTuple):
    """A document where a text names it. Title or number may be empty, not both."""

    place: Place
    """Title and 文号 with their marks and brackets."""
    title: str
    """Without the outer 《》."""
    inner: str
    """The title inside the title, as in 关于印发〈…〉的通知; empty if there is none."""
    number: str
    """The 文号 as written, without brackets around it."""
    normal_number: str
    """The 文号 as the standard writes it: 呼财字〔2014〕113号."""
    role: Role | None
    """None if the text does not say."""
    evidence: Place | None
    """The word from which the role follows, such as 印发."""


class FoundNumber(NamedTuple):
    """A 文号 as written and in its normal form."""

    place: Place
    written: str
    normal: str


def documents_in(text: str) -> tuple[FoundDocument, ...]:
    """Every mention of a document in a visible text, in order.

    Documents that only 、 or 和 separates are a chain: the role of one is that of all. A 请示 only asks: it has no
    role, whoever wrote it.
    """
    titles = titles_in(text)
    numbers = numbers_in(text)
    if not titles and not numbers:
        return ()
    mentions = _documents_of(text, titles, numbers)
    documents: list[FoundDocument] = []
    first = 0
    while first < len(mentions):
        last = first
        while last + 1 < len(mentions) and _SHARED.match(
            text, mentions[last].place.end, mentions[last + 1].place.start
        ):
            last += 1
        chain = mentions[first : last + 1]
        role, evidence = _role(text, mentions[first - 1].place.end if first else 0, chain)
        documents += [
            document._replace(role=role, evidence=evidence) if not document.title.endswith("请示") else document
            for document in chain
            if _is_document(text, document)
        ]
        first = last + 1
    return tuple(documents)


def is_hidden(text: str, document: FoundDocument, quotes: Collection[str]) -> bool:
    """Whether one of *quotes* is the title or the 文号 of a *document* in *text*, or holds all of it."""
    names = (document.title, f"《{document.title}》", document.number, document.normal_number)
    return any(name in quotes for name in names if name) or is_quoted(text, document.place, quotes)


def is_common_name(title: str) -> bool:
    """Whether *title* names a form or a kind of document (《督办通知书》), so that equal titles need not be one document."""
    return _COMMON_NAME.match(title) is not None


def _is_document(text: str, document: FoundDocument) -> bool:
    """Whether a 《…》 is a document rather than an article, a column or a meeting; what has a 文号 always is one."""
    if document.number:
        return True
    start, end = document.place
    return (
        _DOCUMENT.search(_TRAILING.sub("", document.title)) is not None
        and _NO_DOCUMENT_BEFORE.search(text, max(0, start - _LONGEST_SIGN), start) is None
        and _NO_DOCUMENT_AFTER.match(text, end) is None
    )


def numbers_in(text: str) -> tuple[FoundNumber, ...]:
    """The 文号 in a visible text, in order, whatever brackets they are written with (P-11)."""
    if "号" not in text:
        return ()
    digits = with_ascii_digits(text)
    numbers = []
    for match in _NUMBER.finditer(digits):
        floor = max(0, match.start() - _LONGEST_SIGN)
        sign = _SIGN.search(text, floor, match.start())
        if sign is None:
            continue
        start = max((cut.end() + floor for cut in _BEFORE_SIGN.finditer(text[floor : match.start()])), default=0)
        start = max(start, sign.start())
        if match.start() - start < (1 if match["open"] is None else 2):
            continue
        if match["open"] and match["open"] in _ROUND and text[match.start() - 1] not in _ENDS_SIGN:
            continue
        written = text[start : match.end()]
        numbers.append(FoundNumber(Place(start, match.end()), written, _normal(digits[start : match.start()], match)))
    return tuple(numbers)


def _normal(sign: str, match: re.Match[str]) -> str:
    if match["open"] is None:
        return sign + match[0].replace(" ", "")
    return f"{sign}〔{match['year']}〕{match['serial']}号"


def _documents_of(text: str, titles: tuple[Place, ...], numbers: tuple[FoundNumber, ...]) -> list[FoundDocument]:
    """Titles, each with the 文号 in it or beside it, and 文号 that stand alone; in order of their places."""
    documents: list[FoundDocument] = []
    free = list(numbers)
    for index, title in enumerate(titles):
        following = titles[index + 1].start if index + 1 < len(titles) else len(text)
        number = next((n for n in free if _belongs(text, title, n.place, following)), None)
        place = title
        if number is not None:
            free.remove(number)
            place = Place(
                min(title.start, number.place.start), _bracket_end(text, max(title.end, number.place.end), title)
            )
        words = text[title.start + 1 : title.end - 1]
        documents.append(_document(place, words, number))
    documents += [_document(number.place, "", number) for number in free if not _in_any(titles, number.place)]
    return sorted(documents)


def _belongs(text: str, title: Place, number: Place, following: int) -> bool:
    if title.start < number.start < title.end:
        return True
    if title.end <= number.start < following:
        return _NUMBER_AFTER.match(text, title.end, number.start) is not None
    return number.end <= title.start and _NUMBER_BEFORE.match(text, number.end, title.start) is not None


def _bracket_end(text: str, end: int, title: Place) -> int:
    """The offset after the bracket that closes a 文号 written behind its title."""
    return end + 1 if end > title.end and end < len(text) and text[end] in "）)】]" else end


def _in_any(titles: tuple[Place, ...], place: Place) -> bool:
    return any(title.start < place.start < title.end for title in titles)


def _document(place: Place, words: str, number: FoundNumber | None) -> FoundDocument:
    inner = ""
    for opening, closing in ("〈〉", "《》", "<>"):
        start, end = words.find(opening), words.rfind(closing)
        if 0 <= start < end:
            inner = words[start + 1 : end]
            break
    written, normal = (number.written, number.normal) if number else ("", "")
    return FoundDocument(place, words, inner, written, normal, None, None)


def _role(text: str, floor: int, chain: list[FoundDocument]) -> tuple[Role | None, Place | None]:
    """The role of a chain of documents and the word that shows it: before the first document or behind the last."""
    start, end = chain[0].place.start, chain[-1].place.end
    begin = max(floor, start_of(text, start))
    if begin > floor and _LISTING.match(text, begin, start):  # …的学习内容，包括《甲》
        begin = max(floor, start_of(text, begin - 1))
    before = [
        match
        for match in _BEFORE.finditer(text, begin, start)
        if match.lastgroup != "made" or not _ALREADY_MADE.match(text, match.end())  # 他人印发的《…》 only exists
    ]
    after = _AFTER.match(text, end, end_of(text, end))
    if before and before[-1].lastgroup == "other":
        return None, None
    if before and not (before[-1].lastgroup == "object" and after):
        telling = [match for match in before if match.lastgroup in ("made", "followed")]
        if telling:
            return _role_and_place(telling[-1])
    return _role_and_place(after) if after else (None, None)


def _role_and_place(match: re.Match[str]) -> tuple[Role, Place]:
    group = match.lastgroup or ""
    return (Role.FOLLOWED if group == "followed" else Role.MADE), Place(match.start(group), match.end(group))
