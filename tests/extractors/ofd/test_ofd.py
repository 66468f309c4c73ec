"""OFD: places of characters, ruling lines, tables over pages, in the ways that writers of OFD do it."""

from __future__ import annotations

import pytest

from extractors.errors import UnreadableDocument
from extractors.model import RowKind
from extractors.ofd.ofd_page import deltas
from extractors.ofd.ofd_reader import read_ofd
from tests.extractors.ofd.ofd_setting import Page, Style, line, package, ruled, text

STYLES = {
    "counted": Style(),
    "written out, thin rectangles": Style(counted=False, rectangles=True),
    "scaled": Style(scaled=True, counted=False),
}
# Lines of equal width, the first indented by two characters.
PROSE = (
    "截至2023年6月30日，全市共受理政务服务事项11645项，即办件占比62.71%，比上月高",
    "2.51%。各单位要对照附件所列的情况认真整改，于7月底以前把结果报送到市行政审批局，",
    "逾期不报的，将予以通报。",
)
WIDTHS = (20.0, 60.0, 40.0, 40.0)


def letter(style: Style) -> bytes:
    first, second = Page(), Page()
    text(first, 60, 40, "关于政务服务情况的通报", style, 7)
    for number, printed in enumerate(PROSE):
        text(first, 25 if number else 33, 60 + 7 * number, printed, style, 4)
    text(first, 27, 84, "附件1", style)
    text(first, 80, 94, "各单位办件情况统计表", style)
    ruled(
        first,
        25,
        100,
        WIDTHS,
        [
            ["序号", "单位", "受理数", "办结率"],
            ["1", "教育局", "1,200", "98.33%"],
            ["2", "公安局", "", "0.00%"],
        ],
        style,
    )
    text(first, 100, 285, "— 1 —", style)
    ruled(
        second, 25, 30, WIDTHS, [["3", "民政局", "80", "100.00%"], ["合计", None, "1,280", "98.44%"]], style
    )
    text(second, 25, 56, "注：数据由市大数据局提供。", style)
    text(second, 100, 285, "— 2 —", style)
    return package([first, second])


@pytest.mark.parametrize("name", STYLES)
def test_a_letter_with_a_table_over_two_pages(name: str) -> None:
    document = read_ofd(letter(STYLES[name]))
    assert document.page_count == 2
    assert [paragraph.text for paragraph in document.paragraphs] == [
        "关于政务服务情况的通报",
        "".join(PROSE),
    ]
    (table,) = document.tables
    assert (table.attachment, table.title) == (1, "各单位办件情况统计表")
    assert table.header == (("序号",), ("单位",), ("受理数",), ("办结率",))
    assert [row.texts for row in table.rows] == [
        ("1", "教育局", "1,200", "98.33%"),
        ("2", "公安局", "", "0.00%"),
        ("3", "民政局", "80", "100.00%"),
        ("合计", "", "1,280", "98.44%"),
    ]
    assert table.rows[3].kind is RowKind.TOTAL
    assert table.rows[3].cells[1].covered and not table.rows[1].cells[2].covered
    assert table.footnotes == ("注：数据由市大数据局提供。",)
    assert (table.place.page, table.last_page) == (1, 2)


def test_a_table_says_who_read_it_and_what_proves_it() -> None:
    page = Page()
    text(page, 60, 40, "各单位办件情况统计表", Style())
    rows: list[list[str | None]] = [
        ["序号", "单位", "受理数", "办结数", "办结率"],
        ["1", "教育局", "40", "30", "75.00%"],
        ["2", "公安局", "80", "20", "25.00%"],
        ["3", "民政局", "50", "45", "90.00%"],
    ]
    ruled(page, 20, 60, (20, 40, 30, 30, 30), rows, Style())
    document = read_ofd(package([page]))
    (table,) = document.tables
    assert table.reader == "ofd-lattice"
    assert {"sequence: 1 to 3", "ratio: 办结率 = 办结数 / 受理数 in 3 rows"} <= set(table.proofs)
    assert document.problems == ()


def test_a_running_number_that_is_missing_is_said() -> None:
    page = Page()
    rows: list[list[str | None]] = [["序号", "单位", "数量"]]
    rows += [
        [str(number), f"{name}局", "3"] for number, name in zip((1, 2, 4, 5, 6), "甲乙丙丁戊", strict=True)
    ]
    ruled(page, 25, 60, (20, 60, 40), rows, Style())
    (problem,) = read_ofd(package([page])).problems
    assert (problem.kind, problem.place.page) == ("odd_table", 1)
    assert "do not run on from 1 to 6" in problem.message


def test_the_box_of_a_cell_is_where_it_is_printed() -> None:
    cell = read_ofd(letter(Style())).tables[0].rows[0].cells[1]
    assert cell.place.page == 1
    assert cell.place.box is not None
    # 25 + 20 mm from the left, 60 mm wide; the second row of 8 mm under 100 mm.
    millimetres = [round(value * 25.4 / 72) for value in cell.place.box]
    assert millimetres == [45, 108, 105, 116]


def test_a_page_that_is_turned_reads_upright() -> None:
    page = Page(width=210, height=297)
    style = Style(turned=True)
    rows: list[list[str | None]] = [
        ["序号", "单位", "数量", "占比"],
        ["1", "甲局", "3", "42.86%"],
        ["2", "乙局", "4", "57.14%"],
    ]
    ruled(page, 40, 60, WIDTHS, rows, style)
    (table,) = read_ofd(package([page])).tables
    assert [row.texts for row in table.rows] == [("1", "甲局", "3", "42.86%"), ("2", "乙局", "4", "57.14%")]
    box = table.rows[0].cells[0].place.box
    assert box is not None
    # As displayed: the column 40–60 mm along the turned line lies 297 - 60 … 297 - 40 mm from the top.
    assert [round(value * 25.4 / 72) for value in box] == [68, 237, 76, 257]


def test_objects_of_a_template_are_shown_on_every_page() -> None:
    ruler, page = Page(), Page()
    rows: list[list[str | None]] = [
        ["单位", "数量", "占比", "备注"],
        ["甲局", "3", "43%", ""],
        ["乙局", "4", "57%", ""],
    ]
    ruled(ruler, 25, 100, WIDTHS, rows, Style())
    text(page, 27, 60, "本页的表格印在底版上，共七件。", Style())
    document = read_ofd(package([page], template="".join(ruler.objects)))
    assert [row.texts for row in document.tables[0].rows] == [
        ("甲局", "3", "43%", ""),
        ("乙局", "4", "57%", ""),
    ]


def test_the_default_namespace_will_do() -> None:
    page = Page()
    text(page, 27, 60, "没有前缀的写法也是合规的。", Style())
    assert read_ofd(package([page], prefix="")).paragraphs[0].text == "没有前缀的写法也是合规的。"


def test_bold_by_double_printing_is_read_once() -> None:
    page = Page()
    text(page, 60, 40, "关于政务服务情况的通报", Style(), 7)
    text(page, 60.2, 40, "关于政务服务情况的通报", Style(), 7)
    assert [p.text for p in read_ofd(package([page])).paragraphs] == ["关于政务服务情况的通报"]


def test_deltas_are_written_out() -> None:
    assert deltas("g 3 4.2 5") == [4.2, 4.2, 4.2, 5.0]
    assert deltas("1 g 2 3") == [1.0, 3.0, 3.0]
    assert deltas(None) == []


def test_a_page_that_is_missing_is_said() -> None:
    page = Page()
    text(page, 27, 60, "第一页有字，第二页丢失。", Style())
    data = package([page, Page()]).replace(b"Page_1/Content.xml", b"Page_x/Content.xml")
    document = read_ofd(data)
    assert document.page_count == 2
    assert [problem.place.page for problem in document.problems] == [2]


def test_pictures_without_text_are_no_bulletin() -> None:
    page = Page(objects=['<ofd:ImageObject ID="9" ResourceID="7" Boundary="0 0 210 297"/>'])
    line(page, 10, 10, 100, 10, Style())
    with pytest.raises(UnreadableDocument) as caught:
        read_ofd(package([page]))
    assert caught.value.code == "no_text"


def test_too_many_pages() -> None:
    with pytest.raises(UnreadableDocument) as caught:
        read_ofd(package([Page(), Page(), Page()]), max_pages=2)
    assert caught.value.code == "too_large"


def leaning(x: float, y: float, value: str, size: float, *, look: str) -> str:
    """A text object that leans by 30 degrees; `look` are its attributes, then its colour."""
    attributes, _, colour = look.partition("|")
    return (
        f'<ofd:TextObject ID="9" Boundary="{x} {y} 120 120" Font="1" Size="{size}" {attributes} '
        f'CTM="0.866 -0.5 0.5 0.866 0 60">{colour}<ofd:TextCode X="0" Y="10" DeltaX="g {len(value) - 1} {size}">'
        f"{value}</ofd:TextCode></ofd:TextObject>"
    )


@pytest.mark.parametrize(
    ("size", "look"),
    [
        (14, 'Alpha="40"|'),
        (5, 'Alpha="40"|'),
        (5, '|<ofd:FillColor Value="200 200 200"/>'),
        (14, '|<ofd:FillColor Value="230 60 60"/>'),  # large and leaning, of whatever colour
    ],
)
def test_watermarks_are_in_no_cell_and_told_of(size: float, look: str) -> None:
    rows: list[list[str | None]] = [["序号", "单位", "受理数", "办结率"], ["1", "教育局", "7", "91.5%"]]
    rows += [[str(i), "公安局", "14", "92.5%"] for i in range(2, 9)]
    page = Page()
    ruled(page, 25, 100, WIDTHS, rows, Style())
    marks = "".join(leaning(x, y, "内部资料", size, look=look) for x in (20, 80) for y in (60, 100))
    document = read_ofd(package([page], template=marks))
    assert [list(row.texts) for row in document.tables[0].rows] == rows[1:]
    assert document.paragraphs == ()
    (problem,) = [problem for problem in document.problems if problem.kind == "watermark"]
    assert "料" in problem.message


@pytest.mark.parametrize(
    ("alpha", "first", "read"), [("255", False, "80"), ("60", False, "980"), ("255", True, "980")]
)
def test_a_digit_under_a_later_area_is_not_read_and_told(alpha: str, first: bool, read: str) -> None:
    style = Style()
    page = Page()
    ruled(page, 20, 40, [40, 40], [["部门", "办件量"], ["教育局", None], ["公安局", "70"]], style)
    page.objects = [o for o in page.objects if "教育局" not in o]
    text(page, 21, 53.2, "教育局", style)
    line(page, 60, 48, 60, 56, style)
    area = (
        '<ofd:PathObject ID="7" Boundary="60.5 50 2.3 4.5" Stroke="false" Fill="true">'
        f'<ofd:FillColor Value="255 255 255" Alpha="{alpha}"/>'
        "<ofd:AbbreviatedData>M 0 0 L 2.3 0 L 2.3 4.5 L 0 4.5 C</ofd:AbbreviatedData></ofd:PathObject>"
    )
    if first:
        page.objects.append(area)
    text(page, 61, 53.2, "9", style)
    if not first:
        page.objects.append(area)
    text(page, 61 + 1.75, 53.2, "80", style)
    document = read_ofd(package([page]))
    assert [r.texts for r in document.tables[0].rows] == [("教育局", read), ("公安局", "70")]
    told = [p.message for p in document.problems if p.kind == "unseen_text"]
    assert [("covered" in message, message[-2:]) for message in told] == (
        [(True, "9.")] if read == "80" else []
    )
