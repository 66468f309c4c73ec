"""What a page's own style hides, strikes and raises, and how it is told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.web.html_reader import parse
from extractors.web.page_colours import is_same_to_the_eye, read_colour
from extractors.web.page_style import PageStyle
from tests.extractors.web.html_setting import (
    FIRST,
    FIRST_ROW,
    HEADING,
    PROSE,
    SECOND,
    SECOND_ROW,
    page,
    rows,
    told,
)


def with_second(attributes: str, style: str) -> str:
    second = SECOND.replace("<tr>", f"<tr {attributes}>")
    return f"<style>{style}</style><div class=a>{PROSE}<table>{HEADING}{FIRST}{second}</table></div>"


@pytest.mark.parametrize(
    ("attributes", "style"),
    [
        ("class=old", ".old{display:none}"),
        ("class='x old'", "tr.old { display : none !important }"),
        ("class=old style='display:table-row'", ".old{display:none!important}"),
        ("class=old", "/* .y{} */ @import 'x.css'; .a .old{visibility:hidden}"),
        ("class=old", "@media screen and (min-width:768px){.old{opacity:0}}"),
        ("id=o", "#o{font-size:0}"),
        ("class=old", ".old td{color:#fff}"),
        ("class=old", ".old{background:#336699;color:rgb(51, 102, 153)}"),
        ("class=old", ".old{color:transparent}"),
        ("class=old", ".old td{position:absolute;left:-9999px}"),
        ("", "table tr:nth-child(3){display:none}"),
        ("hidden", ""),
        ("bgcolor=white style='color:white'", ""),
    ],
)
def test_a_row_that_no_reader_sees_is_told_with_its_figures(attributes: str, style: str) -> None:
    document = page(with_second(attributes, style))
    assert rows(document) == [FIRST_ROW]
    ((kind, message),) = told(document)
    assert kind in ("hidden_rows", "hidden_text")
    assert "(2 figures): 2 公安局 34" in message


@pytest.mark.parametrize(
    ("attributes", "style"),
    [
        ("class=old", "@media print{.old{display:none}}"),
        ("class=old", "@media (max-width:600px){.old{display:none}}"),
        ("class=old", ".old{display:none} tr.old{display:table-row}"),
        ("class=old style='display:table-row'", ".old{display:none}"),
        ("class=old", ".old td::after{display:none}"),
        ("class=old", ".old:hover{display:none}"),
        ("class=older", ".old{display:none}"),
        ("class=old", ".old{background:#369;color:#fff}"),
        ("class=old", ".old{background:url(x.png);color:#fff}"),
        ("class=old", ".a{font-size:0} td, p{font-size:14px}"),
        ("class=old", ".old{display:none"[:-5]),
    ],
)
def test_a_row_that_a_reader_sees_is_read(attributes: str, style: str) -> None:
    document = page(with_second(attributes, style))
    assert rows(document) == [FIRST_ROW, SECOND_ROW]
    assert told(document) == []


def test_white_type_is_read_where_the_sheets_that_colour_its_ground_are_not_at_hand() -> None:
    body = with_second("class=old", ".old{color:#fff}")
    assert rows(page(body, "<link rel=stylesheet href=site.css>")) == [FIRST_ROW, SECOND_ROW]


def test_a_cell_that_is_only_not_seen_keeps_its_place() -> None:
    unseen = FIRST.replace("<td>教育局", "<td style='visibility:hidden'>教育局")
    document = page(f"{PROSE}<table>{HEADING}{unseen}{SECOND}</table>")
    assert rows(document) == [("1", "", "12"), SECOND_ROW]


def test_a_struck_cell_keeps_its_place_and_a_cell_without_display_has_none() -> None:
    struck = FIRST.replace("<td>教育局", "<td class=off>教育局")
    gone = SECOND.replace("<td>公安局", "<td style='display:none'>旧局</td><td>公安局")
    document = page(
        f"<style>.off{{text-decoration-line:line-through}}</style>{PROSE}<table>{HEADING}{struck}{gone}</table>"
    )
    assert rows(document) == [("1", "", "12"), SECOND_ROW]
    assert [kind for kind, _ in told(document)] == ["struck_text", "hidden_rows"]


def test_a_part_of_a_table_that_is_hidden() -> None:
    body = f"{HEADING}{FIRST}<tbody style='display:none'>{SECOND}</tbody>"
    document = page(f"{PROSE}<table>{body}</table>")
    assert rows(document) == [FIRST_ROW]
    assert "2 公安局 34" in told(document)[0][1]


@pytest.mark.parametrize(
    ("text", "on", "same"),
    [
        ("#fff", "white", True),
        ("#fefefe", "rgb(255,255,255)", True),
        ("rgb(100%, 100%, 100%)", "#ffffffff", True),
        ("#eee", "#fff", False),
        ("red", "#fff", False),
        ("#000", "navy", False),
        ("#ff0000", "#008000", False),
    ],
)
def test_colours_that_can_not_be_told_apart(text: str, on: str, same: bool) -> None:
    first, second = read_colour(text), read_colour(on)
    assert first is not None
    assert second is not None
    assert is_same_to_the_eye(first, second) is same


def test_a_picture_is_no_colour() -> None:
    assert read_colour("#fff url(x.png)") is None
    assert read_colour("linear-gradient(#fff, #000)") is None


@given(st.text(alphabet=".#abct{}:;,@()!/*-> 0n\"'\\\n", max_size=60))
def test_any_sheet_is_taken_without_a_fault(sheet: str) -> None:
    root = parse(f"<html><head><style>{sheet}</style></head><body><p class=a id=b>1</p></body></html>")
    paragraph = next(root.iter("p"))
    assert (
        PageStyle(root).hidden(paragraph) is None
    )  # no property that hides can be written with these letters
