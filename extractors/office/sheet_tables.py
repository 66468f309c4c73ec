"""From the printed cells of a workbook to blocks: where on a sheet the tables are, and what is text.

A sheet has no paragraphs: title, unit and notes stand in rows of their own over and under the table, and
blank rows or columns part one table from the next. What belongs here: that cutting. What does not: opening
files (`workbook`), headings and row kinds (`extractors.tables`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from extractors.document.building import Block, GridBlock, Source, TextBlock, build_document
from extractors.errors import UnreadableDocument
from extractors.model import PLAIN, CellDetails, Document, Place
from extractors.office.printed_sheet import Merge, Sheet
from extractors.office.workbook import open_workbook
from extractors.printed.line_marks import is_date_line
from extractors.printed.line_wraps import fold, join_lines
from extractors.printed.no_value import is_no_value
from extractors.printed.numbers import parse_figure
from extractors.printed.stacked_lines import stacked_lines
from extractors.tables.captions import attachment_marker, is_note_after, is_note_before, is_table_title
from extractors.tables.grid import Grid, GridCell, compacted

XLSX_MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
XLS_MEDIA_TYPE = "application/vnd.ms-excel"
ODS_MEDIA_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
READER = "workbook"

_DEFAULT_NAME = re.compile(r"(?:sheet|工作表|表|book|table)\s*\d*$|\d+$", re.IGNORECASE)
_SIGNED_ROW = re.compile(r"^\S{1,12}\s*[:：]")
_LONG_NOTE = 25
_HEADING_ROWS = 3


def read_workbook(data: bytes) -> Document:
    """Read a workbook (XLSX, XLSM, XLS, ET, XLSB, ODS, SpreadsheetML). `page` of a place is the sheet, `line` the row.

    Raises:
        UnreadableDocument: `damaged`, `encrypted`, `too_large` or `no_text`.
    """
    book = open_workbook(data)
    blocks: list[Block] = []
    for sheet in book.sheets:
        part = sheet_blocks(sheet)
        for index, block in enumerate(part):
            if isinstance(block, GridBlock):
                # What opened on the sheet before doesn't reach into this one.
                part[index] = replace(block, opens_part=True)
                break
        blocks.extend(part)
    if not blocks:
        raise UnreadableDocument(
            "no_text",
            "No visible sheet of the workbook holds text.",
            "Show its hidden sheets, or ask for another file.",
        )
    source = Source(
        data=data,
        media_type=_media_type(data),
        reader=READER,
        page_count=len(book.sheets),
        problems=tuple(book.problems),
    )
    return build_document(blocks, source)


def _media_type(data: bytes) -> str:
    if not data.startswith(b"PK"):
        return XLS_MEDIA_TYPE
    # The first entry of an ODS is its media type, uncompressed.
    return ODS_MEDIA_TYPE if ODS_MEDIA_TYPE.encode() in data[:200] else XLSX_MEDIA_TYPE


def sheet_blocks(sheet: Sheet) -> list[Block]:
    """The texts and tables of a sheet from top to bottom, side by side from left to right."""
    blocks: list[Block] = []
    for area in _areas(sheet):
        blocks.extend(area.blocks())
    return _with_name(sheet, blocks)


def _with_name(sheet: Sheet, blocks: list[Block]) -> list[Block]:
    """A sheet's name is its title, or its attachment number, where the sheet itself prints none."""
    name = join_lines([sheet.name])
    first_grid = next((index for index, block in enumerate(blocks) if isinstance(block, GridBlock)), None)
    if first_grid is None or not name or _DEFAULT_NAME.fullmatch(name):
        return blocks
    texts = [block.text for block in blocks[:first_grid] if isinstance(block, TextBlock)]
    place = Place(page=sheet.number, line=1)
    if attachment_marker(name) is not None:
        return blocks if any(attachment_marker(text) for text in texts) else [TextBlock(name, place), *blocks]
    if all(is_note_before(text) for text in texts):
        return [TextBlock(name, place, centred=True), *blocks]
    return blocks


@dataclass(slots=True)
class _Cell:
    text: str
    row: int
    column: int
    last_row: int
    last_column: int
    centred: bool
    details: CellDetails = PLAIN


class _Area:
    """A run of rows without a blank row between them, over some columns of a sheet."""

    def __init__(self, sheet: Sheet, cells: list[_Cell], merges: list[Merge]) -> None:
        self.sheet = sheet
        self.merges = merges
        self.rows: dict[int, list[_Cell]] = {}
        for cell in sorted(cells, key=lambda cell: (cell.row, cell.column)):
            self.rows.setdefault(cell.row, []).append(cell)
        self.first_column = min(cell.column for cell in cells)
        self.last_column = max(cell.last_column for cell in cells)

    def blocks(self) -> Iterator[Block]:
        """Title rows, the table, its notes."""
        rows = sorted(self.rows)
        start, end = 0, len(rows)
        titles = 0
        while start < end and self._is_text_row(rows[start]):
            if len(self.rows[rows[start]]) == 1:
                text = self.rows[rows[start]][0].text
                if attachment_marker(text) is None and not is_note_before(text):
                    titles += 1
                    if titles == 2 and is_table_title(self.rows[rows[start - 1]][0].text):
                        break  # a title of its own over the heading: the table's caption
            start += 1
        while end > start and self._is_note_row(rows[end - 1]):
            end -= 1
        for row in rows[:start]:
            yield self._text(row, heading=start < end)
        if start < end:
            yield from self._tables(rows[start:end])
        for row in rows[end:]:
            yield self._text(row)

    def is_body_only(self) -> bool:
        """Whether the area begins with figures: it can only go on with a table above."""
        first = self.rows[min(self.rows)]
        return len(first) > 1 and sum(1 for cell in first if _is_figure(cell.text)) * 2 >= len(first)

    def _is_text_row(self, row: int) -> bool:
        cells = self.rows[row]
        if len(cells) == 1:
            return not _is_figure(cells[0].text)
        return all(is_note_before(cell.text) or _SIGNED_ROW.match(cell.text) for cell in cells)

    def _is_note_row(self, row: int) -> bool:
        cells = self.rows[row]
        if len(cells) == 1:
            text = cells[0].text
            wide = cells[0].last_column - cells[0].column + 1 >= 0.8 * (
                self.last_column - self.first_column + 1
            )
            return is_note_after(text) or (not _is_figure(text) and (wide or len(text) > _LONG_NOTE))
        signed = [_SIGNED_ROW.match(cell.text) is not None for cell in cells]
        return signed[0] and all(s or is_date_line(cell.text) for s, cell in zip(signed, cells, strict=True))

    def _text(self, row: int, *, heading: bool = False) -> TextBlock:
        """A row as a paragraph. A lone cell over a table (`heading`) is its title, however it is aligned."""
        cells = self.rows[row]
        return TextBlock(
            join_lines(cell.text for cell in cells),
            Place(page=self.sheet.number, line=row + 1),
            centred=len(cells) == 1 and (heading or cells[0].centred),
        )

    def _tables(self, rows: list[int]) -> Iterator[Block]:
        cells = [cell for row in rows for cell in self.rows[row]]
        for part in _side_by_side(cells):
            yield GridBlock(
                self._grid(part), place=Place(page=self.sheet.number, line=min(c.row for c in part) + 1)
            )

    def _grid(self, cells: list[_Cell]) -> Grid:
        top, left = min(cell.row for cell in cells), min(cell.column for cell in cells)
        right = max(cell.last_column for cell in cells)
        used = sorted({cell.row for cell in cells})
        # A heading with blanks that merges nothing shows its groups by the blanks: then they are inferred.
        heading_end = used[min(_HEADING_ROWS, len(used)) - 1]
        merges = [
            m for m in self.merges if m.last_row >= top and m.first_column <= right and m.last_column >= left
        ]
        filled = sum(cell.last_column - cell.column + 1 for cell in cells if cell.row == top)
        known = any(merge.first_row <= heading_end for merge in merges) or (
            bool(merges) and filled == right - left + 1
        )
        placed = tuple(
            GridCell(
                text=join_lines(cell.text.split("\n")),
                row=cell.row - top,
                column=cell.column - left,
                row_span=cell.last_row - cell.row + 1,
                column_span=cell.last_column - cell.column + 1,
                place=Place(page=self.sheet.number, line=cell.row + 1),
                details=_details(cell),
            )
            for cell in cells
        )
        return compacted(Grid(used[-1] - top + 1, right - left + 1, placed, spans_known=known))


def _areas(sheet: Sheet) -> list[_Area]:
    """The sheet cut at blank rows; what goes on with figures is joined to what stands above."""
    merge_at = {(merge.first_row, merge.first_column): merge for merge in sheet.merges}
    cells = []
    for (row, column), text in sheet.texts.items():
        merge = merge_at.get((row, column))
        cells.append(
            _Cell(
                text,
                row,
                column,
                merge.last_row if merge else row,
                merge.last_column if merge else column,
                (row, column) in sheet.centred,
                sheet.details.get((row, column), PLAIN),
            )
        )
    cells.sort(key=lambda cell: (cell.row, cell.column))
    groups: list[list[_Cell]] = []
    reach = -2
    for cell in cells:
        if not groups or cell.row > reach + 1:
            groups.append([])
        groups[-1].append(cell)
        reach = max(reach, cell.last_row)
    areas: list[_Area] = []
    for group in groups:
        area = _Area(sheet, group, sheet.merges)
        above = areas[-1] if areas else None
        if above is not None and area.is_body_only() and _same_columns(above, area):
            joined = [cell for row in above.rows.values() for cell in row] + group
            areas[-1] = _Area(sheet, joined, sheet.merges)
        else:
            areas.append(area)
    return areas


def _same_columns(above: _Area, below: _Area) -> bool:
    return above.first_column <= below.first_column and below.last_column <= above.last_column


def _side_by_side(cells: list[_Cell]) -> list[list[_Cell]]:
    """Tables beside each other: a column blank in every row parts them, both with two columns at least."""
    taken = {column for cell in cells for column in range(cell.column, cell.last_column + 1)}
    left, right = min(taken), max(taken)
    parts: list[list[int]] = [[]]
    for column in range(left, right + 1):
        if column in taken:
            parts[-1].append(column)
        elif parts[-1]:
            parts.append([])
    if len(parts) < 2 or any(len(part) < 2 for part in parts):
        return [cells]
    top = min(cell.row for cell in cells)
    pieces = [[cell for cell in cells if part[0] <= cell.column <= part[-1]] for part in parts]
    if any(
        min(cell.row for cell in piece) != top or len({cell.row for cell in piece}) < 2 for piece in pieces
    ):
        return [cells]
    return pieces


def _details(cell: _Cell) -> CellDetails:
    lines = stacked_lines(cell.text.split("\n")) if "\n" in cell.text else ()
    return replace(cell.details, lines=lines) if lines else cell.details


def _is_figure(text: str) -> bool:
    return bool(fold(text)) and (parse_figure(text) is not None or is_no_value(text))
