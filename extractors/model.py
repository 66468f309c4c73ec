"""What a reader returns: a `Document` of paragraphs and tables, each piece with its place.

Every reader (text, PDF, DOCX, web page, spreadsheet, OFD) fills the same plain objects, so nothing
downstream has to know the format. All of them are immutable and can be sent between processes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class RowKind(StrEnum):
    """What a body row of a table is."""

    DATA = "data"
    TOTAL = "total"  # 合计, 总计, or the place as a whole
    SUBTOTAL = "subtotal"  # 小计
    SECTION = "section"  # a heading inside the body, such as 公共服务单位
    REFERENCE = "reference"  # a higher level's row, for comparison


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is printed.

    `page` counts from 1. `box` is (x0, y0, x1, y1) in PDF points with the origin at the top left.
    `line` is the first source line, from 1, in texts and web pages.
    """

    page: int | None = None
    box: tuple[float, float, float, float] | None = None
    line: int | None = None


NOWHERE = Place()


@dataclass(frozen=True, slots=True)
class CellDetails:
    """What a reader knows of a cell beyond its text; most cells have none.

    `lines` are paragraphs stacked in the cell, two or more, where they are more than a wrap: figures under each
    other are never joined. `marks` are footnote marks that were printed raised behind the text (¹, ①, *) and are no
    part of it. `stored` is the number that a workbook holds behind the print.
    """

    lines: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    stored: float | None = None


PLAIN = CellDetails()


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table body, one for each leaf column.

    `text` is what is printed, without the line wraps of a narrow column; empty is "" and never 0.
    A cell merged over several columns or rows carries its text at its origin; the cells it covers
    are empty and have `covered` set, so that "blank" and "part of the cell above" stay apart.
    """

    text: str
    place: Place = Place()
    covered: bool = False
    details: CellDetails = PLAIN

    @property
    def lines(self) -> tuple[str, ...]:
        return self.details.lines

    @property
    def marks(self) -> tuple[str, ...]:
        return self.details.marks

    @property
    def stored(self) -> float | None:
        return self.details.stored


@dataclass(frozen=True, slots=True)
class Row:
    """A body row: as many cells as the table has leaf columns."""

    kind: RowKind
    cells: tuple[Cell, ...]

    @property
    def texts(self) -> tuple[str, ...]:
        return tuple(cell.text for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Table:
    """One table as its author meant it, however many pages it runs over.

    `header` has one path for each leaf column, from the outermost heading to the leaf.
    `caption` is a title row inside the grid, `notes_before` and `footnotes` are the lines around it.
    `as_of` is the table's own date; None means that the document's date holds.
    `paragraph_index` is the number of paragraphs that stand before the table.
    `reader` names who read it; `proofs` says what in the table itself proves the reading.
    """

    header: tuple[tuple[str, ...], ...]
    rows: tuple[Row, ...]
    attachment: int | None = None
    title: str | None = None
    caption: str | None = None
    notes_before: tuple[str, ...] = ()
    footnotes: tuple[str, ...] = ()
    as_of: date | None = None
    place: Place = Place()
    last_page: int | None = None
    paragraph_index: int = 0
    reader: str = ""
    proofs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range of code points of `Document.text`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of prose in reading order, joined over line wraps and page breaks.

    `text` is exactly the concatenation of `Document.text[span.start:span.end]` over `spans`.
    """

    text: str
    spans: tuple[Span, ...]
    place: Place = Place()

    def document_offset(self, index: int) -> int:
        """The code point of `Document.text` at which character `index` of this paragraph stands."""
        for span in self.spans:
            length = span.end - span.start
            if index < length:
                return span.start + index
            index -= length
        return self.spans[-1].end + index if self.spans else index


@dataclass(frozen=True, slots=True)
class Problem:
    """Something a person should look at: never dropped, shown for review."""

    kind: str
    message: str
    place: Place = Place()


@dataclass(frozen=True, slots=True)
class Front:
    """What a document says of itself, as printed; None where it says nothing.

    `place_name` is the place whose bulletin it is (南阳市, 殷都区), as printed.
    `as_of` is the date to which its figures run, `published_on` the date of issue.
    """

    title: str | None = None
    issuer: str | None = None
    document_number: str | None = None
    place_name: str | None = None
    published_on: date | None = None
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One document as read. `text` is its whole text; all character offsets count in it, from 0."""

    sha256: str
    media_type: str
    text: str
    paragraphs: tuple[Paragraph, ...]
    tables: tuple[Table, ...]
    front: Front = Front()
    encoding: str | None = None
    page_count: int | None = None
    links: tuple[str, ...] = ()
    metadata: dict[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
