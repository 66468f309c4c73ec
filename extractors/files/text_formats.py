"""Formats that are text on the outside: office documents in XML, MIME envelopes, data of programs.

What belongs here: telling them by their first bytes, cheaply. What does not: reading them.
"""

from __future__ import annotations

import json
import re

_HEAD_BYTES = 16_384
_BLANK = b"\xef\xbb\xbf \t\r\n"
_FIELD = re.compile(rb"[!-9;-~]+[ \t]*:")
_ENVELOPE = re.compile(rb"^(?:mime-version|content-type)[ \t]*:", re.IGNORECASE | re.MULTILINE)
_WORKBOOK_NAMES = b"urn:schemas-microsoft-com:office:spreadsheet"


def is_envelope(data: bytes) -> bool:
    """Whether some bytes begin with the fields of a MIME message (a saved page, a letter)."""
    fields = re.split(rb"\r?\n\r?\n", data[:_HEAD_BYTES].lstrip(_BLANK), maxsplit=1)[0]
    lines = fields.splitlines()
    return (
        bool(lines)
        and all(line[:1] in b" \t" or _FIELD.match(line) for line in lines)
        and _ENVELOPE.search(fields) is not None
    )


def is_spreadsheetml(data: bytes) -> bool:
    """Whether some bytes are a workbook of Excel 2003 in one XML file (a web page of Excel names it, too)."""
    head = _xml_head(data)
    return _WORKBOOK_NAMES in head and b"Workbook" in head and b"<html" not in head.lower()


def is_word_xml(data: bytes) -> bool:
    """Whether some bytes are a document of Word 2003 in one XML file."""
    return b"wordDocument" in _xml_head(data)


def is_other_xml(data: bytes) -> bool:
    """Whether some bytes are XML; what is a web page should be known before."""
    return _xml_head(data).startswith(b"<?xml")


def is_json(data: bytes) -> bool:
    """Whether some bytes are JSON, as services of websites hand out."""
    if data.lstrip(_BLANK)[:1] not in (b"{", b"["):
        return False
    try:
        json.loads(data)
    except ValueError:
        return False
    return True


def _xml_head(data: bytes) -> bytes:
    """The first bytes of what may be XML; nothing for what can't be."""
    head = data[:4096].lstrip(_BLANK)
    return head if head.startswith(b"<") else b""
