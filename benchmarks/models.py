"""Times the SQL models on a generated warehouse of a million observations and more.

    python -m benchmarks.models [OBSERVATIONS ...] [--warehouse FILE] [--keep DIRECTORY] [--memory SIZE] [--models-only]

The raw rows are those of the five shipped bulletins, laid down again and again as other places and other months:
each copy has documents, tables, cells, names and sentences of its own, with the errors of the originals, and no
copy supersedes another. Without --warehouse the bulletins are loaded first. Prints the seconds and the CPU seconds
of `dbt build`, the models alone and with all data tests, and the slowest models.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from pipelines.orchestration.dbt.dbt_project import sql_folder
from warehouse.database_files import open_working

PLACES = 60  # copies of a bulletin that differ in their place; the next ones are a month earlier
REGISTRIES = ("indicators", "recipes", "functions")
SLOWEST = 6
WHAT = {
    "models": ["--resource-type", "model"],
    "and tests": ["--exclude-resource-type", "unit_test"],
}


def copied(column: str) -> str:
    """The SQL expression that gives a copy's value of a raw column; `k` is the number of the copy."""
    zone = f"case when k % {PLACES} = 0 then '' else '-' || (k % {PLACES}) end"
    document = "sha256(o.document_id || k)"
    if column == "document_id":
        return document
    if column.endswith("_id") and column in {
        "table_id", "cell_id", "observation_id", "statement_id", "ranking_id", "target_id", "item_id",
    }:  # fmt: skip
        return f"replace(o.{column}, left(o.document_id, 16), left({document}, 16))"
    if column == "region_code":
        return f"o.region_code || {zone}"
    if column == "department_id":
        return f"replace(o.department_id, ':', {zone} || ':')"
    if column in {"source_uri", "document_number", "title"}:
        return f"o.{column} || '#' || k"
    if column in {"as_of", "published_on"}:
        return f"cast(o.{column} - to_months(cast(k // {PLACES} as integer)) as date)"
    return f'o."{column}"'


def generate(source: Path, target: Path, observations: int, memory: str) -> int:
    """Fill a new warehouse with copies of the raw rows of another; the number of observations."""
    with open_working(target) as connection:
        connection.execute(f"set memory_limit = '{memory}'")
        connection.execute("set preserve_insertion_order = false")
        connection.execute("set enable_progress_bar = false")
        connection.execute(f"attach '{source}' as source (read_only)")
        once = connection.execute("select count(*) from source.raw.observations").fetchone()
        copies = -(-observations // (once[0] if once else 1))
        names = connection.execute(
            "select table_name, list(column_name order by ordinal_position) from information_schema.columns"
            " where table_catalog = 'warehouse' and table_schema = 'raw' and table_name <> 'layout' group by 1"
        ).fetchall()
        for table, columns in names:
            quoted = ", ".join(f'"{name}"' for name in columns)
            if table in REGISTRIES:
                query = f"select {quoted} from source.raw.{table}"
            elif table == "regions":
                query = f"select {copied('region_code')}, name, level, parent_code from source.raw.regions as o, range({PLACES}) as r(k)"
            else:
                values = ", ".join(copied(name) for name in columns)
                query = f'select {values} from source.raw."{table}" as o, range({copies}) as r(k)'
            connection.execute(f'insert into raw."{table}" ({quoted}) {query}')
        connection.execute("detach source")
        made = connection.execute("select count(*) from raw.observations").fetchone()
    return int(made[0]) if made else 0


def build(
    selection: list[str], warehouse: Path, target: Path, memory: str
) -> tuple[float, float, list[tuple[float, str]]]:
    """Run `dbt build`: seconds, CPU seconds, and the seconds of each model."""
    environment = os.environ | {
        "TONGBAO_WAREHOUSE": str(warehouse),
        "TONGBAO_MODELS_MEMORY": memory,
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
    }
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(
        [
            str(Path(sys.executable).with_name("dbt")), "--quiet", "build", *selection, "--target", "duckdb",
            *("--project-dir", str(sql_folder()), "--profiles-dir", str(sql_folder())),
            *("--target-path", str(target), "--log-path", str(target)),
        ],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    seconds, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        raise SystemExit(done.stdout + done.stderr)
    results = json.loads((target / "run_results.json").read_text(encoding="utf-8"))["results"]
    times = sorted(((r["execution_time"], r["unique_id"].split(".")[2]) for r in results), reverse=True)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return seconds, cpu, times


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("observations", type=int, nargs="*", default=[1_000_000])
    parser.add_argument("--warehouse", type=Path, help="a warehouse whose raw rows are copied")
    parser.add_argument("--keep", type=Path, help="a directory to leave the generated files in")
    parser.add_argument("--memory", default="8GB", help="what DuckDB may use before it writes to disk")
    parser.add_argument("--models-only", action="store_true", help="leave out the data tests")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="tongbao-models-") as temporary:
        folder = arguments.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        source = arguments.warehouse
        if source is None:
            home = folder / "home"
            command = [str(Path(sys.executable).with_name("tongbao")), "--home", str(home), "run"]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
            source = home / "warehouse.duckdb"
        for wanted in arguments.observations:
            warehouse = folder / f"models-{wanted}.duckdb"
            warehouse.unlink(missing_ok=True)
            made = generate(source, warehouse, wanted, arguments.memory)
            print(f"{made:,} observations", flush=True)
            for what, selection in list(WHAT.items())[: 1 if arguments.models_only else None]:
                seconds, cpu, times = build(selection, warehouse, folder / "target", arguments.memory)
                slowest = ", ".join(f"{name} {each:.1f}" for each, name in times[:SLOWEST])
                print(f"  {what:9} {seconds:6.1f} s, {cpu:6.1f} CPU s; slowest: {slowest}", flush=True)
            if not arguments.keep:
                warehouse.unlink()


if __name__ == "__main__":
    main()
