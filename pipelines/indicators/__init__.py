"""Indicators: the registry of what is measured, and the resolver of headings and phrases."""

from __future__ import annotations

from pipelines.indicators.catalogue import Indicator, Registry, RegistryError, load_registry
from pipelines.indicators.matching import IndicatorDecision, IndicatorMatch
from pipelines.indicators.resolver import IndicatorResolver

__all__ = [
    "Indicator",
    "IndicatorDecision",
    "IndicatorMatch",
    "IndicatorResolver",
    "Registry",
    "RegistryError",
    "load_registry",
]
