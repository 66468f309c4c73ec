"""Dates as printed: days, months, quarters, cut-off dates, years from the context."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.printed.dates import Precision, cut_off_dates, find_dates, month_end, parse_date


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2021年12月27日", date(2021, 12, 27)),
        ("2021 年 12 月 27 日", date(2021, 12, 27)),
        ("2021. 11. 3", date(2021, 11, 3)),
        ("2021-12-16", date(2021, 12, 16)),
        ("2021/1/6", date(2021, 1, 6)),
        ("2021-11-04 09:36:00", date(2021, 11, 4)),
        ("二〇二一年十二月二十八日", date(2021, 12, 28)),
        ("截至 11 月 04 日", date(2022, 11, 4)),
        ("2023 年 6 月", date(2023, 6, 30)),
        ("6 月份", date(2022, 6, 30)),
        ("2024年2月", date(2024, 2, 29)),
        ("1-6月", date(2022, 6, 30)),
        ("2023年1月至6月", date(2023, 6, 30)),
        ("2021年1月1日至6月30日", date(2021, 6, 30)),
        ("2020年底", date(2020, 12, 31)),
        ("年底前", date(2022, 12, 31)),
        ("2023年上半年", date(2023, 6, 30)),
        ("2023年第三季度", date(2023, 9, 30)),
        ("2019年评价水平", date(2019, 12, 31)),
    ],
)
def test_a_printed_date(text: str, expected: date) -> None:
    assert parse_date(text, year=2022) == expected


@pytest.mark.parametrize(
    "text",
    [
        "2月30日",
        "24小时",
        "每月月底",
        "2021110409360094",
        "连续 6 个月",
        "12345热线",
        "5日均值",
        "56.41%",
        "09:36",
    ],
)
def test_no_date(text: str) -> None:
    assert find_dates(text, year=2022) == []


def test_without_a_year_there_is_no_date() -> None:
    assert parse_date("12月27日") is None


def test_a_date_takes_the_year_printed_before_it() -> None:
    found = find_dates("2021年6月成立,11月30日前完成。", year=2019)
    assert [(item.value, item.year_printed) for item in found] == [
        (date(2021, 6, 30), True),
        (date(2021, 11, 30), False),
    ]


def test_only_dates_after_the_cut_off_word_are_cut_off_dates() -> None:
    text = "统计数据截止2023年6月30日,12月31日前整改;截至目前无变化;截至 7 月 1 日"
    assert [item.value for item in cut_off_dates(text)] == [date(2023, 6, 30), date(2023, 7, 1)]


def test_a_range_keeps_its_first_day() -> None:
    (found,) = find_dates("2023年1-6月")
    assert (found.first, found.value, found.precision) == (
        date(2023, 1, 1),
        date(2023, 6, 30),
        Precision.MONTH,
    )


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2016年3月4日—3月10日", date(2016, 3, 4), date(2016, 3, 10)),
        ("2024年6月1日0时至6月30日24时", date(2024, 6, 1), date(2024, 6, 30)),
        ("2023年12月29日至2024年1月4日", date(2023, 12, 29), date(2024, 1, 4)),
        ("2023年12月29日至1月4日", date(2023, 12, 29), date(2024, 1, 4)),
        ("12月29日至1月4日", date(2021, 12, 29), date(2022, 1, 4)),
        ("2016.3.4-3.10", date(2016, 3, 4), date(2016, 3, 10)),
        ("2016-03-04至2016-03-10", date(2016, 3, 4), date(2016, 3, 10)),
        ("２０１６年３月４日至１０日", date(2016, 3, 4), date(2016, 3, 10)),
    ],
)
def test_a_range_of_days(text: str, first: date, last: date) -> None:
    (found,) = find_dates(text, year=2022)
    assert (found.first, found.value, found.precision) == (first, last, Precision.DAY)


@pytest.mark.parametrize(
    "text", ["截至2024年6月12日24时", "截至 2024年6月12日 24 时", "截至２０２４年６月１２日"]
)
def test_a_cut_off_day_with_its_hour(text: str) -> None:
    assert [item.value for item in cut_off_dates(text)] == [date(2024, 6, 12)]


@given(
    st.dates(date(1990, 1, 1), date(2099, 12, 31)),
    st.sampled_from(["{y}年{m}月{d}日", "{y}-{m:02}-{d:02}", "{y} 年 {m} 月 {d} 日", "{y}.{m}.{d}"]),
)
def test_every_day_is_read_as_printed(day: date, form: str) -> None:
    text = form.format(y=day.year, m=day.month, d=day.day)
    (found,) = find_dates(f"（{text}）")
    assert found.value == day
    assert found.precision is Precision.DAY


@given(st.integers(1990, 2099), st.integers(1, 12))
def test_a_month_means_its_last_day(year: int, month: int) -> None:
    assert parse_date(f"{year}年{month}月") == month_end(year, month)
    assert (month_end(year, month)).day in (28, 29, 30, 31)


@given(st.text(alphabet="0123456789年月日号-./ 至底前截止一二十第季度", max_size=40))
def test_found_dates_lie_in_order_and_never_overlap(text: str) -> None:
    end = 0
    for found in find_dates(text, year=2021):
        assert end <= found.start < found.end <= len(text)
        end = found.end
