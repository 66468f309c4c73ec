"""Changes: verbs, signs and arrows, and what a figure is compared with."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.meaning.prose import Kind, Statement
from tests.meaning.prose.setting import read


def _said(text: str) -> list[tuple[str, str | None, float | None, str | None]]:
    """(kind, words, value, unit) of every statement."""
    return [
        (str(s.kind), s.indicator_raw, None if s.value is None else float(s.value), s.unit)
        for s in read(text).statements
    ]


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("比上年减收12万元", -120_000),
        ("同比增收12万元", 120_000),
        ("较上年少收12万元", -120_000),
        ("负增长12%", -12),
        ("同比-12%", -12),
        ("环比+12%", 12),
        ("同比↓12%", -12),
        ("同比增长—12%", -12),
        ("同比增幅为-12%", -12),
        ("比上年减少收入12万元", -120_000),
    ],
)
def test_a_change_of_the_revenue_is_no_revenue(words: str, value: float) -> None:
    first, *others = read(f"全市税收收入完成300万元，{words}。").statements
    assert (first.kind, first.indicator_id, first.value) == (Kind.VALUE, "tax_revenue", Decimal(3_000_000))
    (change,) = others
    assert (change.kind, change.value) == (Kind.CHANGE, Decimal(value))


def test_the_verb_names_what_it_is_a_change_of() -> None:
    assert _said("一般公共预算支出800万元，同比增支60万元，增长8.1%。") == [
        ("value", "一般公共预算支出", 8_000_000, "元"),
        ("change", "一般公共预算支出", 600_000, "元"),
        ("change", "一般公共预算支出", 8.1, "%"),
    ]
    asked = read("一般公共预算支出800万元，同比减收60万元。")
    assert [item.text for item in asked.review] == ["60万元"]
    assert [s.value for s in asked.statements] == [Decimal(8_000_000)]


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("办结率98%，同比下降-0.5个百分点。", "-0.5个百分点"),
        ("办结率98%（+0.5），按期办结。", "+0.5"),
        ("办结率98%，↑0.5个百分点。", "↑0.5个百分点"),
        ("某某指数同比改善3%。", "3%"),
    ],
)
def test_what_contradicts_itself_or_says_nothing_is_asked(text: str, asked: str) -> None:
    found = read(text)
    assert [item.text for item in found.review] == [asked]
    assert all(s.value_raw != asked for s in found.statements)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("差评率同比改善0.3个百分点。", -0.3),
        ("满意率同比改善0.3个百分点。", 0.3),
        ("满意率同比恶化0.3个百分点。", -0.3),
    ],
)
def test_better_is_less_of_what_should_fall(text: str, value: float) -> None:
    (change,) = read(text).statements
    assert (change.kind, float(change.value or 0)) == (Kind.CHANGE, value)


def test_a_change_of_nothing_is_no_indicator() -> None:
    (statement,) = read("同比增幅的平均值为12%。").statements
    assert statement.indicator_id is None


def _one(text: str) -> Statement:
    (change,) = [s for s in read(text).statements if s.kind is Kind.CHANGE]
    return change


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(["增长", "上升", "提高", "增加"]),
    st.sampled_from(["下降", "降低", "减少", "回落"]),
    st.sampled_from(["", "-", "－", "−", "–", "‑"]),
    st.decimals("0.01", "99.99", places=2),
)
def test_any_verb_with_any_sign(up: str, down: str, sign: str, number: Decimal) -> None:
    change = _one(f"办件量同比{up}{sign}{number}%。")
    assert change.value == (-number if sign else number)
    if sign:
        found = read(f"办件量同比{down}{sign}{number}%。")
        assert (len(found.statements), len(found.review)) == (0, 1)
    else:
        assert _one(f"办件量同比{down}{number}%。").value == -number


@pytest.mark.parametrize(
    ("text", "then"),
    [
        ("即办件占比达78%，较去年同期（75%）提升3个百分点。", date(2022, 6, 30)),
        ("即办件占比达78%，上年同期为75%，提升3个百分点。", date(2022, 6, 30)),
        ("即办件占比达78%（去年同期75%），提升3个百分点。", date(2022, 6, 30)),
        ("即办件占比达78%，较5月份（75%）提升3个百分点。", date(2023, 5, 31)),
        ("即办件占比达78%，比上月（75%）提升3个百分点。", date(2023, 5, 31)),
    ],
)
def test_the_earlier_figure_is_of_then(text: str, then: date) -> None:
    now, before, change = read(text).statements
    assert {s.indicator_id for s in (now, before, change)} == {"instant_share"}
    assert (now.value, now.as_of) == (Decimal(78), date(2023, 6, 30))
    assert (before.kind, before.value, before.as_of) == (Kind.VALUE, Decimal(75), then)
    assert (change.kind, change.value, change.as_of) == (Kind.CHANGE, Decimal(3), date(2023, 6, 30))


def test_what_others_have_in_brackets_is_not_ours() -> None:
    found = read("网办率98%，高于全省平均水平（92%）。")
    assert [(s.value, s.indicator_raw) for s in found.statements] == [(Decimal(98), "网办率")]
    assert [item.text for item in found.review] == ["92%"]


def test_last_year_holds_until_this_year() -> None:
    dates = [s.as_of for s in read("去年，全市受理办件120件，办结118件；今年受理办件150件。").statements]
    assert dates == [date(2022, 12, 31), date(2022, 12, 31), date(2023, 6, 30)]


def test_from_then_to_now() -> None:
    first, second = read("网办率由上年同期的85%提高到90%。").statements
    assert (first.value, first.as_of) == (Decimal(85), date(2022, 6, 30))
    assert (second.value, second.as_of) == (Decimal(90), date(2023, 6, 30))


def test_the_end_of_last_year_is_no_end_of_this_one() -> None:
    (_, change) = read("办结率98%，较去年末提高3个百分点。").statements
    assert (change.indicator_raw, change.as_of, change.compared_with) == (
        "办结率",
        date(2023, 6, 30),
        "去年末",
    )
