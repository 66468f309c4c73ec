"""The dbt project: where it is, and its manifest, made once for each version of the SQL."""

from __future__ import annotations

import os
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


def ensure_manifest(home: Home) -> Path:
    """The manifest, made anew by `dbt parse` when it is missing or older than the SQL.

    In this process, because dagster-dbt has imported most of dbt already. Raises RuntimeError with dbt's
    own words when the SQL can't be parsed.
    """
    from pipelines.versions import models_version

    path = manifest_path(home)
    stamp = home.dbt_target / "manifest.version"
    version = models_version()
    if path.exists() and stamp.exists() and stamp.read_text() == version:
        return path
    from dbt.cli.main import dbtRunner

    home.dbt_target.mkdir(parents=True, exist_ok=True)
    stamp.unlink(missing_ok=True)
    os.environ.update(dbt_environment(home))
    result = dbtRunner().invoke(["parse", *dbt_options(home)])
    if not result.success:
        raise RuntimeError(f"dbt could not parse {sql_folder()}: {result.exception}")
    stamp.write_text(version)
    return path


def dbt_options(home: Home) -> list[str]:
    """Where dbt finds the project and writes its files, and that it keeps quiet: who calls it tells the news."""
    return [
        "--quiet",
        *("--project-dir", str(sql_folder())),
        *("--profiles-dir", str(sql_folder())),
        *("--target-path", str(home.dbt_target)),
        *("--log-path", str(home.dbt_target / "logs")),
        *("--log-level", "none"),
        *("--log-level-file", "warn"),
    ]
