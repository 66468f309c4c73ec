"""A row of averages: each of its figures is the mean of the rows of data.

Belongs here: plain means. A printed rate of a total may be the ratio of the totals instead, which `learned` and `registered` know.
"""

from __future__ import annotations

import re

from extractors.model import RowKind
from pipelines.meaning.checks.figures import Figures
from pipelines.meaning.checks.formula import Formula, Term
from pipelines.meaning.checks.rounding import verdict

_MEAN = re.compile(r"平均|均值")
# So many columns must be means before one that isn't is held against the bulletin, and half of all.
FEWEST_COLUMNS = 2
FEWEST_ROWS = 3


def row_means(figures: Figures) -> tuple[Formula, ...]:
    """A formula for each figure of a row of averages; none where its columns show that it is something else."""
    found: list[Formula] = []
    data = [i for i, kind in enumerate(figures.row_kinds) if kind is RowKind.DATA]
    for row, label in enumerate(figures.row_labels):
        if not label or not _MEAN.search(label) or row in data:
            continue
        means = [
            (j, parts)
            for j in range(len(figures.columns))
            if figures.values[row, j] == figures.values[row, j]
            and len(parts := [i for i in data if figures.values[i, j] == figures.values[i, j]]) >= FEWEST_ROWS
        ]
        obeyed = sum(_is_mean(figures, row, j, parts) for j, parts in means)
        if obeyed >= FEWEST_COLUMNS and 2 * obeyed >= len(means):
            found += [_formula(figures, row, j, parts, (obeyed, len(means))) for j, parts in means]
    return tuple(found)


def _is_mean(figures: Figures, row: int, column: int, parts: list[int]) -> bool:
    mean = float(figures.values[parts, column].mean())
    printed, decimals = float(figures.values[row, column]), int(figures.decimals[row, column])
    return verdict(printed, mean, decimals, is_rate=True) != "mismatch"


def _formula(figures: Figures, row: int, column: int, parts: list[int], obeying: tuple[int, int]) -> Formula:
    number = figures.columns[column].column_no
    return Formula(
        target=(figures.row_numbers[row], number),
        kind="column_total",
        source="structural",
        terms=tuple(Term(place=(figures.row_numbers[i], number)) for i in parts),
        scale=1.0 / len(parts),
        support=obeying[0],
        tested=obeying[1],
        chance=1.0,
        text=f"{len(parts)} 行平均 {'/'.join(figures.columns[column].path)}",
        is_rate=True,
    )
