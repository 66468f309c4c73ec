"""Text that the file holds and a reader of the page can't see: which characters they are.

White or transparent type, type that is never painted (render mode 3), under a picture or an area, on a layer that is
switched off. What looks suspicious is found from its colour and order; the judge is pdfium, which paints the page with
and without it: what changes nothing is not seen. Type beyond the page's edge is found by its place (`pdf_file`).
"""

from __future__ import annotations

import ctypes
from bisect import bisect_left
from collections.abc import Sequence
from typing import Any

import pypdfium2.raw as pdfium

from extractors.pages.page import Box, Upright
from extractors.pages.watermarks import brightness
from extractors.pdf import pdfium_calls
from extractors.pdf.ruling_lines import Graphics, Painted

_ALMOST_WHITE = 235.0  # brightness of type, of 255, that may be too bright to be read on paper
_ALIKE = 20.0  # two colours nearer than this, of 255, are hard to tell apart
_VISIBLE = 12  # a change of brightness that a reader sees: a contrast of 1.1 on white
_PICTURE = 0.5  # a picture that covers more of the page is a scan, and the unseen text is what it shows
_SCALE = 2.0  # pixels for each point
_LARGEST = 4000  # pixels of the longer side
_INNER = 0.15  # share of a character's width at both sides that its neighbours may reach into

_NEVER_PAINTED = frozenset((pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP))


class Suspects:
    """Text objects of one page that may not be seen."""

    def __init__(self) -> None:
        self.objects: list[Any] = []
        self.never_painted: list[Any] = []

    def __bool__(self) -> bool:
        return bool(self.objects or self.never_painted)


def suspects_of(
    painted: Painted, graphics: Graphics, frame: Upright, *, image_share: float, layers: bool
) -> Suspects:
    """The text objects to be judged; on most pages there are none."""
    found = Suspects()
    scan = image_share > _PICTURE
    modes = list(map(pdfium_calls.render_mode, painted.texts))
    if not scan and not _NEVER_PAINTED.isdisjoint(modes):
        found.never_painted = [
            item for item, mode in zip(painted.texts, modes, strict=True) if mode in _NEVER_PAINTED
        ]
    if layers:
        found.objects += [
            item for i, item in enumerate(painted.texts) if i in painted.forms or _is_on_layer(item)
        ]
    if not scan:
        found.objects += [
            painted.texts[i]
            for i in _pale(painted)
            if not _on_dark(painted.orders[i], _box(painted, i, graphics, frame), painted)
        ]
        if painted.covers and painted.texts:
            found.objects += _under_covers(painted, graphics, frame)
    return found


def _pale(painted: Painted) -> list[int]:
    """Which texts are set in a colour that may not show on paper. Asked for every piece of text, so kept quick."""
    values = (ctypes.c_uint * 4)()
    red, green, blue, alpha = (ctypes.byref(values, 4 * k) for k in range(4))
    view, colour = memoryview(values).cast("B"), pdfium_calls.fill_colour
    judged: dict[bytes, bool] = {}
    found: list[int] = []
    for i, item in enumerate(painted.texts):
        if not colour(item, red, green, blue, alpha):
            continue  # a pattern
        seen = view.tobytes()
        pale = judged.get(seen)
        if pale is None:
            pale = judged[seen] = brightness(*values) >= _ALMOST_WHITE
        if pale:
            found.append(i)
    return found


def _box(painted: Painted, index: int, graphics: Graphics, frame: Upright) -> Box:
    return graphics.box_of(painted.texts[index], painted.forms.get(index), frame)


def _is_on_layer(item: Any) -> bool:
    """Whether an object is marked as part of a layer."""
    buffer, length = ctypes.create_string_buffer(16), ctypes.c_ulong()
    for i in range(max(0, pdfium.FPDFPageObj_CountMarks(item))):
        mark = pdfium.FPDFPageObj_GetMark(item, i)
        units = ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort))
        if pdfium.FPDFPageObjMark_GetName(mark, units, len(buffer), length):
            if buffer.raw[: length.value] == "OC\0".encode("utf-16-le"):
                return True
    return False


def _colour_of(item: Any) -> float | None:
    """The brightness of an area that covers what is under it; None for pictures and what shines through."""
    if pdfium.FPDFPageObj_GetType(item) != pdfium.FPDF_PAGEOBJ_PATH:
        return None
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not pdfium.FPDFPageObj_GetFillColor(item, red, green, blue, alpha) or alpha.value < 250:
        return None
    return brightness(red.value, green.value, blue.value)


def _on_dark(order: int, box: Box, painted: Painted) -> bool:
    """Whether pale type stands on an area that is so dark that it shows."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    below = [
        item
        for at, item, (x0, y0, x1, y1) in painted.covers
        if at < order and x0 <= x <= x1 and y0 <= y <= y1 and x0 <= box[0] + 2 and box[2] - 2 <= x1
    ]
    if not below:
        return False
    ground = _colour_of(below[-1])
    return ground is not None and ground < _ALMOST_WHITE - 4 * _ALIKE


def _under_covers(painted: Painted, graphics: Graphics, frame: Upright) -> list[Any]:
    """Type that an area or picture is painted over, or that stands on an area of its own colour."""
    first = painted.orders[0]
    covers = [
        entry
        for entry in painted.covers
        if entry[0] > first or (_colour_of(entry[1]) or 255.0) < _ALMOST_WHITE
    ]
    if not covers:
        return []
    placed = []
    for i, (order, item) in enumerate(zip(painted.orders, painted.texts, strict=True)):
        box = _box(painted, i, graphics, frame)
        placed.append(((box[1] + box[3]) / 2, order, item, box))
    placed.sort(key=lambda entry: entry[:2])
    heights = [entry[0] for entry in placed]
    found: dict[int, Any] = {}
    for at, cover, (x0, y0, x1, y1) in covers:
        ground: float | None = None
        asked = False
        for _, order, item, box in placed[bisect_left(heights, y0) : bisect_left(heights, y1)]:
            if box[2] <= x0 or x1 <= box[0] or order in found:
                continue
            if order < at:
                found[order] = item
                continue
            if not asked:
                ground, asked = _colour_of(cover), True
            if ground is not None and ground < _ALMOST_WHITE and abs(_type_colour(item) - ground) < _ALIKE:
                found[order] = item
    return list(found.values())


def _type_colour(item: Any) -> float:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not pdfium.FPDFPageObj_GetFillColor(item, red, green, blue, alpha):
        return 0.0
    return brightness(red.value, green.value, blue.value, alpha.value)


def unseen_characters(
    page: Any, text_page: Any, characters: str, words: Sequence[tuple[int, int]], suspects: Suspects
) -> list[int]:
    """The indices of the characters of `words` that can't be seen, in order."""
    doubtful = {ctypes.addressof(item.contents) for item in suspects.objects}
    never = {ctypes.addressof(item.contents) for item in suspects.never_painted}
    of: dict[int, list[int]] = {}  # the characters of each text object
    for begin, end in words:
        for i in range(begin, end):
            item = pdfium_calls.text_object(text_page, i)
            of.setdefault(ctypes.addressof(item.contents) if item else 0, []).append(i)
    unseen: list[int] = []
    hidden = [i for address in never for i in of.get(address, ())]
    if hidden and any(address not in never for address in of):
        unseen += hidden  # a program's own second layer, beside text that is painted
        hidden = []
    asked = [i for address in doubtful - never for i in of.get(address, ())]
    if asked or hidden:
        picture = _Picture(page)
        if asked:
            for item in suspects.objects:
                pdfium.FPDFPageObj_SetIsActive(item, False)
            without = _Picture(page)
            for item in suspects.objects:
                pdfium.FPDFPageObj_SetIsActive(item, True)
            unseen += [i for i in asked if not picture.differs(without, page, text_page, i)]
        # Nothing on the page is painted as type: what is drawn there as shapes is what the text says.
        unseen += [i for i in hidden if not picture.shows(page, text_page, i)]
    return sorted(unseen)


class _Picture:
    """A page as it is painted, in shades of grey."""

    def __init__(self, page: Any) -> None:
        self._size = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
        scale = min(_SCALE, _LARGEST / max(*self._size, 1.0))
        self._wide, self._high = (max(1, round(side * scale)) for side in self._size)
        self._pixels = bytearray(b"\xff" * (self._wide * self._high))
        buffer = (ctypes.c_ubyte * len(self._pixels)).from_buffer(self._pixels)
        bitmap = pdfium.FPDFBitmap_CreateEx(
            self._wide, self._high, pdfium.FPDFBitmap_Gray, buffer, self._wide
        )
        pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, self._wide, self._high, 0, pdfium.FPDF_ANNOT)
        pdfium.FPDFBitmap_Destroy(bitmap)

    def differs(self, other: _Picture, page: Any, text_page: Any, index: int) -> bool:
        """Whether the two look different where a character stands."""
        return any(
            abs(a - b) >= _VISIBLE
            for ours, theirs in zip(
                self._rows(page, text_page, index), other._rows(page, text_page, index), strict=True
            )
            if ours != theirs
            for a, b in zip(ours, theirs, strict=True)
        )

    def shows(self, page: Any, text_page: Any, index: int) -> bool:
        """Whether anything is painted where a character stands."""
        rows = [row for row in self._rows(page, text_page, index) if row]
        return bool(rows) and max(map(max, rows)) - min(map(min, rows)) >= _VISIBLE

    def _rows(self, page: Any, text_page: Any, index: int) -> list[bytearray]:
        rect = pdfium.FS_RECTF()
        pdfium.FPDFText_GetLooseCharBox(text_page, index, rect)
        edge = _INNER * (rect.right - rect.left)
        corners = [
            self._pixel(page, rect.left + edge, rect.bottom),
            self._pixel(page, rect.right - edge, rect.top),
        ]
        x0, x1 = sorted(min(max(x, 0), self._wide) for x, _ in corners)
        y0, y1 = sorted(min(max(y, 0), self._high) for _, y in corners)
        x1, y1 = min(x1 + 1, self._wide), min(y1 + 1, self._high)
        return [self._pixels[y * self._wide + x0 : y * self._wide + x1] for y in range(y0, y1)]

    def _pixel(self, page: Any, x: float, y: float) -> tuple[int, int]:
        across, down = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDF_PageToDevice(page, 0, 0, self._wide, self._high, 0, x, y, across, down)
        return across.value, down.value
