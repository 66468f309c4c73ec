"""Whose figures the rows of a table are: one place's, all its offices', those of the places below it."""

from __future__ import annotations

import pytest

from extractors.model import Cell, Document, Front, Row, RowKind, Table
from pipelines.meaning.interpreter import Interpreter

TOOLS = Interpreter()


def scopes(place: str, *labels: str) -> tuple[str | None, list[tuple[str | None, str | None]]]:
    """The scope of a table whose rows, the last a total, have these labels, and kind and scope of each row."""
    rows = tuple(
        Row(RowKind.TOTAL if number == len(labels) else RowKind.DATA, (Cell(label), Cell(str(number))))
        for number, label in enumerate(labels, start=1)
    )
    table = Table((("单位",), ("事项总数",)), rows)
    document = Document("0" * 64, "text/plain", "", (), (table,), Front(title="通报", place_name=place))
    found = TOOLS.rows(document, "ab" * 32)
    return found.tables[0].scope, [(o.entity_kind, o.scope) for o in found.observations]


@pytest.mark.parametrize("own", ["市本级", "市直", "市直部门", "市 直单位"])
def test_a_city_s_own_offices_are_no_county_and_no_whole_city(own: str) -> None:
    scope, rows = scopes("南阳市", own, "宛城区", "卧龙区", "方城县", "合计")
    assert scope == "县级"
    assert rows[0] == ("other", "市本级")
    assert rows[1] == ("region", "全区")
    assert rows[-1][1] == "全市"


def test_a_table_of_counties_alone_totals_the_counties() -> None:
    scope, rows = scopes("南阳市", "宛城区", "卧龙区", "方城县", "合计")
    assert (scope, rows[-1][1]) == ("县级", "县级")


def test_townships_are_no_counties() -> None:
    scope, rows = scopes("西平县", "柏城街道", "盆尧镇", "权寨镇", "合计")
    assert scope == "乡级"
    assert [row[1] for row in rows] == ["全街道", "全镇", "全镇", "乡级"]


def test_offices_and_townships_in_one_table_total_the_whole_place() -> None:
    scope, rows = scopes("桐城市", "市公安局", "市民政局", "范岗镇", "文昌街道", "合计")
    assert scope == "市本级"
    assert [row[1] for row in rows] == [None, None, "全镇", "全街道", "全市"]


def test_the_cities_of_a_province() -> None:
    scope, rows = scopes("湖南省", "长沙市", "株洲市", "湘西自治州", "全省")
    assert (scope, rows[-1][1]) == ("市级", "全省")


def test_places_over_the_columns_and_indicators_down_the_rows() -> None:
    header = (("指标",), ("镜湖区",), ("鸠江区",), ("弋江区",), ("合计",))
    printed = [
        ("政务服务事项总数（项）", "100", "200", "300", "600"),
        ("四级办理深度事项数", "9", "19", "30", "58"),
        ("四级办理深度占比", "9%", "9.5%", "10%", "9.67%"),
    ]
    rows = tuple(Row(RowKind.DATA, tuple(Cell(text) for text in row)) for row in printed)
    table = Table(header, rows, title="各县市区网办深度情况表")
    document = Document("0" * 64, "text/plain", "", (), (table,), Front(title="通报", place_name="芜湖市"))
    found = TOOLS.rows(document, "ab" * 32).observations
    assert {(o.row_no, o.indicator_id, o.unit) for o in found} == {
        (1, "items_total", "项"),
        (2, "items_depth_4", "项"),
        (3, "items_depth_rate_4", "%"),
    }
    assert [(o.row_kind, o.region_code, o.scope) for o in found if o.row_no == 1] == [
        ("data", "340202", "全区"),
        ("data", "340207", "全区"),
        ("data", "340209", "全区"),
        ("total", "340200", "县级"),
    ]
