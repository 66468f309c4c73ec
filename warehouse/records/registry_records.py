"""The registries of indicators, functions and places, as they were at the last load."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from warehouse.records.record import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class RawIndicator(Record):
    """An indicator of the registry."""

    table_name: ClassVar[str] = "indicators"
    key: ClassVar[tuple[str, ...]] = ("indicator_id",)

    indicator_id: str
    name: str
    name_en: str | None
    definition: str | None
    source: str | None
    unit: str | None
    direction: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RawRecipe(Record):
    """One part of a way in which an indicator follows from others: `side` is numerator, denominator or part (of a sum)."""

    table_name: ClassVar[str] = "recipes"
    key: ClassVar[tuple[str, ...]] = ("indicator_id", "recipe_no", "side", "part_indicator_id")

    indicator_id: str
    recipe_no: int
    kind: str
    side: str
    part_indicator_id: str
    complement: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RawFunction(Record):
    """A government function of the registry. `parent_function_id` is that of the office of which its offices are part,
    `several` tells that a place has many of them, each with a name of its own."""

    table_name: ClassVar[str] = "functions"
    key: ClassVar[tuple[str, ...]] = ("function_id",)

    function_id: str
    name: str
    definition_source: str | None
    parent_function_id: str | None = None
    several: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RawRegion(Record):
    """A place that documents or rows name, or that one of them lies in."""

    table_name: ClassVar[str] = "regions"
    key: ClassVar[tuple[str, ...]] = ("region_code",)

    region_code: str
    name: str
    level: str
    parent_code: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistryRows:
    """The registries of a program, all at once: what follows from one without another would be stale."""

    indicators: tuple[RawIndicator, ...]
    recipes: tuple[RawRecipe, ...]
    functions: tuple[RawFunction, ...]


# The tables that describe the registries; each is replaced as a whole.
REGISTRIES: tuple[type[Record], ...] = (RawIndicator, RawRecipe, RawFunction, RawRegion)
