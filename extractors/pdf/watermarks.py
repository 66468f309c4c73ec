"""Text of a page that is none of its document: watermarks, and a hidden layer that says the visible text again.

What belongs here: telling it from the look of the type (leaning, pale, large, unseen). What does not: what becomes of it;
it is reported, never dropped in silence.
"""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from statistics import median
from typing import Any

import pypdfium2.raw as pdfium

from extractors.pdf import quick
from extractors.pdf.page import Box, Run

_QUARTER_TURN = 1.5707963
_LEANING = 0.06  # of a quarter turn: 5 degrees; a page that was scanned askew leans less
_LARGE = 1.35  # times the usual type of the page
_PALE = 160  # brightness from which on type is pale, of 255
_SAMPLE = 12  # pieces that are asked whether they can be seen
_PICTURE = 0.5  # a picture that covers more of the page is a scan, and the hidden text is what it shows


def without_watermarks(
    text_page: Any, runs: Sequence[Run], starts: Sequence[int], fills: Sequence[Box], image_share: float
) -> tuple[list[Run], list[str]]:
    """The runs that belong to the document, and the texts of the others, each once.

    `starts` has the index of each run's first character. Leaning text counts as a watermark when it is pale or large,
    upright text only when it is both and lies over or under other text (a title on a coloured band does not).
    """
    if not runs:
        return [], []
    large = _LARGE * median([run.em for run in runs])
    angle = quick.char_angle
    leaning_marks: list[int] = []
    flat_marks: list[int] = []
    for i, (run, start) in enumerate(zip(runs, starts, strict=True)):
        turned = angle(text_page, start) / _QUARTER_TURN
        leaning = turned >= 0 and abs(turned - round(turned)) > _LEANING
        if not leaning and run.em <= large:
            continue
        if leaning:
            if run.em > large or _is_pale(text_page, start):
                leaning_marks.append(i)
        elif _is_pale(text_page, start) and not _on_fill(run, fills):
            flat_marks.append(i)
    if not any(_overlaps(runs[i], runs) for i in flat_marks):
        flat_marks = []
    marks = sorted(leaning_marks + flat_marks)
    out = {*marks, *_unseen_again(text_page, starts, image_share)}
    kept = [run for i, run in enumerate(runs) if i not in out] if out else list(runs)
    return kept, list(dict.fromkeys(runs[i].text for i in marks))


def _unseen_again(text_page: Any, starts: Sequence[int], image_share: float) -> list[int]:
    """The runs that can't be seen, on a page that shows text and isn't a scan: a program's own second layer."""
    if image_share > _PICTURE:
        return []
    sample = starts[:: max(1, len(starts) // _SAMPLE)]
    unseen = sum(1 for start in sample if _is_unseen(text_page, start))
    if unseen in (0, len(sample)):
        return []
    return [i for i, start in enumerate(starts) if _is_unseen(text_page, start)]


def _is_unseen(text_page: Any, index: int) -> bool:
    item = pdfium.FPDFText_GetTextObject(text_page, index)
    return bool(item) and pdfium.FPDFTextObj_GetTextRenderMode(item) == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE


def _is_pale(text_page: Any, index: int) -> bool:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not pdfium.FPDFText_GetFillColor(text_page, index, red, green, blue, alpha):
        return False
    dark = 255 - (0.299 * red.value + 0.587 * green.value + 0.114 * blue.value)
    return 255 - dark * alpha.value / 255 >= _PALE


def _on_fill(run: Run, fills: Sequence[Box]) -> bool:
    middle = run.y - 0.4 * run.em
    return any(x0 <= run.middle <= x1 and y0 <= middle <= y1 for x0, y0, x1, y1 in fills)


def _overlaps(run: Run, runs: Sequence[Run]) -> bool:
    top = run.y - 0.8 * run.em
    return any(
        other is not run
        and top < other.y - 0.3 * other.em < run.y
        and other.x0 < run.x1
        and run.x0 < other.x1
        for other in runs
        if other.em < run.em
    )
