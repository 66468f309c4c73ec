"""A second, independent reading of a table that its own arithmetic does not prove.

pdfplumber reads ruled tables again, camelot the others; neither shares code with the first reader. The readings are
compared cell by cell, by place. Agreement settles a table; each disagreement becomes a problem with both readings.
"""

from __future__ import annotations

import io
import logging
import warnings
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from extractors.model import Cell, Problem, Table
from extractors.pages.second_reading import SecondReading
from extractors.printed.line_wraps import fold

KIND = "second_reading"
_MOST_PROBLEMS = 12  # cells of one table that are reported one by one

Box = tuple[float, float, float, float]
_Unseen = Mapping[int, Sequence[tuple[Box, str]]]


def not_read(table: Table, why: str, reader: str = "a second reader") -> SecondReading:
    """What is said of a table that was not read again."""
    note = Problem(KIND, f"It could not be checked by {reader}: {why}.", table.place)
    return SecondReading(reader, None, (note,))


def read_again(
    data: bytes, table: Table, *, ruled: bool, unseen: Mapping[int, Sequence[tuple[Box, str]]] | None = None
) -> SecondReading:
    """Read the table's pages with the second reader and compare.

    `unseen` are texts by page that can't be seen there: the second reader must not see them either, or it would agree
    with whatever was read for its own reasons.
    """
    hidden = unseen or {}
    reader = "pdfplumber" if ruled else "camelot"
    cells = [
        cell for row in table.rows for cell in row.cells if cell.text and cell.place.box and cell.place.page
    ]
    pages = sorted({cell.place.page for cell in cells if cell.place.page})
    try:
        found = _pdfplumber(data, pages, hidden) if ruled else _camelot(data, pages, hidden)
    except Exception as error:  # a second opinion that fails must not spoil the first
        return not_read(table, f"it failed with {type(error).__name__}", reader)
    headings = tuple({fold("".join(path)) for path in table.header})
    different: list[tuple[Cell, str]] = []
    seen = 0
    for cell in cells:
        page, box = cell.place.page, cell.place.box
        if page is None or box is None:
            continue
        theirs = _text_in(box, found.get(page, []))
        if theirs is None:
            continue
        seen += 1
        if not _same(theirs, cell.text, headings):
            different.append((cell, theirs))
    if 2 * seen < len(cells):
        note = Problem(KIND, f"{reader} found no such table; it could not be checked.", table.place)
        return SecondReading(reader, None, (note,))
    problems = [
        Problem(KIND, f"Read as “{cell.text}”, by {reader} as “{theirs}”.", cell.place)
        for cell, theirs in different[:_MOST_PROBLEMS]
    ]
    if len(different) > _MOST_PROBLEMS:
        rest = len(different) - _MOST_PROBLEMS
        problems.append(Problem(KIND, f"{rest} more cells were read differently by {reader}.", table.place))
    return SecondReading(reader, not different, tuple(problems))


def _same(theirs: str, ours: str, headings: tuple[str, ...]) -> bool:
    """Equal, or lumped together with other lines: camelot makes one row of two, or of a heading's end and a row."""
    lines = [fold(line) for line in theirs.splitlines() if line.strip()]
    ours = fold(ours)
    if "".join(lines) == ours or ours in lines:
        return True
    extra = "".join(lines).removesuffix(ours)
    return extra != "".join(lines) and any(heading.endswith(extra) for heading in headings)


def _text_in(box: Box, words: Iterable[tuple[Box, str]]) -> str | None:
    """The texts whose middle lies in the box, from top to bottom; None when there is none."""
    x0, y0, x1, y1 = box
    inside = [
        ((b[1] + b[3]) / 2, (b[0] + b[2]) / 2, text)
        for b, text in words
        if x0 - 0.5 <= (b[0] + b[2]) / 2 <= x1 + 0.5 and y0 - 0.5 <= (b[1] + b[3]) / 2 <= y1 + 0.5
    ]
    if not inside:
        return None
    inside.sort()
    return "".join(text for _, _, text in inside)


def _pdfplumber(data: bytes, pages: list[int], unseen: _Unseen) -> dict[int, list[tuple[Box, str]]]:
    import pdfplumber

    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    found: dict[int, list[tuple[Box, str]]] = {}
    with pdfplumber.open(io.BytesIO(data), pages=pages) as document:
        for page in document.pages:
            cells: list[tuple[Box, str]] = []
            shown = page.filter(_is_shown(unseen[page.page_number])) if page.page_number in unseen else page
            for table in shown.find_tables():
                for row, texts in zip(table.rows, table.extract(), strict=False):
                    for box, text in zip(row.cells, texts, strict=False):
                        if box is not None and text:
                            cells.append(((box[0], box[1], box[2], box[3]), text))
            found[page.page_number] = cells
            page.close()
    return found


def _is_shown(unseen: Sequence[tuple[Box, str]]) -> Callable[[Mapping[str, Any]], bool]:
    """A test of pdfplumber's characters: whether one is none of those that can't be seen."""

    def is_shown(thing: Mapping[str, Any]) -> bool:
        if thing.get("object_type") != "char":
            return True
        x, y = (thing["x0"] + thing["x1"]) / 2, (thing["top"] + thing["bottom"]) / 2
        return not any(
            x0 <= x <= x1 and y0 <= y <= y1 and thing["text"] in text for (x0, y0, x1, y1), text in unseen
        )

    return is_shown


def _camelot(data: bytes, pages: list[int], unseen: _Unseen) -> dict[int, list[tuple[Box, str]]]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        logging.disable(logging.WARNING)
        try:
            return _without_unseen(_camelot_cells(data, pages), unseen)
        finally:
            logging.disable(logging.NOTSET)


def _without_unseen(
    found: dict[int, list[tuple[Box, str]]], unseen: _Unseen
) -> dict[int, list[tuple[Box, str]]]:
    """The cells without the texts that can't be seen: camelot can't be told to leave them out."""
    for page, hidden in unseen.items():
        for (x0, y0, x1, y1), text in hidden:
            x, y = (x0 + x1) / 2, (y0 + y1) / 2
            found[page] = [
                (box, words.replace(text, "", 1))
                if box[0] <= x <= box[2] and box[1] <= y <= box[3]
                else (box, words)
                for box, words in found.get(page, [])
            ]
    return found


def _camelot_cells(data: bytes, pages: list[int]) -> dict[int, list[tuple[Box, str]]]:
    from camelot.io import read_pdf

    found: dict[int, list[tuple[Box, str]]] = {}
    data = _unlocked(data)
    listed = ",".join(str(page) for page in pages)
    for table in read_pdf(io.BytesIO(data), pages=listed, flavor="stream", suppress_stdout=True):
        height = (
            table._image_size[1]
            if getattr(table, "_image_size", None)
            else _page_height(data, int(table.page))
        )
        cells = found.setdefault(int(table.page), [])
        for row in table.cells:
            for cell in row:
                if cell.text:
                    cells.append(((cell.x1, height - cell.y2, cell.x2, height - cell.y1), cell.text))
    return found


def _unlocked(data: bytes) -> bytes:
    """The PDF without its encryption: camelot reads none that only lacks the right to copy text from it."""
    import pypdfium2
    import pypdfium2.raw as pdfium

    if b"/Encrypt" not in data:
        return data
    copy = io.BytesIO()
    with pypdfium2.PdfDocument(data) as document:
        document.save(copy, flags=pdfium.FPDF_REMOVE_SECURITY)
    return copy.getvalue()


def _page_height(data: bytes, page: int) -> float:
    import pypdfium2

    with pypdfium2.PdfDocument(data) as document:
        return float(document[page - 1].get_height())
