"""Text whose font doesn't say which characters it shows (no ToUnicode): a reader sees words, a program sees numbers."""

from __future__ import annotations

from typing import Any

import pypdfium2.raw as pdfium

UNKNOWN = "\ufffd"
_SAMPLE = 24  # characters of a page that are asked first
_MOSTLY = 0.5  # where more of a page is unknown, the rest says nothing by itself


def with_unknown(text_page: Any, characters: str) -> tuple[str, int]:
    """The text of a page with a mark for each character that is not known, and how many these are."""
    step = max(1, len(characters) // _SAMPLE)
    if not any(_is_unknown(text_page, i) for i in range(0, len(characters), step)):
        return characters, 0
    marked = [UNKNOWN if _is_unknown(text_page, i) else character for i, character in enumerate(characters)]
    count = marked.count(UNKNOWN)
    if count > _MOSTLY * sum(not character.isspace() for character in marked):
        return "", count
    return "".join(marked), count


def _is_unknown(text_page: Any, index: int) -> bool:
    return bool(pdfium.FPDFText_HasUnicodeMapError(text_page, index) == 1)
