"""What `site.yaml` asks for and the rest of the project does not have: pages of the menu, the logo."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple

from rectify.engine.output import FieldPath
from rectify.field import addresses
from rectify.field.config import Destination, SiteConfig
from rectify.field.words import URL


class ConfigFault(NamedTuple):
    """Something wrong in `site.yaml`: its field, the code of the rule, message and remedy."""

    where: FieldPath
    code: str
    message: str
    remedy: str


def menu_faults(config: SiteConfig, paths: Collection[str]) -> Iterator[ConfigFault]:
    """Entries of the menu that lead to none of the pages at *paths*."""
    words = {destination.value for destination in Destination}
    for place, link in enumerate(config.navigation):
        if link.to in words or URL.match(link.to):
            continue
        if addresses.page_at(link.to.partition("#")[0]) not in paths:
            remedy = "写网站里有的页面；自己写的页面放进 content/pages，文件名是 liucheng.md，网址就是 liucheng.html"
            yield ConfigFault(("navigation", place, "to"), "L001", f"菜单里的 {link.to} 没有对应的页面", remedy)


def logo_fault(message: str) -> ConfigFault:
    """A logo that cannot be shown, since *message*."""
    remedy = "放进 static/images，写上文件名；svg 要有 viewBox，png 要是真的 png，其他格式先转成这两种"
    return ConfigFault(("logo",), "C007", message, remedy)
