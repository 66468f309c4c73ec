"""Workbooks as printed cells: XLSX by openpyxl, XLS by xlrd, ODS through LibreOffice, the rest by calamine.

What belongs here: telling the formats apart, and what none of the good readers opens. What does not: cells of one
format (`workbooks`), which cells make a table (`sheet_tables`). openpyxl and xlrd tell the number formats that the
printed text needs; calamine opens what openpyxl refuses (XLSB, sloppy generators, ODS without LibreOffice), at the
price of the formats, which is said.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import Any

from extractors.errors import UnreadableDocument
from extractors.files.strict_ooxml import is_strict, transitional_package
from extractors.files.text_formats import is_spreadsheetml
from extractors.files.zip_package import Package
from extractors.model import Problem
from extractors.office.number_format import format_value
from extractors.office.printed_sheet import Merge, Sheet, check_size, hidden_sheet

_ZIP = b"PK\x03\x04"
_STRIKE = re.compile(rb"<(?:\w+:)?strike[ />]")
_RAISED = re.compile(rb"<(?:\w+:)?vertAlign\s[^>]*superscript")
_FORMULA = re.compile(rb"<(?:\w+:)?f[ >/]")
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
        return _zipped(data)
    if is_spreadsheetml(data):
        from extractors.office.spreadsheetml import read_sheets

        return _finished(*read_sheets(data))
    from extractors.office.workbooks.xls_cells import read_xls

    # Not calamine: a damaged sector chain makes it ask for all memory there is.
    try:
        return _finished(*read_xls(data, formatted=True))
    except UnreadableDocument:
        raise
    except Exception as error:  # xlrd raises whatever a sloppy file makes it stumble over
        cause = error
    try:
        book = _finished(*read_xls(data, formatted=False))
    except UnreadableDocument:
        raise
    except Exception as error:
        raise UnreadableDocument("damaged", f"The workbook can't be opened: {error}.", _REMEDY) from error
    book.problems.insert(0, _without_formats(cause))
    return book


@dataclass(slots=True)
class _Contents:
    """What was seen in the parts of an XLSX, before anything is read."""

    open_document: bool = False  # ODS
    sheets: bool = False
    strict: bool = False
    formulas: bool = False
    rich: bool = False  # some text may be struck or raised


def _zipped(data: bytes) -> Workbook:
    seen = _look_into(data)
    if seen.open_document and (converted := _converted(data)) is not None:
        return _zipped(converted)
    if not seen.sheets:
        return _any(data, None)
    from extractors.office.workbooks.xlsx_cells import read_xlsx

    try:
        if seen.strict:
            data = transitional_package(data)
        return _finished(*read_xlsx(data, formulas=seen.formulas, rich=seen.rich))
    except UnreadableDocument:
        raise
    except Exception as error:  # openpyxl likewise
        return _any(data, error)


def _converted(data: bytes) -> bytes | None:
    """An ODS as XLSX, by LibreOffice where it is installed: calamine gives its values without their formats."""
    from extractors.office.legacy import convert

    try:
        return convert(data, "ods", "xlsx:Calc MS Excel 2007 XML", told="calc8")
    except UnreadableDocument:
        return None


def _look_into(data: bytes) -> _Contents:
    """Raises UnreadableDocument (`too_large`) before openpyxl would take all memory."""
    seen = _Contents()
    with Package(data) as package:
        for name in (name.lower() for name in package.names()):
            if name.endswith(("xl/sharedstrings.xml", "xl/styles.xml")):
                part = package.read(name)
                seen.rich = seen.rich or _STRIKE.search(part) is not None or _RAISED.search(part) is not None
            if name == "content.xml":
                seen.open_document = True
            if name.endswith("xl/workbook.xml"):
                seen.strict = is_strict(package.read(name))
            if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                part = package.read(name)
                if len(part) > MAX_SHEET_BYTES:
                    raise UnreadableDocument(
                        "too_large",
                        f"Sheet {name} unpacks to {len(part):,} bytes.",
                        "Check that it is a bulletin.",
                    )
                seen.sheets = True
                seen.formulas = seen.formulas or _FORMULA.search(part) is not None
                seen.rich = seen.rich or _STRIKE.search(part) is not None or _RAISED.search(part) is not None
                # openpyxl makes a cell for every place of a merged range.
                check_size(sum(map(_area, _MERGED.findall(part))))
    return seen


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
            problems.append(hidden_sheet(meta.name))
            continue
        if meta.typ != python_calamine.SheetTypeEnum.WorkSheet:
            continue
        source = book.get_sheet_by_name(meta.name)
        sheet = Sheet(number, meta.name)
        total += source.total_height * source.total_width
        check_size(total)
        for row, values in enumerate(source.to_python(skip_empty_area=False)):
            for column, value in enumerate(values):
                plain = int(value) if isinstance(value, float) and value.is_integer() else value
                text = format_value(plain, "General").strip()
                if text:
                    sheet.texts[row, column] = text
        for (first_row, first_column), (last_row, last_column) in source.merged_cell_ranges or ():
            sheet.merges.append(Merge(first_row, first_column, last_row, last_column))
        sheets.append(sheet)


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


def _ranges(numbers: list[int]) -> str:
    """1, 2, 3, 7 as 1–3, 7."""
    parts: list[list[int]] = []
    for number in numbers:
        if parts and number == parts[-1][-1] + 1:
            parts[-1].append(number)
        else:
            parts.append([number])
    return ", ".join(str(part[0]) if len(part) == 1 else f"{part[0]}–{part[-1]}" for part in parts)
