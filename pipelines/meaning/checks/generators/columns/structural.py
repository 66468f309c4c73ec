"""Formulas that the layout of a table says: a row of totals is the sum of the rows that it covers.

Which rows those are differs from table to table (those above, those below, all of them, the subtotals alone), so the table
decides: the layout is taken that most of its figures obey. A layout that none obeys, not even nearly, isn't understood
and says nothing of the figures. Only what can be added up is: no rates, ranks, scores, days, averages.

Belongs here: sums over rows. Sums over columns are learned (`learned`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from extractors.model import RowKind
from pipelines.meaning.checks.figures import RATE_UNITS, Figures, MeasureColumn
from pipelines.meaning.checks.formula import Formula, Place, Term
from pipelines.meaning.table_scopes import is_own_level

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# So near a printed total must be to the sum, relatively, for the sum to be what is meant although no column hits it: a
# bulletin whose totals hold a few cases more than its rows misses by a few per cent, a wrong layout by far more.
NEARLY = 0.1
# Units of what is averaged, ranked or graded, never added up over rows.
_DURATIONS = frozenset({"天", "日", "工作日", "个工作日", "小时", "分钟", "秒"})
# Kinds of things that a place has: what two rows have in common is one kind in their total.
_KINDS_OF_THINGS = frozenset({"种", "类"})
_NOT_ADDED = RATE_UNITS | _DURATIONS | _KINDS_OF_THINGS | {"分", "名", "位", "倍", "级", "星"}
_ADDED_KINDS = frozenset({"count", "amount"})
_NOT_ADDED_WORDS = re.compile(
    r"率|比|占|均|得分|评分|分值|指数|排名|名次|位次|排序|增幅|涨幅|同比|环比|时限|时长|用时|满意度|深度|系数"
)
# A note that says what the totals leave out: 合计数已剔除重复的412件, 全市证照种类为去重后的数量.
_LEAVES_OUT = re.compile(r"剔除|去重|重复|扣除|不含|不包括|未计入|不等于|不计入|另有")
_SUMS = (RowKind.TOTAL, RowKind.SUBTOTAL)

Cover = Callable[[Sequence[RowKind], int], list[int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Layout:
    """Which rows the sums of one kind cover, and how well the figures obey it."""

    covered: dict[int, list[int]]
    obeyed: int
    tested: int
    misses: tuple[float, ...]


def column_totals(
    figures: Figures, unread: frozenset[Place] = frozenset(), notes: Sequence[str] = ()
) -> tuple[Formula, ...]:
    """A formula for each printed total and subtotal of a column that can be added up.

    `unread` are cells that hold something which is no figure of the table: a sum over them is no check. Where a note of
    the table says that its totals leave something out, a sum that fits is shown, and one that doesn't is none.
    """
    columns = [j for j, column in enumerate(figures.columns) if is_added(column)]
    # Of what is only sometimes added up a sum that fits is shown, and one that doesn't is none.
    maybe = [j for j, column in enumerate(figures.columns) if may_be_added(column)]
    if any(_LEAVES_OUT.search(note) for note in notes):
        columns, maybe = [], sorted({*columns, *maybe})
    formulas: list[Formula] = []
    for kind in _SUMS:
        rows = [i for i, row_kind in enumerate(figures.row_kinds) if row_kind is kind]
        layout = _layout(figures, rows, columns, kind) or _layout(figures, rows, maybe, kind)
        if layout is None:
            continue
        for row, covered in layout.covered.items():
            for j in (*columns, *maybe):
                formula = _formula(figures, layout, row, covered, j)
                places = {(figures.row_numbers[i], figures.columns[j].column_no) for i in covered}
                if formula is None or places & unread:
                    continue
                if j in columns or _is_obeyed(figures, row, covered, j):
                    formulas.append(formula)
    return tuple(formulas)


def is_added(column: MeasureColumn) -> bool:
    """Whether figures of a column are added up over rows: by the kind of its indicator, else by unit and heading."""
    if column.unit in RATE_UNITS or column.unit in _KINDS_OF_THINGS:
        return False
    if column.kind is not None:
        return column.kind in _ADDED_KINDS
    return column.unit not in _NOT_ADDED and not _NOT_ADDED_WORDS.search(column.leaf)


def may_be_added(column: MeasureColumn) -> bool:
    """Whether figures that are mostly not added up sometimes are: days and hours (累计请假天数), kinds of licences."""
    return (column.kind is None and column.unit in _DURATIONS) or (
        column.unit in _KINDS_OF_THINGS and not is_added(column)
    )


def _layout(figures: Figures, rows: list[int], columns: list[int], kind: RowKind) -> _Layout | None:
    if not rows or not columns:
        return None
    layouts = [
        layout
        for covered in _coverings(figures, rows, kind)
        if (layout := _judged(figures, covered, columns)) is not None
    ]
    if not layouts:
        return None
    best = max(layouts, key=lambda layout: layout.obeyed)  # the first of equals: the commonest layout
    if best.obeyed:
        return best
    # A layout that nothing obeys is believed only where there is no other: a total over all rows, without subtotals.
    best = layouts[0]
    simple = kind is RowKind.TOTAL and RowKind.SUBTOTAL not in figures.row_kinds
    return best if simple and best.misses and median(best.misses) <= NEARLY else None


def _coverings(figures: Figures, rows: Sequence[int], kind: RowKind) -> Iterator[dict[int, list[int]]]:
    """What the sums of a kind may cover: by each layout, with the place's own offices among the places below or apart."""
    kinds = figures.row_kinds
    own = [
        i
        for i, row_kind in enumerate(kinds)
        if row_kind is RowKind.DATA and is_own_level(figures.row_labels[i])
    ]
    for cover in _COVERS[kind]:
        yield {row: cover(kinds, row) for row in rows}
    if own:
        apart = tuple(RowKind.SECTION if i in own else row_kind for i, row_kind in enumerate(kinds))
        for cover in _COVERS[kind]:
            with_own = own if cover in (_all_subtotals, _subtotals_and_lone_rows) else []
            yield {row: sorted({*cover(apart, row), *with_own}) for row in rows}


def _judged(figures: Figures, covered: dict[int, list[int]], columns: list[int]) -> _Layout | None:
    covered = {row: rows for row, rows in covered.items() if rows}
    obeyed = tested = 0
    misses: list[float] = []
    for row, rows in covered.items():
        for j in columns:
            printed = figures.values[row, j]
            parts = _parts(figures.values, rows, j)
            if printed != printed or len(parts) < 2:
                continue
            tested += 1
            difference = abs(float(parts.sum()) - float(printed))
            obeyed += _is_obeyed(figures, row, rows, j)
            misses.append(difference / max(abs(float(printed)), 1.0))
    return _Layout(covered=covered, obeyed=obeyed, tested=tested, misses=tuple(misses)) if tested else None


def _is_obeyed(figures: Figures, row: int, rows: list[int], column: int) -> bool:
    difference = float(_parts(figures.values, rows, column).sum()) - float(figures.values[row, column])
    return abs(difference) < 0.5 * 10.0 ** -int(figures.decimals[row, column])


def _parts(values: NDArray[np.float64], rows: list[int], column: int) -> NDArray[np.float64]:
    import numpy as np

    found: NDArray[np.float64] = values[rows, column]
    return found[~np.isnan(found)]


def _formula(figures: Figures, layout: _Layout, row: int, covered: list[int], j: int) -> Formula | None:
    if figures.values[row, j] != figures.values[row, j]:
        return None
    present = [i for i in covered if figures.values[i, j] == figures.values[i, j]]
    if not present and figures.values[row, j] != 0:  # 0 under a wholly blank column says that there was none
        return None
    column = figures.columns[j]
    return Formula(
        target=(figures.row_numbers[row], column.column_no),
        kind="column_total",
        source="structural",
        terms=tuple(
            Term(
                place=(figures.row_numbers[i], column.column_no),
                side="numerator" if i in present else "blank",
            )
            for i in covered
        ),
        support=layout.obeyed,
        tested=layout.tested,
        chance=1.0,
        text=f"Σ {len(present)} 行 {'/'.join(column.path)}",
    )


# --- which rows a sum may cover, the commonest first


def _all_data(kinds: Sequence[RowKind], row: int) -> list[int]:
    return [i for i, kind in enumerate(kinds) if kind is RowKind.DATA]


def _all_subtotals(kinds: Sequence[RowKind], row: int) -> list[int]:
    return [i for i, kind in enumerate(kinds) if kind is RowKind.SUBTOTAL]


def _since_last_total(kinds: Sequence[RowKind], row: int) -> list[int]:
    return list(_run(kinds, range(row - 1, -1, -1), stops=(RowKind.TOTAL,)))


def _until_next_total(kinds: Sequence[RowKind], row: int) -> list[int]:
    return list(_run(kinds, range(row + 1, len(kinds)), stops=(RowKind.TOTAL,)))


def _above(kinds: Sequence[RowKind], row: int) -> list[int]:
    return list(_run(kinds, range(row - 1, -1, -1), stops=(*_SUMS, RowKind.SECTION)))


def _below(kinds: Sequence[RowKind], row: int) -> list[int]:
    return list(_run(kinds, range(row + 1, len(kinds)), stops=(*_SUMS, RowKind.SECTION)))


def _run(kinds: Sequence[RowKind], rows: range, *, stops: tuple[RowKind, ...]) -> Iterator[int]:
    for i in rows:
        if kinds[i] in stops:
            return
        if kinds[i] is RowKind.DATA:
            yield i


def _subtotals_and_lone_rows(kinds: Sequence[RowKind], row: int) -> list[int]:
    """The subtotals, and the rows before the first of them and after the last that stand under none."""
    subtotals = _all_subtotals(kinds, row)
    under = {i for subtotal in subtotals for i in _above(kinds, subtotal)}
    return sorted({*subtotals, *(i for i in _all_data(kinds, row) if i not in under)}) if subtotals else []


_COVERS: dict[RowKind, tuple[Cover, ...]] = {
    RowKind.TOTAL: (
        _all_data,
        _all_subtotals,
        _since_last_total,
        _until_next_total,
        _subtotals_and_lone_rows,
    ),
    RowKind.SUBTOTAL: (_above, _below),
}
