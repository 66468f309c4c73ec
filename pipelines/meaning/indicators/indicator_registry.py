"""The registry of indicators: what a figure can measure, as data, and the strict shape of that data.

Belongs here: the schema of `registry/*.yml`, loading them, looking an indicator up. Does not
belong here: how a heading or a phrase finds its indicator (`indicator_resolver`), how indicators follow from each other
(`identities`).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

Kind = Literal["count", "ratio", "amount", "index", "rank", "change"]
Direction = Literal["higher", "lower", "none"]

REGISTRY_FOLDER = Path(__file__).parent / "registry"


class RegistryError(ValueError):
    """A registry file that can't be used: which file, what is wrong."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Recomputation(_Strict):
    """One way to get a ratio: Σ numerator ÷ Σ denominator."""

    numerator: tuple[str, ...] = Field(min_length=1)
    denominator: tuple[str, ...] = Field(min_length=1)


class Context(_Strict):
    """Where a heading that means another indicator, or nothing by itself, means this one.

    `instead_of` is the indicator that the heading alone would mean, None when it says nothing alone;
    `phrases` narrows it to some headings. At least one of the `beside` headings stands in a neighbouring
    column, and one of the `title` words in the title or a heading above; what is not given is not asked.
    """

    instead_of: str | None = None
    phrases: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    title: tuple[str, ...] = ()


class Indicator(_Strict):
    """What a figure measures.

    `parts` are alternative lists of indicators whose sum this one is. A ratio is 100 × Σ numerator ÷
    Σ denominator when the unit is %, and 100 × (1 − that) with `complement`; `recompute` lists other
    definitions in use. `optional` are words that may stand beside a phrasing without changing what is
    meant; `caveats` maps such a word to what it says about the base. `lookalikes` maps other indicators
    to the reason why they differ.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)
    name: str
    name_en: str
    definition: str
    source: str
    unit: str
    direction: Direction
    kind: Kind
    numerator: tuple[str, ...] = ()
    denominator: tuple[str, ...] = ()
    complement: bool = False
    recompute: tuple[Recomputation, ...] = ()
    parts: tuple[tuple[str, ...], ...] = ()
    headings: tuple[str, ...] = ()
    prose: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    contexts: tuple[Context, ...] = ()
    caveats: dict[str, str] = Field(default_factory=dict)
    lookalikes: dict[str, str] = Field(default_factory=dict)

    @cached_property
    def recomputations(self) -> tuple[Recomputation, ...]:
        """All ways to get this ratio, the definition first."""
        if not (self.numerator and self.denominator):
            return self.recompute
        return (Recomputation(numerator=self.numerator, denominator=self.denominator), *self.recompute)


class RegistryFile(_Strict):
    """One file of the registry; `source` holds for its indicators that name none."""

    version: Literal[1]
    source: str
    indicators: tuple[Indicator, ...]


class Registry:
    """All indicators, by id."""

    def __init__(self, indicators: tuple[Indicator, ...]) -> None:
        self.indicators = indicators
        self._by_id = {indicator.id: indicator for indicator in indicators}

    def __iter__(self) -> Iterator[Indicator]:
        return iter(self.indicators)

    def __len__(self) -> int:
        return len(self.indicators)

    def __contains__(self, indicator_id: object) -> bool:
        return indicator_id in self._by_id

    def by_id(self, indicator_id: str) -> Indicator:
        """The indicator with that id; KeyError when there is none."""
        return self._by_id[indicator_id]

    def get(self, indicator_id: str | None) -> Indicator | None:
        """The indicator with that id, or None."""
        return None if indicator_id is None else self._by_id.get(indicator_id)


def _documents(folder: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml reads the registry ten times as fast
    for path in sorted(folder.glob("*.yml")):
        with path.open(encoding="utf-8") as stream:
            try:
                data = yaml.load(stream, Loader=loader)
            except yaml.YAMLError as error:
                raise RegistryError(f"{path.name}: not YAML: {error}") from error
        if not isinstance(data, dict):
            raise RegistryError(f"{path.name}: a mapping with version, source and indicators is expected")
        yield path, data


def load_registry(folder: Path = REGISTRY_FOLDER) -> Registry:
    """Read every file of the registry.

    RegistryError when a file has an unknown key or a wrong value, when an id is there twice, or when an
    indicator refers to one that isn't there.
    """
    indicators: list[Indicator] = []
    for path, data in _documents(folder):
        for entry in data.get("indicators") or ():
            if isinstance(entry, dict):
                entry.setdefault("source", data.get("source", ""))
        try:
            indicators.extend(RegistryFile.model_validate(data).indicators)
        except ValidationError as error:
            raise RegistryError(f"{path.name}: {error}") from error
    registry = Registry(tuple(indicators))
    _check(registry)
    return registry


def _check(registry: Registry) -> None:
    seen: set[str] = set()
    for indicator in registry:
        if indicator.id in seen:
            raise RegistryError(f"{indicator.id}: this id is there twice")
        seen.add(indicator.id)
    for indicator in registry:
        referred = {term for way in indicator.recomputations for term in (*way.numerator, *way.denominator)}
        referred |= {part for parts in indicator.parts for part in parts}
        referred |= set(indicator.lookalikes)
        referred |= {context.instead_of for context in indicator.contexts if context.instead_of}
        if any(not context.instead_of and not context.phrases for context in indicator.contexts):
            raise RegistryError(f"{indicator.id}: a context without instead_of needs phrases")
        for other in sorted(referred):
            if other not in registry:
                raise RegistryError(f"{indicator.id}: refers to {other}, which the registry does not have")
