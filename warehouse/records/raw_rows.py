"""The rows that belong to documents, table by table, and how they travel between processes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Self, TypeVar

from warehouse.records.document_records import DocumentFacts, RawDocument, RawProblem
from warehouse.records.formula_records import RawFormula, RawFormulaTerm
from warehouse.records.prose_records import (
    RawFigureAccount,
    RawIgnoredFigure,
    RawRanking,
    RawStatement,
    RawTarget,
)
from warehouse.records.record import Record, columns_of, from_columns
from warehouse.records.table_records import RawCell, RawColumn, RawNameMatch, RawObservation, RawTable

R = TypeVar("R", bound=Record)

# The tables below a document, in the order in which they are written.
_BELOW: tuple[type[Record], ...] = (
    RawTable,
    RawColumn,
    RawCell,
    RawObservation,
    RawFormula,
    RawFormulaTerm,
    RawNameMatch,
    RawStatement,
    RawRanking,
    RawTarget,
    RawIgnoredFigure,
    RawFigureAccount,
    RawProblem,
)
# All tables whose rows belong to one document and are replaced with it.
ROWS_OF_A_DOCUMENT: tuple[type[Record], ...] = (RawDocument, *_BELOW)


@dataclass(slots=True, kw_only=True)
class Rows:
    """Rows below a document: of all of it or of a part, such as one of its tables."""

    tables: list[RawTable] = field(default_factory=list)
    columns: list[RawColumn] = field(default_factory=list)
    cells: list[RawCell] = field(default_factory=list)
    observations: list[RawObservation] = field(default_factory=list)
    formulas: list[RawFormula] = field(default_factory=list)
    formula_terms: list[RawFormulaTerm] = field(default_factory=list)
    name_matches: list[RawNameMatch] = field(default_factory=list)
    statements: list[RawStatement] = field(default_factory=list)
    rankings: list[RawRanking] = field(default_factory=list)
    targets: list[RawTarget] = field(default_factory=list)
    ignored_figures: list[RawIgnoredFigure] = field(default_factory=list)
    figure_account: list[RawFigureAccount] = field(default_factory=list)
    problems: list[RawProblem] = field(default_factory=list)

    def of(self, kind: type[R]) -> list[R]:
        """The rows of one table."""
        rows: list[R] = getattr(self, kind.table_name)
        return rows

    def extend(self, others: Rows) -> None:
        """Add the rows of a part."""
        for kind in _BELOW:
            self.of(kind).extend(others.of(kind))

    def __reduce__(self) -> tuple[Callable[..., Rows], tuple[Any, ...]]:
        # Whole columns: records one by one would each be asked for their fields by Python code.
        return _from_pickle, (type(self), self._besides(), self._packed())

    def _besides(self) -> dict[str, Any]:
        return {}

    def _packed(self) -> list[list[tuple[Any, ...]]]:
        return [columns_of(kind, self.of(kind)) for kind in _BELOW]

    @classmethod
    def _unpacked(cls, besides: dict[str, Any], packed: list[list[tuple[Any, ...]]]) -> Self:
        rows = cls(**besides)
        for kind, columns in zip(_BELOW, packed, strict=True):
            rows.of(kind).extend(from_columns(kind, columns))
        return rows


@dataclass(slots=True, kw_only=True)
class DocumentRows(Rows):
    """All that a document says, as rows."""

    document: DocumentFacts

    def _besides(self) -> dict[str, Any]:
        return {"document": self.document}


def _from_pickle(kind: type[Rows], besides: dict[str, Any], packed: list[list[tuple[Any, ...]]]) -> Rows:
    return kind._unpacked(besides, packed)
