"""The resolvers of places, names and indicators: what gives the words of a document their meaning.

Belongs here: loading them, once for each process. Not here: what is asked of them.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from pipelines.meaning.indicators import IndicatorResolver
from pipelines.meaning.names import NameResolver
from pipelines.meaning.regions import Regions


class Resolvers:
    """All resolvers, each loaded when it is first asked; `decisions` is the folder of what people decided."""

    def __init__(self, decisions: Path | None = None) -> None:
        self._decisions = decisions

    @cached_property
    def regions(self) -> Regions:
        return Regions.load()

    @cached_property
    def names(self) -> NameResolver:
        return NameResolver.load(self._decisions / "names.yml" if self._decisions else None)

    @cached_property
    def indicators(self) -> IndicatorResolver:
        from pipelines.meaning.indicators.indicator_decisions import load_decisions

        path = self._decisions / "indicators.yml" if self._decisions else None
        return IndicatorResolver.load(load_decisions(path) if path else None)
