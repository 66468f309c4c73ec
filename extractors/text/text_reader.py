"""From the bytes of a plain-text bulletin to a `Document`.

What belongs here: cutting the text into tables and paragraphs. What does not: what stands around tables and how
they are assembled (`extractors.document.building`), where a table begins (the modules beside this one).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from extractors.document.building import Block, GridBlock, Source, build_document
from extractors.errors import UnreadableDocument
from extractors.files.text_encoding import decode
from extractors.model import Document, Place, Problem
from extractors.text.aligned_tables import aligned_region, separated_region
from extractors.text.contents_lists import contents_end
from extractors.text.flattened_tables import flattened_region
from extractors.text.paragraphs import Joiner
from extractors.text.piped_tables import piped_region
from extractors.text.rows.spaced_tables import spaced_region
from extractors.text.rows.unread_tables import unread_table
from extractors.text.source_lines import SourceLine, split_lines
from extractors.text.tabbed_tables import tabbed_region
from extractors.text.text_regions import Region

READER = "text"

# In the order of certainty: marks first, then running numbers and the same kinds in each row, then alignment.
_FINDERS: tuple[Callable[[Sequence[SourceLine], int], Region | None], ...] = (
    tabbed_region,
    piped_region,
    flattened_region,
    spaced_region,
    aligned_region,
    separated_region,
)
_MIN_CHINESE = 10
_MAX_TITLE_LINES = 8


def read_text(data: bytes) -> Document:
    """The document that a plain text holds.

    `Document.text` is the decoded text without its byte order mark and otherwise unchanged. Raises
    UnreadableDocument: `empty`, `not_text`, or `not_a_bulletin` for a text without Chinese.
    """
    decoded = decode(data)
    if sum(1 for character in decoded.text if "\u4e00" <= character <= "\u9fff") < _MIN_CHINESE:
        raise UnreadableDocument(
            "not_a_bulletin",
            "The text holds no Chinese prose and no table.",
            "Give the bulletin itself; a page that only links to it is not enough.",
        )
    problems = []
    if decoded.damaged:
        message = f"{decoded.damaged} characters could not be read as {decoded.encoding}."
        problems.append(Problem("encoding", message))
    lines = split_lines(decoded.text)
    blocks, found = blocks_of(lines)
    source = Source(
        data=data,
        media_type="text/plain",
        reader=READER,
        text=decoded.text,
        encoding=decoded.encoding,
        problems=[*problems, *found],
    )
    return build_document(blocks, source)


def blocks_of(lines: Sequence[SourceLine]) -> tuple[list[Block], list[Problem]]:
    """Paragraphs and grids in reading order, and what was odd about the grids."""
    joiner = Joiner(lines)
    blocks: list[Block] = []
    problems: list[Problem] = []
    prose: list[SourceLine] = []
    index = told = 0
    while index < len(lines):
        if not lines[index].is_blank and (listed := contents_end(lines, index)) > index:
            blocks.extend(joiner.paragraphs(prose))
            prose = []
            entries = joiner.paragraphs(lines[index:listed])
            blocks.extend(replace(entry, listed=True) for entry in entries)
            index = listed
            continue
        try:
            region = None if lines[index].is_blank or index < told else _region(lines, index)
        except MemoryError:
            raise
        except Exception as error:  # whatever is odd about one table must not cost the document
            problems.append(_failed(error, lines[index]))
            region = None
        if region is None:
            if index >= told and not lines[index].is_blank and (unread := _unread(lines, index)):
                told, problem = unread
                problems.append(problem)
            prose.append(lines[index])
            index += 1
            continue
        blocks.extend(joiner.paragraphs(prose))
        prose = []
        blocks.append(GridBlock(region.grid(), Place(line=lines[region.first].number)))
        problems.extend(region.problems)
        index = region.end
    blocks.extend(joiner.paragraphs(prose))
    return blocks, problems


def _region(lines: Sequence[SourceLine], index: int) -> Region | None:
    for find in _FINDERS:
        region = find(lines, index)
        if region is not None:
            return region
    return None


def _failed(error: Exception, line: SourceLine) -> Problem:
    return Problem(
        "table_failed",
        f"A table that may begin with “{line.text.strip()[:20]}” could not be read and was left as text: "
        f"{type(error).__name__}: {error}. Please report it with the document.",
        Place(line=line.number),
    )


def _unread(lines: Sequence[SourceLine], index: int) -> tuple[int, Problem] | None:
    """The stretch that looks like a table and is read as none; a title over a table that is read begins no such one."""
    found = unread_table(lines, index)
    if found is None:
        return None
    begins = (i for i in range(index + 1, min(found[0], index + _MAX_TITLE_LINES)) if not lines[i].is_blank)
    try:
        return None if any(_region(lines, i) for i in begins) else found
    except MemoryError:
        raise
    except Exception:  # told of where that line's turn comes
        return None
