"""The unit tests of the models (sql/models/unit_tests), which no run of the product waits for."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import duckdb
import yaml

from tests.sql.dbt import SQL, call_dbt


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
    """The names in the YAML beside the models are those of the built tables, in their order."""
    described = {
        (path.parent.name, model["name"]): [
            column["name"] for column in model["columns"] if column["description"]
        ]
        for path in (SQL / "models").glob("*/*.yml")
        for model in yaml.safe_load(path.read_text(encoding="utf-8")).get("models", ())
    }
    with duckdb.connect(str(home / "warehouse.duckdb"), read_only=True) as connection:
        built = connection.execute(
            "select schema_name, table_name, list(column_name order by column_index) from duckdb_columns()"
            " where schema_name in ('staging', 'core', 'mart') group by all"
        ).fetchall()
    assert described == {(schema, table): columns for schema, table, columns in built}
