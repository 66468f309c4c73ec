"""Tables as markup languages nest them (DOCX, HTML), and which of them are tables to a reader.

Both formats use tables for layout: a page frame, a letter head, a box around text. What belongs here:
telling these from tables of data when one stands inside another, and the text of a cell. What does
not: headings, titles, row kinds (`extractors.tables.assembling`), and what any leaf table means
(`extractors.document.building`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from extractors.document.building import Block, GridBlock, TextBlock
from extractors.model import NOWHERE, PLAIN, CellDetails, Place, Problem
from extractors.printed.line_wraps import join_lines, tidy
from extractors.printed.stacked_lines import stacked_lines
from extractors.tables.grid import Grid, GridCell, compacted

if TYPE_CHECKING:
    from extractors.text.source_lines import SourceLine
    from extractors.text.text_regions import Region

_FEWEST_CELLS = 8
_FEWEST_TAB_COLUMNS = 3
_FEWEST_TAB_ROWS = 3
_MAX_TITLES = 8  # paragraphs before a table that look like part of it
_LONGEST_ROW = 120
_SENTENCE = re.compile(r"[。；;！？，,]\s*(?:\D|$)|[:：]$")
_PARTED = re.compile(r"\S[ \u3000\u00a0]+\S")


@dataclass(frozen=True, slots=True)
class MarkupParagraph:
    """A paragraph as the markup delimits it; `text` may hold line breaks of the author.

    `preformatted` (`pre`): its blanks are meant, so that a table may be set by them. `marks` are footnote marks set
    raised behind words of it; they are no part of `text`.
    """

    text: str
    place: Place = NOWHERE
    centred: bool = False
    preformatted: bool = False
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MarkupCell:
    """A cell at its origin in the grid, with whatever stands in it."""

    row: int
    column: int
    row_span: int
    column_span: int
    blocks: tuple[MarkupBlock, ...]
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class MarkupTable:
    """A table element. `header_rows` is what the markup itself marks as heading (thead, tblHeader)."""

    row_count: int
    column_count: int
    cells: tuple[MarkupCell, ...]
    header_rows: int | None = None


MarkupBlock = MarkupParagraph | MarkupTable


@dataclass(frozen=True, slots=True)
class _Searched(TextBlock):
    """A paragraph of a text whose blanks are meant: its tables have been found."""


def flatten(blocks: Iterable[MarkupBlock], told: list[Problem] | None = None) -> list[Block]:
    """Blocks in reading order: layout tables dissolved, tables of data as grids.

    A table whose every cell or row became a paragraph, as in pages that were pasted as text, is put together again;
    `told` gets what looks like one and has no sure rows.
    """
    told = [] if told is None else told
    return _recovered(list(_flatten(blocks, told)), told)


def _recovered(blocks: list[Block], told: list[Problem]) -> list[Block]:
    out: list[Block] = []
    run: list[TextBlock] = []
    for block in [*blocks, None]:
        if isinstance(block, TextBlock) and not isinstance(block, _Searched):
            run.append(block)
            continue
        out.extend(_with_tables(run, told))
        run = []
        if block is not None:
            out.append(block)
    return out


def _with_tables(run: Sequence[TextBlock], told: list[Problem]) -> Iterator[Block]:
    """A run of paragraphs with the tables that their texts hold; the other texts tidied."""
    enough = len(run) >= _FEWEST_CELLS
    if not enough and not any("\t" in block.text or _may_be_row(block.text) for block in run):
        yield from run
        return
    from extractors.text.contents_lists import contents_end
    from extractors.text.rows.unread_tables import unread_table
    from extractors.text.source_lines import SourceLine

    lines = [SourceLine(number, 0, block.text) for number, block in enumerate(run, start=1)]
    index = passed = 0
    while index < len(run):
        listed = contents_end(lines, index)
        if listed > index:
            for block in run[index:listed]:
                yield replace(block, text=tidy(block.text.replace("\t", " ")), listed=True)
            index = listed
            continue
        region = _region(lines, run, index, enough=enough) if index >= passed else None
        if region is None:
            unread = unread_table(lines, index) if index >= passed else None
            ahead = range(index + 1, min(unread[0], index + _MAX_TITLES)) if unread else ()
            if unread and not any(_region(lines, run, i, enough=enough) for i in ahead):
                passed = unread[0]
                told.append(replace(unread[1], place=run[index].place))
            yield replace(run[index], text=tidy(run[index].text))
            index += 1
            continue
        grid = region.grid()
        cells = tuple(replace(cell, place=run[(cell.place.line or 1) - 1].place) for cell in grid.cells)
        yield GridBlock(replace(grid, cells=cells), run[region.first].place)
        index = region.end


def _region(
    lines: Sequence[SourceLine], run: Sequence[TextBlock], index: int, *, enough: bool
) -> Region | None:
    """The table that begins with the paragraph at `index`; one with a cell in each takes many paragraphs."""
    from extractors.text.flattened_tables import flattened_region
    from extractors.text.piped_tables import piped_region
    from extractors.text.rows.spaced_tables import spaced_region

    found = piped_region(lines, index) or flattened_region(lines, index) if enough else None
    return found or spaced_region(lines, index) or _set_by_tabs(lines, run, index)


def _may_be_row(text: str) -> bool:
    """Whether blanks part a short text that is no sentence: its blanks may part cells and are kept."""
    return len(text) <= _LONGEST_ROW and not _SENTENCE.search(text) and _PARTED.search(text) is not None


def _set_by_tabs(lines: Sequence[SourceLine], run: Sequence[TextBlock], index: int) -> Region | None:
    """Paragraphs that tabs part into the same number of cells: a table without being one."""
    from extractors.text.tabbed_tables import tabbed_region

    width = lines[index].text.count("\t") + 1
    if width < _FEWEST_TAB_COLUMNS:
        return None
    end = index
    while end < len(run) and lines[end].text.count("\t") + 1 == width:
        end += 1
    region = tabbed_region(lines[index:end], 0) if end - index >= _FEWEST_TAB_ROWS else None
    return region and replace(region, first=index, end=index + region.end)


def _flatten(blocks: Iterable[MarkupBlock], told: list[Problem]) -> Iterator[Block]:
    for block in blocks:
        if isinstance(block, MarkupParagraph) and block.preformatted and "\n" in block.text:
            yield from _preformatted(block, told)
        elif isinstance(block, MarkupParagraph):
            for line in block.text.split("\n"):
                stripped = line.strip(" \u3000\u00a0\r\t")
                text = stripped if "\t" in line.strip() or _may_be_row(stripped) else tidy(line)
                if text:
                    yield TextBlock(text, block.place, centred=block.centred)
        elif _is_layout(block):
            yield from _dissolve(block, told)
        elif block.cells:
            yield GridBlock(_grid(block))


def _preformatted(paragraph: MarkupParagraph, told: list[Problem]) -> Iterator[Block]:
    """Paragraphs and tables of a text whose blanks are meant, as in a plain text."""
    from extractors.text.source_lines import split_lines
    from extractors.text.text_reader import blocks_of

    def moved(place: Place) -> Place:
        first, line = paragraph.place.line, place.line
        return paragraph.place if first is None or line is None else Place(line=first + line - 1)

    blocks, problems = blocks_of(split_lines(paragraph.text))
    told.extend(replace(problem, place=moved(problem.place)) for problem in problems)
    for block in blocks:
        if isinstance(block, TextBlock):
            yield _Searched(tidy(block.text), moved(block.place))
        else:
            cells = tuple(replace(cell, place=moved(cell.place)) for cell in block.grid.cells)
            yield GridBlock(replace(block.grid, cells=cells), moved(block.place))


def cell_text(blocks: Sequence[MarkupBlock]) -> str:
    """The text of a cell: its lines joined as one, without the wraps of a narrow column."""
    return join_lines(_lines(blocks))


def _lines(blocks: Sequence[MarkupBlock]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, MarkupParagraph):
            yield from block.text.split("\n")
        else:
            for cell in block.cells:
                yield from _lines(cell.blocks)


def _details(blocks: Sequence[MarkupBlock]) -> CellDetails:
    """What the paragraphs of a cell say beyond its text."""
    lines = stacked_lines(lines) if len(lines := list(_lines(blocks))) > 1 else ()
    marks = tuple(mark for block in blocks if isinstance(block, MarkupParagraph) for mark in block.marks)
    return CellDetails(lines, marks) if lines or marks else PLAIN


def _grid(table: MarkupTable) -> Grid:
    cells = tuple(
        GridCell(
            text=cell_text(cell.blocks),
            row=cell.row,
            column=cell.column,
            row_span=cell.row_span,
            column_span=cell.column_span,
            place=cell.place,
            details=_details(cell.blocks),
        )
        for cell in table.cells
    )
    return compacted(
        Grid(
            table.row_count,
            table.column_count,
            _with_lone_cells_wide(cells, table.column_count),
            spans_known=True,
            header_rows=table.header_rows,
        )
    )


def _with_lone_cells_wide(cells: tuple[GridCell, ...], width: int) -> tuple[GridCell, ...]:
    """The only cell of a row goes over the whole table: authors leave out the `colspan` of titles and notes."""
    counts = Counter(row for cell in cells for row in range(cell.row, cell.row + cell.row_span))
    return tuple(
        replace(cell, column_span=width)
        if counts[cell.row] == 1 and cell.column == 0 and cell.row_span == 1
        else cell
        for cell in cells
    )


def _is_layout(table: MarkupTable) -> bool:
    """Whether a table only arranges what it holds.

    A table of data may have a small table in one of its cells; a layout table has most of its text in
    the tables and paragraphs inside it.
    """
    filled = [cell for cell in table.cells if cell_text(cell.blocks)]
    columns = {cell.column for cell in filled}
    if len(filled) <= 1 or len(columns) <= 1:
        return True
    nested = [cell for cell in filled if any(isinstance(block, MarkupTable) for block in cell.blocks)]
    sizes = {id(cell): len(cell_text(cell.blocks)) for cell in filled}
    total = sum(sizes.values())
    if nested:
        inside = sum(sizes[id(cell)] for cell in nested)
        if len(filled) < 6 or 5 * len(nested) > len(filled) or 2 * inside > total:
            return True
    # An article in a frame: one cell of a few holds several long paragraphs, most of all text.
    if len(filled) < 8:
        for cell in filled:
            paragraphs = [b for b in cell.blocks if isinstance(b, MarkupParagraph) and b.text.strip()]
            if len(paragraphs) >= 3 and sizes[id(cell)] > 300 and 10 * sizes[id(cell)] > 7 * total:
                return True
    return False


def _dissolve(table: MarkupTable, told: list[Problem]) -> Iterator[Block]:
    for cell in sorted(table.cells, key=lambda cell: (cell.row, cell.column)):
        yield from _flatten(cell.blocks, told)
