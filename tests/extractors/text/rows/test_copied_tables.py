"""Tables copied as text come back whole in every spelling, or are told of; a text that is none is never one."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.model import RowKind
from extractors.text import text_reader
from extractors.text.source_lines import SourceLine
from extractors.text.tabbed_tables import tabbed_region
from extractors.text.text_regions import Region
from tests.extractors.text.rows.copied_tables import SPELLINGS, Rows, cells, read

OFFICES = [
    ["序号", "单位", "受理件数", "办结件数", "办结率"],
    ["1", "市公安局", "1200", "1180", "98.33%"],
    ["2", "市教育局", "350", "343", "98.00%"],
    ["3", "市民政局", "96", "96", "100.00%"],
    ["4", "市财政局", "48", "47", "97.92%"],
]
COUNTIES = [
    ["单位", "受理件数（件）", "办结件数（件）", "满意率（%）"],
    ["城关区", "1,204", "1,190", "99.1"],
    ["白水县", "88", "85", "97.6"],
    ["青山县", "—", "—", "—"],
    ["全市", "1,932", "1,886", "98.9"],
]
REMARKS = [
    ["部门", "差评数", "整改数", "备注"],
    ["市医保局", "3", "3", "已整改"],
    ["市人社局", "5", "4", "正在整改"],
    ["市税务局", "2", "2", "已整改"],
]
RANKS = [
    ["排名", "县区", "得分", "环比"],
    ["1", "城关区", "98.2", "↑1.2"],
    ["2", "青山县", "95.6", "↓0.4"],
    ["3", "白水县", "91.0", "—"],
]
MONTHS = [
    ["项目", "1月", "2月", "3月"],
    ["热线来电量", "512", "430", "611"],
    ["工单量", "320", "288", "401"],
    ["办结量", "318", "280", "399"],
]


@pytest.mark.parametrize("rows", [OFFICES, COUNTIES, REMARKS, RANKS, MONTHS], ids=lambda rows: rows[0][0])
@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize("title", ["表1 全市办件情况\n", "附件2\n\n全市办件情况统计表\n\n"])
def test_a_table_comes_back_whole_in_each_spelling(title: str, spelling: str, rows: Rows) -> None:
    got = cells(read(title + SPELLINGS[spelling](rows)))
    assert got == [[[cell.replace("（", "(").replace("）", ")") for cell in row] for row in rows]] or got == [
        rows
    ]


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_the_label_of_a_total_may_run_over_the_cells_beside_it(spelling: str) -> None:
    document = read(
        "表1 全市办件情况\n" + SPELLINGS[spelling]([*OFFICES, ["合计", "", "1694", "1666", "98.35%"]])
    )
    (table,) = document.tables
    assert table.rows[-1].texts == ("合计", "", "1694", "1666", "98.35%")
    assert [row.kind for row in table.rows] == [RowKind.DATA] * 4 + [RowKind.TOTAL]


@pytest.mark.parametrize("spelling", [name for name in SPELLINGS if name != "tabs"])
def test_two_tables_one_after_the_other_are_two(spelling: str) -> None:
    spell = SPELLINGS[spelling]
    document = read("表1 办件情况\n" + spell(OFFICES) + "\n表2 差评情况\n" + spell(REMARKS))
    assert cells(document) == [OFFICES, REMARKS]
    assert not document.problems


def test_letters_of_names_set_apart_are_one_name() -> None:
    text = (
        "附件1\n单 位 办件量 办结率\n市 公 安 局 1200 98.33%\n市 教 育 局 350 98.00%\n市卫生健康委 77 97.00%"
    )
    assert cells(read(text)) == [
        [
            ["单位", "办件量", "办结率"],
            ["市公安局", "1200", "98.33%"],
            ["市教育局", "350", "98.00%"],
            ["市卫生健康委", "77", "97.00%"],
        ]
    ]


def test_a_wrapped_name_a_wrapped_heading_and_a_heading_inside_the_body() -> None:
    text = (
        "附件1\n序号 单位 受理件数\n（件） 办结件数\n（件） 办结率\n1 市公安局 1200 1180 98.33%\n"
        "2 市住房和城乡建\n设局 350 343 98.00%\n县区\n3 城关区 96 96 100.00%\n4 白水县 48 47 97.92%"
    )
    (table,) = read(text).tables
    assert [path[-1] for path in table.header] == [
        "序号",
        "单位",
        "受理件数（件）",
        "办结件数（件）",
        "办结率",
    ]
    assert table.rows[1].texts == ("2", "市住房和城乡建设局", "350", "343", "98.00%")
    assert [row.kind for row in table.rows] == [
        RowKind.DATA,
        RowKind.DATA,
        RowKind.SECTION,
        RowKind.DATA,
        RowKind.DATA,
    ]


def test_a_group_of_columns_is_found_where_only_one_heading_can_be_it() -> None:
    rows = "市公安局 120 110 98.3%\n市教育局 35 30 98.0%\n市民政局 9 12 100.0%"
    (table,) = read("附件1\n单位 办件量 办结率\n本月 上月\n" + rows).tables
    assert table.header == (("单位",), ("办件量", "本月"), ("办件量", "上月"), ("办结率",))
    two_ways = read("附件1\n单位 办件量 投诉量\n本月 上月\n" + rows.replace("%", ""))
    assert not two_ways.tables
    assert [problem.kind for problem in two_ways.problems] == ["table_not_understood"]


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        (
            "序号 单位 受理 办结 办结率\n1 市公安局 1200 1180 98.3%\n2 市教育局 350 343 98.0%\n3 市民政局 96 100.0%",
            11,
        ),
        (
            "序号\n单位\n受理\n办结率\n1\n市公安局\n1200\n98.3%\n2\n市教育局\n98.0%\n3\n市民政局\n96\n100.0%",
            8,
        ),
        ("单位\n办件量\n办结率\n本月\n上月\n市公安局\n120\n110\n98.3%\n市教育局\n35\n30\n98.0%", 6),
        ("市公安局 1200 1180\n市教育局 350 343\n市民政局 96 90", 6),
    ],
)
def test_what_looks_like_a_table_and_is_not_understood_is_told_with_its_figures(
    text: str, figures: int
) -> None:
    document = read("附件1\n" + text)
    assert not document.tables
    (problem,) = document.problems
    assert problem.kind == "table_not_understood"
    assert f"{figures}个数字" in problem.message
    assert all(line in document.text for line in text.split("\n"))


@pytest.mark.parametrize(
    "text",
    [
        "一、总体情况\n\n1.全市共办理 1200 件。\n2.市教育局办理 350 件。\n3.市民政局办理 96 件。",
        "1 推进 12 项改革\n2 落实 8 项任务\n3 完成 5 个目标",
        "目 录\n总体情况\n1\n办件情况\n3\n存在问题\n5\n下步工作\n8\n附件\n11\n附表\n12",
        "单位 地址 电话\n市公安局 人民路12号 63331234\n市教育局 中州路3号 63335678\n市民政局 九都路45号 63339012",
        "联系人\n张某某\n电话\n63331234\n传真\n63335678\n邮编\n471000",
        "索引号 11410300 发布机构 市政府办\n发文日期 2024-04-08 文号 政办〔2024〕8号",
        "报送：市委 市人大 市政府 市政协\n发送：市公安局 市教育局 市民政局",
        "本月全市 受理 1200 件 办结 1180 件 办结率 98.33%\n市级 受理 350 件 办结 343 件 办结率 98.00%\n"
        "县级 受理 96 件 办结 96 件 办结率 100.00%",
        "2024年3月 全市共受理各类事项 1200 件，\n办结 1180 件，办结率 98.33%，其中市公安局 350 件，\n市教育局 96 件",
        "服务时间\n周一至周五\n上午 8:30 12:00\n下午 14:30 17:30",
        "工作任务 责任单位 完成时限\n推进一窗受理 市行政审批局 2024年6月\n优化热线服务 市热线办 2024年9月",
    ],
)
def test_a_text_that_is_no_table_is_neither_read_nor_told_as_one(text: str) -> None:
    document = read(text)
    assert not document.tables
    assert not document.problems


# Spellings that say nothing of where a cell is missing.
UNMARKED = [name for name in SPELLINGS if ("blank" in name and "fixed" not in name) or "cell" in name]
NAMES = st.lists(
    st.sampled_from(["市公安局", "市教育局", "市民政局", "市财政局", "市人社局", "市医保局", "市税务局", "市气象局"]),
    min_size=3, max_size=8, unique=True,
)  # fmt: skip
HEADS = st.lists(
    st.sampled_from(["受理量", "办结量", "超期量", "退件量", "差评数"]), min_size=1, max_size=4, unique=True
)


@settings(max_examples=60, deadline=None)
@given(data=st.data(), names=NAMES, heads=HEADS, spelling=st.sampled_from(sorted(SPELLINGS)))
def test_any_table_comes_back_as_it_was(
    data: st.DataObject, names: list[str], heads: list[str], spelling: str
) -> None:
    figures = st.integers(0, 99999).map(str) | st.just("—")
    rows = [["单位", *heads], *[[name, *data.draw(st.tuples(*[figures] * len(heads)))] for name in names]]
    document = read("表1 办件情况\n" + SPELLINGS[spelling](rows))
    assert cells(document) in ([rows], [])
    printed = sum(cell.isdecimal() for row in rows for cell in row)
    assert document.tables or document.problems or printed < 6 or len(heads) == 1


@settings(max_examples=60, deadline=None)
@given(
    data=st.data(),
    names=NAMES,
    heads=HEADS,
    spelling=st.sampled_from(UNMARKED),
)
def test_a_row_that_lost_a_cell_never_gives_its_figures_to_another_column(
    data: st.DataObject, names: list[str], heads: list[str], spelling: str
) -> None:
    figures = st.integers(100, 99999).map(str)
    columns = ["单位", *heads, "办结率"]
    rows = [
        [name, *data.draw(st.tuples(*[figures] * len(heads))), f"{data.draw(st.integers(0, 99))}.5%"]
        for name in names
    ]
    lost = data.draw(st.integers(0, len(rows) - 1)), data.draw(st.integers(1, len(heads)))
    spoilt = [[cell for j, cell in enumerate(row) if (i, j) != lost] for i, row in enumerate(rows)]
    for table in cells(read("表1 办件情况\n" + SPELLINGS[spelling]([columns, *spoilt]))):
        for row in table[1:]:
            printed = next((r for r in rows if r[0] == row[0]), None)
            assert printed is None or row == printed


def test_a_finder_that_fails_costs_its_table_and_not_the_document(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(lines: Sequence[SourceLine], index: int) -> Region | None:
        if lines[index].text.startswith("序号"):
            raise IndexError("tuple index out of range")
        return tabbed_region(lines, index)

    monkeypatch.setattr(text_reader, "_FINDERS", (fails,))
    spell = SPELLINGS["tabs"]
    document = read("表1 办件情况\n" + spell(OFFICES) + "\n\n情况说明。\n\n表2 差评情况\n" + spell(REMARKS))
    assert REMARKS in cells(document)
    assert "table_failed" in [problem.kind for problem in document.problems]
    assert "现将2024年3月全市政务服务运行情况通报如下" in document.text
