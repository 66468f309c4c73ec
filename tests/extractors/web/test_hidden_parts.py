"""Hidden parts of a page: those that a script or a label shows are read, the others are told."""

from __future__ import annotations

import pytest

from extractors.errors import UnreadableDocument
from extractors.web import read_html
from tests.extractors.web.html_setting import FIRST_ROW, PROSE, SECOND_ROW, SIMPLE, page, rows, told

COUNTIES = SIMPLE.replace("教育局", "中原区").replace("公安局", "金水区")
COUNTY_ROWS = [("1", "中原区", "12"), ("2", "金水区", "34")]


@pytest.mark.parametrize("style", ["visibility: hidden; opacity: 0; ", "opacity:0", "visibility:hidden"])
def test_a_document_that_waits_for_a_script_is_read(style: str) -> None:
    content = f'<div id="content" style="{style}"><p>6月份受理事项3,210件。</p>{SIMPLE}</div>'
    document = page(f"<h1>关于某县政务服务情况的通报</h1>{content}")
    assert rows(document) == [FIRST_ROW, SECOND_ROW]
    assert "6月份受理事项3,210件。" in document.text
    assert told(document) == []


def test_what_is_hidden_inside_of_it_stays_hidden() -> None:
    document = page(f"<div style='opacity:0'>{PROSE}{SIMPLE}<p style='display:none'>原受理123件</p></div>")
    assert rows(document) == [FIRST_ROW, SECOND_ROW]
    ((kind, message),) = told(document)
    assert kind == "hidden_text"
    assert message.endswith("(1 figure): 原受理123件")


def test_a_small_part_that_is_not_drawn_is_hidden() -> None:
    document = page(f"{PROSE}{SIMPLE}<p style='visibility:hidden'>原受理123件</p>")
    assert "123" not in document.text
    assert "(1 figure): 原受理123件" in told(document)[0][1]


def test_tabs_whose_labels_name_the_panels() -> None:
    tabs = (
        '<style>.pane{display:none}.pane.active{display:block}</style><div class="tabs"><a href="#p1">市直部门</a>'
        f'<a href="#p2">各县区</a></div><div><div id=p1 class="pane active">{SIMPLE}</div>'
        f"<div id=p2 class=pane>{COUNTIES}</div></div>"
    )
    document = page(PROSE + tabs)
    assert [table.title for table in document.tables] == ["市直部门", "各县区"]
    assert [rows(document, 0), rows(document, 1)] == [[FIRST_ROW, SECOND_ROW], COUNTY_ROWS]
    assert told(document) == []


def test_tabs_in_the_order_of_their_labels() -> None:
    tabs = (
        "<ul><li class=on>市直部门</li><li>各县区</li></ul><div class=box>"
        f"<div class=item>{SIMPLE}</div><div class=item style='display:none'>{COUNTIES}</div></div>"
    )
    document = page(PROSE + tabs)
    assert [table.title for table in document.tables] == ["市直部门", "各县区"]
    assert rows(document, 1) == COUNTY_ROWS


def test_tabs_by_buttons_without_a_script() -> None:
    tabs = (
        "<style>.p{display:none}</style><div><input type=radio id=r1 name=t checked><label for=r1>市直部门</label>"
        "<input type=radio id=r2 name=t><label for=r2>各县区</label>"
        f"<div class=p>{SIMPLE}</div><div class=p>{COUNTIES}</div></div>"
    )
    assert [table.title for table in page(PROSE + tabs).tables] == ["市直部门", "各县区"]


@pytest.mark.parametrize(
    "shown",
    [
        '<script>$(function(){ $("#x").show(); })</script>',
        "<script>document.getElementById('x').style.display='block'</script>",
        "<a href='javascript:void(0)' onclick=\"toggle('x')\">查看明细</a>",
    ],
)
def test_a_part_that_a_script_shows_is_read(shown: str) -> None:
    document = page(f"{PROSE}{shown}<div id=x style='display:none'>{SIMPLE}</div>")
    assert rows(document) == [FIRST_ROW, SECOND_ROW]


def test_a_hidden_table_that_nothing_calls_up_is_told() -> None:
    document = page(
        f"{PROSE}<script>hide('y'); $('#x').hide()</script><div id=x style='display:none'>{SIMPLE}</div>"
    )
    assert document.tables == ()
    ((kind, message),) = told(document)
    assert kind == "hidden_text"
    assert "(1 table, 4 figures)" in message


def test_a_page_without_anything_says_what_it_hides() -> None:
    with pytest.raises(UnreadableDocument, match=r"1 table, 4 figures") as caught:
        read_html(f"<html><body><div style='display:none'>{SIMPLE}</div></body></html>".encode())
    assert caught.value.code == "no_text"
