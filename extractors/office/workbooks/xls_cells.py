"""XLS by xlrd: the printed text of every cell, with the number formats."""

from __future__ import annotations

import io
from typing import Any

from extractors.errors import UnreadableDocument
from extractors.model import Problem
from extractors.office.number_format import CHINESE_BUILT_IN, Value, format_value, is_date_code
from extractors.office.printed_sheet import (
    Merge,
    Sheet,
    centred_across,
    check_size,
    hidden_sheet,
    struck_text,
    unseen_text,
)
from extractors.office.workbooks.xls_formulas import uncalculated, uncalculated_told
from extractors.printed.raised_type import Piece, without_marks

_CENTRE, _ACROSS = 2, 6  # BIFF codes of the horizontal alignment
_SUPERSCRIPT = 1  # BIFF code of the escapement


def read_xls(data: bytes, *, formatted: bool) -> tuple[list[Sheet], list[Problem]]:
    """The visible sheets. Without `formatted` the number formats are not read, which may be damaged."""
    import xlrd
    from xlrd.biffh import XLRDError

    try:
        book = xlrd.open_workbook(file_contents=data, formatting_info=formatted, logfile=io.StringIO())
    except XLRDError as error:
        if "encrypted" in str(error).lower():
            raise UnreadableDocument(
                "encrypted", "The workbook is protected by a password.", "Get a copy without password."
            ) from error
        raise
    sheets: list[Sheet] = []
    problems: list[Problem] = []
    total = 0
    formulas = uncalculated(data)
    for number, source in enumerate(book.sheets(), start=1):
        if source.visibility:
            problems.append(hidden_sheet(source.name))
            continue
        total += source.nrows * source.ncols
        check_size(total)
        sheet = _sheet(book, source, number, formatted, problems)
        sheets.append(sheet)
        if formulas and any(
            cell.ctype == xlrd.XL_CELL_NUMBER and cell.value for row in source.get_rows() for cell in row
        ):
            problems += _without_results(sheet, [at for index, *at in formulas if index == number - 1])
    return sheets, problems


def _without_results(sheet: Sheet, formulas: list[list[int]]) -> list[Problem]:
    """Show that a cell holds a formula, and no 0: words where a figure should be are never used."""
    import xlrd

    cells = sorted((row, column) for row, column in formulas)
    for at in cells:
        sheet.texts[at] = "=?"
        sheet.details.pop(at, None)
    return [uncalculated_told(sheet.name, [xlrd.cellname(*at) for at in cells])] if cells else []


def _sheet(book: Any, source: Any, number: int, formatted: bool, problems: list[Problem]) -> Sheet:
    import xlrd

    sheet = Sheet(number, source.name)
    across: set[tuple[int, int]] = set()
    rich = source.rich_text_runlist_map if formatted else {}
    for row in range(source.nrows):
        for column in range(source.row_len(row)):
            cell = source.cell(row, column)
            style = book.xf_list[cell.xf_index] if formatted and cell.xf_index is not None else None
            value, code = _value(book, cell, style)
            text = format_value(value, code).strip()
            marks: tuple[str, ...] = ()
            if text and (runs := rich.get((row, column))):
                left_out, text, marks = _without_looks(book, str(cell.value), runs, style)
                if left_out:
                    problems.append(struck_text(source.name, xlrd.cellname(row, column), left_out))
            elif text and style is not None and book.font_list[style.font_index].struck_out:
                problems.append(struck_text(source.name, xlrd.cellname(row, column), text))
                text = ""
            if not text and isinstance(value, int | float) and value:
                problems.append(
                    unseen_text(
                        source.name, xlrd.cellname(row, column), str(value), "its number format hides it"
                    )
                )
            elif text and style is not None and _is_white(book, style):
                problems.append(
                    unseen_text(source.name, xlrd.cellname(row, column), text, "it is white on white")
                )
                text = ""
            alignment = style.alignment.hor_align if style is not None and style.alignment else None
            if alignment == _ACROSS:
                across.add((row, column))
            if text:
                sheet.texts[row, column] = text
                sheet.add_details((row, column), value, text, marks)
                if alignment in (_CENTRE, _ACROSS):
                    sheet.centred.add((row, column))
    sheet.merges = [Merge(r0, c0, r1 - 1, c1 - 1) for r0, r1, c0, c1 in source.merged_cells]
    sheet.merges += centred_across(sheet, across)
    sheet.hidden_rows = {row for row, info in source.rowinfo_map.items() if info.hidden}
    sheet.hidden_columns = {column for column, info in source.colinfo_map.items() if info.hidden}
    return sheet


def _is_white(book: Any, style: Any) -> bool:
    """Whether a cell is printed in white on no fill."""
    colour = book.colour_map.get(book.font_list[style.font_index].colour_index)
    return bool(colour == (255, 255, 255) and style.background.fill_pattern == 0)


def _without_looks(
    book: Any, text: str, runs: list[tuple[int, int]], style: Any
) -> tuple[str, str, tuple[str, ...]]:
    """(struck text, the rest without raised marks, the marks) of a text whose parts look different."""
    starts = [(0, style.font_index if style is not None else 0), *runs]
    ends = [start for start, _ in starts[1:]] + [len(text)]
    struck = ""
    pieces: list[Piece] = []
    for (start, font_index), end in zip(starts, ends, strict=True):
        font = book.font_list[font_index]
        if font.struck_out:
            struck += text[start:end]
        elif end > start:
            pieces.append((text[start:end], font.escapement == _SUPERSCRIPT))
    kept, marks = without_marks(pieces)
    return struck, kept.strip(), marks


def _value(book: Any, cell: Any, style: Any) -> tuple[Value, str]:
    """The value of a cell and the code of its number format."""
    import xlrd

    if cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
        return None, ""
    if cell.ctype == xlrd.XL_CELL_TEXT:
        return str(cell.value), ""
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(cell.value), "General"
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return str(xlrd.error_text_from_code.get(cell.value, "#VALUE!")), ""
    code = "yyyy/m/d" if cell.ctype == xlrd.XL_CELL_DATE else "General"
    if style is not None:
        code = CHINESE_BUILT_IN.get(style.format_key) or book.format_map[style.format_key].format_str
    value: Value = cell.value
    if is_date_code(code) and isinstance(cell.value, float):
        try:
            value = xlrd.xldate_as_datetime(cell.value, book.datemode)
        except (xlrd.XLDateError, OverflowError, ValueError):
            code = "General"
    elif isinstance(value, float) and value.is_integer():
        value = int(value)
    return value, code
