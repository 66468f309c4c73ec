"""Web pages: the document in the page, tables with all that goes wrong in them, what belongs to the site."""

from __future__ import annotations

import pytest

from extractors.errors import UnreadableDocument
from extractors.model import Document, RowKind
from extractors.web import read_html

PROSE = (
    "<p>　　截至6月30日，全市政务服务事项共1645项，即办件占比62.71%，较上月提高2.51%，"
    "请各单位对照附件所列情况认真整改，按时报送。</p>" * 3
)
SIMPLE = (
    "<table border=1><tr><td>序号</td><td>单位</td><td>数量</td></tr><tr><td>1</td><td>教育局</td>"
    "<td>12</td></tr>"
    "<tr><td>2</td><td>公安局</td><td>34</td></tr></table>"
)
SIMPLE_ROWS = [("1", "教育局", "12"), ("2", "公安局", "34")]


def page(body: str, head: str = "") -> Document:
    html = f'<!DOCTYPE html>\n<html><head><meta charset="utf-8">{head}</head>\n<body>{body}</body></html>'
    return read_html(html.encode())


def rows(document: Document, number: int = 0) -> list[tuple[str, ...]]:
    return [row.texts for row in document.tables[number].rows]


def lines(document: Document) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs]


# --- tables


def test_missing_end_tags() -> None:
    document = page(
        PROSE
        + "<table><tr><td>序号<td>单位<td>数量<tr><td>1<td>教育局<td>12<tr><td>2<td>公安局<td>34</table>"
    )
    assert rows(document) == SIMPLE_ROWS


def test_thead_th_rowspan_zero_and_tfoot() -> None:
    document = page(
        PROSE + "<p align=center>各单位办件情况表</p><table><thead><tr><th rowspan=2>序号</th><th "
        "rowspan=2>单位</th><th colspan=2>办件"
        "</th></tr><tr><th>受理</th><th>办结</th></tr></thead><tfoot><tr><td colspan=2>合计</td><td>"
        "4</td><td>6</td></tr></tfoot>"
        "<tbody><tr><td>1</td><td rowspan=0>教育局</td><td>1</td><td>2</td></tr><tr><td>2</td><td>"
        "3</td><td>4</td></tr></tbody>"
        "</table><p>注：截至6月30日。</p>"
    )
    (table,) = document.tables
    assert table.title == "各单位办件情况表"
    assert table.header == (("序号",), ("单位",), ("办件", "受理"), ("办件", "办结"))
    assert rows(document) == [("1", "教育局", "1", "2"), ("2", "", "3", "4"), ("合计", "", "4", "6")]
    assert table.rows[1].cells[1].covered
    assert [row.kind for row in table.rows] == [RowKind.DATA, RowKind.DATA, RowKind.TOTAL]
    assert table.footnotes == ("注：截至6月30日。",)


@pytest.mark.parametrize("span", ["9", "100%", "1000"])
def test_a_colspan_wider_than_the_table(span: str) -> None:
    document = page(
        PROSE + SIMPLE.replace("<tr>", f'<tr><td colspan="{span}">某县情况统计表</td></tr><tr>', 1)
    )
    assert document.tables[0].caption == "某县情况统计表"
    assert document.tables[0].header == (("序号",), ("单位",), ("数量",))
    assert rows(document) == SIMPLE_ROWS


def test_colspans_that_every_row_repeats_are_one_column() -> None:
    document = page(PROSE + SIMPLE.replace("<td>", '<td colspan="2">'))
    assert document.tables[0].header == (("序号",), ("单位",), ("数量",))


def test_a_short_row_is_blank_at_its_end() -> None:
    document = page(PROSE + SIMPLE.replace("<td>34</td>", ""))
    assert rows(document) == [("1", "教育局", "12"), ("2", "公安局", "")]
    assert not document.tables[0].rows[1].cells[2].covered


def test_a_small_table_in_a_cell_is_the_text_of_the_cell() -> None:
    document = page(
        PROSE + "<table><tr><td>序号</td><td>单位</td><td>问题</td></tr><tr><td>1</td><td>教育局</td><td>"
        "<table><tr><td>未上报</td></tr>"
        "</table></td></tr><tr><td>2</td><td>公安局</td><td>逾期<br/>三件</td></tr><tr><td>3</td><td>民政局</td><td>&nbsp;</td></tr></table>"
    )
    assert rows(document) == [("1", "教育局", "未上报"), ("2", "公安局", "逾期三件"), ("3", "民政局", "")]


def test_a_heading_in_a_table_of_its_own() -> None:
    body = SIMPLE.replace("<tr><td>1<", "</table></div><div><table><tr><td>1<", 1)
    document = page(PROSE + "<div>" + body + "</div>")
    assert len(document.tables) == 1
    assert document.tables[0].header == (("序号",), ("单位",), ("数量",))
    assert rows(document) == SIMPLE_ROWS


def test_a_table_whose_cells_became_paragraphs() -> None:
    words = "序号 单位 数量 占比 1 教育局 12 40% 2 公安局 18 60%"
    cells = "".join(f"<p>{word}</p>\n" for word in words.split())
    document = page(PROSE + "<p>各单位办件情况</p>" + cells + "<p>请各单位认真对照整改，及时报送。</p>")
    assert document.tables[0].title == "各单位办件情况"
    assert rows(document) == [("1", "教育局", "12", "40%"), ("2", "公安局", "18", "60%")]
    assert lines(document)[-1] == "请各单位认真对照整改，及时报送。"


def test_markup_pasted_from_word() -> None:
    document = page(
        "<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]-->"
        + PROSE
        + "<div align=center><table class=MsoNormalTable><tr><td><p class=MsoNormal><b>序<span "
        "lang=EN-US><o:p></o:p></span></b></p>"
        "<p class=MsoNormal><b>号</b></p></td><td>单位<span style='mso-spacerun:yes'>&nbsp; </span>"
        "名称</td><td>时限<br>压缩<br>比例</td></tr>"
        "<tr><td>1</td><td>市自然资源和\n   规划局<span style='mso-hide:all'>x</span></td><td>95.5%</td></tr>"
        "<tr><td>2</td><td>　市医保局　</td><td>&#160;</td></tr></table></div>"
    )
    assert document.tables[0].header == (("序号",), ("单位名称",), ("时限压缩比例",))
    assert rows(document) == [("1", "市自然资源和规划局", "95.5%"), ("2", "市医保局", "")]


def test_hidden_rows_and_cells_are_not_shown() -> None:
    hidden = '<tr style="display: none"><td>9</td><td>测试局</td><td>0</td></tr>'
    document = page(PROSE + SIMPLE.replace("<tr><td>2", hidden + "<tr><td>2"))
    assert rows(document) == SIMPLE_ROWS


def test_the_place_of_a_cell_is_its_source_line() -> None:
    document = page(
        PROSE + "\n<table>\n<tr><td>单位</td><td>数量</td></tr>\n<tr><td>甲局</td><td>3</td></tr>\n</table>"
    )
    assert [cell.place.line for cell in document.tables[0].rows[0].cells] == [6, 6]


# --- the page around the document

SITE = """<div class="top_nav"><a href=/a>首页</a><a href=/b>新闻</a><a href=/c>公开</a></div>
<div class="main-wrap"><div class="crumb">首页 &gt; 公开</div><h1>关于政务服务情况的通报</h1>
<div class="info"><span>发布日期：2023-07-10</span><span>来源：某市行政审批局</span>
<span>【字体：<a>大</a> <a>中</a> <a>小</a>】</span><span>浏览次数：<i>123</i></span></div>
<form id="aspnetForm"><div class="article"><div>　　各县区：</div>
<div>现将2023年6月政务服务情况通报如下，请认真对照整改，确保完成年度目标任务。<br/>
　　一、总体情况<br/>　　全市共受理事项1234件，办结1200件，办结率97.24%。</div>
<div class="tbl">{table}</div></div>
<p>附件：<a href="/att/1.xlsx">1.办件情况表.xlsx</a></p><p><a href="/down.jsp?id=3">附件2.pdf</a></p></form>
<div class="share">分享到：微信 微博</div>
<div class="prenext">上一篇：<a href=/x>关于某事的通报</a></div></div>
<div class="foot"><table><tr><td>主办单位：某市人民政府</td><td>豫ICP备12345678号</td></tr>
<tr><td>网站标识码：4100000000</td><td>豫公网安备 41000000000000号</td></tr></table></div>"""


def test_a_page_of_divs() -> None:
    document = page(SITE.replace("{table}", SIMPLE))
    assert lines(document) == [
        "关于政务服务情况的通报",
        "发布日期：2023-07-10 来源：某市行政审批局",
        "各县区：",
        "现将2023年6月政务服务情况通报如下，请认真对照整改，确保完成年度目标任务。",
        "一、总体情况",
        "全市共受理事项1234件，办结1200件，办结率97.24%。",
        "附件：1.办件情况表.xlsx",
        "附件2.pdf",
    ]
    assert rows(document) == SIMPLE_ROWS
    assert len(document.tables) == 1
    assert document.links == ("/att/1.xlsx", "/down.jsp?id=3")
    assert document.front.title == "关于政务服务情况的通报"
    assert document.front.issuer == "某市行政审批局"
    assert str(document.front.published_on) == "2023-07-10"


def test_layout_in_two_columns() -> None:
    menu = "<ul><li><a href=1>栏目一</a></li><li><a href=2>栏目二</a></li><li><a href=3>栏目三</a></li></ul>"
    document = page(
        f"<table width=100%><tr><td width=200>{menu}</td><td><h1>关于某事的通报</h1>"
        f"{PROSE}{SIMPLE}</td></tr></table>"
    )
    assert lines(document)[0] == "关于某事的通报"
    assert not any("栏目" in line for line in lines(document))
    assert rows(document) == SIMPLE_ROWS


def test_the_block_of_metadata_is_no_table() -> None:
    block = (
        "<table><tr><td>索引号：</td><td>005/2023-001</td><td>发布机构：</td><td>某市行政审批局</td></tr>"
        "<tr><td>文号：</td><td>某审〔2023〕5号</td><td>发布日期：</td><td>2023-07-10</td></tr></table>"
    )
    document = page(block + "<h1>关于某工作情况的通报</h1><div>" + PROSE + SIMPLE + "</div>")
    assert len(document.tables) == 1
    assert document.metadata["文号"] == "某审〔2023〕5号"
    assert document.front.document_number == "某审〔2023〕5号"
    assert document.front.issuer == "某市行政审批局"


def test_prescribed_meta_elements() -> None:
    head = (
        '<meta name="ArticleTitle" content="关于政务服务情况的通报"><meta name="PubDate" '
        'content="2023-07-10 09:00">'
        '<meta name="ContentSource" content="某市政务服务局"><base href="https://example.gov.cn/zw/">'
    )
    document = page(f'<div>{PROSE}<a href="1.docx">附件</a></div>', head)
    assert document.front.title == "关于政务服务情况的通报"
    assert document.front.issuer == "某市政务服务局"
    assert str(document.front.published_on) == "2023-07-10"
    assert document.links == ("https://example.gov.cn/zw/1.docx",)


def test_the_title_element_without_the_site() -> None:
    document = page(f"<div>{PROSE}</div>", "<title>关于政务服务情况的通报_某市人民政府</title>")
    assert document.front.title == "关于政务服务情况的通报"


def test_an_organizer_amid_the_document_is_its_own() -> None:
    document = page(
        f"<div class='header'><p>站点</p></div><div>{PROSE}<p>主办单位：某县行政审批局</p>"
        f"{PROSE}</div><div>尾</div>"
    )
    assert "主办单位：某县行政审批局" in lines(document)


def test_scripts_styles_and_comments_are_no_text() -> None:
    document = page(
        PROSE
        + "<script>var t='<table><tr><td>x</td></tr></table>'</script><style>p{}</style><!-- <p>旧稿</p> -->"
    )
    assert len(lines(document)) == 3
    assert document.tables == ()


def test_a_break_in_the_source_is_no_space_between_characters() -> None:
    assert lines(page("<p>全市政务\n   服务事项</p>")) == ["全市政务服务事项"]


def test_readings_in_brackets_are_kept_as_printed() -> None:
    document = page(
        f"<p>關(guān)于訴求辦理情況的通報(bào)</p>{PROSE}{SIMPLE.replace('公安局', '雙臺(tái)子區(qū)')}"
    )
    assert lines(document)[0] == "關(guān)于訴求辦理情況的通報(bào)"
    assert rows(document)[1] == ("2", "雙臺(tái)子區(qū)", "34")


def test_deep_nesting_is_no_danger() -> None:
    document = page("<div>" * 1500 + "很深的一段文字。" + "</div>" * 1500)
    assert "很深的一段文字。" in document.text
    with pytest.raises(UnreadableDocument) as caught:
        page("<div>" * 3000 + "很深的一段文字。" + "</div>" * 3000)
    assert caught.value.code == "too_large"


def test_nothing_in_it() -> None:
    with pytest.raises(UnreadableDocument) as caught:
        read_html(b"   ")
    assert caught.value.code == "damaged"


def test_a_page_filled_by_scripts_holds_no_text() -> None:
    with pytest.raises(UnreadableDocument) as caught:
        page("<div id=app></div><script>render()</script>")
    assert caught.value.code == "no_text"


def test_a_picture_that_may_be_a_table_is_said() -> None:
    images = '<img src="/upload/t1.png" width="800"><img src="/icon/pdf.png"><img src="x.png" width="16">'
    document = page(f"<div>{PROSE}<p>{images}</p></div>")
    assert [problem.kind for problem in document.problems] == ["picture"]
    assert "/upload/t1.png" in document.problems[0].message


# --- what stands apart from its table, or holds several


def test_a_total_in_a_table_of_its_own_goes_with_the_table_above() -> None:
    total = "<table><tr><td colspan=2>合计</td><td>46</td></tr></table>"
    document = page(PROSE + SIMPLE + total + "<p>特此通报。</p>")
    assert rows(document) == [*SIMPLE_ROWS, ("合计", "", "46")]
    assert document.tables[0].rows[-1].kind is RowKind.TOTAL
    assert document.tables[0].rows[-1].cells[1].covered


def test_two_tables_in_one_grid() -> None:
    second = (
        "<tr><td colspan=3>附件2 差评整改情况</td></tr><tr><td>序号</td><td>单位</td><td>差评</td></tr>"
        "<tr><td>1</td><td>民政局</td><td>3</td></tr></table>"
    )
    document = page(PROSE + SIMPLE.replace("</table>", second))
    assert [rows(document, 0), rows(document, 1)] == [SIMPLE_ROWS, [("1", "民政局", "3")]]
    assert (document.tables[1].attachment, document.tables[1].title) == (2, "差评整改情况")
    assert [path[-1] for path in document.tables[1].header] == ["序号", "单位", "差评"]


def test_a_section_over_the_same_heading_again_is_no_table_of_its_own() -> None:
    section = (
        "<tr><td colspan=3>乡镇办件情况</td></tr><tr><td>序号</td><td>单位</td><td>数量</td></tr>"
        "<tr><td>3</td><td>城关镇</td><td>5</td></tr></table>"
    )
    document = page(PROSE + SIMPLE.replace("</table>", section))
    assert len(document.tables) == 1
    assert rows(document)[-1] == ("3", "城关镇", "5")


def test_a_title_row_without_its_colspan() -> None:
    document = page(SIMPLE.replace("<tr>", "<tr><td>附件1：办件情况表</td></tr><tr>", 1) + PROSE)
    (table,) = document.tables
    assert (table.attachment, table.title) == (1, "办件情况表")
    assert table.header == (("序号",), ("单位",), ("数量",))


def test_struck_text_is_no_part_of_a_figure_and_is_told_of() -> None:
    marked = SIMPLE.replace("<td>12", "<td><s>99</s>12").replace(
        "<td>34", '<td><span style="text-decoration: line-through">77</span>34'
    )
    document = page(PROSE + marked)
    assert rows(document) == SIMPLE_ROWS
    assert [p.message[-2:] for p in document.problems if p.kind == "struck_text"] == ["99", "77"]


def test_a_hidden_row_is_told_of() -> None:
    hidden = '<tr style="display:none"><td>9</td><td>审计局</td><td>5</td></tr></table>'
    document = page(PROSE + SIMPLE.replace("</table>", hidden))
    assert rows(document) == SIMPLE_ROWS
    assert ["审计局" in p.message for p in document.problems if p.kind == "hidden_rows"] == [True]


def test_figures_in_fields_that_are_filled_in() -> None:
    fields = SIMPLE.replace("<td>12</td>", '<td><input value="12" readonly></td>').replace(
        "<td>34</td>", "<td><textarea>34</textarea></td>"
    )
    assert rows(page(PROSE + fields)) == SIMPLE_ROWS


def test_a_table_set_by_blanks_in_preformatted_text() -> None:
    text = (
        "<pre>\n序号    单位      数量    办结率\n1       教育局    12      91.5%\n"
        "2       公安局    34      92.5%\n3       民政局    56      93.5%\n</pre>"
    )
    document = page("\n" + PROSE + text)
    assert rows(document)[1] == ("2", "公安局", "34", "92.5%")
    assert document.tables[0].rows[1].cells[2].place.line == 7  # of the source


def test_a_page_of_frames_says_which_pages_it_shows() -> None:
    with pytest.raises(UnreadableDocument, match=r"shows other pages: a\.html") as error:
        page('<iframe src="a.html"></iframe>')
    assert error.value.code == "no_text"


def test_a_table_of_data_stays_whatever_its_box_is_called() -> None:
    box = f'<div class="page_foot">{SIMPLE.replace("</table>", "<tr><td>3</td><td>民政局</td><td>5</td></tr></table>")}</div>'
    assert rows(page(PROSE * 3 + box)) == [*SIMPLE_ROWS, ("3", "民政局", "5")]
    links = (
        '<div class="sidebar"><table>'
        + "<tr><td><a href='x'>通知公告</a></td><td>12</td></tr>" * 4
        + "</table></div>"
    )
    assert page(PROSE * 3 + links).tables == ()
