"""Who is to blame where formulas of a document don't hold, written beside them.

Belongs here: raw formulas as equations, and what their solution says. Not here: the solution (`checks.culprits`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from pipelines.meaning.checks.culprits import Culprit, Equation, culprits, settled_by
from pipelines.meaning.checks.placing import Ranked, out_of_order, placed
from pipelines.meaning.checks.rounding import number_text
from warehouse.records import RawFormula, RawFormulaTerm, RawObservation, Rows

# Several totals of one row that are off in one direction: this many, and it is the row that lacks somebody.
_FEWEST_DROPPED = 2
_TOO_MUCH = "同一合计行多列大于各行之和：可能有单位未列入表中而计入合计"
_TOO_LITTLE = "同一合计行多列小于各行之和：可能合计漏计了单位"


def with_culprits(rows: Rows) -> None:
    """Name the figures that explain what doesn't hold; a culprit that no formula determines gets one that shows it."""
    if not rows.formulas:
        return
    observations = {o.observation_id: o for o in rows.observations}
    terms: dict[str, list[RawFormulaTerm]] = defaultdict(list)
    for term in rows.formula_terms:
        terms[term.identity_id].append(term)
    equations = {
        formula.identity_id: _equation(formula, terms[formula.identity_id], observations)
        for formula in rows.formulas
        if formula.kind != "ranking"
    }
    values = {id_: o.value for id_, o in observations.items() if o.value is not None}
    decimals = {id_: o.decimals for id_, o in observations.items()}
    broken = {id_ for id_, equation in equations.items() if not equation.holds(values)}
    causes = _dropped(rows.formulas, broken, equations, values, observations)
    rows.formulas[:] = [
        replace(formula, note=formula.note or causes.get(formula.identity_id)) for formula in rows.formulas
    ]
    ranks = _Ranks(rows, terms)
    system = list(equations.values())
    corrected = dict(values)
    for culprit in culprits(system, values, decimals):
        _name(rows, culprit, equations, observations[culprit.figure])
        corrected[culprit.figure] = culprit.value
    for culprit in settled_by(system, corrected, decimals, ranks.measures(values), ranks.misplaced):
        _name(rows, culprit, equations, observations[culprit.figure])
        corrected[culprit.figure] = culprit.value
    doubtful = {figure for equation in system if not equation.holds(corrected) for figure in equation.figures}
    judged = ranks.judged(corrected, doubtful)
    rows.formulas[:] = [now for one in rows.formulas if (now := judged.get(one.identity_id, one)) is not None]
    kept = {formula.identity_id for formula in rows.formulas}
    rows.formula_terms[:] = [term for term in rows.formula_terms if term.identity_id in kept]


class _Ranks:
    """The printed ranks of a document, column by column."""

    def __init__(self, rows: Rows, terms: Mapping[str, Sequence[RawFormulaTerm]]) -> None:
        columns: dict[tuple[str, str], list[tuple[RawFormula, RawFormulaTerm]]] = defaultdict(list)
        for formula in rows.formulas:
            if formula.kind == "ranking":
                (term,) = terms[formula.identity_id]
                columns[formula.table_id, formula.target_id.rsplit("-c", 1)[1]].append((formula, term))
        self._columns = list(columns.values())

    def measures(self, values: Mapping[str, float]) -> dict[str, float]:
        """The figures that ranks follow."""
        return {term.part_id: values[term.part_id] for column in self._columns for _, term in column}

    def misplaced(self, values: Mapping[str, float]) -> int:
        """How many ranks are not the place that the figures give them."""
        count = 0
        for column in self._columns:
            ranks = _ranked(column, values)
            places = placed(ranks)
            count += sum(places[one.id].place != one.rank for one in ranks)
        return count

    def judged(self, values: Mapping[str, float], doubtful: set[str]) -> dict[str, RawFormula | None]:
        """What each rank should say; None for one that is wrong where the figures of its column are in doubt."""
        found: dict[str, RawFormula | None] = {}
        for column in self._columns:
            ranks = _ranked(column, values)
            places = placed(ranks)
            wrong = [one.id for one in ranks if places[one.id].place != one.rank]
            alone = out_of_order(ranks, places) or (wrong[0] if len(wrong) == 1 else None)
            in_doubt = any(term.part_id in doubtful for _, term in column)
            for (formula, term), one in zip(column, ranks, strict=True):
                if one.id in wrong and in_doubt:
                    found[formula.identity_id] = None
                    continue
                culprit = alone if one.id in wrong else None
                found[formula.identity_id] = replace(
                    formula,
                    constant_value=places[one.id].place,
                    scale=0.0,
                    formula=f"{formula.formula} {number_text(values[term.part_id])} 排第 {places[one.id].first}",
                    culprit_id=culprit,
                    culprit_value=places[culprit].place if culprit else None,
                    consequence_of=f"ranking:{culprit}" if culprit and culprit != one.id else None,
                )
        return found


def _ranked(column: Sequence[tuple[RawFormula, RawFormulaTerm]], values: Mapping[str, float]) -> list[Ranked]:
    return [
        Ranked(
            id=formula.target_id,
            rank=values[formula.target_id],
            points=term.coefficient * values[term.part_id],
        )
        for formula, term in column
    ]


def _name(rows: Rows, culprit: Culprit, equations: Mapping[str, Equation], figure: RawObservation) -> None:
    """Write a culprit beside all that it explains; the first of its own checks shows it, the others follow from that."""
    explained = [formula for formula in rows.formulas if formula.identity_id in culprit.explains]
    own = next((formula for formula in explained if formula.target_id == culprit.figure), None)
    if own is None:
        own = _show(rows, culprit, explained, equations, figure)
    shown = f"{own.kind}:{culprit.figure}"
    rows.formulas[:] = [
        replace(
            formula,
            culprit_id=culprit.figure,
            culprit_value=culprit.value,
            consequence_of=None if formula.identity_id == own.identity_id else shown,
        )
        if formula.identity_id in culprit.explains or formula is own
        else formula
        for formula in rows.formulas
    ]


def _show(
    rows: Rows,
    culprit: Culprit,
    explained: Sequence[RawFormula],
    equations: Mapping[str, Equation],
    figure: RawObservation,
) -> RawFormula:
    """A formula at a culprit that none determines by itself: the value that makes all hold, from all their figures."""
    identity = f"{explained[0].source}:crossing:{culprit.figure}"
    others = sorted(
        {id_ for one in explained for id_ in equations[one.identity_id].figures} - {culprit.figure}
    )
    shown = replace(
        explained[0],
        identity_id=identity,
        table_id=figure.table_id,
        target_id=culprit.figure,
        kind="crossing",
        scale=0.0,
        constant_value=culprit.value,
        formula="同时满足 " + "；".join(dict.fromkeys(one.formula for one in explained)),
        is_rate=False,
        decimals=None,
        indicator_id=None,
        note=None,
    )
    rows.formulas.append(shown)
    rows.formula_terms.extend(
        RawFormulaTerm(
            document_id=figure.document_id,
            identity_id=identity,
            term_no=number,
            part_id=part,
            side="numerator",
            coefficient=1.0,
        )
        for number, part in enumerate(others, start=1)
    )
    return shown


def _equation(
    formula: RawFormula, terms: Sequence[RawFormulaTerm], observations: Mapping[str, RawObservation]
) -> Equation:
    def side(name: str) -> tuple[tuple[str, float], ...]:
        return tuple((term.part_id, term.coefficient) for term in terms if term.side == name)

    own = observations[formula.target_id].decimals
    return Equation(
        id=formula.identity_id,
        target=formula.target_id,
        numerator=side("numerator"),
        denominator=side("denominator"),
        scale=formula.scale,
        constant=formula.constant_value,
        decimals=own if formula.decimals is None else formula.decimals,
        is_rate=formula.is_rate,
    )


def _dropped(
    formulas: Sequence[RawFormula],
    broken: set[str],
    equations: Mapping[str, Equation],
    values: Mapping[str, float],
    observations: Mapping[str, RawObservation],
) -> dict[str, str]:
    """The probable cause of totals of one row that are off in one direction: somebody isn't in the list."""
    by_row: dict[tuple[str, int], list[tuple[str, float]]] = defaultdict(list)
    for formula in formulas:
        if formula.kind == "column_total" and formula.identity_id in broken:
            computed = equations[formula.identity_id].computed(values)
            if computed is not None:
                total = observations[formula.target_id]
                by_row[total.table_id, total.row_no].append(
                    (formula.identity_id, values[formula.target_id] - computed)
                )
    causes: dict[str, str] = {}
    for found in by_row.values():
        signs = {difference > 0 for _, difference in found}
        if len(found) >= _FEWEST_DROPPED and len(signs) == 1:
            causes |= {id_: _TOO_MUCH if signs == {True} else _TOO_LITTLE for id_, _ in found}
    return causes
