"""A table as its rows stand in the warehouse, for generators that ask for indicators, dates and offices.

Belongs here: which printed figures may be computed with, by place. Generators that look at whole columns of numbers take
`figures.Figures` instead.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from pipelines.meaning.checks.formula import Place
from warehouse.records import RawColumn, RawObservation

_WAN = {"万": 4, "亿": 8}


@dataclass(frozen=True, kw_only=True)
class TableView:
    """One table. `kinds` and `names` are those of the registered indicators, `unread` the cells whose content isn't a figure."""

    table_id: str
    columns: Sequence[RawColumn]
    observations: Sequence[RawObservation]
    kinds: Mapping[str, str]
    names: Mapping[str, str]
    unread: frozenset[Place] = frozenset()
    table_no: int = 0
    title: str | None = None
    scope: str | None = None

    @cached_property
    def figures(self) -> dict[Place, RawObservation]:
        """The figures by their place: single in their cell, exact, and no targets or ranks."""
        per_cell = Counter((o.row_no, o.column_no) for o in self.observations if o.kind == "value")
        return {
            (o.row_no, o.column_no): o
            for o in self.observations
            if o.kind == "value"
            and o.value is not None
            and o.comparator in (None, "=")
            and per_cell[o.row_no, o.column_no] == 1
        }

    def is_blank(self, place: Place) -> bool:
        """Whether a cell of a column of figures holds none, and nothing else either."""
        return place not in self.figures and place not in self.unread

    def is_rate(self, figure: RawObservation) -> bool:
        """Whether a figure is a rate: by its indicator, by its unit where that isn't known."""
        if figure.indicator_id is None:
            return figure.unit == "%"
        return self.kinds.get(figure.indicator_id) == "ratio"


def value_of(figure: RawObservation) -> float:
    assert figure.value is not None  # `TableView.figures` has no others
    return figure.value


def unit_digits(unit: str | None) -> int:
    """How many digits a unit is worth: 4 for 万件, 8 for 亿元. Headings that count in 万 keep their figures as printed."""
    return _WAN.get((unit or "")[:1], 0)
