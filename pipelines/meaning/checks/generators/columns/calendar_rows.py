"""Rows of months with their quarters, halves and the year: 一季度 = 1月 + 2月 + 3月, 全年 = the four quarters."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extractors.model import RowKind
from pipelines.meaning.checks.figures import Figures
from pipelines.meaning.checks.formula import Formula, Term
from pipelines.meaning.checks.generators.columns.structural import is_added

# A period by its first and last month.
Period = tuple[int, int]

_YEAR = re.compile(r"^(?:19|20)\d\d年")
_MONTH = re.compile(r"^(1[0-2]|0?[1-9])月份?$")
_QUARTER = re.compile(r"^第?([一二三四1-4])季度?(?:小计|合计)?$")
_HALVES = {"上半年": (1, 6), "下半年": (7, 12)}
_WHOLE = re.compile(r"^(?:全年|年度)?(?:合计|总计|累计|小计)?$")
_ORDER = "一二三四"
# Fewer rows of periods than these are no table by periods.
FEWEST_PERIODS = 4
FEWEST_OBEYED = 2


def period_formulas(figures: Figures) -> tuple[Formula, ...]:
    """A formula for each longer period over the longest shorter ones that make it up; none where most don't add up."""
    periods = _periods(figures)
    if len(periods) < FEWEST_PERIODS or all(first == last for first, last in periods.values()):
        return ()
    found: list[tuple[Formula, bool]] = []
    for row, period in periods.items():
        parts = _made_of(period, {i: other for i, other in periods.items() if i != row})
        if parts:
            found += [
                made
                for j, column in enumerate(figures.columns)
                if is_added(column) and (made := _formula(figures, row, j, parts)) is not None
            ]
    obeyed = sum(holds for _, holds in found)
    if obeyed < FEWEST_OBEYED or 2 * obeyed <= len(found):
        return ()
    return tuple(replace(formula, support=obeyed, tested=len(found)) for formula, _ in found)


def _periods(figures: Figures) -> dict[int, Period]:
    """The rows that name a period of one year; a total of all rows is the whole from the first to the last month."""
    found: dict[int, Period] = {}
    wholes: list[int] = []
    for row, label in enumerate(figures.row_labels):
        plain = _YEAR.sub("", "".join((label or "").split()))
        if match := _MONTH.match(plain):
            found[row] = (int(match[1]), int(match[1]))
        elif match := _QUARTER.match(plain):
            number = _ORDER.index(match[1]) if match[1] in _ORDER else int(match[1]) - 1
            found[row] = (3 * number + 1, 3 * number + 3)
        elif plain in _HALVES:
            found[row] = _HALVES[plain]
        elif label and _WHOLE.match(plain) and figures.row_kinds[row] in (RowKind.TOTAL, RowKind.DATA):
            wholes.append(row)
        elif figures.row_kinds[row] is RowKind.DATA:
            return {}
    if len(set(found.values())) < len(found) or not found:
        return {}
    if len(wholes) == 1:
        found[wholes[0]] = (
            min(first for first, _ in found.values()),
            max(last for _, last in found.values()),
        )
    return found


def _made_of(period: Period, others: dict[int, Period]) -> list[int]:
    """The rows of the longest periods that fill a period without a gap; empty where none do."""
    first, last = period
    rows: list[int] = []
    while first <= last:
        starting = [(end, row) for row, (start, end) in others.items() if start == first and end <= last]
        if not starting:
            return []
        end, row = max(starting)
        rows.append(row)
        first = end + 1
    return rows if len(rows) > 1 else []


def _formula(figures: Figures, row: int, column: int, parts: Sequence[int]) -> tuple[Formula, bool] | None:
    values = [float(figures.values[i, column]) for i in (row, *parts)]
    if any(value != value for value in values):
        return None
    number = figures.columns[column].column_no
    formula = Formula(
        target=(figures.row_numbers[row], number),
        kind="column_total",
        source="structural",
        terms=tuple(Term(place=(figures.row_numbers[i], number)) for i in parts),
        support=0,
        tested=0,
        chance=1.0,
        text=" + ".join(str(figures.row_labels[i]) for i in parts)
        + f" {'/'.join(figures.columns[column].path)}",
    )
    return formula, abs(sum(values[1:]) - values[0]) < 0.5 * 10.0 ** -int(figures.decimals[row, column])
