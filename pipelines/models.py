"""The dbt project: where it is, and its manifest, made once for each version of the SQL."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from pipelines.home import Home


def sql_folder() -> Path:
    """The dbt project: beside the packages in a checkout, inside the warehouse package when installed."""
    import warehouse

    inside_wheel = Path(warehouse.__file__).parent / "_sql"
    if inside_wheel.is_dir():
        return inside_wheel
    return Path(warehouse.__file__).parent.parent / "sql"


def dbt_executable() -> str:
    """The `dbt` beside this Python: dagster-dbt needs its path, and PATH may name another."""
    return str(Path(sys.executable).with_name("dbt"))


def dbt_environment(home: Home) -> dict[str, str]:
    return {
        "TONGBAO_WAREHOUSE": str(home.working),
        "DBT_PROFILES_DIR": str(sql_folder()),
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        "DO_NOT_TRACK": "1",
    }


def manifest_path(home: Home) -> Path:
    return home.dbt_target / "manifest.json"


def start_manifest(home: Home) -> subprocess.Popen[bytes] | None:
    """Start `dbt parse` when the manifest is missing or older than the SQL; None when it is current.

    It takes some seconds on one core, so a caller does something else before `finish_manifest`.
    """
    from pipelines.versions import models_version

    stamp = home.dbt_target / "manifest.version"
    version = models_version()
    if manifest_path(home).exists() and stamp.exists() and stamp.read_text() == version:
        return None
    home.dbt_target.mkdir(parents=True, exist_ok=True)
    stamp.unlink(missing_ok=True)
    return subprocess.Popen(
        [
            dbt_executable(),
            "parse",
            "--project-dir",
            str(sql_folder()),
            "--target-path",
            str(home.dbt_target),
            "--log-path",
            str(home.dbt_target / "logs"),
            "--quiet",
        ],
        env={**os.environ, **dbt_environment(home)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )


def finish_manifest(home: Home, parsing: subprocess.Popen[bytes] | None) -> Path:
    """Wait for `start_manifest`; raise RuntimeError with dbt's own words when the SQL can't be parsed."""
    from pipelines.versions import models_version

    if parsing is not None:
        output, _ = parsing.communicate()
        if parsing.returncode:
            raise RuntimeError(
                f"dbt could not parse {sql_folder()}:\n{output.decode(errors='replace').strip()}"
            )
        (home.dbt_target / "manifest.version").write_text(models_version())
    return manifest_path(home)
