"""Originals, the addresses that they come from, and the documents that they are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, ClassVar

from warehouse.records.record import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class RawOriginal(Record):
    """Original bytes, under their sha256, and one address that they came from.

    `last_seen`: when this address last began to serve these bytes, so that of two versions at one address the one with the
    later time is what stands there now; the writer's to say, which knows what the address served in between, and empty in
    rows of older layouts. `source_id` to `headers`: what the publisher's list and server said; empty for what a person
    handed in. `parent_uri`: the page that an attachment is linked from.
    """

    table_name: ClassVar[str] = "originals"
    key: ClassVar[tuple[str, ...]] = ("document_id", "source_uri")

    document_id: str
    source_uri: str
    byte_count: Annotated[int, "bigint"]  # an archive may have more than two thousand million
    first_seen: datetime
    last_seen: datetime | None = None
    source_id: str | None = None
    title: str | None = None
    listed_on: date | None = None
    parent_uri: str | None = None
    headers: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RawAddress(Record):
    """What an address of a document that a source was asked for answered last. `first_seen` counts where it is new.

    `status` is fetched, unchanged, gone or failed; `code` and `message` say why. A page that vanished keeps its document.
    """

    table_name: ClassVar[str] = "addresses"
    key: ClassVar[tuple[str, ...]] = ("source_id", "uri")

    source_id: str
    uri: str
    status: str
    code: str | None = None
    message: str | None = None
    document_id: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    title: str | None = None
    listed_on: date | None = None
    parent_uri: str | None = None
    first_seen: datetime
    checked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentFacts(Record):
    """What a document says of itself, and how much it holds: all of its row but how it came in."""

    table_name: ClassVar[str] = "documents"
    key: ClassVar[tuple[str, ...]] = ("document_id",)

    document_id: str
    media_type: str | None = None
    encoding: str | None = None
    title: str | None = None
    issuer: str | None = None
    document_number: str | None = None
    place_name: str | None = None
    region_code: str | None = None
    region_name: str | None = None
    published_on: date | None = None
    as_of: date | None = None
    page_count: int | None = None
    table_count: int
    paragraph_count: int
    character_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RawDocument(DocumentFacts):
    """A document that was read, or quarantined with a reason."""

    source_uri: str
    quarantine_code: str | None = None
    quarantine_reason: str | None = None
    reader_version: str
    meaning_version: str
    read_seconds: float
    ingested_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RawProblem(Record):
    """Something that a person should look at."""

    table_name: ClassVar[str] = "problems"
    key: ClassVar[tuple[str, ...]] = ("item_id",)

    item_id: str
    document_id: str
    kind: str
    locator: str | None = None
    message: str
    candidates: str | None = None
