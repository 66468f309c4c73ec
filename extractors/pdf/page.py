"""One page of a PDF as read: pieces of text with their places, and the ruling lines.

Only this module and `file.py` speak to pdfium. It knows nothing of tables, columns or paragraphs. Everything is
turned upright: x grows to the right, y grows downwards, in PDF points from the top left corner of the page as a
reader sees it. Text is placed by the origin of its baseline, because the boxes that fonts declare differ so
much (Noto CJK is 1.45 em high) that the second line of a cell would seem to belong to the next row.
"""

from __future__ import annotations

import ctypes
import re
import unicodedata
from array import array
from dataclasses import dataclass, field
from typing import Any

import pypdfium2.raw as pdfium

THIN = 3.0  # a path thinner than this is a ruling line, points
SHORTEST_RULE = 4.0  # shorter lines are corners, dots of a dotted line or parts of a drawing
_SPLIT = 0.25  # a gap wider than this share of an em ends a piece of text
_RADICALS = re.compile("[\u2e80-\u2fdf\uf900-\ufaff]")
_WIDE = re.compile("[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uff60\U00020000-\U0003ffff]")
_BEYOND = re.compile("[\ud800-\udfff\U00010000-\U0010ffff]")
_BLANKS = frozenset(" \u3000\u00a0")
_VISIBLE = re.compile(
    "[^\x00-\x20\u007f\u3000\u00a0\u00ad\u200b-\u200f\u2028-\u202e\u2060\ufeff\ufffe\uffff]+"
)

Box = tuple[float, float, float, float]


@dataclass(slots=True)
class Glyphs:
    """Left and right side of every character of a page, by pdfium's index; invisible ones hold 0."""

    lefts: array[float]
    rights: array[float]


@dataclass(slots=True)
class Run:
    """Glyphs that stand beside each other on one baseline without a visible gap.

    `x0`, `x1` are where it begins and ends, `y` is the baseline, `em` the size of its type, all in points.
    `spaced` says that the PDF has a blank before it (not merely a gap). Its characters are those of `glyphs` from
    index `start` on.
    """

    text: str
    x0: float
    x1: float
    y: float
    em: float
    spaced: bool
    start: int
    glyphs: Glyphs

    @property
    def middle(self) -> float:
        return (self.x0 + self.x1) / 2

    @property
    def top(self) -> float:
        return self.y - 0.88 * self.em

    @property
    def bottom(self) -> float:
        return self.y + 0.12 * self.em

    def gap(self, index: int) -> tuple[float, float]:
        """The white space before character `index`, from left to right."""
        return self.glyphs.rights[self.start + index - 1], self.glyphs.lefts[self.start + index]

    def cut(self, index: int) -> tuple[Run, Run]:
        """Two runs: the characters before `index`, and the rest."""
        end, begin = self.gap(index)
        return (
            Run(self.text[:index], self.x0, end, self.y, self.em, self.spaced, self.start, self.glyphs),
            Run(self.text[index:], begin, self.x1, self.y, self.em, False, self.start + index, self.glyphs),
        )


@dataclass(slots=True)
class PageContent:
    """What stands on one page, upright.

    `horizontal` holds (y, x0, x1), `vertical` holds (x, y0, y1). `fills` are the boxes of painted areas, which may be
    the only sign of cells. `image_share` is the part of the page that the largest picture covers.
    `turns` is by how many quarter turns clockwise the content had to be turned beyond the page's own rotation.
    """

    number: int
    width: float
    height: float
    runs: list[Run]
    horizontal: list[tuple[float, float, float]]
    vertical: list[tuple[float, float, float]]
    fills: list[Box] = field(default_factory=list)
    image_share: float = 0.0
    turns: int = 0

    def as_displayed(self, box: Box) -> Box:
        """The box in the coordinates of the page as a viewer shows it, rounded to 0.01 points."""
        x0, y0, x1, y1 = box
        if self.turns == 1:  # undo: a quarter turn counter-clockwise
            x0, y0, x1, y1 = y0, self.width - x1, y1, self.width - x0
        elif self.turns == 2:
            x0, y0, x1, y1 = self.width - x1, self.height - y1, self.width - x0, self.height - y0
        elif self.turns == 3:
            x0, y0, x1, y1 = self.height - y1, x0, self.height - y0, x1
        return (round(x0, 2), round(y0, 2), round(x1, 2), round(y1, 2))


class PageReader:
    """Reads pages of one open document; keeps the small C buffers that every call needs."""

    def __init__(self, document: Any) -> None:
        self._document = document
        self._rect = pdfium.FS_RECTF()
        self._rect_ref = ctypes.byref(self._rect)
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._x_ref, self._y_ref = ctypes.byref(self._x), ctypes.byref(self._y)
        self._sides = tuple(ctypes.c_float() for _ in range(4))
        self._side_refs = tuple(ctypes.byref(side) for side in self._sides)

    def read(self, index: int) -> PageContent | None:
        """The page with this index from 0, or None when pdfium can't load it."""
        page = pdfium.FPDF_LoadPage(self._document, index)
        if not page:
            return None
        try:
            text_page = pdfium.FPDFText_LoadPage(page)
            try:
                return self._read(page, text_page, index)
            finally:
                if text_page:
                    pdfium.FPDFText_ClosePage(text_page)
        finally:
            pdfium.FPDF_ClosePage(page)

    def _read(self, page: Any, text_page: Any, index: int) -> PageContent:
        pdfium.FPDF_GetPageBoundingBox(page, self._rect_ref)
        rect = self._rect
        bounds = (rect.left, rect.bottom, rect.right, rect.top)
        own_turns = max(0, pdfium.FPDFPage_GetRotation(page)) % 4
        count = max(0, pdfium.FPDFText_CountChars(text_page)) if text_page else 0
        characters = self._characters(text_page, count) if count else ""
        content_turns = self._content_turns(text_page, characters, own_turns) if count else 0
        frame = _Frame.of(bounds, (own_turns + content_turns) % 4)
        content = PageContent(index + 1, frame.width, frame.height, [], [], [], turns=content_turns)
        if count:
            content.runs = self._runs(text_page, characters, frame)
        self._graphics(page, frame, content)
        return content

    # ---- text

    def _characters(self, text_page: Any, count: int) -> str:
        """The page's text, one character for each index of pdfium (an invisible one for what has none of its own)."""
        buffer = ctypes.create_string_buffer(2 * count + 2)
        written = pdfium.FPDFText_GetText(
            text_page, 0, count, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort))
        )
        text = buffer.raw[: 2 * max(0, written - 1)].decode("utf-16-le", "surrogatepass")
        if len(text) != count or _BEYOND.search(text):
            text = _join_surrogates([pdfium.FPDFText_GetUnicode(text_page, i) for i in range(count)])
        if "\x02" in text:  # pdfium's mark of a hyphen at the end of a line
            text = text.replace("\x02", "-")
        if _RADICALS.search(text):
            # Some fonts map their glyphs to look-alikes: ⼀ (a radical) instead of 一.
            text = _RADICALS.sub(lambda match: unicodedata.normalize("NFKC", match.group())[:1], text)
        return text

    def _content_turns(self, text_page: Any, characters: str, own_turns: int) -> int:
        """Quarter turns, clockwise, that make most of the text upright, beyond the page's own rotation."""
        visible = [i for i, c in enumerate(characters) if c > " "]
        sample = visible[:: max(1, len(visible) // 24)]
        votes = [0, 0, 0, 0]
        for i in sample:
            angle = pdfium.FPDFText_GetCharAngle(text_page, i)
            if angle >= 0:
                votes[round(angle / 1.5707963) % 4] += 1
        leaning = max(range(4), key=lambda k: votes[k])  # text that runs upwards in user space leans by 3
        upright = (4 - leaning) % 4
        if votes[leaning] * 4 < len(sample) * 3:
            return 0  # mixed directions: trust the page
        return (upright - own_turns) % 4

    def _runs(self, text_page: Any, characters: str, frame: _Frame) -> list[Run]:
        glyphs, stretches = self._stretches(text_page, characters, frame)
        lefts, rights = glyphs.lefts, glyphs.rights
        origin, x, y = pdfium.FPDFText_GetCharOrigin, self._x, self._y
        x_ref, y_ref = self._x_ref, self._y_ref
        upright, page_top = frame.turns == 0, frame.top
        type_size, scale = pdfium.FPDFText_GetFontSize, 0.0
        runs: list[Run] = []
        previous: Run | None = None
        for start, end, spaced in stretches:
            text = characters[start:end]
            wide = start if text[0] > "\u2e7f" else _first_wide(text, start)
            if wide is not None:
                em = rights[wide] - lefts[wide]
            else:
                size = type_size(text_page, start)
                if not scale or size <= 1.5:  # some programs set all type at size 1 and scale it
                    scale = self._type_scale(text_page, start)
                em = size * scale or 2 * (rights[start] - lefts[start])
            origin(text_page, start, x_ref, y_ref)
            baseline = page_top - y.value if upright else frame.down(x.value, y.value)
            left = lefts[start]
            if (
                previous is not None
                and previous.text == text
                and abs(previous.x0 - left) < 0.2 * em
                and abs(previous.y - baseline) < 0.2 * em
            ):
                continue  # printed twice with a tiny shift to look bold
            previous = Run(text, left, rights[end - 1], baseline, em, spaced, start, glyphs)
            runs.append(previous)
        return runs

    def _stretches(
        self, text_page: Any, characters: str, frame: _Frame
    ) -> tuple[Glyphs, list[tuple[int, int, bool]]]:
        """The places of all characters, and the stretches (start, end, blank before) without a visible gap."""
        count = len(characters)
        lefts, rights = array("d", bytes(8 * count)), array("d", bytes(8 * count))
        box, rect, rect_ref = pdfium.FPDFText_GetLooseCharBox, self._rect, self._rect_ref
        turns, shift = frame.turns, frame.shift_x
        stretches: list[tuple[int, int, bool]] = []
        last = 0
        for match in _VISIBLE.finditer(characters):
            start, end = match.span()
            blanks = characters[last:start]
            spaced = any(
                character in _BLANKS and not pdfium.FPDFText_IsGenerated(text_page, last + k)
                for k, character in enumerate(blanks)
            )
            last = end
            before = low = high = 0.0
            for i in range(start, end):
                box(text_page, i, rect_ref)
                left, right, bottom, top = rect.left, rect.right, rect.bottom, rect.top
                if turns:
                    left, right, bottom, top = _turned(rect, turns, shift)
                elif shift:
                    left -= shift
                    right -= shift
                lefts[i], rights[i] = left, right
                if i > start:
                    # Half-width characters are about half an em.
                    em = right - left if characters[i] > "\u2e7f" else 2 * (right - left)
                    gap = left - before
                    if gap > _SPLIT * em or gap < -0.6 * em or bottom > high or top < low:
                        stretches.append((start, i, spaced))
                        start, spaced = i, False
                before, low, high = right, bottom, top
            stretches.append((start, end, spaced))
        return Glyphs(lefts, rights), stretches

    def _type_scale(self, text_page: Any, index: int) -> float:
        """By what the size of the type is multiplied where it is set."""
        matrix = pdfium.FS_MATRIX()
        if not pdfium.FPDFText_GetMatrix(text_page, index, matrix):
            return 1.0
        return float((matrix.c**2 + matrix.d**2) ** 0.5) or 1.0

    # ---- lines

    def _graphics(self, page: Any, frame: _Frame, content: PageContent) -> None:
        area = max(1.0, content.width * content.height)
        left, bottom, right, top = self._sides
        left_ref, bottom_ref, right_ref, top_ref = self._side_refs
        get_object, get_type = pdfium.FPDFPage_GetObject, pdfium.FPDFPageObj_GetType
        bounds = pdfium.FPDFPageObj_GetBounds
        path, image, form = pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_FORM
        for i in range(pdfium.FPDFPage_CountObjects(page)):
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

    def _form(self, form: Any, outer: _Matrix, frame: _Frame, content: PageContent, depth: int) -> None:
        """Lines inside a form object (a drawing that the page uses as a whole)."""
        matrix = _multiply(_matrix_of(form), outer)
        for i in range(max(0, pdfium.FPDFFormObj_CountObjects(form))):
            item = pdfium.FPDFFormObj_GetObject(form, i)
            kind = pdfium.FPDFPageObj_GetType(item)
            if kind == pdfium.FPDF_PAGEOBJ_FORM and depth < 8:
                self._form(item, matrix, frame, content, depth + 1)
            elif kind == pdfium.FPDF_PAGEOBJ_PATH:
                pdfium.FPDFPageObj_GetBounds(
                    item, self._side_refs[0], self._side_refs[1], self._side_refs[2], self._side_refs[3]
                )
                x0, y0, x1, y1 = (side.value for side in self._sides)
                corner, other = _apply(matrix, x0, y0), _apply(matrix, x1, y1)
                box = frame.box(*corner, *other)
                if not _add_thin(box, content):
                    self._add_shape(item, matrix, box, frame, content)

    def _add_shape(
        self, item: Any, outer: _Matrix | None, box: Box, frame: _Frame, content: PageContent
    ) -> None:
        """The straight sides of a path that is more than one line."""
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDFPath_GetDrawMode(item, fill, stroke)
        segments = pdfium.FPDFPath_CountSegments(item)
        if segments > 4000:
            return  # a map or a drawing
        matrix = _matrix_of(item)
        if outer is not None:
            matrix = _multiply(matrix, outer)
        x, y = ctypes.c_float(), ctypes.c_float()
        subpaths: list[list[tuple[float, float]]] = []
        for i in range(segments):
            segment = pdfium.FPDFPath_GetPathSegment(item, i)
            kind = pdfium.FPDFPathSegment_GetType(segment)
            pdfium.FPDFPathSegment_GetPoint(segment, x, y)
            point = frame.point(*_apply(matrix, x.value, y.value))
            if kind == pdfium.FPDF_SEGMENT_MOVETO or not subpaths:
                subpaths.append([])
            if kind == pdfium.FPDF_SEGMENT_BEZIERTO:
                return  # rounded: a drawing, a stamp, a letter
            subpaths[-1].append(point)
            if pdfium.FPDFPathSegment_GetClose(segment):
                subpaths[-1].append(subpaths[-1][0])
        for points in subpaths:
            _add_outline(points, bool(stroke.value), bool(fill.value), content)


def _turned(rect: Any, turns: int, shift: float) -> tuple[float, float, float, float]:
    """Left, right, and the lower and upper side of a box that has to be turned to be upright."""
    if turns == 1:
        return rect.bottom - shift, rect.top - shift, -rect.right, -rect.left
    if turns == 2:
        return shift - rect.right, shift - rect.left, -rect.top, -rect.bottom
    return shift - rect.top, shift - rect.bottom, rect.left, rect.right


_Matrix = tuple[float, float, float, float, float, float]


@dataclass(frozen=True, slots=True)
class _Frame:
    """From PDF user space (origin bottom left) to the upright page (origin top left)."""

    left: float
    bottom: float
    right: float
    top: float
    turns: int
    width: float
    height: float
    shift_x: float

    @classmethod
    def of(cls, bounds: Box, turns: int) -> _Frame:
        left, bottom, right, top = bounds
        width, height = right - left, top - bottom
        if turns % 2:
            width, height = height, width
        return cls(left, bottom, right, top, turns, width, height, (left, bottom, right, top)[turns])

    def down(self, x: float, y: float) -> float:
        """How far below the top of the upright page the point is."""
        if self.turns == 0:
            return self.top - y
        if self.turns == 1:
            return x - self.left
        return y - self.bottom if self.turns == 2 else self.right - x

    def point(self, x: float, y: float) -> tuple[float, float]:
        if self.turns == 0:
            return x - self.left, self.top - y
        if self.turns == 1:
            return y - self.bottom, x - self.left
        return (self.right - x, y - self.bottom) if self.turns == 2 else (self.top - y, self.right - x)

    def box(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        if self.turns == 0 and x0 <= x1 and y0 <= y1:
            return x0 - self.left, self.top - y1, x1 - self.left, self.top - y0
        (ax, ay), (bx, by) = self.point(x0, y0), self.point(x1, y1)
        return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)


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


def _first_wide(text: str, start: int) -> int | None:
    """The index, counted from `start`, of the first character that is as wide as its type is high."""
    match = _WIDE.search(text)
    return None if match is None else start + match.start()


def _join_surrogates(units: list[int]) -> str:
    """A character for each unit; the second half of a pair becomes an invisible one."""
    characters: list[str] = []
    high = 0
    for unit in units:
        if high and 0xDC00 <= unit < 0xE000:
            characters[-1] = chr(0x10000 + ((high - 0xD800) << 10) + (unit - 0xDC00))
            characters.append("\u2060")
            high = 0
            continue
        high = unit if 0xD800 <= unit < 0xDC00 else 0
        characters.append("\ufffd" if 0xD800 <= unit < 0xE000 or unit > 0x10FFFF else chr(unit))
    return "".join(characters)


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
