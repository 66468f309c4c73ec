"""Large loads, month by month: thousands of files that are there already, in one backfill."""

import time
from pathlib import Path
from typing import Any

import dagster as dg

from pipelines.home import progress
from pipelines.home.locking import writing
from pipelines.home.paths import Home
from pipelines.ingest.backlog_months import month_of
from pipelines.ingest.inbox import files_in
from pipelines.ingest.inputs import keep, load_original
from pipelines.ingest.network.single_fetch import FetchError
from pipelines.orchestration.defs.ingestion import (
    BACKLOG,
    FAILURES,
    OWNERS,
    WRITER_POOL,
    failures_table,
    read_into,
)
from warehouse.database_files import open_working
from warehouse.records import RawOriginal
from warehouse.writer import register_originals

# Bulletins on government services begin around then; older files go into the first month.
FIRST_MONTH = "2010-01"
MONTHS = dg.MonthlyPartitionsDefinition(
    start_date=f"{FIRST_MONTH}-01", end_offset=1, timezone="Asia/Shanghai", fmt="%Y-%m-%d"
)
_NOTED_AT_ONCE = 200


@dg.asset(
    key=BACKLOG,
    partitions_def=MONTHS,
    # One run for all months that are asked for: the reading is parallel inside it.
    backfill_policy=dg.BackfillPolicy.single_run(),
    group_name="ingestion",
    kinds={"python", "file"},
    owners=OWNERS,
    pool=WRITER_POOL,
    description=(
        "The files in the home's `backlog/`, read by the month that their path names (else that of their last "
        "change). For loads of thousands of files: pick months here and materialize them with everything downstream. "
        "A backfill that was killed goes on where it was."
    ),
)
def backlog(context: dg.AssetExecutionContext) -> dg.MaterializeResult[None]:
    home = Home.from_environment()
    wanted = {key[:7] for key in context.partition_keys}
    files = [path for path in files_in(home.backlog) if _partition(path, home.backlog) in wanted]
    progress.current().stage("collect", len(files))
    failures: list[str] = []
    with writing(home), open_working(home.working, home.published) as connection:
        ids: set[str] = set()
        rows: list[RawOriginal] = []
        for path in files:
            try:
                loaded = load_original(path.resolve().as_uri())
            except FetchError as error:
                failures.append(str(error))
                context.log.error(str(error))
                continue
            original = keep(home, loaded.uri, loaded.data)
            ids.add(original.document_id)
            rows.append(original.row())
            progress.current().advance(original.source_uri)
            if len(rows) == _NOTED_AT_ONCE:
                register_originals(connection, rows)
                rows.clear()
        register_originals(connection, rows)
        started = time.monotonic()
        outcomes = read_into(context, connection, home, ids)
    not_read: dict[str, Any] = {}
    if failures:
        not_read = {"not_read": len(failures), FAILURES: failures_table(failures)}
    return dg.MaterializeResult(
        metadata={
            **not_read,
            "files": len(files),
            "documents": len(ids),
            "documents_read_now": outcomes["read"],
            "documents_quarantined_now": outcomes["quarantined"],
            "seconds": round(time.monotonic() - started, 1),
            "folder": dg.MetadataValue.path(str(home.backlog)),
        }
    )


def _partition(path: Path, folder: Path) -> str | None:
    """The partition of a file; None when it is gone, since only its time would tell."""
    try:
        return partition_of(month_of(path, folder))
    except OSError:
        return None


def partition_of(month: str) -> str:
    """The partition that a month belongs to: itself, or the nearest there is."""
    last = (MONTHS.get_last_partition_key() or FIRST_MONTH)[:7]
    return min(max(month, FIRST_MONTH), last)
