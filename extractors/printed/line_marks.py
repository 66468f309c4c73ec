"""Marks of single lines: 附件 N, clause numbers, notes, page numbers, the place that a title begins with.

What belongs here: telling by its wording what kind of line a line is. What does not: what stands around it
(`extractors.tables.captions`) and the letter head (`extractors.document.letterhead`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractors.printed.characters import without_readings
from extractors.printed.line_wraps import fold
from extractors.printed.numbers import chinese_integer

_CN = "一二三四五六七八九十百"
_ATTACHMENT = re.compile(
    rf"\s*(?:[-•·]\s+)?(?P<word>附\s*[件表录])\s*(?:第)?\s*(?P<number>\d{{1,2}}|[{_CN}]{{1,3}}|[①-⑳])?"
    r"\s*(?:号)?\s*(?P<mark>[:：.．、-])?\s*(?P<rest>.*)$",
    re.DOTALL,
)
_PART = re.compile(r"\d{1,2}\s*[:：.．、]?\s*(?P<rest>.*)$", re.DOTALL)
_NAMES_TABLE = re.compile(r"^(?!.*附件).*(?:表|清单|名单|统计|情况|台账|目录)$")
_CLAUSE = re.compile(
    rf"\s*(?:[-•·]\s+)?(?:第?[{_CN}]{{1,4}}[、.．,，]|第[{_CN}]{{1,4}}[章节条]"
    rf"|[(（]\s*(?:[{_CN}]{{1,4}}|\d{{1,2}})\s*[)）]|\d{{1,2}}\s?[、.．](?!\d)|[①-⑳]|\d{{1,2}}[)）](?!\d))"
)
_NOTE = re.compile(
    r"\s*(?:[-•·]\s+)?[(（]?\s*(?:注|备\s*注|说\s*明|附\s*注|填表说明|填报说明|数据来源|资料来源|数据说明|指标说明|统计口径)"
    r"\s*(?:\d{1,2}|[一二三四五])?\s*[:：]"
)
_NOTE_BEFORE = re.compile(
    r"[(（]?(?:(?:填报|填表|制表|上报|报送|编制|统计|数据|截止|截至|计量|金额|考核|通报|报告)[^:：,，。]{0,8}|时间|日期|单位)[:：]"
)
_DATE_LINE = re.compile(
    r"[(（]?(?:截至|截止)?\s*(?:"
    r"(?:\d{4}\s*[年./-]\s*)?\d{1,2}\s*[月./-]\s*(?:\d{1,2}\s*[日号]?)?\s*(?:(?:\d{1,2}\s*)?[时点])?\s*止?"
    r"|\d{4}\s*年(?:度)?"
    r"|\d{4}\s*[年./-]\s*\d{1,2}\s*[月./-]?(?:\s*\d{1,2}\s*[日号]?)?(?:\s*\d{1,2}\s*[时点])?\s*止?"
    r")[)）]?$"
)
_PAGE_NUMBER = re.compile(
    r"\s*(?:[-—–－·•~]+\s*\d{1,4}\s*[-—–－·•~]+|第\s*\d{1,4}\s*页(?:\s*[,，/]?\s*共\s*\d{1,4}\s*页)?"
    r"|[Pp]age\s*\d+(?:\s*(?:of|/)\s*\d+)?)\s*$"
)
# 续表, and a repeated label or title that says so in brackets: 附件1（续）, 某某统计表（续表）.
_CONTINUED = re.compile(
    r"(?:附[件表]\d*)?[(（]?(?:续表|续上表|接上表|接上页|续)\d*[)）]?$|[^。；;]{1,60}[(（](?:续表|续上表|接上表|接上页|续)\d*[)）]$"
)
_ORGAN = re.compile(r"[\u4e00-\u9fff0-9“”\"‘’'「」()、·]{4,60}$")
_ORGAN_END = re.compile(
    r"(?:办公室|办公厅|局|厅|委员会|委|政府|中心|小组|联席会议|指挥部|总部|部|院|处|督查室|研究室|公司|支队|大队|办|站|署)$"
)
_SUFFIX = r"(?:特别行政区|自治区|自治州|自治县|自治旗|地区|省|市|县|縣|区|區|州|盟|旗)"
_PLACE = re.compile(rf"(?P<chain>(?:[\u4e00-\u9fff]{{2,8}}?{_SUFFIX})+)")
_PIECE = re.compile(rf"(?P<stem>[\u4e00-\u9fff]{{2,8}}?){_SUFFIX}")
# What no place's name begins with or holds; 全州, 全椒, 全南 are counties.
_GENERIC = re.compile(
    r"(?:各|我|本|该|市|县|区|省|直|的|在|对|全(?![州椒南]))|.*(?:政府|部门|乡镇|中心|关于|情况|工作|推进)"
)
_CONJUNCTION = re.compile(r"[和及与]")  # begins no further place of a chain, but 和平县 begins with one


@dataclass(frozen=True, slots=True)
class AttachmentLabel:
    """`附件 3：标题`: number 3 (None where none is printed), rest `标题`, marked by a colon or not."""

    number: int | None
    rest: str
    marked: bool


def attachment_label(text: str) -> AttachmentLabel | None:
    """The attachment label a line begins with, or None. `附件：1.xxx` is the letter's list and no label."""
    match = _ATTACHMENT.match(text)
    if not match:
        return None
    rest = match["rest"].strip()
    if not match["number"]:
        # 附件 alone heads the only annex; 附件： with a text is the list; 附件材料 is prose.
        return AttachmentLabel(None, "", bool(match["mark"])) if not rest else None
    if match["mark"] == "、" and chinese_integer(rest[:1]) is not None:
        return None  # 附件1、2
    if match["mark"] == "-" and (part := _PART.match(rest)):
        rest = part["rest"]  # 附件1-2 is a part of attachment 1
    if rest and not match["mark"] and re.match(r"[,，。;；)）、.的所]", rest):
        return None
    if re.match(r"[和及与至]", rest) and not match["mark"] and not _NAMES_TABLE.search(rest):
        return None  # 附件3和附件4所列; but 附件3和城市…统计表 has a title
    return AttachmentLabel(_ordinal(match["number"]), rest, bool(match["mark"]))


def _ordinal(text: str) -> int | None:
    return ord(text) - ord("①") + 1 if "①" <= text <= "⑳" else chinese_integer(text)


def is_clause_start(text: str) -> bool:
    """Whether a line begins with the number of a chapter or clause: 一、 （二） 3. 第四条 ①."""
    return _CLAUSE.match(text) is not None


def without_clause_number(text: str) -> str:
    """A heading without its number."""
    return _CLAUSE.sub("", text, count=1).strip()


def is_note(text: str) -> bool:
    """Whether a line is a note under a table (注：…)."""
    return _NOTE.match(text) is not None


def is_note_before(text: str) -> bool:
    """Whether a line above a table tells date, reporter or unit: 填报时间：…, （单位：件）, 2023年7月10日."""
    folded = fold(text)
    return len(folded) <= 60 and (_NOTE_BEFORE.match(folded) is not None or is_date_line(text))


def is_date_line(text: str) -> bool:
    """Whether a line is a date and nothing else."""
    return _DATE_LINE.match(text.strip()) is not None


def is_page_number(text: str) -> bool:
    """Whether a line is a printed page number: — 3 —, 第 3 页. Bare digits are not: they may be a cell."""
    return _PAGE_NUMBER.match(text) is not None


def is_continued_mark(text: str) -> bool:
    """Whether a line says that the table goes on: 续表, 附件1（续表）."""
    return _CONTINUED.match(fold(text)) is not None


def is_organ(text: str) -> bool:
    """Whether a line is the name of a body and nothing else (a letter head's, a signature's)."""
    folded = fold(text)
    return _ORGAN.match(folded) is not None and _ORGAN_END.search(folded) is not None


def leading_place(text: str) -> str | None:
    """The place a title or an issuer's name begins with (殷都区 of 殷都区人民政府…), or None.

    Of a chain (河南省南阳市唐河县) the last one is meant. Words such as 各县区, 市直 are no places.
    """
    bare = re.sub(r"^(?:关于|關于|關於)|\s", "", without_readings(text))
    match = _PLACE.match(bare)
    last = None
    for piece in _PIECE.finditer(match["chain"]) if match else ():
        if _GENERIC.match(piece["stem"]) or (last and _CONJUNCTION.match(piece["stem"])):
            break
        last = piece[0]
    return last
