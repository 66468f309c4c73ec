"""Units that stand above a table or count in ten thousands, and months under their quarter."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from pipelines.meaning.indicators import IndicatorResolver
from pipelines.meaning.tables.observations import Observation, read_table
from tests.meaning.indicators.expected_tables import document, table

RESOLVER = IndicatorResolver.load()


def first_row(title: str, headings: str, rows: list[str], notes: tuple[str, ...] = ()) -> list[Observation]:
    given = table(title, headings, rows, notes=notes)
    return [o for o in read_table(document(given), given, 0, RESOLVER).observations if o.row_no == 1]


def test_units_listed_above_a_table_are_its_columns_in_order() -> None:
    rows = ["城关区,100,20,98.5", "七里河区,200,30,97.5"]
    found = first_row("评价情况", "县区 受理量 知识库更新数 综合评分", rows, notes=("单位：件、条、分",))
    assert [o.unit for o in found] == ["件", "条", "分"]


def test_a_list_that_is_not_as_long_as_the_columns_gives_none_that_is_wrong() -> None:
    rows = ["城关区,100,20,98.5,1", "七里河区,200,30,97.5,2"]
    found = first_row(
        "评价情况", "县区 受理量 知识库更新数 综合评分 其他数", rows, notes=("单位：件、条、分",)
    )
    assert found[0].unit == "件"
    assert found[1].unit != "件" and found[3].unit is None


@pytest.mark.parametrize(
    ("heading", "printed", "value", "unit", "decimals"),
    [
        ("办件量（万件）", "4.56", "45600", "件", -2),
        ("办件量（件）", "456", "456", "件", 0),
        ("办件量（亿件）", "1.2", "120000000", "件", -7),
        ("税收收入（万元）", "4.5", "4.5", "万元", 1),
    ],
)
def test_counts_in_ten_thousands_are_expanded(
    heading: str, printed: str, value: str, unit: str, decimals: int
) -> None:
    (found,) = first_row("情况", f"单位 {heading}", [f"甲局,{printed}", "乙局,7.2"])
    assert (found.value, found.unit, found.decimals, found.value_raw) == (
        Decimal(value),
        unit,
        decimals,
        printed,
    )


def test_a_month_under_its_quarter_is_the_month() -> None:
    rows = ["甲局,100,200,300,600", "乙局,110,210,310,630"]
    found = first_row("x", "单位 2023年一季度/1月 2023年一季度/2月 2023年一季度/3月 2023年一季度/小计", rows)
    assert [o.as_of for o in found] == [
        date(2023, 1, 31),
        date(2023, 2, 28),
        date(2023, 3, 31),
        date(2023, 3, 31),
    ]


@pytest.mark.parametrize(
    ("title", "heading", "start", "end"),
    [
        ("x", "2024年6月办件量", date(2024, 6, 1), date(2024, 6, 30)),
        ("x", "2024年一季度/1月", date(2024, 1, 1), date(2024, 1, 31)),
        ("x", "2024年一季度/小计", date(2024, 1, 1), date(2024, 3, 31)),
        ("x", "2024年1—7月办件量", date(2024, 1, 1), date(2024, 7, 31)),
        ("x", "2023年办件量", date(2023, 1, 1), date(2023, 12, 31)),
        ("x", "截至2024年6月30日办件量", None, date(2024, 6, 30)),
        ("x", "2024年6月累计办件量", date(2024, 1, 1), date(2024, 6, 30)),
    ],
)
def test_the_first_day_of_the_period(title: str, heading: str, start: date | None, end: date) -> None:
    found = first_row(title, f"单位 {heading} 满意率", ["甲局,4,99%", "乙局,7,98%"])
    assert (found[0].period_start, found[0].as_of) == (start, end)


def test_months_down_the_rows_have_their_period() -> None:
    given = table("2024年办件情况", "月份 办件量", ["2024年1月,4", "2024年2月,7"])
    found = read_table(document(given), given, 0, RESOLVER).observations
    assert [(o.period_start, o.as_of) for o in found] == [
        (date(2024, 1, 1), date(2024, 1, 31)),
        (date(2024, 2, 1), date(2024, 2, 29)),
    ]
