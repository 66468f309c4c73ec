"""Which column a printed rank follows: the one whose order the ranks obey.

Belongs here: ranks beside their figures in one table. A rank of another month, and by how many places somebody rose or
fell, follow no column of the table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractors.model import RowKind
from pipelines.meaning.checks.chance import bound
from pipelines.meaning.checks.figures import Figures, MeasureColumn
from pipelines.meaning.checks.formula import Formula, Term

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FEWEST_RANKED = 4
# Two who changed places break two rows; more than a fifth, and the order is another column's.
ALWAYS_ALLOWED = 2
MOST_BROKEN = 0.2
# One order in a hundred may be met by chance: a table has one or two ranks and few columns, and the heading or the
# neighbourhood speaks for the column besides.
MOST_CHANCE = 0.01
_OTHER_ORDER = re.compile(r"上月|上期|上季|上年|去年|同期|上次|前次|升降|变化|变动|较|增减|进退|位移")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Order:
    column: int
    direction: float
    obeyed: int
    ranked: NDArray[np.bool_]
    chance: float
    nearness: tuple[int, int]


def rank_formulas(figures: Figures) -> tuple[Formula, ...]:
    """A formula for each printed rank whose column the table shows: its one term is the figure that is ranked.

    The term's coefficient is 1 where the largest comes first and −1 where the smallest does.
    """
    found: list[Formula] = []
    for index, column in enumerate(figures.rank_columns):
        if _OTHER_ORDER.search(column.words):
            continue
        printed = figures.rank_values[:, index]
        orders = list(_orders(figures, column, printed))
        if orders:
            best = max(orders, key=lambda order: (order.obeyed, order.nearness))
            found.extend(_written(figures, column, best))
    return tuple(found)


def _orders(figures: Figures, column: MeasureColumn, printed: NDArray[np.float64]) -> Iterator[_Order]:
    import numpy as np

    data = np.array([kind is RowKind.DATA for kind in figures.row_kinds], dtype=bool)
    for j, measure in enumerate(figures.columns):
        values = figures.values[:, j]
        ranked = data & ~np.isnan(printed) & ~np.isnan(values)
        count = int(ranked.sum())
        if count < FEWEST_RANKED:
            continue
        for direction in (1.0, -1.0):
            first, ties = _places(direction * values[ranked])
            given = printed[ranked]
            obeyed = int(((given >= first) & (given < first + ties)).sum())
            if count - obeyed > max(ALWAYS_ALLOWED, MOST_BROKEN * count) or obeyed < FEWEST_RANKED:
                continue
            chance = bound(obeyed, count, float(ties.mean()) / count, 2)
            if chance <= MOST_CHANCE:
                nearness = (int(measure.leaf in column.words), -abs(measure.column_no - column.column_no))
                yield _Order(
                    column=j,
                    direction=direction,
                    obeyed=obeyed,
                    ranked=ranked,
                    chance=chance,
                    nearness=nearness,
                )


def _places(values: NDArray[np.float64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The first place that each value may take, the largest first, and over how many places its equals go."""
    import numpy as np

    larger = (values[None, :] > values[:, None]).sum(axis=1)
    equal = (values[None, :] == values[:, None]).sum(axis=1)
    return np.asarray(larger + 1), np.asarray(equal)


def _written(figures: Figures, column: MeasureColumn, order: _Order) -> Iterator[Formula]:
    import numpy as np

    measure = figures.columns[order.column]
    for index in np.flatnonzero(order.ranked):
        row_no = figures.row_numbers[int(index)]
        yield Formula(
            target=(row_no, column.column_no),
            kind="ranking",
            source="structural",
            terms=(Term(place=(row_no, measure.column_no), side="order", coefficient=order.direction),),
            support=order.obeyed,
            tested=int(order.ranked.sum()),
            chance=order.chance,
            text="/".join(measure.path),
        )
