"""The text of one page: runs of glyphs with their places, from pdfium.

What belongs here: characters, where they stand, blanks between them, which way up the text is. What does not: lines,
words, paragraphs.
"""

from __future__ import annotations

import ctypes
import re
import unicodedata
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import pypdfium2.raw as pdfium

from extractors.pages.page import Box, PageContent, Run, Upright
from extractors.pdf import pdfium_calls

_SPLIT = 0.25  # a gap wider than this share of an em ends a run
_SHADOW = 0.2  # text printed twice within this share of an em is meant to look bold
_SMALLER, _RAISED = (
    0.8,
    0.12,
)  # shares of the height of a line of type by which a mark in it is smaller, and raised
_SAMPLE = 12  # characters that are asked which way up they stand
_RADICALS = re.compile("[\u2e80-\u2fdf\uf900-\ufaff]")
_BEYOND = re.compile("[\ud800-\udfff\U00010000-\U0010ffff]")
_BLANKS = frozenset(" \u3000\u00a0")
_VISIBLE = re.compile(
    "[^\x00-\x20\u007f\u3000\u00a0\u00ad\u200b-\u200f\u2028-\u202e\u2060\ufeff\ufffe\uffff]+"
)

_INVISIBLE = "\u2060"
_NO_BLANKS = frozenset(("", "\r\n"))  # what stands between most runs

Vertical = tuple[float, float, float]
Stretch = tuple[int, int]  # begin and end among the characters of a page


class TextLayer:
    """Reads the text of pages; keeps the small C buffers that every call needs."""

    def __init__(self) -> None:
        self._rect = pdfium.FS_RECTF()
        self._rect_ref = ctypes.byref(self._rect)
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._x_ref, self._y_ref = ctypes.byref(self._x), ctypes.byref(self._y)
        self._units = (ctypes.c_ushort * 4096)()

    def characters(self, text_page: Any) -> str:
        """The page's text, one character for each index of pdfium (an invisible one for what has none of its own)."""
        count = max(0, pdfium.FPDFText_CountChars(text_page))
        if not count:
            return ""
        if len(self._units) <= count:
            self._units = (ctypes.c_ushort * (2 * count))()
        written = pdfium.FPDFText_GetText(text_page, 0, count, self._units)
        text = ctypes.string_at(self._units, 2 * max(0, written - 1)).decode("utf-16-le", "surrogatepass")
        if len(text) != count or _BEYOND.search(text):
            text = _join_surrogates([pdfium.FPDFText_GetUnicode(text_page, i) for i in range(count)])
        if "\ufffe" in text or "\x02" in text:  # pdfium's marks of a hyphen at the end of a line
            text = text.replace("\ufffe", "-").replace("\x02", "-")
        if _RADICALS.search(text):
            # Some fonts map their glyphs to look-alikes: ⼀ (a radical) instead of 一.
            text = _RADICALS.sub(lambda match: unicodedata.normalize("NFKC", match.group())[:1], text)
        return text

    @staticmethod
    def words(characters: str) -> list[Stretch]:
        """The stretches of characters that can be seen."""
        return [match.span() for match in _VISIBLE.finditer(characters)]

    def turns(self, text_page: Any, words: list[Stretch], own_turns: int) -> int:
        """Quarter turns, clockwise, that make most of the text upright, beyond the page's own rotation."""
        sample = words[:: max(1, len(words) // _SAMPLE)]
        votes = [0, 0, 0, 0]
        for i, _ in sample:
            angle = pdfium_calls.char_angle(text_page, i)
            if angle >= 0:
                votes[round(angle / 1.5707963) % 4] += 1
        leaning = max(range(4), key=lambda k: votes[k])  # text that runs upwards in user space leans by 3
        if votes[leaning] * 4 < len(sample) * 3:
            return 0  # mixed directions: trust the page
        return (4 - leaning - own_turns) % 4

    def runs(
        self,
        text_page: Any,
        characters: str,
        words: list[Stretch],
        frame: Upright,
        verticals: list[Vertical],
    ) -> tuple[list[Run], list[int]]:
        """The runs in the order of the file, and the index of each one's first character.

        Runs that cross one of the `verticals` know the sides of each character.
        """
        verticals = sorted(verticals)
        crossings = [x for x, _, _ in verticals]
        # Called for each of some hundred runs on a page, so looked up once.
        count_rects, loose_box = pdfium_calls.count_rects, pdfium_calls.loose_char_box
        origin, font_size = pdfium_calls.char_origin, pdfium_calls.font_size
        x, y, rect = self._x, self._y, self._rect
        x_ref, y_ref, rect_ref = self._x_ref, self._y_ref, self._rect_ref
        upright, page_left, page_top = frame.turns == 0, frame.left, frame.top
        scales: dict[float, float] = {}
        found: list[Run] = []
        starts: list[int] = []
        printed: defaultdict[str, list[Run]] = defaultdict(list)
        last = 0
        for word in words:
            start, end = word
            spaced = characters[last:start] not in _NO_BLANKS and self._spaced(
                text_page, characters, last, start
            )
            last = end
            parts = [word]
            if end - start > 1 and count_rects(text_page, start, end - start) != 1:
                # Several pieces of text in the file: they may stand in different cells.
                parts = self._parts(text_page, characters, start, end, frame)
            for begin, stop in parts:
                size = font_size(text_page, begin)
                scale = scales.get(size)
                if scale is None:
                    scale = self._type_scale(text_page, begin)
                    if size > 1.5:  # some programs set all type at size 1 and scale each piece by itself
                        scales[size] = scale
                origin(text_page, begin, x_ref, y_ref)
                loose_box(text_page, stop - 1, rect_ref)
                if upright:
                    left, right, baseline = x.value - page_left, rect.right - page_left, page_top - y.value
                else:
                    left, baseline = frame.point(x.value, y.value)
                    right = _turned(rect, frame)[1]
                run = Run(characters[begin:stop], left, right, baseline, size * scale, spaced)
                spaced = False
                if run.text in printed and _is_again(run, printed[run.text]):
                    continue
                printed[run.text].append(run)
                k = bisect_right(crossings, left + 1)
                if k < len(crossings) and crossings[k] < right - 1 and _crosses(run, verticals[k:]):
                    run.sides = [self._sides(text_page, i, frame)[:2] for i in range(begin, stop)]
                found.append(run)
                starts.append(begin)
        return found, starts

    def stretches(
        self, text_page: Any, characters: str, chosen: Sequence[int], frame: Upright, content: PageContent
    ) -> list[tuple[str, Box]]:
        """The text and box, as displayed, of each stretch of the chosen characters on one line."""
        found: list[tuple[str, Box]] = []
        last = -2
        for i in chosen:
            pdfium_calls.loose_char_box(text_page, i, self._rect_ref)
            rect = self._rect
            box = frame.box(rect.left, rect.bottom, rect.right, rect.top)
            text, old = found[-1] if found else ("", box)
            if found and not characters[last + 1 : i].strip(" ") and box[1] < old[3] and old[1] < box[3]:
                whole = (min(old[0], box[0]), min(old[1], box[1]), max(old[2], box[2]), max(old[3], box[3]))
                found[-1] = (text + characters[last + 1 : i + 1], whole)
            else:
                found.append((characters[i], box))
            last = i
        return [(text, content.as_displayed(box)) for text, box in found]

    def _spaced(self, text_page: Any, characters: str, begin: int, end: int) -> bool:
        """Whether the file itself has a blank there; pdfium also makes up blanks where it sees a gap."""
        generated = pdfium_calls.is_generated
        if end - begin == 1 and characters[begin] == " ":
            return not generated(text_page, begin)
        return any(characters[i] in _BLANKS and not generated(text_page, i) for i in range(begin, end))

    def _sides(self, text_page: Any, index: int, frame: Upright) -> tuple[float, float, float, float]:
        """Left, right, and the lower and upper side of a character."""
        pdfium_calls.loose_char_box(text_page, index, self._rect_ref)
        return _turned(self._rect, frame)

    def _parts(
        self, text_page: Any, characters: str, start: int, end: int, frame: Upright
    ) -> list[tuple[int, int]]:
        """The stretches (start, end) without a visible gap."""
        parts: list[tuple[int, int]] = []
        before = low = high = 0.0
        for i in range(start, end):
            left, right, bottom, top = self._sides(text_page, i, frame)
            if i > start:
                # Half-width characters are about half an em.
                em = right - left if characters[i] > "\u2e7f" else 2 * (right - left)
                gap = left - before
                if (
                    gap > _SPLIT * em
                    or gap < -0.6 * em
                    or bottom > high
                    or top < low
                    # Digits of another size are none of the figure beside them.
                    or (
                        characters[i].isdigit()
                        and characters[i - 1].isdigit()
                        and min(top - bottom, high - low) < _SMALLER * max(top - bottom, high - low)
                    )
                    # A footnote mark, smaller and raised, is no digit of the figure before it.
                    or (top - bottom < _SMALLER * (high - low) and bottom > low + _RAISED * (high - low))
                    or (high - low < _SMALLER * (top - bottom) and low > bottom + _RAISED * (top - bottom))
                ):
                    parts.append((start, i))
                    start = i
            before, low, high = right, bottom, top
        parts.append((start, end))
        return parts

    def _type_scale(self, text_page: Any, index: int) -> float:
        """By what the size of the type is multiplied where it is set."""
        matrix = pdfium.FS_MATRIX()
        if not pdfium.FPDFText_GetMatrix(text_page, index, matrix):
            return 1.0
        return float((matrix.c**2 + matrix.d**2) ** 0.5) or 1.0


def without_characters(characters: str, left_out: Sequence[int]) -> str:
    """The text of a page with some characters made invisible, at the same indices."""
    kept = list(characters)
    for i in left_out:
        kept[i] = _INVISIBLE
    return "".join(kept)


def _is_again(run: Run, others: list[Run]) -> bool:
    """Whether a run is an earlier one again, with a tiny shift that makes it look bold."""
    reach, x, y = _SHADOW * run.em, run.x0, run.y
    return any(-reach < other.y - y < reach and -reach < other.x0 - x < reach for other in others)


def _crosses(run: Run, verticals: list[Vertical]) -> bool:
    return any(y0 - 1 < run.y < y1 + run.em for x, y0, y1 in verticals if x < run.x1 - 1)


def _turned(rect: Any, frame: Upright) -> tuple[float, float, float, float]:
    """Left, right, and the lower and upper side of a box when the page is upright."""
    if frame.turns == 0:
        return rect.left - frame.left, rect.right - frame.left, rect.bottom, rect.top
    if frame.turns == 1:
        return rect.bottom - frame.bottom, rect.top - frame.bottom, -rect.right, -rect.left
    if frame.turns == 2:
        return frame.right - rect.right, frame.right - rect.left, -rect.top, -rect.bottom
    return frame.top - rect.top, frame.top - rect.bottom, rect.left, rect.right


def _join_surrogates(units: list[int]) -> str:
    """A character for each unit; the second half of a pair becomes an invisible one."""
    characters: list[str] = []
    high = 0
    for unit in units:
        if high and 0xDC00 <= unit < 0xE000:
            characters[-1] = chr(0x10000 + ((high - 0xD800) << 10) + (unit - 0xDC00))
            characters.append(_INVISIBLE)
            high = 0
            continue
        high = unit if 0xD800 <= unit < 0xDC00 else 0
        characters.append("\ufffd" if 0xD800 <= unit < 0xE000 or unit > 0x10FFFF else chr(unit))
    return "".join(characters)
