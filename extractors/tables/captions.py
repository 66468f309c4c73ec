"""What the lines around a table say of it: 附件N, its title, notes before it and under it.

Works on plain lines in reading order, whatever the format. What belongs here: which of these lines are
the table's. What does not: captions inside the grid (`headings`), the letter head (`extractors.document.letterhead`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.printed import line_marks
from extractors.printed.characters import simplified
from extractors.printed.line_marks import attachment_label
from extractors.printed.line_wraps import fold, join_lines, tidy, tidy_title

_MAX_TITLE = 70
_MAX_TITLE_LINES = 4
_MAX_NOTE = 400

_LISTED = re.compile(r"^(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s*[.．、]")
_DATE = r"(?:19|20)\d\d\s*[年./-]\s*\d{1,2}(?:\s*[月./-]\s*(?:\d{1,2}\s*日?)?)?"
_NOTE_KEY = (
    r"(?:计量|填报|报送|制表|填表|统计|编制|汇总)?单位|(?:填报|填表|制表|统计|报送|更新|截止|截至|数据|汇总)(?:时间|日期|时段|区间|范围|期间)"
    r"|(?:数据)?(?:截止|截至)(?:日期|时间)?|时\s*间|日\s*期|统计口径|数据来源|资料来源|统计周期|填报人|制表人|审核人|联系电话"
)
_NOTE_BEFORE = re.compile(
    rf"^(?:[（(【\[]?\s*(?:{_NOTE_KEY})\s*[:：]|[（(]\s*(?:截至|截止|统计|数据|单位)[^（）()]{{0,40}}[）)]$"
    rf"|(?:数据|统计)?(?:截至|截止)[^，。,;；]{{2,24}}$|[（(]?\s*{_DATE}\s*[）)]?$)"
)
_NOTE_AFTER = re.compile(
    r"^[（(*※★●]?\s*(?:备?\s*注\s*\d{0,2}\s*[:：.．、]|(?:统计时间|统计范围|计算方法|计算公式|备注说明)\s*[:：]"
    r"|(?:本表|表中|表内|以上数据|上述数据|以上统计|表格)|数据(?:截至|截止)|[*※★])"
)
_TABLE_NOUN = re.compile(
    r"(?:表|统计|情况|排名|排行榜?|排序|清单|一览|汇总|明细|分布|对比|比较|名单|台账|进度|通报|分析|占比|比例|数量|数据|得分|评分|考核|结果|目录|构成|分类|"
    r"率|指标|榜|数)(?:\s*[（(][^（）()]*[）)])*$"
)
_TABLE_NUMBER = re.compile(r"^(?:续)?表\s*[一二三四五六七八九十\d]+(?:[-—.]\d+)?\s*[:：.、]?")
_ANNOUNCES = re.compile(
    r"^(?P<what>[^。，,；;:：]{4,40}?)(?:的?具体)?(?:分别)?(?:如下表?|见下表|详见下表|见表|如表)(?:所示)?\s*[:：。]$"
)
_GENERIC_LEAD = re.compile(
    r"(?:现将|具体|详细|有关|相关|详情|分别|以下|上述|其)*(?:情况|数据|内容|结果|统计|明细|名单|事项)?$"
)
_MAX_LEAD = 6
_WIDE_GAP = re.compile(r"[ \t\u00a0]{2,}|[\u3000\t]+")
_SINGLE_LABEL = re.compile(r"^[【\[]?附\s*件\s*[】\]]?\s*[:：]\s*(?P<title>.+)$")
_PARENTHESIS = re.compile(r"^[（(][^（）()]{1,40}[）)]$")
_ENDS_SENTENCE = re.compile(r"[。；;！!？?，,、：:]$")


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph near a table. `centred` where the format says so."""

    text: str
    centred: bool = False


@dataclass(frozen=True, slots=True)
class Before:
    """What stands over a table; `used` counts the last lines that belong to it."""

    attachment: int | None = None
    title: str | None = None
    notes: tuple[str, ...] = ()
    used: int = 0


def attachment_marker(text: str) -> tuple[int | None, str] | None:
    """(number, rest of the line) of a line that opens an attachment; None for any other line.

    `附件 1`, `附件3：`, `附表二 某某统计表` open one. A list of attachments (`附件：1.某某表`) and a sentence that
    mentions one do not. The number is None for a single `附件`.
    """
    label = attachment_label(re.sub(r"^[【\[（(]\s*(附[^】\])）]*)[】\])）]", r"\1 ", tidy(text)))
    if label is None:
        return None
    rest = label.rest.strip()
    if len(rest) > _MAX_TITLE or "。" in rest or _ENDS_SENTENCE.search(rest):
        return None
    if _LISTED.match(rest) or rest.startswith(("、", "所", "中", "的", "-", "—", "~")):
        return None
    return label.number, rest


def is_note_before(text: str) -> bool:
    """Whether a short line over a table is a note (unit, time of filling in) and no title.

    Notes may stand at both ends of a line: `（截至6月30日）      单位：项`.
    """
    return all(
        line_marks.is_note_before(part) or (len(part) <= 80 and _NOTE_BEFORE.match(part) is not None)
        for part in note_parts(text)
    )


def note_parts(text: str) -> list[str]:
    """The notes on a line over a table, tidied."""
    return [tidy(part) for part in _WIDE_GAP.split(text.strip())]


def is_note_after(text: str) -> bool:
    """Whether a line under a table speaks of it."""
    return len(text) <= _MAX_NOTE and (line_marks.is_note(text) or _NOTE_AFTER.match(tidy(text)) is not None)


def is_table_title(text: str) -> bool:
    """Whether a short line ends as titles of tables do: …统计表, …情况（6月份）."""
    tidied = tidy(text)
    return len(tidied) <= _MAX_TITLE and _TABLE_NOUN.search(simplified(tidied)) is not None


def before_table(lines: Sequence[Line]) -> Before:
    """What the lines over a table, the nearest last, say of it."""
    marker_at, marker = _last_marker(lines)
    if marker is not None:
        between = lines[marker_at + 1 :]
        notes = [part for line in between if is_note_before(line.text) for part in note_parts(line.text)]
        titles = [line.text for line in between if not is_note_before(line.text)]
        return Before(
            marker[0], _title_of_attachment(marker[1], titles), tuple(notes), len(lines) - marker_at
        )
    used = 0
    notes_found: list[str] = []
    while used < len(lines) and is_note_before(lines[-1 - used].text):
        notes_found[:0] = note_parts(lines[-1 - used].text)
        used += 1
    rest = lines[: len(lines) - used]
    count = _title_lines(rest)
    if not count and (named := _distant_title(rest)):
        # The lines that name the table stay paragraphs: they say more than its name.
        plain = all(_is_plain_note(note) for note in notes_found)
        return Before(named[0], named[1], tuple(notes_found) if plain else (), used if plain else 0)
    if not count and not notes_found:
        return Before()
    title = tidy_title(join_lines(line.text for line in rest[len(rest) - count :])) if count else None
    if title and (labelled := _SINGLE_LABEL.match(title)):
        title = labelled["title"]
    if not count and not all(_is_plain_note(note) for note in notes_found):
        # A date or 时间： without a title over it is the letter's.
        return Before()
    return Before(None, title, tuple(notes_found), used + count)


def _distant_title(lines: Sequence[Line]) -> tuple[int | None, str] | None:
    """(attachment, title) that a table without a title right over it has from the text that leads to it.

    In this order: what the line over it announces (`五个街道办理的工单数量如下：`), the heading of the attachment that
    the text introduces, the heading of the clause, if it stands on a line of its own.
    """
    if not lines:
        return None
    nearest = tidy(lines[-1].text)
    match = _ANNOUNCES.match(nearest)
    if match and not line_marks.is_clause_start(nearest) and not _GENERIC_LEAD.match(fold(match["what"])):
        return None, tidy_title(match["what"])
    for back, line in enumerate(reversed(lines[-_MAX_LEAD:])):
        text = tidy(line.text)
        if (marker := attachment_marker(text)) is not None:
            after = [tidy(below.text) for below in lines[len(lines) - back :]]
            names = [text for text in after[:2] if _may_be_title(text) and not is_note_before(text)]
            title = marker[1] or next(iter(names), "")
            return (marker[0], tidy_title(title)) if title else None
        if line_marks.is_clause_start(text):
            heading = line_marks.without_clause_number(text).rstrip(":：")
            if "。" in text or not 4 <= len(heading) <= 40 or re.search(r"[:：；;]", heading):
                return None
            return None, tidy_title(heading)
    return None


def notes_after(lines: Sequence[Line]) -> int:
    """How many of the lines under a table are its notes."""
    count = 0
    for line in lines:
        text = tidy(line.text)
        if is_note_after(text) or (
            count and _is_note_item(text) and _is_note_lead(tidy(lines[count - 1].text), count)
        ):
            count += 1
        else:
            break
    return count


def _is_note_item(text: str) -> bool:
    return len(text) <= _MAX_NOTE and re.match(r"^(?:\d{1,2}|[①-⑳])\s*[.．、)）]?", text) is not None


def _is_note_lead(previous: str, count: int) -> bool:
    return count > 0 and (previous.endswith(("：", ":", "；", ";", "。")) or _is_note_item(previous))


def _is_plain_note(text: str) -> bool:
    return re.match(r"^[（(]?\s*(?:计量)?单位\s*[:：]", tidy(text)) is not None


def _last_marker(lines: Sequence[Line]) -> tuple[int, tuple[int | None, str] | None]:
    """The marker that the lines down to the table hang on: only titles and notes stand between."""
    for back in range(1, min(len(lines), _MAX_TITLE_LINES + 4) + 1):
        index = len(lines) - back
        text = lines[index].text
        marker = attachment_marker(text)
        if marker is not None:
            return index, marker
        if not is_note_before(text) and not _may_be_title(text):
            break
    return -1, None


def _may_be_title(text: str) -> bool:
    tidied = tidy(text)
    return len(tidied) <= _MAX_TITLE and not _ENDS_SENTENCE.search(tidied) and "。" not in tidied


def _title_of_attachment(rest: str, titles: Sequence[str]) -> str | None:
    if rest and titles and fold(rest) in fold("".join(titles)):
        rest = ""
    parts = [rest, *titles] if rest else list(titles)
    return tidy_title(join_lines(parts)) if parts else None


def _title_lines(lines: Sequence[Line]) -> int:
    """How many of the last lines are the title of a table that no 附件 opens."""
    if not lines:
        return 0
    text = tidy(lines[-1].text)
    count = 1
    if _PARENTHESIS.match(text) and len(lines) > 1:
        # （截至11月4日） on a line of its own belongs to the title above.
        text = tidy(lines[-2].text)
        count = 2
    nearest = lines[-count]
    if not _may_be_title(text) or line_marks.is_clause_start(text):
        return 0
    if not (
        nearest.centred
        or _TABLE_NUMBER.match(text)
        or (len(text) <= 40 and _TABLE_NOUN.search(simplified(text)))
    ):
        return 0
    # A title over two lines, both centred.
    while (
        nearest.centred
        and count < min(len(lines), 3)
        and lines[-count - 1].centred
        and _may_be_title(lines[-count - 1].text)
        and not is_note_before(lines[-count - 1].text)
        and not _TABLE_NOUN.search(simplified(tidy(lines[-count - 1].text)))
    ):
        count += 1
    return count
