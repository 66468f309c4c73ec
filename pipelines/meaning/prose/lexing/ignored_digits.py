"""The named rules by which digits of the prose are no statement.

What belongs here: patterns over folded text, each with a name that a reader of the accounts understands;
and the dates, with what they are for. What does not: figures (`printed_figures`).

The order is the order of trying; the first rule that claims a digit has it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from extractors.printed.dates import Precision, PrintedDate, find_dates

# A year that no document has: find_dates needs one to read "10月" at all where the document's is unknown.
UNKNOWN_YEAR = 4


@dataclass(frozen=True, slots=True)
class Ignored:
    """Folded characters `start`..`end` that the rule `rule` takes out of the reckoning."""

    start: int
    end: int
    rule: str


class Use(StrEnum):
    """What a date in a sentence is for."""

    CUT_OFF = "cut_off"  # 截至12月27日
    PERIOD = "period"  # 1-6月, 2019年, 6月份
    BASE = "base"  # 较5月份, 由5月份
    SINCE = "since"  # 2022年以来, 自10月21日
    DEADLINE = "deadline"  # 11月30日前, 到2025年底


@dataclass(frozen=True, slots=True, kw_only=True)
class DateMention:
    """A date at folded `start`..`end`. `value` is None where only the year is unknown.

    `first` is the first day of a printed period (1-8月, 8月份, 2023年); None for a day.
    """

    start: int
    end: int
    value: date | None
    use: Use
    precision: Precision
    first: date | None = None


_RULES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        # The title of a document: whatever it counts is no statement of this one.
        ("quoted_title", r"《[^《》]*(?:《[^《》]*》[^《》]*)*》"),
        ("address",
            r"(?:https?://|www\.)[A-Za-z0-9./:?&=_%#~-]+|[A-Za-z0-9._+-]+(?:@|\[at\]|\(at\)|"
            r"#at#)[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+|"
                    r"(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?(?![\d.])|"
                    r"(?<![A-Za-z0-9])[A-Za-z0-9-]+\.(?:com|cn|gov|org|net)(?![A-Za-z])"),
        ("file_name", r"\S*\.(?:pdf|docx?|xlsx?|et|wps|ofd|zip|rar)(?![A-Za-z])"),
        ("phone",
            r"(?:电话|传真|手机)(?:号码)?(?:为|是)?:?\(?\d[\d\-()/、 ]{5,}\d|"
            r"(?<![\d.])0\d{2,3}-?\d{7,8}(?!\d)|"
            r"(?<![\d.])1[3-9]\d{9}(?!\d)|"
                  r"(?<!\d)400-?\d{3,4}-?\d{3,4}(?!\d)"),
        ("document_number",
                r"(?:\[|\()(?:19|20)\d\d(?:\]|\))(?:年)?(?:第)?\d+(?:号|期)?|(?:19|20)\d\d年第\d+号|"
                r"第?\d+号(?:令|文|公告|建议|提案|议案|决定|通报|通告)|"
                            r"第\d+号|(?:GB|DB|ISO)(?:/T)?[/T\d\-. ]*\d"),
        ("issue_number", r"\(?总?第\d+期\)?"),
        ("metadata",
            r"(?:浏览|阅读|点击|访问)(?:次数|量|数):\d+|(?:邮编|邮政编码|索引号|统一社会信用代码|"
            r"信息分类|文号|字号|印数|共印)[:|"
            r"]*[A-Za-z0-9\-/|]+(?:份)?|(?<![\d.])\d{12,}[0-9A-Z]*"),
        ("reference",
            r"(?:附件|附表|附录)表?\d+(?:-\d+)?(?:(?:、|,|—|-|~|至|和|及)(?:附件|"
            r"附表)?\d+(?:-\d+)?(?![\d.]*[%万亿个项件家条次人]))*|"
                      r"\((?:详见|见)?(?:材料|表|图)\d+(?:(?:、|,|-|至|和)\d+)*\)|(?:详见|参见|如|"
                      r"见)(?:材料|表|图|注|附注|备注)\d+|"
                      r"第\d+(?:条|款|章|节|页)(?!件)"),
        # 99.5%[1], 办件量[注2]: the note has the words.
        ("footnote_mark", r"(?<=[\d%‰一-鿿])\[(?:注)?\d{1,2}\]"),
        ("time_of_day",
            r"(?<![\d:])(?<!比)(?<!比为)(?<!比例)(?<!比例为)\d{1,2}:\d{2}(?::\d{2})?(?:(?:-|—|~|至)\d{1,2}:\d{2})?(?!\d)|(?:上午|下午|晚上?|凌晨|"
            r"早上?|中午|当日|日)\d{1,2}(?:时|点)(?:\d{1,2}分|半|整)?|"
                        r"(?<!\d)\d{1,2}时(?!限|间|效)(?:\d{1,2}分)?|(?<!\d)\d{1,2}点(?:前|钟|整|半)"),
        # 12345热线, 110接警, 7×24小时, 24小时自助: the number is part of a name.
        ("name",
            r"(?<!\d)(?<!\d[.,])(?:12345|12315|12328|12320|12333|12358|12329|12366|12369|12371|12388|12393|"
            r"95598)(?![\d.,%万亿件个项条次人家户种元])|"
                 r"(?<!\d)(?<!\d[.,])(?:110|119|120|122)(?=接警|报警|平台|指挥|热线|急救|电话|联动|中心|警)|"
                 r"\d{1,2}[×xX*]24(?:小时)?|"
                 r"24小时(?=内?自助|不打烊|服务|热线|在线|营业|开放|值守|值班|受理|无人|全天|政务|智能|"
                 r"[“”\"]|可办|便民|客服|人工|响应|不间断|即时|全时)"),
        ("schedule",
            r"每(?:个)?(?:月|周|季度|季|年|半年|旬)[^,。;\d]{0,4}\d{1,2}(?:日|号|月)(?:之?以?前|底)?|"
            r"(?<![\d月])\d{1,2}日(?:之|以)?前"),
        # 连续2次排名末位的县区: only says which ones are meant.
        ("criterion",
            r"连续\d+(?:次|个月|个季度|期|年|天|周)(?=[^,。;]{0,14}的(?:单位|部门|县|区|乡|镇|街道|窗口|"
            r"人员|地区|地方|企业|,))"),
        ("peers",
            r"(?:全国|全省|全市|全县|全区|全州)\d{1,4}个[一-鿿()、]{1,8}?(?=中?(?:综合)?(?:排|位|第|居|"
            r"列|名))"),
        # 15秒接通率, 24小时办结率: the time is part of the indicator's name.
        # 9月30日前将全程网办率 has a date before it and no name.
        ("name",
            r"(?<![\d.月])\d{1,3}(?:秒钟?|分钟|小时|日|天|个工作日)(?:之?内)?(?![之以]?前)(?=[一-鿿]{2,6}率)"),
        ("identifier",
                r"(?<![A-Za-z/])[A-Za-z][A-Za-z\-_]*\.?\d+(?:\.\d+)*[A-Za-z]*|"
                r"(?<![\d.])\d+[A-Z]+\d*(?=岗|区|座|栋|版|类|级|网|基站|技术|套餐|平台|\+)|"
                r"(?<![\d.])[2-6]G(?![A-Za-z])|(?<![\d.])[23]D(?![A-Za-z])"),
        # 附件1中“96.84%”应为“98.14%”: what a correction takes back is said of nobody.
        ("corrected",
            r"(?<![\d.])\d[\d,]*(?:\.\d+)?(?:万|亿)?[一-鿿%‰]{0,3}[”\"’]?,?(?:一项|一数)?"
            r"(?=,?(?:应为|应?更正为|应改为|应修改为|应?订正为|应?勘误为))"),
        ("standard_point",
            r"每(?:高于|低于|超出|超过|提高|提升|降低|下降|减少|增加|低|高|少|多|"
            r"超)\d+(?:\.\d+)?(?:个?百分点|%|个|项|件|次|天|分)"),
        ("grade",
            r"(?<![\d.])\d(?:级|星级?)(?:及以上|及以下|以上|以下)?(?!平台)|(?<![\d.])\d类(?=地区|城市|"
            r"标准)"),
        # 0-17岁、60岁及以上户籍人口, 500万元以上项目12个: a part that is counted, by its age or size.
        ("category",
            r"(?<![\d.])(?<!年龄)(?<!年龄为)(?<!平均)(?<!均为)(?:\d{1,3}(?:周岁|岁)?(?:-|—|~|至|到))?\d{1,3}(?:周岁|岁)"
            r"(?:\(含\))?(?:(?:及|或)?以[上下]|以内)?(?:\(含\))?"
            r"(?=、|(?:和|及|以及)\d|(?![的为是均已占共有达和与及或至]|左右|分别)[一-鿿]{2})|"
            r"(?<![\d.])(?:\d[\d.]*(?:万|亿)?(?:-|—|~|至|到))?\d[\d.]*(?:万|亿)?"
            r"(?:元|平方米|亩|公顷|吨|人|分|天|个?工作日|个?小时|分钟|年|个月)"
            r"(?:\(含\))?(?:(?:及|或)?以[上下]|以内)(?:\(含\))?(?:的)?(?=[一-鿿]{2,10}?(?:分别|共|为|有|达|约)*\d)"),
        # 男女性别比为105.23:100(女性为100): the base is no figure of its own.
        ("ratio_base", r"(?<=\d):100(?![\d.:])(?:\([一-鿿]{1,6}[为=]100\))?|\((?:以)?[一-鿿]{1,8}[为=]100\)"),
        ("ordinal", r"第\d+(?:批|次|届|轮|个|季度|方|类|步|组|版|阶段|场|代|项|年|周|天|期)"),
        ("formula", r"[×÷*]100%?(?!\d)|(?<![\d.])\d+(?:\.\d+)?[×÷]\d+(?:\.\d+)?"),
        ("building", r"\d+(?:号楼|号院|楼|室|号窗口?)|[路街道巷]\d+号"),
        ("date",
            r"(?<!\d)(?:19|20)\d\d(?:-|—|~|至|、|/)(?=(?:19|20)\d\d年?)|(?<!\d)(?:19|20)\d\d(?=财年|学年|"
            r"版)"),
    )
)  # fmt: skip

_PAGE_NUMBER = re.compile(r"[-—·•/ ]*\d{1,4}[-—·•/ ]*(?:\d{1,4})?[-—·•/ ]*|第\d+页[,/ ]*(?:共\d+页)?")
_LIST_NUMBER = re.compile(
    r"^[-·•*]?(?:\(?\d{1,2}\)|\d{1,2}[.、](?!\d)|[①-⑳]|\d{1,2}(?=[.]\d{1,2}[.、]))(?:\d{1,2}[.、])?"
)
_INNER_LIST = re.compile(r"(?<=[,;。:])(?:\(\d{1,2}\)|\d{1,2}[.、](?=[\u4e00-\u9fff“《])|[①-⑳])")

_CUT_OFF = re.compile(r"(?:截至|截止|截到|截止到|截至到|统计至|数据至|止于)(?:目前)?[,:]?$")
_BASE = re.compile(r"(?:较|比|相比|相较|同比|环比|对比|较之|相对于|与|同)(?:于|去年|上年)?$")
_FROM = re.compile(r"(?:由|从)(?:去年|上年)?$")
_SINCE = re.compile(r"^(?:以来|起|至今|开始|后(?!备)|之后)")
# 4月12日我办印发的《…》: when a paper was issued, not as of when anything was counted.
_ISSUED = re.compile(r"^,?[^,;。:%\d]{0,12}(?:印发|下发|发布|公布|转发)(?:了|的)?[^,;。:]{0,6}《")
_SINCE_BEFORE = re.compile(r"自$")
_BEFORE_IT = re.compile(r"^(?:以前|之前|前(?!后|列|位|十|进|行|往|三|五|茅|\d+(?![\d.]*%))|内)")
_UNTIL = re.compile(r"(?:到|至|力争|争取|力争到|争取到|预计|计划|于|在)$")


def quote_spans(text: str) -> list[tuple[int, int]]:
    """The spans between quotation marks, marks included. Straight marks open and close in turn."""
    spans: list[tuple[int, int]] = []
    opened: int | None = None
    straight: int | None = None
    for index, character in enumerate(text):
        if character == "“":
            opened = index
        elif character == "”" and opened is not None:
            spans.append((opened, index + 1))
            opened = None
        elif character == '"':
            if straight is None:
                straight = index
            else:
                spans.append((straight, index + 1))
                straight = None
    return spans


def find_ignored(text: str, *, attachment: bool = False) -> list[Ignored]:
    """The spans that a rule takes out, without dates, in order; each holds at least one digit."""
    found: list[Ignored] = []
    taken: list[tuple[int, int]] = []

    def claim(start: int, end: int, rule: str) -> None:
        if not any(start < b and a < end for a, b in taken) and any(c.isdigit() for c in text[start:end]):
            taken.append((start, end))
            found.append(Ignored(start, end, rule))

    if _PAGE_NUMBER.fullmatch(text):
        claim(0, len(text), "page_number")
    if attachment and any(character.isdigit() for character in text):
        claim(0, len(text), "attachment_title")
    for pattern in (_LIST_NUMBER, _INNER_LIST):
        for match in pattern.finditer(text):
            claim(*match.span(), "list_number")
    for start, end in quote_spans(text):
        # A short quoted name with a number in it: “24小时自助服务区”. A rate in quotes is still a rate.
        if end - start <= 24 and "%" not in text[start:end]:
            claim(start, end, "name")
    for rule, expression in _RULES:
        for match in expression.finditer(text):
            claim(*match.span(), rule)
    return sorted(found, key=lambda item: item.start)


def find_date_mentions(text: str, year: int | None, taken: list[Ignored]) -> list[DateMention]:
    """The dates of a paragraph with what each is for, in order, outside the ignored spans."""
    mentions = []
    for found in find_dates(text, year=year or UNKNOWN_YEAR):
        printed = _year_before(found, text)
        if any(printed.start < item.end and item.start < printed.end for item in taken):
            continue
        value = None if printed.value.year == UNKNOWN_YEAR else printed.value
        end = printed.end + 1 if text.startswith("份", printed.end) else printed.end
        first = _first_day(printed, text) if value else None
        mentions.append(
            DateMention(
                start=printed.start,
                end=end,
                value=value,
                use=_use(text, printed),
                precision=printed.precision,
                first=first,
            )
        )
    return mentions


def _year_before(printed: PrintedDate, text: str) -> PrintedDate:
    """去年底, 上年末: the year's end that 年底 alone would be, a year earlier."""
    bare = not printed.year_printed and text.startswith(("年底", "年末", "年终"), printed.start)
    if not bare or not text[: printed.start].endswith(("去", "上")):
        return printed
    value = (
        printed.value.replace(year=printed.value.year - 1)
        if printed.value.year > UNKNOWN_YEAR
        else printed.value
    )
    return replace(printed, start=printed.start - 1, value=value)


def _first_day(printed: PrintedDate, text: str) -> date | None:
    """The day on which a printed period begins."""
    words, last = text[printed.start : printed.end], printed.value
    if printed.first is not None:
        return printed.first
    if printed.precision is Precision.YEAR or "前" in words:  # 前三季度
        return date(last.year, 1, 1)
    if printed.precision is Precision.MONTH:
        return None if words.endswith(("底", "末")) else last.replace(day=1)
    if printed.precision is Precision.QUARTER:
        return date(last.year, last.month - (5 if "半年" in words else 2), 1)
    return None


def _use(text: str, printed: PrintedDate) -> Use:
    before, after = text[max(0, printed.start - 8) : printed.start], text[printed.end :]
    if _CUT_OFF.search(before):
        return Use.CUT_OFF
    if _ISSUED.match(after) or _SINCE.match(after) or _SINCE_BEFORE.search(before):
        return Use.SINCE
    if _BEFORE_IT.match(after):
        return Use.DEADLINE
    if _FROM.search(before) or _BASE.search(before):
        return Use.BASE
    if _UNTIL.search(before) and printed.precision in {Precision.YEAR, Precision.YEAR_END}:
        return Use.DEADLINE
    return Use.PERIOD
