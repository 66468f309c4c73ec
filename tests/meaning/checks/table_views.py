"""Tables as they stand in the warehouse, for generators that ask for indicators, dates and offices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from pipelines.meaning.checks.table_view import TableView
from warehouse.records import RawColumn, RawObservation

NAMES = {"received": "受理", "done": "办结", "rate": "办结率", "a": "一级", "b": "二级", "c": "三级"}
KINDS = {
    "received": "count",
    "done": "count",
    "rate": "ratio",
    "share": "ratio",
    "total": "count",
    "yoy_change": "change",
    "mom_change": "change",
}


def column(number: int, path: str, indicator: str | None = None, **more: Any) -> RawColumn:
    plain = RawColumn(
        document_id="d",
        table_id="t",
        column_no=number,
        column_path=path,
        role="measure",
        indicator_id=indicator,
        unit=None,
        as_of=None,
        status=None,
        method=None,
        score=None,
        runner_up=None,
        phrasing=None,
        proposal=None,
        of_indicator_id=None,
    )
    return replace(plain, **more)


def figure(row: int, of: RawColumn, value: float, **more: Any) -> RawObservation:
    decimals = len(f"{value:.10g}".partition(".")[2])
    plain = RawObservation(
        document_id="d",
        observation_id=f"{of.table_id}-r{row}-c{of.column_no}",
        table_id=of.table_id,
        cell_id=f"{of.table_id}-r{row}-c{of.column_no}",
        row_no=row,
        column_no=of.column_no,
        row_kind="data",
        entity_raw=f"{row}局",
        entity_kind="department",
        department_id=None,
        function_id=None,
        region_code=None,
        scope=None,
        indicator_id=of.indicator_id,
        column_path=of.column_path,
        value=value,
        decimals=decimals,
        unit=of.unit,
        comparator="=",
        as_of=of.as_of,
        value_raw=f"{value:g}",
        kind="value",
        qualifier=None,
        section=None,
        caveat=None,
        footnote=None,
        period_start=None,
    )
    return replace(plain, **more)


def view(columns: list[RawColumn], rows: Mapping[int, Mapping[int, float]], **more: Any) -> TableView:
    """A table of `rows`: {row: {column: value}}."""
    by_number = {column.column_no: column for column in columns}
    return TableView(
        table_id=columns[0].table_id,
        columns=columns,
        observations=[
            figure(row, by_number[number], value)
            for row, cells in rows.items()
            for number, value in cells.items()
        ],
        kinds=KINDS,
        names=NAMES,
        **more,
    )


JUNE, MAY, LAST_YEAR = date(2024, 6, 30), date(2024, 5, 31), date(2023, 6, 30)
