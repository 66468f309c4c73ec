"""Measure the structure of tables on the ICDAR-2013 competition set: F of adjacent cells.

    python -m benchmarks.adjacency FOLDER [--readers NAME,…]

FOLDER is the unpacked set: PDFs with `<name>-str.xml` beside them. Two cells with text are adjacent when nothing with text stands
between them in a row or a column; the measure compares the pairs (text, text, direction) of each table with those of the
best fitting table that the reader found on the page. F is averaged over documents (macro) and over all pairs (micro).
"""

from __future__ import annotations

import argparse
import io
import logging
import re
import time
import warnings
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

Pair = tuple[str, str, str]


@dataclass(frozen=True)
class Cell:
    """A cell with the first and last row and column that it covers."""

    text: str
    top: int
    bottom: int
    left: int
    right: int


Tables = dict[int, list[list[Cell]]]  # by page, from 1


def ours(path: Path) -> Tables:
    from extractors.pages.fragment_joining import TablePieces
    from extractors.pages.reading_order import read_contents
    from extractors.pdf.pdf_file import Limits, PdfFile

    found: Tables = defaultdict(list)
    with PdfFile(path.read_bytes(), Limits()) as file:
        contents = read_contents(file)
    for item in contents.items:
        if isinstance(item, TablePieces):
            for piece in item.fragments:
                found[piece.page].append(
                    [
                        Cell(c.text, c.row, c.row + c.row_span - 1, c.column, c.column + c.column_span - 1)
                        for c in piece.cells
                    ]
                )
    return found


def _grid(rows: list[list[str | None]]) -> list[Cell]:
    return [Cell(text or "", i, i, j, j) for i, row in enumerate(rows) for j, text in enumerate(row)]


def pdfplumber(path: Path) -> Tables:
    import pdfplumber as library

    with library.open(io.BytesIO(path.read_bytes())) as pdf:
        return {
            n: [_grid(table) for table in page.extract_tables()] for n, page in enumerate(pdf.pages, start=1)
        }


def _camelot(flavor: str) -> Callable[[Path], Tables]:
    def read(path: Path) -> Tables:
        from camelot.io import read_pdf

        found: Tables = defaultdict(list)
        for table in read_pdf(str(path), pages="all", flavor=flavor, suppress_stdout=True):
            found[int(table.page)].append(_grid(table.df.values.tolist()))
        return found

    return read


READERS: dict[str, Callable[[Path], Tables]] = {
    "tongbao": ours,
    "pdfplumber": pdfplumber,
    "camelot stream": _camelot("stream"),
    "camelot hybrid": _camelot("hybrid"),
}


def annotated(path: Path) -> Tables:
    """The tables that people marked in a document."""
    found: Tables = defaultdict(list)
    for region in etree.parse(str(path)).getroot().iter("region"):
        cells: list[Cell] = []
        for cell in region.findall("cell"):
            top, left = int(cell.get("start-row")), int(cell.get("start-col"))
            bottom, right = int(cell.get("end-row", top)), int(cell.get("end-col", left))
            cells.append(Cell(cell.findtext("content") or "", top, bottom, left, right))
        found[int(region.get("page"))].append(cells)
    return found


def fold(text: str) -> str:
    return re.sub(r"[^0-9a-z.,%$€£()\-+/&'\u0080-\uffff]", "", text.lower())


def pairs(cells: list[Cell]) -> Counter[Pair]:
    """The adjacent pairs of cells with text."""
    filled = [Cell(text, c.top, c.bottom, c.left, c.right) for c in cells if (text := fold(c.text))]
    found: Counter[Pair] = Counter()
    for cell in filled:
        beside: dict[int, Cell] = {}
        below: dict[int, Cell] = {}
        for other in filled:
            if other.left > cell.right:
                for row in range(max(cell.top, other.top), min(cell.bottom, other.bottom) + 1):
                    if row not in beside or other.left < beside[row].left:
                        beside[row] = other
            if other.top > cell.bottom:
                for column in range(max(cell.left, other.left), min(cell.right, other.right) + 1):
                    if column not in below or other.top < below[column].top:
                        below[column] = other
        found.update((cell.text, other.text, "beside") for other in set(beside.values()))
        found.update((cell.text, other.text, "below") for other in set(below.values()))
    return found


def compare(truth: Tables, found: Tables) -> tuple[int, int, int]:
    """(right, returned, true) numbers of pairs, each table compared with the one that fits best."""
    right = returned = true = 0
    for page in set(truth) | set(found):
        ours_, theirs = [pairs(c) for c in found.get(page, [])], [pairs(c) for c in truth.get(page, [])]
        returned += sum(p.total() for p in ours_)
        true += sum(p.total() for p in theirs)
        fits = sorted(((a & b).total(), i, j) for i, a in enumerate(ours_) for j, b in enumerate(theirs))
        used: tuple[set[int], set[int]] = (set(), set())
        for common, i, j in reversed(fits):
            if i not in used[0] and j not in used[1]:
                used[0].add(i)
                used[1].add(j)
                right += common
    return right, returned, true


def f_measure(right: int, returned: int, true: int) -> float:
    return 2 * right / (returned + true) if right else 0.0


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--readers", default=",".join(READERS))
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    logging.disable(logging.ERROR)
    documents = sorted(options.folder.rglob("*-str.xml"))
    print(f"{'reader':16} {'documents':>9} {'macro F':>8} {'micro F':>8} {'seconds':>8}")
    for reader in options.readers.split(","):
        each: list[float] = []
        sums = [0, 0, 0]
        spent = 0.0
        for truth in documents:
            path = truth.with_name(truth.name.replace("-str.xml", ".pdf"))
            if not path.exists():
                continue
            begin = time.process_time()
            try:
                found = READERS[reader](path)
            except Exception:  # a peer that fails has found nothing
                found = {}
            spent += time.process_time() - begin
            counts = compare(annotated(truth), found)
            each.append(f_measure(*counts))
            sums = [a + b for a, b in zip(sums, counts, strict=True)]
        macro = sum(each) / max(1, len(each))
        print(f"{reader:16} {len(each):9} {macro:8.3f} {f_measure(*sums):8.3f} {spent:8.1f}", flush=True)


if __name__ == "__main__":
    main()
