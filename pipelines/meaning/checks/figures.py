"""The figures of a table as arrays: one row for each body row, one column for each column of measures.

Belongs here: which figures may be computed with. A cell with two figures, with a bound (≥ 80 %) or with a doubt is none
of them. Does not belong here: what they have to do with each other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractors.model import RowKind

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from pipelines.meaning.tables.column_roles import ColumnMeaning
    from pipelines.meaning.tables.observations import Observation

RATE_UNITS = frozenset({"%", "‰"})


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureColumn:
    """A column of figures: its number, the words over it, its unit, and the kind of its indicator where known."""

    column_no: int
    path: tuple[str, ...]
    unit: str | None
    kind: str | None

    @property
    def leaf(self) -> str:
        return self.path[-1] if self.path else ""

    @property
    def words(self) -> str:
        return "".join(self.path)

    @property
    def is_rate(self) -> bool:
        return self.unit in RATE_UNITS or self.kind == "ratio"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """`values` and `decimals` have a row for each body row and a column for each of `columns`; NaN where there is none.

    `rank_values` likewise for `rank_columns`.
    """

    columns: tuple[MeasureColumn, ...]
    row_numbers: tuple[int, ...]
    row_kinds: tuple[RowKind, ...]
    row_labels: tuple[str | None, ...]
    values: NDArray[np.float64]
    decimals: NDArray[np.int64]
    rank_columns: tuple[MeasureColumn, ...]
    rank_values: NDArray[np.float64]


def figures_of(
    columns: Sequence[ColumnMeaning],
    observations: Sequence[Observation],
    row_kinds: Sequence[RowKind],
    indicator_kinds: Mapping[str, str],
) -> Figures:
    """The figures of a table.

    `row_kinds` has the kind of every body row, section rows too; `indicator_kinds` the kind of each registered indicator.
    """
    import numpy as np

    per_cell = Counter((o.row_no, o.column_no) for o in observations)
    sure = [
        o
        for o in observations
        if o.comparator == "=" and o.figure_kind == "value" and per_cell[o.row_no, o.column_no] == 1
    ]
    measures = _columns(sure, [c for c in columns if c.role == "measure"], indicator_kinds)
    ranks = _columns(sure, [c for c in columns if c.role == "rank"], indicator_kinds)
    values = np.full((len(row_kinds), len(measures)), np.nan)
    rank_values = np.full((len(row_kinds), len(ranks)), np.nan)
    decimals = np.zeros((len(row_kinds), len(measures)), dtype=np.int64)
    labels: list[str | None] = [None] * len(row_kinds)
    for o in observations:
        labels[o.row_no - 1] = labels[o.row_no - 1] or o.entity_raw
    at = {column.column_no: j for j, column in enumerate(measures)}
    rank_at = {column.column_no: j for j, column in enumerate(ranks)}
    for o in sure:
        if o.column_no in at:
            values[o.row_no - 1, at[o.column_no]] = float(o.value)
            decimals[o.row_no - 1, at[o.column_no]] = o.decimals
        elif o.column_no in rank_at:
            rank_values[o.row_no - 1, rank_at[o.column_no]] = float(o.value)
    return Figures(
        columns=measures,
        row_numbers=tuple(range(1, len(row_kinds) + 1)),
        row_kinds=tuple(row_kinds),
        row_labels=tuple(labels),
        values=values,
        decimals=decimals,
        rank_columns=ranks,
        rank_values=rank_values,
    )


def _columns(
    sure: Sequence[Observation], columns: Sequence[ColumnMeaning], kinds: Mapping[str, str]
) -> tuple[MeasureColumn, ...]:
    """The columns that hold a figure one can compute with."""
    units: dict[int, list[str | None]] = {}
    for o in sure:
        units.setdefault(o.column_no, []).append(o.unit)
    return tuple(
        MeasureColumn(
            column_no=column.column_no,
            path=column.path,
            unit=_unit(units[column.column_no]),
            kind=_kind(column, kinds),
        )
        for column in columns
        if column.column_no in units
    )


def _unit(units: Sequence[str | None]) -> str | None:
    counted = Counter(units)
    return counted.most_common(1)[0][0] if counted else None


def _kind(column: ColumnMeaning, kinds: Mapping[str, str]) -> str | None:
    indicator = column.indicator.accepted_id if column.indicator else None
    return kinds.get(indicator) if indicator else None
