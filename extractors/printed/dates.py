"""Dates as they are printed, in letters, tables and notes.

What belongs here: every way of printing a day, a month, a quarter, a year's end, and the cut-off dates (截至 …).
What does not: which date of a document is which (see `extractors.document.letterhead`).

A month means its last day, a quarter its last day, 年底 is 31 December.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

from extractors.printed.numbers import chinese_integer


class Precision(StrEnum):
    """How exactly a date is printed."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR_END = "year_end"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """A date found at `text[start:end]`.

    `value` is the last day of what is printed. `first` is the first day where a range is printed (1-6月).
    `year_printed` is False where the year came from the context.
    """

    value: date
    start: int
    end: int
    precision: Precision
    year_printed: bool
    first: date | None = None


_YEAR = r"(?P<year>(?:1\s?9|2\s?0)\s?\d\s?\d|[一二]\s?[九〇○零Ｏ]\s?[一二三四五六七八九〇○零Ｏ]\s?[一二三四五六七八九〇○零Ｏ])"
_CN = r"[一二三四五六七八九十]"
_MONTH = rf"(?P<month>1\s?[0-2]|(?:0\s?)?[1-9]|十[一二]|{_CN})"
_DAY = rf"(?P<day>[12]\s?\d|3\s?[01]|(?:0\s?)?[1-9]|三十一?|[一二]?十[一二三四五六七八九]|二十|{_CN})"
_DASH = r"\s?(?:-|—|－|–|~|～|至|到)\s?"
_EDGE = r"(?<![\d.．])"

_IN_YEAR = rf"(?:{_EDGE}{_YEAR}\s?年\s?)?{_EDGE}"
_MONTH_FROM = r"(?P<month_from>1\s?[0-2]|0?[1-9])"
_DAY_FROM = r"(?P<day_from>[12]\s?\d|3\s?[01]|0?[1-9])"
_HOUR = r"(?:\s?\d{1,2}\s?[时点](?:\s?\d{1,2}\s?分)?)?"  # 6月1日0时至6月30日24时
_QUARTER = r"(?P<half>[上下]半年|(?:第|前)?\s?(?P<quarter>[一二三四1-4])\s?季度)"

# Of two readings that begin at the same place the longer one wins, then the one named first.
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern))
    for name, pattern in {
        "numeric": rf"{_EDGE}(?P<year>(?:19|20)\d\d)\s?(?P<mark>[-/.．])\s?(?P<month>0?[1-9]|1[0-2])\s?(?P=mark)\s?"
        r"(?P<day>0?[1-9]|[12]\d|3[01])(?![\d.．]?\d)",
        "numeric_days": rf"{_EDGE}(?P<year>(?:19|20)\d\d)\s?(?P<mark>[-/.．])\s?{_MONTH_FROM}\s?(?P=mark)\s?{_DAY_FROM}{_DASH}"
        r"(?:(?P<year_to>(?:19|20)\d\d)\s?(?P=mark)\s?)?(?P<month>1[0-2]|0?[1-9])\s?(?P=mark)\s?"
        r"(?P<day>[12]\d|3[01]|0?[1-9])(?![\d.．]?\d)",
        "compact": r"(?<!\d)(?P<year>20\d\d)(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])(?=$|[\s)）])",
        "days": rf"{_IN_YEAR}{_MONTH_FROM}\s?月\s?{_DAY_FROM}\s?[日号]?{_HOUR}{_DASH}"
        rf"(?:(?:(?P<year_to>(?:19|20)\d\d)\s?年\s?)?{_MONTH}\s?月\s?)?{_DAY}\s?[日号](?!均)",
        "months": rf"{_IN_YEAR}{_MONTH_FROM}\s?(?:月\s?份?)?{_DASH}{_MONTH}\s?月\s?(?:份|底|末)?(?!\s?\d)",
        "full": rf"{_IN_YEAR}{_MONTH}\s?月\s?{_DAY}\s?[日号](?!均)",
        "quarter": rf"{_EDGE}{_YEAR}\s?年\s?(?:度\s?)?{_QUARTER}",
        "month": rf"{_IN_YEAR}{_MONTH}\s?月\s?(?:份|底|末)?(?!\s?\d)",
        "year_end": rf"{_EDGE}{_YEAR}\s?年\s?(?:底|末|终)",
        "year": rf"{_EDGE}{_YEAR}\s?年(?:度)?",
        "bare_quarter": r"(?P<half>[上下]半年|(?:第|前)\s?(?P<quarter>[一二三四1-4])\s?季度"
        r"|(?<!\d)(?P<quarter_bare>[一二三四])季度)",
        "bare_year_end": r"(?<![\d一-九])年\s?(?:底|末|终)",
    }.items()
)

_NARROW = str.maketrans("０１２３４５６７８９", "0123456789")
_MAY_HOLD = re.compile(r"[年月季]|\d{4}")  # without one of these no pattern matches
_CUT_OFF = re.compile(
    r"(?:截\s?至|截\s?止|截\s?到|止于|统计至|数据至)\s?(?:到\s?)?(?:目前|至)?\s?[,，:：]?\s?"
)


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])


def find_dates(text: str, *, year: int | None = None) -> list[PrintedDate]:
    """All dates of `text` in order.

    A date without a year takes the year of the date printed before it, else `year`; without either it is left
    out. Impossible dates (2月30日) are left out.
    """
    found: list[PrintedDate] = []
    taken: list[tuple[int, int]] = []
    context = year
    for name, match in _matches(text):
        start, end = match.span()
        if any(start < other_end and other_start < end for other_start, other_end in taken):
            continue
        printed = _read(name, match, context)
        if printed is None:
            continue
        taken.append((start, end))
        found.append(printed)
        if printed.year_printed:
            context = printed.value.year
    return found


@lru_cache(maxsize=1024)
def _matches(text: str) -> tuple[tuple[str, re.Match[str]], ...]:
    """What looks like a date, with its pattern's name: the first first, of two that begin together the longer."""
    if not _MAY_HOLD.search(text):
        return ()
    text = text.translate(_NARROW)
    matches = [
        (match.start(), -match.end(), order, name, match)
        for order, (name, pattern) in enumerate(_PATTERNS)
        for match in pattern.finditer(text)
    ]
    matches.sort(key=lambda item: item[:3])
    return tuple((name, match) for _, _, _, name, match in matches)


def parse_date(text: str, *, year: int | None = None) -> date | None:
    """The first date of `text`, or None. A month, quarter or year means its last day."""
    dates = find_dates(text, year=year)
    return dates[0].value if dates else None


def cut_off_dates(text: str, *, year: int | None = None) -> list[PrintedDate]:
    """The dates up to which something is counted: those that follow 截至, 截止 (`截至 11 月 04 日`)."""
    dates = find_dates(text, year=year)
    ends = [match.end() for match in _CUT_OFF.finditer(text)]
    return [printed for printed in dates if any(0 <= printed.start - end <= 1 for end in ends)]


def _integer(text: str) -> int:
    value = chinese_integer(text)
    if value is None:  # the patterns admit digits only
        raise ValueError(text)
    return value


def _read(name: str, match: re.Match[str], context: int | None) -> PrintedDate | None:
    groups = match.groupdict()
    printed_year = groups.get("year")
    year = _integer(printed_year) if printed_year else context
    if year is None:
        return None
    precision, first = Precision.DAY, None
    try:
        if name in {"numeric", "compact", "full"}:
            value = date(year, _integer(groups["month"]), _integer(groups["day"]))
        elif name in {"days", "numeric_days"}:
            first, value = _first_and_last(groups, year, year_is_first=printed_year is not None)
        elif name == "months":
            value = month_end(year, _integer(groups["month"]))
            first, precision = date(year, _integer(groups["month_from"]), 1), Precision.MONTH
        elif name == "month":
            value, precision = month_end(year, _integer(groups["month"])), Precision.MONTH
        elif name in {"quarter", "bare_quarter"}:
            value, precision = month_end(year, _last_month(groups)), Precision.QUARTER
        else:
            value = date(year, 12, 31)
            precision = Precision.YEAR if name == "year" else Precision.YEAR_END
    except ValueError:
        return None
    return PrintedDate(value, match.start(), match.end(), precision, printed_year is not None, first)


def _first_and_last(groups: dict[str, str | None], year: int, *, year_is_first: bool) -> tuple[date, date]:
    """The days of a range. Over a new year a printed year is the first day's, one from the context the last day's."""
    month_from = _integer(groups["month_from"] or "")
    month = _integer(groups["month"]) if groups["month"] else month_from
    first = date(year, month_from, _integer(groups["day_from"] or ""))
    day = _integer(groups["day"] or "")
    if groups["year_to"]:
        return first, date(_integer(groups["year_to"]), month, day)
    if (month, day) >= (month_from, first.day):
        return first, date(year, month, day)
    if year_is_first:
        return first, date(year + 1, month, day)
    return first.replace(year=year - 1), date(year, month, day)


def _last_month(groups: dict[str, str | None]) -> int:
    quarter = groups.get("quarter") or groups.get("quarter_bare")
    if quarter:
        return 3 * _integer(quarter)
    return 6 if (groups["half"] or "").startswith("上") else 12
