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
from pipelines.meaning.checks.generators.columns.calendar_rows import period_formulas
from pipelines.meaning.checks.generators.columns.means import row_means
from pipelines.meaning.checks.generators.columns.ranks import rank_formulas
from pipelines.meaning.checks.generators.columns.shares import share_formulas
from pipelines.meaning.checks.generators.columns.structural import column_totals
from pipelines.meaning.checks.generators.rows.differences import difference_formulas
from pipelines.meaning.checks.generators.rows.learned import learn
from pipelines.meaning.checks.generators.rows.registered import registered_formulas
from pipelines.meaning.checks.generators.rows.transfers import Pattern, transferred_formulas
from pipelines.meaning.checks.generators.rows.weights import weighted_formulas
from pipelines.meaning.checks.generators.sideways import sideways_formulas
from pipelines.meaning.checks.generators.tables.echoes import echo_formulas
from pipelines.meaning.checks.generators.tables.repeats import repeat_formulas
from pipelines.meaning.checks.rounding import verdict
from pipelines.meaning.checks.table_view import TableView, value_of
from pipelines.meaning.resolvers import Registered
from pipelines.meaning.rows.printed_rows import cell_id
from pipelines.meaning.tables.observations import TableReading
from warehouse.records import RawColumn, RawFormula, RawFormulaTerm, RawObservation, Rows

# Fates of cells that hold no part of a sum: blank in words, or not of the table's figures.
_HOLDS_NOTHING = frozenset({"no_value", "observation", "entity", "note", "sequence", "section"})
# Kinds that say the same of a figure: what its own row makes of it. One of them is enough, the surest.
_ROW_KINDS: dict[str, Kind] = {
    "row_ratio": "row_ratio",
    "row_total": "row_total",
    "row_difference": "row_difference",
}
_OF_THE_ROW = frozenset(_ROW_KINDS)
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
        notes = (*table.notes_before, *table.footnotes)
        found += period_formulas(figures)
        found += column_totals(figures, unread, notes)
        found += row_means(figures)
        found += learn(figures, notes)
        found += share_formulas(figures)
        found += weighted_formulas(figures)
        found += rank_formulas(figures)
    ids = {(o.row_no, o.column_no): o.observation_id for o in own.observations}
    cells = Counter((o.row_no, o.column_no) for o in own.observations)
    for formula in _surest(found):
        parts = (term.place for term in formula.terms if term.side != "blank")
        if all(cells[place] == 1 for place in (formula.target, *parts)):
            _write(rows, formula, own.observations[0], {view.table_id: ids})
    return rows


def rows_between_tables(rows: Rows, registered: Registered) -> Rows:
    """The formulas that the tables of a document give each other: what one taught, and figures printed twice."""
    out = Rows()
    observations: dict[str, list[RawObservation]] = defaultdict(list)
    for observation in rows.observations:
        observations[observation.table_id].append(observation)
    columns: dict[str, list[RawColumn]] = defaultdict(list)
    for column in rows.columns:
        columns[column.table_id].append(column)
    views = [
        TableView(
            table_id=table.table_id,
            columns=columns[table.table_id],
            observations=observations[table.table_id],
            kinds=registered.kinds,
            names=registered.names,
            table_no=table.table_no,
            title=table.title,
            scope=table.scope,
        )
        for table in rows.tables
    ]
    ids = {
        table_id: {(o.row_no, o.column_no): o.observation_id for o in of_table}
        for table_id, of_table in observations.items()
    }
    patterns = list(_patterns(rows))
    for view in views:
        places = {id_: place for place, id_ in ids.get(view.table_id, {}).items()}
        taken = frozenset(
            places[formula.target_id][1]
            for formula in rows.formulas
            if formula.table_id == view.table_id and formula.kind in _OF_THE_ROW
        )
        for formula in transferred_formulas(view, patterns, taken):
            _write(out, formula, observations[view.table_id][0], ids, view.table_id)
    repeats = list(_believed_repeats(repeat_formulas(views)))
    known = frozenset((view.table_id, formula.target) for view, formula in repeats)
    for view, formula in (*repeats, *echo_formulas(views, known)):
        _write(out, formula, observations[view.table_id][0], ids, view.table_id)
    return out


def _patterns(rows: Rows) -> Iterator[Pattern]:
    """The formulas that tables taught, each once for its table, by headings in place of figures."""
    observations = {o.observation_id: o for o in rows.observations}
    terms: dict[str, list[RawFormulaTerm]] = defaultdict(list)
    for term in rows.formula_terms:
        terms[term.identity_id].append(term)
    seen: set[Hashable] = set()
    for formula in rows.formulas:
        if formula.source not in ("learned", "stated") or formula.kind not in _OF_THE_ROW:
            continue
        target = observations[formula.target_id]
        if (formula.table_id, target.column_no) in seen:
            continue
        seen.add((formula.table_id, target.column_no))
        yield Pattern(
            table_id=formula.table_id,
            target=target.column_path,
            kind=_ROW_KINDS[formula.kind],
            parts=tuple(
                (
                    observations[term.part_id].column_path,
                    "denominator" if term.side == "denominator" else "numerator",
                    term.coefficient,
                )
                for term in terms[formula.identity_id]
            ),
            scale=formula.scale,
            constant=formula.constant_value,
            is_rate=formula.is_rate,
            support=formula.support,
            tested=formula.tested,
            text=formula.formula,
        )


def _believed_repeats(
    formulas: Iterable[tuple[TableView, Formula]],
) -> Iterator[tuple[TableView, Formula]]:
    """The repeats of each column in another table that most of its figures obey."""
    columns: dict[Hashable, list[tuple[TableView, Formula]]] = defaultdict(list)
    for view, formula in formulas:
        columns[view.table_id, formula.target[1], formula.terms[0].table_id].append((view, formula))
    for group in columns.values():
        support = sum(formula.support for _, formula in group)
        if support >= (1 - MOST_BROKEN) * len(group):
            for view, formula in group:
                yield view, replace(formula, support=support, tested=len(group))


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
            doubt=None,
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
