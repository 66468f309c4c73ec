"""The published copy: the last asset, made when every model is built."""

import dagster as dg
import duckdb

from pipelines.home import progress
from pipelines.home.locking import writing
from pipelines.home.paths import Home
from pipelines.orchestration.dbt.dbt_project import models_version
from pipelines.orchestration.defs.ingestion import OWNERS, WRITER_POOL
from warehouse.database_files import publish
from warehouse.ledger import note_publication

MARTS = (
    "documents",
    "tables",
    "columns",
    "cells",
    "observations",
    "statements",
    "targets",
    "reconciliation",
    "check_parts",
    "departments",
    "name_matches",
    "city_comparison",
    "panel",
    "department_comparison",
    "target_attainment",
    "review_items",
)


@dg.asset(
    deps=[dg.AssetKey(["mart", name]) for name in MARTS],
    group_name="publication",
    kinds={"duckdb", "file"},
    owners=OWNERS,
    pool=WRITER_POOL,
    description=(
        "`warehouse.duckdb` in the home: what analysts open, read-only, at any time. Replaced atomically, "
        "so a reader sees the old one or the new one, never half of it."
    ),
)
def published_warehouse(context: dg.AssetExecutionContext) -> dg.MaterializeResult[None]:
    home = Home.from_environment()
    progress.current().stage("publish", 1)
    with writing(home):
        with duckdb.connect(str(home.working)) as connection:
            note_publication(connection, models_version())
        size = publish(home.working, home.published)
    progress.current().advance(str(home.published))
    return dg.MaterializeResult(metadata={"path": dg.MetadataValue.path(str(home.published)), "bytes": size})
