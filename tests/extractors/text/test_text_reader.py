"""Plain-text bulletins: every way of printing a table, what stands around it, paragraphs."""

from __future__ import annotations

from datetime import date

import pytest

from extractors.errors import UnreadableDocument
from extractors.model import Document, RowKind, Table
from extractors.text.text_reader import read_text

PROSE = "现将有关情况通报如下，请各单位认真对照，抓好整改落实工作。\n\n"


def read(text: str) -> Document:
    return read_text(text.encode())


def only_table(text: str) -> Table:
    (table,) = read(text).tables
    return table


def texts(table: Table) -> list[tuple[str, ...]]:
    return [row.texts for row in table.rows]


def paragraphs(text: str) -> list[str]:
    return [paragraph.text for paragraph in read(text).paragraphs]


# --- tabs


def test_attachment_title_notes_and_lines_of_a_tabbed_table() -> None:
    document = read(
        "2021年11月30日\n\n" + PROSE + "附件 2\n\n县区不见面审批情况\n\n填报时间：2021 年 11 月\n\n"
        "序号\t县 区\t比例\n1\t甲县\t56. 41%\n\n2\t乙 县\t100%\n\n注:数据截至11月27日下午17时。\n\n送: 市委、市政府领导。\n"
    )
    (table,) = document.tables
    assert (table.attachment, table.title, table.as_of) == (2, "县区不见面审批情况", date(2021, 11, 27))
    assert table.notes_before == ("填报时间：2021 年 11 月",)
    assert table.footnotes == ("注:数据截至11月27日下午17时。",)
    assert table.header == (("序号",), ("县区",), ("比例",))
    assert texts(table) == [("1", "甲县", "56. 41%"), ("2", "乙县", "100%")]
    assert [row.cells[0].place.line for row in table.rows] == [12, 14]
    assert document.paragraphs[-1].text == "送: 市委、市政府领导。"


@pytest.mark.parametrize(
    "opening",
    ["附件3 某市办件情况统计表", "附件 3：\n\n某市办件情况统计表", "附件3\n某市办件\n\n情况统计表", "附件三、某市办件情况统计表",
     "附表3\n\n某市办件 情况统计表", "【附件3】某市办件情况统计表", "附 件 3\n\n某市办件情况统计表"],
)  # fmt: skip
def test_ways_of_opening_an_attachment(opening: str) -> None:
    table = only_table(f"{PROSE}{opening}\n\n单位\t数量\n甲局\t3\n乙局\t4\n")
    assert (table.attachment, table.title) == (3, "某市办件情况统计表")


def test_the_list_of_attachments_in_the_letter_opens_none() -> None:
    document = read(
        PROSE
        + "附件 1：甲表情况统计（截至\n11 月 04 日）\n\n附件 2：乙表情况统计\n\n某县人民政府办公室\n\n2021 年 11 月 4 日\n\n"
        "附件 1:\n\n甲表情况统计（截至 11 月 04 日）\n\n单位\t数量\n甲局\t3\n乙局\t4\n\n"
        "附件 2:\n\n乙表情况统计\n\n单位\t数量\n丙局\t3\n丁局\t4\n"
    )
    assert [(table.attachment, table.title) for table in document.tables] == [
        (1, "甲表情况统计（截至11月04日）"),
        (2, "乙表情况统计"),
    ]
    assert document.tables[0].as_of == date(2021, 11, 4)
    assert "附件 1：甲表情况统计（截至11 月 04 日）" in [p.text for p in document.paragraphs]


def test_a_page_break_inside_a_table_with_page_number_and_repeated_heading() -> None:
    table = only_table(
        PROSE + "序号\t单位\t办件\t\n\t\t受理\t办结\n1\t甲局\t3\t2\n\n— 5 —\n\n"
        "序号\t单位\t办件\t\n\t\t受理\t办结\n2\t乙局\t4\t4\n\n3\t丙局\t5\t5\n"
    )
    assert table.header[2:] == (("办件", "受理"), ("办件", "办结"))
    assert [row[0] for row in texts(table)] == ["1", "2", "3"]


@pytest.mark.parametrize("mark", ["续表", "附件1（续表）", "各单位办件情况表（续）"])
def test_a_continued_table_is_one_table(mark: str) -> None:
    table = only_table(PROSE + f"序号\t单位\t数量\n1\t甲局\t3\n\n{mark}\n\n序号\t单位\t数量\n2\t乙局\t4\n")
    assert len(table.rows) == 2


def test_two_tables_without_a_title_between_are_two() -> None:
    document = read(
        PROSE
        + "序号\t单位\t数量\n1\t甲局\t3\n2\t乙局\t3\n\n序号\t县区\t件数\t占比\n1\t甲县\t4\t5%\n2\t乙县\t6\t7%\n"
    )
    assert [len(table.header) for table in document.tables] == [3, 4]


def test_a_cell_wrapped_onto_the_next_line() -> None:
    table = only_table(
        PROSE
        + "序号\t单位\t数量\t备注\n1\t市自然资源和\n规划局\t5\t\n2\t市教育局\t6\t1个目录未\n开展业务\n3\t市民政局\t7\t\n4\t市公安局\t8\t\n"
    )
    assert texts(table) == [
        ("1", "市自然资源和规划局", "5", ""),
        ("2", "市教育局", "6", "1个目录未开展业务"),
        ("3", "市民政局", "7", ""),
        ("4", "市公安局", "8", ""),
    ]


def test_a_heading_inside_the_body_without_tabs() -> None:
    table = only_table(PROSE + "序号\t单位\t数量\n1\t甲局\t3\n\n公共服务单位\n\n2\t乙公司\t4\n\n\t合计\t7\n")
    assert [row.kind for row in table.rows] == [RowKind.DATA, RowKind.SECTION, RowKind.DATA, RowKind.TOTAL]


def test_a_lost_or_doubled_blank_is_put_right_and_reported() -> None:
    document = read(
        PROSE
        + "序号\t单位\t总数\t占比\n1\t甲局\t12\t5%\n2\t乙局\t20\t3%\n3\t丙局\t\t15\t2%\n4\t丁局\t4%\n5\t戊局\t9\t1%\n6\t己局\t9\t1%\n"
    )
    (table,) = document.tables
    assert texts(table)[2:4] == [("3", "丙局", "15", "2%"), ("4", "丁局", "", "4%")]
    assert [(problem.kind, problem.place.line) for problem in document.problems] == [
        ("ragged_row", 6),
        ("ragged_row", 7),
    ]


def test_a_row_that_can_be_put_right_in_no_way_or_in_two_stays_and_is_reported() -> None:
    document = read(
        PROSE
        + "序号\t单位\t受理\t办结\n1\t甲局\t12\t5\n2\t乙局\t20\t3\n3\t丙局4\n4\t丁局\t4\t4\n5\t戊局\t9\t1\n6\t己 局 3\t9\n"
    )
    assert [(problem.kind, problem.place.line) for problem in document.problems] == [
        ("ragged_row", 6),
        ("ragged_row", 9),
    ]
    assert texts(document.tables[0])[5] == ("6", "己局 3", "9", "")


def test_indented_lines_are_no_table() -> None:
    document = read(f"\t一、总体情况\n\t{PROSE}\t附件1\n\t办件情况统计表\n单位\t数量\n甲局\t3\n乙局\t4\n")
    assert (document.tables[0].attachment, document.tables[0].title) == (1, "办件情况统计表")
    assert document.paragraphs[0].text == "一、总体情况"


# --- bars


def test_a_markdown_table() -> None:
    table = only_table(
        PROSE + "附件1 情况统计表\n\n| 序号 | 单位 | 办件 |  |\n|---|:---|---|---|\n|  |  | 受理 | 办结 |\n"
        "| 1 | 甲局 | 3 |  |\n| 2 | 乙局 | 4 | 4 |\n"
    )
    assert table.header == (("序号",), ("单位",), ("办件", "受理"), ("办件", "办结"))
    assert texts(table) == [("1", "甲局", "3", ""), ("2", "乙局", "4", "4")]


def test_a_block_of_metadata_is_no_table() -> None:
    document = read(
        PROSE
        + "2021年11月2日\n主题词:关于做好能力提升工作的通知 - 点击收起详细信息\n索 引 号 | 2021110409 | 文 号 | 唐放办〔2021〕43号 |\n"
        "---|---|---|---|\n发布机构 | 唐河县政府办公室 | 发布日期 | 2021-11-04 09:36:00 |\n有效性 | 有效 | 文件编号 |\n"
    )
    assert document.tables == ()
    assert document.metadata["索引号"] == "2021110409"
    assert document.metadata["文号"] == "唐放办〔2021〕43号"
    assert document.front.issuer == "唐河县政府办公室"
    assert document.front.title == "关于做好能力提升工作的通知"
    assert (document.front.published_on, document.front.as_of) == (date(2021, 11, 4), None)


def test_one_cell_on_a_line_with_bars_that_begin_rows() -> None:
    table = only_table(
        PROSE + "| 月份 |\n工单总数 |\n占比 |\n| 10月 |\n1247 |\n29.00% |\n| 11月 |\n1258 |\n26.70% |\n"
    )
    assert texts(table) == [("10月", "1247", "29.00%"), ("11月", "1258", "26.70%")]


def test_one_cell_on_a_line_with_rows_by_running_numbers() -> None:
    cells = [
        "序号",
        "单位",
        "数量",
        "占比",
        "1",
        "甲局",
        "1",
        "2%",
        "2",
        "乙局",
        "4",
        "5%",
        "合计",
        "5",
        "7%",
    ]
    table = only_table(PROSE + "".join(f"{cell} |\n" for cell in cells))
    assert texts(table) == [("1", "甲局", "1", "2%"), ("2", "乙局", "4", "5%"), ("合计", "", "5", "7%")]


def test_one_cell_on_a_line_with_a_cell_merged_over_rows() -> None:
    cells = [
        "总量",
        "来源",
        "数量",
        "占比",
        "384",
        "电话",
        "348",
        "90.6%",
        "微信",
        "27",
        "7.1%",
        "",
        "网站",
        "9",
        "2.3%",
        "",
        "其他",
        "0",
    ]
    table = only_table(PROSE + "".join(f"{cell} |\n".lstrip() for cell in cells))
    assert texts(table) == [
        ("384", "电话", "348", "90.6%"),
        ("", "微信", "27", "7.1%"),
        ("", "网站", "9", "2.3%"),
        ("", "其他", "0", ""),
    ]


# --- one cell on a line


def test_a_flattened_table_with_running_numbers() -> None:
    cells = [
        "序号",
        "指标",
        "(项目)",
        "2019年评价水平",
        "1",
        "不见面审批占比",
        "市级 70.41%",
        "2",
        "压缩比例",
        "市级    63.47%",
    ]
    text = PROSE + "\n\n   \n\n".join(cells) + "\n\n关于指标情况的通报.pdf\n"
    document = read(text)
    (table,) = document.tables
    assert table.header == (("序号",), ("指标(项目)",), ("2019年评价水平",))
    assert texts(table) == [("1", "不见面审批占比", "市级 70.41%"), ("2", "压缩比例", "市级 63.47%")]
    assert document.paragraphs[-1].text == "关于指标情况的通报.pdf"


def test_a_flattened_table_by_the_types_of_its_columns() -> None:
    cells = ["县区", "件数", "满意率", "甲县", "3", "99%", "乙县", "4", "98%", "丙区", "5", "97.5%"]
    table = only_table(PROSE + "\n\n".join(cells) + "\n\n某市人民政府办公室\n\n2021年5月6日\n")
    assert table.header == (("县区",), ("件数",), ("满意率",))
    assert texts(table)[2] == ("丙区", "5", "97.5%")


def test_short_lines_of_a_letter_are_no_table() -> None:
    document = read("关于情况的通报\n\n一、总体情况\n\n12345\n\n二、存在问题\n\n" + PROSE)
    assert document.tables == ()


# --- aligned and separated


def test_a_table_aligned_by_spaces_with_blanks() -> None:
    table = only_table(
        PROSE
        + "序号  单位      办件            备注\n"
        + "                受理  办结\n"
        + "1     市教育局  12    11        \n"
        + "2     市民政局        3         无数据\n"
        + "合计            12    14\n"
    )
    assert table.header == (("序号",), ("单位",), ("办件", "受理"), ("办件", "办结"), ("备注",))
    assert texts(table) == [
        ("1", "市教育局", "12", "11", ""),
        ("2", "市民政局", "", "3", "无数据"),
        ("合计", "", "12", "14", ""),
    ]


def test_a_comma_separated_table() -> None:
    table = only_table(PROSE + '序号,单位,数量\n1,市教育局,"1,200"\n2,市民政局,30\n3,市公安局,40\n')
    assert texts(table)[0] == ("1", "市教育局", "1,200")


def test_prose_with_ascii_commas_is_no_table() -> None:
    assert (
        read(
            "截至12月27日,全市办件12件,占比5%\n截至12月28日,全市办件13件,占比6%\n截至12月29日,全市办件14件,占比7%\n"
        ).tables
        == ()
    )


# --- titles of tables outside attachments


@pytest.mark.parametrize(
    ("lead", "title"),
    [
        ("(一)本月诉求总体分析\n\n本月受理诉求384件,详情如下:\n\n", "本月诉求总体分析"),
        ("五个街道办理的工单数量如下:\n\n", "五个街道办理的工单数量"),
        ("表1 各县区办理情况\n\n", "表1各县区办理情况"),
        ("各县区办理情况统计表\n\n（截至11月4日）\n\n", "各县区办理情况统计表"),
        ("(八)加强推广力度。目前,接入事项101项,用户达125万人。\n\n", None),
    ],
)
def test_the_title_of_a_table_in_the_letter(lead: str, title: str | None) -> None:
    table = only_table(f"{PROSE}{lead}来源\t数量\n电话\t3\n网站\t4\n")
    assert (table.attachment, table.title) == (None, title)


# --- paragraphs


def test_a_sentence_cut_by_a_page_break_is_one_paragraph() -> None:
    text = "我区网上政务服务事项共1645项。在部\n\n分单位事项调整后，占比有所降低。\n\n下一段从这里开始，另起一行。\n"
    document = read(text)
    assert [p.text for p in document.paragraphs] == [
        "我区网上政务服务事项共1645项。在部分单位事项调整后，占比有所降低。",
        "下一段从这里开始，另起一行。",
    ]
    first = document.paragraphs[0]
    assert len(first.spans) == 2
    assert document.text[first.document_offset(19)] == first.text[19] == "分"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("覆盖率较低的单位：文广体旅局、\n\n新闻出版局、住建局。", 1),
        ('- (四) 好差评主动评价率低。截至12月27日,全市"好差\n\n评"系统接收到的评价量占84.08%。', 1),
        ("（二）重视排查整改工作，提升服务能力\n\n各部门要高度重视，认真整改。", 2),
        ("（四）疑似存在“明进暗不进”现象\n\n按照原则，进驻事项必须统一办理。", 2),
        ("现将情况通报如下:\n\n一、总体情况\n\n截至6月份，共1645项。", 3),
        ("共有7个单位未挂载数据。(详见附件8)\n\n涉税目录未挂载数据的单位10个。", 2),
        ("请各部门认真落实，抓好整改\n\n某县人民政府办公室\n\n2021年5月6日", 3),
        ("事项定期更新，数据及时推送，\n— 3 —\n\n确保准确。", 1),
    ],
)
def test_what_is_joined_and_what_is_not(text: str, expected: int) -> None:
    filler = "\n\n本段只为说明这份材料是公文，与上文没有关系。"
    assert len(read(text + filler).paragraphs) == expected + 1


def test_hard_wrapped_lines_are_joined() -> None:
    sentence = (
        "各地各部门要进一步提高思想认识，压实工作责任，细化工作举措，按照既定时间节点高质量完成各项目标任务，"
        * 5
    )
    wrapped = [sentence[k : k + 30] for k in range(0, len(sentence), 30)]
    text = "一、工作要求\n" + "\n".join(wrapped) + "持续优化营商环境。\n二、保障措施\n加强组织领导。\n"
    assert paragraphs(text) == [
        "一、工作要求",
        sentence + "持续优化营商环境。",
        "二、保障措施",
        "加强组织领导。",
    ]


def test_list_marks_are_no_text_and_spans_give_the_text_back() -> None:
    text = "　　- 附件：1.办件情况统计表\n2.压缩时限统计表\n" + PROSE
    document = read(text)
    assert [p.text for p in document.paragraphs][:2] == ["附件：1.办件情况统计表", "2.压缩时限统计表"]
    for paragraph in document.paragraphs:
        assert paragraph.text == "".join(document.text[span.start : span.end] for span in paragraph.spans)


def test_paragraphs_are_counted_before_tables() -> None:
    table = only_table(PROSE + "一、总体情况\n\n附件1 情况统计表\n\n单位\t数量\n甲局\t3\n乙局\t4\n")
    assert table.paragraph_index == 2


# --- what is no bulletin


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b" \r\n\t ", "empty"),
        (b"\xef\xbb\xbf\n", "empty"),
        (b"hello, this is an English text about nothing\n", "not_a_bulletin"),
        (bytes(range(256)) * 8, "not_text"),
    ],
)
def test_what_cannot_be_read_says_why_and_what_to_do(data: bytes, code: str) -> None:
    with pytest.raises(UnreadableDocument) as caught:
        read_text(data)
    assert caught.value.code == code
    assert caught.value.what
    assert caught.value.remedy


def test_zero_bytes_among_a_text_are_told_of_and_move_nothing() -> None:
    text = "各单位：现将6月份政务服务工作情况通报如下，请认真抓好落实。\n" * 20
    broken = text.replace("通报", "通\x00报", 2)
    document = read_text(broken.encode() + b"\x00" * 500)
    assert document.text == broken.replace("\x00", "\ufffd")
    assert [problem.kind for problem in document.problems] == ["encoding"]
    assert document.encoding == "utf-8"
    assert read_text(text.encode("gb18030") + b"\x00" * 9).text == text


def test_a_page_line_is_no_beginning_of_the_text() -> None:
    page = (
        "光山县政务服务情况通报\n\n来源：光山县政务服务局\u3000发布时间：2024-07-08 09:30\u3000字号：大 中 小\n\n"
        "全县共办件1200件。\n"
    )
    document = read_text(page.encode())
    assert document.paragraphs[-1].text == "全县共办件1200件。"
    assert (document.front.issuer, str(document.front.published_on)) == ("光山县政务服务局", "2024-07-08")
