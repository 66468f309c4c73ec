"""The rows of a table that say what is printed and where, whatever it means."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from extractors.model import Cell, Document, Table
from pipelines.meaning.tables.footnote_marks import Footnotes
from warehouse.records import RawCell, RawTable

# What became of a cell, and why: by row and column, both from 1.
FateOf = Callable[[int, int, Cell], tuple[str, str | None]]


def table_row(
    document: Document,
    number: int,
    *,
    document_id: str,
    table_id: str,
    region_code: str | None,
    scope: str | None,
) -> RawTable:
    """The row of a document's table `number`, from 1; whose figures it holds is for the caller to say."""
    table = document.tables[number - 1]
    return RawTable(
        document_id=document_id,
        table_id=table_id,
        table_no=number,
        attachment_no=table.attachment,
        title=table.title,
        caption=table.caption,
        as_of=as_of(document, table),
        as_of_is_own=table.as_of is not None,
        region_code=region_code,
        scope=scope,
        footnote="\n".join((*table.notes_before, *table.footnotes)) or None,
        page_first=table.place.page,
        page_last=table.last_page or table.place.page,
        row_count=len(table.rows),
        column_count=len(table.header),
        reader=table.reader,
        proofs="; ".join(table.proofs) or None,
    )


def as_of(document: Document, table: Table) -> date | None:
    return table.as_of or document.front.as_of


def cell_rows(table: Table, *, document_id: str, table_id: str, fate_of: FateOf) -> Iterator[RawCell]:
    """The rows of all cells of a table's body; `fate_of` says what became of those that aren't blank."""
    footnotes = Footnotes(table)
    for row_no, row in enumerate(table.rows, start=1):
        for column_no, cell in enumerate(row.cells, start=1):
            fate, reason = _without_text(cell) or fate_of(row_no, column_no, cell)
            x0, y0, x1, y1 = cell.place.box or (None, None, None, None)
            yield RawCell(
                document_id=document_id,
                cell_id=cell_id(table_id, row_no, column_no),
                table_id=table_id,
                row_no=row_no,
                column_no=column_no,
                row_kind=str(row.kind),
                text=cell.text or None,
                covered=cell.covered,
                page=cell.place.page,
                x0=x0,
                y0=y0,
                x1=x1,
                y1=y1,
                source_line=cell.place.line,
                fate=fate,
                fate_reason=reason,
                footnote=footnotes.of(cell),
            )


def _without_text(cell: Cell) -> tuple[str, str | None] | None:
    if cell.text.strip():
        return None
    return ("covered" if cell.covered else "blank"), None


def cell_id(table_id: str, row_no: int, column_no: int) -> str:
    return f"{table_id}-r{row_no:03d}-c{column_no:02d}"


def column_path(path: Sequence[str]) -> str:
    """Headings joined by /; a / that is printed inside one becomes ／."""
    return "/".join(heading.replace("/", "／") for heading in path)
