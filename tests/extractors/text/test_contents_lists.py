"""Lists of contents are text, and their page numbers no figures."""

from __future__ import annotations

from extractors.text.contents_lists import contents_end
from extractors.text.source_lines import split_lines
from extractors.text.text_reader import read_text

LIST = "1\t总体情况\t1\n1.1\t办件情况\t1\n1.2\t好差评情况\t2\n2\t存在问题\t3"
BODY = "1 总体情况\n2024年6月，全县受理办件3210件。"


def test_a_list_with_tabs_is_no_table_and_no_title() -> None:
    document = read_text(f"某县2024年政务服务情况通报\n目录\n{LIST}\n{BODY}".encode())
    assert document.tables == ()
    assert document.front.title == "某县2024年政务服务情况通报"
    assert not any("好差评" in paragraph.text for paragraph in document.paragraphs)
    assert "1.2\t好差评情况\t2" in document.text


def test_dots_before_the_page_show_it_too() -> None:
    lines = split_lines("一、总体情况……………1\n二、存在问题……………3\n三、工作要求……………5\n第一段。")
    assert contents_end(lines, 0) == 3


def test_figures_that_fall_or_rows_without_levels_are_none() -> None:
    for text in (
        "1\t市公安局\t12\n2\t市民政局\t15\n3\t市教育局\t20",
        "1.1\t办件量\t8\n1.2\t办结量\t7\n1.3\t好评量\t6",
        "1.1\t办件量\t120\n1.2\t办结量\t130\n1.3\t好评量\t140",
    ):
        assert contents_end(split_lines(text), 0) == 0
