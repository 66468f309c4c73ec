"""SpreadsheetML 2003: workbooks that programs write as one XML file and call .xls.

What belongs here: the printed text of every cell, merges, what is hidden, as in `workbook`. What does not: which cells
make a table (`sheet_tables`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from lxml import etree

from extractors.files.zip_package import parse_xml
from extractors.model import Problem
from extractors.office.number_format import Value, format_value
from extractors.office.printed_sheet import Merge, Sheet, check_size, hidden_sheet, struck_text
from extractors.printed.raised_type import without_marks

_S = "{urn:schemas-microsoft-com:office:spreadsheet}"
_X = "{urn:schemas-microsoft-com:office:excel}"
_HTML = "{http://www.w3.org/TR/REC-html40}"
# The names that stand for number formats, as Chinese Excel shows them.
_NAMED = {
    "General Number": "General",
    "Fixed": "0.00",
    "Standard": "#,##0.00",
    "Currency": '"¥"#,##0.00',
    "Percent": "0.00%",
    "Scientific": "0.00E+00",
    "Short Date": "yyyy/m/d",
    "Medium Date": "yyyy/m/d",
    "Long Date": 'yyyy"年"m"月"d"日"',
    "General Date": "yyyy/m/d h:mm",
}


@dataclass(frozen=True, slots=True)
class _Style:
    code: str
    centred: bool


def read_sheets(data: bytes) -> tuple[list[Sheet], list[Problem]]:
    """The visible sheets and what is to be said. Raises UnreadableDocument (`damaged`, `too_large`)."""
    root = parse_xml(data.lstrip(), "Workbook")
    styles = _styles(root)
    sheets: list[Sheet] = []
    problems: list[Problem] = []
    for number, element in enumerate(root.iter(f"{_S}Worksheet"), start=1):
        name = element.get(f"{_S}Name", "")
        if element.findtext(f"{_X}WorksheetOptions/{_X}Visible", "").strip() in (
            "SheetHidden",
            "SheetVeryHidden",
        ):
            problems.append(hidden_sheet(name))
            continue
        sheets.append(_sheet(element, number, name, styles, problems))
    return sheets, problems


def _styles(root: etree._Element) -> dict[str, _Style]:
    found: dict[str, _Style] = {}
    for element in root.iterfind(f"{_S}Styles/{_S}Style"):
        parent = found.get(element.get(f"{_S}Parent", "Default"), _Style("General", False))
        number, alignment = element.find(f"{_S}NumberFormat"), element.find(f"{_S}Alignment")
        code = parent.code if number is None else number.get(f"{_S}Format", "General")
        centred = (
            parent.centred
            if alignment is None
            else alignment.get(f"{_S}Horizontal", "") in ("Center", "CenterAcrossSelection")
        )
        found[element.get(f"{_S}ID", "")] = _Style(_NAMED.get(code, code), centred)
    return found


def _sheet(
    element: etree._Element, number: int, name: str, styles: dict[str, _Style], problems: list[Problem]
) -> Sheet:
    sheet = Sheet(number, name)
    table = element.find(f"{_S}Table")
    if table is None:
        return sheet
    column_styles: dict[int, str] = {}
    for column, item in _counted(table, "Column"):
        for covered in range(column, column + 1 + min(_integer(item, "Span"), 16_384)):
            column_styles[covered] = item.get(f"{_S}StyleID", "")
            if item.get(f"{_S}Hidden") == "1":
                sheet.hidden_columns.add(covered)
    for row, line in _counted(table, "Row"):
        if line.get(f"{_S}Hidden") == "1":
            sheet.hidden_rows.add(row)
        for column, cell in _counted(line, "Cell"):
            own = cell.get(f"{_S}StyleID") or line.get(f"{_S}StyleID") or column_styles.get(column)
            style = styles.get(own or "Default", _Style("General", False))
            right, down = _integer(cell, "MergeAcross"), _integer(cell, "MergeDown")
            if right or down:
                sheet.merges.append(Merge(row, column, row + down, column + right))
            value, marks = _value(cell, problems, name)
            text = format_value(value, style.code).strip()
            if not text:
                continue
            sheet.texts[row, column] = text
            sheet.add_details((row, column), value, text, marks)
            if style.centred:
                sheet.centred.add((row, column))
            check_size(len(sheet.texts))
    return sheet


def _counted(parent: etree._Element, name: str) -> Iterator[tuple[int, etree._Element]]:
    """(index from 0, element): each follows the one before it unless it says its own index."""
    position = 0
    for element in parent.iterfind(f"{_S}{name}"):
        position = _integer(element, "Index") - 1 if element.get(f"{_S}Index") else position
        yield position, element
        position += 1 + _integer(element, "Span") + _integer(element, "MergeAcross")


def _integer(element: etree._Element, name: str) -> int:
    try:
        return max(0, int(element.get(f"{_S}{name}", "0")))
    except ValueError:
        return 0


def _value(cell: etree._Element, problems: list[Problem], sheet: str) -> tuple[Value, tuple[str, ...]]:
    """The value of a cell and the marks set raised behind it."""
    data = cell.find(f"{_S}Data")
    if data is None:
        formula = cell.get(f"{_S}Formula")
        if formula is None:
            return None, ()
        message = f"Sheet {sheet}: {formula} has no stored result. Open the file in a spreadsheet program and save it."
        problems.append(Problem("formula", message))
        return formula, ()
    kind = data.get(f"{_S}Type", "String")
    if kind == "String":
        struck = "".join(text for text, within in _pieces(data) if f"{_HTML}S" in within)
        if struck.strip():
            problems.append(struck_text(sheet, "a cell", struck))
        return without_marks(
            (text, f"{_HTML}Sup" in within) for text, within in _pieces(data) if f"{_HTML}S" not in within
        )
    text = "".join(data.itertext())
    try:
        if kind == "Number":
            figure = float(text)
            return int(figure) if figure.is_integer() else figure, ()
        if kind == "DateTime":
            return datetime.fromisoformat(text.strip()[:19]), ()
        if kind == "Boolean":
            return text.strip() == "1", ()
    except ValueError:
        pass
    return text, ()


def _pieces(
    data: etree._Element, within: frozenset[str] = frozenset()
) -> Iterator[tuple[str, frozenset[str]]]:
    """The texts of rich text, each with the elements it stands in."""
    if data.text:
        yield data.text, within
    for child in data:
        if isinstance(child.tag, str):
            yield from _pieces(child, within | {child.tag})
        if child.tail:
            yield child.tail, within
