"""Frames that do not rule every cell: rows or columns that only white space parts, and frames that are drawings.

Works on a frame and the text in its cells; gives a finer frame, or says that the frame is none of a table.
"""

from __future__ import annotations

from itertools import pairwise

from extractors.pages.page import Run
from extractors.pages.ruled.lattice import Frame
from extractors.pages.text_lines import group_baselines, line_of
from extractors.pages.word_groups import Phrase, phrases_of

_FEW_FILLED = 0.2  # a frame with a smaller share of filled cells is a chart or a plan
_MANY_CELLS = 20
_GAP = 1.0  # white space that parts columns inside one cell, em
_FIGURE_LINES = 3  # a cell with so many lines, each a whole figure, holds several rows

Inside = dict[int, list[Run]]


def is_drawing(frame: Frame, inside: Inside) -> bool:
    """Whether most cells are blank and no row is full: the grid of a chart, not an empty form."""
    if len(frame.cells) < _MANY_CELLS or len(inside) >= _FEW_FILLED * len(frame.cells):
        return False
    in_row: dict[int, list[bool]] = {}
    for index, cell in enumerate(frame.cells):
        in_row.setdefault(cell[0], []).append(index in inside)
    return not any(len(row) >= 3 and sum(row) >= 0.8 * len(row) for row in in_row.values())


def _lines(runs: list[Run]) -> list[list[Phrase]]:
    return [phrases_of(line_of(group)) for group in group_baselines(runs)]


def is_loose(frame: Frame, inside: Inside) -> bool:
    """Whether much of the text stands in cells that hold several columns: the frame rules only some of them."""
    total = dense = 0
    for runs in inside.values():
        total += len(runs)
        if len(runs) < 6:
            continue
        lines = _lines(runs)
        apart = sum(any(b.x0 - a.x1 > _GAP * a.em for a, b in pairwise(phrases)) for phrases in lines)
        if apart >= 3 and 2 * apart >= len(lines):
            dense += len(runs)
    return dense * 5 > total * 2


def refined(frame: Frame, inside: Inside) -> Frame:
    """The frame with the rows and columns that white space shows in its cells; the same frame when there are none."""
    crowded = [index for index, runs in inside.items() if len(runs) >= 2]
    frame = _with_columns(frame, inside, crowded)
    bands: dict[int, list[list[float]]] = {}
    for index in crowded:
        if index < len(frame.cells) and len(inside[index]) >= _FIGURE_LINES:
            row, _, row_span, _ = frame.cells[index]
            lines = _lines(inside[index])
            if (
                row_span == 1
                and len(lines) >= _FIGURE_LINES
                and all(len(line) == 1 and line[0].is_figure for line in lines)
            ):
                bands.setdefault(row, []).append([line[0].y for line in lines])
    for row in sorted(bands, reverse=True):
        columns = bands[row]
        longest = max(columns, key=len)
        agreeing = sum(
            len(other) == len(longest) and all(abs(a - b) < 2.0 for a, b in zip(other, longest, strict=True))
            for other in columns
        )
        if agreeing >= 2:
            frame = _with_rows(frame, row, [(a + b) / 2 for a, b in pairwise(longest)])
    return frame


def _with_rows(frame: Frame, row: int, cuts: list[float]) -> Frame:
    """The frame with one of its rows cut at these heights (baselines; the cut is a little above)."""
    more = len(cuts)
    height = [y - 3.0 for y in cuts]
    ys = [*frame.ys[: row + 1], *height, *frame.ys[row + 1 :]]
    cells: list[tuple[int, int, int, int]] = []
    for top, column, row_span, column_span in frame.cells:
        if top == row and row_span == 1:
            cells += [(row + k, column, 1, column_span) for k in range(more + 1)]
        elif top <= row < top + row_span:
            cells.append((top, column, row_span + more, column_span))
        else:
            cells.append((top + more if top > row else top, column, row_span, column_span))
    return _frame(frame.xs, ys, cells)


def _with_columns(frame: Frame, inside: Inside, crowded: list[int]) -> Frame:
    """The frame with cells cut that run over several columns and hold a text in most of them."""
    cut: set[int] = set()
    for index in crowded:
        row, column, row_span, column_span = frame.cells[index]
        if column_span < 3 or row_span > 1:
            continue
        edges = frame.xs[column : column + column_span + 1]
        filled: set[int] = set()
        for line in _lines(inside[index]):
            for phrase in line:
                j = sum(phrase.middle > x for x in edges[1:-1])
                if phrase.x0 < edges[j] - 1 or phrase.x1 > edges[j + 1] + 1:
                    break
                filled.add(j)
            else:
                continue
            break
        else:
            if 3 * len(filled) > 2 * column_span:
                cut.add(index)
    if not cut:
        return frame
    cells: list[tuple[int, int, int, int]] = []
    for index, (row, column, row_span, column_span) in enumerate(frame.cells):
        if index in cut:
            cells += [(row, column + k, 1, 1) for k in range(column_span)]
        else:
            cells.append((row, column, row_span, column_span))
    return _frame(frame.xs, frame.ys, cells)


def _frame(xs: list[float], ys: list[float], cells: list[tuple[int, int, int, int]]) -> Frame:
    cells = sorted(cells)
    owner = [[-1] * (len(xs) - 1) for _ in range(len(ys) - 1)]
    for index, (row, column, row_span, column_span) in enumerate(cells):
        for i in range(row, row + row_span):
            owner[i][column : column + column_span] = [index] * column_span
    return Frame(xs, ys, cells, owner)
