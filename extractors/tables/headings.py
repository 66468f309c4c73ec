"""The heading of a table: how many rows it takes, and the path of every leaf column.

What belongs here: depth and merged headings, told by the source or inferred from the blanks. What does not: words
that stand a column off (`heading_repair`), title rows and the body (`assembling`, `row_kinds`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractors.printed.line_wraps import fold
from extractors.printed.measure_words import IN_CELLS, alternatives
from extractors.printed.no_value import is_no_value
from extractors.printed.numbers import parse_figure
from extractors.tables.row_kinds import is_sum_label

Path = tuple[str, ...]

_MAX_DEPTH = 6
_UNIT = re.compile(rf"[(（]?(?:单位[:：])?(?:万|亿|千)?(?:[%％‰]|{alternatives(IN_CELLS)})[)）]?$")
_YEAR = re.compile(r"(?:19|20)\d\d$")
_NOT_NOISE = re.compile(r"[0-9A-Za-z%‰℃#*+/&\u3400-\u9fff\U00020000-\U0003ffff]")


def is_heading_noise(text: str) -> bool:
    """Whether a heading cell holds nothing that is printed there: a stray mark of OCR (`è` above 序号)."""
    folded = fold(text)
    return bool(folded) and _NOT_NOISE.search(folded) is None


def is_figure_like(text: str) -> bool:
    """Whether a cell holds a value rather than a heading word. A year (2021) is a heading word."""
    folded = fold(text)
    if not folded or _YEAR.match(folded):
        return False
    return parse_figure(text) is not None or is_no_value(text)


# --- merges told by the source


@dataclass(slots=True)
class Slot:
    """One place of the grid: its text, and which cell covers it. Nobody changes one; freezing would cost time."""

    text: str
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1

    def is_origin(self, row: int, column: int) -> bool:
        return self.row == row and self.column == column


def known_depth(slots: Sequence[Sequence[Slot]], told: int | None = None) -> int:
    """How many rows the heading takes where the merges are known.

    The fewest rows that no merged cell leaves downwards, and whose last row has no group without its parts.
    `told` is what the source says; it is taken if it cuts no merged cell.
    """
    rows = len(slots)
    if not rows:
        return 0
    if told is None and _is_body_row(
        [slot.text for slot in slots[0]], [slot.text for slot in slots[1]] if rows > 1 else None
    ):
        return 0
    if told:  # some pages mark the row of totals as heading, too
        told = next((i for i in range(1, min(told, rows)) if _holds_totals(slots[i], i)), told)
    depth = max(1, min(told or 1, rows))
    while depth < rows:
        bottom = max((slot.row + slot.row_span for row in slots[:depth] for slot in row), default=depth)
        if bottom > depth and bottom <= min(rows, _MAX_DEPTH + depth):
            figures = next((i for i in range(depth, bottom) if _holds_figures(slots[i], i)), bottom)
            if figures == depth:
                break  # cells of the heading (序号, 单位) reach down beside the first row of figures
            depth = figures
            continue
        last = slots[depth - 1]
        following = [slot.text for j, slot in enumerate(slots[depth]) if slot.is_origin(depth, j)]
        if told is None and _has_open_group(last, depth - 1) and _all_words(following):
            depth += 1
            continue
        if (
            told is None
            and following
            and all(_UNIT.match(fold(text)) for text in following if fold(text))
            and any(following)
        ):
            depth += 1
            continue
        break
    return min(depth, rows)


def _holds_figures(row: Sequence[Slot], index: int) -> bool:
    """Whether all that begins in a row are figures of the body, and no numbers of the columns (1, 2, 3)."""
    texts = [fold(slot.text) for j, slot in enumerate(row) if slot.is_origin(index, j) and fold(slot.text)]
    if len(texts) < 2 or not all(is_figure_like(text) for text in texts) or all(map(is_no_value, texts)):
        return False
    numbers = [int(text) for text in texts if text.isdecimal() and len(text) < 4]
    return not (len(numbers) == len(texts) and all(b == a + 1 for a, b in pairwise(numbers)))


def _holds_totals(row: Sequence[Slot], index: int) -> bool:
    """Whether a row is 合计 and figures."""
    texts = [fold(slot.text) for j, slot in enumerate(row) if slot.is_origin(index, j) and fold(slot.text)]
    return len(texts) > 1 and is_sum_label(texts[0]) and all(map(is_figure_like, texts[1:]))


def _has_open_group(row: Sequence[Slot], index: int) -> bool:
    return any(
        slot.column_span > 1 and slot.is_origin(index, j) and slot.column_span < len(row) and fold(slot.text)
        for j, slot in enumerate(row)
    )


def _all_words(texts: Sequence[str]) -> bool:
    filled = [text for text in texts if fold(text)]
    return len(filled) > 1 and not any(is_figure_like(text) for text in filled)


def known_paths(slots: Sequence[Sequence[Slot]]) -> list[Path]:
    """The path of each column through heading rows whose merges are known."""
    width = len(slots[0]) if slots else 0
    texts = [
        [slot.text if slot.is_origin(i, j) else "" for j, slot in enumerate(row)]
        for i, row in enumerate(slots)
    ]
    merged = any(slot.column_span > 1 or slot.row_span > 1 for row in slots for slot in row)
    if not merged and len(slots) > 1:
        return inferred_paths(texts)
    paths: list[Path] = []
    for j in range(width):
        path: list[str] = []
        for row in slots:
            text = row[j].text
            if fold(text) and not (path and fold(path[-1]) == fold(text)) and not is_heading_noise(text):
                path.append(text)
        paths.append(tuple(path))
    return paths


# --- merges inferred from the blanks


def inferred_depth(texts: Sequence[Sequence[str]]) -> int:
    """How many rows the heading takes where only blanks tell the merges.

    A further row belongs to the heading if it has no values and its words stand under blanks or in open
    groups (a group is open while the place to its right is blank), or if it has units only.
    """
    if not texts or _is_body_row(texts[0], texts[1] if len(texts) > 1 else None):
        return 0
    depth = 1
    while depth < min(len(texts) - 1, _MAX_DEPTH):
        row = texts[depth]
        filled = [j for j, text in enumerate(row) if fold(text)]
        if not filled or any(is_figure_like(row[j]) for j in filled):
            break
        if all(_UNIT.match(fold(row[j])) for j in filled):
            depth += 1
            continue
        open_ = sum(1 for j in filled if _is_open(texts, depth, j))
        # A word that slipped over its neighbour's column stands in a closed place; rows of the body have a label.
        slipped = not fold(row[0]) and 0 < len(filled) - open_ <= len(filled) // 3
        if not (open_ == len(filled) or slipped) or not _fills_a_gap(texts, depth, filled):
            break
        depth += 1
    return depth


def wrapped_row(texts: Sequence[Sequence[str]]) -> int | None:
    """The first row below the heading that only carries on its wrapped words, or None.

    Its words stand right under words that no group holds open, over columns of values, and it has no label of its own.
    """
    depth = inferred_depth(texts)
    if depth == 0 or depth + 1 >= len(texts):
        return None
    row, above = texts[depth], texts[depth - 1]
    filled = [j for j, text in enumerate(row) if fold(text)]
    if not filled or fold(row[0]) or any(is_figure_like(row[j]) or not fold(above[j]) for j in filled):
        return None
    body = [other for other in texts[depth + 1 :] if any(is_figure_like(text) for text in other)]
    if not body:
        return None
    over_values = sum(1 for j in filled if 2 * sum(is_figure_like(other[j]) for other in body) > len(body))
    return depth if 2 * over_values > len(filled) else None


def _is_open(texts: Sequence[Sequence[str]], depth: int, column: int) -> bool:
    """Whether a word at (depth, column) can belong to the heading above it."""
    for i in range(depth - 1, -1, -1):
        above = texts[i][column]
        if fold(above) and not is_heading_noise(above):
            if fold(above) == fold(texts[depth][column]):
                return True
            right = texts[i][column + 1] if column + 1 < len(texts[i]) else "end"
            left = texts[i][column - 1] if column else "start"
            return not fold(right) or fold(right) == fold(above) or fold(left) == fold(above)
    return True


def _fills_a_gap(texts: Sequence[Sequence[str]], depth: int, filled: Sequence[int]) -> bool:
    """One word at least must stand where the row above is blank or repeats its neighbour."""
    above = texts[depth - 1]
    for j in filled:
        if not fold(above[j]) or is_heading_noise(above[j]):
            return True
        if j and fold(above[j]) == fold(above[j - 1]):
            return True
    return False


def _is_body_row(row: Sequence[str], following: Sequence[str] | None) -> bool:
    """Whether the first row is already data: running number 1, or mostly values."""
    filled = [text for text in row if fold(text)]
    if not filled:
        return False
    values = sum(1 for text in filled if is_figure_like(text))
    first, second = fold(row[0]), fold(following[0]) if following is not None else ""
    if first.isdecimal() and second.isdecimal() and values > 1 and not _YEAR.match(first):
        return int(second) == int(first) + 1
    return values >= 0.5 * len(filled) and values > 1


def inferred_paths(texts: Sequence[Sequence[str]]) -> list[Path]:
    """The path of each column through heading rows whose merges are inferred from the blanks."""
    width = len(texts[0]) if texts else 0
    clean = [["" if is_heading_noise(text) else text for text in row] for row in texts]
    paths: list[Path] = [()] * width
    _descend(clean, 0, 0, width, (), paths)
    return paths


def _descend(
    texts: Sequence[Sequence[str]], row: int, start: int, end: int, prefix: Path, paths: list[Path]
) -> None:
    if row == len(texts):
        for j in range(start, end):
            paths[j] = prefix
        return
    starts = [j for j in range(start, end) if fold(texts[row][j])]
    # The same word again beside itself is the same merged cell written out.
    starts = [
        j for n, j in enumerate(starts) if not (n and starts[n - 1] == j - 1 and _same(texts[row], j - 1, j))
    ]
    first = starts[0] if starts else end
    if start < first:
        _descend(texts, row + 1, start, first, prefix, paths)
    for n, begin in enumerate(starts):
        stop = starts[n + 1] if n + 1 < len(starts) else end
        text = texts[row][begin]
        path = prefix if prefix and fold(prefix[-1]) == fold(text) else (*prefix, text)
        inner = begin + 1
        if stop - begin > 1 and not _has_word_below(texts, row, begin) and _has_word_below(texts, row, inner):
            # A word with nothing under it is a leaf of its own; what stands beside it has no group.
            _descend(texts, row + 1, begin, inner, path, paths)
            _descend(texts, row + 1, inner, stop, prefix, paths)
        else:
            _descend(texts, row + 1, begin, stop, path, paths)


def _same(row: Sequence[str], left: int, right: int) -> bool:
    return fold(row[left]) == fold(row[right])


def _has_word_below(texts: Sequence[Sequence[str]], row: int, column: int) -> bool:
    return any(fold(lower[column]) and not is_heading_noise(lower[column]) for lower in texts[row + 1 :])
