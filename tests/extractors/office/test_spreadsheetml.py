"""Workbooks of Excel 2003 in one XML file, as programs of offices write them and call them .xls."""

from __future__ import annotations

import pytest

from extractors.errors import UnreadableDocument
from extractors.model import Document
from extractors.reading import WORKBOOK, detect, read_document

HEAD = """<?xml version="1.0"?>
<?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:x="urn:schemas-microsoft-com:office:excel"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
<Styles><Style ss:ID="Default"/><Style ss:ID="rate"><NumberFormat ss:Format="Percent"/></Style>
<Style ss:ID="count"><NumberFormat ss:Format="#,##0"/></Style>
<Style ss:ID="day"><NumberFormat ss:Format="Short Date"/></Style></Styles>"""


def cell(value: str, kind: str = "String", **attributes: str) -> str:
    said = "".join(f' ss:{name}="{text}"' for name, text in attributes.items())
    return f'<Cell{said}><Data ss:Type="{kind}">{value}</Data></Cell>'


def sheet(rows: str, name: str = "办件情况", more: str = "") -> str:
    return f'<Worksheet ss:Name="{name}"><Table>{rows}</Table>{more}</Worksheet>'


def read(*sheets: str) -> Document:
    data = (HEAD + "".join(sheets) + "</Workbook>").encode()
    assert detect(data) is WORKBOOK
    return read_document(data)


ROWS = (
    f"<Row>{cell('单位', MergeDown='1')}{cell('办件', MergeAcross='1')}{cell('日期', MergeDown='1')}</Row>"
    f"<Row>{cell('办件量', Index='2')}{cell('按期率')}</Row>"
    f"<Row>{cell('教育局')}{cell('1200', 'Number', StyleID='count')}{cell('0.9833', 'Number', StyleID='rate')}"
    f"{cell('2023-06-30T00:00:00.000', 'DateTime', StyleID='day')}</Row>"
    f"<Row ss:Index='5'>{cell('公安局')}{cell('34', 'Number')}{cell('100%', Index='3')}</Row>"
)


def test_cells_as_printed_with_merges_and_skipped_places() -> None:
    (table,) = read(sheet(ROWS)).tables
    assert table.header == (("单位",), ("办件", "办件量"), ("办件", "按期率"), ("日期",))
    assert table.rows[0].texts == ("教育局", "1,200", "98.33%", "2023/6/30")
    assert table.rows[-1].texts == ("公安局", "34", "100%", "")
    assert table.title == "办件情况"
    assert table.rows[-1].cells[0].place.line == 5


def test_hidden_rows_and_sheets_are_told_of() -> None:
    hidden = "<x:WorksheetOptions><x:Visible>SheetHidden</x:Visible></x:WorksheetOptions>"
    hidden_row = ROWS.replace("<Row ss:Index='5'>", "<Row ss:Index='5' ss:Hidden='1'>")
    document = read(sheet(hidden_row), sheet(ROWS, "旧表", hidden))
    assert len(document.tables) == 1
    assert sorted(problem.kind for problem in document.problems) == ["hidden_rows", "hidden_sheet"]


def test_without_any_cell() -> None:
    with pytest.raises(UnreadableDocument) as error:
        read(sheet(""))
    assert error.value.code == "no_text"


def test_a_negative_in_red_a_raised_mark_and_a_formula_without_result() -> None:
    html = 'xmlns:h="http://www.w3.org/TR/REC-html40"'
    rich = f'<Cell><ss:Data ss:Type="String" {html}>公安局<h:Sup>2</h:Sup></ss:Data></Cell>'
    rows = (
        f"<Row>{cell('单位')}{cell('办件量')}{cell('同比增减')}</Row>"
        f"<Row>{rich}{cell('34', 'Number')}{cell('-10', 'Number', StyleID='red')}</Row>"
        f"<Row>{cell('教育局')}{cell('12', 'Number')}<Cell ss:Formula='=R[-1]C*2'/></Row>"
    )
    head = HEAD.replace(
        "</Styles>", '<Style ss:ID="red"><NumberFormat ss:Format="0.00;[Red]0.00"/></Style></Styles>'
    )
    document = read_document((head + sheet(rows) + "</Workbook>").encode())
    first, second = document.tables[0].rows
    assert first.texts == ("公安局", "34", "10.00")
    assert (first.cells[0].marks, first.cells[2].stored) == (("2",), -10.0)
    assert second.texts[2] == "=R[-1]C*2"
    assert [problem.kind for problem in document.problems] == ["formula"]
