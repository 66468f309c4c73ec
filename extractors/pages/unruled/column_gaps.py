"""The columns of a table without vertical rules, from the white space between its rows on all its pages."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.pages.unruled.table_regions import Interval, merge_intervals
from extractors.pages.word_groups import Phrase, phrase_of

_MOST_OUTLIERS = 6
_NARROWEST = 0.16  # white space that parts two columns is at least this share of an em


@dataclass(slots=True)
class Columns:
    """Columns from left to right: the extent of what is printed in each, and the edges between them."""

    extents: list[Interval]
    edges: list[float]

    def __len__(self) -> int:
        return len(self.extents)

    def of(self, phrase: Phrase) -> int:
        """The column whose place the middle of the phrase is in."""
        return bisect_right(self.edges, phrase.middle, 1, len(self.extents)) - 1

    def crosses(self, phrase: Phrase) -> bool:
        """Whether the phrase reaches well into more than one column."""
        reach = 0.55 * phrase.em
        return self._has_edge(phrase.x0 + reach, phrase.x1 - reach)

    def _has_edge(self, left: float, right: float) -> bool:
        """Whether an inner edge lies between the two."""
        count = len(self.extents)
        i = bisect_right(self.edges, left, 1, count)
        return i < count and self.edges[i] < right

    def split(self, phrase: Phrase) -> list[Phrase]:
        """The parts of a phrase whose runs stand in columns that are almost full: cut at the gaps by the edges.

        A phrase that still crosses an edge after that runs over the columns by intention and stays whole.
        """
        parts = self._cut(phrase)
        return [phrase] if any(self.crosses(part) for part in parts) else parts

    def _cut(self, phrase: Phrase) -> list[Phrase]:
        if not self._has_edge(phrase.x0 + 0.3 * phrase.em, phrase.x1 - 0.3 * phrase.em):
            return [phrase]
        for x in self.edges[1:-1]:
            if not phrase.x0 + 0.3 * phrase.em < x < phrase.x1 - 0.3 * phrase.em:
                continue
            for i in range(1, len(phrase.runs)):
                left, right = phrase.runs[i - 1].x1, phrase.runs[i].x0
                if right - left > 0.1 * phrase.em and left - 0.7 * phrase.em < x < right + 0.7 * phrase.em:
                    return [phrase_of(phrase.runs[:i]), *self._cut(phrase_of(phrase.runs[i:]))]
        return [phrase]

    def hit(self, phrase: Phrase) -> list[int]:
        """The columns whose printed extent the phrase overlaps."""
        least = min(0.3 * phrase.em, 0.5 * phrase.width)
        left, right = phrase.x0, phrase.x1
        return [
            j
            for j, (x0, x1) in enumerate(self.extents)
            if x0 < right and left < x1 and min(x1, right) - max(x0, left) > least
        ]


def columns_of(extents: list[Interval], outer: Interval | None = None) -> Columns:
    """Columns with edges in the middle of the white space; `outer` tells the table's own sides where known."""
    edges = [0.0] * (len(extents) + 1)
    for j in range(1, len(extents)):
        edges[j] = (extents[j - 1][1] + extents[j][0]) / 2
    first, last = extents[0], extents[-1]
    margin = (edges[1] - first[1]) if len(extents) > 1 else 6.0
    edges[0] = first[0] - margin
    margin = (last[0] - edges[-2]) if len(extents) > 1 else 6.0
    edges[-1] = last[1] + margin
    if outer is not None:
        if outer[0] <= first[0] + 1:
            edges[0] = outer[0]
        if outer[1] >= last[1] - 1:
            edges[-1] = outer[1]
    return Columns(extents, edges)


def body_extents(rows: Sequence[Sequence[Phrase]], em: float) -> list[Interval]:
    """Column extents from the phrases of body rows.

    White space that nearly every row has is taken as white space: one row in fifty may cross it (a text that
    sticks out), since a single one must not run two columns together.
    """
    gap = _NARROWEST * em
    spans = [(p.x0, p.x1) for row in rows for p in row]
    strict = merge_intervals(spans, gap)
    outliers = min(len(rows) // 50, _MOST_OUTLIERS)
    if not outliers:
        return strict
    order = sorted(range(len(rows)), key=lambda i: -max((p.x1 - p.x0 for p in rows[i]), default=0.0))
    left_out: set[int] = set()
    for _ in range(outliers):
        best: tuple[int, int] | None = None
        for i in order[: len(left_out) + 4]:
            if i in left_out:
                continue
            rest = [(p.x0, p.x1) for k, row in enumerate(rows) if k != i and k not in left_out for p in row]
            count = len(merge_intervals(rest, gap))
            if count > len(strict) and (best is None or count > best[0]):
                best = (count, i)
        if best is None:
            break
        left_out.add(best[1])
        strict = merge_intervals(
            [(p.x0, p.x1) for k, row in enumerate(rows) if k not in left_out for p in row], gap
        )
    return strict


def with_headings(
    extents: list[Interval], leaves: Sequence[Phrase], rows: Sequence[Sequence[Phrase]], em: float
) -> list[Interval]:
    """The extents with columns that have a heading but no value, and without breaks that the heading does not share.

    `leaves` are the phrases of the heading that stand in one column. A column in which short texts are centred and
    long ones set at the left looks like two columns; no row has a text in both, and only one has a heading.
    """
    found = list(extents)
    for phrase in leaves:
        if all(phrase.x1 < x0 - 0.1 * em or phrase.x0 > x1 + 0.1 * em for x0, x1 in found):
            between = [
                j for j in range(len(found) - 1) if found[j][1] <= phrase.x0 and phrase.x1 <= found[j + 1][0]
            ]
            if not (between and _exclusive(found, between[0], rows)):
                found.append((phrase.x0, phrase.x1))
                found.sort()
    j = 0
    while j < len(found) - 1:
        named = [any(x0 < p.x1 and x1 > p.x0 for p in leaves) for x0, x1 in found[j : j + 2]]
        if not all(named) and _exclusive(found, j, rows):
            found[j : j + 2] = [(found[j][0], found[j + 1][1])]
        else:
            j += 1
    return found


def _exclusive(extents: list[Interval], j: int, rows: Sequence[Sequence[Phrase]]) -> bool:
    """Whether (almost) no row has texts in both columns j and j + 1, almost every row has one, and both have some."""
    filled = lefts = both = 0
    for row in rows:
        left = any(p.x0 < extents[j][1] and p.x1 > extents[j][0] for p in row)
        right = any(p.x0 < extents[j + 1][1] and p.x1 > extents[j + 1][0] for p in row)
        both += left and right
        filled += left or right
        lefts += left
    if both > len(rows) // 50:  # as many as were left out as sticking out when the columns were found
        return False
    return 0 < lefts < filled and filled * 10 >= 9 * len(rows) and len(rows) >= 3
