"""The PDF fixtures read exactly as they were set, also turned, and every cell's box holds its text."""

from __future__ import annotations

import ctypes
import io
import json
from functools import cache
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as raw
import pytest

from extractors.model import Document
from extractors.pdf import draw_debug, read_pdf
from extractors.printed.line_wraps import fold
from tests.paths import FIXTURES

FIXTURES = FIXTURES / "pdf"
CASES = sorted(path.stem for path in FIXTURES.glob("*.pdf"))


@cache
def read(name: str) -> Document:
    return read_pdf((FIXTURES / f"{name}.pdf").read_bytes())


def truth(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FIXTURES / f"{name}.json").read_text(encoding="utf-8"))
    return found


def as_set(document: Document) -> list[dict[str, Any]]:
    return [
        {
            "attachment": table.attachment,
            "title": table.title,
            "header": [list(path) for path in table.header],
            "footnotes": list(table.footnotes),
            "rows": [{"row_kind": str(row.kind), "cells": list(row.texts)} for row in table.rows],
        }
        for table in document.tables
    ]


def test_there_are_fixtures() -> None:
    assert len(CASES) >= 6


@pytest.mark.parametrize("name", CASES)
def test_tables(name: str) -> None:
    assert as_set(read(name)) == truth(name)["tables"]


@pytest.mark.parametrize("name", CASES)
def test_paragraphs_without_page_numbers_and_marks(name: str) -> None:
    document = read(name)
    assert [p.text for p in document.paragraphs] == truth(name)["paragraphs"]
    for p in document.paragraphs:
        assert "".join(document.text[s.start : s.end] for s in p.spans) == p.text
    assert document.metadata.get("secrecy_marks") == truth(name)["mark"]


@pytest.mark.parametrize("name", CASES)
def test_nothing_is_doubted_and_something_proves_each_table(name: str) -> None:
    document = read(name)
    assert document.problems == ()
    assert all(len(table.proofs) >= 2 for table in document.tables)


@pytest.mark.parametrize("name", CASES)
def test_each_box_holds_the_text_of_its_cell(name: str) -> None:
    with pypdfium2.PdfDocument(FIXTURES / f"{name}.pdf") as pdf:
        pages = {n: (pdf[n - 1].get_textpage(), pdf[n - 1].get_height()) for n in range(1, len(pdf) + 1)}
        checked = 0
        for table in read(name).tables:
            for row in table.rows:
                for cell in row.cells:
                    if cell.text and cell.place.box and cell.place.page:
                        text_page, height = pages[cell.place.page]
                        x0, y0, x1, y1 = cell.place.box
                        inside = text_page.get_text_bounded(x0 - 1, height - y1 - 1, x1 + 1, height - y0 + 1)
                        assert fold(cell.text) in fold(inside)
                        checked += 1
        assert checked > 20


def test_merged_departments_are_covered_below_their_first_row() -> None:
    table = read("ruled_over_pages").tables[1]
    names = [row.cells[1] for row in table.rows]
    # Groups of 3, 1, 9, 14, 2, 1 and 5 rows, over two page breaks.
    starts = [0, 3, 4, 13, 27, 29, 30]
    assert [i for i, cell in enumerate(names) if cell.text] == starts
    assert [i for i, cell in enumerate(names) if not cell.covered] == starts


def test_a_table_knows_its_pages() -> None:
    first, second = read("ruled_over_pages").tables
    assert (first.place.page, first.last_page) == (2, 3)
    assert (second.place.page, second.last_page) == (4, 5)


def turned(data: bytes, degrees: int, *, content: bool) -> bytes:
    """The document with every page turned: by its own rotation, or with the content itself lying on its side."""
    out = io.BytesIO()
    with pypdfium2.PdfDocument(data) as pdf:
        for index in range(len(pdf)):
            page = pdf[index]
            if not content:
                page.set_rotation(degrees)
                continue
            width, height = page.get_size()
            matrix, box = {
                90: (raw.FS_MATRIX(0, 1, -1, 0, height, 0), (0, 0, height, width)),
                180: (raw.FS_MATRIX(-1, 0, 0, -1, width, height), (0, 0, width, height)),
                270: (raw.FS_MATRIX(0, -1, 1, 0, 0, width), (0, 0, height, width)),
            }[degrees]
            page.set_mediabox(*box)
            clip = raw.FS_RECTF(0, 2000, 2000, 0)
            raw.FPDFPage_TransFormWithClip(page.raw, ctypes.byref(matrix), ctypes.byref(clip))
            page.gen_content()
        pdf.save(out)
    return out.getvalue()


@pytest.mark.parametrize("content", [False, True])
@pytest.mark.parametrize("degrees", [90, 180, 270])
@pytest.mark.parametrize("name", ["landscape", "three_rules"])
def test_turned_pages_read_the_same(name: str, degrees: int, content: bool) -> None:
    data = turned((FIXTURES / f"{name}.pdf").read_bytes(), degrees, content=content)
    assert as_set(read_pdf(data)) == truth(name)["tables"]


@pytest.mark.parametrize("content", [False, True])
@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_boxes_are_those_of_the_page_as_displayed(degrees: int, content: bool) -> None:
    data = (FIXTURES / "landscape.pdf").read_bytes()
    with pypdfium2.PdfDocument(data) as pdf:
        width, height = pdf[0].get_size()
    box = read("landscape").tables[0].rows[0].cells[1].place.box
    assert box is not None
    x0, y0, x1, y1 = box
    # A page's rotation turns clockwise, the content was turned counter-clockwise.
    clockwise = {
        90: (height - y1, x0, height - y0, x1),
        180: (width - x1, height - y1, width - x0, height - y0),
        270: (y0, width - x1, y1, width - x0),
    }
    expected = clockwise[360 - degrees if content and degrees != 180 else degrees]
    seen = read_pdf(turned(data, degrees, content=content)).tables[0].rows[0].cells[1].place.box
    assert seen == pytest.approx(expected, abs=1.0)


def test_debug_pictures(tmp_path: Path) -> None:
    files = draw_debug((FIXTURES / "two_on_a_page.pdf").read_bytes(), tmp_path)
    assert [path.name for path in files] == ["page-001.png", "headings.txt"]
    text = files[-1].read_text(encoding="utf-8")
    assert "窗口单位情况统计表" in text and "即办件占比  [5]" in text
    assert files[0].stat().st_size > 10_000
