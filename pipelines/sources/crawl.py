"""One visit to a source: its listings, the bulletins they lead to, the attachments of those.

Belongs here: which addresses are asked, in which order, and what became of each. Does not belong here: how
to ask (`client`), how to read a page (`listing`, `attachments`), what to do with the bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from pipelines.sources.events import Event, Failed, Fetched, Gone, Known, Unchanged
from pipelines.sources.model import Source

if TYPE_CHECKING:
    from pipelines.sources.client import Client

__all__ = ["Event", "Failed", "Fetched", "Gone", "Known", "Unchanged", "crawl"]


def crawl(
    source: Source,
    known: Mapping[str, Known],
    client: Client,
    *,
    thorough: bool = False,
    original: Callable[[str], bytes | None] | None = None,
) -> Iterator[Event]:
    """What a visit to the source brings, one event for each address, as it is had.

    `known` has the addresses of this source that earlier visits saw, those that failed with document_id None.
    `original` gives the kept bytes of a document by its sha256: with it, attachments that failed before are
    tried again even though the page that links them is unchanged. `thorough` reads all pages of the listings and
    asks for all known addresses again.
    """
    raise NotImplementedError
    yield
