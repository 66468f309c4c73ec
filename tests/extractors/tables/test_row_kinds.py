"""What rows are: totals, subtotals, sections, references."""

from __future__ import annotations

import pytest

from extractors.model import RowKind
from extractors.tables.row_kinds import classify_rows, column_roles, place_level

D, T, S, H, R = RowKind.DATA, RowKind.TOTAL, RowKind.SUBTOTAL, RowKind.SECTION, RowKind.REFERENCE


def kinds(
    heading: str, *rows: str, places: tuple[str, ...] = (), spanning: list[bool] | None = None
) -> list[RowKind]:
    return classify_rows(
        heading.split("|"), [row.split("|") for row in rows], place_names=places, spanning=spanning
    )


@pytest.mark.parametrize(
    "label",
    [
        "合计",
        "总计",
        "总 计",
        "合計",
        "全市合计",
        "总合计",
        "合计：",
        "合计(全市)",
        "全市总计",
        "全市累计",
        "共计",
    ],
)
def test_totals_wherever_they_stand(label: str) -> None:
    rows = (f"{label}||9|3", "1|甲局|4|1", "2|乙局|5|2")
    assert kinds("序号|单位|件数|人数", *rows) == [T, D, D]
    assert kinds("序号|单位|件数|人数", *rows[1:], rows[0]) == [D, D, T]
    assert kinds("序号|单位|件数|人数", "1|甲局|4|1", "2|乙局|5|2", f"3|{label}|9|3") == [D, D, T]


def test_an_indicator_that_ends_like_a_total_is_data() -> None:
    assert kinds("指标|数量", "事项总数|9", "办件累计|4", "受理件数|5") == [D, D, D]


def test_subtotals_sections_and_the_total_of_all() -> None:
    assert kinds(
        "序号|单位|人数|次数",
        "1|甲局|2|3",
        "|小计|2|3",
        "公共服务单位|||",
        "2|乙公司|4|5",
        "|小计|4|5",
        "|合计|6|8",
    ) == [D, S, H, D, S, T]


def test_sums_of_groups_beside_the_total_are_subtotals() -> None:
    rows = ("1|甲局|2", "市直合计||2", "2|乙县|4", "县区合计||4", "总计||6")
    assert kinds("序号|单位|件数", *rows) == [D, S, D, S, T]
    assert kinds("序号|单位|件数", "1|甲局|2", "合计||2", "2|乙县|4", "合计||4", "总计||6") == [D, S, D, S, T]


def test_a_sum_of_a_group_alone_is_the_total() -> None:
    assert kinds("序号|单位|件数", "1|甲县|2", "2|乙县|4", "县区合计||6") == [D, D, T]


def test_rows_numbered_in_chinese_among_arabic_ones_are_sections_or_subtotals() -> None:
    assert kinds("序号|单位|件数", "一|市直部门|", "1|甲局|2", "2|乙局|3", "二|县区|4", "3|丙县|4") == [
        H,
        D,
        D,
        S,
        D,
    ]


def test_rows_all_numbered_in_chinese_are_data() -> None:
    assert kinds("序号|单位|件数", "一|甲局|2", "二|乙局|3", "三|丙局|4") == [D, D, D]


def test_the_own_place_without_number_is_the_total_a_higher_one_a_reference() -> None:
    rows = ("|安阳市|9|2", "|殷都区|5|1", "1|区商务局|2|1", "2|区司法局|3|0")
    assert kinds("序号|单位|件数|次数", *rows, places=("殷都区",)) == [R, T, D, D]


def test_a_numbered_own_place_is_data() -> None:
    rows = ("1|岳阳县|9", "2|华容县|5", "3|合计|14")
    assert kinds("序号|区县|件数", *rows, places=("华容县",)) == [D, D, T]


def test_without_numbers_cities_among_counties_are_data() -> None:
    rows = ("城陵矶新港区|24", "汨罗市|1450", "临湘市|1492", "华容县|219", "平江县|711")
    assert kinds("辖区|时限", *rows, places=("华容县",)) == [D] * 5


def test_without_numbers_the_city_above_its_counties_stands_apart() -> None:
    rows = ("甲县|24", "乙县|50", "丙区|30", "丁市|104")
    assert kinds("县区|件数", *rows, places=("丁市",)) == [D, D, D, T]
    assert kinds("县区|件数", *rows, places=("甲县",)) == [D, D, D, R]


def test_whole_places_by_the_level_of_the_bulletin() -> None:
    rows = ("甲局|24", "乙局|50", "全市|104")
    assert kinds("单位|件数", *rows, places=("丁市",)) == [D, D, T]
    assert kinds("单位|件数", *rows, places=("甲县",)) == [D, D, R]


def test_averages_are_for_comparison() -> None:
    assert kinds("县区|满意率", "甲县|90%", "乙县|92%", "全市平均|91%", "平均值|91%") == [D, D, R, R]


def test_a_place_that_reported_nothing_is_no_section() -> None:
    assert kinds("县区|件数|人数", "甲县|3|4", "乙县||", "丙县|5|6") == [D, D, D]


def test_a_cell_over_the_whole_row_is_a_section() -> None:
    rows = ("县区||", "甲县|3|4", "部门||", "甲局|5|6")
    assert kinds("单位|件数|人数", *rows, spanning=[True, False, True, False]) == [H, D, H, D]


def test_columns_are_found_by_heading_and_content() -> None:
    roles = column_roles(
        ["排名", "单位", "证照", "数量"], [["1", "甲局", "排污许可证", "3"], ["2", "乙局", "采矿证", "4"]]
    )
    assert (roles.sequence, roles.entity, roles.text_columns) == (-1, 1, (1, 2))
    roles = column_roles(["", "单位", "数量"], [["1", "甲局", "3"], ["2", "乙局", "4"], ["3", "丙局", "4"]])
    assert (roles.sequence, roles.entity) == (0, 1)


@pytest.mark.parametrize(
    ("name", "level"),
    [("河南省", 1), ("南阳市", 2), ("湘西州", 2), ("华容县", 3), ("城陵矶新港区", 3), ("鸭河工区", 3), ("仁兴街道", 4),
     ("县市区", None), ("市教育局", None), ("全市", None), ("", None), ("各县(市、区)", None)],
)  # fmt: skip
def test_levels_of_places(name: str, level: int | None) -> None:
    assert place_level(name) == level
