"""What says that there is no value: dashes, strokes, words such as 无数据.

What belongs here: marks and words that stand in place of a figure. What does not: blank cells that a merged cell
covers, and what a missing value means for a sum.
"""

from __future__ import annotations

import re

from extractors.printed.characters import simplified

_PRINTED = (
    "/ ／ \\ - -- — —— – － − ― ─ ﹣ … …… * × N/A n/a NA null "
    "无 无数据 暂无 暂无数据 暂缺 不涉及 未涉及 不适用 未统计 空"
)
NO_VALUE = frozenset(("", *_PRINTED.split()))
_LONGEST = max(map(len, NO_VALUE))
_SAYS_NO_VALUE = re.compile(r"^(?:暂缺|暂无|无法|尚无|缺少|未统计|无需|不纳入|不考核|没有)")


def is_no_value(text: str) -> bool:
    """Whether a cell is empty or says in words or with a dash that it has no value (/, —, 无数据)."""
    plain = text if text.isprintable() and " " not in text else "".join(text.split())
    if plain in NO_VALUE:
        return True
    return len(plain) <= _LONGEST and not plain.isascii() and simplified(plain) in NO_VALUE


def says_no_value(text: str) -> bool:
    """Whether a cell says in words why it has no value: 暂缺国内前沿水平,无法对比."""
    return _SAYS_NO_VALUE.match(simplified(text.strip())) is not None
