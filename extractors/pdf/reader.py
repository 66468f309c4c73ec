"""From the bytes of a PDF to a `Document`.

Ties the parts of this room to what all formats share; decides nothing of its own about a page.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from extractors.blocks import Block, GridBlock, TextBlock, build_document
from extractors.errors import UnreadableDocument
from extractors.joining import tidy
from extractors.model import Document, Place, Problem, Table
from extractors.pdf.contents import Contents, read_contents
from extractors.pdf.file import Limits, PdfFile
from extractors.pdf.flow import TextPart
from extractors.pdf.stitch import TablePieces, join
from extractors.proof import examine

MEDIA_TYPE = "application/pdf"
RULED = "pdf-lattice"
UNRULED = "pdf-columns"


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
    started = time.process_time()
    with PdfFile(data, limits) as file:
        contents = read_contents(file)
        page_count = file.page_count
        metadata = file.metadata()
    if not contents.has_text:
        raise UnreadableDocument(
            "no_text",
            f"The PDF has {page_count} page(s) and no text layer: it is a scan or empty.",
            "Read it with character recognition, or ask for the original file.",
        )
    if contents.marks:
        metadata["secrecy_marks"] = "; ".join(contents.marks)
    if contents.heads:
        metadata["running_heads"] = "; ".join(contents.heads)
    document = build_document(
        data,
        MEDIA_TYPE,
        [_block(item) for item in contents.items],
        reader=RULED,
        page_count=page_count,
        metadata=metadata,
        problems=[*contents.problems, *_scans(contents), *_doubts(contents)],
    )
    return _examined(data, document, second_reader and time.process_time() - started < limits.seconds)


def _examined(data: bytes, document: Document, second_reader: bool) -> Document:
    """The document with what proves each table, and with problems where nothing does."""
    tables: list[Table] = []
    problems = list(document.problems)
    for table in document.tables:
        evidence = examine(table)
        proofs = evidence.proofs
        problems += [Problem("odd_table", oddity, table.place) for oddity in evidence.oddities]
        if second_reader and not evidence.proved:
            from extractors.pdf.second import read_again

            second = read_again(data, table, ruled=table.reader == RULED)
            problems += second.problems
            if second.agrees:
                proofs = (*proofs, f"second reading: {second.reader} agrees in every cell")
        tables.append(replace(table, proofs=(*table.proofs, *proofs)))
    return replace(document, tables=tuple(tables), problems=tuple(problems))


def _block(item: TextPart | TablePieces) -> Block:
    if isinstance(item, TextPart):
        return TextBlock(tidy(item.text), Place(item.page, item.box), centred=item.centred)
    first = item.fragments[0]
    return GridBlock(
        join(item),
        Place(first.page, first.displayed_box),
        last_page=item.last_page,
        reader=RULED if first.ruled else UNRULED,
    )


def _scans(contents: Contents) -> list[Problem]:
    return [
        Problem("scanned_page", f"Page {page} is a picture without text; it was not read.", Place(page=page))
        for page in contents.scanned_pages
    ]


def _doubts(contents: Contents) -> list[Problem]:
    return [
        Problem("table_doubt", doubt, Place(fragment.page, fragment.displayed_box))
        for item in contents.items
        if isinstance(item, TablePieces)
        for fragment in item.fragments
        for doubt in fragment.doubts
    ]
