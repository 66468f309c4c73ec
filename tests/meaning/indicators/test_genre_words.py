"""Cutting phrasings into words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.meaning.indicators import IndicatorResolver
from pipelines.meaning.indicators.genre_words import normalise, unit_of

RESOLVER = IndicatorResolver.load()
FOLDER = RESOLVER.folder


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("办理深度率（%）", "办理深度率"),
        ("不见面 审批率", "不见面审批率"),
        ("“最多跑一次”事项占比", "最多跑一次事项比例"),
        ("三星及以上事项占比", "三级以上事项占比"),
        ("主项覆盖率20.63%", "主项覆盖率"),
        ("已完成111种电子证照制证", "已完成电子证照制证"),
        ("2021年11月办件量", "办件量"),
        ("截至11月办件量", "办件量"),
        ("較5月份降低", "环比降低"),
        ("ＰＭ２．５浓度", "PM2.5浓度"),
    ],
)
def test_the_same_words(one: str, other: str) -> None:
    assert FOLDER.fold(one).key == FOLDER.fold(other).key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("15秒接通率", "接通率"),
        ("一日办结事项数", "办结事项数"),
        ("PM2.5浓度", "PM10浓度"),
        ("三级办理深度", "四级办理深度"),
        ("未签章数量", "签章数量"),
        ("办结率", "办结数"),
    ],
)
def test_not_the_same_words(one: str, other: str) -> None:
    assert FOLDER.fold(one).key != FOLDER.fold(other).key


def test_units_are_read_from_brackets_and_figures() -> None:
    assert FOLDER.fold("承诺时限(工作日)").unit == "工作日"
    assert FOLDER.fold("罚没金额（万元）").unit == "万元"
    assert FOLDER.fold("其中咨询796件").unit == "件"
    assert FOLDER.fold("电子证照汇聚数据量75.34万条").unit == "条"
    assert FOLDER.fold("办件量").unit is None


def test_units_with_a_scale() -> None:
    assert (unit_of("万件"), unit_of("万元"), unit_of("μg/m³"), unit_of("ug/m3")) == (
        "件",
        "万元",
        "微克/立方米",
        "微克/立方米",
    )
    assert unit_of("甲") is None


@given(st.text(max_size=60))
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


@given(
    st.lists(
        st.sampled_from(["率", "办件", "不见面", "全市", "未", "12", "%", "的", "总数", "丂", "三级以上"]),
        max_size=8,
    )
)
def test_every_character_is_in_one_piece(parts: list[str]) -> None:
    text = "".join(parts)
    folded = FOLDER.fold(text)
    assert folded.words.isdisjoint(folded.weak)
    assert all(piece.text for piece in folded.pieces)
    assert FOLDER.fold(text) is folded
