"""Numbers as printed: values, units, decimals, comparators, and what is no number."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.printed.no_value import is_no_value
from extractors.printed.numbers import chinese_integer, find_figures, parse_figure


@pytest.mark.parametrize(
    ("text", "value", "unit", "decimals", "comparator"),
    [
        ("56. 41%", "56.41", "%", 2, "="),
        ("1,234", "1234", None, 0, "="),
        ("1, 234,567", "1234567", None, 0, "="),
        ("1 234 567", "1234567", None, 0, "="),
        ("1198.32万件", "11983200.00", "件", 2, "="),
        ("75.34万", "753400.00", None, 2, "="),
        ("1.2亿元", "120000000.0", "元", 1, "="),
        ("100％", "100", "%", 0, "="),
        ("１２．５", "12.5", None, 1, "="),
        ("0", "0", None, 0, "="),
        ("70%以上", "70", "%", 0, ">="),
        ("不低于 90%", "90", "%", 0, ">="),
        ("≥0.8", "0.8", None, 1, ">="),
        ("不超过3个工作日", "3", "工作日", 0, "<="),
        ("大于1", "1", None, 0, ">"),
        ("低于5%", "5", "%", 0, "<"),
        ("60%以下", "60", "%", 0, "<="),
        ("90余次", "90", "次", 0, ">="),
        ("70多项", "70", "项", 0, ">="),
        ("120万余件", "1200000", "件", 0, ">="),
        ("-2.51%", "-2.51", "%", 2, "="),
        ("－3", "-3", None, 0, "="),
        ("↓2.5%", "-2.5", "%", 1, "="),
        ("+4", "4", None, 0, "="),
        ("(12)", "12", None, 0, "="),
        ("17.5天", "17.5", "天", 1, "="),
        ("2.51个百分点", "2.51", "百分点", 2, "="),
    ],
)
def test_a_cell_that_is_a_figure(
    text: str, value: str, unit: str | None, decimals: int, comparator: str
) -> None:
    figure = parse_figure(text)
    assert figure is not None
    assert (figure.value, figure.unit, figure.decimals, figure.comparator) == (
        Decimal(value),
        unit,
        decimals,
        comparator,
    )
    assert figure.text == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "/",
        "—",
        "无数据",
        "市教育局",
        "6月",
        "2019年",
        "1个目录未开展业务",
        "1—2个",
        "1.2.3",
        "10 0.00%",
        "第4",
    ],
)
def test_a_cell_that_is_no_figure(text: str) -> None:
    assert parse_figure(text) is None


def test_the_last_printed_place_counts_the_expanded_unit() -> None:
    figure = parse_figure("1198.32万件")
    assert figure is not None
    assert figure.quantum == Decimal(100)


@pytest.mark.parametrize("text", ["", "/", "—", "－", "无数据", " 无 数 据 ", "N/A", "暂缺"])
def test_no_value(text: str) -> None:
    assert is_no_value(text)


@pytest.mark.parametrize("text", ["0", "无锡市", "无需排查", "0.00%", "一"])
def test_a_value_or_a_word_is_not_no_value(text: str) -> None:
    assert not is_no_value(text)


def test_figures_of_a_sentence_without_dates_ordinals_and_document_numbers() -> None:
    text = "截至12月27日,排名全省第4,数据量75.34万条;见(宛放办[2021]8号),占比92.14%,较5月份降低2.51%。1-6月共2个。"
    found = [(text[f.start : f.end], f.figure.value) for f in find_figures(text)]
    assert found == [
        ("75.34万条", Decimal("753400.00")),
        ("92.14%", Decimal("92.14")),
        ("2.51%", Decimal("2.51")),
        ("2个", Decimal(2)),
    ]


def test_a_dash_between_two_numbers_is_no_minus_but_one_after_a_word_is() -> None:
    assert [f.figure.value for f in find_figures("每个类型保留1—2个窗口")] == [1, 2]
    assert [f.figure.value for f in find_figures("同比-1.47%")] == [Decimal("-1.47")]


def test_the_digits_of_a_found_figure_are_marked() -> None:
    text = "占比不低于 90%。"
    (found,) = find_figures(text)
    assert text[found.start : found.end] == "不低于 90%"
    assert text[found.number_start : found.number_end] == "90"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("十二", 12),
        ("二十一", 21),
        ("一百零五", 105),
        ("二〇二一", 2021),
        ("１２", 12),
        ("七", 7),
        ("乱", None),
        ("", None),
    ],
)
def test_chinese_integers(text: str, value: int | None) -> None:
    assert chinese_integer(text) == value


@given(
    st.integers(-(10**9), 10**9),
    st.integers(0, 4),
    st.sampled_from(["", "%", "件", "个工作日"]),
    st.booleans(),
)
def test_what_is_printed_is_what_is_read(number: int, decimals: int, unit: str, grouped: bool) -> None:
    value = Decimal(number).scaleb(-decimals)
    printed = f"{value:,.{decimals}f}" if grouped else f"{value:.{decimals}f}"
    figure = parse_figure(printed + unit)
    assert figure is not None
    assert figure.value == value
    assert figure.decimals == decimals


@given(st.integers(0, 10**6), st.integers(0, 3))
def test_spaces_of_recognition_inside_a_number_change_nothing(number: int, decimals: int) -> None:
    printed = f"{Decimal(number).scaleb(-decimals):.{decimals}f}%"
    spaced = printed.replace(".", ". ")
    assert parse_figure(spaced).value == parse_figure(printed).value


@given(st.text(alphabet="0123456789.,%％年月日第万余以上-— 件个县区的为", max_size=40))
def test_found_figures_lie_in_order_and_never_overlap(text: str) -> None:
    end = 0
    for found in find_figures(text):
        assert end <= found.start <= found.number_start < found.number_end <= found.end <= len(text)
        assert any(character.isdecimal() for character in text[found.number_start : found.number_end])
        end = found.end
