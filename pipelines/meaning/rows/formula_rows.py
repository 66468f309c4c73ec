"""The rows of formulas: which figures of a document determine which.

Belongs here: asking the generators of `checks` and writing down their answers. Not here: how a formula is found, and who is to
blame where it doesn't hold (`formula_culprits`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from extractors.model import RowKind, Table
from pipelines.meaning.checks.figures import Figures, figures_of
from pipelines.meaning.checks.formula import Formula, Kind, Place, Source
from pipelines.meaning.checks.generators.differences import difference_formulas
from pipelines.meaning.checks.generators.learned import learn
from pipelines.meaning.checks.generators.ranks import rank_formulas
from pipelines.meaning.checks.generators.registered import registered_formulas
from pipelines.meaning.checks.generators.repeats import repeat_formulas
from pipelines.meaning.checks.generators.sideways import sideways_formulas
from pipelines.meaning.checks.generators.structural import column_totals
from pipelines.meaning.checks.rounding import verdict
from pipelines.meaning.checks.table_view import TableView, value_of
from pipelines.meaning.resolvers import Registered
from pipelines.meaning.rows.printed_rows import cell_id
from pipelines.meaning.tables.observations import TableReading
from warehouse.records import RawFormula, RawFormulaTerm, RawObservation, Rows

# Fates of cells that hold no part of a sum: blank in words, or not of the table's figures.
_HOLDS_NOTHING = frozenset({"no_value", "observation", "entity", "note", "sequence", "section"})
# Kinds that say the same of a figure: what its own row makes of it. One of them is enough, the surest.
_OF_THE_ROW: frozenset[Kind] = frozenset({"row_ratio", "row_total", "row_difference"})
_SUREST_FIRST: tuple[Source, ...] = ("stated", "registered", "structural", "learned")
# A formula that a larger part of its rows breaks is the formula's mistake, and says nothing of the rows.
MOST_BROKEN = 0.5
# So many rows with a blank part must fit before one that doesn't is held against the bulletin.
FEWEST_BLANKS = 3


def formula_rows(table: Table, reading: TableReading, own: Rows, registered: Registered) -> Rows:
    """The formulas of a table, each with its terms, by what was read and by its own raw rows."""
    rows = Rows()
    kinds = [row.kind for row in table.rows]
    figures = figures_of(reading.columns, reading.observations, kinds, registered.kinds)
    if not figures.columns or not own.observations:
        return rows
    unread = _unread(reading, figures)
    view = TableView(
        table_id=own.observations[0].table_id,
        columns=own.columns,
        observations=own.observations,
        kinds=registered.kinds,
        names=registered.names,
        unread=unread,
    )
    if any(column.entity or column.names_indicators for column in reading.columns):
        found = _believed(sideways_formulas(view, registered.identities), view, lambda f: f.target[0])
    else:
        known = [*registered_formulas(view, registered.identities), *difference_formulas(view)]
        found = _believed(known, view, lambda f: f.target[1])
        found += column_totals(figures, unread)
        found += learn(figures, (*table.notes_before, *table.footnotes))
        found += rank_formulas(figures)
    ids = {(o.row_no, o.column_no): o.observation_id for o in own.observations}
    cells = Counter((o.row_no, o.column_no) for o in own.observations)
    for formula in _surest(found):
        parts = (term.place for term in formula.terms if term.side != "blank")
        if all(cells[place] == 1 for place in (formula.target, *parts)):
            _write(rows, formula, own.observations[0], {view.table_id: ids})
    return rows


def repeated_rows(rows: Rows, registered: Registered) -> Rows:
    """The formulas between the tables of a document: figures that it prints twice."""
    out = Rows()
    observations: dict[str, list[RawObservation]] = defaultdict(list)
    for observation in rows.observations:
        observations[observation.table_id].append(observation)
    views = [
        TableView(
            table_id=table.table_id,
            columns=(),
            observations=observations[table.table_id],
            kinds=registered.kinds,
            names=registered.names,
            table_no=table.table_no,
            title=table.title,
            scope=table.scope,
        )
        for table in rows.tables
    ]
    found = list(repeat_formulas(views))
    ids = {
        table_id: {(o.row_no, o.column_no): o.observation_id for o in of_table}
        for table_id, of_table in observations.items()
    }
    columns: dict[Hashable, list[tuple[TableView, Formula]]] = defaultdict(list)
    for view, formula in found:
        columns[view.table_id, formula.target[1], formula.terms[0].table_id].append((view, formula))
    for group in columns.values():
        support = sum(formula.support for _, formula in group)
        if support >= (1 - MOST_BROKEN) * len(group):
            for view, formula in group:
                counted = replace(formula, support=support, tested=len(group))
                _write(out, counted, observations[view.table_id][0], ids, view.table_id)
    return out


def _believed(formulas: Iterable[Formula], view: TableView, line: Callable[[Formula], int]) -> list[Formula]:
    """The formulas of each line (a column, or a row of a table on its side) that most of its figures obey."""
    groups: dict[Hashable, list[tuple[Formula, bool]]] = defaultdict(list)
    for formula in formulas:
        groups[formula.kind, line(formula)].append((formula, _holds(formula, view)))
    believed = []
    for group in groups.values():
        support = sum(holds for _, holds in group)
        if support < (1 - MOST_BROKEN) * len(group):
            continue
        # A blank part may be nothing, or not known: it is nothing where other rows with blanks fit.
        settled = sum(holds and _has_blanks(formula) for formula, holds in group) >= FEWEST_BLANKS
        believed += [
            replace(formula, support=support, tested=len(group))
            for formula, holds in group
            if holds or settled or not _has_blanks(formula)
        ]
    return believed


def _has_blanks(formula: Formula) -> bool:
    """Whether some of its parts are blank, and others aren't."""
    return {"blank"} < {term.side for term in formula.terms}


def _holds(formula: Formula, view: TableView) -> bool:
    target = view.figures[formula.target]
    sides = {"numerator": 0.0, "denominator": 0.0}
    for term in formula.terms:
        if term.side == "blank":
            continue
        sides[term.side] += term.coefficient * value_of(view.figures[term.place])
    below = sides["denominator"] if any(term.side == "denominator" for term in formula.terms) else 1.0
    computed = formula.constant + formula.scale * sides["numerator"] / below
    return verdict(value_of(target), computed, target.decimals, is_rate=formula.is_rate) != "mismatch"


def _surest(formulas: Sequence[Formula]) -> Iterator[Formula]:
    """Of several formulas that say the same of one figure the surest, and each kind once."""
    seen: set[Hashable] = set()
    for formula in sorted(formulas, key=lambda formula: _SUREST_FIRST.index(formula.source)):
        key = (formula.target, "row" if formula.kind in _OF_THE_ROW else formula.kind)
        if key not in seen:
            seen.add(key)
            yield formula


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


def _write(
    rows: Rows,
    formula: Formula,
    like: RawObservation,
    ids: Mapping[str, Mapping[Place, str]],
    table_id: str | None = None,
) -> None:
    own = table_id or like.table_id
    target = ids[own][formula.target]
    identity = f"{formula.source}:{formula.kind}:{target}"
    rows.formulas.append(
        RawFormula(
            document_id=like.document_id,
            identity_id=identity,
            table_id=own,
            target_id=target,
            kind=formula.kind,
            source=formula.source,
            scale=formula.scale,
            constant_value=formula.constant,
            support=formula.support,
            tested=formula.tested,
            chance=formula.chance,
            formula=formula.text,
            is_rate=formula.is_rate,
            decimals=formula.decimals,
            indicator_id=formula.indicator_id,
            note=formula.note,
            culprit_id=None,
            culprit_value=None,
            consequence_of=None,
        )
    )
    rows.formula_terms.extend(
        RawFormulaTerm(
            document_id=like.document_id,
            identity_id=identity,
            term_no=number,
            part_id=cell_id(own, *term.place)
            if term.side == "blank"
            else ids[term.table_id or own][term.place],
            side=term.side,
            coefficient=term.coefficient,
        )
        for number, term in enumerate(formula.terms, start=1)
    )
