"""Column lineage: what is read out of the SQL, and that it leads from the marts to the raw tables in Dagster."""

from __future__ import annotations

import duckdb
import pytest

from pipelines.orchestration.dbt.column_lineage import (
    Lineage,
    columns_of_schema,
    origins,
    read_lineage,
    trace_columns,
)
from warehouse.raw_schema import raw_schema

dg = pytest.importorskip("dagster")

# Columns that are a constant or a mere number of rows: nothing is upstream of them.
CONSTANT = {
    "mart.review_items": {"status"},
    "core.list_checks": {"kind", "row_no", "decimals", "is_rate"},
    "core.prose_against_rows": {"preference"},
    "core.prose_checks": {"kind", "row_no", "column_no"},
    "core.place_figures": {"source"},
    "core.scope_values": {"variant", "rows_summed"},
}
SOURCES = {"raw.paid": {"office": "varchar", "amount": "double", "year": "integer"}}


def test_columns_are_followed_through_subqueries_unions_and_windows() -> None:
    core = """
        with big as (select office as who, amount * 2 as twice, year from raw.paid where amount > 1)
        select who, twice, rank() over (partition by year order by twice) as place, 'big' as size from big
        union all
        select upper(office), null, 0, 'small' from raw.paid
    """
    mart = "select *, coalesce(place, 0) + twice as odd, count(*) over () as rows_there from core.paid_most"
    found = trace_columns([("core.paid_most", core), ("mart.paid", mart)], SOURCES)
    assert found["core.paid_most"] == {
        "who": [("raw.paid", "office")],
        "twice": [("raw.paid", "amount")],
        "place": [("raw.paid", "amount"), ("raw.paid", "year")],
        "size": [],
    }
    assert found["mart.paid"]["odd"] == [("core.paid_most", "place"), ("core.paid_most", "twice")]
    assert found["mart.paid"]["rows_there"] == []
    assert origins(found, "mart.paid", "odd") == [("raw.paid", "amount"), ("raw.paid", "year")]


def test_sql_that_cannot_be_analysed_is_said_and_stops_nothing() -> None:
    with pytest.warns(UserWarning, match=r"mart\.broken: no column lineage"):
        found = trace_columns(
            [("mart.broken", "select from where"), ("mart.whole", "select year from raw.paid")], SOURCES
        )
    assert found == {"mart.broken": {}, "mart.whole": {"year": [("raw.paid", "year")]}}


@pytest.fixture(scope="module")
def defs(tmp_path_factory: pytest.TempPathFactory) -> dg.Definitions:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TONGBAO_HOME", str(tmp_path_factory.mktemp("home")))
        from pipelines.orchestration.definitions import defs

        return defs


@pytest.fixture(scope="module")
def in_dagster(defs: dg.Definitions) -> Lineage:
    """The lineage as Dagster has it, before anything was materialized: asset key → column → asset key, column."""
    return {
        ".".join(spec.key.path): {
            column: [(".".join(dep.asset_key.path), dep.column_name) for dep in deps]
            for column, deps in spec.metadata["dagster/column_lineage"].deps_by_column.items()
        }
        for spec in defs.resolve_all_asset_specs()
        if "dagster/column_lineage" in spec.metadata
    }


@pytest.mark.parametrize("column", ["published", "recomputed"])
def test_a_compared_figure_leads_to_the_observations(in_dagster: Lineage, column: str) -> None:
    assert ("raw.observations", "value") in origins(in_dagster, "mart.city_comparison", column)


def test_a_printed_sentence_leads_to_the_statements(in_dagster: Lineage) -> None:
    assert ("raw.statements", "value") in origins(in_dagster, "mart.city_comparison", "published")
    assert origins(in_dagster, "mart.statements", "quote") == [("raw.statements", "quote")]


def test_every_column_upstream_exists(defs: dg.Definitions, in_dagster: Lineage) -> None:
    keys = {".".join(key.path) for key in defs.resolve_asset_graph().get_all_asset_keys()}
    raw = columns_of_schema(raw_schema())
    assert set(in_dagster) == {key for key in keys if key.split(".")[0] in ("staging", "core", "mart")}
    for model, columns in in_dagster.items():
        for column, sources in columns.items():
            for table, name in sources:
                assert table in keys, (model, column, table)
                assert name in (raw.get(table) or in_dagster[table]), (model, column, table, name)


def test_only_constants_have_nothing_upstream(in_dagster: Lineage) -> None:
    without = {
        model: {column for column, sources in columns.items() if not sources}
        for model, columns in in_dagster.items()
    }
    assert {model: columns for model, columns in without.items() if columns} == CONSTANT


def test_the_columns_are_those_of_the_built_models(home: object, in_dagster: Lineage) -> None:
    with duckdb.connect(f"{home}/warehouse.duckdb", read_only=True) as connection:
        built = connection.execute(
            "select schema_name || '.' || table_name, list(column_name order by column_index) from duckdb_columns()"
            " where schema_name in ('staging', 'core', 'mart') group by 1"
        ).fetchall()
    assert {model: list(columns) for model, columns in in_dagster.items()} == dict(built)


def test_the_file_keeps_what_was_found(tmp_path: object) -> None:
    from pathlib import Path

    from pipelines.orchestration.dbt.column_lineage import write_lineage

    lineage: Lineage = {"mart.a": {"x": [("raw.paid", "year")], "n": []}}
    write_lineage(Path(str(tmp_path)), lineage)
    assert read_lineage(Path(str(tmp_path))) == lineage
