"""Small tables for tests, written as one would print them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from extractors.model import Cell, Document, Front, Paragraph, Row, RowKind, Span, Table
from tests.paths import EXPECTED

_TOTALS = {"合计": RowKind.TOTAL, "总计": RowKind.TOTAL, "小计": RowKind.SUBTOTAL}


def table(
    title: str | None,
    header: str,
    rows: Sequence[str],
    *,
    notes: tuple[str, ...] = (),
    as_of: date | None = None,
) -> Table:
    """`header` has one word for each column, `/` between its levels; cells are separated by commas."""
    body = []
    for printed in rows:
        cells = tuple(Cell(text) for text in printed.split(","))
        kind = next((_TOTALS[cell.text] for cell in cells[:2] if cell.text in _TOTALS), RowKind.DATA)
        body.append(Row(kind, cells))
    paths = tuple(tuple(column.split("/")) for column in header.split())
    return Table(header=paths, rows=tuple(body), title=title, notes_before=notes, as_of=as_of)


def document(*tables: Table, lead_in: str | None = None, **front: Any) -> Document:
    """A document of tables; `lead_in` is a paragraph before the first."""
    paragraphs = (Paragraph(lead_in, (Span(0, len(lead_in)),)),) if lead_in else ()
    return Document(
        sha256="0",
        media_type="text/plain",
        text=lead_in or "",
        paragraphs=paragraphs,
        tables=tables,
        front=Front(**{"place_name": "甲市", "as_of": date(2022, 11, 30), **front}),
    )


def bulletins() -> Iterator[tuple[str, Document]]:
    """The five bulletins with the tables that were written down by hand."""
    for path in sorted(EXPECTED.glob("00?-*.json")):
        data = json.loads(path.read_text(encoding="utf-8"))
        tables = tuple(_expected_table(entry) for entry in data["tables"])
        front = {key: data[key] for key in ("title", "place_name")}
        dates = {
            key: date.fromisoformat(data[key]) if data[key] else None for key in ("as_of", "published_on")
        }
        yield path.name[:3], document(*tables, **front, **dates)


def _expected_table(entry: dict[str, Any]) -> Table:
    return Table(
        header=tuple(map(tuple, entry["header"])),
        rows=tuple(
            Row(RowKind(row["row_kind"]), tuple(Cell(text) for text in row["cells"])) for row in entry["rows"]
        ),
        attachment=entry["attachment"],
        title=entry["title"],
        caption=entry["caption"],
        notes_before=tuple(entry["notes_before"]),
        footnotes=tuple(entry["footnotes"]),
        as_of=date.fromisoformat(entry["as_of"]) if entry["as_of"] else None,
    )
