"""Shares of a whole: a column of rates that divide each figure of another column by the total of all (占全市比重)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from extractors.model import RowKind
from pipelines.meaning.checks.chance import MOST_CHANCE, bound, hit_rate
from pipelines.meaning.checks.figures import RATE_UNITS, Figures
from pipelines.meaning.checks.formula import Formula, Term
from pipelines.meaning.checks.generators.columns.structural import is_added
from pipelines.meaning.checks.rounding import agrees

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_SHARE = re.compile(r"占|比重|份额")
FEWEST_ROWS = 4
MOST_BROKEN = 0.2
ALWAYS_ALLOWED = 1


def share_formulas(figures: Figures) -> Iterator[Formula]:
    """A formula for each share whose column the rows show, against the last printed total of that column."""
    import numpy as np

    data = np.array([kind is RowKind.DATA for kind in figures.row_kinds], dtype=bool)
    totals = [i for i, kind in enumerate(figures.row_kinds) if kind is RowKind.TOTAL]
    if not totals or int(data.sum()) < FEWEST_ROWS:
        return
    whole = totals[-1]
    for target, column in enumerate(figures.columns):
        if not _SHARE.search(column.leaf) or (column.unit is not None and column.unit not in RATE_UNITS):
            continue
        scale = 1000.0 if column.unit == "‰" else 100.0
        for part, other in enumerate(figures.columns):
            if part == target or not is_added(other) or other.unit in RATE_UNITS:
                continue
            support = _support(figures, data, target, part, whole, scale)
            if support is not None:
                yield from _written(figures, data, (target, part, whole), scale, support)
                break


def _support(
    figures: Figures, data: NDArray[np.bool_], target: int, part: int, whole: int, scale: float
) -> tuple[int, int, float] | None:
    """How many rows obey, of how many, and by what chance; None where that isn't enough."""
    import numpy as np

    total = figures.values[whole, part]
    if total != total or not total:
        return None
    printed = figures.values[:, target]
    decimals = figures.decimals[:, target]
    computed = scale * figures.values[:, part] / total
    known = data & ~np.isnan(printed) & ~np.isnan(computed) & (figures.values[:, part] != 0)
    count = int(known.sum())
    obeyed = int((agrees(printed, computed, decimals) & known).sum())
    if obeyed < FEWEST_ROWS or count - obeyed > max(ALWAYS_ALLOWED, MOST_BROKEN * count):
        return None
    rate = hit_rate(printed[known], computed[known], decimals[known])
    chance = bound(obeyed, count, rate, len(figures.columns))
    return (obeyed, count, chance) if chance <= MOST_CHANCE else None


def _written(
    figures: Figures,
    data: NDArray[np.bool_],
    places: tuple[int, int, int],
    scale: float,
    support: tuple[int, int, float],
) -> Iterator[Formula]:
    target, part, whole = places
    columns, rows = figures.columns, figures.row_numbers
    for i, row_no in enumerate(rows):
        known = figures.values[i, target] == figures.values[i, target]
        if data[i] and known and figures.values[i, part] == figures.values[i, part]:
            yield Formula(
                target=(row_no, columns[target].column_no),
                kind="row_ratio",
                source="learned",
                terms=(
                    Term(place=(row_no, columns[part].column_no)),
                    Term(place=(rows[whole], columns[part].column_no), side="denominator"),
                ),
                scale=scale,
                support=support[0],
                tested=support[1],
                chance=support[2],
                text=f"{columns[part].leaf} ÷ {figures.row_labels[whole] or '合计'} × {scale:g}",
                is_rate=True,
            )
