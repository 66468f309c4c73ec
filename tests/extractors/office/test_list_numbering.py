"""Numbers as Word counts and prints them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.office.list_numbering import chinese_number, format_number
from extractors.printed.numbers import chinese_integer


@pytest.mark.parametrize(
    ("value", "number_format", "printed"),
    [
        (3, "decimal", "3"),
        (3, "decimalZero", "03"),
        (12, "chineseCounting", "十二"),
        (20, "japaneseCounting", "二十"),
        (105, "chineseCountingThousand", "一百零五"),
        (2, "chineseLegalSimplified", "贰"),
        (3, "decimalEnclosedCircleChinese", "③"),
        (28, "upperLetter", "BB"),
        (4, "lowerRoman", "iv"),
        (1, "ideographTraditional", "甲"),
        (7, "bullet", ""),
        (7, "formatOfTheFuture", "7"),
    ],
)
def test_formats(value: int, number_format: str, printed: str) -> None:
    assert format_number(value, number_format) == printed


@given(st.integers(1, 999))
def test_chinese_numbers_read_back(value: int) -> None:
    assert chinese_integer(chinese_number(value)) == value
