"""From what is handed in to the raw schema: the assets `originals` and `raw/*`.

One step reads all documents that the warehouse doesn't have yet, in parallel inside the step: a run
for each document would cost more than the reading.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

import dagster as dg
import duckdb
from pydantic import Field

from pipelines.home import progress
from pipelines.home.locking import writing
from pipelines.home.paths import Home
from pipelines.ingest.document_reading import Outcome, read_all, tasks_for
from pipelines.ingest.inputs import Missing, collect, keep, load_all
from pipelines.ingest.network.single_fetch import FetchError
from pipelines.ingest.versions import meaning_version, reader_version
from pipelines.orchestration.dbt.dbt_project import column_descriptions, ensure_manifest, read_manifest
from pipelines.orchestration.defs.previews import (
    documents_preview,
    originals_preview,
    table_schemas,
    tables_preview,
)
from pipelines.orchestration.instance.console_log import TOLD_BY_THE_NEWS
from warehouse.database_files import open_working
from warehouse.ledger import named_regions, unread
from warehouse.records import REGISTRIES, DocumentFacts, RawDocument, RawOriginal
from warehouse.writer import register_originals, replace_documents, replace_regions, replace_registries

OWNERS = ["team:data"]
ORIGINALS = dg.AssetKey(["raw", "originals"])
BACKLOG = dg.AssetKey(["raw", "backlog"])
# What was handed in and could not be had: metadata of the originals, there only when something failed.
FAILURES = "failures"
# One run at a time writes to the warehouse: the queue of the daemon lets only one run with this pool start
# (granularity `run`: a slot is a run in progress, so a killed one keeps none). See also pipelines.home.locking.
WRITER_POOL = "warehouse"
_REGISTRY_TABLES = {kind.table_name for kind in REGISTRIES}
# Documents that go into the warehouse in one transaction.
BATCH = 50

RAW_DESCRIPTIONS = {
    "documents": "One row for each document read or quarantined: title, issuer, number, place, dates.",
    "tables": "One row for each table, joined over page breaks.",
    "columns": "One row for each leaf column: heading path, role, indicator, unit.",
    "cells": "One row for each body cell, as printed, with its place and what became of it.",
    "observations": "One row for each figure of a table: who, what, how much, in which unit, as of when.",
    "formulas": "Figures that other figures of their table determine, as the table itself shows.",
    "formula_terms": "The figures that determine another, by side of its formula.",
    "name_matches": "How each row label was resolved to a department or a place.",
    "statements": "The figures in the prose, each with its exact words.",
    "rankings": "The lists of leaders and laggards in the prose.",
    "targets": "Thresholds that a document sets.",
    "ignored_figures": "Figures of the prose that are no statement, each with the rule that says why.",
    "figure_account": "How many figures the prose has, and what became of them.",
    "problems": "What a reader or the interpretation wants a person to look at.",
    "indicators": "The registry of indicators, as it was at the last load.",
    "recipes": "How an indicator follows from others: numerators, denominators, parts.",
    "functions": "The registry of government functions.",
    "regions": "The places that documents and rows name, with the places they lie in.",
}


class Sources(dg.Config):
    """What to ingest: files, folders or addresses. Nothing named: what is already registered."""

    sources: list[str] = Field(default_factory=list)


def originals_from(sources: Sequence[dg.AssetKey]) -> dg.AssetsDefinition:
    """The originals, downstream of every source that brings some."""

    @dg.asset(
        key=ORIGINALS,
        deps=sources,
        group_name="ingestion",
        kinds={"python", "file"},
        owners=OWNERS,
        pool=WRITER_POOL,
        description=(
            "The original bytes of every bulletin handed in, kept unchanged under their sha256 in `documents/`, "
            "with every address they came from."
        ),
    )
    def originals(context: dg.AssetExecutionContext, config: Sources) -> dg.MaterializeResult[None]:
        return _collect(context, config.sources)

    return originals


def _collect(context: dg.AssetExecutionContext, sources: Sequence[str]) -> dg.MaterializeResult[None]:
    home = Home.from_environment()
    rows: list[RawOriginal] = []
    failures: list[str] = []
    lacking: list[str] = []
    found = list(collect(sources))
    failures += [f"{item.argument}: {item.reason}" for item in found if isinstance(item, Missing)]
    progress.current().stage("collect", len(found))
    for loaded in load_all([item for item in found if isinstance(item, str)]):
        if isinstance(loaded, FetchError):
            failures.append(str(loaded))
        elif isinstance(loaded, Missing):
            lacking.append(f"{loaded.argument}: {loaded.reason}")
        else:
            progress.current().advance(loaded.uri)
            original = keep(home, loaded.uri, loaded.data)
            rows.append(original.row(headers=loaded.headers, parent_uri=loaded.parent_uri))
    with writing(home), open_working(home.working, home.published) as connection:
        register_originals(connection, rows)
        total = _count(connection, "select count(distinct document_id) from raw.originals")
        preview = originals_preview(connection)
        schema = _schemas(home, connection)["raw.originals"]
    for failure in failures:
        context.log.error(failure)
    for line in lacking:
        context.log.warning(line)
        progress.current().note(line)
    metadata: dict[str, Any] = {"handed_in": len(rows), "originals_kept": total}
    if failures:
        metadata["not_found"] = len(failures)
        metadata[FAILURES] = failures_table(failures)
    if lacking:
        metadata["attachments_lacking"] = dg.MetadataValue.table(
            [dg.TableRecord({"attachments": text}) for text in lacking]
        )
    return dg.MaterializeResult(
        metadata={
            **metadata,
            "dagster/column_schema": schema,
            "preview": preview,
            "folder": dg.MetadataValue.path(str(home.originals)),
        }
    )


def failures_table(failures: Sequence[str]) -> dg.TableMetadataValue:
    """The metadata FAILURES: a line for each."""
    return dg.MetadataValue.table([dg.TableRecord({"failure": text}) for text in failures])


@dg.multi_asset(
    name="extraction",
    group_name="ingestion",
    pool=WRITER_POOL,
    specs=[
        dg.AssetSpec(
            dg.AssetKey(["raw", table]),
            deps=[ORIGINALS, BACKLOG] if table not in _REGISTRY_TABLES else [],
            description=description,
            kinds={"python", "duckdb"},
            owners=OWNERS,
        )
        for table, description in RAW_DESCRIPTIONS.items()
    ],
)
def extraction(context: dg.AssetExecutionContext) -> Iterator[dg.MaterializeResult[None]]:
    """Read the documents that the warehouse doesn't have, or has from an older reader or registry."""
    from pipelines.meaning.registry_rows import region_rows, registry_rows

    home = Home.from_environment()
    with writing(home), open_working(home.working, home.published) as connection:
        replace_registries(connection, registry_rows())
        outcomes = read_into(context, connection, home)
        replace_regions(connection, region_rows(named_regions(connection)))
        schemas = _schemas(home, connection)
        for table in RAW_DESCRIPTIONS:
            yield _materialized(connection, table, outcomes, schemas[f"raw.{table}"])


def read_into(
    context: dg.AssetExecutionContext,
    connection: duckdb.DuckDBPyConnection,
    home: Home,
    only: Collection[str] | None = None,
) -> Counter[str]:
    """Read what the warehouse lacks (of the documents in `only`, when given); count what became of it.

    Loaded in batches, each in one transaction: a run that is killed loses one batch, and the next goes on there.
    """
    versions = {"reader_version": reader_version(), "meaning_version": meaning_version(home)}
    lacking = unread(connection, **versions)
    tasks = tasks_for(home, [item for item in lacking if only is None or item.document_id in only])
    outcomes: Counter[str] = Counter()
    progress.current().stage("read", len(tasks))
    batch: list[Outcome] = []
    for outcome in read_all(tasks):
        outcomes["quarantined" if outcome.reason else "read"] += 1
        if outcome.reason:
            context.log.warning(f"{outcome.task.source_uri}: {outcome.reason}", extra=TOLD_BY_THE_NEWS)
        progress.current().advance(
            outcome.task.source_uri, tables=len(outcome.rows.tables) if outcome.rows else 0
        )
        batch.append(outcome)
        if len(batch) == BATCH:
            _load(connection, home, batch, versions)
            batch.clear()
    _load(connection, home, batch, versions)
    return outcomes


def _load(
    connection: duckdb.DuckDBPyConnection, home: Home, batch: Sequence[Outcome], versions: dict[str, str]
) -> None:
    for outcome in batch:
        if outcome.reason is not None:
            _quarantine(home, outcome)
    documents = [_document(outcome, versions) for outcome in batch]
    replace_documents(connection, documents, [outcome.rows for outcome in batch if outcome.rows])
    for outcome in batch:
        if outcome.reason is None:
            _release(home, outcome.task.document_id)


def _document(outcome: Outcome, versions: dict[str, str]) -> RawDocument:
    if outcome.rows:
        facts = outcome.rows.document
    else:
        facts = DocumentFacts(
            document_id=outcome.task.document_id, table_count=0, paragraph_count=0, character_count=0
        )
    return RawDocument(
        **facts.values(),
        source_uri=outcome.task.source_uri,
        quarantine_code=outcome.code,
        quarantine_reason=outcome.reason,
        reader_version=versions["reader_version"],
        meaning_version=versions["meaning_version"],
        read_seconds=round(outcome.seconds, 4),
        ingested_at=datetime.now(UTC).replace(tzinfo=None),
    )


def _quarantine(home: Home, outcome: Outcome) -> None:
    """A line of text beside a link to the original, for whoever opens the folder."""
    home.quarantine.mkdir(parents=True, exist_ok=True)
    note = home.quarantine / f"{outcome.task.document_id}.txt"
    note.write_text(
        f"{outcome.task.source_uri}\n{outcome.code}: {outcome.reason}\n{outcome.task.path}\n",
        encoding="utf-8",
    )


def _release(home: Home, document_id: str) -> None:
    (home.quarantine / f"{document_id}.txt").unlink(missing_ok=True)


def _schemas(home: Home, connection: duckdb.DuckDBPyConnection) -> dict[str, dg.TableSchema]:
    return table_schemas(connection, ("raw",), column_descriptions(read_manifest(ensure_manifest(home))))


def _materialized(
    connection: duckdb.DuckDBPyConnection, table: str, outcomes: Counter[str], schema: dg.TableSchema
) -> dg.MaterializeResult[None]:
    metadata: dict[str, Any] = {
        "dagster/row_count": _count(connection, f"select count(*) from raw.{table}"),
        "dagster/column_schema": schema,
        "documents_read_now": outcomes["read"],
        "documents_quarantined_now": outcomes["quarantined"],
    }
    if table == "documents":
        metadata["preview"] = documents_preview(connection)
    if table == "tables":
        metadata["preview"] = tables_preview(connection)
    return dg.MaterializeResult(asset_key=dg.AssetKey(["raw", table]), metadata=metadata)


def _count(connection: duckdb.DuckDBPyConnection, query: str) -> int:
    row = connection.execute(query).fetchone()
    return int(row[0]) if row else 0
