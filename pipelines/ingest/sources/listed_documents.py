"""What the publishers' lists say of documents that came from them, as the warehouse noted it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pipelines.home.paths import Home
from pipelines.meaning.listing_metadata import Listed


def listings(home: Home, originals: Sequence[Mapping[str, Any]]) -> list[Listed]:
    """What the sources say of each original (document_id, source_id, title, listed_on)."""
    regions: dict[str, str] = {}
    if any(original["source_id"] for original in originals):
        from pipelines.ingest.sources.source_catalogue import load_usable

        regions = {source.id: source.region for source in load_usable(home)[0]}
    return [
        Listed(regions.get(original["source_id"]), original["title"], original["listed_on"])
        for original in originals
    ]
