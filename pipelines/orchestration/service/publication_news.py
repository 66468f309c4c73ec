"""What a publication brought, in lines for whoever runs a watch."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from pipelines.home.terminal import file_name
from warehouse.queries import NoWarehouse, QueryError, query

# A large load is told by its number, not document by document.
_DOCUMENTS_TOLD = 10
_COUNTS = "select status, count(*) from mart.documents group by status order by status"
_NOTED = "select document_id, status = 'quarantined' as is_quarantined from mart.documents"
_CAME = """
    select
        d.document_id,
        d.source_uri,
        d.status,
        d.status_reason,
        coalesce(d.region_name, d.issuer) as place,
        d.title,
        d.table_count,
        (select count(*) from mart.observations as o where o.document_id = d.document_id) as figures,
        (select any_value(e.source_uri) from mart.documents as e where e.superseded_by = d.document_id) as older
    from mart.documents as d
    where d.ingested_at > ? and d.ingested_at <= ?
    order by d.ingested_at, d.source_uri
"""


@dataclass(slots=True)
class News:
    """The published file, up to when what is in it has been told, and which documents it held then.

    `_quarantined` says of each document whether it was in quarantine.
    """

    published: Path
    _until: datetime = field(default=datetime.min, init=False)
    _quarantined: dict[str, bool] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        # Nothing there yet, or nothing that can be asked: then all that comes is new.
        with suppress(NoWarehouse, QueryError):
            self._until = self._newest()
            self._quarantined = self._noted()

    def lines(self) -> list[str]:
        """What came since the last call, and what the file holds now. A file that can't be asked is told too.

        A decision, a correction or a new version of the program has everything read again: a document that was
        there before is told by name only when it came out of quarantine or went into it.
        """
        try:
            newest = self._newest()
            came = query(self.published, _CAME, [self._until, newest]).records()
            counts = query(self.published, _COUNTS).rows
            noted = self._noted()
        except (NoWarehouse, QueryError) as error:
            return [f"published, but can't be asked: {error}"]
        new = [row for row in came if self._is_news(row)]
        self._until, self._quarantined = newest, noted
        told = [_line(row) for row in new[:_DOCUMENTS_TOLD]]
        if len(new) > _DOCUMENTS_TOLD:
            told.append(f"… and {_documents(len(new) - _DOCUMENTS_TOLD, 'more ')}")
        if again := len(came) - len(new):
            told.append(f"{_documents(again)} {'was' if again == 1 else 'were'} read again")
        held = ", ".join(f"{count} {status}" for status, count in counts) or "no documents"
        return [*told, f"published {self.published.name}: {held}"]

    def _is_news(self, row: dict[str, Any]) -> bool:
        return self._quarantined.get(row["document_id"]) is not (row["status"] == "quarantined")

    def _noted(self) -> dict[str, bool]:
        return dict(query(self.published, _NOTED).rows)

    def _newest(self) -> datetime:
        newest = query(self.published, "select max(ingested_at) from mart.documents").rows[0][0]
        return newest if isinstance(newest, datetime) else datetime.min


def _documents(count: int, which: str = "") -> str:
    return f"{count:,} {which}document{'' if count == 1 else 's'}"


def _line(row: dict[str, Any]) -> str:
    name = file_name(row["source_uri"])
    if row["status"] == "quarantined":
        return f"quarantined {name}: {row['status_reason']}"
    what = [f"{row['table_count']} tables", f"{row['figures']:,} figures"]
    if row["older"]:
        what.append(f"supersedes {file_name(row['older'])}")
    if row["status"] != "current":
        what.append(str(row["status_reason"] or row["status"]))
    heading = " ".join(filter(None, (row["place"], row["title"]))) or "no title"
    return f"took {name}: {heading}; {', '.join(what)}"
