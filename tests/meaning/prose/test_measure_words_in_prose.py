"""Figures with rare measure words in a sentence: stated, or told."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.meaning.prose.setting import read


@pytest.mark.parametrize(
    ("printed", "value", "unit"),
    [("120通", 120, "通"), ("100单", 100, "单"), ("113種", 113, "种"), ("35筆", 35, "笔")],
)
def test_a_figure_is_read_with_its_word(printed: str, value: int, unit: str) -> None:
    reading = read(f"6月份，全市共受理诉求{printed}。")
    assert [(s.value, s.unit) for s in reading.statements] == [(Decimal(value), unit)]


def test_a_figure_with_an_unknown_word_is_kept() -> None:
    reading = read("6月份，全市共受理诉求113桶。")
    (statement,) = reading.statements
    assert (statement.value, statement.unit, statement.quote) == (Decimal(113), None, "全市共受理诉求113")
