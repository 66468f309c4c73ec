"""The figures of a table, and the account of every cell."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date
from decimal import Decimal

from hypothesis import given as given_
from hypothesis import strategies as st

from extractors.model import Cell, Document, Row, RowKind, Table
from pipelines.meaning.indicators import IndicatorResolver
from pipelines.meaning.tables.observations import Observation, TableReading, observe, read_table
from tests.meaning.indicators.expected_tables import bulletins, document, table
from tests.paths import FIXTURES

TRUTH = FIXTURES / "indicators" / "bulletin_columns.csv"
RESOLVER = IndicatorResolver.load()


def read(given: Table, whole: Document | None = None) -> TableReading:
    return read_table(whole or document(given), given, 0, RESOLVER)


def only(reading: TableReading, row_no: int, column_no: int) -> Observation:
    (found,) = (o for o in reading.observations if (o.row_no, o.column_no) == (row_no, column_no))
    return found


def test_every_printed_cell_of_the_bulletins_is_accounted_for() -> None:
    for number, whole in bulletins():
        for index, given in enumerate(whole.tables):
            reading = read_table(whole, given, index, RESOLVER)
            printed = {
                (row_no, column_no)
                for row_no, row in enumerate(given.rows, start=1)
                for column_no, cell in enumerate(row.cells, start=1)
                if cell.text.strip()
            }
            fates = Counter((fate.row_no, fate.column_no) for fate in reading.fates)
            assert set(fates) == printed, (number, given.title)
            assert set(fates.values()) <= {1}
            assert reading.unused == ()
            figures = {(f.row_no, f.column_no) for f in reading.fates if f.fate == "observation"}
            assert figures == {(o.row_no, o.column_no) for o in reading.observations}


def printed_figures() -> set[tuple[str, int, int, int]]:
    """Bulletin, table, row, column of each number below a heading that the hand-made list calls a measure."""
    with TRUTH.open(encoding="utf-8", newline="") as stream:
        columns = list(csv.DictReader(stream))
    places = set()
    for number, whole in bulletins():
        for index, given in enumerate(whole.tables):
            own = [
                c
                for c in columns
                if (c["document"], c["attachment"]) == (number, str(given.attachment or ""))
            ]
            for row_no, row in enumerate(given.rows, start=1):
                for column_no, (column, text) in enumerate(zip(own, row.texts, strict=True), start=1):
                    if column["role"] in ("measure", "rank") and any(map(str.isdigit, text)):
                        places.add((number, index, row_no, column_no))
    return places


def test_every_figure_of_the_bulletins_is_an_observation_with_its_value() -> None:
    places = set()
    for number, whole in bulletins():
        for index, given in enumerate(whole.tables):
            for o in observe(whole, given, index, RESOLVER):
                places.add((number, index, o.row_no, o.column_no))
                assert o.entity_raw and o.indicator is not None and o.indicator.accepted_id
                assert (o.unit == "%") == (o.indicator.unit == "%")
                if number != "003":  # whose cells have words around the figures
                    text = "".join(given.rows[o.row_no - 1].cells[o.column_no - 1].text.split())
                    assert o.value == Decimal(text.rstrip("%")), text
                    assert (o.as_of, o.comparator) == (given.as_of or whole.front.as_of, "=")
    assert places == printed_figures()
    assert len(places) == 3208


def test_two_figures_in_a_cell() -> None:
    given = table(
        None,
        "序号 指标(项目) 2019年评价水平 2020年省定目标及我市达到水平",
        [
            "1,即办件占比,市级21.57%,省定目标:市级达到25%我市已达到57.9%",
            "2,一窗分类受理率,市级达70%以上,省定目标:市级达80%以上。我市已达到85%",
        ],
    )
    reading = read(given)
    found = [
        (
            o.entity_raw,
            o.column_path[1:],
            o.value,
            o.comparator,
            o.as_of,
            o.figure_kind,
            o.indicator.accepted_id,
        )
        for o in reading.observations
        if o.indicator
    ]
    level, goal, reached = date(2019, 12, 31), ("省定目标",), ("我市已达到",)
    year = date(2020, 12, 31)
    assert found == [
        ("即办件占比", (), Decimal("21.57"), "=", level, "value", "instant_share"),
        ("即办件占比", goal, Decimal("25"), "=", year, "target", "instant_share"),
        ("即办件占比", reached, Decimal("57.9"), "=", year, "value", "instant_share"),
        ("一窗分类受理率", (), Decimal("70"), ">=", level, "value", "one_window_rate"),
        ("一窗分类受理率", goal, Decimal("80"), ">=", year, "target", "one_window_rate"),
        ("一窗分类受理率", reached, Decimal("85"), "=", year, "value", "one_window_rate"),
    ]
    assert Counter(fate.fate for fate in reading.fates)["observation"] == 4


def test_merged_departments_are_filled_down_but_not_into_or_over_totals() -> None:
    given = table(
        "x",
        "序号 单位名称 证照类型名称 已签章数量 未签章数量",
        [",甲区,/,9,9", "1,甲局,采矿许可证,1,2", "2,,排污许可证,3,4", "小计,,,4,6", "3,乙局,取水许可证,5,3"],
    )
    reading = read(given)
    assert [only(reading, row, 4).entity_raw for row in range(1, 6)] == [
        "甲区",
        "甲局",
        "甲局",
        "小计",
        "乙局",
    ]
    assert only(reading, 3, 4).qualifier == "排污许可证"


def test_nothing_is_filled_down_over_a_section() -> None:
    given = table("x", "序号 单位 迟到人数", ["1,甲局,1", "2,乙局,1"])
    section = Row(RowKind.SECTION, (Cell("公共服务单位"), Cell(""), Cell("")))
    nameless = Row(RowKind.DATA, (Cell("3"), Cell(""), Cell("2")))
    reading = read(Table(header=given.header, rows=(*given.rows, section, nameless), title="x"))
    assert only(reading, 4, 3).section == "公共服务单位"
    assert only(reading, 4, 3).entity_raw == "甲市"
    assert [fate.fate for fate in reading.fates if fate.row_no == 3] == ["section"]


def test_no_value_is_never_zero() -> None:
    given = table("x", "单位 办件量 办结率 备注", ["甲局,0,/,无数据", "乙局,,—,", "丙局,3,无数据,好"])
    reading = read(given)
    assert [(o.row_no, o.column_no, o.value) for o in reading.observations] == [(1, 2, 0), (3, 2, 3)]
    assert Counter(fate.fate for fate in reading.fates) == {
        "entity": 3,
        "observation": 2,
        "no_value": 4,
        "note": 1,
    }


def test_a_row_that_is_a_month_gives_the_date() -> None:
    given = table("x", "月份 办件量", ["10月,5", "11月,6"])
    reading = read(given)
    assert [(o.entity_raw, o.as_of) for o in reading.observations] == [
        ("10月", date(2022, 10, 31)),
        ("11月", date(2022, 11, 30)),
    ]


def test_names_over_the_columns_and_months_down_the_rows() -> None:
    given = table(None, "月份 甲街道 乙街道", ["10,24,34", "11,19,40"])
    lead = "五个街道办理的物业管理方面工单数量如下:"
    given = Table(header=given.header, rows=given.rows, paragraph_index=1)
    reading = read(given, document(given, lead_in=lead))
    found = [
        (o.entity_raw, o.value, o.as_of, o.indicator.accepted_id) for o in reading.observations if o.indicator
    ]
    assert found[0] == ("甲街道", Decimal(24), date(2022, 10, 31), "property_management_orders")
    assert found[3] == ("乙街道", Decimal(40), date(2022, 11, 30), "property_management_orders")


def test_the_row_gives_indicator_and_unit() -> None:
    given = table("x", "指标名称 单位 本月 同比(%)", ["办件量,件,100,5.1", "办结率,%,99.1,0.3"])
    reading = read(given)
    found = [(o.indicator.accepted_id, o.indicator.of, o.unit) for o in reading.observations if o.indicator]
    assert found == [
        ("cases", None, "件"),
        ("yoy_change", "cases", "%"),
        ("completion_rate", None, "%"),
        ("yoy_change", "completion_rate", "%"),
    ]


def test_a_budget_is_a_target_and_no_result() -> None:
    given = table(
        "x",
        "项目 年初预算 1-11月累计 占预算%",
        ["税收收入,600,500,83.3", "非税收入,400,400,100"],
        notes=("单位：万元",),
    )
    reading = read(given)
    assert [o.figure_kind for o in reading.observations if o.row_no == 1] == ["target", "value", "value"]
    assert only(reading, 1, 3).unit == "万元"
    assert only(reading, 1, 4).indicator is not None
    assert only(reading, 1, 4).indicator.of == "tax_revenue"


def test_a_place_is_read_from_its_ordinal() -> None:
    reading = read(table("x", "单位 得分 位次", ["甲局,12,第1名", "乙局,11,2"]))
    assert [only(reading, row, 3).value for row in (1, 2)] == [1, 2]
    assert only(reading, 1, 3).unit == "名"


def test_a_cell_over_the_whole_table_belongs_to_the_place() -> None:
    given = table(
        "诉求总体分析",
        "受理总量 诉求来源 数量(诉求来源) 占比(诉求来源) 工单类型 数量(工单类型) 占比(工单类型)",
        ["100,电话,60,60%,咨询类,70,70%", ",网站,40,40%,投诉类,30,30%"],
    )
    reading = read(given)
    assert only(reading, 1, 1).entity_raw == "甲市"
    assert (only(reading, 2, 3).entity_raw, only(reading, 2, 6).entity_raw) == ("网站", "投诉类")
    assert [only(reading, 1, c).indicator.accepted_id for c in (1, 3, 4, 6)] == [
        "demands_received",
        "demands_received",
        "share",
        "consultations",
    ]


def test_words_among_figures_are_listed_with_the_reason() -> None:
    reading = read(table("x", "单位 办件量", ["甲局,5", "乙局,尚在核实", "丙局,6", "丁局,7"]))
    (unused,) = reading.unused
    assert (unused.row_no, unused.column_no, unused.text) == (2, 2, "尚在核实")
    assert unused.reason


def test_an_unknown_column_keeps_its_figures() -> None:
    found = read(table("x", "单位 森林覆盖率", ["甲县,40%", "乙县,50%"])).observations
    assert [(o.value, o.unit) for o in found] == [(40, "%"), (50, "%")]
    assert {o.indicator.status for o in found if o.indicator} == {"rejected"}


CELLS = st.one_of(
    st.sampled_from(
        [
            "",
            "/",
            "—",
            "12",
            "97.06%",
            "甲局",
            "第1名",
            "省定目标:25%我市30%",
            "1-2",
            "3人(病假)",
            "无数据",
            "合计",
        ]
    ),
    st.text(max_size=8),
)
HEADINGS = st.sampled_from(
    ["序号", "单位", "办件量", "占比", "备注", "排名", "月份", "", "2021年", "甲县", "森林覆盖率"]
)


@given_(st.lists(HEADINGS, min_size=1, max_size=6), st.data())
def test_no_cell_is_ever_lost(headings: list[str], data: st.DataObject) -> None:
    width = len(headings)
    rows = data.draw(st.lists(st.lists(CELLS, min_size=width, max_size=width), max_size=5))
    kinds = [data.draw(st.sampled_from(list(RowKind))) for _ in rows]
    given = Table(
        header=tuple((heading,) for heading in headings),
        rows=tuple(Row(kind, tuple(map(Cell, row))) for kind, row in zip(kinds, rows, strict=True)),
    )
    reading = read(given)
    printed = {(r, c) for r, row in enumerate(rows, 1) for c, text in enumerate(row, 1) if text.strip()}
    assert sorted((f.row_no, f.column_no) for f in reading.fates) == sorted(printed)
    assert {(o.row_no, o.column_no) for o in reading.observations} == {
        (f.row_no, f.column_no) for f in reading.fates if f.fate == "observation"
    }


def test_cells_without_a_heading_are_listed() -> None:
    given = Table(
        header=(("单位",), ("办件量",)), rows=(Row(RowKind.DATA, tuple(map(Cell, ("甲局", "5", "6", "")))),)
    )
    assert [(u.column_no, u.text) for u in read(given).unused] == [(3, "6")]


def test_a_table_without_names_is_about_the_place() -> None:
    given = table("行政许可实施情况统计表", "申请数量 受理数量 许可数量", ["10,9,8"])
    assert [o.entity_raw for o in read(given).observations] == ["甲市"] * 3
    issued = document(given, place_name=None, issuer="甲市司法局")
    assert [o.entity_raw for o in read(given, issued).observations] == ["甲市司法局"] * 3
