"""Values as Excel prints them."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.office.number_format import Value, format_value, is_date_code

ACCOUNTING = '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ '


@pytest.mark.parametrize(
    ("value", "code", "printed"),
    [
        (0.9706, "0.00%", "97.06%"),
        (1, "0%", "100%"),
        (0.97055, "0.00%", "97.06%"),  # half up in decimal, where binary lies below
        (0.9899999999999999, "0.00%", "99.00%"),
        (0.5, "0.##%", "50.%"),
        (-0.0251, "0.00%", "-2.51%"),
        (12, "0\\%", "12%"),
        (1234.5, "#,##0.00", "1,234.50"),
        (1234567, "#,##0", "1,234,567"),
        (2.5, "0", "3"),
        (5, "000", "005"),
        (0.25, "#.##", ".25"),
        (956.7905, '0.0###"万"', "956.7905万"),
        (12345678, '0.00,,"百万"', "12.35百万"),
        (12, '0"件"', "12件"),
        (34200, '0!.0,"万"', "3.4万"),  # ten thousands, as Chinese offices print them
        (34200, '0"."0,"万"', "3.4万"),
        (345678, '#!.0000"万"', "34.5678万"),
        (300, "0\\.0,", "0.0"),
        (-34200, '0!.0,"万"', "-3.4万"),
        (37212345678, "000-0000-0000", "372-1234-5678"),
        (-2.5, "0.00_);(0.00)", "(2.50)"),
        (-0.001, "0.00", "0.00"),
        (0, "0;-0;-", "-"),
        (0, ACCOUNTING, "-"),
        (1234.5, ACCOUNTING, "1,234.50"),
        (-0.5, "[Red]0.0%;[Blue]-0.0%", "-50.0%"),
        (150, '[>=100]"多";"少"', "多"),
        (1, "[$¥-804]#,##0", "¥1"),
        (12345, "0.00E+00", "1.23E+04"),
        (0.1 + 0.2, "General", "0.3"),
        (0.970629370629371, "General", "0.970629371"),
        (123456789012, "General", "1.23457E+11"),
        (100, "G/通用格式", "100"),
        (True, "General", "TRUE"),
        ("无数据", "0.00%", "无数据"),
        (None, "0.00%", ""),
        (datetime(2023, 6, 30), 'yyyy"年"m"月"d"日"', "2023年6月30日"),
        (datetime(2023, 6, 5, 9, 3), "yyyy-mm-dd hh:mm", "2023-06-05 09:03"),
        (datetime(2023, 6, 5, 15, 3), "上午/下午h:mm", "下午3:03"),
        (date(2023, 6, 5), '[DBNum1][$-804]m"月"', "6月"),
        (datetime(2023, 6, 5), "General", "2023/6/5"),
        (time(9, 5), "h:mm", "9:05"),
    ],
)
def test_printed(value: Value, code: str, printed: str) -> None:
    assert format_value(value, code).strip() == printed


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("yyyy-m-d", True),
        ("0.00", False),
        ("General", False),
        ('0"年"', False),
        ("[h]:mm", True),
        ("[Red]0", False),
        ("m/d", True),
    ],
)
def test_date_codes(code: str, expected: bool) -> None:
    assert is_date_code(code) is expected


@given(st.integers(-(10**9), 10**9), st.integers(0, 4))
def test_fixed_decimals_round_half_up(cents: int, places: int) -> None:
    value = cents / 1000
    code = "0." + "0" * places if places else "0"
    expected = Decimal(f"{value:.15g}").quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    assert Decimal(format_value(value, code)) == expected


@given(st.integers(-(10**10), 10**10))
def test_integers_print_as_they_are(value: int) -> None:
    assert format_value(value, "General") == str(value)
    assert format_value(value, "#,##0").replace(",", "") == str(value)
