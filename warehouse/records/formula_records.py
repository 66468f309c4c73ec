"""Records of formulas that a table teaches or says by its layout."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from warehouse.records.record import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class RawFormula(Record):
    """A figure that other figures of its table determine: constant + scale × Σ numerator ÷ Σ denominator (1 if none).

    Found when the table was read, evaluated by the models. `source`: learned (the rows obey it), stated (a note says it),
    structural (a total and the rows that it covers). `support` of `tested` rows obey it; `chance` bounds the probability
    that random figures would. `target_id` is an observation.
    """

    table_name: ClassVar[str] = "formulas"
    key: ClassVar[tuple[str, ...]] = ("identity_id",)

    document_id: str
    identity_id: str
    table_id: str
    target_id: str
    kind: str
    source: str
    scale: float
    constant_value: float
    support: int
    tested: int
    chance: float
    formula: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RawFormulaTerm(Record):
    """One of the figures that determine another, on its side of the formula: `part_id` is an observation."""

    table_name: ClassVar[str] = "formula_terms"
    key: ClassVar[tuple[str, ...]] = ("identity_id", "term_no")

    document_id: str
    identity_id: str
    term_no: int
    part_id: str
    side: str
    coefficient: float
