"""What belongs to the site: never a table's heading, and never a figure without a word."""

from __future__ import annotations

import pytest

from extractors.web.site_furniture import unexplained_figures
from tests.extractors.web.html_setting import (
    FIRST,
    FIRST_ROW,
    PROSE,
    SECOND,
    SECOND_ROW,
    SIMPLE,
    page,
    rows,
    told,
)

HEADING = "<table><tr><th>序号</th><th>单位</th><th>数量</th></tr></table>"
BODY = f"<table>{FIRST}{SECOND}</table>"
NAMES = [
    "t-head",
    "table-header",
    "header",
    "top",
    "fixed-head",
    "dataTables_scrollHead",
    "el-table__header-wrapper",
]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("before", [PROSE, "<h1>关于政务服务情况的通报</h1>"])
def test_a_heading_that_stands_still_over_its_rows(name: str, before: str) -> None:
    document = page(f"<div>{before}<div><div class='{name}'>{HEADING}</div><div>{BODY}</div></div></div>")
    (table,) = document.tables
    assert table.header == (("序号",), ("单位",), ("数量",))
    assert rows(document) == [FIRST_ROW, SECOND_ROW]


def test_without_running_numbers_and_with_a_place_for_the_scroll_bar() -> None:
    heading = "<table><tr><th>单位</th><th>数量</th><th class=gutter></th></tr></table>"
    body = "<table><tr><td>教育局</td><td>12</td></tr><tr><td>公安局</td><td>34</td></tr></table>"
    document = page(f"{PROSE}<div>{heading}</div><div>{body}</div>")
    (table,) = document.tables
    assert table.header == (("单位",), ("数量",))
    assert rows(document) == [("教育局", "12"), ("公安局", "34")]


def test_a_table_of_words_over_a_table_with_a_heading_is_a_table_of_its_own() -> None:
    words = "<table><tr><td>联系人</td><td>部门</td><td>备注</td></tr><tr><td>张某</td><td>督查科</td><td>在岗</td></tr></table>"
    document = page(f"{PROSE}{words}{SIMPLE}")
    assert len(document.tables) == 2
    assert rows(document, 1) == [FIRST_ROW, SECOND_ROW]


def test_a_figure_in_what_is_taken_for_the_site_is_told() -> None:
    foot = "<div class=foot><p>主办单位：某市人民政府　豫ICP备12345678号</p><p>今日受理 128 件</p></div>"
    document = page(PROSE * 3 + SIMPLE + foot)
    assert "128" not in document.text
    ((kind, message),) = told(document)
    assert kind == "site_text"
    assert "今日受理 128 件" in message


@pytest.mark.parametrize(
    "text",
    [
        "豫ICP备12345678号-2 豫公网安备 41000002000012号 网站标识码：4100000001",
        "热线：12345 电话：0371-65508888 邮编：450000",
        "Copyright © 2012-2024 版权所有",
        "2024-07-08 10:20 浏览次数：123",
        "2024年7月8日 星期一 发布时间：07-08",
        "第 1 页 共 12 页 建议使用1024*768分辨率 IE9 以上浏览器",
    ],
)
def test_figures_that_sites_print_by_custom(text: str) -> None:
    assert unexplained_figures(text) == []


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("今日受理 128 件，办结率 99.5%", ["128", "99.5%"]),
        ("市公安局 1,234 2024件", ["1,234", "2024"]),
        ("累计 1234567件", ["1234567"]),
    ],
)
def test_figures_that_may_be_the_documents(text: str, figures: list[str]) -> None:
    assert [figure.strip() for figure in unexplained_figures(text)] == figures


def test_fields_show_what_they_are_filled_in_with() -> None:
    table = "<table><tr><td>受理量</td><td>办结量</td></tr><tr><td><input value=12></td><td><input value=34></td></tr></table>"
    words = "<p>共受理<input value='120'>件。</p><p><input type=hidden value=9><input value='请输入'></p>"
    document = page(PROSE + table + words)
    assert rows(document) == [("12", "34")]
    assert [paragraph.text for paragraph in document.paragraphs][-1] == "共受理120件。"
