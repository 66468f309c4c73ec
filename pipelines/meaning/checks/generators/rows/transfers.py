"""Formulas that the rows of one table taught, for another table of the document with the same headings.

A summary of two rows teaches nothing by itself; the tables after it, under the same headings, do. The other table must obey
the formula as well, as far as it goes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipelines.meaning.checks.formula import Formula, Kind, Side, Term
from pipelines.meaning.checks.rounding import verdict
from pipelines.meaning.checks.table_view import TableView, value_of

# A figure on the way of a formula: the heading of its column, the side, the coefficient.
Part = tuple[str, Side, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """A formula over the columns of a table, by their headings, with the support that its own table gave it."""

    table_id: str
    target: str
    kind: Kind
    parts: tuple[Part, ...]
    scale: float
    constant: float
    is_rate: bool
    support: int
    tested: int
    text: str


def transferred_formulas(
    view: TableView, patterns: Sequence[Pattern], taken: frozenset[int]
) -> Iterator[Formula]:
    """The formulas of a table after patterns of others; columns whose figures have a formula already are `taken`."""
    columns: dict[str, list[int]] = {}
    for column in view.columns:
        columns.setdefault(column.column_path, []).append(column.column_no)
    done = set(taken)
    for pattern in patterns:
        paths = (pattern.target, *(path for path, _, _ in pattern.parts))
        if pattern.table_id == view.table_id or any(len(columns.get(path, ())) != 1 for path in paths):
            continue
        (target,) = columns[pattern.target]
        if target in done:
            continue
        found = list(_in_rows(view, pattern, target, {path: columns[path][0] for path in paths}))
        obeying = sum(holds for _, holds in found)
        if obeying and 2 * obeying >= len(found):
            done.add(target)
            yield from (formula for formula, _ in found)


def _in_rows(
    view: TableView, pattern: Pattern, target: int, columns: dict[str, int]
) -> Iterator[tuple[Formula, bool]]:
    for (row_no, column_no), figure in view.figures.items():
        if column_no != target:
            continue
        sides: dict[Side, float] = {"numerator": 0.0, "denominator": 0.0}
        terms = []
        for path, side, coefficient in pattern.parts:
            part = view.figures.get((row_no, columns[path]))
            if part is None:
                break
            sides[side] += coefficient * value_of(part)
            terms.append(Term(place=(row_no, columns[path]), side=side, coefficient=coefficient))
        has_base = any(term.side == "denominator" for term in terms)
        if len(terms) < len(pattern.parts) or (has_base and not sides["denominator"]):
            continue
        value = pattern.constant + pattern.scale * sides["numerator"] / (
            sides["denominator"] if has_base else 1
        )
        holds = verdict(value_of(figure), value, figure.decimals, is_rate=pattern.is_rate) != "mismatch"
        # A printed rate of totals may be the mean of its rows.
        if figure.row_kind != "data" and has_base and not holds:
            continue
        yield (
            Formula(
                target=(row_no, column_no),
                kind=pattern.kind,
                source="learned",
                terms=tuple(terms),
                scale=pattern.scale,
                constant=pattern.constant,
                support=pattern.support,
                tested=pattern.tested,
                chance=1.0,
                text=pattern.text,
                is_rate=pattern.is_rate,
            ),
            holds,
        )
