"""Documents made of a few lines, for the tests of the prose."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from extractors.model import Document, Front, Paragraph, Span
from pipelines.meaning.prose import ProseReading, Ranking, Statement, Target, read_prose
from tests.meaning.prose.scoring import tools

AS_OF = date(2023, 6, 30)


def document(
    text: str, *, title: str = "工作情况通报", place: str | None = "南阳市", as_of: date | None = AS_OF
) -> Document:
    """Each line is a paragraph; a line that begins with `↩` goes on with the paragraph before it."""
    paragraphs: list[Paragraph] = []
    position = 0
    for line in text.split("\n"):
        end = position + len(line)
        if line.startswith("↩") and paragraphs:
            last = paragraphs.pop()
            paragraphs.append(Paragraph(last.text + line[1:], (*last.spans, Span(position + 1, end))))
        elif line.strip():
            paragraphs.append(Paragraph(line, (Span(position, end),)))
        position = end + 1
    front = Front(title=title, place_name=place, as_of=as_of, published_on=date(2023, 7, 3))
    return Document("0" * 64, "text/plain", text, tuple(paragraphs), (), front)


def read(
    text: str, *, title: str = "工作情况通报", place: str | None = "南阳市", as_of: date | None = AS_OF
) -> ProseReading:
    """What the prose of a made-up document of 南阳市, as of 2023-06-30, says."""
    return reading(document(text, title=title, place=place, as_of=as_of))


def reading(made: Document) -> ProseReading:
    indicators, regions = tools()
    place = regions.resolve(made.front.place_name, None) if made.front.place_name else None
    return read_prose(made, indicators=indicators, regions=regions, region=place.region if place else None)


def short(statement: Statement) -> tuple[str | None, str | None, float | None, str | None]:
    """(owner, words, value, unit): the owner is the scope, or the place or office that is named."""
    value = float(statement.value) if isinstance(statement.value, Decimal) else None
    return statement.scope or statement.subject, statement.indicator_raw, value, statement.unit


def shorts(
    text: str, *, place: str = "南阳市"
) -> list[tuple[str | None, str | None, float | None, str | None]]:
    return [short(statement) for statement in read(text, place=place).statements]


def places(found: ProseReading) -> list[Statement | Ranking | Target]:
    """Everything with a quote and its place."""
    return [*found.statements, *found.rankings, *found.targets]
