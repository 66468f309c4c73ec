"""The ruling lines of one page, from pdfium: thin paths, the sides of boxes, also inside forms.

What belongs here: which painted things are straight lines. What does not: which of them make a table (`extractors.pages.ruled`).
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, field
from typing import Any

import pypdfium2.raw as pdfium

from extractors.pages.page import SHORTEST_RULE, THIN, Box, PageContent, Upright
from extractors.pdf import pdfium_calls

_MOST_SHAPES = 200_000  # things painted on one page; more make a drawing

Matrix = tuple[float, float, float, float, float, float]
_UNMOVED: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(slots=True)
class Painted:
    """What a page paints beside ruling lines.

    `texts` are its text objects (of pdfium), `orders` says as the how manieth thing each is painted, `forms` has the matrix of
    the form that holds one, by its index. `covers` are areas and pictures with their order and box, upright: what is
    painted before them may be hidden under them.
    """

    texts: list[Any] = field(default_factory=list)
    orders: list[int] = field(default_factory=list)
    forms: dict[int, Matrix] = field(default_factory=dict)
    covers: list[tuple[int, Any, Box]] = field(default_factory=list)


class Graphics:
    """Reads the lines of pages; keeps the small C buffers that every call needs."""

    def __init__(self) -> None:
        self._values = tuple(ctypes.c_float() for _ in range(4))
        self._side_refs = tuple(ctypes.byref(value) for value in self._values)
        self._left_over = _MOST_SHAPES
        self._painted = Painted()
        self._order = 0  # of the object that is looked at, among all of its page

    def read(self, page: Any, frame: Upright, content: PageContent) -> Painted:
        """Add the page's lines, painted areas and the share of its largest picture to `content`.

        Returns what else the page paints.
        """
        self._left_over = _MOST_SHAPES
        self._painted = Painted()
        self._order = 0
        self._objects(page, frame, content)
        if content.drawing:
            content.horizontal, content.vertical, content.fills = [], [], []
        return self._painted

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
        text, texts, orders = pdfium.FPDF_PAGEOBJ_TEXT, self._painted.texts, self._painted.orders
        count = pdfium.FPDFPage_CountObjects(page)
        if not self._affords(count, content):
            return
        for i in range(count):
            item = get_object(page, i)
            kind = get_type(item)
            if kind == text:
                texts.append(item)
                orders.append(self._order + i)
            elif kind == path:
                bounds(item, left_ref, bottom_ref, right_ref, top_ref)
                box = frame.box(left.value, bottom.value, right.value, top.value)
                if not _add_thin(box, content) and self._add_shape(item, None, box, frame, content):
                    self._painted.covers.append((self._order + i, item, box))
            elif kind == image:
                bounds(item, left_ref, bottom_ref, right_ref, top_ref)
                x0, y0, x1, y1 = box = frame.box(left.value, bottom.value, right.value, top.value)
                if not _add_thin(box, content):
                    content.image_share = max(content.image_share, (x1 - x0) * (y1 - y0) / area)
                    self._painted.covers.append((self._order + i, item, box))
            elif kind == form:
                self._order += self._form(item, _UNMOVED, frame, content, depth=0, order=self._order + i)
            elif kind == pdfium.FPDF_PAGEOBJ_SHADING:
                bounds(item, left_ref, bottom_ref, right_ref, top_ref)
                box = frame.box(left.value, bottom.value, right.value, top.value)
                self._painted.covers.append((self._order + i, item, box))

    def _affords(self, count: int, content: PageContent) -> bool:
        """Whether so many more things can be looked at; if not, the page is a drawing."""
        self._left_over -= count
        content.drawing = content.drawing or self._left_over < 0
        return not content.drawing

    def _form(
        self, form: Any, outer: Matrix, frame: Upright, content: PageContent, depth: int, order: int
    ) -> int:
        """What a form object paints (a drawing that the page uses as a whole); how many things that was.

        `order` is that of the first of them on the page.
        """
        matrix = _multiply(_matrix_of(form), outer)
        count: int = max(0, pdfium.FPDFFormObj_CountObjects(form))
        if not self._affords(count, content):
            return 0
        more = 0  # things in forms inside this one
        for i in range(count):
            item = pdfium.FPDFFormObj_GetObject(form, i)
            kind = pdfium.FPDFPageObj_GetType(item)
            if kind == pdfium.FPDF_PAGEOBJ_FORM and depth < 8:
                more += self._form(item, matrix, frame, content, depth + 1, order + i + more)
            elif kind == pdfium.FPDF_PAGEOBJ_TEXT:
                self._painted.forms[len(self._painted.texts)] = matrix
                self._painted.texts.append(item)
                self._painted.orders.append(order + i + more)
            elif kind == pdfium.FPDF_PAGEOBJ_PATH:
                box = self.box_of(item, matrix, frame)
                if not _add_thin(box, content) and self._add_shape(item, matrix, box, frame, content):
                    self._painted.covers.append((order + i + more, item, box))
            elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
                self._painted.covers.append((order + i + more, item, self.box_of(item, matrix, frame)))
        return count + more

    def box_of(self, item: Any, outer: Matrix | None, frame: Upright) -> Box:
        """Where an object stands on the upright page; `outer` is the matrix of the form that holds it."""
        left, bottom, right, top = self._values
        pdfium_calls.object_bounds(item, *self._side_refs)
        if outer is None:
            return frame.box(left.value, bottom.value, right.value, top.value)
        corner, other = (
            _apply(outer, left.value, bottom.value),
            _apply(outer, right.value, top.value),
        )
        return frame.box(*corner, *other)

    def _add_shape(
        self, item: Any, outer: Matrix | None, box: Box, frame: Upright, content: PageContent
    ) -> bool:
        """Add the straight sides of a path that is more than one line; whether it is filled."""
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDFPath_GetDrawMode(item, fill, stroke)
        segments = pdfium.FPDFPath_CountSegments(item)
        if segments > 4000 or not self._affords(segments, content):
            return bool(fill.value)  # a map or a drawing
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
                return bool(fill.value)  # rounded: a drawing, a stamp, a letter
            subpaths[-1].append(point)
            if pdfium_calls.segment_closes(segment):
                subpaths[-1].append(subpaths[-1][0])
        for points in subpaths:
            _add_outline(points, bool(stroke.value), bool(fill.value), content)
        return bool(fill.value)


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


def _matrix_of(item: Any) -> Matrix:
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(item, matrix):
        return _UNMOVED
    return (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)


def _multiply(inner: Matrix, outer: Matrix) -> Matrix:
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


def _apply(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f
