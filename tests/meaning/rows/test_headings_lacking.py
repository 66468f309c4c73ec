"""Columns without a heading: their figures are kept without a meaning, and a person is asked."""

from __future__ import annotations

import pytest

from extractors.model import Cell, Document, Front, Row, RowKind, Table
from pipelines.meaning.interpreter import Interpreter
from warehouse.records import DocumentRows

TOOLS = Interpreter()
PRINTED = (("1", "县教育局", "40", "36", "90%"), ("2", "县水利局", "30", "15", "50%"))


def read(*header: tuple[str, ...], printed: tuple[tuple[str, ...], ...] = PRINTED) -> DocumentRows:
    rows = tuple(Row(RowKind.DATA, tuple(Cell(text) for text in row)) for row in printed)
    table = Table(header, rows, title="光山县政务服务事项统计表")
    front = Front(title="通报", place_name="光山县")
    return TOOLS.rows(Document("0" * 64, "text/plain", "", (), (table,), front), "ab" * 32)


def no_heading(rows: DocumentRows) -> list[str | None]:
    return [row.locator for row in rows.problems if row.kind == "no_heading"]


@pytest.mark.parametrize("blank", [(), ("",), (" ", "")])
def test_one_blank_heading_costs_the_meaning_of_its_column(blank: tuple[str, ...]) -> None:
    rows = read(("序号",), ("部门",), ("事项总数",), blank, ("即办件占比",))
    meant = {(row.column_no, row.indicator_id) for row in rows.observations}
    assert meant == {(3, "items_total"), (4, None), (5, "instant_share")}
    assert [(row.value, row.entity_raw) for row in rows.observations if row.column_no == 4] == [
        (36.0, "县教育局"),
        (15.0, "县水利局"),
    ]
    assert no_heading(rows) == [f"{'ab' * 8}-t01 column 4"]
    (message,) = [row.message for row in rows.problems if row.kind == "no_heading"]
    assert "column 4 has no heading" in message


def test_a_table_without_any_heading_keeps_its_figures() -> None:
    rows = read((), (), (), (), ())
    assert {row.column_no for row in rows.observations} == {3, 4, 5}
    assert {row.indicator_id for row in rows.observations} == {None}
    assert [row.value for row in rows.observations if row.column_no == 5] == [90.0, 50.0]
    assert no_heading(rows) == [f"{'ab' * 8}-t01 column {number}" for number in (3, 4, 5)]


def test_a_blank_heading_over_running_numbers_is_nothing_to_ask_about() -> None:
    rows = read((), ("部门",), ("事项总数",), ("即办件事项数",), ("即办件占比",))
    assert no_heading(rows) == []
    assert {row.role for row in rows.columns if row.column_no == 1} == {"sequence"}


def test_where_the_rows_say_what_is_measured_a_heading_is_not_missed() -> None:
    printed = (("事项总数（项）", "40"), ("即办件事项数（项）", "36"))
    rows = read(("指标",), (), printed=printed)
    assert [(row.indicator_id, row.value) for row in rows.observations] == [
        ("items_total", 40.0),
        ("instant_items", 36.0),
    ]
    assert no_heading(rows) == []
