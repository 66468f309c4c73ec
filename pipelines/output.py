"""Results on standard output: a table for people, CSV and JSON for programs."""

from __future__ import annotations

import csv
import json
import sys
from datetime import date, datetime
from decimal import Decimal

from warehouse.reading import Result

# Wider than any row.
WIDTH_UNFOLDED = 1_000_000


def write_result(result: Result, style: str) -> None:
    """Write `result` as `table`, `csv` or `json` (a list of objects). Empty is empty, never 0."""
    if style == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(result.columns)
        writer.writerows(["" if value is None else value for value in row] for row in result.rows)
    elif style == "json":
        json.dump(result.records(), sys.stdout, ensure_ascii=False, indent=1, default=_plain)
        sys.stdout.write("\n")
    else:
        _write_table(result)


def _write_table(result: Result) -> None:
    from pipelines.terminal import address, console, table

    numeric = [
        number
        for number in range(len(result.columns))
        if result.rows and all(isinstance(row[number], int | float | Decimal | None) for row in result.rows)
    ]
    target = console()
    # Another program takes the lines as they are: nothing is folded.
    whole = () if target.is_terminal else range(len(result.columns))
    if whole:
        target.width = WIDTH_UNFOLDED
    shown = table("", result.columns, right=numeric, whole=whole)
    for row in result.rows:
        texts = ("" if value is None else str(value) for value in row)
        shown.add_row(*(address(text) if "://" in text else text for text in texts))
    target.print(shown, markup=False)
    target.print(f"{len(result.rows)} 行 rows", style="dim")


def _plain(value: object) -> object:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    return str(value)
