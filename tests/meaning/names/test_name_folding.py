"""Folding of printed names."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.meaning.names.name_folding import fold_name, key


@pytest.mark.parametrize(
    ("printed", "folded"),
    [
        ("市自然资源和规 划局", "市自然资源和规划局"),
        ("市无线电管\n理处", "市无线电管理处"),
        ("縣殘聯", "县残联"),
        ("交運(yùn)局", "交运局"),
        ("巿エ信局", "市工信局"),
        ("12.唐河县农业局", "唐河县农业局"),
        ("15、侨务局", "侨务局"),
        ("（三）审计局", "审计局"),
        ("No.3 审计局", "审计局"),
        ("供销社①", "供销社"),
        ("医保局※", "医保局"),
        ("统计局注1", "统计局"),
        ("教育委员会（牵头）", "教育委员会"),
        ("广播电视台（无数据", "广播电视台"),
        ("12345政务服务便民热线", "12345政务服务便民热线"),
        ("七星关区公安局", "七星关区公安局"),
        ("三台县公安局", "三台县公安局"),
        ("⼯商联", "工商联"),
        ("（财政局）", "财政局"),
        ("", ""),
    ],
)
def test_what_is_no_part_of_the_name_goes(printed: str, folded: str) -> None:
    assert fold_name(printed).text == folded


def test_notes_are_kept_and_pinyin_is_not() -> None:
    assert fold_name("财政局（国资委）").notes == ("国资委",)
    assert fold_name("區審(shěn)計局").notes == ()


def test_joints_do_not_count_in_comparison() -> None:
    assert key("自然资源和规划局") == key("自然资源规划局") == key("自然资源与规划局")


@given(st.text(max_size=30))
@settings(max_examples=500, deadline=None)
def test_folding_is_idempotent_for_any_text(text: str) -> None:
    once = fold_name(text).text
    assert fold_name(once).text == once


@given(st.text(alphabet="市县局0123456789.、()（）一二三注①*:： \nNno第", max_size=14))
@settings(max_examples=500, deadline=None)
def test_folding_is_idempotent_for_list_numbers_and_marks(text: str) -> None:
    once = fold_name(text).text
    assert fold_name(once).text == once
