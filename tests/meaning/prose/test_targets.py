"""What notices and plans demand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tests.meaning.prose.setting import read

NOTICE = "关于进一步做好工作的通知"


@pytest.mark.parametrize(
    ("text", "comparator", "threshold", "unit", "deadline"),
    [
        ("11月30日前，即办件占比达到40%以上。", ">=", 40, "%", date(2023, 11, 30)),
        ("年底前，比值要大于1。", ">", 1, None, date(2023, 12, 31)),
        ("平均跑动次数不超过0.1。", "<=", 0.1, None, None),
        ("12月15日前，应用月使用率不低于90%。", ">=", 90, "%", date(2023, 12, 15)),
        ("11月15日前，窗口评价设备全覆盖。", ">=", 100, "%", date(2023, 11, 15)),
        ("12月15日前，自助一体机配备数量不少于两台。", ">=", 2, "台", date(2023, 12, 15)),
        ("到2025年底，全程网办率达到90%。", ">=", 90, "%", date(2025, 12, 31)),
        ("超期率控制在0.5%以下。", "<=", 0.5, "%", None),
        ("办理时限压缩至3个工作日。", "<=", 3, "工作日", None),
        ("一级深度为0。", "=", 0, None, None),
        ("确保100%按期办结。", ">=", 100, "%", None),
        ("2023年9月底前，支撑50件“一件事”可办。", ">=", 50, "件", date(2023, 9, 30)),
    ],
)
def test_thresholds(
    text: str, comparator: str, threshold: float, unit: str | None, deadline: date | None
) -> None:
    targets = [
        t
        for t in read(f"一、重点任务\n（一）提升效能。{text}", title=NOTICE).targets
        if t.threshold is not None
    ]
    (target,) = targets
    assert target.threshold is not None
    assert (target.comparator, float(target.threshold), target.unit) == (comparator, threshold, unit)
    assert target.deadline == deadline
    assert target.clause == "（一）"


def test_a_report_reports_and_a_notice_demands() -> None:
    sentence = "一、基本情况\n网上可办率达到100%。\n二、下步工作要求\n（一）网上可办率达到100%。"
    reported, demanded = read(sentence).statements
    assert (reported.kind, demanded.kind) == ("value", "target")
    (target,) = read(sentence).targets
    assert target.clause == "（一）"


def test_words_of_demand_inside_a_report() -> None:
    text = (
        "（三）本次测评要求办理深度三级及以上要达到90%（每低一个百分点扣0.1分），一级深度为0。目前可办率88%。"
    )
    found = read(text)
    assert [(t.indicator_raw, t.comparator, float(t.threshold or 0)) for t in found.targets] == [
        ("办理深度三级及以上", ">=", 90),
        ("一级深度", "=", 0),
    ]
    assert [float(s.value or 0) for s in found.statements if s.kind == "value"] == [0.1, 88]


def test_following_rules_is_no_demand() -> None:
    (statement,) = read("按照任务要求，在下发的113种证照模板中已完成。").statements
    assert statement.kind == "value"


def test_tasks_without_a_figure_and_the_responsible_office() -> None:
    text = (
        "一、推进工作\n（二）落实措施。11月15日前，梳理证明材料文件，办结率达到90%；12月10日前，将清单推送至市库。"
        "(县“放管服”办牵头,县直有关单位负责)"
    )
    found = read(text, title=NOTICE, place="唐河县").targets
    assert [(t.deadline, t.threshold and float(t.threshold)) for t in found] == [
        (date(2023, 11, 15), None),
        (date(2023, 11, 15), 90),
        (date(2023, 12, 10), None),
    ]
    assert {t.responsible for t in found} == {"县“放管服”办牵头,县直有关单位负责"}
    assert found[0].indicator_raw == "梳理证明材料文件"
    assert found[0].indicator_id is None


def test_a_threshold_that_triggers_a_duty_is_marked() -> None:
    (target,) = read("一、任务\n（八）每类证照数量低于50张的要反馈情况说明。", title=NOTICE).targets
    assert target.condition
    assert (target.comparator, target.threshold) == ("<", Decimal(50))


def test_an_office_that_shall_act_does_not_own_the_figure() -> None:
    text = "一、任务\n（四）11月30日前，省大数据局出台清单，支撑50件“一件事”可办。"
    (target,) = [t for t in read(text, title=NOTICE, place="唐河县").statements if t.kind == "target"]
    assert target.scope == "全县"


def test_what_is_expected_has_its_year_as_deadline() -> None:
    value, target = read("2019年评价指标为68.34分，预计2020年能提高到85分。").statements
    assert (value.kind, value.as_of) == ("value", date(2019, 12, 31))
    assert (target.kind, target.as_of) == ("target", date(2020, 12, 31))
    (row,) = read("2019年评价指标为68.34分，预计2020年能提高到85分。").targets
    assert row.deadline == date(2020, 12, 31)


@pytest.mark.parametrize(
    ("text", "thresholds", "deadline"),
    [
        pytest.param(
            "各单位要认真落实工作要点，到12月底全市全程网办率达到90%，即办件占比达到70%。",
            [90, 70],
            date(2023, 12, 31),
            id="a day that is still to come",
        ),
        pytest.param(
            "9月30日前，全市全程网办率达到85%。", [85], date(2023, 9, 30), id="a deadline alone before it"
        ),
        pytest.param(
            "即办件占比距年底前50%的目标仍有差距。", [50], date(2023, 12, 31), id="the level not reached yet"
        ),
        pytest.param(
            "各部门要于9月30日前将全程网办率提升至85%以上。",
            [85],
            date(2023, 9, 30),
            id="a rate behind its date",
        ),
    ],
)
def test_what_lies_ahead_of_the_document_is_no_report(
    text: str, thresholds: list[float], deadline: date
) -> None:
    found = read(text)
    assert {s.kind for s in found.statements} == {"target"}
    assert [(float(t.threshold or 0), t.deadline) for t in found.targets] == [
        (n, deadline) for n in thresholds
    ]


@pytest.mark.parametrize(
    "text",
    [
        "6月份全市网办率为88%，到6月底累计受理办件500件。",
        "整改工作将于8月底前完成，全市网上可办率为80%。",
        "按照12月底前全部完成的要求，目前全市网上可办率已达85%。",
    ],
)
def test_a_day_to_come_makes_no_target_of_what_is_reported(text: str) -> None:
    assert {s.kind for s in read(text).statements} == {"value"}
