"""Tables whose cells are parted by tabs, one row on a line.

What belongs here: where such a table begins and ends, page breaks inside it, cells wrapped onto the next line.
What does not: its heading and rows' kinds (`extractors.tables.assembling`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from extractors.printed.line_marks import is_continued_mark, is_page_number
from extractors.printed.line_wraps import fold, join_lines
from extractors.tables.captions import attachment_marker, is_note_after, is_note_before
from extractors.text.row_repair import straightened
from extractors.text.source_lines import SourceLine
from extractors.text.text_regions import (
    Region,
    TextCell,
    TextRow,
    begins_heading,
    filled,
    is_value,
    is_word,
    looks_like_table,
    row_of,
    same_texts,
)

_MAX_LABEL = 40


def tabbed_region(lines: Sequence[SourceLine], index: int) -> Region | None:
    """The table of tabbed rows that begins at `index`, or None."""
    if "\t" not in lines[index].text or _is_indented(lines[index].text):
        return None
    rows: list[TextRow] = []
    end = i = index
    gap = False
    while i < len(lines):
        line = lines[i]
        if line.is_blank and "\t" not in line.text:
            gap = True
            i += 1
        elif "\t" in line.text:
            row = row_of(line.text.split("\t"), line.number)
            if rows and _opens_another(rows, row, lines, i, gap):
                break
            if filled(row):
                rows.append(row)
            gap = False
            i += 1
            end = i
        elif rows and (taken := _between(rows, lines, i, gap)):
            rows = taken
            gap = False
            i += 1
            end = i
        elif (
            rows and (is_page_number(line.text) or is_continued_mark(line.text)) and _tabbed_follows(lines, i)
        ):
            i += 1
        else:
            break
    rows, problems = straightened(_rejoined(rows))
    return Region(index, end, tuple(rows), tuple(problems)) if looks_like_table(rows) else None


def _is_indented(text: str) -> bool:
    """Whether the tabs of a line only indent it; a title row inside a table has its tabs behind it."""
    return text.startswith("\t") and "\t" not in text.strip(" \t\u3000") and not text.endswith("\t")


def _tabbed_follows(lines: Sequence[SourceLine], index: int) -> bool:
    following = next((line for line in lines[index + 1 :] if not line.is_blank), None)
    return following is not None and ("\t" in following.text or is_continued_mark(following.text))


def _opens_another(
    rows: Sequence[TextRow], row: TextRow, lines: Sequence[SourceLine], index: int, gap: bool
) -> bool:
    """Whether a row begins another table right under this one, without a title between."""
    if not begins_heading(row) or any(same_texts(row, earlier) for earlier in rows[:4]):
        return False
    if not any(is_value(cell.text) for earlier in rows for cell in earlier):
        return False
    following = next((line.text for line in lines[index + 1 :] if "\t" in line.text), "")
    values = sum(1 for text in following.split("\t") if is_value(text))
    if len(row) != len(rows[0]) and values:
        return True
    return gap and fold(row[0].text) == fold(rows[0][0].text) and values > 0


def _between(rows: list[TextRow], lines: Sequence[SourceLine], index: int, gap: bool) -> list[TextRow] | None:
    """The rows with a line without tabs taken in: the rest of a wrapped cell, or a heading inside the body.

    None if the line ends the table: it is a title, a note, prose, or no row follows.
    """
    line = lines[index]
    text = line.text.strip()
    if not _tabbed_follows(lines, index) or len(text) > _MAX_LABEL or "。" in text:
        return None
    if attachment_marker(text) is not None or is_note_before(text) or is_note_after(text):
        return None
    following = next(
        row_of(other.text.split("\t"), other.number) for other in lines[index + 1 :] if "\t" in other.text
    )
    if begins_heading(following) and not any(same_texts(following, earlier) for earlier in rows[:4]):
        return None
    last = rows[-1]
    next_is_adjacent = index + 1 < len(lines) and not lines[index + 1].is_blank
    width = max(map(len, rows))
    if not gap and next_is_adjacent and len(last) == width and len(last) > 1 and is_word(last[-1].text):
        wrapped = TextCell(join_lines((last[-1].text, text)), last[-1].line)
        return [*rows[:-1], (*last[:-1], wrapped)]
    if not gap and next_is_adjacent and len(last) < width:
        return [*rows, row_of([text], line.number)]  # `_rejoined` puts the pieces together
    if len(following) == width and not begins_heading(following):
        return [*rows, row_of([text, *[""] * (width - 1)], line.number)]
    return None


def _rejoined(rows: Sequence[TextRow]) -> list[TextRow]:
    """Rows that a wrapped cell broke into pieces put together: 2 cells and 3 more make a row of 4."""
    counts = Counter(len(row) for row in rows if len(row) > 1)
    if not counts:
        return list(rows)
    width = counts.most_common(1)[0][0]
    out: list[TextRow] = []
    i = 0
    while i < len(rows):
        row = rows[i]
        j = i
        while len(row) < width and j + 1 < len(rows) and len(row) + len(rows[j + 1]) - 1 <= width:
            following = rows[j + 1]
            if len(following) == width or not _is_broken(row, following):
                break
            joined = TextCell(join_lines((row[-1].text, following[0].text)), row[-1].line)
            row = (*row[:-1], joined, *following[1:])
            j += 1
        if j > i and len(row) == width:
            out.append(row)
            i = j + 1
        else:
            out.append(rows[i])
            i += 1
    return out


def _is_broken(row: TextRow, following: TextRow) -> bool:
    """Whether the last cell of one row and the first of the next can be one cell."""
    return is_word(row[-1].text) and (is_word(following[0].text) or not fold(following[0].text))
