"""Figures that two tables print under the same headings for the same rows, as the two tables show by agreeing.

A summary repeats the totals of the tables after it (市直小计, 县区小计), a ranking the figures that it is made from. Which rows
and columns are the same is told by their words alone, so the figures have to prove it: nearly all of them agree.
Quantities that the registry knows are `repeats`'.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from pipelines.meaning.checks.formula import Formula, Place, Term
from pipelines.meaning.checks.rounding import verdict
from pipelines.meaning.checks.table_view import TableView, value_of
from warehouse.records import RawObservation

# So many different figures must agree before one that doesn't is held against the bulletin: those of one digit are met by chance.
FEWEST_AGREEING = 4
FEWEST_DIGITS = 2
# The part of the figures that may differ, and the few that always may; with more, the tables are about two things.
MOST_DIFFERING = 0.15
ALWAYS_ALLOWED = 2
# Totals of two tables are totals of two things, unless their label says of what.
_NOBODY = re.compile(r"^(?:总计|合计|小计|共计|总和|平均(?:值|数|分)?|均值)$")

Key = tuple[object, ...]


def echo_formulas(
    views: Sequence[TableView], known: frozenset[tuple[str, Place]]
) -> Iterator[tuple[TableView, Formula]]:
    """The formulas of a document's tables, each with the table of its target; `known` figures have one already."""
    ordered = sorted(views, key=lambda view: view.table_no)
    printed = [_printed(view) for view in ordered]
    done: set[tuple[str, Place]] = set(known)
    for later in range(1, len(ordered)):
        for earlier in range(later - 1, -1, -1):
            pairs = [
                (printed[earlier][key], figure)
                for key, figure in printed[later].items()
                if key in printed[earlier]
            ]
            agreeing = [pair for pair in pairs if _agree(*pair, ordered[later])]
            if not _is_echo(pairs, agreeing):
                continue
            for before, figure in pairs:
                place = (figure.row_no, figure.column_no)
                if (ordered[later].table_id, place) not in done:
                    done.add((ordered[later].table_id, place))
                    yield (
                        ordered[later],
                        _formula(
                            ordered[earlier], before, ordered[later], figure, (len(agreeing), len(pairs))
                        ),
                    )


def _printed(view: TableView) -> Mapping[Key, RawObservation]:
    """The figures by the words of row and column; those that two figures of a table share name neither."""
    found: dict[Key, RawObservation | None] = {}
    for figure in view.figures.values():
        label = "".join((figure.entity_raw or "").split())
        if not label or _NOBODY.match(label):
            continue
        key = (label, "".join(figure.column_path.split()), figure.unit, figure.as_of)
        found[key] = None if key in found else figure
    return {key: figure for key, figure in found.items() if figure is not None}


def _agree(before: RawObservation, figure: RawObservation, view: TableView) -> bool:
    decimals = min(before.decimals, figure.decimals)
    is_rate = view.is_rate(figure)
    return verdict(value_of(figure), value_of(before), decimals, is_rate=is_rate) != "mismatch"


def _is_echo(
    pairs: Sequence[tuple[RawObservation, RawObservation]],
    agreeing: Sequence[tuple[RawObservation, RawObservation]],
) -> bool:
    telling = {
        value_of(figure) for _, figure in agreeing if abs(value_of(figure)) >= 10.0 ** (FEWEST_DIGITS - 1)
    }
    differing = len(pairs) - len(agreeing)
    return len(telling) >= FEWEST_AGREEING and differing <= max(ALWAYS_ALLOWED, MOST_DIFFERING * len(pairs))


def _formula(
    earlier: TableView,
    before: RawObservation,
    view: TableView,
    figure: RawObservation,
    obeying: tuple[int, int],
) -> Formula:
    return Formula(
        target=(figure.row_no, figure.column_no),
        kind="cross_table",
        source="learned",
        terms=(Term(place=(before.row_no, before.column_no), table_id=earlier.table_id),),
        support=obeying[0],
        tested=obeying[1],
        chance=1.0,
        text=f"{earlier.title or earlier.table_id}：{before.entity_raw} {before.column_path}",
        is_rate=view.is_rate(figure),
        decimals=min(before.decimals, figure.decimals),
    )
