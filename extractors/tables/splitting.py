"""One grid that holds several tables one under the other, each with a title and a heading of its own.

Spreadsheets and pages with rules are often set so, without a gap between the tables. What belongs here: where such a grid
is cut. What does not: what the pieces mean (`extractors.tables.assembling`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extractors.printed.line_wraps import fold
from extractors.tables.captions import attachment_marker, is_table_title
from extractors.tables.grid import Grid, GridCell, compacted
from extractors.tables.headings import is_figure_like

_FEWEST_ROWS = 3  # heading, body, and the title that follows


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a grid, and the cell that is its title; the first piece has none."""

    title: GridCell | None
    grid: Grid


def parts_of(grid: Grid) -> list[Part]:
    """The tables of a grid from top to bottom; most grids are one.

    It is cut where a row holds nothing but a title (附件2 …, …统计表), a heading of words comes next, and a row with figures
    after it. A title over the same heading again is the heading of a section, unless it opens an attachment.
    """
    if grid.row_count <= _FEWEST_ROWS:
        return [Part(None, grid)]
    rows: list[list[GridCell]] = [[] for _ in range(grid.row_count)]
    for cell in grid.cells:
        if cell.text:
            rows[cell.row].append(cell)
    cuts = [i for i in range(_FEWEST_ROWS - 1, grid.row_count - 2) if _opens_table(rows, i)]
    if cuts:
        run_on = {row for cell in grid.cells for row in range(cell.row + 1, cell.row + cell.row_span)}
        cuts = [i for i in cuts if i not in run_on]
    if not cuts:
        return [Part(None, grid)]
    return list(_cut(grid, rows, cuts))


def _opens_table(rows: Sequence[Sequence[GridCell]], index: int) -> bool:
    if len(rows[index]) != 1:
        return False
    text = rows[index][0].text
    marker = attachment_marker(text)
    numbered = marker is not None and marker[0] is not None
    if not (numbered or is_table_title(text)):
        return False
    heading, body = rows[index + 1], [cell for row in rows[index + 2 : index + 5] for cell in row]
    if len(heading) < 2 or any(is_figure_like(cell.text) for cell in heading):
        return False
    if not any(is_figure_like(cell.text) for cell in body):
        return False
    return numbered or _texts(heading) not in [_texts(row) for row in rows[:index]]


def _texts(row: Sequence[GridCell]) -> list[str]:
    return [fold(cell.text) for cell in sorted(row, key=lambda cell: cell.column)]


def _cut(grid: Grid, rows: Sequence[Sequence[GridCell]], cuts: Sequence[int]) -> Iterator[Part]:
    bounds: list[tuple[int | None, int, int]] = [(None, 0, cuts[0])]
    bounds += [(cut, cut + 1, end) for cut, end in zip(cuts, [*cuts[1:], grid.row_count], strict=True)]
    for title, first, end in bounds:
        cells = tuple(replace(cell, row=cell.row - first) for cell in grid.cells if first <= cell.row < end)
        piece = Grid(
            end - first,
            grid.column_count,
            cells,
            spans_known=grid.spans_known,
            header_rows=grid.header_rows if title is None else None,
        )
        yield Part(None if title is None else rows[title][0], compacted(piece))
