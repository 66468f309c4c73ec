"""What is laid over a page and seen with it: values of form fields, text boxes, stamps.

They stand in no content of the page. pdfium paints them into it (in memory), so that they are read at their places.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any

import pypdfium2.raw as pdfium

from extractors.model import Place, Problem

# Links and pop-ups show no text of their own; a note shows a sign that opens it.
_NO_TEXT = frozenset((pdfium.FPDF_ANNOT_LINK, pdfium.FPDF_ANNOT_POPUP, pdfium.FPDF_ANNOT_TEXT))
_HELD = (pdfium.FPDF_ANNOT_WIDGET, pdfium.FPDF_ANNOT_FREETEXT)
_UNSEEN_FLAGS = pdfium.FPDF_ANNOT_FLAG_HIDDEN | pdfium.FPDF_ANNOT_FLAG_NOVIEW


def paint_annotations(page: Any) -> bool:
    """Make what is laid over a page part of it; whether there was anything. The page has to be loaded again then."""
    count = pdfium.FPDFPage_GetAnnotCount(page)
    if count <= 0 or all(_kind(page, i) in _NO_TEXT for i in range(count)):
        return False
    return bool(pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY) == pdfium.FLATTEN_SUCCESS)


def unpainted_values(page: Any, number: int) -> list[Problem]:
    """Values of form fields and texts of boxes for which the file holds no appearance: each program paints its own."""
    return list(_unpainted(page, number))


def _unpainted(page: Any, number: int) -> Iterator[Problem]:
    rect = pdfium.FS_RECTF()
    for i in range(max(0, pdfium.FPDFPage_GetAnnotCount(page))):
        annotation = pdfium.FPDFPage_GetAnnot(page, i)
        if not annotation:
            continue
        try:
            kind = pdfium.FPDFAnnot_GetSubtype(annotation)
            if kind not in _HELD or pdfium.FPDFAnnot_GetFlags(annotation) & _UNSEEN_FLAGS:
                continue
            if _string(pdfium.FPDFAnnot_GetAP, annotation, pdfium.FPDF_ANNOT_APPEARANCEMODE_NORMAL):
                continue
            key = b"V" if kind == pdfium.FPDF_ANNOT_WIDGET else b"Contents"
            text = _string(pdfium.FPDFAnnot_GetStringValue, annotation, key).strip()
            if not text:
                continue
            pdfium.FPDFAnnot_GetRect(annotation, rect)
            height = pdfium.FPDF_GetPageHeightF(page)
            box = (rect.left, height - rect.top, rect.right, height - rect.bottom)
            what = (
                "The value of a form field"
                if kind == pdfium.FPDF_ANNOT_WIDGET
                else "A text laid over the page"
            )
            yield Problem(
                "form_value",
                f"{what}, “{text}”, is in the file without its appearance and was not read: print the file to a new PDF.",
                Place(number, (round(box[0], 2), round(box[1], 2), round(box[2], 2), round(box[3], 2))),
            )
        finally:
            pdfium.FPDFPage_CloseAnnot(annotation)


def _kind(page: Any, index: int) -> int:
    annotation = pdfium.FPDFPage_GetAnnot(page, index)
    if not annotation:
        return int(pdfium.FPDF_ANNOT_LINK)
    kind = pdfium.FPDFAnnot_GetSubtype(annotation)
    pdfium.FPDFPage_CloseAnnot(annotation)
    return int(kind)


def _string(get: Any, annotation: Any, key: Any) -> str:
    length = get(annotation, key, None, 0)
    if length <= 2:
        return ""
    buffer = ctypes.create_string_buffer(length)
    get(annotation, key, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), length)
    return buffer.raw[: length - 2].decode("utf-16-le", "replace")
