"""Formulas of workbooks that were never calculated, and what plain formulas come to."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.model import Document
from extractors.office.legacy import convert, libreoffice
from extractors.office.sheet_tables import read_workbook
from extractors.office.workbooks.formula_parsing import NotUnderstood
from extractors.office.workbooks.formula_values import Evaluator, FormulaError

ROWS: list[list[Any]] = [
    ["部门", "事项数", "即办件数", "即办件占比"],
    ["市公安局", 200, 150, "=C2/B2"],
    ["市医保局", 50, 45, "=C3/B3"],
    ["合计", "=SUM(B2:B3)", "=SUM(C2:C3)", "=IFERROR(ROUND(C4/B4,4),0)"],
]


def workbook(rows: list[list[Any]], stored: str = "") -> bytes:
    """A workbook with `stored` as the result of every formula, as the writer left it."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for line in book.active.iter_rows(min_row=2, min_col=4, max_col=4):
        line[0].number_format = "0.00%"
    first, out = io.BytesIO(), io.BytesIO()
    book.save(first)
    with zipfile.ZipFile(first) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            part = source.read(name).decode()
            part = re.sub(r"</f><v\s*/>|</f><v></v>", f"</f>{stored}", part)
            target.writestr(name, part)
    return out.getvalue()


def texts(document: Document) -> list[tuple[str, ...]]:
    return [row.texts for row in document.tables[0].rows]


@pytest.mark.parametrize("stored", ["", "<v>0</v>"])
def test_without_results_plain_formulas_are_computed_and_told(stored: str) -> None:
    document = read_workbook(workbook(ROWS, stored))
    assert texts(document) == [
        ("市公安局", "200", "150", "75.00%"),
        ("市医保局", "50", "45", "90.00%"),
        ("合计", "250", "195", "78.00%"),
    ]
    (problem,) = document.problems
    assert problem.kind == "computed_formulas"
    assert all(cell in problem.message for cell in ("D2", "D3", "B4", "C4", "D4"))


def test_results_of_nought_that_are_right_stay_in_silence() -> None:
    document = read_workbook(
        workbook(
            [["部门", "受理", "超期"], ["甲局", 3, 0], ["乙局", 4, 0], ["合计", 7, "=SUM(C2:C3)"]], "<v>0</v>"
        )
    )
    assert texts(document)[-1] == ("合计", "7", "0")
    assert document.problems == ()


def test_a_stored_result_goes_before_ours() -> None:
    """What Excel computed is what was printed, also where the cells were changed without calculating again."""
    document = read_workbook(
        workbook(
            [["部门", "受理", "占比"], ["甲局", 3, 0.1], ["乙局", 4, 0.2], ["合计", "=SUM(B2:B3)", 0.3]],
            "<v>9</v>",
        )
    )
    assert texts(document)[-1][:2] == ("合计", "9")
    assert document.problems == ()


@pytest.mark.parametrize("stored", ["", "<v>0</v>"])
def test_what_is_not_understood_is_told_and_no_figure(stored: str) -> None:
    rows = [
        ["部门", "受理", "占比"],
        ["甲局", 3, 0.1],
        ["乙局", 4, 0.2],
        ["合计", "=SUMIF(A2:A3,A2,B2:B3)", 0.3],
    ]
    document = read_workbook(workbook(rows, stored))
    assert texts(document)[-1][1] == "=SUMIF(A2:A3,A2,B2:B3)"
    (problem,) = document.problems
    assert problem.kind == "formula"
    assert "B4" in problem.message and "SUMIF" in problem.message


CELLS = {("S", 1, 1): 200, ("S", 2, 1): 150, ("S", 3, 1): "无", ("S", 4, 1): None, ("某 表", 1, 1): 7}


def evaluate(formula: str, **others: str) -> object:
    formulas = {("S", 9, 9): formula}
    for name, text in others.items():
        formulas["S", int(name[1:]), ord(name[0]) - 64] = text
    return Evaluator(CELLS.get, formulas).value(("S", 9, 9))


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("=A2/A1", 0.75),
        ("=(A1-A2)/A2*100%", 1 / 3),
        ("=-2^2", 4.0),
        ("=A1+A2*2-1", 499.0),
        ("=SUM(A1:A4)", 350.0),
        ("=SUM(A1,$A$2,5)", 355.0),
        ("=AVERAGE(A1:A4)", 175.0),
        ("=COUNT(A1:A4)", 2.0),
        ("=MAX(A1:A4)-MIN(A1:A2)", 50.0),
        ("=ROUND(2.345,2)", 2.35),
        ("=ROUND(-2.5,0)", -3.0),
        ('=IF(A1>=A2,"达标","未达标")', "达标"),
        ("=IF(A4=0,1,A1/A4)", 1.0),
        ('=IFERROR(A1/A4,"—")', "—"),
        ("='某 表'!A1*2", 14.0),
        ("=RANK(A2,A1:A2)", 2.0),
        ('=A1&"件"', "200件"),
        ("=A4", 0.0),
    ],
)
def test_values_as_a_spreadsheet_program_gives_them(formula: str, value: object) -> None:
    assert evaluate(formula) == pytest.approx(value)


@pytest.mark.parametrize(
    ("formula", "code"), [("=A1/A4", "#DIV/0!"), ("=A1+A3", "#VALUE!"), ("=AVERAGE(A3:A4)", "#DIV/0!")]
)
def test_errors_that_are_printed(formula: str, code: str) -> None:
    with pytest.raises(FormulaError) as caught:
        evaluate(formula)
    assert caught.value.code == code


@pytest.mark.parametrize(
    "formula", ["=VLOOKUP(A1,A1:A4,1)", "=A1:A4", "=总数+1", "=I9+1", "=A:A", "=[1]S!A1", "=1+"]
)
def test_what_is_no_plain_formula(formula: str) -> None:
    with pytest.raises(NotUnderstood):
        evaluate(formula)


def test_a_circle_of_formulas_is_refused() -> None:
    with pytest.raises(NotUnderstood, match="itself"):
        evaluate("=B1+1", B1="=C1", C1="=I9")


NUMBERS = st.integers(0, 99)


@given(NUMBERS, NUMBERS, NUMBERS, st.sampled_from("+-*"), st.sampled_from("+-*"))
def test_arithmetic_as_python_has_it(a: int, b: int, c: int, first: str, second: str) -> None:
    for text in (f"{a}{first}{b}{second}{c}", f"{a}{first}({b}{second}{c})"):
        assert evaluate(f"={text}") == float(eval(text))


@pytest.mark.libreoffice
@pytest.mark.skipif(libreoffice() is None, reason="LibreOffice is not installed")
def test_an_xls_whose_formulas_were_never_calculated_gives_no_zeros() -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (
        ["序号", "部门", "办件量"],
        [1, "县教育局", 10],
        [2, "县水利局", 20.5],
        [None, "合计", "=SUM(C2:C3)"],
    ):
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    calculated = convert(out.getvalue(), "xlsx", "xls:MS Excel 97")
    document = read_workbook(calculated)
    assert [r.texts[2] for r in document.tables[0].rows] == ["10", "20.5", "30.5"]
    document = read_workbook(calculated.replace(struct.pack("<d", 30.5), struct.pack("<d", 0.0)))
    assert [r.texts[2] for r in document.tables[0].rows] == ["10", "20.5", "=?"]
    (told,) = [p.message for p in document.problems if p.kind == "formula"]
    assert "C4" in told and "never calculated" in told
