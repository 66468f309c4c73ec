"""The rows of the raw schema as types: one frozen record for each table, its fields the columns in their order.

Belongs here: what a raw row is made of. Not here: the SQL that makes the tables (`warehouse.raw_schema` derives it), how
rows get into the warehouse (`warehouse.writer`), and what fills them (`pipelines.meaning`).
"""

from __future__ import annotations

from warehouse.records.document_records import (
    DocumentFacts,
    RawAddress,
    RawDocument,
    RawOriginal,
    RawProblem,
)
from warehouse.records.formula_records import RawFormula, RawFormulaTerm
from warehouse.records.prose_records import (
    RawFigureAccount,
    RawIgnoredFigure,
    RawRanking,
    RawStatement,
    RawTarget,
)
from warehouse.records.raw_rows import ROWS_OF_A_DOCUMENT, DocumentRows, Rows
from warehouse.records.record import Record
from warehouse.records.registry_records import (
    REGISTRIES,
    RawFunction,
    RawIndicator,
    RawRecipe,
    RawRegion,
    RegistryRows,
)
from warehouse.records.table_records import RawCell, RawColumn, RawNameMatch, RawObservation, RawTable

__all__ = [
    "REGISTRIES",
    "ROWS_OF_A_DOCUMENT",
    "DocumentFacts",
    "DocumentRows",
    "RawAddress",
    "RawCell",
    "RawColumn",
    "RawDocument",
    "RawFigureAccount",
    "RawFormula",
    "RawFormulaTerm",
    "RawFunction",
    "RawIgnoredFigure",
    "RawIndicator",
    "RawNameMatch",
    "RawObservation",
    "RawOriginal",
    "RawProblem",
    "RawRanking",
    "RawRecipe",
    "RawRegion",
    "RawStatement",
    "RawTable",
    "RawTarget",
    "Record",
    "RegistryRows",
    "Rows",
]
