"""Rows of Word cells to a grid: spans, merges, and edges that authors dragged a hair apart.

Word stores columns as positions. A border dragged in one row only leaves two edges a millimetre
apart, that is a column too narrow for any letter; both edges are meant to be one.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from extractors.markup.nested_tables import MarkupBlock, MarkupParagraph

# 1/20 pt. No character is narrower than 4.5 pt in print, so nothing is read in a narrower column.
HAIR_TWIPS = 90.0


@dataclass(slots=True)
class RawCell:
    """A `w:tc` as written: how far it runs and what it continues."""

    column_span: int = 1
    continues_above: bool = False
    continues_left: bool = False
    merged: bool = False  # takes part in a vertical merge
    filler: bool = False  # gridBefore and gridAfter: no cell at all
    blocks: list[MarkupBlock] = field(default_factory=list)

    @property
    def is_blank(self) -> bool:
        return all(isinstance(block, MarkupParagraph) and not block.text.strip() for block in self.blocks)


@dataclass(slots=True)
class PlacedCell:
    """A cell of the grid at its origin."""

    row: int
    column: int
    row_span: int
    column_span: int
    blocks: list[MarkupBlock]


def place_cells(rows: list[list[RawCell]], widths: list[float]) -> tuple[list[PlacedCell], int, int]:
    """Place the cells; returns them with the number of rows and columns of the grid."""
    cells: list[PlacedCell] = []
    # Per grid column: the vertical merge that is open, as (cell, column span).
    open_merges: dict[int, PlacedCell] = {}
    for index, row in enumerate(rows):
        column = 0
        still_open: dict[int, PlacedCell] = {}
        last: PlacedCell | None = None
        for raw in row:
            above = open_merges.get(column)
            if raw.filler:
                last = None
            elif raw.continues_left and last is not None:
                last.column_span += raw.column_span
                last.blocks.extend(raw.blocks if not raw.is_blank else [])
            elif raw.continues_above and above is not None:
                above.row_span = index - above.row + 1
                still_open[column] = above
                last = None
            else:
                last = PlacedCell(index, column, 1, raw.column_span, raw.blocks)
                cells.append(last)
                if raw.merged:
                    still_open[column] = last
            column += raw.column_span
        open_merges = still_open
    count = max((sum(raw.column_span for raw in row) for row in rows), default=0)
    snapped = _snap(cells, count, widths)
    return snapped, len(rows), max((cell.column + cell.column_span for cell in snapped), default=0)


def _snap(cells: list[PlacedCell], count: int, widths: list[float]) -> list[PlacedCell]:
    """Drop edges that no cell starts at, and join edges a hair apart. Changes the cells themselves."""
    starts = {cell.column for cell in cells}
    known = len(widths) >= count and all(width > 0 for width in widths[:count])
    occupied: set[tuple[int, int]] = {
        (cell.column, cell.column + cell.column_span)
        for cell in cells
        if any(not isinstance(block, MarkupParagraph) or block.text.strip() for block in cell.blocks)
    }
    new_index: list[int] = []
    current = -1
    position = 0.0
    column_start = 0.0
    last_edge = 0
    for edge in range(count):
        fresh = edge in starts
        if fresh and current >= 0 and known and position - column_start < HAIR_TWIPS:
            # Unless a cell with text lies between the two edges, they are one.
            fresh = (last_edge, edge) in occupied
        if fresh or current < 0:
            current += 1
            column_start = position
            last_edge = edge
        new_index.append(current)
        position += widths[edge] if edge < len(widths) else 0.0
    new_index.append(current + 1)
    if known and current > 0 and position - column_start < HAIR_TWIPS and (last_edge, count) not in occupied:
        # The hair is at the right end: its column belongs to the one before.
        for edge in range(last_edge, count):
            new_index[edge] = current - 1
        new_index[count] = current
    kept: list[PlacedCell] = []
    for cell in cells:
        start = new_index[cell.column]
        end = new_index[min(cell.column + cell.column_span, count)]
        if end == start and (cell.column, cell.column + cell.column_span) not in occupied:
            continue  # a blank cell between two edges that are one
        cell.column, cell.column_span = start, max(1, end - start)
        kept.append(cell)
    return kept
