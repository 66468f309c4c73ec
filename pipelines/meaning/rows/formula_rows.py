"""The rows of formulas: which figures of a table determine which.

Belongs here: asking `checks` and writing down its answer. Not here: how a formula is found.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from extractors.model import RowKind, Table
from pipelines.meaning.checks.figures import Figures, figures_of
from pipelines.meaning.checks.formula import Formula, Place
from pipelines.meaning.checks.generators.learned import learn
from pipelines.meaning.checks.generators.ranks import rank_formulas
from pipelines.meaning.checks.generators.structural import column_totals
from pipelines.meaning.tables.observations import TableReading
from warehouse.records import RawFormula, RawFormulaTerm, RawObservation, Rows

# Fates of cells that hold no part of a sum: blank in words, or not of the table's figures.
_HOLDS_NOTHING = frozenset({"no_value", "observation", "entity", "note", "sequence", "section"})


def formula_rows(
    table: Table,
    reading: TableReading,
    observations: Sequence[RawObservation],
    indicator_kinds: Mapping[str, str],
) -> Rows:
    """The formulas of a table, each with its terms; none for a table turned on its side, whose rows are no parts."""
    rows = Rows()
    if any(column.entity or column.names_indicators for column in reading.columns):
        return rows
    kinds = [row.kind for row in table.rows]
    figures = figures_of(reading.columns, reading.observations, kinds, indicator_kinds)
    if not figures.columns:
        return rows
    cells = Counter((o.row_no, o.column_no) for o in observations)
    ids = {(o.row_no, o.column_no): o.observation_id for o in observations}
    notes = (*table.notes_before, *table.footnotes)
    found = (
        *column_totals(figures, _unread(reading, figures)),
        *learn(figures, notes),
        *rank_formulas(figures),
    )
    for formula in found:
        places = (formula.target, *(term.place for term in formula.terms))
        if all(cells[place] == 1 for place in places):
            _write(rows, formula, ids, observations[0])
    return rows


def _unread(reading: TableReading, figures: Figures) -> frozenset[Place]:
    """Cells in columns of measures that hold something which is not one plain figure."""
    measures = {column.column_no: j for j, column in enumerate(figures.columns)}
    unread = set()
    for fate in reading.fates:
        j = measures.get(fate.column_no)
        if j is None or figures.row_kinds[fate.row_no - 1] is not RowKind.DATA:
            continue
        missing = figures.values[fate.row_no - 1, j] != figures.values[fate.row_no - 1, j]
        if missing and (fate.fate not in _HOLDS_NOTHING or fate.fate == "observation"):
            unread.add((fate.row_no, fate.column_no))
    return frozenset(unread)


def _write(rows: Rows, formula: Formula, ids: Mapping[Place, str], like: RawObservation) -> None:
    target = ids[formula.target]
    identity = f"{formula.source}:{formula.kind}:{target}"
    rows.formulas.append(
        RawFormula(
            document_id=like.document_id,
            identity_id=identity,
            table_id=like.table_id,
            target_id=target,
            kind=formula.kind,
            source=formula.source,
            scale=formula.scale,
            constant_value=formula.constant,
            support=formula.support,
            tested=formula.tested,
            chance=formula.chance,
            formula=formula.text,
        )
    )
    rows.formula_terms.extend(
        RawFormulaTerm(
            document_id=like.document_id,
            identity_id=identity,
            term_no=number,
            part_id=ids[term.place],
            side=term.side,
            coefficient=term.coefficient,
        )
        for number, term in enumerate(formula.terms, start=1)
    )
