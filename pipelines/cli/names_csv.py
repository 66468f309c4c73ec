"""`tongbao names resolve`: names in a CSV, the same rows with their offices out. The command line is elsewhere."""

from __future__ import annotations

import csv
from typing import TextIO

from pipelines.meaning.names.department_resolver import NameResolver

ADDED = ("function_id", "department_id", "region_code", "score", "method", "status", "runner_up")


def resolve_csv(source: TextIO, target: TextIO, resolver: NameResolver | None = None) -> int:
    """Read CSV with the column `name` and optionally `region_context`; write the rows with `ADDED`; return how many.

    As many rows, in the same order; all columns of the input are kept, and line breaks inside a name too (open
    both files with `newline=""`). Raises `ValueError` when there is no column `name`.
    """
    resolver = resolver or NameResolver.load()
    reader = csv.DictReader(source)
    fields = [field.lstrip("\ufeff") for field in reader.fieldnames or ()]
    reader.fieldnames = fields
    if "name" not in fields:
        raise ValueError(f"the CSV has no column 'name'; its columns are: {', '.join(fields) or 'none'}")
    kept = [field for field in fields if field not in ADDED]
    writer = csv.DictWriter(target, [*kept, *ADDED], extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    count = 0
    for row in reader:
        match = resolver.resolve(row["name"] or "", (row.get("region_context") or "").strip() or None)
        writer.writerow(
            {
                **{field: row.get(field) or "" for field in kept},
                "function_id": match.function_id or "",
                "department_id": match.department_id or "",
                "region_code": match.region_code or "",
                "score": f"{match.score:.1f}",
                "method": match.method,
                "status": match.status.value,
                "runner_up": match.runner_up or "",
            }
        )
        count += 1
    return count
