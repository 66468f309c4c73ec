"""Which columns of a table say what should be, and which what is."""

from __future__ import annotations

import pytest

from pipelines.meaning.indicators import IndicatorResolver
from pipelines.meaning.tables.observations import read_table
from tests.meaning.indicators.expected_tables import document, table

RESOLVER = IndicatorResolver.load()


def kinds(title: str, headings: str, row: str) -> list[str]:
    given = table(title, headings, [row, row.replace("甲", "乙")])
    reading = read_table(document(given), given, 0, RESOLVER)
    return [o.figure_kind for o in reading.observations if o.row_no == 1]


@pytest.mark.parametrize(
    ("title", "headings", "row", "expected"),
    [
        ("分省分专业来源计划表", "专业 计划数 河南 湖北", "甲专业,80,66,14", ["value"] * 3),
        ("项目建设情况", "单位 计划数 完成数 差距", "甲局,80,66,14", ["value"] * 3),
        ("年度目标任务完成情况", "单位 计划数 完成数 差距", "甲局,80,66,14", ["target", "value", "value"]),
        ("建设情况", "单位 目标任务/任务数 目标任务/完成数", "甲局,80,66", ["target", "value"]),
        ("建设情况", "单位 年度目标 实际 与目标差距", "甲局,80,66,14", ["target", "value", "value"]),
        ("热线办理情况", "单位 目标完成率 办结率", "甲局,80%,66%", ["value", "value"]),
        ("网办情况", "单位 省定目标/即办件占比 我市/即办件占比", "甲局,80%,66%", ["target", "value"]),
    ],
)
def test_what_should_be_and_what_is(title: str, headings: str, row: str, expected: list[str]) -> None:
    assert kinds(title, headings, row) == expected
