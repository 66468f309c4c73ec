"""Tables whose cells are parted by vertical bars: Markdown tables, and pages saved with one cell on a line.

What belongs here: bars and separator rows. What does not: finding the rows in a stream of cells (`cell_stream`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from extractors.text.cell_stream import rows_of_stream
from extractors.text.source_lines import SourceLine
from extractors.text.text_regions import Region, TextCell, TextRow, filled, row_of

_SEPARATOR = re.compile(
    r"\s*[|+]?\s*:?[-=]{2,}:?\s*(?:[|+]\s*:?[-=]{2,}:?\s*)*[|+]?\s*$|\s*[\u2500-\u257f][\u2500-\u257f\s]*$"
)
_BAR = re.compile(r"(?<!\\)[|｜│┃║]")
_BARS = ("|", "｜", "│", "┃", "║")


def piped_region(lines: Sequence[SourceLine], index: int) -> Region | None:
    """The table with bars that begins at `index`, or None."""
    framed = _is_separator(lines[index].text) and index + 1 < len(lines)
    if not _BAR.search(lines[index + framed].text):
        return None
    end = index
    while end < len(lines) and (_BAR.search(lines[end].text) or _is_separator(lines[end].text)):
        end += 1
    block = [line for line in lines[index:end] if not _is_separator(line.text)]
    separated = len(block) < end - index
    before = 2 * sum(line.text.lstrip().startswith(_BARS) for line in block) >= len(block)
    behind = 2 * sum(line.text.rstrip().endswith(_BARS) for line in block) >= len(block)
    split = [_cells(line.text, before=before, behind=behind) for line in block]
    single = sum(1 for line in block if len(_cells(line.text)) <= 1)
    if len(block) >= 4 and single >= 0.8 * len(block):
        return _stream(lines, index, end, block)
    rows = [row_of(cells, line.number) for line, cells in zip(block, split, strict=True)]
    rows = [row for row in rows if filled(row)]
    wide = sum(1 for row in rows if len(row) >= 2)
    if wide < 2 or (not separated and wide < 0.8 * len(rows)):
        return None
    return Region(index, end, tuple(rows))


def _is_separator(text: str) -> bool:
    return any(rule in text for rule in "-=─━═") and _SEPARATOR.match(text) is not None


def _cells(text: str, *, before: bool = True, behind: bool = True) -> list[str]:
    """The cells of a line; `before` and `behind`: the table has bars at that edge, which part no blank cell off."""
    parts = [part.replace("\\|", "|").replace("<br>", " ").strip() for part in _BAR.split(text.strip())]
    if before and parts and not parts[0]:
        parts = parts[1:]
    if behind and len(parts) > 1 and not parts[-1] and text.rstrip().endswith(_BARS):
        parts = parts[:-1]
    return parts


def _stream(lines: Sequence[SourceLine], index: int, end: int, block: Sequence[SourceLine]) -> Region | None:
    """One cell on a line, each ended by a bar; a bar before the text begins a row where the page had one."""
    cells: list[TextCell] = []
    starts: list[int] = []
    for line in block:
        stripped = line.text.strip()
        parts = _cells(stripped)
        text = parts[0] if parts else ""
        if stripped.startswith(_BARS) and text:
            starts.append(len(cells))
        cells.append(TextCell(text, line.number))
    rows = _by_starts(cells, starts) or rows_of_stream(cells)
    return Region(index, end, tuple(rows)) if rows else None


def _by_starts(cells: Sequence[TextCell], starts: Sequence[int]) -> list[TextRow]:
    if len(starts) < 2 or starts[0] != 0:
        return []
    bounds = [*starts, len(cells)]
    rows = [tuple(cells[a:b]) for a, b in pairwise(bounds)]
    width = len(rows[0])
    return rows if width > 1 and all(len(row) <= width for row in rows) else []
