"""DOCX: what Word shows of a body, and its tables with all their merges."""

from __future__ import annotations

import io
import re
import zipfile

import pytest

from extractors.errors import UnreadableDocument
from extractors.model import Document, RowKind
from extractors.office.docx import read_docx
from tests.extractors.setting import docx_package, w_paragraph


def read(body: str, **parts: str) -> Document:
    return read_docx(docx_package(body, **parts))


def texts(document: Document) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs]


def cell(text: str = "", properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{w_paragraph(text)}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def plain_row(*values: str) -> str:
    return row(*(cell(value) for value in values))


def table(*rows: str, widths: tuple[int, ...] = ()) -> str:
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return f"<w:tbl><w:tblPr/><w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"


SPAN2 = '<w:gridSpan w:val="2"/>'
RESTART = '<w:vMerge w:val="restart"/>'
CONTINUE = "<w:vMerge/>"


def test_merged_headings_and_a_department_over_three_rows() -> None:
    document = read(
        w_paragraph("附件3：")
        + w_paragraph("某县电子证照制作情况统计表", centred=True)
        + w_paragraph("单位：件")
        + table(
            row(cell("序号", RESTART), cell("单位", RESTART), cell("证照", SPAN2)),
            row(cell("", CONTINUE), cell("", CONTINUE), cell("种类"), cell("数量")),
            row(cell("1"), cell("公安局", RESTART), cell("户口簿"), cell("3,204")),
            row(cell("2"), cell("", CONTINUE), cell("身份证"), cell("")),
            row(cell("3"), cell("", CONTINUE), cell("居住证"), cell("17")),
            row(cell("合计", SPAN2), cell("3"), cell("3221")),
        )
        + w_paragraph("注：数据截至2023年6月30日。")
    )
    (found,) = document.tables
    assert (found.attachment, found.title) == (3, "某县电子证照制作情况统计表")
    assert found.notes_before == ("单位：件",)
    assert found.footnotes == ("注：数据截至2023年6月30日。",)
    assert found.header == (("序号",), ("单位",), ("证照", "种类"), ("证照", "数量"))
    assert [r.texts for r in found.rows] == [
        ("1", "公安局", "户口簿", "3,204"),
        ("2", "", "身份证", ""),
        ("3", "", "居住证", "17"),
        ("合计", "", "3", "3221"),
    ]
    assert [r.cells[1].covered for r in found.rows] == [False, True, True, True]
    assert not found.rows[1].cells[3].covered  # blank, not merged
    assert [r.kind for r in found.rows] == [RowKind.DATA] * 3 + [RowKind.TOTAL]


def test_deleted_text_is_out_and_inserted_text_is_in() -> None:
    run = '<w:r><w:t xml:space="preserve">{}</w:t></w:r>'
    paragraph = (
        "<w:p>"
        + run.format("办结率为")
        + '<w:del w:id="1"><w:r><w:delText>95.1%</w:delText></w:r></w:del>'
        + '<w:ins w:id="2">'
        + run.format("96.3%")
        + "</w:ins>"
        + '<w:moveFrom w:id="3">'
        + run.format("旧")
        + "</w:moveFrom>"
        + '<w:moveTo w:id="4">'
        + run.format("，较上月提高")
        + "</w:moveTo></w:p>"
    )
    gone = row(cell("2"), cell("撤销的单位"), cell("1"), properties='<w:del w:id="5"/>')
    document = read(
        paragraph
        + table(
            plain_row("序号", "单位", "数量"), plain_row("1", "甲局", "3"), gone, plain_row("2", "乙局", "4")
        )
    )
    assert texts(document) == ["办结率为96.3%，较上月提高"]
    assert [r.texts for r in document.tables[0].rows] == [("1", "甲局", "3"), ("2", "乙局", "4")]


def test_a_deleted_paragraph_mark_joins_two_paragraphs() -> None:
    deleted_mark = "<w:rPr><w:del w:id='1'/></w:rPr>"
    document = read(w_paragraph("全市共受理", properties=deleted_mark) + w_paragraph("1645项。"))
    assert texts(document) == ["全市共受理1645项。"]


def test_hidden_text_and_field_codes_are_not_shown() -> None:
    body = (
        "<w:p><w:r><w:t>第</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>秘密</w:t></w:r>"
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>SEQ 期</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>11</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:t>期</w:t></w:r></w:p>'
    )
    assert texts(read(body)) == ["第11期"]


def test_a_text_box_is_read_once() -> None:
    content = f"<w:txbxContent>{w_paragraph('框中的一段说明文字')}</w:txbxContent>"
    body = (
        "<w:p><w:r><w:t>正文</w:t></w:r><w:r><mc:AlternateContent>"
        f'<mc:Choice Requires="wps"><w:drawing><wps:wsp><wps:txbx>{content}</wps:txbx></wps:wsp>'
        "</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:shape><v:textbox>{content}</v:textbox></v:shape></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
    )
    assert texts(read(body)) == ["正文", "框中的一段说明文字"]


def test_soft_breaks_join_in_a_cell_and_part_in_prose() -> None:
    page_break = '<w:br w:type="page"/>'
    broken = (
        f"<w:p><w:r><w:t>时限</w:t><w:br/><w:t>压缩</w:t></w:r><w:r>{page_break}<w:t>比例</w:t></w:r></w:p>"
    )
    document = read(
        "<w:p><w:r><w:t>第一行。</w:t><w:br/><w:t>第二行。</w:t></w:r></w:p>"
        + table(
            row(cell("单位"), f"<w:tc>{broken}</w:tc>"), plain_row("甲局", "9.5%"), plain_row("乙局", "8%")
        )
    )
    assert texts(document) == ["第一行。", "第二行。"]
    assert document.tables[0].header == (("单位",), ("时限压缩比例",))


NUMBERING = (
    '<w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    '<w:abstractNum w:abstractNumId="0">'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText '
    'w:val="%1、"/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%2."/>'
    "</w:lvl></w:abstractNum>"
    '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
    '<w:lvlText w:val="%1"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId '
    'w:val="1"/></w:num></w:numbering>'
)


def numbered(text: str, number: int, level: int = 0) -> str:
    return w_paragraph(
        text, properties=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    )


def test_numbers_that_word_counts_are_part_of_the_text() -> None:
    body = (
        numbered("总体情况", 1)
        + numbered("不见面审批", 1, 1)
        + numbered("时限压缩", 1, 1)
        + numbered("存在问题", 1)
        + numbered("部门方面", 1, 1)
    )
    assert texts(read(body, numbering=NUMBERING)) == [
        "一、总体情况",
        "1.不见面审批",
        "2.时限压缩",
        "二、存在问题",
        "1.部门方面",
    ]


def test_running_numbers_of_a_table_may_be_counted_by_word() -> None:
    counted = f"<w:tc>{numbered('', 2)}</w:tc>"
    document = read(
        table(
            plain_row("序号", "单位", "数量"),
            row(counted, cell("甲局"), cell("3")),
            row(counted, cell("乙局"), cell("4")),
        ),
        numbering=NUMBERING,
    )
    assert [r.texts for r in document.tables[0].rows] == [("1", "甲局", "3"), ("2", "乙局", "4")]


def test_edges_dragged_a_hair_apart_are_one() -> None:
    # In the heading the border stands at 2000, in the body at 2040: a column of 2 points between.
    document = read(
        table(
            row(cell("单位"), cell("数量", SPAN2)),
            row(cell("甲局", SPAN2), cell("3")),
            row(cell("乙局", SPAN2), cell("4")),
            widths=(2000, 40, 1960),
        )
    )
    assert document.tables[0].header == (("单位",), ("数量",))
    assert [r.texts for r in document.tables[0].rows] == [("甲局", "3"), ("乙局", "4")]


@pytest.mark.parametrize("mark", ["续表", "附件（续表）", "附件1（续）", "各单位办件情况表（续表2）"])
def test_a_table_cut_in_two_is_one(mark: str) -> None:
    head = plain_row("序号", "单位", "数量")
    first = table(head, plain_row("1", "甲局", "3"), plain_row("2", "乙局", "4"))
    second = table(head, plain_row("3", "丙局", "5"))
    document = read(first + "<w:p/>" + w_paragraph(mark) + second)
    assert len(document.tables) == 1
    assert [r.texts[0] for r in document.tables[0].rows] == ["1", "2", "3"]
    assert mark not in texts(document)


def test_two_tables_of_the_same_columns_stay_two() -> None:
    head = plain_row("序号", "单位", "数量")
    document = read(
        w_paragraph("附件1")
        + table(head, plain_row("1", "甲局", "3"))
        + w_paragraph("附件2")
        + table(head, plain_row("1", "甲县", "9"))
    )
    assert [t.attachment for t in document.tables] == [1, 2]


def test_a_letter_head_in_a_table_is_text() -> None:
    document = read(
        table(plain_row("某市人民政府办公室文件", "某政办〔2023〕5号"))
        + w_paragraph("关于政务服务情况的通报")
    )
    assert document.tables == ()
    assert document.front.document_number == "某政办〔2023〕5号"


def test_a_layout_table_gives_up_the_table_inside() -> None:
    inner = table(plain_row("序号", "单位", "数量"), plain_row("1", "甲局", "3"), plain_row("2", "乙局", "4"))
    document = read(table(row(f"<w:tc>{w_paragraph('某县情况统计表')}{inner}</w:tc>")))
    assert document.tables[0].title == "某县情况统计表"
    assert document.tables[0].header == (("序号",), ("单位",), ("数量",))


def test_a_footnote_follows_its_paragraph() -> None:
    notes = (
        '<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        f'<w:footnote w:id="2">{w_paragraph("不含垂管部门。")}</w:footnote></w:footnotes>'
    )
    body = '<w:p><w:r><w:t>共32个部门。</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
    assert texts(read(body, footnotes=notes)) == ["共32个部门。", "不含垂管部门。"]


def test_strict_namespace() -> None:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(docx_package(w_paragraph("严格格式")))) as source,
        zipfile.ZipFile(out, "w") as target,
    ):
        for name in source.namelist():
            data = source.read(name).replace(
                b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                b"http://purl.oclc.org/ooxml/wordprocessingml/main",
            )
            target.writestr(name, data)
    assert texts(read_docx(out.getvalue())) == ["严格格式"]


def test_spans_are_where_the_text_says() -> None:
    document = read(
        w_paragraph("第一段。")
        + table(plain_row("单位", "数量"), plain_row("甲局", "3"))
        + w_paragraph("末段。")
    )
    for paragraph in document.paragraphs:
        assert "".join(document.text[s.start : s.end] for s in paragraph.spans) == paragraph.text
    line = document.tables[0].rows[0].cells[0].place.line
    assert line is not None and document.text.split("\n")[line - 1] == "甲局\t3"


@pytest.mark.parametrize("data", [b"PK\x03\x04 cut off", docx_package("<w:p/>")[:300]])
def test_a_broken_package_says_so(data: bytes) -> None:
    with pytest.raises(UnreadableDocument) as caught:
        read_docx(data)
    assert caught.value.code == "damaged"
    assert caught.value.remedy


def test_a_part_that_is_cut_off_is_read_and_said() -> None:
    whole = docx_package(w_paragraph("第一段仍然可读。") + w_paragraph("第二段"))
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            target.writestr(name, data[: data.rindex(b"<w:p>")] if name == "word/document.xml" else data)
    document = read_docx(out.getvalue())
    assert texts(document) == ["第一段仍然可读。"]
    assert [problem.kind for problem in document.problems] == ["damaged_part"]


def test_a_letter_of_pictures_holds_no_text() -> None:
    with pytest.raises(UnreadableDocument) as caught:
        read("<w:p/>")
    assert caught.value.code == "no_text"


def test_a_large_picture_is_said() -> None:
    drawing = (
        '<w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
        '<wp:extent cx="5400000" cy="3600000"/>'
        '<a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"/></wp:inline></w:drawing>'
    )
    document = read(w_paragraph("附件1") + f"<w:p><w:r>{drawing}</w:r></w:p>")
    assert [problem.kind for problem in document.problems] == ["picture"]
    assert "附件1" in document.problems[0].message


def test_struck_text_is_no_part_of_a_figure_and_is_told_of() -> None:
    def with_run(properties: str, old: str, new: str) -> str:
        return f"<w:tc><w:p><w:r><w:rPr>{properties}</w:rPr><w:t>{old}</w:t></w:r><w:r><w:t>{new}</w:t></w:r></w:p></w:tc>"

    document = read(
        table(
            plain_row("序号", "单位", "数量"),
            row(cell("1"), cell("教育局"), with_run("<w:strike/>", "99", "12")),
            row(cell("2"), cell("公安局"), with_run("<w:dstrike/>", "77", "34")),
            row(cell("3"), cell("民政局"), with_run('<w:strike w:val="0"/>', "5", "6")),
        )
    )
    assert [r.texts[2] for r in document.tables[0].rows] == ["12", "34", "56"]
    assert [p.message[-2:] for p in document.problems if p.kind == "struck_text"] == ["99", "77"]


def test_paragraphs_parted_by_tabs_are_a_table() -> None:
    def line(*texts: str) -> str:
        return "<w:p><w:r>" + "<w:tab/>".join(f"<w:t>{text}</w:t>" for text in texts) + "</w:r></w:p>"

    body = [("序号", "单位", "数量"), ("1", "教育局", "12"), ("2", "公安局", "34"), ("3", "民政局", "56")]
    document = read(w_paragraph("各单位：现将情况通报如下。") + "".join(line(*texts) for texts in body))
    assert [r.texts for r in document.tables[0].rows] == body[1:]
    # Two columns are a list or a table of contents.
    document = read("".join(line(*texts[1:]) for texts in body))
    assert document.tables == ()
    assert texts(document)[1] == "教育局 12"


def test_embedded_objects_and_charts_are_told_of() -> None:
    chart = (
        '<w:p><w:r><w:drawing><a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
        '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart"/></a:graphic>'
        "</w:drawing></w:r></w:p>"
    )
    sheet = (
        '<w:p><w:r><w:object><o:OLEObject xmlns:o="urn:schemas-microsoft-com:office:office" '
        'ProgID="Excel.Sheet.12"/></w:object></w:r></w:p>'
    )
    document = read(w_paragraph("各单位办件情况如下。") + chart + sheet)
    found = [p.message for p in document.problems if p.kind == "embedded_object"]
    assert ["chart" in found[0], "Excel.Sheet.12" in found[1]] == [True, True]
    assert all("各单位办件情况如下" in message for message in found)


def test_a_web_page_taken_in_whole() -> None:
    relation = (
        '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="c1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/aFChunk" '
        'Target="chunk.html"/></Relationships>'
    )
    html = (
        '<html><head><meta charset="utf-8"></head><body><table><tr><td>单位</td><td>数量</td></tr><tr><td>教育局</td>'
        "<td>12</td></tr></table></body></html>"
    )
    chunk = '<w:altChunk xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="c1"/>'
    package = io.BytesIO(docx_package(w_paragraph("各单位：") + chunk))
    with zipfile.ZipFile(package) as old, zipfile.ZipFile(made := io.BytesIO(), "w") as new:
        for name in old.namelist():
            if name != "word/_rels/document.xml.rels":
                new.writestr(name, old.read(name))
        new.writestr("word/_rels/document.xml.rels", relation)
        new.writestr("word/chunk.html", html)
    document = read_docx(made.getvalue())
    assert [r.texts for r in document.tables[0].rows] == [("教育局", "12")]
    assert texts(document) == ["各单位："]


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


RAISED = {
    "vertAlign": '<w:vertAlign w:val="superscript"/>',
    "position": '<w:position w:val="6"/><w:sz w:val="14"/>',
    "style": '<w:rStyle w:val="mark"/>',
    "style based on one": '<w:rStyle w:val="fine"/>',
}
STYLES = (
    '<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    '<w:style w:type="character" w:styleId="mark"><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="fine"><w:basedOn w:val="mark"/><w:rPr><w:b/></w:rPr></w:style></w:styles>'
)


def raw_cell(*runs: str) -> str:
    return f"<w:tc><w:p>{''.join(runs)}</w:p></w:tc>"


@pytest.mark.parametrize("how", RAISED)
@pytest.mark.parametrize("mark", ["1", "[2]", "①", "*", "注3", "1,2"])
def test_a_raised_mark_is_no_part_of_a_name_or_figure(how: str, mark: str) -> None:
    raised = run(mark, RAISED[how])
    document = read(
        table(
            plain_row("单位", "数量"),
            row(raw_cell(run("市人社局"), raised), raw_cell(run("66"), raised)),
            plain_row("市医保局", "45"),
        ),
        styles=STYLES,
    )
    (found,) = document.tables
    assert [r.texts for r in found.rows] == [("市人社局", "66"), ("市医保局", "45")]
    assert [c.marks for c in found.rows[0].cells] == [(mark,), (mark,)]


KEPT = [
    (("3.5", "km"), "2", "3.5km²"),
    (("建筑面积（平方", "m"), "3", "建筑面积（平方m³"),
    (("56.",), "41", "56.41"),
    (("75",), "%", "75%"),
    (("1.2×10",), "4", "1.2×10⁴"),
    ((), "150", "150"),
]


@pytest.mark.parametrize(("before", "raised", "text"), KEPT)
def test_what_is_raised_and_no_mark_stays(before: tuple[str, ...], raised: str, text: str) -> None:
    value = raw_cell(*map(run, before), run(raised, RAISED["vertAlign"]))
    document = read(table(plain_row("单位", "数量"), row(cell("甲局"), value), plain_row("乙局", "4")))
    assert (document.tables[0].rows[0].texts[1], document.tables[0].rows[0].cells[1].marks) == (text, ())


def test_a_footnote_in_a_cell_stands_under_the_table() -> None:
    notes = (
        '<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        f'<w:footnote w:id="2">{w_paragraph("含市政公用事项。")}</w:footnote></w:footnotes>'
    )
    value = raw_cell(run("66"), '<w:r><w:footnoteReference w:id="2"/></w:r>')
    document = read(
        table(plain_row("单位", "数量"), row(cell("甲局"), value), plain_row("乙局", "4")), footnotes=notes
    )
    (found,) = document.tables
    assert (found.rows[0].texts, found.rows[0].cells[1].marks) == (("甲局", "66"), ("1",))
    assert found.footnotes == ("注1：含市政公用事项。",)


def test_paragraphs_under_each_other_stay_apart() -> None:
    two = f"<w:tc>{w_paragraph('118')}{w_paragraph('128')}</w:tc>"
    names = f"<w:tc>{w_paragraph('市公安局')}{w_paragraph('市人社局')}</w:tc>"
    wrapped = f"<w:tc>{w_paragraph('市自然资源和')}{w_paragraph('规划局')}</w:tc>"
    document = read(
        table(
            plain_row("单位", "数量"), row(names, two), row(cell("市医保局"), two), row(wrapped, cell("45"))
        )
    )
    # As many names as figures are as many rows; two figures of one office stay what they are.
    police, labour, insurance, land = document.tables[0].rows
    assert (police.texts, labour.texts) == (("市公安局", "118"), ("市人社局", "128"))
    assert insurance.cells[1].lines == ("118", "128")
    assert (land.texts[0], land.cells[0].lines) == ("市自然资源和规划局", ())


SIGNS = [
    ('<w:sym w:font="Symbol" w:char="F02D"/>', "−4.00%"),
    ('<w:sym w:font="Wingdings 3" w:char="F071"/>', "▼4.00%"),
    ('<w:rPr><w:rFonts w:ascii="Symbol" w:hAnsi="Symbol"/></w:rPr><w:t>\uf02d</w:t>', "−4.00%"),
    ('<w:sym w:font="Webdings" w:char="F036"/>', "\ufffd4.00%"),
]


@pytest.mark.parametrize(("sign", "text"), SIGNS)
def test_signs_of_symbol_fonts(sign: str, text: str) -> None:
    value = raw_cell(f"<w:r>{sign}</w:r>", run("4.00%"))
    document = read(table(plain_row("单位", "同比"), row(cell("甲局"), value), plain_row("乙局", "4.00%")))
    assert document.tables[0].rows[0].texts[1] == text
    assert [p.kind for p in document.problems] == (["symbol"] if "\ufffd" in text else [])


def test_strict_open_xml_with_its_relations() -> None:
    """Every namespace of the strict form, as Word saves it, not only the main one."""
    out = io.BytesIO()
    notes = (
        '<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        f'<w:footnote w:id="2">{w_paragraph("不含垂管部门。")}</w:footnote></w:footnotes>'
    )
    body = '<w:p><w:r><w:t>共32个部门。</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
    with (
        zipfile.ZipFile(io.BytesIO(docx_package(body, footnotes=notes))) as source,
        zipfile.ZipFile(out, "w") as target,
    ):
        for name in source.namelist():
            part = re.sub(
                rb"http://schemas.openxmlformats.org/(officeDocument|wordprocessingml|drawingml)/2006/",
                rb"http://purl.oclc.org/ooxml/\1/",
                source.read(name),
            )
            target.writestr(name, part)
    assert texts(read_docx(out.getvalue())) == ["共32个部门。", "不含垂管部门。"]


@pytest.mark.parametrize(
    ("cell_properties", "run_properties", "left_out"),
    [
        ("", '<w:color w:val="FFFFFF"/>', "9"),
        ("", "<w:vanish/>", "9"),
        ("", '<w:sz w:val="2"/>', "9"),
        ('<w:shd w:val="clear" w:fill="1F4E79"/>', '<w:color w:val="FFFFFF"/>', ""),
        ("", '<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="000000"/>', ""),
        ("", '<w:color w:val="FF0000"/>', ""),
    ],
)
def test_a_digit_that_nobody_sees_is_no_part_of_a_figure_and_is_told_of(
    cell_properties: str, run_properties: str, left_out: str
) -> None:
    given = (
        f"<w:tc><w:tcPr>{cell_properties}</w:tcPr><w:p><w:r><w:rPr>{run_properties}</w:rPr><w:t>9</w:t></w:r>"
        "<w:r><w:t>80</w:t></w:r></w:p></w:tc>"
    )
    document = read(table(plain_row("部门", "办件量"), row(cell("教育局"), given), plain_row("公安局", "70")))
    assert [r.texts[1] for r in document.tables[0].rows] == ["80" if left_out else "980", "70"]
    told = [p.message.rpartition(" ")[2] for p in document.problems if p.kind == "hidden_text"]
    assert told == ([left_out] if left_out else [])


def test_a_fraction_set_as_an_equation_keeps_its_stroke() -> None:
    half = (
        '<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><m:f>'
        "<m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath>"
    )
    document = read(
        table(
            plain_row("部门", "用时"),
            row(cell("教育局"), f"<w:tc><w:p>{half}</w:p></w:tc>"),
            plain_row("公安局", "7"),
        )
    )
    assert [r.texts[1] for r in document.tables[0].rows] == ["1/2", "7"]
