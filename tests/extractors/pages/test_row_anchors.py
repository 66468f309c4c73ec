"""Dividing lines among rows: wrapped and merged cells, from the places of their lines alone."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from extractors.pages.unruled.row_anchors import Setting, divide, one_by_one, row_bounds

EM = 10.0
PITCH = 12.0


def shares(rows: list[float], lines: list[float], **options: Any) -> list[tuple[int, int, int]] | None:
    found = divide(rows, lines, EM, Setting(**options))
    return None if found is None else [(s.first, s.last, s.end - s.begin) for s in found.shares]


@st.composite
def wrapped_columns(draw: st.DrawFn) -> tuple[list[float], list[float], list[int]]:
    """Row middles, line heights, and the number of lines in each row's cell, all centred."""
    counts = draw(st.lists(st.integers(1, 4), min_size=2, max_size=25))
    rows: list[float] = []
    lines: list[float] = []
    top = 100.0
    for count in counts:
        height = max(20.0, count * PITCH + 3)
        middle = top + height / 2
        rows.append(middle)
        lines += [middle + (k - (count - 1) / 2) * PITCH for k in range(count)]
        top += height
    return rows, lines, counts


@given(wrapped_columns())
def test_wrapped_cells_find_their_rows(column: tuple[list[float], list[float], list[int]]) -> None:
    rows, lines, counts = column
    assert shares(rows, lines) == [(i, i, count) for i, count in enumerate(counts)]


@given(st.lists(st.integers(1, 7), min_size=1, max_size=12), st.floats(18, 30))
def test_merged_cells_reach_as_far_as_they_are_centred(groups: list[int], height: float) -> None:
    count = sum(groups)
    rows = [100 + height * (k + 0.5) for k in range(count)]
    starts = [sum(groups[:k]) for k in range(len(groups))]
    lines = [100 + height * (start + size / 2) for start, size in zip(starts, groups, strict=True)]
    bounds = row_bounds(rows, EM)
    found = shares(rows, lines, merged=True, bounds=bounds)
    assert found == [(start, start + size - 1, 1) for start, size in zip(starts, groups, strict=True)]


@given(st.integers(1, 5), st.lists(st.integers(1, 5), min_size=1, max_size=6))
def test_the_first_rows_may_go_on_from_the_page_before(above: int, groups: list[int]) -> None:
    rows = [100 + 20.0 * (k + 0.5) for k in range(above + sum(groups))]
    starts = [above + sum(groups[:k]) for k in range(len(groups))]
    lines = [100 + 20.0 * (start + size / 2) for start, size in zip(starts, groups, strict=True)]
    found = shares(rows, lines, merged=True, bounds=row_bounds(rows, EM), open_top=True)
    assert found == [(start, start + size - 1, 1) for start, size in zip(starts, groups, strict=True)]


def test_a_blank_cell_stays_blank() -> None:
    assert shares([100.0, 120.0, 140.0], [100.0, 140.0]) == [(0, 0, 1), (2, 2, 1)]
    assert one_by_one([100.0, 120.0, 140.0], [100.0, 140.0], EM) is not None


def test_lines_on_no_row_are_not_forced_on_one() -> None:
    assert one_by_one([100.0, 120.0], [110.0], EM) is None
    assert shares([100.0, 200.0], [150.0]) is None


def test_row_edges_follow_from_unequal_heights() -> None:
    # Rows of 20, 20, 44 and 20 points.
    bounds = row_bounds([110.0, 130.0, 162.0, 194.0], EM)
    assert [round(b) for b in bounds] == [100, 120, 140, 184, 204]
