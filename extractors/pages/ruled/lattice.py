"""From ruling lines to the cells of a ruled table.

Lines that touch each other make a frame. The positions of its lines cut it into elementary fields; a
field without a line between it and its neighbour belongs to the same cell, which is how merged cells show.
Knows nothing of what stands in the cells.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from itertools import pairwise

from extractors.pages.page import Box

SNAP = 2.2  # parallel lines closer than this are one line, points
REACH = 3.2  # lines this close to each other touch, points

MOST_PAIRS = 4_000_000  # lines across times lines down; more make a drawing
MOST_FIELDS = 200_000  # of one frame; more make a drawing

Segment = tuple[float, float, float]  # position, begin, end


class TooManyLines(Exception):
    """There are more lines than any page of tables has: a map, a plan, a chart."""


@dataclass(slots=True)
class Frame:
    """A ruled grid: `xs` and `ys` are the positions of its lines, `cells` its cells.

    A cell is (row, column, row span, column span). `owner[row][column]` is the index in `cells` of the cell that
    covers the elementary field.
    """

    xs: list[float]
    ys: list[float]
    cells: list[tuple[int, int, int, int]]
    owner: list[list[int]]

    @property
    def box(self) -> Box:
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]

    def cell_box(self, index: int) -> Box:
        row, column, row_span, column_span = self.cells[index]
        return self.xs[column], self.ys[row], self.xs[column + column_span], self.ys[row + row_span]


def merge_segments(segments: list[Segment]) -> list[Segment]:
    """Parallel segments with near positions and touching ends become one; sorted by position."""
    if not segments:
        return []
    merged: list[Segment] = []
    ordered = sorted(segments)
    group = [ordered[0]]
    for segment in ordered[1:]:
        if segment[0] - group[-1][0] <= SNAP and segment[0] - group[0][0] <= 2 * SNAP:
            group.append(segment)
        else:
            _merge_group(group, merged)
            group = [segment]
    _merge_group(group, merged)
    return merged


def _merge_group(group: list[Segment], merged: list[Segment]) -> None:
    if len(group) == 1:
        merged.append(group[0])
        return
    weight = sum(end - begin for _, begin, end in group)
    position = sum(at * (end - begin) for at, begin, end in group) / weight
    spans = sorted((begin, end) for _, begin, end in group)
    begin, end = spans[0]
    for next_begin, next_end in spans[1:]:
        if next_begin - end <= REACH:
            end = max(end, next_end)
        else:
            merged.append((position, begin, end))
            begin, end = next_begin, next_end
    merged.append((position, begin, end))


def find_frames(
    horizontal: list[Segment], vertical: list[Segment]
) -> tuple[list[Frame], list[Segment], list[Segment]]:
    """The frames on a page from top to bottom, and the horizontal and vertical lines that belong to none.

    Raises `TooManyLines` where looking at them all would take too long.
    """
    across, down = merge_segments(horizontal), merge_segments(vertical)
    if max(1, len(across)) * max(1, len(down)) > MOST_PAIRS or len(across) + len(down) > MOST_PAIRS**0.5 * 4:
        raise TooManyLines
    groups = _touching(across, down)
    frames: list[Frame] = []
    loose_across: list[Segment] = []
    loose_down: list[Segment] = []
    for rows, columns in groups:
        frame = _frame([across[i] for i in rows], [down[i] for i in columns])
        if frame is None:
            loose_across += [across[i] for i in rows]
            loose_down += [down[i] for i in columns]
        else:
            frames.append(frame)
    frames.sort(key=lambda frame: (frame.ys[0], frame.xs[0]))
    return frames, loose_across, loose_down


def _touching(across: list[Segment], down: list[Segment]) -> list[tuple[list[int], list[int]]]:
    """Groups of indices of lines that touch one another, directly or through others."""
    parent = list(range(len(across) + len(down)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    offset = len(across)
    for j, (x, y0, y1) in enumerate(down):
        top, bottom = y0 - REACH, y1 + REACH
        own = root(offset + j)
        for i in range(bisect_left(across, (top, 0.0, 0.0)), offset):
            y, x0, x1 = across[i]
            if y > bottom:
                break
            if x0 - REACH <= x <= x1 + REACH and parent[i] != own:
                other = root(i)
                if other != own:
                    parent[other] = own
    groups: dict[int, tuple[list[int], list[int]]] = {}
    for i in range(len(parent)):
        rows, columns = groups.setdefault(root(i), ([], []))
        if i < offset:
            rows.append(i)
        else:
            columns.append(i - offset)
    return list(groups.values())


def _positions(lines: list[Segment]) -> list[float]:
    """Distinct positions, ascending; `lines` are merged already, so near ones are equal or apart."""
    found: list[float] = []
    for position, _, _ in lines:
        if not found or position - found[-1] > SNAP:
            found.append(position)
    return found


def _frame(across: list[Segment], down: list[Segment]) -> Frame | None:
    """The frame of lines that touch, or None when they enclose fewer than two fields."""
    if not across or not down or len(across) + len(down) < 5:
        return None
    across, down = _closed(across, down)
    xs, ys = _positions(down), _positions(across)
    if len(xs) < 2 or len(ys) < 2 or (len(xs) - 1) * (len(ys) - 1) < 2:
        return None
    rows, columns = len(ys) - 1, len(xs) - 1
    if rows * columns > MOST_FIELDS:
        raise TooManyLines
    middle_x = [(a + b) / 2 for a, b in pairwise(xs)]
    middle_y = [(a + b) / 2 for a, b in pairwise(ys)]
    below = [[False] * columns for _ in range(rows)]  # is there a line under the field?
    for y, x0, x1 in across:
        row = _nearest(ys, y) - 1
        if 0 <= row < rows:
            _mark(below[row], middle_x, x0, x1)
    beside = [[False] * rows for _ in range(columns)]  # is there a line to the right of the field?
    for x, y0, y1 in down:
        column = _nearest(xs, x) - 1
        if 0 <= column < columns:
            _mark(beside[column], middle_y, y0, y1)
    return _cells(xs, ys, below, beside)


def _closed(across: list[Segment], down: list[Segment]) -> tuple[list[Segment], list[Segment]]:
    """Add the outer lines that a table open at a side lacks: where several lines stick out, it goes on."""
    left, right = min(s[1] for s in across), max(s[2] for s in across)
    top, bottom = min(s[1] for s in down), max(s[2] for s in down)
    xs, ys = [s[0] for s in down], [s[0] for s in across]
    across, down = list(across), list(down)
    if min(xs) - left > 2 * REACH and sum(min(xs) - s[1] > 2 * REACH for s in across) >= 2:
        down.insert(0, (left, min(ys), max(ys)))
    if right - max(xs) > 2 * REACH and sum(s[2] - max(xs) > 2 * REACH for s in across) >= 2:
        down.append((right, min(ys), max(ys)))
    if min(ys) - top > 2 * REACH and sum(min(ys) - s[1] > 2 * REACH for s in down) >= 2:
        across.insert(0, (top, min(xs), max(xs)))
    if bottom - max(ys) > 2 * REACH and sum(s[2] - max(ys) > 2 * REACH for s in down) >= 2:
        across.append((bottom, min(xs), max(xs)))
    return across, down


def _nearest(positions: list[float], value: float) -> int:
    i = bisect_left(positions, value)
    if i == len(positions) or (i and value - positions[i - 1] < positions[i] - value):
        return i - 1
    return i


def _mark(fields: list[bool], middles: list[float], begin: float, end: float) -> None:
    """Set every field whose middle the line passes."""
    first, last = bisect_left(middles, begin), bisect_left(middles, end)
    fields[first:last] = [True] * (last - first)


def _cells(xs: list[float], ys: list[float], below: list[list[bool]], beside: list[list[bool]]) -> Frame:
    rows, columns = len(ys) - 1, len(xs) - 1
    owner = [[-1] * columns for _ in range(rows)]
    cells: list[tuple[int, int, int, int]] = []
    for row in range(rows):
        taken, under = owner[row], below[row]
        for column in range(columns):
            if taken[column] >= 0:
                continue
            index = len(cells)
            if (under[column] or row == rows - 1) and (beside[column][row] or column == columns - 1):
                taken[column] = index
                cells.append((row, column, 1, 1))
                continue
            wide = 1
            while column + wide < columns and not beside[column + wide - 1][row] and taken[column + wide] < 0:
                wide += 1
            high = 1
            while row + high < rows and _continues(row + high, column, wide, columns, below, beside, owner):
                high += 1
            for i in range(row, row + high):
                owner[i][column : column + wide] = [index] * wide
            cells.append((row, column, high, wide))
    return Frame(xs, ys, cells, owner)


def _continues(
    row: int,
    column: int,
    wide: int,
    columns: int,
    below: list[list[bool]],
    beside: list[list[bool]],
    owner: list[list[int]],
) -> bool:
    """Whether the fields column..column+wide of `row` belong to the cell above them."""
    if any(below[row - 1][column : column + wide]) or any(i >= 0 for i in owner[row][column : column + wide]):
        return False
    if any(beside[j][row] for j in range(column, column + wide - 1)):
        return False
    # The cell's own right and left sides must go on too, else its outline would not be a rectangle.
    right = column + wide - 1
    return (right == columns - 1 or beside[right][row]) and (column == 0 or beside[column - 1][row])
