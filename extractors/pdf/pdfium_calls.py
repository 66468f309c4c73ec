"""Functions of pdfium that are called for every character or line, without ctypes' checks of their arguments.

A checked call costs three times the work it does. What is passed here is what pdfium itself handed out, indices that were
counted, and buffers of our own; whatever else calls pdfium uses `pypdfium2.raw`. None of these functions runs long or
calls back, so that the interpreter's lock is kept.
"""

from __future__ import annotations

import ctypes
from typing import Any

import pypdfium2  # noqa: F401  (starts the library)
import pypdfium2.raw as pdfium


def _unchecked(function: Any) -> Any:
    address = ctypes.cast(function, ctypes.c_void_p).value
    assert address is not None
    return ctypes.PYFUNCTYPE(function.restype)(address)


count_rects = _unchecked(pdfium.FPDFText_CountRects)
loose_char_box = _unchecked(pdfium.FPDFText_GetLooseCharBox)
char_origin = _unchecked(pdfium.FPDFText_GetCharOrigin)
char_angle = _unchecked(pdfium.FPDFText_GetCharAngle)
font_size = _unchecked(pdfium.FPDFText_GetFontSize)
is_generated = _unchecked(pdfium.FPDFText_IsGenerated)
page_object = _unchecked(pdfium.FPDFPage_GetObject)
object_type = _unchecked(pdfium.FPDFPageObj_GetType)
object_bounds = _unchecked(pdfium.FPDFPageObj_GetBounds)
path_segment = _unchecked(pdfium.FPDFPath_GetPathSegment)
segment_type = _unchecked(pdfium.FPDFPathSegment_GetType)
segment_point = _unchecked(pdfium.FPDFPathSegment_GetPoint)
segment_closes = _unchecked(pdfium.FPDFPathSegment_GetClose)
text_object = _unchecked(pdfium.FPDFText_GetTextObject)
render_mode = _unchecked(pdfium.FPDFTextObj_GetTextRenderMode)
fill_colour = _unchecked(pdfium.FPDFPageObj_GetFillColor)
