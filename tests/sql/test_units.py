"""The unit tests of the models (sql/models/unit_tests), which no run of the product waits for."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import duckdb
import yaml

from pipelines.home.paths import Home
from pipelines.orchestration.dbt.column_lineage import columns_of_schema
from pipelines.orchestration.dbt.dbt_project import (
    column_descriptions,
    ensure_manifest,
    read_manifest,
)
from tests.sql.dbt import SQL, call_dbt
from warehouse.raw_schema import raw_schema


def test_the_models_pass_their_unit_tests(home: Path, tmp_path: Path) -> None:
    """dbt reads the types of a model's inputs from the database, so they run beside built models."""
    warehouse = tmp_path / "warehouse.duckdb"
    shutil.copy(home / "warehouse.duckdb", warehouse)
    written = sum(
        path.read_text().count("\n  - name: ") for path in (SQL / "models" / "unit_tests").iterdir()
    )
    done = call_dbt(
        tmp_path, "test", "--select", "test_type:unit", "--target", "duckdb", TONGBAO_WAREHOUSE=str(warehouse)
    )
    assert done.returncode == 0, done.stdout
    results = json.loads((tmp_path / "target" / "run_results.json").read_text(encoding="utf-8"))["results"]
    assert [result["status"] for result in results] == ["pass"] * written
    assert written >= 6


def test_every_column_of_every_model_is_described(home: Path) -> None:
    """The names in the YAML beside the models are those of the built tables, in their order.

    A staging model has the columns of its raw table, which are described with the source or the mart.
    """
    described = {
        (layer, model["name"]): [column["name"] for column in model["columns"] if column["description"]]
        for layer in ("core", "mart")
        for path in (SQL / "models" / layer).glob("*/*.yml")
        for model in yaml.safe_load(path.read_text(encoding="utf-8"))["models"]
    }
    raw = columns_of_schema(raw_schema())
    described |= {
        ("staging", table.replace("raw.", "stg_", 1)): list(columns) for table, columns in raw.items()
    }
    with duckdb.connect(str(home / "warehouse.duckdb"), read_only=True) as connection:
        built = connection.execute(
            "select schema_name, table_name, list(column_name order by column_index) from duckdb_columns()"
            " where schema_name in ('staging', 'core', 'mart') group by all"
        ).fetchall()
    assert described == {(schema, table): columns for schema, table, columns in built}


def test_every_column_of_every_raw_table_is_described_once(tmp_path: Path) -> None:
    """By the source's YAML, or by the mart of the same name that carries the column on."""
    described = column_descriptions(read_manifest(ensure_manifest(Home(tmp_path))))
    own = yaml.safe_load((SQL / "models" / "staging" / "sources.yml").read_text(encoding="utf-8"))["sources"][
        0
    ]["tables"]
    tables = columns_of_schema(raw_schema())
    assert {f"raw.{table['name']}" for table in own} == set(tables)
    for table in own:
        name = f"raw.{table['name']}"
        assert table["description"], name
        columns = [column["name"] for column in table.get("columns", ())]
        marts = described.get(f"mart.{table['name']}", {})
        assert [column for column in tables[name] if column not in marts] == columns, name
        assert all(described[name][column] for column in tables[name]), name
        staged = described[name.replace("raw.", "staging.stg_", 1)]
        assert all(staged[column] == described[name][column] for column in tables[name]), name


def test_the_page_shows_what_the_columns_of_raw_tables_mean(home: Path) -> None:
    """What the run told Dagster of each table that it wrote, those without a mart too."""
    import dagster as dg

    with dg.DagsterInstance.from_config(str(home / "dagster")) as instance:
        for table in ("originals", "observations", "rankings", "problems", "regions"):
            event = instance.get_latest_materialization_event(dg.AssetKey(["raw", table]))
            assert event is not None
            assert event.asset_materialization is not None
            schema = event.asset_materialization.metadata["dagster/column_schema"].value
            assert isinstance(schema, dg.TableSchema)
            assert len(schema.columns) >= 4
            assert all(column.description for column in schema.columns), table
