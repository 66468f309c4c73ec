"""Fragments of one table on several pages put together to one grid.

Knows when a fragment continues the one before it, drops heading rows repeated on the later page, and heals
merged cells that the page break cut. Knows nothing of what the headings mean.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field

from extractors.pages.table_fragments import Fragment
from extractors.pages.text_lines import join_wrapped
from extractors.printed.line_wraps import fold
from extractors.tables.grid import Grid, GridCell

_NAME_COLUMNS = 4  # merged names stand in the first columns
_EDGE = 3.5  # column edges of two pages closer than this are the same, points
_NUMBER = re.compile(r"[-+−±≥≤<>]?[\d.,，]+[%％‰]?")
_NO_VALUE = frozenset(("", "/", "-", "—", "——", "／", "－", "*"))


@dataclass(slots=True)
class TablePieces:
    """The fragments of one table, in page order."""

    fragments: list[Fragment] = field(default_factory=list)

    @property
    def first_page(self) -> int:
        return self.fragments[0].page

    @property
    def last_page(self) -> int:
        return self.fragments[-1].page

    @property
    def doubts(self) -> list[str]:
        return [doubt for fragment in self.fragments for doubt in fragment.doubts]


def continues(table: TablePieces, fragment: Fragment) -> bool:
    """Whether `fragment`, the first thing on its page, goes on with `table`, the last thing before it."""
    last = table.fragments[-1]
    if fragment.page != last.page + 1 or fragment.ruled != last.ruled:
        return False
    base = max(table.fragments, key=lambda piece: piece.column_count)
    shift = _shift(base.edges, fragment.edges)
    if shift is None:
        return False
    if repeated_rows(table.fragments[0], fragment):
        return True
    return not _is_heading(table, fragment)


def _shift(edges: list[float], other: list[float]) -> float | None:
    """By how much `other` has to be moved so that its columns are those of `edges`; None if they aren't."""
    for shift in (0.0, edges[0] - other[0]):
        moved = [x + shift for x in other]
        if abs(moved[0] - edges[0]) > _EDGE or abs(moved[-1] - edges[-1]) > _EDGE:
            continue
        smaller, larger = (moved, edges) if len(moved) <= len(edges) else (edges, moved)
        if all(_near(larger, x) for x in smaller):
            return shift
    return None


def _near(edges: list[float], x: float) -> bool:
    i = bisect_left(edges, x)
    return (i < len(edges) and edges[i] - x <= _EDGE) or (i > 0 and x - edges[i - 1] <= _EDGE)


def _rows(fragment: Fragment, count: int) -> list[list[GridCell]]:
    rows: list[list[GridCell]] = [[] for _ in range(min(count, fragment.row_count))]
    for cell in fragment.cells:
        if cell.row < len(rows):
            rows[cell.row].append(cell)
    return rows


def repeated_rows(first: Fragment, later: Fragment) -> int:
    """How many rows at the top of `later` are the heading rows of `first` again."""
    limit = first.header_rows if first.header_rows is not None else 6
    count = 0
    for ours, theirs in zip(_rows(first, limit), _rows(later, limit), strict=False):
        if [_signature(c) for c in ours] != [_signature(c) for c in theirs]:
            break
        if not any(cell.text for cell in ours) or any(_NUMBER.fullmatch(cell.text) for cell in ours):
            break
        count += 1
    return count


def _signature(cell: GridCell) -> tuple[str, int, int, int]:
    return fold(cell.text), cell.column, cell.column_span, cell.row_span


def _is_heading(table: TablePieces, fragment: Fragment) -> bool:
    """Whether the first row of the fragment is a heading of a table of its own."""
    first_row = [cell for cell in fragment.cells if cell.row == 0 and fold(cell.text) not in _NO_VALUE]
    if sum(_NUMBER.fullmatch(fold(cell.text)) is None for cell in first_row) < 2:
        return False
    last = table.fragments[-1]
    if fragment.column_count != last.column_count:
        return False
    skip = last.header_rows or 0
    figures = [0] * last.column_count
    filled = [0] * last.column_count
    for cell in last.cells:
        text = fold(cell.text)
        if cell.row >= skip and text not in _NO_VALUE:
            filled[cell.column] += 1
            figures[cell.column] += _NUMBER.fullmatch(text) is not None
    numeric = {j for j in range(last.column_count) if filled[j] and figures[j] * 10 >= filled[j] * 6}
    inside = [cell for cell in first_row if cell.column in numeric]
    words = sum(_NUMBER.fullmatch(fold(cell.text)) is None for cell in inside)
    return bool(inside) and len(inside) >= 2 and words == len(inside)


def join(table: TablePieces) -> Grid:
    """One grid of all the fragments: heading once, merged cells whole. The fragments are used up."""
    fragments = table.fragments
    base = max(fragments, key=lambda piece: piece.column_count)
    edges = base.edges
    cells: list[GridCell] = []
    near: list[GridCell] = []
    rows = last_start = 0
    figures = False
    repeated = [0, *(repeated_rows(fragments[0], fragment) for fragment in fragments[1:])]
    for number, (fragment, skip) in enumerate(zip(fragments, repeated, strict=True)):
        added = _moved(fragment, _column_map(edges, fragment), rows, skip)
        count = fragment.row_count - skip
        if number and not (fragment.header_rows or 0) > skip:
            added = _heal(near, added, rows, sure=not fragment.ruled, in_heading=not figures)
            if _join_cut_row(near, added, rows):
                count -= 1
        cells += added
        rows += count
        figures = figures or any(_NUMBER.fullmatch(cell.text) for cell in added)
        if len(fragments) == 1:
            break
        # A page break concerns the cells of the last two pages, and those that reach it.
        near = [c for c in near if c.row >= last_start or c.row + c.row_span == rows] + added
        last_start = rows - count
    if any(_has_blank_names(fragment) for fragment in fragments):
        _join_blank_names(cells)
    return Grid(
        row_count=rows,
        column_count=len(edges) - 1,
        cells=tuple(cells),
        spans_known=True,
        header_rows=fragments[0].header_rows,
    )


def _moved(fragment: Fragment, columns: list[int], row: int, skip: int) -> list[GridCell]:
    """The cells of a fragment without its first `skip` rows, moved to row `row` and to the whole table's columns."""
    cells = fragment.cells
    if skip:
        cells = [c for c in cells if c.row + c.row_span > skip]
        for c in cells:
            c.row_span -= max(0, skip - c.row)
            c.row = max(0, c.row - skip)
    if row:
        for c in cells:
            c.row += row
    if columns != list(range(len(columns))):
        for c in cells:
            left, right = columns[c.column], columns[c.column + c.column_span]
            c.column, c.column_span = left, max(1, right - left)
    return cells


def _column_map(edges: list[float], fragment: Fragment) -> list[int]:
    """For each edge of the fragment the index of the same edge in `edges`."""
    if fragment.edges is edges:
        return list(range(len(edges)))
    shift = _shift(edges, fragment.edges) or 0.0
    found = []
    for x in fragment.edges:
        distances = [abs(edge - x - shift) for edge in edges]
        found.append(distances.index(min(distances)))
    return found


def _heal(
    above: list[GridCell], below: list[GridCell], boundary: int, *, sure: bool, in_heading: bool
) -> list[GridCell]:
    """Join merged cells that the page break before row `boundary` cut; returns what is left of `below`.

    A merged cell of the body has its text on one of the pages. A blank single cell may also be simply blank (备注), so
    it is joined only in a column where every other cell is filled. A heading that the break cuts may have
    lines of its text on both pages. `sure` says that blank cells in `below` are known to go on with a cell above.
    """
    ends = {cell.column: cell for cell in above if cell.row + cell.row_span == boundary}
    in_heading = in_heading and not any(_NUMBER.fullmatch(c.text) for c in below if c.row == boundary)
    kept: list[GridCell] = []
    for cell in below:
        upper = ends.get(cell.column) if cell.row == boundary else None
        if upper is None or upper.column_span != cell.column_span or cell.column_span > 1:
            kept.append(cell)
        elif in_heading and (max(upper.row_span, cell.row_span) > 1 or not (upper.text and cell.text)):
            upper.text = join_wrapped([part for part in (upper.text, cell.text) if part] or [""])
            upper.row_span += cell.row_span
        elif upper.text and cell.text:
            kept.append(cell)
        elif (sure and not cell.text) or _is_cut(upper, cell, above, below):
            if cell.text:
                upper.text, upper.place = cell.text, cell.place
            upper.row_span += cell.row_span
        else:
            kept.append(cell)
    return kept


def _join_cut_row(above: list[GridCell], below: list[GridCell], boundary: int) -> bool:
    """Join a row that the page break cut inside its cells; True when the first row of `below` was taken.

    Such a row has its running number and all its figures on one page, and only the rest of wrapped texts on
    the other. `below` loses the row, its other rows move up.
    """
    upper = {
        cell.column: cell for cell in above if cell.row + cell.row_span == boundary and cell.column_span == 1
    }
    lower = {cell.column: cell for cell in below if cell.row == boundary}
    if not lower or any(c.column_span > 1 or c.row_span > 1 for c in lower.values()) or 0 not in lower:
        return False
    if any(cell.row_span > 1 for cell in upper.values()) or set(lower) - set(upper):
        return False
    first = sorted({cell.row for cell in above if cell.column == 0 and _NUMBER.fullmatch(cell.text)})
    if len(first) < 3 or bool(upper[0].text) == bool(lower[0].text):
        return False
    poor = lower if upper[0].text else upper
    rich = upper if poor is lower else lower
    filled = [column for column, cell in poor.items() if cell.text]
    if not filled or any(_NUMBER.fullmatch(poor[j].text) or not rich[j].text for j in filled):
        return False
    if not any(_NUMBER.fullmatch(cell.text) for column, cell in rich.items() if column):
        return False
    for column, cell in lower.items():
        whole = upper[column]
        whole.text = join_wrapped([part for part in (whole.text, cell.text) if part] or [""])
        if poor is upper and column not in filled:
            whole.place = cell.place
    below[:] = [cell for cell in below if cell.row != boundary]
    for cell in below:
        cell.row -= 1
    return True


def _has_blank_names(fragment: Fragment) -> bool:
    """Whether a column of merged names has a blank cell under one of them (a quick look)."""
    merged = {c.column for c in fragment.cells if c.row_span > 1 and c.text and 0 < c.column < _NAME_COLUMNS}
    return any(not c.text and c.column in merged for c in fragment.cells)


def _join_blank_names(cells: list[GridCell]) -> None:
    """Join blank cells of a column of merged names to the name above.

    Some programs draw a line through a long merged cell. In a column where names are merged and almost none is
    blank, a blank cell under a name goes on with it.
    """
    for column in range(1, _NAME_COLUMNS):
        own = sorted((c for c in cells if c.column == column and c.column_span == 1), key=lambda c: c.row)
        merged = [c for c in own if c.row_span > 1 and c.text]
        blanks = [c for c in own if not c.text]
        figures = sum(_NUMBER.fullmatch(c.text) is not None for c in own)
        first = next((i for i, c in enumerate(own) if c.row > own[0].row and c.text), 0)
        if len(merged) < 2 or not blanks or len(blanks) * 8 > len(own) or figures * 4 > len(own):
            continue
        for i in range(len(own) - 1, first, -1):
            cell, above = own[i], own[i - 1]
            if not cell.text and above.text and above.row + above.row_span == cell.row:
                above.row_span += cell.row_span
                cells.remove(cell)


def _is_cut(upper: GridCell, lower: GridCell, above: list[GridCell], below: list[GridCell]) -> bool:
    others = [
        cell
        for cell in (*above, *below)
        if cell.column == upper.column and cell is not upper and cell is not lower
    ]
    merging = (
        upper.row_span > 1 or lower.row_span > 1 or any(cell.row_span > 1 and cell.row > 0 for cell in others)
    )
    blanks = sum(not cell.text for cell in others if cell.row_span == 1)
    figures = sum(_NUMBER.fullmatch(cell.text) is not None for cell in others)
    if figures * 2 > len(others):
        return upper.row_span > 1 and lower.row_span > 1
    return (merging and blanks * 4 <= len(others)) or (blanks == 0 and len(others) > 2)
