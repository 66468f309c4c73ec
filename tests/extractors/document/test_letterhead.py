"""What a document says of itself, from letter heads, closings, page lines and metadata."""

from __future__ import annotations

from datetime import date

import pytest

from extractors.document.letterhead import page_facts, read_front
from extractors.printed.line_marks import leading_place

BODY = "根据工作部署，现将截至11月27日各单位政务服务能力提升工作情况通报如下，请认真贯彻落实。"


def test_a_red_headed_letter() -> None:
    front = read_front(
        [
            "安平县人民政府推进政府职能转变和“放管服”改革协调小组办公室文件",
            "安放管服办〔2022〕18号",
            "安平县政务服务能力提升工作",
            "11月份运行情况通报",
            "各县直有关部门：",
            BODY,
            "安平县人民政府推进政府职能转变和“放管服”改革协调小组办公室 2022 年 12 月 10 日印发",
        ]
    )
    assert front.title == "安平县政务服务能力提升工作11月份运行情况通报"
    assert front.issuer == "安平县人民政府推进政府职能转变和“放管服”改革协调小组办公室"
    assert front.document_number == "安放管服办〔2022〕18号"
    assert front.place_name == "安平县"
    assert front.published_on == date(2022, 12, 10)
    assert front.as_of == date(2022, 11, 27)


def test_a_periodical_with_a_masthead_and_an_issue_number() -> None:
    front = read_front(
        ["永兴市放管服工作简报", "第11期(总第68期)", "永兴市推进政府职能转变领导小组办公室", "2021年12月28日",
         "一体化政务服务能力提升工作通报", BODY]
    )  # fmt: skip
    assert front.title == "一体化政务服务能力提升工作通报"
    assert front.document_number == "第11期(总第68期)"
    assert front.issuer == "永兴市推进政府职能转变领导小组办公室"
    assert front.published_on == date(2021, 12, 28)


def test_a_signed_letter_with_the_date_before_the_attachments() -> None:
    front = read_front(
        ["华审改办函 〔2021〕 3 号", "关于对网上政务服务能力相关问题", "整改情况的通报", "县直各相关单位：", BODY,
         "附件 1：网办深度情况", "和安县人民政府行政审批制度改革", "工作领导小组办公室", "2021 年 11 月 30 日",
         "附件 1", "网办深度情况统计", "2021年11月20日"]
    )  # fmt: skip
    assert front.document_number == "华审改办函〔2021〕3号"
    assert front.title == "关于对网上政务服务能力相关问题整改情况的通报"
    assert front.issuer == "和安县人民政府行政审批制度改革工作领导小组办公室"
    assert front.published_on == date(2021, 11, 30)
    assert front.place_name == "和安县"


def test_a_web_page_with_its_page_line() -> None:
    front = read_front(
        ["关于“政务服务”指标整改提升情况的通报", "时间:2021-12-16 来源:山江市营商环境监督局",
         "关于“政务服务”指标整改提升情况的通报", "截止2020年底,压缩比达到84.0%。截止2020年底,接入事项101项。截至6月有变化。"]
    )  # fmt: skip
    assert front.title == "关于“政务服务”指标整改提升情况的通报"
    assert (front.issuer, front.place_name) == ("山江市营商环境监督局", "山江市")
    assert (front.published_on, front.as_of) == (date(2021, 12, 16), date(2020, 12, 31))


def test_metadata_goes_before_everything() -> None:
    front = read_front(
        ["各乡镇人民政府:", BODY, "2021年11月2日"],
        {"文号": "唐放办〔2021〕43号", "发布机构": "唐安县政府办公室", "发布日期": "2021-11-30 09:36:00", "标题": "关于提升工作的通知"},
    )  # fmt: skip
    assert (front.title, front.document_number) == ("关于提升工作的通知", "唐放办〔2021〕43号")
    assert (front.published_on, front.issuer) == (date(2021, 11, 30), "唐安县政府办公室")


@pytest.mark.parametrize(
    "number",
    [
        "宛放办〔2021〕8号",
        "宛放办[2021]8号",
        "宛放办【2021】8号",
        "宛放办（2021）8号",
        "宛放办(2021)8 号",
        "宛政办 〔2021〕 8 号",
    ],
)
def test_ways_of_printing_a_number(number: str) -> None:
    front = read_front(["某市人民政府办公室文件", number, "关于情况的通报", BODY])
    assert front.document_number == "".join(number.split())


def test_a_cited_number_is_not_the_documents_own() -> None:
    cited = "按照《关于做好提升工作的通知》(宛放办[2021]8号)的要求，各部门积极推进工作。"
    assert read_front(["关于情况的通报", cited]).document_number is None
    assert read_front(["关于转发《通知》（宛放办〔2021〕8号）的通知", BODY]).document_number is None


def test_deadlines_comparisons_and_later_dates_are_no_as_of() -> None:
    lines = ["关于工作的通知", "11月30日前完成清理，较5月份提高2%；12月31日前全部到位。", "2021年11月2日"]
    assert read_front(lines).as_of is None


def test_a_cut_off_day_after_the_issue_is_of_the_year_before() -> None:
    front = read_front(
        ["关于情况的通报", "截至12月31日，办结率达到98%。", "平安市人民政府办公室", "2022年1月6日"]
    )
    assert front.as_of == date(2021, 12, 31)


def test_without_a_cut_off_date_the_period_of_the_title_counts() -> None:
    front = read_front(
        [
            "关于2023年1-4月份诉求办理情况的通报",
            "发布日期:2023-06-09 浏览次数:4579",
            "2023年5月以来，办理有序。",
        ]
    )
    assert (front.as_of, front.published_on) == (date(2023, 4, 30), date(2023, 6, 9))


def test_page_facts_of_a_line_with_a_name_and_a_time_before_them() -> None:
    facts = dict(page_facts("四安市铁东区人民政府 2025-12-18 14:33:00 来源: 区人民政府督查室"))
    assert facts == {"来源": "区人民政府督查室", "时间": "2025-12-18"}
    assert page_facts("现将时间:安排如下,各单位来源:于基层的意见。") == []


ISSUER, ISSUED = "安平市政务服务和大数据管理局", "2024-07-08"


@pytest.mark.parametrize(
    "line",
    [
        f"发布机构：{ISSUER} 发布日期：{ISSUED}",
        f"发布机构：{ISSUER}发布日期：{ISSUED}",
        f"发布日期：{ISSUED}发布机构：{ISSUER}浏览次数：123",
        f"【发布日期：{ISSUED}】 【发布机构：{ISSUER}】",
    ],
)
def test_issuer_and_date_on_one_line(line: str) -> None:
    front = read_front(["关于运行情况的通报", line, "各县区：", BODY, "2024年7月5日"])
    assert (front.issuer, front.published_on) == (ISSUER, date(2024, 7, 8))


def test_where_figures_come_from_is_no_source_of_the_page() -> None:
    assert page_facts(f"数据来源：{ISSUER}") == []
    assert page_facts(f"{ISSUER}发布日期：{ISSUED}") == [("发布日期", ISSUED)]


@pytest.mark.parametrize("issue", ["（第512期）", "(第12期)", "第12期", "（总第8期）"])
def test_a_title_may_end_with_its_issue(issue: str) -> None:
    front = read_front([f"关于6月份全市政务服务运行情况的通报{issue}", "各县区：", BODY])
    assert front.title == f"关于6月份全市政务服务运行情况的通报{issue}"
    assert front.document_number is None


def test_a_masthead_with_its_issue_is_the_title_only_where_there_is_no_other() -> None:
    masthead = "永兴市政务服务工作简报（第12期）"
    below = read_front([masthead, "永兴市政务服务局 2024年7月8日", "关于6月份情况的通报", BODY])
    assert (below.title, below.document_number) == ("关于6月份情况的通报", "第12期")
    alone = read_front([masthead, BODY])
    assert (alone.title, alone.document_number) == (masthead, "第12期")


def test_the_issue_line_of_a_periodical_has_its_date() -> None:
    front = read_front(
        ["永兴市12345热线周报", "第12期 2024年7月8日", "6月1日召开了会议。", "2024年6月20日发布了办法。"]
    )
    assert front.published_on == date(2024, 7, 8)


def test_a_number_in_wide_digits() -> None:
    assert (
        read_front(["关于情况的通报", "安政数〔２０２４〕１２号", BODY]).document_number
        == "安政数〔２０２４〕１２号"
    )


@pytest.mark.parametrize(
    ("line", "last"),
    [
        ("(2016年3月4日—3月10日)", date(2016, 3, 10)),
        ("2016年3月4日至10日", date(2016, 3, 10)),
        ("统计时间：2016.3.4-3.10", date(2016, 3, 10)),
        ("（2015年12月28日—2016年1月3日）", date(2016, 1, 3)),
        ("2016年3月1日0时至3月31日24时", date(2016, 3, 31)),
        ("（2016年3月10日0时至24时）", date(2016, 3, 10)),
    ],
)
def test_days_in_the_head_are_the_period(line: str, last: date) -> None:
    for head in (["某县热线一周情况通报", line], [f"某县热线一周情况通报（{line.strip('()（）')}）"]):
        front = read_front([*head, "一、基本情况", "2月份受理12件，2月份办结12件。"])
        assert front.as_of == last
        assert front.published_on is None


def test_days_that_the_text_tells_of_are_no_period() -> None:
    lines = ["关于情况的通报", "2016年3月20日", "会议于2016年3月4日—3月10日召开。", "(2016年3月4日—3月10日)"]
    assert read_front(lines).as_of is None


def test_a_cut_off_day_with_its_hour_is_no_date_of_issue() -> None:
    front = read_front(
        ["关于情况的通报", "（截至2024年6月12日24时）", BODY.replace("11月27日", "2024年6月12日24时")]
    )
    assert (front.as_of, front.published_on) == (date(2024, 6, 12), None)


@pytest.mark.parametrize(
    "title",
    [
        "光山县政务服务情况通报（第12期）",
        "光山县政务服务情况通报（第十二期）",
        "光山县12345热线工作通报（第五一二期）",
        "光山县政务服务情况通报（2024年第6期）",
    ],
)
def test_a_title_that_ends_with_its_issue_is_whole(title: str) -> None:
    assert read_front([title, "2024年7月8日", BODY]).title == title


def test_issue_issuer_and_day_on_one_line_are_told_apart() -> None:
    front = read_front(
        ["政务服务简报", "第12期（总第512期） 光山县政务服务局 2024年7月8日", "光山县6月份政务服务情况通报"]
    )
    assert (front.issuer, front.document_number) == ("光山县政务服务局", "第12期（总第512期）")
    assert (front.title, front.published_on) == ("光山县6月份政务服务情况通报", date(2024, 7, 8))


def test_a_name_and_a_day_under_the_title_are_issuer_and_date() -> None:
    front = read_front(["光山县政务服务情况通报", "光山县政务服务局 2024-07-08 09:30", BODY])
    assert (front.issuer, front.published_on) == ("光山县政务服务局", date(2024, 7, 8))


def test_the_time_of_a_meeting_in_the_body_is_no_date_of_issue() -> None:
    body = [BODY, "时间：2024年5月1日", *["会议内容如下，请认真落实。"] * 8]
    assert read_front(["关于会议的通知", "各县区：", *body]).published_on is None


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("南阳市推进政府职能转变领导小组", "南阳市"),
        ("河南省南阳市唐河县人民政府", "唐河县"),
        ("四平市铁西区人民政府督查室", "铁西区"),
        ("新疆维吾尔自治区人民政府", "新疆维吾尔自治区"),
        ("关于宜春市12345热线的通报", "宜春市"),
        ("關(guān)于盤錦市政務(wù)服務(wù)的通報(bào)", "盤錦市"),
        ("全州县政务服务", "全州县"),
        ("各县市区办件情况", None),
        ("县市区网上办件", None),
        ("市直部门不见面审批", None),
        ("区政务服务中心", None),
        ("一体化政务服务", None),
    ],
)
def test_the_place_that_a_text_begins_with(text: str, place: str | None) -> None:
    assert leading_place(text) == place
