"""Whose figures a row holds where the table says the place: beside the office, or in a section above."""

from __future__ import annotations

from extractors.model import Cell, Document, Front, Row, RowKind, Table
from pipelines.meaning.interpreter import Interpreter
from warehouse.records import RawObservation

TOOLS = Interpreter()


def rows(place: str, headings: str, *printed: str, title: str | None = None) -> dict[int, RawObservation]:
    """The first figure of each row, by the row's number. `^` is a cell that the one above covers; one cell alone is
    a section; 合计 and 小计 are totals."""
    header = tuple((heading,) for heading in headings.split())
    body = []
    for line in printed:
        cells = line.split()
        if len(cells) == 1:
            blank = tuple(Cell("", covered=True) for _ in header[1:])
            body.append(Row(RowKind.SECTION, (Cell(line), *blank)))
            continue
        kind = RowKind.DATA
        if any(cell.endswith("合计") for cell in cells):
            kind = RowKind.TOTAL
        elif any(cell.endswith("小计") for cell in cells):
            kind = RowKind.SUBTOTAL
        body.append(
            Row(kind, tuple(Cell("" if text in "^~" else text, covered=text == "^") for text in cells))
        )
    table = Table(header, tuple(body), title=title)
    document = Document("0" * 64, "text/plain", "", (), (table,), Front(title="通报", place_name=place))
    found: dict[int, RawObservation] = {}
    for observation in TOOLS.rows(document, "ab" * 32).observations:
        found.setdefault(observation.row_no, observation)
    return found


def test_the_place_beside_the_office_is_the_office_s() -> None:
    found = rows(
        "许昌市",
        "县（市、区） 部门 办件量",
        "魏都区 区人社局 200",
        "^ 区医保局 100",
        "^ 小计 300",
        "禹州市 市人社局 120",
        "^ 市医保局 80",
        "合计 ^ 500",
    )
    assert {number: o.department_id for number, o in found.items() if o.row_kind == "data"} == {
        1: "411002:human_resources",
        2: "411002:healthcare_security",
        4: "411081:human_resources",
        5: "411081:healthcare_security",
    }
    assert [(o.region_code, o.scope) for o in found.values() if o.row_kind != "data"] == [
        ("411002", "区本级"),
        ("411000", "县级"),
    ]


def test_the_place_need_not_come_first() -> None:
    found = rows("许昌市", "单位 所属县区 办件量", "人社局 魏都区 200", "人社局 禹州市 120")
    assert [o.department_id for o in found.values()] == ["411002:human_resources", "411081:human_resources"]


def test_a_row_in_a_place_that_is_in_no_list_has_no_place() -> None:
    found = rows("许昌市", "县区 部门 办件量", "魏都区 区人社局 200", "火星县 县公安局 3", "^ 县财政局 4")
    assert [(o.region_code, o.department_id) for o in found.values()] == [
        ("411002", "411002:human_resources"),
        (None, None),
        (None, None),
    ]


def test_a_row_of_a_place_that_names_nobody_is_the_place_s() -> None:
    found = rows("许昌市", "县区 部门 办件量", "魏都区 区人社局 200", "魏都区 区财政局 9", "长葛市 ~ 3")
    assert (found[3].entity_raw, found[3].region_code, found[3].department_id) == ("长葛市", "411082", None)


def test_sections_name_the_place_of_their_rows() -> None:
    found = rows(
        "许昌市",
        "部门 办件量",
        "一、禹州市",
        "市人社局 1",
        "市医保局 2",
        "二、长葛市各部门",
        "市人社局 3",
        "合计 6",
    )
    assert [(o.department_id, o.region_code) for o in found.values()] == [
        ("411081:human_resources", "411081"),
        ("411081:healthcare_security", "411081"),
        ("411082:human_resources", "411082"),
        (None, "411000"),
    ]


def test_townships_are_their_county_s() -> None:
    found = rows(
        "遂宁市", "县区 乡镇 办件量", "大英县 隆盛镇 2", "^ 蓬莱镇 2", "射洪市 太和镇 3", "^ 金华镇 4"
    )
    assert [o.region_code for o in found.values()] == [
        "510923-隆盛镇",
        "510923-蓬莱镇",
        "510981-太和镇",
        "510981-金华镇",
    ]


def test_a_window_or_a_matter_is_nobody_where_an_office_stands_beside_it() -> None:
    found = rows(
        "许昌市",
        "服务窗口 部门 办件量",
        "综合窗口 市人社局 200",
        "^ 市医保局 160",
        "专业窗口 市公安局 120",
        "合计 ^ 480",
    )
    assert (found.pop(4).qualifier, len(found)) == (None, 3)
    assert [(o.entity_raw, o.qualifier) for o in found.values()] == [
        ("市人社局", "综合窗口"),
        ("市医保局", "综合窗口"),
        ("市公安局", "专业窗口"),
    ]
    found = rows("许昌市", "事项名称 牵头部门 办件量", "社保卡申领 市人社局 2", "参保登记 市医保局 2")
    assert [(o.entity_raw, o.qualifier) for o in found.values()] == [
        ("市人社局", "社保卡申领"),
        ("市医保局", "参保登记"),
    ]


def test_totals_have_the_scope_that_they_say_whatever_the_title_is_about() -> None:
    found = rows(
        "上饶市",
        "类别 工单量",
        "县区小计 900",
        "市直小计 100",
        "全市合计 1000",
        title="市直各单位工单办理情况",
    )
    assert [(o.region_code, o.scope) for o in found.values()] == [
        ("361100", "县级"),
        ("361100", "市本级"),
        ("361100", "全市"),
    ]


def test_a_township_s_document_is_not_its_county_s() -> None:
    front = Front(title="2022年11月情况通报", place_name="大英县", issuer="大英县隆盛镇人民政府")
    document = Document("0" * 64, "text/plain", "", (), (), front)
    found = TOOLS.region_of(document)
    assert found is not None and found.code == "510923-隆盛镇"


def test_villages_are_their_township_s() -> None:
    found = rows("唐河县", "乡镇 村（社区） 办件量", "源潭镇 石门村 2", "^ 官庄社区 3", "桐河乡 石门村 4")
    assert [o.department_id for o in found.values()] == [
        "411328-源潭镇:village/石门村",
        "411328-源潭镇:community/官庄社区",
        "411328-桐河乡:village/石门村",
    ]
