"""The one writer of the raw schema: rows of plain dictionaries in, one transaction for a batch.

A document is replaced by delete-and-insert, so a second load of the same document leaves no stale
row and no duplicate. The column names and types are those of schema.sql; nothing repeats them here.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

Rows = Mapping[str, Sequence[Mapping[str, Any]]]

# Rows that belong to one document, in the order in which they are written.
DOCUMENT_TABLES = (
    "documents",
    "tables",
    "columns",
    "cells",
    "observations",
    "name_matches",
    "statements",
    "rankings",
    "targets",
    "ignored_figures",
    "figure_account",
    "problems",
)
# Rows that describe the registries; replaced as a whole.
_ORIGIN = ("source_id", "title", "listed_on", "parent_uri", "headers")
REGISTRY_TABLES = ("indicators", "recipes", "functions", "regions")


def replace_documents(connection: duckdb.DuckDBPyConnection, document_ids: Iterable[str], rows: Rows) -> None:
    """Replace all raw rows of the given documents by `rows` ({table: [row, …]}) in one transaction.

    Raises duckdb.Error, with everything rolled back, when a row does not fit the schema.
    """
    unknown = set(rows) - set(DOCUMENT_TABLES)
    if unknown:
        raise ValueError(f"no such raw tables: {', '.join(sorted(unknown))}")
    ids = list(document_ids)
    with _Transaction(connection):
        for table in DOCUMENT_TABLES:
            connection.execute(f"delete from raw.{table} where document_id in (select unnest(?))", [ids])
        for table in DOCUMENT_TABLES:
            _insert(connection, table, rows.get(table, ()))


def replace_registries(connection: duckdb.DuckDBPyConnection, rows: Rows) -> None:
    """Replace the given registry tables as a whole, in one transaction."""
    with _Transaction(connection):
        for table in REGISTRY_TABLES:
            if table in rows:
                connection.execute(f"delete from raw.{table}")
                _insert(connection, table, rows[table])


def register_originals(connection: duckdb.DuckDBPyConnection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Note which original came from which address, and when the address was last found to serve it.

    Rows: document_id, source_uri, byte_count, first_seen (the time of this sight), and optionally source_id,
    title, listed_on, parent_uri, headers. `first_seen` of what is noted already stays; `last_seen` moves
    only when the address served something else in between, so that an unchanged address changes nothing.
    """
    with _Transaction(connection):
        for row in rows:
            values = dict.fromkeys(_ORIGIN) | dict(row)
            connection.execute(
                "insert into raw.originals (document_id, source_uri, byte_count, first_seen, last_seen, source_id,"
                " title, listed_on, parent_uri, headers) values ($document_id, $source_uri, $byte_count, $first_seen,"
                " $first_seen, $source_id, $title, $listed_on, $parent_uri, $headers)"
                " on conflict do update set parent_uri = coalesce(originals.parent_uri, excluded.parent_uri)",
                values,
            )
            connection.execute(
                "update raw.originals as mine set last_seen = $first_seen"
                " where document_id = $document_id and source_uri = $source_uri and exists ("
                "  select 1 from raw.originals as other where other.source_uri = mine.source_uri"
                "  and coalesce(other.last_seen, other.first_seen) > coalesce(mine.last_seen, mine.first_seen))",
                {name: values[name] for name in ("document_id", "source_uri", "first_seen")},
            )


def note_addresses(connection: duckdb.DuckDBPyConnection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Note what the addresses of a source answered; one row for each address, the last answer wins.

    An answer without document or validators keeps those of the answer before; new bytes bring their own.
    """
    with _Transaction(connection):
        for row in rows:
            connection.execute(
                "insert into raw.addresses by name select $source_id as source_id, $uri as uri, $status as status,"
                " $code as code, $message as message, $document_id as document_id, $etag as etag,"
                " $last_modified as last_modified, $title as title, $listed_on::date as listed_on,"
                " $parent_uri as parent_uri, $checked_at as first_seen, $checked_at as checked_at"
                " on conflict do update set status = excluded.status, code = excluded.code, message = excluded.message,"
                " document_id = coalesce(excluded.document_id, addresses.document_id),"
                " etag = case when excluded.status = 'fetched' then excluded.etag"
                "  else coalesce(excluded.etag, addresses.etag) end,"
                " last_modified = case when excluded.status = 'fetched' then excluded.last_modified"
                "  else coalesce(excluded.last_modified, addresses.last_modified) end,"
                " title = coalesce(excluded.title, addresses.title),"
                " listed_on = coalesce(excluded.listed_on, addresses.listed_on),"
                " parent_uri = coalesce(excluded.parent_uri, addresses.parent_uri), checked_at = excluded.checked_at",
                dict(row),
            )


class _Transaction:
    """`with` block that commits at its end and rolls back on any error."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection

    def __enter__(self) -> None:
        self._connection.execute("begin transaction")

    def __exit__(self, error_type: type[BaseException] | None, *_: object) -> None:
        self._connection.execute("commit" if error_type is None else "rollback")


def _insert(connection: duckdb.DuckDBPyConnection, table: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert by name through newline-delimited JSON: some hundred times faster than row by row."""
    if not rows:
        return
    types = dict(
        connection.execute(
            "select column_name, data_type from information_schema.columns"
            " where table_catalog = current_database() and table_schema = 'raw' and table_name = ?",
            [table],
        ).fetchall()
    )
    strange = {name for row in rows for name in row} - set(types)
    if strange:
        raise ValueError(f"raw.{table} has no columns {', '.join(sorted(strange))}")
    with tempfile.TemporaryDirectory(prefix="tongbao-") as folder:
        path = Path(folder) / f"{table}.ndjson"
        with path.open("w", encoding="utf-8") as target:
            for row in rows:
                target.write(json.dumps(row, ensure_ascii=False, default=_plain))
                target.write("\n")
        columns = ", ".join(f"'{name}': '{kind}'" for name, kind in types.items())
        names = ", ".join(f'"{name}"' for name in types)
        connection.execute(
            f"insert into raw.{table} ({names}) select {names} from read_json('{path}',"
            f" format = 'newline_delimited', columns = {{{columns}}}, maximum_object_size = 268435456)"
        )


def _plain(value: object) -> object:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    raise TypeError(f"{type(value).__name__} does not fit into a raw row: {value!r}")
