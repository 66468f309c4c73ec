"""Traditional characters, read as the simplified ones that the rules are written in."""

from __future__ import annotations

import pytest
from opencc import OpenCC

from extractors.printed.characters import simplified, simplified_character, without_readings
from extractors.printed.line_wraps import fold
from extractors.printed.measure_words import MEASURE_WORDS


@pytest.mark.parametrize(
    ("printed", "plain"),
    [
        ("113種", "113种"),
        ("受理筆數", "受理笔数"),
        ("辦結(jié)率", "办结率"),
        ("總計", "总计"),
        ("乾隆", "乾隆"),
        ("乾县", "乾县"),  # the name of a county, which a conversion of single characters makes 干县
        ("API接口", "API接口"),
    ],
)
def test_simplified(printed: str, plain: str) -> None:
    assert simplified(printed) == plain


def test_a_character_by_itself() -> None:
    assert (simplified_character("種"), simplified_character("种"), simplified_character("乾")) == (
        "种",
        "种",
        "干",
    )


def test_readings_go() -> None:
    assert without_readings("通報(bào)") == "通報"


def test_every_measure_word_is_met_in_traditional_print() -> None:
    converter = OpenCC("s2t")
    for word in MEASURE_WORDS:
        assert fold(converter.convert(word)) == fold(word)


def test_half_a_surrogate_pair_stays_as_it_is() -> None:
    assert simplified("\ud800辦結\udfff") == "\ud800办结\udfff"
