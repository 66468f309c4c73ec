"""Printed ranks against the order of the figures that they follow, and which of them is out of it.

Belongs here: the place that each figure has among the others of its column, ties included. Not here: which column a rank
follows (`generators.columns.ranks`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """One printed rank: `points` is the figure that it follows, signed so that the largest comes first."""

    id: str
    rank: float
    points: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """The place that a rank should say: the printed one where it is right."""

    place: float
    first: int


def placed(ranks: Sequence[Ranked]) -> dict[str, Placed]:
    """The places of all ranks of one column, by their id.

    Equals share the first of their places where the table's ties mostly do; else each of their places is right.
    """
    shared = _ties_share(ranks)
    found = {}
    for one in ranks:
        first = 1 + sum(other.points > one.points for other in ranks)
        ties = sum(other.points == one.points for other in ranks)
        within = first <= one.rank < first + ties
        right = one.rank == first if shared else within
        found[one.id] = Placed(place=one.rank if right else float(first), first=first)
    return found


def out_of_order(ranks: Sequence[Ranked], places: Mapping[str, Placed]) -> str | None:
    """The one rank without which the others are in order, where several are not; None where none or several would do."""
    wrong = [one for one in ranks if places[one.id].place != one.rank]
    if len(wrong) < 2:
        return None
    alone = [one for one in wrong if _in_order([other for other in ranks if other is not one])]
    return alone[0].id if len(alone) == 1 else None


def _in_order(ranks: Sequence[Ranked]) -> bool:
    ordered = sorted(ranks, key=lambda one: (-one.points, one.rank))
    return all(
        before.rank < after.rank or (before.points == after.points and before.rank == after.rank)
        for before, after in zip(ordered, ordered[1:], strict=False)
    )


def _ties_share(ranks: Sequence[Ranked]) -> bool:
    equals: dict[float, list[float]] = defaultdict(list)
    for one in ranks:
        equals[one.points].append(one.rank)
    ties = [group for group in equals.values() if len(group) > 1]
    sharing = sum(len(group) for group in ties if len(set(group)) == 1)
    return 2 * sharing > sum(map(len, ties))
