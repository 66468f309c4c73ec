"""Cells from ruling lines: random tables with merged cells come back as they were ruled."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from extractors.pages.ruled.lattice import Segment, find_frames, merge_segments

Cell = tuple[int, int, int, int]


@st.composite
def merged_grids(draw: st.DrawFn) -> tuple[list[float], list[float], list[Cell]]:
    """Column edges, row edges, and cells (row, column, row span, column span) that tile them."""
    columns, rows = draw(st.integers(2, 6)), draw(st.integers(2, 7))
    xs = [50.0]
    for _ in range(columns):
        xs.append(xs[-1] + draw(st.floats(12, 90)))
    ys = [70.0]
    for _ in range(rows):
        ys.append(ys[-1] + draw(st.floats(10, 60)))
    free = {(i, j) for i in range(rows) for j in range(columns)}
    cells: list[Cell] = []
    for i in range(rows):
        for j in range(columns):
            if (i, j) not in free:
                continue
            high, wide = draw(st.integers(1, 3)), draw(st.integers(1, 3))
            block = {(i + a, j + b) for a in range(high) for b in range(wide)}
            if not block <= free:
                high = wide = 1
                block = {(i, j)}
            free -= block
            cells.append((i, j, high, wide))
    return xs, ys, cells


def sides(
    xs: list[float], ys: list[float], cells: list[Cell], jitter: float
) -> tuple[list[Segment], list[Segment]]:
    across: list[Segment] = []
    down: list[Segment] = []
    for number, (i, j, high, wide) in enumerate(cells):
        off = jitter * (number % 3 - 1)
        x0, x1, y0, y1 = xs[j], xs[j + wide], ys[i], ys[i + high]
        across += [(y0 + off, x0, x1), (y1 + off, x0, x1)]
        down += [(x0 + off, y0, y1), (x1 + off, y0, y1)]
    return across, down


def used(xs: list[float], cells: list[Cell], start: int, span: int) -> list[float]:
    """The edges at which any cell begins or ends: the others are not ruled and can't be seen."""
    seen = {cell[start] for cell in cells} | {cell[start] + cell[span] for cell in cells}
    return [x for k, x in enumerate(xs) if k in seen]


@given(merged_grids(), st.sampled_from([0.0, 0.4]))
def test_merged_cells_come_back(grid: tuple[list[float], list[float], list[Cell]], jitter: float) -> None:
    xs, ys, cells = grid
    frames, _, _ = find_frames(*sides(xs, ys, cells, jitter))
    seen_x, seen_y = used(xs, cells, 1, 3), used(ys, cells, 0, 2)
    if (len(seen_x) - 1) * (len(seen_y) - 1) < 2:
        return
    assert len(frames) == 1
    boxes = sorted(tuple(round(v) for v in frames[0].cell_box(k)) for k in range(len(frames[0].cells)))
    expected = sorted(
        (round(xs[j]), round(ys[i]), round(xs[j + w]), round(ys[i + h])) for i, j, h, w in cells
    )
    assert len(boxes) == len(expected)
    for box, wanted in zip(boxes, expected, strict=True):
        assert all(abs(a - b) <= 2 for a, b in zip(box, wanted, strict=True))


def test_pieces_of_a_line_become_one() -> None:
    assert merge_segments([(10.0, 0, 50), (10.5, 52, 90), (10.0, 200, 240)]) == [
        (10.0 + 0.5 * 38 / 128, 0, 90),
        (10.0 + 0.5 * 38 / 128, 200, 240),
    ]


def test_two_tables_on_a_page_and_a_rule_that_belongs_to_none() -> None:
    one: list[tuple[float, float, float]] = [(100.0, 50, 250), (120.0, 50, 250), (140.0, 50, 250)]
    two = [(300.0, 50, 250), (330.0, 50, 250)]
    down = [(float(x), 100.0, 140.0) for x in (50, 150, 250)]
    down += [(float(x), 300.0, 330.0) for x in (50, 120, 250)]
    frames, loose, _ = find_frames([*one, *two, (700.0, 50, 500)], down)
    assert [(len(f.ys) - 1, len(f.xs) - 1) for f in frames] == [(2, 2), (1, 2)]
    assert loose == [(700.0, 50, 500)]


def test_a_table_open_at_both_sides_has_its_outer_columns() -> None:
    across = [(y, 50.0, 350.0) for y in (100.0, 120.0, 140.0)]
    down = [(x, 100.0, 140.0) for x in (150.0, 250.0)]
    (frame,), _, _ = find_frames(across, down)
    assert (len(frame.ys) - 1, len(frame.xs) - 1) == (2, 3)
