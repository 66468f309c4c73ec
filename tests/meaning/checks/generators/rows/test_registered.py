"""Formulas that the registry knows, over the columns of a row."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipelines.meaning.checks.formula import Formula, Term
from pipelines.meaning.checks.generators.rows.registered import registered_formulas
from pipelines.meaning.indicators.identities import Identity
from tests.meaning.checks.table_views import column, figure, view

RATE = Identity(number=1, kind="ratio", numerator=("done",), denominator=("received",))
SUM = Identity(number=1, kind="sum", parts=("a", "b", "c"))


def parts(formula: Formula) -> list[int]:
    """The columns of the terms: those of the numerator, then of the denominator."""
    return [term.place[1] for term in formula.terms]


def test_parts_are_looked_for_in_the_heading_group_then_by_date_then_to_the_left() -> None:
    grouped = [
        column(2, "本月/受理", "received"),
        column(3, "本月/办结", "done"),
        column(4, "本月/办结率", "rate", unit="%"),
        column(5, "累计/办结率", "rate", unit="%"),
        column(6, "累计/受理", "received"),
        column(7, "累计/办结", "done"),
    ]
    rows = {1: {2: 10.0, 3: 9.0, 4: 90.0, 5: 80.0, 6: 100.0, 7: 80.0}}
    found = {f.target[1]: f for f in registered_formulas(view(grouped, rows), {"rate": (RATE,)})}
    assert {target: parts(formula) for target, formula in found.items()} == {4: [3, 2], 5: [7, 6]}
    assert found[4].text == "(办结 9) ÷ (受理 10) × 100"


def test_an_identity_that_lacks_a_column_says_nothing() -> None:
    lacking = [column(2, "办结", "done"), column(3, "办结率", "rate", unit="%")]
    assert list(registered_formulas(view(lacking, {1: {2: 9.0, 3: 90.0}}), {"rate": (RATE,)})) == []


def test_of_two_definitions_the_one_that_fits_is_shown_and_counts_go_before_rates() -> None:
    columns = [
        column(2, "一级", "a"),
        column(3, "二级", "b"),
        column(5, "甲率", "done", unit="%"),
        column(6, "乙率", "received", unit="%"),
        column(7, "率", "rate", unit="%"),
    ]
    ways = (
        Identity(number=1, kind="ratio", numerator=("a",), denominator=("a", "b")),
        Identity(number=2, kind="ratio", numerator=("a",), denominator=("b",)),
        Identity(number=1, kind="sum", parts=("done", "received")),
    )
    table = view(columns, {1: {2: 1.0, 3: 3.0, 5: 20.1, 6: 13.3, 7: 33.4}})
    (formula,) = registered_formulas(table, {"rate": ways})
    assert formula.text == "(一级 1) ÷ (二级 3) × 100"
    assert formula.note == "等于已四舍五入的率之和：办结 20.1 + 受理 13.3"


def test_one_matter_more_is_a_probable_cause() -> None:
    columns = [
        column(2, "受理", "received"),
        column(3, "办结", "done"),
        column(4, "办结率", "rate", unit="%"),
    ]
    table = view(columns, {1: {2: 143.0, 3: 64.0, 4: 44.44}, 2: {2: 143.0, 3: 64.0, 4: 44.76}})
    first, second = registered_formulas(table, {"rate": (RATE,)})
    assert first.note == "64 ÷ 144 恰为公布数，表中分母为 143"
    assert second.note is None


def test_a_blank_adds_nothing_and_is_kept_as_a_part() -> None:
    columns = [
        column(2, "一级", "a"),
        column(3, "二级", "b"),
        column(4, "三级", "c"),
        column(5, "占比", "share", unit="%"),
        column(6, "合计", "total"),
    ]
    share = Identity(number=1, kind="ratio", numerator=("a",), denominator=("a", "b", "c"))
    table = view(columns, {1: {2: 3.0, 3: 5.0, 5: 37.5, 6: 8.0}, 2: {5: 0.0, 6: 0.0}})
    found = {f.target: f for f in registered_formulas(table, {"share": (share,), "total": (SUM,)})}
    assert set(found) == {(1, 5), (1, 6), (2, 6)}  # a ratio whose parts are all blank is none
    assert found[1, 6].terms == (
        Term(place=(1, 2)),
        Term(place=(1, 3)),
        Term(place=(1, 4), side="blank"),
    )
    assert {term.side for term in found[2, 6].terms} == {"blank"}
    assert found[1, 5].text == "(一级 3) ÷ (一级 3 + 二级 5 + 三级 0) × 100"


def test_a_part_that_was_not_read_is_no_part() -> None:
    columns = [
        column(2, "一级", "a"),
        column(3, "二级", "b"),
        column(4, "三级", "c"),
        column(6, "合计", "total"),
    ]
    table = view(columns, {1: {2: 3.0, 3: 5.0, 6: 9.0}}, unread=frozenset({(1, 4)}))
    assert list(registered_formulas(table, {"total": (SUM,)})) == []


def test_a_target_in_the_same_cell_and_figures_in_ten_thousands_are_no_parts() -> None:
    columns = [
        column(2, "受理", "received"),
        column(3, "办结", "done"),
        column(4, "办结率", "rate", unit="%"),
    ]
    table = view(columns, {1: {2: 100.0, 3: 90.0, 4: 90.0}})
    with_target = replace(
        table,
        observations=[*table.observations, figure(1, columns[1], 95.0, kind="target", observation_id="x")],
    )
    (formula,) = registered_formulas(with_target, {"rate": (RATE,)})
    assert formula.text == "(办结 90) ÷ (受理 100) × 100"
    in_wan = replace(
        table, observations=[replace(o, unit="万件") if o.column_no == 2 else o for o in table.observations]
    )
    assert list(registered_formulas(in_wan, {"rate": (RATE,)})) == []


@pytest.mark.parametrize(("unit", "printed", "scale"), [("%", 97.03, -100.0), ("‰", 970.3, -1000.0)])
def test_a_complement_is_in_the_unit_of_the_rate(unit: str, printed: float, scale: float) -> None:
    way = Identity(number=1, kind="ratio", numerator=("a",), denominator=("b",), complement=True)
    columns = [column(2, "承诺", "a"), column(3, "法定", "b"), column(4, "压缩", "rate", unit=unit)]
    (formula,) = registered_formulas(view(columns, {1: {2: 141.0, 3: 4743.0, 4: printed}}), {"rate": (way,)})
    assert (formula.scale, formula.constant) == (scale, -scale)
    assert formula.text == f"(1 − (一级 141) ÷ (二级 4743)) × {-scale:g}"
