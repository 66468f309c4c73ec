"""Strict Open XML (ISO/IEC 29500) as the transitional form that every reader knows.

Word and Excel save it on request: the same elements under other namespaces. What belongs here: the names. What does not:
the parts themselves.
"""

from __future__ import annotations

import io
import zipfile

_PURL = b"http://purl.oclc.org/ooxml/"
_OPEN_XML = b"http://schemas.openxmlformats.org/"
# The longest first: one is the beginning of another.
_NAMES: tuple[tuple[bytes, bytes], ...] = (
    (_PURL + b"officeDocument/", _OPEN_XML + b"officeDocument/2006/"),
    (_PURL + b"wordprocessingml/", _OPEN_XML + b"wordprocessingml/2006/"),
    (_PURL + b"spreadsheetml/", _OPEN_XML + b"spreadsheetml/2006/"),
    (_PURL + b"presentationml/", _OPEN_XML + b"presentationml/2006/"),
    (_PURL + b"drawingml/", _OPEN_XML + b"drawingml/2006/"),
)
_ENDINGS = (".xml", ".rels")


def transitional(part: bytes) -> bytes:
    """The part with the names of the transitional form; the part itself where it has no other."""
    if _PURL not in part:
        return part
    for strict, usual in _NAMES:
        part = part.replace(strict, usual)
    return part


def is_strict(part: bytes) -> bool:
    return _PURL in part


def transitional_package(data: bytes) -> bytes:
    """A whole package in the transitional form, for readers that open files themselves."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as target:
        for entry in source.infolist():
            part = source.read(entry)
            if entry.filename.lower().endswith(_ENDINGS):
                part = transitional(part)
            target.writestr(entry.filename, part)
    return out.getvalue()
