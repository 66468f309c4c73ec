"""Tables whose columns are aligned by runs of spaces, and comma-separated ones.

What belongs here: telling such a table from prose, and its columns by where the cells stand. What does not: its
heading (`extractors.tables.assembling`).
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Sequence

from extractors.printed.line_marks import is_page_number
from extractors.printed.line_wraps import fold
from extractors.text.rows.counted_rows import kind_of
from extractors.text.source_lines import SourceLine, display_width
from extractors.text.text_regions import (
    Region,
    TextCell,
    TextRow,
    is_value,
    is_word,
    looks_like_table,
    row_of,
)

_FIELD = re.compile(r"\S+(?:[ ]\S+)*")
_MIN_LINES = 3
_FieldLine = tuple[SourceLine, list[tuple[int, int, str]]]  # columns from 0, end exclusive, text
_SENTENCE = re.compile(r"[。；]")


def aligned_region(lines: Sequence[SourceLine], index: int) -> Region | None:
    """The table aligned by two or more spaces (or full-width ones) that begins at `index`, or None."""
    if len(_fields(lines[index].text)) < 2:
        return None
    found: list[_FieldLine] = []
    end = i = index
    while i < len(lines):
        line = lines[i]
        if line.is_blank or is_page_number(line.text):
            i += 1
            continue
        fields = _fields(line.text)
        if "\t" in line.text or "|" in line.text or _SENTENCE.search(line.text):
            break
        if len(fields) < 2 and not (found and _is_inside(lines, i)):
            break
        found.append((line, fields))
        i += 1
        end = i
    if len(found) < _MIN_LINES:
        return None
    rows = _rows(found)
    return Region(index, end, tuple(rows)) if rows and _is_plain(rows) else None


def _fields(text: str) -> list[tuple[int, int, str]]:
    """(first column, end column, text) of each field; fields are parted by two spaces or a full-width one."""
    widened = text.replace("\u3000", "  ").replace("\u00a0", " ")
    return [
        (display_width(widened[: match.start()]), display_width(widened[: match.end()]), match[0])
        for match in _FIELD.finditer(widened)
    ]


def _is_inside(lines: Sequence[SourceLine], index: int) -> bool:
    """A line of one field is inside a table if rows follow right after it."""
    following = lines[index + 1 : index + 2]
    return bool(following) and len(_fields(following[0].text)) >= 2 and len(lines[index].text.strip()) <= 30


def _rows(found: Sequence[_FieldLine]) -> list[TextRow]:
    """The rows by equal numbers of fields, else by the white space that runs down between the columns; [] if neither."""
    counts = {len(fields) for _, fields in found}
    if len(counts) == 1:
        return [row_of([text for _, _, text in fields], line.number) for line, fields in found]
    body = [fields for _, fields in found if any(is_value(text) for _, _, text in fields)]
    columns = _columns(body) if len(body) >= 2 else []
    if len(columns) < 2:
        return []
    rows: list[TextRow] = []
    for line, fields in found:
        places = [""] * len(columns)
        taken = -1
        for start, end, text in fields:
            column = max(range(len(columns)), key=lambda j: _nearness(columns[j], (start, end)))
            column = max(column, min(taken + 1, len(columns) - 1))
            if places[column] and (is_value(text) or is_value(places[column])):
                return []  # two figures, or a name and a figure, in one column: these are not the columns
            places[column] = f"{places[column]} {text}".strip()
            taken = column
        rows.append(row_of(places, line.number))
    return [] if any(_is_mixed([row[j].text for row in rows]) for j in range(len(columns))) else rows


def _is_mixed(texts: Sequence[str]) -> bool:
    """Whether a few percentages stand among counts, or counts among percentages: rows that lost a cell moved up."""
    kinds = Counter(kind_of(text) for text in texts)
    fewer, more = sorted((kinds["number"], kinds["percent"]))
    return 0 < 2 * fewer <= more


def _columns(rows: Sequence[Sequence[tuple[int, int, str]]]) -> list[tuple[int, int]]:
    """The extents of the columns: what is left between the gaps of two that no row of the body prints into."""
    used: set[int] = set()
    for fields in rows:
        for start, end, _ in fields:
            used.update(range(start, end))
    columns: list[tuple[int, int]] = []
    for place in sorted(used):
        if columns and place < columns[-1][1] + 2:
            columns[-1] = (columns[-1][0], place + 1)
        else:
            columns.append((place, place + 1))
    return columns


def _nearness(column: tuple[int, int], field: tuple[int, int]) -> float:
    overlap = min(column[1], field[1]) - max(column[0], field[0])
    if overlap > 0:
        return float(overlap)
    return -abs((column[0] + column[1]) / 2 - (field[0] + field[1]) / 2)


def _is_plain(rows: Sequence[TextRow]) -> bool:
    """Whether this is plainly a table: a heading of words, and a column of values in most rows below it."""
    if not looks_like_table(rows) or not is_word(
        next((cell.text for cell in rows[0] if fold(cell.text)), "")
    ):
        return False
    body = rows[1:]
    best = max(sum(1 for row in body if is_value(row[j].text)) for j in range(len(rows[0])))
    return best >= 0.6 * len(body) and best >= 2


def separated_region(lines: Sequence[SourceLine], index: int) -> Region | None:
    """The comma-separated table that begins at `index`, or None. Prose with commas has no lines of equal counts."""
    first = lines[index].text
    if first.count(",") < 2 or _SENTENCE.search(first):
        return None
    width = len(next(csv.reader([first])))
    rows: list[TextRow] = []
    end = index
    for line in lines[index:]:
        if line.is_blank or "\t" in line.text:
            break
        cells = next(csv.reader([line.text]))
        if len(cells) != width:
            break
        rows.append(row_of(cells, line.number))
        end += 1
    if len(rows) < _MIN_LINES or not _is_plain(rows):
        return None
    # A list inside a sentence has no short cells throughout.
    longest = max(len(cell.text) for row in rows for cell in row)
    return Region(index, end, tuple(rows)) if longest <= 60 and not any(map(_ends_open, rows[0])) else None


def _ends_open(cell: TextCell) -> bool:
    return bool(re.search(r"[，、；]$", cell.text))
