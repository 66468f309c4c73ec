"""Which links of a page or letter lead to documents of their own."""

from __future__ import annotations

import re

_DOCUMENT_FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|ofd|wps|et|csv|zip|rar|7z)(?=$|[?#&\"'\s])", re.IGNORECASE)


def names_document(text: str) -> bool:
    """Whether an address or the text of a link names a document file (附件1.xlsx, a.jsp?f=b.pdf&id=3)."""
    return _DOCUMENT_FILE.search(text.strip()) is not None
