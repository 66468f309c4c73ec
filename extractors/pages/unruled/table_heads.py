"""The heading of a table without vertical rules: which words are one cell, and over which columns it stands.

The cells of the lowest row (the leaves) stand around one height. What stands over several of them is a group; where one
group ends and the next begins follows from each group's being centred over its columns.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from extractors.pages.page import Box
from extractors.pages.text_lines import join_wrapped
from extractors.pages.unruled.column_gaps import Columns
from extractors.pages.word_groups import Phrase
from extractors.printed.line_wraps import fold

_SAME = 0.42  # heights closer than this share of an em are one
_WRAP = 1.75  # lines of one heading cell are not further apart, em
_LONE_GROUP = 4.0  # points by which a group over a single column is less likely


@dataclass(slots=True)
class HeadCell:
    """A heading cell; rows count from 0 at the top."""

    text: str
    row: int
    column: int
    row_span: int
    column_span: int
    box: Box


@dataclass(slots=True)
class Heading:
    """The cells of a heading of `depth` rows, and what could not be decided."""

    depth: int
    cells: list[HeadCell]
    doubts: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Group:
    phrases: list[Phrase]
    first: int
    last: int

    @property
    def text(self) -> str:
        return _text(self.phrases)


def _text(phrases: Sequence[Phrase]) -> str:
    ordered = sorted(phrases, key=lambda p: (p.y, p.x0))
    return join_wrapped(
        [p.text.replace(" ", "") if p.text and p.text[0] > "\u2e7f" else p.text for p in ordered]
    )


def _box(phrases: Sequence[Phrase]) -> Box:
    return (
        min(p.x0 for p in phrases),
        min(p.y - 0.88 * p.em for p in phrases),
        max(p.x1 for p in phrases),
        max(p.y + 0.12 * p.em for p in phrases),
    )


def _middle(phrases: Sequence[Phrase]) -> float:
    return (phrases[0].y + phrases[-1].y) / 2


def read_heading(phrases: list[Phrase], columns: Columns, em: float) -> Heading:
    """The heading cells of the phrases above the body."""
    stacks: list[list[Phrase]] = [[] for _ in range(len(columns))]
    crossing: list[Phrase] = []
    for phrase in sorted(phrases, key=lambda p: p.y):
        if columns.crosses(phrase) or len(columns.hit(phrase)) > 1:
            crossing.append(phrase)
        else:
            stacks[columns.of(phrase)].append(phrase)
    if not crossing and _one_height(stacks, em):
        return _flat(stacks)
    best: Heading | None = None
    best_cost = float("inf")
    for height in _leaf_heights(stacks, em):
        found = _with_leaves_at(height, stacks, crossing, columns, em)
        if found is not None and found[1] < best_cost - 0.01:
            best, best_cost = found
    if best is not None:
        if best_cost > 1.2 * em * max(1, best.depth - 1):
            best.doubts.append(
                "The groups of the heading are not centred over any columns; their extent is a guess."
            )
        return best
    heading = _flat(stacks)
    for phrase in crossing:
        hit = columns.hit(phrase) or [columns.of(phrase)]
        heading.cells.append(HeadCell(phrase.text, 0, hit[0], 1, len(hit), _box([phrase])))
    if crossing:
        heading = _pushed_down(heading)
        heading.doubts.append("The heading could not be divided into groups and columns.")
    return heading


def _pushed_down(heading: Heading) -> Heading:
    groups = [c for c in heading.cells if c.column_span > 1]
    leaves = [c for c in heading.cells if c.column_span == 1]
    covered = {j for c in groups for j in range(c.column, c.column + c.column_span)}
    for cell in leaves:
        if cell.column in covered:
            cell.row = 1
        else:
            cell.row_span = 2
    return Heading(2, groups + leaves, heading.doubts)


def _one_height(stacks: list[list[Phrase]], em: float) -> bool:
    filled = [stack for stack in stacks if stack]
    if len(filled) < 2:
        return True
    for height in (_middle, lambda s: s[0].y, lambda s: s[-1].y):
        values = [height(stack) for stack in filled]
        if max(values) - min(values) <= 2 * _SAME * em:
            return True
    return False


def _flat(stacks: list[list[Phrase]]) -> Heading:
    cells = [HeadCell(_text(stack), 0, j, 1, 1, _box(stack)) for j, stack in enumerate(stacks) if stack]
    return Heading(1, cells)


def _leaf_heights(stacks: list[list[Phrase]], em: float) -> list[float]:
    """Heights around which at least two columns may have their leaf, the lowest first."""
    votes = sorted(((p.y + stack[-1].y) / 2 for stack in stacks for p in stack), reverse=True)
    heights: list[float] = []
    for vote in votes:
        if heights and heights[-1] - vote < _SAME * em * 0.5:
            continue
        supporters = sum(
            any(abs((stack[k].y + stack[-1].y) / 2 - vote) < _SAME * em for k in range(len(stack)))
            for stack in stacks
        )
        if supporters >= 2:
            heights.append(vote)
    return heights


@dataclass(slots=True)
class _Leaves:
    """The leaf of each column, whether it stands under groups (`grouped`), and the phrases above the leaves."""

    cells: list[list[Phrase]]
    grouped: list[bool]
    above: list[Phrase]


@dataclass(slots=True)
class _Block:
    """Neighbouring columns under groups, with the groups of each level, the outermost first."""

    first: int
    last: int
    levels: list[list[_Group]]


def _with_leaves_at(
    height: float, stacks: list[list[Phrase]], crossing: list[Phrase], columns: Columns, em: float
) -> tuple[Heading, float] | None:
    """The heading if the leaves under groups stand around `height`, with the distance of the groups from centred."""
    leaves = _leaves_at(height, stacks, crossing, em)
    if any(p.y > height - 0.3 * em for p in leaves.above):
        return None
    full = [j for j in range(len(stacks)) if not leaves.grouped[j] and stacks[j]]
    # A leaf that runs over all rows stands around the middle of the heading, higher than the leaves under groups.
    if any(_middle(stacks[j]) > height for j in full):
        return None
    divided = _blocks_of_groups(leaves, columns, em)
    if divided is None:
        return None
    blocks, cost = divided
    depth = max((len(block.levels) + 1 for block in blocks), default=1)
    if depth == 1:
        return None
    cells = [cell for block in blocks for cell in _cells_of(block, leaves, depth)]
    cells += [HeadCell(_text(leaves.cells[j]), 0, j, depth, 1, _box(leaves.cells[j])) for j in full]
    return Heading(depth, sorted(cells, key=lambda c: (c.row, c.column))), cost


def _leaves_at(height: float, stacks: list[list[Phrase]], crossing: list[Phrase], em: float) -> _Leaves:
    found = _Leaves([[] for _ in stacks], [False] * len(stacks), list(crossing))
    whole = _whole_middle(stacks, height, em)
    for j, stack in enumerate(stacks):
        found.cells[j] = stack
        if whole is not None and _is_wrapped_whole(stacks, j, whole, height, em):
            continue
        for k in range(len(stack) - 1, -1, -1):
            middle = (stack[k].y + stack[-1].y) / 2
            if abs(middle - height) < _SAME * em:
                found.cells[j], found.grouped[j] = stack[k:], True
                found.above += stack[:k]
                break
    return found


def _blocks_of_groups(leaves: _Leaves, columns: Columns, em: float) -> tuple[list[_Block], float] | None:
    """The groups over each block of columns, with their distance from centred; None if some phrase is over none or two."""
    cost = 0.0
    used: set[int] = set()
    blocks: list[_Block] = []
    for first, last in _blocks(leaves.grouped):
        left, right = columns.edges[first] - em, columns.edges[last + 1] + em
        inside = [p for p in leaves.above if left < p.middle < right]
        if any(id(p) in used for p in inside):
            return None
        used.update(id(p) for p in inside)
        names = [_text(leaves.cells[j]) for j in range(first, last + 1)]
        levels: list[list[_Group]] = []
        for level in _levels(inside, em):
            divided = _divide(level, first, last, columns, em, names)
            if divided is None:
                return None
            levels.append(divided[0])
            cost += divided[1]
        blocks.append(_Block(first, last, levels))
    return (blocks, cost) if len(used) == len(leaves.above) else None


def _cells_of(block: _Block, leaves: _Leaves, depth: int) -> list[HeadCell]:
    """The groups and leaves of a block; where it has fewer levels than the heading its outermost groups reach down."""
    missing = depth - 1 - len(block.levels)
    cells = [
        HeadCell(
            group.text,
            number + missing if number else 0,
            group.first,
            1 if number else 1 + missing,
            group.last - group.first + 1,
            _box(group.phrases),
        )
        for number, groups in enumerate(block.levels)
        for group in groups
    ]
    row = depth - 1 if block.levels else 0
    return cells + [
        HeadCell(_text(leaves.cells[j]), row, j, depth - row, 1, _box(leaves.cells[j]))
        for j in range(block.first, block.last + 1)
    ]


def _is_wrapped_whole(stacks: list[list[Phrase]], j: int, whole: float, height: float, em: float) -> bool:
    """Whether column j has a wrapped leaf over all heading rows, and no group over a leaf.

    Its lines are close together and stand as high as the leaves over all rows. A group over three columns stands so over
    the middle one, but then the columns beside it have leaves at `height`.
    """
    stack = stacks[j]
    if len(stack) < 2 or abs(_middle(stack) - whole) > _SAME * em:
        return False
    if any(b.y - a.y > _WRAP * em for a, b in pairwise(stack)):
        return False
    beside = [stacks[k] for k in (j - 1, j + 1) if 0 <= k < len(stacks)]
    return len(beside) < 2 or not all(any(abs(p.y - height) < _SAME * em for p in s) for s in beside)


def _whole_middle(stacks: list[list[Phrase]], height: float, em: float) -> float | None:
    """The height of leaves that stand over all heading rows: that of columns with no line at `height`."""
    middles = [
        _middle(s)
        for s in stacks
        if s and all(abs(p.y - height) > _SAME * em for p in s) and s[-1].y < height
    ]
    return median(middles) if middles else None


def _blocks(flags: list[bool]) -> list[tuple[int, int]]:
    blocks: list[tuple[int, int]] = []
    for j, flag in enumerate(flags):
        if flag and blocks and blocks[-1][1] == j - 1:
            blocks[-1] = (blocks[-1][0], j)
        elif flag:
            blocks.append((j, j))
    return blocks


def _levels(phrases: list[Phrase], em: float) -> list[list[list[Phrase]]]:
    """Group cells by level, the outermost first; each cell is its lines from top to bottom."""
    rows: list[list[Phrase]] = []
    for phrase in sorted(phrases, key=lambda p: p.y):
        if rows and phrase.y - rows[-1][0].y < _SAME * em:
            rows[-1].append(phrase)
        else:
            rows.append([phrase])
    levels: list[list[list[Phrase]]] = []
    for row in rows:
        cells = [[p] for p in sorted(row, key=lambda p: p.x0)]
        if (
            levels
            and len(levels[-1]) == len(cells)
            and row[0].y - levels[-1][0][-1].y < 1.6 * em
            and all(
                abs(above[-1].middle - cell[0].middle) < 0.6 * em
                for above, cell in zip(levels[-1], cells, strict=True)
            )
        ):
            for above, cell in zip(levels[-1], cells, strict=True):
                above += cell
        else:
            levels.append(cells)
    return levels


def _divide(
    cells: list[list[Phrase]], first: int, last: int, columns: Columns, em: float, leaves: list[str]
) -> tuple[list[_Group], float] | None:
    """Divide the columns first..last among the group cells, each centred over its own; with the distance from that."""
    count, width = len(cells), last - first + 1
    if count > width:
        return None
    middles = [sum(p.middle for p in cell) / len(cell) for cell in cells]
    edges = columns.edges
    infinite = float("inf")
    best = [[infinite] * (width + 1) for _ in range(count + 1)]
    back = [[0] * (width + 1) for _ in range(count + 1)]
    best[0][0] = 0.0
    for g in range(count):
        for begin in range(width):
            if best[g][begin] == infinite:
                continue
            for end in range(begin + 1, width + 1):
                middle = (edges[first + begin] + edges[first + end]) / 2
                cost = best[g][begin] + abs(middle - middles[g]) + (_LONE_GROUP if end - begin == 1 else 0.0)
                if cost < best[g + 1][end]:
                    best[g + 1][end], back[g + 1][end] = cost, begin
    if best[count][width] == infinite:
        return None
    cost, cuts = best[count][width], [width]
    for g in range(count, 0, -1):
        cuts.append(back[g][cuts[-1]])
    cuts.reverse()
    even = _even_cuts(count, width, leaves)
    if even is not None and even != cuts:
        even_cost = sum(
            abs((edges[first + a] + edges[first + b]) / 2 - m)
            for a, b, m in zip(even, even[1:], middles, strict=False)
        )
        if even_cost < cost + count * em:
            cost, cuts = even_cost, even
    groups = [
        _Group(cell, first + a, first + b - 1) for cell, a, b in zip(cells, cuts, cuts[1:], strict=False)
    ]
    return groups, cost


def _even_cuts(count: int, width: int, leaves: list[str]) -> list[int] | None:
    """The cuts when the same leaf names recur in every group."""
    if count < 2 or width % count:
        return None
    size = width // count
    names = [fold(name) for name in leaves]
    if size > 1 and all(names[k] == names[k % size] for k in range(width)):
        return list(range(0, width + 1, size))
    return None
