"""The SQL models as assets, their tests as asset checks."""

import json
import os
from collections.abc import Iterator, Mapping
from typing import Any

import dagster as dg
import duckdb
from dagster_dbt import DagsterDbtTranslator, DbtCliResource, DbtProject, dbt_assets
from dagster_dbt.core.dbt_cli_event import DbtCoreCliEventMessage

from pipelines import progress
from pipelines.defs.ingestion import OWNERS, WRITER_POOL
from pipelines.defs.previews import markdown_table, table_schema
from pipelines.home import Home
from pipelines.locking import writing
from pipelines.models import (
    dbt_environment,
    dbt_executable,
    dbt_options,
    ensure_manifest,
    load_manifest,
    sql_folder,
)

_ROWS_SHOWN = 10
_BUILD = ("build", "--exclude-resource-type", "unit_test")


class Translator(DagsterDbtTranslator):
    """Groups by layer, with an owner; everything else as dagster-dbt has it."""

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str | None:
        schema = dbt_resource_props.get("config", {}).get("schema")
        return str(schema) if schema else None

    def get_owners(self, dbt_resource_props: Mapping[str, Any]) -> list[str]:
        return OWNERS


_home = Home.from_environment()
_parsed = ensure_manifest(_home)
_manifest = _parsed / "manifest.json"
_project = DbtProject(project_dir=sql_folder(), target_path=_home.dbt_target, profiles_dir=sql_folder())
_translator = Translator()
dbt = DbtCliResource(
    project_dir=str(sql_folder()),
    dbt_executable=dbt_executable(),
    profiles_dir=str(sql_folder()),
    target="duckdb",
)


@dbt_assets(
    manifest=_manifest,
    project=_project,
    dagster_dbt_translator=_translator,
    name="models",
    pool=WRITER_POOL,
)
def models(context: dg.AssetExecutionContext, dbt: DbtCliResource) -> Iterator[Any]:
    """Build every model and run every test.

    All events are told at the end, in their order: row counts, schemas and previews need the database
    file, which is dbt's alone while it runs, and a check must not come before what it checks.
    """
    home = Home.from_environment()
    os.environ.update(dbt_environment(home))
    progress.current().stage("model", len(context.selected_output_names))
    with writing(home):
        if context.is_subset:
            # A selection made in the UI: dagster-dbt knows how to put it into dbt's words.
            run_path = home.dbt_target / "run"
            events = list(dbt.cli(list(_BUILD), context=context, target_path=run_path).stream())
        else:
            events = list(_build_here(context, home))
        with duckdb.connect(str(home.working), read_only=True) as connection:
            for event in events:
                yield _with_metadata(context, connection, event) if isinstance(event, dg.Output) else event


def _build_here(context: dg.AssetExecutionContext, home: Home) -> Iterator[Any]:
    """Run dbt in this process, which has imported most of it already: a second process costs seconds.

    Raises dg.Failure with dbt's words when a model can't be built; a failed test is a check and no error.
    """
    from dbt.cli.main import dbtRunner
    from dbt_common.events.functions import msg_to_dict

    messages: list[dict[str, Any]] = []

    def listen(event: Any) -> None:
        messages.append(msg_to_dict(event))
        if event.info.name == "LogModelResult":
            progress.current().advance(str(event.data.node_info.node_name))

    runner = dbtRunner(manifest=load_manifest(_parsed), callbacks=[listen])
    result = runner.invoke([*_BUILD, *dbt_options(home.dbt_target), "--no-write-json"])
    _let_go_of_the_file()
    manifest = json.loads(_manifest.read_bytes())
    for message in messages:
        event = DbtCoreCliEventMessage(raw_event=message, event_history_metadata={})
        if "node_info" in message["data"]:
            yield from event.to_default_asset_events(
                manifest=manifest,
                dagster_dbt_translator=_translator,
                context=context,
                target_path=home.dbt_target,
                project=_project,
            )
    if result.exception is not None:
        raise dg.Failure(f"dbt: {result.exception}")
    errors = [node for node in getattr(result.result, "results", ()) if str(node.status) == "error"]
    if errors:
        raise dg.Failure(
            "; ".join(f"{node.node.name}: {' '.join(str(node.message).split())}" for node in errors)
        )


def _let_go_of_the_file() -> None:
    """Close what dbt's adapter keeps open: DuckDB would refuse the same file with other settings."""
    import gc

    from dbt.adapters.duckdb.connections import DuckDBConnectionManager
    from dbt.adapters.factory import cleanup_connections, reset_adapters

    cleanup_connections()
    reset_adapters()
    environment = DuckDBConnectionManager._ENV
    if environment is not None:
        environment.close()
    DuckDBConnectionManager.close_all_connections()
    gc.collect()


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
