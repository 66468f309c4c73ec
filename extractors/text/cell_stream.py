"""Tables that lost their rows: one cell after the other, each on a line of its own.

What belongs here: finding how many columns such a stream of cells has, by running numbers or by the columns'
types. What does not: where in a text a stream stands (`flattened_tables`), how its cells are marked (`piped_tables`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.printed.line_wraps import fold, join_lines
from extractors.printed.no_value import is_no_value
from extractors.printed.numbers import parse_figure
from extractors.tables.row_kinds import SEQUENCE_HEADS, is_sum_label
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
    rows += [tuple(cells[first + n * width : first + (n + 1) * width]) for n in range(count)]
    used = first + count * width
    while total := _total_row(cells[used:], width):
        rows.append(total[0])
        used += total[1]
    return rows, used


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


def _type(text: str) -> str:
    """`blank` (fits any column), `percent`, `number` or `word`."""
    if is_no_value(text):
        return "blank"
    figure = parse_figure(text)
    if figure is None:
        return "word"
    return "percent" if figure.unit == "%" else "number"


def _with_width(cells: Sequence[TextCell], width: int) -> list[TextRow]:
    if not all(is_word(cell.text) for cell in cells[:width]):
        return []
    types = [_type(cell.text) for cell in cells[width : 2 * width]]
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
        types = [old if old != "blank" else _type(cell.text) for old, cell in zip(types, row, strict=True)]
    return rows if len(rows) >= 2 else []


def _fits(types: Sequence[str], cells: Sequence[TextCell]) -> bool:
    found = [_type(cell.text) for cell in cells]
    pairs = list(zip(types, found, strict=True))
    if not all(kind == "blank" or wanted == "blank" or kind == wanted for wanted, kind in pairs):
        return False
    return any(kind != "blank" and kind == wanted for wanted, kind in pairs)


def _missing(rows: Sequence[TextRow]) -> int:
    """How many cells had to be thought blank, and how far the rows' number is from explaining the stream."""
    return sum(1 for row in rows for cell in row if not fold(cell.text))
