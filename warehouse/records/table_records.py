"""Tables: what was read of them, and what became of every cell."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from warehouse.records.record import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class RawTable(Record):
    """A table, joined over page breaks."""

    table_name: ClassVar[str] = "tables"
    key: ClassVar[tuple[str, ...]] = ("table_id",)

    table_id: str
    document_id: str
    table_no: int
    attachment_no: int | None
    title: str | None
    caption: str | None
    as_of: date | None
    as_of_is_own: bool
    region_code: str | None
    scope: str | None
    footnote: str | None
    page_first: int | None
    page_last: int | None
    row_count: int
    column_count: int
    reader: str
    proofs: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RawColumn(Record):
    """A leaf column: its heading, its role, what it measures."""

    table_name: ClassVar[str] = "columns"
    key: ClassVar[tuple[str, ...]] = ("table_id", "column_no")

    document_id: str
    table_id: str
    column_no: int
    column_path: str
    role: str
    indicator_id: str | None
    unit: str | None
    as_of: date | None
    status: str | None
    method: str | None
    score: float | None
    runner_up: str | None
    phrasing: str | None
    proposal: str | None
    of_indicator_id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RawCell(Record):
    """A cell of the body, as printed, with its place and what became of it."""

    table_name: ClassVar[str] = "cells"
    key: ClassVar[tuple[str, ...]] = ("cell_id",)

    cell_id: str
    document_id: str
    table_id: str
    row_no: int
    column_no: int
    row_kind: str
    text: str | None
    covered: bool
    page: int | None
    x0: float | None
    y0: float | None
    x1: float | None
    y1: float | None
    source_line: int | None
    fate: str
    fate_reason: str | None
    footnote: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RawObservation(Record):
    """A figure of a table: who, what, how much, in which unit, as of when."""

    table_name: ClassVar[str] = "observations"
    key: ClassVar[tuple[str, ...]] = ("observation_id",)

    observation_id: str
    document_id: str
    table_id: str
    cell_id: str
    row_no: int
    column_no: int
    row_kind: str
    entity_raw: str | None
    entity_kind: str | None
    department_id: str | None
    function_id: str | None
    region_code: str | None
    scope: str | None
    indicator_id: str | None
    column_path: str
    value: float | None
    decimals: int
    unit: str | None
    comparator: str | None
    as_of: date | None
    period_start: date | None
    value_raw: str
    kind: str
    qualifier: str | None
    section: str | None
    caveat: str | None
    footnote: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RawNameMatch(Record):
    """What the label of a row was resolved to."""

    table_name: ClassVar[str] = "name_matches"
    key: ClassVar[tuple[str, ...]] = ("table_id", "row_no", "name_raw")

    document_id: str
    table_id: str
    row_no: int
    name_raw: str
    entity_kind: str | None
    region_code: str | None
    function_id: str | None
    function_name: str | None
    department_id: str | None
    method: str
    score: float | None
    runner_up: str | None
    runner_up_score: float | None
    status: str
    evidence: str | None
