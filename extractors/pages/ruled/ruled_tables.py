"""Ruled tables of one page: the cells of a frame with the text that stands in them."""

from __future__ import annotations

from bisect import bisect_right

from extractors.failures import contained
from extractors.model import PLAIN, Place
from extractors.pages.page import PageContent, Run
from extractors.pages.ruled.lattice import Frame, Segment
from extractors.pages.ruled.partial_frames import is_drawing, is_loose, refined
from extractors.pages.table_fragments import Fragment
from extractors.pages.text_lines import cell_content
from extractors.tables.grid import GridCell

_CLEARANCE = 0.08  # text of two cells is apart by at least this share of an em


def read_frames(page: PageContent, frames: list[Frame]) -> tuple[list[Fragment], list[Run], list[Segment]]:
    """The tables of the frames, the runs that stand in none of them, and the horizontal lines of frames not taken.

    A frame that holds text in fewer than two cells is a drawing; a frame inside a cell of another is taken with
    it. A frame that rules only some columns is left to the reader of tables without rules, with its lines. One that can't
    be read is told of on the page; its text is left with the rest.
    """
    rest = page.runs
    fragments: list[Fragment] = []
    lines: list[Segment] = []
    message = f"A ruled table on page {page.number} could not be read; its text was kept as plain lines."
    for frame in _outermost(frames):
        place = Place(page.number, page.as_displayed(frame.box))
        with contained(page.problems, "table_failed", message, place):
            rest = _read_frame(page, frame, rest, fragments, lines)
    return fragments, rest, lines


def _read_frame(
    page: PageContent, frame: Frame, runs: list[Run], fragments: list[Fragment], lines: list[Segment]
) -> list[Run]:
    """Add the table of a frame, or its lines where it rules some columns only; the runs that stand in no table."""
    inside, outside = _place(frame, runs)
    if len(inside) < 2 or is_drawing(frame, inside):
        return runs
    if any(len(some) > 2 for some in inside.values()):
        if is_loose(frame, inside):
            lines += _horizontal_lines(frame)
            return runs
        finer = refined(frame, inside)
        if finer is not frame:
            frame = finer
            inside, outside = _place(frame, runs)
    fragments.append(_fragment(page, frame, inside))
    return outside


def _horizontal_lines(frame: Frame) -> list[Segment]:
    """The lines that cross the whole frame."""
    return [
        (y, frame.xs[0], frame.xs[-1])
        for i, y in enumerate(frame.ys)
        if i in (0, len(frame.ys) - 1) or len(set(frame.owner[i - 1]) & set(frame.owner[i])) == 0
    ]


def _outermost(frames: list[Frame]) -> list[Frame]:
    kept: list[Frame] = []
    for frame in sorted(frames, key=lambda f: -(f.xs[-1] - f.xs[0]) * (f.ys[-1] - f.ys[0])):
        x0, y0, x1, y1 = frame.box
        if not any(
            big.xs[0] - 1 <= x0 and big.ys[0] - 1 <= y0 and x1 <= big.xs[-1] + 1 and y1 <= big.ys[-1] + 1
            for big in kept
        ):
            kept.append(frame)
    return sorted(kept, key=lambda frame: (frame.ys[0], frame.xs[0]))


def _place(frame: Frame, runs: list[Run]) -> tuple[dict[int, list[Run]], list[Run]]:
    """Runs by the index of their cell, and those outside the frame."""
    inside: dict[int, list[Run]] = {}
    outside: list[Run] = []
    xs, ys, owner = frame.xs, frame.ys, frame.owner
    left, top, right, bottom = frame.box
    columns = len(xs) - 1
    ends = [xs[column + span] + 0.5 for _, column, _, span in frame.cells]
    for run in runs:
        height = run.y - 0.35 * run.em  # the middle of the characters
        if not top < height < bottom or run.x1 <= left or run.x0 >= right:
            outside.append(run)
            continue
        row = bisect_right(ys, height) - 1
        first = owner[row][bisect_right(xs, run.x0 + 0.5, 1, columns) - 1]
        if run.x1 <= ends[first] and run.x0 >= left - 0.5:
            if first in inside:
                inside[first].append(run)
            else:
                inside[first] = [run]
            continue
        for piece in _cut_at_lines(run, frame, row):
            middle = piece.middle
            if not left < middle < right:
                outside.append(piece)
                continue
            cell = owner[row][bisect_right(xs, middle, 1, columns) - 1]
            inside.setdefault(cell, []).append(piece)
    return inside, outside


def _cut_at_lines(run: Run, frame: Frame, row: int) -> list[Run]:
    """The parts of a run that crosses a line between two cells.

    It is cut where a gap lies at the line: two cells filled to the brim. Without one, a text sticks out of
    its cell and stays whole.
    """
    owner = frame.owner[row]
    if run.sides is None:
        return [run]
    for j in range(1, len(frame.xs) - 1):
        x = frame.xs[j]
        if owner[j - 1] == owner[j] or not run.x0 + 1 < x < run.x1 - 1:
            continue
        reach = 0.5 * run.em
        for i in range(1, len(run.text)):
            before, after = run.gap(i)
            if after < x - 0.6 * run.em:
                continue
            if before > x + 0.6 * run.em:
                break
            if after - before > _CLEARANCE * run.em and before - reach <= x <= after + reach:
                left, right = run.cut(i)
                return [left, *_cut_at_lines(right, frame, row)]
    return [run]


def _fragment(page: PageContent, frame: Frame, inside: dict[int, list[Run]]) -> Fragment:
    cells: list[GridCell] = []
    get = inside.get
    upright, number = page.turns == 0, page.number
    xs, ys = [round(x, 2) for x in frame.xs], [round(y, 2) for y in frame.ys]
    for index, (row, column, row_span, column_span) in enumerate(frame.cells):
        runs = get(index)
        text, details = "", PLAIN
        if runs:
            text, details = cell_content(runs) if len(runs) > 1 else (runs[0].text, PLAIN)
        box = (xs[column], ys[row], xs[column + column_span], ys[row + row_span])
        cells.append(
            GridCell(
                text,
                row,
                column,
                row_span,
                column_span,
                Place(number, box if upright else page.as_displayed(box)),
                details,
            )
        )
    return Fragment(
        page.number, frame.box, frame.xs, len(ys) - 1, cells, True, page.as_displayed(frame.box), page.width
    )
