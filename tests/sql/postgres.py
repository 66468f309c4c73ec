"""A throwaway PostgreSQL server, and the raw schema of a DuckDB warehouse loaded into it.

Nothing here knows the models: it makes the place where they are built a second time.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from io import StringIO
from pathlib import Path
from typing import Any

import duckdb

_USER = "tongbao"
_PORT = "5432"  # names the socket in the server's own folder; no TCP port is opened


@dataclass(frozen=True)
class Server:
    """A running server, reached by a Unix socket in `folder`."""

    folder: Path

    @property
    def environment(self) -> dict[str, str]:
        """What sql/profiles.yml asks for."""
        return {
            "TONGBAO_POSTGRES_HOST": str(self.folder),
            "TONGBAO_POSTGRES_PORT": _PORT,
            "TONGBAO_POSTGRES_USER": _USER,
            "TONGBAO_POSTGRES_DATABASE": "postgres",
        }

    def connect(self) -> Any:
        psycopg2: Any = import_module("psycopg2")  # ships no types
        return psycopg2.connect(host=str(self.folder), port=_PORT, user=_USER, dbname="postgres")


def programs() -> Path | None:
    """The folder of the newest server programs, or None. Debian keeps them off the path."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[-3]))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).parent if on_path else None


@contextmanager
def running_server(bin_folder: Path) -> Iterator[Server]:
    """Start a server in a folder of its own under the system's temporary directory; stop and remove it.

    The server refuses to run as root and then runs as the user `postgres`, who could not enter a folder
    below pytest's. A short path, too: the name of a socket may have 107 bytes.
    """
    folder = Path(tempfile.mkdtemp(prefix="tongbao-pg-"))
    as_user = []
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
        # In /sbin, which is not on everybody's path.
        as_user = [shutil.which("runuser") or "/sbin/runuser", "-u", "postgres", "--"]
    data = folder / "data"

    def call(program: str, *arguments: str) -> None:
        command = [*as_user, str(bin_folder / program), "-D", str(data), *arguments]
        # To a file: the server would keep a pipe open for as long as it runs.
        with (folder / "said").open("ab") as said:
            done = subprocess.run(command, cwd=folder, stdout=said, stderr=said, timeout=60, check=False)
        if done.returncode:
            raise RuntimeError(f"{program}: {(folder / 'said').read_text(errors='replace')}")

    try:
        # Text in the order of its code points, as in DuckDB.
        call("initdb", "--encoding=UTF8", "--locale=C", "--auth=trust", f"--username={_USER}", "--no-sync")
        options = f"-k {folder} -p {_PORT} -c listen_addresses='' -c fsync=off"
        call("pg_ctl", "-o", options, "-l", str(folder / "log"), "-w", "start")
        try:
            yield Server(folder)
        finally:
            call("pg_ctl", "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def load_raw(warehouse: Path, schema: str, server: Server) -> dict[str, int]:
    """Make the raw schema on the server and fill it from a warehouse; rows loaded, by table."""
    loaded: dict[str, int] = {}
    connection = server.connect()
    with connection, connection.cursor() as cursor, duckdb.connect(str(warehouse), read_only=True) as duck:
        cursor.execute(schema)
        cursor.execute(
            "select table_name, string_agg(quote_ident(column_name), ', ' order by ordinal_position)"
            " from information_schema.columns where table_schema = 'raw' group by table_name"
        )
        for table, columns in cursor.fetchall():
            rows = duck.execute(f'select {columns} from raw."{table}"').fetchall()
            lines = StringIO("".join(_csv_line(row) for row in rows))
            cursor.copy_expert(f'copy raw."{table}" ({columns}) from stdin with (format csv)', lines)
            loaded[table] = len(rows)
        cursor.execute("analyze")
    connection.close()
    return loaded


def _csv_line(row: tuple[Any, ...]) -> str:
    """NULL is nothing at all, an empty text is two quotes: Python's csv writer knows no difference."""
    return ",".join("" if v is None else '"' + str(v).replace('"', '""') + '"' for v in row) + "\n"
