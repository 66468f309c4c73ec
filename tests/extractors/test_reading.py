"""Formats by content, the readers' registry, errors a person can act on, cost of importing."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from io import BytesIO

import pytest

import extractors
from extractors import reading
from extractors.errors import UnreadableDocument
from extractors.reading import detect, read_document


def zipped(*names: str) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"%PDF-1.7\n", reading.PDF),
        (b"\n\n%PDF-1.4", reading.PDF),
        (zipped("[Content_Types].xml", "word/document.xml"), reading.DOCX),
        (zipped("xl/workbook.xml"), reading.WORKBOOK),
        (zipped("OFD.xml", "Doc_0/Document.xml"), reading.OFD),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), reading.LEGACY),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), reading.WORKBOOK),
        (b"\xef\xbb\xbf<!DOCTYPE html><html></html>", reading.HTML),
        (b"<div class='a'><p>\xb9\xd8\xd3\xda</p></div>", reading.HTML),
        ("<html><body>关于</body></html>".encode("utf-16"), reading.HTML),
        ("关于<通知>的说明".encode(), reading.TEXT),
        ("<通知> 全文".encode(), reading.TEXT),
    ],
)
def test_the_format_by_content(data: bytes, expected: reading.Format) -> None:
    assert detect(data) is expected


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"\x89PNG\r\n\x1a\n", "unknown_format"),
        (b"PK\x03\x04broken", "damaged"),
        (zipped("a.txt", "b.pdf"), "unknown_format"),
        (b"\x00\x01\x02\x03" * 400, "not_text"),
        (b"just some English words\n", "not_a_bulletin"),
    ],
)
def test_what_cannot_be_read_says_why_and_what_to_do(data: bytes, code: str) -> None:
    with pytest.raises(UnreadableDocument) as caught:
        read_document(data, name="x")
    assert caught.value.code == code
    assert caught.value.remedy.endswith(".")


def test_every_format_has_a_reader() -> None:
    for found in (value for value in vars(reading).values() if isinstance(value, reading.Format)):
        assert callable(reading._reader(found, ""))


def test_the_package_imports_late_and_gives_what_it_promises() -> None:
    assert extractors.read_document is read_document
    assert extractors.READER_VERSION
    with pytest.raises(AttributeError):
        extractors.nothing  # noqa: B018
    heavy = "lxml pdfplumber pypdfium2 numpy pandas camelot tablers calamine openpyxl"
    code = f"import sys, extractors, extractors.reading; print([m for m in '{heavy}'.split() if m in sys.modules])"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"
