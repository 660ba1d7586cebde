"""The addresses of pages and files: makes each of them, and recognises them again.

An address is a path from the site's root, without a slash in front: `2024-xuncha/013.html`. Rounds, categories and
departments are given by their ids, issues by their numbers. Pages are cited, and the public record keeps their
addresses, so that the form of none of them may change (C-01).
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

INDEX: Final = "index"
"""The name of a folder's own page."""

# Single pages and files.
HOME: Final = "index.html"
SEARCH: Final = "search.html"
DATA: Final = "data.html"
HELP: Final = "help.html"
GLOSSARY: Final = "glossary.html"
SITE_MAP: Final = "sitemap.html"
ACCESSIBILITY: Final = "accessibility.html"
NOT_FOUND: Final = "404.html"
JSON_FEED: Final = "feed.json"
RETURNS: Final = "zaici.html"
SITEMAP: Final = "sitemap.xml"
LLMS: Final = "llms.txt"
VERIFY: Final = "record/verify.html"
PUBLICATIONS: Final = "record/published.html"

_SITE_PAGES: Final = (HOME, SEARCH, DATA, GLOSSARY, SITE_MAP, ACCESSIBILITY, NOT_FOUND, RETURNS)

# Names of a round's own pages.
ISSUES: Final = "issues"
ABOUT: Final = "about"
WHOLE: Final = "quanwen"
DOCUMENTS: Final = "wenjian"
TIMELINE: Final = "shijian"
FIGURES: Final = "shuju"
ATTACHMENTS: Final = "fujian"
CONTRADICTIONS: Final = "daiban"
DUE: Final = "shixian"

# Folders in a round.
CATEGORIES: Final = "categories"
STATUSES: Final = "statuses"
DEPARTMENTS: Final = "departments"
TOPICS: Final = "topics"
_OLDER: Final = "banben"
ROUND_FOLDER: Final = "round"
"""The files of the round itself, beside the numbers of issues for theirs; in the project it lies beside round.yaml."""

_SMALL: Final = "xiaotu"
"""The smaller sizes of photographs, which no address promises."""

BODIES: Final = "danwei"
"""The folder with the pages of bodies, where several publish on one site."""

ORGANISER: Final = "zhuban"
"""The name there of the organiser of the site, who needs no id."""

# Folders at the root, beside those of rounds.
_ASSETS, _DATA, _SEARCH, _RECORD = "assets", "data", "search", "record"

_FRAGMENT: Final = ".html.txt"
"""The ending of HTML that servers send as text, since it is to be copied."""

_DEVICES: Final = "con|prn|aux|nul|com[0-9]|lpt[0-9]"
"""Names that Windows keeps for devices."""

NOT_A_FILE: Final = re.compile(rf"(?:{INDEX}|{_DEVICES})\Z", re.IGNORECASE)
"""Names that no page of a list can have: its folder's own page, and the devices of Windows."""

PAGE_PATH: Final = re.compile(
    r"(?=.{1,200}\Z)(?:[A-Za-z0-9_~][A-Za-z0-9_~-]*/)*(?:[A-Za-z0-9_~][A-Za-z0-9_~-]*(?:\.[A-Za-z0-9_~-]+)*\.html|(?<=/))\Z"
)
"""The address of a page, also of another system's, or of a folder, which ends in `/`."""

PAGE_PLACE: Final = re.compile(PAGE_PATH.pattern.replace(r"html|", r"html(?:#[A-Za-z0-9._~-]+)?|"))
"""The same, or a place on a page."""

ASSET_FOLDER: Final = _ASSETS + "/[0-9a-f]{16}/"
"""The folder of style sheets and scripts, which is named by their content, as a pattern."""

_RESERVED_FOLDERS: Final = f"{_ASSETS}|{_DATA}|{_SEARCH}|{_RECORD}"
_RESERVED_NAME: Final = re.compile(rf"(?:{_RESERVED_FOLDERS}|{_DEVICES})\Z", re.IGNORECASE)
_RESERVED: Final = re.compile(
    rf"(?:{_RESERVED_FOLDERS})/|{re.escape(NOT_FOUND)}\Z|(?:.*/)?(?:{_DEVICES})(?=[./]|\Z)", re.IGNORECASE
)
_ASSET_FOLDER: Final = re.compile(ASSET_FOLDER.encode())
_FOLDER_PAGE: Final = re.compile(rf"(?:\A|(?<=/)){re.escape(HOME)}\Z")
_GROUP_PAGE: Final = re.compile(rf"[^/]+/(?:{CATEGORIES}|{DEPARTMENTS})/[^/]+\.html\Z")
_CATEGORY_PAGE: Final = re.compile(rf"[^/]+/{CATEGORIES}/([^/.]+)\.html\Z")
_ISSUE_PAGE: Final = re.compile(r"([^/]+)/([0-9]{3,6})\.html\Z")
_OLDER_TEXT: Final = re.compile(rf"(.+)/{_OLDER}/([0-9]+)(?:-[0-9]+)+\.html\Z")
_ATTACHED: Final = re.compile(rf"([^/]+)/([0-9]{{3,6}}|{ROUND_FOLDER})/[^/]+\Z")
_LATER_PAGE: Final = re.compile(r"(.+)[-_]([0-9]+)\.html\Z")
"""What looks like the second or a later page of a list; a list whose id ends in a number looks so, too."""

_VERIFICATION: Final = re.compile(r"(?:google[0-9a-f]+|baidu_verify_[A-Za-z0-9_-]+|yandex_[0-9a-f]+)\.html\Z")


# Pages.


def round_page(round_id: str, name: str = INDEX) -> str:
    """A page of a round, its contents unless a *name* is given: `2024-xuncha/index.html`."""
    return f"{round_id}/{name}.html"


def group_page(round_id: str, folder: str, name: str = INDEX) -> str:
    """The list of a category, status, department or topic, or what leads to them: `2024-xuncha/categories/index.html`."""
    return f"{round_id}/{folder}/{name}.html"


def issue_page(round_id: str, number: int) -> str:
    """`2024-xuncha/013.html`."""
    return f"{round_id}/{number:03}.html"


def record_page(round_id: str, name: str) -> str:
    """The page made of a content file by its *name*: of `013` the issue's, of `round` the round's."""
    return round_page(round_id) if name == ROUND_FOLDER else f"{round_id}/{name}.html"


def issue_number(page: str, round_id: str) -> int:
    """The number of the issue of a round whose page is at *page*; 0 for any other page."""
    name = stem(page).rpartition("/")[2]
    return int(name) if name.isdecimal() and page == issue_page(round_id, int(name)) else 0


def older_text_page(round_id: str, number: int, version: int) -> str:
    """The page of an older text of an issue: `2024-xuncha/banben/013-1.html`."""
    return f"{round_id}/{_OLDER}/{number:03}-{version}.html"


def comparison_page(round_id: str, number: int, before: int, after: int) -> str:
    """The page that compares two texts of an issue: `2024-xuncha/banben/013-1-2.html`."""
    return f"{round_id}/{_OLDER}/{number:03}-{before}-{after}.html"


def list_pages(first: str, count: int, others: Collection[str] = ()) -> tuple[str, ...]:
    """The *count* pages of the list whose *first* page is given: `2024-xuncha/issues.html`, `2024-xuncha/issues-2.html`.

    Where *others*, the first pages of the lists beside it, has such an address, since an id ends in `-2`, an
    underscore stands in place of the hyphen: no id has one.
    """
    usual = (f"{stem(first)}-{number}.html" for number in range(2, count + 1))
    return (first, *("_".join(page.rsplit("-", 1)) if page in others else page for page in usual))


def body_page(body_id: str | None) -> str:
    """The page of a body, or of the organiser of the site: `danwei/shuiwu.html`."""
    return f"{BODIES}/{body_id or ORGANISER}.html"


# Files.


def sibling(page: str, ending: str) -> str:
    """The file beside a *page*, under the same name with another *ending*: `2024-xuncha/013.json`."""
    return f"{stem(page)}.{ending}"


def twin(page: str) -> str:
    """The issue at *page* as Markdown: `2024-xuncha/013.md`."""
    return sibling(page, "md")


def attached_file(round_id: str, folder: str, name: str) -> str:
    """A photograph or an attachment: `2024-xuncha/013/xianchang.jpg`, of the round itself `2024-xuncha/round/…`."""
    return f"{round_id}/{folder}/{name}"


def small_photo(round_id: str, sha256: str, width: int, ending: str) -> str:
    """A smaller size of the photograph with this digest: `2024-xuncha/xiaotu/0123456789ab-480.jpg`."""
    return f"{round_id}/{_SMALL}/{sha256[:12]}-{width}.{ending}"


def public_text_file(page: str) -> str:
    """The public text of the issue at *page*: `record/2024-xuncha/013.txt`."""
    return f"{_RECORD}/{sibling(page, 'txt')}"


def feed(round_id: str = "", group: str = "", folder: str = CATEGORIES) -> str:
    """The Atom feed of the site, of a round, or of one of its categories or, by *folder*, departments or topics."""
    if not round_id:
        return "feed.atom"
    return f"{round_id}/{folder}/{group}.atom" if group else f"{round_id}/feed.atom"


def sitemap_part(number: int) -> str:
    """The *number*th part of a sitemap that is too long for one file: `sitemap-1.xml`."""
    return f"sitemap-{number}.xml"


def calendar(round_id: str, department: str = "") -> str:
    """The calendar with the promised days of a round, or of a department's issues."""
    return f"{round_id}/{DEPARTMENTS}/{department}.ics" if department else f"{round_id}/{DUE}.ics"


def body_feed(body_id: str | None) -> str:
    """The Atom feed of a body, or of the organiser of the site: `danwei/shuiwu.atom`."""
    return sibling(body_page(body_id), "atom")


def body_data_file(body_id: str | None, ending: str) -> str:
    """The file with all data of a body: `data/danwei-shuiwu.csv`."""
    return data_file(f"{BODIES}-{body_id or ORGANISER}.{ending}")


def citations_file(round_id: str, ending: str) -> str:
    """The file with all citations of a round: `2024-xuncha/citations.bib`."""
    return f"{round_id}/citations.{ending}"


def figures_file(round_id: str) -> str:
    """The table of all figures of a round, where it stood first: `2024-xuncha/shuju.csv`."""
    return f"{round_id}/{FIGURES}.csv"


def fact_table(round_id: str, name: str) -> str:
    """The table of a round's facts, under the name of their page: `data/2024-xuncha_shijian.csv`.

    No id has an underscore, so it cannot be the table of another round.
    """
    return data_file(f"{round_id}_{name}.csv")


def data_file(name: str) -> str:
    """The file of open data that is called *name*: `data/2024-xuncha.csv`."""
    return f"{_DATA}/{name}"


def fragment_file(round_id: str) -> str:
    """The whole notice of a round as HTML for another system: `data/2024-xuncha.html.txt`."""
    return data_file(f"{round_id}{_FRAGMENT}")


def publication_page(day: str) -> str:
    """The page with the totals of a published *day*, ISO: `record/published.2025-12-02.html`."""
    return page(f"{stem(PUBLICATIONS)}.{day}")


def search_file(name: str) -> str:
    """The file called *name* that search loads: `search/index.js`."""
    return f"{_SEARCH}/{name}.js"


def asset_folder(name: str) -> str:
    """The folder of style sheets and scripts, called *name*."""
    return f"{_ASSETS}/{name}"


# Forms of an address.


def page(stem: str) -> str:
    """The page whose address without its ending is *stem*."""
    return f"{stem}.html"


def stem(page: str) -> str:
    """The address of a *page* without its ending: `2024-xuncha/013`."""
    return page.removesuffix(".html")


def shortest(page: str) -> str:
    """The shortest form that leads to *page*: for a folder's own page the folder, which for the site's is nothing."""
    return _FOLDER_PAGE.sub("", page)


def page_at(place: str) -> str:
    """The page to which *place* leads: for a folder, which ends in a slash or is the root, its own page."""
    return place if place and not place.endswith("/") else f"{place}{HOME}"


# Recognition.


def page_of_part(address: str) -> str:
    """The page of the issue or round if an older text, a comparison or a file of it is at *address*; otherwise empty."""
    return issue_of_older(address) or page_of_attached(address)


def moved_part(address: str, page: str) -> str:
    """Where an older text, a comparison or a file at *address* stands once its issue has moved to *page*."""
    folder, _, name = address.rpartition("/")
    round_id, _, stem_ = stem(page).rpartition("/")
    if not issue_of_older(address):
        return attached_file(round_id, stem_, name)
    return f"{round_id}/{folder.rpartition('/')[2]}/{stem_}-{name.partition('-')[2]}"


def page_of_attached(address: str) -> str:
    """The page of the issue or round if one of its photographs or attachments is at *address*; otherwise empty."""
    attached = _ATTACHED.match(address)
    return record_page(attached[1], attached[2]) if attached else ""


def is_page(address: str) -> bool:
    """Whether a page is at *address*."""
    return address.endswith(".html")


def is_whole_notice(address: str) -> bool:
    """Whether the page with a whole notice is at *address*."""
    return address.endswith(f"/{WHOLE}.html")


def is_fragment(address: str) -> bool:
    """Whether a whole notice as HTML for another system is at *address*."""
    return address.endswith(_FRAGMENT)


def is_verification(address: str) -> bool:
    """Whether search engines verify the owner of the site by the file at *address*."""
    return _VERIFICATION.match(address) is not None


def is_promised(address: str) -> bool:
    """Whether a page that may be cited is at *address*, which therefore must not vanish (C-01)."""
    return is_page(address) and address != NOT_FOUND and not is_verification(address)


def first_page(address: str) -> tuple[str, int]:
    """The first page of the list whose later page looks to be at *address*, and which page it is; otherwise `("", 1)`."""
    later = _LATER_PAGE.match(address)
    return (page(later[1]), int(later[2])) if later else ("", 1)


def is_asset(address: str) -> bool:
    """Whether a style sheet, a script or an image that goes with them is at *address*."""
    return address.startswith(f"{_ASSETS}/")


def is_reserved(address: str) -> bool:
    """Whether no page can ever have been at *address*: folders of other files, the page for 404, names of devices."""
    return _RESERVED.match(address) is not None


def is_reserved_name(name: str) -> bool:
    """Whether no round can be called *name*, since a folder of other files or a device of Windows is."""
    return _RESERVED_NAME.match(name) is not None


def issue_at(address: str) -> tuple[str, int] | None:
    """The round and the number of the issue whose page is at *address*; None if no issue's can be."""
    match = _ISSUE_PAGE.match(address)
    return (match[1], int(match[2])) if match else None


def is_site_page(name: str) -> bool:
    """Whether the site itself has, or may have, a page called *name* at its root, without the ending, beside help."""
    return page(name) in _SITE_PAGES


def issue_of_older(address: str) -> str:
    """The page of the issue if one of its older texts or comparisons is at *address*; otherwise empty."""
    older = _OLDER_TEXT.match(address)
    return f"{older[1]}/{older[2]}.html" if older else ""


def is_group_page(address: str) -> bool:
    """Whether the list of a category or a department, or what leads to these lists, is at *address*."""
    return _GROUP_PAGE.match(address) is not None


def is_topic_page(address: str, round_id: str) -> bool:
    """Whether the list of a topic of a round, or what leads to these lists, is at *address*."""
    return is_page(address) and address.startswith(f"{round_id}/{TOPICS}/")


def is_of_search(address: str) -> bool:
    """Whether *address* is in the folder of the files that search loads, letter case aside."""
    return address.casefold().startswith(f"{_SEARCH}/")


def category_of(address: str) -> str:
    """The id of the category if the first page of its list is at *address*; otherwise empty."""
    listed = _CATEGORY_PAGE.match(address)
    return listed[1] if listed else ""


def asset_folders(page: bytes) -> frozenset[str]:
    """The folders of assets that the HTML of a *page* names."""
    return frozenset(folder.decode() for folder in _ASSET_FOLDER.findall(page))
