"""The two files of a warehouse: the working file that one writer changes, the copy that readers open.

A DuckDB file that a writer has open can't be opened by anyone else, so readers never see the
working file. `publish` makes a copy of it and puts that in place atomically: a reader keeps what it
has open, a new reader gets the new one, and a crash leaves the old one whole.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from warehouse.raw_schema import raw_schema
from warehouse.records import RawAddress, RawOriginal

# Files of DuckDB 2 are not readable by 1.x clients unless they are created for them.
STORAGE_VERSION = "v1.5.0"
# Raw tables that follow from nothing else: what came in, from where, and what the servers said.
_KEPT = (RawOriginal.table_name, RawAddress.table_name)


@contextmanager
def open_working(path: Path, published: Path | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the working file for writing, creating it with the raw schema where it is missing.

    A missing working file is started from the published copy where there is one, so that deleting
    it loses nothing.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists() and published is not None and published.exists():
        _copy_whole(published, path)
    connection = duckdb.connect()
    try:
        connection.execute(f"attach '{_quoted(path)}' as warehouse (storage_version '{STORAGE_VERSION}')")
        connection.execute("use warehouse")
        _lay_out(connection)
        yield connection
    finally:
        connection.close()


def layout_version() -> str:
    """The version of the raw schema that this program makes, as a warehouse keeps it in `raw.layout`."""
    return hashlib.sha256(raw_schema().encode()).hexdigest()[:16]


def _lay_out(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the raw schema, or make it anew when the program's has changed.

    What came from outside (`_KEPT`) is carried over; everything else follows from the originals, so an
    older layout of it is dropped and the documents are read again: there are no migrations to write or to
    forget. The published file stays as it is until that is done.
    """
    version = layout_version()
    connection.execute("begin transaction")
    try:
        connection.execute("create schema if not exists raw")
        connection.execute("create table if not exists raw.layout (version varchar not null)")
        found = connection.execute("select version from raw.layout").fetchone()
        if found != (version,):
            stale = [
                name
                for (name,) in connection.execute(
                    "select table_name from duckdb_tables() where database_name = current_database()"
                    " and schema_name = 'raw' and table_name <> 'layout'"
                ).fetchall()
            ]
            kept = [name for name in _KEPT if name in stale]
            for name in kept:
                connection.execute(f"create temp table kept_{name} as select * from raw.{name}")
            for name in stale:
                connection.execute(f'drop table raw."{name}"')
            connection.execute(raw_schema())
            for name in kept:
                _carry_over(connection, name)
            connection.execute("delete from raw.layout")
            connection.execute("insert into raw.layout values (?)", [version])
    except BaseException:
        connection.execute("rollback")
        raise
    connection.execute("commit")


def _carry_over(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    """Fill the new table from the old one, column by name; what the old one lacked is NULL."""
    names = [
        {row[0] for row in connection.execute(f"describe {table}").fetchall()}
        for table in (f"raw.{name}", f"temp.kept_{name}")
    ]
    common = ", ".join(f'"{column}"' for column in sorted(names[0] & names[1]))
    connection.execute(f"insert into raw.{name} ({common}) select {common} from temp.kept_{name}")
    connection.execute(f"drop table temp.kept_{name}")


def publish(working: Path, published: Path) -> int:
    """Replace the published file by a copy of the working one; return its size in bytes.

    The checkpoint is not optional: without it the copy silently lacks what is still in the log.
    """
    connection = duckdb.connect(str(working))
    try:
        connection.execute("force checkpoint")
    finally:
        connection.close()
    _copy_whole(working, published)
    return published.stat().st_size


def _copy_whole(source: Path, target: Path) -> None:
    """Copy so that `target` is either the old file or the whole new one, also after a crash."""
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with source.open("rb") as reader, part.open("wb") as writer:
            shutil.copyfileobj(reader, writer, 1 << 20)
            writer.flush()
            os.fsync(writer.fileno())
        os.replace(part, target)
    finally:
        part.unlink(missing_ok=True)


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
