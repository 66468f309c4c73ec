"""The registries of indicators, functions and places as rows of the raw schema, for the SQL models."""

from __future__ import annotations

from collections.abc import Iterable

from warehouse.records import RawFunction, RawIndicator, RawRecipe, RawRegion, RegistryRows


def registry_rows() -> RegistryRows:
    """Rows of raw.indicators, raw.recipes and raw.functions; see `region_rows` for the places."""
    from pipelines.meaning.indicators.identities import identities_of
    from pipelines.meaning.indicators.indicator_registry import load_registry
    from pipelines.meaning.names.registry import load_registry as load_names

    registry = load_registry()
    names = load_names()
    return RegistryRows(
        indicators=tuple(
            RawIndicator(
                indicator_id=indicator.id,
                name=indicator.name,
                name_en=indicator.name_en,
                definition=indicator.definition,
                source=indicator.source,
                unit=indicator.unit or None,
                direction=indicator.direction,
                kind=indicator.kind,
            )
            for indicator in registry
        ),
        recipes=tuple(
            RawRecipe(
                indicator_id=indicator_id,
                recipe_no=way.number,
                kind=way.kind,
                side=side,
                part_indicator_id=part,
                complement=way.complement,
            )
            for indicator_id, ways in identities_of(registry).items()
            for way in ways
            for side, part in way.sides()
        ),
        functions=tuple(
            RawFunction(
                function_id=function.id,
                name=function.name,
                definition_source="; ".join(names.sources.get(key, key) for key in function.source),
                parent_function_id=next(iter(function.part_of), None),
                several=function.several,
            )
            for function in names.functions.values()
        ),
    )


def region_rows(codes: Iterable[str]) -> list[RawRegion]:
    """Rows of raw.regions for the given codes and the places they lie in."""
    from pipelines.meaning.regions import Regions

    regions = Regions.load()
    rows: dict[str, RawRegion] = {}
    todo = list(codes)
    while todo:
        region = regions.by_code(todo.pop())
        if region is None or region.code in rows:
            continue
        rows[region.code] = RawRegion(
            region_code=region.code,
            name=region.name,
            level=str(region.level),
            parent_code=region.parent_code,
        )
        if region.parent_code:
            todo.append(region.parent_code)
    return [rows[code] for code in sorted(rows)]
