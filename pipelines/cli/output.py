"""Results on standard output: a table for people, CSV and JSON for programs."""

from __future__ import annotations

import csv
import json
import math
import sys
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from warehouse.queries import Result

if TYPE_CHECKING:
    from rich.console import Console

# Wider than any row.
WIDTH_UNFOLDED = 1_000_000
# A column of a table that gets less than this, and needs more, can't be read.
NARROWEST_COLUMN = 8
# Between two columns, and around them all.
_GAP, _EDGES = 3, 2


def write_result(result: Result, style: str) -> None:
    """Write `result` as `table`, `csv` or `json` (a list of objects).

    Empty is empty, never 0. CSV has true and false, and JSON for lists and structs; JSON has null for what is no
    number (NaN) or infinite. A column name that comes twice gets a number in JSON.
    """
    if style == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(result.columns)
        writer.writerows([_csv_value(value) for value in row] for row in result.rows)
    elif style == "json":
        columns = _told_apart(result.columns)
        records = [
            {column: _json_value(value) for column, value in zip(columns, row, strict=True)}
            for row in result.rows
        ]
        json.dump(records, sys.stdout, ensure_ascii=False, indent=1, allow_nan=False)
        sys.stdout.write("\n")
    else:
        _write_table(result)


def _write_table(result: Result) -> None:
    from pipelines.home.terminal import address, console, table

    numeric = [
        number
        for number in range(len(result.columns))
        if result.rows and all(isinstance(row[number], int | float | Decimal | None) for row in result.rows)
    ]
    lines = [
        ["" if value is None else address(text) if "://" in (text := str(value)) else text for value in row]
        for row in result.rows
    ]
    target = console()
    # Another program takes the lines as they are: nothing is folded.
    whole = () if target.is_terminal else range(len(result.columns))
    if whole:
        target.width = WIDTH_UNFOLDED
    if _fits(target, result.columns, lines):
        shown = table("", result.columns, right=numeric, whole=whole)
        for line in lines:
            shown.add_row(*line)
        target.print(shown, markup=False)
    else:
        _write_blocks(target, result.columns, lines)
    target.print(f"{len(result.rows)} 行 rows", style="dim")


def _fits(target: Console, columns: Sequence[str], lines: Sequence[Sequence[str]]) -> bool:
    """Whether every column of a table can have its own width, or as much of it as can be read."""
    from rich.cells import cell_len

    widths = (
        max(min(cell_len(text), NARROWEST_COLUMN) for text in (name, *(line[number] for line in lines)))
        for number, name in enumerate(columns)
    )
    return sum(widths) + _GAP * (len(columns) - 1) + _EDGES <= target.width


def _write_blocks(target: Console, columns: Sequence[str], lines: Sequence[Sequence[str]]) -> None:
    """A block for each row with a line for each column, whole, so that ids can be copied."""
    from rich.text import Text

    for count, line in enumerate(lines, start=1):
        target.print(f"— {count} —", style="bold", markup=False)
        for name, text in zip(columns, line, strict=True):
            target.print(Text.assemble((f"{name}:", "dim"), f" {text}" if text else ""), soft_wrap=True)


def _told_apart(columns: Sequence[str]) -> list[str]:
    """Column names without repetition: n, n_2."""
    names: list[str] = []
    for column in columns:
        name, count = column, 1
        while name in names:
            count += 1
            name = f"{column}_{count}"
        names.append(name)
    return names


def _csv_value(value: object) -> object:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple | dict):
        return json.dumps(_json_value(value), ensure_ascii=False)
    return value


def _json_value(value: object) -> object:
    """`value` as JSON can hold it."""
    if isinstance(value, dict):
        return {str(key): _json_value(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_json_value(each) for each in value]
    if isinstance(value, Decimal):
        value = float(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if value is None or isinstance(value, str | int):
        return value
    return value.isoformat() if isinstance(value, date | datetime) else str(value)
