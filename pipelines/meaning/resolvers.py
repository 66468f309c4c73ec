"""The resolvers of places, names and indicators: what gives the words of a document their meaning.

Belongs here: loading them, once for each process. Not here: what is asked of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from pipelines.meaning.indicators import IndicatorResolver
from pipelines.meaning.indicators.identities import Identity, identities_of
from pipelines.meaning.judgement import Judgement
from pipelines.meaning.names import NameResolver
from pipelines.meaning.regions import Regions


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """What the registry says of indicators: their kinds and names by id, and how they follow from each other."""

    kinds: Mapping[str, str]
    names: Mapping[str, str]
    identities: Mapping[str, tuple[Identity, ...]]


class Resolvers:
    """All resolvers, each loaded when it is first asked, with the judgements of people."""

    def __init__(self, judgements: tuple[Judgement, ...] = ()) -> None:
        self._judgements = judgements

    @cached_property
    def regions(self) -> Regions:
        return Regions.load()

    @cached_property
    def names(self) -> NameResolver:
        return NameResolver.load(self._judgements)

    @cached_property
    def indicators(self) -> IndicatorResolver:
        return IndicatorResolver.load(self._judgements)

    @cached_property
    def registered(self) -> Registered:
        registry = self.indicators.registry
        return Registered(
            kinds=self.indicators.kinds,
            names={indicator.id: indicator.name for indicator in registry},
            identities=identities_of(registry),
        )
