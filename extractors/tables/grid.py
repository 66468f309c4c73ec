"""The plain grid in which every reader hands over a table, before anything is known of its meaning.

What belongs here: cells with their places in the grid. What does not: headings (`headings`), row kinds (`row_kinds`).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from extractors.model import NOWHERE, PLAIN, CellDetails, Place


@dataclass(slots=True)
class GridCell:
    """A printed cell at its origin. Rows and columns count from 0; blank cells may be left out.

    Not frozen: one is made for every cell, freezing makes that four times as slow, and joining pages moves cells.
    """

    text: str
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    place: Place = NOWHERE
    details: CellDetails = PLAIN


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as it is printed, over all its pages.

    `spans_known` says that `row_span` and `column_span` tell the merges (DOCX, HTML, ruled pages); without it
    every cell is one by one and the merges are inferred from the blanks. `header_rows` is the number of
    heading rows, with a title row inside the grid, where the source says it, and only then.
    """

    row_count: int
    column_count: int
    cells: tuple[GridCell, ...]
    spans_known: bool
    header_rows: int | None = None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands around a grid.

    `place_names` are the places whose bulletin or table it is, the nearest first (the table title's, then the
    bulletin's). `year` is the year of dates printed without one, `published_on` the bulletin's own date: what
    ends later can't be counted yet.
    """

    attachment: int | None = None
    title: str | None = None
    notes_before: tuple[str, ...] = ()
    footnotes: tuple[str, ...] = ()
    place_names: tuple[str, ...] = ()
    year: int | None = None
    published_on: date | None = None
    place: Place = NOWHERE
    last_page: int | None = None
    paragraph_index: int = 0
    proofs: tuple[str, ...] = field(default=())


def grid_of(
    rows: Sequence[Sequence[str]], *, lines: Sequence[int] | None = None, header_rows: int | None = None
) -> Grid:
    """A grid of plain rows of texts without spans. `lines` has the source line of each row."""
    width = max((len(row) for row in rows), default=0)
    cells = tuple(
        GridCell(text, i, j, place=Place(line=lines[i]) if lines else Place())
        for i, row in enumerate(rows)
        for j, text in enumerate(row)
        if text
    )
    return Grid(len(rows), width, cells, spans_known=False, header_rows=header_rows)


def first_place(cells: Iterable[GridCell]) -> Place:
    """The place of the first cell that has one."""
    for cell in cells:
        if cell.place != NOWHERE:
            return cell.place
    return NOWHERE


def compacted(grid: Grid) -> Grid:
    """The grid without rows and columns in which no cell begins.

    Spans beyond the table (colspan 1000) leave such places; nothing is printed there.
    """
    rows = sorted({cell.row for cell in grid.cells})
    columns = sorted({cell.column for cell in grid.cells})
    if len(rows) == grid.row_count and len(columns) == grid.column_count:
        return grid
    cells = tuple(
        replace(
            cell,
            row=(row := bisect_left(rows, cell.row)),
            column=(column := bisect_left(columns, cell.column)),
            row_span=bisect_left(rows, cell.row + cell.row_span) - row,
            column_span=bisect_left(columns, cell.column + cell.column_span) - column,
        )
        for cell in grid.cells
    )
    heading = None if grid.header_rows is None else bisect_left(rows, grid.header_rows)
    return replace(grid, row_count=len(rows), column_count=len(columns), cells=cells, header_rows=heading)
