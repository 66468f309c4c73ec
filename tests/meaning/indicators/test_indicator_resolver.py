"""One phrasing at a time: what is accepted, what is told apart, what is refused."""

from __future__ import annotations

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.meaning.indicators import IndicatorResolver
from pipelines.meaning.judgement import Judgement
from tests.paths import FIXTURES

CASES = FIXTURES / "indicators" / "phrasings.csv"
RESOLVER = IndicatorResolver.load()
HEADINGS = sorted({text for indicator in RESOLVER.registry for text in (indicator.name, *indicator.headings)})


def rows() -> list[dict[str, str]]:
    with CASES.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["phrasing"])
def test_phrasing(row: dict[str, str]) -> None:
    where = "prose" if row["where"] == "prose" else "header"
    match = RESOLVER.resolve(row["phrasing"], row["unit"] or None, where)
    assert (match.accepted_id or "") == row["indicator_id"], match


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("三级深度占比", "三级办理深度事项占比"),
        ("网上可办率", "网上受理率"),
        ("网上可办率", "全程网办率"),
        ("网上可办率", "不见面审批率"),
        ("主动评价率", "评价覆盖事项率"),
        ("评价覆盖事项率", "评价覆盖部门率"),
        ("目录数据挂载率", "涉税目录挂载率"),
        ("目录数据挂载率", "证照完成率"),
        ("办结率", "按期办结率"),
        ("按期办结率", "差评按期整改率"),
        ("满意率", "不满意率"),
        ("满意率", "好评率"),
        ("承诺时限压缩比", "实际办结时限压缩比"),
        ("承诺时限压缩比", "承诺/法定（%）"),
        ("时限压缩比例", "时限压缩比例排名"),
        ("主项覆盖率", "子项覆盖率"),
        ("最多跑一次率", "零跑动率"),
        ("接通率", "15秒接通率"),
        ("电子印章覆盖率", "电子证照签章率"),
        ("占预算%", "同比%"),
        ("即办件事项数", "即办件占比"),
        ("许可申请数量", "不予许可数量"),
    ],
)
def test_lookalikes_are_kept_apart(one: str, other: str) -> None:
    first, second = RESOLVER.resolve(one), RESOLVER.resolve(other)
    assert first.status == second.status == "accepted"
    assert first.indicator_id != second.indicator_id


def test_the_unit_decides_between_a_count_and_its_share() -> None:
    assert RESOLVER.resolve("不见面审批事项", "项").accepted_id == "no_meeting_items"
    assert RESOLVER.resolve("不见面审批事项", "%").accepted_id == "no_meeting_rate"
    assert RESOLVER.resolve("不见面审批率", "件").accepted_id is None


def test_of_two_counts_with_the_same_words_the_unit_decides() -> None:
    assert RESOLVER.resolve("受理总件数", "件").accepted_id == "cases"
    assert RESOLVER.resolve("受理量", "宗").accepted_id != "permits_granted"


def test_what_narrows_the_base_is_said() -> None:
    match = RESOLVER.resolve("行政许可事项即办件占比")
    assert match.accepted_id == "instant_share"
    assert match.caveat == "only items of 行政许可 are counted"


def test_a_place_is_a_place_of_something() -> None:
    match = RESOLVER.resolve("时限压缩比例排名")
    assert (match.accepted_id, match.of) == ("rank", "time_reduction_rate")


def test_a_change_is_a_change_of_something() -> None:
    match = RESOLVER.resolve("办件量同比增长（%）")
    assert (match.accepted_id, match.of) == ("yoy_change", "cases")


def test_a_share_of_something_counted_is_its_registered_ratio() -> None:
    assert RESOLVER.resolve("主动评价量占全部办件量的", "%", "prose").accepted_id == "active_evaluation_rate"
    match = RESOLVER.resolve("占全市转办量的", "%", "prose")
    assert (match.accepted_id, match.of) == ("share", "dispatched")


def test_words_before_a_phrasing_are_left_aside_in_prose_only() -> None:
    text = "截至12月27日,卧龙区华润燃气公司主动评价率"
    assert RESOLVER.resolve(text, "%", "prose").accepted_id == "active_evaluation_rate"
    assert RESOLVER.resolve(text, "%").accepted_id is None


def test_a_negation_before_a_phrasing_is_not_left_aside() -> None:
    assert RESOLVER.resolve("未按期办结率", "%", "prose").accepted_id is None
    assert RESOLVER.resolve("非即办件占比", "%", "prose").accepted_id is None


def test_a_context_tells_the_narrower_indicator() -> None:
    assert RESOLVER.resolve("目录挂载率").accepted_id == "catalogue_mounted_rate"
    found = RESOLVER.resolve("目录挂载率", context="涉税目录数据挂载情况")
    assert found.accepted_id == "tax_catalogue_mounted_rate"
    assert found.runner_up == "catalogue_mounted_rate"


def test_traditional_characters_with_pinyin_glosses() -> None:
    assert RESOLVER.resolve("辦結(jié)率").accepted_id == "completion_rate"
    assert RESOLVER.resolve("按時(shí) 反饋率").accepted_id == "feedback_on_time_rate"


def test_a_heading_cut_short() -> None:
    match = RESOLVER.resolve("不见面审批事")
    assert (match.accepted_id, match.method) == ("no_meeting_items", "slip")


def test_unknown_is_rejected_without_a_proposal() -> None:
    for text in ("森林覆盖率", "人均可支配收入", "学位数", "办公地点", "", "   ", "%", "12345"):
        match = RESOLVER.resolve(text)
        assert match.accepted_id is None, match
    assert RESOLVER.resolve("森林覆盖率").indicator_id is None


def judged(phrasing: str, verdict: str, answer: str | None) -> Judgement:
    row = {"phrasing": phrasing, "verdict": verdict, "answer": answer, "who": "王", "when": "2022-01-01"}
    return Judgement.model_validate(row)


def test_decisions_of_reviewers_come_first() -> None:
    same = judged("甲乙丙率", "same", "no_meeting_rate")
    different = judged("不见面审批率", "different", "no_meeting_rate")
    none = judged("办件量", "different", None)
    unsure = judged("即办件占比", "unsure", "instant_share")
    resolver = IndicatorResolver.load([same, different, none, unsure])
    assert resolver.resolve("甲乙丙率").accepted_id == "no_meeting_rate"
    assert resolver.resolve("不见面审批率").status == "rejected"
    assert resolver.resolve("办件量").status == "rejected"
    assert resolver.resolve("即办件占比").accepted_id == "instant_share"


@given(st.sampled_from(HEADINGS), st.data())
def test_noise_never_moves_to_another_indicator(heading: str, data: st.DataObject) -> None:
    """Spaces, wraps and quotes change nothing; a prefix may lose the indicator, but never move it."""
    plain = RESOLVER.resolve(heading)
    place = data.draw(st.integers(0, len(heading)))
    space = data.draw(st.sampled_from([" ", "\n", "\u3000", "  "]))
    prefix = data.draw(st.sampled_from(["", "全市", "累计", "“", "其中", "本月"]))
    spaced = prefix + heading[:place] + space + heading[place:]
    assert RESOLVER.resolve(spaced).accepted_id in {plain.accepted_id, None}
    if not prefix:
        assert RESOLVER.resolve(spaced).accepted_id == plain.accepted_id


@given(st.sampled_from(HEADINGS), st.data())
def test_a_wrong_character_never_moves_to_another_indicator(heading: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(heading) - 1))
    # Characters that no registered phrasing has: what an OCR slip puts in.
    wrong = data.draw(st.sampled_from("丂丄丅丆丏丒丗丟丠両丣"))
    match = RESOLVER.resolve(heading[:place] + wrong + heading[place + 1 :])
    assert match.accepted_id in {RESOLVER.resolve(heading).accepted_id, None}


def test_a_wrong_last_character_may_have_been_one_of_two() -> None:
    """不见面审批率 is one word that says two things; it is as near to 不见面审批丂 as 不见面审批数 is."""
    assert RESOLVER.resolve("不见面审批丂").accepted_id is None
    assert RESOLVER.resolve("不见面审批串率").indicator_id == "no_meeting_rate"


@given(
    st.text(max_size=40), st.sampled_from([None, "%", "件", "名", "x"]), st.sampled_from(["header", "prose"])
)
def test_never_raises(text: str, unit: str | None, where: str) -> None:
    match = RESOLVER.resolve(text, unit, "prose" if where == "prose" else "header")
    assert (match.indicator_id is None) == (match.status == "rejected")
    assert 0 <= match.score <= 1


@pytest.mark.parametrize(
    ("phrasing", "unit", "expected"),
    [
        ("办理政务服务事项", "件", "cases"),
        ("政务服务事项", "项", "items_total"),
        ("制证", "种", None),
        ("制证", "张", "licences_made"),
        ("证照种类", "种", "licence_types_made"),
    ],
)
def test_the_unit_tells_applications_from_items_and_kinds_from_licences(
    phrasing: str, unit: str, expected: str | None
) -> None:
    assert RESOLVER.resolve(phrasing, unit, "prose").accepted_id == expected
