"""One visit to a source: its listings, the bulletins they lead to, the attachments of those.

Belongs here: which addresses are asked, in which order, and what became of each. Does not belong here: how
to ask (`http_client`), how to read a page (`listing_pages`, `attachments`), what to do with the bytes.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from pipelines.ingest.crawling.attachments import attachments_of
from pipelines.ingest.crawling.crawl_events import Event, Failed, Fetched, Gone, Known, Unchanged
from pipelines.ingest.crawling.listing_pages import BY_SCRIPT, Page, read_listing
from pipelines.ingest.crawling.page_substance import says_the_same
from pipelines.ingest.crawling.soft_errors import nothing_there
from pipelines.ingest.sources.site_hosts import host_of, is_within
from pipelines.ingest.sources.source_errors import FetchError
from pipelines.ingest.sources.source_model import Listing, Source

if TYPE_CHECKING:
    from pipelines.ingest.network.http_client import Answer, Client

__all__ = ["Event", "Failed", "Fetched", "Gone", "Known", "Unchanged", "crawl"]

Original = Callable[[str], bytes | None]

_NOT_THERE = ("http_404", "http_410", "soft_404")
_ARCHIVE = re.compile(r"\.(?:zip|rar|7z|tar|t?gz|bz2)$", re.IGNORECASE)
_UNSUPPORTED = re.compile(
    r"\.(?:mp[34]|avi|wmv|flv|mov|m4[av]|wav|exe|msi|apk|dmg|iso|jpe?g|png|gif|bmp|webp|tiff?|swf|pptx?|dps)$",
    re.IGNORECASE,
)


def crawl(
    source: Source,
    known: Mapping[str, Known],
    client: Client,
    *,
    thorough: bool = False,
    original: Original | None = None,
) -> Iterator[Event]:
    """What a visit to the source brings, one event for each address, as it is had. Never raises FetchError.

    First what is new, in the order of the listings, each bulletin followed by its attachments; then the known
    addresses that are due to be asked again, whether a listing still shows them or not.

    `known` has the addresses of this source that earlier visits saw, those that failed with document_id None.
    `original` gives the kept bytes of a document by its sha256: with it, a page of which only counters and
    scripts changed is Unchanged, and attachments that failed before are tried again even though the page that
    links them is unchanged. `thorough` reads all pages of the listings and
    asks for all known addresses again.
    """
    return _Visit(source, known, client, thorough, original).events()


@dataclass(frozen=True, slots=True)
class _Target:
    uri: str
    title: str | None = None
    listed_on: date | None = None
    parent_uri: str | None = None


class _Visit:
    def __init__(
        self,
        source: Source,
        known: Mapping[str, Known],
        client: Client,
        thorough: bool,
        original: Original | None,
    ) -> None:
        self._source = source
        self._known = known
        self._client = client
        self._thorough = thorough
        self._original = original
        self._since = datetime.now(UTC) - timedelta(days=source.recheck_days)
        self._asked: set[str] = set()
        # Pages of listings are no documents, whatever an earlier visit noted of them.
        self._listed_at: set[str] = {listing.address for listing in source.listings}
        self._postponed = 0
        self._fetched = 0

    def events(self) -> Iterator[Event]:
        targets: dict[str, _Target] = {}
        for listing in self._source.listings:
            yield from self._walk(listing, targets)
        for uri in self._source.addresses:
            targets.setdefault(uri, _Target(uri))
        # What is new goes first: it isn't kept waiting by questions about what is there already.
        for target in targets.values():
            if self._is_new(target.uri):
                yield from self._visit(target)
        for target in targets.values():
            if self._is_due(target.uri):
                yield from self._visit(target)
        for uri, seen in self._known.items():
            if uri in targets or uri in self._listed_at or not is_of_source(self._source, uri):
                continue
            if self._is_due(uri):
                yield from self._visit(_Target(uri, seen.title, seen.listed_on, seen.parent_uri))
        if self._postponed:
            yield Failed(
                self._place,
                "max_documents",
                f"{self._postponed} more documents wait for the next visit; raise `max_documents` to have them now",
                stage="listing",
            )

    # --- listings

    def _walk(self, listing: Listing, targets: dict[str, _Target]) -> Iterator[Failed]:
        """Read a listing page after page and put the entries into `targets`."""
        paging = listing.paging
        numbers = numbered_pages(listing)
        seen: set[str] = set()
        contents: set[tuple[str, ...]] = set()
        counted = links = pages = 0
        scripted: list[str] = []
        uri: str | None = listing.address
        while uri is not None and uri not in seen:
            if pages == listing.max_pages:
                # Later visits have read the further pages before and needn't say so again.
                if self._thorough or not self._known:
                    message = f"only {pages} pages were read; raise `max_pages` to have the rest"
                    yield Failed(uri, "max_pages", message, stage="listing")
                break
            self._listed_at.add(uri)
            try:
                page = self._read(uri, listing)
            except FetchError as error:
                # Without a last number the first page that isn't there is the end.
                if not (pages and paging.template and paging.last is None and error.code in _NOT_THERE):
                    yield Failed(uri, error.code, error.message, stage="listing")
                    return
                break
            pages += 1
            content = tuple(entry.uri for entry in page.entries)
            content += tuple(link.uri for link in page.left_out if link.uri not in page.paging)
            # A server that answers every number shows its last page again, or an empty one.
            if pages > 1 and (not content or content in contents):
                break
            contents.add(content)
            seen.add(uri)
            for entry in page.entries:
                targets.setdefault(entry.uri, _Target(entry.uri, entry.title, entry.listed_on))
            counted += len(page.entries)
            links += len(page.entries) + len(page.left_out)
            scripted += [link.title for link in page.left_out if link.reason == BY_SCRIPT]
            if page.entries and not self._thorough and not any(self._is_wanted(e.uri) for e in page.entries):
                break
            uri = next(numbers, None) if paging.template else page.next_uri
        if scripted:
            message = f"{len(scripted)} entries lead where only a script knows ({scripted[0]}, …)"
            message += "; save them by hand and put them into a folder"
            yield Failed(listing.address, "script_link", message, stage="entry")
        if not counted:
            yield _nothing_listed(listing, links)

    def _read(self, uri: str, listing: Listing) -> Page:
        from extractors.errors import UnreadableDocument

        if not is_of_source(self._source, uri):
            raise outside(uri)
        answer = self._client.get(uri)
        if (reason := nothing_there(answer.data, uri, answer.final_uri)) is not None:
            raise FetchError("soft_404", uri, reason)
        try:
            return read_listing(answer.data, answer.final_uri, listing)
        except UnreadableDocument as error:
            raise FetchError(error.code, uri, str(error)) from error

    # --- documents

    def _visit(self, target: _Target) -> Iterator[Event]:
        """Ask for one address, then for the attachments of what is there."""
        if target.uri in self._asked:
            return
        self._asked.add(target.uri)
        known = self._known.get(target.uri)
        # A bulletin and its attachments stay together.
        never_had = known is None or known.document_id is None
        if never_had and target.parent_uri is None and self._fetched >= self._source.politeness.max_documents:
            self._postponed += 1
            return
        try:
            answer = self._ask(target)
        except FetchError as error:
            yield self._failure(target, error)
            return
        self._fetched += never_had
        data: bytes | None = answer.data
        had = known.document_id if known is not None else None
        unchanged = had is not None and self._is_unchanged(answer, had)
        if had is not None and unchanged:
            yield Unchanged(target.uri, target.title, answer.fetched_at, answer.headers)
            if answer.status == 304:
                data = self._kept(had)
        else:
            yield Fetched(
                target.uri,
                answer.final_uri,
                answer.data,
                answer.fetched_at,
                answer.status,
                answer.headers,
                target.title,
                target.listed_on,
                target.parent_uri,
            )
        # An attachment that is a page has no attachments of its own: navigation would lead anywhere.
        if data is not None and target.parent_uri is None and self._source.attachments.follow:
            attachments = attachments_of(data, answer.final_uri)
            lacking = self._chosen(attachments.lacking)
            if lacking and not unchanged:
                yield _lacking(target, lacking)
            for address, title in self._chosen(attachments.found):
                if self._is_wanted(address):
                    listed_on, parent_uri = target.listed_on, target.uri
                    yield from self._visit(_Target(address, title or None, listed_on, parent_uri))

    def _ask(self, target: _Target) -> Answer:
        uri = target.uri
        if (refusal := why_not_asked(self._source, uri)) is not None:
            raise refusal
        known = self._known.get(uri)
        if known is None or known.document_id is None:
            answer = self._client.get(uri)
        else:
            answer = self._client.get(uri, known.etag, known.last_modified)
        if answer.status != 304 and (reason := nothing_there(answer.data, uri, answer.final_uri)) is not None:
            raise FetchError("soft_404", uri, reason)
        return answer

    def _is_unchanged(self, answer: Answer, document_id: str) -> bool:
        if answer.status == 304 or hashlib.sha256(answer.data).hexdigest() == document_id:
            return True
        kept = self._kept(document_id)
        return kept is not None and says_the_same(kept, answer.data)

    def _kept(self, document_id: str) -> bytes | None:
        return self._original(document_id) if self._original is not None else None

    def _failure(self, target: _Target, error: FetchError) -> Gone | Failed:
        known = self._known.get(target.uri)
        if known is not None and known.document_id and error.code in _NOT_THERE:
            return Gone(target.uri, error.code, error.message, target.title)
        return Failed(target.uri, error.code, error.message, target.title, target.parent_uri)

    def _chosen(self, links: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
        """The attachments (address, text of the link) that the source wants."""
        pattern = self._source.attachments.pattern
        return [
            (address, title)
            for address, title in links
            if pattern is None or re.search(pattern, title) or re.search(pattern, address)
        ]

    # --- what is wanted

    def _is_new(self, uri: str) -> bool:
        return uri not in self._known

    def _is_due(self, uri: str) -> bool:
        known = self._known.get(uri)
        if known is None:
            return False
        first_seen = known.first_seen
        if first_seen.tzinfo is None:  # databases give UTC without saying so
            first_seen = first_seen.replace(tzinfo=UTC)
        return self._thorough or first_seen >= self._since

    def _is_wanted(self, uri: str) -> bool:
        return self._is_new(uri) or self._is_due(uri)

    @property
    def _place(self) -> str:
        listings = [listing.address for listing in self._source.listings]
        return (listings + list(self._source.addresses))[0]


def why_not_asked(source: Source, uri: str) -> FetchError | None:
    """Why a visit doesn't ask for a document at all, by its address alone; None when it does."""
    path = urlsplit(uri).path
    if not is_of_source(source, uri):
        return outside(uri)
    if _ARCHIVE.search(path):
        return FetchError("archive", uri, "is an archive; unpack it and put the documents into a folder")
    if _UNSUPPORTED.search(path):
        return FetchError("unsupported_type", uri, "is neither text nor a table; nothing can be read from it")
    return None


def is_of_source(source: Source, uri: str) -> bool:
    """Whether an address lies on a host that belongs to the publisher."""
    return is_within(host_of(uri), source.hosts)


def numbered_pages(listing: Listing) -> Iterator[str]:
    """The addresses of the pages behind the listing's own, where they are numbered."""
    paging = listing.paging
    if paging.template is None:
        return
    for number in count(paging.first) if paging.last is None else range(paging.first, paging.last + 1):
        uri = urljoin(listing.address, paging.template.replace("{n}", str(number)))
        if uri != listing.address:
            yield uri


def outside(uri: str) -> FetchError:
    """What is said of an address on a host of somebody else."""
    host = host_of(uri)
    return FetchError("outside", uri, f"is on another site; if it is the publisher's, add {host} to `hosts`")


def _lacking(page: _Target, lacking: Sequence[tuple[str, str]]) -> Failed:
    names = ", ".join(title or written for written, title in lacking)
    message = f"its attachments {names} lead where only a script knows; save them by hand and put them into a folder"
    return Failed(page.uri, "script_link", message, page.title, stage="entry")


def _nothing_listed(listing: Listing, links: int) -> Failed:
    if links:
        what = f"none of {links} links counts; compare the patterns with the page: tongbao sources test"
        return Failed(listing.address, "nothing_counts", what, stage="listing")
    what = "no link is there (perhaps a script fills the page); look for another address of the listing"
    if listing.links.within is not None:
        what = f"no link is in {listing.links.within!r} (`within`); compare it with the page: tongbao sources test"
    return Failed(listing.address, "empty_listing", what, stage="listing")
