"""Files of every format, cut off or with bytes changed: a document or a clear reason, never a fault of a reader."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable

import openpyxl
import pytest

from extractors.errors import UnreadableDocument
from extractors.reading import read_document
from tests.extractors.ofd.ofd_setting import Page, Style, package, ruled
from tests.paths import FIXTURES

ROWS: list[list[str | None]] = [
    ["序号", "单位", "数量", "占比"],
    ["1", "教育局", "30", "42.86%"],
    ["2", "公安局", "40", "57.14%"],
    ["合计", None, "70", "100.00%"],
]
TIMES = 40


def pdf() -> bytes:
    return (FIXTURES / "pdf" / "no_rules.pdf").read_bytes()


def xls() -> bytes:
    return (FIXTURES / "office" / "rates.xls").read_bytes()


def text() -> bytes:
    return sorted((FIXTURES / "bulletins").glob("*.txt"))[1].read_bytes()


def ofd() -> bytes:
    page = Page()
    ruled(page, 25, 60, (20, 60, 40, 40), ROWS, Style())
    return package([page])


def xlsx() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in ROWS:
        sheet.append(row)
    sheet.merge_cells("A4:B4")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def docx() -> bytes:
    rows = "".join(
        "<w:tr>"
        + "".join(f"<w:tc><w:p><w:r><w:t>{cell or ''}</w:t></w:r></w:p></w:tc>" for cell in row)
        + "</w:tr>"
        for row in ROWS
    )
    names = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(
            "word/document.xml",
            f"<w:document {names}><w:body><w:p><w:r><w:t>关于办件情况的通报</w:t></w:r></w:p>"
            f"<w:tbl>{rows}</w:tbl></w:body></w:document>",
        )
    return out.getvalue()


def html() -> bytes:
    rows = "".join(
        "<tr>" + "".join(f"<td rowspan=1>{cell or ''}</td>" for cell in row) + "</tr>" for row in ROWS
    )
    return f"<!DOCTYPE html><html><body><p>关于办件情况的通报</p><table>{rows}</table></body></html>".encode()


def damaged(data: bytes, chance: random.Random) -> bytes:
    """Cut off, with a piece missing, or with a few bytes changed."""
    way = chance.randrange(3)
    if way == 0:
        return data[: chance.randrange(1, len(data))]
    if way == 1:
        start = chance.randrange(len(data))
        return data[:start] + data[start + chance.randrange(1, 500) :]
    changed = bytearray(data)
    for _ in range(chance.choice((1, 5, 50))):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def damaged_part(data: bytes, chance: random.Random) -> bytes:
    """A whole zip package, one part of which is damaged or missing."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        names = old.namelist()
        victim = chance.choice(names)
        for name in names:
            part = old.read(name)
            if name != victim:
                new.writestr(name, part)
            elif part and chance.random() < 0.8:
                new.writestr(name, damaged(part, chance))
    return out.getvalue()


@pytest.mark.parametrize("make", [pdf, xls, text, ofd, xlsx, docx, html])
def test_a_damaged_file_is_read_or_refused_with_a_reason(make: Callable[[], bytes]) -> None:
    whole = make()
    assert read_document(whole).tables
    chance = random.Random(make.__name__)
    refused = 0
    for number in range(TIMES):
        in_part = whole.startswith(b"PK") and number % 2 == 0
        data = damaged_part(whole, chance) if in_part else damaged(whole, chance)
        try:
            read_document(data)
        except UnreadableDocument as error:
            refused += 1
            assert error.code != "reader_failed", (number, error)
            assert error.what and error.remedy.endswith("."), (number, error)
    assert refused or make in (html, text)
