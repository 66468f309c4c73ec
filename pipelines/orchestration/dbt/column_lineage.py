"""Which columns each column of a model is made from, read out of the compiled SQL.

Belongs here: the analysis, made once when the project is parsed, and the file that keeps it. What Dagster makes of
it is pipelines.orchestration.defs.transformation's. dagster-dbt can do the same at run time, for a query and a parse per model.
"""

from __future__ import annotations

import json
import warnings
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlglot import exp

# Model (`mart.city_comparison`) → column → the columns it is made from, each (`core.place_figures`, `published`).
# Columns that only filter, join, group or order are no part of it, except where a window is ordered by them.
Lineage = dict[str, dict[str, list[tuple[str, str]]]]

_FILE = "column_lineage.json"
_DIALECT = "duckdb"


def read_lineage(folder: Path) -> Lineage:
    """What `write_lineage` left in a folder of the parsed project."""
    found = json.loads((folder / _FILE).read_bytes())
    return {
        model: {column: [(table, source) for table, source in sources] for column, sources in columns.items()}
        for model, columns in found.items()
    }


def write_lineage(folder: Path, lineage: Lineage) -> None:
    text = json.dumps(dict(sorted(lineage.items())), ensure_ascii=False, indent=1)
    (folder / _FILE).write_text(text, encoding="utf-8")


def has_lineage(folder: Path) -> bool:
    return (folder / _FILE).exists()


def columns_of_schema(ddl: str) -> dict[str, dict[str, str]]:
    """The columns of the tables that a script of CREATE TABLE statements makes: `raw.tables` → column → type."""
    import duckdb

    with duckdb.connect() as connection:
        connection.execute(ddl)
        rows = connection.execute(
            "select schema_name || '.' || table_name, column_name, data_type from duckdb_columns()"
            " where not internal order by table_oid, column_index"
        ).fetchall()
    tables: dict[str, dict[str, str]] = {}
    for table, column, kind in rows:
        tables.setdefault(table, {})[column] = kind
    return tables


def trace_columns(models: Iterable[tuple[str, str]], sources: Mapping[str, Mapping[str, str]]) -> Lineage:
    """The lineage of models given as (`schema.name`, compiled SQL), those that are read before their readers.

    `sources` are the columns of the tables that are no models. A model that can't be analysed has no columns in
    the result, and a warning says why: lineage is for reading, no reason to stop a build.
    """
    from sqlglot.errors import SqlglotError

    known: dict[str, dict[str, dict[str, str]]] = {}
    for table, columns in sources.items():
        schema, name = table.split(".")
        known.setdefault(schema, {})[name] = dict(columns)
    lineage: Lineage = {}
    for model, sql in models:
        schema, name = model.split(".")
        try:
            lineage[model] = _trace_model(sql, known)
        except SqlglotError as error:
            warnings.warn(f"{model}: no column lineage: {error}", stacklevel=2)
            lineage[model] = {}
        if lineage[model]:
            known.setdefault(schema, {})[name] = dict.fromkeys(lineage[model], "varchar")
    return lineage


def _trace_model(sql: str, known: dict[str, dict[str, dict[str, str]]]) -> dict[str, list[tuple[str, str]]]:
    from sqlglot import exp, parse_one
    from sqlglot.lineage import lineage
    from sqlglot.optimizer.qualify import qualify
    from sqlglot.optimizer.scope import build_scope

    schema: dict[str, object] = {**known}
    query = qualify(parse_one(sql, dialect=_DIALECT), dialect=_DIALECT, schema=schema, identify=False)
    nodes = lineage(None, query, {}, dialect=_DIALECT, scope=build_scope(query), copy=False)
    columns: dict[str, list[tuple[str, str]]] = {}
    for column, node in nodes.items():
        columns[column] = sorted(
            {
                (_table(leaf.expression), leaf.name.rpartition(".")[2].strip('"'))
                for leaf in node.walk()
                if not leaf.downstream and isinstance(leaf.expression, exp.Table)
            }
        )
    return columns


def _table(expression: exp.Expr) -> str:
    table: Any = expression
    return f"{table.db}.{table.name}"


def origins(lineage: Lineage, model: str, column: str) -> list[tuple[str, str]]:
    """The columns of tables that are no models from which a column is made in the end."""
    reached: set[tuple[str, str]] = set()
    todo = [(model, column)]
    while todo:
        for source in lineage.get(todo[-1][0], {}).get(todo.pop()[1], []):
            if source not in reached:
                reached.add(source)
                todo.append(source)
    return sorted(source for source in reached if source[0] not in lineage)
