"""What a document says of itself: title, issuer, number, place, date of issue, date of its figures.

What belongs here: the letter head, the closing, the page line of a web page, a block of metadata. What does not:
the registered code of a place or an issuer.

Every fact is looked for in a fixed order of sources, the most explicit first: metadata of the page, the letter
head, the closing. A number or date that the text only cites is never the document's own.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from extractors.model import Front
from extractors.printed.characters import simplified
from extractors.printed.dates import Precision, PrintedDate, cut_off_dates, find_dates, parse_date
from extractors.printed.line_marks import (
    attachment_label,
    is_clause_start,
    is_date_line,
    is_organ,
    leading_place,
)
from extractors.printed.line_wraps import fold, join_lines, tidy, tidy_title

_HEAD_LINES = 15
_LAST_LINES = 6  # where a page or a letter says when and by whom it was issued
_TITLE_LENGTH = 90

_TITLE_END = re.compile(
    r"(?:通报|通知|报告|公告|通告|意见|方案|函|决定|决议|答复|情况|公示|总结|分析|汇报|批复|办法|规定|细则|要点|说明|月报|季报|年报|纪要|结果|排名|报)"
    r"(?:[(（][^()（）]{1,20}[)）])*$"
)
_MASTHEAD_END = re.compile(
    r"(?:文件|简报|专报|快报|动态|通讯|月报|周报|季报|信息|要情|参考|摘报|内参|督查通报|工作通报)$"
)
_YEAR_MARK = r"[〔\[【［（(﹝]\s*(?:[1１][9９]|[2２][0０])\s?\d\s?\d\s*[〕\]】］）)﹞]"
_NUMBER = re.compile(rf"(?P<number>[\u4e00-\u9fffA-Za-z]{{1,16}}\s*{_YEAR_MARK}\s*第?\s*\d{{1,5}}\s*[号期])")
_ISSUE = re.compile(
    r"(?P<number>(?:(?:19|20)\d\d\s*年\s*)?第\s*[\d一二三四五六七八九十百〇零]{1,5}\s*期\s*(?:[(（]\s*总\s*第?\s*[\d一二三四五六七八九十百]{1,5}\s*期\s*[)）])?"
    r"|[(（]\s*(?:(?:19|20)\d\d\s*年?\s*)?总?\s*第\s*[\d一二三四五六七八九十百〇零]{1,5}\s*期\s*[)）])"
)
_DAY_LAST = re.compile(r"期\W*(?:19|20)\d\d\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日\W*$")
_DAY_BEHIND = re.compile(
    r"\s+(?:19|20)\d\d(?:\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日|[-./]\d{1,2}[-./]\d{1,2})(?:\s+\d{1,2}[:：]\d{2}(?:[:：]\d{2})?)?$"
)
_BRACKETED = re.compile(r"[(（]([^()（）]{6,40})[)）]")
_PERIOD_KEY = re.compile(
    r"^(?:数据|统计|报告|考核|监测|通报)?(?:时间|时段|周期|期间|区间|范围|日期)\s*[:：]\s*"
)
_HOURS = re.compile(r"\s*\d{1,2}\s*[时点]?\s*[-—–~至到]\s*\d{1,2}\s*[时点]\s*")  # 6月12日0时至24时
_HOUR_LAST = re.compile(r"\s*(?:\d{1,2}\s*[时点])?\s*(?:数据)?")
_PRINTED_ON = re.compile(r"印\s*发")
_SALUTATION = re.compile(r".{2,120}[:：]$")
_SITE_TAIL = re.compile(r"\s*[-—_|]\s*(?:点击.*|.{0,12}(?:门户网站|人民政府网|政府网).*)$")
_PAGE_KEY_WORDS = (
    "发布日期 发布时间 发文日期 成文日期 公开日期 公开时间 生成日期 信息时间 更新时间 时间 日期 信息来源 文章来源 "
    "稿件来源 来源 发布机构 发布机关 发布单位 发布部门 发文机关 发文机构 发文单位 公开机构 制发机关 作者 文号 发文字号 "
    "文件编号 索引号 主题词 标题 名称 浏览次数 点击数 阅读次数 点击量 字体 字号 责任编辑 编辑 审核"
)
_PAGE_KEYS = tuple(_PAGE_KEY_WORDS.split())
_SPACED_KEYS = "|".join(r"\s?".join(key) for key in _PAGE_KEYS)  # 索 引 号
_PAGE_KEY = re.compile(rf"(?:^|[\s\[【(（|])(?P<key>{_SPACED_KEYS})\s*[:：]\s*")
# Words that only say something of the document where its head or its end has them: 时间：6月12日 may be a meeting's.
_COMMON_KEYS = frozenset(("时间", "日期", "标题", "名称", "编辑", "审核"))
_INNER_KEYS = "|".join(r"\s?".join(key) for key in _PAGE_KEYS if key not in _COMMON_KEYS)
# In a page line a key with its colon begins a new pair, whether or not a blank is left before it.
_INNER_KEY = re.compile(
    rf"(?:(?<!数据)(?<!资料)(?<![发收])(?P<key>{_INNER_KEYS})|(?<![\u4e00-\u9fff])(?P<common>{_SPACED_KEYS}))\s*[:：]\s*"
)
_ISSUER_KEYS = (
    "发布机构",
    "发文机关",
    "发文机构",
    "发布机关",
    "制发机关",
    "发布单位",
    "发文单位",
    "发布部门",
    "公开机构",
)
_SOURCE_KEYS = ("信息来源", "文章来源", "稿件来源", "来源")
_PUBLISHED_KEYS = ("发布日期", "发布时间", "公开日期", "公开时间", "信息时间", "时间", "日期", "更新时间")
_SIGNED_KEYS = ("发文日期", "成文日期", "生成日期", "成文时间")
_NUMBER_KEYS = ("文号", "发文字号", "文件编号", "文件字号")
_TITLE_KEYS = ("标题", "信息名称", "文件名称", "名称", "主题词")
_COMPARED = re.compile(r"(?:较|比|同比|环比|由|从|自|去年|上年|前|以来)$")


@dataclass(frozen=True, slots=True)
class _Head:
    """The lines above the body, page lines taken out; `salutation` says that the body follows an address."""

    lines: tuple[str, ...]
    size: int


def read_front(lines: Sequence[str], metadata: Mapping[str, str] | None = None) -> Front:
    """What the lines (in reading order, titles and notes of tables among them) and the metadata say."""
    texts = [tidy(line) for line in lines]
    texts = [text for text in texts if text]
    facts = {fold(key): value.strip() for key, value in (metadata or {}).items() if value and value.strip()}
    head = _head(texts)
    for index, text in enumerate(texts):
        outer = index < head.size or index >= len(texts) - _LAST_LINES
        for key, value in page_facts(simplified(text)):
            if outer or key not in _COMMON_KEYS:
                facts.setdefault(key, value)
    closing = _closing(texts, head.size)
    number = _number(head, facts)
    title, masthead = _title(head, facts)
    issuer = _issuer(head, closing, facts)
    published = _published(texts, head, closing, facts)
    place = next(
        (name for name in map(leading_place, _place_sources(issuer, title, masthead, head, closing)) if name),
        None,
    )
    return Front(
        title=title,
        issuer=issuer,
        document_number=number,
        place_name=place,
        published_on=published,
        as_of=_period_of_head(head, title, published, _year_of(texts)) or _as_of(texts, title, published),
    )


def page_facts(text: str) -> list[tuple[str, str]]:
    """Key and value pairs of a page line (`时间:2021-12-16 来源:平顶山市营商环境监督局`); [] for prose.

    A line counts as one if it begins with a key, or if a date or a name alone stands before the first key.
    """
    spaced = _PAGE_KEY.search(text)
    first = spaced or _INNER_KEY.search(text)
    if not first or len(text) > 300 or "。" in text:
        return []
    lead = text[: first.start()].strip()
    found = [first, *_INNER_KEY.finditer(text, first.end())]
    if lead and not ((spaced and len(found) > 1) or parse_date(lead) or is_organ(lead)):
        return []
    if len(lead) > 40:
        return []
    pairs = []
    for match, following in zip(found, [*found[1:], None], strict=True):
        value = text[match.end() : following.start() if following else len(text)]
        value = _SITE_TAIL.sub("", value).strip(" \t|[]【】()（）　")
        if value:
            pairs.append((fold(match["key"] or match["common"]), value))
    if lead and (printed := parse_date(lead)):
        pairs.append(("时间", printed.isoformat()))
    return pairs


# --- head and closing


def _head(texts: Sequence[str]) -> _Head:
    lines: list[str] = []
    size = 0
    for text in texts[:_HEAD_LINES]:
        if _is_body(text):
            break
        size += 1
        if not page_facts(simplified(text)):
            lines.append(text)
    return _Head(tuple(lines), size)


def _is_body(text: str) -> bool:
    if "。" in text or len(text) > _TITLE_LENGTH:
        return True
    if _SALUTATION.match(text) and not page_facts(simplified(text)):
        return True
    return is_clause_start(text) and not text.startswith("-") and not _TITLE_END.search(text)


def _closing(texts: Sequence[str], start: int) -> list[tuple[str, date]]:
    """(signature, date) for each date below the head on a line of its own or after a name."""
    found: list[tuple[str, date]] = []
    for i in range(start, len(texts)):
        text = texts[i]
        if is_date_line(text):
            printed = parse_date(text)
            if printed is None or not _has_day(text) or cut_off_dates(text):
                continue
            signature: list[str] = []
            for above in reversed(texts[max(0, i - 3) : i]):
                if len(above) > 40 or re.search(r"[。,，:：;；]", above) or attachment_label(above):
                    break
                signature.insert(0, above)
                if leading_place(above):
                    break
            name = join_lines(signature)
            found.append((name if is_organ(name) else "", printed))
        elif match := re.match(
            r"(?P<name>.{4,60}?)\s+(?P<date>(?:19|20)\d\d\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日)$", text
        ):
            printed = parse_date(match["date"])
            if printed and is_organ(match["name"]):
                found.append((match["name"], printed))
    return found


def _has_day(text: str) -> bool:
    return any(printed.precision is Precision.DAY and printed.year_printed for printed in find_dates(text))


# --- the facts

# `1 总体情况`, `1.1 办件情况`, and not `6 月份…通报`.
_NUMBERED_HEADING = re.compile(r"\s*\d{1,2}(?:[.．]\d{1,2})*[\s\u3000]+(?![年月日个类项])\D")


def _number(head: _Head, facts: Mapping[str, str]) -> str | None:
    for key in _NUMBER_KEYS:
        if key in facts and _NUMBER.search(facts[key]):
            return _tight(facts[key])
    issue: str | None = None
    for text in head.lines:
        # 《…》(宛放办[2021]8号) is cited; an own number stands alone or after the issuer.
        bare = re.sub(r"《[^》]*》\s*(?:[(（][^()（）]*(?:[(（][^()（）]*[)）][^()（）]*)*[)）])?", "", text)
        if len(bare) > 60:
            continue
        match = _NUMBER.search(bare)
        if match and not re.search(r"[(（]\s*$", bare[: match.start()]):
            return _tight(match["number"])
        if issue is None and (match := _ISSUE.search(bare)) and not _is_title_with(bare, match):
            issue = _tight(match["number"])
            issue = issue.strip("()（）") if "总" not in issue else issue
    return issue


def _tight(text: str) -> str:
    """A document number without white space (`华审改办函 〔2021〕 3 号`)."""
    number = re.sub(r"\s+", "", text)
    match = re.search(r"(?:办公室|委员会|文件|局)(?=[\u4e00-\u9fff]{2,10}[〔\[【［（(﹝])", number)
    return number[match.end() :] if match and len(number) > 24 else number


def _title(head: _Head, facts: Mapping[str, str]) -> tuple[str | None, str | None]:
    """(title, masthead). The masthead (南阳市放管服工作简报) stands above the number and is no title."""
    numbered = next((i for i, text in enumerate(head.lines) if _is_number_line(text)), -1)
    masthead = join_lines(head.lines[:numbered]) if numbered > 0 else None
    candidates = [(i, text) for i, text in enumerate(head.lines) if _may_be_title(text)]
    below = [item for item in candidates if item[0] > numbered] or [
        item for item in candidates if not _MASTHEAD_END.search(fold(item[1])) or numbered < 0
    ]
    if below:
        last, text = below[-1] if below[-1][1] != below[0][1] else below[0]
        parts = [text]
        i = last - 1
        # A title over two lines: the upper one ends nothing and is neither organ, number nor date.
        while i > numbered and len(parts) < 3 and _goes_on(head.lines[i], parts[0]):
            parts.insert(0, head.lines[i])
            i -= 1
        return tidy_title(join_lines(parts)), masthead
    for key in _TITLE_KEYS:
        if key in facts and (_TITLE_END.search(fold(facts[key])) or key not in ("主题词", "名称")):
            return tidy_title(_SITE_TAIL.sub("", facts[key])), masthead
    if masthead is None and numbered >= 0 and _TITLE_END.search(fold(_ISSUE.sub("", head.lines[numbered]))):
        return tidy_title(head.lines[numbered]), None  # nothing but the masthead with its issue
    if masthead and len(masthead) <= 40:
        return tidy_title(re.sub(r"(?:^|\s)[-•]\s", " ", masthead)), masthead
    return None, masthead


def _is_number_line(text: str) -> bool:
    """Whether a line gives the number or the issue, alone or with who issued it and when.

    A title that ends with its issue, 关于…的通报（第12期）, is a title.
    """
    if len(fold(text)) > 60 or "《" in text:
        return False
    return _NUMBER.search(text) is not None or (
        (issue := _ISSUE.search(text)) is not None and not _is_title_with(text, issue)
    )


def _is_title_with(text: str, issue: re.Match[str]) -> bool:
    """Whether a line is a title that names its issue; the masthead of a periodical (政务服务简报 第5期) is none."""
    words = fold(text[: issue.start()] + text[issue.end() :]).strip("()（）")
    if not _TITLE_END.search(words) or is_organ(words):
        return False
    return words.startswith("关于") or not _MASTHEAD_END.search(words)


def _may_be_title(text: str) -> bool:
    folded = fold(text)
    if (
        len(folded) < 4
        or is_date_line(text)
        or _is_number_line(text)
        or attachment_label(text)
        or is_clause_start(text)
        or _NUMBERED_HEADING.match(text)
    ):
        return False
    return bool(_TITLE_END.search(fold(_ISSUE.sub("", text)))) and not folded.endswith("文件")


def _goes_on(upper: str, lower: str) -> bool:
    if upper == lower or is_date_line(upper) or _is_number_line(upper) or is_organ(upper):
        return False
    if _TITLE_END.search(fold(upper)) or _MASTHEAD_END.search(fold(upper)) or page_facts(simplified(upper)):
        return False
    return len(upper) <= 40 and (upper.startswith("关于") or not lower.startswith("关于"))


def _issuer(head: _Head, closing: Sequence[tuple[str, date]], facts: Mapping[str, str]) -> str | None:
    for key in _ISSUER_KEYS:
        if key in facts:
            return tidy_title(facts[key])
    for text in head.lines:
        name = re.sub(r"\s*(?:文件|通\s*报)$", "", text)
        name = _DAY_BEHIND.sub("", name)
        if issue := _ISSUE.search(name):
            name = name[issue.end() :].strip()  # 政务服务简报第12期 某县政务服务局, on one line
        if (
            is_organ(name)
            and (leading_place(name) or len(fold(name)) >= 6)
            and not _TITLE_END.search(fold(name))
        ):
            return tidy_title(name)
    for name, _ in closing:
        if name and leading_place(name):
            return tidy_title(name)
    for text in reversed(head.lines):
        if match := re.match(r"(?P<name>\S{6,60})\s+\S*(?:印发|签发)", text):
            return match["name"]
    for key in _SOURCE_KEYS:
        if key in facts:
            return tidy_title(facts[key])
    named = [name for name, _ in closing if name]
    return tidy_title(named[0]) if named else None


def _published(
    texts: Sequence[str], head: _Head, closing: Sequence[tuple[str, date]], facts: Mapping[str, str]
) -> date | None:
    for key in _PUBLISHED_KEYS:
        if key in facts and (printed := parse_date(facts[key])):
            return printed
    for text in texts[-_LAST_LINES:]:
        if _PRINTED_ON.search(text) and len(text) < 120 and "。" not in text and (printed := _day(text)):
            return printed
    for text in head.lines:
        if cut_off_dates(text):
            continue
        if (
            is_date_line(text)
            or _DAY_BEHIND.search(text)
            or (_is_number_line(text) and _DAY_LAST.search(text))
        ) and (printed := _day(text)):
            return printed
    if closing:
        # The letter's own signature carries a name; a lone date may stand over an attachment.
        return next((day for name, day in closing if name), closing[0][1])
    for key in _SIGNED_KEYS:
        if key in facts and (printed := parse_date(facts[key])):
            return printed
    return None


def _day(text: str) -> date | None:
    days = [item for item in find_dates(text) if item.precision is Precision.DAY and item.year_printed]
    return days[-1].value if days else None


def _place_sources(
    issuer: str | None,
    title: str | None,
    masthead: str | None,
    head: _Head,
    closing: Sequence[tuple[str, date]],
) -> Iterator[str]:
    for text in (issuer, title, masthead, *head.lines, *(name for name, _ in closing)):
        if text:
            yield re.sub(r"^(?:填报|编制|制表|报送)单位[:：]\s*", "", text)


# --- the date to which the figures run


def _period_of_head(head: _Head, title: str | None, published: date | None, year: int | None) -> date | None:
    """The last day of the days that a line of the head, or brackets behind the title, gives as the document's period.

    (2016年3月4日—3月10日); nothing else may stand in the line or the brackets but 统计时间：.
    """
    for text in (*head.lines, *([title] if title else [])):
        for piece in (text, *_BRACKETED.findall(text)):
            bare = _PERIOD_KEY.sub("", piece.strip(" ()（）[]【】〔〕"))
            printed = next(iter(find_dates(bare, year=published.year if published else year)), None)
            if printed is None or printed.start:
                continue
            rest = bare[printed.end :]
            if (printed.first is not None and _HOUR_LAST.fullmatch(rest)) or _HOURS.fullmatch(rest):
                return _not_after(printed, published)
    return None


def _as_of(texts: Sequence[str], title: str | None, published: date | None) -> date | None:
    """The most frequent cut-off date (截至 …) of the document, the later of two equally frequent.

    Without one: the period in the title (1-4月份), else the month that the body tells of most often. Days on
    which something is due, months compared with, and whatever lies after the date of issue don't count.
    """
    year = published.year if published else _year_of(texts)
    counted: Counter[date] = Counter()
    for text in texts:
        for printed in cut_off_dates(text, year=year):
            counted[_not_after(printed, published)] += 1
    if counted:
        return max(counted.items(), key=lambda item: (item[1], item[0]))[0]
    if title and (period := _period(title, year, published)):
        return period[-1]
    told: Counter[date] = Counter()
    for text in texts:
        told.update(_period(text, year, published))
    return max(told.items(), key=lambda item: (item[1], item[0]))[0] if told else None


def _period(text: str, year: int | None, published: date | None) -> list[date]:
    return [
        _not_after(printed, published)
        for printed in find_dates(text, year=year)
        if printed.precision in (Precision.MONTH, Precision.QUARTER)
        and not _COMPARED.search(text[max(0, printed.start - 3) : printed.start])
        and not re.match(r"\s?(?:前|起|以前|之前)", text[printed.end : printed.end + 3])
        and (published is None or _not_after(printed, published) <= published)
    ]


def _not_after(printed: PrintedDate, published: date | None) -> date:
    """A date without a printed year that would lie after the issue belongs to the year before."""
    if printed.year_printed or published is None or printed.value <= published:
        return printed.value
    earlier = printed.value
    try:
        return earlier.replace(year=earlier.year - 1)
    except ValueError:  # 29 February
        return earlier.replace(year=earlier.year - 1, day=28)


def _year_of(texts: Sequence[str]) -> int | None:
    years = Counter(
        printed.value.year for text in texts for printed in find_dates(text) if printed.year_printed
    )
    return max(years.items(), key=lambda item: (item[1], item[0]))[0] if years else None
