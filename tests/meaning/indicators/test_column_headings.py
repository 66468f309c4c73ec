"""Headings that say nothing: of a column itself, or of those beside it."""

from __future__ import annotations

import pytest

from pipelines.meaning.indicators import IndicatorResolver
from pipelines.meaning.indicators.column_headings import resolve_column

RESOLVER = IndicatorResolver.load()
BLANK: list[tuple[str, ...]] = [(), ("",), (" ", "　")]


@pytest.mark.parametrize("blank", BLANK)
def test_a_heading_without_words_means_nothing_whatever_stands_beside_it(blank: tuple[str, ...]) -> None:
    match = resolve_column(RESOLVER, blank, "办件量统计表", ["件"], [("部门",), ("数量",), blank])
    assert (match.status, match.indicator_id, match.evidence) == ("rejected", None, "no heading")


@pytest.mark.parametrize("blank", BLANK)
@pytest.mark.parametrize("heading", ["占比", "总计", "数量", "办件量", "同比"])
def test_a_blank_heading_beside_a_column_changes_nothing(heading: str, blank: tuple[str, ...]) -> None:
    named = [("部门",), ("政务服务事项总数",), (heading,)]
    without = resolve_column(RESOLVER, (heading,), None, [], named)
    assert resolve_column(RESOLVER, (heading,), None, [], [*named, blank]) == without
