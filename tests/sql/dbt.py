"""dbt as the tests call it: the project of this repository, its files in a folder of the test."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.paths import ROOT

SQL = ROOT / "sql"
_DBT = Path(sys.executable).with_name("dbt")


def call_dbt(folder: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run dbt with the given environment settings; its target and log go to `folder`."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DAGSTER", "DBT"))}
    return subprocess.run(
        [
            str(_DBT),
            *arguments,
            *("--project-dir", str(SQL), "--profiles-dir", str(SQL)),
            *("--target-path", str(folder / "target"), "--log-path", str(folder / "log")),
        ],
        capture_output=True,
        text=True,
        timeout=240,
        env=kept | settings | {"DBT_SEND_ANONYMOUS_USAGE_STATS": "false", "DO_NOT_TRACK": "1"},
        check=False,
    )
