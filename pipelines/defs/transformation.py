"""The SQL models as assets, their tests as asset checks."""

import os
from collections.abc import Iterator, Mapping
from typing import Any

import dagster as dg
import duckdb
from dagster_dbt import DagsterDbtTranslator, DbtCliResource, DbtProject, dbt_assets

from pipelines import progress
from pipelines.defs.ingestion import OWNERS, WRITER_POOL
from pipelines.defs.previews import markdown_table, table_schema
from pipelines.home import Home
from pipelines.models import dbt_environment, dbt_executable, finish_manifest, sql_folder, start_manifest

_ROWS_SHOWN = 10


class Translator(DagsterDbtTranslator):
    """Groups by layer, with an owner; everything else as dagster-dbt has it."""

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str | None:
        schema = dbt_resource_props.get("config", {}).get("schema")
        return str(schema) if schema else None

    def get_owners(self, dbt_resource_props: Mapping[str, Any]) -> list[str]:
        return OWNERS


class QuietDbt(DbtCliResource):
    """dbt without the adapter that dagster-dbt would load into this process as well.

    It is there for `fetch_row_counts`, which is not used here: row counts are asked for once, when dbt has
    let go of the file. Loading it takes more than a second.
    """

    def _initialize_dbt_core_adapter(self, args: Any) -> Any:
        return None


_home = Home.from_environment()
_manifest = finish_manifest(_home, start_manifest(_home))
_project = DbtProject(project_dir=sql_folder(), target_path=_home.dbt_target, profiles_dir=sql_folder())
dbt = QuietDbt(
    project_dir=str(sql_folder()),
    dbt_executable=dbt_executable(),
    profiles_dir=str(sql_folder()),
    target="duckdb",
)


@dbt_assets(manifest=_manifest, project=_project, dagster_dbt_translator=Translator(), pool=WRITER_POOL)
def models(context: dg.AssetExecutionContext, dbt: QuietDbt) -> Iterator[Any]:
    """Build every model and run every test.

    All events are told at the end, in their order: row counts, schemas and previews need the database
    file, which is dbt's alone while it runs, and a check must not come before what it checks.
    """
    home = Home.from_environment()
    os.environ.update(dbt_environment(home))
    events: list[Any] = []
    progress.current().stage("model", len(context.selected_output_names))
    invocation = dbt.cli(
        ["build"], context=context, target_path=home.dbt_target / "run", raise_on_error=False
    )
    for event in invocation.stream():
        events.append(event)
        if isinstance(event, dg.Output):
            progress.current().advance(event.output_name)
    with duckdb.connect(str(home.working), read_only=True) as connection:
        for event in events:
            yield _with_metadata(context, connection, event) if isinstance(event, dg.Output) else event
    if error := invocation.get_error():
        raise error


def _with_metadata(
    context: dg.AssetExecutionContext, connection: duckdb.DuckDBPyConnection, output: dg.Output[Any]
) -> dg.Output[Any]:
    key = context.asset_key_for_output(output.output_name)
    schema, table = key.path[-2], key.path[-1]
    row = connection.execute(f'select count(*) from {schema}."{table}"').fetchone()
    metadata: dict[str, Any] = {
        **output.metadata,
        "dagster/row_count": row[0] if row else 0,
        "dagster/column_schema": table_schema(connection, schema, table),
    }
    if schema == "mart":
        rows = connection.execute(f'select * from {schema}."{table}" limit {_ROWS_SHOWN}')
        names = [column[0] for column in rows.description or ()]
        metadata["preview"] = dg.MetadataValue.md(markdown_table(names, rows.fetchall()))
    return dg.Output(output.value, output.output_name, metadata=metadata)
