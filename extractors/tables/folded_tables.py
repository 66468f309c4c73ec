"""A table folded to save paper: its halves stand side by side under the same headings.

What belongs here: whether the columns are halves of one table. What does not: setting the halves under each other
(`assembling`), and what the columns mean.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractors.printed.line_wraps import fold
from extractors.printed.numbers import parse_figure
from extractors.tables.headings import Path
from extractors.tables.row_kinds import SEQUENCE_HEADS, is_sum_label

_FEWEST_COLUMNS = 2  # of a half: names and figures


def halves(paths: Sequence[Path], body: Sequence[Sequence[str]]) -> int:
    """Of how many parts side by side, with equal headings, the table consists; 1 for most tables.

    Running numbers that go on from one part to the next are the proof. Without running numbers each part has to have names
    of its own, none of them twice.
    """
    folded = [tuple(fold(word) for word in path) for path in paths]
    width = len(folded)
    for count in range(width // _FEWEST_COLUMNS, 1, -1):
        size, rest = divmod(width, count)
        if rest or not all(folded[:size]):
            continue
        if any(folded[k * size : (k + 1) * size] != folded[:size] for k in range(1, count)):
            continue
        parts = [[row[k * size : (k + 1) * size] for row in body] for k in range(count)]
        if len(set(folded[:size])) == size and _go_on(folded[:size], parts):
            return count
    return 1


def _go_on(heading: Sequence[Path], parts: Sequence[Sequence[Sequence[str]]]) -> bool:
    if heading[0][-1] in SEQUENCE_HEADS:
        numbers = [fold(row[0]) for part in parts for row in part if fold(row[0]).isdecimal()]
        return len(numbers) > len(parts) and numbers == [str(n + 1) for n in range(len(numbers))]
    names = [[fold(row[0]) for row in part if fold(row[0])] for part in parts]
    own = [name for part in names for name in part if not is_sum_label(name)]
    return (
        all(len(part) >= 2 for part in names)
        and len(set(own)) == len(own)
        and not any(parse_figure(name) for name in own)
    )
