"""What `dagster` loads: every asset, check and job of Tongbao."""

from __future__ import annotations

import dagster as dg

from pipelines.defs import checks, ingestion, publication, review, transformation

INGEST_JOB = "ingest"

defs = dg.Definitions(
    assets=[
        ingestion.originals,
        ingestion.extraction,
        review.unresolved_names,
        review.unresolved_headings,
        transformation.models,
        publication.published_warehouse,
    ],
    asset_checks=checks.ALL,
    jobs=[
        dg.define_asset_job(
            INGEST_JOB,
            selection=dg.AssetSelection.all(),
            description="Hand in bulletins, read what is new, bring every model up to date, publish.",
        )
    ],
    resources={"dbt": transformation.dbt},
    # One process: the steps share one database file, and each process would cost seconds.
    executor=dg.in_process_executor,
)
