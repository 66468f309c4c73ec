"""Figures that stand in a heading: most likely a row of data that was taken for a part of it.

Belongs here: telling such figures from years and from the numbers of columns. Not here: where a heading ends
(`extractors.tables.headings`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from pipelines.meaning.tables.cell_content import Content, read_cell

_YEAR = re.compile(r"(?:19|20)\d\d(?:\s?[(（].*)?")


def figures_in_headings(header: Sequence[Sequence[str]]) -> dict[int, str]:
    """The figure in the heading of each column that has one, by its number from 1."""
    found: dict[int, list[str]] = {}
    for column_no, path in enumerate(header, start=1):
        figures = [part for part in path if _is_figure(part)]
        if figures:
            found[column_no] = figures
    if _number_columns([int(part) for parts in found.values() for part in parts if part.strip().isdecimal()]):
        found = {no: [part for part in parts if not part.strip().isdecimal()] for no, parts in found.items()}
    return {no: "、".join(parts) for no, parts in found.items() if parts}


def _is_figure(part: str) -> bool:
    return read_cell(part).content is Content.FIGURE and not _YEAR.fullmatch(part.strip())


def _number_columns(numbers: Sequence[int]) -> bool:
    """Whether the numbers count the columns: 1, 2, 3 …; a heading over several columns says its own more than once."""
    return (
        bool(numbers)
        and numbers[0] in (1, 2)
        and all(after - before in (0, 1) for before, after in pairwise(numbers))
    )
