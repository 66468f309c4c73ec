"""Measure the readers of PDF tables: ours and its peers, on the same files in one run.

    python -m benchmarks.readers [FOLDER …] [--readers NAME,…] [--rounds N] [--json FILE]

A folder holds PDFs, each with its truth beside it as JSON: {"tables": [{"header": [path, …], "rows": [{"cells": […]}, …],
"merged_cont": [[row, column], …]}]}, where `merged_cont` (optional) lists cells that are blank or filled down alike.
Without a folder the fixtures of the project are read. Every reader works in a process of its own, warmed up with one file.

- cells: cells of the truth that stand, with the same text, in the right column of a row that the reader returned. Joining the
  pieces of a table over pages is granted.
- perfect: tables returned as one, every body row right and in order, nothing missing, nothing extra (leading heading rows and
  repeated ones granted to peers).
- paths: tables whose heading paths are all right; peers return none.
- pages/s: pages for each second of processor time, reading the file included: the median of the rounds, and the slowest
  one; MiB: largest memory of the process.
"""

from __future__ import annotations

import argparse
import io
import json
import logging
import multiprocessing
import resource
import statistics
import time
import unicodedata
import warnings
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures" / "pdf"
Rows = list[list[str]]


@dataclass
class Found:
    """A table as a reader returns it; `header` is None when it returns no paths."""

    rows: Rows
    header: list[list[str]] | None = None


@dataclass
class Score:
    """What one reader did with one folder."""

    reader: str
    folder: str
    tables: int
    cells: float
    perfect: float
    paths: float
    pages_per_second: float
    slowest: float
    megabytes: int
    errors: int


def ours(data: bytes) -> list[Found]:
    from extractors.pdf import read_pdf

    return [
        Found([list(row.texts) for row in table.rows], [list(path) for path in table.header])
        for table in read_pdf(data).tables
    ]


def pdfplumber(data: bytes) -> list[Found]:
    import pdfplumber as library

    with library.open(io.BytesIO(data)) as pdf:
        return [
            Found([[cell or "" for cell in row] for row in table])
            for page in pdf.pages
            for table in page.extract_tables()
        ]


def tablers(data: bytes) -> list[Found]:
    import tablers as library

    found: list[Found] = []
    document = library.Document(bytes=data)
    for page in document.pages():
        found += [
            Found([[cell.text if cell is not None else "" for cell in row.cells] for row in table.rows])
            for table in library.find_tables(page, extract_text=True)
        ]
    document.close()
    return found


def _camelot(flavor: str) -> Callable[[bytes], list[Found]]:
    def read(data: bytes) -> list[Found]:
        from camelot.io import read_pdf

        tables = read_pdf(io.BytesIO(data), pages="all", flavor=flavor, suppress_stdout=True)
        return [Found([[str(cell) for cell in row] for row in table.df.values.tolist()]) for table in tables]

    return read


READERS: dict[str, Callable[[bytes], list[Found]]] = {
    "tongbao": ours,
    "tablers": tablers,
    "pdfplumber": pdfplumber,
    "camelot stream": _camelot("stream"),
    "camelot lattice": _camelot("lattice"),
    "camelot hybrid": _camelot("hybrid"),
}


def fold(text: object) -> str:
    return "".join(unicodedata.normalize("NFKC", str(text or "")).split())


def _folded(rows: Iterable[Iterable[object]]) -> Rows:
    return [[fold(cell) for cell in row] for row in rows]


def cells_right(truth: Rows, loose: set[tuple[int, int]], found: Rows) -> int:
    """Cells of the truth in the best row of `found`, each row of which is used once."""
    right = 0
    free = set(range(len(found)))
    for i, row in enumerate(truth):
        best, at = 0, -1
        for k in free:
            other = found[k]
            if len(other) != len(row):
                continue
            same = sum(
                a == b or ((i, j) in loose and not b) for j, (a, b) in enumerate(zip(row, other, strict=True))
            )
            filled = any(a and a == b for a, b in zip(row, other, strict=True))
            if filled and same > best:
                best, at = same, k
                if same == len(row):
                    break
        right += best
        free.discard(at)
    return right


def is_perfect(truth: Rows, loose: set[tuple[int, int]], heads: set[str], found: Rows) -> bool:
    """Whether the rows are those of the truth; rows that hold words of the heading only are left out."""
    body = [row for row in found if any(row) and not all(not cell or cell in heads for cell in row)]
    return len(body) == len(truth) and all(
        len(row) == len(other)
        and all(
            a == b or ((i, j) in loose and not b) for j, (a, b) in enumerate(zip(row, other, strict=True))
        )
        for i, (row, other) in enumerate(zip(truth, body, strict=True))
    )


def measure(reader: str, folder: str, rounds: int) -> Score:
    """Read all files of a folder with one reader; only the first round is scored. Runs in a process of its own."""
    warnings.simplefilter("ignore")
    logging.disable(logging.ERROR)
    read = READERS[reader]
    files = sorted(Path(folder).glob("*.pdf"))
    tables = cells = right = perfect = paths = pages = errors = 0
    spent = [0.0] * rounds
    for number, path in enumerate(files):
        data = path.read_bytes()
        if number == 0:
            _quietly(read, data)
        begin = time.process_time()
        found = _quietly(read, data)
        spent[0] += time.process_time() - begin
        pages += _page_count(data)
        if found is None:
            errors, found = errors + 1, []
        pieces = [(_folded(piece.rows), piece.header) for piece in found]
        everything = [row for rows, _ in pieces for row in rows]
        for table in json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))["tables"]:
            truth = _folded(row["cells"] for row in table["rows"])
            loose = {(i, j) for i, j in table.get("merged_cont") or []}
            heads = {fold(word) for head in table["header"] for word in head} | {fold(table.get("title"))}
            tables += 1
            cells += sum(map(len, truth))
            right += cells_right(truth, loose, everything)
            perfect += any(is_perfect(truth, loose, heads, rows) for rows, _ in pieces)
            header = [[fold(word) for word in head] for head in table["header"]]
            paths += any(
                given is not None and [[fold(word) for word in head] for head in given] == header
                for _, given in pieces
            )
    for again in range(1, rounds):
        for path in files:
            data = path.read_bytes()
            begin = time.process_time()
            _quietly(read, data)
            spent[again] += time.process_time() - begin
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    share = 100 / max(1, tables)
    return Score(
        reader,
        Path(folder).name,
        tables,
        round(100 * right / max(1, cells), 2),
        round(share * perfect, 1),
        round(share * paths, 1),
        round(pages / (statistics.median(spent) or 1), 1),
        round(pages / (max(spent) or 1), 1),
        memory,
        errors,
    )


def _quietly(read: Callable[[bytes], list[Found]], data: bytes) -> list[Found] | None:
    try:
        return read(data)
    except ImportError:
        raise
    except Exception:  # a peer that fails on a file has found nothing in it; the failure is counted
        return None


def _page_count(data: bytes) -> int:
    import pypdfium2

    with pypdfium2.PdfDocument(data) as document:
        return len(document)


def _worker(reader: str, folder: str, rounds: int, results: Any) -> None:
    try:
        results.put(measure(reader, folder, rounds))
    except ImportError as error:
        results.put(str(error))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", nargs="*", type=Path, default=[FIXTURES])
    parser.add_argument("--readers", default=",".join(READERS))
    parser.add_argument("--rounds", type=int, default=1, help="how often each file is read, for the speed")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    context = multiprocessing.get_context("spawn")
    scores: list[Score] = []
    print(
        f"{'folder':14} {'reader':16} {'tables':>6} {'cells %':>8} {'perfect %':>9} {'paths %':>8} {'pages/s':>8} {'slowest':>8} {'MiB':>5}"
    )
    for folder in options.folders or [FIXTURES]:
        for reader in options.readers.split(","):
            results = context.Queue()
            process = context.Process(target=_worker, args=(reader, str(folder), options.rounds, results))
            process.start()
            score = results.get()
            process.join()
            if isinstance(score, str):
                print(f"{folder.name:14} {reader:16} not installed ({score})")
                continue
            scores.append(score)
            print(
                f"{score.folder:14} {score.reader:16} {score.tables:6} {score.cells:8.2f} {score.perfect:9.1f} "
                f"{score.paths:8.1f} {score.pages_per_second:8.1f} {score.slowest:8.1f} {score.megabytes:5}"
                + (f"  {score.errors} files failed" if score.errors else ""),
                flush=True,
            )
    if options.json:
        options.json.write_text(
            json.dumps([asdict(score) for score in scores], indent=1) + "\n", encoding="utf-8"
        )


if __name__ == "__main__":
    main()
