"""Tables of a document as JSON and CSV, as `tongbao extract` prints them.

What belongs here: the plain forms that other programs read. What does not: where they are written.
"""

from __future__ import annotations

import csv
from io import StringIO
from typing import Any

from extractors.model import Cell, Document, Table


def to_json(document: Document) -> list[dict[str, Any]]:
    """The tables as plain objects.

    `header` is a list of leaf paths, `rows` a list of `{row_kind, cells}` with as many cells as leaves, `pages`
    the pages that the table stands on ([] where there are none), `as_of` an ISO date: the table's own, else the
    document's. `covered` lists [row, column] (from 0) of the blank cells that belong to a merged cell; `lines`
    has each row's first source line and `boxes` each row's [page, x0, y0, x1, y1], else null.
    """
    return [_table(document, table) for table in document.tables]


def _table(document: Document, table: Table) -> dict[str, Any]:
    as_of = table.as_of or document.front.as_of
    return {
        "attachment": table.attachment,
        "title": table.title,
        "header": [list(path) for path in table.header],
        "rows": [{"row_kind": row.kind.value, "cells": list(row.texts)} for row in table.rows],
        "pages": _pages(table),
        "footnotes": list(table.footnotes),
        "as_of": as_of.isoformat() if as_of else None,
        "caption": table.caption,
        "notes_before": list(table.notes_before),
        "covered": [
            [i, j] for i, row in enumerate(table.rows) for j, cell in enumerate(row.cells) if cell.covered
        ],
        "lines": [_line(row.cells) for row in table.rows],
        "boxes": [_box(row.cells) for row in table.rows],
        "reader": table.reader,
        "proofs": list(table.proofs),
    }


def _pages(table: Table) -> list[int]:
    first = table.place.page
    if first is None:
        return []
    return list(range(first, (table.last_page or first) + 1))


def _line(cells: tuple[Cell, ...]) -> int | None:
    return min((cell.place.line for cell in cells if cell.place.line is not None), default=None)


def _box(cells: tuple[Cell, ...]) -> list[float] | None:
    """The page and the box around the row's cells on its first page."""
    placed = [(cell.place.page, cell.place.box) for cell in cells if cell.place.page and cell.place.box]
    if not placed:
        return None
    page = min(number for number, _ in placed)
    boxes = [box for number, box in placed if number == page]
    return [
        page,
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    ]


def to_csv(document: Document) -> str:
    """The tables one after the other as CSV: a line that names each, its heading with joined paths, its rows.

    Each row begins with its kind. A `/` inside a heading word is written `／`, so that paths can be taken apart
    again.
    """
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    for number, table in enumerate(document.tables):
        if number:
            out.write("\n")
        name = f"附件{table.attachment}" if table.attachment is not None else ""
        writer.writerow([name, table.title or ""])
        writer.writerow(["row_kind", *(column_path(path) for path in table.header)])
        for row in table.rows:
            writer.writerow([row.kind.value, *row.texts])
        for note in table.footnotes:
            writer.writerow(["note", note])
    return out.getvalue()


def column_path(path: tuple[str, ...]) -> str:
    """A leaf path joined by `/`, with `/` inside a word written full-width."""
    return "/".join(word.replace("/", "／") for word in path)
