"""What a formula is: a figure, and the figures that determine it. Plain records, no search."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["row_total", "row_difference", "row_ratio", "column_total", "cross_table", "ranking"]
Source = Literal["registered", "stated", "structural", "learned"]
Side = Literal["numerator", "denominator", "order", "blank"]
Place = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One printed figure on a side of a formula: `coefficient` times the figure at (row_no, column_no).

    The side `order` is the figure that a rank follows, its coefficient 1 where the largest comes first, else −1.
    At the side `blank` stands a cell that holds nothing, and adds nothing.
    `table_id` is given where the figure stands in another table than the target.
    """

    place: Place
    table_id: str | None = None
    side: Side = "numerator"
    coefficient: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Formula:
    """The figure at `target` is `constant` + `scale` × Σ numerator ÷ Σ denominator (1 where there is none).

    `is_rate` says that a unit of the last decimal may be lost to rounding; `decimals` is given where fewer than the target's
    can be compared. `indicator_id` is what the formula is about where that isn't what the target measures (the change
    of a number), `note` a probable cause where it doesn't hold.

    `source` says how it was found. `support` is the number of rows (columns, for a column's total) that obey it exactly,
    `tested` of how many; `chance` bounds the probability that figures drawn at random would obey any of the formulas that
    were tried so often (1.0 where the layout of the table alone speaks for it). `text` is the formula in the words of the
    headings.
    """

    target: Place
    kind: Kind
    source: Source
    terms: tuple[Term, ...]
    scale: float = 1.0
    constant: float = 0.0
    support: int
    tested: int
    chance: float
    text: str
    is_rate: bool = False
    decimals: int | None = None
    indicator_id: str | None = None
    note: str | None = None
