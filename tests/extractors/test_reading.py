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
        ("[2023] 12号 关于情况的通报".encode(), reading.TEXT),
        ("BM 12 情况通报".encode(), reading.TEXT),
        (b'<?xml version="1.0"?><w:wordDocument xmlns:w="x"></w:wordDocument>', reading.LEGACY),
        (b'<html xmlns:x="urn:schemas-microsoft-com:office:excel"><x:ExcelWorkbook>', reading.HTML),
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
        (b"BM\x36\x10\x00\x00\x00\x00\x00\x00\x36\x00" + b"\x00" * 40, "unknown_format"),
        (b"RIFF\x10\x00\x00\x00WEBPVP8 ", "unknown_format"),
        ('{"code": 200, "data": {"title": "关于办件情况的通报"}}'.encode(), "unknown_format"),
        ('<?xml version="1.0"?><data><title>关于办件情况的通报</title></data>'.encode(), "unknown_format"),
        (b"just some English words\n", "not_a_bulletin"),
    ],
)
def test_what_cannot_be_read_says_why_and_what_to_do(data: bytes, code: str) -> None:
    with pytest.raises(UnreadableDocument) as caught:
        read_document(data, name="x")
    assert caught.value.code == code
    assert caught.value.remedy.endswith(".")


def test_a_fault_of_a_reader_is_a_reason_too(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(data: bytes) -> None:
        raise KeyError("no such thing")

    def hogs(data: bytes) -> None:
        raise MemoryError

    monkeypatch.setattr("extractors.text.text_reader.read_text", fails)
    with pytest.raises(UnreadableDocument) as caught:
        read_document("关于通报".encode())
    assert caught.value.code == "reader_failed"
    assert "plain text failed (KeyError: 'no such thing')" in caught.value.what
    assert isinstance(caught.value.__cause__, KeyError)
    monkeypatch.setattr("extractors.text.text_reader.read_text", hogs)
    with pytest.raises(UnreadableDocument) as caught:
        read_document("关于通报".encode())
    assert caught.value.code == "too_much_memory"


def test_figures_of_any_length_are_no_danger() -> None:
    cells = ["9" * 400, "8" * 5000, "1." + "7" * 5000 + "%", "7"]
    rows = "".join(f"<tr><td>{i}</td><td>{cell}</td></tr>" for i, cell in enumerate(cells, start=1))
    page = f"<html><body><p>关于截至{'1' * 5000}月{'2' * 5000}件的通报</p><table><tr><th>序号</th><th>数量</th></tr>{rows}</table>"
    (table,) = read_document(page.encode()).tables
    assert [row.texts[1] for row in table.rows] == cells


def test_every_format_has_a_reader() -> None:
    for found in (value for value in vars(reading).values() if isinstance(value, reading.Format)):
        assert callable(reading._reader(found, ""))


def test_the_package_imports_late_and_gives_what_it_promises() -> None:
    assert extractors.read_document is read_document
    with pytest.raises(AttributeError):
        extractors.nothing  # noqa: B018
    heavy = "lxml pdfplumber pypdfium2 numpy pandas camelot tablers calamine openpyxl"
    code = f"import sys, extractors, extractors.reading; print([m for m in '{heavy}'.split() if m in sys.modules])"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"


def test_an_archive_names_what_is_in_it() -> None:
    written_by_old_programs = "通报.docx".encode("gb18030").decode("cp437")
    with pytest.raises(UnreadableDocument, match=r"通报\.docx, 附件1\.xlsx") as caught:
        detect(zipped(written_by_old_programs, "附件1.xlsx"))
    assert caught.value.code == "unknown_format"
