"""From any bytes to a `Document`: the format by content, then its reader.

What belongs here: telling formats apart and calling the reader. What does not: reading. Readers are imported
when their format turns up, so that importing this module costs next to nothing.
"""

from __future__ import annotations

import importlib
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import cast

from extractors.errors import UnreadableDocument
from extractors.files import text_formats
from extractors.model import Document

_MOST_NAMES = 5
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML_MARKS = (b"<!doctype html", b"<html", b"<head", b"<body", b"<meta ", b"<table", b"<div", b"<p>", b"<p ")


@dataclass(frozen=True, slots=True)
class Format:
    """A format with the reader that reads it: `function(data) -> Document` in `module`."""

    name: str
    module: str
    function: str


PDF = Format("PDF", "extractors.pdf", "read_pdf")
DOCX = Format("DOCX", "extractors.office.docx", "read_docx")
WORKBOOK = Format("XLS, XLSX or ET workbook", "extractors.office.sheet_tables", "read_workbook")
SAVED = Format("saved page or letter (MHT, EML)", "extractors.web.saved_pages", "read_saved")
OFD = Format("OFD", "extractors.ofd.ofd_reader", "read_ofd")
LEGACY = Format("DOC, WPS, RTF or ODT", "extractors.office.legacy", "read_doc")
HTML = Format("web page", "extractors.web", "read_html")
TEXT = Format("plain text", "extractors.text.text_reader", "read_text")


def read_document(data: bytes, *, name: str = "") -> Document:
    """The document that some bytes hold. `name` serves for messages only: the format is told by content.

    Raises UnreadableDocument with a code, what is wrong and what to do about it, and nothing else: a fault of a
    reader is `reader_failed`, with the fault as its cause.
    """
    if not data:
        raise UnreadableDocument("empty", "The file is empty.", "Fetch it again from its source.")
    found = detect(data)
    read = _reader(found, name)
    try:
        return read(data)
    except UnreadableDocument:
        raise
    except MemoryError as error:
        raise UnreadableDocument(
            "too_much_memory",
            f"Reading the {found.name} needs more memory than there is.",
            "Split the document, or allow more memory.",
        ) from error
    except Exception as error:
        raise UnreadableDocument(
            "reader_failed",
            f"The reader of {found.name} failed ({type(error).__name__}: {error}).",
            "Please report it with the document.",
        ) from error


def detect(data: bytes) -> Format:
    """The format of some bytes. Raises UnreadableDocument (`unknown_format`) for what can't be read."""
    if data[:1024].lstrip().startswith(b"%PDF") or b"%PDF-" in data[:1024]:
        return PDF
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _in_zip(data)
    if data.startswith(_OLE):
        return _in_ole(data)
    if data.startswith(b"{\\rtf"):
        return LEGACY
    for magic, kind in _UNREADABLE:
        if data.startswith(magic):
            raise UnreadableDocument("unknown_format", f"The file is {kind}, which can't be read.", _REMEDY)
    for magic, at, more, kind in _UNREADABLE_BY_TWO:
        if data.startswith(magic) and data[at : at + len(more)] == more:
            raise UnreadableDocument("unknown_format", f"The file is {kind}, which can't be read.", _REMEDY)
    if text_formats.is_spreadsheetml(data):
        return WORKBOOK
    if text_formats.is_word_xml(data):
        return LEGACY
    if _is_html(data):
        return HTML
    if text_formats.is_envelope(data):
        return SAVED
    if text_formats.is_other_xml(data) or text_formats.is_json(data):
        raise UnreadableDocument(
            "unknown_format",
            "The file is data that one program hands to another (XML or JSON), no document.",
            "Give the page or document that shows it.",
        )
    return TEXT


_REMEDY = "Convert it to PDF, DOCX, HTML, XLSX, OFD or text."
_UNREADABLE: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"II*\x00", "a TIFF picture"),
    (b"MM\x00*", "a TIFF picture"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
)
# Formats whose first bytes might be the beginning of a text: with a second mark and where it stands.
_UNREADABLE_BY_TWO: tuple[tuple[bytes, int, bytes, str], ...] = (
    (b"RIFF", 8, b"WEBP", "a WebP picture"),
    (b"BM", 6, b"\x00\x00\x00\x00", "a BMP picture"),
)


def _in_zip(data: bytes) -> Format:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = archive.namelist()
            kind = archive.read("mimetype")[:100] if "mimetype" in names else b""
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError) as error:
        raise UnreadableDocument(
            "damaged",
            "The file begins like a DOCX, XLSX or OFD but is cut off or damaged.",
            "Fetch it again from its source.",
        ) from error
    folded = {name.lower().lstrip("/") for name in names}
    if "word/document.xml" in folded or any(name.startswith("word/") for name in folded):
        return DOCX
    if kind.startswith(b"application/vnd.oasis.opendocument.text"):
        return LEGACY
    if any(name.startswith("xl/") for name in folded) or "content.xml" in folded:
        return WORKBOOK
    if any(name == "ofd.xml" or name.endswith("/ofd.xml") for name in folded):
        return OFD
    raise UnreadableDocument(
        "unknown_format",
        f"The file is a ZIP archive of other files: {_listed(names)}.",
        "Unpack it and give the documents inside.",
    )


def _listed(names: list[str]) -> str:
    """Some names of files in an archive, as they were before Chinese programs wrote them without saying how."""
    shown = []
    for name in names[:_MOST_NAMES]:
        for encoding in ("utf-8", "gb18030"):
            try:
                name = name.encode("cp437").decode(encoding)
                break
            except UnicodeError:
                continue
        shown.append(name)
    more = len(names) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more > 0 else "")


def _in_ole(data: bytes) -> Format:
    """Workbook or document by the names of the streams, which the directory keeps in UTF-16."""
    if any(stream.encode("utf-16-le") in data for stream in ("WordDocument", "WpsContent")):
        return LEGACY
    if any(stream.encode("utf-16-le") in data for stream in ("Workbook", "Book")):
        return WORKBOOK
    return LEGACY


def _is_html(data: bytes) -> bool:
    head = data[:4096]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.replace(b"\x00", b"")
    head = head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if head.startswith(b"<?xml") and b"<html" in head:
        return True
    return head.startswith((b"<!doctype html", b"<html", b"<!--")) or (
        head.startswith(b"<") and any(mark in head for mark in _HTML_MARKS)
    )


def _reader(found: Format, name: str) -> Callable[[bytes], Document]:
    try:
        module = importlib.import_module(found.module)
        return cast(Callable[[bytes], Document], getattr(module, found.function))
    except (ModuleNotFoundError, AttributeError) as error:
        if isinstance(error, ModuleNotFoundError) and not (error.name or "").startswith("extractors"):
            raise
        raise UnreadableDocument(
            "unknown_format",
            f"{name or 'The file'} is a {found.name}, for which there is no reader yet.",
            _REMEDY,
        ) from error
