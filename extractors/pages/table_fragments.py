"""The part of a table that stands on one page, however it was found."""

from __future__ import annotations

from dataclasses import dataclass, field

from extractors.pages.page import Box
from extractors.tables.grid import GridCell


@dataclass(slots=True)
class Fragment:
    """A table, or the part of it that stands on one page.

    Rows and columns of its cells count within the fragment, until stitching moves them to their places in the whole
    table; their `place` is on the page as displayed. `edges` are the x positions of the column edges (one more than
    columns), upright on the page. `box` is upright too, `displayed_box` is as displayed. `header_rows` is the number
    of heading rows where the finder knows it. `doubts` are sentences on what can't be decided from the page alone.
    """

    page: int
    box: Box
    edges: list[float]
    row_count: int
    cells: list[GridCell]
    ruled: bool
    displayed_box: Box
    page_width: float
    header_rows: int | None = None
    doubts: list[str] = field(default_factory=list)

    @property
    def column_count(self) -> int:
        return len(self.edges) - 1
