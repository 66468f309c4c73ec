"""Scores that are weighted sums of other columns: the weights are found from the rows, and must then be plain numbers.

综合得分 = 0.4 × 按时办结率 + 0.6 × 满意率. Weights that a note states are `stated`'s.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations
from typing import TYPE_CHECKING

from extractors.model import RowKind
from pipelines.meaning.checks.figures import Figures
from pipelines.meaning.checks.formula import Formula, Term
from pipelines.meaning.checks.rounding import agrees

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_SCORE = re.compile(r"得分|总分|综合|分值|指数|评分|成绩")
# Rows beyond the number of weights that must obey: each is a test that the weights could fail.
FEWEST_TESTS = 4
MOST_BROKEN = 0.2
ALWAYS_ALLOWED = 1
MOST_PARTS = 5
# Weights are printed in hundredths at the most, and mostly in twentieths.
STEP = 0.01
_TRIES = 12


def weighted_formulas(figures: Figures) -> Iterator[Formula]:
    """A formula for each score that neighbouring columns determine with weights of two decimals."""
    import numpy as np

    data = np.array([kind is RowKind.DATA for kind in figures.row_kinds], dtype=bool)
    for target, column in enumerate(figures.columns):
        if not _SCORE.search(column.leaf):
            continue
        for parts in _neighbours(figures, target):
            weights = _weights(figures, data, target, parts)
            if weights is not None:
                yield from _written(figures, target, parts, *weights)
                break


def _neighbours(figures: Figures, target: int) -> Iterator[tuple[int, ...]]:
    """Runs of columns to the left of the score, the shortest first, then pairs with gaps."""
    before = range(target)
    runs = [
        tuple(range(start, start + length))
        for length in range(2, MOST_PARTS + 1)
        for start in range(target - length, -1, -1)
    ]
    yield from runs
    for length in (2, 3):
        yield from (parts for parts in combinations(before, length) if parts not in runs)


def _weights(
    figures: Figures, data: NDArray[np.bool_], target: int, parts: tuple[int, ...]
) -> tuple[NDArray[np.float64], int, int] | None:
    """The weights, how many rows obey them, and of how many; None where no plain weights fit nearly all rows."""
    import numpy as np

    rows = np.flatnonzero(
        data & ~np.isnan(figures.values[:, target]) & ~np.isnan(figures.values[:, parts]).any(axis=1)
    )
    count = len(rows)
    if count < len(parts) + FEWEST_TESTS:
        return None
    matrix, printed = figures.values[np.ix_(rows, np.array(parts))], figures.values[rows, target]
    decimals = figures.decimals[rows, target]
    if np.linalg.matrix_rank(matrix) < len(parts):
        return None
    best: tuple[NDArray[np.float64], int] | None = None
    # One row may be wrong, and would bend the weights: each of the first rows is left out once.
    for left_out in (None, *range(min(count, _TRIES))):
        kept = np.ones(count, dtype=bool)
        if left_out is not None:
            kept[left_out] = False
        solved = np.linalg.lstsq(matrix[kept], printed[kept], rcond=None)[0]
        weights = np.round(solved / STEP) * STEP
        if (
            (np.abs(weights) < STEP).any()
            or (weights == 1.0).all()
            or np.abs(solved - weights).max() > STEP / 3
        ):
            continue
        obeyed = int(agrees(printed, matrix @ weights, decimals).sum())
        if best is None or obeyed > best[1]:
            best = (weights, obeyed)
        if obeyed == count:
            break
    if best is None:
        return None
    weights, obeyed = best
    enough = obeyed >= len(parts) + FEWEST_TESTS and len(set(printed.tolist())) > len(parts)
    fits = count - obeyed <= max(ALWAYS_ALLOWED, MOST_BROKEN * count)
    return (weights, obeyed, count) if enough and fits else None


def _written(
    figures: Figures,
    target: int,
    parts: tuple[int, ...],
    weights: NDArray[np.float64],
    support: int,
    tested: int,
) -> Iterator[Formula]:
    columns = figures.columns
    text = " + ".join(
        f"{float(weight):g} × {columns[j].leaf}" for j, weight in zip(parts, weights, strict=True)
    )
    for i, row_no in enumerate(figures.row_numbers):
        values = [figures.values[i, j] for j in (target, *parts)]
        if figures.row_kinds[i] is RowKind.DATA and all(value == value for value in values):
            yield Formula(
                target=(row_no, columns[target].column_no),
                kind="row_total",
                source="learned",
                terms=tuple(
                    Term(place=(row_no, columns[j].column_no), coefficient=float(weight))
                    for j, weight in zip(parts, weights, strict=True)
                ),
                support=support,
                tested=tested,
                chance=0.0,
                text=text,
            )
