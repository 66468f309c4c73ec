"""The SQL models as assets, their tests as asset checks."""

import os
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

import dagster as dg
import duckdb
from dagster_dbt import DagsterDbtTranslator, DbtCliResource, DbtProject, dbt_assets
from dagster_dbt.core.dbt_cli_event import DbtCoreCliEventMessage

from pipelines.home import progress
from pipelines.home.locking import writing
from pipelines.home.paths import Home
from pipelines.orchestration.dbt.column_lineage import Lineage, origins, read_lineage
from pipelines.orchestration.dbt.dbt_project import (
    column_descriptions,
    dbt_environment,
    dbt_executable,
    dbt_options,
    ensure_manifest,
    let_go_of_the_file,
    load_manifest,
    read_manifest,
    sql_folder,
)
from pipelines.orchestration.defs.ingestion import OWNERS, WRITER_POOL
from pipelines.orchestration.defs.previews import column_meaning, markdown_table, rows_preview, table_schemas

_ROWS_SHOWN = 10
_NOISE = ("unique_id", "invocation_id", "status")
_BUILD = ("build", "--exclude-resource-type", "unit_test")
# What dbt tells of a model that is built and of a test that has run: a hundred of the thousands of its messages.
_RESULTS = frozenset({"LogModelResult", "LogTestResult"})


class Translator(DagsterDbtTranslator):
    """Groups by layer, with an owner; everything else as dagster-dbt has it."""

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str | None:
        schema = dbt_resource_props.get("config", {}).get("schema")
        return str(schema) if schema else None

    def get_description(self, dbt_resource_props: Mapping[str, Any]) -> str:
        # Without the SQL, which would fill the catalogue; it is in the metadata.
        return str(dbt_resource_props.get("description") or "")

    def get_owners(self, dbt_resource_props: Mapping[str, Any]) -> list[str]:
        return OWNERS

    def get_asset_check_spec(
        self,
        asset_spec: dg.AssetSpec,
        manifest: Mapping[str, Any],
        unique_id: str,
        project: DbtProject | None,
    ) -> dg.AssetCheckSpec | None:
        spec = super().get_asset_check_spec(asset_spec, manifest, unique_id, project)
        if spec is None or spec.description:
            return spec
        # dagster-dbt looks for the description in `meta` only, dbt beside the name.
        described = manifest["nodes"][unique_id].get("description")
        return spec._replace(description=described or None)

    def get_metadata(self, dbt_resource_props: Mapping[str, Any]) -> Mapping[str, Any]:
        metadata = super().get_metadata(dbt_resource_props)
        if dbt_resource_props["resource_type"] != "model":
            return metadata
        model = f"{dbt_resource_props['schema']}.{dbt_resource_props['name']}"
        sql = dg.MetadataValue.md(f"```sql\n{dbt_resource_props['raw_code'].strip()}\n```")
        schema = _columns_with_sources(model)
        return {**metadata, **schema, "sql": sql, **_column_lineage(model)}


def _columns_with_sources(model: str) -> Mapping[str, Any]:
    """The columns of a model as the page shows them; their types come when it is built."""
    described = _described.get(model, {})
    columns = [
        dg.TableColumn(column, description=column_meaning(described.get(column, ""), sources))
        for column, sources in _lineage.get(model, {}).items()
    ]
    return {"dagster/column_schema": dg.TableSchema(columns)} if columns else {}


@cache
def _column_lineage(model: str) -> Mapping[str, Any]:
    """For Dagster's own views, and as a table for people: the next columns upstream, and the raw ones."""
    columns = _lineage.get(model, {})
    if not columns:
        return {}
    deps = {
        column: [
            dg.TableColumnDep(asset_key=dg.AssetKey(table.split(".")), column_name=name)
            for table, name in sources
        ]
        for column, sources in columns.items()
    }
    rows = [
        (column, _listed(sources), _listed(origins(_lineage, model, column)))
        for column, sources in columns.items()
    ]
    return {
        "dagster/column_lineage": dg.TableColumnLineage(deps_by_column=deps),
        "column_lineage": dg.MetadataValue.md(
            markdown_table(["column", "made from", "printed or set in"], rows)
        ),
    }


def _listed(columns: Iterable[tuple[str, str]]) -> str:
    return ", ".join(f"{table}.{name}" for table, name in columns) or "–"


_home = Home.from_environment()
_parsed = ensure_manifest(_home)
_lineage: Lineage = read_lineage(_parsed)
_manifest = read_manifest(_parsed)
_described = column_descriptions(_manifest)
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
    tests: dict[str, str] = {}
    with writing(home):
        build = (
            _build_selected(context, dbt, home, tests)
            if context.is_subset
            else _build_all(context, home, tests)
        )
        events = list(build)
        with duckdb.connect(str(home.working), read_only=True) as connection:
            schemas = table_schemas(connection, ("staging", "core", "mart"), _described)
            for event in events:
                if isinstance(event, dg.Output):
                    yield _with_metadata(context, connection, event, schemas)
                elif isinstance(event, dg.AssetCheckResult) and not event.passed:
                    yield _with_failures(connection, event, tests)
                else:
                    yield event


def _build_selected(
    context: dg.AssetExecutionContext, dbt: DbtCliResource, home: Home, tests: dict[str, str]
) -> Iterator[Any]:
    """Build a selection made in the UI: dagster-dbt knows how to put it into dbt's words.

    `tests` is filled with the SQL of each test, by its name.
    """
    invocation = dbt.cli(list(_BUILD), context=context, target_path=home.dbt_target / "run")
    yield from invocation.stream()
    for result in invocation.get_artifact("run_results.json")["results"]:
        tests[result["unique_id"].split(".")[2]] = result["compiled_code"] or ""


def _build_all(context: dg.AssetExecutionContext, home: Home, tests: dict[str, str]) -> Iterator[Any]:
    """Run dbt in this process, which has imported most of it already: a second process costs seconds.

    `tests` is filled with the SQL of each test, by its name. Raises dg.Failure with dbt's words when a model
    can't be built; a failed test is a check and no error.
    """
    from dbt.cli.main import dbtRunner
    from dbt_common.events.functions import msg_to_dict

    messages: list[dict[str, Any]] = []

    def listen(event: Any) -> None:
        if event.info.name in _RESULTS:
            messages.append(msg_to_dict(event))
        if event.info.name == "LogModelResult":
            progress.current().advance(str(event.data.node_info.node_name))

    runner = dbtRunner(manifest=load_manifest(_parsed), callbacks=[listen])
    result = runner.invoke([*_BUILD, *dbt_options(home.dbt_target), "--no-write-json"])
    let_go_of_the_file()
    for message in messages:
        event = DbtCoreCliEventMessage(raw_event=message, event_history_metadata={})
        yield from event.to_default_asset_events(
            manifest=_manifest,
            dagster_dbt_translator=_translator,
            context=context,
            target_path=home.dbt_target,
            project=_project,
        )
    if result.exception is not None:
        raise dg.Failure(f"dbt: {result.exception}")
    results = getattr(result.result, "results", ())
    tests.update({each.node.name: each.node.compiled_code or "" for each in results})
    errors = [node for node in results if str(node.status) == "error"]
    if errors:
        raise dg.Failure(
            "; ".join(f"{node.node.name}: {' '.join(str(node.message).split())}" for node in errors)
        )


def _with_metadata(
    context: dg.AssetExecutionContext,
    connection: duckdb.DuckDBPyConnection,
    output: dg.Output[Any],
    schemas: Mapping[str, dg.TableSchema],
) -> dg.Output[Any]:
    key = context.asset_key_for_output(output.output_name)
    schema, table = key.path[-2], key.path[-1]
    row = connection.execute(f'select count(*) from {schema}."{table}"').fetchone()
    metadata: dict[str, Any] = {
        **_without_noise(output.metadata),
        "dagster/row_count": row[0] if row else 0,
        "dagster/column_schema": schemas[f"{schema}.{table}"],
        **_column_lineage(f"{schema}.{table}"),
    }
    if schema == "mart":
        rows = connection.execute(f'select * from {schema}."{table}" limit {_ROWS_SHOWN}')
        names = [column[0] for column in rows.description or ()]
        metadata["preview"] = rows_preview(names, rows.fetchall())
    return dg.Output(output.value, output.output_name, metadata=metadata)


def _without_noise(metadata: Mapping[str, Any]) -> dict[str, Any]:
    """What dagster-dbt notes of a model, without the marks that say nothing to a person."""
    return {name: value for name, value in metadata.items() if name not in _NOISE}


def _with_failures(
    connection: duckdb.DuckDBPyConnection, check: dg.AssetCheckResult, tests: Mapping[str, str]
) -> dg.AssetCheckResult:
    """What broke, with numbers: how many rows fail, and the first of them.

    The test's own SQL is asked once more, for the failing tests only: dbt keeps nothing but the count.
    """
    noted = check.metadata.get("dagster_dbt/failed_row_count")
    count = noted.value if isinstance(noted, dg.IntMetadataValue) else None
    try:
        rows = connection.execute(
            f"select * from ({tests.get(check.check_name or '', '')}\n) limit {_ROWS_SHOWN}"
        )
        names = [column[0] for column in rows.description or ()]
        first = rows.fetchall()
    except duckdb.Error:  # the test itself could not run: dbt's own message says why
        return check
    return dg.AssetCheckResult(
        passed=check.passed,
        asset_key=check.asset_key,
        check_name=check.check_name,
        severity=check.severity,
        description=f"{count} rows fail" if count != 1 else "1 row fails",
        metadata={
            "failing_rows": count,
            "first_failing_rows": rows_preview(names, first),
        },
    )
