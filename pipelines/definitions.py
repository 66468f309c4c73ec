"""The address at which Dagster, its workspace files and scripts find the definitions: `pipelines.definitions`."""

from __future__ import annotations

from pipelines.orchestration.definitions import BACKLOG_JOB, INGEST_JOB, defs

__all__ = ["BACKLOG_JOB", "INGEST_JOB", "defs"]
