"""One visit to a source: what it brings is kept and noted, a few documents at a time, so that a kill loses little."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from pipelines.home.locking import writing
from pipelines.home.paths import Home
from pipelines.ingest.crawling.crawl_events import Event, Failed, Fetched, Gone, Known, Unchanged
from pipelines.ingest.inbox import files_in
from pipelines.ingest.inputs import in_utc, keep, said_by_server
from pipelines.ingest.sources.source_model import Source
from warehouse.database_files import open_working
from warehouse.ledger import known_addresses, latest_arrival
from warehouse.records import RawAddress, RawOriginal
from warehouse.writer import note_addresses, register_originals

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# What was fetched is noted after so many documents or seconds.
_DOCUMENTS, _SECONDS = 20, 30.0


@dataclass(slots=True)
class Visit:
    """What a visit brought: how many addresses answered how, what is new, and what failed with its reason.

    `latest` is the day of the source's newest bulletin, of this visit or an earlier one.
    """

    counts: Counter[str] = field(default_factory=Counter)
    brought: list[RawOriginal] = field(default_factory=list)
    failures: list[Failed | Gone] = field(default_factory=list)
    latest: date | None = None

    @property
    def listings_failed(self) -> bool:
        return any(isinstance(item, Failed) and item.stage == "listing" for item in self.failures)


def visit(home: Home, source: Source, tell: Callable[[Event], None] = lambda _: None) -> Visit:
    """Ask a source for what is new. What fails is in the result by name and leaves the rest alone.

    The home is held for writing only while what came is noted: a slow server keeps nobody waiting.
    """
    from pipelines.ingest.crawling.crawl import crawl
    from pipelines.ingest.network.http_client import Client

    with writing(home), open_working(home.working, home.published) as connection:
        known = {uri: _known(row) for uri, row in known_addresses(connection, source.id).items()}
    result = Visit()
    notes = _Notes(home, source)
    with Client.for_source(source, home.hosts) as client:
        for event in crawl(source, known, client, original=lambda i: _kept(home, i)):
            tell(event)
            result.counts[_STATUS[type(event)]] += 1
            if isinstance(event, Failed | Gone):
                result.failures.append(event)
            row = notes.take(event)
            if row is not None:
                result.brought.append(row)
    result.latest = notes.finish()
    return result


def folder_of(home: Home, source: Source) -> Path | None:
    """The inbox folder of a source; a relative one lies in the home."""
    return home.root / Path(source.folder).expanduser() if source.folder else None


def inbox_folders(home: Home) -> list[Path]:
    """The folders whose files are ingested by themselves: the inbox, and those of the enabled sources."""
    from pipelines.ingest.sources.source_catalogue import load_usable

    folders = [folder_of(home, source) for source in load_usable(home)[0] if source.enabled]
    return [home.inbox, *(folder for folder in folders if folder is not None)]


def waiting_files(home: Home, source: Source) -> list[str]:
    """Addresses of the files in a source's folder."""
    folder = folder_of(home, source)
    return [path.resolve().as_uri() for path in files_in(folder)] if folder and folder.is_dir() else []


class _Notes:
    """What a visit has to write into the warehouse, in batches."""

    def __init__(self, home: Home, source: Source) -> None:
        self._home = home
        self._source = source
        self._originals: list[RawOriginal] = []
        self._addresses: list[RawAddress] = []
        self._written = time.monotonic()

    def take(self, event: Event) -> RawOriginal | None:
        """Note an event; return the row of the original that it brought, if it did."""
        if isinstance(event, Failed) and event.stage != "document":
            return None  # a page of a listing is no address of a document: nobody is to ask for it as one
        brought = self._original(event) if isinstance(event, Fetched) else None
        self._addresses.append(self._address(event, brought.document_id if brought else None))
        if len(self._originals) >= _DOCUMENTS or (
            self._addresses and time.monotonic() - self._written > _SECONDS
        ):
            self.write()
        return brought

    def write(self) -> None:
        with writing(self._home), open_working(self._home.working, self._home.published) as connection:
            self._write(connection)

    def finish(self) -> date | None:
        """Write what is left; return the day of the source's newest bulletin."""
        with writing(self._home), open_working(self._home.working, self._home.published) as connection:
            self._write(connection)
            return latest_arrival(connection, self._source.id, ZoneInfo(self._source.timezone))

    def _write(self, connection: DuckDBPyConnection) -> None:
        register_originals(connection, self._originals)
        note_addresses(connection, self._addresses)
        self._originals.clear()
        self._addresses.clear()
        self._written = time.monotonic()

    def _original(self, event: Fetched) -> RawOriginal:
        original = keep(self._home, event.uri, event.data)
        row = original.row(
            seen=event.fetched_at,
            headers=said_by_server(event.headers, event.final_uri),
            source_id=self._source.id,
            title=event.title,
            listed_on=event.listed_on,
            parent_uri=event.parent_uri,
        )
        self._originals.append(row)
        return row

    def _address(self, event: Event, document_id: str | None) -> RawAddress:
        headers: Mapping[str, str] = getattr(event, "headers", {})
        checked_at = in_utc(getattr(event, "fetched_at", None) or datetime.now(UTC))
        return RawAddress(
            source_id=self._source.id,
            uri=event.uri,
            status=_STATUS[type(event)],
            code=getattr(event, "code", None),
            message=getattr(event, "message", None),
            document_id=document_id,
            etag=headers.get("etag"),
            last_modified=headers.get("last-modified"),
            title=event.title,
            listed_on=getattr(event, "listed_on", None),
            parent_uri=getattr(event, "parent_uri", None),
            first_seen=checked_at,
            checked_at=checked_at,
        )


_STATUS = {Fetched: "fetched", Unchanged: "unchanged", Gone: "gone", Failed: "failed"}


def _known(address: RawAddress) -> Known:
    return Known(
        etag=address.etag,
        last_modified=address.last_modified,
        document_id=address.document_id,
        first_seen=address.first_seen,
        title=address.title,
        parent_uri=address.parent_uri,
        listed_on=address.listed_on,
    )


def _kept(home: Home, document_id: str) -> bytes | None:
    path = home.original(document_id)
    return path.read_bytes() if path.exists() else None
