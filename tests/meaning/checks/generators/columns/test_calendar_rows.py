"""Rows of months with their quarters and the year."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extractors.model import RowKind
from pipelines.meaning.checks.figures import Figures
from pipelines.meaning.checks.generators.columns.calendar_rows import period_formulas
from tests.meaning.checks.generators.rows.test_learned import Line, broken, figures

HEADS: list[tuple[str, str | None]] = [("电话", "件"), ("网络", "件")]
LABELS = ("1月", "2月", "3月", "一季度", "4月", "5月", "6月", "二季度", "上半年")
ROWS: list[Line] = [[16, 2], [12, 1], [17, 5], [45, 8], [18, 2], [10, 3], [11, 4], [39, 9], [84, 17]]


def table(labels: tuple[str, ...], rows: list[Line]) -> Figures:
    kinds = (RowKind.DATA,) * len(rows)
    return replace(figures(HEADS, rows), row_labels=labels, row_kinds=kinds)


def test_quarters_are_three_months_and_the_half_two_quarters() -> None:
    found = period_formulas(table(LABELS, ROWS))
    parts = {formula.target: [term.place[0] for term in formula.terms] for formula in found}
    assert parts == {
        (4, 2): [1, 2, 3],
        (4, 3): [1, 2, 3],
        (8, 2): [5, 6, 7],
        (8, 3): [5, 6, 7],
        (9, 2): [4, 8],
        (9, 3): [4, 8],
    }
    assert found[0].text == "1月 + 2月 + 3月 电话"


def test_a_quarter_that_does_not_add_up() -> None:
    rows = [*ROWS[:7], [93, 9], ROWS[8]]
    wrong = table(LABELS, rows)
    assert broken(period_formulas(wrong), wrong) == {(8, 2), (9, 2)}


@pytest.mark.parametrize(
    "labels",
    [
        (*LABELS[:3], "教育局", *LABELS[4:]),  # not only periods
        (*LABELS[:3], "3月", *LABELS[4:]),  # one twice
        ("1月", "2月", "4月", "一季度", "7月", "8月", "10月", "三季度", "上半年"),  # months are missing
    ],
)
def test_what_is_no_whole_year_of_periods_says_nothing(labels: tuple[str, ...]) -> None:
    assert period_formulas(table(labels, ROWS)) == ()


def test_periods_that_mostly_do_not_add_up_are_of_something_else() -> None:
    rows = [*ROWS[:3], [99, 99], *ROWS[4:7], [99, 99], [84, 17]]
    assert period_formulas(table(LABELS, rows)) == ()
