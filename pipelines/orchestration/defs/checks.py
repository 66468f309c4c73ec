"""Checks on what was read: nothing lost, nothing unaccounted for."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import dagster as dg
import duckdb
from dagster._core.storage.asset_check_execution_record import COMPLETED_ASSET_CHECK_EXECUTION_RECORD_STATUSES

from pipelines.home.paths import Home
from pipelines.home.terminal import file_name
from pipelines.orchestration.defs.ingestion import ORIGINALS
from pipelines.orchestration.defs.previews import markdown_table

_ROWS_SHOWN = 50
_HAS_DIGIT = "regexp_matches(c.text, '[0-9０-９]')"
# Documents that a check's words name; alerts carry them.
_NAMED = 3


@dg.asset_check(
    asset=dg.AssetKey(["raw", "documents"]),
    name="every_original_is_read_or_quarantined",
    description="An original that is neither read nor quarantined with a reason was lost on the way.",
    blocking=True,
)
def every_original_is_read_or_quarantined() -> dg.AssetCheckResult:
    rows = _rows(
        "select distinct o.document_id, o.source_uri from raw.originals o anti join raw.documents d using (document_id)"
    )
    return dg.AssetCheckResult(
        passed=not rows,
        metadata={"lost": len(rows), **_table("first", ["sha256", "address"], rows[:10])},
    )


@dg.asset_check(
    asset=dg.AssetKey(["raw", "documents"]),
    name="no_document_is_quarantined",
    description=(
        "Documents that could not be read, each with the reason and what to do. An error the first "
        "time that one is found, a warning from then on."
    ),
)
def no_document_is_quarantined(context: dg.AssetCheckExecutionContext) -> dg.AssetCheckResult:
    rows = _rows(
        "select source_uri, quarantine_code, quarantine_reason, ingested_at from raw.documents"
        " where quarantine_reason is not null order by ingested_at desc, source_uri"
    )
    before = _last_checked(context)
    new = sum(1 for row in rows if row[3] > before)
    return dg.AssetCheckResult(
        passed=not rows,
        severity=dg.AssetCheckSeverity.ERROR if new else dg.AssetCheckSeverity.WARN,
        # The newest come first: those that nobody was told of yet.
        description=named([(file_name(uri), reason) for uri, _, reason, _ in rows[: new or None]]),
        metadata={
            "quarantined": len(rows),
            "quarantined_since_the_last_check": new,
            **_table("documents", ["document", "code", "reason"], [row[:3] for row in rows[:_ROWS_SHOWN]]),
        },
    )


def named(found: Sequence[tuple[str, str]]) -> str | None:
    """The first documents or files with what is wrong with each, in one line; None when there are none."""
    return _in_one_line([f"{name}: {reason}" for name, reason in found])


def _in_one_line(said: Sequence[str]) -> str | None:
    """The first of them, and how many more there are."""
    if not said:
        return None
    more = f"; … and {len(said) - _NAMED} more" if len(said) > _NAMED else ""
    return "; ".join(" ".join(each.split()) for each in said[:_NAMED]) + more


def _last_checked(context: dg.AssetCheckExecutionContext) -> datetime:
    """When this was checked last, in UTC without zone, as the warehouse keeps times."""
    # The instance has no public call for it; Dagster's version is pinned, and a test looks at two runs.
    records = context.instance.event_log_storage.get_asset_check_execution_history(
        context.check_specs[0].key, limit=1, status=COMPLETED_ASSET_CHECK_EXECUTION_RECORD_STATUSES
    )
    if not records or records[0].event is None:
        return datetime.min
    return datetime.fromtimestamp(records[0].event.timestamp, UTC).replace(tzinfo=None)


@dg.asset_check(
    asset=dg.AssetKey(["raw", "cells"]),
    name="every_cell_is_accounted_for",
    description=(
        "Every cell with a digit is a figure, left out by a named rule, or up for review. A document that doesn't add up "
        "is quarantined before it is loaded, so this looks for what the loading lost."
    ),
)
def every_cell_is_accounted_for() -> dg.AssetCheckResult:
    from pipelines.meaning.rows.cell_accounts import REVIEW, RULES

    named = ", ".join(f"'{rule}'" for rule in sorted(RULES))
    fates = _rows(
        f"select fate, count(*), count(*) filter (where {_HAS_DIGIT}) from raw.cells c group by fate order by 3 desc, 2 desc"
    )
    off = _rows(
        "select c.cell_id, d.source_uri, c.text, c.fate from raw.cells c join raw.documents d using (document_id)"
        f" where {_HAS_DIGIT} and not case"
        " when c.fate = 'observation' then exists (from raw.observations o where o.cell_id = c.cell_id)"
        f" when c.fate = '{REVIEW}' then exists (from raw.problems p where p.locator in (c.cell_id, c.table_id))"
        f" else c.fate in ({named}) end order by 1"
    )
    quarantined = _rows(
        "select source_uri, quarantine_reason from raw.documents where quarantine_code = 'not_accounted_for' order by 1"
    )
    return dg.AssetCheckResult(
        passed=not off,
        description=named_cells(off),
        metadata={
            "cells": sum(cells for _, cells, _ in fates),
            "cells_with_a_digit": sum(digits for _, _, digits in fates),
            "lost": len(off),
            "documents_quarantined_for_it": len(quarantined),
            **_table("first_lost", ["cell", "document", "text", "fate"], off[:10]),
            **_table("quarantined", ["document", "reason"], quarantined[:_ROWS_SHOWN]),
            **_table("fates", ["fate", "cells", "with a digit"], fates),
        },
    )


def named_cells(off: Sequence[tuple[Any, ...]]) -> str | None:
    """The first cells that lead nowhere, each with its document."""
    return _in_one_line([f"{file_name(uri)}: {cell} {text!r} is {fate}" for cell, uri, text, fate in off])


@dg.asset_check(
    asset=dg.AssetKey(["raw", "figure_account"]),
    name="every_figure_of_the_prose_is_accounted_for",
    description=(
        "Every figure of the prose is a statement, left out by a named rule, or up for review. A document that doesn't "
        "add up is quarantined before it is loaded."
    ),
)
def every_figure_of_the_prose_is_accounted_for() -> dg.AssetCheckResult:
    off = _rows(
        "select document_id, sum(case when fate = 'printed' then figures else 0 end) as printed,"
        " sum(case when fate not in ('printed', 'lost') then figures else 0 end) as accounted"
        " from raw.figure_account group by document_id"
        " having printed <> accounted or sum(case when fate = 'lost' then figures else 0 end) > 0"
    )
    fates = _rows("select fate, sum(figures) from raw.figure_account group by fate order by 2 desc")
    return dg.AssetCheckResult(
        passed=not off,
        metadata={
            "figures": sum(count for fate, count in fates if fate == "printed"),
            "documents_that_are_off": len(off),
            **_table("first_that_are_off", ["document", "printed", "accounted for"], off[:10]),
            **_table("fates", ["fate", "figures"], fates),
        },
    )


@dg.asset_check(
    asset=dg.AssetKey(["raw", "name_matches"]),
    name="no_name_is_unresolved",
    description="Row labels that no rule settled. Each is listed in mart.review_items.",
)
def no_name_is_unresolved() -> dg.AssetCheckResult:
    rows = _rows(
        "select name_raw, count(*), any_value(evidence) from raw.name_matches where status <> 'accepted'"
        " group by name_raw order by 2 desc"
    )
    total = _rows("select count(*) from raw.name_matches")[0][0]
    return dg.AssetCheckResult(
        passed=not rows,
        severity=dg.AssetCheckSeverity.WARN,
        metadata={
            "names": total,
            "unresolved": len(rows),
            **_table("first", ["name", "rows", "evidence"], rows[:_ROWS_SHOWN]),
        },
    )


@dg.asset_check(
    asset=dg.AssetKey(["raw", "columns"]),
    name="every_measure_has_an_indicator",
    description="Columns with figures that no indicator of the registry fits. Their figures are kept without one.",
)
def every_measure_has_an_indicator() -> dg.AssetCheckResult:
    rows = _rows(
        "select column_path, count(*), any_value(runner_up) from raw.columns"
        " where role in ('measure', 'rank') and indicator_id is null group by column_path order by 2 desc"
    )
    return dg.AssetCheckResult(
        passed=not rows,
        severity=dg.AssetCheckSeverity.WARN,
        metadata={
            "columns_without_indicator": len(rows),
            **_table("columns", ["column", "tables", "nearest"], rows[:_ROWS_SHOWN]),
        },
    )


@dg.asset_check(
    asset=ORIGINALS,
    name="every_source_file_can_be_used",
    description="A file in the home's `sources/` that can't be used: nothing is fetched by it until it is mended.",
)
def every_source_file_can_be_used() -> dg.AssetCheckResult:
    from pipelines.ingest.sources.source_catalogue import load_usable

    sources, errors = load_usable(Home.from_environment())
    return dg.AssetCheckResult(
        passed=not errors,
        severity=dg.AssetCheckSeverity.ERROR,
        description=_in_one_line([str(error) for error in errors]),
        metadata={
            "sources": len(sources),
            "unusable": len(errors),
            **_table("errors", ["file, and what is wrong in it"], [(str(error),) for error in errors]),
        },
    )


@dg.asset_check(
    asset=dg.AssetKey(["raw", "documents"]),
    name="every_correction_finds_its_document",
    description="A correction that names a document which isn't there: a slip in the name, or it never came.",
)
def every_correction_finds_its_document() -> dg.AssetCheckResult:
    from pipelines.ingest.sources.correction_files import load_corrections
    from pipelines.meaning.corrections import DOCUMENTS, without_document

    filed = load_corrections(Home.from_environment())
    lost = without_document(filed, _rows(DOCUMENTS)) if filed else []
    return dg.AssetCheckResult(
        passed=not lost,
        severity=dg.AssetCheckSeverity.WARN,
        metadata={
            "corrections": len(filed),
            "without_document": len(lost),
            **_table(
                "first_without_document",
                ["file", "document", "why"],
                [(f.file, f.correction.document, f.correction.why) for f in lost[:_ROWS_SHOWN]],
            ),
        },
    )


ALL: list[dg.AssetChecksDefinition] = [
    every_correction_finds_its_document,
    every_source_file_can_be_used,
    every_original_is_read_or_quarantined,
    no_document_is_quarantined,
    every_cell_is_accounted_for,
    every_figure_of_the_prose_is_accounted_for,
    no_name_is_unresolved,
    every_measure_has_an_indicator,
]


def _table(name: str, heading: Sequence[str], rows: Sequence[Sequence[object]]) -> dict[str, Any]:
    """A table as metadata of that name; nothing where there are no rows."""
    return {name: dg.MetadataValue.md(markdown_table(heading, rows))} if rows else {}


def _rows(query: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(Home.from_environment().working), read_only=True) as connection:
        return connection.execute(query).fetchall()
