"""Which printed figure is wrong where several formulas don't hold: the fewest that explain them all.

Where a row and a column cross, one figure explains both. A figure explains a formula when another value in its place, printed as
exactly, makes the formula hold, and breaks none that holds now. What two figures explain equally well is not settled, and
nobody is named.

Belongs here: formulas as equations and their solution. Not here: where formulas come from.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from pipelines.meaning.checks.rounding import rounded, verdict

# A table that breaks more formulas than these isn't understood; its culprits would be guesses that take minutes.
MOST_BROKEN = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Equation:
    """A formula over figures by their ids: each term is (id, coefficient) on its side."""

    id: str
    target: str
    numerator: tuple[tuple[str, float], ...]
    denominator: tuple[tuple[str, float], ...]
    scale: float
    constant: float
    decimals: int
    is_rate: bool

    @property
    def figures(self) -> frozenset[str]:
        return frozenset((self.target, *(id_ for id_, _ in (*self.numerator, *self.denominator))))

    def computed(self, values: Mapping[str, float]) -> float | None:
        """What the terms make of the target; None where the denominator is 0."""
        above = sum(values[id_] * factor for id_, factor in self.numerator)
        below = sum(values[id_] * factor for id_, factor in self.denominator) if self.denominator else 1.0
        return self.constant + self.scale * above / below if below else None

    def holds(self, values: Mapping[str, float]) -> bool:
        computed = self.computed(values)
        if computed is None:
            return True
        return verdict(values[self.target], computed, self.decimals, is_rate=self.is_rate) != "mismatch"

    def solved_for(self, figure: str, values: Mapping[str, float]) -> float | None:
        """The value in the place of `figure` with which the equation holds exactly; None where there is none."""
        if figure == self.target:
            return self.computed(values)
        if not self.scale:
            return None
        wanted = (values[self.target] - self.constant) / self.scale
        above, factor_above = _without(figure, self.numerator, values)
        below, factor_below = _without(figure, self.denominator, values) if self.denominator else (1.0, 0.0)
        factor = factor_above - wanted * factor_below
        return (wanted * below - above) / factor if factor else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Culprit:
    """A figure that explains broken equations, and the value that makes them all hold."""

    figure: str
    value: float
    explains: frozenset[str]


def culprits(
    equations: Sequence[Equation], values: Mapping[str, float], decimals: Mapping[str, int]
) -> list[Culprit]:
    """The figures that explain the broken equations, those that explain most first; what stays unclear is left out."""
    of: dict[str, list[Equation]] = defaultdict(list)
    for equation in equations:
        for figure in equation.figures:
            of[figure].append(equation)
    system = _System(of=of, values=dict(values), decimals=decimals)
    broken = {equation.id: equation for equation in equations if not equation.holds(system.values)}
    if len(broken) > MOST_BROKEN:
        return []
    found: list[Culprit] = []
    while broken:
        best = _best(broken, system)
        if best is None:
            return found
        found.append(best)
        system.values[best.figure] = best.value
        _followed(best.figure, system, broken)
        for explained in best.explains:
            del broken[explained]
    return found


@dataclass(slots=True)
class _System:
    """All equations by the figures in them, and the values as corrected so far."""

    of: Mapping[str, Sequence[Equation]]
    values: dict[str, float]
    decimals: Mapping[str, int]


def settled_by(
    equations: Sequence[Equation],
    values: Mapping[str, float],
    decimals: Mapping[str, int],
    figures: Mapping[str, float],
    misplaced: Callable[[Mapping[str, float]], int],
) -> list[Culprit]:
    """Culprits of broken equations that `culprits` leaves unclear, where other evidence speaks for one figure.

    `figures` are those that the evidence is about, `misplaced` counts what speaks against a set of values.
    """
    found: list[Culprit] = []
    current = dict(values)
    for equation in equations:
        if equation.holds(current):
            continue
        against = misplaced(current)
        options = []
        for figure in sorted(equation.figures & figures.keys()):
            solution = equation.solved_for(figure, current)
            if solution is None:
                continue
            value = rounded(solution, decimals[figure])
            corrected = {**current, figure: value}
            fits = equation.holds(corrected) and all(
                other.holds(corrected)
                for other in equations
                if figure in other.figures and other.holds(current)
            )
            if fits and misplaced(corrected) < against:
                options.append(Culprit(figure=figure, value=value, explains=frozenset({equation.id})))
        if len(options) == 1:
            found.append(options[0])
            current[options[0].figure] = options[0].value
    return found


def _best(broken: Mapping[str, Equation], system: _System) -> Culprit | None:
    """The one figure that explains most; None where several explain the same equally well, for all that are left."""
    candidates: list[Culprit] = []
    for figure in sorted({figure for equation in broken.values() for figure in equation.figures}):
        options = [
            option
            for equation in system.of[figure]
            if equation.id in broken and (option := _explained(figure, equation, system, broken)) is not None
        ]
        if options:
            candidates.append(max(options, key=lambda option: len(option.explains)))
    candidates.sort(key=lambda candidate: -len(candidate.explains))
    for candidate in candidates:
        rivals = [
            other
            for other in candidates
            if other.figure != candidate.figure
            and other.explains & candidate.explains
            and len(other.explains) >= len(candidate.explains)
        ]
        if not rivals:
            return candidate
    return None


def _explained(
    figure: str, equation: Equation, system: _System, broken: Mapping[str, Equation]
) -> Culprit | None:
    """What `figure` explains with the value that solves `equation`; None where a formula that holds would break.

    A rate that was computed from the wrong figure breaks with it: it is a consequence where its own broken formulas then
    hold too.
    """
    solution = equation.solved_for(figure, system.values)
    if solution is None:
        return None
    value, printed = rounded(solution, system.decimals[figure]), system.values[figure]
    if value == printed or (value < 0 <= printed):
        return None
    before = dict(system.values)
    system.values[figure] = value
    try:
        changed = _followed(figure, system, broken)
        if changed is None:
            return None
        touched = {other.id: other for id_ in changed for other in system.of[id_]}
        explains = frozenset(
            id_ for id_, other in touched.items() if id_ in broken and other.holds(system.values)
        )
    finally:
        system.values = before
    return Culprit(figure=figure, value=value, explains=explains) if equation.id in explains else None


def _followed(figure: str, system: _System, broken: Mapping[str, Equation]) -> set[str] | None:
    """The figures that change with one: itself, and those computed from it; None where a formula is broken by it."""
    changed = {figure}
    for other in system.of[figure]:
        if other.id in broken or other.holds(system.values):
            continue
        target, value = other.target, other.computed(system.values)
        if target == figure or value is None or not any(one.id in broken for one in system.of[target]):
            return None
        system.values[target] = rounded(value, system.decimals[target])
        changed.add(target)
    for id_ in changed - {figure}:
        if not all(one.holds(system.values) for one in system.of[id_]):
            return None
    return changed


def _without(
    figure: str, side: Iterable[tuple[str, float]], values: Mapping[str, float]
) -> tuple[float, float]:
    """A side without a figure, and the coefficient of the figure in it."""
    rest = factor = 0.0
    for id_, coefficient in side:
        if id_ == figure:
            factor += coefficient
        else:
            rest += values[id_] * coefficient
    return rest, factor
