"""Which lines of a table without rules are its rows, and which row each wrapped line belongs to.

A row is a line that holds its running number or its figures, which never wrap. The lines of a wrapped cell stand around
the middle of their row (or begin at its top), the text of a merged cell stands around the middle of its rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

_PITCH = 2.05  # lines of one cell are not further apart than this many em
_MOST_LINES = 9
_BLANK = 0.5  # em by which a blank cell is less likely than a filled one
_MERGE = 0.12  # em by which each further row of a merged cell is less likely
_LOW = 1.2  # text below the middle of its rows is less likely than text above it
_CUT = 0.3  # em by which a cell cut by the page's end is less likely than one that ends there
_SLACK = 1.3  # em by which the lines of a cell may be off the middle of its rows
_MOST_SEEDS = 8
_KEPT = 2  # how many ways of dividing are followed, to know whether the best is the only one


@dataclass(frozen=True, slots=True)
class Share:
    """Rows `first`..`last` hold the lines `begin`..`end` (half-open)."""

    first: int
    last: int
    begin: int
    end: int


@dataclass(frozen=True, slots=True)
class Division:
    """How the lines of a column are divided among the rows.

    `cost` is the sum of distances in points between the middle of the lines and the middle of their rows, `rival` the
    cost of the best other way, `worst` the largest single distance.
    """

    shares: tuple[Share, ...]
    cost: float
    rival: float
    worst: float


def row_bounds(rows: Sequence[float], em: float) -> list[float]:
    """Edges between rows whose middles are `rows` (one more edge than rows).

    Each row is as far from its upper as from its lower edge, so one edge gives all the others. It lies midway between two
    rows of equal height; the right two are those that give the most rows the same height.
    """
    count = len(rows)
    if count == 1:
        return [rows[0] - 1.2 * em, rows[0] + 1.2 * em]
    steps = [b - a for a, b in pairwise(rows)]
    seeds: dict[int, int] = {}
    for k, step in enumerate(steps):
        seeds.setdefault(round(step), k)
    best: tuple[int, float, list[float]] | None = None
    for _, seed in sorted(seeds.items())[:_MOST_SEEDS]:
        bounds = _bounds_from(rows, seed)
        heights = [b - a for a, b in pairwise(bounds)]
        if min(heights) < 0.8 * em:
            continue
        usual, number = Counter(round(height) for height in heights).most_common(1)[0]
        number = sum(abs(height - usual) <= 1.0 for height in heights)
        if best is None or (number, -usual) > (best[0], -best[1]):
            best = (number, usual, bounds)
    if best is not None:
        return best[2]
    middles = [(a + b) / 2 for a, b in pairwise(rows)]
    return [rows[0] - steps[0] / 2, *middles, rows[-1] + steps[-1] / 2]


def _bounds_from(rows: Sequence[float], seed: int) -> list[float]:
    """The edges when rows `seed` and `seed + 1` are of equal height."""
    bounds = [0.0] * (len(rows) + 1)
    bounds[seed + 1] = (rows[seed] + rows[seed + 1]) / 2
    for k in range(seed, -1, -1):
        bounds[k] = 2 * rows[k] - bounds[k + 1]
    for k in range(seed + 1, len(rows)):
        bounds[k + 1] = 2 * rows[k] - bounds[k]
    return bounds


def one_by_one(rows: Sequence[float], lines: Sequence[float], em: float) -> Division | None:
    """The division when every line stands on a row of its own; None when some do not."""
    shares: list[Share] = []
    row = 0
    worst = 0.0
    for j, y in enumerate(lines):
        while row < len(rows) and rows[row] < y - 0.3 * em:
            row += 1
        if row == len(rows) or rows[row] > y + 0.3 * em:
            return None
        shares.append(Share(row, row, j, j + 1))
        worst = max(worst, abs(rows[row] - y))
        row += 1
    return Division(tuple(shares), 0.0, float("inf"), worst)


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """How the cells of a column are set.

    `merged` allows a cell of several rows, whose edges are `bounds`, and then no row is blank except `loners` (totals)
    and, with `open_top`, the first ones, which go on with a cell of the page before. With `open_bottom` the last cell
    may go on after the page, and its text may then stand above the middle of what is to be seen of it. `from_top` is for
    tables that set cells at the top of their row.
    """

    merged: bool = False
    bounds: Sequence[float] = ()
    loners: frozenset[int] = frozenset()
    open_top: bool = False
    open_bottom: bool = False
    from_top: bool = False


_WRAPPED = Setting()


@dataclass(slots=True)
class _Way:
    cost: float
    worst: float
    shares: tuple[Share, ...]


def divide(
    rows: Sequence[float], lines: Sequence[float], em: float, setting: Setting = _WRAPPED
) -> Division | None:
    """Divide lines among rows, in order, so that each cell's lines stand around the middle of its rows.

    None when there is no way.
    """
    column = _Column(rows, lines, em, setting)
    ways: dict[tuple[int, int], list[_Way]] = {(0, 0): [_Way(0.0, 0.0, ())]}
    count, total = len(rows), len(lines)
    for i in range(count):
        for j in range(total + 1):
            here = ways.pop((i, j), None)
            if here is None:
                continue
            if column.may_be_blank(i, here):
                price = column.price_of_blank(i)
                _offer(ways, (i + 1, j), [_Way(w.cost + price, w.worst, w.shares) for w in here])
            for share, off, price in column.cells_from(i, j):
                _offer(
                    ways,
                    (share.last + 1, share.end),
                    [_Way(w.cost + off + price, max(w.worst, off), (*w.shares, share)) for w in here],
                )
    found = ways.get((count, total))
    if not found:
        return None
    best = found[0]
    rival = found[1].cost if len(found) > 1 else float("inf")
    return Division(best.shares, best.cost, rival, best.worst)


@dataclass(frozen=True, slots=True)
class _Column:
    """The rows and lines of one column: which cells may begin where, and how likely each is."""

    rows: Sequence[float]
    lines: Sequence[float]
    em: float
    setting: Setting

    def may_be_blank(self, row: int, here: Sequence[_Way]) -> bool:
        """Whether the row may have no cell, on the ways that lead to it."""
        setting = self.setting
        if not setting.merged or row in setting.loners:
            return True
        return setting.open_top and all(way.shares == () for way in here)

    def price_of_blank(self, row: int) -> float:
        return 0.0 if self.setting.merged or row in self.setting.loners else _BLANK * self.em

    def cells_from(self, row: int, begin: int) -> Iterator[tuple[Share, float, float]]:
        """The cells that may begin at a row with line `begin`: how far off their lines stand, and what else they cost."""
        rows, lines, em, setting = self.rows, self.lines, self.em, self.setting
        following = rows[row + 1] if row + 1 < len(rows) else None
        for end in range(begin + 1, min(len(lines), begin + _MOST_LINES) + 1):
            if end - begin > 1 and lines[end - 1] - lines[end - 2] > _PITCH * em:
                break
            if following is not None and not setting.merged and lines[begin] > following + 0.5 * em:
                break
            if setting.from_top and following is not None and lines[end - 1] > following - 0.5 * em:
                break
            middle = lines[begin] if setting.from_top else (lines[begin] + lines[end - 1]) / 2
            cut = setting.open_bottom and end == len(lines)
            for last in self._last_rows(row, middle, cut):
                off = self._off(row, last, middle, cut)
                if off <= _SLACK * em:
                    share = Share(row, last, begin, end)
                    yield share, off, self._price_of_merge(share)

    def _off(self, first: int, last: int, middle: float, cut: bool) -> float:
        """How far the middle of the lines is from the middle of the rows, weighed by which way it is off."""
        rows, bounds = self.rows, self.setting.bounds
        aim = rows[first] if last == first else (bounds[first] + bounds[last + 1]) / 2
        off = abs(middle - aim)
        if cut and last == len(rows) - 1 and bounds[first] - 0.3 * self.em < middle < aim:
            return min(off, _CUT * self.em)
        if middle > aim:
            return off * _LOW  # programs that set a cut cell wrongly set it too high
        return off

    def _price_of_merge(self, share: Share) -> float:
        count = share.last - share.first
        price = _MERGE * self.em * count
        if count and share.end - share.begin == count + 1 and self._each_on_its_row(share):
            price += self.em  # as many lines as rows, each on one: they are cells of their own
        return price

    def _each_on_its_row(self, share: Share) -> bool:
        return all(
            abs(self.rows[share.first + n] - self.lines[share.begin + n]) < 0.15 * self.em
            for n in range(share.end - share.begin)
        )

    def _last_rows(self, first: int, middle: float, cut: bool) -> list[int]:
        """The rows with which a cell that begins at row `first` and has its text around `middle` may end."""
        if not self.setting.merged:
            return [first]
        count, bounds, loners, slack = (
            len(self.rows),
            self.setting.bounds,
            self.setting.loners,
            _SLACK * self.em,
        )
        found = []
        for last in range(first, count):
            if last in loners and last != first:
                break
            aim = (bounds[first] + bounds[last + 1]) / 2
            if aim > middle + slack:
                break
            if aim >= middle - slack:
                found.append(last)
        if cut and count - 1 not in found and not any(last >= first for last in loners):
            found.append(count - 1)
        return found


def _offer(ways: dict[tuple[int, int], list[_Way]], key: tuple[int, int], offers: list[_Way]) -> None:
    """Keep the cheapest few ways to reach a state."""
    kept = ways.setdefault(key, [])
    kept += offers
    if len(kept) > 1:
        kept.sort(key=lambda way: way.cost)
        del kept[_KEPT:]
