"""Formulas of an XLS whose results were never calculated: all of them are stored as 0.

Belongs here: finding the formulas of a BIFF stream and what is stored as their results, which xlrd hands over like any
other number. Not here: computing them (their tokens are not read), and the cells themselves (`xls_cells`).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from extractors.model import Problem

_BOUNDSHEET, _FORMULA, _EOF = 0x0085, 0x0006, 0x000A
_WORKSHEET = 0
_MOST_NAMED = 12

Cell = tuple[int, int, int]  # sheet, row and column, from 0


def uncalculated(data: bytes) -> frozenset[Cell]:
    """The cells with formulas, where every result of the workbook is 0; none where some formula came to something."""
    cells: set[Cell] = set()
    for cell, result in _formulas(_stream(data)):
        if result != 0.0:
            return frozenset()
        cells.add(cell)
    return frozenset(cells)


def uncalculated_told(sheet: str, names: list[str]) -> Problem:
    """What is said of the formulas of a sheet that have no result."""
    shown = ", ".join(names[:_MOST_NAMED]) + (" …" if len(names) > _MOST_NAMED else "")
    return Problem(
        "formula",
        f"Sheet {sheet}: all {len(names)} formulas of the workbook are stored as 0, so they were never calculated and their "
        f"results were not used: {shown}. Open the file in a spreadsheet program and save it.",
    )


def _stream(data: bytes) -> bytes:
    """The workbook's stream of records; empty where there is none."""
    import io

    from xlrd.compdoc import CompDoc, CompDocError

    try:
        document = CompDoc(data, logfile=io.StringIO())
        for name in ("Workbook", "Book"):
            memory, base, length = document.locate_named_stream(name)
            if memory:
                return bytes(memory[base : base + length])
    except (CompDocError, AssertionError, IndexError, struct.error):
        pass
    return b""


def _formulas(stream: bytes) -> Iterator[tuple[Cell, float | None]]:
    """The formulas of the worksheets with their results; None for one that is no number."""
    starts = [
        struct.unpack_from("<I", stream, at)[0]
        for kind, at, size in _records(stream, 0)
        if kind == _BOUNDSHEET and size >= 6 and stream[at + 5] == _WORKSHEET
    ]
    for sheet, start in enumerate(starts):
        for kind, at, size in _records(stream, start):
            if kind == _FORMULA and size >= 14:
                row, column, _, result = struct.unpack_from("<HHHd", stream, at)
                is_number = stream[at + 12 : at + 14] != b"\xff\xff"
                yield (sheet, row, column), result if is_number else None


def _records(stream: bytes, position: int) -> Iterator[tuple[int, int, int]]:
    """(kind, where its data begin, how long they are) of each record up to the end of the part."""
    while position + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, position)
        if kind == _EOF:
            return
        yield kind, position + 4, size
        position += 4 + size
