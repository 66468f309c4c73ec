"""What the columns of a table are, by content and heading."""

from __future__ import annotations

import csv
from datetime import date

import pytest

from extractors.model import Table
from pipelines.meaning.indicators import IndicatorResolver
from pipelines.meaning.tables.column_roles import ColumnMeaning, describe_columns
from tests.meaning.indicators.expected_tables import bulletins, table
from tests.paths import FIXTURES

TRUTH = FIXTURES / "indicators" / "bulletin_columns.csv"
RESOLVER = IndicatorResolver.load()


def describe(given: Table) -> list[ColumnMeaning]:
    return describe_columns(given, RESOLVER, as_of=date(2022, 11, 30))


def roles(given: Table) -> list[str]:
    return [column.role for column in describe(given)]


def ids(given: Table) -> list[str | None]:
    return [column.indicator.accepted_id if column.indicator else None for column in describe(given)]


def truth() -> list[dict[str, str]]:
    with TRUTH.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_every_column_of_the_bulletins() -> None:
    found = [
        {
            "document": number,
            "attachment": str(given.attachment or ""),
            "path": "/".join(column.path),
            "role": column.role,
            "unit": column.unit or "",
            "indicator_id": (column.indicator.accepted_id if column.indicator else None) or "",
        }
        for number, read in bulletins()
        for given in read.tables
        for column in describe_columns(
            given, RESOLVER, as_of=read.front.as_of, context=(read.front.title or "",)
        )
    ]
    wanted = truth()
    assert len(wanted) == 182
    assert [row for row in found if row not in wanted] == []
    assert found == wanted


def test_a_running_number_may_be_missing_or_nameless() -> None:
    assert roles(table("x", "县区 办结率", ["甲县,90%", "乙县,80%"])) == ["entity", "measure"]
    nameless = Table(
        header=(("",), ("县区",), ("办结率",)),
        rows=table("x", "a b c", ["1,甲县,90%", "2,乙县,80%", "3,丙县,70%"]).rows,
    )
    assert roles(nameless) == ["sequence", "entity", "measure"]


def test_names_need_not_stand_first() -> None:
    given = table("x", "排名 县区 综合指数", ["1,甲县,4.1", "2,乙县,4.2"])
    assert roles(given) == ["rank", "entity", "measure"]
    assert describe(given)[0].entity_column_no == 2


def test_a_ranking_of_a_rate_is_a_rank() -> None:
    given = table("x", "县区 时限压缩比例 时限压缩比例排名", ["甲县,90%,1", "乙县,80%,2"])
    assert roles(given) == ["entity", "measure", "rank"]


def test_notes_and_codes_are_no_figures() -> None:
    given = table(
        "x", "单位 代码 办件量 联系电话 备注", ["甲局,101,5,63220000,无数据", "乙局,102,6,63220001,3个未报"]
    )
    assert roles(given) == ["entity", "other", "measure", "note", "note"]


def test_of_two_columns_of_words_the_bodies_are_the_entity() -> None:
    given = table(
        "x", "单位名称 证照类型名称 已签章数量 未签章数量", ["甲局,采矿许可证,1,2", "乙局,排污许可证,3,4"]
    )
    assert roles(given) == ["entity", "other", "measure", "measure"]
    assert ids(given)[2:] == ["licences_signed", "licences_unsigned"]


def test_who_answers_for_a_project_is_not_the_project() -> None:
    given = table("x", "项目名称 责任单位 计划投资(万元)", ["甲项目,住建局,1", "乙项目,水利局,2"])
    assert roles(given) == ["entity", "other", "measure"]
    assert describe(given)[2].unit == "万元"


def test_a_bare_share_is_the_ratio_of_its_neighbours() -> None:
    given = "单位 目录数 目录数据挂载 占比"
    rows = ["甲局,4,2,50.00%", "乙局,2,1,50.00%"]
    assert ids(table("政务信息资源目录挂载情况", given, rows))[-1] == "catalogue_mounted_rate"
    assert ids(table("涉税目录挂载情况", given, rows))[1:] == [
        "tax_catalogues",
        "tax_catalogues_mounted",
        "tax_catalogue_mounted_rate",
    ]
    assert ids(table("x", "单位 证照种类 完成种类 完成率", rows))[1:] == [
        "licence_types_due",
        "licence_types_made",
        "licence_types_rate",
    ]


def test_a_bare_share_without_neighbours_that_explain_it_is_not_guessed() -> None:
    assert ids(table("x", "单位 甲数 乙数 丙数 完成率", ["甲局,1,1,1,50%", "乙局,1,1,1,50%"]))[-1] is None


def test_a_total_is_the_sum_of_its_group() -> None:
    given = table(
        "x",
        "单位 合计 办理深度/一级 办理深度/二级 办理深度/三级 办理深度/四级",
        ["甲局,4,1,1,1,1", "乙局,4,1,1,1,1"],
    )
    assert ids(given)[1:3] == ["items_total", "items_depth_1"]


def test_the_same_leaf_under_two_groups() -> None:
    given = table("x", "单位 按期办件/咨询办件 超期办件/咨询办件", ["甲局,4,1", "乙局,4,1"])
    assert ids(given)[1:] == ["consultations_on_time", "consultations_late"]


def test_groups_of_months() -> None:
    given = table("热线办理情况", "单位 11月/受理量 10月/受理量 环比", ["甲局,4,1,300%", "乙局,4,1,300%"])
    assert ids(given)[1:] == ["demands_received", "demands_received", "mom_change"]
    assert [column.as_of for column in describe(given)[1:3]] == [date(2022, 11, 30), date(2022, 10, 31)]
    assert describe(given)[3].indicator is not None
    assert describe(given)[3].indicator.of == "demands_received"


def test_years_as_headings_take_the_title() -> None:
    given = table("历年办件量", "县区 2020年 2021年", ["甲县,1,2", "乙县,3,4"])
    assert ids(given)[1:] == ["cases", "cases"]
    assert [column.as_of for column in describe(given)[1:]] == [date(2020, 12, 31), date(2021, 12, 31)]


def test_names_over_the_columns() -> None:
    given = table("五个街道办理的物业管理方面工单数量", "月份 甲街道 乙街道 丙街道", ["10,1,2,3", "11,4,5,6"])
    found = describe(given)
    assert [column.entity for column in found] == [None, "甲街道", "乙街道", "丙街道"]
    assert ids(given)[1:] == ["property_management_orders"] * 3
    assert found[0].period


def test_scopes_over_the_columns_and_indicators_down_the_rows() -> None:
    given = table("x", "指标 全市 市本级 县级", ["不见面审批率,1%,2%,3%", "承诺时限压缩比,1%,2%,3%"])
    found = describe(given)
    assert found[0].names_indicators
    assert [column.entity for column in found[1:]] == ["全市", "市本级", "县级"]
    assert all(column.indicator is None for column in found[1:])


def test_two_tables_side_by_side() -> None:
    given = table(
        "x", "序号 县区 满意率 序号 县区 满意率", ["1,甲县,99%,3,丙县,97%", "2,乙县,98%,4,丁县,96%"]
    )
    assert roles(given) == ["sequence", "entity", "measure"] * 2
    assert [column.entity_column_no for column in describe(given)][2::3] == [2, 5]


@pytest.mark.parametrize(
    ("heading", "unit"), [("办结率(%)", "%"), ("累计公出（小时）", "小时"), ("办件量（万件）", "万件")]
)
def test_units_in_headings(heading: str, unit: str) -> None:
    assert describe(table("x", f"单位 {heading}", ["甲局,1", "乙局,2"]))[1].unit == unit


def test_the_unit_above_the_table_holds_for_amounts_only() -> None:
    given = table("x", "地区 税收收入 税收比重", ["甲县,10,50", "乙县,20,60"], notes=("单位：万元",))
    assert [column.unit for column in describe(given)[1:]] == ["万元", "%"]


@pytest.mark.parametrize(
    ("heading", "figures", "decimals"),
    [
        ("办结率", ["0.97", "0.5"], 0),
        ("办结率", ["0.9706", "1", "0"], 2),
        ("即办件占比", ["0.125", "0.6"], 1),
    ],
)
def test_rates_printed_as_shares_of_one_are_told(heading: str, figures: list[str], decimals: int) -> None:
    column = describe(table("x", f"单位 {heading}", [f"甲局,{figure}" for figure in figures]))[1]
    assert (column.unit, column.percent_decimals) == ("%", decimals)


@pytest.mark.parametrize(
    ("heading", "figures", "unit"),
    [
        ("办结率", ["0.97", "50"], "%"),  # one is above 1: percent numbers
        ("办结率", ["1", "0"], "%"),  # nothing says that these are shares
        ("办结率(%)", ["0.97", "0.5"], "%"),  # the heading says that they are not
        ("办结率", ["0.97%", "0.5%"], "%"),
        ("差评率", ["0.61", "0.02"], None),  # 0.61 % may be meant
        ("办结率", ["0.02", "0.31"], None),
        ("办结率", ["0.9", "0.5"], None),  # too short to tell how exact they are
    ],
)
def test_what_is_not_surely_a_share_of_one_is_left_alone(
    heading: str, figures: list[str], unit: str | None
) -> None:
    column = describe(table("x", f"单位 {heading}", [f"甲局,{figure}" for figure in figures]))[1]
    assert (column.unit, column.percent_decimals) == (unit, None)


def test_an_unknown_heading_is_a_measure_without_indicator() -> None:
    given = table("x", "单位 森林覆盖率", ["甲县,40%", "乙县,50%"])
    assert (roles(given)[1], ids(given)[1]) == ("measure", None)
    assert describe(given)[1].indicator is not None


def test_the_counts_under_a_rate_are_no_rates() -> None:
    given = table(
        "x",
        "单位 时限压缩/法定时限 时限压缩/承诺时限 时限压缩/压缩比例",
        ["甲局,40,10,75%", "乙局,20,10,50%"],
    )
    assert ids(given)[1:] == ["statutory_days", "promised_days", "time_reduction_rate"]
    assert [column.unit for column in describe(given)[1:]] == ["工作日", "工作日", "%"]


def test_headings_that_count_back_have_earlier_dates() -> None:
    given = table(
        "办件情况",
        "单位 10月办件量/本月 10月办件量/上月 10月办件量/去年同期 1-10月办件量/累计 1-10月办件量/上年同期",
        ["甲局,4,1,3,9,8", "乙局,4,1,3,9,8"],
    )
    assert ids(given)[1:] == ["cases"] * 5
    assert [column.as_of for column in describe(given)[1:]] == [
        date(2022, 10, 31),
        date(2022, 9, 30),
        date(2021, 10, 31),
        date(2022, 10, 31),
        date(2021, 10, 31),
    ]


@pytest.mark.parametrize(
    ("heading", "day"),
    [
        ("上月办件量", date(2022, 1, 31)),
        ("上季度办件量", date(2021, 12, 31)),
        ("上年末网上可办率", date(2021, 12, 31)),
        ("去年同期办件量", date(2021, 2, 28)),
        ("较上月增减", None),
        ("与去年同期相比", None),
        ("比上年末提高", None),
    ],
)
def test_what_counts_back_starts_from_the_table(heading: str, day: date | None) -> None:
    given = table("办件情况", f"单位 {heading}", ["甲局,4", "乙局,7"], as_of=date(2022, 2, 28))
    assert describe(given)[1].as_of == day


def test_where_the_table_has_no_date_nothing_is_counted_back() -> None:
    given = table("办件情况", "单位 上月办件量", ["甲局,4", "乙局,7"])
    assert describe_columns(given, RESOLVER)[1].as_of is None


@pytest.mark.parametrize("period", ["2022年1-9月", "2022年第三季度", "2022年上半年", "前三季度"])
def test_a_period_and_a_scale_in_a_heading_say_nothing_of_what_is_counted(period: str) -> None:
    given = table("情况", f"单位 {period}办件量（万件）", ["甲局,4.5", "乙局,7.25"])
    assert ids(given)[1:] == ["cases"]
    assert describe(given)[1].unit == "万件"


def test_a_difference_of_counts_is_no_percentage() -> None:
    given = table("x", "单位 办件量 较上月增减 较上月增减幅度", ["甲局,40,10,33.3", "乙局,20,-10,-33.3"])
    assert [column.unit for column in describe(given)[1:]] == ["件", "件", "%"]
