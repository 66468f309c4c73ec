"""The part of a table that stands on one page, however it was found."""

from __future__ import annotations

from dataclasses import dataclass, field

from extractors.model import Place
from extractors.pdf.page import Box


@dataclass(slots=True)
class PieceCell:
    """A cell at its origin; stitching moves it to its place in the whole table. `place` is on its page as displayed."""

    text: str
    row: int
    column: int
    row_span: int
    column_span: int
    place: Place


@dataclass(slots=True)
class Fragment:
    """A table, or the part of it that stands on one page.

    `edges` are the x positions of the column edges (one more than columns), upright on the page. `box` is upright
    too, `displayed_box` is as displayed. `header_rows` is the number of heading rows where the finder knows it.
    `doubts` are sentences on what can't be decided from the page alone.
    """

    page: int
    box: Box
    edges: list[float]
    row_count: int
    cells: list[PieceCell]
    ruled: bool
    displayed_box: Box
    page_width: float
    header_rows: int | None = None
    doubts: list[str] = field(default_factory=list)

    @property
    def column_count(self) -> int:
        return len(self.edges) - 1
