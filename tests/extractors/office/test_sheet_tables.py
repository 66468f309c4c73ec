"""Workbooks: printed numbers, merged cells, where on a sheet the tables are, what is hidden."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.styles import Alignment, Font, PatternFill

from extractors.errors import UnreadableDocument
from extractors.model import PLAIN, Document, RowKind
from extractors.office.legacy import convert, libreoffice
from extractors.office.sheet_tables import read_workbook
from extractors.reading import read_document
from tests.paths import FIXTURES

FIXTURES = FIXTURES / "office"


def saved(book: Any) -> Document:
    out = io.BytesIO()
    book.save(out)
    return read_workbook(out.getvalue())


def sheet_of(*rows: list[Any], name: str = "Sheet1") -> Any:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = name
    for row in rows:
        sheet.append(row)
    return book


def test_a_sheet_as_offices_make_it() -> None:
    book = sheet_of(
        ["附件1"],
        ["某市政务服务事项情况统计表"],
        [None, None, None, "单位：件"],
        ["序号", "单位", "办件", None],
        [None, None, "受理数", "办结率"],
        [1, "教育局", 1200, 0.98333],
        [2, "公安局", 3345, 0.5],
        ["合计", None, 4545, 0.97061],
        ["注：数据截至2023年6月30日。"],
    )
    sheet = book.active
    for area in ("A2:D2", "A4:A5", "B4:B5", "C4:D4", "A8:B8", "A9:D9"):
        sheet.merge_cells(area)
    for row in (6, 7, 8):
        sheet.cell(row, 3).number_format = "#,##0"
        sheet.cell(row, 4).number_format = "0.00%"
    document = saved(book)
    (table,) = document.tables
    assert (table.attachment, table.title) == (1, "某市政务服务事项情况统计表")
    assert table.notes_before == ("单位：件",)
    assert table.footnotes == ("注：数据截至2023年6月30日。",)
    assert table.header == (("序号",), ("单位",), ("办件", "受理数"), ("办件", "办结率"))
    assert [row.texts for row in table.rows] == [
        ("1", "教育局", "1,200", "98.33%"),
        ("2", "公安局", "3,345", "50.00%"),
        ("合计", "", "4,545", "97.06%"),
    ]
    assert [row.kind for row in table.rows] == [RowKind.DATA, RowKind.DATA, RowKind.TOTAL]
    assert table.rows[0].cells[2].place.line == 6
    assert table.rows[0].cells[2].place.page == 1


def test_each_sheet_is_a_table_of_its_own() -> None:
    book = sheet_of(["附件1"], ["序号", "单位"], [1, "甲局"], [2, "乙局"])
    second = book.create_sheet("县区排名")
    for row in (["序号", "县区", "办结率"], [1, "甲县", 0.9], [2, "乙县", 0.85]):
        second.append(row)
    tables = saved(book).tables
    assert [(table.attachment, table.title) for table in tables] == [(1, None), (None, "县区排名")]
    assert tables[1].rows[1].texts == ("2", "乙县", "0.85")


def test_the_name_of_a_sheet_may_be_the_attachment() -> None:
    book = sheet_of(
        ["各单位办件情况"], ["序号", "单位", "数量"], [1, "甲局", 3], [2, "乙局", 4], name="附件3"
    )
    (table,) = saved(book).tables
    assert (table.attachment, table.title) == (3, "各单位办件情况")


def test_tables_beside_and_under_each_other() -> None:
    book = sheet_of(
        ["序号", "县区", "评分", None, "序号", "部门", "评分"],
        [1, "甲县", 98, None, 1, "甲局", 97],
        [2, "乙县", 96, None, 2, "乙局", 95],
        [],
        ["后三名"],
        ["序号", "县区", "评分"],
        [1, "丙县", 60],
        [2, "丁县", 55],
    )
    tables = saved(book).tables
    assert [[row.texts[1] for row in table.rows] for table in tables] == [
        ["甲县", "乙县"],
        ["甲局", "乙局"],
        ["丙县", "丁县"],
    ]
    assert tables[2].title == "后三名"


def test_a_total_under_a_blank_row_belongs_to_the_table() -> None:
    (table,) = saved(
        sheet_of(["单位", "数量", "评分"], ["甲局", 3, 9.5], ["乙局", 4, 9], [], ["合计", 7, 18.5])
    ).tables
    assert table.rows[-1].texts == ("合计", "7", "18.5")
    assert table.rows[-1].kind is RowKind.TOTAL


def test_headings_centred_across_blank_cells_are_groups() -> None:
    book = sheet_of(
        ["序号", "单位", "办件", None, "评价", None],
        [None, None, "受理数", "办结数", "好评数", "差评数"],
        [1, "甲局", 3, 2, 1, 0],
        [2, "乙局", 4, 4, 2, 0],
    )
    for column in range(3, 7):
        book.active.cell(1, column).alignment = Alignment(horizontal="centerContinuous")
    groups = (("办件", "受理数"), ("办件", "办结数"), ("评价", "好评数"), ("评价", "差评数"))
    assert saved(book).tables[0].header == (("序号",), ("单位",), *groups)


def test_headings_that_merge_nothing_show_their_groups_by_blanks() -> None:
    book = sheet_of(
        ["序号", "单位", "办件", None],
        [None, None, "受理数", "办结数"],
        [1, "甲局", 3, 2],
        [2, None, 4, 4],
        [3, "乙局", 5, 5],
    )
    book.active.merge_cells("B3:B4")
    (table,) = saved(book).tables
    assert table.header == (("序号",), ("单位",), ("办件", "受理数"), ("办件", "办结数"))
    assert [row.texts for row in table.rows] == [
        ("1", "甲局", "3", "2"),
        ("2", "", "4", "4"),
        ("3", "乙局", "5", "5"),
    ]


def test_what_is_hidden_is_said() -> None:
    book = sheet_of(["序号", "单位", "数量"], [1, "甲局", 3], [2, "乙局", 4])
    book.active.row_dimensions[3].hidden = True
    book.active.column_dimensions["C"].hidden = True
    book.create_sheet("底稿")["A1"] = "草稿"
    book["底稿"].sheet_state = "hidden"
    document = saved(book)
    assert {problem.kind for problem in document.problems} == {
        "hidden_rows",
        "hidden_columns",
        "hidden_sheet",
    }
    assert any("rows 3" in problem.message for problem in document.problems)
    assert document.tables[0].rows[1].texts == ("2", "乙局", "4")


def test_an_old_xls_prints_the_same() -> None:
    # Made by fixtures/office/make.py; the truth is written there.
    (table,) = read_workbook((FIXTURES / "rates.xls").read_bytes()).tables
    assert table.title == "某县政务服务事项情况统计表"
    assert [row.texts for row in table.rows] == [
        ("1", "教育局", "1,200", "98.33%"),
        ("2", "公安局", "3,345", "50.00%"),
        ("合计", "", "4,545", "97.06%"),
    ]
    assert table.rows[2].cells[1].covered


def test_a_file_that_is_no_workbook_says_so() -> None:
    with pytest.raises(UnreadableDocument) as caught:
        read_workbook(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600)
    assert caught.value.code == "damaged"


def test_a_signed_and_dated_last_row_is_no_row_of_the_table() -> None:
    document = saved(
        sheet_of(
            ["序号", "单位", "数量"],
            [1, "教育局", 12],
            [2, "公安局", 34],
            ["注：数据由市大数据局提供。"],
            ["审核人：张三", "填表人：李四", "2023年7月3日"],
        )
    )
    (table,) = document.tables
    assert [row.texts for row in table.rows] == [("1", "教育局", "12"), ("2", "公安局", "34")]
    assert table.footnotes == ("注：数据由市大数据局提供。",)
    assert "2023年7月3日" in document.paragraphs[-1].text


def test_struck_text_is_no_part_of_a_cell_and_is_told_of() -> None:
    from openpyxl.cell.rich_text import CellRichText, TextBlock
    from openpyxl.cell.text import InlineFont
    from openpyxl.styles import Font

    book = sheet_of(["序号", "单位", "数量"], [1, "教育局", 12], [2, "公安局", 34], [3, "卫生局", 56])
    sheet = book.active
    sheet["B3"] = CellRichText(TextBlock(InlineFont(strike=True), "公安分局"), "公安局")
    assert saved(book).tables[0].rows[1].texts == ("2", "公安局", "34")
    for column in "ABC":
        sheet[f"{column}4"].font = Font(strike=True)
    document = saved(book)
    assert [row.texts for row in document.tables[0].rows] == [("1", "教育局", "12"), ("2", "公安局", "34")]
    told = [problem.message for problem in document.problems if problem.kind == "struck_text"]
    assert ["B3" in told[0], "公安分局" in told[0], len(told)] == [True, True, 4]


def test_a_raised_mark_is_no_part_of_a_figure_or_name() -> None:
    from openpyxl.cell.rich_text import CellRichText, TextBlock
    from openpyxl.cell.text import InlineFont

    raised = InlineFont(vertAlign="superscript")
    book = sheet_of(
        ["序号", "单位", "数量", "面积"],
        [1, "教育局", 12, "3"],
        [2, "公安局", 34, "4"],
        [3, "卫生局", 56, "5"],
    )
    sheet = book.active
    sheet["B3"] = CellRichText("公安局", TextBlock(raised, "①"))
    sheet["C3"] = CellRichText("66", TextBlock(raised, "1"))
    sheet["C3"].number_format = "#,##0"
    sheet["C4"] = CellRichText(TextBlock(raised, "78"))  # set small as a whole
    sheet["D1"] = CellRichText("面积（km", TextBlock(raised, "2"), "）")
    sheet["D2"] = 0.5
    sheet["D2"].number_format = "0.00%"
    (table,) = saved(book).tables
    assert table.header[3] == ("面积（km²）",)
    assert table.rows[1].texts == ("2", "公安局", "66", "4")
    assert (table.rows[1].cells[1].marks, table.rows[1].cells[2].marks) == (("①",), ("1",))
    assert (table.rows[2].texts[2], table.rows[2].cells[2].marks) == ("78", ())
    assert table.rows[0].texts[3] == "50.00%"


def test_lines_under_each_other_stay_apart() -> None:
    book = sheet_of(
        ["序号", "单位", "数量"],
        [1, "教育局", 12],
        [2, "市公安局\n市人社局", "118\n128"],
        [3, "自然资源和\n规划局", 56],
        [4, "水利局", "7\n8"],
    )
    (table,) = saved(book).tables
    assert [row.texts[1:] for row in table.rows[1:4]] == [
        ("市公安局", "118"),
        ("市人社局", "128"),
        ("自然资源和规划局", "56"),
    ]
    assert table.rows[4].cells[2].lines == ("7", "8")  # of one name: told, and never read as one figure


NEGATIVES = {
    "0.00_);[Red](0.00)": ("(10.00)", -10.0),
    "0.00;[Red]0.00": ("10.00", -10.0),
    '0.00;"△"0.00': ("△10.00", -10.0),
    '"▲"0.00;"▼"0.00': ("▼10.00", -10.0),
    "0.00": ("-10.00", None),
    '#,##0.00;"-"#,##0.00': ("-10.00", None),
    "0%;[Red]0%": ("1000%", -10.0),
}


@pytest.mark.parametrize("code", NEGATIVES)
def test_the_stored_number_stands_behind_a_print_without_its_sign(code: str) -> None:
    book = sheet_of(["单位", "办件量", "同比增减"], ["甲局", 3, 4], ["乙局", 5, -10], ["丙局", 6, 0])
    for row in (2, 3, 4):
        book.active.cell(row, 3).number_format = code
    (table,) = saved(book).tables
    cell = table.rows[1].cells[2]
    assert (cell.text, cell.stored) == NEGATIVES[code]
    assert table.rows[0].cells[2].stored == (4.0 if "▲" in code else None)
    assert table.rows[2].cells[2].stored is None
    assert all(plain.details is PLAIN for row in table.rows for plain in row.cells[:2])


@pytest.mark.libreoffice
@pytest.mark.skipif(libreoffice() is None, reason="LibreOffice is not installed")
def test_the_stored_number_of_an_old_xls(tmp_path: Path) -> None:
    book = sheet_of(["单位", "办件量", "同比增减"], ["甲局", 3, 4], ["乙局", 5, -10])
    for row in (2, 3):
        book.active.cell(row, 3).number_format = "0.00_);[Red](0.00)"
    book.save(tmp_path / "a.xlsx")
    made = convert((tmp_path / "a.xlsx").read_bytes(), "xlsx", "xls:MS Excel 97")
    cells = [row.cells[2] for row in read_workbook(made).tables[0].rows]
    assert [(cell.text, cell.stored) for cell in cells] == [("4.00", None), ("(10.00)", -10.0)]


def test_a_strict_open_xml_workbook_opens() -> None:
    book = sheet_of(["序号", "单位", "占比"], [1, "教育局", 0.5], [2, "公安局", 0.25])
    for row in (2, 3):
        book.active.cell(row, 3).number_format = "0.00%"
    usual, out = io.BytesIO(), io.BytesIO()
    book.save(usual)
    with zipfile.ZipFile(usual) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            part = re.sub(
                rb"http://schemas.openxmlformats.org/(officeDocument|spreadsheetml|drawingml)/2006/",
                rb"http://purl.oclc.org/ooxml/\1/",
                source.read(name),
            )
            target.writestr(name, part)
    document = read_workbook(out.getvalue())
    assert [row.texts for row in document.tables[0].rows] == [
        ("1", "教育局", "50.00%"),
        ("2", "公安局", "25.00%"),
    ]
    assert document.problems == ()


@pytest.mark.libreoffice
@pytest.mark.skipif(libreoffice() is None, reason="LibreOffice is not installed")
def test_an_ods_keeps_its_number_formats(tmp_path: Path) -> None:
    book = sheet_of(["单位", "办件量", "占比"], ["甲局", 1200, 0.9833], ["乙局", 5, -0.5])
    for row in (2, 3):
        book.active.cell(row, 2).number_format = "#,##0"
        book.active.cell(row, 3).number_format = "0.00%_);[Red](0.00%)"
    book.save(tmp_path / "a.xlsx")
    document = read_document(convert((tmp_path / "a.xlsx").read_bytes(), "xlsx", "ods:calc8"))
    (table,) = document.tables
    assert [row.texts for row in table.rows] == [("甲局", "1,200", "98.33%"), ("乙局", "5", "(50.00%)")]
    assert table.rows[1].cells[2].stored == -0.5
    assert document.media_type == "application/vnd.oasis.opendocument.spreadsheet"


def test_what_nobody_sees_on_a_sheet_is_left_out_and_told() -> None:
    book = sheet_of(
        ["序号", "单位", "受理数", "备注"],
        [1, "教育局", 1200, "甲"],
        [2, "公安局", 3345, "乙"],
        [3, "水利局", 0, None],
    )
    sheet = book.active
    for column in range(1, 5):  # white on blue is a heading like any other
        sheet.cell(1, column).font = Font(color="FFFFFFFF")
        sheet.cell(1, column).fill = PatternFill("solid", fgColor="FF0000FF")
    sheet.cell(2, 4).font = Font(color="FFFFFFFF")
    sheet.cell(3, 3).number_format = ";;;"
    sheet.cell(4, 3).number_format = "0;-0;;@"  # a zero that is not shown is a blank
    document = saved(book)
    (table,) = document.tables
    assert [path[-1] for path in table.header] == ["序号", "单位", "受理数", "备注"]
    assert [row.texts for row in table.rows] == [
        ("1", "教育局", "1200", ""),
        ("2", "公安局", "", "乙"),
        ("3", "水利局", "", ""),
    ]
    assert [p.message for p in document.problems if p.kind == "hidden_text"] == [
        "Sheet Sheet1, D2: it is white on white, so it was not read: 甲",
        "Sheet Sheet1, C3: its number format hides it, so it was not read: 3345",
    ]
