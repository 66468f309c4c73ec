"""Figures that a document prints twice: the same quantity of the same office, or of the same offices together, as of one date.

The formula stands at the later table and asks the last one before it, so that of three tables each is held against its
neighbour.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from pipelines.meaning.checks.formula import Formula, Term
from pipelines.meaning.checks.rounding import verdict
from pipelines.meaning.checks.table_view import TableView, value_of
from warehouse.records import RawObservation


def repeat_formulas(views: Sequence[TableView]) -> Iterator[tuple[TableView, Formula]]:
    """The formulas of a document's tables, each with the table of its target."""
    quantities: dict[tuple[object, ...], list[tuple[TableView, RawObservation]]] = defaultdict(list)
    for view in sorted(views, key=lambda view: view.table_no):
        for key, figure in _printed_once(view):
            quantities[key].append((view, figure))
    for found in quantities.values():
        for (before, earlier), (view, figure) in zip(found, found[1:], strict=False):
            yield view, _formula(before, earlier, view, figure)


def _printed_once(view: TableView) -> Iterator[tuple[tuple[object, ...], RawObservation]]:
    """A department on several rows of one table (one for each certificate, say) is no single figure to compare."""
    found: dict[tuple[str, str], list[RawObservation]] = defaultdict(list)
    for figure in view.figures.values():
        whose = _whose(figure)
        if whose is not None and figure.indicator_id is not None:
            found[whose, figure.indicator_id].append(figure)
    for (whose, indicator), figures in found.items():
        if len(figures) == 1:
            (figure,) = figures
            yield (whose, indicator, figure.unit, figure.as_of, view.scope), figure


def _whose(figure: RawObservation) -> str | None:
    if figure.row_kind == "data":
        return figure.department_id
    if figure.row_kind == "total" and figure.scope is not None and figure.region_code is not None:
        return f"{figure.region_code} {figure.scope}"
    return None


def _formula(before: TableView, earlier: RawObservation, view: TableView, figure: RawObservation) -> Formula:
    is_rate = view.is_rate(figure)
    decimals = min(earlier.decimals, figure.decimals)
    fits = verdict(value_of(figure), value_of(earlier), decimals, is_rate=is_rate) != "mismatch"
    return Formula(
        target=(figure.row_no, figure.column_no),
        kind="cross_table",
        source="registered",
        terms=(Term(place=(earlier.row_no, earlier.column_no), table_id=before.table_id),),
        support=int(fits),
        tested=1,
        chance=1.0,
        text=f"{before.title or before.table_id}：{earlier.entity_raw} {earlier.column_path}",
        is_rate=is_rate,
        decimals=decimals,
    )
