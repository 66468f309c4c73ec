"""Places by period on the terminal."""

from __future__ import annotations

from datetime import date

import pytest

from pipelines.cli.over_time.panel_table import period_label, print_over_time
from warehouse.queries import Result

COLUMNS = (
    *("indicator_name", "qualifier", "unit", "region_code", "region_name", "scope", "period_start", "as_of"),
    *("value", "decimals", "basis", "comparator", "rank", "other_figures"),
)
MAY, JULY = (date(2024, 5, 1), date(2024, 5, 31)), (date(2024, 7, 1), date(2024, 7, 31))


@pytest.mark.parametrize(
    ("start", "end", "label"),
    [
        (date(2024, 2, 1), date(2024, 2, 29), "2024-02"),
        (date(2024, 1, 1), date(2024, 7, 31), "2024-01—07"),
        (date(2024, 1, 1), date(2024, 12, 31), "2024"),
        (date(2023, 11, 1), date(2024, 1, 31), "2023-11—2024-01"),
        (date(2024, 7, 8), date(2024, 7, 14), "2024-07-08—2024-07-14"),
        (None, date(2024, 7, 31), "截至2024-07-31"),
        (None, None, "日期不明"),
    ],
)
def test_periods_are_written_as_people_write_them(start: date | None, end: date | None, label: str) -> None:
    assert period_label(start, end) == label


def test_a_line_for_each_place_and_a_column_for_each_period(capsys: pytest.CaptureFixture[str]) -> None:
    rate = ("网上可办率", None, "%")
    rows: list[tuple[object, ...]] = [
        (*rate, "610724", "西乡县", "全县", *MAY, 95.5, 2, "published", "=", None, 0),
        (*rate, "610724", "西乡县", "全县", *JULY, 97.5, 2, "published", "=", 1, 1),
        (*rate, "610725", "勉县", "全县", *JULY, 93.25, 2, "recomputed", ">=", 2, 0),
    ]
    print_over_time(Result(COLUMNS, rows))
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert lines[0] == ["网上可办率", "%"]
    assert ["地区", "范围", "2024-05", "2024-07"] in lines
    assert ["西乡县", "全县", "95.50%", "97.50%①*"] in lines
    assert ["勉县", "全县", "复", "≥93.25%②"] in lines
