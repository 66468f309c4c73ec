"""Printed changes and the two figures that they lie between."""

from __future__ import annotations

from pipelines.meaning.checks.generators.rows.differences import difference_formulas
from tests.meaning.checks.table_views import JUNE, LAST_YEAR, MAY, column, view

NEW = column(2, "6月", "received", unit="件", as_of=JUNE)
OLD = column(3, "5月", "received", unit="件", as_of=MAY)


def test_growth_from_counts_and_a_fall_printed_without_its_sign() -> None:
    columns = [
        NEW,
        OLD,
        column(4, "环比增长", "mom_change", unit="%", of_indicator_id="received"),
        column(5, "环比下降", "mom_change", unit="件", of_indicator_id="received"),
        column(6, "同比", "yoy_change", unit="%", of_indicator_id="received"),  # nothing lies a year back
    ]
    table = view(columns, {1: {2: 90.0, 3: 120.0, 4: -25.0, 5: 31.0, 6: 3.0}})
    found = {f.target[1]: f for f in difference_formulas(table)}
    assert {number: formula.text for number, formula in found.items()} == {
        4: "(6月 90 − 5月 120) ÷ 120 × 100",
        5: "−(6月 90 − 5月 120)",
    }
    assert {formula.indicator_id for formula in found.values()} == {"received"}
    assert [term.coefficient for term in found[5].terms] == [1.0, -1.0]
    assert found[5].scale == -1.0


def test_points_between_rates_as_exactly_as_these_are_printed() -> None:
    columns = [
        column(2, "今年", "rate", unit="%", as_of=JUNE),
        column(3, "去年", "rate", unit="%", as_of=LAST_YEAR),
        column(4, "同比增减", "yoy_change", unit="百分点", of_indicator_id="rate"),
    ]
    (points,) = difference_formulas(view(columns, {1: {2: 97.5, 3: 95.0, 4: 2.5}}))
    assert points.text == "(今年 97.5 − 去年 95)"
    assert list(difference_formulas(view(columns, {1: {2: 97.5, 3: 95.0, 4: 2.53}}))) == []


def test_where_two_figures_have_one_date_which_is_meant_is_not_said() -> None:
    columns = [
        NEW,
        column(3, "1-6月", "received", unit="件", as_of=JUNE),
        column(4, "去年同期", "received", unit="件", as_of=LAST_YEAR),
        column(5, "同比", "yoy_change", unit="%", of_indicator_id="received"),
    ]
    assert list(difference_formulas(view(columns, {1: {2: 10.0, 3: 50.0, 4: 40.0, 5: 25.0}}))) == []
