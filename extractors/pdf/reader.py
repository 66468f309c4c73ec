"""From the bytes of a PDF to a `Document`.

Ties the parts of this room to what all formats share; decides nothing of its own about a page.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from extractors.blocks import Block, GridBlock, TextBlock, build_document
from extractors.errors import UnreadableDocument
from extractors.joining import tidy
from extractors.model import Document, Place, Problem
from extractors.pdf.contents import Contents, read_contents
from extractors.pdf.file import Limits, PdfFile
from extractors.pdf.flow import TextPart
from extractors.pdf.stitch import TablePieces, join

MEDIA_TYPE = "application/pdf"
RULED = "pdf-lattice"
UNRULED = "pdf-columns"


def read_pdf(data: bytes, *, limits: Limits | None = None) -> Document:
    """Read a PDF with a text layer.

    Places are in PDF points from the top left of the page as displayed. Raises `UnreadableDocument` with code
    `too_large` (over a limit), `encrypted`, `damaged`, or `no_text` (a scan without a text layer). Pages that are scans
    in a document that has text elsewhere become problems of kind `scanned_page`.
    """
    with _uncollected():
        return _read(data, limits or Limits())


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


def _read(data: bytes, limits: Limits) -> Document:
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
    return build_document(
        data,
        MEDIA_TYPE,
        [_block(item) for item in contents.items],
        reader=RULED,
        page_count=page_count,
        metadata=metadata,
        problems=[*contents.problems, *_scans(contents), *_doubts(contents)],
    )


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
