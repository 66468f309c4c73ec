"""Opening a PDF and going through its pages, within limits.

Text and lines of a page are read by `text_layer` and `ruling_lines`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Any

import pypdfium2  # noqa: F401  (starts the library)
import pypdfium2.raw as pdfium

from extractors.errors import UnreadableDocument
from extractors.failures import reported
from extractors.files.time_limit import Stopwatch
from extractors.model import Problem
from extractors.pages.page import PageContent, Run, UnreadPage, Upright
from extractors.pdf.glyph_style import without_watermarks
from extractors.pdf.ruling_lines import Graphics
from extractors.pdf.stream_integrity import damaged_streams
from extractors.pdf.text_layer import TextLayer, without_characters
from extractors.pdf.visibility.annotations import paint_annotations, unpainted_values
from extractors.pdf.visibility.layers import may_hide_layers
from extractors.pdf.visibility.unmapped_text import with_unknown
from extractors.pdf.visibility.unseen_text import Judge, suspects_of


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one document may cost. `seconds` is the processor time of reading it."""

    megabytes: float = 200.0
    pages: int = 3000
    seconds: float = 120.0


_OVER = 1.0  # points by which type may stand over the page's edge without a closer look
_CUT = 0.3  # share of an em that is cut off before a figure may be another one
_TAIL = 4096  # bytes at the end of a PDF in which its end mark stands; some servers add a few of their own


class PdfFile:
    """An open PDF. Use as a context manager; raises `UnreadableDocument` when it can't be opened."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        if len(data) > limits.megabytes * 1e6:
            raise UnreadableDocument(
                "too_large",
                f"The PDF has {len(data) / 1e6:.0f} MB; the limit is {limits.megabytes:g} MB.",
                "Raise the limit, or split the document.",
            )
        self._layers = may_hide_layers(data)
        self._data = data  # pdfium reads from it as long as the document is open
        self._stopwatch = Stopwatch(limits.seconds, "the PDF")
        self._document: Any = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
        if not self._document:
            raise _why_not(pdfium.FPDF_GetLastError())
        self.page_count: int = max(0, pdfium.FPDF_GetPageCount(self._document))
        if not self.page_count:
            self.close()
            raise UnreadableDocument(
                "damaged",
                "The PDF has no pages.",
                "Fetch it again from its source, or ask for the original file.",
            )
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

    def pages(self) -> Iterator[PageContent | UnreadPage]:
        """Every page in order, also those that could not be read."""
        layer, graphics = TextLayer(), Graphics()
        for index in range(self.page_count):
            self._stopwatch.check()
            try:
                content = self._read(index, layer, graphics)
            except (MemoryError, UnreadableDocument):
                raise
            except Exception as error:  # one odd page must not cost the others
                yield UnreadPage(index + 1, reported(error))
                continue
            yield UnreadPage(index + 1) if content is None else content

    def _read(self, index: int, layer: TextLayer, graphics: Graphics) -> PageContent | None:
        """The page with this index from 0, or None when pdfium can't load it."""
        page = pdfium.FPDF_LoadPage(self._document, index)
        if not page:
            return None
        problems = unpainted_values(page, index + 1)
        added = paint_annotations(page)
        if added:
            pdfium.FPDF_ClosePage(page)
            page = pdfium.FPDF_LoadPage(self._document, index)
        text_page = pdfium.FPDFText_LoadPage(page)
        try:
            bounds = pdfium.FS_RECTF()
            pdfium.FPDF_GetPageBoundingBox(page, bounds)
            own_turns = max(0, pdfium.FPDFPage_GetRotation(page)) % 4
            characters = layer.characters(text_page) if text_page else ""
            characters, unknown = with_unknown(text_page, characters)
            words = layer.words(characters)
            turns = layer.turns(text_page, words, own_turns) if words else 0
            frame = Upright.of(
                (bounds.left, bounds.bottom, bounds.right, bounds.top), (own_turns + turns) % 4
            )
            content = PageContent(index + 1, frame.width, frame.height, [], [], [], turns=turns)
            content.added, content.problems, content.unknown = added, problems, unknown
            painted = graphics.read(page, frame, content)
            suspects = suspects_of(painted, graphics, frame, content, layers=self._layers)
            if words and suspects:
                judge = Judge(page, suspects)
                content.unseen = judge.take_out(text_page)
                if content.unseen:
                    pdfium.FPDFText_ClosePage(text_page)
                    text_page = pdfium.FPDFText_LoadPage(page)
                    characters, _ = with_unknown(text_page, layer.characters(text_page))
                    words = layer.words(characters)
                if partly := judge.unseen_characters(text_page, words, frame, content):
                    content.unseen += layer.stretches(text_page, characters, partly, frame, content)
                    characters = without_characters(characters, partly)
                    words = layer.words(characters)
            if words:
                runs, starts = layer.runs(text_page, characters, words, frame, content.vertical)
                runs, starts = _on_page(runs, starts, content)
                content.runs, content.watermarks = without_watermarks(text_page, runs, starts, content.fills)
            return content
        finally:
            if text_page:
                pdfium.FPDFText_ClosePage(text_page)
            pdfium.FPDF_ClosePage(page)

    def problems(self) -> list[Problem]:
        """What a person should know of the file as a whole."""
        problems = []
        if b"%%EOF" not in self._data[-_TAIL:]:
            message = "The PDF does not end as PDFs do: it may be cut off, and pages or lines may be lacking."
            problems.append(Problem("cut_off", message))
        if damaged := damaged_streams(self._data):
            message = (
                f"{len(damaged)} packed parts of the PDF are damaged, the first at byte {damaged[0]:,}: text may be"
                " lacking or wrong. Fetch it again, or compare with the printed pages."
            )
            problems.append(Problem("damaged_part", message))
        return problems

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


def _on_page(runs: list[Run], starts: list[int], content: PageContent) -> tuple[list[Run], list[int]]:
    """The runs that stand on the page that is shown; what its edge cuts off is noted."""
    right, bottom = content.width, content.height
    if all(run.x0 >= -_OVER and run.x1 <= right + _OVER and 0 < run.y <= bottom + _OVER for run in runs):
        return runs, starts
    kept: list[int] = []
    for i, run in enumerate(runs):
        top = run.y - run.em
        box = content.as_displayed((run.x0, top, run.x1, run.y))
        if run.x1 <= 0 or run.x0 >= right or run.y <= 0 or top >= bottom:
            content.unseen.append((run.text, box))
            continue
        kept.append(i)
        if run.x0 < -_CUT * run.em or run.x1 > right + _CUT * run.em:
            content.cut.append((run.text, box))
    return [runs[i] for i in kept], [starts[i] for i in kept]


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
            "encrypted",
            "The PDF can't be opened without a password.",
            "Ask the publisher for a copy without one, or open it with the password and print it to a new PDF.",
        )
    if code == pdfium.FPDF_ERR_SECURITY:
        return UnreadableDocument(
            "encrypted",
            "The PDF is protected in a way that is not supported (a certificate or a rights service).",
            "Open it in the program it is meant for and print it to a new PDF, or ask the publisher for a plain copy.",
        )
    return UnreadableDocument(
        "damaged", "The PDF is damaged or cut off: it can't be opened.", "Fetch it again from its source."
    )
