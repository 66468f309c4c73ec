"""Heading words that recognition put a column off, moved to where they belong.

What belongs here: seeing that a heading is torn, and the fewest moves that mend it. What does not: depth and paths
(`headings`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from heapq import heappop, heappush
from itertools import combinations
from typing import NamedTuple

from extractors.printed.line_wraps import fold
from extractors.printed.no_value import is_no_value
from extractors.printed.numbers import parse_figure
from extractors.tables.headings import Path, inferred_paths

Head = tuple[tuple[str, ...], ...]

_MAX_STEPS = 6
_MAX_TRIALS = 600
_RATE = re.compile(r"(?:率|占比|比例|比重|百分比|百分率)$|[%％]")
_COUNT = re.compile(r"(?:数|量|次数|总计|合计|件|人数|天数)$")


class Defects(NamedTuple):
    """What is wrong with a heading.

    `torn` is what no author prints: a column of data without a word, a word that is twice in a group, parts in no
    group. `uneven` and `odd` are what some authors do print: groups that share only some parts, words that don't fit
    the values below them.
    """

    torn: int
    uneven: int
    odd: int

    @property
    def total(self) -> int:
        return self.torn + self.uneven + self.odd


def is_torn(texts: Sequence[Sequence[str]], body: Sequence[Sequence[str]]) -> bool:
    """Whether heading rows are as no author prints them."""
    return len(texts) > 1 and defects(tuple(map(tuple, texts)), _kinds(texts, body)).torn > 0


def mended(texts: Sequence[Sequence[str]], body: Sequence[Sequence[str]]) -> list[list[str]]:
    """The heading rows with words moved that stand a column or two off; unchanged if nothing is torn.

    A move puts a word onto a blank beside it. The heading is mended by the fewest moves that leave nothing torn and
    make everything better; if there are none, it stays as it is printed.
    """
    start: Head = tuple(tuple(row) for row in texts)
    if len(start) < 2 or not start[0]:
        return [list(row) for row in start]
    kinds = _kinds(texts, body)
    first = defects(start, kinds)
    if not first.torn:
        return [list(row) for row in start]
    # Best first: the fewest defects, then the fewest moves. A move must be worth two defects.
    most_steps = min(_MAX_STEPS, max(1, first.total // 2))
    queue: list[tuple[int, int, int, Head]] = [(first.total, 0, 0, start)]
    seen = {start}
    best, best_total = start, first.total
    while queue and len(seen) < _MAX_TRIALS:
        _, steps, _, state = heappop(queue)
        if steps >= most_steps:
            continue
        for moved in _moves(state):
            if moved in seen:
                continue
            seen.add(moved)
            found = defects(moved, kinds)
            if found.torn == 0 and found.total < best_total:
                best, best_total = moved, found.total
            if found.total == 0:
                return [list(row) for row in moved]
            heappush(queue, (found.total + steps, steps + 1, len(seen), moved))
    return [list(row) for row in best]


def _moves(state: Head) -> Iterator[Head]:
    for i, row in enumerate(state):
        for j, text in enumerate(row):
            if not fold(text):
                continue
            for target in (j - 1, j + 1):
                if 0 <= target < len(row) and not fold(row[target]):
                    changed = list(row)
                    changed[j], changed[target] = "", text
                    yield (*state[:i], tuple(changed), *state[i + 1 :])


def _kinds(texts: Sequence[Sequence[str]], body: Sequence[Sequence[str]]) -> list[str]:
    return [_column_kind([row[j] for row in body]) for j in range(len(texts[0]))]


def _column_kind(texts: Sequence[str]) -> str:
    """`rate` (with a percent sign), `count`, `text` or `blank`, by the majority of what is printed in a column."""
    counts: Counter[str] = Counter()
    for text in texts:
        if is_no_value(text):
            continue
        figure = parse_figure(text)
        counts["text" if figure is None else "rate" if figure.unit == "%" else "count"] += 1
    return counts.most_common(1)[0][0] if counts else "blank"


def defects(state: Head, kinds: Sequence[str]) -> Defects:
    """What is wrong with heading rows over columns of these kinds."""
    paths = inferred_paths(state)
    torn = uneven = odd = 0
    prefixes: set[Path] = set()
    parts: dict[Path, list[str]] = {}
    for path in paths:
        prefixes.update(path[:depth] for depth in range(1, len(path)))
        if len(path) > 1:
            parts.setdefault(path[:-1], []).append(fold(path[-1]))
    skipping = [_skipped_levels(state, path, j) for j, path in enumerate(paths)]
    grouped = {
        path[-1:] for path, skipped in zip(paths, skipping, strict=True) if len(path) > 1 and not skipped
    }
    for j, (path, kind) in enumerate(zip(paths, kinds, strict=True)):
        if kind != "blank" and not any(fold(row[j]) for row in state):
            torn += 3
        if path in prefixes:
            torn += 2  # it has the group's word alone, beside parts of the group
        if skipping[j]:
            # A word without the group that its row should have. If the same word is a part elsewhere, the groups have
            # slipped, so it weighs as much as moving all of them.
            if path[-1:] in grouped:
                torn += 5
            elif j and kind in ("count", "rate") and parts:
                torn += 2
            else:
                uneven += 1
        odd += _misnamed(path, kind)
    torn += sum(len(words) - len(set(words)) for words in parts.values())
    uneven += sum(1 for a, b in combinations(parts.values(), 2) if a != b and set(a) & set(b))
    odd += sum(1 for words in parts.values() if len(words) == 1)
    return Defects(torn, uneven, odd)


def _skipped_levels(state: Head, path: Path, column: int) -> int:
    """How many heading rows above a column's lowest word have no word for it, neither over it nor merged from the left."""
    lowest = max((i for i, row in enumerate(state) if fold(row[column])), default=-1)
    while lowest > 0 and fold(state[lowest - 1][column]) == fold(state[lowest][column]):
        lowest -= 1
    return max(0, lowest + 1 - len(path))


def _misnamed(path: Path, kind: str) -> int:
    """1 where a word doesn't fit the values: a rate over counts, a count over rates, names inside a group."""
    leaf, whole = fold("".join(path[-1:])), fold("".join(path))
    if kind == "text":
        return int(len(path) > 1)
    if kind == "count":
        return int(_RATE.search(leaf) is not None and not re.search("[%％]", whole))
    return int(kind == "rate" and _COUNT.search(leaf) is not None)
