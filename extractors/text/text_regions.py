"""A stretch of lines that is a table.

What belongs here: what every way of printing a table in a text has in common. What does not: the ways.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractors.model import Place, Problem
from extractors.printed.line_wraps import fold, tidy
from extractors.printed.no_value import is_no_value
from extractors.printed.numbers import parse_figure
from extractors.tables.grid import Grid, GridCell
from extractors.tables.row_kinds import SEQUENCE_HEADS


@dataclass(frozen=True, slots=True)
class TextCell:
    """A cell as it stands in a text, with its source line."""

    text: str
    line: int


TextRow = tuple[TextCell, ...]


@dataclass(frozen=True, slots=True)
class Region:
    """Lines `first` to `end` (an index of lines, exclusive) are one table with these rows."""

    first: int
    end: int
    rows: tuple[TextRow, ...]
    problems: tuple[Problem, ...] = ()

    @property
    def width(self) -> int:
        return max((len(row) for row in self.rows), default=0)

    def grid(self) -> Grid:
        cells = tuple(
            GridCell(tidy(cell.text), i, j, place=Place(line=cell.line))
            for i, row in enumerate(self.rows)
            for j, cell in enumerate(row)
        )
        return Grid(len(self.rows), self.width, cells, spans_known=False)


def row_of(texts: Sequence[str], line: int) -> TextRow:
    """A row all of whose cells stand on one line."""
    return tuple(TextCell(text.strip(), line) for text in texts)


def filled(row: Sequence[TextCell]) -> list[str]:
    """The texts of a row that are not blank."""
    return [cell.text for cell in row if fold(cell.text)]


def is_value(text: str) -> bool:
    """Whether a cell holds a figure or says that there is none."""
    return bool(fold(text)) and (parse_figure(text) is not None or is_no_value(text))


def is_word(text: str) -> bool:
    """Whether a cell holds a text that could stand in a heading."""
    return bool(fold(text)) and not is_value(text)


def begins_heading(row: Sequence[TextCell]) -> bool:
    """Whether a row looks like the first row of a heading: words only, the first 序号 or all places filled."""
    texts = filled(row)
    if len(texts) < 2 or not all(is_word(text) for text in texts):
        return False
    return fold(texts[0]) in SEQUENCE_HEADS or (len(texts) == len(row) and len(texts) >= 3)


def same_texts(a: Sequence[TextCell], b: Sequence[TextCell]) -> bool:
    """Whether two rows print the same."""
    return [fold(cell.text) for cell in a if fold(cell.text)] == [
        fold(cell.text) for cell in b if fold(cell.text)
    ]


def looks_like_table(rows: Sequence[TextRow]) -> bool:
    """Whether rows are plainly a table: two at least, two columns, and values or several full rows."""
    full = [row for row in rows if len(filled(row)) >= 2]
    if len(rows) < 2 or len(full) < 2:
        return False
    return any(is_value(cell.text) for row in full[1:] for cell in row) or len(full) >= 3
