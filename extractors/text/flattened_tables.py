"""Tables in a text whose every cell became a paragraph, without any mark.

What belongs here: where such a stream of short lines begins and ends. What does not: its columns (`cell_stream`).
"""

from __future__ import annotations

from collections.abc import Sequence

from extractors.printed.line_marks import is_page_number
from extractors.printed.line_wraps import fold
from extractors.tables.captions import attachment_marker
from extractors.tables.row_kinds import SEQUENCE_HEADS
from extractors.text.cell_stream import ExactRows, by_running_numbers, exact_rows
from extractors.text.rows.counted_rows import is_name_head
from extractors.text.rows.spaced_tables import TITLE
from extractors.text.source_lines import SourceLine
from extractors.text.text_regions import Region, TextCell, is_value, is_word

_MAX_CELLS = 4000
_MAX_CELL = 30
_MAX_TITLES = 4  # lines of words over the heading
_MAX_WIDTH = 40
_FEWEST_ROWS = 2  # below the heading


def flattened_region(lines: Sequence[SourceLine], index: int) -> Region | None:
    """The flattened table that begins with the heading word at `index`, or None."""
    text = lines[index].text.strip()
    if not text or len(text) > _MAX_CELL or "\t" in text or not is_word(text):
        return None
    if TITLE.match(text):
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
        if "\t" in text or "|" in text or attachment_marker(text) is not None or TITLE.match(text):
            break
        if longest is not None and (len(text) > longest or text[-1] in "。；;：:"):
            break
        cells.append(TextCell(text, line.number))
        indices.append(i)
    return cells, indices


def _by_types(lines: Sequence[SourceLine], index: int) -> Region | None:
    """Without running numbers: words, then whole rows of the same kinds, to the end of the run.

    Where the last column holds words, too, the same stream has as many readings as it has words before its figures;
    the one that begins with a head of names (单位) and leaves nothing over is right, and without one there is none.
    """
    following = next((line.text for line in lines[index + 1 :] if not line.is_blank), "")
    if not is_word(following.strip()) or len(following.strip()) > _MAX_CELL:
        return None
    cells, indices = _cells(lines, index, longest=_MAX_CELL)
    first_value = next((k for k, cell in enumerate(cells) if is_value(cell.text)), None)
    if first_value is None or first_value < 2:
        return None
    found = [
        (start, read)
        for start in range(min(_MAX_TITLES, first_value - 1))
        for width in range(2, min(_MAX_WIDTH, first_value - start) + 1)
        if (read := exact_rows(cells[start:], width)) and len(read.rows) > _FEWEST_ROWS
    ]
    if not found:
        return None
    best = max(map(_merit, found))
    chosen = [(start, read) for start, read in found if _merit((start, read)) == best]
    start, read = chosen[0]
    if len(chosen) > 1 or start or not best[0]:
        return None
    return Region(index, indices[read.used - 1] + 1, read.rows)


def _merit(found: tuple[int, ExactRows]) -> tuple[bool, bool]:
    """Whether a reading begins with a head of names, and whether it leaves no word over."""
    return is_name_head(found[1].rows[0][0].text), not found[1].left_over
