"""Tables in a text whose every cell became a paragraph, without any mark.

What belongs here: where such a stream of short lines begins and ends. What does not: its columns (`cell_stream`).
"""

from __future__ import annotations

from collections.abc import Sequence

from extractors.printed.line_marks import is_page_number
from extractors.printed.line_wraps import fold
from extractors.tables.captions import attachment_marker
from extractors.tables.row_kinds import SEQUENCE_HEADS
from extractors.text.cell_stream import by_running_numbers, rows_of_stream
from extractors.text.source_lines import SourceLine
from extractors.text.text_regions import Region, TextCell, is_value, is_word

_MAX_CELLS = 4000
_MAX_CELL = 30
_MIN_ROWS = 3


def flattened_region(lines: Sequence[SourceLine], index: int) -> Region | None:
    """The flattened table that begins with the heading word at `index`, or None."""
    text = lines[index].text.strip()
    if not text or len(text) > _MAX_CELL or "\t" in text or not is_word(text):
        return None
    if fold(text) in SEQUENCE_HEADS:
        cells, indices = _cells(lines, index, longest=None)
        found = by_running_numbers(cells)
        if found is None:
            return None
        rows, used = found
        return Region(index, indices[used - 1] + 1, tuple(rows))
    return _by_types(lines, index)


def _cells(lines: Sequence[SourceLine], index: int, longest: int | None) -> tuple[list[TextCell], list[int]]:
    """The lines from `index` on as cells, with their indices, up to one that can't be a cell."""
    cells: list[TextCell] = []
    indices: list[int] = []
    for i in range(index, min(len(lines), index + 3 * _MAX_CELLS)):
        line = lines[i]
        if line.is_blank or is_page_number(line.text):
            continue
        text = line.text.strip()
        if "\t" in text or "|" in text or attachment_marker(text) is not None:
            break
        if longest is not None and (len(text) > longest or text[-1] in "。；;：:"):
            break
        cells.append(TextCell(text, line.number))
        indices.append(i)
    return cells, indices


def _by_types(lines: Sequence[SourceLine], index: int) -> Region | None:
    """Without running numbers: words, then rows of the same types, some of them values, to the end of the run."""
    following = next((line.text for line in lines[index + 1 :] if not line.is_blank), "")
    if not is_word(following.strip()) or len(following.strip()) > _MAX_CELL:
        return None
    cells, indices = _cells(lines, index, longest=_MAX_CELL)
    first_value = next((k for k, cell in enumerate(cells) if is_value(cell.text)), None)
    if first_value is None or first_value < 3 or len(cells) < 3 * _MIN_ROWS:
        return None
    values = sum(1 for cell in cells if is_value(cell.text))
    if values < 0.4 * len(cells):
        return None
    # What follows the table (a signature, a heading) is words only: try to end after the last value.
    last_value = max(k for k, cell in enumerate(cells) if is_value(cell.text))
    rows = rows_of_stream(cells[: last_value + 1])
    if len(rows) < _MIN_ROWS + 1 or any(not fold(cell.text) for row in rows[:-1] for cell in row):
        return None
    return Region(index, indices[last_value] + 1, tuple(rows))
