"""Prose: its figures, lists and targets, and the account of all its digits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from warehouse.records.record import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class RawStatement(Record):
    """A figure of the prose, with its exact words."""

    table_name: ClassVar[str] = "statements"
    key: ClassVar[tuple[str, ...]] = ("statement_id",)

    statement_id: str
    document_id: str
    sentence: str
    quote: str
    char_start: int
    char_end: int
    indicator_id: str | None
    indicator_raw: str | None
    scope: str | None
    region_code: str | None
    department_id: str | None
    value: float | None
    decimals: int | None
    unit: str | None
    comparator: str | None
    as_of: date | None
    since: date | None
    about: str | None
    qualifier: str | None
    kind: str
    subject: str | None
    compared_with: str | None
    indicator_status: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RawRanking(Record):
    """One name of a list of leaders or laggards."""

    table_name: ClassVar[str] = "rankings"
    key: ClassVar[tuple[str, ...]] = ("ranking_id", "position")

    ranking_id: str
    document_id: str
    position: int
    indicator_id: str | None
    indicator_raw: str | None
    direction: str
    name_raw: str
    entity_kind: str | None
    region_code: str | None
    function_id: str | None
    department_id: str | None
    scope: str | None
    as_of: date | None
    quote: str
    char_start: int
    char_end: int
    name_limit: int | None
    open_ended: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RawTarget(Record):
    """Something that is to be reached, in the prose or in a cell."""

    table_name: ClassVar[str] = "targets"
    key: ClassVar[tuple[str, ...]] = ("target_id",)

    target_id: str
    document_id: str
    clause: str | None
    indicator_id: str | None
    indicator_raw: str | None
    region_code: str | None
    comparator: str | None
    threshold: float | None
    unit: str | None
    deadline: date | None
    responsible: str | None
    quote: str
    char_start: int | None
    char_end: int | None
    is_condition: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RawIgnoredFigure(Record):
    """Digits of the prose that are no statement, and the rule that says why."""

    table_name: ClassVar[str] = "ignored_figures"

    document_id: str
    char_start: int
    char_end: int
    text: str
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RawFigureAccount(Record):
    """How many figures the prose of a document has (fate printed), and how many of them had each fate.

    statement, review, a named rule, or lost, which must not be.
    """

    table_name: ClassVar[str] = "figure_account"
    key: ClassVar[tuple[str, ...]] = ("document_id", "fate")

    document_id: str
    fate: str
    figures: int
