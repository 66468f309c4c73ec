"""One list of measure words: what it holds, and that every place of use takes its words from it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.printed import measure_words
from extractors.printed.numbers import parse_figure

_IN_CELLS = st.sampled_from(sorted(measure_words.IN_CELLS))


@given(st.integers(0, 10**7), _IN_CELLS)
def test_a_figure_with_any_measure_word_is_read_with_it(number: int, word: str) -> None:
    figure = parse_figure(f"{number}{word}")
    assert figure is not None
    assert (figure.value, figure.unit) == (Decimal(number), measure_words.bare(word))


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("120通", 120, "通"),
        ("100单", 100, "单"),
        ("113種", 113, "种"),
        ("35筆", 35, "笔"),
        ("3萬件", 30000, "件"),
    ],
)
def test_words_of_cells_that_once_only_prose_knew(text: str, value: int, unit: str) -> None:
    figure = parse_figure(text)
    assert figure is not None
    assert (figure.value, figure.unit) == (value, unit)


@pytest.mark.parametrize("text", ["6月", "2023年", "15日", "3级", "2号", "113桶", "5点"])
def test_what_is_no_measure_word(text: str) -> None:
    assert parse_figure(text) is None


def test_all_uses_are_parts_of_the_one_list() -> None:
    for words in (
        measure_words.IN_CELLS,
        measure_words.IN_PROSE,
        measure_words.IN_PHRASINGS,
        measure_words.BEHIND_CHINESE_NUMERALS,
        measure_words.CHINESE_AT_END,
    ):
        assert measure_words.MEASURE_WORDS.issuperset(words)


@pytest.mark.parametrize(
    ("printed", "registered"),
    [
        ("‰", "‰"),
        ("起", "宗"),
        ("通", "个"),
        ("名次", "名"),
        ("名", "人"),
        ("个工作日", "工作日"),
        ("月", "个月"),
    ],
)
def test_how_the_registry_writes_a_unit(printed: str, registered: str) -> None:
    assert measure_words.REGISTERED[printed] == registered
