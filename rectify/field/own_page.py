"""Pages that a bureau writes itself: `content/pages/NAME.md`, front matter and a text with headings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from rectify.field.words import Article, Line, named_field

BLOCKS: Final = ("home", "about", "help")
"""Names of files whose text stands on a page that the site has anyway: its home page, about, help."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPage:
    """The front matter of a page, and the text below it."""

    title: Line = named_field("标题", "页面的大标题，也是菜单里的文字")
    description: Line = named_field("简介", "一两句话，给搜索引擎看；不写就用正文的开头", default=Line(""))
    order: int = named_field("次序", "数小的在前；一样的按文件名排", default=0)
    menu: bool = named_field("放进菜单", "true：页首的菜单里有它", default=False)
    draft: bool = named_field("草稿", "true：还不公开，只在 serve 里看得到", default=False)
    text: Article = named_field("正文", "第二行 --- 以下的全部文字；小标题写成 ## 标题，再小一级写成 ### 标题")
