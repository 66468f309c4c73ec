"""The comparison on the terminal, however many places there are."""

from __future__ import annotations

import pytest

from pipelines.cli.comparison_table import print_overview
from warehouse.queries import Result

COLUMNS = (
    *("region_code", "region_name", "indicator_id", "indicator_name", "scope", "as_of", "definition"),
    *("published", "recomputed", "unit", "decimals", "comparator", "rank", "preferred"),
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
