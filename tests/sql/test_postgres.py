"""The same models on PostgreSQL give the same rows as on DuckDB, in every layer, column by column."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.sql.dbt import call_dbt
from tests.sql.postgres import Server, load_raw, programs, running_server
from warehouse.raw_schema import raw_schema

pytestmark = pytest.mark.postgres
LAYERS = "('staging', 'core', 'mart')"
Row = tuple[Any, ...]
# Types of one meaning: sums of whole numbers are wider in one database than in the other.
KINDS = {
    "VARCHAR": "text",
    "character varying": "text",
    "text": "text",
    "DOUBLE": "float",
    "double precision": "float",
    "INTEGER": "integer",
    "integer": "integer",
    "BIGINT": "integer",
    "bigint": "integer",
    "BOOLEAN": "boolean",
    "boolean": "boolean",
    "DATE": "date",
    "date": "date",
    "TIMESTAMP": "timestamp",
    "timestamp without time zone": "timestamp",
}


@pytest.fixture(scope="module")
def server(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server on which the models were built from the raw rows of the loaded home."""
    pytest.importorskip("psycopg2", reason="dbt-postgres is not installed")
    pytest.importorskip("dbt.adapters.postgres", reason="dbt-postgres is not installed")
    found = programs()
    if found is None:
        pytest.skip("PostgreSQL's server programs are missing (Debian: postgresql)")
    with running_server(found) as running:
        loaded = load_raw(home / "warehouse.duckdb", raw_schema(), running)
        assert loaded["observations"] > 3000
        built = call_dbt(
            tmp_path_factory.mktemp("dbt"), "build", "--target", "postgres",
            "--exclude-resource-type", "unit_test", **running.environment,
        )  # fmt: skip
        assert built.returncode == 0, built.stdout[-4000:] + built.stderr[-2000:]
        yield running


def columns_of(run: Any) -> dict[tuple[str, str], dict[str, str]]:
    """Columns and their types by schema and table, in order."""
    found: dict[tuple[str, str], dict[str, str]] = {}
    for schema, table, column, kind in run(
        "select table_schema, table_name, column_name, data_type from information_schema.columns"
        f" where table_schema in {LAYERS} order by table_schema, table_name, ordinal_position"
    ):
        found.setdefault((schema, table), {})[column] = KINDS.get(kind, kind)
    return found


def plain(value: Any) -> Any:
    return float(value) if isinstance(value, Decimal) else value


def order(row: Row) -> Row:
    """A key to sort by that knows NULL and does not see the last bits of a float."""
    return tuple((v is not None, f"{v:.6g}" if isinstance(v, float) else str(v)) for v in row)


def same(a: Any, b: Any) -> bool:
    if isinstance(a, float) and isinstance(b, float):
        return math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-9)
    return bool(a == b)


def test_every_model_has_equal_rows(home: Path, server: Server) -> None:
    connection = server.connect()
    cursor = connection.cursor()

    def there(query: str) -> list[Row]:
        cursor.execute(query)
        return [tuple(map(plain, row)) for row in cursor.fetchall()]

    differences: list[tuple[Any, ...]] = []
    with duckdb.connect(str(home / "warehouse.duckdb"), read_only=True) as duck:

        def here(query: str) -> list[Row]:
            return [tuple(map(plain, row)) for row in duck.execute(query).fetchall()]

        models = columns_of(here)
        assert models == columns_of(there)
        assert len(models) > 25
        for (schema, table), columns in models.items():
            names = ", ".join(f'"{name}"' for name in columns)
            query = f'select {names} from {schema}."{table}"'
            ours, theirs = sorted(here(query), key=order), sorted(there(query), key=order)
            if len(ours) != len(theirs):
                differences.append((schema, table, len(ours), len(theirs)))
            for a, b in zip(ours, theirs, strict=False):
                wrong = [(n, x, y) for n, x, y in zip(columns, a, b, strict=True) if not same(x, y)]
                if wrong:
                    differences.append((schema, table, wrong))
    connection.close()
    assert differences == []


def test_the_descriptions_are_kept_in_the_database(server: Server) -> None:
    """Documentation column by column is there for whoever looks into the second database."""
    connection = server.connect()
    with connection.cursor() as cursor:
        cursor.execute(
            "select col_description('mart.reconciliation'::regclass, ordinal_position)"
            " from information_schema.columns where table_schema = 'mart'"
            " and table_name = 'reconciliation' and column_name = 'published'"
        )
        assert cursor.fetchone() == ("the printed figure",)
    connection.close()


def test_the_unit_tests_of_the_models_pass_here_too(server: Server, tmp_path: Path) -> None:
    done = call_dbt(
        tmp_path, "test", "--select", "test_type:unit", "--target", "postgres", **server.environment
    )
    assert done.returncode == 0, done.stdout[-4000:]
    results = json.loads((tmp_path / "target" / "run_results.json").read_text(encoding="utf-8"))["results"]
    assert {result["status"] for result in results} == {"pass"}
    assert len(results) >= 16
