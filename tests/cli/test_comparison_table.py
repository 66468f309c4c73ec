"""The comparison on the terminal, however many places there are."""

from __future__ import annotations

from datetime import date

import pytest

from pipelines.cli.comparison_table import print_overview
from warehouse.queries import Result

COLUMNS = (
    *("region_code", "region_name", "indicator_id", "indicator_name", "scope", "as_of", "definition"),
    *("published", "recomputed", "unit", "decimals", "comparator", "rank", "preferred"),
    *("period_start", "period_rule", "qualifier"),
)


def places(count: int) -> Result:
    """A figure for each place, no two alike: 60.01%, 60.02% …"""
    rows: list[tuple[object, ...]] = []
    for n in range(1, count + 1):
        place = (f"41{n:04}", f"第{n}县")
        rows.append(
            (
                *place,
                "instant_share",
                "即办件占比",
                "全县",
                None,
                None,
                60 + n / 100,
                None,
                "%",
                2,
                None,
                n,
                True,
                None,
                "as_of",
                None,
            )
        )
    return Result(COLUMNS, rows)


def test_many_places_are_shown_in_blocks_that_fit(capsys: pytest.CaptureFixture[str]) -> None:
    print_overview(places(65))
    shown = capsys.readouterr().out
    for n in range(1, 66):
        assert shown.count(f"{60 + n / 100:.2f}%") == 1
    assert shown.count("65 地对比") > 1
    assert all(len(line) <= 132 for line in shown.splitlines())


def test_the_end_of_a_run_shows_one_block_and_says_how_many_places_are_left(
    capsys: pytest.CaptureFixture[str],
) -> None:
    print_overview(places(65), rates_only=True)
    shown = capsys.readouterr().out
    first = sum(f"{60 + n / 100:.2f}%" in shown for n in range(1, 66))
    assert 5 < first < 20
    assert f"另有 {65 - first} 地" in shown


def test_five_places_stand_side_by_side(capsys: pytest.CaptureFixture[str]) -> None:
    print_overview(places(5))
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("五地对比")
    assert any("60.01%①" in line and "60.05%⑤" in line for line in lines)


def test_a_month_and_the_year_so_far_stand_in_lines_of_their_own(capsys: pytest.CaptureFixture[str]) -> None:
    common = {"region_code": "411300", "region_name": "南阳市", "indicator_id": "completion_rate"}
    common |= {
        "indicator_name": "办结率",
        "scope": "全市",
        "unit": "%",
        "decimals": 1,
        "preferred": True,
        "period_rule": "same_period",
    }
    figures = (
        {"published": 91.0, "period_start": date(2024, 8, 1), "as_of": date(2024, 8, 31)},
        {"published": 88.0, "period_start": date(2024, 1, 1), "as_of": date(2024, 8, 31)},
        {"published": 50.0, "as_of": date(2024, 8, 31), "qualifier": "重点项目", "period_rule": "as_of"},
    )
    rows = [tuple((common | figure).get(column) for column in COLUMNS) for figure in figures]
    print_overview(Result(COLUMNS, rows))
    lines = capsys.readouterr().out.splitlines()
    assert sum("91.0%" in line and "办结率 2024-08-01—2024-08-31" in line for line in lines) == 1
    assert sum("88.0%" in line and "办结率 2024-01-01—2024-08-31" in line for line in lines) == 1
    assert sum("50.0%" in line and "办结率（重点项目）" in line for line in lines) == 1
