"""The registries of indicators, functions and places as rows of the raw schema, for the SQL models."""

from __future__ import annotations

from typing import Any



def registry_rows() -> dict[str, list[dict[str, Any]]]:
    """Rows of raw.indicators, raw.recipes and raw.functions. Places come with `region_rows`."""
    from pipelines.indicators.catalogue import load_registry
    from pipelines.names.registry import load_registry as load_names

    registry = load_registry()
    names = load_names()
    recipes: dict[tuple[object, ...], dict[str, Any]] = {}
    for term in registry.identities():
        key = (term.indicator_id, term.alternative, term.role, term.term_id)
        recipes[key] = {
            "indicator_id": term.indicator_id,
            "recipe_no": term.alternative,
            "kind": "sum" if term.role == "part" else "ratio",
            "side": term.role,
            "part_indicator_id": term.term_id,
            "complement": term.complement,
        }
    return {
        "indicators": [
            {
                "indicator_id": indicator.id,
                "name": indicator.name,
                "name_en": indicator.name_en,
                "definition": indicator.definition,
                "source": indicator.source,
                "unit": indicator.unit or None,
                "direction": indicator.direction,
                "kind": indicator.kind,
            }
            for indicator in registry
        ],
        "recipes": list(recipes.values()),
        "functions": [
            {
                "function_id": function.id,
                "name": function.name,
                "definition_source": "; ".join(names.sources.get(key, key) for key in function.source),
            }
            for function in names.functions.values()
        ],
    }
