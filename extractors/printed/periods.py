"""The first day of a period that is printed: of 6月 the first, of 一季度 and 1—7月 that of January.

Belongs here: what the words of one heading or title say. Not here: which date a document or sentence has (`dates`).
"""

from __future__ import annotations

import re
from datetime import date

from extractors.printed.dates import Precision, PrintedDate

_SINCE_NEW_YEAR = re.compile(r"累计|今年以来|本年以来|年初以来|年初至今")
_MONTHS = {Precision.MONTH: 0, Precision.QUARTER: 2}


def first_day(printed: PrintedDate) -> date | None:
    """The first day of what is printed; None where it is the day up to which figures run, or the end of a year."""
    if printed.first is not None:
        return printed.first
    if printed.precision is Precision.YEAR:
        return date(printed.value.year, 1, 1)
    months = _MONTHS.get(printed.precision)
    if months is None or printed.value.month <= months:
        return None
    return date(printed.value.year, printed.value.month - months, 1)


def says_since_new_year(text: str) -> bool:
    """Whether figures below are those since the first of January: 累计, 今年以来."""
    return _SINCE_NEW_YEAR.search(text) is not None
