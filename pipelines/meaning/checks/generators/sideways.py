"""Tables turned on their side: the rows name indicators, the columns places or offices.

What the other generators do for the rows: a rate against its counts in the same column, a total column against the others.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from pipelines.meaning.checks.formula import Formula, Term
from pipelines.meaning.checks.generators.rows.registered import Identities, Part, Parts, best_formula
from pipelines.meaning.checks.table_view import TableView
from pipelines.meaning.indicators.identities import Identity
from warehouse.records import RawObservation

_ADDED_KINDS = ("count", "amount")


def sideways_formulas(view: TableView, identities: Identities) -> Iterator[Formula]:
    """The formulas of a table whose columns name no indicator; none for any other table."""
    if any(c.indicator_id is not None for c in view.columns if c.role in ("measure", "rank")):
        return
    figures = [
        figure
        for figure in view.figures.values()
        if figure.indicator_id is not None and figure.row_kind in ("data", "total")
    ]
    yield from _down_the_columns(view, figures, identities)
    yield from _over_the_columns(view, figures)


def _down_the_columns(
    view: TableView, figures: list[RawObservation], identities: Identities
) -> Iterator[Formula]:
    columns: dict[tuple[object, ...], dict[str, list[RawObservation]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for figure in figures:
        columns[figure.column_no, figure.column_path, figure.as_of][figure.indicator_id or ""].append(figure)
    for found in columns.values():
        # An indicator that several rows of a column have (several years, two kinds) is no single part.
        single = {indicator: rows[0] for indicator, rows in found.items() if len(rows) == 1}
        for indicator, figure in single.items():
            every = [_parts(view, way, single) for way in identities.get(indicator, ())]
            known = [parts for parts in every if parts is not None and _is_asked(view, figure, parts)]
            yield from best_formula(view, figure, known)


def _parts(view: TableView, way: Identity, single: Mapping[str, RawObservation]) -> Parts | None:
    sides: dict[str, list[Part]] = {"numerator": [], "denominator": [], "part": []}
    for side, part in way.sides():
        figure = single.get(part)
        if figure is None:
            return None
        place = (figure.row_no, figure.column_no)
        sides[side].append(Part(name=view.names.get(part, part), place=place, figure=figure))
    for found in sides.values():
        found.sort(key=lambda part: part.place)
    parts = Parts(identity=way, sides=sides)
    return parts if len({unit for side in sides for unit in parts.units(side)}) == 1 else None


def _is_asked(view: TableView, figure: RawObservation, parts: Parts) -> bool:
    """A rate is no sum of rates here: the rows give no order in which they would be added."""
    return parts.identity.kind == "ratio" or not view.is_rate(figure)


def _over_the_columns(view: TableView, figures: list[RawObservation]) -> Iterator[Formula]:
    rows: dict[tuple[object, ...], list[RawObservation]] = defaultdict(list)
    for figure in figures:
        rows[figure.row_no, figure.indicator_id, figure.as_of].append(figure)
    for found in rows.values():
        data = [figure for figure in found if figure.row_kind == "data"]
        for total in found:
            kind = view.kinds.get(total.indicator_id or "")
            if total.row_kind != "total" or len(data) < 2 or kind not in _ADDED_KINDS or total.unit == "%":
                continue
            name = view.names.get(total.indicator_id or "", total.indicator_id)
            yield Formula(
                target=(total.row_no, total.column_no),
                kind="column_total",
                source="registered",
                terms=tuple(Term(place=(figure.row_no, figure.column_no)) for figure in data),
                support=0,
                tested=0,
                chance=1.0,
                text=f"Σ {len(data)} 列 {name}",
            )
