"""A row of data that was taken for heading is told of; years and numbers of columns are in place there."""

from __future__ import annotations

import pytest

from pipelines.meaning.tables.heading_figures import figures_in_headings


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ([("部门", "市教育局"), ("办件量", "1,200"), ("满意率", "99.5%")], {2: "1,200", 3: "99.5%"}),
        ([("部门",), ("2023",), ("2024（件）",)], {}),
        ([("序号", "1"), ("部门", "2"), ("办件量", "3")], {}),
        ([("部门", "栏次"), ("办件量", "1"), ("办件量", "2"), ("满意率", "3")], {}),
        ([("序号", "7"), ("部门", "市教育局"), ("办件量", "120")], {1: "7", 3: "120"}),
    ],
)
def test_figures_in_headings(header: list[tuple[str, ...]], expected: dict[int, str]) -> None:
    assert figures_in_headings(header) == expected
