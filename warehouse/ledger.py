"""What the warehouse has and what it lacks: the delta is found here, not in the orchestrator."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import UTC, date, tzinfo
from pathlib import Path

import duckdb

from warehouse.database_files import layout_version
from warehouse.records import ROWS_OF_A_DOCUMENT, RawAddress

# Faults of ours rather than of the document: worth another try in every run.
RETRIED = ("reader_failed", "reader_died")
# What DuckDB says of a file that an earlier program published: a table is not there, or lacks a column.
_OTHER_LAYOUT = (duckdb.CatalogException, duckdb.BinderException)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """An original to read, with all its `addresses`; `source_uri` is the first that a source listed, else the first."""

    document_id: str
    source_uri: str
    source_id: str | None
    title: str | None
    listed_on: date | None
    addresses: list[str]


def unread(connection: duckdb.DuckDBPyConnection, reader_version: str, meaning_version: str) -> list[Unread]:
    """Originals never read, read with another reader or registry, or failed by ours."""
    names = [column.name for column in fields(Unread)]
    rows = connection.execute(
        f"""
        select {", ".join(names)}
        from (
            select
                o.*,
                row_number() over (
                    partition by o.document_id
                    order by o.source_id is null, o.first_seen, o.source_uri
                ) as place,
                min(o.first_seen) over (partition by o.document_id) as came,
                list(o.source_uri) over (partition by o.document_id) as addresses
            from raw.originals as o
        ) as o
        where place = 1 and o.document_id in (
            select l.document_id
            from raw.originals as l
            left join raw.documents as d on l.document_id = d.document_id
            where
                d.document_id is null
                or d.reader_version <> $reader_version
                or d.meaning_version <> $meaning_version
                or list_contains($retried, d.quarantine_code)
        )
        order by came, document_id
        """,
        {
            "reader_version": reader_version,
            "meaning_version": meaning_version,
            "retried": list(RETRIED),
        },
    ).fetchall()
    return [Unread(**dict(zip(names, row, strict=True))) for row in rows]


def known_addresses(connection: duckdb.DuckDBPyConnection, source_id: str) -> dict[str, RawAddress]:
    """What each address of a source answered before, by address; `document_id` is None where nothing was ever had."""
    names = RawAddress.column_names()
    rows = connection.execute(
        f"select {', '.join(names)} from raw.addresses where source_id = ?", [source_id]
    ).fetchall()
    found = [RawAddress(**dict(zip(names, row, strict=True))) for row in rows]
    return {address.uri: address for address in found}


def latest_arrival(connection: duckdb.DuckDBPyConnection, source_id: str, zone: tzinfo = UTC) -> date | None:
    """The day of a source's newest bulletin: as listed, else as first seen, by the clocks of `zone`.

    None when it brought none yet.
    """
    row = connection.execute(
        "select max(listed_on), max(first_seen) filter (where listed_on is null) from raw.originals"
        " where source_id = ?",
        [source_id],
    ).fetchone()
    listed, seen = row or (None, None)
    days = [day for day in (listed, seen and seen.replace(tzinfo=UTC).astimezone(zone).date()) if day]
    return max(days, default=None)


def named_regions(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Codes of all places that documents, tables, rows or sentences name."""
    naming = [kind.table_name for kind in ROWS_OF_A_DOCUMENT if "region_code" in kind.column_names()]
    union = " union ".join(f"select region_code from raw.{table}" for table in naming)
    return [code for (code,) in connection.execute(f"{union} order by 1").fetchall() if code]


def in_quarantine(published: Path, uris: Collection[str]) -> set[str]:
    """Documents in quarantine that came from one of these addresses, or that a page at one of them attaches.

    None are known where the file still has the layout of an earlier program, which this one can't ask.
    """
    if not uris or not published.exists():
        return set()
    with duckdb.connect(str(published), read_only=True) as connection:
        try:
            rows = connection.execute(
                "select distinct o.document_id"
                " from raw.originals as o inner join raw.documents as d using (document_id)"
                " where d.quarantine_reason is not null"
                " and (list_contains($uris, o.source_uri) or list_contains($uris, o.parent_uri))",
                {"uris": list(uris)},
            ).fetchall()
        except _OTHER_LAYOUT:
            return set()
    return {document_id for (document_id,) in rows}


def note_publication(connection: duckdb.DuckDBPyConnection, models_version: str) -> None:
    """Write into the warehouse which models its marts were made with."""
    connection.execute(
        "create or replace table raw.publication as select ? as models_version", [models_version]
    )


def is_published(
    published: Path,
    originals: list[tuple[str, str]],
    reader_version: str,
    meaning_version: str,
    models_version: str,
) -> bool:
    """Whether the published file already has all these originals, read and modelled as of today.

    A file with the layout of an earlier program has nothing of today's: it is made anew.
    """
    if not published.exists():
        return False
    with duckdb.connect(str(published), read_only=True) as connection:
        try:
            layout = connection.execute("select version from raw.layout").fetchone()
            if layout != (layout_version(),):
                return False
            models = connection.execute("select models_version from raw.publication").fetchone()
            # Of the versions that an address served, only the last stands there now.
            known = set(
                connection.execute(
                    "select max_by(document_id, coalesce(last_seen, first_seen)), source_uri from raw.originals"
                    " group by source_uri"
                ).fetchall()
            )
            stale = unread(connection, reader_version, meaning_version)
        except _OTHER_LAYOUT:
            return False
    return models == (models_version,) and not stale and known.issuperset(originals)
