"""Dagster's definitions: they load, every asset says what it is, the lineage is whole."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import dagster as dg
import pytest


@pytest.fixture(scope="module")
def defs(tmp_path_factory: pytest.TempPathFactory) -> dg.Definitions:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TONGBAO_HOME", str(tmp_path_factory.mktemp("home")))
        from pipelines.orchestration.definitions import defs

        return defs


SOURCE = """
name: {name}
publisher: 林州市人民政府
region: "410581"
listings: [{{address: "https://www.linzhou.gov.cn/tzgg/"}}]
schedule: "30 8 * * 1"
rhythm: {{every: month, by_day: 10}}
"""


@pytest.fixture(scope="module")
def own_sources(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the definitions of a home have whose owner wrote two sources, one of them broken."""
    home = tmp_path_factory.mktemp("home")
    (home / "sources").mkdir()
    (home / "sources" / "linzhou.yml").write_text(SOURCE.format(name="林州"), encoding="utf-8")
    (home / "sources" / "broken.yml").write_text("name: 只有名称\n", encoding="utf-8")
    program = """
import json
import dagster as dg
from pipelines.orchestration.definitions import defs
from pipelines.orchestration.defs.checks import every_source_file_can_be_used
graph = defs.resolve_asset_graph()
node = graph.get(dg.AssetKey(["sources", "linzhou"]))
schedule = next(s for s in defs.schedules if s.name == "visit_linzhou_by_schedule")
check = every_source_file_can_be_used()
print(json.dumps({
    "sources": sorted(key.path[1] for key in graph.get_all_asset_keys() if key.path[0] == "sources"),
    "downstream": sorted(key.to_user_string() for key in node.child_keys),
    "cron": schedule.cron_schedule, "zone": schedule.execution_timezone,
    "running": schedule.default_status.value, "job": schedule.job_name,
    "freshness": [node.freshness_policy.deadline_cron, node.freshness_policy.timezone],
    "checks": sorted(key.name for key in graph.get_check_keys_for_assets({node.key})),
    "resting": sorted({s.default_status.value for s in defs.schedules if s is not schedule}),
    "passed": check.passed, "unusable": check.metadata["unusable"].value, "errors": check.metadata["errors"].value,
}))
"""
    result = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"TONGBAO_HOME": str(home), "TONGBAO_AUTOMATION": "on"},
    )
    assert result.returncode == 0, result.stderr
    found: dict[str, Any] = json.loads(result.stdout.splitlines()[-1])
    return found


def test_a_file_makes_a_source_with_schedule_and_freshness(own_sources: dict[str, Any]) -> None:
    assert "linzhou" in own_sources["sources"] and "nanyang" in own_sources["sources"]
    assert own_sources["downstream"] == ["raw/addresses", "raw/originals"]
    assert (own_sources["cron"], own_sources["zone"]) == ("30 8 * * 1", "Asia/Shanghai")
    assert (own_sources["running"], own_sources["job"]) == ("RUNNING", "visit_linzhou")
    # Due by the 10th: late from midnight of the 11th.
    assert own_sources["freshness"] == ["0 0 11 * *", "Asia/Shanghai"]
    assert own_sources["checks"] == ["every_address_answered", "new_bulletins_are_on_time"]


def test_sources_that_are_not_enabled_rest(own_sources: dict[str, Any]) -> None:
    assert own_sources["resting"] == ["STOPPED"]


def test_a_broken_source_file_is_told_and_stops_nothing_else(own_sources: dict[str, Any]) -> None:
    assert not own_sources["passed"]
    assert own_sources["unusable"] == 1 and "broken.yml" in own_sources["errors"]


@pytest.mark.parametrize(
    ("rhythm", "cron"),
    [
        ({"every": "month", "by_day": 10}, "0 0 11 * *"),
        ({"every": "month", "by_day": 31}, "0 0 1 * *"),
        ({"every": "quarter", "by_day": 15}, "0 0 16 1,4,7,10 *"),
        ({"every": "quarter", "by_day": 20, "months_after": 2}, "0 0 21 2,5,8,11 *"),
        ({"every": "year", "by_day": 31}, "0 0 1 2 *"),
    ],
)
def test_a_rhythm_is_a_deadline(rhythm: dict[str, Any], cron: str) -> None:
    from pipelines.ingest.sources.source_model import Rhythm
    from pipelines.orchestration.defs.visits import deadline_cron

    assert deadline_cron(Rhythm(**rhythm)) == cron


def test_the_definitions_are_loadable(defs: dg.Definitions) -> None:
    dg.Definitions.validate_loadable(defs)


def test_every_asset_has_a_description_an_owner_a_group_and_kinds(defs: dg.Definitions) -> None:
    for spec in defs.resolve_all_asset_specs():
        name = spec.key.to_user_string()
        assert spec.description, name
        assert list(spec.owners) == ["team:data"], name
        assert spec.group_name in (
            "sources",
            "ingestion",
            "staging",
            "core",
            "mart",
            "publication",
            "review",
        ), name
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

    from pipelines.orchestration.dbt.dbt_project import sql_folder

    for path in (sql_folder() / "models" / "mart").rglob("*.yml"):
        for model in yaml.safe_load(path.read_text(encoding="utf-8"))["models"]:
            assert model["description"], model["name"]
            for column in model["columns"]:
                assert column["description"], (model["name"], column["name"])
