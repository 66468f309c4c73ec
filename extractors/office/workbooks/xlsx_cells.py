"""XLSX by openpyxl: the printed text of every cell, with the number formats."""

from __future__ import annotations

import io
from typing import Any

from extractors.model import Problem
from extractors.office.number_format import CHINESE_BUILT_IN, Value, format_value
from extractors.office.printed_sheet import (
    Merge,
    Sheet,
    centred_across,
    check_size,
    hidden_sheet,
    struck_text,
    unseen_text,
)
from extractors.printed.raised_type import without_marks

_LAST_COLUMN = 16_384


def read_xlsx(data: bytes, *, formulas: bool, rich: bool) -> tuple[list[Sheet], list[Problem]]:
    """The visible sheets. `formulas`, `rich`: whether some cell may hold one, or differs in its looks: both take time."""
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(data), data_only=True, rich_text=rich)
    sheets: list[Sheet] = []
    problems: list[Problem] = []
    if formulas:
        from extractors.office.workbooks.formula_results import fill_results

        problems += fill_results(book, openpyxl.load_workbook(io.BytesIO(data)))
    total = 0
    white = _white_styles(book)
    for number, source in enumerate(book.worksheets, start=1):
        if source.sheet_state != "visible":
            problems.append(hidden_sheet(source.title))
            continue
        total += len(source._cells)
        check_size(total)
        sheets.append(_sheet(source, number, rich, white, problems))
    return sheets, problems


def _white_styles(book: Any) -> tuple[frozenset[int], frozenset[int]]:
    """The numbers of the fonts that are white, and of the fills that are none or white."""

    def is_white(colour: Any) -> bool:
        if colour is None or colour.tint:
            return False
        if colour.type == "rgb":
            return str(colour.rgb).upper().endswith("FFFFFF")
        return bool(colour.type == "theme" and colour.theme == 0) or (
            colour.type == "indexed" and colour.indexed in (1, 9)
        )

    fonts = frozenset(i for i, font in enumerate(book._fonts) if is_white(font.color))
    fills = frozenset(
        i
        for i, fill in enumerate(book._fills if fonts else ())
        if (fill.tagname == "patternFill" and fill.patternType is None)
        or (getattr(fill, "patternType", None) == "solid" and is_white(fill.fgColor))
    )
    return fonts, fills


def _sheet(
    source: Any,
    number: int,
    rich: bool,
    white: tuple[frozenset[int], frozenset[int]],
    problems: list[Problem],
) -> Sheet:
    sheet = Sheet(number, source.title)
    across: set[tuple[int, int]] = set()
    # The style of a list, or a condition, may put a fill behind white letters.
    fonts, fills = (frozenset(), frozenset()) if source.tables or source.conditional_formatting else white
    for (row, column), cell in sorted(source._cells.items()):
        at = (row - 1, column - 1)
        marks: tuple[str, ...] = ()
        if rich:
            left_out, marks = _without_looks(cell)
            if left_out:
                problems.append(struck_text(source.title, cell.coordinate, left_out))
        value, text = _printed(cell)
        if not text and isinstance(value, int | float) and value:
            problems.append(
                unseen_text(source.title, cell.coordinate, str(value), "its number format hides it")
            )
        elif text and fonts and cell._style.fontId in fonts and cell._style.fillId in fills:
            problems.append(unseen_text(source.title, cell.coordinate, text, "it is white on white"))
            continue
        alignment = cell.alignment.horizontal if cell.alignment is not None else None
        if alignment == "centerContinuous":
            across.add(at)
        if text:
            sheet.texts[at] = text
            if marks or not text[0].isdigit() or (isinstance(value, int | float) and value < 0):
                sheet.add_details(at, value, text, marks)
            if alignment in ("center", "centerContinuous"):
                sheet.centred.add(at)
    sheet.merges = [
        Merge(area.min_row - 1, area.min_col - 1, area.max_row - 1, area.max_col - 1)
        for area in source.merged_cells.ranges
    ]
    sheet.merges += centred_across(sheet, across)
    sheet.hidden_rows = {row - 1 for row, size in source.row_dimensions.items() if size.hidden}
    for size in source.column_dimensions.values():
        if size.hidden and size.min and size.max:
            sheet.hidden_columns.update(range(size.min - 1, min(size.max, _LAST_COLUMN)))
    return sheet


def _without_looks(cell: Any) -> tuple[str, tuple[str, ...]]:
    """Take struck text and raised marks out of the cell and return both.

    Struck text beside what replaces it, and a mark beside a figure, would read as one.
    """
    parts = cell.value if isinstance(cell.value, list) else None
    if parts is not None:
        cell.value = "".join(map(str, parts))
    if cell.value is None:
        return "", ()
    if cell.font is not None and cell.font.strike:
        text, cell.value = _printed(cell)[1], None
        return text, ()
    if parts is None:
        return "", ()
    looks = [(str(piece), getattr(piece, "font", None)) for piece in parts]
    struck = "".join(text for text, font in looks if getattr(font, "strike", False))
    kept = [(text, font) for text, font in looks if not getattr(font, "strike", False)]
    text, marks = without_marks(
        (text, getattr(font, "vertAlign", None) == "superscript") for text, font in kept
    )
    cell.value = text
    return struck, marks


def _printed(cell: Any) -> tuple[Value, str]:
    """The value of a cell and its text as printed."""
    value: Value = cell.value
    if value is None:
        return None, ""
    code = cell.number_format
    built_in = getattr(getattr(cell, "_style", None), "numFmtId", 0)
    if built_in in CHINESE_BUILT_IN:
        code = CHINESE_BUILT_IN[built_in]
        if isinstance(value, int | float) and not isinstance(value, bool):
            from openpyxl.utils.datetime import from_excel

            value = from_excel(value)
    return value, format_value(value, code).strip()
