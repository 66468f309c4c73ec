"""Rows in which the author set two or more departments into one: names under each other, and as many figures in each cell.

What belongs here: rows that come apart along the lines of their cells. What does not: which lines of a cell are more than
a wrap (`extractors.printed.stacked_lines`), and what becomes of figures that stay stacked (they are never read as one).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extractors.model import Problem
from extractors.printed.line_wraps import fold
from extractors.printed.no_value import is_no_value
from extractors.printed.numbers import parse_figure
from extractors.tables.grid import Grid, GridCell

_RUNNING_NUMBER = re.compile(r"\d{1,4}")


def split_stacked_rows(grid: Grid) -> tuple[Grid, list[Problem]]:
    """The grid with a row for each of the names stacked in one, and what was left as it is.

    A row comes apart if its name and every filled cell of figures have the same number of lines; a running number
    or a remark of one line goes over all of them. Names on several lines without such figures are wrapped.
    """
    stacked = sorted({cell.row for cell in grid.cells if cell.details.lines})
    if not stacked:
        return grid, []
    problems: list[Problem] = []
    done = grid
    for row in reversed(stacked):  # from below, so that the rows above keep their numbers
        cells = [cell for cell in grid.cells if cell.row == row]
        figures = [cell for cell in cells if cell.details.lines and _are_figures(cell.details.lines)]
        if not figures:
            done = _with_names_joined(done, row)
        elif (count := _common_count(cells, figures)) is None:
            problems[:0] = [_told(cell, cells) for cell in figures]
        else:
            done = _split(done, row, count)
    return done, problems


def _are_figures(lines: Sequence[str]) -> bool:
    return all(parse_figure(line) is not None or is_no_value(line) for line in lines)


def _common_count(cells: Sequence[GridCell], figures: Sequence[GridCell]) -> int | None:
    """How many rows a stacked row is; None where its cells don't say so with one voice."""
    counts = {len(cell.details.lines) for cell in figures}
    names = [cell for cell in cells if cell.details.lines and cell not in figures]
    if len(counts) != 1 or not names or any(cell.row_span > 1 for cell in (*figures, *names)):
        return None
    counts |= {len(cell.details.lines) for cell in names}
    alone = [
        cell
        for cell in cells
        if cell not in figures
        and parse_figure(cell.text)
        and not (cell.column == 0 and _RUNNING_NUMBER.fullmatch(fold(cell.text)))
    ]
    return counts.pop() if len(counts) == 1 and not alone else None


def _told(cell: GridCell, cells: Sequence[GridCell]) -> Problem:
    words = next((c.text for c in cells if c.text and not _are_figures([c.text])), "")
    shown = " / ".join(cell.details.lines)
    message = f"Several figures stand in one cell, and what each belongs to is not certain: {words}: {shown}"
    return Problem("stacked_figures", message, cell.place)


def _with_names_joined(grid: Grid, row: int) -> Grid:
    cells = tuple(
        replace(cell, details=replace(cell.details, lines=()))
        if cell.row == row and cell.details.lines
        else cell
        for cell in grid.cells
    )
    return replace(grid, cells=cells)


def _split(grid: Grid, row: int, count: int) -> Grid:
    cells: list[GridCell] = []
    for cell in grid.cells:
        lines = cell.details.lines
        if cell.row > row:
            cells.append(replace(cell, row=cell.row + count - 1))
        elif cell.row + cell.row_span <= row:
            cells.append(cell)
        elif cell.row == row and len(lines) == count:
            for index, text in enumerate(lines):
                marks = cell.details.marks if index == count - 1 else ()
                details = replace(cell.details, lines=(), marks=marks, stored=None)
                cells.append(replace(cell, text=text, row=row + index, details=details))
        else:
            cells.append(replace(cell, row_span=cell.row_span + count - 1 if grid.spans_known else 1))
    heading = grid.header_rows
    if heading is not None and heading > row:
        heading += count - 1
    return replace(grid, row_count=grid.row_count + count - 1, cells=tuple(cells), header_rows=heading)
