"""How the type of a PDF page looks: leaning, pale. Asks pdfium.

What belongs here: the runs of a page without its watermarks. What does not: when type is a watermark (`watermarks`), and
what can't be seen at all (`visibility`).
"""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from typing import Any

import pypdfium2.raw as pdfium

from extractors.pages.page import Box, Run
from extractors.pages.watermarks import brightness, is_bright, watermarks
from extractors.pdf import pdfium_calls

_QUARTER_TURN = 1.5707963
_LEANING = 0.06  # of a quarter turn: 5 degrees; a page that was scanned askew leans less


def without_watermarks(
    text_page: Any, runs: Sequence[Run], starts: Sequence[int], fills: Sequence[Box]
) -> tuple[list[Run], list[str]]:
    """The runs that belong to the document, and the texts of the watermarks, each once.

    `starts` has the index of each run's first character.
    """
    angle = pdfium_calls.char_angle

    def is_leaning(i: int) -> bool:
        turned = angle(text_page, starts[i]) / _QUARTER_TURN
        return bool(turned >= 0 and abs(turned - round(turned)) > _LEANING)

    marks = watermarks(runs, is_leaning, lambda i: _is_pale(text_page, starts[i]), fills)
    out = set(marks)
    kept = [run for i, run in enumerate(runs) if i not in out] if out else list(runs)
    return kept, list(dict.fromkeys(runs[i].text for i in marks))


def _is_pale(text_page: Any, index: int) -> bool:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not pdfium.FPDFText_GetFillColor(text_page, index, red, green, blue, alpha):
        return False
    return is_bright(brightness(red.value, green.value, blue.value, alpha.value))
