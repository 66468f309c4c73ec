"""The one writer of the raw schema: records in, one transaction for a batch.

A document is replaced by delete-and-insert, so a second load of the same document leaves no stale
row and no duplicate. The columns are those of `warehouse.records`; nothing repeats them here.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import chain
from pathlib import Path

import duckdb

from warehouse.records import (
    ROWS_OF_A_DOCUMENT,
    RawAddress,
    RawDocument,
    RawFunction,
    RawIndicator,
    RawOriginal,
    RawRecipe,
    RawRegion,
    Record,
    RegistryRows,
    Rows,
)
from warehouse.records.record import columns_of

# Records in one line of what DuckDB reads: enough that names of columns don't count, too few for a line to grow long.
_CHUNK = 1000


def replace_documents(
    connection: duckdb.DuckDBPyConnection, documents: Sequence[RawDocument], rows: Iterable[Rows]
) -> None:
    """Replace all raw rows of the given documents by these and the `rows` below them, in one transaction.

    Raises duckdb.Error, with everything rolled back, when a row does not fit the schema.
    """
    ids = [document.document_id for document in documents]
    parts = list(rows)
    with _Transaction(connection):
        for kind in ROWS_OF_A_DOCUMENT:
            connection.execute(
                f"delete from raw.{kind.table_name} where document_id in (select unnest(?))", [ids]
            )
        _insert(connection, RawDocument, documents)
        for kind in ROWS_OF_A_DOCUMENT[1:]:
            _insert(connection, kind, list(chain.from_iterable(part.of(kind) for part in parts)))


def replace_registries(connection: duckdb.DuckDBPyConnection, rows: RegistryRows) -> None:
    """Replace the registries of indicators and functions as a whole, in one transaction."""
    with _Transaction(connection):
        _replace(connection, RawIndicator, rows.indicators)
        _replace(connection, RawRecipe, rows.recipes)
        _replace(connection, RawFunction, rows.functions)


def replace_regions(connection: duckdb.DuckDBPyConnection, rows: Sequence[RawRegion]) -> None:
    """Replace the places as a whole, in one transaction."""
    with _Transaction(connection):
        _replace(connection, RawRegion, rows)


def register_originals(connection: duckdb.DuckDBPyConnection, rows: Iterable[RawOriginal]) -> None:
    """Note which original came from which address, and when the address was last found to serve it.

    `first_seen` is the time of this sight; that of what is noted already stays. `last_seen` moves only when the
    address served something else in between, so that an unchanged address changes nothing.
    """
    with _Transaction(connection):
        for row in rows:
            connection.execute(
                f"{_insert_one(RawOriginal)} on conflict do update"
                " set parent_uri = coalesce(originals.parent_uri, excluded.parent_uri)",
                replace(row, last_seen=row.first_seen).values(),
            )
            connection.execute(
                "update raw.originals as mine set last_seen = $first_seen"
                " where document_id = $document_id and source_uri = $source_uri and exists ("
                "  select 1 from raw.originals as other where other.source_uri = mine.source_uri"
                "  and coalesce(other.last_seen, other.first_seen) > coalesce(mine.last_seen, mine.first_seen))",
                {
                    "document_id": row.document_id,
                    "source_uri": row.source_uri,
                    "first_seen": row.first_seen,
                },
            )


def note_addresses(connection: duckdb.DuckDBPyConnection, rows: Iterable[RawAddress]) -> None:
    """Note what the addresses of a source answered; one row for each address, the last answer wins.

    An answer without document or validators keeps those of the answer before; new bytes bring their own.
    """
    with _Transaction(connection):
        for row in rows:
            connection.execute(
                f"{_insert_one(RawAddress)}"
                " on conflict do update set status = excluded.status, code = excluded.code, message = excluded.message,"
                " document_id = coalesce(excluded.document_id, addresses.document_id),"
                " etag = case when excluded.status = 'fetched' then excluded.etag"
                "  else coalesce(excluded.etag, addresses.etag) end,"
                " last_modified = case when excluded.status = 'fetched' then excluded.last_modified"
                "  else coalesce(excluded.last_modified, addresses.last_modified) end,"
                " title = coalesce(excluded.title, addresses.title),"
                " listed_on = coalesce(excluded.listed_on, addresses.listed_on),"
                " parent_uri = coalesce(excluded.parent_uri, addresses.parent_uri), checked_at = excluded.checked_at",
                row.values(),
            )


class _Transaction:
    """`with` block that commits at its end and rolls back on any error."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection

    def __enter__(self) -> None:
        self._connection.execute("begin transaction")

    def __exit__(self, error_type: type[BaseException] | None, *_: object) -> None:
        self._connection.execute("commit" if error_type is None else "rollback")


def _insert_one(kind: type[Record]) -> str:
    names = kind.column_names()
    return (
        f"insert into raw.{kind.table_name} ({', '.join(names)})"
        f" values ({', '.join(f'${name}' for name in names)})"
    )


def _replace(connection: duckdb.DuckDBPyConnection, kind: type[Record], records: Sequence[Record]) -> None:
    connection.execute(f"delete from raw.{kind.table_name}")
    _insert(connection, kind, records)


def _insert(connection: duckdb.DuckDBPyConnection, kind: type[Record], records: Sequence[Record]) -> None:
    """Insert through lines of JSON, each with some columns of records: hundreds of times faster than row by row."""
    if not records:
        return
    names = kind.column_names()
    types = _types(connection, kind)
    encode = json.JSONEncoder(ensure_ascii=False, default=_plain).encode
    with tempfile.TemporaryDirectory(prefix="tongbao-") as folder:
        path = Path(folder) / f"{kind.table_name}.ndjson"
        with path.open("w", encoding="utf-8") as target:
            for start in range(0, len(records), _CHUNK):
                columns = columns_of(kind, records[start : start + _CHUNK])
                target.write(encode(dict(zip(names, columns, strict=True))))
                target.write("\n")
        lists = ", ".join(f"'{name}': '{types[name]}[]'" for name in names)
        connection.execute(
            f"insert into raw.{kind.table_name} ({', '.join(names)})"
            f" select {', '.join(f'unnest({name})' for name in names)} from read_json('{path}',"
            f" format = 'newline_delimited', columns = {{{lists}}}, maximum_object_size = 268435456)"
        )


def _types(connection: duckdb.DuckDBPyConnection, kind: type[Record]) -> dict[str, str]:
    return dict(
        connection.execute(
            "select column_name, data_type from information_schema.columns"
            " where table_catalog = current_database() and table_schema = 'raw' and table_name = ?",
            [kind.table_name],
        ).fetchall()
    )


def _plain(value: object) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} does not fit into a raw row: {value!r}")
