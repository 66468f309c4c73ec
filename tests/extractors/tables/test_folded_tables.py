"""Tables folded to save paper: halves side by side under the same headings."""

from __future__ import annotations

from extractors.model import RowKind, Table
from extractors.tables.assembling import assemble
from extractors.tables.grid import grid_of


def table(*rows: str) -> Table:
    return assemble(grid_of([row.split("|") for row in rows]))


def test_halves_whose_running_numbers_go_on_are_set_under_each_other() -> None:
    found = table(
        "序号|部门|办件量|序号|部门|办件量",
        "1|市公安局|1200|4|市住建局|570",
        "2|市人社局|900|5|市民政局|300",
        "3|市医保局|760||合计|3730",
    )
    assert found.header == (("序号",), ("部门",), ("办件量",))
    assert [row.texts for row in found.rows] == [
        ("1", "市公安局", "1200"),
        ("2", "市人社局", "900"),
        ("3", "市医保局", "760"),
        ("4", "市住建局", "570"),
        ("5", "市民政局", "300"),
        ("", "合计", "3730"),
    ]
    assert [row.kind for row in found.rows] == [RowKind.DATA] * 5 + [RowKind.TOTAL]


def test_a_shorter_half_ends_earlier() -> None:
    found = table(
        "部门|办件量|部门|办件量", "市公安局|12|市住建局|5", "市人社局|9|市民政局|3", "市医保局|7||"
    )
    assert [row.texts[0] for row in found.rows] == [
        "市公安局",
        "市人社局",
        "市医保局",
        "市住建局",
        "市民政局",
    ]


def test_the_same_names_in_both_halves_are_two_tables_side_by_side() -> None:
    found = table("县区|办件量|县区|办件量", "甲县|12|乙县|30", "乙县|9|甲县|20")
    assert len(found.header) == 4


def test_numbers_that_begin_again_are_two_tables_side_by_side() -> None:
    found = table(
        "序号|部门|办件量|序号|部门|办件量", "1|市公安局|12|1|市住建局|5", "2|市人社局|9|2|市民政局|3"
    )
    assert len(found.header) == 6
