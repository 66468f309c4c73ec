"""From the bytes of a PDF to a `Document`.

Ties the parts of this room to what all formats share; decides nothing of its own about a page.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from extractors.files.time_limit import Stopwatch
from extractors.model import Document, Table
from extractors.pages.paged_document import PagedFormat, paged_document
from extractors.pages.reading_order import read_contents
from extractors.pages.second_reading import SecondReading
from extractors.pdf.pdf_file import Limits, PdfFile

PDF = PagedFormat("PDF", "application/pdf", ruled="pdf-lattice", unruled="pdf-columns")


def read_pdf(data: bytes, *, limits: Limits | None = None, second_reader: bool = True) -> Document:
    """Read a PDF with a text layer.

    Places are in PDF points from the top left of the page as displayed. Raises `UnreadableDocument` with code
    `too_large` (over a limit), `encrypted`, `damaged`, or `no_text` (a scan without a text layer). Pages that are scans
    in a document that has text elsewhere become problems of kind `scanned_page`.

    A table that its own arithmetic does not prove is read again by another reader, unless `second_reader` is false;
    cells that the two read differently are problems of kind `second_reading`, what can't be decided from the page is a
    problem of kind `table_doubt`, and figures that contradict each other one of kind `odd_table`.
    """
    with _uncollected():
        return _read(data, limits or Limits(), second_reader)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Keep the cyclic garbage collector from looking through the many small objects that are made, again and again.

    None of them is in a cycle, so nothing piles up.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _read(data: bytes, limits: Limits, second_reader: bool) -> Document:
    stopwatch = Stopwatch(limits.seconds, "the PDF")
    with PdfFile(data, limits) as file:
        contents = read_contents(file)
        page_count = file.page_count
        metadata = file.metadata()
        problems = file.problems()
    if contents.marks:
        metadata["secrecy_marks"] = "; ".join(contents.marks)
    if contents.heads:
        metadata["running_heads"] = "; ".join(contents.heads)
    if contents.watermarks:
        metadata["watermarks"] = "; ".join(contents.watermarks)

    def read_again(table: Table) -> SecondReading:
        from extractors.pdf import second_reader

        if stopwatch.is_over():
            return second_reader.not_read(table, "the time for this document is used up")
        if not contents.crowded_pages.isdisjoint(_pages(table)):
            return second_reader.not_read(table, "there is too much on its page")
        if not contents.painted_pages.isdisjoint(_pages(table)):
            return second_reader.not_read(table, "form values or annotations stand on its page")
        ruled = table.reader == PDF.ruled
        return second_reader.read_again(data, table, ruled=ruled, unseen=contents.unseen)

    return paged_document(
        data,
        PDF,
        contents,
        page_count=page_count,
        metadata=metadata,
        problems=problems,
        read_again=read_again if second_reader else None,
    )


def _pages(table: Table) -> range:
    first = table.place.page or 1
    return range(first, (table.last_page or first) + 1)
