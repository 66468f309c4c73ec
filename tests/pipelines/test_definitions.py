"""Dagster's definitions: they load, every asset says what it is, the lineage is whole."""

from __future__ import annotations

from pathlib import Path

import dagster as dg
import pytest


@pytest.fixture(scope="module")
def defs(tmp_path_factory: pytest.TempPathFactory) -> dg.Definitions:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TONGBAO_HOME", str(tmp_path_factory.mktemp("home")))
        from pipelines.definitions import defs

        return defs


def test_the_definitions_are_loadable(defs: dg.Definitions) -> None:
    dg.Definitions.validate_loadable(defs)


def test_every_asset_has_a_description_an_owner_a_group_and_kinds(defs: dg.Definitions) -> None:
    for spec in defs.resolve_all_asset_specs():
        name = spec.key.to_user_string()
        assert spec.description, name
        assert list(spec.owners) == ["team:data"], name
        assert spec.group_name in ("ingestion", "staging", "core", "mart", "publication", "review"), name
        assert spec.kinds, name


def test_the_comparison_leads_back_to_the_originals(defs: dg.Definitions) -> None:
    graph = defs.resolve_asset_graph()
    key = dg.AssetKey(["mart", "city_comparison"])
    reached, todo = set(), [key]
    while todo:
        for parent in graph.get(todo.pop()).parent_keys - reached:
            reached.add(parent)
            todo.append(parent)
    for path in (
        ["raw", "originals"],
        ["raw", "observations"],
        ["raw", "statements"],
        ["core", "place_figures"],
    ):
        assert dg.AssetKey(path) in reached


def test_dbt_tests_are_asset_checks(defs: dg.Definitions) -> None:
    checks = {key.name for key in defs.resolve_asset_graph().asset_check_keys}
    assert {
        "published_figures_add_up",
        "observations_observation_id_is_a_key",
        "every_cell_is_accounted_for",
    } <= checks


def test_the_published_file_waits_for_every_mart(defs: dg.Definitions) -> None:
    graph = defs.resolve_asset_graph()
    marts = {key for key in graph.get_all_asset_keys() if key.path[0] == "mart"}
    assert graph.get(dg.AssetKey("published_warehouse")).parent_keys == marts


def test_the_columns_of_every_mart_are_described(tmp_path: Path) -> None:
    """Every column that a mart selects is in its YAML, in the order of the model."""
    import yaml

    from pipelines.models import sql_folder

    for path in (sql_folder() / "models" / "mart").glob("*.yml"):
        for model in yaml.safe_load(path.read_text(encoding="utf-8"))["models"]:
            assert model["description"], model["name"]
            for column in model["columns"]:
                assert column["description"], (model["name"], column["name"])
