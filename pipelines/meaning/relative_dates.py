"""Dates that a heading counts from another: 上月, 去年同期, 上年末.

Belongs here: those words and what they make of a date. Does not belong here: dates as printed (`extractors.printed.dates`).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from extractors.printed.dates import month_end

# 较上月, 与去年同期相比 and 比上年增减 are changes and no figures of that time.
_NO_CHANGE_BEFORE = r"(?<![较比与同和])"
_NO_CHANGE_AFTER = r"(?!(?:份|末|底|度|同期)?(?:相比|对比|比|增|减|升|降|变化))"


def _month_before(day: date) -> date:
    return month_end(day.year - (day.month == 1), (day.month - 2) % 12 + 1)


def _quarter_before(day: date) -> date:
    first = 3 * ((day.month - 1) // 3) + 1
    return _month_before(day.replace(month=first, day=1))


def _year_before(day: date) -> date:
    """The same day a year earlier; the end of a month stays one."""
    if day == month_end(day.year, day.month):
        return month_end(day.year - 1, day.month)
    return day.replace(year=day.year - 1)


def _end_of_last_year(day: date) -> date:
    return date(day.year - 1, 12, 31)


_WORDS: tuple[tuple[str, Callable[[date], date]], ...] = (
    (r"(?:去年|上年|上一年)(?:度)?同期(?:数|值)?|同期(?:数|值|$)", _year_before),
    (r"上(?:个)?月(?:份|末|底)?|上期(?:数|值)?", _month_before),
    (r"上(?:个|一)?季度(?:末)?", _quarter_before),
    (r"(?:去年|上年|上一年)(?:度)?(?:末|底|全年|数|值)?", _end_of_last_year),
)
_PATTERNS = tuple(
    (re.compile(f"{_NO_CHANGE_BEFORE}(?:{word}){_NO_CHANGE_AFTER}"), shift) for word, shift in _WORDS
)


def without_earlier(heading: str) -> str:
    """A heading without the words that count back: what is measured then is measured now."""
    for pattern, _ in _PATTERNS:
        heading = pattern.sub("", heading)
    return heading


def earlier(heading: str, day: date) -> date | None:
    """The date of a heading that counts back from `day`; None where it doesn't."""
    for pattern, shift in _PATTERNS:
        if pattern.search(heading):
            return shift(day)
    return None
