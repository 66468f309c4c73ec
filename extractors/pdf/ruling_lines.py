"""The ruling lines of one page, from pdfium: thin paths, the sides of boxes, also inside forms.

What belongs here: which painted things are straight lines. What does not: which of them make a table (`extractors.pages.ruled`).
"""

from __future__ import annotations

import ctypes
from typing import Any

import pypdfium2.raw as pdfium

from extractors.pages.page import SHORTEST_RULE, THIN, Box, PageContent, Upright
from extractors.pdf import pdfium_calls

_MOST_SHAPES = 200_000  # things painted on one page; more make a drawing

_Matrix = tuple[float, float, float, float, float, float]


class Graphics:
    """Reads the lines of pages; keeps the small C buffers that every call needs."""

    def __init__(self) -> None:
        self._values = tuple(ctypes.c_float() for _ in range(4))
        self._side_refs = tuple(ctypes.byref(value) for value in self._values)
        self._left_over = _MOST_SHAPES

    def read(self, page: Any, frame: Upright, content: PageContent) -> None:
        """Add the page's lines, painted areas and the share of its largest picture to `content`."""
        self._left_over = _MOST_SHAPES
        self._objects(page, frame, content)
        if content.drawing:
            content.horizontal, content.vertical, content.fills = [], [], []

    def _objects(self, page: Any, frame: Upright, content: PageContent) -> None:
        area = max(1.0, content.width * content.height)
        left, bottom, right, top = self._values
        left_ref, bottom_ref, right_ref, top_ref = self._side_refs
        get_object, get_type, bounds = (
            pdfium_calls.page_object,
            pdfium_calls.object_type,
            pdfium_calls.object_bounds,
        )
        path, image, form = pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_FORM
        count = pdfium.FPDFPage_CountObjects(page)
        if not self._affords(count, content):
            return
        for i in range(count):
            item = get_object(page, i)
            kind = get_type(item)
            if kind == path:
                bounds(item, left_ref, bottom_ref, right_ref, top_ref)
                box = frame.box(left.value, bottom.value, right.value, top.value)
                if not _add_thin(box, content):
                    self._add_shape(item, None, box, frame, content)
            elif kind == image:
                bounds(item, left_ref, bottom_ref, right_ref, top_ref)
                x0, y0, x1, y1 = frame.box(left.value, bottom.value, right.value, top.value)
                if not _add_thin((x0, y0, x1, y1), content):
                    content.image_share = max(content.image_share, (x1 - x0) * (y1 - y0) / area)
            elif kind == form:
                self._form(item, (1.0, 0.0, 0.0, 1.0, 0.0, 0.0), frame, content, depth=0)

    def _affords(self, count: int, content: PageContent) -> bool:
        """Whether so many more things can be looked at; if not, the page is a drawing."""
        self._left_over -= count
        content.drawing = content.drawing or self._left_over < 0
        return not content.drawing

    def _form(self, form: Any, outer: _Matrix, frame: Upright, content: PageContent, depth: int) -> None:
        """Lines inside a form object (a drawing that the page uses as a whole)."""
        matrix = _multiply(_matrix_of(form), outer)
        count = max(0, pdfium.FPDFFormObj_CountObjects(form))
        if not self._affords(count, content):
            return
        for i in range(count):
            item = pdfium.FPDFFormObj_GetObject(form, i)
            kind = pdfium.FPDFPageObj_GetType(item)
            if kind == pdfium.FPDF_PAGEOBJ_FORM and depth < 8:
                self._form(item, matrix, frame, content, depth + 1)
            elif kind == pdfium.FPDF_PAGEOBJ_PATH:
                pdfium.FPDFPageObj_GetBounds(
                    item, self._side_refs[0], self._side_refs[1], self._side_refs[2], self._side_refs[3]
                )
                x0, y0, x1, y1 = (side.value for side in self._values)
                corner, other = _apply(matrix, x0, y0), _apply(matrix, x1, y1)
                box = frame.box(*corner, *other)
                if not _add_thin(box, content):
                    self._add_shape(item, matrix, box, frame, content)

    def _add_shape(
        self, item: Any, outer: _Matrix | None, box: Box, frame: Upright, content: PageContent
    ) -> None:
        """The straight sides of a path that is more than one line."""
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDFPath_GetDrawMode(item, fill, stroke)
        segments = pdfium.FPDFPath_CountSegments(item)
        if segments > 4000 or not self._affords(segments, content):
            return  # a map or a drawing
        matrix = _matrix_of(item)
        if outer is not None:
            matrix = _multiply(matrix, outer)
        x, y = ctypes.c_float(), ctypes.c_float()
        x_ref, y_ref = ctypes.byref(x), ctypes.byref(y)
        subpaths: list[list[tuple[float, float]]] = []
        for i in range(segments):
            segment = pdfium_calls.path_segment(item, i)
            kind = pdfium_calls.segment_type(segment)
            pdfium_calls.segment_point(segment, x_ref, y_ref)
            point = frame.point(*_apply(matrix, x.value, y.value))
            if kind == pdfium.FPDF_SEGMENT_MOVETO or not subpaths:
                subpaths.append([])
            if kind == pdfium.FPDF_SEGMENT_BEZIERTO:
                return  # rounded: a drawing, a stamp, a letter
            subpaths[-1].append(point)
            if pdfium_calls.segment_closes(segment):
                subpaths[-1].append(subpaths[-1][0])
        for points in subpaths:
            _add_outline(points, bool(stroke.value), bool(fill.value), content)


def _add_thin(box: Box, content: PageContent) -> bool:
    """Take the box as a ruling line when it is thin; False when it is a shape."""
    x0, y0, x1, y1 = box
    width, height = x1 - x0, y1 - y0
    if height <= THIN and width > height:
        if width >= SHORTEST_RULE:
            content.horizontal.append(((y0 + y1) / 2, x0, x1))
        return True
    if width <= THIN:
        if height >= SHORTEST_RULE:
            content.vertical.append(((x0 + x1) / 2, y0, y1))
        return True
    return False


def _add_outline(
    points: list[tuple[float, float]], stroked: bool, filled: bool, content: PageContent
) -> None:
    if len(points) < 2:
        return
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    box = (min(xs), min(ys), max(xs), max(ys))
    if filled and _add_thin(box, content):
        return
    if filled and not stroked:
        content.fills.append(box)
        return
    if not stroked:
        return
    for (ax, ay), (bx, by) in zip(points, points[1:], strict=False):
        if abs(ay - by) < 1.0 and abs(ax - bx) >= SHORTEST_RULE:
            content.horizontal.append(((ay + by) / 2, min(ax, bx), max(ax, bx)))
        elif abs(ax - bx) < 1.0 and abs(ay - by) >= SHORTEST_RULE:
            content.vertical.append(((ax + bx) / 2, min(ay, by), max(ay, by)))


def _matrix_of(item: Any) -> _Matrix:
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(item, matrix):
        return (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    return (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)


def _multiply(inner: _Matrix, outer: _Matrix) -> _Matrix:
    a, b, c, d, e, f = inner
    g, h, i, j, k, m = outer
    return (
        a * g + b * i,
        a * h + b * j,
        c * g + d * i,
        c * h + d * j,
        e * g + f * i + k,
        e * h + f * j + m,
    )


def _apply(matrix: _Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f
