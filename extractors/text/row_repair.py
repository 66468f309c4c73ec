"""Rows with a cell too few or too many put straight where the columns' types leave one way only.

What belongs here: a blank that recognition lost or doubled, so that values stand a column off. What does not: wrapped
cells (`tabbed_tables`), and guesses: a row that can't be put straight in one way only stays as it is and is reported.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from extractors.model import Place, Problem
from extractors.printed.line_wraps import fold
from extractors.printed.no_value import is_no_value
from extractors.printed.numbers import parse_figure
from extractors.tables.row_kinds import is_sum_label
from extractors.text.text_regions import TextCell, TextRow, filled, is_value

_MIN_EVIDENCE = 4
_ALWAYS = 0.8  # of the rows fill a column that is never left blank


def straightened(rows: Sequence[TextRow]) -> tuple[list[TextRow], list[Problem]]:
    """The rows, all mended that can be, and a problem for each row that had another number of cells than it should."""
    counts = Counter(len(row) for row in rows)
    width, times = counts.most_common(1)[0]
    if times < _MIN_EVIDENCE:
        return list(rows), []
    # Rows of words only are headings, perhaps repeated on each page.
    whole = [row for row in rows if len(row) == width and any(is_value(cell.text) for cell in row)]
    types = [_column_type([row[j].text for row in whole]) for j in range(width)]
    always = [_share_filled(whole, j) >= _ALWAYS for j in range(width)]
    body = next((i for i, row in enumerate(rows) if any(is_value(cell.text) for cell in row)), 0)
    out: list[TextRow] = list(rows[:body])
    problems: list[Problem] = []
    for row in rows[body:]:
        size = _used(row)
        misfits = _misfits(types, row) + sum(always[size:])
        if (
            misfits == 0
            or len(filled(row)) <= 1
            or not any(is_value(cell.text) for cell in row)
            or is_sum_label(filled(row)[0])
        ):
            # Only blanks at the end are missing, or a label runs over the first cells.
            out.append(row)
            continue
        mended = _candidates(types, always, row)
        if len(mended) == 1:
            out.append(mended[0])
            fate = "its values were put in their columns"
        else:
            out.append(row)
            fate = "its values may stand in wrong columns"
            if size == width or len(row) == width:
                continue  # an odd value, such as 无需排查 in a column of counts
        message = f"the row {_name(row)} has {size} cells where others have {width}: {fate}"
        problems.append(Problem("ragged_row", message, Place(line=row[0].line)))
    return out, problems


def _share_filled(rows: Sequence[TextRow], column: int) -> float:
    texts = [row[column].text for row in rows if len(filled(row)) > 1]
    return sum(1 for text in texts if fold(text)) / max(1, len(texts))


def _used(row: TextRow) -> int:
    """How many cells a row has without the blanks at its end."""
    return max((j + 1 for j, cell in enumerate(row) if fold(cell.text)), default=0)


def _candidates(types: Sequence[str], always: Sequence[bool], row: TextRow) -> list[TextRow]:
    """The ways to put blanks in or take them out at one place, such that every value fits its column."""
    blank = TextCell("", row[0].line)
    size, width = _used(row), len(types)
    ways: list[TextRow] = []
    for gap in range(1, width - size + 1):
        rest = width - size - gap
        ways += [(*row[:j], *[blank] * gap, *row[j:size], *[blank] * rest) for j in range(size + 1)]
    for gap in range(max(1, size - width), 3):
        rest = max(0, width - size + gap)
        ways += [
            (*row[:j], *row[j + gap : size], *[blank] * rest)
            for j in range(size - gap)
            if all(not fold(cell.text) for cell in row[j : j + gap]) and all(always[j : j + gap])
        ]
    fitting = [way for way in ways if _misfits(types, way) == 0]
    different: dict[tuple[str, ...], TextRow] = {}
    for way in fitting:
        different.setdefault(tuple(fold(cell.text) for cell in way), way)
    return list(different.values())


def _type(text: str) -> str:
    if is_no_value(text):
        return "blank"
    figure = parse_figure(text)
    return "word" if figure is None else "percent" if figure.unit == "%" else "number"


def _column_type(texts: Sequence[str]) -> str:
    """The type that nearly all printed cells of a column have, else `blank`, which fits anything."""
    counts = Counter(kind for text in texts if (kind := _type(text)) != "blank")
    if counts.total() < _MIN_EVIDENCE - 1:
        return "blank"
    kind, times = counts.most_common(1)[0]
    return kind if times >= 0.8 * counts.total() else "blank"


def _misfits(types: Sequence[str], row: Sequence[TextCell]) -> int:
    wrong = 0
    for j, cell in enumerate(row):
        kind = _type(cell.text)
        if kind == "blank" or (j == 0 and kind == "word"):
            continue  # a label may stand in the column of the running numbers
        if j >= len(types) or (types[j] != "blank" and types[j] != kind):
            wrong += 1
    return wrong


def _name(row: TextRow) -> str:
    return " ".join(filled(row)[:2])
