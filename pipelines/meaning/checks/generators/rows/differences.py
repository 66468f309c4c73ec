"""Printed changes (增减, 同比, 环比) and the two figures of their row that they lie between.

A difference, in points or in units, or a growth in percent. Where no unit tells which, the one that fits is the one that
was meant. Columns without a date, or of indicators that nobody registered, are `learned`'s.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from pipelines.meaning.checks.formula import Formula, Term
from pipelines.meaning.checks.rounding import number_text, verdict
from pipelines.meaning.checks.table_view import TableView, unit_digits, value_of
from warehouse.records import RawObservation

# 环比 is against the period before, which has half a year at most.
_LONGEST_PERIOD = 6
_FITS = {"match": 1, "rounding": 2, "mismatch": 3}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pair:
    """The newest figure and an earlier one: `months` between them, `age` from 1 for the last before it."""

    new: RawObservation
    old: RawObservation
    months: int
    age: int
    earlier: int
    most_decimals: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Meant:
    pair: _Pair
    kind: str
    value: float
    scale: float
    is_rate: bool


def difference_formulas(view: TableView) -> Iterator[Formula]:
    """A formula for each printed change whose two figures stand to its left."""
    about = {c.column_no: c.of_indicator_id for c in view.columns if c.of_indicator_id is not None}
    for change in view.figures.values():
        of = about.get(change.column_no)
        if of is None or view.kinds.get(change.indicator_id or "") != "change":
            continue
        sign = _direction(change.column_path)
        meant = [
            m
            for pair in _pairs(view, change, of)
            if _is_meant(change, pair)
            for m in _ways(view, change, pair, sign)
        ]
        if meant:
            yield _formula(change, of, sign, min(meant, key=lambda one: _fit(change, one)))


def _direction(path: str) -> int:
    """A fall is mostly printed without its sign, under a heading that says so."""
    if "增" in path or "升" in path:
        return 1
    return -1 if "降" in path or "减" in path else 1


def _pairs(view: TableView, change: RawObservation, of: str) -> Iterator[_Pair]:
    figures = [
        figure
        for figure in view.figures.values()
        if figure.row_no == change.row_no
        and figure.entity_raw == change.entity_raw
        and figure.indicator_id == of
        and figure.column_no < change.column_no
        and figure.as_of is not None
    ]
    if not figures:
        return
    # Where several have one date (a month and the year so far), which one is meant is not said.
    dated = Counter(figure.as_of for figure in figures)
    latest = max(_date(figure) for figure in figures)
    single = [figure for figure in figures if dated[figure.as_of] == 1]
    for new in (figure for figure in single if figure.as_of == latest):
        earlier = sorted(
            (figure for figure in single if _date(figure) < latest and figure.unit == new.unit),
            key=_date,
            reverse=True,
        )
        for age, old in enumerate(earlier, start=1):
            yield _Pair(
                new=new,
                old=old,
                months=12 * (latest.year - _date(old).year) + latest.month - _date(old).month,
                age=age,
                earlier=len(earlier),
                most_decimals=max(figure.decimals for figure in figures),
            )


def _date(figure: RawObservation) -> date:
    assert figure.as_of is not None
    return figure.as_of


def _is_meant(change: RawObservation, pair: _Pair) -> bool:
    """同比 is against the year before, 环比 against the period before; 增减 alone against the only other one there is."""
    if change.indicator_id == "yoy_change":
        return pair.months == 12
    if change.indicator_id == "mom_change":
        return pair.age == 1 and pair.months <= _LONGEST_PERIOD
    return pair.earlier == 1


def _ways(view: TableView, change: RawObservation, pair: _Pair, sign: int) -> Iterator[_Meant]:
    """A difference is told from figures printed as exactly as it is; a growth from exact counts only."""
    new, old = value_of(pair.new), value_of(pair.old)
    of_rates = view.is_rate(pair.new)
    same_unit = change.unit is None or change.unit == pair.new.unit
    in_points = change.unit in ("%", "百分点") and pair.new.unit == "%"
    if pair.most_decimals >= change.decimals and (same_unit or in_points):
        yield _Meant(pair=pair, kind="difference", value=sign * (new - old), scale=sign, is_rate=of_rates)
    exact = pair.most_decimals == 0 and unit_digits(pair.new.unit) == 0 and not of_rates
    if old and change.unit in ("%", None) and exact:
        yield _Meant(
            pair=pair, kind="growth", value=sign * 100.0 * (new - old) / old, scale=sign * 100.0, is_rate=True
        )


def _fit(change: RawObservation, meant: _Meant) -> tuple[int, int]:
    found = verdict(value_of(change), meant.value, change.decimals, is_rate=meant.is_rate)
    return (_FITS[found], 1 if meant.kind == "growth" else 2)


def _formula(change: RawObservation, of: str, sign: int, meant: _Meant) -> Formula:
    new, old = meant.pair.new, meant.pair.old
    text = (
        f"{'−' if sign < 0 else ''}({new.column_path} {number_text(value_of(new))}"
        f" − {old.column_path} {number_text(value_of(old))})"
    )
    terms = [
        Term(place=(new.row_no, new.column_no)),
        Term(place=(old.row_no, old.column_no), coefficient=-1.0),
    ]
    if meant.kind == "growth":
        text += f" ÷ {number_text(value_of(old))} × 100"
        terms.append(Term(place=(old.row_no, old.column_no), side="denominator"))
    return Formula(
        target=(change.row_no, change.column_no),
        kind="row_difference",
        source="registered",
        terms=tuple(terms),
        scale=float(meant.scale),
        support=0,
        tested=0,
        chance=1.0,
        text=text,
        is_rate=meant.is_rate,
        indicator_id=of,
    )
