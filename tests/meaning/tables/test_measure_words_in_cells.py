"""Figures with rare measure words: read, or told with their cell."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from pipelines.meaning.indicators import IndicatorResolver
from pipelines.meaning.tables.observations import TableReading, read_table
from tests.meaning.indicators.expected_tables import document, table

RESOLVER = IndicatorResolver.load()
_OFFICES = ("市公安局", "市教育局", "市民政局", "市财政局", "市水利局")


def read(heading: str, *cells: str) -> TableReading:
    rows = [
        f"{no},{office},{cell}" for no, (office, cell) in enumerate(zip(_OFFICES, cells, strict=False), 1)
    ]
    given = table(None, f"序号 部门 {heading}", rows)
    return read_table(document(given), given, 0, RESOLVER)


def test_each_figure_is_read_with_its_word_and_an_unknown_word_is_told() -> None:
    reading = read("办件量", "120通", "100单", "113桶", "113種", "35筆")
    assert [(o.row_no, o.value, o.unit) for o in reading.observations] == [
        (1, Decimal(120), "通"),
        (2, Decimal(100), "单"),
        (4, Decimal(113), "种"),
        (5, Decimal(35), "笔"),
    ]
    (unused,) = reading.unused
    assert (unused.row_no, unused.column_no, unused.text) == (3, 3, "113桶")
    assert "量词" in unused.reason


def test_a_whole_column_of_an_unknown_word_is_told_cell_by_cell() -> None:
    reading = read("油料用量", "113桶", "20桶", "31桶")
    assert [(u.row_no, u.text) for u in reading.unused] == [(1, "113桶"), (2, "20桶"), (3, "31桶")]
    assert reading.observations == ()


@given(st.lists(st.integers(0, 9999), min_size=2, max_size=5), st.sampled_from("桶罐捆匹袋瓶"))
def test_no_figure_with_an_unknown_word_is_lost_in_silence(numbers: list[int], word: str) -> None:
    reading = read("办件量", *(f"{number}{word}" for number in numbers))
    assert [u.text for u in reading.unused] == [f"{number}{word}" for number in numbers]


def test_numbered_names_are_names() -> None:
    reading = read("社区", "12社区", "13社区", "14社区")
    assert reading.unused == ()
    assert {f.fate for f in reading.fates if f.column_no == 3} <= {"entity", "qualifier"}


def test_per_mille_is_per_mille() -> None:
    reading = read("差评率（‰）", "2.00", "3.00", "0.50")
    assert [(o.value, o.unit) for o in reading.observations] == [
        (Decimal("2.00"), "‰"),
        (Decimal("3.00"), "‰"),
        (Decimal("0.50"), "‰"),
    ]
    assert {o.indicator.accepted_id for o in reading.observations if o.indicator} == {"bad_rating_rate"}
