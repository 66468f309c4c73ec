"""Reading the published warehouse: read-only, at any time, also while a run writes the next one."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb


class NoWarehouse(Exception):
    """There is no published warehouse yet; the text says how to make one."""


class QueryError(Exception):
    """A query that the warehouse refuses, with its reason in one line."""


@dataclass(frozen=True, slots=True)
class Result:
    """The answer to a query: column names and rows of plain values."""

    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]

    def records(self) -> list[dict[str, Any]]:
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


def query(published: Path, sql: str, parameters: Sequence[object] = ()) -> Result:
    """Run one read-only query. Raises NoWarehouse, or QueryError, also for none or for several at once."""
    with closing(_connect(published)) as connection:
        connection.execute("set enable_external_access = false")
        try:
            _refuse_all_but_one(connection, sql)
            cursor = connection.execute(sql, list(parameters))
            columns = tuple(column[0] for column in cursor.description or ())
            return Result(columns, cursor.fetchall())
        except duckdb.Error as error:
            raise QueryError(_one_line(error)) from error


def query_to_parquet(published: Path, sql: str) -> bytes:
    """The answer to a query as the bytes of a Parquet file. Raises NoWarehouse or QueryError."""
    with tempfile.TemporaryDirectory(prefix="tongbao-") as folder, closing(_connect(published)) as connection:
        target = Path(folder) / "result.parquet"
        connection.execute(f"set allowed_directories = ['{folder}']")
        connection.execute("set enable_external_access = false")
        try:
            _refuse_all_but_one(connection, sql)
            # The line break ends a comment that stands last in the query.
            connection.execute(f"copy ({sql.strip().rstrip(';')}\n) to '{target}' (format parquet)")
        except duckdb.Error as error:
            raise QueryError(_one_line(error)) from error
        return target.read_bytes()


def _refuse_all_but_one(connection: duckdb.DuckDBPyConnection, sql: str) -> None:
    """DuckDB answers several statements with the last one's rows, and none with nothing at all."""
    count = len(connection.extract_statements(sql))
    if count == 0:
        raise QueryError("the query is empty; for example: select * from mart.documents")
    if count > 1:
        raise QueryError(f"{count} statements in one query; ask them one at a time")


def _connect(published: Path) -> duckdb.DuckDBPyConnection:
    if not published.exists():
        raise NoWarehouse(f"{published}: no warehouse there yet; make one with `tongbao run`")
    try:
        return duckdb.connect(str(published), read_only=True)
    except duckdb.Error as error:
        raise NoWarehouse(f"{published}: can't be opened ({_one_line(error)})") from error


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())
