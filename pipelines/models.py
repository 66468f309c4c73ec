"""The dbt project: where it is, and its manifest, made once for each version of the SQL."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

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


def ensure_manifest(home: Home) -> Path:
    """The folder of the parsed project, made by `dbt parse` where it is missing or older than the SQL.

    `make install` parses once for all homes (`python -m pipelines.models`), because that takes seconds. Raises
    RuntimeError with dbt's own words when the SQL can't be parsed.
    """
    from pipelines.versions import models_version

    version = models_version()
    for folder in (_installed_folder(version), home.dbt_target):
        if (folder / "manifest.version").exists() and (folder / "manifest.version").read_text() == version:
            return folder
    _parse(home, home.dbt_target, version)
    return home.dbt_target


def parse_for_all_homes() -> Path:
    """Parse the project into this Python's own folder; return it."""
    from pipelines.versions import models_version

    version = models_version()
    folder = _installed_folder(version)
    _parse(Home.from_environment(), folder, version)
    return folder


def load_manifest(folder: Path) -> Any:
    """dbt's manifest as an object, from a folder that `ensure_manifest` returned."""
    from dbt.contracts.graph.manifest import Manifest

    return Manifest.from_msgpack((folder / "partial_parse.msgpack").read_bytes())


def _installed_folder(version: str) -> Path:
    return Path(sys.prefix) / "share" / "tongbao" / f"models-{version}"


def _parse(home: Home, folder: Path, version: str) -> None:
    from dbt.cli.main import dbtRunner

    folder.mkdir(parents=True, exist_ok=True)
    stamp = folder / "manifest.version"
    stamp.unlink(missing_ok=True)
    os.environ.update(dbt_environment(home))
    result = dbtRunner().invoke(["parse", *dbt_options(folder)])
    if not result.success:
        raise RuntimeError(f"dbt could not parse {sql_folder()}: {result.exception}")
    stamp.write_text(version)


def dbt_options(target: Path) -> list[str]:
    """Where dbt finds the project and writes its files, and that it keeps quiet: who calls it tells the news."""
    return [
        "--quiet",
        *("--project-dir", str(sql_folder())),
        *("--profiles-dir", str(sql_folder())),
        *("--target-path", str(target)),
        *("--log-path", str(target / "logs")),
        *("--log-level", "none"),
        *("--log-level-file", "warn"),
    ]


if __name__ == "__main__":
    print(parse_for_all_homes())
