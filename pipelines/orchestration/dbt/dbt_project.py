"""The dbt project: where it is, and its manifest and column lineage, made once for each version of the SQL."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pipelines.home.fingerprints import files_of, fingerprint
from pipelines.home.paths import Home
from pipelines.orchestration.dbt import column_lineage
from warehouse.raw_schema import raw_schema


def sql_folder() -> Path:
    """The dbt project: beside the packages in a checkout, inside the warehouse package when installed."""
    import warehouse

    inside_wheel = Path(warehouse.__file__).parent / "_sql"
    if inside_wheel.is_dir():
        return inside_wheel
    return Path(warehouse.__file__).parent.parent / "sql"


def models_version() -> str:
    """A fingerprint of the SQL models."""
    folder = sql_folder()
    files = files_of(folder, (".sql", ".yml"))
    return fingerprint(folder, [path for path in files if "target" not in path.relative_to(folder).parts])


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

    It is made once for all homes, where this Python's own folder can be written to (`make install` does so ahead), because
    that takes seconds. Raises RuntimeError with dbt's own words when the SQL can't be parsed.
    """
    version = models_version()
    shared = _installed_folder(version)
    for folder in (shared, home.dbt_target):
        if _is_whole(folder, version):
            return folder
    if _may_write(shared):
        _parse_into_place(home, shared, version)
        return shared
    _parse(home, home.dbt_target, version)
    return home.dbt_target


def parse_for_all_homes() -> Path:
    """Parse the project into this Python's own folder, in the place of all older ones; return it."""
    version = models_version()
    folder = _installed_folder(version)
    _parse_into_place(Home.from_environment(), folder, version)
    for other in folder.parent.glob("models-*"):
        if other != folder:
            shutil.rmtree(other, ignore_errors=True)
    return folder


def _may_write(folder: Path) -> bool:
    """Whether this Python's own folder is the user's: a checkout's is, one that the system installed is not."""
    there = next(parent for parent in folder.parents if parent.exists())
    return os.access(there, os.W_OK)


def _parse_into_place(home: Home, folder: Path, version: str) -> None:
    """Parse beside the folder and put the result there at once: other programs may be parsing the same."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=f".{folder.name}-", dir=folder.parent) as beside:
        made = Path(beside) / "project"
        _parse(home, made, version)
        shutil.rmtree(folder, ignore_errors=True)
        try:
            made.rename(folder)
        except OSError:  # another program put its own there just now
            if not _is_whole(folder, version):
                raise


def load_manifest(folder: Path) -> Any:
    """dbt's manifest as an object, from a folder that `ensure_manifest` returned."""
    from dbt.contracts.graph.manifest import Manifest

    return Manifest.from_msgpack((folder / "partial_parse.msgpack").read_bytes())


def read_manifest(folder: Path) -> dict[str, Any]:
    """dbt's manifest as it is in JSON, from a folder that `ensure_manifest` returned."""
    found: dict[str, Any] = json.loads((folder / "manifest.json").read_bytes())
    return found


def column_descriptions(manifest: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """What the columns mean, out of a manifest: `mart.cells` → column → description.

    What a mart of the same name says of its columns holds for a raw table too, and both for its staging model, which
    has all its columns as they are.
    """
    described = {
        f"{node['schema']}.{node['name']}": {
            name: column["description"] for name, column in node["columns"].items() if column["description"]
        }
        for node in (*manifest["nodes"].values(), *manifest["sources"].values())
        if node["resource_type"] in ("model", "source")
    }
    for name in [name for name in described if name.startswith("raw.")]:
        described[name] = described.get(name.replace("raw.", "mart.", 1), {}) | described[name]
        staged = name.replace("raw.", "staging.stg_", 1)
        described[staged] = described[name] | described.get(staged, {})
    return described


def _installed_folder(version: str) -> Path:
    return Path(sys.prefix) / "share" / "tongbao" / f"models-{version}"


def _is_whole(folder: Path, version: str) -> bool:
    stamp = folder / "manifest.version"
    return stamp.exists() and stamp.read_text() == version and column_lineage.has_lineage(folder)


def _parse(home: Home, folder: Path, version: str) -> None:
    from dbt.cli.main import dbtRunner

    folder.mkdir(parents=True, exist_ok=True)
    stamp = folder / "manifest.version"
    stamp.unlink(missing_ok=True)
    os.environ.update(dbt_environment(home))
    result = dbtRunner().invoke(["parse", *dbt_options(folder)])
    if not result.success:
        raise RuntimeError(f"dbt could not parse {sql_folder()}: {result.exception}")
    try:
        column_lineage.write_lineage(folder, _trace_columns(folder))
    finally:
        os.environ.update(dbt_environment(home))
    stamp.write_text(version)


def _trace_columns(folder: Path) -> column_lineage.Lineage:
    """The column lineage of the project parsed into a folder.

    The models are compiled against an empty database in memory: none of them asks the database anything.
    """
    from dbt.cli.main import dbtRunner

    os.environ["TONGBAO_WAREHOUSE"] = ":memory:"
    options = ["--select", "resource_type:model", "--no-write-json", "--no-introspect", "--no-populate-cache"]
    with TemporaryDirectory(prefix="tongbao-compile-") as target:
        result = dbtRunner(manifest=load_manifest(folder)).invoke(
            ["compile", *options, *dbt_options(Path(target))]
        )
        let_go_of_the_file()
    if not result.success:
        raise RuntimeError(f"dbt could not compile {sql_folder()}: {result.exception}")
    nodes: Any = getattr(result.result, "results", ())
    # dbt runs two threads: a model can be done before one that it does not wait for, never before its parents.
    models = [
        (f"{each.node.schema}.{each.node.name}", each.node.compiled_code)
        for each in nodes
        if each.node.resource_type == "model"
    ]
    return column_lineage.trace_columns(models, column_lineage.columns_of_schema(raw_schema()))


def let_go_of_the_file() -> None:
    """Close what dbt's adapter keeps open: DuckDB would refuse the same file with other settings."""
    import gc

    from dbt.adapters.duckdb.connections import DuckDBConnectionManager
    from dbt.adapters.factory import cleanup_connections, reset_adapters

    cleanup_connections()
    reset_adapters()
    environment = DuckDBConnectionManager._ENV
    if environment is not None:
        environment.close()
    DuckDBConnectionManager.close_all_connections()
    gc.collect()


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
