"""Workbooks as printed cells: XLSX by openpyxl, XLS by xlrd, the rest by calamine.

What belongs here: the printed text of every cell, merges, what is hidden. What does not: which cells
make a table (`sheet_tables`). openpyxl and xlrd tell the number formats that the printed text needs; calamine
opens what openpyxl refuses (XLSB, ODS, sloppy generators), at the price of the formats, which is said.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import Any

from extractors.errors import UnreadableDocument
from extractors.files.text_formats import is_spreadsheetml
from extractors.files.zip_package import Package
from extractors.model import Problem
from extractors.office.number_format import CHINESE_BUILT_IN, Value, format_value, is_date_code
from extractors.office.printed_sheet import MAX_CELLS, Merge, Sheet

_ZIP = b"PK\x03\x04"
_STRIKE = re.compile(rb"<(?:\w+:)?strike[ />]")
_MOST_SHOWN = 80  # characters of a text that a message quotes
_FORMULA = re.compile(rb"<(?:\w+:)?f[ >/]")
_XLS_CENTRE, _XLS_ACROSS = 2, 6  # BIFF codes of the horizontal alignment
MAX_SHEET_BYTES = 64 * 1024 * 1024
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref\s*=\s*[\"']([A-Z]+)(\d+):([A-Z]+)(\d+)")
_REMEDY = "Open it in a spreadsheet program and save it anew as XLSX."


@dataclass(slots=True)
class Workbook:
    """The visible sheets with cells, and what a person should know of the rest."""

    sheets: list[Sheet]
    problems: list[Problem]


def open_workbook(data: bytes) -> Workbook:
    """Open a workbook of any kind.

    Raises:
        UnreadableDocument: `damaged`, `encrypted` or `too_large`.
    """
    if data.startswith(_ZIP):
        with Package(data) as package:
            names = [name.lower() for name in package.names()]
            formulas = struck = False
            for name in names:
                if name.endswith(("xl/sharedstrings.xml", "xl/styles.xml")):
                    struck = struck or _STRIKE.search(package.read(name)) is not None
                if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                    part = package.read(name)
                    if len(part) > MAX_SHEET_BYTES:
                        raise UnreadableDocument(
                            "too_large",
                            f"Sheet {name} unpacks to {len(part):,} bytes.",
                            "Check that it is a bulletin.",
                        )
                    formulas = formulas or _FORMULA.search(part) is not None
                    struck = struck or _STRIKE.search(part) is not None
                    # openpyxl makes a cell for every place of a merged range.
                    _check_size(sum(map(_area, _MERGED.findall(part))))
        if any(name.startswith("xl/worksheets/") and name.endswith(".xml") for name in names):
            try:
                return _xlsx(data, formulas, struck)
            except UnreadableDocument:
                raise
            except Exception as error:  # openpyxl raises whatever a sloppy part makes it stumble over
                return _any(data, error)
        return _any(data, None)
    if is_spreadsheetml(data):
        from extractors.office.spreadsheetml import read_sheets

        sheets, hidden = read_sheets(data)
        return _finished(sheets, [_hidden_sheet(name) for name in hidden])
    # Not calamine: a damaged sector chain makes it ask for all memory there is.
    try:
        return _xls(data, formatted=True)
    except UnreadableDocument:
        raise
    except Exception as error:  # xlrd likewise
        cause = error
    try:
        book = _xls(data, formatted=False)
    except UnreadableDocument:
        raise
    except Exception as error:
        raise UnreadableDocument("damaged", f"The workbook can't be opened: {error}.", _REMEDY) from error
    book.problems.insert(0, _without_formats(cause))
    return book


def _area(ends: tuple[bytes, bytes, bytes, bytes]) -> int:
    """How many cells a merged range covers."""
    first_column, first_row, last_column, last_row = ends
    wide = _column_number(last_column) - _column_number(first_column) + 1
    return max(1, wide) * max(1, int(last_row) - int(first_row) + 1)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters[:4]:
        number = number * 26 + letter - ord("A") + 1
    return number


def _check_size(cells: int) -> None:
    if cells > MAX_CELLS:
        raise UnreadableDocument(
            "too_large",
            f"The workbook has more than {MAX_CELLS:,} cells.",
            "Split it, or check that it is a bulletin.",
        )


def _xlsx(data: bytes, formulas: bool, struck: bool) -> Workbook:
    """`formulas`, `struck`: whether some sheet may hold any, which takes more time to read."""
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(data), data_only=True, rich_text=struck)
    written = openpyxl.load_workbook(io.BytesIO(data)) if formulas else None
    sheets: list[Sheet] = []
    problems: list[Problem] = []
    total = 0
    for number, source in enumerate(book.worksheets, start=1):
        if source.sheet_state != "visible":
            problems.append(_hidden_sheet(source.title))
            continue
        sheet = Sheet(number, source.title)
        across: set[tuple[int, int]] = set()
        total += len(source._cells)
        _check_size(total)
        for (row, column), cell in sorted(source._cells.items()):
            left_out = _without_struck(cell) if struck else ""
            if left_out:
                problems.append(_struck(source.title, cell.coordinate, left_out))
            text = _xlsx_text(cell).strip()
            if not text and not left_out and written is not None and cell.data_type != "s":
                formula = written[source.title].cell(row, column).value
                if isinstance(formula, str) and formula.startswith("="):
                    problems.append(
                        Problem(
                            "formula",
                            f"Sheet {source.title}, {cell.coordinate}: {formula} has no stored result. "
                            "Open the file in a spreadsheet program and save it.",
                        )
                    )
                    text = formula
            alignment = cell.alignment.horizontal if cell.alignment is not None else None
            if alignment == "centerContinuous":
                across.add((row - 1, column - 1))
            if text:
                sheet.texts[row - 1, column - 1] = text
                if alignment in ("center", "centerContinuous"):
                    sheet.centred.add((row - 1, column - 1))
        sheet.merges = [
            Merge(area.min_row - 1, area.min_col - 1, area.max_row - 1, area.max_col - 1)
            for area in source.merged_cells.ranges
        ]
        sheet.merges += _centred_across(sheet, across)
        sheet.hidden_rows = {row - 1 for row, size in source.row_dimensions.items() if size.hidden}
        for size in source.column_dimensions.values():
            if size.hidden and size.min and size.max:
                sheet.hidden_columns.update(range(size.min - 1, min(size.max, 16_384)))
        sheets.append(sheet)
    return _finished(sheets, problems)


def _without_struck(cell: Any) -> str:
    """Take struck text out of the cell and return it: beside what replaces it, both would read as one."""
    if cell.value is None:
        return ""
    if cell.font is not None and cell.font.strike:
        text, cell.value = _xlsx_text(cell), None
        return text
    if not isinstance(cell.value, list):
        return ""
    left_out = [piece for piece in cell.value if getattr(getattr(piece, "font", None), "strike", False)]
    cell.value = "".join(str(piece) for piece in cell.value if not any(piece is out for out in left_out))
    return "".join(str(piece) for piece in left_out)


def _struck(sheet: str, coordinate: str, text: str) -> Problem:
    message = f"Sheet {sheet}, {coordinate}: text struck through was not read: {text[:_MOST_SHOWN]}"
    return Problem("struck_text", message)


def _xlsx_text(cell: Any) -> str:
    value: Value = cell.value
    if value is None:
        return ""
    code = cell.number_format
    built_in = getattr(getattr(cell, "_style", None), "numFmtId", 0)
    if built_in in CHINESE_BUILT_IN:
        code = CHINESE_BUILT_IN[built_in]
        if isinstance(value, int | float) and not isinstance(value, bool):
            from openpyxl.utils.datetime import from_excel

            value = from_excel(value)
    return format_value(value, code)


def _xls(data: bytes, *, formatted: bool) -> Workbook:
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
    for number, source in enumerate(book.sheets(), start=1):
        if source.visibility:
            problems.append(_hidden_sheet(source.name))
            continue
        sheet = Sheet(number, source.name)
        across: set[tuple[int, int]] = set()
        total += source.nrows * source.ncols
        _check_size(total)
        for row in range(source.nrows):
            for column in range(source.row_len(row)):
                cell = source.cell(row, column)
                style = book.xf_list[cell.xf_index] if formatted and cell.xf_index is not None else None
                text = _xls_text(book, cell, style).strip()
                if text and style is not None and book.font_list[style.font_index].struck_out:
                    problems.append(_struck(source.name, xlrd.cellname(row, column), text))
                    text = ""
                alignment = style.alignment.hor_align if style is not None and style.alignment else None
                if alignment == _XLS_ACROSS:
                    across.add((row, column))
                if text:
                    sheet.texts[row, column] = text
                    if alignment in (_XLS_CENTRE, _XLS_ACROSS):
                        sheet.centred.add((row, column))
        sheet.merges = [Merge(r0, c0, r1 - 1, c1 - 1) for r0, r1, c0, c1 in source.merged_cells]
        sheet.merges += _centred_across(sheet, across)
        sheet.hidden_rows = {row for row, info in source.rowinfo_map.items() if info.hidden}
        sheet.hidden_columns = {column for column, info in source.colinfo_map.items() if info.hidden}
        sheets.append(sheet)
    return _finished(sheets, problems)


def _xls_text(book: Any, cell: Any, style: Any) -> str:
    import xlrd

    if cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
        return ""
    if cell.ctype == xlrd.XL_CELL_TEXT:
        return str(cell.value)
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return format_value(bool(cell.value), "General")
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return str(xlrd.error_text_from_code.get(cell.value, "#VALUE!"))
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
    return format_value(value, code)


def _any(data: bytes, cause: Exception | None) -> Workbook:
    """By calamine: values without number formats."""
    import python_calamine

    try:
        book = python_calamine.load_workbook(io.BytesIO(data))
    except python_calamine.PasswordError as error:
        raise UnreadableDocument(
            "encrypted", "The workbook is protected by a password.", "Get a copy without password."
        ) from error
    except Exception as error:
        detail = f"{cause}; {error}" if cause else str(error)
        raise UnreadableDocument("damaged", f"The workbook can't be opened: {detail}.", _REMEDY) from error
    sheets: list[Sheet] = []
    problems = [_without_formats(cause)]
    try:
        _read_calamine(book, sheets, problems)
    except UnreadableDocument:
        raise
    except Exception as error:
        raise UnreadableDocument("damaged", f"A sheet can't be read: {error}.", _REMEDY) from error
    return _finished(sheets, problems)


def _read_calamine(book: Any, sheets: list[Sheet], problems: list[Problem]) -> None:
    """Fill `sheets` and `problems` from an open calamine workbook."""
    import python_calamine

    total = 0
    for number, meta in enumerate(book.sheets_metadata, start=1):
        if meta.visible != python_calamine.SheetVisibleEnum.Visible:
            problems.append(_hidden_sheet(meta.name))
            continue
        if meta.typ != python_calamine.SheetTypeEnum.WorkSheet:
            continue
        source = book.get_sheet_by_name(meta.name)
        sheet = Sheet(number, meta.name)
        total += source.total_height * source.total_width
        _check_size(total)
        for row, values in enumerate(source.to_python(skip_empty_area=False)):
            for column, value in enumerate(values):
                plain = int(value) if isinstance(value, float) and value.is_integer() else value
                text = format_value(plain, "General").strip()
                if text:
                    sheet.texts[row, column] = text
        for (first_row, first_column), (last_row, last_column) in source.merged_cell_ranges or ():
            sheet.merges.append(Merge(first_row, first_column, last_row, last_column))
        sheets.append(sheet)


def _centred_across(sheet: Sheet, across: set[tuple[int, int]]) -> list[Merge]:
    """Texts centred across the blank cells at their right, as merges: they print alike."""
    merges = []
    for row, column in sorted(across & sheet.texts.keys()):
        last = column
        while (row, last + 1) in across and (row, last + 1) not in sheet.texts:
            last += 1
        if last > column:
            merges.append(Merge(row, column, row, last))
    return merges


def _finished(sheets: list[Sheet], problems: list[Problem]) -> Workbook:
    for sheet in sheets:
        rows = sorted({row for row, _ in sheet.texts} & sheet.hidden_rows)
        columns = sorted({column for _, column in sheet.texts} & sheet.hidden_columns)
        if rows:
            listed = _ranges([row + 1 for row in rows])
            problems.append(
                Problem(
                    "hidden_rows",
                    f"Sheet {sheet.name}: hidden rows {listed} hold text; they were read like the others.",
                )
            )
        if columns:
            listed = _ranges([column + 1 for column in columns])
            problems.append(
                Problem(
                    "hidden_columns",
                    f"Sheet {sheet.name}: hidden columns {listed} hold text; they were read like the others.",
                )
            )
    return Workbook([sheet for sheet in sheets if sheet.texts], problems)


def _without_formats(cause: Exception | None) -> Problem:
    reason = f" ({type(cause).__name__}: {cause})" if cause else ""
    return Problem(
        "number_formats",
        f"Its number formats can't be read{reason}: percentages may show as fractions. {_REMEDY}",
    )


def _hidden_sheet(name: str) -> Problem:
    return Problem("hidden_sheet", f"Sheet {name} is hidden and was not read.")


def _ranges(numbers: list[int]) -> str:
    """1, 2, 3, 7 as 1–3, 7."""
    parts: list[list[int]] = []
    for number in numbers:
        if parts and number == parts[-1][-1] + 1:
            parts[-1].append(number)
        else:
            parts.append([number])
    return ", ".join(str(part[0]) if len(part) == 1 else f"{part[0]}–{part[-1]}" for part in parts)
