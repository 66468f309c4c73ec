"""Records of formulas that a table teaches or says by its layout."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from warehouse.records.record import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class RawFormula(Record):
    """A figure that other figures of its table determine: constant + scale × Σ numerator ÷ Σ denominator (1 if none).

    Found when the table was read, evaluated by the models. `source`: registered (the registry of indicators knows it),
    stated (a note says it), structural (a total and the rows that it covers), learned (the rows obey it). `support` of
    `tested` rows obey it; `chance` bounds the probability that random figures would. `target_id` is an observation.

    `is_rate`: a unit of the last decimal may be lost to rounding. `decimals` and `indicator_id` are empty where they are
    those of the target. `note` is a probable cause. Where the formula doesn't hold, `culprit_id` is the figure that
    explains it together with all others that it is part of, and `culprit_value` what would make them hold, and `consequence_of` the
    check at the culprit, unless this is it. `doubt` says why its figures may be misread, where something speaks for that.
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
    is_rate: bool
    decimals: int | None
    indicator_id: str | None
    note: str | None
    culprit_id: str | None
    culprit_value: float | None
    consequence_of: str | None
    doubt: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RawFormulaTerm(Record):
    """One of the figures that determine another, on its side of the formula: `part_id` is an observation.

    At the side `blank` it is a cell that holds nothing, and adds nothing.
    """

    table_name: ClassVar[str] = "formula_terms"
    key: ClassVar[tuple[str, ...]] = ("identity_id", "term_no")

    document_id: str
    identity_id: str
    term_no: int
    part_id: str
    side: str
    coefficient: float
