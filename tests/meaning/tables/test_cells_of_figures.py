"""What a cell in a column of figures becomes: a value with its sign, labelled values, or an item of review."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.model import Cell, CellDetails, Row, RowKind, Table
from extractors.printed.figures.figure_parts import PREFIX, SCALES, SUFFIX
from extractors.printed.measure_words import MEASURE_WORDS
from pipelines.meaning.indicators import IndicatorResolver
from pipelines.meaning.tables.observations import TableReading, read_table
from tests.meaning.indicators.expected_tables import document

RESOLVER = IndicatorResolver.load()
_OFFICES = ("市公安局", "市教育局", "市民政局", "市财政局", "市水利局", "市商务局")


def read(heading: str, *cells: str | Cell) -> TableReading:
    rows = tuple(
        Row(RowKind.DATA, (Cell(str(no)), Cell(office), cell if isinstance(cell, Cell) else Cell(cell)))
        for no, (office, cell) in enumerate(zip(_OFFICES, cells, strict=False), start=1)
    )
    given_ = Table(header=(("序号",), ("部门",), (heading,)), rows=rows)
    return read_table(document(given_), given_, 0, RESOLVER)


def values(heading: str, *cells: str | Cell) -> list[str | None]:
    """The value of each cell; None for one that is an item of review."""
    reading = read(heading, *cells)
    told = {item.row_no for item in reading.unused if item.column_no == 3}
    found = {o.row_no: str(o.value) for o in reading.observations}
    assert told.isdisjoint(found) and len(told) + len(found) == len(cells)
    return [found.get(row_no) for row_no in range(1, len(cells) + 1)]


@pytest.mark.parametrize(
    ("heading", "cells", "expected"),
    [
        ("同比增减（%）", ["4.00", "△10.00", "△3.10"], ["4.00", "-10.00", "-3.10"]),
        ("同比增减（%）", ["▽4.00", "△10.00"], ["-4.00", "10.00"]),
        ("较上月增减", ["4.00%↓", "10.00%↑", "5.25%（下降）"], ["-4.00", "10.00", "-5.25"]),
        ("较上月增减", ["▲3", "▼5", "0"], ["3", "-5", "0"]),
        ("较上月增减", ["▲3", "5", "0"], [None, "5", "0"]),  # ▲ may be the minus of a budget
        ("同比", ["(10.00)", "5.00", "—3", "－2", "‑1"], ["-10.00", "5.00", "-3", "-2", "-1"]),
        ("同比", ["(10.00)", "(5.00)"], [None, None]),  # brackets round all of them tell nothing
        ("比上年增减", ["减收100万元", "增收20万元", "减支3万元"], ["-1000000", "200000", "-30000"]),
        ("同比", ["下降-4%", "下降4%", "改善2%", "持平"], [None, "-4", None, "0"]),
        ("环比", ["同比下降4%", "环比下降4%", "1%"], [None, "-4", "1"]),
        ("同比", ["同比-4%", "办件量下降5%", "3%"], [None, None, "3"]),
        ("降幅（%）", ["4", "下降4", "5"], ["4", None, "5"]),
    ],
)
def test_signs_in_a_column_of_change(heading: str, cells: list[str], expected: list[str | None]) -> None:
    assert values(heading, *cells) == expected


@pytest.mark.parametrize(
    ("heading", "cells", "expected"),
    [
        (
            "办件量（件）",
            ["1200", "(900)", "下降4", "△5", "—6", "-7"],
            ["1200", "900", None, None, None, "-7"],
        ),
        ("好评率（%）", ["99.00", "98.50↑", "97.00（下降）", "↓96"], ["99.00", "98.50", "97.00", None]),
        (
            "办件量（件）",
            ["1200", "见附件2", "并入市人社局1个窗口统计", "详见注3"],
            ["1200", None, None, None],
        ),
        ("即办件占比", ["75.00%", "#DIV/0!", "80.00%", "12件"], ["75.00", None, "80.00", None]),
        ("办件量（件）", ["200（150）", "5（其中5）", "12/15", "300"], [None, None, None, "300"]),
        (
            "办件量（件）",
            ["200（上月150）", "5（较上月新增2）", "5（其中新增7）", "300"],
            [None, None, None, "300"],
        ),
        ("办件量", ["1.234.5", "1'234", "1e3", "1‚234"], [None, None, None, None]),
        ("承诺时限（工作日）", ["5", "3-5", "1～3", "即办", "0.5"], ["5", None, None, None, "0.5"]),
        ("办件量", ["12 345", "1 200", "980"], ["12345", "1200", "980"]),
        ("办件量", ["12 345", "1200", "980"], [None, "1200", "980"]),
        ("办件量", ["118 128", "200", "345"], [None, "200", "345"]),
        ("办件量", ["1 2 3 4 5件", "200", "345"], [None, "200", "345"]),
        ("综合得分", ["95.2①", "94.8[2]", "93.6*", "92.0¹"], ["95.2", "94.8", "93.6", "92.0"]),
    ],
)
def test_other_columns(heading: str, cells: list[str], expected: list[str | None]) -> None:
    assert values(heading, *cells) == expected


def test_stacked_lines_are_never_joined() -> None:
    stacked = Cell("120 345", details=CellDetails(lines=("120", "345")))
    assert values("办件量", stacked, "12 200", "30 111") == [None, None, None]


def test_the_stored_number_decides_the_sign() -> None:
    hidden = Cell("10.00", details=CellDetails(stored=-10.0))
    bracketed = Cell("(3.00)", details=CellDetails(stored=-3.0))
    plain = Cell("（5）", details=CellDetails(stored=5.0))
    assert values("收支差额", hidden, bracketed, plain, "7") == ["-10.00", "-3.00", "5", "7"]


def test_two_figures_under_two_names() -> None:
    reading = read("受理量/办结量（件）", "1,200/1,180", "980/980")
    assert [
        (o.row_no, o.column_path[1], o.value, o.indicator and o.indicator.accepted_id)
        for o in reading.observations
    ] == [
        (1, "受理量", Decimal(1200), "cases"),
        (1, "办结量", Decimal(1180), "completed_cases"),
        (2, "受理量", Decimal(980), "cases"),
        (2, "办结量", Decimal(980), "completed_cases"),
    ]


@pytest.mark.parametrize(
    ("heading", "cells", "expected"),
    [
        (
            "受理量（办结量）",
            ["1,200（1,180）", "12(12)"],
            [(1, "受理量", 1200, "cases"), (1, "办结量", 1180, "completed_cases"),
             (2, "受理量", 12, "cases"), (2, "办结量", 12, "completed_cases")],
        ),
        (
            "个数（新增）",
            ["5（2）", "7（0）"],
            [(1, "个数", 5, None), (1, "新增", 2, None), (2, "个数", 7, None), (2, "新增", 0, None)],
        ),
    ],
)  # fmt: skip
def test_a_second_figure_in_brackets_that_the_heading_names(
    heading: str, cells: list[str], expected: list[tuple[int, str, int, str | None]]
) -> None:
    reading = read(heading, *cells)
    assert [
        (o.row_no, o.column_path[1], o.value, o.indicator and o.indicator.accepted_id)
        for o in reading.observations
    ] == expected


def test_a_part_that_the_cell_names_is_none_of_what_its_column_counts() -> None:
    reading = read("办件量（件）", "1200", "5（其中新增2）", "30（其中：网办12）")
    assert [
        (o.row_no, o.column_path[1:], o.value, o.indicator and o.indicator.accepted_id)
        for o in reading.observations
        if o.row_no > 1
    ] == [
        (2, (), Decimal(5), "cases"),
        (2, ("其中新增",), Decimal(2), None),
        (3, (), Decimal(30), "cases"),
        (3, ("其中：网办",), Decimal(12), None),
    ]


@pytest.mark.parametrize(
    ("heading", "cells", "told"),
    [
        ("类别", ["甲类", "(1.1–1.2)", "200（150）", "$1.5", "2024-06-30", "2019—2020", "9:30"], [2, 3, 4]),
        ("备注", ["见附件2", "35", "", "含3项下放"], [2]),
        ("联系电话", ["0376-8872345", "13800000000"], []),
        ("征求意见数", ["12", "30", "5"], []),
    ],
)
def test_a_lone_figure_among_words_is_told(heading: str, cells: list[str], told: list[int]) -> None:
    reading = read(heading, *cells[:6])
    assert [item.row_no for item in reading.unused if item.column_no == 3] == told


def test_opinions_that_are_counted_are_figures_and_no_notes() -> None:
    assert values("征求意见数（条）", "12", "30", "5") == ["12", "30", "5"]


def test_two_figures_that_the_cell_names() -> None:
    reading = read("办件情况", "受理120件，办结118件", "受理90件，办结90件")
    assert [(o.row_no, o.column_path[1], o.value) for o in reading.observations] == [
        (1, "受理", Decimal(120)),
        (1, "办结", Decimal(118)),
        (2, "受理", Decimal(90)),
        (2, "办结", Decimal(90)),
    ]


def test_a_figure_in_a_column_of_words_is_told() -> None:
    reading = read("类别", "甲类", "乙类", "3", "丙类")
    assert [(item.row_no, item.text) for item in reading.unused] == [(3, "3")]


_KNOWN = "".join(
    (
        *MEASURE_WORDS,
        *SCALES,
        PREFIX,
        SUFFIX,
        "余多下降减少低滑回落收支缩压跌负增长上升加提高涨持平不变改善恶化亏好转同环比较去年期略有稍小大幅"
        "明显并列见备注目标达到实现完成为是已我全本各省市县区州级直计划任务要求际前当定考核工作数值年月日号时楼室届",
    )
)
_STRANGE = st.text(
    st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5, exclude_characters=_KNOWN),
    min_size=1,
    max_size=6,
)


@given(
    _STRANGE,
    st.integers(0, 99999),
    st.sampled_from(["", "件", "%", "万元"]),
    st.sampled_from(["{w}{f}{u}", "{f}{u}{w}", "{f}{w}{u}", "{w}{f}{w}"]),
)
@settings(max_examples=200, deadline=None)
def test_a_word_in_a_cell_of_figures_never_yields_a_value(
    word: str, figure: int, unit: str, layout: str
) -> None:
    cell = layout.format(w=word, f=figure, u=unit)
    reading = read("办件量", "200", cell, "300", "400")
    assert {o.row_no for o in reading.observations} == {1, 3, 4}
    assert [item.text for item in reading.unused] == [cell]


@given(
    st.decimals(0, 99999, places=1, allow_nan=False),
    st.text("①②⑳¹²³*＊※★☆#", min_size=1, max_size=3)
    | st.sampled_from(["[1]", "【2】", "（注3）", "(见注1)", "〔12〕"]),
    st.sampled_from(["{f}{m}", "{f} {m}", "{f}件{m}"]),
)
@settings(max_examples=200, deadline=None)
def test_a_mark_never_changes_a_value(figure: Decimal, mark: str, layout: str) -> None:
    (value, *others) = values("办件量（件）", layout.format(f=figure, m=mark), "300", "400")
    assert others == ["300", "400"]
    assert value is None or Decimal(value) == figure


@given(
    st.lists(_STRANGE, min_size=3, max_size=6),
    st.integers(0, 999),
    st.sampled_from(["办件量", "承诺时限（工作日）"]),
)
@settings(max_examples=100, deadline=None)
def test_a_column_of_nothing_but_words_is_told_cell_by_cell(
    words: list[str], figure: int, heading: str
) -> None:
    cells = [f"{word}{figure}" for word in words]
    assert values(heading, *cells) == [None] * len(cells)


@given(
    st.lists(st.text(alphabet="0123456789.,%/()-—△▼↓ 件下降（）其中", max_size=10), min_size=3, max_size=6),
    st.sampled_from(["办件量", "同比增减（%）", "类别", "备注"]),
)
@settings(max_examples=200, deadline=None)
def test_every_cell_with_a_digit_is_accounted_for(cells: list[str], heading: str) -> None:
    reading = read(heading, *cells)
    fates = {(fate.row_no, fate.column_no): fate.fate for fate in reading.fates}
    figures = {(o.row_no, o.column_no) for o in reading.observations}
    for row_no, cell in enumerate(cells[:6], start=1):
        if any(map(str.isdigit, cell)):
            fate = fates[row_no, 3]
            assert (fate == "observation") == ((row_no, 3) in figures)
            assert fate in {"observation", "unused", "note", "qualifier", "sequence", "entity", "period"}
