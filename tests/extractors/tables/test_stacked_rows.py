"""Names and figures stacked in the cells of one row."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.model import CellDetails
from extractors.printed.stacked_lines import stacked_lines
from extractors.tables.grid import Grid, GridCell
from extractors.tables.stacked_rows import split_stacked_rows
from tests.extractors.web.html_setting import PROSE, page, rows, told


@pytest.mark.parametrize(
    ("lines", "stacked"),
    [
        (["120", "345"], True),
        (["55.00%", "66.67%"], True),
        (["12", "—"], True),
        (["12", "", "13"], True),
        (["市住建局", "市城管局"], True),
        (["行政审批科", "项目服务科"], True),
        (["市自然资源", "和规划局"], False),
        (["12", "（其中3）"], False),
        (["98.5", "%以上的"], False),
        (["12", ""], False),
        (["政务服务", "事项数"], False),
    ],
)
def test_lines_that_are_more_than_a_wrap(lines: list[str], stacked: bool) -> None:
    expected = tuple(line for line in lines if line) if stacked else ()
    assert stacked_lines(lines) == expected


def read(second: str) -> list[tuple[str, ...]]:
    return rows(page(PROSE + TABLE.replace("{second}", second)))


TABLE = (
    "<table><tr><td>序号</td><td>部门</td><td>受理量</td><td>办结量</td></tr>"
    "<tr><td>1</td><td>市公安局</td><td>200</td><td>150</td></tr>{second}"
    "<tr><td>合计</td><td></td><td>665</td><td>446</td></tr></table>"
)
OUTER = ("1", "市公安局", "200", "150"), ("合计", "", "665", "446")


def test_two_departments_in_one_row_are_two_rows() -> None:
    second = "<tr><td>2</td><td><p>市住建局</p><p>市城管局</p></td><td><p>120</p><p>345</p></td><td>66<br>230</td></tr>"
    document = page(PROSE + TABLE.replace("{second}", second))
    assert rows(document) == [
        OUTER[0],
        ("2", "市住建局", "120", "66"),
        ("", "市城管局", "345", "230"),
        OUTER[1],
    ]
    assert document.tables[0].rows[2].cells[0].covered
    assert "2\t市住建局\t120\t66\n\t市城管局\t345\t230" in document.text
    assert told(document) == []


def test_a_wrapped_name_is_one_row() -> None:
    second = "<tr><td>2</td><td>市自然资源<br>和规划局</td><td>465</td><td>296</td></tr>"
    assert read(second)[1] == ("2", "市自然资源和规划局", "465", "296")


@pytest.mark.parametrize(
    "second",
    [
        "<tr><td>2</td><td>市自然资源<br>和规划局</td><td>120<br>345</td><td>66<br>230</td></tr>",
        "<tr><td>2</td><td>市住建局<br>市城管局</td><td>120<br>345</td><td>296</td></tr>",
        "<tr><td>2</td><td>市住建局<br>市城管局<br>市园林局</td><td>120<br>345</td><td>66<br>230</td></tr>",
    ],
)
def test_a_row_that_does_not_say_how_it_comes_apart_stays_one_and_is_told(second: str) -> None:
    document = page(PROSE + TABLE.replace("{second}", second))
    assert len(rows(document)) == 3
    cell = document.tables[0].rows[1].cells[2]
    assert cell.lines == ("120", "345")
    kind, message = told(document)[0]
    assert kind == "stacked_figures"
    assert "120 / 345" in message


def test_a_cell_merged_over_the_row_runs_on() -> None:
    document = page(
        f"{PROSE}<table><tr><td>县</td><td>部门</td><td>数</td></tr><tr><td rowspan=2>甲县</td><td>教育局<br>民政局</td>"
        "<td>1<br>2</td></tr><tr><td>财政局</td><td>3</td></tr><tr><td>乙县</td><td>教育局</td><td>4</td></tr></table>"
    )
    assert rows(document) == [
        ("甲县", "教育局", "1"),
        ("", "民政局", "2"),
        ("", "财政局", "3"),
        ("乙县", "教育局", "4"),
    ]
    assert [row.cells[0].covered for row in document.tables[0].rows] == [False, True, True, False]


@given(
    st.lists(st.lists(st.integers(0, 9999), min_size=2, max_size=4), min_size=1, max_size=4),
    st.integers(1, 4),
)
def test_no_line_is_lost_or_joined(columns: list[list[int]], count: int) -> None:
    names = tuple(f"市{letter}政局" for letter in "甲乙丙丁"[:count])
    cells = [GridCell("".join(names), 0, 0, details=CellDetails(lines=names if count > 1 else ()))]
    for j, figures in enumerate(columns, start=1):
        lines = tuple(map(str, figures))
        cells.append(GridCell(" ".join(lines), 0, j, details=CellDetails(lines=lines)))
    grid, problems = split_stacked_rows(Grid(1, len(cells), tuple(cells), spans_known=True))
    even = count > 1 and all(len(figures) == count for figures in columns)
    assert grid.row_count == (count if even else 1)
    assert bool(problems) is not even
    for j, figures in enumerate(columns, start=1):
        found = [cell for cell in grid.cells if cell.column == j]
        printed = [line for cell in found for line in (cell.details.lines or (cell.text,))]
        assert printed == list(map(str, figures))
