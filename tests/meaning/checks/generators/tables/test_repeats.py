"""Figures that two tables of a document print: of one office by the registry, of one label by their agreement."""

from __future__ import annotations

from dataclasses import replace

from pipelines.meaning.checks.generators.tables.echoes import echo_formulas
from pipelines.meaning.checks.generators.tables.repeats import repeat_formulas
from pipelines.meaning.checks.table_view import TableView
from tests.meaning.checks.table_views import column, figure, view


def table(number: int, rows: dict[str, float], *, unit: str = "件", decimals: int = 0) -> TableView:
    """A table with one column and offices by id, two of a name on two rows."""
    of = column(2, "受理", "received", table_id=f"t{number}", unit=unit)
    observations = [
        figure(row, of, value, entity_raw=office, department_id=office.rstrip("'"), decimals=decimals)
        for row, (office, value) in enumerate(rows.items(), start=1)
    ]
    return replace(
        view([of], {}), observations=observations, table_id=f"t{number}", table_no=number, title=f"表{number}"
    )


def test_of_three_tables_each_is_held_against_its_neighbour() -> None:
    tables = [table(1, {"甲": 7}), table(2, {"甲": 8}, decimals=1), table(3, {"甲": 8})]
    found = [(v.table_id, f.terms[0].table_id, f.decimals, f.text) for v, f in repeat_formulas(tables)]
    assert found == [("t2", "t1", 0, "表1：甲 受理"), ("t3", "t2", 0, "表2：甲 受理")]


def test_an_office_on_two_rows_or_in_another_unit_is_no_single_figure() -> None:
    assert list(repeat_formulas([table(1, {"甲": 7}), table(2, {"甲": 3, "甲'": 4})])) == []
    assert list(repeat_formulas([table(1, {"甲": 7}), table(2, {"甲": 7}, unit="万件")])) == []


def summary(number: int, figures: dict[str, list[float]]) -> TableView:
    heads = ["受理", "办结", "满意", "评价", "差评"]
    columns = [
        column(j, head, None, table_id=f"t{number}", unit="件") for j, head in enumerate(heads, start=2)
    ]
    observations = [
        figure(row, of, value, entity_raw=label)
        for row, (label, values) in enumerate(figures.items(), start=1)
        for of, value in zip(columns, values, strict=True)
    ]
    return replace(
        view(columns, {}),
        observations=observations,
        table_id=f"t{number}",
        table_no=number,
        title=f"表{number}",
    )


def test_a_summary_repeats_the_subtotals_of_the_table_after_it() -> None:
    one = summary(1, {"市直小计": [5747, 5701, 5558, 2310, 14]})
    two = summary(2, {"市教育局": [277, 275, 260, 90, 1], "市直小计": [5747, 5701, 5528, 2310, 14]})
    found = {f.target: f for _, f in echo_formulas([one, two], frozenset())}
    assert set(found) == {(2, 2), (2, 3), (2, 4), (2, 5), (2, 6)}
    assert {(f.support, f.tested) for f in found.values()} == {(4, 5)}
    assert found[2, 4].terms[0].place == (1, 4)


def test_two_months_under_the_same_headings_are_two_things() -> None:
    may = summary(1, {"市教育局": [277, 275, 260, 90, 1]})
    june = summary(2, {"市教育局": [301, 299, 280, 90, 1]})
    assert list(echo_formulas([may, june], frozenset())) == []


def test_totals_without_a_name_are_totals_of_two_things() -> None:
    one, two = (
        summary(1, {"合计": [5747, 5701, 5558, 2310, 14]}),
        summary(2, {"合计": [5747, 5701, 5558, 2310, 15]}),
    )
    assert list(echo_formulas([one, two], frozenset())) == []
