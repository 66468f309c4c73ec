"""Text that the file holds and a reader of the page can't see: which characters they are.

White or transparent type, type that is never painted (render mode 3), under a picture or an area, on a layer that is
switched off. What looks suspicious is found from its colour and order; the judge is pdfium, which paints the page with
and without it: what changes nothing is not seen. Type beyond the page's edge is found by its place (`pdf_file`).
"""

from __future__ import annotations

import ctypes
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium

from extractors.pages.page import Box, PageContent, Upright
from extractors.pages.watermarks import brightness
from extractors.pdf import pdfium_calls
from extractors.pdf.ruling_lines import Graphics, Painted

_ALMOST_WHITE = 235.0  # brightness of type, of 255, that may be too bright to be read on paper
_ALIKE = 20.0  # two colours nearer than this, of 255, are hard to tell apart
_VISIBLE = 12  # a change of brightness that a reader sees: a contrast of 1.1 on white
_PICTURE = 0.5  # a picture that covers more of the page is a scan, and the unseen text is what it shows
_SCALE = 2.0  # pixels for each point
_LARGEST = 4000  # pixels of the longer side
_MOST_ALONE = 60  # suspects of one page that are judged each by itself
_FAR = -1e5  # points
_INNER = 0.15  # share of a character's width at both sides that its neighbours may reach into

_NEVER_PAINTED = frozenset((pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP))


@dataclass(slots=True)
class Suspects:
    """Text objects of one page that may not be seen, with their boxes as displayed."""

    doubtful: list[tuple[Any, Box]]
    never_painted: list[tuple[Any, Box]]
    others: int  # how many text objects there are beside them

    def __bool__(self) -> bool:
        return bool(self.doubtful or self.never_painted)


def suspects_of(
    painted: Painted, graphics: Graphics, frame: Upright, content: PageContent, *, layers: bool
) -> Suspects:
    """The text objects to be judged; on most pages there are none."""
    scan = content.image_share > _PICTURE
    modes = list(map(pdfium_calls.render_mode, painted.texts))
    never: list[int] = []
    doubtful: set[int] = set()
    if not scan and not _NEVER_PAINTED.isdisjoint(modes):
        never = [i for i, mode in enumerate(modes) if mode in _NEVER_PAINTED]
    if layers:
        doubtful = {i for i, item in enumerate(painted.texts) if i in painted.forms or _is_on_layer(item)}
    if not scan:
        doubtful |= {
            i
            for i in _pale(painted)
            if not _on_dark(painted.orders[i], _box(painted, i, graphics, frame), painted)
        }
        if painted.covers and painted.texts:
            doubtful |= _under_covers(painted, graphics, frame)
    doubtful -= set(never)

    def listed(indices: Iterable[int]) -> list[tuple[Any, Box]]:
        return [(painted.texts[i], content.as_displayed(_box(painted, i, graphics, frame))) for i in indices]

    return Suspects(listed(sorted(doubtful)), listed(never), len(painted.texts) - len(never))


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
        named = pdfium.FPDFPageObjMark_GetName(mark, units, len(buffer), length)
        if named and buffer.raw[: length.value] == "OC\0".encode("utf-16-le"):
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


def _under_covers(painted: Painted, graphics: Graphics, frame: Upright) -> set[int]:
    """Type that an area or picture is painted over, or that stands on an area of its own colour."""
    first = painted.orders[0]
    covers = [
        entry
        for entry in painted.covers
        if entry[0] > first or (_colour_of(entry[1]) or 255.0) < _ALMOST_WHITE
    ]
    if not covers:
        return set()
    placed = []
    for i, (order, item) in enumerate(zip(painted.orders, painted.texts, strict=True)):
        box = _box(painted, i, graphics, frame)
        placed.append(((box[1] + box[3]) / 2, i, order, item, box))
    placed.sort(key=lambda entry: entry[:2])
    heights = [entry[0] for entry in placed]
    found: set[int] = set()
    for at, cover, (x0, y0, x1, y1) in covers:
        ground: float | None = None
        asked = False
        for _, i, order, item, box in placed[bisect_left(heights, y0) : bisect_left(heights, y1)]:
            if box[2] <= x0 or x1 <= box[0] or i in found:
                continue
            if order < at:
                found.add(i)
                continue
            if not asked:
                ground, asked = _colour_of(cover), True
            if ground is not None and ground < _ALMOST_WHITE and abs(_type_colour(item) - ground) < _ALIKE:
                found.add(i)
    return found


def _type_colour(item: Any) -> float:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not pdfium.FPDFPageObj_GetFillColor(item, red, green, blue, alpha):
        return 0.0
    return brightness(red.value, green.value, blue.value, alpha.value)


class Judge:
    """Judges the suspects of one page; keeps pictures of it."""

    def __init__(self, page: Any, suspects: Suspects) -> None:
        self._page, self._suspects = page, suspects
        self._picture = _Picture(page)
        self._without = _without(page, [item for item, _ in suspects.doubtful])

    def take_out(self, text_page: Any) -> list[tuple[str, Box]]:
        """The texts, with boxes as displayed, of the objects that can't be seen at all.

        They are put out of use: the text of the page has to be loaded again, or characters under them would be missing.
        """
        gone = [
            (item, box)
            for item, box in self._suspects.never_painted
            # A program's own second layer, beside text that is painted. Where nothing is painted as type, what is drawn
            # as shapes is what the text says.
            if self._suspects.others or not self._picture.shows(box)
        ]
        kept: list[tuple[Any, Box]] = []
        alone = 0
        for item, box in self._suspects.doubtful:
            seen = self._picture.differs(self._without, box)
            if seen and alone < _MOST_ALONE and self._is_shared(item, box):
                alone += 1
                seen = self._picture.differs(_without(self._page, [item]), box)
            (kept if seen else gone).append((item, box))
        self._suspects.doubtful = kept
        texts = [(_text_of(item, text_page), box) for item, box in gone]
        for item, _ in gone:
            pdfium.FPDFPageObj_SetIsActive(item, False)
            # pdfium drops text that is printed twice at one place, also under an object that is out of use.
            pdfium.FPDFPageObj_Transform(item, 1, 0, 0, 1, _FAR, _FAR)
        return [(text, box) for text, box in texts if text]

    def _is_shared(self, item: Any, box: Box) -> bool:
        """Whether another suspect stands at the same place, so that what is seen there may be the other."""
        return any(
            other is not item
            and min(box[2], theirs[2]) - max(box[0], theirs[0]) > 1
            and min(box[3], theirs[3]) - max(box[1], theirs[1]) > 1
            for other, theirs in self._suspects.doubtful
        )

    def unseen_characters(
        self, text_page: Any, words: Sequence[tuple[int, int]], frame: Upright, content: PageContent
    ) -> list[int]:
        """The indices of characters that can't be seen of text that is seen in part, in order."""
        doubtful = {ctypes.addressof(item.contents) for item, _ in self._suspects.doubtful}
        unseen: list[int] = []
        rect = pdfium.FS_RECTF()
        for begin, end in words if doubtful else ():
            for i in range(begin, end):
                item = pdfium_calls.text_object(text_page, i)
                if not item or ctypes.addressof(item.contents) not in doubtful:
                    continue
                pdfium.FPDFText_GetLooseCharBox(text_page, i, rect)
                x0, y0, x1, y1 = frame.box(rect.left, rect.bottom, rect.right, rect.top)
                edge = _INNER * (x1 - x0)
                box = content.as_displayed((x0 + edge, y0, x1 - edge, y1))
                if not self._picture.differs(self._without, box):
                    unseen.append(i)
        return unseen


def _without(page: Any, items: Sequence[Any]) -> _Picture:
    """The page without some of its objects."""
    for item in items:
        pdfium.FPDFPageObj_SetIsActive(item, False)
    picture = _Picture(page)
    for item in items:
        pdfium.FPDFPageObj_SetIsActive(item, True)
    return picture


def _text_of(item: Any, text_page: Any) -> str:
    length = pdfium.FPDFTextObj_GetText(item, text_page, None, 0)
    if length <= 2:
        return ""
    buffer = (ctypes.c_ushort * (length // 2))()
    pdfium.FPDFTextObj_GetText(item, text_page, buffer, length)
    return bytes(buffer)[: length - 2].decode("utf-16-le", "replace").strip()


class _Picture:
    """A page as it is painted, in shades of grey."""

    def __init__(self, page: Any) -> None:
        size = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
        self._scale = min(_SCALE, _LARGEST / max(*size, 1.0))
        self._wide, self._high = (max(1, round(side * self._scale)) for side in size)
        self._pixels = bytearray(b"\xff" * (self._wide * self._high))
        buffer = (ctypes.c_ubyte * len(self._pixels)).from_buffer(self._pixels)
        bitmap = pdfium.FPDFBitmap_CreateEx(
            self._wide, self._high, pdfium.FPDFBitmap_Gray, buffer, self._wide
        )
        pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, self._wide, self._high, 0, pdfium.FPDF_ANNOT)
        pdfium.FPDFBitmap_Destroy(bitmap)

    def differs(self, other: _Picture, box: Box) -> bool:
        """Whether the two look different in a box."""
        return any(
            abs(a - b) >= _VISIBLE
            for ours, theirs in zip(self._rows(box), other._rows(box), strict=True)
            if ours != theirs
            for a, b in zip(ours, theirs, strict=True)
        )

    def shows(self, box: Box) -> bool:
        """Whether anything is painted in a box."""
        rows = [row for row in self._rows(box) if row]
        return bool(rows) and max(map(max, rows)) - min(map(min, rows)) >= _VISIBLE

    def _rows(self, box: Box) -> list[bytearray]:
        x0, x1 = (min(max(0, round(x * self._scale)), self._wide) for x in (box[0], box[2] + 1 / self._scale))
        y0, y1 = (min(max(0, round(y * self._scale)), self._high) for y in (box[1], box[3] + 1 / self._scale))
        return [self._pixels[y * self._wide + x0 : y * self._wide + x1] for y in range(y0, y1)]
