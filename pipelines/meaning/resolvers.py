"""The resolvers of places, names and indicators: what gives the words of a document their meaning.

Belongs here: loading them, once for each process. Not here: what is asked of them.
"""

from __future__ import annotations

from functools import cached_property

from pipelines.meaning.indicators import IndicatorResolver
from pipelines.meaning.judgement import Judgement
from pipelines.meaning.names import NameResolver
from pipelines.meaning.regions import Regions


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
