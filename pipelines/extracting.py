"""`tongbao extract`: documents to JSON or CSV on the screen or in a folder; no warehouse."""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from pipelines.terminal import error_line


def extract_files(files: Sequence[str], style: str, out: Path | None) -> int:
    """Write the tables of each file; return how many files failed. One that fails leaves the others."""
    if out is not None:
        twice = [name for name, count in Counter(Path(file).name for file in files).items() if count > 1]
        if twice:
            raise ValueError(
                f"several files are called {twice[0]}; write them into different folders with --out"
            )
        out.mkdir(parents=True, exist_ok=True)
    failed = 0
    whole: list[object] = []
    for file, text, reason in _rendered(files, style):
        if text is None:
            error_line(f"{file}: {reason}")
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


def draw_pages(files: Sequence[str], folder: Path) -> None:
    """Draw what was found on each page of the PDFs among `files`, a folder for each; say which have no pages."""
    from extractors.errors import UnreadableDocument
    from extractors.pdf import draw_debug

    for file in files:
        data = Path(file).read_bytes() if Path(file).is_file() else b""
        if not data.startswith(b"%PDF"):
            error_line(f"{file}: has no pages to draw; only a PDF has")
            continue
        try:
            for picture in draw_debug(data, folder / Path(file).name):
                print(picture, file=sys.stderr)
        except UnreadableDocument:
            continue  # extract_files has said what is wrong with it


def _rendered(files: Sequence[str], style: str) -> list[tuple[str, str | None, str]]:
    """(file, text, reason) for each file, on all cores when there are many."""
    if len(files) == 1:
        return [_render(files[0], style)]
    from multiprocessing import get_context

    from pebble import ProcessPool

    results: list[tuple[str, str | None, str]] = []
    with ProcessPool(min(os.cpu_count() or 1, len(files)), context=get_context("spawn")) as pool:
        futures = [pool.schedule(_render, args=[file, style]) for file in files]
        for file, future in zip(files, futures, strict=True):
            try:
                results.append(future.result())
            except Exception as error:  # a reader that died must not lose the other files
                results.append(
                    (file, None, f"its reader died ({error}); please report it with the document.")
                )
    return results


def _render(file: str, style: str) -> tuple[str, str | None, str]:
    from extractors.errors import UnreadableDocument
    from extractors.export import to_csv, to_json
    from extractors.reading import read_document

    try:
        document = read_document(Path(file).read_bytes(), name=file)
    except UnreadableDocument as error:
        return file, None, str(error)
    except OSError as error:
        return file, None, f"can't be read ({error.strerror}); check the path"
    if style == "csv":
        return file, to_csv(document), ""
    return file, json.dumps(to_json(document), ensure_ascii=False, indent=1) + "\n", ""
