"""The site itself: whose it is, how to reach them, what its footer must say."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace
from enum import Enum
from typing import ClassVar, Final
from urllib.parse import urlsplit

from rectify.field import addresses
from rectify.field.model import Revision, Waiver
from rectify.field.words import (
    NEEDED_IN_PUBLIC,
    Colour,
    Email,
    Line,
    MenuGoal,
    PagePath,
    PagePlace,
    Phone,
    Rich,
    Slug,
    Url,
    named_field,
)
from rectify.ground.dates import PartialDate

NO_SITE_CODE: Final = "无"
"""What stands for a number in the foot of the pages that the site does not have."""
_EXAMPLE_HOST: Final = re.compile(r"(?:\A|\.)(?:example\.(?:com|net|org)|example|invalid|test|localhost)\Z")


class Destination(Enum):
    """Pages of the site that the navigation may lead to."""

    HOME = "home"
    NOTICE = "notice"
    ISSUES = "issues"
    CATEGORIES = "categories"
    STATUSES = "statuses"
    DEPARTMENTS = "departments"
    ABOUT = "about"
    HELP = "help"
    GLOSSARY = "glossary"
    FEEDBACK = "feedback"


class Server(Enum):
    """Kinds of web servers that we know how to set up."""

    NGINX = "nginx"
    APACHE = "apache"
    IIS = "iis"


class ReviewShown(Enum):
    """What an issue's page says of its review (三审三校): nothing, that it was done, or by whom (P-01)."""

    NO = "不显示"
    STEPS = "环节"
    NAMES = "署名"


@dataclass(frozen=True, slots=True, kw_only=True)
class NavigationLink:
    """One link of the navigation."""

    title: Line = named_field("文字")
    to: MenuGoal = named_field(
        "去向",
        "home、issues、categories、about、help、feedback 等；也可以写专栏里的位置，例如 liucheng.html，或者别的栏目的完整网址",
        form="选本专栏的一页，或者写别的栏目的完整网址",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Organiser:
    """The body that answers for the site (主办单位)."""

    name: Line = named_field("名称")
    aliases: tuple[Line, ...] = named_field("又名", "简称、曾用名；通报这样称呼本单位，也认得出", default=())
    address: Line = named_field("地址", default=Line(""))
    postcode: Line = named_field("邮编", default=Line(""))
    phone: Phone | None = named_field("电话", "带区号", default=None)


def known_number(number: str) -> str:
    """A *number* of a footer, empty for one that is said not to exist: pages must not show 无, nor link to it."""
    return "" if number == NO_SITE_CODE else number


@dataclass(frozen=True, slots=True, kw_only=True)
class Footer:
    """What the foot of a government page must carry (G-11); what is missing is not shown."""

    icp: Line = named_field("ICP备案号", default=Line(""))
    police_record: Line = named_field("公安备案号", default=Line(""))
    site_code: Line = named_field(
        "网站标识码",
        "政府网站的编号，十位数字，或 bm 加八位数字，在官网的页脚上；不是政府网站的，写 无",
        default=Line(""),
        needed=NEEDED_IN_PUBLIC,
    )
    party_mark_id: Line = named_field(
        "党政机关网站标识", "标识链接里 id= 后面的 32 位字符；没有的，写 无", default=Line("")
    )
    error_report: bool = named_field(
        "我为政府网站找错", "true 或 false", form="勾上，页脚就有“我为政府网站找错”", default=True
    )
    browsers: Line = named_field("浏览器建议", default=Line(""))

    @property
    def official_code(self) -> str:
        """The code of the site, empty for one that says that it has none."""
        return known_number(self.site_code)


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """How a citizen may answer; what is missing is not shown."""

    phone: Phone | None = named_field("电话", "带区号", default=None)
    hours: Line = named_field("接听时间", default=Line(""))
    address: Line = named_field("通信地址", default=Line(""))
    postcode: Line = named_field("邮编", default=Line(""))
    email: Email | None = named_field("电子邮箱", default=None)
    message_url: Url | None = named_field("留言系统网址", "单位已有的网上留言系统", default=None)
    period: Line = named_field("受理时间", "例如 长期受理", default=Line(""))
    note: Rich = named_field("说明", default=Rich(""))


@dataclass(frozen=True, slots=True, kw_only=True)
class Department:
    """A department that leads or answers for rectification."""

    id: Slug = named_field("编号", "用在网址里的拼音或英文小写，公开以后不再改")
    name: Line = named_field("名称", "全称")
    aliases: tuple[Line, ...] = named_field("别名", "文中用到的其他写法", default=())
    phone: Phone | None = named_field("办公电话", "显示在这个部门的页面上，带区号", default=None)
    address: Line = named_field("办公地点", "显示在这个部门的页面上", default=Line(""))


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficialNumbers:
    """Numbers in the foot of a body's pages that differ from those of the site."""

    icp: Line = named_field("ICP备案号", default=Line(""))
    police_record: Line = named_field("公安备案号", default=Line(""))
    site_code: Line = named_field("网站标识码", "十位数字，或 bm 加八位数字", default=Line(""))
    party_mark_id: Line = named_field("党政机关网站标识", default=Line(""))


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """One of several bodies that publish on one site, beside the organiser of the site."""

    id: Slug = named_field("编号", "用在网址里的拼音或英文小写，公开以后不再改")
    name: Line = named_field("名称", "全称")
    short_name: Line = named_field("简称", "写在轮次的短标题前面，例如 水务局；不写就用全称", default=Line(""))
    organiser: Organiser | None = named_field("主办单位", "这个单位的地址和电话；不写就只显示名称", default=None)
    feedback: Feedback | None = named_field("反馈渠道", "不写就用整个网站的", default=None)
    departments: tuple[Department, ...] = named_field("部门", "编号在一个单位里不重复就行", default=())
    numbers: OfficialNumbers = named_field("备案号和标识码", "与整个网站不同的才写", default=OfficialNumbers())


@dataclass(frozen=True, slots=True, kw_only=True)
class Redirect:
    """An address that was public, and where its page stands now (C-01, W-13)."""

    from_: PagePath = named_field("原网址", "从专栏的首页算起，例如 2023-xuncha/013.html；整个文件夹写成 2023-xuncha/")
    to: PagePlace = named_field("新网址", "写法同上；可以带页内的位置，例如 about.html#tongji")
    date: PartialDate | None = named_field("日期", "什么时候改的", default=None)
    reason: Line = named_field("原因", "一句话，显示在原网址上", default=Line(""))


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteConfig:
    """`site.yaml`: everything about the site that is not about one round."""

    SHARED: ClassVar = True
    """Every page depends on it: its digest is computed once for all of them."""

    name: Line = named_field("网站名称", "所属政府网站的名称")
    title: Line = named_field("专栏名称", "显示在页首")
    base_url: Url = named_field("网址", "这个专栏在网上的地址，例如 https://example.gov.cn/xczg/")
    description: Line = named_field("简介", "一两句话")
    column_type: Line = named_field("栏目类别", "例如 信息公开", default=Line("信息公开"))
    keywords: tuple[Line, ...] = named_field("关键词", default=())
    navigation: tuple[NavigationLink, ...] = named_field(
        "导航", "页首的菜单，六项以内为好，多了手机上排不下；自己写的页面在它后面"
    )
    logo: Line = named_field(
        "标志",
        "static/images 里的文件，svg 或 png，例如 logo.svg",
        form="标志图片的文件名，例如 logo.svg；图片请技术人员放进 static/images",
        default=Line(""),
    )
    colour: Colour | None = named_field(
        "主色",
        '例如 "#1a4f8b"，要加引号；深色和高对比度的样子由它推算',
        form="例如 #1a4f8b；深色和高对比度的样子由它推算",
        default=None,
    )
    organiser: Organiser = named_field("主办单位")
    footer: Footer = named_field("页脚")
    feedback: Feedback = named_field("反馈渠道", "没有的渠道不写")
    licence: Line = named_field("数据使用许可", "空着就只请读者写明来源", default=Line(""))
    review_required: bool = named_field(
        "必须三审三校", "true 表示没有审毕的内容不能发布", form="勾上，没有审毕的内容不能公开", default=False
    )
    review_shown: ReviewShown = named_field(
        "显示审核信息",
        "问题页上写不写三审三校：不显示、环节（什么时候审毕）或署名（谁、什么时候）；没有走完的不写",
        default=ReviewShown.NO,
    )
    server: Server | None = named_field(
        "服务器",
        "nginx、apache 或 iis；后两种的设置文件会放进网站里",
        form="不知道的不选，问管服务器的人",
        default=None,
    )
    departments: tuple[Department, ...] = named_field("部门", "文中出现的部门名称从这里取", default=())
    bodies: tuple[Body, ...] = named_field(
        "单位",
        "一个网站有几个单位时才写；各轮在 round.yaml 里用 body 写明是哪一个，不写的属于主办单位",
        form="一个网站有几个单位时才填；各轮写明是哪一个单位的，没有写的属于主办单位",
        default=(),
    )
    revisions: tuple[Revision, ...] = named_field(
        "修订记录", "公开以后改了单位名称、联系方式等，每改一次写一条；设置（主色、导航、网址等）改了不用写", default=()
    )
    redirects: tuple[Redirect, ...] = named_field("改了名的网址", "公开过的网址改名以后，照旧找得到", default=())
    waivers: tuple[Waiver, ...] = named_field("放行记录", "检查报出而决定保留的内容", default=())

    def body(self, body_id: str | None) -> Body | None:
        """The body called *body_id*; None for the organiser of the site."""
        return next((one for one in self.bodies if one.id == body_id), None)

    def of_body(self, body_id: str | None) -> SiteConfig:
        """The configuration for the pages of a body: its organiser, feedback, departments and official numbers.

        The other bodies are not in it: no page of this body changes with them, nor takes longer to make.
        """
        body = self.body(body_id)
        if body is None:
            return self
        numbers = {field.name: value for field in fields(body.numbers) if (value := getattr(body.numbers, field.name))}
        return replace(
            self,
            organiser=body.organiser or Organiser(name=body.name),
            feedback=body.feedback or self.feedback,
            departments=body.departments,
            bodies=(),
            footer=replace(self.footer, **numbers),
        )

    @property
    def departments_by_name(self) -> dict[str, Department]:
        """The departments by every name by which they may be called."""
        return {str(name): one for one in self.departments for name in (one.name, *one.aliases)}

    @property
    def domain(self) -> str:
        """The host alone, as the page tag SiteDomain wants it (G-07)."""
        return urlsplit(self.base_url).hostname or ""

    @property
    def has_example_address(self) -> bool:
        """Whether its address is one that is reserved for examples, where nothing can be public (RFC 2606, RFC 6761)."""
        return _EXAMPLE_HOST.search(self.domain) is not None

    @property
    def base_path(self) -> str:
        """The folder in which the site stands on its server: `/` or `/xczg/`."""
        return urlsplit(self.base_url).path.rstrip("/") + "/"

    def absolute(self, path: str) -> str:
        """The full address of a page, given its path from the site's root."""
        return f"{self.base_url.rstrip('/')}/{addresses.shortest(path)}"
