"""Tables whose rows name indicators and whose columns name places or offices."""

from __future__ import annotations

from dataclasses import replace

from pipelines.meaning.checks.generators.sideways import sideways_formulas
from pipelines.meaning.checks.table_view import TableView
from pipelines.meaning.indicators.identities import Identity
from tests.meaning.checks.table_views import column, figure, view

RATE = Identity(number=1, kind="ratio", numerator=("done",), denominator=("received",))


def sideways() -> TableView:
    a, b, total = column(2, "甲县"), column(3, "乙县"), column(4, "合计")
    observations = [
        figure(row, place, value, indicator_id=indicator, unit=unit)
        for place, values in ((a, (10.0, 5.0, 50.0)), (b, (20.0, 10.0, 50.0)))
        for row, value, indicator, unit in zip(
            (1, 2, 3), values, ("received", "done", "rate"), ("件", "件", "%"), strict=True
        )
    ]
    observations.append(figure(1, total, 31.0, indicator_id="received", unit="件", row_kind="total"))
    return replace(view([a, b, total], {}), observations=observations)


def test_a_rate_follows_from_its_column_and_a_total_from_its_row() -> None:
    found = {f.target: f for f in sideways_formulas(sideways(), {"rate": (RATE,)})}
    assert {target: formula.text for target, formula in found.items()} == {
        (3, 2): "(办结 5) ÷ (受理 10) × 100",
        (3, 3): "(办结 10) ÷ (受理 20) × 100",
        (1, 4): "Σ 2 列 受理",
    }


def test_a_table_whose_columns_name_indicators_is_none() -> None:
    upright = view([column(2, "受理", "received")], {1: {2: 10.0}})
    assert list(sideways_formulas(upright, {"rate": (RATE,)})) == []
