"""Where some words stand on the pages of a PDF.

For sentences: a `Document` knows the characters of a paragraph, and of its place only where it begins.
"""

from __future__ import annotations

from typing import Any

import pypdfium2.raw as pdfium

from extractors.errors import UnreadableDocument
from extractors.pages.page import Box, Upright
from extractors.pdf.pdf_file import Limits
from extractors.pdf.text_layer import TextLayer

Found = tuple[int, tuple[Box, ...]]


def find_words(data: bytes, words: str, within: str | None = None) -> Found | None:
    """The page, from 1, on which the words stand, and a box for each of their lines, on the page as displayed.

    White space doesn't count. `within` is the sentence that holds them. None where they are not found whole on
    one page, or at more than one place: a wrong place would be worse than none.
    """
    wanted, around = _squeeze(words), _squeeze(within or words)
    if not wanted or wanted not in around:
        return None
    document: Any = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        raise UnreadableDocument("damaged", "The PDF can't be opened.", "Download the document again.")
    try:
        pages = min(pdfium.FPDF_GetPageCount(document), Limits().pages)
        hits: list[Found] = []
        for text, shift, size in ((around, around.index(wanted), len(wanted)), (wanted, 0, len(wanted))):
            for index in range(pages):
                hits += _on_page(document, index, text, shift, size)
                if len(hits) > 1:
                    return None
            if hits:
                return hits[0]
        return None
    finally:
        pdfium.FPDF_CloseDocument(document)


def _on_page(document: Any, index: int, text: str, shift: int, size: int) -> list[Found]:
    """All places of a text on a page; of each, the boxes of the `size` characters from `shift` on."""
    page = pdfium.FPDF_LoadPage(document, index)
    if not page:
        return []
    turns = max(0, pdfium.FPDFPage_GetRotation(page)) % 4
    pdfium.FPDFPage_SetRotation(page, 0)  # on a turned page pdfium gives the lines in another order
    text_page = pdfium.FPDFText_LoadPage(page)
    try:
        characters = TextLayer().characters(text_page) if text_page else ""
        places = [i for i, character in enumerate(characters) if _squeeze(character)]
        squeezed = "".join(characters[i] for i in places)
        found: list[Found] = []
        start = squeezed.find(text)
        while start >= 0:
            chosen = places[start + shift : start + shift + size]
            found.append((index + 1, tuple(_lines(page, turns, text_page, chosen))))
            start = squeezed.find(text, start + 1)
        return found
    finally:
        if text_page:
            pdfium.FPDFText_ClosePage(text_page)
        pdfium.FPDF_ClosePage(page)


def _lines(page: Any, turns: int, text_page: Any, characters: list[int]) -> list[Box]:
    """The characters' boxes, joined along each line."""
    bounds = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, bounds)
    frame = Upright.of((bounds.left, bounds.bottom, bounds.right, bounds.top), turns)
    rect = pdfium.FS_RECTF()
    lines: list[Box] = []
    for i in characters:
        if not pdfium.FPDFText_GetLooseCharBox(text_page, i, rect):
            continue
        box = frame.box(rect.left, rect.bottom, rect.right, rect.top)
        if lines and _same_line(lines[-1], box):
            old = lines[-1]
            lines[-1] = (
                min(old[0], box[0]),
                min(old[1], box[1]),
                max(old[2], box[2]),
                max(old[3], box[3]),
            )
        else:
            lines.append(box)
    return lines


def _same_line(line: Box, box: Box) -> bool:
    """Whether a character goes on where the line ends, across or, on a sideways page, down or up."""
    across = min(line[3], box[3]) - max(line[1], box[1])
    down = min(line[2], box[2]) - max(line[0], box[0])
    height, width = box[3] - box[1], box[2] - box[0]
    beside = across > 0.5 * height and max(box[0] - line[2], line[0] - box[2]) < 2 * height
    below = down > 0.5 * width and max(box[1] - line[3], line[1] - box[3]) < 0.5 * width
    return beside or (below and down > 0.9 * (line[2] - line[0]))


def _squeeze(text: str) -> str:
    return "".join(character for character in text if not character.isspace() and character.isprintable())
