"""Formulas that the registry of indicators knows: ratios and sums over the columns of a row.

A rate is recomputed from counts where they are printed, and only else from other rates. Some rates have several definitions in
use; the one that fits is the one that was used. Columns that count in different units (万件 beside 件) are no parts of each
other: the one in 万 is printed too coarsely.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipelines.meaning.checks.formula import Formula, Place, Side, Term
from pipelines.meaning.checks.rounding import Verdict, number_text, verdict
from pipelines.meaning.checks.table_view import TableView, unit_digits, value_of
from pipelines.meaning.indicators.identities import Identity
from warehouse.records import RawColumn, RawObservation

Identities = Mapping[str, tuple[Identity, ...]]

_ORDER: dict[Verdict, int] = {"match": 1, "rounding": 2, "mismatch": 3}
# One matter more or less in a side of a rate, nearest first: what a clerk forgot to add to one of two tables.
_STEPS = (1, -1, 2, -2, 3, -3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part: its name, and its figure, None where the cell is blank."""

    name: str
    place: Place
    figure: RawObservation | None

    @property
    def value(self) -> float:
        return value_of(self.figure) if self.figure is not None else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """The parts of an identity in one row or column, side by side."""

    identity: Identity
    sides: Mapping[str, Sequence[Part]]

    def total(self, side: str) -> float:
        return sum(part.value for part in self.sides[side])

    def words(self, side: str) -> str:
        return " + ".join(f"{part.name} {number_text(part.value)}" for part in self.sides[side])

    def units(self, side: str) -> set[int]:
        return {unit_digits(part.figure.unit) for part in self.sides[side] if part.figure is not None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Computed:
    """What an identity makes of a figure's parts."""

    parts: Parts
    value: float
    verdict: Verdict
    scale: float
    constant: float

    @property
    def rank(self) -> tuple[int, int, int]:
        """From counts before sums of rates, then what fits best, then the order of the registry."""
        identity = self.parts.identity
        return (1 if identity.kind == "ratio" else 2, _ORDER[self.verdict], identity.number)


def registered_formulas(view: TableView, identities: Identities) -> Iterator[Formula]:
    """A formula for each figure of a column whose indicator follows from those of other columns."""
    headed = [column for column in view.columns if column.indicator_id is not None]
    for column in headed:
        ways = [
            (way, found)
            for way in identities.get(column.indicator_id or "", ())
            if (found := _columns_of(way, column, headed)) is not None
        ]
        if not ways:
            continue
        for figure in view.figures.values():
            if figure.column_no == column.column_no and figure.indicator_id == column.indicator_id:
                every = [_parts(view, figure.row_no, way, found) for way, found in ways]
                yield from best_formula(view, figure, [parts for parts in every if parts is not None])


def best_formula(view: TableView, figure: RawObservation, every: Sequence[Parts]) -> Iterator[Formula]:
    """The formula of a figure by the identity that fits best; none where no identity says anything."""
    is_rate = view.is_rate(figure)
    computed = [one for parts in every if (one := compute(figure, parts, is_rate=is_rate)) is not None]
    if not computed:
        return
    best = min(computed, key=lambda one: one.rank)
    yield Formula(
        target=(figure.row_no, figure.column_no),
        kind="row_ratio" if best.parts.identity.kind == "ratio" else "row_total",
        source="registered",
        terms=tuple(_terms(best.parts)),
        scale=best.scale,
        constant=best.constant,
        support=0,
        tested=0,
        chance=1.0,
        text=_text(best),
        is_rate=is_rate,
        note=_cause(figure, best, computed) if best.verdict != "match" else None,
    )


def compute(figure: RawObservation, parts: Parts, *, is_rate: bool) -> Computed | None:
    """What the parts make of the figure; None where they can't be added up, or nothing is there."""
    identity = parts.identity
    scale, constant = 1.0, 0.0
    if identity.kind == "sum":
        if parts.units("part") - {unit_digits(figure.unit)}:
            return None
        value = parts.total("part")
    else:
        below = parts.total("denominator")
        above_units, below_units = parts.units("numerator"), parts.units("denominator")
        if not above_units or not below_units or not below or len(above_units | below_units) > 1:
            return None
        whole = 1000.0 if figure.unit == "‰" else 100.0
        if identity.complement:
            scale, constant = -whole, whole
        elif figure.unit in ("%", "‰"):
            scale = whole
        value = constant + scale * parts.total("numerator") / below
    return Computed(
        parts=parts,
        value=value,
        verdict=verdict(value_of(figure), value, figure.decimals, is_rate=is_rate),
        scale=scale,
        constant=constant,
    )


# --- which columns hold the parts


def _columns_of(
    way: Identity, target: RawColumn, headed: Sequence[RawColumn]
) -> dict[str, list[tuple[str, RawColumn]]] | None:
    """The columns of an identity's parts by side, each side from left to right; None where one is missing."""
    found: dict[str, list[tuple[str, RawColumn]]] = {"numerator": [], "denominator": [], "part": []}
    for side, part in way.sides():
        candidates = [column for column in headed if column.indicator_id == part]
        if not candidates:
            return None
        found[side].append((part, min(candidates, key=lambda column: _distance(target, column))))
    return {side: sorted(parts, key=lambda part: part[1].column_no) for side, parts in found.items()}


def _distance(target: RawColumn, part: RawColumn) -> tuple[bool, int, bool, int]:
    """As of the same date, in the same heading group, then the nearest, to the left before to the right."""
    return (
        target.as_of != part.as_of,
        -_shared_levels(target.column_path, part.column_path),
        part.column_no > target.column_no,
        abs(part.column_no - target.column_no),
    )


def _shared_levels(path: str, other: str) -> int:
    """How many levels of their headings two columns share, from the outermost: 本月/受理 and 本月/办结 share one."""
    shared = 0
    for one, two in zip(path.split("/"), other.split("/"), strict=False):
        if one != two:
            return shared
        shared += 1
    return shared


def _parts(
    view: TableView, row_no: int, way: Identity, columns: Mapping[str, Sequence[tuple[str, RawColumn]]]
) -> Parts | None:
    """The parts in a row; None where one holds something that isn't read as a figure."""
    sides: dict[str, list[Part]] = {}
    for side, found in columns.items():
        sides[side] = []
        for part, column in found:
            place = (row_no, column.column_no)
            if place in view.unread:
                return None
            sides[side].append(
                Part(name=view.names.get(part, part), place=place, figure=view.figures.get(place))
            )
    return Parts(identity=way, sides=sides)


# --- in words


def _terms(parts: Parts) -> Iterator[Term]:
    for side, found in parts.sides.items():
        on: Side = "denominator" if side == "denominator" else "numerator"
        for part in found:
            yield Term(place=part.place, side="blank" if part.figure is None else on)


def _text(computed: Computed) -> str:
    parts = computed.parts
    if parts.identity.kind == "sum":
        return parts.words("part")
    quotient = f"({parts.words('numerator')}) ÷ ({parts.words('denominator')})"
    if parts.identity.complement:
        return f"(1 − {quotient}) × {computed.constant:g}"
    return f"{quotient} × {computed.scale:g}" if computed.scale != 1 else quotient


def _cause(figure: RawObservation, best: Computed, computed: Sequence[Computed]) -> str | None:
    """What the figures themselves show as the probable cause of one that doesn't fit."""
    if best.parts.identity.kind != "ratio":
        return None
    published, decimals = value_of(figure), figure.decimals
    causes = []
    for step in _STEPS if best.verdict == "mismatch" else ():
        above, below = best.parts.total("numerator"), best.parts.total("denominator")
        if below + step > 0 and above + step >= 0:
            for one, two, words in (
                (above, below + step, f"表中分母为 {number_text(below)}"),
                (above + step, below, f"表中分子为 {number_text(above)}"),
            ):
                value = best.constant + best.scale * one / two
                if verdict(published, value, decimals, is_rate=False) == "match":
                    causes.append(f"{number_text(one)} ÷ {number_text(two)} 恰为公布数，{words}")
    sums = [
        f"等于已四舍五入的率之和：{one.parts.words('part')}"
        for one in computed
        if one.parts.identity.kind == "sum" and abs(one.value - published) < 0.001 * 10.0**-decimals
    ]
    return min([*causes[:1], *sums[:1]], default=None)
