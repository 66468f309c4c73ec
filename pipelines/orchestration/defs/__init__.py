"""The Dagster definitions, one module for a subject: assets, checks, sensors, schedules.

What a step does belongs to `ingest`, `meaning` and the SQL models; the instance that runs it to `orchestration.instance`.
"""

import warnings

import dagster as dg

# Backfills in one run and freshness policies are marked as beta; Dagster's version is pinned, and the
# warnings would stand in every terminal.
warnings.filterwarnings("ignore", category=dg.BetaWarning)
warnings.filterwarnings("ignore", category=dg.PreviewWarning)
