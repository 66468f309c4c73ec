"""A formula that one table taught, in another with the same headings."""

from __future__ import annotations

from pipelines.meaning.checks.generators.rows.transfers import Pattern, transferred_formulas
from tests.meaning.checks.table_views import column, view

TAUGHT = Pattern(
    table_id="taught",
    target="满意率",
    kind="row_ratio",
    parts=(("满意件", "numerator", 1.0), ("工单量", "denominator", 1.0)),
    scale=100.0,
    constant=0.0,
    is_rate=True,
    support=14,
    tested=14,
    text="(满意件 ÷ 工单量) × 100",
)
COLUMNS = [column(2, "工单量", unit="件"), column(3, "满意件", unit="件"), column(4, "满意率", unit="%")]


def test_a_summary_of_two_rows_obeys_what_the_tables_after_it_taught() -> None:
    table = view(COLUMNS, {1: {2: 5747.0, 3: 5558.0, 4: 96.71}, 2: {2: 200.0, 3: 150.0, 4: 85.0}})
    found = {f.target: f for f in transferred_formulas(table, [TAUGHT], frozenset())}
    assert set(found) == {(1, 4), (2, 4)}
    assert (found[2, 4].source, found[2, 4].support, found[2, 4].tested) == ("learned", 14, 14)


def test_a_table_that_does_not_obey_has_other_headings_in_mind() -> None:
    table = view(COLUMNS, {1: {2: 5747.0, 3: 5558.0, 4: 99.9}, 2: {2: 200.0, 3: 150.0, 4: 85.0}})
    assert list(transferred_formulas(table, [TAUGHT], frozenset())) == []


def test_a_column_that_has_formulas_of_its_own_takes_none() -> None:
    table = view(COLUMNS, {1: {2: 200.0, 3: 150.0, 4: 75.0}})
    assert list(transferred_formulas(table, [TAUGHT], frozenset({4}))) == []
