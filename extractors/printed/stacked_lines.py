"""Lines stacked in a cell: two figures or two names under each other, and not the wraps of one.

What belongs here: which lines are more than a wrap. What does not: which rows they make.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from extractors.printed.line_wraps import tidy
from extractors.printed.no_value import is_no_value
from extractors.printed.numbers import parse_figure

_FEWEST_CHARACTERS = 3  # of a name; shorter ones end like parts of a name
# How names of bodies and of places end. A wrap inside a name may end so by chance (某某县/教育局); in a stack of
# names every line is a name of the same kind by itself.
_TAIL = r"(?:[(（][^()（）]{1,12}[)）])?"
_BODY = re.compile(
    r"[\u3400-\u9fff()（）、·\d]*(?:局|委|办|办公室|中心|厅|院|会|处|署|站|所|馆|支队|大队|公司|集团|银行|学校|大学|政府"
    r"|科|科室|股|窗口|大厅)" + _TAIL
)
_PLACE = re.compile(r"[\u3400-\u9fff]*(?:街道|镇|乡|园区|县|区)" + _TAIL)


def stacked_lines(lines: Iterable[str]) -> tuple[str, ...]:
    """The lines, tidied, where two or more each hold a figure or each a name; else none.

    `118` over `128` are two figures; `市自然资源和` over `规划局` is one name. A dash over or under a figure keeps
    its place.
    """
    filled = [tidied for line in lines if (tidied := tidy(line))]
    if len(filled) < 2:
        return ()
    if any(parse_figure(line) for line in filled):
        return tuple(filled) if all(parse_figure(line) or is_no_value(line) for line in filled) else ()
    if min(map(len, filled)) < _FEWEST_CHARACTERS:
        return ()
    return tuple(filled) if any(all(map(kind.fullmatch, filled)) for kind in (_BODY, _PLACE)) else ()
