"""How an indicator follows from others, also through parts that are sums themselves.

A coverage rate is covered ÷ items where both are printed, and Σ covered of the groups ÷ Σ items of the groups where only the
groups are. Belongs here: all ways that follow from the registry. Not here: which of them a table has the columns for
(`checks.generators.rows.registered`), nor their arithmetic.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from pipelines.meaning.indicators.indicator_registry import Registry

# Ways that reach through sums come after the definitions as registered: through the numerator, the denominator, both.
THROUGH_NUMERATOR, THROUGH_DENOMINATOR, THROUGH_BOTH = 1000, 2000, 3000


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """One way in which an indicator follows: Σ `parts`, or Σ `numerator` ÷ Σ `denominator`, 1 − that with `complement`.

    `number` counts the ways of an indicator from 1, ratios and sums apart; above 1000 they reach through sums.
    """

    number: int
    kind: Literal["ratio", "sum"]
    numerator: tuple[str, ...] = ()
    denominator: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    complement: bool = False

    def sides(self) -> Iterator[tuple[str, str]]:
        """Each part with its side: numerator, denominator or part."""
        for side, ids in (
            ("numerator", self.numerator),
            ("denominator", self.denominator),
            ("part", self.parts),
        ):
            for part in ids:
                yield side, part


def identities_of(registry: Registry) -> dict[str, tuple[Identity, ...]]:
    """All ways in which each indicator of a registry follows from others, by its id; those without any are left out."""
    sums = {indicator.id: indicator.parts[0] for indicator in registry if indicator.parts}
    found = {}
    for indicator in registry:
        ways = [
            Identity(
                number=number,
                kind="ratio",
                numerator=_once(way.numerator),
                denominator=_once(way.denominator),
                complement=indicator.complement,
            )
            for number, way in enumerate(indicator.recomputations, start=1)
        ]
        ways += [
            Identity(number=number, kind="sum", parts=_once(parts))
            for number, parts in enumerate(indicator.parts, start=1)
        ]
        if ways:
            found[indicator.id] = (*ways, *(deeper for way in ways for deeper in _through_sums(way, sums)))
    return found


def _through_sums(way: Identity, sums: Mapping[str, tuple[str, ...]]) -> Iterator[Identity]:
    if way.kind == "sum":
        if all(part in sums for part in way.parts):
            yield replace(way, number=way.number + THROUGH_NUMERATOR, parts=_opened(way.parts, sums))
        return
    above, below = _opened(way.numerator, sums), _opened(way.denominator, sums)
    if above != way.numerator:
        yield replace(way, number=way.number + THROUGH_NUMERATOR, numerator=above)
    if below != way.denominator:
        yield replace(way, number=way.number + THROUGH_DENOMINATOR, denominator=below)
    if above != way.numerator and below != way.denominator:
        yield replace(way, number=way.number + THROUGH_BOTH, numerator=above, denominator=below)


def _opened(ids: tuple[str, ...], sums: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    return _once(tuple(part for id_ in ids for part in sums.get(id_, (id_,))))


def _once(ids: tuple[str, ...]) -> tuple[str, ...]:
    """A way that names a term twice has it once."""
    return tuple(dict.fromkeys(ids))
