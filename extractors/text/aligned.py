"""Tables whose columns are aligned by runs of spaces, and comma-separated ones.

What belongs here: telling such a table from prose, and its columns by where the cells stand. What does not: its
heading (`extractors.assemble`).
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Sequence

from extractors.joining import fold
from extractors.labels import is_page_number
from extractors.text.lines import SourceLine, display_width
from extractors.text.region import Region, TextCell, TextRow, is_value, is_word, looks_like_table, row_of

_FIELD = re.compile(r"\S+(?:[ ]\S+)*")
_MIN_LINES = 3
_SENTENCE = re.compile(r"[。；]")


def aligned_region(lines: Sequence[SourceLine], index: int) -> Region | None:
    """The table aligned by two or more spaces (or full-width ones) that begins at `index`, or None."""
    if len(_fields(lines[index].text)) < 2:
        return None
    found: list[tuple[SourceLine, list[tuple[int, int, str]]]] = []
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
    counts = Counter(len(fields) for _, fields in found if len(fields) > 1)
    if len(found) < _MIN_LINES or not counts:
        return None
    width, times = counts.most_common(1)[0]
    if width < 2 or times < 0.5 * len(found) or times < 2:
        return None
    rows = _rows(found, width)
    return Region(index, end, tuple(rows)) if _is_plain(rows, width) else None


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


def _rows(found: Sequence[tuple[SourceLine, list[tuple[int, int, str]]]], width: int) -> list[TextRow]:
    spans = _columns([fields for _, fields in found if len(fields) == width], width)
    rows: list[TextRow] = []
    for line, fields in found:
        if len(fields) == width:
            rows.append(row_of([text for _, _, text in fields], line.number))
            continue
        places = [""] * width
        for start, end, text in fields:
            column = max(range(width), key=lambda j: _nearness(spans[j], (start, end)))
            places[column] = f"{places[column]} {text}".strip()
        rows.append(row_of(places, line.number))
    return rows


def _columns(rows: Sequence[Sequence[tuple[int, int, str]]], width: int) -> list[tuple[float, float]]:
    """Where each column stands: the middle extent of its cells in the full rows."""
    spans = []
    for j in range(width):
        starts = sorted(fields[j][0] for fields in rows)
        ends = sorted(fields[j][1] for fields in rows)
        spans.append((float(starts[len(starts) // 4]), float(ends[-1 - len(ends) // 4])))
    return spans


def _nearness(column: tuple[float, float], field: tuple[int, int]) -> float:
    overlap = min(column[1], field[1]) - max(column[0], field[0])
    if overlap > 0:
        return overlap
    return -abs((column[0] + column[1]) / 2 - (field[0] + field[1]) / 2)


def _is_plain(rows: Sequence[TextRow], width: int) -> bool:
    """Whether this is plainly a table: a heading of words, and a column of values in most rows below it."""
    if not looks_like_table(rows) or not is_word(
        next((cell.text for cell in rows[0] if fold(cell.text)), "")
    ):
        return False
    body = rows[1:]
    best = max(sum(1 for row in body if is_value(row[j].text)) for j in range(width))
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
    if len(rows) < _MIN_LINES or not _is_plain(rows, width):
        return None
    # A list inside a sentence has no short cells throughout.
    longest = max(len(cell.text) for row in rows for cell in row)
    return Region(index, end, tuple(rows)) if longest <= 60 and not any(map(_ends_open, rows[0])) else None


def _ends_open(cell: TextCell) -> bool:
    return bool(re.search(r"[，、；]$", cell.text))
