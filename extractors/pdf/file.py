"""Opening a PDF and going through its pages, within limits.

Text and lines of a page are read by `text_layer.py` and `graphics.py`.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Any

import pypdfium2  # noqa: F401  (starts the library)
import pypdfium2.raw as pdfium

from extractors.errors import UnreadableDocument
from extractors.pdf.graphics import Graphics
from extractors.pdf.page import PageContent, Upright
from extractors.pdf.text_layer import TextLayer


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one document may cost. `seconds` is the processor time of reading it."""

    megabytes: float = 200.0
    pages: int = 3000
    seconds: float = 120.0


class PdfFile:
    """An open PDF. Use as a context manager; raises `UnreadableDocument` when it can't be opened."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        if len(data) > limits.megabytes * 1e6:
            raise UnreadableDocument(
                "too_large",
                f"The PDF has {len(data) / 1e6:.0f} MB; the limit is {limits.megabytes:g} MB.",
                "Raise the limit, or split the document.",
            )
        self._data = data  # pdfium reads from it as long as the document is open
        self._limits = limits
        self._started = time.process_time()
        self._document: Any = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
        if not self._document:
            raise _why_not(pdfium.FPDF_GetLastError())
        self.page_count: int = max(0, pdfium.FPDF_GetPageCount(self._document))
        if self.page_count > limits.pages:
            count = self.page_count
            self.close()
            raise UnreadableDocument(
                "too_large",
                f"The PDF has {count} pages; the limit is {limits.pages}.",
                "Raise the limit, or split the document.",
            )

    def __enter__(self) -> PdfFile:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        if self._document:
            pdfium.FPDF_CloseDocument(self._document)
            self._document = None

    def pages(self) -> Iterator[PageContent | int]:
        """Every page in order; the page's number (from 1) alone where pdfium can't load the page."""
        layer, graphics = TextLayer(), Graphics()
        for index in range(self.page_count):
            self.check_time()
            content = self._read(index, layer, graphics)
            yield index + 1 if content is None else content

    def _read(self, index: int, layer: TextLayer, graphics: Graphics) -> PageContent | None:
        """The page with this index from 0, or None when pdfium can't load it."""
        page = pdfium.FPDF_LoadPage(self._document, index)
        if not page:
            return None
        text_page = pdfium.FPDFText_LoadPage(page)
        try:
            bounds = pdfium.FS_RECTF()
            pdfium.FPDF_GetPageBoundingBox(page, bounds)
            own_turns = max(0, pdfium.FPDFPage_GetRotation(page)) % 4
            characters = layer.characters(text_page) if text_page else ""
            words = layer.words(characters)
            turns = layer.turns(text_page, words, own_turns) if words else 0
            frame = Upright.of(
                (bounds.left, bounds.bottom, bounds.right, bounds.top), (own_turns + turns) % 4
            )
            content = PageContent(index + 1, frame.width, frame.height, [], [], [], turns=turns)
            graphics.read(page, frame, content)
            if words:
                content.runs = layer.runs(text_page, characters, words, frame, content.vertical)
            return content
        finally:
            if text_page:
                pdfium.FPDFText_ClosePage(text_page)
            pdfium.FPDF_ClosePage(page)

    def check_time(self) -> None:
        """Raise `UnreadableDocument` when the reading has used up its time."""
        if time.process_time() - self._started > self._limits.seconds:
            raise UnreadableDocument(
                "too_large",
                f"Reading the PDF took more than {self._limits.seconds:g} seconds.",
                "Raise the limit, or split the document.",
            )

    def metadata(self) -> dict[str, str]:
        """Title, author, producer and dates, as the PDF states them; what is blank is left out."""
        found: dict[str, str] = {}
        for tag in (
            "Title",
            "Author",
            "Subject",
            "Keywords",
            "Creator",
            "Producer",
            "CreationDate",
            "ModDate",
        ):
            value = _metadata_value(self._document, tag)
            if value:
                found[f"pdf_{tag.lower()}"] = value
        return found


def _metadata_value(document: Any, tag: str) -> str:
    import ctypes

    length = pdfium.FPDF_GetMetaText(document, tag.encode(), None, 0)
    if length <= 2:
        return ""
    buffer = ctypes.create_string_buffer(length)
    pdfium.FPDF_GetMetaText(document, tag.encode(), buffer, length)
    return buffer.raw[: length - 2].decode("utf-16-le", "replace").strip("\x00 \r\n\t")


def _why_not(code: int) -> UnreadableDocument:
    if code == pdfium.FPDF_ERR_PASSWORD:
        return UnreadableDocument(
            "encrypted", "The PDF is protected by a password.", "Ask for a copy without one."
        )
    if code == pdfium.FPDF_ERR_SECURITY:
        return UnreadableDocument(
            "encrypted", "The PDF uses a protection that is not supported.", "Print it to a new PDF."
        )
    return UnreadableDocument(
        "damaged", "The PDF is damaged or cut off: it can't be opened.", "Download the document again."
    )
