"""One sheet of a workbook as it is printed: texts, merges, what is hidden. The readers of workbooks fill it."""

from __future__ import annotations

from dataclasses import dataclass, field

MAX_CELLS = 2_000_000


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged range, both ends included, from 0."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


@dataclass(slots=True)
class Sheet:
    """A visible sheet. `number` counts all sheets of the workbook from 1; rows and columns from 0."""

    number: int
    name: str
    texts: dict[tuple[int, int], str] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    centred: set[tuple[int, int]] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
