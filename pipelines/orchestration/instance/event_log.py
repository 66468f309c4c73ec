"""Dagster's log of events in SQLite, as Dagster has it, with connections that stay open.

Dagster opens a file anew, with an engine of its own, for every event of a run, five milliseconds of the processor each time and
a wait for the disk: of a run that ingests one bulletin that was a fourth of the time. The files and what is in them
are Dagster's own: a home goes back to its class by a line in `dagster.yaml`. The version of Dagster is pinned, since this
replaces a method that is not public.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy
from dagster._core.events.log import EventLogEntry
from dagster._core.storage.event_log.polling_event_watcher import SqlPollingEventWatcher
from dagster._core.storage.event_log.sqlite.sqlite_event_log import (
    INDEX_SHARD_NAME,
    SqliteEventLogStorage,
)
from dagster._core.storage.sqlite import SQLITE_BUSY_TIMEOUT_SECONDS
from sqlalchemy.pool import StaticPool

# Each run has a file; a program that shows many runs keeps only the last few open.
_OPEN_FILES = 8


class OpenEventLog(SqliteEventLogStorage):
    """SQLite files of events, each opened once. One thread at a time uses them, which the base class sees to."""

    def __init__(self, base_dir: str, inst_data: Any = None) -> None:
        self._engines: OrderedDict[str, sqlalchemy.Engine] = OrderedDict()
        self._watcher: SqlPollingEventWatcher | None = None
        super().__init__(base_dir, inst_data)

    @classmethod
    def from_config_value(cls, inst_data: Any, config_value: Any) -> OpenEventLog:
        return cls(inst_data=inst_data, **config_value)

    @contextmanager
    def _connect(self, shard: str) -> Iterator[sqlalchemy.Connection]:
        with self._db_lock:
            engine = self._engine(shard)
            with engine.connect() as connection, connection.begin():
                yield connection

    def _engine(self, shard: str) -> sqlalchemy.Engine:
        engine = self._engines.get(shard)
        if engine is None:
            engine = sqlalchemy.create_engine(
                self.conn_string_for_shard(shard),
                poolclass=StaticPool,
                connect_args={"timeout": SQLITE_BUSY_TIMEOUT_SECONDS, "check_same_thread": False},
            )
            sqlalchemy.event.listen(engine, "connect", _do_not_wait_for_the_disk)
            if shard not in self._initialized_dbs:
                self._initdb(engine, for_index_shard=shard == INDEX_SHARD_NAME)
                self._initialized_dbs.add(shard)
            self._engines[shard] = engine
        self._engines.move_to_end(shard)
        if len(self._engines) > _OPEN_FILES:
            oldest = next(name for name in self._engines if name != INDEX_SHARD_NAME)
            self._engines.pop(oldest).dispose()
        return engine

    def watch(self, run_id: str, cursor: str | None, callback: Callable[[EventLogEntry, str], Any]) -> None:
        # The base class waits for a change of the file, which comes only when it is closed.
        if self._watcher is None:
            self._watcher = SqlPollingEventWatcher(self)
        self._watcher.watch_run(run_id, cursor, callback)

    def end_watch(self, run_id: str, handler: Callable[[EventLogEntry, str], Any]) -> None:
        if self._watcher is not None:
            self._watcher.unwatch_run(run_id, handler)

    def wipe(self) -> None:
        self._close()
        super().wipe()

    def dispose(self) -> None:
        if self._watcher is not None:
            self._watcher.close()
            self._watcher = None
        self._close()
        super().dispose()

    def _close(self) -> None:
        with self._db_lock:
            while self._engines:
                self._engines.popitem()[1].dispose()


def _do_not_wait_for_the_disk(connection: Any, _: object) -> None:
    # The log may lose its last lines when the power goes, nothing else: what was ingested is in the warehouse.
    connection.execute("pragma synchronous = normal")
