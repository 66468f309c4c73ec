"""PDF files that have a text layer: runs of text, ruling lines and how type looks, by pdfium; a second reading for proof.

What they mean on the page belongs to `extractors.pages`; scans have no reader here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from extractors.model import Document
    from extractors.pdf.pdf_file import Limits

__all__ = ["draw_debug", "read_pdf"]


def read_pdf(data: bytes, *, limits: Limits | None = None, second_reader: bool = True) -> Document:
    """Read a PDF with a text layer; see `extractors.pdf.pdf_reader.read_pdf`."""
    from extractors.pdf import pdf_reader

    return pdf_reader.read_pdf(data, limits=limits, second_reader=second_reader)


def draw_debug(data: bytes, out_dir: Path) -> list[Path]:
    """Draw each page with the tables, cells and headings that were found; see `extractors.pdf.debug_pictures`."""
    from extractors.pdf import debug_pictures

    return debug_pictures.draw_debug(data, out_dir)
