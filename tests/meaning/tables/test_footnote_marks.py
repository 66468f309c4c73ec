"""A mark in a cell leads to the note of its table."""

from __future__ import annotations

import pytest

from extractors.model import Cell, CellDetails, Table
from extractors.reading import read_document
from pipelines.meaning.interpreter import Interpreter
from pipelines.meaning.tables.footnote_marks import Footnotes


def noted(cell: Cell, *footnotes: str) -> str | None:
    return Footnotes(Table(header=(("部门",),), rows=(), footnotes=footnotes)).of(cell)


@pytest.mark.parametrize(
    ("text", "footnotes", "expected"),
    [
        ("95.2①", ["注：①含加分项。②不含垂管单位。"], "[1] 含加分项。"),
        ("95.2[2]", ["注：1.含加分项。2.不含垂管单位。"], "[2] 不含垂管单位。"),
        ("95.2[¹]", ["1．含加分项"], "[1] 含加分项"),
        ("95.2¹", ["¹ 含加分项", "² 不含垂管单位"], "[1] 含加分项"),
        ("95.2（注2）", ["注1：含加分项", "注2：不含垂管单位"], "[2] 不含垂管单位"),
        ("95.2*", ["注：带*的为省级下放事项；其余为本级事项。"], "[*] 带*的为省级下放事项"),
        ("市人社局①", ["①含市社保中心", "②含分局"], "[1] 含市社保中心"),
        ("95.2※", ["注：数据来自12345热线。"], "[※]"),  # no note: the mark itself is kept
        ("95.2", ["①含加分项"], None),
        ("见附件2", ["2.含加分项"], None),
        ("第3名（并列）", ["3.含加分项"], None),
    ],
)
def test_a_mark_leads_to_its_note(text: str, footnotes: list[str], expected: str | None) -> None:
    assert noted(Cell(text), *footnotes) == expected


def test_raised_marks_lead_to_theirs() -> None:
    cell = Cell("66", details=CellDetails(marks=("1", "3")))
    assert noted(cell, "注：1.含预约件；2.含代办件；3.截至5月底") == "[1] 含预约件; [3] 截至5月底"


def test_a_figure_has_the_note_of_its_cell() -> None:
    page = """<html><head><meta charset="utf-8"></head><body><h1>光山县政务服务情况通报</h1>
    <table><tr><th>序号</th><th>部门</th><th>办件量（件）</th></tr>
    <tr><td>1</td><td>县教育局<sup>2</sup></td><td>120<sup>1</sup></td></tr>
    <tr><td>2</td><td>县水利局</td><td>80</td></tr></table>
    <p>注：1.含预约件。2.含所属学校。</p></body></html>"""
    rows = Interpreter().rows(read_document(page.encode(), name="a.html"), "ab" * 32)
    assert [(o.value, o.footnote) for o in rows.observations] == [(120, "[1] 含预约件。"), (80, None)]
    assert [(c.text, c.footnote) for c in rows.cells if c.footnote] == [
        ("县教育局", "[2] 含所属学校。"),
        ("120", "[1] 含预约件。"),
    ]
