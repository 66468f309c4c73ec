"""Which month a file of a backlog belongs to: what its path says, else when it was last changed."""

from __future__ import annotations

import re
import time
from pathlib import Path

# 2021-12, 2021年12月, 202112, 2021/12/…, 20211227: a year of this century with a month behind it.
_MONTH = re.compile(
    r"(?<!\d)(20\d\d)(?:[-_./年]\s*)?(0[1-9]|1[0-2]|[1-9](?=\D|$))(?:[-_./月]?(?:[0-2]\d|3[01]))?(?!\d)"
)


def month_of(path: Path, folder: Path) -> str:
    """The month as `YYYY-MM`: the last one that the path below `folder` names, else that of its last change."""
    named = _MONTH.findall(path.relative_to(folder).as_posix())
    if named:
        year, month = named[-1]
        return f"{year}-{int(month):02d}"
    return time.strftime("%Y-%m", time.localtime(path.stat().st_mtime))
