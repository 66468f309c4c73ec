"""Formulas that the rows of a table teach: a + b = c, a − b = c, constant − a = c, a ÷ b, 1 − a ÷ b, (a − b) ÷ b.

A formula is taken when so many rows obey it exactly, to the printed decimals, that chance can't explain it (`chance`), and
nearly all rows do: what a third of the rows breaks is no rule of the table. Rows that obey anything (zeros, a single part
that is not zero, 0 % and 100 %) don't count. Of several formulas for one column the one that most rows obey is taken.

Prior art: constraint learning in tables (Kolb, Paramonov, Guns and De Raedt: Learning constraints in spreadsheets and tabular
data, Machine Learning 106, 2017), which keeps only constraints without any exception; here the exceptions are what is looked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractors.model import RowKind
from pipelines.meaning.checks.chance import MOST_CHANCE, MOST_CHANCE_NAMED, bound, hit_rate
from pipelines.meaning.checks.figures import RATE_UNITS, Figures, MeasureColumn
from pipelines.meaning.checks.formula import Formula, Kind, Term
from pipelines.meaning.checks.generators.rows.stated import stated
from pipelines.meaning.checks.rounding import agrees

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Fewer rows teach nothing that one slip could not overthrow.
FEWEST_ROWS = 4
# What a note states needs no proof by numbers, but rows that it fits.
FEWEST_STATED = 2
# The part of the rows that may break a formula: with more, the formula is wrong, not the rows.
MOST_BROKEN = 0.2
# One broken row is always allowed for, from FEWEST_ROWS obeying ones on.
ALWAYS_ALLOWED = 1
# Wider sums than these are taken only over neighbouring columns; wider tables than these are not searched.
LONGEST_RUN = 8
MOST_COLUMNS = 40
_CHANGE = re.compile(r"增|减|同比|环比|变化|升|降|涨|跌")
_REMAINDER = re.compile(r"未|差|余|剩|净|缺|减|降|增|压缩")
_SHARE = re.compile(r"率|比|占|度|%|％")
_TOTAL = re.compile(r"总|合计|小计|共|累计|全部")
_DEDUCTION = re.compile(r"扣|减")
_COMPLEMENT = re.compile(r"压缩|减|降|节|未|免|缩")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Candidate:
    """Computed values for a target column, and what makes a row speak for the formula."""

    target: int
    kind: Kind
    numerator: tuple[tuple[int, float], ...]
    denominator: tuple[tuple[int, float], ...] = ()
    scale: float = 1.0
    constant: float = 0.0
    stated: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    candidate: _Candidate
    computed: NDArray[np.float64]
    obeyed: NDArray[np.bool_]
    tested: NDArray[np.bool_]
    support: int
    count: int
    chance: float


def learn(figures: Figures, notes: Sequence[str] = ()) -> tuple[Formula, ...]:
    """The formulas of the rows of a table, one for each figure that one of them determines.

    Learned from the rows of data; a sum, a difference and a complement hold for the rows of totals too, a ratio is not
    asked of them (a printed total of rates may be their mean). What a note of the table states goes before what its rows
    teach, where most of them obey it.
    """
    import numpy as np

    if len(figures.columns) < 2 or len(figures.columns) > MOST_COLUMNS:
        return ()
    data = np.array([kind is RowKind.DATA for kind in figures.row_kinds], dtype=bool)
    told = {
        found.candidate.target: found
        for candidate in _stated(figures, notes)
        if (found := _judge_stated(figures, candidate, data)) is not None
    }
    if int(data.sum()) < FEWEST_ROWS:
        return tuple(formula for found in told.values() for formula in _written(figures, found))
    candidates = list(_candidates(figures))
    best: dict[int, _Found] = {}
    with np.errstate(all="ignore"):
        for candidate in _promising(figures, candidates, data):
            found = _judge(figures, candidate, data, len(candidates))
            if found is not None and _is_better(found, best.get(candidate.target)):
                best[candidate.target] = found
    return tuple(
        formula
        for found in _without_restatements(figures, best | told)
        for formula in _written(figures, found)
    )


def _stated(figures: Figures, notes: Sequence[str]) -> Iterator[_Candidate]:
    for one in stated(figures, notes):
        plain = "row_total" if all(factor > 0 for _, factor in one.numerator) else "row_difference"
        yield _Candidate(
            target=one.target,
            kind="row_ratio"
            if one.denominator
            else "row_total"
            if plain == "row_total"
            else "row_difference",
            numerator=one.numerator,
            denominator=one.denominator,
            scale=one.scale,
            constant=one.constant,
            stated=one.text,
        )


def _judge_stated(figures: Figures, candidate: _Candidate, data: NDArray[np.bool_]) -> _Found | None:
    """What a note states is believed as soon as most of the rows that tell anything obey it."""
    import numpy as np

    with np.errstate(all="ignore"):
        printed = figures.values[:, candidate.target]
        computed = compute(figures, candidate.numerator, candidate.denominator, candidate.scale)
        computed = computed + candidate.constant
        telling = data & _telling(figures, candidate, printed, computed)
        obeyed = agrees(printed, computed, figures.decimals[:, candidate.target])
    count, support = int(telling.sum()), int((obeyed & telling).sum())
    if count < FEWEST_STATED or support * 2 <= count:
        return None
    return _Found(
        candidate=candidate,
        computed=computed,
        obeyed=obeyed,
        tested=telling,
        support=support,
        count=count,
        chance=1.0,
    )


def _candidates(figures: Figures) -> Iterator[_Candidate]:
    for target, column in enumerate(figures.columns):
        parts = [j for j, other in enumerate(figures.columns) if j != target and _same_unit(other, column)]
        yield from _sums(figures, target, parts)
        if column.unit in RATE_UNITS or _SHARE.search(column.leaf):
            yield from _ratios(figures, target)


def _sums(figures: Figures, target: int, parts: list[int]) -> Iterator[_Candidate]:
    columns = figures.columns
    if not columns[target].is_rate:
        for index, i in enumerate(parts):
            for j in parts[index + 1 :]:
                yield _Candidate(target=target, kind="row_total", numerator=((i, 1.0), (j, 1.0)))
        for length in range(3, LONGEST_RUN + 1):
            for start in range(len(columns) - length + 1):
                run = range(start, start + length)
                beside = start + length == target or target == start - 1
                if beside and all(j in parts for j in run):
                    yield _Candidate(target=target, kind="row_total", numerator=tuple((j, 1.0) for j in run))
    if _REMAINDER.search(columns[target].leaf) or columns[target].is_rate:
        for i in parts:
            for j in parts:
                if i != j:
                    yield _Candidate(target=target, kind="row_difference", numerator=((i, 1.0), (j, -1.0)))
    for j in parts:
        for constant in (100.0, 10.0, 1.0):
            yield _Candidate(target=target, kind="row_difference", numerator=((j, -1.0),), constant=constant)


def _ratios(figures: Figures, target: int) -> Iterator[_Candidate]:
    columns = figures.columns
    scale = {"%": 100.0, "‰": 1000.0}.get(columns[target].unit or "", 1.0)
    counts = [j for j, column in enumerate(columns) if j != target and not column.is_rate]
    for i in counts:
        for j in counts:
            if i == j:
                continue
            base = ((j, 1.0),)
            yield _Candidate(
                target=target, kind="row_ratio", numerator=((i, 1.0),), denominator=base, scale=scale
            )
            if _CHANGE.search(columns[target].words):
                yield _Candidate(
                    target=target,
                    kind="row_ratio",
                    numerator=((i, 1.0), (j, -1.0)),
                    denominator=base,
                    scale=scale,
                )
            elif _COMPLEMENT.search(columns[target].words):
                yield _Candidate(
                    target=target,
                    kind="row_ratio",
                    numerator=((j, 1.0), (i, -1.0)),
                    denominator=base,
                    scale=scale,
                )


def _promising(
    figures: Figures, candidates: list[_Candidate], data: NDArray[np.bool_]
) -> Iterator[_Candidate]:
    """The candidates that enough rows obey, all asked at once: most are obeyed by none, and each would cost its own search."""
    import numpy as np

    if not candidates:
        return
    values = np.where(data[:, None], figures.values, np.nan)
    weights = np.zeros((2, len(figures.columns), len(candidates)))
    absent = np.isnan(values)
    for k, candidate in enumerate(candidates):
        for j, factor in candidate.numerator:
            weights[0, j, k] = factor
        for j, factor in candidate.denominator:
            weights[1, j, k] = factor
    targets = [candidate.target for candidate in candidates]
    has_base = weights[1].any(axis=0)
    plain = np.where(absent, 0.0, values)
    above, below = plain @ weights[0], plain @ weights[1]
    missing = absent.astype(float) @ (np.abs(weights[0]) + np.abs(weights[1])) > 0
    computed = np.where(has_base, above / np.where(below == 0, np.nan, below), above)
    computed = computed * np.array([c.scale for c in candidates]) + np.array([c.constant for c in candidates])
    computed[missing] = np.nan
    obeyed = agrees(values[:, targets], computed, figures.decimals[:, targets]).sum(axis=0)
    yield from (candidates[int(k)] for k in np.flatnonzero(obeyed >= FEWEST_ROWS))


def _same_unit(one: MeasureColumn, other: MeasureColumn) -> bool:
    """Whether figures may be added up: those printed without a unit may have any but that of a rate."""
    if one.unit is None or other.unit is None:
        return not (one.is_rate or other.is_rate)
    return one.unit == other.unit


def _judge(figures: Figures, candidate: _Candidate, data: NDArray[np.bool_], tried: int) -> _Found | None:
    printed = figures.values[:, candidate.target]
    decimals = figures.decimals[:, candidate.target]
    computed = compute(figures, candidate.numerator, candidate.denominator, candidate.scale)
    computed = computed + candidate.constant
    telling = data & _telling(figures, candidate, printed, computed)
    count = int(telling.sum())
    if count < FEWEST_ROWS:
        return None
    obeyed = agrees(printed, computed, decimals)
    support = int((obeyed & telling).sum())
    if count - support > max(ALWAYS_ALLOWED, MOST_BROKEN * count) or support < FEWEST_ROWS:
        return None
    if _has_an_unprinted_part(candidate, (printed - computed)[telling & ~obeyed]):
        return None
    rate = hit_rate(printed[telling], computed[telling], decimals[telling])
    chance = bound(support, count, rate, tried)
    if chance > (MOST_CHANCE_NAMED if _is_named(figures, candidate) else MOST_CHANCE):
        return None
    return _Found(
        candidate=candidate,
        computed=computed,
        obeyed=obeyed,
        tested=telling,
        support=support,
        count=count,
        chance=chance,
    )


def _is_named(figures: Figures, candidate: _Candidate) -> bool:
    """Whether the headings say of the target that it is made of these parts."""
    target = figures.columns[candidate.target].leaf
    parts = [figures.columns[j].leaf for j, _ in candidate.numerator]
    if candidate.constant:
        return any(_DEDUCTION.search(part) for part in parts)
    if candidate.denominator:
        subject = _SHARE.sub("", target)
        return len(subject) >= 2 and any(subject in part for part in parts)
    if candidate.kind == "row_total":
        return bool(_TOTAL.search(target))
    return bool(_REMAINDER.search(target))


def compute(
    figures: Figures,
    numerator: tuple[tuple[int, float], ...],
    denominator: tuple[tuple[int, float], ...],
    scale: float,
) -> NDArray[np.float64]:
    """What a formula makes of each row; NaN where a part is missing or the denominator is 0."""
    import numpy as np

    above = sum((figures.values[:, j] * factor for j, factor in numerator), np.zeros(len(figures.values)))
    if not denominator:
        return np.asarray(above * scale)
    below = sum((figures.values[:, j] * factor for j, factor in denominator), np.zeros(len(figures.values)))
    return np.asarray(np.where(below != 0, scale * above / np.where(below == 0, np.nan, below), np.nan))


def _telling(
    figures: Figures,
    candidate: _Candidate,
    printed: NDArray[np.float64],
    computed: NDArray[np.float64],
) -> NDArray[np.bool_]:
    """The rows that speak for or against a formula: every part is printed, and not all of them could be anything."""
    import numpy as np

    known: NDArray[np.bool_] = ~np.isnan(printed) & ~np.isnan(computed)
    if candidate.denominator:
        trivial = (printed == 0) | (printed == candidate.scale) | (computed == 0)
        trivial |= computed == candidate.scale
        return np.asarray(known & ~trivial)
    if candidate.constant:
        return np.asarray(known & (figures.values[:, candidate.numerator[0][0]] != 0))
    parts = np.stack([figures.values[:, j] for j, _ in candidate.numerator])
    return np.asarray(known & ((parts != 0).sum(axis=0) >= 2))


def _has_an_unprinted_part(candidate: _Candidate, differences: NDArray[np.float64]) -> bool:
    """Whether the broken rows look like a sum of which one part has no column: always too much, in several rows."""
    import numpy as np

    if candidate.denominator or len(differences) < 2:
        return False
    return bool(np.all(differences > 0) or np.all(differences < 0))


def _is_better(found: _Found, other: _Found | None) -> bool:
    if other is None:
        return True
    return (found.support - (found.count - found.support), -len(found.candidate.numerator)) > (
        other.support - (other.count - other.support),
        -len(other.candidate.numerator),
    )


def _without_restatements(figures: Figures, best: dict[int, _Found]) -> list[_Found]:
    """Each relation once: a + b = c is not also asked as c − b = a.

    It is asked of the figure that the headings say to be made of the others: a total before what is left, and that before
    the figure that both are taken from (减少 = 联办前 − 联办后).
    """
    kept: list[_Found] = []
    seen: set[frozenset[int]] = set()

    def order(item: tuple[int, _Found]) -> tuple[int, int]:
        candidate, leaf = item[1].candidate, figures.columns[item[0]].leaf
        if candidate.stated:
            return 0, item[0]
        if candidate.kind == "row_total":
            return 1 if _TOTAL.search(leaf) else 3, item[0]
        return (2 if candidate.kind == "row_difference" and _REMAINDER.search(leaf) else 4), item[0]

    for _, found in sorted(best.items(), key=order):
        candidate = found.candidate
        involved = frozenset(
            (candidate.target, *(j for j, _ in candidate.numerator), *(j for j, _ in candidate.denominator))
        )
        if involved in seen:
            continue
        seen.add(involved)
        kept.append(found)
    return kept


def _written(figures: Figures, found: _Found) -> Iterator[Formula]:
    candidate = found.candidate
    text = candidate.stated or words_of(
        figures, candidate.numerator, candidate.denominator, candidate.scale, candidate.constant
    )
    for index, row_no in enumerate(figures.row_numbers):
        kind = figures.row_kinds[index]
        known = figures.values[index, candidate.target] == figures.values[index, candidate.target]
        computed = found.computed[index] == found.computed[index]
        if not known or not computed or kind is RowKind.SECTION:
            continue
        if kind is not RowKind.DATA and candidate.denominator and not found.obeyed[index]:
            continue
        yield Formula(
            target=(row_no, figures.columns[candidate.target].column_no),
            kind=candidate.kind,
            source="stated" if candidate.stated else "learned",
            terms=(
                *_terms(figures, row_no, candidate.numerator, "numerator"),
                *_terms(figures, row_no, candidate.denominator, "denominator"),
            ),
            scale=candidate.scale,
            constant=candidate.constant,
            support=found.support,
            tested=found.count,
            chance=found.chance,
            text=text,
            is_rate=candidate.kind == "row_ratio",
        )


def _terms(figures: Figures, row_no: int, parts: tuple[tuple[int, float], ...], side: str) -> Iterator[Term]:
    for j, factor in parts:
        yield Term(
            place=(row_no, figures.columns[j].column_no),
            side="denominator" if side == "denominator" else "numerator",
            coefficient=factor,
        )


def words_of(
    figures: Figures,
    numerator: tuple[tuple[int, float], ...],
    denominator: tuple[tuple[int, float], ...],
    scale: float,
    constant: float,
) -> str:
    """A formula in the words of the headings: 线上 + 线下; (办结 ÷ 受理) × 100; 100 − 扣分."""

    def side(parts: tuple[tuple[int, float], ...]) -> str:
        text = ""
        for j, factor in parts:
            name = figures.columns[j].leaf or f"第{figures.columns[j].column_no}列"
            text += (f" {'−' if factor < 0 else '+'} " if text else "− " if factor < 0 else "") + name
        return text

    above = side(numerator)
    if constant:
        return f"{constant:g} {above}"
    if not denominator:
        return above
    above = f"({above})" if len(numerator) > 1 else above
    quotient = f"{above} ÷ {side(denominator)}"
    return f"({quotient}) × {scale:g}" if scale != 1 else quotient
