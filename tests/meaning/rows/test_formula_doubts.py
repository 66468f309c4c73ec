"""What speaks against our own reading, before a bulletin is blamed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.reading import read_document
from pipelines.meaning.interpreter import Interpreter
from pipelines.meaning.rows.formula_doubts import number_gap

HEAD = ["序号", "单位", "办件量（件）", "评价量（件）"]
# 120 + 80 + 7 + 3100 = 3307 and 30 + 20 + 5 + 1100 = 1155.
LINES = [
    ["1", "市教育局", "120", "30"],
    ["2", "市民政局", "80", "20"],
    ["3", "市司法局", "7", "5"],
    ["4", "市财政局", "3100", "1100"],
]
TOTAL = ["", "合计", "3307", "1155"]


def doubts(lines: list[list[str]]) -> dict[str, str | None]:
    """The doubt on each total of a column, by the words over it."""
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in line)}</tr>" for line in [HEAD, *lines])
    page = f"<html><body><h1>某市2025年6月政务服务情况通报</h1><p>各单位办件情况见下表。</p><table>{body}</table></body></html>"
    document = read_document(page.encode(), name="bulletin.html")
    rows = Interpreter.shared().rows(document, "d")
    headings = {o.observation_id: o.column_path for o in rows.observations}
    return {headings[f.target_id]: f.doubt for f in rows.formulas if f.kind == "column_total"}


def test_a_table_read_whole_is_in_no_doubt() -> None:
    assert doubts([*LINES, TOTAL]) == {"办件量（件）": None, "评价量（件）": None}


@pytest.mark.parametrize(
    ("missing", "words"), [(0, "序号从 2 开始"), (1, "序号 1 之后是 3"), (2, "序号 2 之后是 4")]
)
def test_a_row_left_out_of_the_running_numbers_puts_the_table_in_doubt(missing: int, words: str) -> None:
    lines = [line for number, line in enumerate(LINES) if number != missing]
    found = doubts([*lines, TOTAL])
    assert found
    assert all(doubt is not None and doubt.startswith(words) for doubt in found.values())


@pytest.mark.parametrize(
    ("numbers", "before", "gap"),
    [
        ([1, 2, 3, 4], 0, None),
        ([1, 2, 3, 1, 2, 3], 0, None),  # again from 1 under the next heading
        ([1, 1, 2, 2, 3], 0, None),  # one number over merged rows
        ([1, 1, 1, 2, 3, 4], 0, None),
        ([11, 12, 13], 10, None),  # a table that goes on
        ([11, 12, 13], 8, "序号从 11 开始"),
        ([2, 3, 4], 0, "序号从 2 开始"),
        ([1, 2, 4, 5], 0, "序号 2 之后是 4"),
        ([1, 2, 3, 2, 3], 0, "序号 3 之后是 2"),
        ([9, 4, 7, 2], 0, None),  # codes
        ([2, 3], 0, None),  # too few to run
    ],
)
def test_gaps(numbers: list[int], before: int, gap: str | None) -> None:
    assert number_gap(numbers, before) == gap


# Numbers left over from a longer one: 8, 10, 12 … 18, 21.
LONGER_LIST = [1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 13, 14, 15, 16, 17, 18, 21, 22, 23]


def test_holes_in_many_places_were_printed_so() -> None:
    assert number_gap(LONGER_LIST) is None


def test_holes_at_the_heads_of_pages_are_lost_rows() -> None:
    numbers = [1, 2, 3, 5, 6, 7, 9, 10, 11, 13, 14]  # 4, 8 and 12 began a page
    assert number_gap(numbers, breaks=frozenset({3, 6, 9})) == "序号 3 之后是 5"
    assert number_gap(numbers) is None


@given(st.integers(5, 40), st.data())
def test_any_row_but_the_last_is_missed(count: int, data: st.DataObject) -> None:
    missing = data.draw(st.integers(1, count - 1))
    numbers = [number for number in range(1, count + 1) if number != missing]
    assert number_gap(numbers) is not None
