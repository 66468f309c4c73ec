"""Raised type: footnote marks are no part of a figure, exponents stay with their unit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.printed.raised_type import read_raised
from tests.extractors.web.html_setting import PROSE, page


def cell(content: str) -> tuple[str, tuple[str, ...]]:
    """Text and marks of a cell of a table in a page."""
    table = (
        "<table><tr><td>单位</td><td>得分</td></tr><tr><td>教育局</td><td>90</td></tr>"
        f"<tr><td>公安局</td><td>{content}</td></tr></table>"
    )
    found = page(PROSE + table).tables[0].rows[1].cells[1]
    return found.text, found.marks


@pytest.mark.parametrize(
    ("content", "text", "marks"),
    [
        ("95.2<sup>1</sup>", "95.2", ("1",)),
        ("95.2<sup>[2]</sup>", "95.2", ("[2]",)),
        ("661<sup>①</sup>", "661", ("①",)),
        ("661<sup>*</sup>", "661", ("*",)),
        ("661<span style='vertical-align:super'>3</span>", "661", ("3",)),
        ("661<span style='position:relative;top:-6pt;mso-text-raise:6pt'>3</span>", "661", ("3",)),
        ("<sup>1</sup>95.2", "95.2", ("1",)),
        ("市人社局<sup><a href='#n3'>3</a></sup>", "市人社局", ("3",)),
        ("200<sub>1</sub>", "200", ("1",)),
        ("661<small>3</small>", "661 3", ()),
        ("95.<small>2</small><small>分</small>", "95.2分", ()),
        ("<sup>5</sup>", "5", ()),
        ("12m<sup>2</sup>", "12m²", ()),
        ("3.5万km<sup>3</sup>", "3.5万km³", ()),
        ("CO<sub>2</sub>", "CO2", ()),
        ("1×10<sup>4</sup>", "1×10⁴", ()),
        ("市政务局<sup>新设</sup>", "市政务局新设", ()),
    ],
)
def test_a_cell_with_raised_type(content: str, text: str, marks: tuple[str, ...]) -> None:
    assert cell(content) == (text, marks)


def test_a_class_of_the_page_raises() -> None:
    style = "<style>.fn{vertical-align:super;font-size:9px}</style>"
    assert cell(f"{style}95.2<span class=fn>1</span>") == ("95.2", ("1",))


def test_the_number_of_a_note_stays_with_the_note() -> None:
    document = page(
        f"{PROSE}<p>注：<sup>1</sup>5月起计分；<sup>2</sup>不含电话评价。</p><p><sup>3</sup>含加分。</p>"
    )
    assert [paragraph.text for paragraph in document.paragraphs][-2:] == [
        "注：1 5月起计分；2 不含电话评价。",
        "3 含加分。",
    ]


def test_a_mark_behind_a_figure_in_prose_is_left_out_and_told() -> None:
    document = page(f"{PROSE}<p>全市办结率达95.2%<sup>1</sup>，排名第一。</p>")
    assert document.paragraphs[-1].text == "全市办结率达95.2%，排名第一。"
    (problem,) = document.problems
    assert problem.kind == "raised_marks"
    assert "[1]" in problem.message


@given(st.decimals(0, 99999, places=1, allow_nan=False), st.integers(1, 99))
def test_no_mark_ever_becomes_a_digit_of_its_figure(figure: object, mark: int) -> None:
    assert read_raised(str(figure), str(mark)) == ("", str(mark))
