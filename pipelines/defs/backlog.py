"""Large loads, month by month: thousands of files that are there already, in one backfill."""

import time
from datetime import UTC, datetime
from typing import Any

import dagster as dg

from pipelines import progress
from pipelines.defs.ingestion import BACKLOG, OWNERS, WRITER_POOL, read_into
from pipelines.home import Home
from pipelines.inbox import files_in
from pipelines.inputs import keep
from pipelines.locking import writing
from pipelines.months import month_of
from warehouse.files import open_working
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
    files = [path for path in files_in(home.backlog) if partition_of(month_of(path, home.backlog)) in wanted]
    progress.current().stage("collect", len(files))
    with writing(home), open_working(home.working, home.published) as connection:
        ids: set[str] = set()
        rows: list[dict[str, Any]] = []
        for path in files:
            original = keep(home, path.resolve().as_uri(), path.read_bytes())
            ids.add(original.document_id)
            rows.append(
                {
                    "document_id": original.document_id,
                    "source_uri": original.source_uri,
                    "byte_count": original.byte_count,
                    "first_seen": datetime.now(UTC).replace(tzinfo=None),
                }
            )
            progress.current().advance(original.source_uri)
            if len(rows) == _NOTED_AT_ONCE:
                register_originals(connection, rows)
                rows.clear()
        register_originals(connection, rows)
        started = time.monotonic()
        outcomes = read_into(context, connection, home, ids)
    return dg.MaterializeResult(
        metadata={
            "files": len(files),
            "documents": len(ids),
            "documents_read_now": outcomes["read"],
            "documents_quarantined_now": outcomes["quarantined"],
            "seconds": round(time.monotonic() - started, 1),
            "folder": dg.MetadataValue.path(str(home.backlog)),
        }
    )


def partition_of(month: str) -> str:
    """The partition that a month belongs to: itself, or the nearest there is."""
    last = (MONTHS.get_last_partition_key() or FIRST_MONTH)[:7]
    return min(max(month, FIRST_MONTH), last)
