"""The grid of an HTML table: rowspan, colspan, and what authors get wrong about them.

Follows the table model of the HTML standard: cells take the next free place of their row, spans end
with their row group, rowspan 0 runs to its end. Missing end tags are the parser's business.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lxml import etree

_MAX_COLUMN_SPAN = 1000
_MAX_ROW_SPAN = 65534
_GROUPS = ("thead", "tbody", "tfoot")


@dataclass(frozen=True, slots=True)
class HtmlCell:
    """A `td` or `th` at its origin."""

    element: etree._Element
    row: int
    column: int
    row_span: int
    column_span: int


@dataclass(frozen=True, slots=True)
class HtmlGrid:
    """The placed cells; `header_rows` counts the rows of the `thead`, None without one."""

    cells: tuple[HtmlCell, ...]
    row_count: int
    column_count: int
    header_rows: int | None


def table_rows(table: etree._Element) -> Iterator[tuple[str, list[etree._Element]]]:
    """(group, rows) of a table in the order of display: a `tfoot` last wherever it is written."""
    loose: list[etree._Element] = []
    feet: list[tuple[str, list[etree._Element]]] = []
    for child in table:
        if child.tag == "tr":
            loose.append(child)
        elif child.tag in _GROUPS:
            if loose:
                yield "tbody", loose
                loose = []
            group = (str(child.tag), [row for row in child if row.tag == "tr"])
            if child.tag == "tfoot":
                feet.append(group)
            else:
                yield group
    if loose:
        yield "tbody", loose
    yield from feet


def place_cells(table: etree._Element, has_place: Callable[[etree._Element], bool]) -> HtmlGrid:
    """Place the cells of a table's rows; what takes no place on the page (`display: none`) is left out."""
    cells: list[HtmlCell] = []
    row_index = 0
    columns = 0
    header_rows: int | None = None
    for group, all_rows in table_rows(table):
        rows = [row for row in all_rows if has_place(row) and _group_has_place(row, table, has_place)]
        end = row_index + len(rows)
        taken: set[tuple[int, int]] = set()
        for row in rows:
            column = 0
            for cell in row:
                if cell.tag not in ("td", "th") or not has_place(cell):
                    continue
                while (row_index, column) in taken:
                    column += 1
                wide = min(max(_span(cell, "colspan"), 1), _MAX_COLUMN_SPAN)
                high = min(_span(cell, "rowspan"), _MAX_ROW_SPAN)
                high = end - row_index if high == 0 else min(max(high, 1), end - row_index)
                cells.append(HtmlCell(cell, row_index, column, high, wide))
                if high > 1:
                    taken.update(
                        (row_index + down, column + right) for down in range(1, high) for right in range(wide)
                    )
                column += wide
                columns = max(columns, column)
            row_index += 1
        if group == "thead" and rows and header_rows is None and row_index == len(rows):
            header_rows = len(rows)
    if header_rows == row_index:
        header_rows = None  # everything in a thead says nothing
    return HtmlGrid(tuple(cells), row_index, columns, header_rows)


def _group_has_place(
    row: etree._Element, table: etree._Element, has_place: Callable[[etree._Element], bool]
) -> bool:
    group = row.getparent()
    return group is None or group is table or has_place(group)


def _span(cell: etree._Element, name: str) -> int:
    """The number at the start of the attribute; 1 when there is none."""
    digits = ""
    for character in (cell.get(name) or "").strip():
        if not character.isdecimal():
            break
        digits += character
    return int(digits) if digits else 1
