"""What every made page must have, told of pages from which it was taken."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest

from rectify.checks.pages import check_pages
from support import BuiltSite

PAGE = PurePosixPath("2024-xuncha/013.html")


def rules(tmp_path: Path, page: str) -> list[str]:
    """The rules that *page* breaks."""
    (tmp_path / "page.html").write_text(page, "utf-8", newline="\n")
    return sorted({told.code for told in check_pages(tmp_path, ["page.html"])})


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('name="SiteName"', 'name="Other"', "H001"),
        ('name="SiteIDCode"', 'name="Other"', "H001"),
        ('name="ContentSource"', 'name="Other"', "H001"),
        ('name="PubDate" content="2024-12-30 12:23"', 'name="PubDate" content="2024-12-30 12:23:01"', "H002"),
        ("</head>", '<meta name="pubdate" content="2024-12-30 12:23"></head>', "H003"),
        (' lang="zh-CN"', "", "H010"),
        ("<title>", "<title></title><p>", "H011"),
        ("</main>", "<h1>再来</h1></main>", "H012"),
        ("</main>", "<h6>跳级</h6></main>", "H013"),
        ("<footer", "<div", "H014"),
        ('href="#main"', 'href="#other"', "H015"),
        ("</main>", '<p id="main"></p></main>', "H020"),
        ("</main>", '<a href="x"><b> </b></a></main>', "H021"),
        ("</main>", '<a href="x"><img src="x.png" alt=""></a></main>', "H021"),
        ("</main>", '<img src="x.png"></main>', "H022"),
        ("</main>", "<table><tr><th>1</th></tr></table></main>", "H023"),
        ("</main>", '<p style="color: red">红</p></main>', "H030"),
        ("</main>", "<script>alert('<a>')</script></main>", "H030"),
        ("</head>", "<style>p { color: red }</style></head>", "H030"),
        ("</head>", '<link rel="preload stylesheet" href="https://example.com/a.css"></head>', "H031"),
        ("</main>", '<img alt="" src=//example.com/a.png></main>', "H031"),
        ("</main>", f"<p>{'长' * 40_000}</p></main>", "H032"),
    ],
)
def test_what_is_missing_or_too_much_is_told(
    real_site: BuiltSite, tmp_path: Path, old: str, new: str, code: str
) -> None:
    """Each rule finds its fault on a page that is otherwise good."""
    page = real_site.files[PAGE].decode()

    assert old in page
    assert [code] == rules(tmp_path, page.replace(old, new, 1))


@pytest.mark.parametrize(
    "addition",
    [
        '<script type="application/ld+json">{"@context": "https://schema.org"}</script>',
        '<a href="https://www.gov.cn/">外部网站</a>',
        '<a href="x" aria-label="名称"></a>',
        '<!-- <a href="x"></a><p style="x"> -->',
        '<img src="a.png" alt="">',
        '<a href="a.png"><img src="a.png" alt="大门"></a>',
        '<table><tr><th scope="col">1</th></tr></table>',
    ],
)
def test_what_is_right_is_left_alone(real_site: BuiltSite, tmp_path: Path, addition: str) -> None:
    """Data blocks, links that lead elsewhere, named links, comments, decorative images."""
    page = real_site.files[PAGE].decode()

    assert rules(tmp_path, page.replace("</main>", f"{addition}</main>")) == []


def test_a_site_that_has_no_code_needs_no_tag_for_it(real_site: BuiltSite, tmp_path: Path) -> None:
    """Whoever was told to write 无 must not be refused for it."""
    (tmp_path / "page.html").write_bytes(real_site.files[PAGE].replace(b'name="SiteIDCode"', b'name="Other"'))

    assert list(check_pages(tmp_path, ["page.html"], has_code=False)) == []
