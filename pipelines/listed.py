"""What a publisher's list says of a document: it fills in what the document does not say itself, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from pipelines.home import Home

if TYPE_CHECKING:
    from extractors.model import Document


@dataclass(frozen=True, slots=True)
class Listed:
    """The publisher's region, and title and day as its list has them; None where nothing is known."""

    region_code: str | None = None
    title: str | None = None
    published_on: date | None = None


NOTHING_LISTED = Listed()


def listings(home: Home, originals: Sequence[Mapping[str, Any]]) -> list[Listed]:
    """What the sources say of each original (document_id, source_id, title, listed_on)."""
    regions: dict[str, str] = {}
    if any(original["source_id"] for original in originals):
        from pipelines.sources.catalogue import load_usable

        regions = {source.id: source.region for source in load_usable(home)[0]}
    return [
        Listed(regions.get(original["source_id"]), original["title"], original["listed_on"])
        for original in originals
    ]


def completed(document: Document, listed: Listed) -> Document:
    """The document with title and day of issue from the list, where it has none of its own."""
    front = document.front
    return replace(
        document,
        front=replace(
            front,
            title=front.title or listed.title,
            published_on=front.published_on or listed.published_on,
        ),
    )
