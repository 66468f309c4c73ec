"""Reading PDF files that have a text layer.

`read_pdf` gives a `Document`, `draw_debug` pictures of what was found. Scans are another room's.
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
