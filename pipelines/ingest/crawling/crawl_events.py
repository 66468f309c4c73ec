"""What a visit to a source brings: plain facts, one for each address. Nothing is fetched or decided here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Known:
    """An address that an earlier visit has seen.

    `document_id` is the sha256 of what was had there last, None when it never could be had: such an address
    is tried again like a new one. `title`, `parent_uri` and `listed_on` come back in the events.
    """

    etag: str | None
    last_modified: str | None
    document_id: str | None
    first_seen: datetime
    title: str | None = None
    parent_uri: str | None = None
    listed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Fetched:
    """Bytes that were had: new, or other than those known."""

    uri: str
    final_uri: str
    data: bytes = field(repr=False)
    fetched_at: datetime
    status: int
    headers: Mapping[str, str]
    title: str | None = None
    listed_on: date | None = None
    parent_uri: str | None = None


@dataclass(frozen=True, slots=True)
class Unchanged:
    """A known address that still has the same bytes: the server said so (304), or they were compared.

    `headers` are those of the answer; their `etag` and `last-modified` may be newer than the known ones.
    """

    uri: str
    title: str | None = None
    fetched_at: datetime | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Gone:
    """A known address that has nothing any more. The document stays: a vanished page withdraws nothing."""

    uri: str
    code: str
    message: str
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Failed:
    """An address that could not be had this time: `code` as of FetchError, and what to do.

    `stage` is `listing` when it is a page of a listing, `entry` for links that lead to no address,
    `document` otherwise. Further codes: `archive`, `unsupported_type`, `empty_listing`, `nothing_counts`, `soft_404`,
    `no_text`, `max_documents`, `max_pages`, `script_link`.
    """

    uri: str
    code: str
    message: str
    title: str | None = None
    parent_uri: str | None = None
    stage: str = "document"


Event = Fetched | Unchanged | Gone | Failed
