"""Tables that lost their rows: one cell after the other, each on a line of its own.

What belongs here: finding how many columns such a stream of cells has, by running numbers or by the columns'
types. What does not: where in a text a stream stands (`flattened_tables`), how its cells are marked (`piped_tables`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.printed.line_wraps import fold, join_lines
from extractors.tables.row_kinds import SEQUENCE_HEADS, is_sum_label
from extractors.text.rows.counted_rows import counts_something, kind_of
from extractors.text.text_regions import TextCell, TextRow, is_value, is_word

_MAX_WIDTH = 40
_MAX_HEADING = 4  # rows
_MAX_COVERED = 3
_MAX_BROKEN_WORDS = 2


def rows_of_stream(cells: Sequence[TextCell]) -> list[TextRow]:
    """The rows of a stream whose first cell is the first heading word; [] if no number of columns fits.

    Every cell ends up in a row. Cells that a merged cell covers may be missing at the beginning of a row, and
    blanks at the end of the last one.
    """
    counted = by_running_numbers(cells)
    if counted and counted[1] == len(cells):
        return counted[0]
    best: list[TextRow] = []
    for width in range(2, min(_MAX_WIDTH, len(cells) // 2) + 1):
        rows = _with_width(cells, width)
        if rows and (not best or _missing(rows) < _missing(best)):
            best = rows
    return best


def by_running_numbers(cells: Sequence[TextCell]) -> tuple[list[TextRow], int] | None:
    """(rows, how many cells they take) by the running numbers 1, 2, 3 at equal distance under 序号, or None."""
    if not cells or fold(cells[0].text) not in SEQUENCE_HEADS:
        return None
    first = next((k for k in range(2, len(cells)) if fold(cells[k].text) == "1"), None)
    if first is None or first > _MAX_HEADING * _MAX_WIDTH:
        return None
    width, count = 0, 0
    for candidate in range(2, min(_MAX_WIDTH, first) + 1):
        n = 0
        while first + n * candidate < len(cells) and fold(cells[first + n * candidate].text) == str(n + 1):
            n += 1
        if first + n * candidate > len(cells):
            n -= 1
        if n > count:
            width, count = candidate, n
    if count < 2:
        return None
    rows = _heading(cells[:first], width)
    if not rows:
        return None
    body = [tuple(cells[first + n * width : first + (n + 1) * width]) for n in range(count)]
    if _has_slipped(body):
        return None
    rows += body
    used = first + count * width
    while total := _total_row(cells[used:], width):
        rows.append(total[0])
        used += total[1]
    return rows, used


def _has_slipped(rows: Sequence[TextRow]) -> bool:
    """Whether a row lost a cell, so that the next row's number stands at its end, or its cells in other columns."""
    if fold(rows[-1][-1].text) == str(len(rows) + 1) and kind_of(rows[0][-1].text) != "number":
        return True
    kinds = [_column_type([kind_of(row[j].text) for row in rows]) for j in range(len(rows[0]))]
    return any(
        sum(kind_of(cell.text) not in ("blank", kind) for cell, kind in zip(row, kinds, strict=True) if kind)
        >= 2
        for row in rows
    )


def _column_type(types: Sequence[str]) -> str:
    """What most cells of a column are; "" where there is no most."""
    counts = Counter(kind for kind in types if kind != "blank")
    if not counts:
        return ""
    kind, times = counts.most_common(1)[0]
    return kind if 3 * times >= 2 * counts.total() else ""


def _heading(cells: Sequence[TextCell], width: int) -> list[TextRow]:
    """The heading rows, or [] if the words don't make any.

    With blanks among them the rows are whole. Without, one row is made: a word in brackets goes on in the one before
    it, and so may half a word; words that repeat belong to groups, which a stream without blanks doesn't tell.
    """
    if any(is_value(cell.text) and fold(cell.text) for cell in cells):
        return []
    if len(cells) % width == 0:
        return [tuple(cells[k : k + width]) for k in range(0, len(cells), width)]
    words = [cell for cell in cells if fold(cell.text)]
    if len(words) < width:
        return []
    while len(words) > width:
        k = next((k for k in range(1, len(words)) if re.match(r"[(（]", words[k].text)), None)
        if k is None:
            repeated = len({fold(word.text) for word in words}) < len(words)
            if repeated or len(words) > width + _MAX_BROKEN_WORDS:
                return []
            # The shortest neighbours are most likely one word in two lines.
            k = min(range(2, len(words)), key=lambda k: len(words[k - 1].text) + len(words[k].text))
        words[k - 1 : k + 1] = [TextCell(join_lines((words[k - 1].text, words[k].text)), words[k - 1].line)]
    return [tuple(words)]


def _total_row(cells: Sequence[TextCell], width: int) -> tuple[TextRow, int] | None:
    """A row of totals right after the numbered rows, whose label runs over the first cells."""
    label = next((k for k, cell in enumerate(cells[:3]) if fold(cell.text) and not is_value(cell.text)), None)
    if label is None or not is_sum_label(cells[label].text):
        return None
    whole = cells[:width]
    if len(whole) == width and any(not fold(cell.text) for cell in whole):
        return tuple(whole), width  # blanks are marked, so the row is complete
    if label:
        return (tuple(whole), width) if len(whole) == width else None
    values = 0
    while values < min(width - 1, len(cells) - 1) and is_value(cells[1 + values].text):
        values += 1
    if not values:
        return None
    blank = [TextCell("", cells[0].line)] * (width - 1 - values)
    return (cells[0], *blank, *cells[1 : 1 + values]), 1 + values


# --- by the columns' types


def _with_width(cells: Sequence[TextCell], width: int) -> list[TextRow]:
    if not all(is_word(cell.text) for cell in cells[:width]):
        return []
    types = [kind_of(cell.text) for cell in cells[width : 2 * width]]
    if "word" not in types[:2] and types[0] != "number":
        return []
    if not any(kind in ("number", "percent") for kind in types):
        return []
    rows: list[TextRow] = [tuple(cells[:width]), tuple(cells[width : 2 * width])]
    position = 2 * width
    while position < len(cells):
        rest = len(cells) - position
        row = None
        for covered in range(min(_MAX_COVERED, width - 1) + 1):
            size = min(width - covered, rest)
            if size < width - covered and position + size < len(cells):
                continue
            piece = cells[position : position + size]
            if _fits(types[covered : covered + size], piece) and (size > 1 or width <= 2):
                blank = [TextCell("", piece[0].line)] * covered
                row = (*blank, *piece, *[TextCell("", piece[-1].line)] * (width - covered - size))
                position += size
                break
        if row is None:
            return []
        rows.append(row)
        types = [old if old != "blank" else kind_of(cell.text) for old, cell in zip(types, row, strict=True)]
    return rows if len(rows) >= 2 else []


def _fits(types: Sequence[str], cells: Sequence[TextCell]) -> bool:
    found = [kind_of(cell.text) for cell in cells]
    pairs = list(zip(types, found, strict=True))
    if not all(kind == "blank" or wanted == "blank" or kind == wanted for wanted, kind in pairs):
        return False
    return any(kind != "blank" and kind == wanted for wanted, kind in pairs)


@dataclass(frozen=True, slots=True)
class ExactRows:
    """A reading of a stream in which every row is whole and of the same kinds; `used` cells of it, the rest are words."""

    rows: tuple[TextRow, ...]
    used: int
    left_over: int


def exact_rows(cells: Sequence[TextCell], width: int) -> ExactRows | None:
    """The rows of a stream whose heading is its first `width` cells, or None."""
    heading = cells[:width]
    if len({fold(cell.text) for cell in heading}) < width or not all(is_word(cell.text) for cell in heading):
        return None
    kinds = ["blank"] * width
    rows: list[TextRow] = [tuple(heading)]
    position = width
    while position < len(cells):
        row = tuple(cells[position : position + width])
        found = [kind_of(cell.text) for cell in row]
        if len(row) == width and all(
            "blank" in (old, new) or old == new for old, new in zip(kinds, found, strict=True)
        ):
            kinds = [new if old == "blank" else old for old, new in zip(kinds, found, strict=True)]
            rows.append(row)
            position += width
        elif (total := _sum_row(cells[position:], kinds)) is not None:
            rows.append(total)
            position += sum(1 for cell in total if cell.text)
        else:
            break
    rest = cells[position:]
    if any(is_value(cell.text) for cell in rest) or not counts_something(rows[0], kinds):
        return None
    return ExactRows(tuple(rows), position, len(rest))


def _sum_row(cells: Sequence[TextCell], kinds: Sequence[str]) -> TextRow | None:
    """合计 and a figure for each column of figures: the cells that its label runs over are blank."""
    if not is_sum_label(cells[0].text):
        return None
    columns = [j for j, kind in enumerate(kinds) if kind in ("number", "percent") and j]
    figures = cells[1 : 1 + len(columns)]
    if len(figures) < len(columns) or any(
        kind_of(cell.text) not in ("blank", kinds[j]) for j, cell in zip(columns, figures, strict=True)
    ):
        return None
    row = [TextCell("", cells[0].line)] * len(kinds)
    row[0] = cells[0]
    for j, cell in zip(columns, figures, strict=True):
        row[j] = cell
    return tuple(row)


def _missing(rows: Sequence[TextRow]) -> int:
    """How many cells had to be thought blank, and how far the rows' number is from explaining the stream."""
    return sum(1 for row in rows for cell in row if not fold(cell.text))
