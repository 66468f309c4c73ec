"""`tongbao extract`: documents to JSON or CSV on the screen or in a folder; no warehouse."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.home.terminal import error_line
from pipelines.ingest.worker_pool import SECONDS_PER_DOCUMENT, Stopped, each_apart

if TYPE_CHECKING:
    from extractors.model import Document, Place

_PROBLEMS_SHOWN = 20


def extract_files(
    files: Sequence[str], style: str, out: Path | None, *, seconds: float = SECONDS_PER_DOCUMENT
) -> int:
    """Write the tables of each file; return how many files failed. One that fails leaves the others.

    Each file has the limits of time and memory that `tongbao run` gives a document.
    """
    if out is not None:
        twice = [name for name, count in Counter(Path(file).name for file in files).items() if count > 1]
        if twice:
            raise ValueError(
                f"several files are called {twice[0]}; write them into different folders with --out"
            )
        out.mkdir(parents=True, exist_ok=True)
    failed = 0
    whole: list[object] = []
    for file, text, said in _rendered(files, style, seconds):
        for line in said:
            error_line(f"{file}: {line}")
        if text is None:
            failed += 1
        elif out is not None:
            target = out / f"{Path(file).name}.{style}"
            target.write_text(text, encoding="utf-8")
            print(target, file=sys.stderr)
        elif style == "json" and len(files) > 1:
            whole += json.loads(text)
        else:
            sys.stdout.write(text)
    if whole:
        json.dump(whole, sys.stdout, ensure_ascii=False, indent=1)
        sys.stdout.write("\n")
    return failed


def draw_pages(files: Sequence[str], folder: Path, *, seconds: float = SECONDS_PER_DOCUMENT) -> None:
    """Draw what was found on each page of the PDFs among `files`, a folder for each; say which have no pages."""
    jobs = [(file, str(folder / Path(file).name)) for file in files]
    drawn = each_apart(_draw, jobs, seconds=seconds, forked=True)
    for file, pictures in zip(files, drawn, strict=True):
        if isinstance(pictures, Stopped):
            error_line(f"{file}: could not be drawn: {pictures.reason}")
        elif pictures is None:
            error_line(f"{file}: has no pages to draw; only a PDF has")
        else:
            for picture in pictures:
                print(picture, file=sys.stderr)


def _draw(job: tuple[str, str]) -> list[str] | None:
    """The pictures of a PDF (none where it can't be read: `extract_files` has said why); None for other files."""
    from extractors.errors import UnreadableDocument
    from extractors.pdf import draw_debug

    file, folder = job
    data = Path(file).read_bytes() if Path(file).is_file() else b""
    if not data.startswith(b"%PDF"):
        return None
    try:
        return [str(picture) for picture in draw_debug(data, Path(folder))]
    except UnreadableDocument:
        return []


def _rendered(
    files: Sequence[str], style: str, seconds: float
) -> Iterator[tuple[str, str | None, list[str]]]:
    """(file, text, lines for a person) for each file, on all cores when there are many."""
    results = each_apart(_render, [(file, style) for file in files], seconds=seconds, forked=True)
    for file, result in zip(files, results, strict=True):
        if isinstance(result, Stopped):
            yield file, None, [result.reason]
        else:
            yield file, *result


def _render(job: tuple[str, str]) -> tuple[str | None, list[str]]:
    """The text to write and what a person should look at, or None and the reason why there is none."""
    from extractors.document.export import to_csv, to_json
    from extractors.errors import UnreadableDocument
    from extractors.reading import read_document

    file, style = job
    try:
        document = read_document(Path(file).read_bytes(), name=file)
    except UnreadableDocument as error:
        return None, [str(error)]
    except OSError as error:
        return None, [f"can't be read ({error.strerror}); check the path"]
    if style == "csv":
        return to_csv(document), _problems(document)
    return json.dumps(to_json(document), ensure_ascii=False, indent=1) + "\n", _problems(document)


def _problems(document: Document) -> list[str]:
    """What `tongbao run` would put up for review: what was left out, mended or doubtful, with its place."""
    shown = [f"{_where(problem.place)}{problem.message}" for problem in document.problems[:_PROBLEMS_SHOWN]]
    more = len(document.problems) - len(shown)
    return (
        [*shown, f"… and {more} more to look at; `tongbao run` and `tongbao review` list them"]
        if more
        else shown
    )


def _where(place: Place) -> str:
    if place.page is not None:
        return f"page {place.page}: "
    return f"line {place.line}: " if place.line is not None else ""
