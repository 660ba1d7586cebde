"""Every rule of the project: what it looks for, why, and how to mend it.

One line a rule: code, weight, title, reason, remedy, the standard it follows (ids of
`docs/checks.md`, numbers of WCAG). `docs/checks.md` and `check --explain` are made from this table.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum
from types import MappingProxyType
from typing import Final, NamedTuple

from rectify.ground.diagnostics import Diagnostic, Severity
from rectify.ground.text import nearest

_TABLE: Final = """
# YAML 文件的写法
Y001 | 错误 | YAML 写法有误 | 读不出内容 | 照提示的行号改正；拿不准时与旁边的文件对照 |
Y002 | 错误 | 文件不是 UTF-8 编码 | 别的编码会变成乱码；带 BOM 的 UTF-8 和 Windows 换行都可以 | 用记事本另存为，编码选 UTF-8 |
Y004 | 错误 | 有制表符 | YAML 不允许用它缩进，肉眼又看不出 | 换成空格 |
Y005 | 错误 | 有看不见的字符 | 会混进页面，能让文字看上去是另一个样子，也能躲过检查 | 删去重新输入这一处 |
Y006 | 错误 | 一个文件里有几份文档 | 只有第一份会被看到 | 一个文件只写一份，删去中间的 --- |
Y007 | 错误 | 文件是空的 | 多半是没有存上 | 重新保存，或者删去这个文件 |
Y008 | 错误 | 文件太大 | 太大的文件多半放错了东西 | 一个问题一个文件 |
Y009 | 错误 | 嵌套太深或内容过多 | 正常的文件不会这样 | 照 docs/fields.md 重新写 |
Y010 | 错误 | 用了锚点、引用或合并键 | 改一处会悄悄改动别处 | 把内容直接写出来 |
Y011 | 错误 | 应当是“字段: 内容” | 缩进或冒号写错了 | 写成“字段: 内容”，冒号后面空一格 |
Y012 | 错误 | 不认识的字段 | 多半是打错了字，内容会丢 | 改成 docs/fields.md 里的字段 |
Y013 | 错误 | 字段写了两次 | 前一处会被悄悄丢掉 | 删去多余的一处 |
Y014 | 错误 | 缺少必填的字段 | 缺了它页面就不完整 | 补上这一行 |
Y015 | 错误 | 该写文字的地方写了列表，或者相反 | 读出来会走样 | 照 docs/fields.md 的写法改 |
Y016 | 错误 | 用了 YAML 标签 | 没有用处，而且不安全 | 删去以 ! 开头的标签 |
Y017 | 错误 | 错误太多，没有全说 | 一次说不完 | 改正已经说出的，再运行一次 |
# 字段里的内容
V001 | 错误 | 内容是空的 | 空的必填项会在页面上留下空白 | 填上内容，或者删去选填的这一行 |
V002 | 错误 | 不是日期或时间，或者没有这一天 | 日期会印在页面上，错了就是错误信息 | 写成 2024-07-30、2024-07 或 2024 |
V003 | 错误 | 不是规定的词 | 状态、层级等只用规定的词，才能统计和筛选 | 改成提示里列出的词 |
V004 | 错误 | 不是整数，或者不是 true、false | 排序和开关要用到它 | 写半角阿拉伯数字，或者 true、false |
V005 | 错误 | 不能用在网址里 | 网址公开以后不再改，只用英文小写、数字、连字符 | 照提示改 |
V006 | 错误 | 网址的写法不对 | 点不开的网址等于没有 | 写完整的网址，以 https:// 或 http:// 开头 |
V007 | 错误 | 电话没有区号 | 外地人和手机拨不通 | 写上区号，例如 0471-5900362
V008 | 错误 | 电子邮箱的写法不对 | 写错了就收不到群众的信 | 照 jubao@example.gov.cn 的样子写 |
V009 | 错误 | 只能写一行 | 它要放进标题或一行里 | 删去换行 |
V010 | 错误 | 太长 | 太长的内容没有人读得完 | 缩短，或者分成几项 |
V011 | 错误 | 不是专栏里的位置 | 改了名的网址要能准确找到 | 照提示改写 | W-13
V020 | 错误 | 正文里有 HTML | 只用 Markdown，页面才安全、整齐 | 去掉标签 |
V021 | 错误 | 正文里有不安全的链接或图片 | 链接可能带走读者，图片可能泄露信息 | 照提示改写链接，删去图片 | W-05
V022 | 错误 | 列表或引用套得太深 | 手机上看不清，读屏软件也读不明白 | 最多套八层 |
V023 | 错误 | 反引号或者竖线太多 | 手机上显示不下，生成网页也要很久 | 反引号改用引号“”，太宽的表格拆成几个 |
# 文件和文件夹
S001 | 错误 | 找不到文件 | 没有它就生成不了网站 | 从备份或版本库里找回 |
S002 | 错误 | 读不了文件 | 读不到的内容不会公开 | 检查文件的权限，关掉正在占用它的程序 |
S003 | 错误 | 没有内容 | 没有内容就没有网站 | 照 README 建好 content 文件夹 |
S004 | 错误 | content 里有别的东西 | 放错地方的文件不会公开 | 把它移到别处 |
S005 | 错误 | 文件夹的名字不能用在网址里 | 文件夹的名字就是网址的一部分 | 只用英文小写字母、数字和连字符 |
S006 | 错误 | 轮次的文件夹里有别的东西 | 没有被读到的文件容易以为已经公开 | 照提示改名，或者移到别处 |
S007 | 错误 | 文件在生成的时候又被改动 | 页面和清单会对不上 | 存好文件，再运行一次 |
S008 | 错误 | 两个文件的网址一样 | 一个网址只能有一个文件 | 给 static/root 里的文件，或者类别、部门的编号换一个名字 |
S010 | 错误 | static 里的文件名不能用在网址里 | 有的系统存不下，网址也写不出 | 换一个名字，只用文字、数字、点和连字符 |
S009 | 错误 | 网址不能写进服务器设置 | 网址里的特殊字符会改变设置的意思 | 网址只用字母、数字、点、斜线和连字符 | G-21
# 整个网站的设置
C001 | 错误 | 网站标识码不对 | 标识码错了，检查时认不出是哪个网站 | 应当是十位数字，或者 bm 加八位数字 | G-06
C002 | 提醒 | 页脚缺项 | 政府网站的页脚应当有这些 | 在 site.yaml 里填上 | G-11
C003 | 错误 | 没有任何反馈渠道 | 群众要能反映意见 | 至少写一种：电话、通信地址、电子邮箱或留言系统 | G-11
C004 | 错误 | 改了名的原网址不能用 | 一个网址只能通到一处 | 照提示改 redirects | W-13
C006 | 提醒 | 没有写关键词 | 政府网站的每一页都应当有页面标签 ColumnKeywords | 在 site.yaml 里添上 keywords | G-02
C005 | 错误 | 改了名的新网址找不到 | 读者会走进死路 | 写现在的网址 | W-13
# 各项记录互相对得上
R001 | 错误 | 两个问题用了一个序号 | 序号就是网址 | 每个问题一个序号 | G-21
R002 | 错误 | 序号与文件名不一致 | 照文件名找不到问题 | 把文件改名，或者改序号 |
R003 | 错误 | 没有这个类别 | 没有类别的问题在清单里找不到 | 改成 round.yaml 里登记的类别 |
R004 | 错误 | 没有登记这个部门 | 防止一个部门写成两个 | 先登记到 site.yaml 的 departments 里 |
R005 | 错误 | 编号或名称重复 | 重名的分不清 | 编号、名称和别名都只能出现一次 |
R006 | 错误 | 日期的先后不对 | 先后颠倒的日期必有一个是错的 | 核对这两个日期 |
R010 | 错误 | 一轮里没有任何问题 | 空栏目不公开 | 新建问题，或者先把文件夹移出 content | G-18
R012 | 错误 | 旧版本与问题文件对不上 | 读者要能看到每一次改了什么 | 照 docs/changes.md 核对 versions 文件夹和 revisions | C-08
R013 | 错误 | 后续进展的状态与 status 不一致 | 一页上两种说法，读者不知道信哪一种 | 写成一样的 | P-13
R014 | 错误 | 并入的问题不存在 | 读者会走进死路 | 写现在还公开着的问题的序号 | C-01
R020 | 提醒 | 总数与通报所称不一致 | 读者会数 | 核对各个问题；通报本身不一致的，在 claims.statement 里说明 | P-12
R007 | 提醒 | 完成时限早于巡察开始 | 时限不会定在问题发现以前，多半是年份写错了 | 核对 due | P-12
R008 | 提醒 | 更新日期早于发布 | 更新说的是公开以后的改动 | 核对 updated；发布以前的改动不用记 | G-20
R009 | 提醒 | 进展晚于发布，却没有更新记录 | 页面上写着公布时还没有发生的事 | 核对日期；确是后来补充的，写上 updated 或 revisions | G-20
R011 | 提示 | 成文以后过了二十个工作日才发布 | 信息应当自形成之日起二十个工作日内公开；工作日按周一至周五计，除去 checks.yaml 里 holidays 的日子，加上 workdays 的日子 | 核对 written 和 published；确是如此，留意下次 | G-33
R022 | 提醒 | 序号不连着 | 可能漏了或者误删了问题 | 从备份里找回；通报本来就没有这些号的，在 claims.statement 里写明是哪几号 | P-12
R021 | 提醒 | 前言或提要里的数目与 claims 不一致 | 一页上两个数字，读者不知道信哪一个 | 核对前言和 claims | P-12
R030 | 提醒 | 状态与进展的表述可能不一致 | 写着已完成，进展里却说待、拟、正在、尚未 | 核对状态；确已完成的，把进展写到完成为止 | P-13
R031 | 提醒 | 状态与整改结果不一致 | 同一页上一处说完成、一处说没有 | 核对 status 和 result | P-13
R032 | 提醒 | 已完成，却没有写整改进展 | 没有过程的结果难以让人相信 | 补上做了什么 | P-13
# 公开前的审查：个人信息、第三方、保密、三审三校
P101 | 错误 | 疑似手机号 | 个人的手机号不能公开 | 删去，或者换成单位的电话 | P-03
P102 | 错误 | 疑似身份证号 | 身份证号是个人信息，公开就是泄露 | 删去；确需区分的只写“某某” | P-02
P103 | 错误 | 疑似银行卡号 | 金融账户是敏感个人信息 | 删去 | P-04
P104 | 提醒 | 电子邮箱 | 不是本站公布的邮箱，可能是个人的 | 删去；单位的邮箱写到 site.yaml 的 feedback 里 | P-03
P105 | 提醒 | 车牌号 | 能查到车主和行踪 | 写成“一辆公务用车”，或者由负责人放行 | P-05
P106 | 提示 | 固定电话 | 不是本站公布的电话，可能是个人的 | 核对；单位的电话写到 site.yaml 里 | P-03
P107 | 提醒 | 疑似证件号 | 护照、通行证、军官证的号码是个人信息 | 删去 | P-06
P108 | 提醒 | 疑似住址 | 写到单元、门牌的地址能找到具体的人 | 写到社区或街道为止 | P-06
P109 | 提醒 | 疑似姓名 | 点名公开要有依据 | 写成“某某”或者只写职务；确需公开的由负责人放行，常要写到的写进 checks.yaml 的 names | P-07
P110 | 提醒 | 疑似健康状况或未成年人的信息 | 属于敏感个人信息 | 删去，或者写得让人认不出是谁 | P-06
P111 | 提示 | 企业名称 | 涉及第三方利益，公开前要问一问 | 核对是否应当公开；统一社会信用代码不是个人信息，可以写 | P-08
P120 | 错误 | 密级标志 | 涉密文件不得公开 | 立即停下，报保密部门；确认不是密级标志的，由负责人放行 | P-09
P121 | 提醒 | 可能不宜公开的内容 | 内部资料、举报人、案件线索等不能随意公开 | 请保密审查人员看过，再删去或者放行 | P-09
P130 | 错误 | 三审三校的先后不对 | 后一环节不能早于前一环节 | 核对 review 里各环节的时间 | P-01
P131 | 提示 | 三审三校没有走完 | 公开前要经过初审、一校、复审、二校、终审、三校；site.yaml 要求时，不齐就不能发布 | 补上没有签署的环节 | P-01
P132 | 提示 | 还没有审毕 | 待审的内容不能发布 | 审毕以后把 review.state 写成 done | P-01
# 文字
W101 | 提醒 | 巡察、巡视、巡查混用 | 中央和省级用巡视，市县用巡察；巡查是日常检查 | 改成应当用的词 | P-10
W102 | 提醒 | 文号的写法不规范 | 发文字号用六角括号〔〕和四位年份，序号不加“第”、不补零 | 写成 〔2024〕12号 | G-31
W103 | 提醒 | 字词重复 | 多半是打重了 | 删去多出来的；本来如此的写进 checks.yaml 的 allow | P-11
W104 | 提醒 | 书名号、引号或括号不成对 | 读者看不出到哪里为止 | 补上另一半，或者删去多余的 | P-11
W105 | 提醒 | 全角和半角混用 | 汉字之间用全角标点，数字和字母用半角 | 改成全角标点、半角数字 | P-11
W106 | 提醒 | 汉字之间有空格 | 检索时会搜不到，读屏软件会断开 | 删去空格 | P-11
W107 | 提醒 | 没有这个日期 | 印出来就是错误信息 | 核对日期 | P-11
W108 | 提醒 | 年份的“〇”写错了 | 公文里的年份写作二〇二四年 | 换成〇 | P-11
W109 | 提醒 | 截止、截至混用 | “截至”后面跟时间，“截止”是停止 | 照提示改 | P-11
W110 | 提醒 | 疑似错别字 | 错字会被扣分 | 照提示改；没有写错的写进 checks.yaml 的 allow | P-11
W111 | 提醒 | 固定提法不准确 | 党的会议、机构和提法有固定的写法 | 照提示改 | P-10
W112 | 提醒 | 电话没有区号 | 外地人和手机拨不通 | 写上区号，例如 0471-6372517
# 放行记录
X001 | 提醒 | 放行记录没有用上 | 放行的内容已经改了或者删了 | 删去这一条放行记录 | P-15
X002 | 提醒 | 放行的规则不存在 | 编号写错了，什么也没有放行 | 改成检查报告里的编号 | P-15
X003 | 提醒 | 这一条规则不能放行 | 格式、链接和页面的错误只能改正 | 改正错误，删去这一条放行记录 | P-15
# 公开记录
A001 | 错误 | 公开记录被改动或者不完整 | 公开过什么、什么时候公开的，只能增加不能改 | 从版本库里找回 record 文件夹 | C-09
A003 | 错误 | 公开过的网址要消失 | 别人可能引用了它 | 把文件放回去；撤下的写 withdrawn，换了网址的写进 redirects | C-01
A004 | 错误 | 公开过的文字改了，没有修订记录 | 不能悄悄改动已经公开的内容 | 在 revisions 里添一条，写明日期和改了什么 | C-08
A005 | 错误 | 发布时间变了 | 发布时间是当时的事实，改了就是伪造发稿日期 | 改回原来的 published；内容有变化的，写进 revisions | G-20
A006 | 错误 | 公开过的修订记录少了 | 修订记录也是公开的内容 | 从版本库里找回删去的修订记录 | C-08
# 模板
T001 | 错误 | 模板有误 | 页面生成不了 | 照提示的行号改模板 |
T002 | 错误 | 找不到模板 | 页面生成不了 | 恢复这个模板 |
T003 | 错误 | 模板不是 UTF-8 编码 | 会变成乱码 | 另存为 UTF-8 |
T004 | 错误 | 部件的例子有误 | 部件一览显示不了它；网站不受影响 | 照提示的行号改例子 |
# 样式
K001 | 错误 | 样式表有误 | 浏览器不会报错，只会丢掉一条或者后面所有的样式 | 照提示的行号改正 |
K002 | 错误 | 颜色的对比度不够 | 视力不好的人看不清；文字至少 7，线条和标记至少 3 | 改 static/css/tokens.css 里的颜色 | A-03、A-06
# 链接
L001 | 错误 | 链接没有去处 | 读者会走进死路 | 改正链接，或者补上它要去的地方 | G-22
# 生成的页面
H001 | 错误 | 缺少政府网站页面标签 | 检查和检索政府网站要靠它 | 在 site.yaml 或 round.yaml 里填上对应的一项 | G-01、G-02、G-03
H002 | 错误 | PubDate 的写法不对 | 抓取程序只认这一种写法 | 写成 2024-12-30 12:23 | G-04
H003 | 错误 | 页面标签重复 | 重复的不知道该信哪一个 | 只留一个 | G-05
H010 | 错误 | 没有写明语言 | 读屏软件不知道用什么语言读 | 恢复模板里的 lang | A-11
H011 | 错误 | 没有标题 | 打开几个标签页就分不清 | 写上 <title> | A-09
H012 | 错误 | 一级标题不是一个 | 读屏软件靠它找到正文 | 每页只要一个 h1 | A-01
H013 | 错误 | 标题跳级 | 读屏软件会以为漏了一层 | 标题逐级往下 | A-01
H014 | 错误 | 缺少页首、正文或页脚 | 读屏软件靠它们跳转 | 恢复模板里的这一部分 | G-10
H015 | 错误 | 没有“跳到正文” | 用键盘的人每页都要走过整个页首 | 恢复模板里的 skip-link | A-09
H020 | 错误 | id 重复 | 链接不知道该到哪一处 | 同一页里的 id 不能重复 | 4.1.2
H021 | 错误 | 链接没有文字 | 读屏软件只能读出网址 | 给链接写上文字 | A-09
H022 | 错误 | 图片没有替代文字 | 看不见图的人不知道图里有什么 | 写上 alt | 1.1.1
H023 | 错误 | 表头没有写明范围 | 读屏软件说不清一格属于哪一列 | 写上 scope | A-01
H030 | 错误 | 内嵌的样式或脚本 | 安全设置会拦下它 | 放到 static/ 里 | W-05
H031 | 错误 | 用了外部资源 | 外部网站坏了或变了，页面也跟着坏 | 把文件放到 static/ 里 | G-26
H032 | 错误 | 页面太大 | 慢的网络打不开 | 缩短这一页上的文字，或者分成几个问题 | G-17
# 导入通报
I001 | 错误 | 找不到要导入的文件 | 没有文件就没有内容 | 核对文件名和它所在的文件夹；文件名里有空格的，整个加引号 |
I002 | 错误 | 文件太大或者结构太复杂 | 正常的通报不会这样 | 删去没有用的内容，另存后再导入 |
I003 | 错误 | 文件是空的 | 多半选错了文件，或者没有下载完 | 重新选择或者下载 |
I004 | 错误 | 不认识的格式 | 只能导入 docx、xlsx、html 和 txt 文件 | 是压缩包的先解压；旧格式的用 WPS 另存 |
I005 | 错误 | 文件加了密码 | 没有密码读不了 | 用 Word 或 WPS 打开，取消密码，另存后再导入 |
I006 | 错误 | 文件损坏或者不完整 | 读不出内容 | 重新复制或下载一次；打得开的，另存一份再导入 |
I007 | 错误 | 文件里有可能有害的成分 | 办公软件不会写这样的内容 | 向提供文件的人核实；可以信任的，另存后再导入 |
I008 | 错误 | 认不出文字编码 | 认错了就是乱码 | 用记事本打开，另存为 UTF-8 编码 |
I009 | 错误 | 文件里没有文字 | 扫描件和照片里的字读不出来 | 用原来的文字稿，或者先用文字识别软件转成文字 |
I010 | 错误 | 导出的文件改得读不回来 | 填错的内容不能悄悄丢掉 | 照提示改正这一处，保存后再导入 |
I011 | 错误 | 内容放不进表格的一格 | 表格一格最多三万多字，多出的会丢 | 导出 docx，或者把文字缩短 |
I100 | 错误 | 没有认出一个问题 | 没有编号和标签，分不出一个个问题 | 给问题编号，或者加上“存在问题”“整改措施”这样的标签 |
I101 | 提醒 | 没有说明整改状态 | 状态不能替单位猜 | 向承办部门核实以后填上 | P-13
I102 | 提醒 | 没有完全对应的状态 | 换成了意思最近的词 | 看一看 status 合不合适 | P-13
I103 | 提醒 | 整改状态前后说法不一 | 选哪一个都可能错 | 核对以后自己填 status | P-13
I104 | 提醒 | 状态与正文可能不一致 | 写着已完成，正文却说待、拟、正在 | 核对 status；原文如此的，不用改 | P-13
I105 | 提醒 | 编号不连着 | 可能漏了问题 | 看一看前后 |
I106 | 提醒 | 原文没有编号 | 导入时编了一个 | 公开以后编号不再改，现在可以改 |
I107 | 提醒 | 只用一段话提到的问题 | 没有编号和标签，可能不算一个问题 | 核对标题、类别和内容；不算的删去这个文件 |
I108 | 提醒 | 认出的数目与原文所称不同 | 读者会数 | 看一看漏了哪些、多了哪些 | P-12
I109 | 提醒 | 正文出现两遍，前后不同 | 只能用一遍 | 核对两遍的文字 |
I110 | 提醒 | 落款以后还有文字 | 没有用到 | 该公开的，加到 round.yaml 的 closing 里 |
I112 | 提醒 | 没有认出问题的内容 | 问题是必填的 | 看一看原文，补上 problem |
I113 | 提醒 | 像是个人信息或者第三方名称 | 公开前要隐去 | 在生成的文件里改；check 会逐处列出 | P-02
I114 | 提醒 | 电话没有区号 | 外地人打不通 | 写上区号 |
I115 | 提醒 | 文件里有读不到的内容 | 图片、批注、修订等不会导入 | 看一看原文件，需要的自己补上 |
"""


class Weight(IntEnum):
    """How much a rule weighs: an error stops publication, a remark only asks to look."""

    ERROR = 0
    WARNING = 1
    REMARK = 2

    @property
    def word(self) -> str:
        """As reports say it."""
        return ("错误", "提醒", "提示")[self]


class Rule(NamedTuple):
    """One thing that is checked. `standard` is empty where the rule is the project's own."""

    code: str
    weight: Weight
    title: str
    reason: str
    remedy: str
    standard: str
    family: str

    @property
    def waivable(self) -> bool:
        """Whether a responsible person may let it stand: judgements on texts, not broken files (P-15)."""
        return (self.code[0] in "PW" and self.code not in ("P130", "P131", "P132")) or self.code in _JUDGEMENTS


_JUDGEMENTS: Final = ("R007", "R009", "R030", "R031", "R032")


def _read(table: str) -> Mapping[str, Rule]:
    rules, family = {}, ""
    weights = {weight.word: weight for weight in Weight}
    for line in table.strip().splitlines():
        if line.startswith("# "):
            family = line[2:]
            continue
        code, weight, title, reason, remedy, *standard = (part.strip() for part in line.strip(" |").split(" | "))
        rules[code] = Rule(code, weights[weight], title, reason, remedy, "".join(standard), family)
    return MappingProxyType(rules)


RULES: Final = _read(_TABLE)
"""The rules by their codes, in the order of the table."""


def weight_of(diagnostic: Diagnostic) -> Weight:
    """How much *diagnostic* weighs: what stops the build is an error whatever its rule says."""
    if diagnostic.severity is Severity.ERROR:
        return Weight.ERROR
    rule = RULES.get(diagnostic.code)
    return max(Weight.WARNING, rule.weight) if rule else Weight.WARNING


def explained(code: str) -> str | None:
    """Everything about the rule *code*, for the terminal; None if there is no such rule."""
    rule = RULES.get(code.strip().upper())
    if rule is None:
        return None
    lines = [
        f"{rule.code}（{rule.weight.word}）{rule.title}",
        f"为什么：{rule.reason}。",
        f"怎么办：{rule.remedy}。",
        *([f"依据：{rule.standard}（见 docs/checks.md）"] if rule.standard else []),
    ]
    if rule.waivable:
        lines.append(f"放行：在这个问题的 waivers 里写一条，rule: {rule.code}，text 照抄原文，写明 by 和 reason。")
    return "\n".join(lines)


def nearest_code(code: str) -> str | None:
    """The code that was probably meant."""
    return nearest(code.strip().upper(), RULES)


def page() -> str:
    """The page `docs/checks.md`, whole."""
    parts = [_INTRODUCTION]
    for family in dict.fromkeys(rule.family for rule in RULES.values()):
        rows = [_row(rule) for rule in RULES.values() if rule.family == family]
        parts.append(f"## {family}\n\n{_HEAD}\n" + "\n".join(rows) + "\n")
    return "\n".join(parts)


def _row(rule: Rule) -> str:
    cells = (rule.code, rule.weight.word, rule.title, rule.reason, rule.remedy, rule.standard)
    return "| " + " | ".join(cell.replace("<", "&lt;") for cell in cells) + " |"


_HEAD: Final = "| 编号 | 轻重 | 查什么 | 为什么 | 怎么办 | 依据 |\n| --- | --- | --- | --- | --- | --- |"
_INTRODUCTION: Final = """\
# 检查规则

这一页由程序里的规则表生成，不要手改。

`python build.py` 遇到错误就不生成网站，`output/` 保持原样；提醒不影响生成。每条都写成“文件:行:列 编号 问题 → 怎么办”。
`python build.py check` 另外检查文字（P、W 开头的规则）和生成的每一页（H 开头的规则），可以输出文本、JSON、SARIF 和网页：

```
python build.py check                                  # 在窗口里看
python build.py check --format html --output 检查.html  # 存成网页
python build.py check --only P,W                       # 只看几类规则
python build.py check --strict                         # 有提醒也算不通过
python build.py check --explain P105                   # 一条规则说的是什么
```

轻重：错误不能发布；提醒要看，看过可以改也可以放行；提示只请留意。

检查认为不妥、负责人决定保留的内容，在问题文件里放行。放行只对这个文件里的这几个字有效，报告会列出每一条，公开的网站里没有它：

```yaml
waivers:
  - rule: P105
    text: 照抄报告所指位置的原文
    by: 分管负责人
    reason: 车牌已经注销，通报要求列明
```

词表、常写的人名和节假日写在项目根目录的 `checks.yaml` 里，没有这个文件也可以，程序自带一份：

```yaml
words:            # 错的写法 → 对的写法
  - {wrong: 签定, right: 签订, note: 合同用“签订”}
phrases:          # 固定提法
  - {wrong: 二十届三次全会, right: 二十届三中全会}
secrets: [内部资料]        # 提醒保密审查
names: [某某]             # 可以写出姓名的人
allow: [研究研究]          # 不算错的写法
holidays: [2025-01-01]   # 周一至周五里放假的日子
workdays: [2025-01-26]   # 周末里上班的日子
```

依据一栏里，G、A、P、W 开头的是本项目整理的要求：G 政府网站，A 无障碍，P 公开前审查，W 网站运行；数字是 WCAG 2.2 的条目。
"""
