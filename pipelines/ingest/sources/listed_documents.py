"""What the publishers' lists say of documents that came from them, as the warehouse noted it."""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.home.paths import Home
from pipelines.meaning.listing_metadata import Listed
from warehouse.ledger import Unread


def listings(home: Home, originals: Sequence[Unread]) -> list[Listed]:
    """What the sources say of each original."""
    regions: dict[str, str] = {}
    if any(original.source_id for original in originals):
        from pipelines.ingest.sources.source_catalogue import load_usable

        regions = {source.id: source.region for source in load_usable(home)[0]}
    return [
        Listed(regions.get(original.source_id or ""), original.title, original.listed_on)
        for original in originals
    ]
