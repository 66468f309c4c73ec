"""The Dagster instance of a home: its settings, and the environment that the programs of a watch share."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

from pipelines.home.paths import ENVIRONMENT, Home

# Set to a PostgreSQL address (postgresql://user:password@host/database) where a server keeps runs and logs.
POSTGRES = "TONGBAO_DAGSTER_POSTGRES"
# Set to "on" by `tongbao watch`: without it schedules and sensors are there, but rest until someone starts them.
AUTOMATION = "TONGBAO_AUTOMATION"

_SETTINGS = """\
telemetry:
  enabled: false
nux:
  enabled: false
freshness:
  enabled: true
python_logs:
  # What a run started from the page writes to the terminal; its events are in the page all the same.
  python_log_level: INFO
concurrency:
  pools:
    # One run at a time writes to the warehouse. Counted by runs in progress: a killed run keeps no slot.
    granularity: run
    default_limit: 1
  runs:
    max_concurrent_runs: 5
    tag_concurrency_limits:
      # Slow web servers must not keep the inbox waiting.
      - key: tongbao/fetching
        limit: 3
run_coordinator:
  module: dagster.core.run_coordinator
  class: QueuedRunCoordinator
  config:
    dequeue_interval_seconds: 1
run_retries:
  # Runs whose process died. What fails by itself is retried step by step.
  enabled: true
  max_retries: 2
  retry_on_asset_or_op_failure: false
"""
_SQLITE = """\
# Runs, logs and checks are kept in SQLite files beside this one.
event_log_storage:
  module: pipelines.orchestration.instance.event_log
  class: OpenEventLog
  config:
    base_dir: {folder}
"""
_POSTGRES = f"""\
storage:
  postgres:
    postgres_url:
      env: {POSTGRES}
"""


def prepare_instance(home: Home) -> None:
    """Make the home's Dagster instance and tell this process of it.

    Settings that someone changed by hand are left as they are.
    """
    home.dagster.mkdir(parents=True, exist_ok=True)
    config = home.dagster / "dagster.yaml"
    if not config.exists() or _is_ours(config):
        # As JSON, which is YAML too, whatever characters the path has.
        folder = json.dumps(str(home.dagster / "history" / "runs"), ensure_ascii=False)
        text = _SETTINGS + (_POSTGRES if os.environ.get(POSTGRES) else _SQLITE.format(folder=folder))
        wanted = f"{_first_line(text)}\n{text}"
        if not config.exists() or config.read_text(encoding="utf-8") != wanted:
            config.write_text(wanted, encoding="utf-8")
    address = os.environ.get(POSTGRES, "")
    if address.startswith("postgresql://"):
        # dagster-postgres brings psycopg2; SQLAlchemy takes another driver unless this one is named.
        os.environ[POSTGRES] = address.replace("postgresql:", "postgresql+psycopg2:", 1)
    os.environ["DAGSTER_HOME"] = str(home.dagster)
    os.environ[ENVIRONMENT] = str(home.root)


def _is_ours(config: Path) -> bool:
    first, _, rest = config.read_text(encoding="utf-8").partition("\n")
    return first == _first_line(rest)


def _first_line(text: str) -> str:
    mark = hashlib.sha256(text.encode()).hexdigest()[:12]
    return f"# The Dagster instance of this home, written by tongbao ({mark}). Change it and it stays as you left it."
