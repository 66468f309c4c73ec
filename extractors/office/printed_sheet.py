"""One sheet of a workbook as it is printed: texts, merges, what is hidden. The readers of workbooks fill it."""

from __future__ import annotations

from dataclasses import dataclass, field

from extractors.errors import UnreadableDocument
from extractors.model import CellDetails, Problem
from extractors.office.number_format import Value, stored_behind

MAX_CELLS = 2_000_000
_MOST_SHOWN = 80  # characters of a text that a message quotes


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged range, both ends included, from 0."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


@dataclass(slots=True)
class Sheet:
    """A visible sheet. `number` counts all sheets of the workbook from 1; rows and columns from 0.

    `details` has the few cells whose text does not say all: marks beside it, a sign that the format hides.
    """

    number: int
    name: str
    texts: dict[tuple[int, int], str] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    centred: set[tuple[int, int]] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    details: dict[tuple[int, int], CellDetails] = field(default_factory=dict)

    def add_details(self, at: tuple[int, int], value: Value, text: str, marks: tuple[str, ...] = ()) -> None:
        """Note what the print of a value does not say."""
        stored = stored_behind(value, text)
        if marks or stored is not None:
            self.details[at] = CellDetails(marks=marks, stored=stored)


def check_size(cells: int) -> None:
    if cells > MAX_CELLS:
        raise UnreadableDocument(
            "too_large",
            f"The workbook has more than {MAX_CELLS:,} cells.",
            "Split it, or check that it is a bulletin.",
        )


def centred_across(sheet: Sheet, across: set[tuple[int, int]]) -> list[Merge]:
    """Texts centred across the blank cells at their right, as merges: they print alike."""
    merges = []
    for row, column in sorted(across & sheet.texts.keys()):
        last = column
        while (row, last + 1) in across and (row, last + 1) not in sheet.texts:
            last += 1
        if last > column:
            merges.append(Merge(row, column, row, last))
    return merges


def hidden_sheet(name: str) -> Problem:
    return Problem("hidden_sheet", f"Sheet {name} is hidden and was not read.")


def struck_text(sheet: str, coordinate: str, text: str) -> Problem:
    message = f"Sheet {sheet}, {coordinate}: text struck through was not read: {text[:_MOST_SHOWN]}"
    return Problem("struck_text", message)


def unseen_text(sheet: str, coordinate: str, text: str, why: str) -> Problem:
    """What is said of a cell that nobody sees on the sheet; `why` says how it is hidden."""
    message = f"Sheet {sheet}, {coordinate}: {why}, so it was not read: {text[:_MOST_SHOWN]}"
    return Problem("hidden_text", message)
