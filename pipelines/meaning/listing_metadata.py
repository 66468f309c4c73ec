"""What a publisher's list says of a document: it fills in what the document does not say itself, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extractors.model import Document


@dataclass(frozen=True, slots=True)
class Listed:
    """The publisher's region, and title and day as its list has them; None where nothing is known."""

    region_code: str | None = None
    title: str | None = None
    published_on: date | None = None


NOTHING_LISTED = Listed()


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
