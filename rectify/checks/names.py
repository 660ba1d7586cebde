"""Finds names of people and companies in a text by the words beside them (P-07, P-08).

A Chinese name is told from other words by its surname and by a title right after or before it.
Syllables that also begin common words (方面, 成员, 党支部) count as surnames only before characters
that are common in given names.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Final

_SURNAMES: Final = (
    "赵钱孙李周吴郑王冯陈褚蒋沈韩杨朱秦尤许何吕张孔曹魏陶姜戚谢邹喻潘葛范彭鲁韦马苗俞袁柳鲍唐廉岑薛雷贺倪汤滕罗郝邬"
    "庞熊舒屈祝梁杜阮蓝闵贾娄颜郭梅林钟徐邱骆蔡田樊胡凌霍虞柯卢莫裘缪邓郁崔龚嵇邢裴翁荀羊甄曲侯宓蓬郗班仰伊宁仇栾甘厉"
    "刘叶韶黎宿蒲邰鄂索赖卓蔺屠蒙乔翟谭姬冉牛庄晏柴瞿阎慕茹艾廖耿匡寇师巩聂晁敖辛阚饶蒯荆"
    "桂牟佟肖闫丘覃岳刁狄靳丛"
)
_DOUBLE: Final = "欧阳|上官|皇甫|令狐|诸葛|司马|司徒|公孙|慕容|尉迟|长孙|夏侯|东方|端木"
_ALSO_WORDS: Final = "符武申关权纪费游冷沙丰燕付方高安石任于向时成单常万史严金江程路平项计管应章云苏花夏余元顾孟黄尹姚邵汪毛米明戴宋洪季丁宣包左吉车段白童文曾易龙华尚温盛乌"
_GIVEN: Final = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红梅春秋冬夏琴云莲珍荣凤宝玲燕辉建国文志斌波鹏飞龙宇浩凯健俊帆帅旭宁"
    "琳洁雪慧萍怡颖琪佳倩婷瑞祥福海山江河林森树松柏桐新兴旺发财富贵永生胜利民德义仁忠孝信诚智勤俭良善美爱淑贤惠庆喜欢乐康安"
    "泰和顺昌盛茂东南北晓小大少子世思恩梦雅诗涵欣怡博轩泽皓睿鑫磊晨阳光亮晶星月娥嫦彤丹青蓝紫翠碧君若如亚雨露霜雷电震霆峰岩"
    "岭川洲津源清淑润泓澜楠梓桥栋梁柱栓锁铁钢铜银金锋剑刃钧铭锐镇彬斐武威虎豹鹰鹤鸿雁莺蝶龄寿年岁辰巴图格日勒娜仁其木苏乙拉"
)
_NOT_GIVEN: Final = (
    "的了是在和与及或对向由将把被为给从至到等各某该此其本这那有无不未已正副原代兼任职员位部门面关科局处室站所厅委办公司会议组队"
    "支书记主任长级等第一二三四五六七八九十两个名人们者方法律制度工作问题整改意见领导班子党纪检监察政府市区县旗镇乡村街道路委群众"
    "多业草边围其他用单位机构责安全总分上下前后中内外间里经常管理检查巡视反馈要求情况报告年月日时分，。、；：（）《》“”"
)
_AFTER: Final = (
    "(?:副)?(?:局长|科长|处长|主任|书记|支队长|大队长|中队长|队长|所长|站长|院长|校长|总经理|经理|董事长|部长|厅长|组长|市长|县长|区长"
    "|旗长|镇长|乡长|主席|会长)|同志|科员|会计|出纳|司机|驾驶员|先生|女士|党员|职工"
)
_BEFORE: Final = (
    "局长|科长|处长|主任|书记|支队长|大队长|中队长|队长|所长|站长|院长|校长|经理|董事长|组长|市长|法定代表人|法人代表|法人|当事人|联系人"
    "|经办人|责任人|负责人|举报人|投诉人|死者|司机|驾驶员|会计|出纳|党员|干部|职工|科员|同志|公民|村民|居民|业主"
)
_GIVEN_SIGN: Final = rf"[^\W\da-zA-Z_{_NOT_GIVEN}]"
_NAME: Final = (
    rf"(?:(?:{_DOUBLE}){_GIVEN_SIGN}{{1,2}}|[{_SURNAMES}]{_GIVEN_SIGN}{{1,2}}|[{_ALSO_WORDS}][{_GIVEN}]{{1,2}})"
)
_NAME_THEN_TITLE: Final = re.compile(rf"(?!(?<=[主责担现时离兼调])任)(?=({_NAME})(?:{_AFTER}))")
_TITLE_THEN_NAME: Final = re.compile(
    rf"(?:{_BEFORE})(?:为|是)?[：:“]?({_NAME})(?=[，。；、！？：（）“”\s]|等|同志|因|违|被|涉|与|和|及|在|于|已|未|向|对|负责|擅自|利用|\Z)"
)
_HINT: Final = re.compile(
    "同志|[科局处部队所站院校厅组市县区旗镇乡会]长|书记|主任|经理|会计|出纳|司机|驾驶员|先生|女士|党员|职工|科员|人|主席|业主|村民|居民|公民|干部|死者"
)

_COMPANY: Final = re.compile(
    r"[\u4e00-\u9fffA-Za-z0-9（）()·]{2,30}?(?:有限责任公司|股份有限公司|有限公司|股份公司|集团公司|合伙企业|个体工商户)"
)
_COMPANY_LEADS: Final = re.compile(
    r"第三方|由|向|与|对(?!外)|给|将|被|经(?![贸济营纬])|为(?!民)|关于|责令|督促|委托|责成|约谈|聘请|要求|通过|所属|隶属|下发|支付|其中|[和及](?!浩特|平|谐|兴|林|美|信)"
)
_HIDDEN: Final = re.compile("[某×xX*]")
_SHORTEST: Final = 6


def people_in(text: str, known: Collection[str] = ()) -> Iterator[tuple[int, int]]:
    """The start and end of each person's name beside a title in *text*, in order; those that begin with one of *known* are left out."""
    if not _HINT.search(text):
        return
    end_of_last = 0
    places = [
        (m.start(1), m.end(1)) for pattern in (_NAME_THEN_TITLE, _TITLE_THEN_NAME) for m in pattern.finditer(text)
    ]
    for start, end in sorted(places):
        name = text[start:end]
        if start >= end_of_last and name not in known and not any(text.startswith(one, start) for one in known):
            end_of_last = end
            yield start, end


def companies_in(text: str) -> Iterator[tuple[int, int]]:
    """The start and end of each company's name in *text*, in order; names that are already masked are left out."""
    if "公司" not in text and "企业" not in text and "工商户" not in text:
        return
    for match in _COMPANY.finditer(text):
        start = match.start()
        for lead in _COMPANY_LEADS.finditer(match[0]):
            start = match.start() + lead.end()
        name = text[start : match.end()]
        if len(name) >= _SHORTEST and not _HIDDEN.search(name):
            yield start, match.end()
