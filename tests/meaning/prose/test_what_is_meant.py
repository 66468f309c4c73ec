"""Of what and of whom a figure is where its own words don't say it; and what is no figure of its own."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from pipelines.meaning.prose.lexing.text_folding import fold
from tests.meaning.prose.setting import read, shorts


def test_a_share_of_the_budget_is_of_the_clauses_subject() -> None:
    text = "政府性基金收入完成300万元，完成年初预算数1200万元的25%，同比增收30万元。"
    done, budget, rate, change = read(text).statements
    assert (done.indicator_id, done.value) == ("fund_revenue", Decimal(3_000_000))
    assert (budget.indicator_raw, budget.indicator_id) == ("政府性基金收入年初预算数", None)
    assert (rate.indicator_raw, rate.about, rate.indicator_id, rate.value) == (
        "政府性基金收入完成年初预算数", "政府性基金收入", "budget_completion_rate", Decimal(25),
    )  # fmt: skip
    assert (change.indicator_id, change.value) == ("fund_revenue", Decimal(300_000))


def test_a_plan_that_may_be_of_anything_is_no_budget() -> None:
    (rate,) = read("税收收入完成全年计划的52.3%。").statements
    assert (rate.about, rate.indicator_id) == ("税收收入", None)


@pytest.mark.parametrize(
    ("text", "words", "indicator"),
    [
        ("检查政府网站40家，不合格2家，合格率95%。", "政府网站合格率", "website_pass_rate"),
        ("抽检食品40批次，合格率95%。", "食品合格率", None),
        ("食品抽检合格率95%。", "食品抽检合格率", None),
        ("合格率95%。", "合格率", None),
    ],
)
def test_a_rate_of_anything_needs_its_subject(text: str, words: str, indicator: str | None) -> None:
    rate = read(text).statements[-1]
    assert (rate.indicator_raw, rate.indicator_id) == (words, indicator)


def test_a_rate_behind_a_count_of_some_is_of_those() -> None:
    text = "全市受理办件900件，办结率99%。\n企业注销“一件事”办件量90件，办结率95%。"
    every, some = (s for s in read(text).statements if s.indicator_raw == "办结率")
    assert (every.indicator_id, every.about) == ("completion_rate", None)
    assert (some.indicator_id, some.about) == (None, "企业注销“一件事”办件量")


def test_such_cases_are_those_of_the_heading() -> None:
    text = "二、热点\n（一）路灯不亮较多。共受理此类工单25件，满意率90%。\n（二）占道经营较多。共受理此类工单9件，满意率80%。"
    found = [(s.indicator_raw, s.about, s.indicator_id) for s in read(text).statements]
    assert found == [
        ("受理路灯不亮工单", "路灯不亮", None), ("满意率", "路灯不亮", None),
        ("受理占道经营工单", "占道经营", None), ("满意率", "占道经营", None),
    ]  # fmt: skip


def test_ages_are_labels() -> None:
    text = "0—14岁、15—59岁、60岁及以上常住人口分别为20人、60人和30人。平均年龄41岁。"
    assert shorts(text) == [
        ("全市", "0—14岁常住人口", 20, "人"),
        ("全市", "15—59岁常住人口", 60, "人"),
        ("全市", "60岁及以上常住人口", 30, "人"),
        ("全市", "平均年龄", 41, "岁"),
    ]
    assert {item.rule for item in read(text).ignored} == {"category"}


@pytest.mark.parametrize("text", ["总投资500万元以上项目12个。", "用时3天以内办件120件。"])
def test_what_is_above_a_size_is_not_all_of_it(text: str) -> None:
    (statement,) = read(text).statements
    assert statement.value in {Decimal(12), Decimal(120)}
    assert statement.indicator_id is None


def test_a_ratio_is_one_figure_or_asked() -> None:
    found = read("男女性别比为104.5:100（女性为100），男性人口12人。师生比为1:15。")
    assert [(s.indicator_raw, s.value) for s in found.statements] == [
        ("男女性别比", Decimal("104.5")), ("男性人口", Decimal(12)),
    ]  # fmt: skip
    assert [item.text for item in found.review] == ["1", "15"]


def test_what_is_spoken_of_in_brackets_ends_with_them() -> None:
    assert shorts("受理办件900件（其中咨询件30件），同比增长5%。")[-1] == ("全市", "受理办件", 5, "%")


def test_a_blank_between_clauses_parts_them() -> None:
    assert shorts("受理事项120件 办结事项118件 收到投诉5件 无退件") == [
        ("全市", "受理事项", 120, "件"), ("全市", "办结事项", 118, "件"), ("全市", "收到投诉", 5, "件"),
    ]  # fmt: skip
    assert shorts("受理事项：120件　办结事项：118件")[1] == ("全市", "办结事项", 118, "件")


@pytest.mark.parametrize(
    ("printed", "folded"),
    [
        ("受理 120 件 办结 118 件", "受理120件办结118件"),  # blanks around all figures say nothing
        ("涉及12个 部门30项", "涉及12个部门30项"),
        ("受理1 2 3 4件", "受理1234件"),
        ("办结率9 8 . 5 %", "办结率98.5%"),
        ("受理１　２　３件", "受理123件"),
    ],
)
def test_blanks(printed: str, folded: str) -> None:
    found = fold(printed)
    assert found.text == folded
    assert len(found.origin) == len(folded)


@pytest.mark.parametrize("figure", ["12 345", "1 2", "1 2  3 4"])
def test_digits_set_apart_unevenly_are_asked(figure: str) -> None:
    found = read(f"全市受理办件{figure}件。")
    assert found.statements == ()
    assert [item.text for item in found.review] == [figure]


@pytest.mark.parametrize(
    ("text", "owner", "words", "value"),
    [
        ("办结率最低的是宛城区，为91.26%。", "宛城区", "办结率", 91.26),
        ("办结率最低的是宛城区（91.26%）。", "宛城区", "办结率", 91.26),
        ("综合评分最高的是唐河县，98.5分。", "唐河县", "综合评分", 98.5),
        ("满意率最高的卧龙区为99.41%。", "卧龙区", "满意率", 99.41),
        ("办结率最低的是宛城区和卧龙区，为91%。", "宛城区和卧龙区", "办结率", 91),
    ],
)
def test_the_figure_of_the_best_or_worst_is_theirs(text: str, owner: str, words: str, value: float) -> None:
    assert shorts(text)[-1][:3] == (owner, words, value)


def test_the_next_clause_is_everybodys_again() -> None:
    assert shorts("办结率最低的是宛城区，为91%，网办率98%。")[-1] == ("全市", "网办率", 98, "%")
    assert shorts("办结率最低的是宛城区、卧龙区，分别为91%和92%。")[1:] == [
        ("宛城区", "办结率", 91, "%"), ("卧龙区", "办结率", 92, "%"),
    ]  # fmt: skip


def test_a_township_is_not_its_county() -> None:
    assert shorts("全镇受理办件322件，办结率100%。", place="唐河县") == [
        ("全镇", "受理办件", 322, "件"), ("全镇", "办结率", 100, "%"),
    ]  # fmt: skip


def test_goals_with_a_colon_are_demanded() -> None:
    found = read("三季度目标：市直部门认领率达到99.5%以上，县（市、区）不低于99%。")
    assert [(t.comparator, t.threshold, t.deadline) for t in found.targets] == [
        (">=", Decimal("99.5"), date(2023, 9, 30)), (">=", Decimal(99), date(2023, 9, 30)),
    ]  # fmt: skip
    assert not read("全市超额完成年度目标：网办率95%。").targets


def test_rates_of_two_things_are_told_apart() -> None:
    text = "检查政府网站40家，不合格2家，合格率95%。\n政务新媒体共计50个，不合格5个，合格率90%。"
    rates = [s for s in read(text).statements if s.unit == "%"]
    assert [(s.indicator_raw, s.about) for s in rates] == [
        ("政府网站合格率", "政府网站"), ("政务新媒体合格率", "政务新媒体"),
    ]  # fmt: skip


def test_a_rate_of_a_deed_is_of_what_was_counted_before_it() -> None:
    text = (
        "受理消费投诉120件，办结114件，办结率95%，满意率90%。\n信访平台受理信访件30件，办结率100%。差评率1%。"
    )
    found = [(s.indicator_raw, s.qualifier) for s in read(text).statements]
    assert found == [
        ("受理消费投诉", None), ("办结", "消费投诉"), ("办结率", "消费投诉"), ("满意率", "消费投诉"),
        ("信访平台受理信访件", None), ("办结率", "信访平台受理信访件"), ("差评率", None),
    ]  # fmt: skip


def test_a_scope_in_brackets_or_left_out_is_not_that_of_the_next_figure() -> None:
    text = "市直窗口受理办件300件（不含各县区窗口受理数），网办率80%。"
    assert [owner for owner, _, _, _ in shorts(text)] == ["市本级", "市本级"]
    text = "全市受理办件300件（县级已另行通报），网办率80%。"
    assert [owner for owner, _, _, _ in shorts(text)] == ["全市", "全市"]
