"""Indicators: the registry of what is measured, and the resolver of headings and phrases.

Which column or which words of a sentence name an indicator belongs to `meaning.tables` and `meaning.prose`; no figure
is read or computed here.
"""

from __future__ import annotations

from pipelines.meaning.indicators.indicator_match import IndicatorMatch
from pipelines.meaning.indicators.indicator_registry import Indicator, Registry, RegistryError, load_registry
from pipelines.meaning.indicators.indicator_resolver import IndicatorResolver

__all__ = [
    "Indicator",
    "IndicatorMatch",
    "IndicatorResolver",
    "Registry",
    "RegistryError",
    "load_registry",
]
