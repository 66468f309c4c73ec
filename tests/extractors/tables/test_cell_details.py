"""What a reader knows of a cell beyond its text comes through to the table."""

from __future__ import annotations

from extractors.model import PLAIN, CellDetails
from extractors.tables.assembling import assemble
from extractors.tables.grid import Grid, GridCell


def test_details_stay_with_their_cell_where_blank_rows_and_columns_go() -> None:
    stacked = CellDetails(lines=("118", "128"), marks=("①",), stored=-10.0)
    cells = (
        GridCell("部门", 0, 0),
        GridCell("办件量", 0, 2),
        GridCell("市公安局", 2, 0),
        GridCell("118 128", 2, 2, details=stacked),
    )
    table = assemble(Grid(3, 3, cells, spans_known=True))
    (row,) = table.rows
    name, figure = row.cells
    assert name.details is PLAIN
    assert (figure.text, figure.lines, figure.marks, figure.stored) == (
        "118 128",
        ("118", "128"),
        ("①",),
        -10.0,
    )
