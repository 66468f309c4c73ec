"""From grids to tables: captions, notes, repeated headings, covered cells, own dates."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.model import Place, RowKind, Table
from extractors.tables.assembling import assemble, assemble_reporting, own_date
from extractors.tables.grid import Grid, GridCell, Surroundings, grid_of


def table(*rows: str, around: Surroundings | None = None) -> Table:
    return assemble(grid_of([row.split("|") for row in rows]), around)


def texts(result: Table) -> list[tuple[str, ...]]:
    return [row.texts for row in result.rows]


def covered(result: Table) -> set[tuple[int, int]]:
    return {(i, j) for i, row in enumerate(result.rows) for j, cell in enumerate(row.cells) if cell.covered}


def test_a_title_row_inside_the_grid_is_the_caption() -> None:
    result = table("县市区办理时限排名表 (2021. 11. 3)||", "辖区|时限|排名", "甲县|24|1", "乙县|30|2")
    assert result.caption == "县市区办理时限排名表 (2021. 11. 3)"
    assert result.header == (("辖区",), ("时限",), ("排名",))
    assert result.as_of == date(2021, 11, 3)
    assert texts(result) == [("甲县", "24", "1"), ("乙县", "30", "2")]


def test_notes_above_and_below_inside_the_grid_are_no_rows() -> None:
    result = table(
        "办件统计表||", "填报时间：2023年6月||单位：件", "单位|受理|办结", "甲局|3|2", "乙局|4|4", "注：数据截至6月25日。||",
        around=Surroundings(year=2023),
    )  # fmt: skip
    assert result.notes_before == ("填报时间：2023年6月", "单位：件")
    assert result.footnotes == ("注：数据截至6月25日。",)
    assert result.as_of == date(2023, 6, 25)
    assert len(result.rows) == 2


def test_blank_columns_at_the_end_are_no_columns_but_a_headed_one_is() -> None:
    assert len(table("序号|单位|数量||", "1|甲局|3||", "2|乙局|4||").header) == 3
    assert len(table("序号|单位|数量|备注", "1|甲局|3|", "2|乙局|4|").header) == 4


def test_a_heading_repeated_after_a_page_break_is_dropped() -> None:
    result = table(
        "序号|单位|办件|", "||受理|办结", "1|甲局|3|2", "序号|单位|办件|", "||受理|办结", "2|乙局|4|4"
    )
    assert texts(result) == [("1", "甲局", "3", "2"), ("2", "乙局", "4", "4")]
    result = table("序号|单位|办件|", "||受理|办结", "1|甲局|3|2", "||受理|办结", "2|乙局|4|4")
    assert len(result.rows) == 2


def test_names_of_merged_cells_cover_the_blanks_below_them() -> None:
    result = table(
        "序号|单位|证照|数量",
        "|甲区|/|9",
        "1|教育局|教师资格证|2",
        "2||办学许可证|3",
        "3|民政局|登记证|4",
        "合计|||9",
    )
    assert covered(result) == {(2, 1), (4, 1)}


def test_a_figure_merged_over_rows_covers_the_blanks_left_of_the_names() -> None:
    result = table("总量|来源|数量", "384|电话|348", "|微信|27", "|网站|9")
    assert covered(result) == {(1, 0), (2, 0)}
    assert covered(table("排名|来源|数量", "1|电话|348", "|微信|27", "2|网站|9")) == set()


def test_a_blank_right_of_the_rows_first_name_is_a_blank() -> None:
    result = table("单位|联系人|职务|数量", "甲局|张三|科长|3", "乙局||科员|4", "丙局|李四|主任|5")
    assert covered(result) == set()


def test_a_blank_in_the_only_column_of_names_stays_a_blank() -> None:
    assert covered(table("序号|单位|数量|备注", "1|甲局|3|", "2||4|", "3|丙局|5|无据")) == set()


def test_cells_under_and_beside_known_merges_are_covered() -> None:
    cells = [
        GridCell("单位", 0, 0), GridCell("证照", 0, 1), GridCell("数量", 0, 2),
        GridCell("甲局", 1, 0, row_span=2), GridCell("甲证", 1, 1), GridCell("3", 1, 2),
        GridCell("乙证", 2, 1), GridCell("", 2, 2),
        GridCell("合计", 3, 0, column_span=2), GridCell("3", 3, 2),
    ]  # fmt: skip
    result = assemble(Grid(4, 3, tuple(cells), spans_known=True))
    assert covered(result) == {(1, 0), (2, 1)}
    assert texts(result)[1] == ("", "乙证", "")
    assert [row.kind for row in result.rows] == [RowKind.DATA, RowKind.DATA, RowKind.TOTAL]


def test_known_merges_give_depth_and_paths() -> None:
    cells = [
        GridCell("情况表", 0, 0, column_span=4),
        GridCell("序号", 1, 0, row_span=2), GridCell("单位", 1, 1, row_span=2), GridCell("办件", 1, 2, column_span=2),
        GridCell("受理", 2, 2), GridCell("办结", 2, 3),
        GridCell("1", 3, 0), GridCell("甲局", 3, 1), GridCell("3", 3, 2), GridCell("2", 3, 3),
        GridCell("其他单位", 4, 0, column_span=4),
    ]  # fmt: skip
    result = assemble(Grid(5, 4, tuple(cells), spans_known=True))
    assert result.caption == "情况表"
    assert result.header == (("序号",), ("单位",), ("办件", "受理"), ("办件", "办结"))
    assert [row.kind for row in result.rows] == [RowKind.DATA, RowKind.SECTION]


def test_columns_that_only_merged_cells_cross_vanish() -> None:
    cells = [
        GridCell("单位", 0, 0), GridCell("数量", 0, 1, column_span=2),
        GridCell("甲局", 1, 0), GridCell("3", 1, 1, column_span=2),
    ]  # fmt: skip
    result = assemble(Grid(2, 3, tuple(cells), spans_known=True))
    assert result.header == (("单位",), ("数量",))
    assert texts(result) == [("甲局", "3")]


def test_two_cells_at_one_place_are_both_kept() -> None:
    cells = [
        GridCell("单位", 0, 0),
        GridCell("数量", 0, 1),
        GridCell("甲", 1, 0),
        GridCell("局", 1, 0),
        GridCell("3", 1, 1),
    ]
    assert texts(assemble(Grid(2, 2, tuple(cells), spans_known=True))) == [("甲局", "3")]


def test_line_wraps_inside_cells_are_taken_out_and_other_spaces_kept() -> None:
    result = table("单 位|即办件 占比|说明", "市自然资源和规 划局|56. 41%|派驻 B 岗")
    assert result.header == (("单位",), ("即办件占比",), ("说明",))
    assert texts(result) == [("市自然资源和规划局", "56. 41%", "派驻 B 岗")]


def test_what_was_mended_in_a_heading_is_reported() -> None:
    grid = grid_of([["è", "县区", "办件", ""], ["序号", "", "受理", "办结"], ["1", "甲县", "3", "2"]])
    result, problems = assemble_reporting(grid, Surroundings(title="情况表"))
    assert result.header[0] == ("序号",)
    assert [problem.kind for problem in problems] == ["heading_noise"]
    assert "情况表" in problems[0].message


def test_a_grid_without_text_is_an_error() -> None:
    with pytest.raises(ValueError, match="no text"):
        assemble(Grid(2, 2, (GridCell(" ", 0, 0),), spans_known=False))


@pytest.mark.parametrize(
    ("title", "caption", "before", "after", "expected"),
    [
        ("排名情况统计（截至 11 月 04 日）", None, (), (), date(2021, 11, 4)),
        ("情况统计表", None, ("填报时间：2021 年 6 月",), (), date(2021, 6, 30)),
        ("情况统计表", None, ("2021年7月10日",), (), date(2021, 7, 10)),
        ("情况表（6月份）", None, (), (), date(2021, 6, 30)),
        ("情况表（6月份）", None, (), ("注:数据截至7月2日下午17时。",), date(2021, 7, 2)),
        ("情况表", None, (), ("注:表格数据为1-10月有办件的单位,数据截至11月27日。",), date(2021, 11, 27)),
        ("2020年度情况表", None, (), (), date(2020, 12, 31)),
        ("2021年度情况表", None, (), (), None),
        ("情况表", None, (), ("注：11月30日前整改到位的不计。",), None),
        ("情况表", None, (), (), None),
    ],
)
def test_the_tables_own_date(
    title: str, caption: str | None, before: tuple[str, ...], after: tuple[str, ...], expected: date | None
) -> None:
    assert own_date(title, caption, before, after, year=2021, latest=date(2021, 12, 1)) == expected


@given(
    st.integers(1, 6).flatmap(
        lambda width: st.lists(
            st.lists(st.text("甲乙局县12.%/ ", max_size=4), min_size=width, max_size=width),
            min_size=1,
            max_size=6,
        )
    )
)
def test_nothing_printed_is_lost_and_every_row_has_all_columns(rows: list[list[str]]) -> None:
    grid = grid_of(rows)
    printed = sorted("".join(text.split()) for row in rows for text in row if text.strip())
    if not printed:
        return
    result, problems = assemble_reporting(grid)
    kept = [problem.message for problem in problems]
    kept += [cell.text for row in result.rows for cell in row.cells] + [
        *result.notes_before,
        *result.footnotes,
    ]
    kept += [result.caption or ""]
    kept_words = "".join("".join(text.split()) for text in kept) + "".join(
        "".join(path) for path in result.header
    )
    assert all(len(row.cells) == len(result.header) for row in result.rows)
    for word in printed:
        assert "".join(word.split()) in "".join(kept_words.split())


def test_the_place_of_the_table_is_its_first_cell_and_the_box_around_its_page() -> None:
    cells = [
        GridCell("单位", 0, 0, place=Place(page=2, box=(10, 20, 30, 40))),
        GridCell("数", 0, 1, place=Place(page=2, box=(30, 20, 50, 40))),
        GridCell("甲局", 1, 0, place=Place(page=3, box=(10, 20, 30, 40))),
        GridCell("3", 1, 1, place=Place(page=3, box=(30, 20, 50, 40))),
    ]
    result = assemble(Grid(2, 2, tuple(cells), spans_known=True))
    assert result.place == Place(page=2, box=(10, 20, 50, 40))
    assert result.last_page == 3


def test_wrapped_heading_words_are_joined() -> None:
    result = table(
        "序号|单位|总数|不见面审批|不见面", "|||事项数|审批率", "1|甲局|5|5|100%", "2|乙局|5|5|100%"
    )
    assert result.header[3:] == (("不见面审批事项数",), ("不见面审批率",))
    assert len(result.rows) == 2


def test_a_heading_that_no_move_mends_is_reported() -> None:
    grid = grid_of(
        [
            ["序号", "单位", "按期", "", "超期", "", "", "", ""],
            ["", "", "咨询", "投诉", "总计", "", "咨询", "投诉", "总计"],
            ["1", "甲局", "3", "3", "6", "1", "2", "3", "4"],
        ]
    )
    _, problems = assemble_reporting(grid)
    assert {problem.kind for problem in problems} <= {"heading_torn", "heading_mended"}
    assert problems


def test_the_first_row_of_figures_beside_a_merged_heading_belongs_to_the_body() -> None:
    printed = ["序号|单位|月河镇|吴城镇", "||10|17", "1|县公安局|2|7", "2|县民政局|8|10"]
    texts = [row.split("|") for row in printed]
    cells = [
        GridCell(text, i, j, row_span=2 if i == 0 and j < 2 else 1)
        for i, row in enumerate(texts)
        for j, text in enumerate(row)
        if not (i == 1 and j < 2)
    ]
    table = assemble(Grid(4, 4, tuple(cells), spans_known=True))
    assert table.header == (("序号",), ("单位",), ("月河镇",), ("吴城镇",))
    assert [(row.kind, row.texts) for row in table.rows] == [
        (RowKind.TOTAL, ("", "", "10", "17")),
        (RowKind.DATA, ("1", "县公安局", "2", "7")),
        (RowKind.DATA, ("2", "县民政局", "8", "10")),
    ]
