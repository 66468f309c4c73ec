"""What single sentences say: owner, words, value and unit, as a person reads them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from pipelines.meaning.prose import Kind
from tests.meaning.prose.setting import read, short, shorts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "全市网上可办率为98.23%，其中市本级为97.06%，县级为99.33%。",
            [
                ("全市", "网上可办率", 98.23, "%"),
                ("市本级", "网上可办率", 97.06, "%"),
                ("县级", "网上可办率", 99.33, "%"),
            ],
            id="其中 takes the indicator of the clause before",
        ),
        pytest.param(
            "桐柏县、西峡县主动评价率较高，分别为86.9%、85.4%。",
            [
                ("县级", "主动评价率", None, "名"),
                ("桐柏县", "主动评价率", 86.9, "%"),
                ("西峡县", "主动评价率", 85.4, "%"),
            ],
            id="分别 deals to places in order",
        ),
        pytest.param(
            "咨询、投诉、建议类诉求分别为120件、45件、30件。",
            [("全市", "咨询", 120, "件"), ("全市", "投诉", 45, "件"), ("全市", "建议类诉求", 30, "件")],
            id="分别 deals to indicators",
        ),
        pytest.param(
            "受理审批事项650项，公共服务事项960项，办结率分别为99.8%和99.6%。",
            [
                ("全市", "受理审批事项", 650, "项"),
                ("全市", "受理公共服务事项", 960, "项"),
                ("全市", "受理审批事项办结率", 99.8, "%"),
                ("全市", "受理公共服务事项办结率", 99.6, "%"),
            ],
            id="分别 deals to the figures before",
        ),
        pytest.param(
            "桐柏县、西峡县满意率均为100%。",
            [("桐柏县", "满意率", 100, "%"), ("西峡县", "满意率", 100, "%")],
            id="均 gives each place the figure",
        ),
        pytest.param(
            "事项认领率、发布率均达100%。",
            [("全市", "事项认领率", 100, "%"), ("全市", "发布率", 100, "%")],
            id="均 gives each indicator the figure",
        ),
        pytest.param(
            "市公安局事项压缩比由5月份63.45%降至16.65%。",
            [("市公安局", "事项压缩比", 63.45, "%"), ("市公安局", "事项压缩比", 16.65, "%")],
            id="从…降至 gives two values",
        ),
        pytest.param(
            "周末每个类型保留1—2个窗口。",
            [("全市", "周末每个类型保留窗口", 1, "个"), ("全市", "周末每个类型保留窗口", 2, "个")],
            id="a range gives both ends",
        ),
        pytest.param(
            "有市公安局、市人社局等12个部门反映较好，办结率、满意率均为100%。",
            [
                ("全市", "部门反映较好", 12, "个"),
                ("12个部门", "办结率", 100, "%"),
                ("12个部门", "满意率", 100, "%"),
            ],
            id="bodies that are known by their number",
        ),
        pytest.param("汇聚数据75.34万条。", [("全市", "汇聚数据", 753400, "条")], id="万 is expanded"),
        pytest.param("办件量１，２３４件。", [("全市", "办件量", 1234, "件")], id="full-width digits"),
        pytest.param(
            "办件网上受理率92. 14%。", [("全市", "办件网上受理率", 92.14, "%")], id="a blank inside a number"
        ),
        pytest.param(
            "已完成111种电子证照制证。", [("全市", "完成电子证照制证", 111, "种")], id="the noun behind"
        ),
        pytest.param(
            "县(市、区)方面：接通率95%，共受理诉求12件。",
            [("县级", "接通率", 95, "%"), ("县级", "受理诉求", 12, "件")],
            id="a scope carries over",
        ),
        pytest.param(
            "市直部门共受理诉求86件，占全市转办量的35.54%。",
            [("市本级", "受理诉求", 86, "件"), ("市本级", "受理诉求占全市转办量", 35.54, "%")],
            id="占全市 is no scope",
        ),
        pytest.param(
            "网办率有所降低（其中市公安局1个事项未计入），办结率99%。",
            [("市公安局", "事项未计入", 1, "个"), ("全市", "办结率", 99, "%")],
            id="an owner in brackets counts only there",
        ),
        pytest.param(
            "投诉类8,765件（29.1%），其中教育类120件，占比1.4%。",
            [
                ("全市", "投诉类", 8765, "件"),
                ("全市", "投诉类占比", 29.1, "%"),
                ("全市", "教育类", 120, "件"),
                ("全市", "教育类占比", 1.4, "%"),
            ],
            id="a share in brackets",
        ),
        pytest.param(
            "建议类办件较少，截至5月27日，仅有29件，占比2.59%。",
            [("全市", "建议类办件", 29, "件"), ("全市", "建议类办件占比", 2.59, "%")],
            id="the topic of a clause without a figure",
        ),
        pytest.param(
            "平均得分88.6分，最高为唐河县95.2分，最低为南召县80.1分。",
            [
                ("全市", "平均得分", 88.6, "分"),
                ("唐河县", "平均得分", 95.2, "分"),
                ("南召县", "平均得分", 80.1, "分"),
            ],
            id="the place right before the figure",
        ),
        pytest.param(
            "超期办件17件，涉及市不动产登记中心8件、市住建局9件。",
            [
                ("全市", "超期办件", 17, "件"),
                ("市不动产登记中心", "超期办件", 8, "件"),
                ("市住建局", "超期办件", 9, "件"),
            ],
            id="bodies and their counts",
        ),
        pytest.param(
            "订阅量和被订阅量均为零。",
            [("全市", "订阅量", 0, None), ("全市", "被订阅量", 0, None)],
            id="零",
        ),
        pytest.param(
            "宛城区存在一项咨询件超期。", [("宛城区", "存在咨询件超期", 1, "项")], id="a Chinese numeral"
        ),
        pytest.param(
            "2021年网上可办率为98分，2022年持续保持满分成绩。",
            [("全市", "网上可办率", 98, "分"), ("全市", "网上可办率", 100, "分")],
            id="满分 is 100",
        ),
        pytest.param(
            "市12345熱線受理訴求9.67萬(wàn)件，辦結(jié)率97.48%。",
            [("全市", "市12345热线受理诉求", 96700, "件"), ("全市", "办结率", 97.48, "%")],
            id="traditional characters with pinyin",
        ),
    ],
)
def test_values(text: str, expected: list[tuple[str | None, str, float | None, str | None]]) -> None:
    assert shorts(text) == expected


@pytest.mark.parametrize(
    ("text", "value", "unit", "compared_with"),
    [
        ("即办件占比为62.71%，较5月份降低2.51%。", -2.51, "百分点", "5月份"),
        ("办件量120件，较5月增长37件。", 37, "件", "5月"),
        ("受理诉求38447件，同比下降24.85%。", -24.85, "%", "同比"),
        ("挂载率为62.39%，较5月份无变化。", 0, "百分点", "5月份"),
        ("网上可办率99.5%，高于全省平均水平2.1个百分点。", 2.1, "百分点", "全省平均水平"),
        ("网上可办率99.5%，比上月提高0.3个百分点。", 0.3, "百分点", "比上月"),
        ("占比变化：城市管理类工单占比呈下降趋势，下降了2.3%。", -2.3, "百分点", None),
    ],
)
def test_changes(text: str, value: float, unit: str, compared_with: str | None) -> None:
    change = read(text).statements[-1]
    assert change.kind is Kind.CHANGE
    assert short(change)[2:] == (value, unit)
    assert change.compared_with == compared_with


@pytest.mark.parametrize(
    ("text", "comparator", "value"),
    [
        ("组织联合辅导90余次。", ">=", 90),
        ("注册用户突破500万。", ">", 5_000_000),
        ("办理70多项高频事项。", ">=", 70),
        ("电子公章覆盖率无法达到100%。", "<", 100),
        ("引用率不到100%。", "<", 100),
        ("平均办理时间不超过3天。", "<=", 3),
        ("满意率在95%以上。", ">=", 95),
        ("申请材料减少60%以上。", "<=", -60),
        ("日均访问量近10万次。", "=", 100_000),
    ],
)
def test_comparators(text: str, comparator: str, value: float) -> None:
    (statement,) = read(text).statements
    assert statement.value is not None
    assert (statement.comparator, float(statement.value)) == (comparator, value)


@pytest.mark.parametrize(
    ("text", "as_of"),
    [
        ("截至5月27日，办件量3件。", date(2023, 5, 27)),
        ("1-4月，办件量3件。", date(2023, 4, 30)),
        ("2022年，办件量3件。", date(2022, 12, 31)),
        ("截止2022年底，办件量3件。", date(2022, 12, 31)),
        ("2023年，办件量3件。", date(2023, 6, 30)),
        ("一季度办件量3件。", date(2023, 3, 31)),
        ("2021年以来，办件量3件。", date(2023, 6, 30)),
        ("办件量3件。", date(2023, 6, 30)),
        ("截至5月27日，共办理。办件量3件。", date(2023, 5, 27)),
    ],
)
def test_dates_of_sentences(text: str, as_of: date) -> None:
    assert read(text).statements[-1].as_of == as_of


def test_the_first_of_two_values_has_the_earlier_date() -> None:
    first, second = read("6月份，事项压缩比由5月份63.45%降至16.65%。").statements
    assert (first.as_of, second.as_of) == (date(2023, 5, 31), date(2023, 6, 30))


def test_a_sentence_cut_by_a_page_break_is_one() -> None:
    (statement,) = read("截至5月底，全市接收到的主动\n\n↩评价量占全部办件量的84.08%。").statements
    assert statement.indicator_raw == "接收到的主动评价量占全部办件量"
    assert statement.sentence == "截至5月底，全市接收到的主动评价量占全部办件量的84.08%。"
    assert statement.indicator_id == "active_evaluation_rate"


def test_a_foreign_line_inside_a_cut_sentence_stays_out_of_the_quote() -> None:
    (statement,) = read("全市接收到的主动\n— 3 —\n↩评价量占全部办件量的84.08%。").statements[:1]
    assert statement.quote == "评价量占全部办件量的84.08%"


def test_scopes_are_those_of_the_documents_own_place() -> None:
    assert shorts("全县网办率90%，县本级95%，高于全市平均水平。", place="唐河县") == [
        ("全县", "网办率", 90, "%"),
        ("县本级", "网办率", 95, "%"),
    ]
    assert shorts("我区受理1645项，区直部门办结率99%。", place="殷都区") == [
        ("全区", "受理", 1645, "项"),
        ("区本级", "办结率", 99, "%"),
    ]


def test_a_place_has_its_code() -> None:
    (statement,) = read("其中宛城区办件量12件。").statements
    assert (statement.scope, statement.subject, statement.region_code) == (None, "宛城区", "411302")


def test_two_figures_of_one_sentence_are_not_the_same_indicator() -> None:
    first, second = read("受理审批事项650项，受理公共服务事项960项。").statements
    assert first.indicator_id is None
    assert second.indicator_id is None
    assert first.indicator_status == "review"


@pytest.mark.parametrize("text", ["第4", "排名全省第4", "位居全省第四名", "全省排名第四", "列全省第4位"])
def test_ranks(text: str) -> None:
    statements = read(f"网上可办率98%，{text}。").statements
    ranks = [s for s in statements if s.kind is Kind.RANK]
    if text == "第4":
        assert not ranks
    else:
        assert [(r.value, r.unit, r.indicator_raw) for r in ranks] == [(Decimal(4), "名", "网上可办率")]


@pytest.mark.parametrize(
    ("text", "decimals"), [("75.34万件", -2), ("956.7905万件", 0), ("75件", 0), ("1.2亿件", -7)]
)
def test_a_figure_in_wan_is_as_exact_as_its_print(text: str, decimals: int) -> None:
    (statement,) = read(f"全市受理办件{text}。").statements
    assert statement.decimals == decimals


def test_a_county_s_offices_and_its_townships_are_told_apart() -> None:
    assert shorts("其中县直部门评价41356条，乡镇（街道）评价8408条。", place="西平县") == [
        ("县本级", "评价", 41356, "条"),
        ("乡级", "评价", 8408, "条"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "全县15个镇（街道）全部覆盖，网上可办率80%。",
        "向镇（街道）下放事项80项。",
        "镇（街道）、村（社区）设站点80个。",
    ],
)
def test_townships_that_are_counted_or_listed_are_no_scope(text: str) -> None:
    assert {owner for owner, _, _, _ in shorts(text, place="西平县")} == {"全县"}


def test_a_printed_period_has_a_first_day() -> None:
    text = "8月份，全市受理办件12850件，办结12841件。1-8月，全市累计受理办件15.62万件。截至8月底，全市办结率99%。"
    found = read(text, as_of=date(2023, 8, 31)).statements
    assert [s.since for s in found] == [date(2023, 8, 1), date(2023, 8, 1), date(2023, 1, 1), None]
    assert [s.about for s in found] == [None, "受理办件", None, None]


def test_bodies_that_are_listed_for_something_are_counted_for_that() -> None:
    text = "受理工单432件，办结430件。工单办理不及时的单位有：市住建局（2件）、市城管局（1件）。"
    assert shorts(text)[2:] == [
        ("市住建局", "工单办理不及时", 2, "件"),
        ("市城管局", "工单办理不及时", 1, "件"),
    ]
    listed = shorts("共收到差评12件，差评较多的单位有：市住建局（3件）、市城管局（2件）。")
    assert [(owner, value) for owner, _, value, _ in listed if owner != "全市"][-1] == ("市城管局", 2)


def test_what_a_correction_takes_back_is_no_figure_of_the_place() -> None:
    text = "2023年4月12日我办印发的《运行情况通报》附件1中，市民政局不见面审批占比“96.84%”应为“98.14%”。特此更正。"
    found = read(text)
    assert [(s.value, s.indicator_id, s.as_of) for s in found.statements] == [
        (Decimal("98.14"), None, date(2023, 6, 30))
    ]
    assert [i.text for i in found.ignored if i.rule == "corrected"] == ["96.84%”"]


def test_two_periods_of_one_sentence_are_both_kept() -> None:
    found = read("6月份，全市共办理业务35252件；1-6月累计办理业务303806件。").statements
    assert [(s.indicator_id, s.since) for s in found] == [
        ("cases", date(2023, 6, 1)),
        ("cases", date(2023, 1, 1)),
    ]
