"""Resolve a CSV of phrasings, for `tongbao indicators resolve`.

Belongs here: reading and writing that CSV. Does not belong here: how a phrasing is resolved (`resolver`).
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TextIO

from pipelines.meaning.indicators.indicator_match import Where
from pipelines.meaning.indicators.indicator_resolver import IndicatorResolver

ADDED = ("indicator_id", "score", "method", "status", "runner_up")


class BatchError(ValueError):
    """A CSV that can't be resolved: what is wrong with it and what to do."""


def resolve_csv(
    source: TextIO | Path | str, target: TextIO | Path | str, resolver: IndicatorResolver | None = None
) -> int:
    """Resolve every row of `source` and write it to `target` with the columns `ADDED`.

    Returns the number of rows. `source` has a column `phrasing`; `unit`, `where` (header or prose) and
    `context` are used when they are there. All its columns are kept as they are, and so are the number
    and order of rows. A column of the input with the name of an added one is replaced. BatchError without
    a column `phrasing`.
    """
    if isinstance(source, str | Path):
        with Path(source).open(encoding="utf-8-sig", newline="") as stream:
            return resolve_csv(stream, target, resolver)
    if isinstance(target, str | Path):
        with Path(target).open("w", encoding="utf-8", newline="") as stream:
            return resolve_csv(source, stream, resolver)
    reader = csv.DictReader(source)
    names = [name.removeprefix("\ufeff") for name in reader.fieldnames or ()]
    reader.fieldnames = names
    if "phrasing" not in names:
        raise BatchError("the CSV has no column phrasing: its first line must name one")
    resolver = resolver or IndicatorResolver.load()
    kept = [name for name in names if name not in ADDED]
    writer = csv.DictWriter(target, [*kept, *ADDED], extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    count = 0
    for row in reader:
        where: Where = "prose" if (row.get("where") or "").strip() == "prose" else "header"
        match = resolver.resolve(
            row.get("phrasing") or "", row.get("unit") or None, where, row.get("context") or None
        )
        writer.writerow(
            row
            | {
                "indicator_id": match.indicator_id or "",
                "score": f"{match.points:.1f}",
                "method": match.method,
                "status": match.status,
                "runner_up": match.runner_up or "",
            }
        )
        count += 1
    return count
