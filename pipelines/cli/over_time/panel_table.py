"""Rows of mart.panel as a table for each indicator: places down, periods across."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path
from typing import Any

from rich.cells import cell_len

from pipelines.cli.comparison_table import circled, narrowed
from pipelines.home.terminal import console, number, table
from warehouse.queries import Result

_GAP = 3
_SIGNS = {">=": "≥", "<=": "≤", ">": ">", "<": "<"}
# First and last day.
_Period = tuple[date | None, date | None]


def panel_rows(published: Path, indicators: Sequence[str] = (), regions: Sequence[str] = ()) -> Result:
    """Rows of mart.panel, narrowed as those of the comparison are. Raises UnknownChoice."""
    order = "qualifier nulls first, unit nulls first, as_of nulls first, period_start nulls first, scope, region_code"
    return narrowed(published, "panel", indicators, regions, order=order)


def print_over_time(result: Result) -> None:
    """A block for each indicator and subject; one line for each place and scope, one column for each period.

    A circled number is the rank among the places with the same period; * marks a figure beside which others are printed.
    """
    target = console()
    for (name, qualifier, unit), rows in groupby(result.records(), key=_subject):
        title = f"{name}（{qualifier}）" if qualifier else name
        for block in _blocks(list(rows), target.width):
            _print_block(f"{title} {unit or ''}".strip(), block)
    target.print(
        "① 同期排名 rank among figures of the same first and last day · 复 recomputed · "
        "* 另有不同的数 other figures are printed for the same (caveat: --format csv)",
        style="dim",
        markup=False,
    )


def period_label(start: date | None, end: date | None) -> str:
    """What a person writes for a period: 2024-07, 2024-01—07, 2024, 截至2024-07-31."""
    if end is None:
        return "日期不明"
    if start is None:
        return f"截至{end}"
    whole_months = start.day == 1 and (end + timedelta(days=1)).day == 1
    if not whole_months:
        return f"{start}—{end}"
    if (start.year, start.month) == (end.year, end.month):
        return f"{end:%Y-%m}"
    if start.year == end.year:
        return f"{end.year}" if (start.month, end.month) == (1, 12) else f"{start:%Y-%m}—{end:%m}"
    return f"{start:%Y-%m}—{end:%Y-%m}"


def _blocks(rows: list[dict[str, Any]], width: int) -> list[list[dict[str, Any]]]:
    """The rows in blocks of periods, each of which fits on the page."""
    left = max(cell_len(r["region_name"]) + cell_len(r["scope"] or "") for r in rows) + 2 * _GAP
    blocks: list[list[dict[str, Any]]] = [[]]
    used = left
    for period, of_period in groupby(rows, key=_period):
        figures = list(of_period)
        needed = max(cell_len(t) for t in (period_label(*period), *map(_cell, figures))) + _GAP
        if blocks[-1] and used + needed > width:
            blocks.append([])
            used = left
        blocks[-1] += figures
        used += needed
    return blocks


def _print_block(title: str, rows: Sequence[dict[str, Any]]) -> None:
    periods = list(dict.fromkeys(map(_period, rows)))
    numbers = range(2, len(periods) + 2)
    headings = ["地区", "范围", *(period_label(*period) for period in periods)]
    shown = table(title, headings, right=numbers, whole=range(len(headings)))
    for (_, name, scope), of_place in groupby(sorted(rows, key=_place), key=_place):
        cells = {_period(row): _cell(row) for row in of_place}
        shown.add_row(name, scope, *(cells.get(period, "") for period in periods))
    console().print(shown)


def _cell(row: dict[str, Any]) -> str:
    text = _SIGNS.get(row["comparator"] or "=", "") + number(row["value"], row["unit"], row["decimals"])
    recomputed = "复 " if row["basis"] == "recomputed" else ""
    return f"{recomputed}{text}{circled(row['rank'])}{'*' if row['other_figures'] else ''}"


def _subject(row: dict[str, Any]) -> tuple[str, str | None, str | None]:
    return row["indicator_name"], row["qualifier"], row["unit"]


def _period(row: dict[str, Any]) -> _Period:
    return row["period_start"], row["as_of"]


def _place(row: dict[str, Any]) -> tuple[str, str, str]:
    return row["region_code"], row["region_name"], row["scope"] or ""
