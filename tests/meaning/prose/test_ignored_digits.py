"""Digits that are no statement, by the rule that says so."""

from __future__ import annotations

import pytest

from pipelines.meaning.prose import account
from tests.meaning.prose.setting import document, read, reading


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("按照《2021年度工作方案》推进。", "quoted_title"),
        ("按照宛放办[2021]8号要求推进。", "document_number"),
        ("对第44号建议的答复。", "document_number"),
        ("第11期(总第68期)", "issue_number"),
        ("详见附件3、4。", "reference"),
        ("详见注3。", "reference"),
        ("满意率较高[1]。", "footnote_mark"),
        ("反馈县政府办(材料1)。", "reference"),
        ("联系电话：0377-63123456。", "phone"),
        ("发送至thxfgfb[at]163.com。", "address"),
        ("登录http://59.255.22.67/查看。", "address"),
        ("浏览次数：4579", "metadata"),
        ("会议于上午9时召开。", "time_of_day"),
        ("发布于14:33:00。", "time_of_day"),
        ("设置24小时自助服务区。", "name"),
        ("拨打12345热线。", "name"),
        ("建设“24小时不打烊”大厅。", "name"),
        ("15秒接通率较高。", "name"),
        ("PM2.5浓度较低。", "identifier"),
        ("对网办深度为3星及以下的事项攻坚。", "grade"),
        ("第2批清单已下发。", "ordinal"),
        ("主要包括网上可办率、便利度、数据共享3项。", "enumeration"),
        ("办结率低于90%的单位要整改。", "criterion"),
        ("回复率低于市定最低标准92%。", "criterion"),
        ("连续2次排名末位的县区要约谈。", "criterion"),
        ("在全市13个县区中排名靠后。", "peers"),
        ("每月5日前报送。", "schedule"),
        ("每低1个百分点扣分。", "standard_point"),
        ("满意率=满意件÷办结件×100%。", "formula"),
        ("— 3 —", "page_number"),
        ("1.提高办结率。", "list_number"),
        ("2023年6月19日", "date"),
        ("附件2：13个县市排名", "attachment_title"),
    ],
)
def test_each_rule(text: str, rule: str) -> None:
    found = read(text)
    assert rule in {item.rule for item in found.ignored}, (found.ignored, found.statements)
    assert not [s for s in found.statements if s.figure_end > s.figure_start], found.statements


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("受理材料123份。", 123),
        ("按照3%的比例抽查12件。", 3),
        ("共受理12345件。", 12345),
        ("办件量110万件。", 1_100_000),
        ("申请材料5份。", 5),
        ("第2次抽查合格率98%。", 98),
    ],
)
def test_the_rules_leave_figures_alone(text: str, value: float) -> None:
    assert value in [float(s.value) for s in read(text).statements if s.value is not None]


def test_the_list_of_attachments_says_nothing() -> None:
    found = read("附件：1.十二个部门办件情况\n2.县市区120项事项清单\n3.附表\n办结率98%。")
    assert [float(s.value) for s in found.statements if s.value is not None] == [98]


def test_a_figure_without_words_goes_to_review() -> None:
    found = read("1247件")
    assert not found.statements
    assert [(item.text, item.reason) for item in found.review] == [("1247件", "no words say what is counted")]


def test_the_account_names_what_is_lost() -> None:
    made = document("办结率98%，详见附件3。")
    found = reading(made)
    whole = account(made, found)
    assert whole.balanced
    assert (whole.printed, whole.in_statements, whole.ignored) == (2, 1, {"reference": 1})
    from dataclasses import replace

    without = account(made, replace(found, ignored=()))
    assert not without.balanced
    assert without.lost == (made.text.index("3"),)


@pytest.mark.parametrize("mark", ["①", "¹", "[1]", "〔2〕", "②③"])
def test_a_mark_behind_a_figure_is_no_digit_of_it(mark: str) -> None:
    for text, value in (
        (f"全县办件量1200{mark}件。", 1200),
        (f"全县办件量1200件{mark}。", 1200),
        (f"满意率99.5%{mark}。", 99.5),
    ):
        found = reading(document(text))
        assert [float(s.value) for s in found.statements if s.value is not None] in ([value], [])
        assert found.statements or found.review


@pytest.mark.parametrize(
    ("text", "figure", "reason"),
    [
        ("受理/办结1200/1180件。", "1200/1180", "stroke"),
        ("占比达1/3。", "1/3", "stroke"),
        ("办件量同比△3.5%。", "3.5", "triangle"),
        ("办件量▲3.5%。", "3.5", "triangle"),
    ],
)
def test_what_may_be_read_in_two_ways_is_a_question(text: str, figure: str, reason: str) -> None:
    found = reading(document(text))
    assert not found.statements
    assert [item.text for item in found.review] == [figure]
    assert reason in found.review[0].reason
