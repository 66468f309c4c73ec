"""What signs, directions, triangles, brackets and blanks do to the value of a figure, which its column decides.

In a column of change a direction is the sign. In any other column a direction in front of a figure says that it is
something else than the column's, and an arrow behind it only how it moved. What isn't plain is refused, with the reason.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from extractors.model import Cell
from extractors.printed.figures.figure_grammar import PrintedFigure, Turn
from extractors.printed.measure_words import RATES
from pipelines.meaning.tables.cell_content import Content, read

_CHANGE = re.compile(
    r"同比|环比|增减|升降|变化|变动|涨跌|增长|增幅|增速|降幅|跌幅|涨幅|净增|增量|增降|增加(?!值)|减少|下降|上升|增收|减收|差值|差额"
    r"|(?:较|与|比)(?:上年|去年|上月|上期|上季|同期|年初|上一)"
)
_FALL = re.compile(r"降幅|跌幅|下降|减少|减收|降低|减幅")
_RISE = re.compile(r"增|升|涨|提高|变化|变动|同比|环比")
# 同比 over 去年同期 is a figure of last year and no change.
_EARLIER = re.compile(
    r"(?:去年|上年|上月|上期|上季度?)(?:同期|同月)?(?:数|值|量|末|底|完成|情况)?|同期(?:数|值)?|基数"
)
_BRACKETS = re.compile(r"[(（][^()（）]*[)）]")
_YEARLY, _MONTHLY = re.compile(r"同比|去年|上年|同期"), re.compile(r"环比|上月|上期")
_PERCENT_UNITS = RATES | {"百分点", "千分点"}

UNCLEAR_SIGN = "说不清是增是减 (its sign or direction is not plain here)"
TWO_SIGNS = "正负号与升降词矛盾 (its signs contradict each other)"
OTHER_UNIT = "单位与表头不符 (its unit is none of its column's)"
BLANKS = "一格多个数，或以空格分节 (two figures, or one with blanks in it: the column does not tell)"


@dataclass(frozen=True, slots=True)
class ColumnPrint:
    """How the figures of a column are printed: what one cell alone can't tell.

    `shapes` are the triangles in it; `blanks` tells that it parts thousands by blanks, `brackets` that every figure in
    it stands in brackets, which then mean nothing. `unit` is the one that more than half of its figures print.
    """

    shapes: frozenset[str] = frozenset()
    blanks: bool = False
    brackets: bool = False
    unit: str | None = None

    @classmethod
    def of(cls, cells: Iterable[Cell]) -> ColumnPrint:
        """What the cells of one column say together."""
        shapes: set[str] = set()
        parted = contradicting = figures = bracketed = 0
        units: Counter[str | None] = Counter()
        for cell in cells:
            content = read(cell)
            if content.content in (Content.SEVERAL, Content.SPLIT, Content.NESTED):
                contradicting += 1
            if content.printed is None:
                continue
            printed = content.printed
            figures += 1
            units[printed.figure.unit] += 1
            bracketed += printed.bracketed
            shapes.update(turn.shape for turn in printed.turns if turn.shape)
            if content.content is Content.FIGURE and printed.blanks:
                parted += 1
            elif printed.figure.scale == 1 and abs(printed.figure.value) >= 1000:
                contradicting += 1
        (unit, most), *_ = units.most_common(1) or [(None, 0)]
        return cls(
            shapes=frozenset(shapes),
            blanks=parted > 1 and not contradicting,
            brackets=figures > 1 and bracketed == figures,
            unit=unit if 2 * most > figures else None,
        )


@dataclass(frozen=True, slots=True)
class Signs:
    """What a column, or a row that names what it measures, says of the signs of its figures.

    `change` tells that they are changes, `falls` that its heading speaks of falls alone (降幅), `level` that it is known
    to measure something that is no change. `bases` are what the change is measured against, as far as that is said.
    """

    change: bool
    falls: bool
    level: bool
    bases: frozenset[str]
    printed: ColumnPrint = ColumnPrint()


def signs_of(headings: Sequence[str], *, change: bool, level: bool, printed: ColumnPrint) -> Signs:
    """What headings (outermost first) say; `change` and `level` are what the indicator says."""
    parts = [_BRACKETS.sub("", "".join(heading.split())) for heading in headings]
    leaf = parts[-1] if parts else ""
    whole = "".join(parts)
    is_change = change or (_CHANGE.search(whole) is not None and not _EARLIER.fullmatch(leaf))
    bases = {name for name, word in (("同比", _YEARLY), ("环比", _MONTHLY)) if word.search(whole)}
    falls = _FALL.search(whole) is not None and not _RISE.search(_FALL.sub("", whole))
    return Signs(is_change, is_change and falls, level and not is_change, frozenset(bases), printed)


@dataclass(frozen=True, slots=True)
class Settled:
    """The value with its sign, or the reason why there is none."""

    value: Decimal = Decimal(0)
    refusal: str = ""


def settle(printed: PrintedFigure, signs: Signs, stored: float | None = None) -> Settled:
    """The signed value of a figure in a column. `stored` is the number behind the print in a workbook."""
    value = printed.figure.value
    if printed.blanks and not signs.printed.blanks and (stored is None or round(abs(stored)) != round(value)):
        return Settled(refusal=BLANKS)
    worded = any(turn.source == "word" for turn in printed.turns)
    if stored is not None and not worded and (stored != 0 or value == 0):
        return Settled(-value if stored < 0 else value)
    return _in_change(printed, signs, value) if signs.change else _in_level(printed, signs, value)


def _in_level(printed: PrintedFigure, signs: Signs, value: Decimal) -> Settled:
    for turn in printed.turns:
        moved = not turn.before and turn.shape not in ("△", "▽") and not turn.base
        if not (moved and signs.level and (turn.sense is not None or turn.shape)):
            return Settled(refusal=UNCLEAR_SIGN)
    if printed.dash:
        return Settled(refusal=UNCLEAR_SIGN)
    return Settled(-value if printed.minus else value)


def _in_change(printed: PrintedFigure, signs: Signs, value: Decimal) -> Settled:
    senses: set[int] = set()
    for turn in printed.turns:
        sense = _sense(turn, signs.printed.shapes)
        if sense is None or signs.falls or not _same_base(turn, signs.bases):
            return Settled(refusal=UNCLEAR_SIGN)
        if printed.minus and turn.source == "word" and turn.before:
            return Settled(refusal=TWO_SIGNS)
        senses.add(sense)
    if printed.minus or printed.dash:
        senses.add(-1)
    if printed.plus:
        senses.add(1)
    if printed.bracketed and not senses:
        if signs.printed.brackets or signs.falls:
            return Settled(refusal=UNCLEAR_SIGN)
        senses.add(-1)
    if len(senses) > 1 or (0 in senses and value):
        return Settled(refusal=TWO_SIGNS)
    return Settled(-value if -1 in senses else value)


def _sense(turn: Turn, shapes: frozenset[str]) -> int | None:
    """△ alone is the minus of budgets; beside ▽ it means up, as ▲ does beside ▼."""
    if turn.shape == "△":
        return 1 if "▽" in shapes else None if shapes & {"▲", "▼"} else -1
    if turn.shape == "▲":
        return 1 if "▼" in shapes and "△" not in shapes else None
    return turn.sense


def _same_base(turn: Turn, bases: frozenset[str]) -> bool:
    if not turn.base or not bases:
        return True
    return ("环比" if _MONTHLY.search(turn.base) else "同比") in bases


def unit_contradicts(unit: str | None, *, heading: str | None, registered: str | None, change: bool) -> bool:
    """Whether a unit printed in a cell can't be that of its column: a count among rates, a rate among counts."""
    said = heading or (None if change else registered)
    if unit is None or not said:
        return False
    return (unit in _PERCENT_UNITS) != (said in _PERCENT_UNITS)
