"""What `dagster` loads: every asset, check, job, schedule and sensor of Tongbao."""

from __future__ import annotations

import dagster as dg

from pipelines.orchestration.defs import (
    automation,
    backlog,
    checks,
    ingestion,
    publication,
    review_assets,
    transformation,
    visits,
)
from pipelines.orchestration.instance.console_log import console, console_config

INGEST_JOB = "ingest"
BACKLOG_JOB = "load_backlog"

_sources = visits.usable_sources()
_visits = dg.AssetSelection.groups(visits.GROUP)
_backlog = dg.AssetSelection.assets(ingestion.BACKLOG)
_ingest = dg.define_asset_job(
    INGEST_JOB,
    selection=dg.AssetSelection.all() - _visits - _backlog,
    config=console_config(),
    description="Hand in bulletins, read what is new, bring every model up to date, publish.",
)
_visit_jobs = {source.id: visits.visit_job(source) for source in _sources}


defs = dg.Definitions(
    assets=[
        *(visits.visit_asset(source) for source in _sources),
        visits.addresses_asked(_sources),
        ingestion.originals_from([visits.source_key(source) for source in _sources]),
        backlog.backlog,
        ingestion.extraction,
        review_assets.unresolved_names,
        review_assets.unresolved_headings,
        transformation.models,
        publication.published_warehouse,
    ],
    asset_checks=checks.ALL,
    jobs=[
        _ingest,
        dg.define_asset_job(
            BACKLOG_JOB,
            selection=_backlog,
            config=console_config(),
            description="Read the files of the backlog, month by month; `ingest` then models and publishes them.",
        ),
        *_visit_jobs.values(),
    ],
    schedules=[
        visits.visit_schedule(source, _visit_jobs[source.id], automation.is_on())
        for source in _sources
        if source.schedule and (source.listings or source.addresses)
    ],
    sensors=[
        automation.inbox_sensor(_ingest),
        automation.arrivals_sensor(
            _ingest, [*(visits.source_key(source) for source in _sources), ingestion.BACKLOG]
        ),
        automation.killed_runs_sensor(),
        automation.failure_sensor(),
        automation.broken_checks_sensor([_ingest]),
    ],
    resources={"dbt": transformation.dbt},
    loggers={"console": console},
    # One process: the steps share one database file, and each process would cost seconds.
    executor=dg.in_process_executor,
)
