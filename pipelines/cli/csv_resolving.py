"""CSV in, CSV out, for `tongbao names resolve` and `tongbao indicators resolve`.

Belongs here: as many rows as came in, in the same order, with all their columns and what was found. Does not belong
here: how anything is resolved (`pipelines.meaning`), files and streams (`csv_streams`).
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from typing import TextIO

from pipelines.meaning.indicators import IndicatorResolver
from pipelines.meaning.indicators.indicator_match import Where
from pipelines.meaning.names import NameResolver

NAME_COLUMNS = ("function_id", "department_id", "region_code", "score", "method", "status", "runner_up")
INDICATOR_COLUMNS = ("indicator_id", "score", "method", "status", "runner_up")


class BatchError(ValueError):
    """A CSV that can't be resolved: what is wrong with it and what to do."""


def resolve_names(source: TextIO, target: TextIO, resolver: NameResolver | None = None) -> int:
    """Resolve the column `name`, with `region_context` where there is one; write `NAME_COLUMNS`; return how many rows."""
    names = resolver or NameResolver.load()

    def answer(row: Mapping[str, str]) -> tuple[str | None, ...]:
        match = names.resolve(row.get("name") or "", (row.get("region_context") or "").strip() or None)
        return (
            match.function_id,
            match.department_id,
            match.region_code,
            f"{match.score:.1f}",
            match.method,
            match.status.value,
            match.runner_up,
        )

    return _resolve(source, target, "name", NAME_COLUMNS, answer)


def resolve_indicators(source: TextIO, target: TextIO, resolver: IndicatorResolver | None = None) -> int:
    """Resolve the column `phrasing`; write `INDICATOR_COLUMNS`; return how many rows.

    `unit`, `where` (header or prose) and `context` are used where they are there.
    """
    indicators = resolver or IndicatorResolver.load()

    def answer(row: Mapping[str, str]) -> tuple[str | None, ...]:
        where: Where = "prose" if (row.get("where") or "").strip() == "prose" else "header"
        match = indicators.resolve(
            row.get("phrasing") or "", row.get("unit") or None, where, row.get("context") or None
        )
        return match.indicator_id, f"{match.points:.1f}", match.method, match.status, match.runner_up

    return _resolve(source, target, "phrasing", INDICATOR_COLUMNS, answer)


def _resolve(
    source: TextIO,
    target: TextIO,
    column: str,
    added: tuple[str, ...],
    answer: Callable[[Mapping[str, str]], tuple[str | None, ...]],
) -> int:
    """Write the rows of `source` with the columns `added`, which replace columns of the same name.

    Line breaks inside a cell are kept (open both files with `newline=""`).
    """
    reader = csv.DictReader(source)
    fields = [field.lstrip("\ufeff") for field in reader.fieldnames or ()]
    reader.fieldnames = fields
    if column not in fields:
        raise BatchError(f"the CSV has no column {column!r}; its columns are: {', '.join(fields) or 'none'}")
    kept = [field for field in fields if field not in added]
    writer = csv.DictWriter(target, [*kept, *added], extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    count = 0
    for row in reader:
        found = {name: value or "" for name, value in zip(added, answer(row), strict=True)}
        writer.writerow({**{field: row.get(field) or "" for field in kept}, **found})
        count += 1
    return count
