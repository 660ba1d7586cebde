"""How a page is cited: by GB/T 7714, in words, and in the formats that reference managers read (C-03 … C-07).

The day of reading is the reader's own. No text holds one: pages leave a place for it that a script
fills with today, files leave it out.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Final, NamedTuple

from markupsafe import Markup, escape

from rectify.ground.dates import BLANK

ACCESS_DATE: Final = "引用日期"
"""The placeholder in a page for the day on which the reader saw it (C-05)."""

_GB_2025: Final = "GB/T 7714—2025"
_GB_2015: Final = "GB/T 7714—2015"
_GAP: Final = "\x00"
_DASHES: Final = f'<span class="citation__day">{ACCESS_DATE}</span>'
_SLASHES: Final = f'<span class="citation__day" data-shape="slashes">{ACCESS_DATE}</span>'
_PARTS: Final = f'<span class="citation__day" data-shape="parts">{ACCESS_DATE}</span>'
_LATEX: Final = str.maketrans(
    {
        "\\": r"{\textbackslash}",
        "~": r"{\textasciitilde}",
        "^": r"{\textasciicircum}",
        **{sign: f"\\{sign}" for sign in "&%$#_{}"},
    }
)
_IN_ADDRESSES: Final = str.maketrans({"{": "%7B", "}": "%7D", "~": "%7E"})
_INNER_QUOTES: Final = str.maketrans("“”", "‘’")


class CitationSource(NamedTuple):
    """A page, or a file of data, as something to be cited.

    `day` is the day of its last change, or else of its publication, as exact as it is known; `about`
    says in words what it is part of, `key` names it in a list of references.
    """

    author: str
    title: str
    site: str
    day: str
    url: str
    key: str
    about: str = ""


class Form(NamedTuple):
    """One way of writing a citation; `suffix` is that of its files, if programs read such files."""

    name: str
    html: Markup
    suffix: str = ""


def forms_of(cited: CitationSource) -> tuple[Form, ...]:
    """Every form as a page shows it, in HTML; addresses and the placeholder of the day are marked for the script."""
    urls = tuple(str(escape(url)) for url in dict.fromkeys((cited.url, cited.url.translate(_IN_ADDRESSES))))
    return tuple(Form(name, _html_of(write(cited, _GAP), gap, urls), suffix) for name, write, gap, suffix in _FORMS)


def data_forms(cited: CitationSource) -> tuple[tuple[str, str], ...]:
    """The names of the standards, and how each cites a data set: the mark is its own (C-07)."""
    return (_GB_2025, gb_2025(cited, kind="DS/OL")), (_GB_2015, gb_2015(cited, kind="DB/OL"))


def gb_2025(cited: CitationSource, accessed: str = ACCESS_DATE, kind: str = "EB/OL") -> str:
    """GB/T 7714—2025, 8.11: full-width brackets around the day."""
    return f"{_sentence(cited.author)} {cited.title}[{kind}]. （{cited.day}）[{accessed}]. {cited.url}."


def gb_2015(cited: CitationSource, accessed: str = ACCESS_DATE, kind: str = "EB/OL") -> str:
    """GB/T 7714—2015: half-width brackets around the day."""
    return f"{_sentence(cited.author)} {cited.title}[{kind}]. ({cited.day})[{accessed}]. {cited.url}."


def in_words(cited: CitationSource, accessed: str = ACCESS_DATE) -> str:
    """The citation as a Chinese sentence."""
    title = cited.title.translate(_INNER_QUOTES)
    return f"{cited.author}：“{title}”{cited.about}，{cited.day}，{cited.url}（{accessed}查阅）。"


def bibtex(cited: CitationSource, accessed: str = "") -> str:
    """An entry for BibLaTeX, BibTeX and their relatives; the author is a body, whose name is one piece.

    Zotero knows the site's name by `journaltitle` and the language by `language` alone, and takes a
    tilde in an address for a space.
    """
    fields = {
        "author": f"{{{cited.author.translate(_LATEX)}}}",
        "title": f"{{{cited.title.translate(_LATEX)}}}",
        "organization": cited.site.translate(_LATEX),
        "journaltitle": cited.site.translate(_LATEX),
        "date": cited.day,
        "url": cited.url.translate(_IN_ADDRESSES),
        "urldate": accessed,
        "langid": "chinese",
        "language": "zh-CN",
    }
    lines = (f"  {name} = {{{value}}}" for name, value in fields.items() if value)
    return f"@online{{{cited.key},\n" + ",\n".join(lines) + "\n}"


def ris(cited: CitationSource, accessed: str = "") -> str:
    """A RIS record, as EndNote, Zotero and NoteExpress read it."""
    tags = {
        "TY": "ELEC",
        "AU": cited.author,
        "TI": cited.title,
        "T2": cited.site,
        "PY": cited.day[:4],
        "DA": cited.day.replace("-", "/"),
        "LA": "zh-CN",
        "UR": cited.url,
        "Y2": accessed,
    }
    return "\n".join([*(f"{tag}  - {value}" for tag, value in tags.items() if value), "ER  - "])


def csl_item(cited: CitationSource) -> dict[str, Any]:
    """The citation as a CSL-JSON item."""
    return {
        "id": cited.key,
        "type": "webpage",
        "title": cited.title,
        "author": [{"literal": cited.author}],
        "container-title": cited.site,
        "issued": {"raw": BLANK} if cited.day == BLANK else {"date-parts": [list(map(int, cited.day.split("-")))]},
        "URL": cited.url,
        "language": "zh-CN",
    }


def csl_json(cited: CitationSource, accessed: str = "") -> str:
    """A list of that one item; *accessed* is year, month and day with commas between."""
    pairs = [
        f"  {json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}" for name, value in csl_item(cited).items()
    ]
    if accessed:
        pairs.append(f'  "accessed": {{"date-parts": [[{accessed}]]}}')
    return "[{\n" + ",\n".join(pairs) + "\n}]"


_Write = Callable[[CitationSource, str], str]
_FORMS: Final[tuple[tuple[str, _Write, str, str], ...]] = (
    (_GB_2025, gb_2025, _DASHES, ""),
    (_GB_2015, gb_2015, _DASHES, ""),
    ("一般文字", in_words, _DASHES, ""),
    ("BibTeX", bibtex, _DASHES, "bib"),
    ("RIS", ris, _SLASHES, "ris"),
    ("CSL-JSON", csl_json, _PARTS, "csl.json"),
)
"""For each form its name, its function, the HTML of the place for the day, and the suffix of its files if it has any."""

SUFFIXES: Final = {name: suffix for name, _, _, suffix in _FORMS if suffix}
"""The suffixes of files, by the names of the forms that programs read."""


def _sentence(author: str) -> str:
    """*author* with the full stop that ends it, once."""
    return author if author.endswith(".") else f"{author}."


def _html_of(text: str, gap: str, urls: tuple[str, ...]) -> Markup:
    """*text* as HTML, with the *gap* where the day belongs and each of *urls* marked; these are HTML."""
    markup = str(escape(text)).replace(_GAP, gap)
    for url in urls:
        markup = markup.replace(url, f'<span class="citation__url">{url}</span>')
    return Markup(markup)  # noqa: S704 - escaped
